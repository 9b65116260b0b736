/* SPDX-License-Identifier: Apache-2.0 */
/* service.h -- what the commands of people on the queue share: where it is, whose it is, what cannot be done.
 *
 * Errors  messages on stderr, "cahier status : phrase."; exit codes below
 */
#ifndef CAHIER_SERVICE_H
#define CAHIER_SERVICE_H

#include "queue.h"

enum {
    CAHIER_SERVICE_DONE = 0,
    CAHIER_SERVICE_REFUSED = 1, /* not fit, law broken, nobody of that name */
    CAHIER_SERVICE_USAGE = 2,
    CAHIER_SERVICE_UNREACHABLE = 3
};

typedef struct cahier_service {
    const char *command, *url, *tenant; /* --redis or CAHIER_REDIS; --tenant or CAHIER_TENANT */
    bool english;
} cahier_service;

/* The word in the language of who runs the command; a macro, so that the compiler checks both against their arguments. */
#define CAHIER_TELL(service, french, in_english) ((service)->english ? (in_english) : (french))

/* Says the sentence; gives the code back. */
int cahier_service_say(const cahier_service *service, int code, const char *sentence);
/* What ended a command: the exit code, once it is said. */
int cahier_service_end(const cahier_service *service, const cahier_queue *queue, cahier_queue_answer answer);

/* Takes addresses that the command line did not give from the environment. False, once it is said, when one is missing. */
bool cahier_service_is_named(cahier_service *service);
/* False, once it is said, when that is no batch's name: 26 digits and letters. */
bool cahier_service_is_batch(const cahier_service *service, const char *name);
/* Connects once. NULL once it is said, with the exit code. */
cahier_queue *cahier_service_open(const cahier_service *service, int *code);

#endif
