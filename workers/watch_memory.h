/* SPDX-License-Identifier: Apache-2.0 */
/* watch_memory.h -- what a mind remembers, as two blobs (wire.h): days and texts; themes.
 *
 *   memory  uint base, int fitted, uint things, uint texts; the state: word length, then runs of its 8-byte words until they are
 *           all there: uint zeros, uint others, their bytes; recent texts, sample
 *   texts   uint count, uint next; each: text id, text words, int date, text theme
 *   themes  uint texts, int strange; uint terms, their stems; uint dimensions, the bounds of its blocks; floats: vectors, weights,
 *           affinity; uint themes, each: text id, text label, uint documents
 *
 * Value   read(write(mind)) goes on as mind does, to the byte. The state is mostly zeros; zeros take no room. The ring of texts
 *         keeps its rotation: a refit reads it as it lies. A number of an alert is base + that of the finding: base moves when a
 *         state is made anew, so that no number is given twice.
 * Errors  LIMIT for anything that cannot be, or a state of another version or size; NOMEM. `mind` is then to be opened anew.
 * Memory  in the mind's arenas; `out` is a memory that holds nothing yet
 */
#ifndef CAHIER_WATCH_MEMORY_H
#define CAHIER_WATCH_MEMORY_H

#include "watch_mind.h"

cahier_status cahier_mind_write(cahier_watch_mind *mind, uint32_t base, cahier_out *out);
cahier_status cahier_mind_write_themes(const cahier_watch_mind *mind, cahier_out *out);

cahier_status cahier_mind_read(cahier_watch_mind *mind, cahier_text blob, uint32_t *base, cahier_error *error);
/* What is read is as good as what was written; `blob` empty: no themes. */
cahier_status cahier_mind_read_themes(cahier_watch_mind *mind, cahier_text blob, cahier_error *error);

#endif
