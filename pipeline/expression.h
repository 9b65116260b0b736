/* SPDX-License-Identifier: Apache-2.0 */
/* expression.h -- fixed expressions count as one term, or as none.
 *
 * In      document   tokens, already judged: polarity and stance have read the words one by one
 *         lexicons   expressions.tsv: class function or term
 * Out     tokens get other types: in « par exemple », « mise en place » (function) no word makes a term; in « pouvoir d'achat », « bien
 *         commun » (term) the first token stands for the whole and the others make no term
 * Value   The longest expression at a place. A term of words that all make terms by themselves (« piste cyclable ») is left to
 *         phrase.h, which finds its plurals too; only one that holds a stop word (« pouvoir », « bien ») needs the list.
 * Errors  NOMEM
 * Memory  new types in `batch`
 * Cost    one step of the trie a token
 * Why     « pouvoir » alone is a stop word and « achat » alone another subject; « place » is a square, but not in « mise en place »
 */
#ifndef CAHIER_EXPRESSION_H
#define CAHIER_EXPRESSION_H

#include "lexicon.h"

cahier_status cahier_mark_expressions(
        const cahier_lexicons *lexicons, cahier_types *types, cahier_arena *batch, cahier_document *document);

#endif
