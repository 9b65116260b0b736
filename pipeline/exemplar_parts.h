/* SPDX-License-Identifier: Apache-2.0 */
/* exemplar_parts.h -- a summary in the making; private to exemplar.c, exemplar_cover.c and requote.c. */
#ifndef CAHIER_EXEMPLAR_PARTS_H
#define CAHIER_EXEMPLAR_PARTS_H

#include "exemplar.h"
#include "quantise.h"
#include "quotable.h"

#define EXEMPLAR_SAMPLE 300u /* documents to cover, and candidate sentences, a theme */
#define SENTENCE_TERMS 64u

typedef struct cahier_candidate {
    uint32_t document, sentence;
    cahier_quotable_rank rank; /* NEVER: taken, or of a person who is */
    uint32_t percent;
    uint64_t fingerprint;
    int32_t central; /* similarity to the centroid */
    int32_t nearest; /* to a sentence taken, the most */
    uint32_t term[SENTENCE_TERMS], term_count;
} cahier_candidate;

typedef struct cahier_exemplar { /* one theme at work */
    const cahier_exemplar_input *in;
    cahier_theme *theme;
    uint32_t width;
    int16_t *centroid;
    int16_t *document; /* M x width: sampled documents */
    uint32_t *person;  /* M */
    uint32_t *weight;  /* M */
    uint64_t weight_sum;
    uint32_t M;
    cahier_candidate *candidate; /* C */
    int16_t *sentence;           /* C x width */
    uint32_t C;
    int32_t *like; /* C x M: similarity of a candidate to a document, 0 when they have none */
    int32_t *best; /* M: similarity to the nearest chosen sentence */
    bool plain;    /* coverage alone decides */
    float *x;      /* E, for one vector at a time */
} cahier_exemplar;

/* Room for theme k, and the documents that its summary is to cover. In `scratch`, until the caller's next reset. */
cahier_status cahier_exemplar_open(cahier_arena *scratch, cahier_exemplar *c, uint32_t k);

/* Terms and vector of one sentence; false when no word of it is known. */
bool cahier_exemplar_vector(cahier_exemplar *c, cahier_candidate *it, int16_t *vector);

/* Every candidate with every document: c->like. */
void cahier_exemplar_compare(const cahier_exemplar *c);
/* What the documents gain by a candidate over c->best, each by its weight; then c->best with it. */
int64_t cahier_exemplar_gain(const cahier_exemplar *c, uint32_t sentence);
void cahier_exemplar_cover(const cahier_exemplar *c, uint32_t sentence);

/* The theme's coverage, that of as many candidates drawn by chance, its cohesion; `order` has room for C. c->best is lost. */
void cahier_exemplar_measure(cahier_exemplar *c, uint32_t *order);

/* Mean similarity of the documents to the nearest sentence, from c->best. */
int32_t cahier_exemplar_coverage(const cahier_exemplar *c);

#endif
