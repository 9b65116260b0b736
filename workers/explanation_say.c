/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation_say.h"

#include <string.h>

#include "command_words.h"
#include "facts.h"
#include "french.h"
#include "layout.h"
#include "polarity.h"
#include "text.h"
#include "assign.h"

#define TERM_WIDTH 34u
#define VALUE_WIDTH 8u

static const cahier_explain_words *const words = &cahier_explain_fr;

#define SAY(out, ...) CAHIER_SAY_PLAIN(out, __VA_ARGS__)

/* A sentence on lines of its own. */
#define SAY_LINE(out, indent, ...)                                                                                     \
    do {                                                                                                               \
        cahier_out line_;                                                                                              \
        cahier_out_open_memory(&line_);                                                                                \
        CAHIER_SAY_PLAIN(&line_, __VA_ARGS__);                                                                         \
        cahier_layout_wrap((out), cahier_out_text(&line_), (indent), "", "");                                          \
        cahier_out_close(&line_);                                                                                      \
    } while (0)

static void say_title(cahier_out *out, const char *title)
{
    cahier_put(out, "\n");
    SAY_LINE(out, 0, title);
}

/* --- the text --------------------------------------------------------------------------------------------------------------- */

/* "2025-03-14", or 0. */
static int32_t read_date(cahier_text date)
{
    int32_t value = 0;
    for (uint32_t i = 0; i < date.len; i++) {
        if (date.at[i] >= '0' && date.at[i] <= '9' && value < 100000000) {
            value = value * 10 + (date.at[i] - '0');
        }
    }
    return date.len == 10 && value >= 10000101 && value / 100 % 100 >= 1 && value / 100 % 100 <= 12 ? value : 0;
}

static void say_origin(cahier_out *out, const cahier_explanation *e)
{
    SAY_LINE(out, 0, words->document, CAHIER_T(e->id));
    cahier_put(out, "  ");
    SAY(out, words->row, CAHIER_N(e->row));
    if (e->file.len > 0) {
        SAY(out, words->of_file, CAHIER_T(e->file));
    }
    SAY(out, words->author, CAHIER_T(e->person));
    if (read_date(e->date) != 0) {
        SAY(out, words->on, CAHIER_D(read_date(e->date)));
    }
    if (e->place.len > 0) {
        SAY(out, words->at_place, CAHIER_T(e->place));
    }
    cahier_put(out, "\n");
    if (e->question.len > 0) {
        SAY_LINE(out, 2, words->question, CAHIER_T(e->question));
    }
    cahier_put(out, "\n");
    cahier_layout_wrap(out, e->text, 4, "« ", " »");
}

static void say_remarks(cahier_out *out, const cahier_explanation *e)
{
    if (e->notes == 0) {
        return;
    }
    say_title(out, words->remarks);
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        if ((e->notes >> bit & 1u) != 0) {
            SAY_LINE(out, 2, cahier_french_note[bit]);
        }
    }
}

/* --- themes ------------------------------------------------------------------------------------------------------------------- */

static void say_verdict(cahier_out *out, int64_t said, int64_t computed)
{
    if (said == computed) {
        SAY(out, words->verified);
    } else {
        cahier_out number;
        cahier_out_open_memory(&number);
        cahier_layout_milli(&number, said);
        SAY(out, words->report_says, CAHIER_T(cahier_out_text(&number)));
        cahier_out_close(&number);
    }
}

/* « 0,310 + 0,200 - 0,010 = 0,500, vérifié », cut into lines between terms. */
static void say_sum(cahier_out *out, const cahier_explained_theme *theme)
{
    cahier_out sum;
    cahier_out_open_memory(&sum);
    for (uint32_t i = 0; i < theme->count; i++) {
        int64_t part = theme->at[i].weight_milli;
        cahier_put(&sum, i == 0 ? "" : part < 0 ? " - " : " + ");
        cahier_layout_milli(&sum, i > 0 && part < 0 ? -part : part);
    }
    cahier_put(&sum, theme->count > 0 ? " = " : "");
    cahier_layout_milli(&sum, theme->sum_milli);
    say_verdict(&sum, theme->score_milli, theme->sum_milli);
    cahier_layout_wrap(out, cahier_out_text(&sum), 5, "", "");
    cahier_out_close(&sum);
}

