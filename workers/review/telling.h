/* SPDX-License-Identifier: Apache-2.0 */
/* telling.h -- how it goes with those who are told of events, for the page of the settings.
 *
 * In      the queue of a space, its settings
 * Out     what the page shows
 * Errors  as queue.h
 * Memory  in the request's arena
 */
#ifndef CAHIER_REVIEW_TELLING_H
#define CAHIER_REVIEW_TELLING_H

#include "http.h"
#include "settings.h"

cahier_queue_answer cahier_telling_read(
        const cahier_request *request, const cahier_town_settings *town, cahier_shown_telling *out);
/* Another secret for webhooks. */
cahier_queue_answer cahier_telling_renew(const cahier_request *request);

#endif
