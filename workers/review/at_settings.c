/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, administration: the town, people, tokens, erasure. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "arguments.h"
#include "at.h"
#include "edition.h"
#include "errand.h"
#include "json_tree.h"
#include "lots.h"
#include "smtp.h"
#include "queue_review.h"
#include "settings.h"
#include "telling.h"
#include "text.h"
#include "throttle.h"

#define TOWN_MOST 200u
#define ADDRESS_MOST 2000u
#define ASKED_MOST 500u /* bytes of an id */

/* --- the page --------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer read_people(const cahier_request *request, cahier_shown_settings *out)
{
    cahier_account *account;
    uint32_t count;
    cahier_queue_answer answer = cahier_account_list(request->queue, request->arena, &account, &count);
    cahier_shown_person *people =
            answer == CAHIER_QUEUE_DONE ? CAHIER_NEW(request->arena, cahier_shown_person, count) : NULL;
    for (uint32_t i = 0; people != NULL && i < count; i++) {
        people[i] = (cahier_shown_person){.name = account[i].name,
                .role = cahier_string(cahier_right_key(account[i].right)),
                .created = account[i].created,
                .disabled = account[i].disabled};
    }
    out->people = people;
    out->person_count = people != NULL ? count : 0;
    return answer;
}

static cahier_queue_answer read_tokens(const cahier_request *request, cahier_shown_settings *out)
{
    cahier_machine *machine;
    uint32_t count;
    cahier_queue_answer answer = cahier_machine_list(request->queue, request->arena, &machine, &count);
    cahier_shown_token *tokens =
            answer == CAHIER_QUEUE_DONE ? CAHIER_NEW(request->arena, cahier_shown_token, count) : NULL;
    for (uint32_t i = 0; tokens != NULL && i < count; i++) {
        tokens[i] = (cahier_shown_token){machine[i].id, machine[i].name,
                cahier_string(cahier_right_key(machine[i].right)), machine[i].created, machine[i].seen};
    }
    out->tokens = tokens;
    out->token_count = tokens != NULL ? count : 0;
    return answer;
}

/* With what was just made or done, which the page alone shows: it is in no address. */
static void show(cahier_request *request, cahier_response *response, cahier_text new_token, cahier_text erased)
{
    cahier_shown_settings shown = {.new_token = new_token, .erased = erased};
    cahier_town_settings settings = {.retention_days = 0};
    cahier_queue_answer answer;
    bool manages = request->right == CAHIER_RIGHT_ADMINISTRATOR; /* the others see their own password alone */
    do {
        answer = cahier_settings_read(request->queue, request->arena, &settings);
        answer = answer == CAHIER_QUEUE_DONE && manages ? read_people(request, &shown) : answer;
        answer = answer == CAHIER_QUEUE_DONE && manages ? read_tokens(request, &shown) : answer;
        answer = answer == CAHIER_QUEUE_DONE && manages ? cahier_telling_read(request, &settings, &shown.telling)
                                                        : answer;
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    shown.town = settings.town;
    shown.retention_days = settings.retention_days;
    cahier_view view = cahier_request_view(request);
    cahier_view_settings(&response->body, &view, &shown);
}

void cahier_at_settings(cahier_request *request, cahier_response *response)
{
    show(request, response, (cahier_text){NULL, 0}, (cahier_text){NULL, 0});
}

static void answer_notice(
        const cahier_request *request, cahier_response *response, cahier_queue_answer answer, cahier_notice notice)
{
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        cahier_answer_notice(request, response, "/reglages", notice);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

/* --- the town --------------------------------------------------------------------------------------------------------- */

static bool read_days(cahier_arena *arena, cahier_text text, uint32_t *days)
{
    char *digits = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    *days = 0;
    if (digits == NULL || text.len == 0) {
        return text.len == 0;
    }
    memcpy(digits, text.at, text.len);
    return cahier_number_argument(digits, 1, CAHIER_RETENTION_MOST, days);
}

/* An address that a browser would not open is none. */
static bool is_webhook(cahier_text address)
{
    return address.len == 0 ||
           (address.len <= ADDRESS_MOST && address.len > 8 && memcmp(address.at, "https://", 8) == 0) ||
           (address.len <= ADDRESS_MOST && address.len > 7 && memcmp(address.at, "http://", 7) == 0);
}

void cahier_at_set_town(cahier_request *request, cahier_response *response)
{
    cahier_town_settings settings = {.town = cahier_shorten(cahier_field_value(&request->form, "ville"), TOWN_MOST),
            .webhook = cahier_field_value(&request->form, "webhook"),
            .mail = cahier_field_value(&request->form, "courriels"),
            .daily = cahier_text_equal(cahier_field_value(&request->form, "rythme"), cahier_string("jour"))};
    cahier_town_settings known;
    cahier_queue_answer answer;
    if (!read_days(request->arena, cahier_field_value(&request->form, "conservation"), &settings.retention_days) ||
            !is_webhook(settings.webhook) || !cahier_mail_is_list(settings.mail)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    do {
        answer = cahier_settings_read(request->queue, request->arena, &known);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_settings_write(request->queue, &settings) : answer;
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE && settings.webhook.len > 0 && known.secret.len == 0) {
        answer = cahier_telling_renew(request);
    }
    answer_notice(request, response, answer, CAHIER_NOTICE_SAVED);
}

/* --- people ----------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer write_person(const cahier_request *request, const cahier_joining *joining)
{
    cahier_queue_answer answer;
    cahier_throttle_enter(request->site->throttle);
    do {
        answer = cahier_account_write(request->queue, request->arena, joining);
    } while (cahier_request_again(request, answer));
    cahier_throttle_leave(request->site->throttle);
    return answer;
}

void cahier_at_add_person(cahier_request *request, cahier_response *response)
{
    cahier_joining joining = {.name = cahier_field_value(&request->form, "nom"),
            .password = cahier_field_value(&request->form, "mot-de-passe"),
            .add = true};
    bool proxied = joining.password.len == 0 && request->site->options->proxy_header != NULL;
    if (!cahier_account_is_name(joining.name)) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_EMPTY_NAME);
    } else if (!proxied && !cahier_account_is_password(joining.password)) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_PASSWORD_SHORT);
    } else if (!cahier_right_named(cahier_field_value(&request->form, "role"), &joining.right)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
    } else {
        cahier_queue_answer answer = write_person(request, &joining);
        answer_notice(request, response, answer,
                answer == CAHIER_QUEUE_ALREADY ? CAHIER_NOTICE_PERSON_TAKEN : CAHIER_NOTICE_PERSON_ADDED);
    }
}

void cahier_at_change_person(cahier_request *request, cahier_response *response)
{
    cahier_text state = cahier_field_value(&request->form, "etat"), role = cahier_field_value(&request->form, "role");
    cahier_joining joining = {.name = cahier_field_value(&request->form, "nom"),
            .password = cahier_field_value(&request->form, "mot-de-passe"),
            .suspend = cahier_text_equal(state, cahier_string("suspendu")),
            .resume = cahier_text_equal(state, cahier_string("actif")),
            .kept = request->session};
    if (joining.password.len > 0 && !cahier_account_is_password(joining.password)) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_PASSWORD_SHORT);
        return;
    }
    if (role.len > 0 && !cahier_right_named(role, &joining.right)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    cahier_queue_answer answer = write_person(request, &joining);
    if (answer == CAHIER_QUEUE_CONFLICT) { /* nobody could manage the space any more */
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_LAST_ADMINISTRATOR);
    } else {
        answer_notice(request, response, answer, CAHIER_NOTICE_SAVED);
    }
}

