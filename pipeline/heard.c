/* SPDX-License-Identifier: Apache-2.0 */
#include "heard.h"

#include <string.h>

#include "phrase.h"
#include "text.h"

#define PHRASE_KEY 0x9e3779b97f4a7c15u

typedef struct ear {
    const cahier_types *types;
    const cahier_document *document;
    cahier_arena *batch;
    cahier_said *said; /* CAHIER_SAID_MOST */
    uint32_t count;
} ear;

uint64_t cahier_heard_key(cahier_text text)
{
    uint64_t key = cahier_text_hash(text);
    return key != 0 ? key : 1;
}

static bool is_said(const ear *e, uint64_t key)
{
    uint32_t i = 0;
    while (i < e->count && e->said[i].key != key) {
        i++;
    }
    return i < e->count;
}

static const cahier_type *type_at(const ear *e, uint32_t t)
{
    return &e->types->at[e->document->tokens.at[t].type];
}

static void say_word(ear *e, uint32_t sentence, const cahier_type *type)
{
    uint64_t key = cahier_heard_key(type->stem);
    if (e->count < CAHIER_SAID_MOST && !is_said(e, key)) {
        e->said[e->count++] = (cahier_said){key, type->surface, sentence, false};
    }
}

/* The surfaces of tokens first .. last, with a space where the text has one. */
static cahier_status write_surface(const ear *e, uint32_t first, uint32_t last, cahier_text *out)
{
    const cahier_token *token = e->document->tokens.at;
    size_t len = 0;
    for (uint32_t t = first; t <= last; t++) {
        len += (size_t)type_at(e, t)->surface.len + 1;
    }
    char *to = CAHIER_NEW(e->batch, char, len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = (cahier_text){to, 0};
    for (uint32_t t = first; t <= last; t++) {
        cahier_text surface = type_at(e, t)->surface;
        memcpy(to + out->len, surface.at, surface.len);
        out->len += surface.len;
        if (t < last && token[t].end < token[t + 1].start) {
            to[out->len++] = ' ';
        }
    }
    return CAHIER_OK;
}

static cahier_status say_phrase(ear *e, uint32_t sentence, uint32_t first, uint32_t last)
{
    uint64_t a = cahier_text_hash(type_at(e, first)->stem), b = cahier_text_hash(type_at(e, last)->stem);
    uint64_t key = cahier_mix64(cahier_mix64(a ^ PHRASE_KEY) + b);
    key = key != 0 ? key : 1;
    if (a == b || e->count == CAHIER_SAID_MOST || is_said(e, key)) {
        return CAHIER_OK;
    }
    cahier_said *said = &e->said[e->count];
    *said = (cahier_said){.key = key, .sentence = sentence, .phrase = true};
    CAHIER_TRY(write_surface(e, first, last, &said->surface));
    e->count++;
    return CAHIER_OK;
}

static cahier_status hear_sentence(ear *e, uint32_t s)
{
    const cahier_sentence *sentence = &e->document->sentences.at[s];
    uint32_t before = CAHIER_NONE, links = 0;
    for (uint32_t t = sentence->first_token; t < sentence->first_token + sentence->token_count; t++) {
        const cahier_type *type = type_at(e, t);
        if (type->stem.len > 0) {
            say_word(e, s, type);
            if (before != CAHIER_NONE) {
                CAHIER_TRY(say_phrase(e, s, before, t));
            }
            before = t;
            links = 0;
        } else if (before != CAHIER_NONE && (++links > CAHIER_PHRASE_LINKS || !cahier_is_link(type))) {
            before = CAHIER_NONE;
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_hear(
        cahier_arena *batch, const cahier_types *types, const cahier_document *document, cahier_heard *out)
{
    ear e = {.types = types, .document = document, .batch = batch};
    e.said = CAHIER_NEW(batch, cahier_said, CAHIER_SAID_MOST);
    if (e.said == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    bool silent = (document->notes & CAHIER_NOTE_NO_ANSWER) != 0;
    for (uint32_t s = 0; !silent && s < document->sentences.count && e.count < CAHIER_SAID_MOST; s++) {
        CAHIER_TRY(hear_sentence(&e, s));
    }
    out->silent = silent;
    out->polarity = document->polarity.label;
    out->said = e.said;
    out->said_count = e.count;
    out->sketch = document->sketch;
    out->fingerprint = document->fingerprint;
    return CAHIER_OK;
}
