/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "webhook.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define PREFIX "whsec_"
#define KEY_BYTES 32u

/* --- what is sent ----------------------------------------------------------------------------------------------------- */

void cahier_webhook_write(cahier_out *out, const cahier_webhook *to, const cahier_event *event, int64_t told_ms)
{
    char when[32];
    time_t seconds = (time_t)(told_ms / 1000);
    struct tm utc;
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &utc));
    cahier_put(out, "{\"id\":");
    cahier_put_json(out, cahier_string(event->id));
    cahier_put_member(out, "type", event->kind);
    cahier_put_member(out, "timestamp", cahier_string(when));
    cahier_put_member(out, "tenant", cahier_string(to->tenant));
    cahier_put_member(out, "title", event->title);
    cahier_put_member(out, "summary", event->summary);
    cahier_put_member(out, "path", event->path);
    cahier_out url;
    cahier_out_open_memory(&url);
    if (cahier_event_put_address(&url, to->public_url, to->tenant, event)) {
        cahier_put_member(out, "url", cahier_out_text(&url));
    }
    (void)cahier_out_close(&url);
    cahier_put(out, ",\"data\":");
    cahier_put_text(out, event->facts);
    cahier_put(out, "}");
}

/* --- signed ----------------------------------------------------------------------------------------------------------- */

void cahier_webhook_make_secret(char secret[CAHIER_WEBHOOK_SECRET])
{
    unsigned char key[KEY_BYTES];
    randombytes_buf(key, sizeof key);
    memcpy(secret, PREFIX, sizeof PREFIX);
    (void)sodium_bin2base64(secret + sizeof PREFIX - 1, CAHIER_WEBHOOK_SECRET - sizeof PREFIX + 1, key, sizeof key,
            sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(key, sizeof key);
}

bool cahier_webhook_sign(const char *secret, const char *id, int64_t timestamp, cahier_text body,
        char signature[CAHIER_WEBHOOK_SIGNATURE])
{
    unsigned char key[KEY_BYTES], hash[crypto_auth_hmacsha256_BYTES];
    crypto_auth_hmacsha256_state state;
    char head[CAHIER_EVENT_ID_MOST + 32];
    size_t len = 0;
    if (strncmp(secret, PREFIX, sizeof PREFIX - 1) != 0 ||
            sodium_base642bin(key, sizeof key, secret + sizeof PREFIX - 1, strlen(secret) - sizeof PREFIX + 1, NULL,
                    &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0) {
        return false;
    }
    int head_len = snprintf(head, sizeof head, "%s.%lld.", id, (long long)timestamp);
    (void)crypto_auth_hmacsha256_init(&state, key, len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)head, (unsigned long long)head_len);
    (void)crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.at, body.len);
    (void)crypto_auth_hmacsha256_final(&state, hash);
    memcpy(signature, "v1,", 4);
    (void)sodium_bin2base64(
            signature + 3, CAHIER_WEBHOOK_SIGNATURE - 3, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    sodium_memzero(key, sizeof key);
    return true;
}

/* --- sent ------------------------------------------------------------------------------------------------------------- */

static struct curl_slist *add_header(struct curl_slist *list, const char *name, const char *value)
{
    char line[CAHIER_EVENT_ID_MOST + 64];
    (void)snprintf(line, sizeof line, "%s: %s", name, value);
    struct curl_slist *longer = curl_slist_append(list, line);
    return longer != NULL ? longer : list;
}

static struct curl_slist *write_headers(const char *id, int64_t timestamp, const char *signature)
{
    char seconds[32];
    (void)snprintf(seconds, sizeof seconds, "%lld", (long long)timestamp);
    struct curl_slist *headers = add_header(NULL, "Content-Type", "application/json");
    headers = add_header(headers, "User-Agent", "cahier");
    headers = add_header(headers, "Idempotency-Key", id);
    headers = add_header(headers, "webhook-id", id);
    headers = add_header(headers, "webhook-timestamp", seconds);
    headers = add_header(headers, "webhook-signature", signature);
    return add_header(headers, "Expect", "");
}

static bool post(cahier_sender *sender, const char *url, cahier_text body, struct curl_slist *headers)
{
    long status = 0;
    CURL *curl = sender->curl;
    cahier_sender_reset(sender);
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len);
    (void)curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.at);
    if (!cahier_sender_perform(sender)) {
        return false;
    }
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (status / 100 != 2) {
        (void)snprintf(sender->error, sizeof sender->error,
                status / 100 == 3 ? "réponse %ld : les redirections ne sont pas suivies." : "réponse %ld.", status);
    }
    return status / 100 == 2;
}

bool cahier_webhook_send(cahier_sender *sender, const cahier_webhook *to, const cahier_event *event, int64_t told_ms)
{
    char signature[CAHIER_WEBHOOK_SIGNATURE];
    int64_t now = (int64_t)time(NULL);
    cahier_out body;
    bool sent = false;
    cahier_out_open_memory(&body);
    cahier_webhook_write(&body, to, event, told_ms);
    if (cahier_webhook_sign(to->secret, event->id, now, cahier_out_text(&body), signature)) {
        struct curl_slist *headers = write_headers(event->id, now, signature);
        sent = post(sender, to->url, cahier_out_text(&body), headers);
        curl_slist_free_all(headers);
    } else {
        (void)snprintf(sender->error, sizeof sender->error, "il n'y a pas de secret : refaites-le.");
    }
    (void)cahier_out_close(&body);
    return sent;
}
