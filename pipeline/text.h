/* SPDX-License-Identifier: Apache-2.0 */
/* text.h -- equality, order and hash of cahier_text, for every table of the library.
 *
 * Value   cahier_text_order is the order of bytes, which for UTF-8 is the order of code points.
 *         cahier_text_hash is the same on every machine: nothing that is printed depends on it, but tests may.
 * Source  Fowler, Noll & Vo's FNV-1a, finished by the mixer of splitmix64 (Steele et al. 2014).
 */
#ifndef CAHIER_TEXT_H
#define CAHIER_TEXT_H

#include <string.h>

#include "cahier.h"

static inline bool cahier_text_equal(cahier_text a, cahier_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static inline int cahier_text_order(cahier_text a, cahier_text b)
{
    uint32_t len = a.len < b.len ? a.len : b.len;
    int order = len == 0 ? 0 : memcmp(a.at, b.at, len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static inline uint64_t cahier_mix64(uint64_t x)
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static inline uint64_t cahier_text_hash(cahier_text text)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (uint32_t i = 0; i < text.len; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001b3u;
    }
    return cahier_mix64(hash);
}

#endif
