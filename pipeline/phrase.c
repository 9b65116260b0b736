/* SPDX-License-Identifier: Apache-2.0 */
#include "phrase.h"

#include <assert.h>
#include <string.h>

#include "text.h"

#define PHRASE_LEAST 3u /* documents: fewer is chance, not usage */
#define LINKS_MOST 2u   /* « salle de la mairie » */
#define SPELLINGS 3u    /* kept a phrase: « piste cyclable », « pistes cyclables », and one more */

typedef struct spelling {
    uint64_t hash;
    uint32_t count, document, first, last;
} spelling;

typedef struct candidate {
    cahier_phrase phrase;
    uint64_t hash;
    uint32_t last_row; /* + 1 */
    spelling spelt[SPELLINGS];
} candidate;

typedef struct sighting { /* a document that has a candidate */
    uint32_t candidate, row;
} sighting;

typedef struct finder {
    const cahier_corpus *corpus;
    sighting *seen;
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

static void count_spelling(candidate *c, uint64_t hash, uint32_t document, uint32_t first, uint32_t last)
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

typedef struct window { /* a phrase being read */
    uint32_t term[CAHIER_PHRASE_WORDS];
    uint32_t words, first, last;
    uint64_t hash, spelt;
} window;

static void keep_window(finder *f, const window *w, uint32_t document)
{
    candidate *c = find(f, cahier_mix64(w->hash + w->words));
    assert(c != NULL);
    if (c->phrase.words == 0) {
        memcpy(c->phrase.term, w->term, sizeof w->term);
        c->phrase.words = w->words;
    }
    if (c->last_row != f->row + 1) {
        c->last_row = f->row + 1;
        c->phrase.df++;
        f->seen[f->seen_count++] = (sighting){(uint32_t)(c - f->at), f->row};
    }
    count_spelling(c, w->spelt, document, w->first, w->last);
}

/* All phrases that start at token t of the sentence that ends before token `end`. */
static void read_from(finder *f, const uint32_t *term, uint32_t document, uint32_t t, uint32_t end)
{
    const cahier_tokens *tokens = &f->corpus->analysed[document]->tokens;
    const cahier_types *types = f->corpus->types[document];
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
        } else if (repeated || ++links > LINKS_MOST || !cahier_is_link(&types->at[type])) {
            return;
        }
        w.spelt = cahier_mix64(w.spelt ^ cahier_text_hash(types->at[type].surface));
        if (w.words >= 2 && w.last == i) {
            keep_window(f, &w, document);
        }
    }
}

static void read_documents(finder *f, const cahier_term_uses *uses, const uint32_t *rows, uint32_t row_count)
{
    for (f->row = 0; f->row < row_count; f->row++) {
        uint32_t d = rows[f->row];
        const cahier_document *document = f->corpus->analysed[d];
        const uint32_t *term = cahier_terms_of(uses, f->corpus->types[d]);
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
}

/* Tokens that are terms: a phrase starts with one. */
static uint32_t count_starts(
        const cahier_corpus *corpus, const cahier_term_uses *uses, const uint32_t *rows, uint32_t row_count)
{
    uint32_t starts = 0;
    for (uint32_t r = 0; r < row_count; r++) {
        const cahier_tokens *tokens = &corpus->analysed[rows[r]]->tokens;
        const uint32_t *term = cahier_terms_of(uses, corpus->types[rows[r]]);
        for (uint32_t t = 0; t < tokens->count; t++) {
            starts += term[tokens->at[t].type] != CAHIER_NONE;
        }
    }
    return starts;
}

static cahier_status open_finder(finder *f, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_term_uses *uses, const cahier_themed_rows *rows)
{
    uint32_t slots = 16;
    f->corpus = corpus;
    f->room = count_starts(corpus, uses, rows->row, rows->count) * (CAHIER_PHRASE_WORDS - 1);
    while (slots < 2 * f->room) {
        slots *= 2;
    }
    f->mask = slots - 1;
    f->slot = CAHIER_NEW(scratch, uint32_t, slots);
    f->at = CAHIER_NEW(scratch, candidate, f->room);
    f->seen = CAHIER_NEW(scratch, sighting, f->room);
    return f->slot == NULL || f->at == NULL || f->seen == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

static void choose_spelling(candidate *c)
{
    const spelling *best = &c->spelt[0];
    for (uint32_t i = 1; i < SPELLINGS; i++) {
        best = c->spelt[i].count > best->count ? &c->spelt[i] : best;
    }
    c->phrase.document = best->document;
    c->phrase.first = best->first;
    c->phrase.last = best->last;
}

/* Frequent candidates become phrases; kept[i] is the number of candidate i, or CAHIER_NONE. */
static cahier_status keep_frequent(finder *f, cahier_arena *batch, uint32_t *kept, uint32_t themes, cahier_phrases *out)
{
    cahier_phrases phrases = {0};
    for (uint32_t i = 0; i < f->count; i++) {
        kept[i] = f->at[i].phrase.df >= PHRASE_LEAST ? phrases.count++ : CAHIER_NONE;
    }
    phrases.at = CAHIER_NEW(batch, cahier_phrase, phrases.count);
    phrases.df = CAHIER_NEW(batch, uint32_t, (size_t)phrases.count * themes);
    if (phrases.at == NULL || phrases.df == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < f->count; i++) {
        if (kept[i] != CAHIER_NONE) {
            choose_spelling(&f->at[i]);
            phrases.at[kept[i]] = f->at[i].phrase;
        }
    }
    *out = phrases;
    return CAHIER_OK;
}

/* Rows of each phrase, from sightings that come in order of rows. */
static cahier_status list_rows(
        const finder *f, cahier_arena *batch, const uint32_t *kept, const cahier_themed_rows *rows, cahier_phrases *out)
{
    out->start = CAHIER_NEW(batch, uint32_t, out->count + 2);
    out->row = CAHIER_NEW(batch, uint32_t, f->seen_count);
    if (out->start == NULL || out->row == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < out->count; p++) {
        out->start[p + 2] = out->start[p + 1] + out->at[p].df;
    }
    for (uint32_t i = 0; i < f->seen_count; i++) {
        uint32_t phrase = kept[f->seen[i].candidate];
        if (phrase != CAHIER_NONE) {
            out->df[(size_t)phrase * rows->themes + rows->theme[f->seen[i].row]]++;
            out->row[out->start[phrase + 1]++] = f->seen[i].row;
        }
    }
    return CAHIER_OK;
}

static cahier_status find_phrases(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_term_uses *uses, const cahier_themed_rows *rows, cahier_phrases *out)
{
    finder f = {0};
    CAHIER_TRY(open_finder(&f, scratch, corpus, uses, rows));
    read_documents(&f, uses, rows->row, rows->count);
    uint32_t *kept = CAHIER_NEW(scratch, uint32_t, f.count);
    if (kept == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(keep_frequent(&f, batch, kept, rows->themes, out));
    return list_rows(&f, batch, kept, rows, out);
}

cahier_status cahier_phrases_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_term_uses *uses, const cahier_themed_rows *rows, cahier_phrases *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = find_phrases(batch, scratch, corpus, uses, rows, out);
    cahier_arena_reset(scratch, mark);
    return status;
}
