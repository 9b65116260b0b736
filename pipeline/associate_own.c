/* SPDX-License-Identifier: Apache-2.0 */
/* Word vectors from the texts themselves: how often two terms meet, and what lists put together; part of associate.h. */
#include "associate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "subspace.h"

#define LONG_DOCUMENT 400u /* distinct terms: beyond, "in the same document" is no association, and pairs are squared */
#define FIELD_MEETING                                                                                                  \
    3.0 /* of PPMI: what one common field tells of two words; 2 as good, 5 too much for words that texts know well */

typedef struct meeting {     /* document-level co-occurrence over the documents that teach */
    cahier_sparse documents; /* documents x N learners: the terms that get a vector */
    cahier_sparse learners;  /* its transpose */
    cahier_sparse fields;    /* learners x fields */
    cahier_sparse members;   /* its transpose */
    uint32_t *learner;       /* a term: its learner, or CAHIER_NONE */
} meeting;

static int by_df(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b; /* pairs {df, term} */
    if (x[0] != y[0]) {
        return x[0] < y[0] ? 1 : -1;
    }
    return (x[1] > y[1]) - (x[1] < y[1]);
}

static bool is_in_field(const cahier_teaching *teaching, uint32_t term)
{
    const cahier_sparse *fields = teaching->fields;
    return fields != NULL && fields->start[term] < fields->start[term + 1];
}

/* Terms of two teaching documents or more, at most the terms_most most frequent, and those of fields; numbered in the order
 * of terms. */
static cahier_status choose_learners(
        cahier_arena *scratch, const cahier_teaching *teaching, uint32_t *learner, uint32_t *learner_count)
{
    const cahier_sparse *counts = teaching->counts;
    uint32_t V = counts->columns;
    uint32_t(*df)[2] = cahier_arena_alloc(scratch, V, sizeof *df);
    if (df == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < V; j++) {
        df[j][1] = j;
        learner[j] = CAHIER_NONE;
    }
    for (uint32_t r = 0; r < teaching->row_count; r++) {
        uint32_t d = teaching->row[r];
        for (uint32_t z = counts->start[d]; z < counts->start[d + 1]; z++) {
            df[counts->column[z]][0]++;
        }
    }
    qsort(df, V, sizeof *df, by_df);
    for (uint32_t j = 0; j < V && j < teaching->terms_most && df[j][0] >= 2; j++) {
        learner[df[j][1]] = 0;
    }
    *learner_count = 0;
    for (uint32_t j = 0; j < V; j++) {
        learner[j] = learner[j] == 0 || is_in_field(teaching, j) ? (*learner_count)++ : CAHIER_NONE;
    }
    return CAHIER_OK;
}

/* The rows of the terms that learn. A word of two fields belongs to each by the root of a half: its length is 1. */
static cahier_status open_fields(cahier_arena *scratch, const cahier_teaching *teaching, meeting *m)
{
    const cahier_sparse *from = teaching->fields;
    cahier_sparse to = {.rows = m->documents.columns, .columns = from->columns};
    uint32_t Z = from->start[from->rows], at = 0;
    to.start = CAHIER_NEW(scratch, uint32_t, (size_t)to.rows + 1);
    to.column = CAHIER_NEW(scratch, uint32_t, Z);
    to.value = CAHIER_NEW(scratch, float, Z);
    if (to.start == NULL || to.column == NULL || to.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < from->rows; j++) {
        uint32_t fields = from->start[j + 1] - from->start[j];
        for (uint32_t z = from->start[j]; z < from->start[j + 1]; z++) {
            to.column[at] = from->column[z];
            to.value[at++] = (float)(1 / sqrt((double)fields));
        }
        if (m->learner[j] != CAHIER_NONE) {
            to.start[m->learner[j] + 1] = at;
        }
    }
    m->fields = to;
    return cahier_sparse_transpose(scratch, &to, &m->members);
}

