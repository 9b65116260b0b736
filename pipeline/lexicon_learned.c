/* SPDX-License-Identifier: Apache-2.0 */
/* What texts taught: weights that replace those written by hand, how forms stand, which stems tell of the subject; and what is
 * found as they are, by form: how words enter a label. */
#include "dictionary.h"

#include <string.h>

#include "normalise.h"

#define WRITTEN 2u /* column of polarity-learned.tsv */
#define VERB 2u    /* column of nouns.tsv */

/* Whether a learned row still speaks of the entry: who changes a weight by hand has the last word, until the weights are
 * learned again. A form that is not in polarity.tsv, say one for people, moves nothing. */
static bool is_current(const cahier_lexicons *lexicons, uint32_t learned, uint32_t polar)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_LEARNED];
    cahier_text form = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_POLARITY], polar, 0);
    int32_t written;
    return cahier_text_equal(form, cahier_lexicon_cell(file, learned, 0)) &&
           cahier_lexicon_number(cahier_lexicon_cell(file, learned, WRITTEN), 1000, &written) &&
           written == lexicons->number[CAHIER_LEXICON_POLARITY][polar];
}

cahier_status cahier_lexicons_learn(cahier_arena *arena, cahier_lexicons *lexicons, cahier_error *error)
{
    uint32_t count = lexicons->file[CAHIER_LEXICON_POLARITY].count;
    const int32_t *written = lexicons->number[CAHIER_LEXICON_POLARITY];
    const int32_t *learned = lexicons->number[CAHIER_LEXICON_LEARNED];
    int32_t *weight = CAHIER_NEW(arena, int32_t, count);
    if (weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(weight, written, (size_t)count * sizeof *weight);
    for (uint32_t node = 1; node < lexicons->dictionary->nodes; node++) {
        uint32_t from = cahier_lexicons_cue_of(lexicons, node, CAHIER_LEXICON_LEARNED);
        uint32_t to = from == CAHIER_NONE ? from : cahier_lexicons_cue_of(lexicons, node, CAHIER_LEXICON_POLARITY);
        if (to == CAHIER_NONE || !is_current(lexicons, lexicons->cue[from].entry, lexicons->cue[to].entry)) {
            continue;
        }
        uint32_t row = lexicons->cue[from].entry, entry = lexicons->cue[to].entry;
        if ((learned[row] < 0) != (written[entry] < 0) || learned[row] == 0) {
            *error = (cahier_error){CAHIER_ERROR_LEXICON, lexicons->file[CAHIER_LEXICON_LEARNED].line[row], 1,
                    "a learned weight may not turn the sign written by hand"};
            return CAHIER_ERROR_LEXICON;
        }
        weight[entry] = learned[row];
    }
    lexicons->number[CAHIER_LEXICON_POLARITY] = weight;
    return CAHIER_OK;
}

cahier_status cahier_lexicons_learn_nouns(
        cahier_arena *arena, cahier_lexicons *lexicons, cahier_dictionary *dictionary, cahier_error *error)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_NOUNS];
    const int32_t *noun = lexicons->number[CAHIER_LEXICON_NOUNS];
    int32_t *verb = CAHIER_NEW(arena, int32_t, file->count);
    if (verb == NULL || cahier_intern_reserve(arena, &dictionary->noun, file->count) != CAHIER_OK) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t row = 0; row < file->count; row++) {
        cahier_text form = cahier_lexicon_cell(file, row, 0);
        if (!cahier_lexicon_number(cahier_lexicon_cell(file, row, VERB), 1, &verb[row]) || verb[row] < 0 ||
                noun[row] + verb[row] > 100) {
            *error = (cahier_error){CAHIER_ERROR_LEXICON, file->line[row], 1,
                    "shares of a noun and of a verb are not whole percents of 100 together"};
            return CAHIER_ERROR_LEXICON;
        }
        cahier_intern_place(&dictionary->noun, (cahier_intern_slot){form.at, form.len, cahier_hash(form), row});
    }
    lexicons->verb = verb;
    return CAHIER_OK;
}

cahier_status cahier_lexicons_learn_topicality(
        cahier_arena *arena, const cahier_lexicons *lexicons, cahier_dictionary *dictionary)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_TOPICALITY];
    CAHIER_TRY(cahier_intern_reserve(arena, &dictionary->topicality, file->count));
    for (uint32_t row = 0; row < file->count; row++) {
        cahier_text stem = cahier_lexicon_cell(file, row, 0);
        cahier_intern_place(&dictionary->topicality, (cahier_intern_slot){stem.at, stem.len, cahier_hash(stem), row});
    }
    return CAHIER_OK;
}

static cahier_status place_label(cahier_arena *arena, cahier_dictionary *dictionary, cahier_text form, uint32_t row)
{
    uint32_t hash = cahier_hash(form);
    bool taken = cahier_intern_find(&dictionary->label, form, hash) != CAHIER_NONE;
    return taken ? CAHIER_OK : cahier_intern_put(arena, &dictionary->label, form, hash, row);
}

cahier_status cahier_lexicons_open_labels(
        cahier_arena *arena, const cahier_lexicons *lexicons, cahier_dictionary *dictionary)
{
    const cahier_lexicon *file = &lexicons->file[CAHIER_LEXICON_LABELS];
    for (uint32_t row = 0; row < file->count; row++) {
        CAHIER_TRY(place_label(arena, dictionary, cahier_lexicon_cell(file, row, 0), row));
    }
    for (uint32_t row = 0; row < file->count; row++) {
        cahier_text form = cahier_lexicon_cell(file, row, 0);
        char *bare = CAHIER_NEW(arena, char, CAHIER_FOLD_BOUND(form.len));
        if (bare == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        const cahier_text without = {bare, cahier_fold_bare(form, bare)}; /* « aout » */
        CAHIER_TRY(place_label(arena, dictionary, without, row));
    }
    return CAHIER_OK;
}
