/* SPDX-License-Identifier: Apache-2.0 */
/* quotable.h -- whether a sentence can stand alone in a report, and how well.
 *
 * In      a document's sentence; the lexicon of insults (insult.tsv)
 * Out     rank     never: personal data or an address hidden in it, an insult, a title above a text, under 3 words or over 45
 *                  last: a piece of something. It leans on what came before (« Mais… », « Cela… », « la rendre plus juste »), stops in
 *                        the middle (« en fonction de. »), asks, shouts, opens a bracket it does not close, runs over 40 words
 *                  brief: 3 to 7 words, whole
 *                  whole: 8 to 40 words that begin and end
 *         percent  what is left of its worth after small flaws: no capital, no full stop, trailing points, a line break inside
 * Value   A sentence that does not end is whole where its author's line or text ends: « plus de bus le soir ».
 *         « Il faut », « Il y a » lean on nothing; « Il » before another verb does.
 * Errors  none
 * Memory  none
 * Cost    O(bytes of the sentence)
 * Why     a central sentence that begins by « Mais » makes its author look confused, and its reader guess
 */
#ifndef CAHIER_QUOTABLE_H
#define CAHIER_QUOTABLE_H

#include "lexicon.h"

#define CAHIER_QUOTABLE_LEAST 3u
#define CAHIER_QUOTABLE_BRIEF 7u /* words of a brief sentence, at most */
#define CAHIER_QUOTABLE_READ 40u /* more is a paragraph: THEMES.md 5.2 */
#define CAHIER_QUOTABLE_MOST 45u

typedef enum cahier_quotable_rank {
    CAHIER_QUOTABLE_NEVER,
    CAHIER_QUOTABLE_AS_LAST,
    CAHIER_QUOTABLE_AS_BRIEF,
    CAHIER_QUOTABLE_AS_WHOLE
} cahier_quotable_rank;

typedef struct cahier_quotable {
    cahier_quotable_rank rank;
    uint32_t percent;
} cahier_quotable;

cahier_quotable cahier_quotable_judge(const cahier_lexicons *lexicons, const cahier_types *types,
        const cahier_document *document, const cahier_sentence *sentence);

#endif
