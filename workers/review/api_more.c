/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, the rest for machines: what is published, the description of the API. */
#include "api.h"
#include "at.h"
#include "json_tree.h"
#include "lots.h"
#include "queue_review.h"
#include "text.h"

extern const char cahier_openapi[]; /* docs/openapi.json, made a string by the build */

void cahier_api_publication(cahier_request *request, cahier_response *response)
{
    cahier_shown_lot lot;
    cahier_queue_publication kept = {.revision = 0};
    cahier_queue_answer answer = cahier_lots_read(request, request->capture[0], &lot);
    if (answer == CAHIER_QUEUE_DONE) {
        const char *batch = cahier_lots_name(request, request->capture[0]);
        do {
            answer = cahier_queue_read_publication(request->queue, request->arena, batch, false, &kept);
        } while (cahier_request_again(request, answer));
        answer = answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer; /* not published */
    }
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_string(tree, "state", kept.who.len == 0 ? "none" : kept.link.len > 0 ? "link" : "public");
    if (kept.who.len > 0) {
        cahier_out href;
        cahier_out_open_memory(&href);
        cahier_put(&href, "/");
        cahier_put(&href, request->town->tenant);
        cahier_put(&href, "/publie/");
        cahier_put_text(&href, lot.id);
        cahier_put(&href, kept.link.len > 0 ? "?lien=" : "");
        cahier_put_text(&href, kept.link);
        cahier_json_text(tree, "href", cahier_out_text(&href));
        (void)cahier_out_close(&href);
        cahier_json_text(tree, "who", kept.who);
        cahier_json_text(tree, "when", kept.when);
        cahier_json_count(tree, "revision", kept.revision);
    }
    cahier_api_print(request, response, tree, false);
}

void cahier_api_openapi(cahier_request *request, cahier_response *response)
{
    cahier_put(&response->body, cahier_openapi);
    response->type = "application/json";
    cahier_api_tag(request, response);
}
