/* SPDX-License-Identifier: Apache-2.0 */
/* edition.h -- a batch as people see it after the decisions of its journal; and the shelf on which editions stand.
 *
 * In      a queue, connected by the caller, who says a call again when it answers UNREACHABLE; batches that workers have analysed
 * Out     editions: immutable, shared by threads, counted; taken, then released
 * Value   The edition of revision n shows the first n lines of the journal that the queue keeps, after those that came with the
 *         files. Its report, written with cahier_analyse_report, is byte for byte that of `cahier analyse FILES --decisions
 *         JOURNAL`, but for run.json.
 *         A batch is read and prepared once (prepared.h); each revision shapes it. The shelf keeps one edition a batch, the
 *         latest; an older one lives as long as somebody reads it.
 *         take    asks the queue for lines said since, by whatever process, and shapes anew when there are any
 *         decide  appends one decision. `seen` is the revision that the person's page showed: lines since then about the same
 *                 theme or the same contribution make a CONFLICT, told with the line, unless `insist`; other lines do not.
 *                 The id of the decision makes it one, said once or twice.
 *         A mask (`redact`) replaces the payload in the queue in the same unit: the hidden text is nowhere. The batch leaves the
 *         shelf, and is BUSY until a worker has analysed its chunk again.
 * Errors  answers below; `message` of the shelf's caller is never filled with texts of citizens
 * Memory  an arena a batch and one an edition; above `budget` bytes the batch used longest ago goes, if nobody reads it
 * Cost    to read and prepare: cahier_prepare_corpus, once; a decision: cahier_shape_corpus
 */
#ifndef CAHIER_REVIEW_EDITION_H
#define CAHIER_REVIEW_EDITION_H

#include "overlay.h"
#include "prepared.h"
#include "report.h"

#define CAHIER_EDITION_BATCH 27u /* room for the name of a batch */

struct cahier_queue; /* queue.h */

typedef enum cahier_review_answer {
    CAHIER_REVIEW_DONE,
    CAHIER_REVIEW_ALREADY,  /* decide: this id was said before; the edition holds it */
    CAHIER_REVIEW_CONFLICT, /* decide: somebody said something else of the same thing meanwhile */
    CAHIER_REVIEW_WRONG, /* decide: no decision as docs/decisions.md wants it, or it would not apply: nothing is said */
    CAHIER_REVIEW_BUSY,  /* the batch is being analysed, or analysed again */
    CAHIER_REVIEW_NO_BATCH,    /* never was, or was purged */
    CAHIER_REVIEW_EMPTY,       /* its texts hold no word to analyse */
    CAHIER_REVIEW_UNREADABLE,  /* damaged, made by another version, or with other word lists than ours */
    CAHIER_REVIEW_NO_MEMORY,   /* larger than the budget of the shelf, or of the machine */
    CAHIER_REVIEW_UNREACHABLE, /* Redis: say it again */
    CAHIER_REVIEW_REFUSED      /* Redis: credentials, functions */
} cahier_review_answer;

typedef struct cahier_edition {
    char batch[CAHIER_EDITION_BATCH];
    uint64_t revision; /* lines of the queue's journal */
    const cahier_report_input *input;
    const cahier_review_journal *journal;
    const cahier_overlay *overlay;
    const cahier_prepared *prepared;
    const struct cahier_draws *draws; /* K: reading.h */
} cahier_edition;

typedef struct cahier_editions cahier_editions;

typedef struct cahier_editions_setting {
    const char *lexicons; /* folder, or NULL */
    uint32_t threads;     /* 0: all processors */
    size_t budget;        /* bytes of memory for all batches; 0: a quarter of the machine's */
    bool english;
} cahier_editions_setting;

/* NULL: memory, or word lists that cannot be read; `message` says which. */
cahier_editions *cahier_editions_open(const cahier_editions_setting *setting, char *message, size_t room);
/* Nobody may hold an edition any more. */
void cahier_editions_close(cahier_editions *editions);

typedef struct cahier_edition_place { /* which batch, and who asks the queue for it */
    struct cahier_queue *queue;
    const char *tenant, *batch;
} cahier_edition_place;

/* The latest edition; the caller releases it. Threads that ask for the same batch wait for one reading of it. */
cahier_review_answer cahier_editions_take(
        cahier_editions *editions, const cahier_edition_place *place, const cahier_edition **out);
void cahier_edition_release(const cahier_edition *edition);

typedef struct cahier_saying {
    const cahier_decision *decision; /* id, who, when filled in; themes by their id alone: members are added */
    uint64_t seen;                   /* revision of the edition that the person saw */
    bool insist;
} cahier_saying;

typedef struct cahier_told { /* why not */
    /* CONFLICT: what somebody else said, "Mme Petit", "2025-04-12T10:12:45", "rename"; of the theme, or of the contribution */
    char who[96], when[32], what[24];
    bool theme;
    uint64_t revision; /* the journal as it is now: what to have seen, to insist */
    /* WRONG: what would become of the line, APPLIED when it is no line at all: then the sentence says why */
    cahier_outcome outcome;
    char sentence[512];
} cahier_told;

/* On DONE and ALREADY *out is an edition that holds it, taken for the caller; after a mask it is NULL: the batch is BUSY until its
 * chunk is analysed again. */
cahier_review_answer cahier_editions_decide(cahier_editions *editions, const cahier_edition_place *place,
        const cahier_saying *saying, const cahier_edition **out, cahier_told *told);

/* The batch leaves the shelf: purged, or erased from. */
void cahier_editions_forget(cahier_editions *editions, const char *tenant, const char *batch);

/* The folder of the report of this edition (CAHIER_REPORT_*); as report.h. `started` goes to run.json. */
bool cahier_edition_write(const cahier_edition *edition, const char *folder, unsigned formats, const char *started,
        cahier_report_error *error);

#endif
