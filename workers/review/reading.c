/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include <math.h>
#include <stdlib.h>

#include "balance.h"
#include "text.h"

/* --- verdicts --------------------------------------------------------------------------------------------------------------- */

typedef struct verdict {
    uint32_t document, theme, entry;
    cahier_text reader;
    bool right;
} verdict;

typedef struct verdicts {
    verdict *at; /* by document, theme, reader: the last of each */
    uint32_t count, gone;
} verdicts;

static int by_text(const void *a, const void *b)
{
    const verdict *x = a, *y = b;
    int order = cahier_text_order(x->reader, y->reader);
    return x->document != y->document ? (x->document > y->document) - (x->document < y->document)
           : x->theme != y->theme     ? (x->theme > y->theme) - (x->theme < y->theme)
           : order != 0               ? order
                                      : (x->entry > y->entry) - (x->entry < y->entry);
}

static bool is_same_text(const verdict *x, const verdict *y)
{
    return x->document == y->document && x->theme == y->theme;
}

static cahier_status read_verdicts(cahier_arena *arena, const cahier_edition *edition, verdicts *out)
{
    const cahier_review_journal *journal = edition->journal;
    const cahier_corpus *corpus = &edition->input->result->corpus;
    verdict *at = CAHIER_NEW(arena, verdict, journal->count);
    uint32_t count = 0, kept = 0, first, end;
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = (verdicts){.at = at};
    for (uint32_t i = 0; i < journal->count; i++) {
        const cahier_entry *entry = &journal->at[i];
        if (entry->decision->deed != CAHIER_VERDICT) {
            continue;
        }
        cahier_answers_find(&edition->prepared->ids, corpus, entry->decision->contributions[0], &first, &end);
        bool found = entry->outcome == CAHIER_APPLIED && entry->theme != CAHIER_NONE && first < end;
        out->gone += !found;
        if (found) {
            at[count++] = (verdict){first, entry->theme, i, entry->decision->who, entry->decision->yes};
        }
    }
    qsort(at, count, sizeof *at, by_text);
    for (uint32_t i = 0; i < count; i++) {
        bool later =
                i + 1 < count && is_same_text(&at[i], &at[i + 1]) && cahier_text_equal(at[i].reader, at[i + 1].reader);
        if (!later) {
            at[kept++] = at[i];
        }
    }
    out->count = kept;
    return CAHIER_OK;
}

/* --- the draw --------------------------------------------------------------------------------------------------------------- */

static int by_hash(const void *a, const void *b)
{
    const cahier_draw *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash ? 1 : -1)
                              : (x->document > y->document) - (x->document < y->document);
}

static int by_doubt(const void *a, const void *b)
{
    const cahier_draw *x = a, *y = b;
    return x->lead_milli != y->lead_milli     ? (x->lead_milli > y->lead_milli ? 1 : -1)
           : x->score_milli != y->score_milli ? (x->score_milli > y->score_milli ? 1 : -1)
                                              : (x->document > y->document) - (x->document < y->document);
}

static bool may_be_read(const cahier_result *result, uint32_t d)
{
    const cahier_document *document = result->corpus.analysed[d];
    const cahier_guidance *guidance = result->guidance;
    bool placed = guidance != NULL && guidance->decisions != NULL && guidance->decision_of[d] != CAHIER_NONE;
    bool copy = result->corpus.copy != NULL && result->corpus.copy[d];
    return !placed && !copy && document->text.len > 0 && (document->notes & CAHIER_NOTE_NO_ANSWER) == 0;
}

/* Of the whole text, over the second theme of the whole text or the runner-up. */
static int32_t lead_of(const cahier_assignments *a)
{
    int32_t next = a->runner_up.theme != CAHIER_NONE ? a->runner_up.score_milli : 0;
    if (a->count > 1 && a->at[1].sentence == CAHIER_NONE && a->at[1].score_milli > next) {
        next = a->at[1].score_milli;
    }
    return a->at[0].score_milli - next;
}