/* « Le nom vient de la liste : mots « vélo », « piste cyclable » » */
static void say_list_words(cahier_out *out, const cahier_explained_theme *theme)
{
    const cJSON *word;
    cahier_out list;
    cahier_out_open_memory(&list);
    cJSON_ArrayForEach(word, theme->words)
    {
        cahier_put(&list, list.len > 0 ? ", " : "");
        cahier_put(&list, cJSON_IsString(word) ? word->valuestring : "");
    }
    if (list.len > 0) {
        SAY_LINE(out, 5, words->named_by_list, CAHIER_T(cahier_out_text(&list)));
    }
    cahier_out_close(&list);
}

static void say_terms(cahier_out *out, const cahier_explained_theme *theme)
{
    for (uint32_t i = 0; i < theme->count; i++) {
        const cahier_explained_term *term = &theme->at[i];
        cahier_put(out, "     ");
        cahier_put_text(out, term->surface);
        cahier_layout_pad(out, cahier_layout_width(term->surface), TERM_WIDTH);
        cahier_layout_right(out, term->weight_milli, VALUE_WIDTH);
        cahier_put(out, "\n");
    }
    say_sum(out, theme);
}

static void say_theme(
        cahier_out *out, cahier_text text, const cahier_explained_theme *theme, const char *line, uint32_t rank)
{
    cahier_out score;
    cahier_out_open_memory(&score);
    cahier_layout_milli(&score, theme->score_milli);
    SAY_LINE(out, 2, line, CAHIER_N(rank), CAHIER_T(cahier_explained_name(theme)), CAHIER_T(theme->id),
            CAHIER_T(cahier_out_text(&score)));
    cahier_out_close(&score);
    if (theme->of_sentence && theme->start < theme->end && theme->end <= text.len) {
        SAY_LINE(out, 5, words->sentence, CAHIER_T(cahier_slice(text, theme->start, theme->end)));
    }
    say_list_words(out, theme);
    say_terms(out, theme);
}

static void say_loss(cahier_out *out, const cahier_explanation *e)
{
    int64_t asked = ((int64_t)(e->theme_count > 0 ? cahier_explained_best(e) : 0) * CAHIER_THEME_ALSO_SHARE + 99) / 100;
    switch (e->loss) {
    case CAHIER_LOST_NO_RUNNER:
        break;
    case CAHIER_LOST_LEAST:
        SAY_LINE(out, 5, words->lost_least, CAHIER_F(CAHIER_THEME_LEAST_MILLI));
        break;
    case CAHIER_LOST_ALSO:
        SAY_LINE(out, 5, words->lost_also, CAHIER_F(CAHIER_THEME_ALSO_MILLI));
        break;
    case CAHIER_LOST_SHARE:
        SAY_LINE(out, 5, words->lost_share, CAHIER_P(CAHIER_THEME_ALSO_SHARE * 10), CAHIER_F(asked));
        break;
    case CAHIER_LOST_MOST:
        SAY_LINE(out, 5, words->lost_most, CAHIER_N(CAHIER_THEMES_EACH));
        break;
    case CAHIER_LOST_DECISION:
        SAY_LINE(out, 5, words->lost_decision);
        break;
    case CAHIER_LOST_KEPT:
        SAY_LINE(out, 5, words->lost_kept);
        break;
    case CAHIER_LOST_WRONGLY:
        SAY_LINE(out, 5, words->lost_wrongly);
        break;
    }
}

