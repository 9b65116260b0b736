/* SPDX-License-Identifier: Apache-2.0 */
#include "spot.h"

#include "expression.h"
#include "normalise.h"
#include "segment.h"
#include "text.h"
#include "tokenise.h"

#define AMBIGUOUS (CAHIER_NONE - 1) /* several stems once their doubled letters are single */
#define SINGLE_LEAST 5u             /* letters: « bale » may be anything */
#define GAP_TERMS 1u

cahier_status cahier_read_form(cahier_analyser *reader, cahier_text form, cahier_document *out)
{
    cahier_document document = {.text = form};
    CAHIER_TRY(cahier_segment(reader->batch, document.text, 0, &document.sentences));
    CAHIER_TRY(cahier_tokenise(
            reader->lexicons, reader->stemmer, reader->types, reader->batch, reader->scratch, &document));
    CAHIER_TRY(cahier_mark_expressions(reader->lexicons, reader->types, reader->batch, &document));
    *out = document;
    return CAHIER_OK;
}

/* --- the list ---------------------------------------------------------------------------------------------------------- */

typedef struct builder {
    cahier_analyser reader; /* its batch is where all is kept */
    cahier_spots *spots;
    uint32_t node_room, stem_room;
} builder;

/* « trottoir » -> « trotoir »; stems have no accents. */
static uint32_t make_single(cahier_text stem, char to[CAHIER_STEM_MAX])
{
    uint32_t len = 0;
    for (uint32_t i = 0; i < stem.len && len < CAHIER_STEM_MAX; i++) {
        if (len == 0 || to[len - 1] != stem.at[i]) {
            to[len++] = stem.at[i];
        }
    }
    return len;
}

static cahier_status keep(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, text.len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, text.at, text.len);
    *out = (cahier_text){to, text.len};
    return CAHIER_OK;
}

/* A second way to the number: a spelling that finds two of them finds none. */
static cahier_status add_single(builder *b, cahier_text stem, uint32_t number)
{
    char letters[CAHIER_STEM_MAX];
    cahier_text key = {letters, make_single(stem, letters)};
    if (key.len < SINGLE_LEAST) {
        return CAHIER_OK;
    }
    cahier_intern_slot *slot = cahier_intern_slot_of(&b->spots->single, key, cahier_hash(key));
    if (slot != NULL) {
        slot->value = slot->value == number ? number : AMBIGUOUS;
        return CAHIER_OK;
    }
    CAHIER_TRY(keep(b->reader.batch, key, &key));
    return cahier_intern_put(b->reader.batch, &b->spots->single, key, cahier_hash(key), number);
}

/* The stem that the word has when it is typed without its accents: Snowball takes « securite » for another word. */
static cahier_status add_bare(builder *b, cahier_text surface, uint32_t number)
{
    char letters[CAHIER_FOLD_BOUND(CAHIER_TOKEN_MAX)];
    cahier_text stem;
    if (surface.len > CAHIER_TOKEN_MAX) {
        return CAHIER_OK;
    }
    cahier_text bare = {letters, cahier_fold_bare(surface, letters)};
    CAHIER_TRY(cahier_stem(b->reader.batch, b->reader.stemmer, NULL, bare, &stem));
    if (cahier_intern_find(&b->spots->stem, stem, cahier_hash(stem)) != CAHIER_NONE) {
        return CAHIER_OK;
    }
    return cahier_intern_put(b->reader.batch, &b->spots->stem, stem, cahier_hash(stem), number);
}

