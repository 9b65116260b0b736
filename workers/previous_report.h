/* SPDX-License-Identifier: Apache-2.0 */
/* previous_report.h -- an earlier report's folder, read for --previous: which theme each contribution had.
 *
 * In      the folder that `cahier analyse` left: report.json, contributions.jsonl; nothing in it is trusted
 * Out     previous.h's table; the SHA-256 of both files, as they are on the disk
 * Errors  false, and a sentence in French or English: no report, another schema, a line that is no contribution
 * Memory  in `arena`: ids and two numbers a contribution; one line at a time is parsed
 */
#ifndef CAHIER_PREVIOUS_REPORT_H
#define CAHIER_PREVIOUS_REPORT_H

#include "previous.h"

enum {
    CAHIER_PREVIOUS_REPORT,
    CAHIER_PREVIOUS_CONTRIBUTIONS,
    CAHIER_PREVIOUS_FILES
};

typedef struct cahier_previous_report {
    cahier_previous previous;
    const char *file[CAHIER_PREVIOUS_FILES]; /* base names; NULL: no earlier report */
    char sha256[CAHIER_PREVIOUS_FILES][65];
    char message[512]; /* when it failed */
} cahier_previous_report;

bool cahier_previous_report_read(cahier_arena *arena, const char *folder, bool english, cahier_previous_report *out);

#endif