/* --- tokens ----------------------------------------------------------------------------------------------------------- */

void cahier_at_add_token(cahier_request *request, cahier_response *response)
{
    cahier_text name = cahier_field_value(&request->form, "nom");
    cahier_right right;
    char *token = CAHIER_NEW(request->arena, char, CAHIER_SECRET_HEX);
    cahier_queue_answer answer;
    if (!cahier_account_is_name(name)) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_EMPTY_NAME);
        return;
    }
    if (token == NULL || !cahier_right_named(cahier_field_value(&request->form, "role"), &right)) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    do { /* said again after a cut, a token that nobody has may stay: it is listed, and can be removed */
        answer = cahier_machine_add(request->queue, name, right, token);
    } while (cahier_request_again(request, answer));
    if (answer == CAHIER_QUEUE_DONE) {
        show(request, response, cahier_string(token), (cahier_text){NULL, 0});
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_remove_token(cahier_request *request, cahier_response *response)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_machine_remove(request->queue, cahier_field_value(&request->form, "jeton"));
    } while (cahier_request_again(request, answer));
    answer_notice(request, response, answer, CAHIER_NOTICE_TOKEN_REVOKED);
}

/* --- erasure ---------------------------------------------------------------------------------------------------------- */

static const char *as_word(cahier_arena *arena, const char *option, cahier_text value)
{
    size_t room = strlen(option) + value.len + 2;
    char *word = CAHIER_NEW(arena, char, room);
    if (word != NULL) { /* in one word: a value that starts with a hyphen is no option */
        (void)snprintf(word, room, "%s=%.*s", option, (int)value.len, value.at);
    }
    return word;
}

