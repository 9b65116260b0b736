/* SPDX-License-Identifier: Apache-2.0 */
/* label.h -- what a theme is called, and the terms that set it apart.
 *
 * In      corpus, uses, counts, space, lexicons; vocabulary; themes with their documents (theme_count.h), most persons first
 * Out     themes: label, terms, id
 *         vocabulary: the phrases used as terms are appended to its words
 * Value   G2 (log-likelihood ratio) of document counts, theme against the other themes, over at most LABEL_SAMPLE documents a theme
 *         (lowest hash of the id; copies of a text once), so that a large theme does not drown the others; only what is over-represented counts.
 *         Rank: G2, less for what makes no label: words that do not stand as nouns, judgements, words that wait for another
 *         (« création », « Saint- »), terms that most themes share, stems that tell little of a subject (« système »), by the root of
 *         their topicality (wording.h, weigh.h, label_rank.c). What says when or who (« samedi », « mon fils », « les Français »,
 *         labels.tsv) comes behind all else; a word that is a verb at least as often as a noun (« paye ») steps back by as much; a phrase that holds a verb is a piece of a sentence.
 *         A phrase of two documents is chance, unless it has two words and two thirds of those who say the rarer say it (« big data »).
 *         A phrase replaces a word it holds when it names a thing, covers half of the word's documents and keeps 60 % of its G2.
 *         Label: the best term that heads no earlier label, then, by marginal relevance, names said in other documents
 *         (Jaccard <= .5), by several persons, that are neither near-synonyms nor of one family of words; two to five words as people count them, one when
 *         nothing else sets the theme apart. A word gives way to a phrase that a third of those who say it say, or a fifth when it is
 *         never said alone (« service », military or civic). A stop word of labels.tsv that more than half say beside it is shown with it: « petite
 *         ceinture », « tolérance zéro », « sans abri ». Words in the form that names the thing; names and acronyms keep their capitals, a
 *         word that is cut its apostrophe (« Anim' »).
 *         id: one already there is kept; else "t-" and four hexadecimal digits hashed from the heading term: it survives what leaves the heading term in place.
 * Errors  NOMEM
 * Memory  result in `batch`
 * Cost    O(tokens of the sample, or its sights where there are some, + V K)
 * Source  Dunning 1993; the choice against six other measures: THEMES.md 5.1
 */
#ifndef CAHIER_LABEL_H
#define CAHIER_LABEL_H

#include "associate.h"
#include "lexicon.h"
#include "wording.h"

#define CAHIER_THEME_TERMS 12u

/* The words and phrases of the documents that were read, place by place: what labels are counted from. */
typedef struct cahier_sights {
    cahier_word_sights words;
    cahier_phrase_sights phrases;
} cahier_sights;

cahier_status cahier_sights_find(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_to_read *in, cahier_sights *out);

typedef struct cahier_label_input {
    const cahier_lexicons *lexicons; /* stopwords.tsv: what stands before a noun, an adjective, a verb */
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    const cahier_sparse *counts;
    const cahier_space *space;              /* word vectors: two near-synonyms make one term too many */
    const struct cahier_previous *previous; /* ids that new themes leave alone; NULL: none */
    const cahier_sights
            *sights; /* NULL: documents are read as they are met, which makes no difference but to the time */
} cahier_label_input;

/* For the themes of a batch, or for the sub-themes of one theme: the other entries of `themes` are what each is told from. */
cahier_status cahier_label_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_label_input *in,
        cahier_vocabulary *vocabulary, cahier_theme *themes, uint32_t theme_count);

#endif
