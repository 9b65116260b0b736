/* SPDX-License-Identifier: Apache-2.0 */
/* mojibake.h -- « Ã© » is read back as « é ».
 *
 * In      text   UTF-8
 * Out     text   repaired copy in `batch`, and true; untouched, and false, when there is nothing sure to repair
 * Value   A run of characters is repaired when its bytes in a one-byte set (Windows-1252, Mac Roman, CP850) are the
 *         UTF-8 of a character that French texts hold. The cell is repaired as a whole or not at all: when a trace would
 *         remain (a lone « Ã », « â€ »), the guess was wrong and nothing is touched. Repeated while it succeeds, three
 *         times at most: « ÃƒÂ© » was mistaken twice.
 * Errors  NOMEM
 * Why     « CAFÉ» » holds the bytes of « ɻ »: only characters of French texts are believed.
 */
#ifndef CAHIER_INTAKE_MOJIBAKE_H
#define CAHIER_INTAKE_MOJIBAKE_H

#include "table.h"

cahier_status cahier_mojibake_repair(cahier_reading *reading, cahier_text *text, bool *repaired);

#endif
