/* SPDX-License-Identifier: Apache-2.0 */
/* stem.h -- a lower-case word becomes the key under which its inflections are counted.
 *
 * In      surface   folded with cahier_fold_lower: lower case, accents kept
 *         lexicons  overrides of stems.tsv and the dictionary's accents; NULL for none
 * Out     stem      key without accents; never empty for a surface that is not
 * Value   the override of the word, else Snowball French of the word, then accents removed.
 *         "SECURITE", written without accents, is first read as the dictionary's "sécurité": Snowball makes "securit"
 *         of one and "sécur" of the other.
 *         Parts of a hyphenated word are stemmed each: "centres-villes" meets "centre-ville" ("centr-vill").
 *         Words of one or two letters, those that begin with a digit, and those over CAHIER_STEM_MAX bytes, are their
 *         own key.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  stem in `arena`; cahier_stemmer wraps libstemmer's malloc: open/close; one a thread
 * Cost    460 to 660 ns a word (THEMES.md 10): called once a distinct word, never once a token
 * Source  Snowball French, libstemmer 2.2: Snowball 3 removes elisions itself and changes "-aises"; golden/stem.tsv
 *         holds for 2.2
 * Why     A stem is no word: "retraite" and "retraité" share "retrait". It is a key, never shown.
 */
#ifndef CAHIER_STEM_H
#define CAHIER_STEM_H

#include "cahier.h"

#define CAHIER_STEM_MAX 64u /* bytes; the longest French words, "anticonstitutionnellement", have 25 */

typedef struct cahier_stemmer cahier_stemmer;

cahier_status cahier_stemmer_open(cahier_stemmer **out);
void cahier_stemmer_close(cahier_stemmer *stemmer);

cahier_status cahier_stem(cahier_arena *arena, cahier_stemmer *stemmer, const struct cahier_lexicons *lexicons,
        cahier_text surface, cahier_text *out);

#endif
