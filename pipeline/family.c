/* SPDX-License-Identifier: Apache-2.0 */
#include "family.h"

#include <string.h>

#include "tree.h"

#define FAMILIES_NONE 12u /* themes that are a coarse level by themselves */
#define FAMILIES_LEAST 5u
#define FAMILIES_MOST 12u

static uint32_t how_many(uint32_t themes)
{
    if (themes <= FAMILIES_NONE) {
        return themes;
    }
    uint32_t third = themes / 3;
    return third < FAMILIES_LEAST ? FAMILIES_LEAST : third > FAMILIES_MOST ? FAMILIES_MOST : third;
}

/* The label up to its first comma. */
static cahier_text head_of(cahier_text label)
{
    const char *comma = memchr(label.at, ',', label.len);
    return comma == NULL ? label : cahier_slice(label, 0, (uint32_t)(comma - label.at));
}

static cahier_status write_label(cahier_arena *batch, const cahier_theme *themes, cahier_family *family)
{
    if (family->theme_count == 1) {
        family->label = themes[family->themes[0]].label;
        return CAHIER_OK;
    }
    cahier_text a = head_of(themes[family->themes[0]].label), b = head_of(themes[family->themes[1]].label);
    static const char between[] = " · ";
    char *to = CAHIER_NEW(batch, char, (size_t)a.len + b.len + sizeof between);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, a.at, a.len);
    memcpy(to + a.len, between, sizeof between - 1);
    memcpy(to + a.len + sizeof between - 1, b.at, b.len);
    family->label = (cahier_text){to, a.len + b.len + (uint32_t)sizeof between - 1};
    return CAHIER_OK;
}

static cahier_status fill_families(
        cahier_arena *batch, cahier_theme *themes, uint32_t K, const uint32_t *of, cahier_tree *tree)
{
    uint32_t *members = CAHIER_NEW(batch, uint32_t, K);
    tree->families = CAHIER_NEW(batch, cahier_family, tree->family_count);
    if (tree->families == NULL || members == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t at = 0;
    for (uint32_t f = 0; f < tree->family_count; f++) {
        cahier_family *family = &tree->families[f];
        family->themes = members + at;
        for (uint32_t k = 0; k < K; k++) {
            if (of[k] == f) {
                members[at++] = k;
                family->theme_count++;
                themes[k].family = f;
            }
        }
        CAHIER_TRY(write_label(batch, themes, family));
    }
    return CAHIER_OK;
}

static cahier_status fold(
        cahier_arena *batch, cahier_arena *scratch, const cahier_themes *found, cahier_theme *themes, cahier_tree *tree)
{
    uint32_t K = found->count;
    uint32_t *of = CAHIER_NEW(scratch, uint32_t, K), *size = CAHIER_NEW(scratch, uint32_t, K);
    if (of == NULL || size == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < K; k++) {
        size[k] = themes[k].document_count + 1;
    }
    tree->family_count = how_many(K);
    CAHIER_TRY(cahier_tree_grow(
            batch, scratch, found->centroids.vector, size, K, found->centroids.dimensions, &tree->unions));
    CAHIER_TRY(cahier_tree_cut(scratch, tree->unions, K, tree->family_count, of));
    return fill_families(batch, themes, K, of, tree);
}

cahier_status cahier_family_fold(
        cahier_arena *batch, cahier_arena *scratch, const cahier_themes *found, cahier_theme *themes, cahier_tree *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_tree tree = {0};
    cahier_status status = fold(batch, scratch, found, themes, &tree);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = tree;
    return CAHIER_OK;
}
