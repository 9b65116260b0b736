/* SPDX-License-Identifier: Apache-2.0 */
/* watch_recent.h -- recent messages without personal data: to quote an alert's sentences, to make themes again.
 *
 * Value   A ring: the oldest gives way. Texts longer than CAHIER_RECENT_BYTES are kept cut: a quote is a sentence.
 * Memory  malloc, bounded: count x CAHIER_RECENT_BYTES at most
 */
#ifndef CAHIER_WATCH_RECENT_H
#define CAHIER_WATCH_RECENT_H

#include "listen.h"

#define CAHIER_RECENT_BYTES 4096u

typedef struct cahier_recent_text {
    char *bytes; /* id, then text */
    uint32_t id_len, text_len;
    int32_t date;
    char theme[CAHIER_THEME_ID_LEN + 2]; /* empty: none */
} cahier_recent_text;

typedef struct cahier_recent {
    cahier_recent_text *at;
    uint32_t room, count, next;
} cahier_recent;

void cahier_recent_open(cahier_recent *recent, uint32_t room);
void cahier_recent_close(cahier_recent *recent);

/* theme: NULL, none. */
void cahier_recent_add(cahier_recent *recent, cahier_text id, cahier_text text, int32_t date, const char *theme);

/* Texts of this id are remembered no more; their places stay, empty. */
void cahier_recent_forget(cahier_recent *recent, cahier_text id);

/* The latest of this id, or NULL. */
const cahier_recent_text *cahier_recent_find(const cahier_recent *recent, cahier_text id);

static inline cahier_text cahier_recent_id(const cahier_recent_text *text)
{
    return (cahier_text){text->bytes, text->id_len};
}

static inline cahier_text cahier_recent_words(const cahier_recent_text *text)
{
    return (cahier_text){text->bytes + text->id_len, text->text_len};
}

#endif