/* The first of a theme in some order, in that order. */
typedef struct podium {
    int (*order)(const void *a, const void *b);
    cahier_draw *at;
    uint32_t count, room;
} podium;

static bool may_enter(const podium *p, const cahier_draw *one)
{
    return p->count < p->room || p->order(one, &p->at[p->count - 1]) < 0;
}

static void enter(podium *p, const cahier_draw *one)
{
    uint32_t at = p->count < p->room ? p->count++ : p->count - 1;
    for (; at > 0 && p->order(one, &p->at[at - 1]) < 0; at--) {
        p->at[at] = p->at[at - 1];
    }
    p->at[at] = *one;
}

/* A text is looked at only when it may be one of them. */
static void draw_theme(const cahier_result *result, uint32_t k, cahier_draws *out)
{
    const cahier_theme *theme = &result->themes[k];
    cahier_draw *to = out->at;
    podium drawn = {by_hash, to, 0, CAHIER_READING_RANDOM}, doubtful;
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t d = theme->documents[i];
        cahier_draw one = {.document = d, .hash = cahier_id_hash(&result->corpus, d), .random = true};
        if (may_enter(&drawn, &one) && may_be_read(result, d)) {
            enter(&drawn, &one);
        }
    }
    out->random = drawn.count;
    for (uint32_t i = 0; i < drawn.count; i++) {
        const cahier_assignments *a = &result->assignments[to[i].document];
        to[i].lead_milli = lead_of(a);
        to[i].score_milli = a->at[0].score_milli;
    }
    doubtful = (podium){by_doubt, to + drawn.count, 0, CAHIER_READING_DOUBTFUL};
    for (uint32_t i = 0; i < theme->document_count && drawn.count == drawn.room; i++) {
        uint32_t d = theme->documents[i];
        const cahier_assignments *a = &result->assignments[d];
        cahier_draw one = {.document = d, .lead_milli = lead_of(a), .score_milli = a->at[0].score_milli};
        if (!may_enter(&doubtful, &one) || !may_be_read(result, d)) {
            continue;
        }
        one.hash = cahier_id_hash(&result->corpus, d);
        if (by_hash(&one, &to[drawn.count - 1]) > 0) {
            enter(&doubtful, &one);
        }
    }
    out->count = drawn.count + doubtful.count;
}

cahier_status cahier_reading_prepare(cahier_arena *arena, const cahier_result *result, const cahier_draws **out)
{
    cahier_draws *draws = CAHIER_NEW(arena, cahier_draws, result->theme_count);
    if (draws == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        draw_theme(result, k, &draws[k]);
    }
    *out = draws;
    return CAHIER_OK;
}

/* The latest verdict of each reader about a text in a theme. */
static cahier_status show_verdicts(cahier_arena *arena, const verdicts *said, cahier_reading_item *item)
{
    uint32_t low = 0, high = said->count;
    const verdict key = {.document = item->document, .theme = item->theme};
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const verdict *it = &said->at[middle];
        bool before = it->document != key.document ? it->document < key.document : it->theme < key.theme;
        low = before ? middle + 1 : low;
        high = before ? high : middle;
    }
    while (low + item->verdict_count < said->count && is_same_text(&said->at[low + item->verdict_count], &key)) {
        item->verdict_count++;
    }
    uint32_t *entry = CAHIER_NEW(arena, uint32_t, item->verdict_count);
    for (uint32_t i = 0; entry != NULL && i < item->verdict_count; i++) {
        entry[i] = said->at[low + i].entry;
    }
    item->verdict = entry;
    return entry != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

