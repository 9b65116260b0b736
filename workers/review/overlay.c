/* SPDX-License-Identifier: Apache-2.0 */
#include "overlay.h"

#include <stdlib.h>
#include <string.h>

#include "mask.h"
#include "text.h"

typedef struct listing { /* pairs (theme or document, entry) being gathered */
    uint32_t *of, *entry;
    uint32_t count, room;
} listing;

typedef struct reader {
    cahier_arena *arena, *scratch;
    const cahier_result *result;
    const cahier_intern *ids;
    const cahier_review_journal *journal;
    cahier_overlay *out;
} reader;

uint32_t cahier_overlay_theme(const cahier_result *result, cahier_text id)
{
    for (uint32_t k = 0; k < result->theme_count; k++) {
        if (cahier_text_equal((cahier_text){result->themes[k].id, (uint32_t)strlen(result->themes[k].id)}, id)) {
            return k;
        }
    }
    return CAHIER_NONE;
}

/* --- lists ------------------------------------------------------------------------------------------------------------------ */

static void add(listing *list, uint32_t of, uint32_t entry)
{
    bool same = list->count > 0 && list->of[list->count - 1] == of && list->entry[list->count - 1] == entry;
    if (of != CAHIER_NONE && !same) {
        list->of[list->count] = of;
        list->entry[list->count++] = entry;
    }
}

/* Documents that an entry names: an id of a contribution is all its answers. */
static void add_documents(const reader *r, uint32_t i, listing *list)
{
    const cahier_decision *decision = r->journal->at[i].decision;
    for (uint32_t c = 0; c < decision->contribution_count; c++) {
        uint32_t first, end;
        cahier_answers_find(r->ids, &r->result->corpus, decision->contributions[c], &first, &end);
        for (uint32_t d = first; d < end; d++) {
            add(list, d, i);
        }
    }
}

static void add_themes(const reader *r, uint32_t i, listing *list)
{
    const cahier_entry *entry = &r->journal->at[i];
    add(list, entry->theme, i);
    for (uint32_t t = 0; t < entry->decision->theme_count && entry->theme == CAHIER_NONE; t++) {
        add(list, cahier_overlay_theme(r->result, entry->decision->themes[t].id), i);
    }
}

/* Room for what all entries name, answers of a contribution counted. */
static uint32_t count_documents(const reader *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->journal->count; i++) {
        const cahier_decision *decision = r->journal->at[i].decision;
        for (uint32_t c = 0; c < decision->contribution_count; c++) {
            uint32_t first, end;
            cahier_answers_find(r->ids, &r->result->corpus, decision->contributions[c], &first, &end);
            count += end - first;
        }
    }
    return count;
}

static uint32_t count_themes(const reader *r)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->journal->count; i++) {
        count += r->journal->at[i].decision->theme_count + 1;
    }
    return count;
}

/* From pairs, in the order of the journal, to one list each. */
static cahier_status distribute(const reader *r, const listing *list, uint32_t count, const cahier_entries **out)
{
    cahier_entries *of = CAHIER_NEW(r->arena, cahier_entries, count);
    uint32_t *at = CAHIER_NEW(r->arena, uint32_t, list->count), *room = CAHIER_NEW(r->scratch, uint32_t, count + 1u);
    if (of == NULL || at == NULL || room == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < list->count; p++) {
        room[list->of[p] + 1]++;
    }
    for (uint32_t k = 0; k < count; k++) {
        room[k + 1] += room[k];
        of[k].at = at + room[k];
    }
    for (uint32_t p = 0; p < list->count; p++) {
        at[room[list->of[p]] + of[list->of[p]].count++] = list->entry[p];
    }
    *out = of;
    return CAHIER_OK;
}

static cahier_status list_all(reader *r)
{
    listing documents = {.room = count_documents(r)}, themes = {.room = count_themes(r)};
    documents.of = CAHIER_NEW(r->scratch, uint32_t, documents.room);
    documents.entry = CAHIER_NEW(r->scratch, uint32_t, documents.room);
    themes.of = CAHIER_NEW(r->scratch, uint32_t, themes.room);
    themes.entry = CAHIER_NEW(r->scratch, uint32_t, themes.room);
    if (documents.of == NULL || documents.entry == NULL || themes.of == NULL || themes.entry == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < r->journal->count; i++) {
        add_documents(r, i, &documents);
        add_themes(r, i, &themes);
    }
    CAHIER_TRY(distribute(r, &documents, r->result->corpus.count, &r->out->of_document));
    return distribute(r, &themes, r->result->theme_count, &r->out->of_theme);
}

