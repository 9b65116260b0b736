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
    cahier_text mail;        /* addresses to tell, as typed */
    bool daily;              /* one mail a day, else each at once */
    cahier_text secret;      /* with which webhooks are signed; empty: none was made */
    cahier_text feed;        /* key of the feed's address; empty: there is no feed */
    uint32_t retention_days; /* after the end of its analysis a batch is removed; 0: never */
} cahier_town_settings;

cahier_queue_answer cahier_settings_read(cahier_queue *queue, cahier_arena *arena, cahier_town_settings *out);
/* Town, webhook, mail, daily, retention. */
cahier_queue_answer cahier_settings_write(cahier_queue *queue, const cahier_town_settings *settings);
/* Empty: taken away. */
cahier_queue_answer cahier_settings_write_secret(cahier_queue *queue, cahier_text secret);
cahier_queue_answer cahier_settings_write_feed(cahier_queue *queue, cahier_text key);

#endif
