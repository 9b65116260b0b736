/* SPDX-License-Identifier: Apache-2.0 */
/* duplicate.h -- texts that are the same, or nearly: letters copied from a campaign, answers sent twice.
 *
 * In      corpus        of its documents: text, sketch, fingerprint; documents without sketch are compared with none:
 *                       two persons who answer « plus de bus » did not copy one another
 * Out     duplicate_of  D: index of the document's group, or CAHIER_NONE
 *         groups        of two documents or more
 * Value   identical: same fingerprint, so same folded words
 *         near: sketches agree in DUPLICATE_AGREE places or more, and the sets of 5-byte shingles of the folded words
 *         have a Jaccard resemblance of a half, with CAHIER_NEAR_SHARED shingles in common, or of three quarters
 *         A group is a connected part of the graph of these pairs; two groups found near become one.
 *         persons: distinct. campaign: CAHIER_CAMPAIGN_DOCUMENTS by CAHIER_CAMPAIGN_PERSONS. One person who pastes the
 *         same answer under several questions makes a group too, and no campaign.
 * Order   groups by first document; documents of a group in input order. Which documents are together depends on
 *         the texts alone, not on their order: distinct texts are compared in the order of their fingerprints.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  results in `batch`; in `scratch`, given back, 48 bytes a document, 160 a distinct text and 130 a byte of
 *         the longest text
 * Cost    O(D + 21 U) for U distinct texts, and an exact comparison, 2 us for a hundred letters, a pair whose sketches
 *         agree. In each of 21 bands a text is held against the first and the latest text of its bucket only:
 *         100,000 reworded copies of one letter cost 100,000 comparisons, not 5,000,000,000. What one band misses
 *         another finds.
 * Source  Broder 1997; LSH: Indyk & Motwani 1998. 21 bands of 3 rows and the half: THEMES.md 7.
 *         Departs from it where texts are short. With the half alone, 200,000 synthetic rows gave 52,000 pairs linked
 *         by chains of stock phrases (« développer les transports en commun », 123 « copies ») and 7,600 of texts that
 *         merely wish the same; with 50 shingles in common or three quarters, 1,200 and 1,900, at the cost of 100 of
 *         58,000 copies.
 *         Recall on real answers of 100 letters or more, with 8, 15, 25 % of the words edited: .998, .98, .89.
 * Why     Persons who want the same are the reason for a consultation, not a campaign: better to miss a short copy
 *         than to count their voices once.
 */
#ifndef CAHIER_DUPLICATE_H
#define CAHIER_DUPLICATE_H

#include "cahier.h"

#define CAHIER_NEAR_SHARED 50u       /* a stock phrase is shorter: « les transports en commun » makes 20 */
#define CAHIER_CAMPAIGN_DOCUMENTS 5u /* THEMES.md 7 */
#define CAHIER_CAMPAIGN_PERSONS 3u   /* a couple that writes alike is no campaign */

cahier_status cahier_duplicate_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        uint32_t **duplicate_of, cahier_duplicate_group **groups, uint32_t *group_count);

#endif
