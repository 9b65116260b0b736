/* SPDX-License-Identifier: Apache-2.0 */
/* nonanswer.h -- the texts that say nothing: « RAS », « sans avis », « voir ci-dessus ».
 *
 * In      document   tokens
 *         lexicons   nonanswers.tsv: forms, each of class whole, pointer or beside
 * Out     true when the document says nothing that could belong to a theme
 * Value   All the words, punctuation apart, can be cut into forms of the list, at least one of them whole or pointer:
 *         « Bonjour, non, rien à signaler pour le moment. Merci. ». What is beside (« pour le moment », « sur ce sujet »)
 *         says nothing alone either, but does not answer. A number may follow a pointer: « voir question 3 ».
 *         One other word and it is an answer: « rien ne va », « voir les pistes cyclables ». No word at all: nothing said.
 * Errors  none
 * Memory  none
 * Cost    one step of the trie for most documents: their first word begins no form
 * Why     « Non. », « Non, aucune. » and « non pas d'avis sur la question » are one reply: a list of whole replies alone missed a
 *         quarter of those of an open consultation, and grows with each
 */
#ifndef CAHIER_NONANSWER_H
#define CAHIER_NONANSWER_H

#include "lexicon.h"

bool cahier_is_non_answer(const cahier_lexicons *lexicons, const cahier_types *types, const cahier_document *document);

#endif
