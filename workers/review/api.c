/* SPDX-License-Identifier: Apache-2.0 */
#include "api.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "json_tree.h"
#include "review_words.h"
#include "text.h"

#define TAG_BYTES 16u

/* --- answers ---------------------------------------------------------------------------------------------------------- */

void cahier_api_tag(const cahier_request *request, cahier_response *response)
{
    unsigned char hash[TAG_BYTES];
    char *tag = CAHIER_NEW(request->arena, char, 2 * TAG_BYTES + 3);
    cahier_text body = cahier_out_text(&response->body);
    if (tag != NULL) {
        (void)crypto_generichash(hash, sizeof hash, (const unsigned char *)body.at, body.len, NULL, 0);
        (void)sodium_bin2hex(tag + 1, 2 * TAG_BYTES + 1, hash, sizeof hash);
        tag[0] = tag[2 * TAG_BYTES + 1] = '"';
        response->tag = tag;
        response->keeping = CAHIER_KEEP_ASKING;
    }
}

static void print(cahier_response *response, cJSON *tree)
{
    char *printed = cJSON_PrintUnformatted(cahier_json_check(tree));
    response->body.len = 0;
    cahier_put(&response->body, printed != NULL ? printed : "");
    cahier_put(&response->body, "\n");
    cJSON_free(printed);
    cJSON_Delete(tree);
}

void cahier_api_print(const cahier_request *request, cahier_response *response, cJSON *tree, bool tag)
{
    print(response, tree);
    response->type = "application/json";
    if (tag) {
        cahier_api_tag(request, response);
    }
}

/* --- problems --------------------------------------------------------------------------------------------------------- */

void cahier_api_problem(cahier_response *response, unsigned status, const char *code, const char *title, cJSON *more)
{
    char type[64];
    cJSON *tree = cahier_json_check(more != NULL ? more : cJSON_CreateObject());
    (void)snprintf(type, sizeof type, "urn:cahier:%s", code);
    cahier_json_string(tree, "type", type);
    cahier_json_string(tree, "title", title);
    cahier_json_count(tree, "status", status);
    cahier_json_string(tree, "code", code);
    print(response, tree);
    response->type = "application/problem+json";
    response->status = status;
}

void cahier_api_trouble(cahier_response *response, cahier_review_trouble trouble, unsigned status, const char *code)
{
    cJSON *more = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(more, "detail", cahier_review_troubles[trouble].sentence);
    cahier_api_problem(response, status, code, cahier_review_troubles[trouble].heading, more);
}

bool cahier_api_border(cahier_response *response, unsigned status)
{
    static const struct {
        unsigned status;
        const char *code, *title;
    } answers[] = {{401, "no_token", "Il faut un jeton valable : « Authorization: Bearer JETON »."},
            {405, "wrong_method", "Cette adresse ne répond pas à cette méthode."},
            {415, "wrong_type",
                    "Le type de ce corps n'est pas attendu ici : application/json, ou celui d'un fichier."}};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        if (answers[i].status == status) {
            cahier_api_problem(response, status, answers[i].code, answers[i].title, NULL);
            return true;
        }
    }
    return false;
}

/* Nothing was done. */
static bool is_refusal(cahier_notice notice)
{
    static const cahier_notice refusals[] = {CAHIER_NOTICE_NOTHING_CHOSEN, CAHIER_NOTICE_EMPTY_NAME,
            CAHIER_NOTICE_NO_FILE, CAHIER_NOTICE_TOO_LARGE, CAHIER_NOTICE_NOT_FOUND};
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (refusals[i] == notice) {
            return true;
        }
    }
    return false;
}

void cahier_api_done(const cahier_request *request, cahier_response *response, const char *path)
{
    static const char asked[] = "?avis=";
    const char *query = strchr(path, '?'), *mark = strstr(path, asked);
    cahier_notice notice =
            mark != NULL ? cahier_notice_named(cahier_string(mark + sizeof asked - 1)) : CAHIER_NOTICE_NOTHING;
    cahier_out href;
    if (is_refusal(notice)) {
        cahier_api_problem(response, 422, cahier_notice_key(notice), cahier_review_notice[notice], NULL);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_out_open_memory(&href);
    cahier_put(&href, "/");
    cahier_put(&href, request->town->tenant);
    cahier_put(&href, CAHIER_API);
    cahier_put_bytes(&href, path, query != NULL ? (size_t)(query - path) : strlen(path));
    cahier_json_text(tree, "href", cahier_out_text(&href));
    if (notice != CAHIER_NOTICE_NOTHING) {
        cahier_json_string(tree, "code", cahier_notice_key(notice));
        cahier_json_string(tree, "title", cahier_review_notice[notice]);
    }
    (void)cahier_out_close(&href);
    cahier_api_print(request, response, tree, false);
}

/* --- a batch ---------------------------------------------------------------------------------------------------------- */

void cahier_api_put_lot(cJSON *object, const cahier_shown_lot *lot)
{
    static const char *const states[CAHIER_LOT_STATES] = {"sending", "reading", "sorting", "ready", "failed"},
                             *const published[] = {"none", "link", "public"};
    cahier_json_text(object, "id", lot->id);
    cahier_json_text(object, "title", lot->title);
    cahier_json_text(object, "files", lot->files);
    cahier_json_text(object, "who", lot->who);
    cahier_json_text(object, "when", lot->when);
    cahier_json_string(object, "state", states[lot->state]);
    if (lot->state == CAHIER_LOT_FAILED) {
        cahier_json_text(object, "why", lot->why);
    }
    cahier_json_count(object, "documents", lot->documents);
    cahier_json_count(object, "documents_done", lot->documents_done);
    cahier_json_count(object, "quarantined", lot->quarantined);
    cahier_json_count(object, "themes", lot->themes);
    cahier_json_count(object, "signed_off", lot->signed_off);
    cahier_json_count(object, "decisions", lot->decisions);
    cahier_json_string(object, "published", published[lot->published]);
}
