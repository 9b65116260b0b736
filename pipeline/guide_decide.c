/* SPDX-License-Identifier: Apache-2.0 */
/* The journal of decisions, applied in its order to the themes in the making. */
#include <string.h>

#include "assign.h"
#include "guide_shape.h"
#include "text.h"

typedef struct pair { /* themes that a person keeps apart */
    uint32_t a, b;
} pair;

typedef struct journal {
    cahier_guide *g;
    const cahier_decisions *decisions;
    cahier_seeds terms; /* row i: the term of decision i, when it splits by one */
    uint32_t *votes;    /* a shape */
    pair *apart;
    uint32_t apart_count;
} journal;

/* --- contributions -------------------------------------------------------------------------------------------------------- */

/* Decision i takes a text of one shape to another: both are not what they were. */
static void note_change(journal *j, uint32_t i, uint32_t from, uint32_t to)
{
    if (from != to && from != CAHIER_NONE) {
        j->g->shape[from].changed = i;
    }
    if (from != to && to != CAHIER_NONE) {
        j->g->shape[to].changed = i;
    }
}

/* Puts the contributions of a list in shape k (or out of all); how many are in the files. */
static uint32_t place(journal *j, uint32_t i, const cahier_text *ids, uint32_t count, uint32_t k)
{
    uint32_t found = 0;
    for (uint32_t c = 0; c < count; c++) {
        uint32_t first, end;
        cahier_guide_find(j->g, ids[c], &first, &end);
        found += first < end;
        for (uint32_t d = first; d < end; d++) {
            note_change(j, i, j->g->of[d], k);
            j->g->of[d] = k;
            j->g->held[d] = CAHIER_HELD_ALONE;
            j->g->guidance->decision_of[d] = i;
        }
    }
    return found;
}

static cahier_outcome place_listed(journal *j, uint32_t i, uint32_t k)
{
    const cahier_decision *decision = &j->decisions->at[i];
    uint32_t found = place(j, i, decision->contributions, decision->contribution_count, k);
    j->g->guidance->missing[i] = decision->contribution_count - found;
    return found > 0 ? CAHIER_APPLIED : CAHIER_NO_CONTRIBUTION;
}

/* --- themes ---------------------------------------------------------------------------------------------------------------------- */

static uint32_t find_id(const cahier_guide *g, cahier_text id)
{
    for (uint32_t k = 0; k < g->count; k++) {
        if (cahier_text_equal((cahier_text){g->shape[k].id, (uint32_t)strlen(g->shape[k].id)}, id)) {
            return cahier_shape_root(g, k);
        }
    }
    return CAHIER_NONE;
}

/* By its id, unless all its members are elsewhere, half of them together and two at least: one may have been moved. Half of all that
 * are named: three texts that are left of forty would take the theme's name to whatever theme they are in now. */
static uint32_t find_theme(journal *j, const cahier_theme_named *named)
{
    cahier_guide *g = j->g;
    uint32_t best = 0, same = find_id(g, named->id);
    memset(j->votes, 0, g->count * sizeof *j->votes);
    for (uint32_t m = 0; m < named->member_count; m++) {
        uint32_t first, end;
        cahier_guide_find(g, named->members[m], &first, &end);
        if (first < end && g->of[first] != CAHIER_NONE) {
            j->votes[g->of[first]]++;
        }
    }
    for (uint32_t k = 1; k < g->count; k++) {
        best = j->votes[k] > j->votes[best] ? k : best;
    }
    bool most = g->count > 0 && j->votes[best] > 0 && 2 * j->votes[best] >= named->member_count;
    bool elsewhere = most && j->votes[best] > 1 && (same == CAHIER_NONE || j->votes[same] == 0);
    return same != CAHIER_NONE && !elsewhere ? same : most ? best : CAHIER_NONE;
}

static void name_shape(journal *j, uint32_t i, uint32_t k)
{
    cahier_shape *shape = &j->g->shape[k];
    const cahier_decision *decision = &j->decisions->at[i];
    bool renames = decision->label.len > 0;
    if (renames && shape->decision != CAHIER_NONE && j->decisions->at[shape->decision].deed == CAHIER_RENAME) {
        j->g->guidance->outcome[shape->decision] = CAHIER_REPLACED;
    }
    shape->decision = i;
    shape->changed = i;
    if (decision->label.len > 0) {
        shape->label = decision->label;
        shape->taxonomy = CAHIER_NONE;
    }
}

