/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles parsed lexicons into one dictionary and one trie. */
#include "dictionary.h"

#include <string.h>

#include "normalise.h"
#include "stem.h"

static const char *const class_tokens[CAHIER_WORD_CLASSES] = {"<inf>", "<cond>", "<ant>", "<num>"}; /* CAHIER_WORD_* */

#define POLARITY_MATCH 3u
#define IDENTITY_MATCH 1u

typedef struct compiler {
    cahier_arena *arena;
    cahier_lexicons *lexicons;
    cahier_dictionary *dictionary;
    cahier_elisions *elisions;
    cahier_cue *cue;
    uint32_t cues;
    cahier_error *error;
} compiler;

static cahier_status refuse(const compiler *c, cahier_lexicon_kind kind, uint32_t entry, const char *message)
{
    *c->error = (cahier_error){CAHIER_ERROR_LEXICON, c->lexicons->file[kind].line[entry], 1, message};
    return CAHIER_ERROR_LEXICON;
}

static cahier_text form_of(const compiler *c, cahier_lexicon_kind kind, uint32_t entry)
{
    return cahier_lexicon_cell(&c->lexicons->file[kind], entry, cahier_lexicon_form(kind));
}

static cahier_status copy(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *at = CAHIER_NEW(arena, char, text.len);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(at, text.at, text.len);
    *out = (cahier_text){at, text.len};
    return CAHIER_OK;
}

/* Sets the filters of the cutter for a form. */
static void note_joints(cahier_elisions *elisions, cahier_text form, cahier_elision kind)
{
    uint32_t letter = (uint32_t)(unsigned char)form.at[0] - 'a';
    uint32_t apostrophe = 0, joint = 0;
    while (apostrophe < form.len && form.at[apostrophe] != '\'') {
        apostrophe++;
    }
    while (joint < form.len && form.at[joint] != '\'' && form.at[joint] != '-') {
        joint++;
    }
    if (letter < 26 && apostrophe < form.len && apostrophe < 32) {
        elisions->head[letter] |= 1u << apostrophe;
    }
    if (letter < 26 && joint < 32 && kind == CAHIER_ELISION_WHOLE) {
        elisions->whole[letter] |= 1u << joint;
    }
}

static uint32_t count_joints(cahier_text form)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < form.len; i++) {
        count += form.at[i] == '-' || form.at[i] == '\'';
    }
    return count;
}

static cahier_status compile_elisions(compiler *c)
{
    const cahier_lexicon *file = &c->lexicons->file[CAHIER_LEXICON_ELISIONS];
    char folded[CAHIER_SURFACE_ROOM];
    for (uint32_t entry = 0; entry < file->count; entry++) {
        cahier_text form = cahier_lexicon_cell(file, entry, 0);
        if (count_joints(form) > CAHIER_WHOLE_JOINTS) {
            return refuse(c, CAHIER_LEXICON_ELISIONS, entry, "form has more hyphens and apostrophes than a word may");
        }
        char initial = cahier_lexicon_cell(file, entry, 1).at[0];
        cahier_elision kind = initial == 'p'   ? CAHIER_ELISION_PREFIX
                              : initial == 'w' ? CAHIER_ELISION_WHOLE
                                               : CAHIER_ELISION_SUFFIX;
        if (form.len > CAHIER_TOKEN_MAX) {
            return refuse(c, CAHIER_LEXICON_ELISIONS, entry, "form is longer than a token may be");
        }
        cahier_text key = {folded, cahier_fold_lower(form, folded)};
        uint32_t hash = cahier_hash(key);
        if (cahier_intern_find(&c->elisions->form, key, hash) != CAHIER_NONE) {
            continue; /* œ and oe fold alike */
        }
        CAHIER_TRY(copy(c->arena, key, &key));
        CAHIER_TRY(cahier_intern_put(c->arena, &c->elisions->form, key, hash, kind));
        note_joints(c->elisions, key, kind);
    }
    return CAHIER_OK;
}

