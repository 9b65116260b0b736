/* SPDX-License-Identifier: Apache-2.0 */
#include "trend.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "balance.h"

#define PERIODS_LEAST 3u
#define STIRLING_FROM 32u /* above, three terms of Stirling's series are exact to a double's last digits */
#define LOG_SQRT_2PI .91893853320467274178

/* --- exact test --------------------------------------------------------------------------------------------------- */

/* ln n!; lgamma would do, but it writes to a global. */
static double log_factorial(uint32_t n)
{
    if (n < STIRLING_FROM) {
        double product = 1; /* 31! rounds 10 times at most */
        for (uint32_t i = 2; i <= n; i++) {
            product *= i;
        }
        return log(product);
    }
    double x = n, x2 = x * x;
    return (x + .5) * log(x) - x + LOG_SQRT_2PI + (1 - (1 - 2 / (7 * x2)) / (30 * x2)) / (12 * x);
}

static double log_choose(uint32_t n, uint32_t k)
{
    return log_factorial(n) - log_factorial(k) - log_factorial(n - k);
}

/* Probability of the values beyond a, as a share of that of a; upwards or downwards, away from the mean, where each
 * value is less likely than the one before. a of n and t - a of m. */
static double tail(uint32_t a, uint32_t n, uint32_t t, uint32_t m, bool up)
{
    double sum = 1, term = 1;
    double in = a, out = n - a, other_in = t - a, other_out = m - (t - a);
    double step = up ? 1 : -1;
    while (term > sum * 1e-17) {
        term *= up ? out * other_in / ((in + 1) * (other_out + 1)) : in * other_out / ((out + 1) * (other_in + 1));
        sum += term;
        in += step;
        out -= step;
        other_in -= step;
        other_out += step;
    }
    return sum;
}

double cahier_fisher_log_p(uint32_t a, uint32_t n, uint32_t b, uint32_t m)
{
    assert(a <= n && b <= m && m <= UINT32_MAX - n);
    uint32_t t = a + b;
    bool up = (uint64_t)a * m >= (uint64_t)b * n;
    double log_point = log_choose(n, a) + log_choose(m, b) - log_choose(n + m, t);
    double log_p = log(2) + log_point + log(tail(a, n, t, m, up));
    return log_p < 0 ? log_p : 0;
}

uint32_t cahier_discoveries(const double *log_p, uint32_t count, double q)
{
    for (uint32_t i = count; i > 0; i--) {
        if (log_p[i - 1] <= log(q * i / count)) {
            return i;
        }
    }
    return 0;
}

/* --- months ------------------------------------------------------------------------------------------------------- */

static uint32_t month_of(int32_t date)
{
    int32_t year = date / 10000, month = date / 100 % 100;
    assert(date > 0 && month >= 1 && month <= 12);
    return (uint32_t)(year * 12 + month - 1);
}

typedef struct span { /* months [first, first + count) */
    uint32_t first, count;
} span;

/* Of more than CAHIER_TREND_MONTHS months, those in a row that hold most documents. */
static span choose_window(const uint32_t *documents, uint32_t months)
{
    uint64_t sum = 0, best = 0;
    uint32_t end = 0;
    for (uint32_t i = 0; i < months; i++) {
        sum += documents[i];
        sum -= i >= CAHIER_TREND_MONTHS ? documents[i - CAHIER_TREND_MONTHS] : 0;
        if (sum > best) {
            best = sum;
            end = i + 1;
        }
    }
    span window = {end > CAHIER_TREND_MONTHS ? end - CAHIER_TREND_MONTHS : 0, 0};
    while (documents[window.first] == 0) {
        window.first++;
    }
    window.count = end - window.first;
    return window;
}

static cahier_status find_span(cahier_arena *scratch, const cahier_corpus *corpus, span *out)
{
    uint32_t first = UINT32_MAX, last = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (corpus->received[d].date != 0) {
            uint32_t month = month_of(corpus->received[d].date);
            first = month < first ? month : first;
            last = month > last ? month : last;
        }
    }
    *out = (span){first, first <= last ? last - first + 1 : 0};
    if (out->count <= CAHIER_TREND_MONTHS) {
        return CAHIER_OK;
    }
    uint32_t *documents = CAHIER_NEW(scratch, uint32_t, out->count);
    if (documents == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (corpus->received[d].date != 0) {
            documents[month_of(corpus->received[d].date) - first]++;
        }
    }
    *out = choose_window(documents, out->count);
    out->first += first;
    return CAHIER_OK;
}

