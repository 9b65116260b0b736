/* SPDX-License-Identifier: Apache-2.0 */
/* One decision more: is it one, did somebody else say something meanwhile, what would it do; then it is said. */
#include <stdio.h>
#include <string.h>

#include "answer_id.h"
#include "edition_parts.h"
#include "mask.h"
#include "nonce.h"
#include "queue_review.h"
#include "text.h"

typedef struct deciding {
    const cahier_edition_place *place;
    const cahier_saying *saying;
    cahier_told *told;
    cahier_volume *volume;
    cahier_arena arena;       /* of this decision */
    cahier_decision decision; /* completed: what is written */
    cahier_text line, blob;
    uint32_t chunk, version, documents;
    cahier_own_edition *next;
} deciding;

static cahier_review_answer wrong(deciding *d, cahier_outcome outcome, const char *sentence)
{
    d->told->outcome = outcome;
    (void)snprintf(d->told->sentence, sizeof d->told->sentence, "%s", sentence);
    return CAHIER_REVIEW_WRONG;
}

/* --- what others said meanwhile ----------------------------------------------------------------------------------------------- */

static bool is_within(cahier_deed deed, const cahier_deed *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == deed) {
            return true;
        }
    }
    return false;
}

/* What two deeds may be contrary about, when they name the same contribution; 0: nothing. Two readers who judge one text are not. */
static int family_of(cahier_deed deed)
{
    static const cahier_deed placing[] = {CAHIER_MOVE, CAHIER_PIN, CAHIER_EXCLUDE, CAHIER_APART, CAHIER_SPLIT};
    static const cahier_deed hiding[] = {CAHIER_MASK, CAHIER_UNMASK};
    return is_within(deed, placing, sizeof placing / sizeof *placing) ? 1
           : is_within(deed, hiding, sizeof hiding / sizeof *hiding)  ? 2
           : deed == CAHIER_SAY_POLARITY                              ? 3
           : deed == CAHIER_SAY_STANCE                                ? 4
           : deed == CAHIER_DUPLICATE                                 ? 5
                                                                      : 0;
}

/* Deeds that change what a theme is, or say that it is right. */
static bool is_about_theme(cahier_deed deed)
{
    static const cahier_deed list[] = {
            CAHIER_RENAME, CAHIER_MERGE, CAHIER_SPLIT, CAHIER_APART, CAHIER_SENTENCE, CAHIER_SIGN};
    return is_within(deed, list, sizeof list / sizeof *list);
}

static bool names_same_theme(const cahier_decision *a, const cahier_decision *b)
{
    for (uint32_t i = 0; i < a->theme_count; i++) {
        for (uint32_t j = 0; j < b->theme_count; j++) {
            if (cahier_text_equal(a->themes[i].id, b->themes[j].id)) {
                return true;
            }
        }
    }
    return false;
}

static bool names_same_contribution(const cahier_decision *a, const cahier_decision *b)
{
    for (uint32_t i = 0; i < a->contribution_count; i++) {
        for (uint32_t j = 0; j < b->contribution_count; j++) {
            if (cahier_answer_is_asked(a->contributions[i], b->contributions[j]) ||
                    cahier_answer_is_asked(b->contributions[j], a->contributions[i])) {
                return true;
            }
        }
    }
    return false;
}

/* A sign-off says of all that the theme holds that it is right: what entered it since was not read. */
static bool concerns_theme(const cahier_decision *mine, const cahier_decision *other)
{
    bool fills = mine->deed == CAHIER_SIGN && (other->deed == CAHIER_MOVE || other->deed == CAHIER_PIN);
    return is_about_theme(mine->deed) && (is_about_theme(other->deed) || fills) && names_same_theme(mine, other);
}

static bool concerns_contribution(const cahier_decision *mine, const cahier_decision *other)
{
    int family = family_of(mine->deed);
    return family != 0 && family == family_of(other->deed) && names_same_contribution(mine, other);
}

static void put_string(char *to, size_t room, cahier_text text)
{
    (void)snprintf(to, room, "%.*s", (int)cahier_shorten(text, (uint32_t)room - 1).len, text.at != NULL ? text.at : "");
}