static cahier_status add_word(compiler *c, cahier_text surface, uint32_t *out)
{
    cahier_dictionary *dictionary = c->dictionary;
    uint32_t hash = cahier_hash(surface);
    uint32_t word = cahier_intern_find(&dictionary->word, surface, hash);
    if (word == CAHIER_NONE) {
        word = dictionary->count;
        CAHIER_TRY(copy(c->arena, surface, &dictionary->surface[word]));
        CAHIER_TRY(cahier_intern_put(c->arena, &dictionary->word, dictionary->surface[word], hash, word));
        dictionary->count++;
    }
    *out = word;
    return CAHIER_OK;
}

/* Reads a form word by word: class tokens <inf>, <cond>… are found before the cutter runs on what lies between. */
typedef struct form_reader {
    cahier_cutter cutter;
    cahier_text form;
    uint32_t next; /* byte where the cutter's range ends */
    bool uncut;    /* elisions.tsv holds spellings, not words to cut */
} form_reader;

static uint32_t class_token(cahier_text form, uint32_t i, uint32_t *len)
{
    for (uint32_t k = 0; k < CAHIER_WORD_CLASSES; k++) {
        *len = (uint32_t)strlen(class_tokens[k]);
        if (form.len - i >= *len && memcmp(form.at + i, class_tokens[k], *len) == 0) {
            return k;
        }
    }
    return CAHIER_NONE;
}

static void open_range(form_reader *reader, const cahier_elisions *elisions)
{
    uint32_t start = reader->next, len = 0;
    while (reader->next < reader->form.len && class_token(reader->form, reader->next, &len) == CAHIER_NONE) {
        reader->next++;
    }
    cahier_cut_range(&reader->cutter, elisions, reader->form, start, reader->next);
}

/* The next word's surface at `to`; a class token gives *token and an empty surface. False at the end. */
static bool read_word(form_reader *reader, const cahier_elisions *elisions, char *to, uint32_t *len, uint32_t *token)
{
    cahier_piece piece;
    *token = CAHIER_NONE;
    *len = 0;
    if (reader->uncut && reader->next == 0) {
        *len = cahier_fold_lower(reader->form, to);
        reader->next = reader->form.len;
        return true;
    }
    if (reader->uncut) {
        return false;
    }
    if (cahier_cut_next(&reader->cutter, &piece)) {
        *len = cahier_cut_surface(reader->form, &piece, to);
        return true;
    }
    uint32_t token_len = 0;
    if (reader->next >= reader->form.len) {
        return false;
    }
    *token = class_token(reader->form, reader->next, &token_len);
    reader->next += token_len;
    open_range(reader, elisions);
    return true;
}

static void open_form(form_reader *reader, const compiler *c, cahier_lexicon_kind kind, uint32_t entry)
{
    reader->form = form_of(c, kind, entry);
    reader->next = 0;
    reader->uncut = kind == CAHIER_LEXICON_ELISIONS;
    if (!reader->uncut) {
        open_range(reader, c->elisions);
    }
}

/* Words of all forms, counted before they are made: every array has its final size at once. */
static uint32_t count_words(const compiler *c, uint32_t *entries)
{
    char surface[CAHIER_SURFACE_ROOM];
    uint32_t words = 0, len, token;
    *entries = 0;
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_TRIE; kind++) {
        for (uint32_t entry = 0; entry < c->lexicons->file[kind].count; entry++) {
            form_reader reader;
            open_form(&reader, c, (cahier_lexicon_kind)kind, entry);
            while (read_word(&reader, c->elisions, surface, &len, &token)) {
                words++;
            }
            ++*entries;
        }
    }
    return words;
}

static uint32_t power_of_two(uint32_t least)
{
    uint32_t n = 16;
    while (n < least) {
        n *= 2;
    }
    return n;
}

