/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.h -- the bytes of a file become UTF-8, in place when they already are.
 *
 * In      source   any bytes
 * Out     source   UTF-8; source->ill_formed when some bytes could not be read and were left as they are
 *         shown    name of what was found, for people
 * Value   In order: byte order mark; the encoding asked for; UTF-16 seen by its zeros; well-formed UTF-8; else each
 *         line that is not UTF-8 is read in the one-byte set that gives the likeliest French over all such lines
 *         (Windows-1252, Latin-9, Mac Roman, CP850), so that a file pasted from two sources reads right in both parts.
 *         uchardet is asked when none of these gives likely French (Central European, Cyrillic, Asian files).
 * Errors  NOMEM; EMPTY with a sentence when the encoding asked for is unknown
 * Memory  converted text in the arena that holds the source
 * Cost    one pass; two when not UTF-8
 * Why     uchardet alone takes Mac Roman and CP850 for Cyrillic or Vietnamese on short French files.
 */
#ifndef CAHIER_INTAKE_ENCODING_H
#define CAHIER_INTAKE_ENCODING_H

#include "table.h"

cahier_status cahier_encoding_decode(cahier_reading *reading, cahier_source *source, const char **shown);

#endif
