/* SPDX-License-Identifier: Apache-2.0 */
/* analyse_report.h -- what analyse knows, handed to the report room in its words.
 *
 * Memory  everything in `batch`
 * Why     intake and report know nothing of each other: this is where they meet
 */
#ifndef CAHIER_ANALYSE_REPORT_H
#define CAHIER_ANALYSE_REPORT_H

#include "analyse_options.h"
#include "decisions.h"
#include "previous_report.h"
#include "lexicon_files.h"
#include "report.h"

typedef struct cahier_analyse_facts {
    const cahier_analyse_options *options;
    const cahier_lexicon_files *lexicons;
    const cahier_journal *journal; /* name empty: none */
    const cahier_previous_report *previous;
    const cahier_intake *intake;
    const cahier_result *result;
    char *const *path;
    uint32_t path_count;
    const char *started;
    uint32_t threads;
    void (*measure)(void *self, cahier_report_run *run);
    void *measure_self;
    const volatile sig_atomic_t *stop;
} cahier_analyse_facts;

/* False: not enough memory. */
bool cahier_analyse_input(cahier_arena *batch, const cahier_analyse_facts *facts, cahier_report_input *out);

bool cahier_analyse_report(
        cahier_arena *batch, const cahier_analyse_facts *facts, const char *folder, cahier_report_error *error);

#endif
