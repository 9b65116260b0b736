/* SPDX-License-Identifier: Apache-2.0 */
#include "csv.h"

#include <assert.h>
#include <string.h>

typedef struct splitter {
    char *at, *end;  /* what is left to read */
    char delimiter;  /* 0: none */
    char line_break; /* '\n', or '\r' in files that have no '\n' */
    uint32_t line;   /* of `at` */
    uint32_t unclosed;
    size_t wasted; /* bytes read in vain after quotes that never close */
    size_t wasted_max;
    bool rewrite; /* doubled quotes are undoubled in place */
} splitter;

typedef struct field {
    char *at;
    size_t len;
    bool last; /* of its record */
} field;

static splitter open_splitter(char *at, size_t len, char delimiter, uint32_t line, bool rewrite)
{
    size_t seen = len < (1u << 20) ? len : 1u << 20;
    char line_break = memchr(at, '\n', seen) != NULL || memchr(at, '\r', seen) == NULL ? '\n' : '\r';
    return (splitter){.at = at,
            .end = at + len,
            .delimiter = delimiter,
            .line_break = line_break,
            .line = line,
            .wasted_max = len + (1u << 16),
            .rewrite = rewrite};
}

/* Past the field's end: over its delimiter or line break. */
static bool step_over(splitter *s, char *end)
{
    s->at = end;
    if (end == s->end) {
        return true;
    }
    s->at++;
    if (*end != s->line_break) {
        return false;
    }
    s->line++;
    return true;
}

static void cut_bare(splitter *s, char *start, field *out)
{
    char *p = start;
    char delimiter = s->delimiter == 0 ? s->line_break : s->delimiter;
    while (p < s->end && *p != delimiter && *p != s->line_break) {
        p++;
    }
    size_t len = (size_t)(p - start);
    bool at_break = p == s->end || *p == s->line_break;
    if (at_break && len > 0 && start[len - 1] == '\r') {
        len--;
    }
    *out = (field){start, len, step_over(s, p)};
}

/* After a quote: blanks, then a delimiter, a break or the end close the field. NULL when it does not close there. */
static char *closes(const splitter *s, char *p)
{
    while (p < s->end && (*p == ' ' || *p == '\r' || (*p == '\t' && s->delimiter != '\t'))) {
        if (*p == s->line_break) {
            return p;
        }
        p++;
    }
    bool closed = p == s->end || *p == s->line_break || (*p == s->delimiter && s->delimiter != 0);
    return closed ? p : NULL;
}

/* A quote that follows a delimiter or a break opens a field: inside a quoted one, the latter was never closed. */
static bool opens(const splitter *s, const char *start, const char *quote)
{
    return quote > start && (quote[-1] == s->line_break || (s->delimiter != 0 && quote[-1] == s->delimiter));
}

