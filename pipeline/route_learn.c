/* SPDX-License-Identifier: Apache-2.0 */
#include "route_learn.h"

#include <math.h>
#include <stdlib.h>

#include "adapt_word.h"
#include "dictionary.h"
#include "normalise.h"

#define GAIN_SCALE 200.0
#define STEP 10
#define LETTERS_LEAST 3u

/* A word of the messages: its stem, and how it is written. */
typedef struct word {
    cahier_text stem;
    uint32_t small, capital; /* uses inside a sentence, without and with a capital */
    cahier_text surface;
    uint32_t surface_uses;
    uint32_t messages; /* of any service */
    uint32_t stamp;
    bool banned;
} word;

typedef struct spelling {
    uint32_t word, uses;
    cahier_text surface;
} spelling;

typedef struct class {
    cahier_arena *scratch;
    const cahier_services *services;
    const cahier_route_example *example;
    uint32_t count;
    bool *copy;   /* an example: the words of an earlier one */
    bool *people; /* a word of the dictionary: for people */
    cahier_intern stems, surfaces;
    word *word;
    uint32_t words, word_room;
    spelling *spelling;
    uint32_t spellings, spelling_room;
    uint32_t *given, *of;         /* words x services: messages that people gave to it, that it answers */
    uint32_t *given_all, *of_all; /* services */
    uint32_t *wrong, *right;      /* rows */
} class;

/* --- reading ----------------------------------------------------------------------------------------------------------- */

static bool may_learn(const cahier_type *type)
{
    const uint32_t never = CAHIER_TYPE_STOP | CAHIER_TYPE_NUMBER | CAHIER_TYPE_MARK | CAHIER_TYPE_URL |
                           CAHIER_TYPE_ELISION | CAHIER_TYPE_EMOJI | CAHIER_TYPE_PUNCTUATION;
    return type->stem.len >= LETTERS_LEAST && (type->flags & CAHIER_TYPE_WORD) != 0 && (type->flags & never) == 0;
}

static bool *mark_people(cahier_arena *scratch, const cahier_lexicons *lexicons)
{
    static const char *const personal[] = {"kin", "title", "eponym", "public"};
    bool *people = CAHIER_NEW(scratch, bool, lexicons->dictionary->count);
    if (people != NULL) {
        cahier_mark_words(lexicons, CAHIER_LEXICON_IDENTITY, NULL, people);
        for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) {
            cahier_mark_words(lexicons, CAHIER_LEXICON_PERSONAL, personal[i], people);
        }
    }
    return people;
}

static cahier_status find_word(class *c, const cahier_type *type, uint32_t *out)
{
    uint32_t hash = cahier_hash(type->stem);
    *out = cahier_intern_find(&c->stems, type->stem, hash);
    if (*out == CAHIER_NONE) {
        if (c->words == c->word_room) {
            uint32_t room = c->word_room * 2 + 1024;
            word *grown = CAHIER_GROW(c->scratch, c->word, c->word_room, room);
            if (grown == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            c->word = grown;
            c->word_room = room;
        }
        *out = c->words++;
        c->word[*out].stem = type->stem;
        CAHIER_TRY(cahier_intern_put(c->scratch, &c->stems, type->stem, hash, *out));
    }
    c->word[*out].banned = c->word[*out].banned || cahier_is_for_people(c->services->lexicons, c->people, type);
    return CAHIER_OK;
}

static cahier_status count_spelling(class *c, const cahier_type *type, uint32_t w)
{
    uint32_t hash = cahier_hash(type->surface);
    uint32_t s = cahier_intern_find(&c->surfaces, type->surface, hash);
    if (s == CAHIER_NONE) {
        if (c->spellings == c->spelling_room) {
            uint32_t room = c->spelling_room * 2 + 1024;
            spelling *grown = CAHIER_GROW(c->scratch, c->spelling, c->spelling_room, room);
            if (grown == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            c->spelling = grown;
            c->spelling_room = room;
        }
        s = c->spellings++;
        c->spelling[s] = (spelling){w, 0, type->surface};
        CAHIER_TRY(cahier_intern_put(c->scratch, &c->surfaces, type->surface, hash, s));
    }
    c->spelling[s].uses++;
    return CAHIER_OK;
}

static bool has_capital(const cahier_document *document, const cahier_token *token)
{
    uint32_t at = token->start;
    return (cahier_char_class(cahier_utf8_next(document->text.at, &at)) & CAHIER_CHAR_UPPER) != 0;
}

static cahier_status read_message(class *c, const cahier_message *message)
{
    const cahier_document *document = message->document;
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        uint32_t first = document->sentences.at[s].first_token, end = first + document->sentences.at[s].token_count;
        for (uint32_t t = first; t < end; t++) {
            const cahier_token *token = &document->tokens.at[t];
            const cahier_type *type = &message->types->at[token->type];
            uint32_t w;
            if (!may_learn(type)) {
                continue;
            }
            CAHIER_TRY(find_word(c, type, &w));
            CAHIER_TRY(count_spelling(c, type, w));
            if (t > first) {
                (*(has_capital(document, token) ? &c->word[w].capital : &c->word[w].small))++;
            }
        }
    }
    return CAHIER_OK;
}

/* A text sent by many teaches once; what a person said of any of them holds. */
static cahier_status mark_copies(class *c)
{
    cahier_intern seen = {0};
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < c->count; i++) {
            const uint64_t *print = &c->example[i].message.document->fingerprint;
            cahier_text key = {(const char *)print, sizeof *print};
            if (c->example[i].taught != (pass == 0)) {
                continue;
            }
            c->copy[i] = cahier_intern_find(&seen, key, cahier_hash(key)) != CAHIER_NONE;
            if (!c->copy[i]) {
                CAHIER_TRY(cahier_intern_put(c->scratch, &seen, key, cahier_hash(key), i));
            }
        }
    }
    return CAHIER_OK;
}

