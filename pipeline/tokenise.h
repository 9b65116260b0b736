/* SPDX-License-Identifier: Apache-2.0 */
/* tokenise.h -- sentences become tokens; each distinct surface becomes a type, known once for all its occurrences.
 *
 * In      document->text, sentences, redactions (marks stand in the text)
 *         lexicons   elisions cut words; the dictionary and lists fill the types
 *         types      grows in `batch`
 * Out     document->tokens; first_token and token_count of each sentence
 * Value   l' d' qu'... are tokens with their apostrophe, also typed as a space ("l ecole", "C EST", "qu il") where a
 *         vowel or h follows; a suffix is a token with its hyphen ("a-t-il" -> a, -t-il; "donne-moi" -> donne, -moi);
 *         words of elisions.tsv kept whole stay whole (aujourd'hui, peut-être). Other hyphenated words are cut in
 *         parts, and their hyphen makes no token: citizens write "centre ville" as often as "centre-ville", both must
 *         meet, and phrases of two words are found again by vocabulary; UD French keeps them whole, which serves
 *         syntax. Inclusive writing is one token with the masculine surface: habitant·e·s, habitant.e.s, habitant(e)s,
 *         habitant-e-s -> "habitants"; étudiant/e -> "étudiant".
 *         Numbers keep what is glued to them: 80km/h 49.3 20h30 10€ 1er. S.N.C.F. -> "sncf". #PisteCyclable -> piste,
 *         cyclable. @name and web addresses: one token, CAHIER_TYPE_URL. An emoji sequence is one token, its surface
 *         the first emoji without skin tone. A run of one punctuation character is one token whose surface is that
 *         character ("!!!" -> "!"; ".." and more -> "…"). "trooop" -> "trop", REPEATED (two letters if the dictionary
 *         has that). Other characters (arrows, maths) are punctuation.
 *         A word longer than CAHIER_TOKEN_MAX bytes is cut there: no French word is.
 *         A type: word, stem, polarity as in cahier.h. The dictionary forgives missing accents. Polarity: the form of
 *         a row, else its stem (match=stem), never for an identity word, never for a stop word but by its own form.
 *         No stem for stop words, single letters, numbers without letters, and all that is not a word.
 *         "trop" and "trooop" are two types with one surface.
 * Order   tokens by start, disjoint; the numbers of types follow first appearance and mean nothing outside the chunk
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  tokens, types in `batch`; scratch given back
 * Cost    one hash and one probe a token; everything else once a distinct spelling
 */
#ifndef CAHIER_TOKENISE_H
#define CAHIER_TOKENISE_H

#include "cahier.h"
#include "lexicon.h"
#include "stem.h"

cahier_status cahier_types_new(cahier_arena *batch, cahier_types **out);

/* Type of a folded surface, as cahier_tokenise would make it: for who reads documents back (queue, tests). */
cahier_status cahier_types_intern(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_text surface, uint32_t *out);

/* The type that is like `type` but makes no term; and the type of a whole expression ("pouvoir d'achat"), `form` and
 * `stem` borrowed for the life of the types. What expression.h gives to tokens. */
cahier_status cahier_types_without_stem(cahier_types *types, cahier_arena *batch, uint32_t type, uint32_t *out);
cahier_status cahier_types_expression(
        cahier_types *types, cahier_arena *batch, cahier_text form, cahier_text stem, uint32_t *out);

cahier_status cahier_tokenise(const cahier_lexicons *lexicons, cahier_stemmer *stemmer, cahier_types *types,
        cahier_arena *batch, cahier_arena *scratch, cahier_document *document);

#endif
