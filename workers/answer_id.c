/* SPDX-License-Identifier: Apache-2.0 */
#include "answer_id.h"

#include <string.h>

bool cahier_answer_is_asked(cahier_text asked, cahier_text id)
{
    if (id.len < asked.len || memcmp(id.at, asked.at, asked.len) != 0) {
        return false;
    }
    uint32_t i = asked.len;
    if (i == id.len) {
        return true;
    }
    bool part = id.at[i] == '/' && i + 1 < id.len;
    for (i++; i < id.len; i++) {
        part = part && id.at[i] >= '0' && id.at[i] <= '9';
    }
    return part;
}