/* Lines that the person had not seen, by somebody else, about the same. */
static bool find_conflict(deciding *d)
{
    const cahier_review_journal *journal = &d->volume->latest->journal;
    for (uint32_t i = journal->filed + (uint32_t)d->saying->seen; i < journal->count; i++) {
        const cahier_decision *other = journal->at[i].decision;
        bool mine = cahier_text_equal(other->who, d->decision.who) || journal->at[i].undone_by != CAHIER_NONE;
        bool theme = !mine && concerns_theme(&d->decision, other);
        if (theme || (!mine && concerns_contribution(&d->decision, other))) {
            put_string(d->told->who, sizeof d->told->who, other->who);
            put_string(d->told->when, sizeof d->told->when, other->when);
            put_string(d->told->what, sizeof d->told->what, other->what);
            d->told->theme = theme;
            return true;
        }
    }
    return false;
}

/* --- what is written ------------------------------------------------------------------------------------------------------------ */

/* A theme found again by its members: those whose ids hash lowest, ties by id. */
static cahier_status name_members(deciding *d, const cahier_theme *theme, cahier_theme_named *named)
{
    const cahier_contribution *received = d->volume->latest->result.corpus.received;
    cahier_text *members = CAHIER_NEW(&d->arena, cahier_text, CAHIER_MEMBERS_NAMED);
    uint64_t hash[CAHIER_MEMBERS_NAMED];
    uint32_t count = 0;
    if (members == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        cahier_text id = received[theme->documents[i]].id;
        uint64_t mine = cahier_text_hash(id);
        uint32_t at = count < CAHIER_MEMBERS_NAMED ? count : CAHIER_MEMBERS_NAMED - 1;
        if (count == CAHIER_MEMBERS_NAMED && mine >= hash[at]) {
            continue;
        }
        for (; at > 0 && hash[at - 1] > mine; at--) {
            hash[at] = hash[at - 1];
            members[at] = members[at - 1];
        }
        hash[at] = mine;
        members[at] = id;
        count += count < CAHIER_MEMBERS_NAMED;
    }
    named->members = members;
    named->member_count = count;
    return CAHIER_OK;
}

static cahier_status complete_themes(deciding *d)
{
    const cahier_result *result = &d->volume->latest->result;
    cahier_theme_named *named = CAHIER_NEW(&d->arena, cahier_theme_named, d->decision.theme_count);
    if (named == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t t = 0; t < d->decision.theme_count; t++) {
        named[t] = d->decision.themes[t];
        uint32_t k = cahier_overlay_theme(result, named[t].id);
        if (k != CAHIER_NONE && named[t].member_count == 0) {
            CAHIER_TRY(name_members(d, &result->themes[k], &named[t]));
        }
        if (k != CAHIER_NONE && d->decision.deed == CAHIER_SIGN && d->decision.documents == 0) {
            d->decision.documents = result->themes[k].document_count;
        }
    }
    d->decision.themes = named;
    return CAHIER_OK;
}

/* Into the memory of this decision: the line as it will be kept. */
static cahier_status write_line(deciding *d)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    cahier_decision_write(&out, &d->decision);
    char *to = CAHIER_NEW(&d->arena, char, out.len);
    if (to != NULL) {
        memcpy(to, out.at, out.len);
        d->line = (cahier_text){to, (uint32_t)out.len};
    }
    (void)cahier_out_close(&out);
    return to != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

/* --- masks ---------------------------------------------------------------------------------------------------------------------- */

/* The document of this very id, or CAHIER_NONE. */
static uint32_t find_document(const deciding *d, cahier_text id)
{
    uint32_t first, end;
    const cahier_corpus *corpus = &d->volume->latest->result.corpus;
    cahier_answers_find(&d->volume->prepared.ids, corpus, id, &first, &end);
    return first < end && cahier_text_equal(corpus->received[first].id, id) ? first : CAHIER_NONE;
}

/* The chunk in which the document is, and its place there. */
static uint32_t find_chunk(const deciding *d, uint32_t document, uint32_t *place)
{
    uint32_t c = 0;
    for (*place = document; *place >= d->volume->held.chunk[c].count; c++) {
        *place -= d->volume->held.chunk[c].count;
    }
    return c;
}

