/* SPDX-License-Identifier: Apache-2.0 */
/* out.h -- where a file's bytes go: a large buffer, written when it is full; the three ways to escape a text.
 *
 * Value   A cahier_out latches its first failure: writers go on, the last call tells. A memory cahier_out only grows.
 *         Numbers are printed from integers: no locale, no floating point.
 * Errors  cahier_out_close is false when a write failed or `stop` was raised; out->error is the errno, 0 when stopped
 * Memory  freed by close; a failed malloc aborts with a message
 * Cost    json and html copy runs of ordinary bytes: 1 to 2 GB/s a core on French text; a literal costs its copy
 */
#ifndef CAHIER_REPORT_OUT_H
#define CAHIER_REPORT_OUT_H

#include <signal.h>
#include <string.h>

#include "cahier.h"

typedef struct cahier_out {
    char *at;
    size_t len, capacity;
    int fd; /* -1: memory */
    bool failed;
    int error;
    const volatile sig_atomic_t *stop; /* may be NULL */
} cahier_out;

/* malloc and realloc that abort with a message instead of failing. */
void *cahier_report_alloc(void *old, size_t count, size_t size);

void cahier_out_open_memory(cahier_out *out);
/* Creates `name` in the folder open as `folder`. */
bool cahier_out_open_file(cahier_out *out, int folder, const char *name, const volatile sig_atomic_t *stop);
/* Goes to a descriptor that is open already, and stays so: standard output. */
bool cahier_out_open_stream(cahier_out *out, int fd, const volatile sig_atomic_t *stop);
bool cahier_out_close(cahier_out *out);
/* What a memory cahier_out holds, until it is written to again or closed. */
cahier_text cahier_out_text(const cahier_out *out);

/* Bytes that the buffer has no room for. */
void cahier_put_beyond(cahier_out *out, const char *at, size_t len);

/* Here, because most of what is written is a literal whose length the compiler knows. */
static inline void cahier_put_bytes(cahier_out *out, const char *at, size_t len)
{
    if (out->capacity - out->len < len) {
        cahier_put_beyond(out, at, len);
    } else if (len > 0) {
        memcpy(out->at + out->len, at, len);
        out->len += len;
    }
}

static inline void cahier_put(cahier_out *out, const char *string)
{
    cahier_put_bytes(out, string, strlen(string));
}

void cahier_put_text(cahier_out *out, cahier_text text);
void cahier_put_uint(cahier_out *out, uint64_t n);
/* "2025-03-14", of 20250314. */
void cahier_put_iso_date(cahier_out *out, int32_t date);
/* Thousandths with the separator given: -420 -> "-0.42", 1000 -> "1". */
void cahier_put_milli(cahier_out *out, int64_t milli, char point);

/* "text", quoted, as RFC 8259. */
void cahier_put_json(cahier_out *out, cahier_text text);

/* ,"name": between two members of an object; the name needs no escape. */
static inline void cahier_put_key(cahier_out *out, const char *name)
{
    cahier_put(out, ",\"");
    cahier_put(out, name);
    cahier_put(out, "\":");
}

/* ,"name":"text" */
static inline void cahier_put_member(cahier_out *out, const char *name, cahier_text text)
{
    cahier_put_key(out, name);
    cahier_put_json(out, text);
}

/* ,"name":"text", or null when it is empty. */
static inline void cahier_put_member_or_null(cahier_out *out, const char *name, cahier_text text)
{
    cahier_put_key(out, name);
    if (text.len > 0) {
        cahier_put_json(out, text);
    } else {
        cahier_put(out, "null");
    }
}

/* Text for an element or a double-quoted attribute: & < > " ' escaped, control characters left out. */
void cahier_put_html(cahier_out *out, cahier_text text);
/* One CSV cell: RFC 4180 quotes where needed; a text that a spreadsheet could take for a formula gets an apostrophe. */
void cahier_put_cell(cahier_out *out, cahier_text text);

/* True when, after spaces, quotes and invisible characters, the text starts with = + - @ or their full-width forms,
 * or when it starts with a tab or a line end: « =HYPERLINK(…) », « - des bancs », « ＝1+1 ». */
bool cahier_starts_formula(cahier_text text);

/* Longest prefix of at most `max` bytes that ends between two characters, between two words if it can. */
cahier_text cahier_shorten(cahier_text text, uint32_t max);

static inline cahier_text cahier_string(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

#endif
