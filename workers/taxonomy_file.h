/* SPDX-License-Identifier: Apache-2.0 */
/* taxonomy_file.h -- a town's own list of themes, as people write it.
 *
 * In      bytes of a file: either the format of lexicons/taxonomy.tsv, or lines « thème<TAB>mot » (a third cell may hold the
 *         weight), with or without a line of headings, capitals and typographic apostrophes as they come
 * Out     bytes in the format of lexicons/taxonomy.tsv; *shift: lines added above, to be taken from the lines of errors
 * Errors  NOMEM. Nothing else is judged here: what cannot be completed is left for the parser of lexicon.h to refuse
 * Memory  in `arena`
 */
#ifndef CAHIER_TAXONOMY_FILE_H
#define CAHIER_TAXONOMY_FILE_H

#include "cahier.h"

cahier_status cahier_taxonomy_complete(cahier_arena *arena, cahier_text bytes, cahier_text *out, uint32_t *shift);

#endif
