/* SPDX-License-Identifier: Apache-2.0 */
/* upload.h -- what people sent, until it is a batch: checked by a child, its columns corrected, sent on by another child.
 *
 * In      a spool (spool.h), what columns are for
 * Out     a pre-flight to show; the batch that it became
 * Value   The raw files are removed as soon as they are sent, when nobody has looked at them for `upload_minutes`, when somebody gives
 *         up, and when the next process starts: an upload lives no longer than this process. Sent again, the same files with the
 *         same options are the same batch (submit.h), so that a server that dies while it sends leaves nothing that sending them
 *         again does not mend.
 * Order   people's threads ask; children are started and heard by cahier_uploads_look, from one thread
 * Errors  CAHIER_UPLOADS_BUSY: CAHIER_UPLOADS_MOST wait already
 * Memory  copies: what is given may go
 */
#ifndef CAHIER_REVIEW_UPLOAD_H
#define CAHIER_REVIEW_UPLOAD_H

#include "command.h"
#include "http.h"
#include "spool.h"

#define CAHIER_UPLOADS_MOST 64u
#define CAHIER_UPLOADS_AT_ONCE 2u /* children; a check of a large file takes a processor and its memory */
#define CAHIER_TITLE_MOST 400u    /* bytes */

typedef enum cahier_upload_answer {
    CAHIER_UPLOAD_DONE,
    CAHIER_UPLOAD_NONE,            /* given up, sent and forgotten, of another space, or of an earlier process */
    CAHIER_UPLOAD_RUNNING,         /* a child is at it */
    CAHIER_UPLOAD_SENT,            /* it is a batch */
    CAHIER_UPLOAD_KNOWN,           /* it is a batch that was there already, under that title or when none was given */
    CAHIER_UPLOAD_KNOWN_OTHERWISE, /* the same under another title: which is meant, cahier_uploads_settle is told */
    CAHIER_UPLOAD_BUSY
} cahier_upload_answer;

typedef struct cahier_uploads cahier_uploads;

typedef struct cahier_upload_wish {
    bool send;                          /* on to the queue, else checked again */
    cahier_text follows, follows_title; /* batch from which it goes on, "": none */
    bool decided;                       /* whose journal is in the folder of the upload */
} cahier_upload_wish;

/* In the folder of an upload that follows a batch: its report, its journal; written before it is sent. */
#define CAHIER_UPLOAD_PREVIOUS "precedent"
#define CAHIER_UPLOAD_DECISIONS "decisions.jsonl"

cahier_uploads *cahier_uploads_open(cahier_site *site); /* NULL: not enough memory */
void cahier_uploads_close(cahier_uploads *uploads);

/* Takes the spool; its check starts. */
cahier_upload_answer cahier_uploads_add(
        cahier_uploads *uploads, const cahier_request *request, cahier_spool *spool, cahier_text title);

/* As it is now. SENT, KNOWN, KNOWN_OTHERWISE: `batch` says which. */
cahier_upload_answer cahier_uploads_show(cahier_uploads *uploads, const cahier_request *request, cahier_text id,
        cahier_preflight *out, char batch[CAHIER_BATCH_LEN + 1]);

/* The fields « role-F-C » and « titre » of the form. What was refused is checked again, never sent. */
cahier_upload_answer cahier_uploads_change(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, const cahier_upload_wish *wish);
/* False: it is not one that may be sent. */
bool cahier_uploads_folder(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, char folder[CAHIER_SPOOL_PATH]);
/* Of KNOWN_OTHERWISE, which is answered: sent again as a batch of its own, or left at the one that is there; *out has the title
 * that was asked for. */
cahier_upload_answer cahier_uploads_settle(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, bool apart, cahier_preflight *out);
/* Until it is a batch, or failed, or wait_ms passed (RUNNING). */
cahier_upload_answer cahier_uploads_wait(cahier_uploads *uploads, const cahier_request *request, cahier_text id,
        uint32_t wait_ms, char batch[CAHIER_BATCH_LEN + 1]);
cahier_upload_answer cahier_uploads_give_up(cahier_uploads *uploads, const cahier_request *request, cahier_text id);

/* DONE: somebody is sending that batch now. NONE: nobody is; `why` is what the last one said, empty when it was not here. */
cahier_upload_answer cahier_uploads_sending(
        cahier_uploads *uploads, const cahier_request *request, const char *batch, cahier_text *why);

/* Starts children, hears them, removes what is too old. */
void cahier_uploads_look(cahier_uploads *uploads);

#endif
