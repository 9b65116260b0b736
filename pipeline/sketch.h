/* SPDX-License-Identifier: Apache-2.0 */
/* sketch.h -- a text becomes a fixed-size signature whose agreement estimates resemblance.
 *
 * In      text         normal form
 * Out     sketch       CAHIER_SKETCH_HASHES minima of 16 bits, or NULL when the folded text has fewer than CAHIER_SKETCH_MIN bytes
 *         fingerprint  64-bit hash of the folded words; 0 when there is none
 *         document     both, of its text; no sketch when its notes say that it is no answer: « je n'ai pas de commentaire sur ce
 *                      sujet », written by fifty, is no campaign
 * Value   Shingles are the 5-byte windows of cahier_fold_words(text): letters and digits without accents, single
 *         spaces. P(sketch[i] of a = sketch[i] of b) = Jaccard resemblance of the two sets of shingles;
 *         two minima that differ look alike once in 65,536.
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  sketch in `batch`; folded text in `scratch`, given back
 * Cost    about 3.7 ns a byte, folding included, and 0.2 µs to fill the empty bins of a short text
 * Source  Broder 1997; Li, Owen & Zhang 2012 (one permutation: the hash's high part picks one of 63 bins, its low part
 *         competes there); Shrivastava 2017 (optimal densification: an empty bin borrows from a bin drawn by hashing
 *         its own index and the attempt, so that two texts borrow alike)
 * Why     63 permutations cost 63 hashes a byte, one costs one; tests/unit/test_sketch.c finds it unbiased against
 *         exact resemblance, with a root mean square error of 0.04. It rests on the text alone: what travels between machines
 *         goes without it, it would be a quarter of it (workers/wire/analysis.h). Below 40 bytes ("plus de pistes cyclables") equal
 *         wishes are not copies: the fingerprint alone compares them.
 */
#ifndef CAHIER_SKETCH_H
#define CAHIER_SKETCH_H

#include "cahier.h"

#define CAHIER_SKETCH_MIN 40u   /* THEMES.md 7 */
#define CAHIER_SHINGLE_BYTES 5u /* THEMES.md 7: char-5 holds recall .97 at 25 % of words edited, word-3 .04 */

/* The shingle that ends with `byte`, from the one that ends before it; the last five bytes, read as a number. */
static inline uint64_t cahier_shingle_next(uint64_t shingle, char byte)
{
    return (shingle << 8 | (unsigned char)byte) & ((UINT64_C(1) << (8 * CAHIER_SHINGLE_BYTES)) - 1);
}

cahier_status cahier_sketch(
        cahier_arena *batch, cahier_arena *scratch, cahier_text text, const uint16_t **sketch, uint64_t *fingerprint);

/* From its text and notes. */
cahier_status cahier_sketch_document(cahier_arena *batch, cahier_arena *scratch, cahier_document *document);

#endif
