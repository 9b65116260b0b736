/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE /* reallocarray, openat, O_NOFOLLOW */
#include "out.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FILE_BUFFER (1u << 20) /* one write a mebibyte: the cost of the calls disappears */

void *cahier_report_alloc(void *old, size_t count, size_t size)
{
    void *at = reallocarray(old, count > 0 ? count : 1, size);
    if (at == NULL) {
        fputs("cahier : mémoire épuisée pendant l'écriture du rapport\n", stderr);
        abort();
    }
    return at;
}

void cahier_out_open_memory(cahier_out *out)
{
    *out = (cahier_out){.fd = -1, .capacity = 4096, .at = cahier_report_alloc(NULL, 4096, 1)};
}

bool cahier_out_open_file(cahier_out *out, int folder, const char *name, const volatile sig_atomic_t *stop)
{
    *out = (cahier_out){
            .fd = openat(folder, name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666), .stop = stop};
    if (out->fd < 0) {
        out->failed = true;
        out->error = errno;
        return false;
    }
    out->at = cahier_report_alloc(NULL, FILE_BUFFER, 1);
    out->capacity = FILE_BUFFER;
    return true;
}

bool cahier_out_open_stream(cahier_out *out, int fd, const volatile sig_atomic_t *stop)
{
    int own = dup(fd);
    *out = (cahier_out){.fd = own, .stop = stop, .failed = own < 0, .error = own < 0 ? errno : 0};
    if (own < 0) {
        return false;
    }
    out->at = cahier_report_alloc(NULL, FILE_BUFFER, 1);
    out->capacity = FILE_BUFFER;
    return true;
}

static void fail(cahier_out *out, int error)
{
    out->failed = true;
    out->error = error;
    out->len = 0;
}

static void write_all(cahier_out *out, const char *at, size_t len)
{
    while (len > 0 && !out->failed) {
        if (out->stop != NULL && *out->stop != 0) {
            fail(out, 0);
            return;
        }
        ssize_t n = write(out->fd, at, len);
        if (n < 0 && errno != EINTR) {
            fail(out, errno);
        } else if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
    }
}

static void flush(cahier_out *out)
{
    write_all(out, out->at, out->len);
    out->len = 0;
}

bool cahier_out_close(cahier_out *out)
{
    if (out->fd >= 0) {
        flush(out);
        if (close(out->fd) != 0 && !out->failed) {
            fail(out, errno);
        }
    }
    free(out->at);
    out->at = NULL;
    out->fd = -1;
    return !out->failed;
}

cahier_text cahier_out_text(const cahier_out *out)
{
    assert(out->fd < 0 && out->len <= UINT32_MAX);
    return (cahier_text){out->at, (uint32_t)out->len};
}

static void make_room(cahier_out *out, size_t len)
{
    if (out->fd >= 0) {
        flush(out);
        return;
    }
    while (out->capacity - out->len < len) {
        out->capacity *= 2;
    }
    out->at = cahier_report_alloc(out->at, out->capacity, 1);
}

void cahier_put_beyond(cahier_out *out, const char *at, size_t len)
{
    if (out->failed) {
        return;
    }
    make_room(out, len);
    if (out->capacity < len) {
        write_all(out, at, len);
        return;
    }
    memcpy(out->at + out->len, at, len);
    out->len += len;
}

void cahier_put_text(cahier_out *out, cahier_text text)
{
    cahier_put_bytes(out, text.at, text.len);
}

/* Writes the digits of n in front of `end`; returns where they begin. */
static char *put_digits(char *end, uint64_t n)
{
    do {
        *--end = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    return end;
}

void cahier_put_uint(cahier_out *out, uint64_t n)
{
    char digits[20], *end = digits + sizeof digits, *at = put_digits(end, n);
    cahier_put_bytes(out, at, (size_t)(end - at));
}

void cahier_put_iso_date(cahier_out *out, int32_t date)
{
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    char text[10] = {(char)('0' + year / 1000 % 10), (char)('0' + year / 100 % 10), (char)('0' + year / 10 % 10),
            (char)('0' + year % 10), '-', (char)('0' + month / 10), (char)('0' + month % 10), '-',
            (char)('0' + day / 10), (char)('0' + day % 10)};
    cahier_put_bytes(out, text, sizeof text);
}

void cahier_put_milli(cahier_out *out, int64_t milli, char point)
{
    char text[26], *end = text + sizeof text, *at = end;
    uint64_t n = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    uint32_t rest = (uint32_t)(n % 1000);
    if (rest != 0) {
        at -= 3;
        at[0] = (char)('0' + rest / 100);
        at[1] = (char)('0' + rest / 10 % 10);
        at[2] = (char)('0' + rest % 10);
        end -= rest % 100 == 0 ? 2 : rest % 10 == 0 ? 1 : 0; /* no zeros at the end */
        *--at = point;
    }
    at = put_digits(at, n / 1000);
    if (milli < 0) {
        *--at = '-';
    }
    cahier_put_bytes(out, at, (size_t)(end - at));
}
