/* SPDX-License-Identifier: Apache-2.0 */
/* upload_parts.h -- one upload; private to upload.c, which people ask, and upload_look.c, which starts children and hears them. */
#ifndef CAHIER_REVIEW_UPLOAD_PARTS_H
#define CAHIER_REVIEW_UPLOAD_PARTS_H

#include "lots.h"
#include "preflight.h"
#include "upload.h"

typedef enum cahier_upload_stage {
    CAHIER_STAGE_FREE,
    CAHIER_STAGE_CHECK, /* wants a child */
    CAHIER_STAGE_CHECKING,
    CAHIER_STAGE_CHECKED, /* `json` */
    CAHIER_STAGE_REFUSED, /* `why`; `json` when its columns, or those of the check before, may be changed */
    CAHIER_STAGE_SEND,
    CAHIER_STAGE_SENDING, /* `batch` once it is opened */
    CAHIER_STAGE_SENT,
    CAHIER_STAGE_FAILED /* to send: `why` */
} cahier_upload_stage;

typedef struct cahier_upload {
    cahier_upload_stage stage;
    cahier_town *town;
    char id[CAHIER_SPOOL_ID + 1], folder[CAHIER_SPOOL_PATH], batch[CAHIER_BATCH_LEN + 1];
    char who[CAHIER_NAME_MOST + 1], title[CAHIER_TITLE_MOST + 1];
    char follows[CAHIER_BATCH_LEN + 1],
            follows_title[CAHIER_TITLE_MOST + 1]; /* the batch that it goes on from, or "" */
    char *path[CAHIER_FILES_MOST];
    uint32_t file_count;
    char *correction[CAHIER_CORRECTIONS_MOST];
    uint32_t correction_count;
    char *json, *why;
    cahier_command child;
    uint64_t seen_ms;
    bool given_up, decided, apart; /* decided: with the journal of the batch that it follows */
    cahier_lot_noted noted;        /* LATER until the batch has its title */
} cahier_upload;

struct cahier_uploads {
    cahier_site *site;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    cahier_upload at[CAHIER_UPLOADS_MOST];
};

/* All of these with the lock held. */
void cahier_upload_clear(cahier_upload *u);
/* The raw text is on no disk of ours any more. */
void cahier_upload_remove_files(cahier_upload *u);
char *cahier_upload_keep(cahier_text text); /* NUL-terminated, freed by clear */

#endif
