/* SPDX-License-Identifier: Apache-2.0 */
/* frames.h -- many things in one argument of a function: numbers of a fixed width, and bytes of the length that such a number says.
 *
 * Value   functions.lua reads them (`pieces`); arguments of a call are few, and one text costs no memory a thing
 * Errors  cahier_frames_end is NULL when memory was short
 * Memory  malloc; what end gives is the caller's
 */
#ifndef CAHIER_QUEUE_FRAMES_H
#define CAHIER_QUEUE_FRAMES_H

#include "cahier.h"

typedef struct cahier_frames { /* all zero: empty */
    char *at;
    size_t len, room;
    bool failed;
} cahier_frames;

void cahier_frames_bytes(cahier_frames *frames, cahier_text bytes);
/* n < 10^digits, digits at most 20 */
void cahier_frames_number(cahier_frames *frames, int digits, uint64_t n);
/* Its length, then it. */
void cahier_frames_text(cahier_frames *frames, int digits, cahier_text text);
/* Never NULL for an empty text. */
char *cahier_frames_end(cahier_frames *frames);

#endif
