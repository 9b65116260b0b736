/* SPDX-License-Identifier: Apache-2.0 */
/* proposals.h -- « ces contributions ressemblent à celles que vous avez déplacées »: near neighbours of what people moved.
 *
 * In      an edition: vectors of the batch (prepared.h), the move, pin and split decisions that hold
 * Out     proposals, nearest first: a document, the theme where it would go, the moved document that it resembles
 * Value   Neighbours are distinct texts whose similarity to a moved one, by their vectors, is CAHIER_PROPOSAL_MILLI at least and more
 *         than to the centroid of their own theme: nearer to what was moved than to where they are. No person placed them, and they do not have that theme
 *         already. At most CAHIER_PROPOSALS_MOST; a document near to several goes with the nearest.
 * Errors  NOMEM
 * Memory  in `arena`
 * Cost    O(moved x D x E)
 * Why     a person who corrects five texts has said something about the fifty that resemble them; but she alone applies it
 */
#ifndef CAHIER_REVIEW_PROPOSALS_H
#define CAHIER_REVIEW_PROPOSALS_H

#include "edition.h"

#define CAHIER_PROPOSAL_MILLI                                                                                          \
    350 /* pairs from .35 to .45 are of one label four to nine times in ten, where people labelled */
#define CAHIER_PROPOSALS_MOST 100u
#define CAHIER_PROPOSAL_MOVED_MOST 200u /* the latest moved */

typedef struct cahier_proposal {
    uint32_t document, theme; /* where it would go */
    uint32_t like;            /* the moved document that it resembles */
    uint32_t entry;           /* that moved it */
    int32_t similarity_milli;
} cahier_proposal;

cahier_status cahier_proposals_find(cahier_arena *arena, cahier_arena *scratch, const cahier_edition *edition,
        cahier_proposal **out, uint32_t *count);

#endif
