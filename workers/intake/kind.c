/* SPDX-License-Identifier: Apache-2.0 */
#include "kind.h"

#include <string.h>

static bool has_word(cahier_text text, const char *word)
{
    uint32_t len = (uint32_t)strlen(word);
    for (uint32_t i = 0; i + len <= text.len; i++) {
        uint32_t k = 0;
        while (k < len && (text.at[i + k] | 32) == word[k]) {
            k++;
        }
        if (k == len) {
            return true;
        }
    }
    return false;
}

bool cahier_kind_hangs_below(cahier_text kind, cahier_text text)
{
    static const char *const below[] = {
            "vote", "comment", "news", "actualit", "report", "signalement", "source", "version", "argument"};
    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
        if (has_word(kind, below[i]) && !has_word(text, below[i])) {
            return true;
        }
    }
    return false;
}
