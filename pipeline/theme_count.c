/* SPDX-License-Identifier: Apache-2.0 */
#include "theme_count.h"

#include <stdlib.h>
#include <string.h>

typedef struct order {
    uint32_t theme, persons, documents;
} order;

static int by_persons(const void *a, const void *b)
{
    const order *x = a, *y = b;
    if (x->persons != y->persons) {
        return x->persons < y->persons ? 1 : -1;
    }
    if (x->documents != y->documents) {
        return x->documents < y->documents ? 1 : -1;
    }
    return (x->theme > y->theme) - (x->theme < y->theme);
}

static cahier_status list_documents(
        cahier_arena *batch, const cahier_corpus *corpus, const cahier_themes *found, cahier_theme *themes)
{
    for (uint32_t d = 0; d < corpus->count; d++) {
        const cahier_assignments *a = &found->assignments[d];
        for (uint32_t i = 0; i < a->count; i++) {
            themes[a->at[i].theme].document_count += i == 0;
            themes[a->at[i].theme].also_count += i > 0;
        }
    }
    for (uint32_t k = 0; k < found->count; k++) {
        themes[k].documents = CAHIER_NEW(batch, uint32_t, themes[k].document_count);
        if (themes[k].documents == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        themes[k].document_count = 0;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        const cahier_assignments *a = &found->assignments[d];
        if (a->count > 0) {
            cahier_theme *theme = &themes[a->at[0].theme];
            theme->documents[theme->document_count++] = d;
        }
    }
    return CAHIER_OK;
}

/* last[] remembers the theme that counted a person or contribution latest, + 1: themes are counted one after the other. */
static void count_theme(const cahier_corpus *corpus, uint32_t k, uint32_t *last_person, uint32_t *last_contribution,
        cahier_theme *theme)
{
    theme->family = 0;
    theme->shaped = k;
    theme->taxonomy = CAHIER_NONE;
    theme->decision = CAHIER_NONE;
    theme->signature = CAHIER_NONE;
    for (uint32_t i = 0; i < theme->document_count; i++) {
        uint32_t d = theme->documents[i];
        const cahier_contribution *received = &corpus->received[d];
        const cahier_document *document = corpus->analysed[d];
        theme->polarity[document->polarity.label]++;
        theme->stance[document->stance.label]++;
        theme->position[received->position]++;
        theme->persons += last_person[received->person] != k + 1;
        theme->contributions += last_contribution[received->contribution] != k + 1;
        last_person[received->person] = k + 1;
        last_contribution[received->contribution] = k + 1;
    }
}

static cahier_status count_all(cahier_arena *scratch, const cahier_corpus *corpus, uint32_t count, cahier_theme *themes)
{
    uint32_t persons = 0, contributions = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        const cahier_contribution *received = &corpus->received[d];
        persons = received->person > persons ? received->person : persons;
        contributions = received->contribution > contributions ? received->contribution : contributions;
    }
    uint32_t *last_person = CAHIER_NEW(scratch, uint32_t, (size_t)persons + 1);
    uint32_t *last_contribution = CAHIER_NEW(scratch, uint32_t, (size_t)contributions + 1);
    if (last_person == NULL || last_contribution == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < count; k++) {
        count_theme(corpus, k, last_person, last_contribution, &themes[k]);
    }
    return CAHIER_OK;
}

static void renumber(const cahier_corpus *corpus, cahier_themes *found, const uint32_t *name)
{
    for (uint32_t d = 0; d < corpus->count; d++) {
        cahier_assignments *a = &found->assignments[d];
        for (uint32_t i = 0; i < a->count; i++) {
            a->at[i].theme = name[a->at[i].theme];
        }
        if (a->runner_up.theme != CAHIER_NONE) {
            a->runner_up.theme = name[a->runner_up.theme];
        }
    }
}

static cahier_status put_in_order(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        cahier_themes *found, const cahier_theme *themes, cahier_theme **out)
{
    uint32_t K = found->count;
    order *orders = CAHIER_NEW(scratch, order, K);
    uint32_t *name = CAHIER_NEW(scratch, uint32_t, K);
    cahier_theme *sorted = CAHIER_NEW(batch, cahier_theme, K);
    cahier_centroids centroids;
    if (orders == NULL || name == NULL || sorted == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_centroids_open(batch, K, found->centroids.dimensions, found->centroids.terms, &centroids));
    for (uint32_t k = 0; k < K; k++) {
        orders[k] = (order){k, themes[k].persons, themes[k].document_count};
    }
    qsort(orders, K, sizeof *orders, by_persons);
    for (uint32_t k = 0; k < K; k++) {
        uint32_t from = orders[k].theme;
        name[from] = k;
        sorted[k] = themes[from];
        cahier_centroid_take(&found->centroids, from, &centroids, k);
    }
    renumber(corpus, found, name);
    found->centroids = centroids;
    *out = sorted;
    return CAHIER_OK;
}

cahier_status cahier_theme_count(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        cahier_themes *found, cahier_theme **themes)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_theme *unsorted = CAHIER_NEW(scratch, cahier_theme, found->count);
    cahier_status status = unsorted == NULL ? CAHIER_ERROR_NOMEM : list_documents(batch, corpus, found, unsorted);
    if (status == CAHIER_OK) {
        status = count_all(scratch, corpus, found->count, unsorted);
    }
    if (status == CAHIER_OK) {
        status = put_in_order(batch, scratch, corpus, found, unsorted, themes);
    }
    cahier_arena_reset(scratch, mark);
    return status;
}
