/* SPDX-License-Identifier: Apache-2.0 */
/* read_file.h -- a whole file in the arena: lexicons, labels given by people.
 *
 * Out     bytes, followed by a NUL that is not counted
 * Errors  NOMEM; LIMIT above `most` bytes; EMPTY when it cannot be read; with errno
 * Memory  in `arena`
 */
#ifndef CAHIER_READ_FILE_H
#define CAHIER_READ_FILE_H

#include "cahier.h"

#define CAHIER_FILE_MOST (UINT32_MAX - 1u) /* what a cahier_text can hold, with its NUL */

cahier_status cahier_read_file(cahier_arena *arena, const char *path, size_t most, cahier_text *out);

#endif
