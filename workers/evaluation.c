/* SPDX-License-Identifier: Apache-2.0 */
#include "evaluation.h"

#include <string.h>

#include "command_words.h"
#include "read_file.h"
#include "readback.h"
#include "text.h"

#define COMPLAIN(e, ...) CAHIER_COMPLAIN(CAHIER_COMMAND_EVALUATE, (e)->request.english, __VA_ARGS__)

const char *const cahier_subject_name[CAHIER_SUBJECTS] = {"themes", "polarity", "stance"};

const char *cahier_subject_label(cahier_subject what, uint32_t label)
{
    return what == CAHIER_SUBJECT_POLARITY ? cahier_polarity_name((cahier_polarity_label)label)
                                           : cahier_stance_name((cahier_stance_label)label);
}

uint32_t cahier_subject_labels(cahier_subject what)
{
    return what == CAHIER_SUBJECT_POLARITY ? CAHIER_POLARITY_LABELS : CAHIER_STANCES;
}

uint32_t cahier_subject_find(cahier_subject what, cahier_text text)
{
    for (uint32_t i = 0; i < cahier_subject_labels(what); i++) {
        if (cahier_text_equal(text, cahier_string(cahier_subject_label(what, i)))) {
            return i;
        }
    }
    return CAHIER_NONE;
}

static cahier_status keep_theme(cahier_arena *arena, const cJSON *document, cahier_text *out)
{
    const cJSON *themes = cJSON_GetObjectItemCaseSensitive(document, "themes");
    cahier_text id = cahier_readback_text(cJSON_GetArrayItem(themes, 0), "id");
    char *copy = CAHIER_NEW(arena, char, id.len + 1u);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, id.len > 0 ? id.at : "", id.len);
    *out = (cahier_text){copy, id.len};
    return CAHIER_OK;
}

/* LIMIT when the line is no document of a report. */
static cahier_status read_verdict(cahier_arena *arena, const cJSON *document, cahier_verdict *out)
{
    const cJSON *polarity = cJSON_GetObjectItemCaseSensitive(document, "polarity");
    const cJSON *stance = cJSON_GetObjectItemCaseSensitive(document, "stance");
    cahier_verdict v = {.known = true};
    v.label[CAHIER_SUBJECT_POLARITY] =
            cahier_subject_find(CAHIER_SUBJECT_POLARITY, cahier_readback_text(polarity, "label"));
    v.label[CAHIER_SUBJECT_STANCE] = cahier_subject_find(CAHIER_SUBJECT_STANCE, cahier_readback_text(stance, "label"));
    if (v.label[CAHIER_SUBJECT_POLARITY] == CAHIER_NONE || v.label[CAHIER_SUBJECT_STANCE] == CAHIER_NONE ||
            !cahier_readback_milli(polarity, "score", &v.score_milli)) {
        return CAHIER_ERROR_LIMIT;
    }
    CAHIER_TRY(keep_theme(arena, document, &v.theme));
    *out = v;
    return CAHIER_OK;
}

static bool read_verdicts(cahier_evaluation *e, cahier_readback *report)
{
    cahier_text id;
    while (cahier_readback_next(report, &id)) {
        uint32_t row = cahier_gold_find(&e->gold, id);
        if (row == CAHIER_NONE) {
            continue;
        }
        cJSON *document = cahier_readback_parse(report);
        cahier_status status = read_verdict(&e->arena, document, &e->verdicts[row]);
        cJSON_Delete(document);
        if (status == CAHIER_ERROR_NOMEM) {
            COMPLAIN(e, CAHIER_OUT_OF_MEMORY);
            return false;
        }
        report->ill_formed = status != CAHIER_OK;
        if (report->ill_formed) {
            break;
        }
    }
    if (report->ill_formed) {
        COMPLAIN(e, CAHIER_BAD_REPORT_LINE, CAHIER_N(report->number));
        return false;
    }
    for (uint32_t i = 0; i < e->gold.count; i++) {
        e->compared += e->verdicts[i].known;
    }
    return true;
}

static bool read_report(cahier_evaluation *e)
{
    cahier_readback report;
    e->verdicts = CAHIER_NEW(&e->arena, cahier_verdict, e->gold.count);
    if (e->verdicts == NULL) {
        COMPLAIN(e, CAHIER_OUT_OF_MEMORY);
        return false;
    }
    if (!cahier_readback_open(e->request.folder, &report)) {
        COMPLAIN(e, CAHIER_NOT_A_REPORT, CAHIER_T(cahier_string(e->request.folder)));
        return false;
    }
    bool read = read_verdicts(e, &report);
    cahier_readback_close(&report);
    if (read && e->compared == 0) {
        COMPLAIN(e, CAHIER_NO_MATCH, CAHIER_T(cahier_string(e->request.gold)));
    }
    return read && e->compared > 0;
}

