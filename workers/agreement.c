/* SPDX-License-Identifier: Apache-2.0 */
#include "agreement.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "order.h"

typedef struct overlap { /* documents in class `gold` of one partition and `found` of the other */
    uint32_t gold, found, count;
} overlap;

typedef struct size_class { /* `times` classes hold `size` documents each */
    uint32_t size, times;
} size_class;

typedef struct contingency {
    overlap *at; /* only those that are not empty */
    uint32_t count;
    uint32_t *gold, *found; /* class sizes */
    uint32_t gold_classes, found_classes;
    uint32_t n;
} contingency;

static int by_classes(const void *a, const void *b)
{
    const overlap *x = a, *y = b;
    if (x->gold != y->gold) {
        return x->gold < y->gold ? -1 : 1;
    }
    return (x->found > y->found) - (x->found < y->found);
}

static void merge_overlaps(contingency *c)
{
    uint32_t kept = 0;
    qsort(c->at, c->n, sizeof *c->at, by_classes);
    for (uint32_t i = 0; i < c->n; i++) {
        if (kept > 0 && by_classes(&c->at[kept - 1], &c->at[i]) == 0) {
            c->at[kept - 1].count++;
        } else {
            c->at[kept++] = c->at[i];
        }
    }
    c->count = kept;
}

static cahier_status count_overlaps(
        cahier_arena *scratch, cahier_partition gold, cahier_partition found, uint32_t n, contingency *out)
{
    contingency c = {CAHIER_NEW(scratch, overlap, n), 0, CAHIER_NEW(scratch, uint32_t, gold.classes),
            CAHIER_NEW(scratch, uint32_t, found.classes), gold.classes, found.classes, n};
    if (c.at == NULL || c.gold == NULL || c.found == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        assert(gold.of[i] < gold.classes && found.of[i] < found.classes);
        c.at[i] = (overlap){gold.of[i], found.of[i], 1};
        c.gold[gold.of[i]]++;
        c.found[found.of[i]]++;
    }
    merge_overlaps(&c);
    *out = c;
    return CAHIER_OK;
}

static double entropy(const uint32_t *size, uint32_t classes, uint32_t n)
{
    double sum = 0;
    if (classes == 1) {
        return 0;
    }
    for (uint32_t k = 0; k < classes; k++) {
        sum -= size[k] / (double)n * (log(size[k]) - log(n));
    }
    return sum;
}

static double mutual_information(const contingency *c)
{
    double sum = 0;
    if (c->gold_classes == 1 || c->found_classes == 1) {
        return 0;
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const overlap *o = &c->at[i];
        sum += o->count / (double)c->n * (log(o->count) + log(c->n) - log(c->gold[o->gold]) - log(c->found[o->found]));
    }
    return fmax(0, sum);
}

/* Weight of an overlap of k + 1 over that of k, for classes of a and b among n. */
static double ratio_up(double a, double b, double n, double k)
{
    return (a - k) * (b - k) / ((k + 1) * (n - a - b + k + 1));
}

/* What an overlap of k adds to the mutual information. */
static double information(double a, double b, double n, double k)
{
    return k > 0 ? k / n * (log(n) + log(k) - log(a) - log(b)) : 0;
}

/* Mean of information(k) when a class of a and one of b fall at random among n. Walked from the mode in both directions,
 * until the weights no longer change a sum of doubles. */
static double expected_overlap(double a, double b, double n)
{
    double low = fmax(0, a + b - n), high = fmin(a, b);
    double mode = fmin(high, fmax(low, floor((a + 1) * (b + 1) / (n + 2))));
    double weights = 1, sum = information(a, b, n, mode);
    double weight = 1;
    for (double k = mode; k < high && weight > DBL_EPSILON * DBL_EPSILON; k++) {
        weight *= ratio_up(a, b, n, k);
        weights += weight;
        sum += weight * information(a, b, n, k + 1);
    }
    weight = 1;
    for (double k = mode; k > low && weight > DBL_EPSILON * DBL_EPSILON; k--) {
        weight /= ratio_up(a, b, n, k - 1);
        weights += weight;
        sum += weight * information(a, b, n, k - 1);
    }
    return sum / weights;
}

