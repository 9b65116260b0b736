/* SPDX-License-Identifier: Apache-2.0 */
/* smtp.h -- an event, or those of a day, as an e-mail, through the town's own server.
 *
 * In      events, addresses (ASCII, checked by cahier_mail_is_list)
 * Out     true when the server took it for all of them; else sender->error
 * Value   RFC 5322, UTF-8 in base64, Message-ID made of the first event's id: a mail sent twice has the same. smtp:// asks for STARTTLS unless
 *         the server is this machine; smtps:// is TLS from the start. When one address is refused, nobody gets it: said, tried
 *         again, until somebody corrects the list.
 * Memory  nothing is kept
 * Source  RFC 5321, 5322, 2047, 3834 (Auto-Submitted: no answer of an absent person comes back)
 */
#ifndef CAHIER_SMTP_H
#define CAHIER_SMTP_H

#include "event.h"
#include "sender.h"

#define CAHIER_MAIL_ADDRESSES_MOST 20u
#define CAHIER_MAIL_EVENTS_MOST 50u /* of one mail; the others are in the next */
#define CAHIER_MAIL_HOUR 8          /* of the mail of a day */
#define CAHIER_MAIL_LIST_MOST 2000u /* bytes */

typedef struct cahier_mail {
    const char *server;          /* "smtps://mail.ville.fr" */
    const char *user, *password; /* NULL: none */
    const char *from;
    cahier_text to; /* addresses, between them commas, spaces, line ends */
    const char *tenant, *public_url;
    uint32_t count; /* events */
} cahier_mail;

/* Addresses and nothing else: what goes to a header has no line end. Empty is one. */
bool cahier_mail_is_list(cahier_text list);

/* `event`: mail->count of them, one at least. */
void cahier_mail_write(cahier_out *out, const cahier_mail *mail, const cahier_event *event, int64_t now);
bool cahier_mail_send(cahier_sender *sender, const cahier_mail *mail, const cahier_event *event);

/* Until CAHIER_MAIL_HOUR in the town's time, in milliseconds. */
uint32_t cahier_mail_wait_ms(int64_t now);

#endif
