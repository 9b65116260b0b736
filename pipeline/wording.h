/* SPDX-License-Identifier: Apache-2.0 */
/* wording.h -- how citizens write each term, and whether it is a noun: from where its forms stand, no tagger.
 *
 * In      corpus, uses; lexicons: the classes of stopwords.tsv; labels.tsv
 *         rows: the documents counted for labels; vocabulary
 * Out     sights: each term as it stands in the documents, read once
 *         wording: one use a word of the vocabulary, in its best form, and one a form
 * Value   form     the form that best names the thing: often written, most of a noun (« importations » of « importés »), with
 *                  its accents when some write them, or when the dictionary does and other texts do not less; in the singular when
 *                  the plural was met once or twice and other texts hardly ever write it (« respects »)
 *         written  names and acronyms keep their capitals, seen inside sentences that are not shouted. An acronym is what half write
 *                  in capitals, or a third, two at least, and no list knows it (« BUS » is only said loud), what labels.tsv says is one
 *                  (« csg »), and what has no vowel (« rdv »); a name, what it says is one (« bruxelles »). « oe » of « œuvre » is one
 *                  letter, whatever the keyboard
 *         spelt    in a phrase: the form with the accents that others write and the dictionary knows, « Pôle » of « pole »
 *         aside    a day, a month, an hour, a son, a mother, a people, a piece of expressions (« vis-à-vis »), by labels.tsv; a first name, by
 *                  firstnames.tsv
 *         noun     share of the form's occurrences that stand where nouns stand: after an article, a determiner, a
 *                  preposition or a number; against those after another word (« pistes cyclables »), an auxiliary or an
 *                  adverb (« très sale »), a pronoun (« on les jette »), « en » before a participle. What is known before, from many
 *                  texts or from its ending, counts as a few more occurrences (wording_prior.c): « suivront » is a verb.
 *         inside   most of its occurrences follow « en »: « en vigueur », « en ligne »; the word alone says little
 *         leads    most of its occurrences hold to the next word by a hyphen: « Saint- » names nothing alone
 * Errors  NOMEM
 * Memory  result in `arena`, with the tables that made it
 * Cost    O(tokens of the documents) for the sights, O(terms in rows) for the wording
 * Why     with ten words a theme, « ouverte », « égale » or « précises » rank as high as what they are said of
 */
#ifndef CAHIER_WORDING_H
#define CAHIER_WORDING_H

#include "lexicon.h"
#include "phrase.h"

typedef enum cahier_written {
    CAHIER_WRITTEN_LOWER,
    CAHIER_WRITTEN_NAME,
    CAHIER_WRITTEN_ACRONYM,
    CAHIER_WRITTEN
} cahier_written;

typedef struct cahier_word_use {
    cahier_text form;  /* lower case */
    cahier_text spelt; /* of a form: as it stands in a phrase */
    cahier_written written;
    uint32_t flags; /* CAHIER_TYPE_* of the form */
    uint32_t count; /* occurrences of the form in the rows */
    float noun, verb;
    float open; /* share of the form's occurrences followed by de, du, des: « création », of what? */
    bool polar; /* a word of judgement: a theme is a thing, not an opinion */
    bool aside; /* « samedi », « mon fils », « Kevin », « à pied »: when, who or how, not what */
    bool inside, leads;
} cahier_word_use;

/* What is known of a form before the batch is read. */
typedef struct cahier_standing_prior {
    float noun, verb; /* shares */
    float weight;     /* occurrences that they count for */
    bool aside, acronym, name;
} cahier_standing_prior;

typedef struct cahier_form_met {
    const cahier_type *type;
    uint32_t term;
    cahier_standing_prior before;
} cahier_form_met;

/* What was read of each term of the documents, place by place. */
typedef struct cahier_word_sights {
    uint32_t *start; /* documents + 1 */
    uint32_t *form;  /* of each place */
    uint8_t *how;    /* it stands there: private (wording_parts.h) */
    cahier_form_met *met;
    uint32_t met_count;
    cahier_intern known; /* surface -> form */
} cahier_word_sights;

cahier_status cahier_wording_look(
        cahier_arena *arena, const cahier_lexicons *lexicons, const cahier_to_read *in, cahier_word_sights *out);

typedef struct cahier_wording {
    cahier_word_use *word; /* V: each word of the vocabulary, in its best form */
    cahier_word_use *form; /* every form met in the rows, as it is itself */
    uint32_t forms;
    uint32_t *form_of; /* of the sights -> of these */
    const cahier_word_sights *sights;
} cahier_wording;

cahier_status cahier_wording_read(cahier_arena *arena, const cahier_lexicons *lexicons,
        const cahier_word_sights *sights, const cahier_themed_rows *rows, const cahier_vocabulary *vocabulary,
        cahier_wording *out);

/* What a form met in the rows is: « protéger » is no noun, though its term's best form is « protection ». */
const cahier_word_use *cahier_wording_form(const cahier_wording *wording, cahier_text surface);

/* Whether two folded words differ by accents at most. */
bool cahier_wording_same(cahier_text a, cahier_text b);

/* Writes a folded word as a name or an acronym at `to` (room for twice its bytes), « oeuvre » as « œuvre »; its length. */
uint32_t cahier_wording_write(cahier_text word, cahier_written written, char *to);

#endif