/* What was erased may be open in memory: every batch leaves the shelf, and is read again when somebody looks. */
static void forget_editions(cahier_request *request)
{
    cahier_shown_lot *lots;
    uint32_t count = 0;
    if (cahier_lots_list(request, &lots, &count) == CAHIER_QUEUE_DONE) {
        for (uint32_t i = 0; i < count; i++) {
            const char *batch = cahier_lots_name(request, lots[i].id);
            if (batch != NULL) {
                cahier_editions_forget(request->site->editions, request->town->tenant, batch);
            }
        }
    }
}

static void erase(cahier_request *request, cahier_response *response, const char *const *words)
{
    cahier_errand_result result;
    cahier_errand_answer answer =
            cahier_errand_run(request->site->errands, request->town, words, request->arena, &result);
    if (answer != CAHIER_ERRAND_DONE) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    }
    forget_editions(request);
    cahier_text said = result.complained;
    const char *mark = said.len > 0 ? memchr(said.at, ':', said.len) : NULL; /* « cahier forget : phrase » */
    if (mark != NULL && mark + 2 < said.at + said.len) {
        said = cahier_slice(said, (uint32_t)(mark + 2 - said.at), said.len);
    }
    said = result.printed.len > 0 ? result.printed : said;
    if (request->machine) {
        cJSON *tree = cahier_json_check(cJSON_CreateObject());
        cahier_json_text(tree, "proof", said);
        cahier_api_print(request, response, tree, false);
    } else {
        show(request, response, (cahier_text){NULL, 0}, said);
    }
}

void cahier_at_erase(cahier_request *request, cahier_response *response)
{
    cahier_text person = cahier_field_value(&request->form, "auteur"),
                contribution = cahier_field_value(&request->form, "contribution"),
                batch = cahier_field_value(&request->form, "lot");
    const char *words[] = {"forget", NULL, NULL, NULL};
    if ((person.len > 0) == (contribution.len > 0) || person.len + contribution.len > ASKED_MOST ||
            !cahier_text_equal(cahier_field_value(&request->form, "confirmer"), cahier_string("oui"))) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_NOTHING_CHOSEN);
        return;
    }
    words[1] = person.len > 0 ? as_word(request->arena, "--person", person)
                              : as_word(request->arena, "--contribution", contribution);
    words[2] = batch.len > 0 ? as_word(request->arena, "--batch", batch) : NULL;
    if (words[1] == NULL) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BUSY);
        return;
    }
    erase(request, response, words);
}
