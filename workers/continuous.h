/* SPDX-License-Identifier: Apache-2.0 */
/* continuous.h -- « cahier submit --continuous »: lines of messages are heard as they are written.
 *
 * In      JSON Lines (inbox_lines.h), from standard input or from a file that grows
 * Out     messages heard by the tenant's watch
 * Value   The place up to which a file was heard is kept with its messages, in one unit: it goes on there, whoever died, also when the
 *         server lost its end. A file is its path and its inode: one that takes its place is read from its start. Of
 *         standard input nothing is kept; who writes there says again what was not taken, ids count once.
 *         A line is whole at its end of line; the last one, at the end of standard input or with `once`, without.
 * Errors  as hearing.h; a line above CAHIER_CONTINUOUS_LINE is set aside
 * Memory  one buffer of that size
 */
#ifndef CAHIER_CONTINUOUS_H
#define CAHIER_CONTINUOUS_H

#include "hearing.h"

#define CAHIER_CONTINUOUS_LINE (2u << 20) /* a text of a mebibyte, and its escapes */

typedef struct cahier_continuous {
    cahier_hearing *hearing;
    const char *path; /* "-": standard input */
    bool once;        /* to the end of the file, as it is */
} cahier_continuous;

/* DONE: to the end, or told to stop. NOTHING: `path` cannot be read, errno says why. */
cahier_queue_answer cahier_continuous_run(const cahier_continuous *continuous);

/* On stderr: what was heard, or why not. */
void cahier_continuous_say(const cahier_hearing *hearing, cahier_queue_answer answer);

#endif
