/* SPDX-License-Identifier: Apache-2.0 */
/* theme.h -- which themes there are, and which each document has.
 *
 * In      corpus, with the terms that its words are; weights, space
 * Out     themes       K centroids, centroid.h
 *         assignments  D: the themes of each document, best first, with every term's part
 * Value   Fitted on all distinct texts, or on about CAHIER_FIT_MOST of them: those whose hash of the id is lowest, so that
 *         neither order of arrival nor number of threads matters. Copies of one text shape the themes once.
 *         Then every document is given its themes: assign.h.
 *         stability: mean adjusted Rand index between the themes and those found without a tenth of the documents, five
 *         tenths in turn.
 *         With an earlier report, clusters start from its themes, each new theme is the earlier one that it shares most texts
 *         with (previous.h), and a text between two themes keeps its own (assign.h).
 *         No theme when no document can be told from the others: a single letter, copies of one letter, words all unknown.
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    cluster.h on the sample, then assign.h
 */
#ifndef CAHIER_THEME_H
#define CAHIER_THEME_H

#include "associate.h"
#include "centroid.h"
#include "cluster.h"
#include "previous.h"
#include "text.h"
#include "vocabulary.h"

#define CAHIER_FIT_MOST                                                                                                \
    4000u /* sample then assign loses less than .02 of agreement: THEMES.md 2.6; neighbours cost its square */
#define CAHIER_TEACH_MOST 20000u /* documents that teach the batch's own word vectors */

/* Rows of the corpus that shape the themes, ascending. */
typedef struct cahier_sample {
    uint32_t *row;
    uint32_t count;
} cahier_sample;

/* About `most` documents with a non-empty row, one of each fingerprint and no copy, lowest hash of the id first. */
cahier_status cahier_sample_draw(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_sparse *weights, uint32_t most, cahier_sample *out);

static inline uint64_t cahier_id_hash(const cahier_corpus *corpus, uint32_t d)
{
    return corpus->id_hash != NULL ? corpus->id_hash[d] : cahier_text_hash(corpus->received[d].id);
}

/* Whether document d is among about `most` of `count`: its id hashes low enough. The same documents whatever their order. */
static inline bool cahier_is_drawn(const cahier_corpus *corpus, uint32_t d, uint32_t count, uint32_t most)
{
    return count <= most || cahier_id_hash(corpus, d) < UINT64_MAX / count * most;
}

typedef struct cahier_themes {
    uint32_t count; /* K */
    cahier_centroids centroids;
    double cohesion;       /* mean similarity of vectors to the own centroid */
    double stability;      /* 0..1 */
    cahier_choice *choice; /* theme_choice.h */
    uint32_t choice_count;
    cahier_assignments *assignments; /* D */
    uint32_t *previous; /* K: the earlier theme that each continues, or CAHIER_NONE; NULL: nothing earlier */
    bool again;         /* made from the earlier themes (cluster.h) */
} cahier_themes;

typedef struct cahier_theme_input {
    const cahier_corpus *corpus;
    const cahier_term_uses *uses; /* of the vocabulary: how the terms of a sentence are read */
    const cahier_sparse *weights;
    const cahier_space *space;
    const cahier_recall *recall; /* NULL: no earlier report */
    const uint32_t *kept;        /* D: the theme that each document had, for cahier_assign; NULL, or CAHIER_NONE */
} cahier_theme_input;

cahier_status cahier_theme_find(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_theme_input *in, uint32_t wanted, cahier_themes *out);

#endif