static bool are_apart(const journal *j, uint32_t a, uint32_t b)
{
    for (uint32_t p = 0; p < j->apart_count; p++) {
        uint32_t x = cahier_shape_root(j->g, j->apart[p].a), y = cahier_shape_root(j->g, j->apart[p].b);
        if ((x == a && y == b) || (x == b && y == a)) {
            return true;
        }
    }
    return false;
}

static void hold_first(journal *j, uint32_t i, uint32_t d)
{
    if (j->g->held[d] != CAHIER_HELD_ALONE) {
        j->g->held[d] = CAHIER_HELD_FIRST;
        j->g->guidance->decision_of[d] = i;
    }
}

static void unite(journal *j, uint32_t i, uint32_t to, uint32_t from)
{
    cahier_guide *g = j->g;
    g->shape[from].into = to;
    g->shape[to].touched = true;
    g->shape[to].changed = i;
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        if (g->of[d] == from || g->of[d] == to) {
            g->of[d] = to;
            hold_first(j, i, d);
        }
    }
}

static cahier_outcome merge(journal *j, uint32_t i)
{
    const cahier_decision *decision = &j->decisions->at[i];
    uint32_t to = find_theme(j, &decision->themes[0]), others = 0;
    for (uint32_t t = 0; t < decision->theme_count; t++) {
        uint32_t k = find_theme(j, &decision->themes[t]);
        if (k == CAHIER_NONE || to == CAHIER_NONE) {
            return CAHIER_NO_THEME;
        }
        if (are_apart(j, to, k)) {
            return CAHIER_CONTRADICTED;
        }
        others += k != to;
    }
    for (uint32_t t = 1; t < decision->theme_count; t++) {
        uint32_t k = find_theme(j, &decision->themes[t]);
        if (k != to) {
            unite(j, i, to, k);
        }
    }
    if (others > 0) {
        name_shape(j, i, to);
    }
    return others > 0 ? CAHIER_APPLIED : CAHIER_ONE_THEME;
}

/* --- splits -------------------------------------------------------------------------------------------------------------------- */

static bool holds_term(const journal *j, uint32_t i, uint32_t d)
{
    uint32_t row[CAHIER_SEEDS_HELD];
    uint32_t count = cahier_seeds_held(&j->terms, &j->g->result->corpus, j->g->in->uses, d, row);
    for (uint32_t r = 0; r < count; r++) {
        if (row[r] == i) {
            return true;
        }
    }
    return false;
}

/* Texts of shape k that hold the term of decision i go to shape `to`; with `to` CAHIER_NONE they are only counted. */
static uint32_t divide_by_term(journal *j, uint32_t i, uint32_t k, uint32_t to, uint32_t *total)
{
    cahier_guide *g = j->g;
    uint32_t held = 0;
    *total = 0;
    for (uint32_t d = 0; d < g->result->corpus.count; d++) {
        bool inside = g->of[d] == k, holds = inside && holds_term(j, i, d);
        *total += inside;
        held += holds;
        if (holds && to != CAHIER_NONE) {
            note_change(j, i, k, to);
            g->of[d] = to;
            hold_first(j, i, d);
        }
    }
    return held;
}

static cahier_outcome split(journal *j, uint32_t i)
{
    const cahier_decision *decision = &j->decisions->at[i];
    uint32_t k = find_theme(j, &decision->themes[0]), total, first, end, found = 0;
    if (k == CAHIER_NONE) {
        return CAHIER_NO_THEME;
    }
    if (decision->term.len > 0) {
        uint32_t held = divide_by_term(j, i, k, CAHIER_NONE, &total);
        if (held == 0 || held == total) {
            return CAHIER_NOTHING_TO_SPLIT;
        }
    } else {
        for (uint32_t c = 0; c < decision->contribution_count; c++) {
            cahier_guide_find(j->g, decision->contributions[c], &first, &end);
            found += first < end;
        }
        if (found == 0) {
            return CAHIER_NO_CONTRIBUTION;
        }
    }
    cahier_text key = decision->label.len > 0  ? decision->label
                      : decision->term.len > 0 ? decision->term
                                               : decision->contributions[0];
    uint32_t to = cahier_shape_new(j->g, key);
    j->g->shape[k].touched = true;
    name_shape(j, i, to);
    if (decision->term.len > 0) {
        (void)divide_by_term(j, i, k, to, &total);
        return CAHIER_APPLIED;
    }
    return place_listed(j, i, to);
}