static void say_decision(cahier_out *out, const cahier_explained_decision *decision)
{
    static const struct {
        const char *what;
        size_t sentence;
    } deeds[] = {{"move", 0}, {"pin", 1}, {"exclude", 2}, {"apart", 3}, {"split", 4}, {"merge", 5}};
    for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
        if (cahier_text_equal(decision->what, cahier_string(deeds[i].what))) {
            SAY_LINE(out, 2, words->decided[deeds[i].sentence], CAHIER_T(decision->who), CAHIER_T(decision->when));
            SAY_LINE(out, 2, words->decision_prevails);
        }
    }
    if (decision->what.len > 0 && decision->note.len > 0) {
        SAY_LINE(out, 2, words->decision_note, CAHIER_T(decision->note));
    }
}

static void say_themes(cahier_out *out, const cahier_explanation *e)
{
    bool no_answer = (e->notes & CAHIER_NOTE_NO_ANSWER) != 0;
    say_title(out, words->themes);
    say_decision(out, &e->decision);
    for (uint32_t k = 0; k < e->theme_count; k++) {
        say_theme(out, e->text, &e->themes[k], k == 0 ? words->main_theme : words->further_theme, k + 1);
    }
    if (e->kept) {
        SAY_LINE(out, 2, words->kept_theme, CAHIER_P(1000 - 10 * CAHIER_THEME_KEEP_SHARE));
    }
    if (e->theme_count == 0) {
        SAY_LINE(out, 2, no_answer ? words->no_answer : words->unclassified);
    }
    if (e->loss != CAHIER_LOST_NO_RUNNER) {
        say_theme(out, e->text, &e->runner_up, e->theme_count == 0 ? words->nearest : words->runner_up, 0);
        say_loss(out, e);
    } else if (e->theme_count == 0 && !no_answer) {
        SAY_LINE(out, 2, words->no_known_word);
    }
}

/* --- polarity ------------------------------------------------------------------------------------------------------------------- */

static const char *find_rule(cahier_text key)
{
    for (uint32_t r = 0; r < CAHIER_RULES; r++) {
        const char *name = cahier_rule_key((cahier_rule)r);
        if (key.len == strlen(name) && memcmp(key.at, name, key.len) == 0) {
            return words->rule[r];
        }
    }
    return words->rule_unknown;
}

static void say_rule(cahier_out *out, const cahier_explained_rule *rule)
{
    cahier_put(out, "       ");
    SAY(out, words->times, CAHIER_F((int64_t)rule->factor_percent * 10), CAHIER_W(find_rule(rule->key)));
    if (rule->cue.len > 0) {
        SAY(out, words->cue, CAHIER_T(rule->cue));
    }
    cahier_put(out, " = ");
    cahier_layout_milli(out, rule->after_milli);
    cahier_put(out, "\n");
}

static void say_word(cahier_out *out, const cahier_explained_word *word)
{
    cahier_put(out, "     ");
    SAY(out, words->quoted, CAHIER_T(word->surface));
    cahier_layout_pad(out, cahier_layout_width(word->surface) + 4, TERM_WIDTH);
    cahier_layout_right(out, word->weight_milli, VALUE_WIDTH);
    if (word->learned) {
        cahier_put(out, "  ");
        cahier_put(out, words->learned);
    }
    cahier_put(out, "\n");
    for (uint32_t i = 0; i < word->count; i++) {
        say_rule(out, &word->at[i]);
    }
    if (word->computed_milli != word->value_milli) {
        cahier_put(out, "       ");
        say_verdict(out, word->value_milli, word->computed_milli);
        cahier_put(out, "\n");
    }
}

static void say_addition(cahier_out *out, const cahier_explained_polarity *p)
{
    cahier_out sum;
    cahier_out_open_memory(&sum);
    for (uint32_t i = 0; i < p->count; i++) {
        int64_t value = p->at[i].computed_milli;
        cahier_put(&sum, i == 0 ? "" : value < 0 ? " - " : " + ");
        cahier_layout_milli(&sum, i > 0 && value < 0 ? -value : value);
    }
    cahier_put(&sum, " = ");
    cahier_layout_milli(&sum, p->sum_milli);
    cahier_layout_wrap(out, cahier_out_text(&sum), 5, words->sum, "");
    cahier_out_close(&sum);
}

