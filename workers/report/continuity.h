/* SPDX-License-Identifier: Apache-2.0 */
/* continuity.h -- what became of the themes of an earlier report, as the report says it.
 *
 * Out     the object `continuity` of report.json; `found` and `kept` of a document; French sentences
 * Memory  nothing is kept
 */
#ifndef CAHIER_REPORT_CONTINUITY_H
#define CAHIER_REPORT_CONTINUITY_H

#include "method.h"
#include "previous.h"

/* JSON; "null" without an earlier report. */
void cahier_put_continuity(cahier_out *out, const cahier_result *result);
/* ,"kept":true when its earlier theme won over a higher score; ,"found":"t-4f2a" or null when a list or a decision gave it
 * another theme than the one found. */
void cahier_put_found_of(cahier_out *out, const cahier_result *result, uint32_t d);

/* One sentence at a time, for the method. */
void cahier_say_continuity(const cahier_result *result, const cahier_speaker *s);

#endif