static cahier_status number_of(builder *b, const cahier_type *type, bool exact, uint32_t *out)
{
    cahier_spots *spots = b->spots;
    bool stem = type->stem.len > 0 && !exact;
    cahier_intern *table = stem ? &spots->stem : &spots->surface;
    cahier_text key = stem ? type->stem : type->surface;
    uint32_t hash = cahier_hash(key);
    *out = cahier_intern_find(table, key, hash);
    if (*out != CAHIER_NONE) {
        return CAHIER_OK;
    }
    if (spots->stem_count == b->stem_room) {
        uint32_t room = b->stem_room * 2 + 1024;
        uint32_t *grown = CAHIER_GROW(b->reader.batch, spots->root, b->stem_room, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        spots->root = grown;
        b->stem_room = room;
    }
    *out = spots->stem_count++;
    spots->root[*out] = CAHIER_NONE;
    CAHIER_TRY(cahier_intern_put(b->reader.batch, table, key, hash, *out));
    if (!stem) {
        return CAHIER_OK;
    }
    CAHIER_TRY(add_single(b, type->stem, *out));
    return add_bare(b, type->surface, *out);
}

static uint32_t child_of(const cahier_spots *spots, uint32_t first, uint32_t stem)
{
    while (first != CAHIER_NONE && spots->node[first].stem != stem) {
        first = spots->node[first].next;
    }
    return first;
}

/* *head: the root's slot, or a node's first child; an index, since the nodes move when they grow. */
static cahier_status add_node(builder *b, uint32_t parent, uint32_t stem, uint32_t *out)
{
    cahier_spots *spots = b->spots;
    uint32_t first = parent == CAHIER_NONE ? spots->root[stem] : spots->node[parent].child;
    uint32_t found = child_of(spots, first, stem);
    if (found != CAHIER_NONE) {
        *out = found;
        return CAHIER_OK;
    }
    if (spots->node_count == b->node_room) {
        uint32_t room = b->node_room * 2 + 1024;
        cahier_spot_node *grown = CAHIER_GROW(b->reader.batch, spots->node, b->node_room, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        spots->node = grown;
        b->node_room = room;
    }
    *out = spots->node_count++;
    spots->node[*out] = (cahier_spot_node){stem, CAHIER_NONE, first, CAHIER_NONE};
    if (parent == CAHIER_NONE) {
        spots->root[stem] = *out;
    } else {
        spots->node[parent].child = *out;
    }
    return CAHIER_OK;
}

/* Forms of the same words keep the order of the rows. */
static void end_form(cahier_spots *spots, uint32_t node, uint32_t form)
{
    uint32_t *link = &spots->node[node].form;
    while (*link != CAHIER_NONE) {
        link = &spots->next_form[*link];
    }
    *link = form;
}

/* A word of the form: one that makes a term; with all its words, any word or number. */
static bool counts(const cahier_type *type, bool all)
{
    return type->stem.len > 0 || (all && (type->flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER)) != 0);
}

static cahier_status add_form(builder *b, cahier_text form, uint32_t f)
{
    cahier_document document;
    uint32_t node = CAHIER_NONE, words = 0, marks = 0;
    while (marks < form.len && marks < 2 && form.at[marks] == CAHIER_SPOT_MARK) {
        marks++;
    }
    form = cahier_slice(form, marks, form.len);
    CAHIER_TRY(cahier_read_form(&b->reader, form, &document));
    for (uint32_t i = 0; i < document.tokens.count; i++) {
        uint32_t number, type = document.tokens.at[i].type;
        if (!counts(&b->reader.types->at[type], marks > 0)) {
            continue;
        }
        if (++words > CAHIER_SPOT_WORDS) {
            return CAHIER_ERROR_LEXICON;
        }
        CAHIER_TRY(number_of(b, &b->reader.types->at[type], marks > 1, &number));
        CAHIER_TRY(add_node(b, node, number, &node));
    }
    if (node == CAHIER_NONE) {
        return CAHIER_ERROR_LEXICON;
    }
    b->spots->tight[f] = marks > 1;
    end_form(b->spots, node, f);
    return CAHIER_OK;
}

static cahier_status add_forms(builder *b, cahier_spot_forms *forms)
{
    CAHIER_TRY(cahier_types_new(b->reader.batch, &b->reader.types));
    for (uint32_t f = 0; f < forms->count; f++) {
        forms->wrong = f;
        CAHIER_TRY(add_form(b, forms->at[f], f));
    }
    return CAHIER_OK;
}

cahier_status cahier_spots_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        cahier_spot_forms *forms, cahier_spots *out)
{
    cahier_spots spots = {.form_count = forms->count};
    builder b = {.reader = {.lexicons = lexicons, .batch = arena, .scratch = scratch}, .spots = &spots};
    spots.next_form = CAHIER_NEW(arena, uint32_t, forms->count);
    spots.tight = CAHIER_NEW(arena, bool, forms->count);
    if (spots.next_form == NULL || spots.tight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t f = 0; f < forms->count; f++) {
        spots.next_form[f] = CAHIER_NONE;
    }
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(cahier_stemmer_open(&b.reader.stemmer));
    cahier_status status = add_forms(&b, forms);
    cahier_stemmer_close(b.reader.stemmer);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = spots;
    return CAHIER_OK;
}

/* --- texts ------------------------------------------------------------------------------------------------------------- */

typedef enum place {
    PLACE_NONE,   /* « l' », « n' »: no distance */
    PLACE_STOP,   /* punctuation: no form goes over it */
    PLACE_SILENT, /* makes no term */
    PLACE_TERM
} place;

typedef struct reading {
    const cahier_spots *spots;
    uint32_t *stem;    /* a token: number of its stem, or CAHIER_NONE; a word that is spent has none either */
    uint32_t *surface; /* the same, of how it is written */
    uint8_t *place;    /* a token */
    uint32_t end;      /* of the sentence */
    uint32_t path[CAHIER_SPOT_WORDS], best[CAHIER_SPOT_WORDS];
    uint32_t words, node; /* of the best; words 0: none */
} reading;

