/* SPDX-License-Identifier: Apache-2.0 */
/* cases.h -- a table of inputs and the description that intake must give of each (fixture.h). */
#ifndef CAHIER_TESTS_INTAKE_CASES_H
#define CAHIER_TESTS_INTAKE_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"

#define BYTES(literal) literal, sizeof literal - 1

typedef struct intake_case {
    const char *name; /* a sentence */
    const char *file;
    const char *bytes;
    size_t len;
    const char *expected; /* whole description, or the start of a refusal "! …" */
} intake_case;

/* Runs all cases, prints those that differ, fails when one did. */
static inline void run_intake_cases(const intake_case *cases, size_t count)
{
    intake_fixture fixture;
    size_t failed = 0;
    intake_fixture_open(&fixture, (size_t)64 << 20);
    for (size_t i = 0; i < count; i++) {
        cahier_intake_options options = {.delimiter = 0};
        intake_fixture_read(&fixture, &options, cases[i].file, cases[i].bytes, cases[i].len);
        const char *broken = intake_fixture_broken(&fixture);
        const char *got = intake_fixture_describe(&fixture);
        bool refusal = cases[i].expected[0] == '!';
        bool same = refusal ? strncmp(got, cases[i].expected, strlen(cases[i].expected)) == 0
                            : strcmp(got, cases[i].expected) == 0;
        if (!same || broken != NULL) {
            print_error("%s: %s\n--- expected\n%s--- got\n%s\n", cases[i].name, broken == NULL ? "differs" : broken,
                    cases[i].expected, got);
            failed++;
        }
    }
    intake_fixture_close(&fixture);
    assert_int_equal(failed, 0);
}

#endif
