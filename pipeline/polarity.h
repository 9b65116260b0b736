/* SPDX-License-Identifier: Apache-2.0 */
/* polarity.h -- a document becomes a score between dissatisfied and satisfied, with the words and rules that made it.
 *
 * In      document   text, sentences, tokens (segment.h, tokenise.h)
 *         lexicons   polarity, negations, intensifiers, contrasts, identity; stance for the cues of a wish
 *         types      what the tokens index
 * Out     document->polarity; polarity_milli of each sentence
 * Value   evidence   The longest idiom of the lexicon at a place, else the word itself. An idiom ("pas mal", "à la
 *                    hauteur") hides the words and cues inside it; so do the phrases of identity.tsv, the cues of
 *                    wishes ("ce serait bien") and idioms of weight 0 ("bien sûr"), which give no evidence themselves.
 *                    A degree word that is polar too is spent on the polar word it precedes: "trop sale".
 *         value      value_milli = weight_milli x factors of rule[0..rule_count), in order; after each factor the value
 *                    is rounded to an integer, half away from zero: cahier_polarity_scale.
 *         score      s = sum of value_milli, n = word tokens and numbers, without elisions:
 *                    score_milli = 2 s / sqrt(n + 3), rounded half away from zero, clamped to -1000..1000. All in
 *                    integers: cahier_polarity_score. The same for a sentence, over its own evidence and words.
 *         label      p, q = sums of the positive, of the negative values; P, Q their scores.
 *                    mixed     when P and Q both reach CAHIER_POLARITY_MIXED_FLOOR and the smaller of p, q is at least
 *                              CAHIER_POLARITY_MIXED_PERCENT of the larger; CAHIER_POLARITY_OPPOSED_PERCENT is enough
 *                              when a contrast opposes them ("beau mais cher") and nothing is conceded;
 *                    positive  when score_milli >= CAHIER_POLARITY_POSITIVE, negative when <= CAHIER_POLARITY_NEGATIVE;
 *                    neutral   otherwise, and without evidence.
 *                    All this by the lexicon's words alone. Words that the batch taught (adapt.h) enter s like the
 *                    others; of a positive or negative text, the sign of the score then is the label.
 * Rules   Applied in this order, at most CAHIER_RULE_HITS a word; those that do not fit are left out.
 *         intensifier  x the lexicon's factor, within 2 words before, or behind a verb ("j'apprécie beaucoup"); also
 *         downtoner    and excess: "trop" turns the good thing it precedes (x -70 %) and strengthens a bad one
 *         negation     x -80 % for a word then positive, x -40 % for a negative one, by the nearest cue whose window
 *                      reaches it before punctuation, a contrast or a new clause, or by the marker behind a verb; "ne"
 *                      is not needed ("c'est pas propre"); "ne... que", "pas seulement" do not negate; the cues of a
 *                      clause are one ("jamais personne"), but "pas sans charme" is two
 *         diminish     "peu", "moins", "réduction de": x -50 %; a bad thing x -20 %
 *         wish         what is asked for is not there yet, and asking is no complaint: behind "il faudrait", a leading
 *                      infinitive or action noun ("Améliorer...", "Plus de..."), "pour" + infinitive, a conditional:
 *                      x 10 %, up to a clause that asserts ("car", "c'est"), a purpose over 8 words; an excess is
 *                      never asked for; else
 *         relay        what a link says is told, not felt: x 10 % in a text of a few words with a link and without "!"
 *         question     x 60 % before "?"
 *         contrast     "mais": what precedes the last one x 80 %, what follows x 120 %
 *         concession   what "malgré", "bien que" introduce x 50 %
 *         emphasis     capitals in a sentence that is not, repeated letters, "!!": x 120 %
 * Order   evidence by start
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  evidence in `batch`; scratch given back
 * Cost    one walk of the trie a token, constant work a polar word
 * Source  Taboada et al. 2011 (SO-CAL) for shifted rather than flipped negation, irrealis and contrast; the factors
 *         were checked on five French sets, civic and not
 * Why     A sum over sqrt(n): dividing by n drowns the one complaint of a long answer, not dividing makes of length a
 *         feeling.
 */
#ifndef CAHIER_POLARITY_H
#define CAHIER_POLARITY_H

#include "cahier.h"
#include "lexicon.h"

/* Chosen on civic answers, so that proposals and facts stay neutral; one mild word in ten is not yet a feeling. */
#define CAHIER_POLARITY_POSITIVE 100
#define CAHIER_POLARITY_NEGATIVE (-60)
#define CAHIER_POLARITY_MIXED_FLOOR 60
#define CAHIER_POLARITY_MIXED_PERCENT 60
#define CAHIER_POLARITY_OPPOSED_PERCENT 25

cahier_status cahier_judge_polarity(const cahier_lexicons *lexicons, const cahier_types *types, cahier_arena *batch,
        cahier_arena *scratch, cahier_document *document);

/* Judges again a document that holds words its batch taught: `learned`, a type's weight or 0 (adapt.h). What the lexicon
 * found stays; sentences.at and what polarity.at points to are replaced, not changed: the document may be a copy. */
cahier_status cahier_judge_learned(const cahier_lexicons *lexicons, const cahier_types *types, const int32_t *learned,
        cahier_arena *batch, cahier_arena *scratch, cahier_document *document);

/* value x percent / 100, rounded half away from zero. */
int32_t cahier_polarity_scale(int32_t value_milli, int32_t percent);
/* Score of a sum of values over `words` words. */
int32_t cahier_polarity_score(int64_t sum_milli, uint32_t words);

#endif
