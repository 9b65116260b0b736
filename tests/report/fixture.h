/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h -- a result as the flow would give it, for an imaginary commune: themes, places, months, copies,
 * set-aside rows, and hostile texts. It lets the report be seen and tested without the flow.
 */
#ifndef CAHIER_TEST_FIXTURE_H
#define CAHIER_TEST_FIXTURE_H

#include "report.h"

typedef struct fixture {
    cahier_result result;
    cahier_report_input input;
} fixture;

/* `documents` documents; the first ones are the hostile ones. 0 gives an empty batch. */
void fixture_open(cahier_arena *arena, uint32_t documents, fixture *out);

#endif
