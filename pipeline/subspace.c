/* SPDX-License-Identifier: Apache-2.0 */
#include "subspace.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "random.h"
#include "wide.h"

#define OVERSAMPLE 12u /* Halko et al. advise 5 to 10; the spectrum of PPMI falls slowly */
#define ITERATIONS 6u  /* agreement of themes no longer changes beyond */
#define ROWS_A_TASK 64u
#define START_SEED 0x636168696572u /* "cahier" */
#define JACOBI_SWEEPS 30u          /* converges in 6 to 10; the bound is for the worst matrix */

typedef struct product {
    const cahier_sparse *matrix;
    const float *in; /* V x width */
    float *out;      /* V x width */
    uint32_t width;
} product;

CAHIER_WIDE static void multiply_rows(void *argument, uint32_t task)
{
    const product *p = argument;
    uint32_t first = task * ROWS_A_TASK;
    uint32_t end = first + ROWS_A_TASK < p->matrix->rows ? first + ROWS_A_TASK : p->matrix->rows;
    for (uint32_t r = first; r < end; r++) {
        float *restrict y = p->out + (size_t)r * p->width;
        memset(y, 0, p->width * sizeof *y);
        for (uint32_t z = p->matrix->start[r]; z < p->matrix->start[r + 1]; z++) {
            const float *restrict x = p->in + (size_t)p->matrix->column[z] * p->width;
            float value = p->matrix->value[z];
            for (uint32_t c = 0; c < p->width; c++) {
                y[c] += value * x[c];
            }
        }
    }
}

static void multiply(const cahier_runner *runner, const product *p)
{
    product copy = *p;
    runner->run(runner->self, (p->matrix->rows + ROWS_A_TASK - 1) / ROWS_A_TASK, multiply_rows, &copy);
}

/* gram = left' right, width x width; both V x width. */
CAHIER_WIDE static void gram_of(const float *left, const float *right, uint32_t rows, uint32_t width, double *gram)
{
    memset(gram, 0, (size_t)width * width * sizeof *gram);
    for (uint32_t r = 0; r < rows; r++) {
        const float *x = left + (size_t)r * width, *y = right + (size_t)r * width;
        for (uint32_t a = 0; a < width; a++) {
            double value = (double)x[a];
            double *restrict row = gram + (size_t)a * width;
            for (uint32_t b = 0; b < width; b++) {
                row[b] += value * (double)y[b];
            }
        }
    }
}

/* Lower Cholesky factor in place of gram. A direction that depends on earlier ones gets a zero column. */
CAHIER_WIDE static void factor(double *gram, uint32_t width)
{
    for (uint32_t j = 0; j < width; j++) {
        double *row = gram + (size_t)j * width;
        double before = row[j];
        for (uint32_t k = 0; k < j; k++) {
            row[j] -= row[k] * row[k];
        }
        bool independent = row[j] > 1e-10 * before && before > 0;
        row[j] = independent ? sqrt(row[j]) : 0;
        for (uint32_t i = j + 1; i < width; i++) {
            double *below = gram + (size_t)i * width;
            double sum = below[j];
            for (uint32_t k = 0; k < j; k++) {
                sum -= below[k] * row[k];
            }
            below[j] = independent ? sum / row[j] : 0;
        }
    }
}

/* The lower triangle above the diagonal too: what column k of L takes from a row then lies side by side. */
static void mirror(double *l, uint32_t width)
{
    for (uint32_t j = 0; j < width; j++) {
        for (uint32_t k = 0; k < j; k++) {
            l[(size_t)k * width + j] = l[(size_t)j * width + k];
        }
    }
}

/* Columns of q become orthonormal (or zero): q := q L^-T. Each value found is at once taken from all that follow. */
CAHIER_WIDE static void orthonormalise(float *q, uint32_t rows, uint32_t width, double *gram)
{
    double x[CAHIER_SUBSPACE_MOST + OVERSAMPLE];
    gram_of(q, q, rows, width, gram);
    factor(gram, width);
    mirror(gram, width);
    for (uint32_t r = 0; r < rows; r++) {
        float *row = q + (size_t)r * width;
        for (uint32_t j = 0; j < width; j++) {
            x[j] = (double)row[j];
        }
        for (uint32_t k = 0; k < width; k++) {
            const double *l = gram + (size_t)k * width;
            double value = l[k] > 0 ? x[k] / l[k] : 0;
            row[k] = (float)value;
            for (uint32_t j = k + 1; j < width; j++) {
                x[j] -= l[j] * value;
            }
        }
    }
}

/* Q'MQ is symmetric but for rounding, and Jacobi would chase the rounding. */
static void symmetrise(double *a, uint32_t n)
{
    for (uint32_t p = 0; p < n; p++) {
        for (uint32_t q = p + 1; q < n; q++) {
            double mean = (a[(size_t)p * n + q] + a[(size_t)q * n + p]) / 2;
            a[(size_t)p * n + q] = mean;
            a[(size_t)q * n + p] = mean;
        }
    }
}

