/* SPDX-License-Identifier: Apache-2.0 */
#include "settle.h"

#include <math.h>
#include <string.h>

#include "wide.h"

#define ALONE 1e-9 /* the square of a length that is rounding: nobody else is there */

typedef struct settling {
    const cahier_placed *in;
    uint32_t K;
    double *length;                      /* n: of the row of weights */
    double *vectors, *vectors_length;    /* E x K, K: sums over the documents of each cluster */
    double *words, *words_length;        /* V x K, K: of rows to unit length */
    double *along_vectors, *along_words; /* K: of one document */
    uint32_t *of, *next, *size;          /* n, n, K */
} settling;

static cahier_status open_settling(cahier_arena *scratch, settling *s)
{
    const cahier_placed *in = s->in;
    s->length = CAHIER_NEW(scratch, double, in->n);
    s->vectors = CAHIER_NEW(scratch, double, (size_t)s->K * in->dimensions);
    s->words = CAHIER_NEW(scratch, double, (size_t)s->K * in->weights->columns);
    double *of_clusters = CAHIER_NEW(scratch, double, 4 * (size_t)s->K);
    s->next = CAHIER_NEW(scratch, uint32_t, in->n);
    s->size = CAHIER_NEW(scratch, uint32_t, s->K);
    if (s->length == NULL || s->vectors == NULL || s->words == NULL || of_clusters == NULL || s->next == NULL ||
            s->size == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    s->vectors_length = of_clusters;
    s->words_length = of_clusters + s->K;
    s->along_vectors = of_clusters + 2 * (size_t)s->K;
    s->along_words = of_clusters + 3 * (size_t)s->K;
    for (uint32_t i = 0; i < in->n; i++) {
        s->length[i] = cahier_sparse_length(in->weights, in->row[i]);
    }
    return CAHIER_OK;
}

/* Of each column of rows x K. */
static void measure(const double *sums, uint32_t rows, uint32_t K, double *length)
{
    memset(length, 0, K * sizeof *length);
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t k = 0; k < K; k++) {
            length[k] += sums[(size_t)r * K + k] * sums[(size_t)r * K + k];
        }
    }
    for (uint32_t k = 0; k < K; k++) {
        length[k] = sqrt(length[k]);
    }
}

static void sum_clusters(settling *s)
{
    const cahier_placed *in = s->in;
    uint32_t E = in->dimensions, V = in->weights->columns, K = s->K;
    memset(s->vectors, 0, (size_t)E * K * sizeof *s->vectors);
    memset(s->words, 0, (size_t)V * K * sizeof *s->words);
    for (uint32_t i = 0; i < in->n; i++) {
        uint32_t k = s->of[i];
        if (k == CAHIER_NONE) {
            continue;
        }
        for (uint32_t e = 0; e < E; e++) {
            s->vectors[(size_t)e * K + k] += (double)in->x[(size_t)i * E + e];
        }
        for (uint32_t z = in->weights->start[in->row[i]]; z < in->weights->start[in->row[i] + 1]; z++) {
            s->words[(size_t)in->weights->column[z] * K + k] += (double)in->weights->value[z] / s->length[i];
        }
    }
    measure(s->vectors, E, K, s->vectors_length);
    measure(s->words, V, K, s->words_length);
}

static void add_scaled(const double *restrict from, double factor, uint32_t K, double *restrict to)
{
    for (uint32_t k = 0; k < K; k++) {
        to[k] += from[k] * factor;
    }
}

/* Products of document i, each of unit length, with the sums: of all clusters side by side, which compilers vectorise. */
CAHIER_WIDE static void project(const settling *s, uint32_t i)
{
    const cahier_placed *in = s->in;
    uint32_t E = in->dimensions, K = s->K;
    memset(s->along_vectors, 0, K * sizeof *s->along_vectors);
    memset(s->along_words, 0, K * sizeof *s->along_words);
    for (uint32_t e = 0; e < E; e++) {
        add_scaled(s->vectors + (size_t)e * K, (double)in->x[(size_t)i * E + e], K, s->along_vectors);
    }
    for (uint32_t z = in->weights->start[in->row[i]]; z < in->weights->start[in->row[i] + 1]; z++) {
        add_scaled(s->words + (size_t)in->weights->column[z] * K, (double)in->weights->value[z] / s->length[i], K,
                s->along_words);
    }
}

/* Cosine of a unit vector with a sum, given their product; with `inside`, with what is left of the sum without that vector. */
static double cosine(double along, double length, bool inside)
{
    double squares = inside ? length * length - 2 * along + 1 : length * length;
    return squares > ALONE ? (along - inside) / sqrt(squares) : 0;
}

static double score(const settling *s, uint32_t i, uint32_t k)
{
    bool inside = s->of[i] == k;
    return cosine(s->along_vectors[k], s->vectors_length[k], inside) +
           cosine(s->along_words[k], s->words_length[k], inside);
}

static bool has_documents(const settling *s, uint32_t k)
{
    return s->words_length[k] > 0;
}

static uint32_t best_of(const settling *s, uint32_t i)
{
    uint32_t best = s->of[i];
    double most = score(s, i, best);
    for (uint32_t k = 0; k < s->K; k++) {
        double value = has_documents(s, k) ? score(s, i, k) : most;
        if (value > most) {
            most = value;
            best = k;
        }
    }
    return best;
}

/* True when documents moved and no cluster lost all of its own. */
static bool pass(settling *s)
{
    bool moved = false, empty = false;
    sum_clusters(s);
    memset(s->size, 0, s->K * sizeof *s->size);
    for (uint32_t i = 0; i < s->in->n; i++) {
        s->next[i] = s->of[i];
        if (s->of[i] != CAHIER_NONE) {
            project(s, i);
            s->next[i] = best_of(s, i);
            s->size[s->next[i]]++;
            moved |= s->next[i] != s->of[i];
        }
    }
    for (uint32_t k = 0; k < s->K; k++) {
        empty |= s->size[k] == 0 && has_documents(s, k);
    }
    if (moved && !empty) {
        memcpy(s->of, s->next, s->in->n * sizeof *s->of);
    }
    return moved && !empty;
}

cahier_status cahier_settle(cahier_arena *scratch, const cahier_placed *in, uint32_t count, uint32_t *of)
{
    size_t mark = cahier_arena_mark(scratch);
    settling s = {.in = in, .K = count, .of = of};
    cahier_status status = open_settling(scratch, &s);
    for (uint32_t p = 0; status == CAHIER_OK && p < CAHIER_SETTLE_PASSES && pass(&s); p++) {
    }
    cahier_arena_reset(scratch, mark);
    return status;
}