/* --- cells: a theme in a month ------------------------------------------------------------------------------------ */

typedef struct cell {
    double log_p;
    uint32_t theme, period;
} cell;

typedef struct counting {
    const cahier_trend_basis *basis;
    span span;
    uint32_t *period_of; /* D: CAHIER_NONE when outside */
    uint32_t *series;    /* K x periods, every document */
    uint32_t *once;      /* K x periods, copies once */
    uint32_t *persons;   /* K x periods, of those counted once; no more than CAHIER_TREND_PERSONS matter */
    uint32_t *in_period; /* periods: documents of any theme or none, copies once */
    uint32_t *of_theme;  /* K, copies once */
    uint32_t total;
} counting;

static uint32_t main_theme(const counting *c, uint32_t d)
{
    const cahier_assignments *assignments = &c->basis->assignments[d];
    return assignments->count > 0 ? assignments->at[0].theme : CAHIER_NONE;
}

static uint32_t cell_of(const counting *c, uint32_t d)
{
    return main_theme(c, d) * c->span.count + c->period_of[d];
}

static void count_all(counting *c)
{
    for (uint32_t d = 0; d < c->basis->corpus->count; d++) {
        int32_t date = c->basis->corpus->received[d].date;
        uint32_t period = date == 0 ? CAHIER_NONE : month_of(date) - c->span.first;
        c->period_of[d] = period < c->span.count ? period : CAHIER_NONE;
        if (c->period_of[d] != CAHIER_NONE && main_theme(c, d) != CAHIER_NONE) {
            c->series[cell_of(c, d)]++;
        }
    }
}

/* earliest[g]: the first by date of the documents of duplicate group g that lie in a period; then by input order. */
static cahier_status find_earliest(cahier_arena *scratch, const counting *c, uint32_t **out)
{
    const cahier_corpus *corpus = c->basis->corpus;
    const uint32_t *group_of = c->basis->duplicate_of;
    uint32_t *earliest = CAHIER_NEW(scratch, uint32_t, corpus->count); /* no more groups than documents */
    if (earliest == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(earliest, 0xFF, corpus->count * sizeof *earliest);
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (group_of[d] != CAHIER_NONE && c->period_of[d] != CAHIER_NONE) {
            uint32_t *e = &earliest[group_of[d]];
            *e = *e == CAHIER_NONE || corpus->received[d].date < corpus->received[*e].date ? d : *e;
        }
    }
    *out = earliest;
    return CAHIER_OK;
}

/* Persons of a cell, up to CAHIER_TREND_PERSONS: met holds those already counted. */
static void meet_person(uint32_t *met, uint32_t *persons, uint32_t person)
{
    for (uint32_t i = 0; i < *persons; i++) {
        if (met[i] == person) {
            return;
        }
    }
    if (*persons < CAHIER_TREND_PERSONS) {
        met[(*persons)++] = person;
    }
}

static cahier_status count_once(cahier_arena *scratch, counting *c)
{
    const cahier_corpus *corpus = c->basis->corpus;
    size_t cells = (size_t)c->basis->theme_count * c->span.count;
    uint32_t *earliest, *met = CAHIER_NEW(scratch, uint32_t, cells * CAHIER_TREND_PERSONS);
    CAHIER_TRY(find_earliest(scratch, c, &earliest));
    if (met == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        uint32_t group = c->basis->duplicate_of[d], theme = main_theme(c, d);
        if (c->period_of[d] == CAHIER_NONE || (group != CAHIER_NONE && earliest[group] != d)) {
            continue;
        }
        c->total++;
        c->in_period[c->period_of[d]]++;
        if (theme != CAHIER_NONE) {
            uint32_t at = cell_of(c, d);
            c->of_theme[theme]++;
            c->once[at]++;
            meet_person(met + (size_t)at * CAHIER_TREND_PERSONS, &c->persons[at], corpus->received[d].person);
        }
    }
    return CAHIER_OK;
}

static int by_log_p(const void *a, const void *b)
{
    const cell *x = a, *y = b;
    if (x->log_p < y->log_p || x->log_p > y->log_p) {
        return x->log_p < y->log_p ? -1 : 1;
    }
    if (x->theme != y->theme) {
        return x->theme < y->theme ? -1 : 1;
    }
    return (x->period > y->period) - (x->period < y->period);
}

