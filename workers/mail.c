/* SPDX-License-Identifier: Apache-2.0 */
#include "mail.h"

#include <gmime/gmime.h>
#include <stdio.h>
#include <string.h>

#include "out.h"

static void put_member(cahier_out *out, const char *key, const char *value)
{
    if (value == NULL || *value == '\0') {
        return;
    }
    cahier_put(out, out->len > 1 ? ",\"" : "\"");
    cahier_put(out, key);
    cahier_put(out, "\":");
    cahier_put_json(out, cahier_string(value));
}

/* --- the text ------------------------------------------------------------------------------------------------------------ */

typedef struct parts { /* the first of each */
    GMimeTextPart *plain, *html;
} parts;

static void look_at_part(GMimeObject *parent, GMimeObject *part, gpointer data)
{
    parts *found = data;
    (void)parent;
    if (!GMIME_IS_TEXT_PART(part)) {
        return;
    }
    GMimeContentDisposition *disposition = g_mime_object_get_content_disposition(part);
    if (disposition != NULL && g_mime_content_disposition_is_attachment(disposition)) {
        return;
    }
    GMimeContentType *type = g_mime_object_get_content_type(part);
    if (found->html == NULL && g_mime_content_type_is_type(type, "text", "html")) {
        found->html = GMIME_TEXT_PART(part);
    } else if (found->plain == NULL && g_mime_content_type_is_type(type, "text", "plain")) {
        found->plain = GMIME_TEXT_PART(part);
    }
}

/* Lines of the person, in place: not those quoted, nor the signature. */
static void keep_own_lines(char *text)
{
    char *to = text;
    for (char *line = text, *end; *line != '\0'; line = end) {
        end = strchr(line, '\n');
        end = end != NULL ? end + 1 : line + strlen(line);
        if (strncmp(line, "-- \n", 4) == 0 || strncmp(line, "-- \r\n", 5) == 0) {
            break;
        }
        if (*line != '>') {
            memmove(to, line, (size_t)(end - line));
            to += end - line;
        }
    }
    *to = '\0';
}

static bool put_text(cahier_out *out, GMimeMessage *message)
{
    parts found = {NULL, NULL};
    GMimeObject *root = g_mime_message_get_mime_part(message);
    if (root != NULL) {
        look_at_part(NULL, root, &found);
        g_mime_message_foreach(message, look_at_part, &found);
    }
    GMimeTextPart *part = found.plain != NULL ? found.plain : found.html;
    char *text = part != NULL ? g_mime_text_part_get_text(part) : NULL;
    bool some = text != NULL;
    if (some && found.plain != NULL) {
        keep_own_lines(text);
    }
    put_member(out, "text", text);
    g_free(text);
    return some;
}

/* --- the headers --------------------------------------------------------------------------------------------------------- */

static void put_sender(cahier_out *out, GMimeMessage *message)
{
    InternetAddressList *from = g_mime_message_get_from(message);
    InternetAddress *first =
            from != NULL && internet_address_list_length(from) > 0 ? internet_address_list_get_address(from, 0) : NULL;
    if (first != NULL && INTERNET_ADDRESS_IS_MAILBOX(first)) {
        char *lower = g_ascii_strdown(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)), -1);
        put_member(out, "person", lower);
        g_free(lower);
    }
}

/* The day where the person wrote: the date's own offset. */
static void put_day(cahier_out *out, GMimeMessage *message)
{
    char day[16];
    GDateTime *date = g_mime_message_get_date(message);
    if (date != NULL) {
        (void)snprintf(day, sizeof day, "%04d-%02d-%02d", g_date_time_get_year(date), g_date_time_get_month(date),
                g_date_time_get_day_of_month(date));
        put_member(out, "date", day);
    }
}

static cahier_status copy(cahier_arena *arena, const cahier_out *out, cahier_text *line)
{
    char *to = CAHIER_NEW(arena, char, out->len + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, out->at, out->len);
    *line = (cahier_text){to, (uint32_t)out->len};
    return CAHIER_OK;
}

static cahier_status write_line(cahier_arena *arena, GMimeMessage *message, cahier_text *line)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    cahier_put(&out, "{");
    put_member(&out, "id", g_mime_message_get_message_id(message));
    put_member(&out, "title", g_mime_message_get_subject(message));
    put_day(&out, message);
    put_sender(&out, message);
    bool some = put_text(&out, message);
    cahier_put(&out, "}");
    cahier_status status = some ? copy(arena, &out, line) : CAHIER_ERROR_LIMIT;
    (void)cahier_out_close(&out);
    return status;
}

cahier_status cahier_mail_read(cahier_arena *arena, cahier_text bytes, cahier_text *line)
{
    cahier_status status = CAHIER_ERROR_LIMIT;
    g_mime_init(); /* counted: only the first does anything */
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.at, bytes.len);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    if (message != NULL) {
        status = write_line(arena, message, line);
        g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    return status;
}