/* « 2 × (-0,480) / √(17 + 3) = -0,215, vérifié » */
static void say_formula(cahier_out *out, const cahier_explained_polarity *p)
{
    cahier_out sum;
    cahier_out_open_memory(&sum);
    bool negative = p->sum_milli < 0;
    cahier_put(&sum, negative ? "(" : "");
    cahier_layout_milli(&sum, p->sum_milli);
    cahier_put(&sum, negative ? ")" : "");
    SAY_LINE(out, 5, words->formula);
    cahier_layout_pad(out, 0, 5);
    SAY(out, words->formula_here, CAHIER_T(cahier_out_text(&sum)), CAHIER_N(p->words));
    cahier_layout_milli(out, p->computed_milli);
    say_verdict(out, p->score_milli, p->computed_milli);
    cahier_put(out, "\n");
    cahier_out_close(&sum);
}

/* « Avec la liste seule : négatif, note -0,120. » */
static void say_learned(cahier_out *out, const cahier_explained_polarity *p)
{
    SAY_LINE(
            out, 5, words->why_learned, CAHIER_W(cahier_french_polarity[p->lexical_label]), CAHIER_F(p->lexical_milli));
}

static void say_lexical_reason(cahier_out *out, const cahier_explained_polarity *p)
{
    const cahier_arg positive = CAHIER_F(CAHIER_POLARITY_POSITIVE), negative = CAHIER_F(CAHIER_POLARITY_NEGATIVE);
    switch (p->lexical_label) {
    case CAHIER_MIXED:
        SAY_LINE(out, 5, words->why_mixed, CAHIER_F(p->positive_milli), CAHIER_F(p->positive_score_milli),
                CAHIER_F(-p->negative_milli), CAHIER_F(-p->negative_score_milli), CAHIER_F(CAHIER_POLARITY_MIXED_FLOOR),
                CAHIER_P(p->mixed_percent * 10));
        break;
    case CAHIER_POSITIVE:
        SAY_LINE(out, 5, words->why_positive, positive);
        break;
    case CAHIER_NEGATIVE:
        SAY_LINE(out, 5, words->why_negative, negative);
        break;
    case CAHIER_NEUTRAL:
    case CAHIER_POLARITY_LABELS:
        SAY_LINE(out, 5, words->why_neutral, negative, positive);
        break;
    }
}

static void say_label_reason(cahier_out *out, const cahier_explained_polarity *p)
{
    if (p->has_learned) {
        say_learned(out, p);
    } else {
        say_lexical_reason(out, p);
    }
    if (p->computed_label != p->label) {
        SAY_LINE(out, 5, words->label_differs, CAHIER_W(cahier_french_polarity[p->label]));
    }
}

/* « Négatif, selon Mme Petit, 2025-04-12 : cette lecture compte. » and what follows is what the rules read. */
static void say_person(cahier_out *out, const cahier_explained_decision *decision, const char *label)
{
    if (decision->what.len == 0) {
        return;
    }
    SAY_LINE(out, 2, words->corrected, CAHIER_W(label), CAHIER_T(decision->who), CAHIER_T(decision->when));
    if (decision->note.len > 0) {
        SAY_LINE(out, 2, words->decision_note, CAHIER_T(decision->note));
    }
    SAY_LINE(out, 2, words->rules_read);
}

static void say_polarity(cahier_out *out, const cahier_explained_polarity *p)
{
    cahier_out score;
    cahier_out_open_memory(&score);
    cahier_layout_milli(&score, p->score_milli);
    say_title(out, words->polarity);
    say_person(out, &p->decision, cahier_french_polarity[p->corrected]);
    SAY_LINE(out, 2, words->polarity_is, CAHIER_W(cahier_french_polarity[p->label]), CAHIER_T(cahier_out_text(&score)));
    cahier_out_close(&score);
    for (uint32_t i = 0; i < p->count; i++) {
        say_word(out, &p->at[i]);
    }
    if (p->count == 0) {
        SAY_LINE(out, 5, words->no_polar_word);
    } else {
        say_addition(out, p);
        say_formula(out, p);
    }
    say_label_reason(out, p);
}

