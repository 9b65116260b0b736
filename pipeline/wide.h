/* SPDX-License-Identifier: Apache-2.0 */
/* wide.h -- loops over vectors, compiled twice: once for the processor that every machine has, once for AVX2.
 *
 * Value   CAHIER_WIDE before a function makes both; the program takes the one that fits when it starts. The same operations in
 *         the same order on more numbers at once, and AVX2 alone brings no fused multiplication: same bytes.
 *         Nothing where compiler, C library or sanitizer cannot choose at start, nor in a build without optimisation; nor with
 *         clang, whose version 14 gives the chosen function a name that other files do not find.
 * Why     a tenth of the whole analysis of 386,000 answers (docs/capacity.md); -march=native would tie a package to its machine
 */
#ifndef CAHIER_WIDE_H
#define CAHIER_WIDE_H

#include <stdint.h> /* __GLIBC__ */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CAHIER_WIDE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define CAHIER_WIDE_SANITIZED 1
#endif
#endif

#if defined(__x86_64__) && defined(__GLIBC__) && defined(__OPTIMIZE__) && !defined(CAHIER_WIDE_SANITIZED) &&           \
        !defined(__clang__) && defined(__has_attribute)
#if __has_attribute(target_clones)
#define CAHIER_WIDE __attribute__((target_clones("avx2", "default")))
#endif
#endif

#ifndef CAHIER_WIDE
#define CAHIER_WIDE
#endif

#endif
