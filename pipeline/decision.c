/* SPDX-License-Identifier: Apache-2.0 */
#include "decision.h"

#include "text.h"

const char *cahier_outcome_name(cahier_outcome outcome)
{
    static const char *const name[CAHIER_OUTCOMES] = {"applied", "outside", "undone", "no_theme", "no_contribution",
            "one_theme", "contradicted", "replaced", "nothing_to_split", "no_copy", "no_sentence", "no_mask",
            "text_changed", "theme_changed", "kept_hidden"};
    return name[outcome];
}

const char *cahier_deed_name(cahier_deed deed)
{
    static const char *const name[CAHIER_DEEDS] = {"rename", "merge", "move", "pin", "exclude", "apart", "split",
            "polarity", "stance", "duplicate", "redact", "unredact", "sentence", "sign", "verdict", "publish", "note",
            "refit", "route", "", "", ""};
    return name[deed];
}

/* --- contributions -------------------------------------------------------------------------------------------------------- */

/* "42/2" -> "42"; "42" and "A/b" stay. */
static cahier_text without_answer(cahier_text id)
{
    uint32_t i = id.len;
    while (i > 0 && id.at[i - 1] >= '0' && id.at[i - 1] <= '9') {
        i--;
    }
    return i > 1 && i < id.len && id.at[i - 1] == '/' ? cahier_slice(id, 0, i - 1) : id;
}

static cahier_status put_id(cahier_arena *arena, cahier_intern *ids, cahier_text id, uint32_t d)
{
    uint32_t hash = cahier_hash(id);
    return cahier_intern_find(ids, id, hash) == CAHIER_NONE ? cahier_intern_put(arena, ids, id, hash, d) : CAHIER_OK;
}

cahier_status cahier_answers_index(cahier_arena *arena, const cahier_corpus *corpus, cahier_intern *out)
{
    cahier_intern ids = {.count = 0};
    CAHIER_TRY(cahier_intern_reserve(arena, &ids, corpus->count));
    for (uint32_t d = 0; d < corpus->count; d++) {
        CAHIER_TRY(put_id(arena, &ids, corpus->received[d].id, d));
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        CAHIER_TRY(put_id(arena, &ids, without_answer(corpus->received[d].id), d));
    }
    *out = ids;
    return CAHIER_OK;
}

void cahier_answers_find(
        const cahier_intern *ids, const cahier_corpus *corpus, cahier_text id, uint32_t *first, uint32_t *end)
{
    uint32_t d = cahier_intern_find(ids, id, cahier_hash(id));
    *first = *end = 0;
    if (d == CAHIER_NONE) {
        return;
    }
    *first = d;
    *end = d + 1;
    while (!cahier_text_equal(corpus->received[d].id, id) && *end < corpus->count &&
            corpus->received[*end].contribution == corpus->received[d].contribution) {
        ++*end;
    }
}
