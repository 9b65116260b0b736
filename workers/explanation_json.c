/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "explanation_say.h"
#include "facts.h"
#include "json_tree.h"

static void set_span(cJSON *object, uint32_t start, uint32_t end)
{
    cJSON_AddNumberToObject(object, "start", start);
    cJSON_AddNumberToObject(object, "end", end);
}

static void fill_theme(cJSON *object, const cahier_explained_theme *theme)
{
    cahier_json_text(object, "id", theme->id);
    cahier_json_text(object, "label", theme->label);
    cahier_json_milli(object, "score", theme->score_milli);
    if (theme->of_sentence) {
        set_span(cJSON_AddObjectToObject(object, "sentence"), theme->start, theme->end);
    }
    cJSON *terms = cJSON_AddArrayToObject(object, "terms");
    for (uint32_t i = 0; i < theme->count; i++) {
        cJSON *term = cahier_json_push_object(terms);
        cahier_json_text(term, "term", theme->at[i].term);
        cahier_json_text(term, "surface", theme->at[i].surface);
        cahier_json_milli(term, "weight", theme->at[i].weight_milli);
    }
    cahier_json_milli(object, "sum", theme->sum_milli);
    cJSON_AddBoolToObject(object, "verified", theme->sum_milli == theme->score_milli);
}

static void set_themes(cJSON *object, const cahier_explanation *e)
{
    static const char *const losses[] = {NULL, "score_below_least", "score_below_further", "share_of_best",
            "most_themes", "decision", "kept", "none"};
    cJSON *themes = cJSON_AddArrayToObject(object, "themes");
    if (e->kept) {
        cJSON_AddTrueToObject(object, "kept");
    }
    for (uint32_t k = 0; k < e->theme_count; k++) {
        fill_theme(cahier_json_push_object(themes), &e->themes[k]);
    }
    if (e->loss == CAHIER_LOST_NO_RUNNER) {
        cJSON_AddNullToObject(object, "runner_up");
        return;
    }
    cJSON *runner_up = cJSON_AddObjectToObject(object, "runner_up");
    fill_theme(runner_up, &e->runner_up);
    cJSON_AddStringToObject(runner_up, "why_not", losses[e->loss]);
}

static void set_decision(cJSON *object, const char *name, const cahier_explained_decision *decision)
{
    if (decision->what.len > 0) {
        cJSON *to = cJSON_AddObjectToObject(object, name);
        cahier_json_text(to, "do", decision->what);
        cahier_json_text(to, "who", decision->who);
        cahier_json_text(to, "when", decision->when);
        cahier_json_text(to, "note", decision->note);
    }
}

static void append_word(cJSON *words, const cahier_explained_word *word)
{
    cJSON *object = cahier_json_push_object(words);
    cahier_json_text(object, "surface", word->surface);
    set_span(object, word->start, word->end);
    cahier_json_milli(object, "weight", word->weight_milli);
    cJSON *rules = cJSON_AddArrayToObject(object, "rules");
    for (uint32_t i = 0; i < word->count; i++) {
        const cahier_explained_rule *rule = &word->at[i];
        cJSON *step = cahier_json_push_object(rules);
        cahier_json_text(step, "rule", rule->key);
        cahier_json_milli(step, "factor", (int64_t)rule->factor_percent * 10);
        cahier_json_text(step, "cue", rule->cue);
        set_span(step, rule->start, rule->end);
        cahier_json_milli(step, "after", rule->after_milli);
    }
    cahier_json_milli(object, "value", word->value_milli);
    if (word->learned) {
        cJSON_AddBoolToObject(object, "learned", true);
    }
    cahier_json_milli(object, "computed", word->computed_milli);
    cJSON_AddBoolToObject(object, "verified", word->computed_milli == word->value_milli);
}

static void set_polarity(cJSON *object, const cahier_explained_polarity *p)
{
    cJSON *polarity = cJSON_AddObjectToObject(object, "polarity");
    cJSON *evidence = cJSON_AddArrayToObject(polarity, "evidence");
    for (uint32_t i = 0; i < p->count; i++) {
        append_word(evidence, &p->at[i]);
    }
    cahier_json_milli(polarity, "sum", p->sum_milli);
    cJSON_AddNumberToObject(polarity, "words", p->words);
    cahier_json_milli(polarity, "score", p->score_milli);
    cahier_json_milli(polarity, "computed", p->computed_milli);
    cJSON_AddStringToObject(polarity, "label", cahier_polarity_name(p->corrected));
    if (p->decision.what.len > 0) {
        cJSON_AddStringToObject(polarity, "heard", cahier_polarity_name(p->label));
    }
    set_decision(polarity, "decision", &p->decision);
    cJSON_AddStringToObject(polarity, "computed_label", cahier_polarity_name(p->computed_label));
    cJSON_AddBoolToObject(polarity, "verified", p->computed_milli == p->score_milli && p->computed_label == p->label);
}

