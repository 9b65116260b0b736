/* SPDX-License-Identifier: Apache-2.0 */
/* segment.h -- text becomes sentences.
 *
 * In      text       normal form (normalise.h)
 *         title_len  bytes of text that are the title; the byte after it, if any, is '\n'
 * Out     sentences  without surrounding space, in order, disjoint; everything but space belongs to one;
 *                    tokens not yet known: first_token, token_count and polarity_milli are 0
 * Value   A sentence ends after . ! ? … (and closing quotes or brackets) when what follows may begin one: a capital, a
 *         digit, a bullet, a quote; after ! or ? any letter, for who writes without capitals. It does not end after an
 *         abbreviation ("M. Martin", "p. ex.", "n° 3", "av. Foch"), an initial ("J. Dupont"), inside a number ("3.5",
 *         "1. Voirie" stays with its item), an acronym ("S.N.C.F."), an address of the web, or at a semicolon.
 *         A missing space is forgiven: "trop cher.Il faudrait" is two sentences.
 *         A line break ends one when the next line is blank, or begins with a bullet, a dash, a number or a capital, or
 *         the line was short: else it is a fold made by a mail program and the sentence goes on.
 *         A list on one line, "- plus de bus - moins d'impôts", ends one before each of its bullets.
 *         The title is a sentence of its own. Past 60 words a line break always ends the sentence.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  sentences in `batch`; text is borrowed
 * Cost    one pass over bytes
 * Source  UAX #29 sentence boundaries, without its tables: French abbreviations decide more than properties do
 */
#ifndef CAHIER_SEGMENT_H
#define CAHIER_SEGMENT_H

#include "cahier.h"

cahier_status cahier_segment(cahier_arena *batch, cahier_text text, uint32_t title_len, cahier_sentences *out);

#endif