/* --- the rest --------------------------------------------------------------------------------------------------------------------- */

static void say_stance(cahier_out *out, const cahier_explanation *e)
{
    say_title(out, words->stance);
    const char *label = cahier_french_stance[e->stance.heard];
    say_person(out, &e->stance.decision, cahier_french_stance[e->stance.label]);
    if (e->stance.cue.len > 0) {
        SAY_LINE(out, 2, words->stance_cue, CAHIER_W(label), CAHIER_T(e->stance.cue));
    } else {
        SAY_LINE(out, 2, words->stance_alone, CAHIER_W(label));
    }
    for (uint32_t i = 0; i < e->also_count; i++) {
        const cahier_explained_stance *other = &e->also[i];
        SAY_LINE(out, 2, words->stance_also, CAHIER_W(cahier_french_stance[other->label]), CAHIER_T(other->cue));
    }
}

static void say_redactions(cahier_out *out, const cahier_explanation *e)
{
    if (e->redaction_count == 0) {
        return;
    }
    say_title(out, words->redactions);
    for (uint32_t i = 0; i < e->redaction_count; i++) {
        const cahier_explained_redaction *redaction = &e->redactions[i];
        uint32_t start = redaction->start < e->text.len ? redaction->start : e->text.len;
        uint32_t end = redaction->end < start ? start : redaction->end < e->text.len ? redaction->end : e->text.len;
        uint32_t before = cahier_layout_width(cahier_slice(e->text, 0, start));
        SAY_LINE(out, 2, words->redaction, CAHIER_W(cahier_french_redaction[redaction->kind][0]), CAHIER_N(before + 1),
                CAHIER_N(before + cahier_layout_width(cahier_slice(e->text, start, end))));
    }
}

static void say_duplicate(cahier_out *out, const cahier_explanation *e)
{
    const cahier_explained_duplicate *duplicate = &e->duplicate;
    bool identical = duplicate->kind.len == strlen("identical");
    if (e->no_copy.what.len > 0) {
        say_title(out, words->copies);
        SAY_LINE(out, 2, words->no_copy, CAHIER_T(e->no_copy.who), CAHIER_T(e->no_copy.when));
    }
    if (duplicate->group.len == 0) {
        return;
    }
    say_title(out, words->copies);
    if (duplicate->of.len > 0) {
        SAY_LINE(out, 2, identical ? words->copy_identical : words->copy_near, CAHIER_T(duplicate->of),
                CAHIER_T(duplicate->group));
    } else {
        SAY_LINE(out, 2, words->copy_original, CAHIER_T(duplicate->group));
    }
    if (duplicate->members > 0) {
        SAY_LINE(out, 2, duplicate->campaign ? words->copy_campaign : words->copy_members, CAHIER_N(duplicate->members),
                CAHIER_N(duplicate->persons));
    }
}

static void say_differences(cahier_out *out, const cahier_explanation *e)
{
    cahier_put(out, "\n");
    if (e->difference_count == 0) {
        SAY_LINE(out, 0, words->all_verified);
        return;
    }
    SAY_LINE(out, 0, words->differences);
    for (uint32_t i = 0; i < e->difference_count; i++) {
        const cahier_difference *d = &e->differences[i];
        bool label = d->kind == CAHIER_DIFFERS_LABEL;
        SAY_LINE(out, 2, words->difference[d->kind], CAHIER_T(d->what),
                label ? CAHIER_W(cahier_french_polarity[d->said]) : CAHIER_F(d->said),
                label ? CAHIER_W(cahier_french_polarity[d->computed]) : CAHIER_F(d->computed));
    }
}

void cahier_explanation_say(cahier_out *out, const cahier_explanation *e)
{
    say_origin(out, e);
    say_themes(out, e);
    say_polarity(out, &e->polarity);
    say_stance(out, e);
    say_redactions(out, e);
    say_duplicate(out, e);
    say_remarks(out, e);
    say_differences(out, e);
}
