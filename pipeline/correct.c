/* SPDX-License-Identifier: Apache-2.0 */
#include "correct.h"

#include <stdlib.h>
#include <string.h>

#include "duplicate.h"
#include "mask.h"
#include "text.h"

typedef struct corrector {
    cahier_arena *batch, *scratch;
    const cahier_intern *ids;
    cahier_guidance *guidance;
    cahier_result *r;
    uint32_t *said; /* D: the last decision about copies, refused or not */
} corrector;

static const cahier_decision *decision_at(const corrector *c, uint32_t i)
{
    return &c->guidance->decisions->at[i];
}

/* Notes decision i for all documents that it names, in `of`; how many of its contributions are in the files. */
static uint32_t note(corrector *c, uint32_t i, uint32_t *of)
{
    const cahier_decision *decision = decision_at(c, i);
    uint32_t found = 0;
    for (uint32_t n = 0; n < decision->contribution_count; n++) {
        uint32_t first, end;
        cahier_answers_find(c->ids, &c->r->corpus, decision->contributions[n], &first, &end);
        found += first < end;
        for (uint32_t d = first; d < end; d++) {
            of[d] = i;
        }
    }
    c->guidance->missing[i] = decision->contribution_count - found;
    return found;
}

/* --- polarity and stance ------------------------------------------------------------------------------------------------------ */

/* Copies, word for word, of an original follow it where nothing was said of them. */
static void copies_follow(const corrector *c, uint32_t *of)
{
    const cahier_document *const *analysed = (const cahier_document *const *)c->r->corpus.analysed;
    for (uint32_t g = 0; g < c->r->duplicate_count; g++) {
        const cahier_duplicate_group *group = &c->r->duplicates[g];
        uint32_t original = group->documents[0];
        for (uint32_t i = 1; of[original] != CAHIER_NONE && i < group->document_count; i++) {
            uint32_t d = group->documents[i];
            bool same = analysed[d]->fingerprint == analysed[original]->fingerprint;
            of[d] = same && of[d] == CAHIER_NONE ? of[original] : of[d];
        }
    }
}

static void drop_also(cahier_document *document)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < document->stance_also_count; i++) {
        if (document->stance_also[i].label != document->stance.label) {
            document->stance_also[kept++] = document->stance_also[i];
        }
    }
    document->stance_also_count = kept;
}

