/* SPDX-License-Identifier: Apache-2.0 */
/* worker_child.h -- the analysis of chunks in a process of its own, which may die of a text without taking the worker along.
 *
 * In      an order: the blob of a chunk (wire/chunk.h), as it came; which documents to pass over; or the only one to try
 * Out     the blob of its analysis (wire/analysis.h); nothing when a single document was tried
 * Value   The child is forked once the word lists are read, so that all children share them. It can open nothing, no file, no
 *         connection; it leaves no core file, for that would hold texts; it dies with its parent. Before each
 *         document it says which one it begins, on a page that both see: who dies names the text that it died of.
 * Errors  REFUSED: not a chunk, `refusal` says why. DEAD: the process is gone, `page->document` is what it was reading
 * Memory  two arenas in the child, emptied after each order; a blob each way in memory that both see, of which as much is taken as the
 *         largest so far, a mebibyte each at most between two orders
 * Why     Blobs are not sent through the socket between the two: it copies each twice, and wakes the parent for every piece. The
 *         child may not write in the order, so that another one can be given the same; no other process has that memory.
 *         Texts come from anybody. A stage that crashes or turns for ever on one of them must cost that one alone
 *         (QUEUE.md 5.7), and an innocent one next to it nothing
 */
#ifndef CAHIER_WORKER_CHILD_H
#define CAHIER_WORKER_CHILD_H

#include <stdatomic.h>
#include <sys/types.h>

#include "lexicon.h"

#define CAHIER_CHILD_BLOB_MOST                                                                                         \
    ((size_t)16 << 20) /* twice the largest chunk: what is too large is for the child to refuse */

typedef struct cahier_child_page { /* before the blobs */
    atomic_uint document;          /* begun, in its chunk; CAHIER_NONE: between documents */
    atomic_uint steps;             /* grows whenever something was done: the proof that the analysis moves */
} cahier_child_page;

typedef enum cahier_child_state {
    CAHIER_CHILD_BUSY,
    CAHIER_CHILD_DONE,
    CAHIER_CHILD_REFUSED,
    CAHIER_CHILD_SPENT, /* no memory left for this chunk */
    CAHIER_CHILD_DEAD
} cahier_child_state;

typedef struct cahier_child {
    pid_t pid;               /* 0: none */
    int fd;                  /* readable when it has answered, or is gone */
    cahier_child_page *page; /* and the blobs; kept from one child to the next */
    bool large;              /* a blob took more than is kept */
} cahier_child;

typedef struct cahier_child_order {
    cahier_text blob;
    const uint32_t *aside; /* documents that stay empty, ascending */
    uint32_t aside_count;
    uint32_t only; /* CAHIER_NONE: all */
} cahier_child_order;

bool cahier_child_start(cahier_child *child, const cahier_lexicons *lexicons);
/* Kills it; more than once does no harm. */
void cahier_child_stop(cahier_child *child);
void cahier_child_close(cahier_child *child);

/* False when the child is gone, or the order is none that a chunk can make. */
bool cahier_child_give(cahier_child *child, const cahier_child_order *order);
/* Never waits. DONE: `answer` is the blob; REFUSED: why. Both stand until the next order. */
cahier_child_state cahier_child_look(cahier_child *child, cahier_text *answer);

#endif
