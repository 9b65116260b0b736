/* SPDX-License-Identifier: Apache-2.0 */
#include "position.h"

#include <string.h>

#include "normalise.h"

#define CELL_MAX 32u /* « ni pour ni contre » has 17 bytes: a longer cell is a sentence */

static const struct {
    const char *word;
    cahier_position position;
} words[] = {
        {"pour", CAHIER_POSITION_FOR},
        {"plutôt pour", CAHIER_POSITION_FOR},
        {"favorable", CAHIER_POSITION_FOR},
        {"très favorable", CAHIER_POSITION_FOR},
        {"plutôt favorable", CAHIER_POSITION_FOR},
        {"d'accord", CAHIER_POSITION_FOR},
        {"plutôt d'accord", CAHIER_POSITION_FOR},
        {"tout à fait d'accord", CAHIER_POSITION_FOR},
        {"for", CAHIER_POSITION_FOR},
        {"in favor", CAHIER_POSITION_FOR},
        {"agree", CAHIER_POSITION_FOR},
        {"1", CAHIER_POSITION_FOR},
        {"contre", CAHIER_POSITION_AGAINST},
        {"plutôt contre", CAHIER_POSITION_AGAINST},
        {"défavorable", CAHIER_POSITION_AGAINST},
        {"très défavorable", CAHIER_POSITION_AGAINST},
        {"plutôt défavorable", CAHIER_POSITION_AGAINST},
        {"pas d'accord", CAHIER_POSITION_AGAINST},
        {"plutôt pas d'accord", CAHIER_POSITION_AGAINST},
        {"pas du tout d'accord", CAHIER_POSITION_AGAINST},
        {"against", CAHIER_POSITION_AGAINST},
        {"disagree", CAHIER_POSITION_AGAINST},
        {"-1", CAHIER_POSITION_AGAINST},
        {"neutre", CAHIER_POSITION_NEUTRAL},
        {"mitigé", CAHIER_POSITION_NEUTRAL},
        {"ni pour ni contre", CAHIER_POSITION_NEUTRAL},
        {"sans avis", CAHIER_POSITION_NEUTRAL},
        {"sans opinion", CAHIER_POSITION_NEUTRAL},
        {"ne se prononce pas", CAHIER_POSITION_NEUTRAL},
        {"abstention", CAHIER_POSITION_NEUTRAL},
        {"neutral", CAHIER_POSITION_NEUTRAL},
        {"0", CAHIER_POSITION_NEUTRAL},
};

/* "d’accord" as "d'accord". */
static uint32_t straighten(char *at, uint32_t len)
{
    uint32_t used = 0;
    for (uint32_t i = 0; i < len; i++) {
        bool curly = i + 2 < len && memcmp(at + i, "\xE2\x80\x99", 3) == 0;
        at[used++] = curly ? '\'' : at[i];
        i += curly ? 2 : 0;
    }
    return used;
}

cahier_position cahier_position_read(cahier_text cell)
{
    char folded[3 * CELL_MAX];
    if (cell.len == 0 || cell.len > CELL_MAX) {
        return CAHIER_POSITION_NONE;
    }
    uint32_t len = cahier_fold_lower(cell, folded);
    len = straighten(folded, len);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strlen(words[i].word) == len && memcmp(words[i].word, folded, len) == 0) {
            return words[i].position;
        }
    }
    return CAHIER_POSITION_NONE;
}
