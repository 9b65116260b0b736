/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.h -- an event as one signed POST of JSON.
 *
 * In      an event, where it goes, the secret shared with who receives it
 * Out     true when the answer was 2xx; else sender->error
 * Value   {"id","type","timestamp","tenant","title","summary","path","url","data"}: `url` when the public address is known; `data` is
 *         event->facts. Headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks: "v1," and the
 *         base64 of HMAC-SHA256 of "id.timestamp.body"; the key is what follows "whsec_" in the secret, decoded. Idempotency-Key
 *         is the id: the same each time the event is sent, and the same bytes of body.
 * Memory  nothing is kept
 * Source  standardwebhooks.com 1.0; RFC 2104; draft-ietf-httpapi-idempotency-key-header
 */
#ifndef CAHIER_WEBHOOK_H
#define CAHIER_WEBHOOK_H

#include "event.h"
#include "sender.h"

#define CAHIER_WEBHOOK_SECRET 52u    /* room for "whsec_" and 32 bytes in base64 */
#define CAHIER_WEBHOOK_SIGNATURE 48u /* room for "v1," and 32 bytes in base64 */

typedef struct cahier_webhook {
    const char *url, *secret;
    const char *tenant;
    const char *public_url; /* of the server, without slash at its end; NULL: not known */
} cahier_webhook;

void cahier_webhook_write(cahier_out *out, const cahier_webhook *to, const cahier_event *event, int64_t told_ms);
/* False: the secret is none. */
bool cahier_webhook_sign(const char *secret, const char *id, int64_t timestamp, cahier_text body,
        char signature[CAHIER_WEBHOOK_SIGNATURE]);
void cahier_webhook_make_secret(char secret[CAHIER_WEBHOOK_SECRET]);

bool cahier_webhook_send(cahier_sender *sender, const cahier_webhook *to, const cahier_event *event, int64_t told_ms);

#endif
