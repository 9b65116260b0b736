/* SPDX-License-Identifier: Apache-2.0 */
/* near.h -- when two texts are copies of one another: the definition of resemblance.h spelt out, without a thought for speed. */
#ifndef CAHIER_TEST_NEAR_H
#define CAHIER_TEST_NEAR_H

#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "resemblance.h"

enum {
    NEAR_ROOM = 1024 /* bytes of a text, at most */
};

typedef struct set {
    uint64_t at[2 * NEAR_ROOM];
    uint32_t count;
} set;

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* The definition, spelt out. */
static void list_set(cahier_text text, set *out)
{
    char folded[2 * NEAR_ROOM];
    uint32_t len = cahier_fold_words(text, folded), kept = 0;
    for (uint32_t i = 0; i + 5 <= len; i++) {
        out->at[i] = 0;
        memcpy(&out->at[i], folded + i, 5);
    }
    out->count = len < 5 ? 0 : len - 4;
    qsort(out->at, out->count, sizeof *out->at, by_value);
    for (uint32_t i = 0; i < out->count; i++) {
        if (kept == 0 || out->at[i] != out->at[kept - 1]) {
            out->at[kept++] = out->at[i];
        }
    }
    out->count = kept;
}

static uint32_t count_common(const set *a, const set *b)
{
    uint32_t common = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        common += bsearch(&a->at[i], b->at, b->count, sizeof *b->at, by_value) != NULL;
    }
    return common;
}

/* Letters in a row that `b` lacks, where one that it has takes two back. */
static uint32_t own_letters(cahier_text a, const set *b)
{
    char folded[2 * NEAR_ROOM];
    uint32_t len = cahier_fold_words(a, folded), own = 0, most = 0;
    for (uint32_t i = 0; i + 5 <= len; i++) {
        uint64_t shingle = 0;
        memcpy(&shingle, folded + i, 5);
        bool shared = bsearch(&shingle, b->at, b->count, sizeof shingle, by_value) != NULL;
        own = !shared ? own + 1 : own > 2 ? own - 2 : 0;
        most = own > most ? own : most;
    }
    return most;
}

typedef struct word_list {
    char folded[2 * NEAR_ROOM];
    char *at[NEAR_ROOM];
    bool taken[NEAR_ROOM];
    uint32_t count;
} word_list;

static void split_words(cahier_text text, word_list *out)
{
    *out = (word_list){.count = 0};
    out->folded[cahier_fold_words(text, out->folded)] = '\0';
    for (char *word = strtok(out->folded, " "); word != NULL; word = strtok(NULL, " ")) {
        out->at[out->count++] = word;
    }
}

/* Letters left out, put in or exchanged, and neighbours that changed places. */
static size_t count_edits(const char *a, const char *b)
{
    size_t m = strlen(a), n = strlen(b), d[32][32];
    for (size_t i = 0; i <= m; i++) {
        for (size_t k = 0; k <= n; k++) {
            d[i][k] = i == 0 ? k : k == 0 ? i : d[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
            d[i][k] = i > 0 && d[i - 1][k] + 1 < d[i][k] ? d[i - 1][k] + 1 : d[i][k];
            d[i][k] = k > 0 && d[i][k - 1] + 1 < d[i][k] ? d[i][k - 1] + 1 : d[i][k];
            if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1] && d[i - 2][k - 2] + 1 < d[i][k]) {
                d[i][k] = d[i - 2][k - 2] + 1;
            }
        }
    }
    return d[m][n];
}

static double letters_of_slips(const word_list *a, const word_list *b)
{
    double letters = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        bool slip = false;
        for (uint32_t k = 0; k < b->count; k++) {
            slip |= !a->taken[i] && !b->taken[k] && strlen(a->at[i]) >= 4 && strlen(b->at[k]) >= 4 &&
                    count_edits(a->at[i], b->at[k]) == 1;
        }
        letters += slip ? (double)strlen(a->at[i]) : 0;
    }
    return letters;
}

static double weigh_letters(word_list *a, word_list *b)
{
    double letters = 0;
    for (uint32_t i = 0; i < a->count; i++) {
        for (uint32_t k = 0; k < b->count && !a->taken[i]; k++) {
            if (!b->taken[k] && strcmp(a->at[i], b->at[k]) == 0) {
                a->taken[i] = b->taken[k] = true;
                letters += (double)strlen(a->at[i]) + 1;
            }
        }
    }
    double of_a = letters_of_slips(a, b), of_b = letters_of_slips(b, a);
    return letters + (of_a < of_b ? of_a : of_b);
}

static bool are_near(cahier_text one, const set *of_one, cahier_text other, const set *of_other)
{
    static word_list x, y;
    uint32_t common = count_common(of_one, of_other), all = of_one->count + of_other->count - common;
    if (5 * common >= 4 * all) {
        return true;
    }
    if (5 * common < 2 * all || own_letters(one, of_other) >= CAHIER_NEAR_OWN ||
            own_letters(other, of_one) >= CAHIER_NEAR_OWN) {
        return false;
    }
    double letters = 0;
    split_words(one, &x);
    split_words(other, &y);
    double both = weigh_letters(&x, &y);
    for (uint32_t i = 0; i < x.count || i < y.count; i++) {
        letters += i < x.count ? (double)strlen(x.at[i]) + 1 : 0;
        letters += i < y.count ? (double)strlen(y.at[i]) + 1 : 0;
    }
    return both - 1.5 * (letters / 2 - both) >= CAHIER_NEAR_LETTERS;
}

#endif