static cahier_status rewrite(corrector *c, uint32_t d)
{
    const cahier_corrected *corrected = &c->guidance->corrected;
    cahier_document *document = CAHIER_NEW(c->batch, cahier_document, 1);
    if (document == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *document = *c->r->corpus.analysed[d];
    if (corrected->polarity_of[d] != CAHIER_NONE) {
        document->polarity.label = decision_at(c, corrected->polarity_of[d])->polarity;
    }
    if (corrected->stance_of[d] != CAHIER_NONE) {
        cahier_stance_label label = decision_at(c, corrected->stance_of[d])->stance;
        if (label != document->stance.label) { /* no cue of the text says so: a person does */
            document->stance = (cahier_stance){.label = label, .entry = CAHIER_NONE};
            drop_also(document);
        }
    }
    c->r->corpus.analysed[d] = document;
    return CAHIER_OK;
}

static cahier_status rewrite_all(corrector *c)
{
    cahier_corrected *corrected = &c->guidance->corrected;
    uint32_t D = c->r->corpus.count;
    copies_follow(c, corrected->polarity_of);
    copies_follow(c, corrected->stance_of);
    corrected->heard = c->r->corpus.analysed;
    c->r->corpus.analysed = CAHIER_NEW(c->batch, const cahier_document *, D);
    if (c->r->corpus.analysed == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(c->r->corpus.analysed, corrected->heard, D * sizeof *corrected->heard);
    for (uint32_t d = 0; d < D; d++) {
        if (corrected->polarity_of[d] != CAHIER_NONE || corrected->stance_of[d] != CAHIER_NONE) {
            CAHIER_TRY(rewrite(c, d));
        }
    }
    return CAHIER_OK;
}

/* --- copies --------------------------------------------------------------------------------------------------------------------- */

static cahier_outcome judge_copies(corrector *c, uint32_t i)
{
    const cahier_decision *decision = decision_at(c, i);
    bool grouped = false;
    for (uint32_t n = 0; n < decision->contribution_count; n++) {
        uint32_t first, end;
        cahier_answers_find(c->ids, &c->r->corpus, decision->contributions[n], &first, &end);
        for (uint32_t d = first; d < end; d++) {
            grouped = grouped || c->r->duplicate_of[d] != CAHIER_NONE;
        }
    }
    uint32_t found = note(c, i, c->said);
    return found == 0 ? CAHIER_NO_CONTRIBUTION : grouped ? CAHIER_APPLIED : CAHIER_NO_COPY;
}

/* The group without those that are no copies; its numbers counted again. last: of each person, the group that counted her, + 1. */
static void regroup(
        const corrector *c, const cahier_duplicate_group *from, uint32_t g, uint32_t *last, cahier_duplicate_group *to)
{
    const cahier_corpus *corpus = &c->r->corpus;
    bool identical = true;
    for (uint32_t i = 0; i < from->document_count; i++) {
        uint32_t d = from->documents[i];
        if (c->guidance->corrected.copy_of[d] != CAHIER_NONE) {
            continue;
        }
        to->documents[to->document_count++] = d;
        identical = identical && corpus->analysed[d]->fingerprint == corpus->analysed[to->documents[0]]->fingerprint;
        to->persons += last[corpus->received[d].person] != g + 1;
        last[corpus->received[d].person] = g + 1;
    }
    bool whole = to->document_count == from->document_count;
    to->kind = whole ? from->kind : identical ? CAHIER_DUPLICATE_IDENTICAL : CAHIER_DUPLICATE_NEAR;
    to->campaign = to->document_count >= CAHIER_CAMPAIGN_DOCUMENTS && to->persons >= CAHIER_CAMPAIGN_PERSONS;
}

static int by_first(const void *a, const void *b)
{
    const cahier_duplicate_group *x = a, *y = b;
    return (x->documents[0] > y->documents[0]) - (x->documents[0] < y->documents[0]);
}

static cahier_status regroup_all(corrector *c, cahier_duplicate_group *groups)
{
    cahier_result *r = c->r;
    uint32_t persons = 0, kept = 0;
    for (uint32_t d = 0; d < r->corpus.count; d++) {
        persons = r->corpus.received[d].person > persons ? r->corpus.received[d].person : persons;
    }
    uint32_t *last = CAHIER_NEW(c->scratch, uint32_t, (size_t)persons + 1);
    if (last == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t g = 0; g < r->duplicate_count; g++) {
        uint32_t *documents = CAHIER_NEW(c->batch, uint32_t, r->duplicates[g].document_count);
        if (documents == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        groups[kept] = (cahier_duplicate_group){.documents = documents};
        regroup(c, &r->duplicates[g], g, last, &groups[kept]);
        kept += groups[kept].document_count > 1;
    }
    qsort(groups, kept, sizeof *groups, by_first);
    r->duplicates = groups;
    r->duplicate_count = kept;
    return CAHIER_OK;
}

/* Groups, and what points to them, of our own: what was prepared stays. */
static cahier_status part_copies(corrector *c)
{
    cahier_result *r = c->r;
    uint32_t D = r->corpus.count;
    cahier_duplicate_group *groups = CAHIER_NEW(c->batch, cahier_duplicate_group, r->duplicate_count);
    uint32_t *of = CAHIER_NEW(c->batch, uint32_t, D);
    bool *copy = CAHIER_NEW(c->batch, bool, D);
    if (groups == NULL || of == NULL || copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(regroup_all(c, groups));
    memset(of, 0xff, D * sizeof *of);
    for (uint32_t g = 0; g < r->duplicate_count; g++) {
        for (uint32_t i = 0; i < groups[g].document_count; i++) {
            of[groups[g].documents[i]] = g;
            copy[groups[g].documents[i]] = i > 0;
        }
    }
    r->duplicate_of = of;
    r->corpus.copy = copy;
    return CAHIER_OK;
}

static cahier_status refuse_copies(corrector *c)
{
    bool any = false;
    for (uint32_t d = 0; d < c->r->corpus.count; d++) {
        bool refused = c->said[d] != CAHIER_NONE && !decision_at(c, c->said[d])->yes;
        bool parts = refused && c->r->duplicate_of[d] != CAHIER_NONE;
        c->guidance->corrected.copy_of[d] = parts ? c->said[d] : CAHIER_NONE;
        any = any || parts;
    }
    return any ? part_copies(c) : CAHIER_OK;
}

/* --- masks ------------------------------------------------------------------------------------------------------------------------ */

/* The text of this very id, or CAHIER_NONE: places of a text are those of one answer. */
static uint32_t document_of(const corrector *c, cahier_text id)
{
    uint32_t first, end;
    cahier_answers_find(c->ids, &c->r->corpus, id, &first, &end);
    return first < end && cahier_text_equal(c->r->corpus.received[first].id, id) ? first : CAHIER_NONE;
}

static cahier_outcome judge_mask(const corrector *c, uint32_t i)
{
    uint32_t d = document_of(c, decision_at(c, i)->contributions[0]);
    bool lost = d != CAHIER_NONE && (c->r->corpus.analysed[d]->notes & CAHIER_NOTE_MASK_LOST) != 0;
    c->guidance->missing[i] = d == CAHIER_NONE;
    return d == CAHIER_NONE ? CAHIER_NO_CONTRIBUTION : lost ? CAHIER_TEXT_CHANGED : CAHIER_APPLIED;
}

/* Where a mark that stood at `at` when line i was said stands after the masks of later lines; CAHIER_NONE: inside one. */
static uint32_t carry(const corrector *c, uint32_t i, uint32_t at)
{
    cahier_text id = decision_at(c, i)->contributions[0];
    for (uint32_t n = i + 1; n < c->guidance->decisions->count && at != CAHIER_NONE; n++) {
        const cahier_decision *mask = decision_at(c, n);
        if (mask->deed == CAHIER_MASK && cahier_text_equal(mask->contributions[0], id)) {
            at = cahier_mask_carry(mask, at);
        }
    }
    return at;
}

static cahier_outcome judge_unmask(const corrector *c, uint32_t i)
{
    const cahier_decision *decision = decision_at(c, i);
    uint32_t d = document_of(c, decision->contributions[0]);
    c->guidance->missing[i] = d == CAHIER_NONE;
    if (d == CAHIER_NONE) {
        return CAHIER_NO_CONTRIBUTION;
    }
    if ((c->r->corpus.analysed[d]->notes & CAHIER_NOTE_MASK_LOST) != 0) {
        return CAHIER_TEXT_CHANGED;
    }
    uint32_t at = carry(c, i, decision->start);
    const cahier_redactions *marks = &c->r->corpus.analysed[d]->redactions;
    for (uint32_t m = 0; m < marks->count; m++) {
        if (marks->at[m].start == at) {
            return CAHIER_APPLIED;
        }
    }
    return at == CAHIER_NONE ? CAHIER_REPLACED : CAHIER_NO_MASK;
}

/* --- the journal ------------------------------------------------------------------------------------------------------------------ */

static cahier_outcome judge(corrector *c, uint32_t i)
{
    switch (decision_at(c, i)->deed) {
    case CAHIER_SAY_POLARITY:
        return note(c, i, c->guidance->corrected.polarity_of) > 0 ? CAHIER_APPLIED : CAHIER_NO_CONTRIBUTION;
    case CAHIER_SAY_STANCE:
        return note(c, i, c->guidance->corrected.stance_of) > 0 ? CAHIER_APPLIED : CAHIER_NO_CONTRIBUTION;
    case CAHIER_DUPLICATE:
        return judge_copies(c, i);
    case CAHIER_MASK:
        return judge_mask(c, i);
    case CAHIER_UNMASK:
        return judge_unmask(c, i);
    default:
        return c->guidance->outcome[i];
    }
}

static bool is_about_texts(cahier_deed deed)
{
    return deed >= CAHIER_SAY_POLARITY && deed <= CAHIER_UNMASK;
}

/* Lines that said something of texts, all of which later lines say otherwise. */
static cahier_status find_replaced(corrector *c)
{
    cahier_guidance *guidance = c->guidance;
    const uint32_t *const of[] = {guidance->corrected.polarity_of, guidance->corrected.stance_of, c->said};
    bool *stands = CAHIER_NEW(c->scratch, bool, guidance->decisions->count);
    if (stands == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t n = 0; n < 3; n++) {
        for (uint32_t d = 0; d < c->r->corpus.count; d++) {
            if (of[n][d] != CAHIER_NONE) {
                stands[of[n][d]] = true;
            }
        }
    }
    for (uint32_t i = 0; i < guidance->decisions->count; i++) {
        cahier_deed deed = guidance->decisions->at[i].deed;
        bool says = deed == CAHIER_SAY_POLARITY || deed == CAHIER_SAY_STANCE || deed == CAHIER_DUPLICATE;
        if (says && !stands[i] && guidance->outcome[i] == CAHIER_APPLIED) {
            guidance->outcome[i] = CAHIER_REPLACED;
        }
    }
    return CAHIER_OK;
}

static cahier_status correct(corrector *c)
{
    cahier_guidance *guidance = c->guidance;
    uint32_t D = c->r->corpus.count, **of[] = {&guidance->corrected.polarity_of, &guidance->corrected.stance_of,
                                             &guidance->corrected.copy_of, &c->said};
    for (uint32_t n = 0; n < sizeof of / sizeof *of; n++) {
        *of[n] = CAHIER_NEW(c->batch, uint32_t, D);
        if (*of[n] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        memset(*of[n], 0xff, D * sizeof **of[n]);
    }
    for (uint32_t i = 0; i < guidance->decisions->count; i++) {
        guidance->outcome[i] = judge(c, i);
    }
    CAHIER_TRY(find_replaced(c));
    CAHIER_TRY(rewrite_all(c));
    return refuse_copies(c);
}

cahier_status cahier_correct(cahier_arena *batch, cahier_arena *scratch, const cahier_intern *ids,
        cahier_guidance *guidance, cahier_result *result)
{
    size_t mark = cahier_arena_mark(scratch);
    corrector c = {.batch = batch, .scratch = scratch, .ids = ids, .guidance = guidance, .r = result};
    bool any = false;
    for (uint32_t i = 0; guidance->decisions != NULL && i < guidance->decisions->count; i++) {
        any = any || is_about_texts(guidance->decisions->at[i].deed);
    }
    cahier_status status = any ? correct(&c) : CAHIER_OK;
    cahier_arena_reset(scratch, mark);
    return status;
}
