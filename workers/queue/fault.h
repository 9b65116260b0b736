/* SPDX-License-Identifier: Apache-2.0 */
/* fault.h -- what an answer of Redis that is an error asks of the caller.
 *
 * In      the line after the '-' : "BUSYGROUP Consumer Group name already exists"
 * Value   decided by the WHOLE first token, never its beginning: BUSYGROUP (the group is there, all is well) is not BUSY
 *         (a script runs, try again). Only ERR, which Redis gives to many things, is told apart by its words.
 * Source  QUEUE.md 5.6
 * Why     a submitter that compared beginnings repeated for ever (QUEUE.md 2)
 */
#ifndef CAHIER_QUEUE_FAULT_H
#define CAHIER_QUEUE_FAULT_H

#include "transport.h"

typedef enum cahier_fault {
    CAHIER_FAULT_NONE,
    CAHIER_FAULT_CUT,           /* the network failed: whether the command was done is not known. Connect anew */
    CAHIER_FAULT_RETRY,         /* the server cannot now: back off, find the master again */
    CAHIER_FAULT_FULL,          /* no room: who adds waits, who works goes on */
    CAHIER_FAULT_MOVED,         /* another node has the slot: `moved` */
    CAHIER_FAULT_GROUP_MISSING, /* make the consumer group again */
    CAHIER_FAULT_REFUSED,       /* credentials, rights, functions, certificates: stop with the message */
    CAHIER_FAULT_PROTOCOL,      /* one of our functions says no: `token` tells which no */
    CAHIER_FAULT_OTHER,         /* a mistake of ours: wrong type, unknown command */
    CAHIER_FAULT_STOPPED        /* the caller was told to stop (patience.h) */
} cahier_fault;

#define CAHIER_FAULTS ((uint32_t)CAHIER_FAULT_STOPPED + 1u)

typedef struct cahier_link_error {
    cahier_fault fault;
    cahier_trouble trouble; /* of CUT and REFUSED, when the server said nothing */
    char token[32];         /* the server's first token; "" when it said nothing */
    int number;             /* of the system's error, or 0 */
    char said[256];         /* the server's line, or words of the resolver or OpenSSL */
    cahier_endpoint moved;  /* of MOVED; host "" means the same host */
    uint32_t slot;
    bool ask; /* this once only: send ASKING before it */
} cahier_link_error;

void cahier_fault_read(const char *line, size_t len, cahier_link_error *out);

/* A transport in trouble as an error: certificates and their files are REFUSED, the rest is CUT. */
void cahier_fault_of_transport(const cahier_transport *transport, cahier_link_error *out);

/* One sentence with its full stop; never holds a password. */
void cahier_fault_say(const cahier_link_error *error, bool english, char *out, size_t room);

#endif
