/* SPDX-License-Identifier: Apache-2.0 */
/* stance.h -- what a contribution does: it proposes, complains, praises, asks, or states.
 *
 * In      document   text, sentences, tokens, polarity (polarity.h)
 *         lexicons   stance; stopwords for greetings and auxiliaries
 * Out     document->stance: the label, and the cue that weighed most for it; a complaint or praise without cue of
 *         stance.tsv shows its strongest polar word, with entry CAHIER_NONE
 *         document->stance_also: the other stances that reach the floor, each with its cue
 * Value   Cues of stance.tsv, the longest at a place, a literal word before a class: <inf>, <cond>, <ant>, <num> stand for
 *         types that look like an infinitive, a conditional, a present participle, a number. Position "start" holds
 *         behind list marks, greetings and a colon, for an infinitive behind a dash and a short topic too ("Hôpitaux,
 *         maintenir les urgences"); "end" before closing punctuation.
 *         A question word in front counts half without "?" at the end ("Quand il pleut, ..."). A sentence without
 *         auxiliary that opens with an article ("Un parc pour les enfants") proposes, just enough. A cue of praise or
 *         complaint is void when the polar words in it say the contrary ("pas très propre") or are wished for.
 *         For each stance a sentence gives its heaviest cue; a document gives its heaviest sentence plus
 *         CAHIER_STANCE_FURTHER_PERCENT of the others. A negative score adds CAHIER_STANCE_POLARITY_PERCENT of itself
 *         to complaint, a positive one to praise, at most CAHIER_STANCE_POLARITY_MOST; a negative one adds nothing beside a proposal of weight
 *         CAHIER_STANCE_EXPLICIT or more ("Trop flou. Il faudrait définir...").
 *         The largest sum wins if it reaches CAHIER_STANCE_FLOOR: else the document is a statement, without cue. Equal
 *         sums: the first of proposal, complaint, praise, question.
 * Memory  nothing is allocated
 * Cost    one walk of the trie a token
 * Why     A contribution often complains, then proposes: the proposal is what the town can answer, so it comes first
 *         when both are said as plainly.
 */
#ifndef CAHIER_STANCE_H
#define CAHIER_STANCE_H

#include "cahier.h"
#include "lexicon.h"

#define CAHIER_STANCE_FLOOR 300
#define CAHIER_STANCE_EXPLICIT 900 /* « il faudrait », « je propose » */
#define CAHIER_STANCE_FURTHER_PERCENT 25
#define CAHIER_STANCE_POLARITY_PERCENT 300
#define CAHIER_STANCE_POLARITY_MOST 450

cahier_status cahier_judge_stance(
        const cahier_lexicons *lexicons, const cahier_types *types, cahier_document *document);

#endif
