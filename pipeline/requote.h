/* SPDX-License-Identifier: Apache-2.0 */
/* requote.h -- a sentence of a summary gives its place to another citizen's, because a person chose it.
 *
 * In      themes with the summaries of exemplar.h; guidance: `sentence` lines, with the themes that they are about
 * Out     themes: summary, coverage_milli; guidance: outcome
 * Value   The summary must quote the contribution named, and the new sentence stand in a text that has the theme, by somebody whom
 *         the summary does not quote: else no_sentence. It stays a dissenting one when its text has the same polarity.
 *         random_coverage_milli stays: as many sentences drawn by chance cover as much as before.
 * Order   of the journal: what a line put there, a later one may replace
 * Errors  NOMEM
 * Memory  none but scratch, given back
 */
#ifndef CAHIER_REQUOTE_H
#define CAHIER_REQUOTE_H

#include "exemplar.h"
#include "guide.h"

cahier_status cahier_requote(cahier_arena *scratch, const cahier_exemplar_input *in, const cahier_intern *ids,
        cahier_guidance *guidance, cahier_theme *themes);

#endif
