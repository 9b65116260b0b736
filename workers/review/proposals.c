/* SPDX-License-Identifier: Apache-2.0 */
#include "proposals.h"

#include <math.h>
#include <stdlib.h>

#include "assign.h"
#include "listen.h"
#include "text.h"

typedef struct moved {
    uint32_t document, theme, entry;
    float *vector; /* E */
} moved;

typedef struct finder {
    const cahier_edition *edition;
    moved *moved;
    uint32_t count;
    float *x; /* E */
} finder;

static bool is_by_hand(const cahier_decision *decision)
{
    return decision->deed == CAHIER_MOVE || decision->deed == CAHIER_PIN ||
           (decision->deed == CAHIER_SPLIT && decision->contribution_count > 0);
}

/* Documents that people put somewhere by hand and that stand there, the latest decisions first. */
static cahier_status list_moved(cahier_arena *scratch, finder *f)
{
    const cahier_result *result = f->edition->input->result;
    const cahier_prepared *prepared = f->edition->prepared;
    uint32_t E = prepared->space.dimensions;
    double scale[CAHIER_BLOCKS];
    f->moved = CAHIER_NEW(scratch, moved, CAHIER_PROPOSAL_MOVED_MOST);
    f->x = CAHIER_NEW(scratch, float, E);
    float *vectors = CAHIER_NEW(scratch, float, (size_t)CAHIER_PROPOSAL_MOVED_MOST *E);
    if (f->moved == NULL || f->x == NULL || vectors == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = f->edition->journal->count; i-- > 0;) {
        if (!is_by_hand(f->edition->journal->at[i].decision)) {
            continue;
        }
        for (uint32_t d = 0; d < result->corpus.count && f->count < CAHIER_PROPOSAL_MOVED_MOST; d++) {
            const cahier_assignments *a = &result->assignments[d];
            float *to = vectors + (size_t)f->count * E;
            if (result->guidance->decision_of[d] == i && a->count > 0 && !result->corpus.copy[d] &&
                    cahier_space_document(&prepared->space, &prepared->weights, d, to, scale)) {
                f->moved[f->count++] = (moved){d, a->at[0].theme, i, to};
            }
        }
    }
    return CAHIER_OK;
}

static bool may_move(const cahier_result *result, uint32_t d)
{
    return result->guidance->decision_of[d] == CAHIER_NONE && !result->corpus.copy[d] &&
           (result->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) == 0;
}

static int32_t similarity_milli(const finder *f, const float *other)
{
    double sum = 0;
    for (uint32_t e = 0; e < f->edition->prepared->space.dimensions; e++) {
        sum += (double)f->x[e] * (double)other[e];
    }
    return (int32_t)lrint(1000 * sum);
}

/* The moved document nearest to d, when it is near and stands where d does not. */
static bool propose(finder *f, uint32_t d, cahier_proposal *out)
{
    const cahier_prepared *prepared = f->edition->prepared;
    const cahier_assignments *a = &f->edition->input->result->assignments[d];
    double scale[CAHIER_BLOCKS];
    *out = (cahier_proposal){.document = d, .similarity_milli = CAHIER_PROPOSAL_MILLI - 1};
    if (!cahier_space_document(&prepared->space, &prepared->weights, d, f->x, scale)) {
        return false;
    }
    for (uint32_t m = 0; m < f->count; m++) {
        int32_t milli = similarity_milli(f, f->moved[m].vector);
        if (milli > out->similarity_milli) {
            out->similarity_milli = milli;
            out->theme = f->moved[m].theme;
            out->like = f->moved[m].document;
            out->entry = f->moved[m].entry;
        }
    }
    if (out->similarity_milli < CAHIER_PROPOSAL_MILLI || cahier_theme_place(a, out->theme) < a->count) {
        return false;
    }
    const cahier_centroids *own = &f->edition->input->result->model->centroids;
    return a->count == 0 ||
           out->similarity_milli > similarity_milli(f, own->vector + (size_t)a->at[0].theme * own->dimensions);
}

static int by_similarity(const void *a, const void *b)
{
    const cahier_proposal *x = a, *y = b;
    return x->similarity_milli != y->similarity_milli ? (x->similarity_milli < y->similarity_milli ? 1 : -1)
                                                      : (x->document > y->document) - (x->document < y->document);
}

static cahier_status find_all(
        cahier_arena *arena, cahier_arena *scratch, finder *f, cahier_proposal **out, uint32_t *count)
{
    const cahier_result *result = f->edition->input->result;
    cahier_proposal *at = CAHIER_NEW(arena, cahier_proposal, CAHIER_PROPOSALS_MOST);
    cahier_proposal *all = CAHIER_NEW(scratch, cahier_proposal, result->corpus.count);
    uint32_t found = 0;
    *out = at;
    *count = 0;
    if (at == NULL || all == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (result->guidance == NULL || result->guidance->decisions == NULL) {
        return CAHIER_OK;
    }
    CAHIER_TRY(list_moved(scratch, f));
    for (uint32_t d = 0; f->count > 0 && d < result->corpus.count; d++) {
        found += may_move(result, d) && propose(f, d, &all[found]);
    }
    qsort(all, found, sizeof *all, by_similarity);
    for (; *count < found && *count < CAHIER_PROPOSALS_MOST; ++*count) {
        at[*count] = all[*count];
    }
    return CAHIER_OK;
}

cahier_status cahier_proposals_find(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        cahier_proposal **out, uint32_t *count)
{
    size_t mark = cahier_arena_mark(scratch);
    finder f = {.edition = edition};
    cahier_status status = find_all(arena, scratch, &f, out, count);
    cahier_arena_reset(scratch, mark);
    return status;
}