/* Two themes never together: noted against later merges; when they have become one, its members part it again. */
static cahier_outcome keep_apart(journal *j, uint32_t i)
{
    const cahier_theme_named *themes = j->decisions->at[i].themes;
    uint32_t a = find_theme(j, &themes[0]), b = find_theme(j, &themes[1]);
    if (a == CAHIER_NONE || b == CAHIER_NONE) {
        return CAHIER_NO_THEME;
    }
    if (a == b) {
        uint32_t first = 0, end = 0;
        for (uint32_t m = 0; m < themes[1].member_count && first == end; m++) {
            cahier_guide_find(j->g, themes[1].members[m], &first, &end);
        }
        if (themes[0].member_count == 0 || first == end) {
            return CAHIER_ONE_THEME;
        }
        b = cahier_shape_new(j->g, themes[1].id);
        j->g->shape[a].touched = true;
        (void)place(j, i, themes[0].members, themes[0].member_count, a);
        (void)place(j, i, themes[1].members, themes[1].member_count, b);
    }
    j->apart[j->apart_count++] = (pair){a, b};
    return CAHIER_APPLIED;
}

/* --- the journal ------------------------------------------------------------------------------------------------------------------ */

/* What is said beside the themes: of one, when it is named. */
static cahier_outcome say(journal *j, uint32_t i)
{
    const cahier_decision *decision = &j->decisions->at[i];
    uint32_t k = decision->theme_count > 0 ? find_theme(j, &decision->themes[0]) : CAHIER_NONE;
    return decision->theme_count > 0 && k == CAHIER_NONE ? CAHIER_NO_THEME : cahier_guide_say(j->g, i, k);
}

static cahier_outcome decide(journal *j, uint32_t i)
{
    const cahier_decision *decision = &j->decisions->at[i];
    uint32_t k;
    switch (decision->deed) {
    case CAHIER_RENAME:
        k = find_theme(j, &decision->themes[0]);
        if (k != CAHIER_NONE) {
            name_shape(j, i, k);
        }
        return k != CAHIER_NONE ? CAHIER_APPLIED : CAHIER_NO_THEME;
    case CAHIER_MERGE:
        return merge(j, i);
    case CAHIER_MOVE:
    case CAHIER_PIN:
        k = find_theme(j, &decision->themes[0]);
        return k != CAHIER_NONE ? place_listed(j, i, k) : CAHIER_NO_THEME;
    case CAHIER_EXCLUDE:
        return place_listed(j, i, CAHIER_NONE);
    case CAHIER_APART:
        return decision->theme_count > 0 ? keep_apart(j, i) : CAHIER_APPLIED; /* contributions: once all are scored */
    case CAHIER_SPLIT:
        return split(j, i);
    case CAHIER_SENTENCE:
    case CAHIER_SIGN:
    case CAHIER_VERDICT:
    case CAHIER_PUBLISH:
    case CAHIER_NOTE:
        return say(j, i);
    default: /* texts: correct.h; the rest: as it was opened */
        return j->g->guidance->outcome[i];
    }
}

/* A copy follows its original, unless a person said otherwise of the copy itself. */
static void copies_follow(cahier_guide *g)
{
    for (uint32_t n = 0; n < g->result->duplicate_count; n++) {
        const cahier_duplicate_group *group = &g->result->duplicates[n];
        uint32_t original = group->documents[0];
        for (uint32_t c = 1; g->held[original] == CAHIER_HELD_ALONE && c < group->document_count; c++) {
            uint32_t d = group->documents[c];
            if (g->held[d] != CAHIER_HELD_ALONE) {
                g->of[d] = g->of[original];
                g->held[d] = CAHIER_HELD_ALONE;
                g->guidance->decision_of[d] = g->guidance->decision_of[original];
            }
        }
    }
}

