/* SPDX-License-Identifier: Apache-2.0 */
#include "urgency.h"

#include "polarity_rule.h"

enum {
    COLUMN_DANGER = 1,
    COLUMN_WEIGHT = 2
};

enum {
    GENERAL_REACH = 2 /* tokens between « prévention » and « des incendies » */
};

static bool is_class(const cahier_dangers *dangers, uint32_t row, const char *name)
{
    cahier_text cell = cahier_danger_name(dangers, row);
    return cell.len == strlen(name) && memcmp(cell.at, name, cell.len) == 0;
}

cahier_text cahier_danger_name(const cahier_dangers *dangers, uint32_t row)
{
    return cahier_lexicon_cell(dangers->list, row, COLUMN_DANGER);
}

const char *cahier_danger_void_name(cahier_danger_void reason)
{
    static const char *const names[CAHIER_DANGER_VOIDS] = {"said", "negated", "general", "past", "wished"};
    return names[reason];
}

cahier_status cahier_dangers_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_lexicon *list, cahier_dangers *out, cahier_error *error)
{
    cahier_dangers dangers = {
            .lexicons = lexicons, .list = list, .weight_milli = CAHIER_NEW(arena, int32_t, list->count)};
    size_t mark = cahier_arena_mark(scratch);
    cahier_text *form = CAHIER_NEW(scratch, cahier_text, list->count);
    cahier_spot_forms forms = {.at = form, .count = list->count};
    *error = (cahier_error){.message = ""};
    if (dangers.weight_milli == NULL || form == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < list->count; r++) {
        form[r] = cahier_lexicon_cell(list, r, cahier_lexicon_form(CAHIER_LEXICON_URGENCY));
        (void)cahier_lexicon_number(cahier_lexicon_cell(list, r, COLUMN_WEIGHT), 1000, &dangers.weight_milli[r]);
    }
    cahier_status status = cahier_spots_open(arena, scratch, lexicons, &forms, &dangers.spots);
    cahier_arena_reset(scratch, mark);
    if (status == CAHIER_ERROR_LEXICON) {
        *error = (cahier_error){status, list->line[forms.wrong], 1, CAHIER_SPOT_REFUSED};
    }
    CAHIER_TRY(status);
    *out = dangers;
    return CAHIER_OK;
}

/* --- a sentence ---------------------------------------------------------------------------------------------------------- */

typedef struct judging {
    const cahier_dangers *dangers;
    const cahier_document *document;
    cahier_spotted spotted;
    cahier_reading reading;
    cahier_urgency urgency;
    uint32_t *sentence; /* a part */
    bool *alarm;
} judging;

/* Of the rows of the same words, the heaviest. */
static uint32_t heaviest(const cahier_dangers *dangers, uint32_t form)
{
    uint32_t best = form;
    for (uint32_t r = form; r != CAHIER_NONE; r = dangers->spots.next_form[r]) {
        best = dangers->weight_milli[r] > dangers->weight_milli[best] ? r : best;
    }
    return best;
}

static void set_void(judging *j, cahier_danger_part *part, cahier_danger_void reason, uint32_t first, uint32_t end)
{
    if (part->reason == CAHIER_DANGER_SAID) {
        part->reason = reason;
        part->cue_start = j->document->tokens.at[first].start;
        part->cue_end = j->document->tokens.at[end - 1].end;
    }
}

/* The cues of the list itself, among the spots [first, end) of the sentence; i is the danger. */
static void void_by_list(judging *j, uint32_t i, uint32_t first, uint32_t end, cahier_danger_part *part)
{
    for (uint32_t k = first; k < end; k++) {
        const cahier_spot *cue = &j->spotted.at[k], *spot = &j->spotted.at[i];
        bool before = cue->end <= spot->first && spot->first - cue->end <= GENERAL_REACH;
        if (before && is_class(j->dangers, cue->form, "general")) {
            set_void(j, part, CAHIER_DANGER_GENERAL, cue->first, cue->end);
        } else if (is_class(j->dangers, cue->form, "past")) {
            set_void(j, part, CAHIER_DANGER_PAST, cue->first, cue->end);
        }
    }
}

static void void_by_signals(judging *j, const cahier_spot *spot, cahier_danger_part *part)
{
    const cahier_signal *negator = cahier_negator_near(&j->reading, spot->first);
    if (negator != NULL) {
        set_void(j, part, CAHIER_DANGER_NEGATED, negator->first, negator->end);
    }
    const cahier_signal *wish =
            part->weight_milli < CAHIER_URGENCY_ENOUGH ? cahier_wish_over(&j->reading, spot->first) : NULL;
    if (wish != NULL) {
        set_void(j, part, CAHIER_DANGER_WISHED, wish->first, wish->end);
    }
}

