/* SPDX-License-Identifier: Apache-2.0 */
#include "service.h"

#include <stdio.h>
#include <string.h>

#include "inspect.h"
#include "taken_options.h"

int cahier_service_say(const cahier_service *service, int code, const char *sentence)
{
    (void)fprintf(stderr, "cahier %s%s %s\n", service->command, CAHIER_TELL(service, " :", ":"), sentence);
    return code;
}

int cahier_service_end(const cahier_service *service, const cahier_queue *queue, cahier_queue_answer answer)
{
    switch (answer) {
    case CAHIER_QUEUE_DONE:
    case CAHIER_QUEUE_ALREADY:
        return CAHIER_SERVICE_DONE;
    case CAHIER_QUEUE_NO_BATCH:
        return cahier_service_say(service, CAHIER_SERVICE_REFUSED,
                CAHIER_TELL(service, "aucun lot de ce nom.", "no batch of that name."));
    default:
        return cahier_service_say(service, CAHIER_SERVICE_UNREACHABLE, cahier_queue_message(queue));
    }
}

bool cahier_service_is_named(cahier_service *service)
{
    service->url = cahier_given_or_set(service->url, "CAHIER_REDIS");
    service->tenant = cahier_given_or_set(service->tenant, "CAHIER_TENANT");
    if (service->url != NULL && service->tenant != NULL) {
        return true;
    }
    (void)cahier_service_say(service, CAHIER_SERVICE_USAGE,
            CAHIER_TELL(service, "il faut --redis URL et --tenant NOM (ou CAHIER_REDIS et CAHIER_TENANT).",
                    "--redis URL and --tenant NAME are needed (or CAHIER_REDIS and CAHIER_TENANT)."));
    return false;
}

bool cahier_service_is_batch(const cahier_service *service, const char *name)
{
    if (strlen(name) == CAHIER_BATCH_LEN && strspn(name, "0123456789abcdefghjkmnpqrstvwxyz") == CAHIER_BATCH_LEN) {
        return true;
    }
    (void)cahier_service_say(service, CAHIER_SERVICE_USAGE,
            CAHIER_TELL(service, "un lot a pour nom les 26 caractères que « cahier status » affiche.",
                    "a batch's name is the 26 characters that `cahier status` shows."));
    return false;
}

cahier_queue *cahier_service_open(const cahier_service *service, int *code)
{
    char message[1024];
    cahier_queue *queue = cahier_queue_open(
            service->url, service->tenant, service->command, service->english, message, sizeof message);
    if (queue == NULL) {
        *code = cahier_service_say(service, CAHIER_SERVICE_USAGE, message);
        return NULL;
    }
    cahier_queue_answer answer = cahier_inspect_connect(queue);
    *code = cahier_service_end(service, queue, answer);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_queue_close(queue);
        return NULL;
    }
    return queue;
}