/* The payload of the chunk with the mask in it; TEXT_CHANGED when it does not fit. */
static cahier_review_answer hide(deciding *d, cahier_text payload, uint32_t place)
{
    cahier_wire_chunk chunk;
    cahier_error error;
    cahier_status status = cahier_wire_read_chunk(&d->arena, payload, &chunk, &error);
    cahier_cleaned *cleaned = CAHIER_NEW(&d->arena, cahier_cleaned, chunk.count);
    if (status != CAHIER_OK || cleaned == NULL) {
        return cahier_review_of_status(status != CAHIER_OK ? status : CAHIER_ERROR_NOMEM);
    }
    memcpy(cleaned, chunk.cleaned, chunk.count * sizeof *cleaned);
    status = cahier_mask_put(&d->arena, &d->decision, &cleaned[place]);
    if (status != CAHIER_OK) {
        return cahier_review_of_status(status);
    }
    if ((cleaned[place].notes & CAHIER_NOTE_MASK_LOST) != 0) {
        return wrong(d, CAHIER_TEXT_CHANGED, "");
    }
    chunk.cleaned = cleaned;
    cahier_out out;
    cahier_out_open_memory(&out);
    status = cahier_wire_write_chunk(&chunk, &out);
    char *to = CAHIER_NEW(&d->arena, char, out.len);
    if (status == CAHIER_OK && to != NULL) {
        memcpy(to, out.at, out.len);
        d->blob = (cahier_text){to, (uint32_t)out.len};
        d->documents = chunk.count;
    }
    (void)cahier_out_close(&out);
    return cahier_review_of_status(status == CAHIER_OK && to == NULL ? CAHIER_ERROR_NOMEM : status);
}

static cahier_review_answer replace_payload(deciding *d)
{
    uint32_t document = find_document(d, d->decision.contributions[0]), place;
    if (document == CAHIER_NONE) {
        return wrong(d, CAHIER_NO_CONTRIBUTION, "");
    }
    cahier_queue_task task = {.corpus = false};
    cahier_text payload;
    d->chunk = find_chunk(d, document, &place);
    if (d->decision.length == 0) {
        d->decision.length = d->volume->held.payload[d->chunk].cleaned[place].text.len;
    }
    (void)snprintf(task.batch, sizeof task.batch, "%s", d->place->batch);
    cahier_queue_name_chunk(d->chunk, task.chunk);
    cahier_queue_answer answer = cahier_queue_payload(d->place->queue, &d->arena, &task, &payload, &d->version);
    return answer == CAHIER_QUEUE_DONE ? hide(d, payload, place) : cahier_review_of_queue(answer);
}

/* --- one turn ------------------------------------------------------------------------------------------------------------------- */

static bool is_said(const deciding *d)
{
    const cahier_review_journal *journal = &d->volume->latest->journal;
    for (uint32_t i = journal->filed; i < journal->count; i++) {
        if (cahier_text_equal(journal->at[i].decision->id, d->decision.id)) {
            return true;
        }
    }
    return false;
}

/* The edition with the line in it, not on the shelf yet; WRONG when the line is none, or would do nothing. */
static cahier_review_answer try_line(deciding *d)
{
    const cahier_review_journal *journal = &d->volume->latest->journal;
    uint32_t count = journal->count - journal->filed;
    cahier_text *line = CAHIER_NEW(&d->arena, cahier_text, count + 1u);
    if (line == NULL) {
        return CAHIER_REVIEW_NO_MEMORY;
    }
    for (uint32_t i = 0; i < count; i++) {
        line[i] = journal->at[journal->filed + i].line;
    }
    line[count] = d->line;
    cahier_review_answer answer = cahier_edition_make(d->volume, line, count + 1, &d->next, d->told->sentence);
    if (answer != CAHIER_REVIEW_DONE) {
        return answer;
    }
    const cahier_review_journal *then = &d->next->journal;
    const cahier_entry *entry = &then->at[then->count - 1];
    bool undoes = entry->outcome == CAHIER_UNDONE;
    for (uint32_t i = 0; undoes && i + 1 < then->count; i++) {
        undoes = !cahier_text_equal(then->at[i].decision->id, entry->decision->of) ||
                 then->at[i].undone_by == then->count - 1;
    }
    return entry->outcome == CAHIER_APPLIED || undoes ? CAHIER_REVIEW_DONE : wrong(d, entry->outcome, "");
}

