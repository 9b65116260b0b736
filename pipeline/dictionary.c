/* SPDX-License-Identifier: Apache-2.0 */
/* Looks words up in compiled lexicons. */
#include "dictionary.h"

#include <assert.h>

cahier_text cahier_lexicons_surface(const cahier_lexicons *lexicons, uint32_t word)
{
    assert(word < lexicons->dictionary->count);
    return lexicons->dictionary->surface[word];
}

uint32_t cahier_lexicons_word(const cahier_lexicons *lexicons, cahier_text surface)
{
    const cahier_dictionary *dictionary = lexicons->dictionary;
    uint32_t hash = cahier_hash(surface);
    uint32_t word = cahier_intern_find(&dictionary->word, surface, hash);
    if (word != CAHIER_NONE) {
        return word;
    }
    word = cahier_intern_find(&dictionary->bare, surface, hash);
    return word == CAHIER_AMBIGUOUS ? CAHIER_NONE : word;
}

/* "boomer", "casher" end like infinitives and name people: they ask for nothing. */
static bool names_people(const cahier_lexicons *lexicons, const cahier_type *type)
{
    return type->word != CAHIER_NONE &&
           cahier_lexicons_find(lexicons, CAHIER_LEXICON_IDENTITY, type->word) != CAHIER_NONE;
}

uint32_t cahier_lexicons_class(const cahier_lexicons *lexicons, const cahier_type *type)
{
    if ((type->flags & CAHIER_TYPE_INFINITIVE) != 0) {
        return names_people(lexicons, type) ? CAHIER_NONE : CAHIER_WORD_INFINITIVE;
    }
    return (type->flags & CAHIER_TYPE_CONDITIONAL) != 0  ? CAHIER_WORD_CONDITIONAL
           : (type->flags & CAHIER_TYPE_PARTICIPLE) != 0 ? CAHIER_WORD_PARTICIPLE
           : (type->flags & CAHIER_TYPE_NUMBER) != 0     ? CAHIER_WORD_NUMBER
                                                         : CAHIER_NONE;
}

static void place_word(const cahier_dictionary *dictionary, uint32_t word, cahier_type *type)
{
    if (word == CAHIER_NONE) {
        return;
    }
    uint32_t child = dictionary->root[word];
    if (child != CAHIER_NONE) {
        type->begins |= (uint16_t)(dictionary->node[child].here | dictionary->node[child].below);
    }
    type->continues |= dictionary->inner[word];
}

void cahier_lexicons_place(const cahier_lexicons *lexicons, cahier_type *type)
{
    type->begins = type->continues = 0;
    place_word(lexicons->dictionary, type->word, type);
    place_word(lexicons->dictionary, cahier_lexicons_class(lexicons, type), type);
}

/* Child of a node that is not the root. */
static uint32_t follow_edge(const cahier_dictionary *dictionary, uint32_t node, uint32_t word)
{
    uint64_t hash = cahier_edge_hash(node, word);
    uint32_t bit = cahier_edge_bit(dictionary, hash);
    if ((dictionary->edge_filter[bit / 64] >> bit % 64 & 1) == 0) { /* most words continue no form: spare the cache */
        return CAHIER_NONE;
    }
    const cahier_edge *found = &dictionary->edge[cahier_edge_slot(dictionary, node, word, hash)];
    return found->node == 0 ? CAHIER_NONE : found->child;
}

uint32_t cahier_lexicons_step(const cahier_lexicons *lexicons, uint32_t node, uint32_t word, uint32_t kinds)
{
    const cahier_dictionary *dictionary = lexicons->dictionary;
    assert(word < dictionary->count && node < dictionary->nodes);
    if (!cahier_lexicons_grows(lexicons, node, kinds)) {
        return CAHIER_NONE;
    }
    uint32_t child = node == 0 ? dictionary->root[word] : follow_edge(dictionary, node, word);
    bool is_theirs =
            child != CAHIER_NONE && ((dictionary->node[child].here | dictionary->node[child].below) & kinds) != 0;
    return is_theirs ? child : CAHIER_NONE;
}

bool cahier_lexicons_grows(const cahier_lexicons *lexicons, uint32_t node, uint32_t kinds)
{
    return node == 0 || (lexicons->dictionary->node[node].below & kinds) != 0;
}

uint32_t cahier_lexicons_cue(const cahier_lexicons *lexicons, uint32_t node)
{
    assert(node < lexicons->dictionary->nodes);
    return lexicons->dictionary->node[node].cue;
}

uint32_t cahier_lexicons_cue_of(const cahier_lexicons *lexicons, uint32_t node, cahier_lexicon_kind kind)
{
    if ((lexicons->dictionary->node[node].here & CAHIER_KIND(kind)) == 0) {
        return CAHIER_NONE;
    }
    uint32_t cue = cahier_lexicons_cue(lexicons, node);
    while (lexicons->cue[cue].kind != kind) {
        cue = lexicons->cue[cue].next;
    }
    return cue;
}

uint32_t cahier_lexicons_find(const cahier_lexicons *lexicons, cahier_lexicon_kind kind, uint32_t word)
{
    uint32_t node = cahier_lexicons_step(lexicons, 0, word, CAHIER_KIND(kind));
    uint32_t cue = node == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_cue_of(lexicons, node, kind);
    return cue == CAHIER_NONE ? CAHIER_NONE : lexicons->cue[cue].entry;
}

uint32_t cahier_lexicons_polar_stem(const cahier_lexicons *lexicons, cahier_text stem)
{
    return cahier_intern_find(&lexicons->dictionary->polar_stem, stem, cahier_hash(stem));
}

bool cahier_lexicons_is_identity(const cahier_lexicons *lexicons, uint32_t word, cahier_text stem)
{
    return (word != CAHIER_NONE && cahier_lexicons_find(lexicons, CAHIER_LEXICON_IDENTITY, word) != CAHIER_NONE) ||
           cahier_intern_find(&lexicons->dictionary->identity_stem, stem, cahier_hash(stem)) != CAHIER_NONE;
}

cahier_text cahier_lexicons_stem(const cahier_lexicons *lexicons, uint32_t word)
{
    uint32_t row = lexicons->dictionary->override[word];
    return row == CAHIER_NONE ? (cahier_text){NULL, 0}
                              : cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_STEMS], row, CAHIER_STEMS_KEY);
}

uint32_t cahier_lexicons_noun(const cahier_lexicons *lexicons, cahier_text surface)
{
    return lexicons->verb == NULL ? CAHIER_NONE
                                  : cahier_intern_find(&lexicons->dictionary->noun, surface, cahier_hash(surface));
}

double cahier_lexicons_topicality(const cahier_lexicons *lexicons, cahier_text stem)
{
    uint32_t row = cahier_intern_find(&lexicons->dictionary->topicality, stem, cahier_hash(stem));
    return row == CAHIER_NONE ? 1 : lexicons->number[CAHIER_LEXICON_TOPICALITY][row] / 100.0;
}

uint32_t cahier_lexicons_label(const cahier_lexicons *lexicons, cahier_text surface)
{
    return cahier_intern_find(&lexicons->dictionary->label, surface, cahier_hash(surface));
}
