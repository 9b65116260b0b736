/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, the journal of a batch for machines: its lines since one, one line more. */
#include <string.h>

#include "api.h"
#include "at.h"
#include "french.h"
#include "json_tree.h"
#include "text.h"

/* --- what was said ---------------------------------------------------------------------------------------------------- */

void cahier_api_decisions(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    const cahier_review_journal *journal = page.edition->journal;
    uint64_t since;
    (void)cahier_field_number(cahier_field_value(&request->query, "depuis"), &since);
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "revision", page.view.revision);
    cJSON *list = cahier_json_array(tree, "decisions");
    for (uint64_t i = journal->filed + since; i < journal->count; i++) {
        const cahier_entry *entry = &journal->at[i];
        cJSON *object = cahier_json_push_object(list);
        cahier_json_count(object, "rank", i - journal->filed + 1);
        cahier_json_string(object, "outcome", cahier_outcome_name(entry->outcome));
        cJSON_AddItemToObject(
                object, "decision", cahier_json_check(cJSON_ParseWithLength(entry->line.at, entry->line.len)));
    }
    cahier_api_print(request, response, tree, false);
    cahier_at_close(&page);
}

/* --- one more --------------------------------------------------------------------------------------------------------- */

typedef struct asking {
    cahier_at_page page;
    cahier_decision decision;
    uint64_t seen;
    const char *wrong; /* why the body is no decision; NULL: it is one */
    cahier_journal parsed;
} asking;

/* Of `analyse --decisions`, but for what names an earlier line, which is not in this one. */
static void take_line(asking *a)
{
    cahier_request *request = a->page.request;
    if (cahier_text_equal(a->decision.what, cahier_string("undo"))) {
        a->decision.deed = CAHIER_CANCELLED;
        a->decision.of = cahier_field_value(&request->form, "of");
        a->wrong = a->decision.of.len == 0 ? "« of » manque : la décision à annuler." : NULL;
        return;
    }
    if (!cahier_journal_parse(request->arena, "decision", request->json, false, &a->parsed) ||
            a->parsed.decisions.count != 1) {
        a->wrong = a->parsed.message[0] != '\0' ? a->parsed.message : "ce n'est pas une décision.";
        return;
    }
    a->decision = a->parsed.decisions.at[0];
    bool told = a->decision.deed == CAHIER_ELSEWHERE || a->decision.deed == CAHIER_PUBLISH;
    a->wrong = told ? "« do » n'est pas une décision que ce serveur connaît." : NULL;
}

/* A line of the journal is one line: what stands between its members is of no matter. */
static bool make_one_line(cahier_request *request)
{
    char *line = CAHIER_NEW(request->arena, char, (size_t)request->json.len + 1);
    for (uint32_t i = 0; line != NULL && i < request->json.len; i++) { /* a text of JSON holds no line end itself */
        line[i] = request->json.at[i] == '\n' || request->json.at[i] == '\r' ? ' ' : request->json.at[i];
    }
    if (line != NULL) {
        request->json.at = line;
    }
    return line != NULL;
}

static bool take(asking *a)
{
    cahier_request *request = a->page.request;
    const cJSON *seen;
    char *now = CAHIER_NEW(request->arena, char, 32);
    if (now == NULL || !make_one_line(request)) {
        return false;
    }
    cJSON *tree = cahier_json_check(cJSON_ParseWithLength(request->json.at, request->json.len));
    seen = cJSON_GetObjectItemCaseSensitive(tree, "seen");
    a->wrong = !cJSON_IsNumber(seen) || seen->valuedouble < 0 || seen->valuedouble > UINT32_MAX
                       ? "« seen » manque : la révision lue."
                       : NULL;
    a->seen = a->wrong == NULL ? (uint64_t)seen->valuedouble : 0;
    cJSON_Delete(tree);
    a->decision.what = cahier_field_value(&request->form, "do");
    if (a->wrong == NULL) {
        take_line(a);
    }
    cahier_account_now(now);
    a->decision.id = cahier_field_value(&request->form, "id");
    a->decision.who = request->viewer.name;
    a->decision.when = cahier_string(now);
    a->decision.note = cahier_field_value(&request->form, "note");
    if (a->wrong == NULL && a->decision.id.len == 0) {
        a->wrong = "« id » manque : dit deux fois, c'est une seule décision.";
    }
    return true;
}

static void answer_clash(asking *a, const cahier_told *told)
{
    cJSON *more = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(more, "who", told->who);
    cahier_json_string(more, "when", told->when);
    cahier_json_string(more, "do", told->what);
    cahier_json_string(more, "about", told->theme ? "theme" : "contribution");
    cahier_json_count(more, "revision", told->revision);
    cahier_api_problem(a->page.response, 409, "conflict",
            "Quelqu'un a décidé autre chose de la même chose entre-temps. Pour insister : « seen » à cette révision.",
            more);
}

static void answer_wrong(asking *a, const cahier_told *told)
{
    bool line = told->outcome == CAHIER_APPLIED;
    cJSON *more = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(more, "detail", line ? told->sentence : cahier_french_outcome[told->outcome]);
    cahier_api_problem(a->page.response, 422, line ? "no_decision" : cahier_outcome_name(told->outcome),
            "Cette décision ne changerait rien, ou n'en est pas une : rien n'est dit.", more);
}

static void answer_said(asking *a, bool already, const cahier_edition *after)
{
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_text(tree, "id", a->decision.id);
    cJSON_AddBoolToObject(tree, "already", already);
    cJSON_AddBoolToObject(tree, "again", after == NULL); /* a mask: its texts are read again */
    if (after != NULL) {
        cahier_json_count(tree, "revision", after->revision);
        cahier_edition_release(after);
    }
    a->page.response->status = already ? 200 : after == NULL ? 202 : 201;
    cahier_api_print(a->page.request, a->page.response, tree, false);
}

static void say(asking *a)
{
    cahier_told told = {.outcome = CAHIER_APPLIED};
    const cahier_edition *after = NULL;
    const cahier_saying saying = {.decision = &a->decision, .seen = a->seen};
    cahier_review_answer answer =
            cahier_editions_decide(a->page.request->site->editions, &a->page.place, &saying, &after, &told);
    switch (answer) {
    case CAHIER_REVIEW_DONE:
    case CAHIER_REVIEW_ALREADY:
        answer_said(a, answer == CAHIER_REVIEW_ALREADY, after);
        break;
    case CAHIER_REVIEW_CONFLICT:
        answer_clash(a, &told);
        break;
    case CAHIER_REVIEW_WRONG:
        answer_wrong(a, &told);
        break;
    default:
        cahier_at_answer(a->page.request, a->page.response, a->page.batch, answer);
    }
}

void cahier_api_decide(cahier_request *request, cahier_response *response)
{
    asking a = {.wrong = NULL};
    if (request->json.len == 0) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    if (!cahier_at_open(&a.page, request, response)) {
        return;
    }
    if (!take(&a)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
    } else if (a.wrong != NULL) {
        cJSON *more = cahier_json_check(cJSON_CreateObject());
        cahier_json_string(more, "detail", a.wrong);
        cahier_api_problem(response, 422, "no_decision", "Ce corps n'est pas une décision.", more);
    } else {
        say(&a);
    }
    cahier_at_close(&a.page);
}
