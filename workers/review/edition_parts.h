/* SPDX-License-Identifier: Apache-2.0 */
/* edition_parts.h -- batches and editions on the shelf; private to edition.c, edition_make.c and edition_decide.c.
 *
 * Value   A volume is one reading of a batch: what was read from the queue, prepared. It never changes. When the batch does (an
 *         erasure, a mask), it leaves the shelf and another takes its place; those who still read it keep it alive.
 *         Whoever holds a volume (`busy`) reads the queue for it, alone; `latest` is only changed by its holder.
 *         users, busy, shelved, latest, and the counts of editions are changed under the lock of the shelf; those of what was learned anew are
 *         atomic.
 */
#ifndef CAHIER_REVIEW_EDITION_PARTS_H
#define CAHIER_REVIEW_EDITION_PARTS_H

#include <pthread.h>
#include <stdatomic.h>

#include "crew.h"
#include "edition.h"
#include "held_batch.h"
#include "lexicon_files.h"

/* The batch prepared anew by its `refit` lines (relearn.h): kept from one edition to the next. */
typedef struct cahier_learned_anew {
    atomic_uint users; /* editions, and the volume while it is the latest */
    uint64_t key;      /* of all that was decided up to the last of these lines */
    cahier_arena arena;
    cahier_prepared prepared;
} cahier_learned_anew;

typedef struct cahier_volume {
    struct cahier_editions *editions;
    struct cahier_volume *next; /* on the shelf */
    char tenant[CAHIER_TENANT_MOST + 1], batch[CAHIER_BATCH_LEN + 1];
    bool busy, shelved;
    bool read;      /* what follows is filled in */
    uint32_t users; /* threads that wait for it or hold it, editions that stand on it */
    uint64_t used;  /* the turn of the shelf in which it was used last */
    cahier_arena arena;
    const cahier_lexicon_files *lexicons;
    cahier_held_batch held;
    cahier_prepared prepared;
    struct cahier_own_edition *latest;
    cahier_learned_anew *anew; /* the last one made, or NULL */
} cahier_volume;

typedef struct cahier_own_edition {
    cahier_edition shown; /* first: what callers hold points here */
    cahier_volume *volume;
    uint32_t users;
    cahier_learned_anew *anew; /* NULL: no `refit` line holds */
    cahier_arena arena;
    cahier_result result;
    cahier_review_journal journal;
    cahier_overlay overlay;
    cahier_report_input input;
} cahier_own_edition;

typedef struct cahier_editions_facts { /* since the start; bytes: of the shelf when it was last tidied */
    uint64_t loads, shapes, dropped;
    size_t bytes;
} cahier_editions_facts;

struct cahier_editions {
    pthread_mutex_t lock;
    pthread_cond_t changed; /* a volume is no more busy */
    cahier_editions_setting setting;
    cahier_crew crew;
    cahier_arena arena; /* of the word lists */
    cahier_lexicon_files lexicons;
    char digest[65];
    cahier_volume *shelf;
    uint64_t turn;
    cahier_editions_facts facts;
};

/* --- edition_make.c --------------------------------------------------------------------------------------------------------- */

cahier_review_answer cahier_review_of_queue(cahier_queue_answer answer);
cahier_review_answer cahier_review_of_status(cahier_status status);

/* Reads and prepares the batch. */
cahier_review_answer cahier_volume_read(cahier_volume *volume, const cahier_edition_place *place);
/* An edition with these lines of the queue, one user: its maker. WRONG: a line that is none; then `sentence` says why. */
cahier_review_answer cahier_edition_make(
        cahier_volume *volume, const cahier_text *line, uint32_t count, cahier_own_edition **out, char sentence[512]);
/* One that no one else holds. */
void cahier_edition_free(cahier_own_edition *edition);
void cahier_learned_drop(cahier_learned_anew *anew); /* NULL: nothing */

/* --- edition.c -------------------------------------------------------------------------------------------------------------- */

/* The volume, held by this thread, its latest edition up to date with the queue. Let go by cahier_volume_leave, whatever the answer,
 * unless it is NULL. */
cahier_review_answer cahier_volume_hold(
        cahier_editions *editions, const cahier_edition_place *place, cahier_volume **out);
/* The same again, for a volume that is held already: lines said since by others. */
cahier_review_answer cahier_volume_refresh(cahier_volume *volume, const cahier_edition_place *place);
void cahier_volume_set_latest(cahier_volume *volume, cahier_own_edition *edition);
void cahier_volume_withdraw(cahier_volume *volume); /* from the shelf */
/* With an edition for the caller, when `out` is there. */
void cahier_volume_leave(cahier_volume *volume, const cahier_edition **out);

#endif
