/* SPDX-License-Identifier: Apache-2.0 */
/* sender.h -- one exchange with the outside, through libcurl: a POST, or a mail.
 *
 * In      whom to reach; bytes
 * Out     true when it was accepted, else a sentence in French that says why, without a byte of what was sent or received
 * Value   TLS is verified; redirections are not followed; no proxy of the environment is used; what the receiver answers is not
 *         kept. The address is judged when the connection is made, after the name was looked up: a name that leads inside is
 *         refused as well. Addresses of this machine and of private networks are refused unless `inside`, those of the link
 *         (169.254.0.0/16, fe80::/10: where clouds keep their secrets) always.
 * Errors  all are transient here: who asked tries again
 * Cost    CAHIER_SENDER_CONNECT_S to connect, CAHIER_SENDER_S in all, at most
 */
#ifndef CAHIER_SENDER_H
#define CAHIER_SENDER_H

#include <curl/curl.h>
#include <signal.h>
#include <sys/socket.h>

#include "cahier.h"

#define CAHIER_SENDER_CONNECT_S 5l
#define CAHIER_SENDER_S 15l
#define CAHIER_SENDER_ERROR 200u

typedef struct cahier_sender {
    CURL *curl;
    bool inside;                       /* private addresses may be reached */
    const volatile sig_atomic_t *stop; /* ends an exchange under way */
    bool refused;                      /* an address that may not be reached */
    char error[CAHIER_SENDER_ERROR];
} cahier_sender;

/* Once, before threads. False: libcurl cannot start. */
bool cahier_sender_start(void);

/* A thread each. False: not enough memory. */
bool cahier_sender_open(cahier_sender *sender, bool inside, const volatile sig_atomic_t *stop);
void cahier_sender_close(cahier_sender *sender);

/* Forgets the exchange before, sets what all have in common. */
void cahier_sender_reset(cahier_sender *sender);
/* After the options of an exchange are set. False: `error` says why. */
bool cahier_sender_perform(cahier_sender *sender);

bool cahier_sender_may_reach(const struct sockaddr *address, bool inside);

#endif
