/* SPDX-License-Identifier: Apache-2.0 */
/* nonce.h -- the id of a deed, drawn by the page that offers it or by a program: said twice, it is one. */
#ifndef CAHIER_REVIEW_NONCE_H
#define CAHIER_REVIEW_NONCE_H

#include "cahier.h"

#define CAHIER_NONCE_MOST 64u /* bytes */

/* Letters without accent, digits, `-` and `_`. */
static inline bool cahier_is_nonce(cahier_text id)
{
    bool plain = id.len > 0 && id.len <= CAHIER_NONCE_MOST;
    for (uint32_t i = 0; plain && i < id.len; i++) {
        char c = id.at[i];
        plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    }
    return plain;
}

#endif
