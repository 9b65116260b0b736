/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, messages of residents, one or many, for the watch. */
#include "api.h"
#include "at.h"
#include "json_tree.h"
#include "message_receive.h"
#include "text.h"

static void print_received(cahier_request *request, cahier_response *response, const cahier_received *received)
{
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(tree, "added", received->counted.added);
    cahier_json_count(tree, "repeated", received->counted.repeated);
    cahier_json_count(tree, "late", received->counted.late);
    cJSON *aside = cahier_json_object(tree, "aside");
    for (cahier_set_aside_reason i = 0; i < CAHIER_ASIDE_REASONS; i++) {
        if (cahier_received_reason(i) != NULL) {
            cahier_json_count(aside, cahier_received_reason(i), received->aside[i]);
        }
    }
    response->status = received->counted.added > 0 ? 201 : 200;
    cahier_api_print(request, response, tree, false);
}

void cahier_api_messages(cahier_request *request, cahier_response *response)
{
    cahier_received received;
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    if (request->json.len > 0) {
        do {
            answer = cahier_message_receive(request->site->receiver, request->queue, request->json, &received);
        } while (cahier_request_again(request, answer));
    }
    switch (answer) {
    case CAHIER_QUEUE_DONE:
    case CAHIER_QUEUE_ALREADY:
        print_received(request, response, &received);
        break;
    case CAHIER_QUEUE_NOTHING:
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        break;
    case CAHIER_QUEUE_OTHER_KEY:
        cahier_api_problem(response, 409, "other_key",
                "Les auteurs de cet espace sont connus par un autre secret : voir --person-key.", NULL);
        break;
    default:
        cahier_answer_queue(request, response, answer);
    }
}
