/* SPDX-License-Identifier: Apache-2.0 */
/* inbox_lines.h -- what a platform pushed, as the lines that intake reads.
 *
 * In      raw bytes, one JSON object each: id, text, title, date, place, person; strings or numbers, none is required but a text
 * Out     for each, its line, what is wrong with it, and the digest of its id (of its bytes when it has none)
 * Value   No other field goes further: what a platform knows of its users is not ours
 * Errors  NOMEM
 * Memory  in `arena`
 */
#ifndef CAHIER_INBOX_LINES_H
#define CAHIER_INBOX_LINES_H

#include "intake.h"

#define CAHIER_INBOX_TITLE 4u /* fields that are filled, as bits */
#define CAHIER_INBOX_DATE 8u
#define CAHIER_INBOX_PLACE 16u
#define CAHIER_INBOX_PERSON 32u

typedef struct cahier_inbox_line {
    cahier_text line;   /* with its end of line; empty when it is set aside */
    cahier_text digest; /* 32 hexadecimal digits */
    unsigned filled;
    cahier_set_aside_reason set_aside; /* when the line is empty */
} cahier_inbox_line;

cahier_status cahier_inbox_read(cahier_arena *arena, const cahier_text *raw, uint32_t count, cahier_inbox_line *out);

#endif