static void judge_spot(judging *j, uint32_t s, uint32_t i, uint32_t first, uint32_t end)
{
    const cahier_spot *spot = &j->spotted.at[i];
    const cahier_token *tokens = j->document->tokens.at;
    uint32_t row = heaviest(j->dangers, spot->form), p = j->urgency.part_count;
    if (j->dangers->weight_milli[row] == 0) {
        return;
    }
    cahier_danger_part *part = &j->urgency.part[p];
    *part = (cahier_danger_part){.row = row,
            .start = tokens[spot->first].start,
            .end = tokens[spot->end - 1].end,
            .weight_milli = j->dangers->weight_milli[row]};
    j->alarm[p] = is_class(j->dangers, row, "alarm");
    j->sentence[p] = s;
    j->urgency.part_count++;
    if (!j->alarm[p]) {
        void_by_list(j, i, first, end, part);
    }
    void_by_signals(j, spot, part);
}

static cahier_status judge_sentence(judging *j, uint32_t s, uint32_t first, uint32_t end)
{
    CAHIER_TRY(cahier_read_signals(&j->reading, &j->document->sentences.at[s]));
    for (uint32_t i = first; i < end; i++) {
        judge_spot(j, s, i, first, end);
    }
    return CAHIER_OK;
}

static cahier_status judge_sentences(judging *j)
{
    uint32_t i = 0;
    for (uint32_t s = 0; s < j->document->sentences.count && i < j->spotted.count; s++) {
        const cahier_sentence *sentence = &j->document->sentences.at[s];
        uint32_t first = i;
        while (i < j->spotted.count && j->spotted.at[i].first < sentence->first_token + sentence->token_count) {
            i++;
        }
        if (i > first) {
            CAHIER_TRY(judge_sentence(j, s, first, i));
        }
    }
    return CAHIER_OK;
}

/* --- the message ----------------------------------------------------------------------------------------------------------- */

static bool is_repeated(const judging *j, uint32_t p, uint32_t s)
{
    for (uint32_t k = 0; k < p; k++) {
        const cahier_danger_part *part = &j->urgency.part[k];
        if (part->row == j->urgency.part[p].row && part->reason == CAHIER_DANGER_SAID && j->sentence[k] + 1 >= s &&
                j->sentence[k] <= s + 1) {
            return true;
        }
    }
    return false;
}

/* The heaviest danger that sentence s says, and the alarms in it and beside it. An alarm alone, « c'est urgent », says no
 * danger; several dangers, « inondations, incendies », are a list more often than an emergency. */
static int32_t score_of(const judging *j, uint32_t s, uint32_t *row)
{
    int32_t alarms = 0, most = 0;
    *row = CAHIER_NONE;
    for (uint32_t p = 0; p < j->urgency.part_count; p++) {
        const cahier_danger_part *part = &j->urgency.part[p];
        if (part->reason != CAHIER_DANGER_SAID) {
            continue;
        }
        bool beside = j->sentence[p] + 1 >= s && j->sentence[p] <= s + 1;
        if (j->alarm[p]) {
            alarms += beside && !is_repeated(j, p, s) ? part->weight_milli : 0;
        } else if (j->sentence[p] == s && part->weight_milli > most) {
            most = part->weight_milli;
            *row = part->row;
        }
    }
    return *row == CAHIER_NONE ? 0 : most + alarms;
}

static void conclude(judging *j)
{
    j->urgency.row = CAHIER_NONE;
    for (uint32_t p = 0; p < j->urgency.part_count; p++) {
        uint32_t row;
        int32_t score = score_of(j, j->sentence[p], &row);
        if (score > j->urgency.score_milli) {
            j->urgency.score_milli = score;
            j->urgency.row = row;
        }
    }
    j->urgency.urgent = j->urgency.score_milli >= CAHIER_URGENCY_ENOUGH;
}

static cahier_status judge(judging *j, cahier_arena *batch, cahier_arena *scratch, const cahier_types *types)
{
    CAHIER_TRY(cahier_spots_find(&j->dangers->spots, types, j->document, scratch, scratch, &j->spotted));
    if (j->spotted.count == 0) {
        j->urgency.row = CAHIER_NONE;
        return CAHIER_OK;
    }
    j->reading = (cahier_reading){.lexicons = j->dangers->lexicons,
            .types = types,
            .document = j->document,
            .scratch = scratch,
            .link = CAHIER_NONE};
    j->urgency.part = CAHIER_NEW(batch, cahier_danger_part, j->spotted.count);
    j->sentence = CAHIER_NEW(scratch, uint32_t, j->spotted.count);
    j->alarm = CAHIER_NEW(scratch, bool, j->spotted.count);
    if (j->urgency.part == NULL || j->sentence == NULL || j->alarm == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(judge_sentences(j));
    conclude(j);
    return CAHIER_OK;
}

cahier_status cahier_judge_urgency(cahier_arena *batch, cahier_arena *scratch, const cahier_dangers *dangers,
        const cahier_types *types, const cahier_document *document, cahier_urgency *out)
{
    judging j = {.dangers = dangers, .document = document};
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = judge(&j, batch, scratch, types);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = j.urgency;
    return CAHIER_OK;
}