/* Tests every cell that has documents on both sides; by p ascending. Returns how many. */
static uint32_t test_cells(const counting *c, cell *cells)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < c->basis->theme_count; k++) {
        for (uint32_t p = 0; p < c->span.count; p++) {
            uint32_t n = c->in_period[p], m = c->total - n, a = c->once[k * c->span.count + p];
            if (n > 0 && m > 0 && c->of_theme[k] > 0) {
                cells[count++] = (cell){cahier_fisher_log_p(a, n, c->of_theme[k] - a, m), k, p};
            }
        }
    }
    qsort(cells, count, sizeof *cells, by_log_p);
    return count;
}

/* Enough documents, by enough persons, and shares a / n and b / m one of which is half as much again as the other. */
static bool is_worth_telling(const counting *c, const cell *found, cahier_trend *out)
{
    uint32_t at = found->theme * c->span.count + found->period;
    uint32_t a = c->once[at], n = c->in_period[found->period], b = c->of_theme[found->theme] - a, m = c->total - n;
    uint64_t here = (uint64_t)a * m, elsewhere = (uint64_t)b * n;
    if (a < CAHIER_TREND_DOCUMENTS || c->persons[at] < CAHIER_TREND_PERSONS ||
            (2 * here < 3 * elsewhere && 2 * elsewhere < 3 * here)) {
        return false;
    }
    *out = (cahier_trend){
            found->theme, found->period, cahier_wilson(a, n), (int32_t)((1000 * (uint64_t)b + m / 2) / m)};
    return true;
}

static cahier_status keep_trends(cahier_arena *batch, cahier_arena *scratch, counting *c, cahier_trends *out)
{
    CAHIER_TRY(count_once(scratch, c));
    size_t room = (size_t)c->basis->theme_count * c->span.count;
    cell *cells = CAHIER_NEW(scratch, cell, room);
    double *log_p = CAHIER_NEW(scratch, double, room);
    if (cells == NULL || log_p == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = test_cells(c, cells);
    for (uint32_t i = 0; i < count; i++) {
        log_p[i] = cells[i].log_p;
    }
    uint32_t kept = cahier_discoveries(log_p, count, CAHIER_TREND_Q);
    out->at = CAHIER_NEW(batch, cahier_trend, kept);
    if (out->at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < kept; i++) {
        out->count += is_worth_telling(c, &cells[i], &out->at[out->count]);
    }
    return CAHIER_OK;
}

static cahier_status find_trends(cahier_arena *batch, cahier_arena *scratch, counting *c, cahier_trends *out)
{
    CAHIER_TRY(find_span(scratch, c->basis->corpus, &c->span));
    uint32_t P = c->span.count, K = c->basis->theme_count;
    out->period_count = P;
    out->periods = CAHIER_NEW(batch, int32_t, P);
    out->series = c->series = CAHIER_NEW(batch, uint32_t, (size_t)K * P);
    c->period_of = CAHIER_NEW(scratch, uint32_t, c->basis->corpus->count);
    c->once = CAHIER_NEW(scratch, uint32_t, (size_t)K * P);
    c->persons = CAHIER_NEW(scratch, uint32_t, (size_t)K * P);
    c->in_period = CAHIER_NEW(scratch, uint32_t, P);
    c->of_theme = CAHIER_NEW(scratch, uint32_t, K);
    if (out->periods == NULL || out->series == NULL || c->period_of == NULL || c->once == NULL || c->persons == NULL ||
            c->in_period == NULL || c->of_theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < P; p++) {
        uint32_t month = c->span.first + p;
        out->periods[p] = (int32_t)(month / 12 * 100 + month % 12 + 1);
    }
    count_all(c);
    return P >= PERIODS_LEAST ? keep_trends(batch, scratch, c, out) : CAHIER_OK;
}

cahier_status cahier_trend_find(
        cahier_arena *batch, cahier_arena *scratch, const cahier_trend_basis *basis, cahier_trends *out)
{
    size_t mark = cahier_arena_mark(scratch);
    counting c = {.basis = basis};
    cahier_trends found = {0};
    cahier_status status = find_trends(batch, scratch, &c, &found);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = found;
    return CAHIER_OK;
}
