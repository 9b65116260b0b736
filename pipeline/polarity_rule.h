/* SPDX-License-Identifier: Apache-2.0 */
/* polarity_rule.h -- the polar words of a sentence weighed by the rules of polarity.h. Private to polarity and urgency.
 *
 * In      the signals of a sentence (polarity_signal.h)
 * Out     evidence, each with the rules that changed its weight
 * Order   by start
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  evidence in `batch`
 */
#ifndef CAHIER_POLARITY_RULE_H
#define CAHIER_POLARITY_RULE_H

#include "polarity_signal.h"

/* Adds the evidence of the sentence that was read; *sum: of its values. A reading with learned words gives these alone. */
cahier_status cahier_weigh_sentence(
        const cahier_reading *r, cahier_arena *batch, cahier_polarity *polarity, int64_t *sum);

cahier_status cahier_keep_evidence(cahier_arena *batch, const cahier_evidence *e, cahier_polarity *polarity);

/* The link of a title passed on, as a token, or CAHIER_NONE. */
uint32_t cahier_relayed_link(const cahier_types *types, const cahier_document *document);

/* For who looks at other words of the sentence that was read, beginning at token `first`: the negation before them with at
 * most a word between, or NULL; the wish or purpose that they fall under, or NULL. */
const cahier_signal *cahier_negator_near(const cahier_reading *r, uint32_t first);
const cahier_signal *cahier_wish_over(const cahier_reading *r, uint32_t first);

#endif
