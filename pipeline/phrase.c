/* SPDX-License-Identifier: Apache-2.0 */
#include "phrase.h"

#include <assert.h>
#include <string.h>

#include "text.h"

#define FEW_LEAST 2u /* of few documents, where three say little twice: label_rank.c asks more of such a phrase */
#define FEW 1000u
#define SPELLINGS 3u /* kept a phrase: « piste cyclable », « pistes cyclables », and one more */

/* --- reading -------------------------------------------------------------------------------------------------------- */

typedef struct candidate {
    cahier_phrase_met met;
    uint64_t hash;
    uint32_t df, places;
    uint32_t last_row; /* + 1 */
} candidate;

typedef struct finder {
    const cahier_to_read *in;
    cahier_phrase_sight *seen;
    uint32_t seen_count;
    candidate *at;
    uint32_t count, room;
    uint32_t *slot; /* candidates + 1 */
    uint32_t mask;
    uint32_t row; /* being read */
} finder;

bool cahier_is_link(const cahier_type *type)
{
    static const char *const links[] = {
            "de", "du", "des", "d'", "à", "au", "aux", "en", "la", "le", "les", "l'", "pour", "sur"};
    if ((type->flags & (CAHIER_TYPE_STOP | CAHIER_TYPE_ELISION)) == 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        if (type->surface.at[0] == *links[i] &&
                cahier_text_equal(type->surface, (cahier_text){links[i], (uint32_t)strlen(links[i])})) {
            return true;
        }
    }
    return false;
}

static candidate *find(finder *f, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & f->mask;
    while (f->slot[at] != 0) {
        if (f->at[f->slot[at] - 1].hash == hash) {
            return &f->at[f->slot[at] - 1];
        }
        at = (at + 1) & f->mask;
    }
    if (f->count == f->room) {
        return NULL; /* sized for every window there can be: never */
    }
    f->at[f->count].hash = hash;
    f->slot[at] = ++f->count;
    return &f->at[f->count - 1];
}

typedef struct window { /* a phrase being read */
    uint32_t term[CAHIER_PHRASE_WORDS];
    uint32_t words, first, last;
    uint64_t hash, spelt;
} window;

static void keep_window(finder *f, const window *w)
{
    candidate *c = find(f, cahier_mix64(w->hash + w->words));
    assert(c != NULL);
    if (c->met.words == 0) {
        memcpy(c->met.term, w->term, sizeof w->term);
        c->met.words = w->words;
    }
    c->df += c->last_row != f->row + 1;
    c->last_row = f->row + 1;
    c->places++;
    f->seen[f->seen_count++] = (cahier_phrase_sight){w->spelt, (uint32_t)(c - f->at), w->first, w->last};
}

/* All phrases that start at token t of the sentence that ends before token `end`. */
static void read_from(finder *f, const uint32_t *term, uint32_t document, uint32_t t, uint32_t end)
{
    const cahier_tokens *tokens = &f->in->corpus->analysed[document]->tokens;
    const cahier_types *types = f->in->corpus->types[document];
    window w = {.first = t};
    uint32_t links = 0;
    for (uint32_t i = t; i < end && w.words < CAHIER_PHRASE_WORDS; i++) {
        uint32_t type = tokens->at[i].type;
        bool repeated = w.words > 0 && term[type] == w.term[w.words - 1];
        if (term[type] != CAHIER_NONE && !repeated) {
            w.term[w.words++] = term[type];
            w.hash = cahier_mix64(w.hash ^ term[type]) + w.words;
            w.last = i;
            links = 0;
        } else if (repeated || ++links > CAHIER_PHRASE_LINKS || !cahier_is_link(&types->at[type])) {
            return;
        }
        w.spelt = cahier_mix64(w.spelt ^ cahier_text_hash(types->at[type].surface));
        if (w.words >= 2 && w.last == i) {
            keep_window(f, &w);
        }
    }
}

static void read_document(finder *f, uint32_t d)
{
    const cahier_document *document = f->in->corpus->analysed[d];
    const uint32_t *term = cahier_terms_of(f->in->uses, f->in->corpus->types[d]);
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        uint32_t end = sentence->first_token + sentence->token_count;
        for (uint32_t t = sentence->first_token; t < end; t++) {
            if (term[document->tokens.at[t].type] != CAHIER_NONE) {
                read_from(f, term, d, t, end);
            }
        }
    }
}

uint32_t cahier_terms_in(const cahier_to_read *in)
{
    uint32_t terms = 0;
    for (uint32_t i = 0; i < in->count; i++) {
        uint32_t d = cahier_document_to_read(in, i);
        const cahier_tokens *tokens = &in->corpus->analysed[d]->tokens;
        const uint32_t *term = cahier_terms_of(in->uses, in->corpus->types[d]);
        for (uint32_t t = 0; t < tokens->count; t++) {
            terms += term[tokens->at[t].type] != CAHIER_NONE;
        }
    }
    return terms;
}

