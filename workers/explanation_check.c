/* SPDX-License-Identifier: Apache-2.0 */
/* Every score of an explanation, computed again from its parts. */
#include "explanation.h"

#include <string.h>

#include "assign.h"
#include "polarity.h"
#include "redact.h"
#include "report/facts.h"
#include "text.h"

typedef struct checker {
    cahier_arena *arena;
    cahier_explanation *e;
    cahier_status status;
} checker;

const char *cahier_difference_name(cahier_difference_kind kind)
{
    static const char *const names[CAHIER_DIFFERENCES_KINDS] = {
            "theme_sum", "theme_order", "runner_up", "sentence", "value", "score", "label", "place", "mark"};
    return names[kind];
}

static void differ(checker *c, cahier_difference difference)
{
    cahier_explanation *e = c->e;
    if (e->difference_count == e->difference_room) {
        uint32_t room = e->difference_room * 2 + 8;
        cahier_difference *grown = CAHIER_GROW(c->arena, e->differences, e->difference_room, room);
        if (grown == NULL) {
            c->status = CAHIER_ERROR_NOMEM;
            return;
        }
        e->differences = grown;
        e->difference_room = room;
    }
    e->differences[e->difference_count++] = difference;
}

/* --- themes ---------------------------------------------------------------------------------------------------------------- */

static void check_sum(checker *c, cahier_explained_theme *theme)
{
    for (uint32_t i = 0; i < theme->count; i++) {
        theme->sum_milli += theme->at[i].weight_milli;
    }
    if (theme->sum_milli != theme->score_milli) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_THEME_SUM, cahier_explained_name(theme), theme->score_milli,
                          theme->sum_milli});
    }
}

/* The rule of assign.h, from the strictest reason to the mildest. */
static cahier_explained_loss find_loss(const cahier_explanation *e)
{
    int32_t score = e->runner_up.score_milli;
    if (e->runner_up.id.len == 0) {
        return CAHIER_LOST_NO_RUNNER;
    }
    if (e->decision.what.len > 0) {
        return CAHIER_LOST_DECISION;
    }
    if (e->theme_count == 0) {
        return score < CAHIER_THEME_LEAST_MILLI ? CAHIER_LOST_LEAST : CAHIER_LOST_WRONGLY;
    }
    if (e->kept && score > e->themes[0].score_milli) {
        return CAHIER_LOST_KEPT;
    }
    if (score < CAHIER_THEME_ALSO_MILLI) {
        return CAHIER_LOST_ALSO;
    }
    if ((int64_t)score * 100 < (int64_t)cahier_explained_best(e) * CAHIER_THEME_ALSO_SHARE) {
        return CAHIER_LOST_SHARE;
    }
    return e->theme_count >= CAHIER_THEMES_EACH ? CAHIER_LOST_MOST : CAHIER_LOST_WRONGLY;
}

static bool is_before(const cahier_explained_theme *x, const cahier_explained_theme *y)
{
    return x->of_sentence == y->of_sentence ? x->score_milli >= y->score_milli : y->of_sentence;
}

/* A sentence stands in the text, and shows its theme as clearly as asked. */
static void check_sentence(checker *c, const cahier_explained_theme *theme)
{
    if (!theme->of_sentence) {
        return;
    }
    if (theme->start >= theme->end || theme->end > c->e->text.len) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_PLACE, cahier_explained_name(theme), theme->start, theme->end});
    }
    if (theme->score_milli < CAHIER_SENTENCE_MILLI) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_SENTENCE, cahier_explained_name(theme), theme->score_milli,
                          CAHIER_SENTENCE_MILLI});
    }
}

/* A theme of an earlier report is kept near the best score only. */
static void check_kept(checker *c)
{
    const cahier_explanation *e = c->e;
    if (!e->kept || e->theme_count == 0) {
        return;
    }
    int32_t best = cahier_explained_best(e);
    best = e->runner_up.score_milli > best ? e->runner_up.score_milli : best;
    if ((int64_t)e->themes[0].score_milli * 100 < (int64_t)best * CAHIER_THEME_KEEP_SHARE) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_THEME_ORDER, cahier_explained_name(&e->themes[0]),
                          e->themes[0].score_milli, best});
    }
}

static void check_themes(checker *c)
{
    cahier_explanation *e = c->e;
    for (uint32_t k = 0; k < e->theme_count; k++) {
        cahier_explained_theme *theme = &e->themes[k];
        check_sum(c, theme);
        check_sentence(c, theme);
        bool passes = k == 1 && e->kept; /* it may score more */
        if (k > 0 && !passes && !is_before(&e->themes[k - 1], theme)) {
            differ(c, (cahier_difference){CAHIER_DIFFERS_THEME_ORDER, cahier_explained_name(theme), theme->score_milli,
                              e->themes[k - 1].score_milli});
        }
    }
    if (e->runner_up.id.len > 0) {
        check_sum(c, &e->runner_up);
    }
    check_kept(c);
    e->loss = find_loss(e);
    if (e->loss == CAHIER_LOST_WRONGLY) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_RUNNER_UP, cahier_explained_name(&e->runner_up),
                          e->runner_up.score_milli, e->theme_count > 0 ? e->themes[0].score_milli : 0});
    }
}

/* --- polarity ---------------------------------------------------------------------------------------------------------------- */