static void rotate(double *a, double *w, uint32_t n, uint32_t p, uint32_t q)
{
    double apq = a[(size_t)p * n + q];
    double theta = (a[(size_t)q * n + q] - a[(size_t)p * n + p]) / (2 * apq);
    double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
    double c = 1 / sqrt(t * t + 1), s = t * c;
    for (uint32_t k = 0; k < n; k++) { /* columns p and q */
        double x = a[(size_t)k * n + p], y = a[(size_t)k * n + q];
        a[(size_t)k * n + p] = c * x - s * y;
        a[(size_t)k * n + q] = s * x + c * y;
    }
    for (uint32_t k = 0; k < n; k++) { /* rows p and q of a, and of w, which holds the eigenvectors as rows */
        double x = a[(size_t)p * n + k], y = a[(size_t)q * n + k];
        a[(size_t)p * n + k] = c * x - s * y;
        a[(size_t)q * n + k] = s * x + c * y;
        x = w[(size_t)p * n + k];
        y = w[(size_t)q * n + k];
        w[(size_t)p * n + k] = c * x - s * y;
        w[(size_t)q * n + k] = s * x + c * y;
    }
}

/* Eigenvalues of the symmetric n x n matrix a on its diagonal, eigenvectors in the rows of w. */
static void jacobi(double *a, double *w, uint32_t n)
{
    memset(w, 0, (size_t)n * n * sizeof *w);
    double scale = 0;
    for (uint32_t i = 0; i < n; i++) {
        w[(size_t)i * n + i] = 1;
        for (uint32_t j = 0; j < n; j++) {
            scale = fmax(scale, fabs(a[(size_t)i * n + j]));
        }
    }
    for (uint32_t sweep = 0; sweep < JACOBI_SWEEPS; sweep++) {
        uint32_t rotations = 0;
        for (uint32_t p = 0; p + 1 < n; p++) {
            for (uint32_t q = p + 1; q < n; q++) {
                if (fabs(a[(size_t)p * n + q]) > 1e-9 * scale) {
                    rotate(a, w, n, p, q);
                    rotations++;
                }
            }
        }
        if (rotations == 0) {
            break;
        }
    }
}

/* Rows of w by falling |eigenvalue|; ties by row. Selection: n is a hundred. */
static void order_by_size(const double *a, uint32_t n, uint32_t *order)
{
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = i + 1; j < n; j++) {
            double x = fabs(a[(size_t)order[i] * n + order[i]]), y = fabs(a[(size_t)order[j] * n + order[j]]);
            if (y > x || (!(x > y) && order[j] < order[i])) {
                uint32_t swap = order[i];
                order[i] = order[j];
                order[j] = swap;
            }
        }
    }
}

typedef struct workspace {
    uint32_t V, width;
    float *q, *mq;            /* V x width */
    double *small, *rotation; /* width x width */
} workspace;

static void start(workspace *w)
{
    cahier_random random = {START_SEED};
    for (size_t i = 0; i < (size_t)w->V * w->width; i++) {
        w->q[i] = (float)(cahier_random_next(&random) >> 40) * 0x1p-23f - 1.0f;
    }
}

static void iterate(workspace *w, const cahier_runner *runner, const cahier_sparse *matrix)
{
    start(w);
    orthonormalise(w->q, w->V, w->width, w->small);
    for (uint32_t i = 0; i < ITERATIONS; i++) {
        multiply(runner, &(product){matrix, w->q, w->mq, w->width});
        float *swap = w->q;
        w->q = w->mq;
        w->mq = swap;
        orthonormalise(w->q, w->V, w->width, w->small);
    }
    orthonormalise(
            w->q, w->V, w->width, w->small); /* twice is enough (Cholesky QR 2), and only the last must be exact */
    multiply(runner, &(product){matrix, w->q, w->mq, w->width});
}

CAHIER_WIDE static void project(const workspace *w, uint32_t rank, const uint32_t *order, float *out)
{
    for (uint32_t r = 0; r < w->V; r++) {
        const float *x = w->q + (size_t)r * w->width;
        for (uint32_t c = 0; c < rank; c++) {
            const double *direction = w->rotation + (size_t)order[c] * w->width;
            double sum = 0;
            for (uint32_t k = 0; k < w->width; k++) {
                sum += direction[k] * (double)x[k];
            }
            double eigenvalue = w->small[(size_t)order[c] * w->width + order[c]];
            out[(size_t)r * rank + c] = (float)(sum * sqrt(fabs(eigenvalue)));
        }
    }
}

cahier_status cahier_subspace(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_sparse *matrix, uint32_t rank, float **vectors)
{
    assert(rank <= CAHIER_SUBSPACE_MOST && matrix->rows == matrix->columns);
    size_t mark = cahier_arena_mark(scratch);
    uint32_t width = rank + OVERSAMPLE;
    workspace w = {.V = matrix->rows, .width = width};
    float *out = CAHIER_NEW(batch, float, (size_t)w.V *rank);
    w.q = CAHIER_NEW(scratch, float, (size_t)w.V *width);
    w.mq = CAHIER_NEW(scratch, float, (size_t)w.V *width);
    w.small = CAHIER_NEW(scratch, double, (size_t)width *width);
    w.rotation = CAHIER_NEW(scratch, double, (size_t)width *width);
    if (out == NULL || w.q == NULL || w.mq == NULL || w.small == NULL || w.rotation == NULL) {
        cahier_arena_reset(scratch, mark);
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t order[CAHIER_SUBSPACE_MOST + OVERSAMPLE];
    iterate(&w, runner, matrix);
    gram_of(w.q, w.mq, w.V, width, w.small);
    symmetrise(w.small, width);
    jacobi(w.small, w.rotation, width);
    order_by_size(w.small, width, order);
    project(&w, rank, order, out);
    cahier_arena_reset(scratch, mark);
    *vectors = out;
    return CAHIER_OK;
}