static uint32_t stem_number(const cahier_spots *spots, const cahier_type *type)
{
    char letters[CAHIER_STEM_MAX];
    if (type->stem.len == 0) {
        return CAHIER_NONE;
    }
    uint32_t number = cahier_intern_find(&spots->stem, type->stem, cahier_hash(type->stem));
    if (number != CAHIER_NONE || type->word != CAHIER_NONE || type->stem.len < SINGLE_LEAST) {
        return number;
    }
    cahier_text key = {letters, make_single(type->stem, letters)};
    number = cahier_intern_find(&spots->single, key, cahier_hash(key));
    return number == AMBIGUOUS ? CAHIER_NONE : number;
}

/* A hyphen, a slash, quotes do not part words: « nid-de-poule », « "aire" de jeux ». */
static bool parts(cahier_text surface)
{
    char c = surface.at[0];
    return c != '-' && c != '/' && c != '\'' && c != '"';
}

static void read_places(reading *r, const cahier_types *types, const cahier_document *document)
{
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        const cahier_type *type = &types->at[document->tokens.at[t].type];
        bool stop = (type->flags & CAHIER_TYPE_PUNCTUATION) != 0 && parts(type->surface);
        r->place[t] = stop                                       ? PLACE_STOP
                      : type->stem.len > 0                       ? PLACE_TERM
                      : (type->flags & CAHIER_TYPE_ELISION) != 0 ? PLACE_NONE
                                                                 : PLACE_SILENT;
        r->stem[t] = stem_number(r->spots, type);
        r->surface[t] = cahier_intern_find(&r->spots->surface, type->surface, cahier_hash(type->surface));
    }
}

/* Keeps the path to `node`, whose last word is token path[words - 1], when it is a form and the best so far. */
static void note_form(reading *r, uint32_t node, uint32_t words)
{
    uint32_t form = r->spots->node[node].form;
    if (form == CAHIER_NONE || (r->spots->tight[form] && r->path[words - 1] - r->path[0] + 1 != words)) {
        return;
    }
    bool better = words > r->words || (words == r->words && r->path[words - 1] < r->best[words - 1]);
    if (better) {
        memcpy(r->best, r->path, words * sizeof *r->path);
        r->words = words;
        r->node = node;
    }
}

/* Goes on behind the path: to the next words, by stem and as they are written. */
static void follow(reading *r, uint32_t node, uint32_t words)
{
    uint32_t first = r->spots->node[node].child, terms = 0, passed = 0;
    note_form(r, node, words);
    if (first == CAHIER_NONE) {
        return;
    }
    for (uint32_t t = r->path[words - 1] + 1; t < r->end && passed <= CAHIER_SPOT_GAP; t++) {
        const uint32_t number[2] = {r->stem[t], r->surface[t]};
        for (uint32_t k = 0; k < 2; k++) {
            uint32_t child = number[k] == CAHIER_NONE ? CAHIER_NONE : child_of(r->spots, first, number[k]);
            if (child != CAHIER_NONE) {
                r->path[words] = t;
                follow(r, child, words + 1);
            }
        }
        terms += r->place[t] == PLACE_TERM;
        passed += r->place[t] != PLACE_NONE;
        if (r->place[t] == PLACE_STOP || terms > GAP_TERMS) {
            return;
        }
    }
}

static void find_at(reading *r, uint32_t t, cahier_spotted *out)
{
    const uint32_t number[2] = {r->stem[t], r->surface[t]};
    r->words = 0;
    r->path[0] = t;
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t root = number[k] == CAHIER_NONE ? CAHIER_NONE : r->spots->root[number[k]];
        if (root != CAHIER_NONE) {
            follow(r, root, 1);
        }
    }
    if (r->words == 0) {
        return;
    }
    for (uint32_t w = 0; w < r->words; w++) {
        r->stem[r->best[w]] = r->surface[r->best[w]] = CAHIER_NONE;
    }
    out->at[out->count++] = (cahier_spot){r->spots->node[r->node].form, t, r->best[r->words - 1] + 1};
}

cahier_status cahier_spots_find(const cahier_spots *spots, const cahier_types *types, const cahier_document *document,
        cahier_arena *batch, cahier_arena *scratch, cahier_spotted *out)
{
    uint32_t tokens = document->tokens.count;
    cahier_spotted found = {CAHIER_NEW(batch, cahier_spot, tokens), 0};
    size_t mark = cahier_arena_mark(scratch);
    reading r = {.spots = spots,
            .stem = CAHIER_NEW(scratch, uint32_t, tokens),
            .surface = CAHIER_NEW(scratch, uint32_t, tokens),
            .place = CAHIER_NEW(scratch, uint8_t, tokens)};
    if (r.stem == NULL || r.surface == NULL || r.place == NULL || found.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    read_places(&r, types, document);
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        r.end = sentence->first_token + sentence->token_count;
        for (uint32_t t = sentence->first_token; t < r.end; t++) {
            find_at(&r, t, &found);
        }
    }
    cahier_arena_reset(scratch, mark);
    *out = found;
    return CAHIER_OK;
}
