/* SPDX-License-Identifier: Apache-2.0 */
/* golden.h -- reads tests/golden/<stage>.tsv: input, expected, why, one case a line; "#" lines are comments.
 *
 * Escapes in the first two cells: \n \t \r \\ \s (space) \xNN (any byte). A file that cannot be read fails the test. */
#ifndef CAHIER_GOLDEN_H
#define CAHIER_GOLDEN_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cahier.h"

#define GOLDEN_CELLS 3u

typedef struct golden_case {
    cahier_text cell[GOLDEN_CELLS]; /* input, expected, why */
    uint32_t line;
} golden_case;

typedef struct golden {
    char *bytes;
    golden_case *at;
    uint32_t count;
} golden;

static inline uint32_t golden_hex(char c)
{
    return (uint32_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* Replaces the escapes of a cell in place. */
static inline cahier_text golden_unescape(char *at, uint32_t len)
{
    uint32_t out = 0;
    for (uint32_t i = 0; i < len; i++) {
        if (at[i] != '\\' || i + 1 >= len) {
            at[out++] = at[i];
            continue;
        }
        char c = at[++i];
        if (c == 'x' && i + 2 < len) {
            at[out++] = (char)(unsigned char)(golden_hex(at[i + 1]) << 4 | golden_hex(at[i + 2]));
            i += 2;
        } else {
            at[out++] = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c == 's' ? ' ' : c;
        }
    }
    return (cahier_text){at, out};
}

static inline void golden_read_line(golden *cases, char *line, uint32_t len, uint32_t number)
{
    golden_case *next = &cases->at[cases->count];
    *next = (golden_case){.line = number};
    uint32_t cell = 0, start = 0;
    for (uint32_t i = 0; i <= len && cell < GOLDEN_CELLS; i++) {
        if (i == len || line[i] == '\t') {
            next->cell[cell++] = golden_unescape(line + start, i - start);
            start = i + 1;
        }
    }
    if (cell != GOLDEN_CELLS) {
        fprintf(stderr, "golden: line %u has %u cells\n", number, cell);
        abort();
    }
    cases->count++;
}

static inline golden golden_open(const char *path)
{
    golden cases = {NULL, NULL, 0};
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "golden: cannot read %s\n", path);
        abort();
    }
    long size = ftell(file);
    rewind(file);
    cases.bytes = malloc((size_t)size + 1);
    cases.at = calloc((size_t)size / 3 + 1, sizeof *cases.at);
    if (cases.bytes == NULL || cases.at == NULL || fread(cases.bytes, 1, (size_t)size, file) != (size_t)size) {
        abort();
    }
    fclose(file);
    cases.bytes[size] = '\n';
    uint32_t number = 1;
    for (char *line = cases.bytes, *end; line < cases.bytes + size; line = end + 1, number++) {
        end = strchr(line, '\n');
        if (*line != '#' && end > line) {
            golden_read_line(&cases, line, (uint32_t)(end - line), number);
        }
    }
    return cases;
}

static inline void golden_close(golden *cases)
{
    free(cases->bytes);
    free(cases->at);
}

/* True when `got` is what the case expects; else says so, with file position, on stderr. */
static inline bool golden_equal(const char *path, const golden_case *c, cahier_text got)
{
    if (got.len == c->cell[1].len && memcmp(got.at, c->cell[1].at, got.len) == 0) {
        return true;
    }
    fprintf(stderr, "%s:%u: %.*s\n  expected: %.*s\n  got:      %.*s\n", path, c->line, (int)c->cell[2].len,
            c->cell[2].at, (int)c->cell[1].len, c->cell[1].at, (int)got.len, got.at);
    return false;
}

#endif
