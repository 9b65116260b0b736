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

/* Who says sentences to a listener, and in which dress. */
typedef struct cahier_speaker {
    cahier_dress dress;
    cahier_listener listener;
} cahier_speaker;

void cahier_say_line(const cahier_speaker *speaker, const char *sentence, const cahier_arg *args, size_t count);

/* CAHIER_SAY_LINE(&speaker, cahier_fr.method_read, CAHIER_N(rows)): at least one argument, needed or not. */
#define CAHIER_SAY_LINE(speaker, sentence, ...)                                                                        \
    cahier_say_line((speaker), (sentence), (const cahier_arg[]){__VA_ARGS__},                                          \
            sizeof(const cahier_arg[]){__VA_ARGS__} / sizeof(cahier_arg))

void cahier_say_method(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener);
void cahier_say_limits(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener);

#endif
