/* SPDX-License-Identifier: Apache-2.0 */
/* library.h -- the functions that a server must hold (functions.lua), and their loading.
 *
 * Value   the library is one text, the same in each program of a version: `cahier doctor` loads it on every master; workers
 *         and submitters only call it. Its functions are named cahier1_…: a version whose promises change has other names, so
 *         that workers of both run during an upgrade.
 * Errors  as queue.h
 */
#ifndef CAHIER_QUEUE_LIBRARY_H
#define CAHIER_QUEUE_LIBRARY_H

#include "queue.h"

/* DONE: loaded now. ALREADY: the server holds these very bytes. */
cahier_queue_answer cahier_library_install(cahier_queue *queue);

/* DONE when the server holds these very bytes, ALREADY when it holds others, NOTHING when it holds none. */
cahier_queue_answer cahier_library_look(cahier_queue *queue);

#endif
