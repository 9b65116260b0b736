/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "smtp.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "say.h"
#include "text.h"

#define LINE_BYTES 57u /* 76 letters of base64 */
#define WORD_BYTES 45u /* of an encoded word: 75 letters with its marks */
#define ADDRESS_MOST 254u
#define DAY_S (24 * 3600)

static const char several[] = "{0} nouvelles : {1}", greeting[] = "Bonjour,\n\n",
                  farewell[] = "\n\n-- \ncahier. Ce message part tout seul : votre adresse est "
                               "dans les réglages de l'espace.\n";

/* --- addresses -------------------------------------------------------------------------------------------------------- */

static bool is_between(char c)
{
    return c == ',' || c == ';' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The next of the list, from *at on; empty: no more. */
static cahier_text next_address(cahier_text list, uint32_t *at)
{
    while (*at < list.len && is_between(list.at[*at])) {
        ++*at;
    }
    uint32_t start = *at;
    while (*at < list.len && !is_between(list.at[*at])) {
        ++*at;
    }
    return cahier_slice(list, start, *at);
}

static bool is_address(cahier_text address)
{
    const char *sign = memchr(address.at, '@', address.len);
    bool plain =
            sign != NULL && sign > address.at && sign + 1 < address.at + address.len && address.len <= ADDRESS_MOST;
    for (uint32_t i = 0; plain && i < address.len; i++) {
        plain = address.at[i] > ' ' && address.at[i] <= '~' && strchr("<>()[]\\\"", address.at[i]) == NULL;
    }
    return plain && memchr(sign + 1, '@', (size_t)(address.at + address.len - sign - 1)) == NULL;
}

bool cahier_mail_is_list(cahier_text list)
{
    uint32_t at = 0, count = 0;
    for (cahier_text next = next_address(list, &at); next.len > 0; next = next_address(list, &at)) {
        if (!is_address(next) || ++count > CAHIER_MAIL_ADDRESSES_MOST) {
            return false;
        }
    }
    return list.len <= CAHIER_MAIL_LIST_MOST;
}

/* --- the message ------------------------------------------------------------------------------------------------------ */

static void put_base64(cahier_out *out, const char *at, size_t len)
{
    char letters[4 * LINE_BYTES / 3 + 5];
    (void)sodium_bin2base64(letters, sizeof letters, (const unsigned char *)at, len, sodium_base64_VARIANT_ORIGINAL);
    cahier_put(out, letters);
}

/* Encoded words hold whole characters. */
static void put_subject(cahier_out *out, cahier_text title)
{
    cahier_put(out, "Subject: ");
    for (uint32_t start = 0, end; start < title.len; start = end) {
        end = title.len - start > WORD_BYTES ? start + WORD_BYTES : title.len;
        while (end < title.len && end > start + 1 && ((unsigned char)title.at[end] & 0xc0) == 0x80) {
            end--;
        }
        cahier_put(out, start > 0 ? "\r\n =?UTF-8?B?" : "=?UTF-8?B?");
        put_base64(out, title.at + start, end - start);
        cahier_put(out, "?=");
    }
    cahier_put(out, "\r\n");
}

static void put_event(cahier_out *text, const cahier_mail *mail, const cahier_event *event)
{
    cahier_put_text(text, event->title);
    if (event->summary.len > 0) {
        cahier_put(text, "\n");
        cahier_put_text(text, event->summary);
    }
    cahier_out url;
    cahier_out_open_memory(&url);
    if (cahier_event_put_address(&url, mail->public_url, mail->tenant, event)) {
        cahier_put(text, "\n");
        cahier_put_text(text, cahier_out_text(&url));
    }
    (void)cahier_out_close(&url);
}

static void put_body(cahier_out *out, const cahier_mail *mail, const cahier_event *event)
{
    cahier_out text;
    cahier_out_open_memory(&text);
    cahier_put(&text, greeting);
    for (uint32_t i = 0; i < mail->count; i++) {
        cahier_put(&text, i > 0 ? "\n\n" : "");
        put_event(&text, mail, &event[i]);
    }
    cahier_put(&text, farewell);
    cahier_text whole = cahier_out_text(&text);
    for (uint32_t i = 0; i < whole.len; i += LINE_BYTES) {
        put_base64(out, whole.at + i, whole.len - i < LINE_BYTES ? whole.len - i : LINE_BYTES);
        cahier_put(out, "\r\n");
    }
    (void)cahier_out_close(&text);
}

/* The title of the only one, or how many there are, with the first. */
static void put_title(cahier_out *out, const cahier_mail *mail, const cahier_event *event)
{
    cahier_out title;
    cahier_out_open_memory(&title);
    if (mail->count > 1) {
        CAHIER_SAY_PLAIN(&title, several, CAHIER_N(mail->count), CAHIER_T(event->title));
    } else {
        cahier_put_text(&title, event->title);
    }
    put_subject(out, cahier_out_text(&title));
    (void)cahier_out_close(&title);
}

uint32_t cahier_mail_wait_ms(int64_t now)
{
    time_t seconds = (time_t)now;
    struct tm local;
    (void)localtime_r(&seconds, &local);
    int past = local.tm_hour * 3600 + local.tm_min * 60 + local.tm_sec, hour = CAHIER_MAIL_HOUR * 3600;
    return (uint32_t)(past < hour ? hour - past : DAY_S - past + hour) * 1000u;
}

void cahier_mail_write(cahier_out *out, const cahier_mail *mail, const cahier_event *event, int64_t now)
{
    char date[64];
    const char *domain = strchr(mail->from, '@');
    time_t seconds = (time_t)now;
    struct tm utc;
    uint32_t at = 0, count = 0;
    (void)strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S +0000", gmtime_r(&seconds, &utc)); /* no locale is set */
    cahier_put(out, "Date: ");
    cahier_put(out, date);
    cahier_put(out, "\r\nFrom: cahier <");
    cahier_put(out, mail->from);
    cahier_put(out, ">\r\nTo: ");
    for (cahier_text next = next_address(mail->to, &at); next.len > 0; next = next_address(mail->to, &at)) {
        cahier_put(out, count++ > 0 ? ",\r\n <" : "<");
        cahier_put_text(out, next);
        cahier_put(out, ">");
    }
    cahier_put(out, "\r\nMessage-ID: <");
    cahier_put(out, event->id);
    cahier_put(out, ".");
    cahier_put(out, mail->tenant);
    cahier_put(out, domain != NULL ? domain : "@cahier");
    cahier_put(out, ">\r\n");
    put_title(out, mail, event);
    cahier_put(out, "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n");
    put_body(out, mail, event);
}

/* --- sent ------------------------------------------------------------------------------------------------------------- */

typedef struct reading {
    cahier_text bytes;
    uint32_t at;
} reading;

static size_t read_bytes(char *to, size_t size, size_t count, void *self)
{
    reading *r = self;
    size_t room = size * count, left = r->bytes.len - r->at, len = left < room ? left : room;
    memcpy(to, r->bytes.at + r->at, len);
    r->at += (uint32_t)len;
    return len;
}

static bool is_here(const char *server)
{
    return strncmp(server, "smtp://127.", 11) == 0 || strncmp(server, "smtp://localhost", 16) == 0 ||
           strncmp(server, "smtp://[::1]", 12) == 0;
}

static struct curl_slist *list_addresses(cahier_text to)
{
    struct curl_slist *list = NULL;
    uint32_t at = 0;
    for (cahier_text next = next_address(to, &at); next.len > 0; next = next_address(to, &at)) {
        char address[ADDRESS_MOST + 3];
        (void)snprintf(address, sizeof address, "<%.*s>", (int)next.len, next.at);
        struct curl_slist *longer = curl_slist_append(list, address);
        list = longer != NULL ? longer : list;
    }
    return list;
}

static void set_mail(const cahier_sender *sender, const cahier_mail *mail, reading *source)
{
    CURL *curl = sender->curl;
    (void)curl_easy_setopt(curl, CURLOPT_URL, mail->server);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    (void)curl_easy_setopt(curl, CURLOPT_USE_SSL, is_here(mail->server) ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
    if (mail->user != NULL) {
        (void)curl_easy_setopt(curl, CURLOPT_USERNAME, mail->user);
        (void)curl_easy_setopt(curl, CURLOPT_PASSWORD, mail->password != NULL ? mail->password : "");
    }
    (void)curl_easy_setopt(curl, CURLOPT_MAIL_FROM, mail->from);
    (void)curl_easy_setopt(curl, CURLOPT_UPLOAD, 1l);
    (void)curl_easy_setopt(curl, CURLOPT_READFUNCTION, read_bytes);
    (void)curl_easy_setopt(curl, CURLOPT_READDATA, source);
}

bool cahier_mail_send(cahier_sender *sender, const cahier_mail *mail, const cahier_event *event)
{
    cahier_out message;
    long status = 0;
    cahier_out_open_memory(&message);
    cahier_mail_write(&message, mail, event, (int64_t)time(NULL));
    reading source = {cahier_out_text(&message), 0};
    struct curl_slist *to = list_addresses(mail->to);
    cahier_sender_reset(sender);
    set_mail(sender, mail, &source);
    (void)curl_easy_setopt(sender->curl, CURLOPT_MAIL_RCPT, to);
    bool sent = to != NULL && cahier_sender_perform(sender);
    (void)curl_easy_getinfo(sender->curl, CURLINFO_RESPONSE_CODE, &status);
    if (!sent && status >= 400) {
        (void)snprintf(sender->error, sizeof sender->error, "le serveur de courrier refuse : réponse %ld.", status);
    }
    curl_slist_free_all(to);
    (void)cahier_out_close(&message);
    return sent;
}
