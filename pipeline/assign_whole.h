/* SPDX-License-Identifier: Apache-2.0 */
/* assign_whole.h -- one theme for all, when one is asked for: every document with a term belongs to it.
 *
 * In      weights      D x V
 * Out     assignments  D: theme 0, its score 1000 at most, each term's part its share of the document's weight (squared);
 *                      where no term weighs anything, all texts being the same, each has as much
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(Z log Z) over all documents
 * Why     What all documents share is taken out of their vectors (associate.h), so that a theme tells them apart: against
 *         the centroid of all, most would look like strangers.
 */
#ifndef CAHIER_ASSIGN_WHOLE_H
#define CAHIER_ASSIGN_WHOLE_H

#include "sparse.h"

cahier_status cahier_assign_whole(cahier_arena *batch, const cahier_sparse *weights, cahier_assignments **out);

#endif