static cahier_status reserve(compiler *c)
{
    uint32_t entries = 0;
    uint32_t words = count_words(c, &entries) + CAHIER_WORD_CLASSES, edges = power_of_two(2 * words);
    cahier_dictionary *d = c->dictionary;
    d->surface = CAHIER_NEW(c->arena, cahier_text, words);
    d->override = CAHIER_NEW(c->arena, uint32_t, words);
    d->root = CAHIER_NEW(c->arena, uint32_t, words);
    d->node = CAHIER_NEW(c->arena, cahier_node, words);
    d->inner = CAHIER_NEW(c->arena, uint16_t, words);
    d->edge = CAHIER_NEW(c->arena, cahier_edge, edges);
    d->edge_filter = CAHIER_NEW(c->arena, uint64_t, edges / 16 + 1);
    c->cue = CAHIER_NEW(c->arena, cahier_cue, entries + 1);
    if (d->surface == NULL || d->override == NULL || d->root == NULL || d->inner == NULL || d->node == NULL ||
            d->edge == NULL || d->edge_filter == NULL || c->cue == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    c->lexicons->cue = c->cue;
    d->edge_mask = edges - 1;
    d->nodes = 1;
    for (uint32_t i = 0; i < words; i++) {
        d->override[i] = d->root[i] = d->node[i].cue = CAHIER_NONE;
    }
    uint32_t word;
    for (uint32_t k = 0; k < CAHIER_WORD_CLASSES; k++) {
        const char *token = class_tokens[k];
        CAHIER_TRY(add_word(c, (cahier_text){token, (uint32_t)strlen(token)}, &word));
    }
    return CAHIER_OK;
}

static uint32_t add_child(cahier_dictionary *dictionary, uint32_t node, uint32_t word)
{
    if (node == 0) {
        if (dictionary->root[word] == CAHIER_NONE) {
            dictionary->root[word] = dictionary->nodes++;
        }
        return dictionary->root[word];
    }
    uint64_t hash = cahier_edge_hash(node, word);
    uint32_t bit = cahier_edge_bit(dictionary, hash);
    cahier_edge *slot = &dictionary->edge[cahier_edge_slot(dictionary, node, word, hash)];
    if (slot->node == 0) {
        *slot = (cahier_edge){node, word, dictionary->nodes++};
        dictionary->edge_filter[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    return slot->child;
}

/* Cues of a node keep the order of kinds and of rows. */
static void add_cue(compiler *c, uint32_t node, cahier_lexicon_kind kind, uint32_t entry)
{
    uint32_t *link = &c->dictionary->node[node].cue;
    while (*link != CAHIER_NONE) {
        link = &c->cue[*link].next;
    }
    *link = c->cues;
    c->dictionary->node[node].here |= CAHIER_KIND(kind);
    c->cue[c->cues++] = (cahier_cue){kind, entry, CAHIER_NONE};
}

static cahier_status compile_form(compiler *c, cahier_lexicon_kind kind, uint32_t entry)
{
    char surface[CAHIER_SURFACE_ROOM];
    uint32_t node = 0, len, token, word = CAHIER_NONE, words = 0;
    form_reader reader;
    open_form(&reader, c, kind, entry);
    while (read_word(&reader, c->elisions, surface, &len, &token)) {
        word = token;
        if (token == CAHIER_NONE) {
            CAHIER_TRY(add_word(c, (cahier_text){surface, len}, &word));
        }
        c->dictionary->node[node].below |= CAHIER_KIND(kind);
        if (node != 0) {
            c->dictionary->inner[word] |= (uint16_t)CAHIER_KIND(kind);
        }
        node = add_child(c->dictionary, node, word);
        words++;
    }
    if (words == 0) {
        return refuse(c, kind, entry, "form holds no word");
    }
    if (kind == CAHIER_LEXICON_STEMS) {
        if (words > 1) {
            return refuse(c, kind, entry, "form is cut into several words: it has no stem of its own");
        }
        c->dictionary->override[word] = entry;
    }
    add_cue(c, node, kind, entry);
    return CAHIER_OK;
}

static cahier_status compile_forms(compiler *c)
{
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_TRIE; kind++) {
        for (uint32_t entry = 0; entry < c->lexicons->file[kind].count; entry++) {
            CAHIER_TRY(compile_form(c, (cahier_lexicon_kind)kind, entry));
        }
    }
    return CAHIER_OK;
}

static bool ends_in(cahier_text text, const char *ending)
{
    uint32_t len = (uint32_t)strlen(ending);
    return text.len > len && memcmp(text.at + text.len - len, ending, len) == 0;
}

/* A spelling without its accents may be a word of its own: "porté" is "porte", "évalués" "évalues". Nouns in -ité,
 * -eté, -tié are not in danger: "sécurité", "saleté", "moitié". */
static bool is_word_without_accents(cahier_text surface)
{
    cahier_text word = ends_in(surface, "s") ? cahier_slice(surface, 0, surface.len - 1) : surface;
    return ends_in(word, "é") && !ends_in(word, "ité") && !ends_in(word, "eté") && !ends_in(word, "tié");
}

static cahier_status compile_bare(compiler *c)
{
    cahier_dictionary *dictionary = c->dictionary;
    char bare[2 * CAHIER_SURFACE_ROOM];
    for (uint32_t word = CAHIER_WORD_CLASSES; word < dictionary->count; word++) {
        cahier_text surface = dictionary->surface[word];
        if (cahier_is_bare(surface) || is_word_without_accents(surface)) {
            continue;
        }
        cahier_text key = {bare, cahier_fold_bare(surface, bare)};
        uint32_t hash = cahier_hash(key);
        cahier_intern_slot *slot = cahier_intern_slot_of(&dictionary->bare, key, hash);
        if (slot != NULL) {
            slot->value = CAHIER_AMBIGUOUS; /* pêche, péché */
            continue;
        }
        if (key.len > 0) {
            CAHIER_TRY(copy(c->arena, key, &key));
            CAHIER_TRY(cahier_intern_put(c->arena, &dictionary->bare, key, hash, word));
        }
    }
    return CAHIER_OK;
}

static cahier_status compile_numbers(compiler *c)
{
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_KINDS; kind++) {
        const cahier_lexicon *file = &c->lexicons->file[kind];
        uint32_t column;
        int32_t scale = cahier_lexicon_scale((cahier_lexicon_kind)kind, &column);
        if (column == 0) {
            continue;
        }
        int32_t *number = CAHIER_NEW(c->arena, int32_t, file->count);
        if (number == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        for (uint32_t entry = 0; entry < file->count; entry++) {
            if (!cahier_lexicon_number(cahier_lexicon_cell(file, entry, column), scale, &number[entry])) {
                return refuse(c, (cahier_lexicon_kind)kind, entry, "number is ill-formed");
            }
        }
        c->lexicons->number[kind] = number;
    }
    return CAHIER_OK;
}

/* The one word of a form, or CAHIER_NONE when it has several. */
static uint32_t only_word(const compiler *c, cahier_lexicon_kind kind, uint32_t entry)
{
    char surface[CAHIER_SURFACE_ROOM], more[CAHIER_SURFACE_ROOM];
    uint32_t len, more_len, token;
    form_reader reader;
    open_form(&reader, c, kind, entry);
    if (!read_word(&reader, c->elisions, surface, &len, &token) || len == 0 ||
            read_word(&reader, c->elisions, more, &more_len, &token)) {
        return CAHIER_NONE;
    }
    cahier_text key = {surface, len};
    return cahier_intern_find(&c->dictionary->word, key, cahier_hash(key));
}

static bool is_by_stem(const compiler *c, cahier_lexicon_kind kind, uint32_t entry, uint32_t column)
{
    return cahier_lexicon_cell(&c->lexicons->file[kind], entry, column).at[0] == 's';
}

static cahier_status compile_identity(compiler *c, cahier_stemmer *stemmer)
{
    cahier_intern *stems = &c->dictionary->identity_stem;
    for (uint32_t entry = 0; entry < c->lexicons->file[CAHIER_LEXICON_IDENTITY].count; entry++) {
        uint32_t word = only_word(c, CAHIER_LEXICON_IDENTITY, entry);
        if (word == CAHIER_NONE || !is_by_stem(c, CAHIER_LEXICON_IDENTITY, entry, IDENTITY_MATCH)) {
            continue;
        }
        cahier_text stem;
        CAHIER_TRY(cahier_stem(c->arena, stemmer, c->lexicons, c->dictionary->surface[word], &stem));
        if (cahier_intern_find(stems, stem, cahier_hash(stem)) == CAHIER_NONE) {
            CAHIER_TRY(cahier_intern_put(c->arena, stems, stem, cahier_hash(stem), entry));
        }
    }
    return CAHIER_OK;
}

static cahier_status compile_polar_entry(compiler *c, cahier_stemmer *stemmer, uint32_t entry)
{
    cahier_intern *stems = &c->dictionary->polar_stem;
    uint32_t word = only_word(c, CAHIER_LEXICON_POLARITY, entry);
    if (word == CAHIER_NONE) {
        return CAHIER_OK;
    }
    const int32_t *weight = c->lexicons->number[CAHIER_LEXICON_POLARITY];
    cahier_text stem;
    CAHIER_TRY(cahier_stem(c->arena, stemmer, c->lexicons, c->dictionary->surface[word], &stem));
    if (cahier_lexicons_is_identity(c->lexicons, word, stem)) {
        return refuse(c, CAHIER_LEXICON_POLARITY, entry, "a word for people (identity.tsv) may not carry polarity");
    }
    if (!is_by_stem(c, CAHIER_LEXICON_POLARITY, entry, POLARITY_MATCH)) {
        return CAHIER_OK;
    }
    uint32_t other = cahier_intern_find(stems, stem, cahier_hash(stem));
    if (other == CAHIER_NONE) {
        return cahier_intern_put(c->arena, stems, stem, cahier_hash(stem), entry);
    }
    if ((weight[other] < 0) != (weight[entry] < 0)) {
        return refuse(c, CAHIER_LEXICON_POLARITY, entry, "an entry of opposite sign has the same stem: match by form");
    }
    return CAHIER_OK;
}

/* A form of several words may be in both lists no more than a word may. */
static cahier_status check_identity(compiler *c)
{
    for (uint32_t node = 1; node < c->dictionary->nodes; node++) {
        uint32_t cue = cahier_lexicons_cue_of(c->lexicons, node, CAHIER_LEXICON_POLARITY);
        if (cue != CAHIER_NONE && cahier_lexicons_cue_of(c->lexicons, node, CAHIER_LEXICON_IDENTITY) != CAHIER_NONE) {
            return refuse(c, CAHIER_LEXICON_POLARITY, c->cue[cue].entry,
                    "a word for people (identity.tsv) may not carry polarity");
        }
    }
    return CAHIER_OK;
}

static cahier_status compile_stems(compiler *c, cahier_stemmer *stemmer)
{
    CAHIER_TRY(compile_identity(c, stemmer));
    for (uint32_t entry = 0; entry < c->lexicons->file[CAHIER_LEXICON_POLARITY].count; entry++) {
        CAHIER_TRY(compile_polar_entry(c, stemmer, entry));
    }
    return check_identity(c);
}

static cahier_status compile_all(compiler *c)
{
    CAHIER_TRY(compile_elisions(c));
    CAHIER_TRY(reserve(c));
    CAHIER_TRY(compile_forms(c));
    CAHIER_TRY(compile_bare(c));
    CAHIER_TRY(compile_numbers(c));
    CAHIER_TRY(cahier_lexicons_learn(c->arena, c->lexicons, c->error));
    CAHIER_TRY(cahier_lexicons_learn_nouns(c->arena, c->lexicons, c->dictionary, c->error));
    CAHIER_TRY(cahier_lexicons_learn_topicality(c->arena, c->lexicons, c->dictionary));
    CAHIER_TRY(cahier_lexicons_open_labels(c->arena, c->lexicons, c->dictionary));
    cahier_stemmer *stemmer = NULL;
    CAHIER_TRY(cahier_stemmer_open(&stemmer));
    cahier_status status = compile_stems(c, stemmer);
    cahier_stemmer_close(stemmer);
    return status;
}

cahier_status cahier_lexicons_compile(cahier_arena *arena, const cahier_lexicon file[CAHIER_LEXICON_KINDS],
        cahier_lexicons **out, cahier_error *error)
{
    compiler c = {arena, CAHIER_NEW(arena, cahier_lexicons, 1), CAHIER_NEW(arena, cahier_dictionary, 1),
            CAHIER_NEW(arena, cahier_elisions, 1), NULL, 0, error};
    if (c.lexicons == NULL || c.dictionary == NULL || c.elisions == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(c.lexicons->file, file, sizeof c.lexicons->file);
    c.lexicons->dictionary = c.dictionary;
    c.lexicons->elisions = c.elisions;
    CAHIER_TRY(compile_all(&c));
    c.lexicons->fingerprint = cahier_lexicon_fingerprint(file);
    *out = c.lexicons;
    return CAHIER_OK;
}
