/* SPDX-License-Identifier: Apache-2.0 */
/* explain_one.h -- what `cahier explain` says of one document: the line of the report is written, read back and computed again.
 *
 * In      a report, one of its documents
 * Out     `use` is called with the explanation, while it is in memory
 * Errors  false: there is none, or no memory for it
 */
#ifndef CAHIER_REVIEW_EXPLAIN_ONE_H
#define CAHIER_REVIEW_EXPLAIN_ONE_H

#include "explanation.h"
#include "report.h"

bool cahier_explain_one(const cahier_report_input *input, uint32_t document,
        void (*use)(void *self, const cahier_explanation *explanation), void *self);

#endif
