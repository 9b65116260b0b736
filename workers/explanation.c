/* SPDX-License-Identifier: Apache-2.0 */
#include "explanation.h"

#include <string.h>

#include "out.h"
#include "readback.h"
#include "text.h"

/* A tree being read: the first thing that is not as the writer writes it sets `status`, and the rest reads as nothing. */
typedef struct reader {
    cahier_arena *arena;
    const cJSON *report;
    cahier_status status;
} reader;

static void spoil(reader *r, cahier_status status)
{
    r->status = r->status == CAHIER_OK ? status : r->status;
}

static int32_t take_milli(reader *r, const cJSON *object, const char *name)
{
    int32_t milli = 0;
    if (!cahier_readback_milli(object, name, &milli)) {
        spoil(r, CAHIER_ERROR_LIMIT);
    }
    return milli;
}

static uint32_t take_count(reader *r, const cJSON *object, const char *name)
{
    uint32_t count = 0;
    if (!cahier_readback_count(object, name, &count)) {
        spoil(r, CAHIER_ERROR_LIMIT);
    }
    return count;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* An array that must be there, and room for its elements. */
static void *read_array(reader *r, const cJSON *array, size_t size, uint32_t *count)
{
    if (!cJSON_IsArray(array)) {
        spoil(r, CAHIER_ERROR_LIMIT);
        *count = 0;
        return NULL;
    }
    *count = (uint32_t)cJSON_GetArraySize(array);
    void *at = cahier_arena_alloc(r->arena, *count + 1u, size);
    if (at == NULL) {
        spoil(r, CAHIER_ERROR_NOMEM);
        *count = 0;
    }
    return at;
}

static uint32_t find_name(cahier_text text, const char *(*name)(uint32_t i), uint32_t count)
{
    uint32_t i = 0;
    while (i < count && !cahier_text_equal(text, cahier_string(name(i)))) {
        i++;
    }
    return i;
}

static const char *redaction_name(uint32_t i)
{
    return cahier_redaction_name((cahier_redaction_kind)i);
}

static const char *polarity_name(uint32_t i)
{
    return cahier_polarity_name((cahier_polarity_label)i);
}

static const char *stance_name(uint32_t i)
{
    return cahier_stance_name((cahier_stance_label)i);
}

/* Rank of a member's text among `count` names; refused when it is none of them. */
static uint32_t read_name(reader *r, cahier_text text, const char *(*name)(uint32_t i), uint32_t count)
{
    uint32_t i = find_name(text, name, count);
    if (i == count) {
        spoil(r, CAHIER_ERROR_LIMIT);
        return 0;
    }
    return i;
}

/* --- themes -------------------------------------------------------------------------------------------------------------- */

/* The element of report.json's array `name` whose id is `id`, or NULL. */
static const cJSON *find_in_report(const reader *r, const char *name, cahier_text id)
{
    const cJSON *element;
    cJSON_ArrayForEach(element, member(r->report, name))
    {
        if (cahier_text_equal(cahier_readback_text(element, "id"), id)) {
            return element;
        }
    }
    return NULL;
}

/* "sentence":{"start":12,"end":40}, when that sentence alone shows the theme. */
static void take_sentence(reader *r, const cJSON *sentence, cahier_explained_theme *out)
{
    if (sentence != NULL) {
        out->of_sentence = true;
        out->start = take_count(r, sentence, "start");
        out->end = take_count(r, sentence, "end");
    }
}

static void take_theme(reader *r, const cJSON *object, cahier_explained_theme *out)
{
    const cJSON *terms = member(object, "terms"), *term;
    out->id = cahier_readback_text(object, "id");
    out->label = cahier_readback_text(find_in_report(r, "themes", out->id), "label");
    const cJSON *named;
    cJSON_ArrayForEach(named, member(member(r->report, "guidance"), "named"))
    {
        if (cahier_text_equal(cahier_readback_text(named, "theme"), out->id)) {
            out->words = member(named, "words");
        }
    }
    out->score_milli = take_milli(r, object, "score");
    take_sentence(r, member(object, "sentence"), out);
    cahier_explained_term *to = out->at = read_array(r, terms, sizeof *out->at, &out->count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(term, terms)
    {
        *to++ = (cahier_explained_term){cahier_readback_text(term, "term"), cahier_readback_text(term, "surface"),
                take_milli(r, term, "weight")};
    }
}

static void read_themes(reader *r, const cJSON *document, cahier_explanation *out)
{
    const cJSON *themes = member(document, "themes"), *runner_up = member(document, "runner_up"), *theme;
    cahier_explained_theme *to = out->themes = read_array(r, themes, sizeof *out->themes, &out->theme_count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(theme, themes)
    {
        take_theme(r, theme, to++);
    }
    if (cJSON_IsObject(runner_up)) {
        take_theme(r, runner_up, &out->runner_up);
    }
}

/* --- polarity -------------------------------------------------------------------------------------------------------------- */

static void read_rules(reader *r, const cJSON *object, cahier_explained_word *out)
{
    const cJSON *rules = member(object, "rules"), *rule;
    cahier_explained_rule *to = out->at = read_array(r, rules, sizeof *out->at, &out->count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(rule, rules)
    {
        int32_t factor_milli = take_milli(r, rule, "factor");
        if (factor_milli % 10 != 0) {
            spoil(r, CAHIER_ERROR_LIMIT);
        }
        *to++ = (cahier_explained_rule){cahier_readback_text(rule, "rule"), cahier_readback_text(rule, "cue"),
                take_count(r, rule, "start"), take_count(r, rule, "end"), factor_milli / 10, 0};
    }
}

static cahier_explained_decision read_decision(const cJSON *decision)
{
    return (cahier_explained_decision){cahier_readback_text(decision, "do"), cahier_readback_text(decision, "who"),
            cahier_readback_text(decision, "when"), cahier_readback_text(decision, "note")};
}

static void read_polarity(reader *r, const cJSON *object, cahier_explained_polarity *out)
{
    const cJSON *evidence = member(object, "evidence"), *word;
    out->score_milli = take_milli(r, object, "score");
    out->label = (cahier_polarity_label)read_name(
            r, cahier_readback_text(object, "label"), polarity_name, CAHIER_POLARITY_LABELS);
    out->corrected = out->label;
    out->decision = read_decision(member(object, "decision"));
    if (out->decision.what.len > 0) {
        out->label = (cahier_polarity_label)read_name(
                r, cahier_readback_text(object, "heard"), polarity_name, CAHIER_POLARITY_LABELS);
    }
    out->words = take_count(r, object, "words");
    cahier_explained_word *to = out->at = read_array(r, evidence, sizeof *out->at, &out->count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(word, evidence)
    {
        *to = (cahier_explained_word){.surface = cahier_readback_text(word, "surface"),
                .start = take_count(r, word, "start"),
                .end = take_count(r, word, "end"),
                .weight_milli = take_milli(r, word, "weight"),
                .value_milli = take_milli(r, word, "value")};
        to->learned = cJSON_IsTrue(member(word, "learned"));
        read_rules(r, word, to++);
    }
}

/* --- the rest ---------------------------------------------------------------------------------------------------------------- */

static void read_redactions(reader *r, const cJSON *array, cahier_explanation *out)
{
    const cJSON *redaction;
    cahier_explained_redaction *to = out->redactions = read_array(r, array, sizeof *to, &out->redaction_count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(redaction, array)
    {
        uint32_t kind = read_name(r, cahier_readback_text(redaction, "kind"), redaction_name, CAHIER_REDACTION_KINDS);
        *to++ = (cahier_explained_redaction){
                (cahier_redaction_kind)kind, take_count(r, redaction, "start"), take_count(r, redaction, "end")};
    }
}

static cahier_explained_stance read_stance(reader *r, const cJSON *object)
{
    uint32_t label = read_name(r, cahier_readback_text(object, "label"), stance_name, CAHIER_STANCES);
    cahier_explained_stance out = {.label = (cahier_stance_label)label,
            .cue = cahier_readback_text(object, "cue"),
            .heard = (cahier_stance_label)label,
            .decision = read_decision(member(object, "decision"))};
    if (out.decision.what.len > 0) {
        out.heard =
                (cahier_stance_label)read_name(r, cahier_readback_text(object, "heard"), stance_name, CAHIER_STANCES);
    }
    return out;
}

static void read_stances(reader *r, const cJSON *object, cahier_explanation *out)
{
    const cJSON *array = member(object, "also"), *other;
    out->stance = read_stance(r, object);
    if (array == NULL) {
        return;
    }
    cahier_explained_stance *to = out->also = read_array(r, array, sizeof *to, &out->also_count);
    if (to == NULL) {
        return;
    }
    cJSON_ArrayForEach(other, array)
    {
        *to++ = read_stance(r, other);
    }
}

static void read_duplicate(const reader *r, const cJSON *object, cahier_explained_duplicate *out)
{
    out->group = cahier_readback_text(object, "group");
    out->kind = cahier_readback_text(object, "kind");
    out->of = cahier_readback_text(object, "of");
    const cJSON *group = out->group.len > 0 ? find_in_report(r, "duplicates", out->group) : NULL;
    if (group != NULL) {
        out->members = (uint32_t)cJSON_GetArraySize(member(group, "contributions"));
        out->campaign = cJSON_IsTrue(member(group, "campaign"));
        (void)cahier_readback_count(group, "persons", &out->persons);
    }
}

static void read_notes(reader *r, const cJSON *array, uint32_t *notes)
{
    const cJSON *note;
    cJSON_ArrayForEach(note, array)
    {
        cahier_text name = cJSON_IsString(note) ? cahier_string(note->valuestring) : (cahier_text){NULL, 0};
        *notes |= 1u << read_name(r, name, cahier_note_name, CAHIER_NOTES);
    }
}

cahier_status cahier_explanation_read(
        cahier_arena *arena, const cJSON *document, const cJSON *report, cahier_explanation *out)
{
    reader r = {arena, report, CAHIER_OK};
    cahier_explanation e = {.id = cahier_readback_text(document, "id"),
            .file = cahier_readback_text(document, "file"),
            .person = cahier_readback_text(document, "person"),
            .date = cahier_readback_text(document, "date"),
            .place = cahier_readback_text(document, "place"),
            .question = cahier_readback_text(document, "question"),
            .text = cahier_readback_text(document, "text")};
    e.kept = cJSON_IsTrue(member(document, "kept"));
    e.row = take_count(&r, document, "row");
    e.decision = read_decision(member(document, "decision"));
    e.no_copy = read_decision(member(document, "no_copy"));
    read_themes(&r, document, &e);
    read_polarity(&r, member(document, "polarity"), &e.polarity);
    read_stances(&r, member(document, "stance"), &e);
    read_redactions(&r, member(document, "redactions"), &e);
    read_duplicate(&r, member(document, "duplicate"), &e.duplicate);
    read_notes(&r, member(document, "notes"), &e.notes);
    if (r.status == CAHIER_OK) {
        *out = e;
    }
    return r.status;
}
