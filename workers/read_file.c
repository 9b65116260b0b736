/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* fstat, fileno */
#include "read_file.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

cahier_status cahier_read_file(cahier_arena *arena, const char *path, size_t most, cahier_text *out)
{
    struct stat facts;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return CAHIER_ERROR_EMPTY;
    }
    int refused = fstat(fileno(file), &facts) != 0 ? errno
                  : S_ISREG(facts.st_mode)         ? 0
                  : S_ISDIR(facts.st_mode)         ? EISDIR
                                                   : ENODEV;
    if (refused != 0) {
        fclose(file);
        errno = refused;
        return CAHIER_ERROR_EMPTY;
    }
    size_t size = (size_t)facts.st_size;
    char *at = size <= most ? CAHIER_NEW(arena, char, size + 1) : NULL;
    size_t len = at != NULL ? fread(at, 1, size, file) : 0;
    fclose(file);
    if (at == NULL) {
        errno = size <= most ? ENOMEM : EFBIG;
        return size <= most ? CAHIER_ERROR_NOMEM : CAHIER_ERROR_LIMIT;
    }
    *out = (cahier_text){at, (uint32_t)len};
    return CAHIER_OK;
}
