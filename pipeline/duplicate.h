/* SPDX-License-Identifier: Apache-2.0 */
/* duplicate.h -- texts that are the same, or nearly: letters copied from a campaign, answers sent twice.
 *
 * In      corpus        of its documents: text, sketch, fingerprint; documents without sketch are compared with none:
 *                       two persons who answer « plus de bus » did not copy one another
 * Out     duplicate_of  D: index of the document's group, or CAHIER_NONE
 *         groups        of two documents or more
 * Value   identical: same fingerprint, so same folded words
 *         near: the same word for word but for a few (resemblance.h), and below four fifths of the shingles neither text
 *         holds a passage of CAHIER_NEAR_OWN letters that the other has not: who adds a sentence to a letter speaks for
 *         himself, and what he took over is a block (block.h)
 *         A group is a star: all its texts are near to one of them, the centre. Texts that pairs hold together are
 *         split: the text that agrees best with the majority of their sketches is the first centre, then those that
 *         are not near to it look for theirs. Two groups found near become one before they are split.
 *         persons: distinct. campaign: CAHIER_CAMPAIGN_DOCUMENTS by CAHIER_CAMPAIGN_PERSONS. One person who pastes the
 *         same answer under several questions makes a group too, and no campaign.
 * Order   groups by first document; documents of a group in input order. Which documents are together depends on
 *         the texts alone, not on their order: distinct texts are compared in the order of their fingerprints.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  results in `batch`; in `scratch`, given back, 48 bytes a document, 190 a distinct text and what resemblance.h
 *         needs for the longest
 * Cost    O(D + 21 U) for U distinct texts, and an exact comparison, 1 us for a hundred letters, a pair whose sketches
 *         agree. In each of 21 bands a text is held against the first and the latest text of its bucket only:
 *         100,000 reworded copies of one letter cost 100,000 comparisons, not 5,000,000,000. What one band misses
 *         another finds. A star costs one comparison a text, and there are 8 at most.
 * Source  Broder 1997; LSH: Indyk & Motwani 1998. 21 bands of 3 rows: THEMES.md 7. Stars: Aslam, Pelekhov & Rus 2004.
 *         Departs from THEMES.md in what makes two texts near: words decide between two and four fifths of the shingles
 *         (resemblance.h), not the half of the shingles. With the half alone, chains of stock phrases (« développer les
 *         transports en commun ») made 123 « copies » of texts that merely wish the same. With parts of chains as groups,
 *         44,000 of 102,000 pairs found in 200,000 synthetic rows were not made as copies; with stars and words, 19,200 of
 *         76,900, of which 17,000 are the same words to a reader, and 57,716 copies of 57,912: scripts/bench-duplicates.
 *         The bands miss .016 of the copies with a quarter of the words edited.
 * Why     Persons who want the same are the reason for a consultation, not a campaign: better to miss a short copy
 *         than to count their voices once.
 */
#ifndef CAHIER_DUPLICATE_H
#define CAHIER_DUPLICATE_H

#include "cahier.h"

#define CAHIER_CAMPAIGN_DOCUMENTS 5u /* THEMES.md 7 */
#define CAHIER_CAMPAIGN_PERSONS 3u   /* a couple that writes alike is no campaign */

cahier_status cahier_duplicate_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        uint32_t **duplicate_of, cahier_duplicate_group **groups, uint32_t *group_count);

#endif
