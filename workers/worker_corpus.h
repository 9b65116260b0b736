/* SPDX-License-Identifier: Apache-2.0 */
/* worker_corpus.h -- the corpus step of a batch: all its chunks become its report, in a process of its own.
 *
 * In      a corpus task whose chunks are all analysed
 * Out     the files of the report in the queue, in pieces; the batch done
 * Value   The process has a connection of its own and says the end of the task itself: finished; given back; or dropped, when an
 *         erasure changed the batch under it (a new task comes when the chunk is analysed again).
 * Memory  all its memory ends with it; the folder in which the report is written is removed by the worker, whatever
 *         became of the process, and those of workers that were killed by the next one that starts
 * Why     it takes minutes and all the memory of a batch: the worker goes on with other tasks, renews the lease, and a crash is
 *         an answer like another
 */
#ifndef CAHIER_WORKER_CORPUS_H
#define CAHIER_WORKER_CORPUS_H

#include <sys/types.h>

#include "lexicon_files.h"
#include "queue.h"
#include "worker_options.h"

typedef enum cahier_corpus_end {
    CAHIER_CORPUS_WRITTEN = 0, /* exit codes */
    CAHIER_CORPUS_LEFT,        /* the task ended otherwise */
    CAHIER_CORPUS_LOST,        /* the server refuses us */
    CAHIER_CORPUS_RUNNING,
    CAHIER_CORPUS_DEAD
} cahier_corpus_end;

typedef struct cahier_corpus_step {
    pid_t pid; /* 0: none */
    char folder[256];
    int lock; /* of the folder: held while it is in use */
} cahier_corpus_step;

typedef struct cahier_corpus_setting {
    const cahier_worker_options *options;
    const cahier_lexicon_files *lexicons;
    const char *tenant;
    const cahier_queue_task *task;
} cahier_corpus_setting;

bool cahier_corpus_start(cahier_corpus_step *step, const cahier_corpus_setting *setting);
/* Never waits. */
cahier_corpus_end cahier_corpus_look(cahier_corpus_step *step);
/* Processor time it used: the proof that it moves. */
uint64_t cahier_corpus_spent_ns(const cahier_corpus_step *step);
/* Kills it; more than once does no harm. */
void cahier_corpus_stop(cahier_corpus_step *step);

/* Removes the folders of workers that were killed. */
void cahier_corpus_sweep(void);

#endif
