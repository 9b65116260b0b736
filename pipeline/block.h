/* SPDX-License-Identifier: Apache-2.0 */
/* block.h -- passages that several persons' texts hold, with words of their own around them: pasted paragraphs.
 *
 * In      corpus        of its documents: text, tokens, types
 *         duplicate_of  D: group of copies (duplicate.h) or CAHIER_NONE
 * Out     blocks        with the places where each stands
 * Value   A block is CAHIER_BLOCK_WORDS words or more, the same up to case, accents, spaces and punctuation, that stand
 *         in texts of CAHIER_BLOCK_PERSONS persons or more, which are not all copies of one another. Its first and last
 *         letters are CAHIER_BLOCK_BYTES apart or more: lists of short words make no passage.
 *         It grows on both sides while all its texts go on alike; until it is long enough it goes on with the
 *         majority. Blocks do not overlap: a passage that most texts hold is cut out of a longer one that few hold.
 *         A block sets no text aside: who pastes a paragraph in a letter of his own speaks for himself.
 *         campaign: CAHIER_CAMPAIGN_DOCUMENTS by CAHIER_CAMPAIGN_PERSONS, as for copies.
 * Order   blocks by their first place, places by document. Which passages are found depends on the texts alone.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  results in `batch`; in `scratch`, given back, 8 bytes a type, a bit a token, 52 bytes a fingerprint
 * Cost    linear in tokens: one in eight gives a fingerprint (9 words, the least of 17 in a row); those that three
 *         persons share are compared word by word, once a passage
 * Source  winnowing: Schleimer, Wilkerson & Aiken 2003, with words for letters. 9 + 17 - 1 = 25: any passage of
 *         CAHIER_BLOCK_WORDS words has a fingerprint that is the same in all its texts.
 * Why     Resemblance sees whole texts: a petition's paragraph in a page of one's own resembles nothing.
 */
#ifndef CAHIER_BLOCK_H
#define CAHIER_BLOCK_H

#include "cahier.h"

#define CAHIER_BLOCK_WORDS 25u /* two sentences; sayings, laws' names and questions quoted back are shorter */
#define CAHIER_BLOCK_BYTES 120u
#define CAHIER_BLOCK_PERSONS 3u

typedef struct cahier_blocks {
    cahier_block *at;
    uint32_t count;
    cahier_passage *passages; /* by document, then by start; .block is the index of the block */
    uint32_t passage_count;
} cahier_blocks;

cahier_status cahier_block_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const uint32_t *duplicate_of, cahier_blocks *out);

#endif