/* --- masks ------------------------------------------------------------------------------------------------------------------ */

/* The mark of the text that entry i put, or calls wrong, after the masks of later entries. CAHIER_NONE: there is none any more. */
static uint32_t find_mark(const reader *r, uint32_t i, uint32_t d)
{
    const cahier_decision *decision = r->journal->at[i].decision;
    const cahier_redactions *marks = &r->result->corpus.analysed[d]->redactions;
    uint32_t at = decision->start;
    for (uint32_t n = i + 1; n < r->journal->count && at != CAHIER_NONE; n++) {
        const cahier_decision *mask = r->journal->at[n].decision;
        if (mask->deed == CAHIER_MASK && cahier_text_equal(mask->contributions[0], decision->contributions[0])) {
            at = cahier_mask_carry(mask, at);
        }
    }
    for (uint32_t m = 0; m < marks->count; m++) {
        if (marks->at[m].start == at) {
            return m;
        }
    }
    return CAHIER_NONE;
}

static int by_place(const void *a, const void *b)
{
    const cahier_mask_mark *x = a, *y = b;
    return x->document != y->document     ? (x->document > y->document) - (x->document < y->document)
           : x->redaction != y->redaction ? (x->redaction > y->redaction) - (x->redaction < y->redaction)
                                          : (x->put_by > y->put_by) - (x->put_by < y->put_by);
}

/* One line a mark: who put it and who called it wrong, the latest of each. */
static uint32_t unite(cahier_mask_mark *mask, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        cahier_mask_mark *last = kept > 0 ? &mask[kept - 1] : NULL;
        if (last == NULL || last->document != mask[i].document || last->redaction != mask[i].redaction) {
            mask[kept++] = mask[i];
            continue;
        }
        last->put_by = mask[i].put_by != CAHIER_NONE ? mask[i].put_by : last->put_by;
        last->wrong_by = mask[i].wrong_by != CAHIER_NONE ? mask[i].wrong_by : last->wrong_by;
    }
    return kept;
}

static cahier_status list_masks(reader *r)
{
    cahier_mask_mark *mask = CAHIER_NEW(r->arena, cahier_mask_mark, r->journal->count);
    uint32_t count = 0, first, end;
    if (mask == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < r->journal->count; i++) {
        const cahier_entry *entry = &r->journal->at[i];
        bool puts = entry->decision->deed == CAHIER_MASK, blames = entry->decision->deed == CAHIER_UNMASK;
        if ((!puts && !blames) || entry->outcome != CAHIER_APPLIED) {
            continue;
        }
        cahier_answers_find(r->ids, &r->result->corpus, entry->decision->contributions[0], &first, &end);
        uint32_t m = first < end ? find_mark(r, i, first) : CAHIER_NONE;
        if (m != CAHIER_NONE) {
            mask[count++] = (cahier_mask_mark){first, m, puts ? i : CAHIER_NONE, blames ? i : CAHIER_NONE};
        }
    }
    qsort(mask, count, sizeof *mask, by_place);
    r->out->mask = mask;
    r->out->mask_count = unite(mask, count);
    return CAHIER_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

static bool is_conflict(cahier_outcome outcome)
{
    return outcome != CAHIER_APPLIED && outcome != CAHIER_UNDONE && outcome != CAHIER_REPLACED &&
           outcome != CAHIER_OUTSIDE && outcome != CAHIER_KEPT_HIDDEN;
}

static cahier_status read_all(reader *r)
{
    uint32_t *sign = CAHIER_NEW(r->arena, uint32_t, r->result->theme_count);
    if (sign == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < r->result->theme_count; k++) {
        sign[k] = r->result->themes[k].signature;
        r->out->signed_count += sign[k] != CAHIER_NONE;
    }
    r->out->signed_by = sign;
    for (uint32_t i = 0; i < r->journal->count; i++) {
        const cahier_entry *entry = &r->journal->at[i];
        r->out->conflicts += is_conflict(entry->outcome);
        r->out->publish_by = entry->decision->deed == CAHIER_PUBLISH ? i : r->out->publish_by;
    }
    CAHIER_TRY(list_all(r));
    return list_masks(r);
}

cahier_status cahier_overlay_read(
        cahier_arena *arena, cahier_arena *scratch, const cahier_overlay_input *in, cahier_overlay *out)
{
    size_t mark = cahier_arena_mark(scratch);
    reader r = {arena, scratch, in->result, in->ids, in->journal, out};
    *out = (cahier_overlay){.publish_by = CAHIER_NONE};
    cahier_status status = read_all(&r);
    cahier_arena_reset(scratch, mark);
    return status;
}