static cahier_status draw_all(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_reading_plan *out)
{
    const cahier_result *result = edition->input->result;
    uint32_t K = result->theme_count;
    verdicts said;
    *out = (cahier_reading_plan){.at = CAHIER_NEW(arena, cahier_reading_item, (size_t)K * CAHIER_READING_EACH),
            .first = CAHIER_NEW(arena, uint32_t, K + 1u)};
    if (out->at == NULL || out->first == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(read_verdicts(scratch, edition, &said));
    for (uint32_t k = 0; k < K; k++) {
        const cahier_draw *order = edition->draws[k].at;
        out->first[k] = out->count;
        for (uint32_t i = 0; i < edition->draws[k].count; i++) {
            cahier_reading_item *item = &out->at[out->count++];
            *item = (cahier_reading_item){.document = order[i].document,
                    .theme = k,
                    .random = order[i].random,
                    .lead_milli = order[i].lead_milli};
            CAHIER_TRY(show_verdicts(arena, &said, item));
        }
    }
    out->first[K] = out->count;
    return CAHIER_OK;
}

cahier_status cahier_reading_draw(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_reading_plan *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = draw_all(arena, scratch, edition, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

/* --- justesse --------------------------------------------------------------------------------------------------------------- */

/* The hash up to which texts of each theme were drawn: whoever was under it is of the draw, though it went elsewhere since. */
static void bound_draws(const cahier_edition *edition, uint64_t *bound)
{
    for (uint32_t k = 0; k < edition->input->result->theme_count; k++) {
        const cahier_draws *draws = &edition->draws[k];
        bound[k] = draws->random == draws->count ? UINT64_MAX : draws->at[draws->random - 1].hash;
    }
}

/* One text a turn: right when most of its readers say so. */
static void count_right(const cahier_edition *edition, const verdicts *said, const uint64_t *bound, cahier_interval *of)
{
    const cahier_corpus *corpus = &edition->input->result->corpus;
    for (uint32_t i = 0, next; i < said->count; i = next) {
        uint32_t right = 0;
        for (next = i; next < said->count && is_same_text(&said->at[i], &said->at[next]); next++) {
            right += said->at[next].right;
        }
        if (cahier_id_hash(corpus, said->at[i].document) <= bound[said->at[i].theme]) {
            of[said->at[i].theme].total++;
            of[said->at[i].theme].count += 2 * right > next - i;
        }
    }
}

static void weigh_all(const cahier_result *result, cahier_justesse *out)
{
    double documents = 0, share = 0, worth = 0;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        documents += out->theme[k].total > 0 ? result->themes[k].document_count : 0;
        out->all.count += out->theme[k].count;
        out->all.total += out->theme[k].total;
    }
    out->all.high_milli = 1000;
    out->all_milli = -1;
    if (out->all.total == 0) {
        return;
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        double n = out->theme[k].total, weight = result->themes[k].document_count / documents;
        if (n > 0) {
            share += weight * out->theme[k].count / n;
            worth += weight * weight / n;
        }
    }
    share = share < 1 ? share : 1; /* sums of parts */
    out->all_milli = (int32_t)lrint(1000 * share);
    cahier_wilson_share(share, 1 / worth, &out->all.low_milli, &out->all.high_milli);
}

static cahier_status judge(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_justesse *out)
{
    const cahier_result *result = edition->input->result;
    verdicts said;
    uint64_t *bound = CAHIER_NEW(scratch, uint64_t, result->theme_count);
    *out = (cahier_justesse){.theme = CAHIER_NEW(arena, cahier_interval, result->theme_count)};
    if (bound == NULL || out->theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(read_verdicts(scratch, edition, &said));
    bound_draws(edition, bound);
    count_right(edition, &said, bound, out->theme);
    for (uint32_t k = 0; k < result->theme_count; k++) {
        out->theme[k] = cahier_wilson(out->theme[k].count, out->theme[k].total);
    }
    weigh_all(result, out);
    out->gone = said.gone;
    return CAHIER_OK;
}

cahier_status cahier_reading_judge(
        cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition, cahier_justesse *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = judge(arena, scratch, edition, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

/* --- two readers -------------------------------------------------------------------------------------------------------------- */

int32_t cahier_kappa(const uint32_t table[2][2])
{
    double n = (double)table[0][0] + table[0][1] + table[1][0] + table[1][1];
    if (n == 0) {
        return 0;
    }
    double first = ((double)table[1][0] + table[1][1]) / n, second = ((double)table[0][1] + table[1][1]) / n;
    double observed = ((double)table[0][0] + table[1][1]) / n;
    double expected = first * second + (1 - first) * (1 - second);
    return expected >= 1 ? 1000 : (int32_t)lrint(1000 * (observed - expected) / (1 - expected));
}

typedef struct pair_table {
    uint32_t said[2][2];
} pair_table;

typedef struct readers {
    cahier_text *name;
    uint32_t count;
    pair_table *table; /* count x count, the upper half */
} readers;

static uint32_t find_reader(const readers *r, cahier_text name)
{
    uint32_t i = 0;
    while (i < r->count && !cahier_text_equal(r->name[i], name)) {
        i++;
    }
    return i;
}

static cahier_status list_readers(cahier_arena *scratch, const verdicts *said, readers *r)
{
    *r = (readers){.name = CAHIER_NEW(scratch, cahier_text, said->count)};
    if (r->name == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < said->count; i++) {
        uint32_t at = find_reader(r, said->at[i].reader);
        if (at == r->count) {
            r->name[r->count++] = said->at[i].reader;
        }
    }
    r->table = CAHIER_NEW(scratch, pair_table, (size_t)r->count * r->count);
    return r->table != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

static void compare(const verdicts *said, readers *r)
{
    for (uint32_t i = 0; i < said->count; i++) {
        for (uint32_t j = i + 1; j < said->count && is_same_text(&said->at[i], &said->at[j]); j++) {
            uint32_t a = find_reader(r, said->at[i].reader), b = find_reader(r, said->at[j].reader);
            bool swapped = a > b, x = said->at[swapped ? j : i].right, y = said->at[swapped ? i : j].right;
            r->table[swapped ? (size_t)b * r->count + a : (size_t)a * r->count + b].said[x][y]++;
        }
    }
}

static int by_common(const void *a, const void *b)
{
    const cahier_agreement_of_two *x = a, *y = b;
    int first = cahier_text_order(x->reader[0], y->reader[0]);
    return x->both != y->both ? (x->both < y->both ? 1 : -1)
           : first != 0       ? first
                              : cahier_text_order(x->reader[1], y->reader[1]);
}

/* False when they judged nothing that the other did. */
static bool compare_two(const readers *r, uint32_t a, uint32_t b, cahier_agreement_of_two *out)
{
    const pair_table *table = &r->table[(size_t)a * r->count + b];
    uint32_t same = table->said[0][0] + table->said[1][1];
    uint32_t both = same + table->said[0][1] + table->said[1][0];
    if (both == 0) {
        return false;
    }
    *out = (cahier_agreement_of_two){{r->name[a], r->name[b]}, both, same, cahier_kappa(table->said)};
    return true;
}

static cahier_status agree(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        cahier_agreement_of_two **out, uint32_t *count)
{
    verdicts said;
    readers r;
    CAHIER_TRY(read_verdicts(scratch, edition, &said));
    CAHIER_TRY(list_readers(scratch, &said, &r));
    compare(&said, &r);
    cahier_agreement_of_two *two = CAHIER_NEW(arena, cahier_agreement_of_two, (size_t)r.count * r.count);
    if (two == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *count = 0;
    for (uint32_t a = 0; a < r.count; a++) {
        for (uint32_t b = a + 1; b < r.count; b++) {
            *count += compare_two(&r, a, b, &two[*count]);
        }
    }
    qsort(two, *count, sizeof *two, by_common);
    *out = two;
    return CAHIER_OK;
}

cahier_status cahier_reading_agree(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        cahier_agreement_of_two **out, uint32_t *count)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = agree(arena, scratch, edition, out, count);
    cahier_arena_reset(scratch, mark);
    return status;
}
