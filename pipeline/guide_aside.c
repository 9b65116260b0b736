/* SPDX-License-Identifier: Apache-2.0 */
/* What people say of a theme, or of a text in it, and that changes neither: sign-offs, verdicts, notes, sentences to quote. */
#include "guide_shape.h"

#define SIGNED_SHARE                                                                                                   \
    10u /* a theme that gained or lost more than a tenth of its texts is not the one that was signed off */

cahier_outcome cahier_guide_say(cahier_guide *g, uint32_t i, uint32_t k)
{
    const cahier_decision *decision = &g->guidance->decisions->at[i];
    uint32_t found = 0;
    for (uint32_t c = 0; c < decision->contribution_count; c++) {
        uint32_t first, end;
        cahier_guide_find(g, decision->contributions[c], &first, &end);
        found += first < end;
    }
    g->guidance->missing[i] = decision->contribution_count - found;
    if (decision->contribution_count > 0 && found == 0) {
        return CAHIER_NO_CONTRIBUTION;
    }
    g->guidance->theme_of[i] = k;
    return CAHIER_APPLIED;
}

/* From shapes to numbers, once they are known: a theme that lost all its texts is no theme any more. */
void cahier_guide_aside(cahier_guide *g, const uint32_t *number)
{
    cahier_guidance *guidance = g->guidance;
    for (uint32_t i = 0; guidance->decisions != NULL && i < guidance->decisions->count; i++) {
        if (guidance->theme_of[i] == CAHIER_NONE) {
            continue;
        }
        uint32_t root = cahier_shape_root(g, guidance->theme_of[i]), changed = g->shape[root].changed;
        bool signs = guidance->decisions->at[i].deed == CAHIER_SIGN;
        guidance->theme_of[i] = number[root];
        if (number[root] == CAHIER_NONE) {
            guidance->outcome[i] = CAHIER_NO_THEME;
        } else if (signs && changed != CAHIER_NONE && changed > i) {
            guidance->outcome[i] = CAHIER_THEME_CHANGED;
        }
    }
}

static bool is_as_signed(uint32_t then, uint32_t now)
{
    uint32_t gap = then > now ? then - now : now - then;
    return then == 0 || (uint64_t)gap * 100 <= (uint64_t)then * SIGNED_SHARE;
}

static void sign(cahier_guidance *guidance, uint32_t i, cahier_theme *theme)
{
    if (!is_as_signed(guidance->decisions->at[i].documents, theme->document_count)) {
        guidance->outcome[i] = CAHIER_THEME_CHANGED;
        return;
    }
    if (theme->signature != CAHIER_NONE) {
        guidance->outcome[theme->signature] = CAHIER_REPLACED;
    }
    theme->signature = i;
}

/* From numbers to places in the result; then the last sign-off of each theme, if the theme is the one that was read. */
void cahier_guide_sign(cahier_guide *g, cahier_theme *themes, uint32_t count)
{
    cahier_guidance *guidance = g->guidance;
    for (uint32_t i = 0; i < guidance->decisions->count; i++) {
        uint32_t number = guidance->theme_of[i];
        for (uint32_t k = 0; number != CAHIER_NONE && k < count; k++) {
            if (themes[k].shaped == number) {
                guidance->theme_of[i] = k;
                break;
            }
        }
        if (number != CAHIER_NONE && guidance->decisions->at[i].deed == CAHIER_SIGN &&
                guidance->outcome[i] == CAHIER_APPLIED) {
            sign(guidance, i, &themes[guidance->theme_of[i]]);
        }
    }
}
