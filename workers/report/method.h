/* SPDX-License-Identifier: Apache-2.0 */
/* method.h -- how the results were made and what they cannot see, in sentences: page, report.json and workbook share
 * them. */
#ifndef CAHIER_REPORT_METHOD_H
#define CAHIER_REPORT_METHOD_H

#include "facts.h"
#include "say.h"

/* Receives one sentence, dressed as asked; the text is borrowed for the call. */
typedef struct cahier_listener {
    void (*line)(void *self, cahier_text sentence);
    void *self;
} cahier_listener;

void cahier_say_method(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener);
void cahier_say_limits(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener);

#endif
