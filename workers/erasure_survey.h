/* SPDX-License-Identifier: Apache-2.0 */
/* erasure_survey.h -- what an erasure must know of a batch before it touches it: who is asked for, and who has words left.
 *
 * In      a batch, an erasure
 * Out     the person's rank; for a batch whose authors have keyed hashes, the documents each will keep; its envelope without what
 *         it said of who has none
 * Errors  as queue.h; CONFLICT when the envelope or a chunk cannot be read
 * Memory  `arena` for what lasts, `chunk` for one chunk at a time
 * Why     A contribution may be somebody's last: whether a hash goes can be told only from all chunks
 */
#ifndef CAHIER_ERASURE_SURVEY_H
#define CAHIER_ERASURE_SURVEY_H

#include "erasure.h"
#include "inbox_fill.h"

typedef struct cahier_survey {
    cahier_queue *queue;
    cahier_arena *arena, *chunk;
    const char *batch;
    cahier_text contribution;
    uint32_t person;         /* rank; 0: nobody */
    cahier_wire_batch *head; /* the envelope */
    cahier_text files;       /* SHA-256 of its files, as words; none for an inbox */
    uint32_t chunks, documents;
    uint32_t *rank;  /* of the author of each document, for an inbox */
    uint32_t *words; /* [rank - 1]: documents that he keeps; NULL when no author has a hash */
    uint32_t next;   /* first document of the next chunk, in the batch */
    cahier_text *id; /* of the documents asked for, when an earlier report remembers texts */
    uint32_t id_count;
} cahier_survey;

/* queue, arena, chunk, batch are set. */
cahier_queue_answer cahier_survey_take(cahier_survey *survey, const cahier_erasure *wanted);
/* A chunk and its version, in survey->chunk, which is emptied first. NOTHING when there is none. UNREACHABLE: ask again. */
cahier_queue_answer cahier_survey_read(
        cahier_survey *survey, uint32_t number, cahier_wire_chunk *chunk, uint32_t *version);
/* `document`: its number in the batch. */
bool cahier_survey_is_wanted(const cahier_survey *survey, const cahier_contribution *received, uint32_t document);
bool cahier_survey_is_empty(const cahier_wire_chunk *chunk, uint32_t i);
/* Notes the id of a document that was asked for. */
cahier_status cahier_survey_note(cahier_survey *survey, cahier_text id);
/* The envelope, without digests of who was erased; *digests is how many went. */
cahier_queue_answer cahier_survey_amend(cahier_survey *survey, uint32_t *digests);

#endif