/* A phrase starts with a term. */
static cahier_status open_finder(finder *f, cahier_arena *scratch, uint32_t starts)
{
    uint32_t slots = 16;
    f->room = starts * (CAHIER_PHRASE_WORDS - 1);
    while (slots < 2 * f->room) {
        slots *= 2;
    }
    f->mask = slots - 1;
    f->slot = CAHIER_NEW(scratch, uint32_t, slots);
    f->at = CAHIER_NEW(scratch, candidate, f->room);
    f->seen = CAHIER_NEW(scratch, cahier_phrase_sight, f->room);
    return f->slot == NULL || f->at == NULL || f->seen == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

/* Candidates of enough documents, and their places; read[i]: where those of document i end. */
static cahier_status keep_frequent(
        const finder *f, cahier_arena *batch, cahier_arena *scratch, const uint32_t *read, cahier_phrase_sights *out)
{
    cahier_phrase_sights sights = {.start = CAHIER_NEW(batch, uint32_t, f->row + 1u)};
    uint32_t *kept = CAHIER_NEW(scratch, uint32_t, f->count), places = 0;
    sights.least =
            f->in->corpus->count < FEW ? FEW_LEAST : CAHIER_PHRASE_LEAST; /* of all: the same whatever rows are read */
    for (uint32_t i = 0; kept != NULL && i < f->count; i++) {
        bool keeps = f->at[i].df >= sights.least;
        kept[i] = keeps ? sights.met_count++ : CAHIER_NONE;
        places += keeps ? f->at[i].places : 0;
    }
    sights.at = CAHIER_NEW(batch, cahier_phrase_sight, places);
    sights.met = CAHIER_NEW(batch, cahier_phrase_met, sights.met_count);
    if (kept == NULL || sights.start == NULL || sights.at == NULL || sights.met == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < f->count; i++) {
        if (kept[i] != CAHIER_NONE) {
            sights.met[kept[i]] = f->at[i].met;
        }
    }
    places = 0;
    for (uint32_t r = 0, i = 0; r < f->row; r++) {
        for (; i < read[r]; i++) {
            if (kept[f->seen[i].phrase] != CAHIER_NONE) {
                sights.at[places] = f->seen[i];
                sights.at[places++].phrase = kept[f->seen[i].phrase];
            }
        }
        sights.start[r + 1] = places;
    }
    *out = sights;
    return CAHIER_OK;
}

static cahier_status look(cahier_arena *batch, cahier_arena *scratch, finder *f, cahier_phrase_sights *out)
{
    uint32_t *read = CAHIER_NEW(scratch, uint32_t, f->in->count);
    if (read == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(open_finder(f, scratch, cahier_terms_in(f->in)));
    for (; f->row < f->in->count; f->row++) {
        read_document(f, cahier_document_to_read(f->in, f->row));
        read[f->row] = f->seen_count;
    }
    return keep_frequent(f, batch, scratch, read, out);
}

cahier_status cahier_phrases_look(
        cahier_arena *batch, cahier_arena *scratch, const cahier_to_read *in, cahier_phrase_sights *out)
{
    size_t mark = cahier_arena_mark(scratch);
    finder f = {.in = in};
    cahier_status status = look(batch, scratch, &f, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

/* --- counting ------------------------------------------------------------------------------------------------------- */

typedef struct spelling {
    uint64_t hash;
    uint32_t count, document, first, last;
} spelling;

typedef struct counted { /* a phrase of the sights, in the rows */
    uint32_t met, df;
    uint32_t last_row; /* + 1 */
    spelling spelt[SPELLINGS];
} counted;

typedef struct sighting { /* a row that has a phrase */
    uint32_t phrase, row;
} sighting;

typedef struct counter {
    const cahier_phrase_sights *sights;
    const cahier_themed_rows *rows;
    counted *at; /* in order of first appearance */
    uint32_t count;
    uint32_t *of; /* phrase of the sights -> + 1; 0: not met */
    sighting *seen;
    uint32_t seen_count;
} counter;

static void count_spelling(counted *c, uint64_t hash, uint32_t document, uint32_t first, uint32_t last)
{
    for (uint32_t i = 0; i < SPELLINGS; i++) {
        spelling *s = &c->spelt[i];
        if (s->count == 0) {
            *s = (spelling){.hash = hash, .document = document, .first = first, .last = last};
        }
        if (s->hash == hash) {
            s->count++;
            return;
        }
    }
}

static void count_sight(counter *c, uint32_t row, const cahier_phrase_sight *sight)
{
    uint32_t *of = &c->of[sight->phrase];
    if (*of == 0) {
        c->at[c->count].met = sight->phrase;
        *of = ++c->count;
    }
    counted *to = &c->at[*of - 1];
    if (to->last_row != row + 1) {
        to->last_row = row + 1;
        to->df++;
        c->seen[c->seen_count++] = (sighting){*of - 1, row};
    }
    count_spelling(to, sight->spelt, c->rows->row[row], sight->first, sight->last);
}

static cahier_status count_rows(cahier_arena *scratch, counter *c)
{
    const cahier_phrase_sights *sights = c->sights;
    size_t places = 0;
    for (uint32_t r = 0; r < c->rows->count; r++) {
        uint32_t at = cahier_row_place(c->rows, r);
        places += sights->start[at + 1] - sights->start[at];
    }
    c->at = CAHIER_NEW(scratch, counted, sights->met_count);
    c->of = CAHIER_NEW(scratch, uint32_t, sights->met_count);
    c->seen = CAHIER_NEW(scratch, sighting, places);
    if (c->at == NULL || c->of == NULL || c->seen == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < c->rows->count; r++) {
        uint32_t at = cahier_row_place(c->rows, r);
        for (uint32_t p = sights->start[at]; p < sights->start[at + 1]; p++) {
            count_sight(c, r, &sights->at[p]);
        }
    }
    return CAHIER_OK;
}

static cahier_phrase phrase_of(const counter *c, const counted *it)
{
    const cahier_phrase_met *met = &c->sights->met[it->met];
    const spelling *best = &it->spelt[0];
    for (uint32_t i = 1; i < SPELLINGS; i++) {
        best = it->spelt[i].count > best->count ? &it->spelt[i] : best;
    }
    cahier_phrase phrase = {
            .words = met->words, .df = it->df, .document = best->document, .first = best->first, .last = best->last};
    memcpy(phrase.term, met->term, sizeof met->term);
    return phrase;
}

/* Frequent ones become phrases; kept[i] is the number of the i-th met, or CAHIER_NONE. */
static cahier_status make_phrases(const counter *c, cahier_arena *batch, uint32_t *kept, cahier_phrases *out)
{
    cahier_phrases phrases = {0};
    for (uint32_t i = 0; i < c->count; i++) {
        kept[i] = c->at[i].df >= c->sights->least ? phrases.count++ : CAHIER_NONE;
    }
    phrases.at = CAHIER_NEW(batch, cahier_phrase, phrases.count);
    phrases.df = CAHIER_NEW(batch, uint32_t, (size_t)phrases.count * c->rows->themes);
    if (phrases.at == NULL || phrases.df == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        if (kept[i] != CAHIER_NONE) {
            phrases.at[kept[i]] = phrase_of(c, &c->at[i]);
        }
    }
    *out = phrases;
    return CAHIER_OK;
}

/* Rows of each phrase, from sightings that come in order of rows. */
static cahier_status list_rows(const counter *c, cahier_arena *batch, const uint32_t *kept, cahier_phrases *out)
{
    out->start = CAHIER_NEW(batch, uint32_t, out->count + 2);
    out->row = CAHIER_NEW(batch, uint32_t, c->seen_count);
    if (out->start == NULL || out->row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < out->count; p++) {
        out->start[p + 2] = out->start[p + 1] + out->at[p].df;
    }
    for (uint32_t i = 0; i < c->seen_count; i++) {
        uint32_t phrase = kept[c->seen[i].phrase];
        if (phrase != CAHIER_NONE) {
            out->df[(size_t)phrase * c->rows->themes + c->rows->theme[c->seen[i].row]]++;
            out->row[out->start[phrase + 1]++] = c->seen[i].row;
        }
    }
    return CAHIER_OK;
}

static cahier_status find_phrases(cahier_arena *batch, cahier_arena *scratch, counter *c, cahier_phrases *out)
{
    CAHIER_TRY(count_rows(scratch, c));
    uint32_t *kept = CAHIER_NEW(scratch, uint32_t, c->count);
    if (kept == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(make_phrases(c, batch, kept, out));
    return list_rows(c, batch, kept, out);
}

cahier_status cahier_phrases_find(cahier_arena *batch, cahier_arena *scratch, const cahier_phrase_sights *sights,
        const cahier_themed_rows *rows, cahier_phrases *out)
{
    size_t mark = cahier_arena_mark(scratch);
    counter c = {.sights = sights, .rows = rows};
    cahier_status status = find_phrases(batch, scratch, &c, out);
    cahier_arena_reset(scratch, mark);
    return status;
}
