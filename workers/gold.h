/* SPDX-License-Identifier: Apache-2.0 */
/* gold.h -- what people said of documents, to be compared with what the program says.
 *
 * In      JSON Lines, one object a line: "id", and "label" (theme or polarity), "polarity", "stance", all but id optional;
 *         or CSV whose header names these columns, cut by ; , or tab
 * Out     rows in file order, one an id
 * Value   ids and labels may be numbers: 12 is "12". An id that comes twice keeps its first place and its last labels, as
 *         in bench/agree.py; how many did is counted.
 * Errors  LIMIT with the line that cannot be read; EMPTY when there is no row; NOMEM
 * Memory  in `arena`; the bytes are borrowed and rewritten in place (doubled quotes)
 * Cost    O(bytes)
 */
#ifndef CAHIER_GOLD_H
#define CAHIER_GOLD_H

#include "cahier.h"
#include "intern.h"

enum {
    CAHIER_GOLD_ID,
    CAHIER_GOLD_LABEL,
    CAHIER_GOLD_POLARITY,
    CAHIER_GOLD_STANCE,
    CAHIER_GOLD_CELLS
};

typedef struct cahier_gold_row {
    cahier_text cell[CAHIER_GOLD_CELLS]; /* empty when not given */
    uint32_t line;
} cahier_gold_row;

typedef struct cahier_gold {
    cahier_gold_row *at;
    uint32_t count, room;
    uint32_t repeated;   /* rows whose id had come before */
    cahier_intern index; /* id -> row */
} cahier_gold;

cahier_status cahier_gold_read(cahier_arena *arena, char *bytes, uint32_t len, cahier_gold *out, uint32_t *line);

/* Row of an id, or CAHIER_NONE. */
uint32_t cahier_gold_find(const cahier_gold *gold, cahier_text id);

#endif
