/* SPDX-License-Identifier: Apache-2.0 */
/* show_report.c -- writes the report of the fixture, to look at it or to time it: show_report FOLDER [DOCUMENTS] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

int main(int count, char **arguments)
{
    cahier_arena arena;
    fixture f;
    cahier_report_error error;
    if (count < 2 || !cahier_arena_open(&arena, (size_t)1 << 36)) {
        fputs("show_report FOLDER [DOCUMENTS]\n", stderr);
        return 2;
    }
    fixture_open(&arena, count > 2 ? (uint32_t)strtoul(arguments[2], NULL, 10) : 412, &f);
    /* the formats wanted, for timing: 1 html, 2 json, 4 csv, 8 xlsx */
    unsigned formats = count > 3 ? (unsigned)strtoul(arguments[3], NULL, 10) : CAHIER_REPORT_ALL;
    bool written = cahier_report_write(&f.input, arguments[1], formats, &error);
    if (!written) {
        fprintf(stderr, "%s\n", error.message);
    }
    cahier_arena_close(&arena);
    return written ? 0 : 1;
}