/* --- counting ---------------------------------------------------------------------------------------------------------- */

static void count_words(class *c, uint32_t i)
{
    const cahier_route_example *e = &c->example[i];
    const cahier_document *document = e->message.document;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        const cahier_type *type = &e->message.types->at[document->tokens.at[t].type];
        uint32_t w = may_learn(type) ? cahier_intern_find(&c->stems, type->stem, cahier_hash(type->stem)) : CAHIER_NONE;
        if (w != CAHIER_NONE && c->word[w].stamp != i + 1) {
            size_t cell = (size_t)w * c->services->count + e->service;
            c->word[w].stamp = i + 1;
            c->word[w].messages++;
            c->of[cell]++;
            c->given[cell] += e->taught;
        }
    }
    c->of_all[e->service]++;
    c->given_all[e->service] += e->taught;
}

/* Rows that stood for a service: rightly, or in a message that a person gave to another one. */
static void count_rows(class *c, uint32_t i)
{
    const cahier_route_example *e = &c->example[i];
    const cahier_route *route = e->routed;
    bool best = route->service == e->service;
    for (uint32_t p = 0; p < route->part_count; p++) {
        (*(best ? &c->right : &c->wrong))[route->part[p].row] += best || e->taught;
    }
    for (uint32_t p = route->part_count; route->other == e->service && p < route->part_count + route->other_count;
            p++) {
        c->right[route->part[p].row]++;
    }
}

static cahier_status count_all(class *c)
{
    uint32_t services = c->services->count;
    c->given = CAHIER_NEW(c->scratch, uint32_t, (size_t)c->words * services);
    c->of = CAHIER_NEW(c->scratch, uint32_t, (size_t)c->words * services);
    c->given_all = CAHIER_NEW(c->scratch, uint32_t, services);
    c->of_all = CAHIER_NEW(c->scratch, uint32_t, services);
    c->wrong = CAHIER_NEW(c->scratch, uint32_t, c->services->row_count);
    c->right = CAHIER_NEW(c->scratch, uint32_t, c->services->row_count);
    if (c->given == NULL || c->of == NULL || c->given_all == NULL || c->of_all == NULL || c->wrong == NULL ||
            c->right == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (!c->copy[i]) {
            count_words(c, i);
            count_rows(c, i);
        }
    }
    return CAHIER_OK;
}

