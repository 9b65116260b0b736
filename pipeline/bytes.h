/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h -- eight bytes at a time: loads, and tests whose answer is one bit (0x80) a byte.
 *
 * Value   every mask is exact: no borrow runs from one byte into the next ("! " is common in French)
 * Cost    a handful of operations for eight bytes, no branch
 * Source  Warren, Hacker's Delight, 6-1
 * Why     French ends a word every six bytes, where no branch predictor knows; and what holds no surprise (ASCII and
 *         the accents of U+00C0..U+00FF, lead byte C3) must be passed over at once.
 */
#ifndef CAHIER_BYTES_H
#define CAHIER_BYTES_H

#include <stdint.h>

#define CAHIER_HIGH_BITS UINT64_C(0x8080808080808080)

/* Little-endian on every machine; compilers make one load of it. */
static inline uint32_t cahier_load32(const char *at)
{
    const unsigned char *s = (const unsigned char *)at;
    return (uint32_t)s[0] | (uint32_t)s[1] << 8 | (uint32_t)s[2] << 16 | (uint32_t)s[3] << 24;
}

static inline uint64_t cahier_load64(const char *at)
{
    return (uint64_t)cahier_load32(at) | (uint64_t)cahier_load32(at + 4) << 32;
}

static inline uint64_t cahier_each(unsigned char byte)
{
    return byte * UINT64_C(0x0101010101010101);
}

/* Bytes equal to `byte`. */
static inline uint64_t cahier_bytes_equal(uint64_t x, unsigned char byte)
{
    uint64_t y = x ^ cahier_each(byte);
    return ~((((y & ~CAHIER_HIGH_BITS) + ~CAHIER_HIGH_BITS) | y)) & CAHIER_HIGH_BITS;
}

/* ASCII bytes in low..high; a byte >= 0x80 never is. */
static inline uint64_t cahier_bytes_within(uint64_t x, unsigned char low, unsigned char high)
{
    uint64_t y = x & ~CAHIER_HIGH_BITS;
    uint64_t at_least = y + cahier_each((unsigned char)(0x80 - low));
    uint64_t above = y + cahier_each((unsigned char)(0x7F - high));
    return at_least & ~above & ~x & CAHIER_HIGH_BITS;
}

/* Continuation bytes of UTF-8: 0x80..0xBF. */
static inline uint64_t cahier_bytes_continuing(uint64_t x)
{
    return x & ~(x << 1) & CAHIER_HIGH_BITS;
}

/* How many bytes come before the first one set in a mask; 8 when none is. */
static inline uint32_t cahier_bytes_before(uint64_t mask)
{
    /* the lowest set bit, 0x80 of byte n, spread: n = number of whole bytes below it */
    uint64_t below = (mask & (~mask + 1)) - 1;
    return mask == 0 ? 8 : (uint32_t)((below & UINT64_C(0x0101010101010101)) * UINT64_C(0x0101010101010101) >> 56) - 1;
}

/* How many bits are one. */
static inline uint32_t cahier_bits_of(uint64_t x)
{
    uint32_t count = 0;
    for (; x != 0; x &= x - 1) {
        count++;
    }
    return count;
}

#endif