static void set_hidden_and_copied(cJSON *object, const cahier_explanation *e)
{
    cJSON *redactions = cJSON_AddArrayToObject(object, "redactions");
    for (uint32_t i = 0; i < e->redaction_count; i++) {
        cJSON *redaction = cahier_json_push_object(redactions);
        cJSON_AddStringToObject(redaction, "kind", cahier_redaction_name(e->redactions[i].kind));
        set_span(redaction, e->redactions[i].start, e->redactions[i].end);
    }
    if (e->duplicate.group.len == 0) {
        cJSON_AddNullToObject(object, "duplicate");
        return;
    }
    cJSON *duplicate = cJSON_AddObjectToObject(object, "duplicate");
    cahier_json_text(duplicate, "group", e->duplicate.group);
    cahier_json_text(duplicate, "kind", e->duplicate.kind);
    cahier_json_text(duplicate, "of", e->duplicate.of);
    cJSON_AddNumberToObject(duplicate, "members", e->duplicate.members);
    cJSON_AddBoolToObject(duplicate, "campaign", e->duplicate.campaign);
}

static void set_differences(cJSON *object, const cahier_explanation *e)
{
    cJSON_AddBoolToObject(object, "verified", e->difference_count == 0);
    cJSON *differences = cJSON_AddArrayToObject(object, "differences");
    for (uint32_t i = 0; i < e->difference_count; i++) {
        const cahier_difference *difference = &e->differences[i];
        cJSON *item = cahier_json_push_object(differences);
        cJSON_AddStringToObject(item, "kind", cahier_difference_name(difference->kind));
        if (difference->what.len > 0) {
            cahier_json_text(item, "what", difference->what);
        }
        if (difference->kind == CAHIER_DIFFERS_LABEL) {
            cJSON_AddStringToObject(item, "said", cahier_polarity_name((cahier_polarity_label)difference->said));
            cJSON_AddStringToObject(
                    item, "computed", cahier_polarity_name((cahier_polarity_label)difference->computed));
        } else if (difference->kind == CAHIER_DIFFERS_PLACE || difference->kind == CAHIER_DIFFERS_MARK) {
            set_span(item, (uint32_t)difference->said, (uint32_t)difference->computed);
        } else {
            cahier_json_milli(item, "said", difference->said);
            cahier_json_milli(item, "computed", difference->computed);
        }
    }
}

static void set_stance(cJSON *object, const cahier_explained_stance *stance)
{
    cJSON_AddStringToObject(object, "label", cahier_stance_name(stance->label));
    cahier_json_text(object, "cue", stance->cue);
    if (stance->decision.what.len > 0) {
        cJSON_AddStringToObject(object, "heard", cahier_stance_name(stance->heard));
    }
    set_decision(object, "decision", &stance->decision);
}

cJSON *cahier_explanation_json(const cahier_explanation *e)
{
    cJSON *object = cJSON_CreateObject();
    cahier_json_text(object, "id", e->id);
    cahier_json_text(object, "text", e->text);
    set_themes(object, e);
    set_decision(object, "decision", &e->decision);
    set_polarity(object, &e->polarity);
    cJSON *stance = cJSON_AddObjectToObject(object, "stance");
    set_stance(stance, &e->stance);
    cJSON *also = cJSON_AddArrayToObject(stance, "also");
    for (uint32_t i = 0; i < e->also_count; i++) {
        cJSON *other = cahier_json_push_object(also);
        set_stance(other, &e->also[i]);
    }
    set_hidden_and_copied(object, e);
    set_decision(object, "no_copy", &e->no_copy);
    cJSON *notes = cJSON_AddArrayToObject(object, "notes");
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        if ((e->notes >> bit & 1u) != 0) {
            cJSON_AddItemToArray(notes, cJSON_CreateString(cahier_note_name(bit)));
        }
    }
    set_differences(object, e);
    return object;
}
