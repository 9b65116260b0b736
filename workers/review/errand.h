/* SPDX-License-Identifier: Apache-2.0 */
/* errand.h -- a command that a request needs the answer of: `cahier forget`, run by the thread that keeps children.
 *
 * In      words of the command line, the space it is for
 * Out     what it printed and said, its exit code
 * Errors  BUSY: others wait already. LATE: it goes on, its answer will be lost
 * Memory  of the answer in the arena of who asked
 */
#ifndef CAHIER_REVIEW_ERRAND_H
#define CAHIER_REVIEW_ERRAND_H

#include "site.h"

#define CAHIER_ERRANDS_MOST 8u
#define CAHIER_ERRAND_WORDS 32u
#define CAHIER_ERRAND_MS 120000u /* Redis writes a file of gigabytes anew */

typedef enum cahier_errand_answer {
    CAHIER_ERRAND_DONE,
    CAHIER_ERRAND_BUSY,
    CAHIER_ERRAND_LATE
} cahier_errand_answer;

typedef struct cahier_errand_result {
    int code;
    cahier_text printed, complained;
} cahier_errand_result;

typedef struct cahier_errands cahier_errands;

cahier_errands *cahier_errands_open(cahier_site *site); /* NULL: not enough memory */
void cahier_errands_close(cahier_errands *errands);

/* `words` ends with NULL. Waits for its end. */
cahier_errand_answer cahier_errand_run(cahier_errands *errands, cahier_town *town, const char *const *words,
        cahier_arena *arena, cahier_errand_result *out);
/* The same without waiting. */
cahier_errand_answer cahier_errand_send(cahier_errands *errands, cahier_town *town, const char *const *words);

/* From one thread. */
void cahier_errands_look(cahier_errands *errands);

#endif
