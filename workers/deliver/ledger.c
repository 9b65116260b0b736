/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* memmem, pread */
#include "ledger.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "event.h"

/* The end of the file, in memory that the caller frees; NULL: it cannot be read. */
static char *read_tail(int file, size_t *len)
{
    struct stat facts;
    if (fstat(file, &facts) != 0) {
        return NULL;
    }
    size_t want = facts.st_size < (off_t)CAHIER_LEDGER_TAIL ? (size_t)facts.st_size : CAHIER_LEDGER_TAIL;
    char *tail = cahier_report_alloc(NULL, want + 1, 1);
    ssize_t got = pread(file, tail, want, facts.st_size - (off_t)want);
    if (got < 0 || (size_t)got != want) {
        free(tail);
        return NULL;
    }
    *len = want;
    return tail;
}

/* {"id":"X", at the start of a whole line. */
static bool is_written(const char *tail, size_t len, const char *id)
{
    char mark[CAHIER_EVENT_ID_MOST + 16];
    size_t mark_len = (size_t)snprintf(mark, sizeof mark, "{\"id\":\"%s\",", id);
    for (const char *at = tail; (at = memmem(at, len - (size_t)(at - tail), mark, mark_len)) != NULL; at++) {
        if ((at == tail || at[-1] == '\n') && memchr(at, '\n', len - (size_t)(at - tail)) != NULL) {
            return true;
        }
    }
    return false;
}

static bool write_all(int file, const char *at, size_t len)
{
    while (len > 0) {
        ssize_t wrote = write(file, at, len);
        if (wrote < 0) {
            return false;
        }
        at += wrote;
        len -= (size_t)wrote;
    }
    return true;
}

bool cahier_ledger_append(const char *path, const char *id, cahier_text line)
{
    size_t len;
    int file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    char *tail = file >= 0 ? read_tail(file, &len) : NULL;
    bool written = tail != NULL;
    if (written && !is_written(tail, len, id)) {
        cahier_out whole;
        cahier_out_open_memory(&whole);
        cahier_put(&whole, len > 0 && tail[len - 1] != '\n' ? "\n" : "");
        cahier_put_text(&whole, line);
        cahier_put(&whole, "\n");
        written = write_all(file, whole.at, whole.len) && fdatasync(file) == 0;
        (void)cahier_out_close(&whole);
    }
    free(tail);
    if (file >= 0) {
        (void)close(file);
    }
    return written;
}
