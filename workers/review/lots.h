/* SPDX-License-Identifier: Apache-2.0 */
/* lots.h -- a batch as its people know it: title, files, who sent it, how far it is.
 *
 * In      the queue of a space
 * Out     cahier_shown_lot
 * Value   Themes are those of the workers' report, signed-off those that the journal signs and no line undoes: what the list can say
 *         without opening the batch. A batch that is open while nobody here sends it, and that is no inbox, was cut: it says so.
 * Errors  as queue.h
 * Memory  in the request's arena
 */
#ifndef CAHIER_REVIEW_LOTS_H
#define CAHIER_REVIEW_LOTS_H

#include "http.h"

typedef struct cahier_lot_note { /* what is known of a batch when it is sent */
    cahier_town *town;
    const char *batch, *title, *who;
    const char *follows, *follows_title; /* the batch from which it goes on, and what it was called; "" */
    const char *const *file;             /* names */
    uint32_t file_count;
} cahier_lot_note;

typedef enum cahier_lot_noted {
    CAHIER_LOT_LATER, /* say it again later */
    CAHIER_LOT_NOTED,
    CAHIER_LOT_KNOWN, /* the same files were sent before, under that title, or this time without any */
    CAHIER_LOT_KNOWN_OTHERWISE
} cahier_lot_noted;

/* A title that is there stays: the same files sent again are the same batch. */
cahier_lot_noted cahier_lots_note(const cahier_lot_note *note);

/* Latest first. */
cahier_queue_answer cahier_lots_list(const cahier_request *request, cahier_shown_lot **out, uint32_t *count);
/* NO_BATCH for a name that is none. */
cahier_queue_answer cahier_lots_read(const cahier_request *request, cahier_text batch, cahier_shown_lot *out);
/* Without themes, decisions and signatures: for who opens the batch, and has them from its edition. */
cahier_queue_answer cahier_lots_glance(const cahier_request *request, cahier_text batch, cahier_shown_lot *out);
/* State and counts alone, into a lot that is zeroes. */
cahier_queue_answer cahier_lots_follow(const cahier_request *request, const char *batch, cahier_shown_lot *out);
cahier_queue_answer cahier_lots_retitle(const cahier_request *request, const char *batch, cahier_text title);

/* 26 digits and letters, NUL-terminated in the arena; NULL: no batch has that name. */
const char *cahier_lots_name(const cahier_request *request, cahier_text batch);

#endif
