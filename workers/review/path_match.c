/* SPDX-License-Identifier: Apache-2.0 */
#include "path_match.h"

#include <assert.h>
#include <string.h>

/* The part of a pattern from *at on; *at is behind it. */
static cahier_text next_part(const char **at)
{
    const char *start = *at + (**at == '/');
    size_t len = strcspn(start, "/");
    *at = start + len;
    return (cahier_text){start, (uint32_t)len};
}

bool cahier_path_matches(
        const char *pattern, const cahier_text *part, uint32_t count, cahier_text capture[CAHIER_CAPTURES])
{
    uint32_t captured = 0;
    for (uint32_t i = 0; i < count; i++) {
        cahier_text wanted = next_part(&pattern);
        if (wanted.len == 0) {
            return false;
        }
        if (wanted.at[0] != ':') {
            if (wanted.len != part[i].len || memcmp(wanted.at, part[i].at, wanted.len) != 0) {
                return false;
            }
        } else if (i > 0) {
            assert(captured < CAHIER_CAPTURES);
            capture[captured++] = part[i];
        }
    }
    return *pattern == '\0';
}