static void check_place(checker *c, cahier_text quoted, uint32_t start, uint32_t end)
{
    cahier_text text = c->e->text;
    if (start > end || end > text.len || !cahier_text_equal(cahier_slice(text, start, end), quoted)) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_PLACE, quoted, start, end});
    }
}

static void check_word(checker *c, cahier_explained_word *word)
{
    int32_t value = word->weight_milli;
    check_place(c, word->surface, word->start, word->end);
    for (uint32_t i = 0; i < word->count; i++) {
        cahier_explained_rule *rule = &word->at[i];
        check_place(c, rule->cue, rule->start, rule->end);
        value = cahier_polarity_scale(value, rule->factor_percent);
        rule->after_milli = value;
    }
    word->computed_milli = value;
    if (value != word->value_milli) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_VALUE, word->surface, word->value_milli, value});
    }
}

/* The last paragraph of polarity.h's Value, written a second time: that the program applied it is what is to be shown.
 * By the lexicon's words alone. */
static cahier_polarity_label find_polarity(const cahier_explained_polarity *p)
{
    int64_t small = p->positive_milli < p->negative_milli ? p->positive_milli : p->negative_milli;
    int64_t large = p->positive_milli < p->negative_milli ? p->negative_milli : p->positive_milli;
    if (p->positive_score_milli >= CAHIER_POLARITY_MIXED_FLOOR &&
            p->negative_score_milli >= CAHIER_POLARITY_MIXED_FLOOR && small * 100 >= large * p->mixed_percent) {
        return CAHIER_MIXED;
    }
    return p->lexical_milli >= CAHIER_POLARITY_POSITIVE   ? CAHIER_POSITIVE
           : p->lexical_milli <= CAHIER_POLARITY_NEGATIVE ? CAHIER_NEGATIVE
                                                          : CAHIER_NEUTRAL;
}

/* Learned words may change a sign, and nothing else. */
static cahier_polarity_label turn(const cahier_explained_polarity *p)
{
    cahier_polarity_label label = p->lexical_label;
    bool may_turn = p->has_learned && p->computed_milli != 0 && (label == CAHIER_POSITIVE || label == CAHIER_NEGATIVE);
    return !may_turn ? label : p->computed_milli > 0 ? CAHIER_POSITIVE : CAHIER_NEGATIVE;
}

static void check_words(checker *c)
{
    cahier_explained_polarity *p = &c->e->polarity;
    for (uint32_t i = 0; i < p->count; i++) {
        check_word(c, &p->at[i]);
        int32_t value = p->at[i].computed_milli, lexical = p->at[i].learned ? 0 : value;
        p->sum_milli += value;
        p->positive_milli += lexical > 0 ? lexical : 0;
        p->negative_milli -= lexical < 0 ? lexical : 0;
        p->has_learned = p->has_learned || p->at[i].learned;
    }
}

static bool is_rule(cahier_text key, cahier_rule rule)
{
    const char *name = cahier_rule_key(rule);
    return cahier_text_equal(key, (cahier_text){name, (uint32_t)strlen(name)});
}

/* Among the words of the lexicon. */
static bool has_rule(const cahier_explained_polarity *p, cahier_rule rule)
{
    for (uint32_t i = 0; i < p->count; i++) {
        for (uint32_t k = 0; k < p->at[i].count && !p->at[i].learned; k++) {
            if (is_rule(p->at[i].at[k].key, rule)) {
                return true;
            }
        }
    }
    return false;
}

static void check_polarity(checker *c)
{
    cahier_explained_polarity *p = &c->e->polarity;
    bool is_opposed = has_rule(p, CAHIER_RULE_CONTRAST) && !has_rule(p, CAHIER_RULE_CONCESSION);
    p->mixed_percent = is_opposed ? CAHIER_POLARITY_OPPOSED_PERCENT : CAHIER_POLARITY_MIXED_PERCENT;
    check_words(c);
    p->computed_milli = cahier_polarity_score(p->sum_milli, p->words);
    p->lexical_milli = cahier_polarity_score(p->positive_milli - p->negative_milli, p->words);
    p->positive_score_milli = cahier_polarity_score(p->positive_milli, p->words);
    p->negative_score_milli = cahier_polarity_score(p->negative_milli, p->words);
    p->lexical_label = find_polarity(p);
    p->computed_label = turn(p);
    if (p->computed_milli != p->score_milli) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_SCORE, {NULL, 0}, p->score_milli, p->computed_milli});
    }
    if (p->computed_label != p->label) {
        differ(c, (cahier_difference){CAHIER_DIFFERS_LABEL, {NULL, 0}, p->label, p->computed_label});
    }
}

/* What was hidden cannot be known any more; that it was replaced by its mark can. */
static void check_redactions(checker *c)
{
    const cahier_explanation *e = c->e;
    for (uint32_t i = 0; i < e->redaction_count; i++) {
        const cahier_explained_redaction *redaction = &e->redactions[i];
        cahier_text mark = cahier_redact_mark(redaction->kind);
        if (redaction->start > redaction->end || redaction->end > e->text.len ||
                cahier_redact_mark_end(e->text, redaction->start, redaction->kind) != redaction->end) {
            differ(c, (cahier_difference){CAHIER_DIFFERS_MARK, mark, redaction->start, redaction->end});
        }
    }
}

cahier_status cahier_explanation_check(cahier_arena *arena, cahier_explanation *explanation)
{
    checker c = {arena, explanation, CAHIER_OK};
    check_themes(&c);
    check_polarity(&c);
    check_redactions(&c);
    return c.status;
}