static void forget_next(deciding *d)
{
    if (d->next != NULL) {
        cahier_edition_free(d->next);
        d->next = NULL;
    }
}

/* What the queue made of it. BUSY: say it again, on what is there now. */
static cahier_review_answer say(deciding *d)
{
    char id[CAHIER_NONCE_MOST + 1];
    uint64_t length;
    put_string(id, sizeof id, d->decision.id);
    const cahier_queue_decision decision = {.id = id,
            .expected = d->volume->latest->shown.revision,
            .line = d->line,
            .chunk = d->chunk,
            .version = d->version,
            .documents = d->documents,
            .blob = d->blob};
    cahier_queue_answer answer = cahier_queue_decide(d->place->queue, d->place->batch, &decision, &length);
    if (answer == CAHIER_QUEUE_DONE && d->blob.len > 0) {
        cahier_volume_withdraw(d->volume); /* it holds what is hidden now */
    } else if (answer == CAHIER_QUEUE_DONE) {
        cahier_volume_set_latest(d->volume, d->next);
        d->next = NULL;
    } else if (answer == CAHIER_QUEUE_ALREADY) {
        cahier_review_answer fresh = cahier_volume_refresh(d->volume, d->place);
        return fresh == CAHIER_REVIEW_DONE ? CAHIER_REVIEW_ALREADY : fresh;
    }
    return cahier_review_of_queue(answer);
}

static cahier_review_answer decide_once(deciding *d)
{
    d->decision = *d->saying->decision;
    d->blob = (cahier_text){NULL, 0};
    d->told->revision = d->volume->latest->shown.revision;
    if (!cahier_is_nonce(d->decision.id)) {
        return wrong(d, CAHIER_APPLIED, "id");
    }
    if (is_said(d)) {
        return CAHIER_REVIEW_ALREADY;
    }
    if (!d->saying->insist && find_conflict(d)) {
        return CAHIER_REVIEW_CONFLICT;
    }
    cahier_status status = complete_themes(d);
    bool masks = d->decision.deed == CAHIER_MASK && d->decision.contribution_count == 1;
    cahier_review_answer answer = status != CAHIER_OK ? cahier_review_of_status(status)
                                  : masks             ? replace_payload(d)
                                                      : CAHIER_REVIEW_DONE;
    if (answer == CAHIER_REVIEW_DONE) {
        answer = cahier_review_of_status(write_line(d));
    }
    answer = answer == CAHIER_REVIEW_DONE ? try_line(d) : answer;
    return answer == CAHIER_REVIEW_DONE ? say(d) : answer;
}

/* The batch held, the decision said once. *again: somebody else was faster, the batch is to be looked at again. */
static cahier_review_answer decide(cahier_editions *editions, deciding *d, const cahier_edition **out, bool *again)
{
    cahier_review_answer answer = cahier_volume_hold(editions, d->place, &d->volume);
    *again = false;
    if (answer == CAHIER_REVIEW_DONE) {
        answer = decide_once(d);
        *again = answer == CAHIER_REVIEW_BUSY;
        forget_next(d);
        cahier_arena_reset(&d->arena, 0);
    }
    if (d->volume != NULL) {
        bool shown = answer == CAHIER_REVIEW_DONE || answer == CAHIER_REVIEW_ALREADY;
        cahier_volume_leave(d->volume, shown ? out : NULL);
    }
    return answer;
}

cahier_review_answer cahier_editions_decide(cahier_editions *editions, const cahier_edition_place *place,
        const cahier_saying *saying, const cahier_edition **out, cahier_told *told)
{
    deciding d = {.place = place, .saying = saying, .told = told};
    cahier_review_answer answer;
    bool again;
    *out = NULL;
    if (!cahier_arena_open(&d.arena, editions->setting.budget)) {
        return CAHIER_REVIEW_NO_MEMORY;
    }
    do {
        *told = (cahier_told){.theme = false};
        answer = decide(editions, &d, out, &again);
    } while (again);
    cahier_arena_close(&d.arena);
    return answer;
}