static cahier_status read_all(class *c)
{
    c->copy = CAHIER_NEW(c->scratch, bool, c->count);
    c->people = mark_people(c->scratch, c->services->lexicons);
    if (c->copy == NULL || c->people == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(mark_copies(c));
    for (uint32_t i = 0; i < c->count; i++) {
        if (c->example[i].taught && !c->copy[i]) { /* only these bring words; the others are counted against them */
            CAHIER_TRY(read_message(c, &c->example[i].message));
        }
    }
    for (uint32_t s = 0; s < c->spellings; s++) {
        const spelling *x = &c->spelling[s];
        word *w = &c->word[x->word];
        bool better = x->uses > w->surface_uses ||
                      (x->uses == w->surface_uses && cahier_text_order(x->surface, w->surface) < 0);
        w->surface = better ? x->surface : w->surface;
        w->surface_uses = better ? x->uses : w->surface_uses;
    }
    return count_all(c);
}

/* --- what is learned --------------------------------------------------------------------------------------------------- */

static int32_t to_step(double milli)
{
    return (int32_t)(round(milli / STEP) * STEP);
}

static int32_t gain_of(const class *c, uint32_t w, uint32_t s)
{
    size_t cell = (size_t)w * c->services->count + s;
    double a = c->given[cell], given = c->given_all[s], b = c->word[w].messages - c->of[cell], others = 0;
    for (uint32_t k = 0; k < c->services->count; k++) {
        others += k == s ? 0 : c->of_all[k];
    }
    double prior = CAHIER_ROUTE_PRIOR, share = (a + b) / (given + others);
    double here = (a + prior * share) / (given + prior), there = (b + prior * share) / (others + prior);
    int32_t gain = to_step(GAIN_SCALE * log(here / there));
    return gain > CAHIER_ROUTE_GAIN_MOST ? CAHIER_ROUTE_GAIN_MOST : gain;
}

/* The row of this one word that counts for the service, or CAHIER_NONE. */
static uint32_t row_of(const class *c, uint32_t w, uint32_t s)
{
    const cahier_spots *spots = &c->services->spots;
    cahier_text stem = c->word[w].stem;
    uint32_t number = cahier_intern_find(&spots->stem, stem, cahier_hash(stem)), found = CAHIER_NONE;
    uint32_t node = number == CAHIER_NONE ? CAHIER_NONE : spots->root[number];
    for (uint32_t r = node == CAHIER_NONE ? CAHIER_NONE : spots->node[node].form; r != CAHIER_NONE;
            r = spots->next_form[r]) {
        bool here =
                c->services->row[r].service == s && !cahier_route_is_replaced(c->services, spots->node[node].form, r);
        found = here ? r : found;
    }
    return found;
}

static void gain(const class *c, uint32_t w, uint32_t s, cahier_route_lesson *out)
{
    size_t cell = (size_t)w * c->services->count + s;
    const word *x = &c->word[w];
    bool name = x->banned || (x->capital > 0 && x->small == 0);
    int32_t more = name || c->given[cell] < CAHIER_ROUTE_TAUGHT_LEAST ? 0 : gain_of(c, w, s);
    if (more < CAHIER_ROUTE_GAIN_LEAST) {
        return;
    }
    uint32_t row = row_of(c, w, s);
    int32_t before = row == CAHIER_NONE ? 0 : c->services->row[row].weight_milli;
    int32_t after = before + more > 1000 ? 1000 : before + more;
    if (after > before && (row == CAHIER_NONE || c->wrong[row] < CAHIER_ROUTE_TAUGHT_LEAST)) {
        out->at[out->count++] = (cahier_route_learned){.service = c->services->at[s].name,
                .form = row == CAHIER_NONE ? x->surface : c->services->row[row].form,
                .before_milli = before,
                .after_milli = after,
                .messages = c->given[cell],
                .others = x->messages - c->of[cell]};
    }
}

static void lose(const class *c, uint32_t row, cahier_route_lesson *out)
{
    const cahier_service_row *r = &c->services->row[row];
    double right = (double)c->right[row] + CAHIER_ROUTE_PRIOR;
    int32_t after = to_step(r->weight_milli * right / (right + c->wrong[row]));
    after = after < r->weight_milli / 2 ? r->weight_milli / 2 : after;
    if (c->wrong[row] >= CAHIER_ROUTE_TAUGHT_LEAST && after < r->weight_milli) {
        out->at[out->count++] = (cahier_route_learned){.service = c->services->at[r->service].name,
                .form = r->form,
                .before_milli = r->weight_milli,
                .after_milli = after,
                .messages = c->wrong[row],
                .others = c->right[row],
                .misled = true};
    }
}

static int compare_learned(const void *x, const void *y)
{
    const cahier_route_learned *a = x, *b = y;
    int32_t da = abs(a->after_milli - a->before_milli), db = abs(b->after_milli - b->before_milli);
    return da != db ? (da > db ? -1 : 1) : cahier_text_order(a->form, b->form);
}

static cahier_status list_lesson(const class *c, cahier_arena *batch, cahier_route_lesson *out)
{
    size_t room = c->services->term_count;
    for (size_t i = 0; i < (size_t)c->words * c->services->count; i++) {
        room += c->given[i] >= CAHIER_ROUTE_TAUGHT_LEAST;
    }
    out->at = CAHIER_NEW(batch, cahier_route_learned, room);
    if (out->at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t s = 0; s < c->services->count; s++) {
        uint32_t first = out->count;
        for (uint32_t w = 0; w < c->words; w++) {
            gain(c, w, s, out);
        }
        for (uint32_t row = 0; row < c->services->term_count; row++) {
            if (c->services->row[row].service == s) {
                lose(c, row, out);
            }
        }
        if (out->count > first) {
            qsort(out->at + first, out->count - first, sizeof *out->at, compare_learned);
        }
        out->taught += c->given_all[s];
    }
    return CAHIER_OK;
}

cahier_status cahier_route_learn(cahier_arena *batch, cahier_arena *scratch, const cahier_services *services,
        const cahier_route_example *example, uint32_t count, cahier_route_lesson *out)
{
    cahier_route_lesson lesson = {0};
    class c = {.scratch = scratch, .services = services, .example = example, .count = count};
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(read_all(&c));
    CAHIER_TRY(list_lesson(&c, batch, &lesson));
    cahier_arena_reset(scratch, mark);
    *out = lesson;
    return CAHIER_OK;
}
