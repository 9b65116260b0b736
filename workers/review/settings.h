/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h -- what the administrators of a space decided of it: its name, how long batches are kept, whom to tell.
 *
 * Memory  in the arena
 * Errors  as queue.h
 */
#ifndef CAHIER_REVIEW_SETTINGS_H
#define CAHIER_REVIEW_SETTINGS_H

#include "queue.h"

#define CAHIER_RETENTION_MOST 36500u

typedef struct cahier_town_settings {
    cahier_text town, webhook;
    uint32_t retention_days; /* after the end of its analysis a batch is removed; 0: never */
} cahier_town_settings;

cahier_queue_answer cahier_settings_read(cahier_queue *queue, cahier_arena *arena, cahier_town_settings *out);
cahier_queue_answer cahier_settings_write(cahier_queue *queue, const cahier_town_settings *settings);

#endif