/* A decision that placed contributions, all of which a later one placed elsewhere. */
static void find_replaced(journal *j)
{
    cahier_guidance *guidance = j->g->guidance;
    for (uint32_t i = 0; i < j->decisions->count; i++) {
        cahier_deed deed = j->decisions->at[i].deed;
        bool places = deed == CAHIER_MOVE || deed == CAHIER_PIN || deed == CAHIER_EXCLUDE;
        bool stands = !places || guidance->outcome[i] != CAHIER_APPLIED;
        for (uint32_t d = 0; d < j->g->result->corpus.count && !stands; d++) {
            stands = guidance->decision_of[d] == i;
        }
        guidance->outcome[i] = stands ? guidance->outcome[i] : CAHIER_REPLACED;
    }
}

static cahier_status open_terms(journal *j)
{
    cahier_guide *g = j->g;
    uint32_t count = j->decisions->count;
    cahier_text *term = CAHIER_NEW(g->batch, cahier_text, count);
    int32_t *weight = CAHIER_NEW(g->batch, int32_t, count);
    if (term == NULL || weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        term[i] = j->decisions->at[i].term;
    }
    return cahier_seeds_open(g->batch, g->scratch, g->in->lexicons, &(cahier_seed_list){term, term, weight, count},
            &g->result->vocabulary, &j->terms);
}

cahier_status cahier_guide_decide(cahier_guide *g)
{
    journal j = {.g = g, .decisions = g->guidance->decisions};
    uint32_t count = j.decisions->count;
    j.votes = CAHIER_NEW(g->scratch, uint32_t, (size_t)g->count + count);
    j.apart = CAHIER_NEW(g->scratch, pair, count);
    if (j.votes == NULL || j.apart == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(open_terms(&j));
    for (uint32_t i = 0; i < count; i++) {
        g->guidance->outcome[i] = decide(&j, i);
    }
    copies_follow(g);
    find_replaced(&j);
    return CAHIER_OK;
}

/* --- contributions never together ------------------------------------------------------------------------------------------------ */

/* To its next theme, if its score reaches one; else to none. */
static void step_aside(cahier_assignments *a)
{
    cahier_assignment left = a->at[0];
    if (a->count > 1 && a->at[1].sentence == CAHIER_NONE) {
        a->at++;
        a->count--;
    } else if (a->runner_up.theme != CAHIER_NONE && a->runner_up.score_milli >= CAHIER_THEME_LEAST_MILLI) {
        a->at[0] = a->runner_up;
        a->count = 1;
    } else {
        a->count = 0;
    }
    a->runner_up = left;
    a->kept = false;
}

static cahier_outcome part(cahier_guide *g, uint32_t i, uint32_t x, uint32_t y, cahier_assignments *assignments)
{
    cahier_assignments *a = &assignments[x], *b = &assignments[y];
    if (a->count == 0 || b->count == 0 || a->at[0].theme != b->at[0].theme) {
        return CAHIER_APPLIED;
    }
    if (g->held[x] != CAHIER_FREE && g->held[y] != CAHIER_FREE) {
        return CAHIER_CONTRADICTED;
    }
    bool first =
            g->held[x] == CAHIER_FREE && (g->held[y] != CAHIER_FREE || a->at[0].score_milli < b->at[0].score_milli);
    step_aside(first ? a : b);
    g->held[first ? x : y] = CAHIER_HELD_ALONE;
    g->guidance->decision_of[first ? x : y] = i;
    return CAHIER_APPLIED;
}

void cahier_guide_part(cahier_guide *g, cahier_assignments *assignments)
{
    const cahier_decisions *decisions = g->guidance->decisions;
    for (uint32_t i = 0; decisions != NULL && i < decisions->count; i++) {
        const cahier_decision *decision = &decisions->at[i];
        uint32_t a, a_end, b, b_end;
        if (decision->deed == CAHIER_APART && decision->theme_count == 0) {
            cahier_guide_find(g, decision->contributions[0], &a, &a_end);
            cahier_guide_find(g, decision->contributions[1], &b, &b_end);
            bool present = a < a_end && b < b_end;
            g->guidance->outcome[i] = present ? part(g, i, a, b, assignments) : CAHIER_NO_CONTRIBUTION;
        }
    }
}