static cahier_status open_meeting(cahier_arena *scratch, const cahier_teaching *teaching, meeting *out)
{
    const cahier_sparse *counts = teaching->counts;
    const uint32_t *rows = teaching->row, row_count = teaching->row_count;
    uint32_t Z = 0, at = 0;
    cahier_sparse m = {.rows = row_count};
    out->learner = CAHIER_NEW(scratch, uint32_t, counts->columns);
    if (out->learner == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(choose_learners(scratch, teaching, out->learner, &m.columns));
    for (uint32_t r = 0; r < row_count; r++) {
        Z += counts->start[rows[r] + 1] - counts->start[rows[r]];
    }
    m.start = CAHIER_NEW(scratch, uint32_t, (size_t)row_count + 1);
    m.column = CAHIER_NEW(scratch, uint32_t, Z);
    m.value = CAHIER_NEW(scratch, float, Z);
    if (m.start == NULL || m.column == NULL || m.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < row_count; r++) {
        m.start[r] = at;
        uint32_t from = counts->start[rows[r]], to = counts->start[rows[r] + 1];
        for (uint32_t z = from; z < to && to - from <= LONG_DOCUMENT; z++) {
            if (out->learner[counts->column[z]] != CAHIER_NONE) {
                m.column[at++] = out->learner[counts->column[z]];
            }
        }
    }
    m.start[row_count] = at;
    out->documents = m;
    if (teaching->fields != NULL) {
        CAHIER_TRY(open_fields(scratch, teaching, out));
    }
    return cahier_sparse_transpose(scratch, &m, &out->learners);
}

/* Working room of one row of the matrix: zeros between two rows. */
typedef struct ppmi_row {
    uint32_t *together, *met; /* a learner: documents that hold both; which were met */
    double *told;             /* a learner: by fields */
    uint64_t *n, N;           /* margins */
} ppmi_row;

/* Documents that hold both `term` and j, for every j, into together[]; the js met, unsorted, into met[]. */
static uint32_t meet(const meeting *m, uint32_t term, uint32_t *together, uint32_t *met)
{
    uint32_t count = 0;
    for (uint32_t z = m->learners.start[term]; z < m->learners.start[term + 1]; z++) {
        uint32_t d = m->learners.column[z];
        for (uint32_t y = m->documents.start[d]; y < m->documents.start[d + 1]; y++) {
            uint32_t j = m->documents.column[y];
            if (j != term && together[j]++ == 0) {
                met[count++] = j;
            }
        }
    }
    return count;
}

/* What the fields of `term` tell of j, for every j they hold, into told[]; those not met in documents join met[]. */
static uint32_t meet_in_fields(const meeting *m, uint32_t term, const ppmi_row *row, uint32_t count)
{
    uint32_t from = m->fields.rows > 0 ? m->fields.start[term] : 0,
             to = m->fields.rows > 0 ? m->fields.start[term + 1] : 0;
    for (uint32_t z = from; z < to; z++) {
        uint32_t f = m->fields.column[z];
        for (uint32_t y = m->members.start[f]; y < m->members.start[f + 1]; y++) {
            uint32_t j = m->members.column[y];
            if (j == term) {
                continue;
            }
            if (row->together[j] == 0 && row->told[j] == 0) {
                row->met[count++] = j;
            }
            row->told[j] += FIELD_MEETING * (double)m->fields.value[z] * (double)m->members.value[y];
        }
    }
    return count;
}

/* Pairs of words that share a field, counted once a field. */
static uint64_t pairs_in_fields(const meeting *m)
{
    uint64_t pairs = 0;
    for (uint32_t f = 0; f < m->members.rows; f++) {
        uint64_t size = m->members.start[f + 1] - m->members.start[f];
        pairs += size * size;
    }
    return pairs;
}

/* Marginals n[i] = sum over j of meetings, and the number of pairs. */
static uint64_t margins(const meeting *m, uint32_t *together, uint32_t *met, uint64_t *n, uint64_t *pairs)
{
    uint64_t N = 0;
    *pairs = 0;
    for (uint32_t i = 0; i < m->learners.rows; i++) {
        uint32_t count = meet(m, i, together, met);
        for (uint32_t c = 0; c < count; c++) {
            n[i] += together[met[c]];
            together[met[c]] = 0;
        }
        N += n[i];
        *pairs += count;
    }
    return N;
}

/* One row of the matrix: PPMI, ln(n_ij N / (n_i n_j)) where positive, and what the fields tell. */
static uint32_t write_row(const meeting *m, uint32_t i, const ppmi_row *row, cahier_sparse *out, uint32_t at)
{
    uint32_t count = meet_in_fields(m, i, row, meet(m, i, row->together, row->met));
    qsort(row->met, count, sizeof *row->met, cahier_by_uint32);
    for (uint32_t c = 0; c < count; c++) {
        uint32_t j = row->met[c];
        double ratio = row->together[j] > 0
                               ? (double)row->together[j] * (double)row->N / ((double)row->n[i] * (double)row->n[j])
                               : 0;
        double value = (ratio > 1 ? log(ratio) : 0) + row->told[j];
        row->together[j] = 0;
        row->told[j] = 0;
        if (value > 0) {
            out->column[at] = j;
            out->value[at++] = (float)value;
        }
    }
    return at;
}

static cahier_status open_ppmi(cahier_arena *scratch, const meeting *m, cahier_sparse *out)
{
    uint32_t V = m->learners.rows;
    ppmi_row row = {CAHIER_NEW(scratch, uint32_t, V), CAHIER_NEW(scratch, uint32_t, V), CAHIER_NEW(scratch, double, V),
            CAHIER_NEW(scratch, uint64_t, V), 0};
    cahier_sparse p = {.rows = V, .columns = V};
    p.start = CAHIER_NEW(scratch, uint32_t, (size_t)V + 1);
    if (row.together == NULL || row.met == NULL || row.told == NULL || row.n == NULL || p.start == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint64_t pairs;
    row.N = margins(m, row.together, row.met, row.n, &pairs);
    pairs += pairs_in_fields(m);
    p.column = CAHIER_NEW(scratch, uint32_t, pairs);
    p.value = CAHIER_NEW(scratch, float, pairs);
    if (p.column == NULL || p.value == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t at = 0;
    for (uint32_t i = 0; i < V; i++) {
        p.start[i] = at;
        at = write_row(m, i, &row, &p, at);
    }
    p.start[V] = at;
    *out = p;
    return CAHIER_OK;
}

static void scale_to_unit(float *x, uint32_t count)
{
    double squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        squares += (double)x[i] * (double)x[i];
    }
    if (squares < 1e-12) {
        memset(x, 0, count * sizeof *x);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        x[i] = (float)((double)x[i] / sqrt(squares));
    }
}

/* Vectors of the learners, unit length, to the rows of their terms. */
static cahier_status spread(
        cahier_arena *batch, const meeting *m, uint32_t terms, const float *learned, uint32_t dimensions, float **out)
{
    float *vector = CAHIER_NEW(batch, float, (size_t)terms *dimensions);
    if (vector == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < terms; j++) {
        if (m->learner[j] != CAHIER_NONE) {
            float *to = vector + (size_t)j * dimensions;
            memcpy(to, learned + (size_t)m->learner[j] * dimensions, dimensions * sizeof *to);
            scale_to_unit(to, dimensions);
        }
    }
    *out = vector;
    return CAHIER_OK;
}

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_teaching *teaching, float **out)
{
    meeting m = {0};
    cahier_sparse ppmi;
    float *learned;
    CAHIER_TRY(open_meeting(scratch, teaching, &m));
    CAHIER_TRY(open_ppmi(scratch, &m, &ppmi));
    CAHIER_TRY(cahier_subspace(scratch, batch, runner, &ppmi, teaching->dimensions, &learned));
    return spread(batch, &m, teaching->counts->columns, learned, teaching->dimensions, out);
}

cahier_status cahier_associate_own(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_teaching *teaching, float **out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = learn(batch, scratch, runner, teaching, out);
    cahier_arena_reset(scratch, mark);
    return status;
}