static bool read_gold(cahier_evaluation *e)
{
    cahier_text bytes, name = cahier_string(e->request.gold);
    uint32_t line = 0;
    cahier_status status = cahier_read_file(&e->arena, e->request.gold, CAHIER_FILE_MOST, &bytes);
    if (status != CAHIER_OK) {
        COMPLAIN(e, status == CAHIER_ERROR_NOMEM ? CAHIER_OUT_OF_MEMORY : CAHIER_UNREADABLE_FILE, CAHIER_T(name));
        return false;
    }
    status = cahier_gold_read(&e->arena, (char *)(uintptr_t)bytes.at, bytes.len, &e->gold, &line);
    if (status == CAHIER_ERROR_LIMIT) {
        COMPLAIN(e, CAHIER_BAD_GOLD_LINE, CAHIER_T(name), CAHIER_N(line));
    } else if (status != CAHIER_OK) {
        COMPLAIN(e, status == CAHIER_ERROR_NOMEM ? CAHIER_OUT_OF_MEMORY : CAHIER_EMPTY_GOLD, CAHIER_T(name));
    }
    return status == CAHIER_OK;
}

bool cahier_evaluation_read(cahier_evaluation *e)
{
    return read_gold(e) && read_report(e);
}

/* --- which cell of the gold file answers which subject --------------------------------------------------------------- */

static bool has_cell(const cahier_gold *gold, uint32_t cell)
{
    for (uint32_t i = 0; i < gold->count; i++) {
        if (gold->at[i].cell[cell].len > 0) {
            return true;
        }
    }
    return false;
}

static bool all_are(const cahier_gold *gold, uint32_t cell, cahier_subject what)
{
    for (uint32_t i = 0; i < gold->count; i++) {
        if (gold->at[i].cell[cell].len > 0 && cahier_subject_find(what, gold->at[i].cell[cell]) == CAHIER_NONE) {
            return false;
        }
    }
    return has_cell(gold, cell);
}

static cahier_subject guess_subject(const cahier_gold *gold)
{
    return all_are(gold, CAHIER_GOLD_LABEL, CAHIER_SUBJECT_POLARITY) ? CAHIER_SUBJECT_POLARITY
           : all_are(gold, CAHIER_GOLD_LABEL, CAHIER_SUBJECT_STANCE) ? CAHIER_SUBJECT_STANCE
                                                                     : CAHIER_SUBJECT_THEMES;
}

/* The column of polarity or stance, when it speaks of what we mean by it: a survey's own « stance » may say for or against.
 * Asked for with --what, it is used as it is, and its first unknown label is refused. */
static bool has_own_cell(const cahier_evaluation *e, cahier_subject what, uint32_t cell)
{
    if (what == CAHIER_SUBJECT_THEMES || !has_cell(&e->gold, cell)) {
        return false;
    }
    if (e->request.what >= 0 || all_are(&e->gold, cell, what)) {
        return true;
    }
    COMPLAIN(e, CAHIER_OTHER_COLUMN, CAHIER_T(cahier_string(cahier_subject_name[what])));
    return false;
}

void cahier_evaluation_cells(const cahier_evaluation *e, uint32_t cell[CAHIER_SUBJECTS])
{
    static const uint32_t own[CAHIER_SUBJECTS] = {CAHIER_GOLD_LABEL, CAHIER_GOLD_POLARITY, CAHIER_GOLD_STANCE};
    cahier_subject label_is = e->request.what >= 0 ? (cahier_subject)e->request.what : guess_subject(&e->gold);
    for (uint32_t s = 0; s < CAHIER_SUBJECTS; s++) {
        cell[s] = CAHIER_GOLD_CELLS;
        if (e->request.what >= 0 && e->request.what != (int)s) {
            continue;
        }
        if (has_own_cell(e, (cahier_subject)s, own[s])) {
            cell[s] = own[s];
        } else if (s == (uint32_t)label_is && has_cell(&e->gold, CAHIER_GOLD_LABEL)) {
            cell[s] = CAHIER_GOLD_LABEL;
        }
    }
}