/* Sorts `size`; classes of one size have one expectation, however many they are. */
static size_class *group_sizes(cahier_arena *scratch, uint32_t *size, uint32_t classes, uint32_t *count)
{
    size_class *groups = CAHIER_NEW(scratch, size_class, classes);
    *count = 0;
    if (groups == NULL) {
        return NULL;
    }
    qsort(size, classes, sizeof *size, cahier_by_uint32);
    for (uint32_t k = 0; k < classes; k++) {
        if (*count == 0 || groups[*count - 1].size != size[k]) {
            groups[(*count)++] = (size_class){size[k], 0};
        }
        groups[*count - 1].times++;
    }
    return groups;
}

/* Leaves the class sizes sorted: last use of the contingency. */
static cahier_status expected_information(cahier_arena *scratch, contingency *c, double *out)
{
    uint32_t gold_count, found_count;
    size_class *gold = group_sizes(scratch, c->gold, c->gold_classes, &gold_count);
    size_class *found = group_sizes(scratch, c->found, c->found_classes, &found_count);
    double sum = 0;
    if (gold == NULL || found == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < gold_count; i++) {
        for (uint32_t j = 0; j < found_count; j++) {
            sum += (double)gold[i].times * found[j].times * expected_overlap(gold[i].size, found[j].size, c->n);
        }
    }
    *out = c->gold_classes == 1 || c->found_classes == 1 ? 0 : sum;
    return CAHIER_OK;
}

static uint64_t sum_squares(const uint32_t *size, uint32_t classes)
{
    uint64_t sum = 0;
    for (uint32_t k = 0; k < classes; k++) {
        sum += (uint64_t)size[k] * size[k];
    }
    return sum;
}

/* Ordered pairs of documents: together in both, in gold only, in found only, in neither. */
static double adjusted_rand(const contingency *c, bool *same)
{
    uint64_t squares = 0, n = c->n;
    for (uint32_t i = 0; i < c->count; i++) {
        squares += (uint64_t)c->at[i].count * c->at[i].count;
    }
    uint64_t in_gold = sum_squares(c->gold, c->gold_classes), in_found = sum_squares(c->found, c->found_classes);
    double both = (double)(squares - n), gold_only = (double)(in_gold - squares);
    double found_only = (double)(in_found - squares), neither = (double)(n * n + squares - in_gold - in_found);
    *same = squares == in_gold && squares == in_found;
    if (*same) {
        return 1;
    }
    return 2 * (both * neither - gold_only * found_only) /
           ((both + gold_only) * (gold_only + neither) + (both + found_only) * (found_only + neither));
}

static double adjust(double information, double expected, double most)
{
    double room = most - expected;
    /* the largest possible information is the expected one: keep the sign, as scikit-learn does */
    room = room < 0 ? fmin(room, -DBL_EPSILON) : fmax(room, DBL_EPSILON);
    return (information - expected) / room;
}

cahier_status cahier_agree(
        cahier_arena *scratch, cahier_partition gold, cahier_partition found, uint32_t n, cahier_agreement *out)
{
    assert(n > 0);
    size_t mark = cahier_arena_mark(scratch);
    contingency c;
    bool same;
    double expected;
    CAHIER_TRY(count_overlaps(scratch, gold, found, n, &c));
    double of_gold = entropy(c.gold, c.gold_classes, n), of_found = entropy(c.found, c.found_classes, n);
    double shared = mutual_information(&c);
    cahier_agreement agreement = {
            .homogeneity = of_gold > 0 ? shared / of_gold : 1, .completeness = of_found > 0 ? shared / of_found : 1};
    double both = agreement.homogeneity + agreement.completeness;
    agreement.v = both > 0 ? 2 * agreement.homogeneity * agreement.completeness / both : 0;
    agreement.ari = adjusted_rand(&c, &same);
    CAHIER_TRY(expected_information(scratch, &c, &expected));
    agreement.ami = same ? 1 : adjust(shared, expected, (of_gold + of_found) / 2);
    cahier_arena_reset(scratch, mark);
    *out = agreement;
    return CAHIER_OK;
}

cahier_label_score cahier_score_labels(const uint32_t *table, uint32_t labels)
{
    double right = 0, all = 0, f1 = 0;
    uint32_t used = 0;
    for (uint32_t k = 0; k < labels; k++) {
        uint32_t gold = 0, found = 0, hit = table[k * labels + k];
        for (uint32_t i = 0; i < labels; i++) {
            gold += table[k * labels + i];
            found += table[i * labels + k];
        }
        right += hit;
        all += gold;
        used += gold > 0;
        f1 += gold > 0 ? 2.0 * hit / ((double)gold + found) : 0;
    }
    assert(all > 0);
    return (cahier_label_score){right / all, f1 / used};
}