static uint32_t breaks_between(const char *from, const char *to, char line_break)
{
    uint32_t count = 0;
    while (from < to && (from = memchr(from, line_break, (size_t)(to - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

typedef struct quoted {
    char *close;    /* the closing quote; NULL when there is none */
    char *after;    /* the delimiter, break or end behind it; without a close, how far the search went */
    uint32_t lines; /* breaks inside */
    bool doubled;
} quoted;

/* Finds the end of the quoted field whose text starts at `start`. */
static quoted find_close(const splitter *s, char *start)
{
    quoted q = {0};
    char *limit = (size_t)(s->end - start) > CAHIER_QUOTED_BYTES ? start + CAHIER_QUOTED_BYTES : s->end;
    char *from = start;
    while (from < limit) {
        char *quote = memchr(from, '"', (size_t)(limit - from));
        if (quote == NULL) {
            from = limit;
            break;
        }
        q.lines += breaks_between(from, quote, s->line_break);
        if (q.lines > CAHIER_QUOTED_LINES) {
            break;
        }
        if (quote + 1 < s->end && quote[1] == '"') {
            q.doubled = true;
            from = quote + 2;
            continue;
        }
        q.after = closes(s, quote + 1);
        if (q.after != NULL) {
            q.close = quote;
            return q;
        }
        if (q.lines > 0 && opens(s, start, quote)) {
            from = quote;
            break;
        }
        from = quote + 1;
    }
    return (quoted){.after = from < s->end ? from : s->end};
}

/* « "" » becomes « " »; the bytes are ours. */
static size_t undouble(char *at, size_t len)
{
    size_t used = 0;
    for (size_t i = 0; i < len; i++) {
        at[used++] = at[i];
        if (at[i] == '"' && i + 1 < len && at[i + 1] == '"') {
            i++;
        }
    }
    return used;
}

static void cut_quoted(splitter *s, char *start, char *quote, field *out)
{
    quoted q = s->wasted < s->wasted_max ? find_close(s, quote + 1) : (quoted){.after = quote};
    if (q.close == NULL) {
        s->wasted += (size_t)(q.after - quote);
        s->unclosed++;
        cut_bare(s, start, out);
        return;
    }
    size_t len = (size_t)(q.close - quote - 1);
    if (q.doubled && s->rewrite) {
        len = undouble(quote + 1, len);
    }
    s->line += q.lines;
    *out = (field){quote + 1, len, step_over(s, q.after)};
}

/* A quote opens a field when only blanks come before it. */
static void cut_cell(splitter *s, field *out)
{
    char *p = s->at;
    while (p < s->end && *p == ' ') {
        p++;
    }
    if (p < s->end && *p == '"') {
        cut_quoted(s, s->at, p, out);
    } else {
        cut_bare(s, s->at, out);
    }
}

/* --- delimiter -------------------------------------------------------------------------------------------------------- */

#define SAMPLE_BYTES (1u << 18)
#define SAMPLE_RECORDS 500u

typedef struct consistency {
    uint32_t fields; /* of the first record */
    uint32_t records, same;
} consistency;

static consistency try_delimiter(char *at, size_t len, bool cut, char delimiter)
{
    splitter s = open_splitter(at, len, delimiter, 1, false);
    consistency found = {0};
    uint32_t fields = 0;
    bool filled = false;
    while (s.at < s.end && found.records < SAMPLE_RECORDS) {
        field f;
        cut_cell(&s, &f);
        filled = filled || f.len > 0;
        fields++;
        if (!f.last) {
            continue;
        }
        bool unfinished = s.at == s.end && cut;
        if ((filled || fields > 1) && !unfinished) {
            found.fields = found.records == 0 ? fields : found.fields;
            found.same += fields == found.fields;
            found.records++;
        }
        fields = 0;
        filled = false;
    }
    return found;
}

char cahier_csv_delimiter(const char *at, size_t len, uint32_t *fields, uint32_t *share_percent)
{
    static const char candidates[] = {';', ',', '\t', '|'};
    size_t seen = len < SAMPLE_BYTES ? len : SAMPLE_BYTES;
    char best = 0;
    uint64_t best_score = 0;
    *fields = 1;
    *share_percent = 100;
    for (size_t i = 0; i < sizeof candidates; i++) {
        consistency c = try_delimiter((char *)(uintptr_t)at, seen, seen < len, candidates[i]);
        if (c.fields < 2 || c.records == 0) {
            continue;
        }
        uint32_t share = (uint32_t)((uint64_t)c.same * 100 / c.records);
        /* agreement first; among equals the one that cuts more */
        uint64_t score = (uint64_t)share * 64 + (c.fields < 63 ? c.fields : 63);
        if (score > best_score) {
            best_score = score;
            best = candidates[i];
            *fields = c.fields;
            *share_percent = share;
        }
    }
    return best;
}

char cahier_csv_declared(const char *at, size_t len, size_t *used)
{
    bool quoted_line = len > 0 && at[0] == '"';
    size_t i = quoted_line ? 1 : 0;
    if (len < i + 5 || memcmp(at + i, "sep=", 4) != 0) {
        return 0;
    }
    char delimiter = at[i + 4];
    i += quoted_line ? 6 : 5;
    if (i < len && at[i] == '\r') {
        i++;
    }
    if (i < len && at[i] == '\n') {
        i++;
    } else if (i < len && at[i - 1] != '\r') {
        return 0;
    }
    *used = i;
    return delimiter;
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

static uint64_t count_records(const splitter *s)
{
    uint64_t count = 1;
    const char *p = s->at;
    while (p < s->end && (p = memchr(p, s->line_break, (size_t)(s->end - p))) != NULL) {
        count++;
        p++;
    }
    return count;
}

static cahier_status read_record(splitter *s, cahier_table *table)
{
    uint32_t line = s->line, unclosed = s->unclosed, width = 0;
    field f;
    char *overflow = NULL;
    do {
        cut_cell(s, &f);
        width++;
        if (width < CAHIER_COLUMNS_MAX) {
            CAHIER_TRY(cahier_table_add_cell(table, f.at, f.len));
        } else if (width == CAHIER_COLUMNS_MAX) {
            overflow = f.at;
        }
    } while (!f.last);
    if (overflow != NULL) {
        CAHIER_TRY(cahier_table_add_cell(table, overflow, (size_t)(f.at + f.len - overflow)));
    }
    if (width > CAHIER_COLUMNS_MAX && table->row_count == 0) {
        return CAHIER_ERROR_LIMIT;
    }
    return cahier_table_end_row(table, line, s->unclosed > unclosed ? CAHIER_ROW_RECOVERED : 0);
}

cahier_status cahier_csv_read(cahier_reading *reading, cahier_source *source, char delimiter, uint32_t first_line,
        uint32_t *unclosed, cahier_table *out)
{
    splitter s = open_splitter(source->at, source->len, delimiter, first_line, true);
    cahier_table table;
    CAHIER_TRY(cahier_table_open(reading, count_records(&s), &table));
    while (s.at < s.end) {
        cahier_status status = read_record(&s, &table);
        if (status == CAHIER_ERROR_LIMIT) {
            return cahier_refuse(reading, status, CAHIER_REFUSED_COLUMNS, source->name.at, "4096");
        }
        CAHIER_TRY(status);
    }
    *unclosed = s.unclosed;
    *out = table;
    return CAHIER_OK;
}
