/* SPDX-License-Identifier: Apache-2.0 */
#include "taxonomy_file.h"

#include <string.h>

#include "lexicon.h"
#include "normalise.h"
#include "text.h"

#define SCRATCH_LEN ((size_t)1 << 20)
#define MARK_LEN 3u /* UTF-8 byte order mark */

static const char header[] =
        "# lexicon: taxonomy\n# version: -\n# licence: -\n# source: -\n# columns: theme\tseed\tweight\n";

typedef struct writer {
    cahier_arena *arena, scratch;
    char *at;
    size_t len;
} writer;

static bool next_line(cahier_text bytes, uint32_t *at, cahier_text *line)
{
    if (*at >= bytes.len) {
        return false;
    }
    const char *end = memchr(bytes.at + *at, '\n', bytes.len - *at);
    uint32_t stop = end == NULL ? bytes.len : (uint32_t)(end - bytes.at);
    *line = cahier_slice(bytes, *at, stop);
    line->len -= line->len > 0 && line->at[line->len - 1] == '\r';
    *at = stop + 1;
    return true;
}

static cahier_text without_mark(cahier_text bytes)
{
    return bytes.len >= MARK_LEN && memcmp(bytes.at, "\xEF\xBB\xBF", MARK_LEN) == 0
                   ? cahier_slice(bytes, MARK_LEN, bytes.len)
                   : bytes;
}

/* Has no line "# lexicon:", and its first line that is not a comment has a tab. */
static bool is_plain(cahier_text bytes)
{
    static const char named[] = "# lexicon:";
    cahier_text line;
    bytes = without_mark(bytes);
    for (uint32_t at = 0; next_line(bytes, &at, &line);) {
        if (line.len >= sizeof named - 1 && memcmp(line.at, named, sizeof named - 1) == 0) {
            return false;
        }
        if (line.len > 0 && line.at[0] != '#') {
            return memchr(line.at, '\t', line.len) != NULL;
        }
    }
    return false;
}

static cahier_text trim(cahier_text cell)
{
    while (cell.len > 0 && cell.at[0] == ' ') {
        cell = cahier_slice(cell, 1, cell.len);
    }
    while (cell.len > 0 && cell.at[cell.len - 1] == ' ') {
        cell.len--;
    }
    return cell;
}

static void put(writer *w, cahier_text text)
{
    memcpy(w->at + w->len, text.at, text.len);
    w->len += text.len;
}

/* Lower case, in normal form: « Piste Cyclable » is what the council typed. */
static cahier_status put_words(writer *w, cahier_text cell)
{
    size_t mark = cahier_arena_mark(&w->scratch);
    cahier_text normal;
    uint32_t notes = 0;
    char *folded = CAHIER_NEW(&w->scratch, char, CAHIER_FOLD_BOUND((size_t)cell.len) + 1);
    cahier_arena inner;
    if (folded == NULL || !cahier_arena_open(&inner, SCRATCH_LEN)) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_status status = cahier_normalise(&w->scratch, &inner, cell, &normal, &notes);
    cahier_arena_close(&inner);
    if (status == CAHIER_OK) {
        put(w, trim((cahier_text){folded, cahier_fold_lower(normal, folded)}));
    }
    cahier_arena_reset(&w->scratch, mark);
    return status;
}

/* « thème<TAB>mot », « thème<TAB>terme<TAB>poids »: headings, not words. */
static bool is_heading(cahier_text line)
{
    static const char *const first[] = {"theme\t", "thème\t", "Theme\t", "Thème\t", "THEME\t", "THÈME\t"};
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        size_t len = strlen(first[i]);
        if (line.len > len && memcmp(line.at, first[i], len) == 0) {
            return true;
        }
    }
    return false;
}

static cahier_status put_line(writer *w, cahier_text line, bool first)
{
    const char *tab = line.len > 0 && line.at[0] != '#' ? memchr(line.at, '\t', line.len) : NULL;
    if (tab == NULL) { /* a comment, an empty line, or what the parser will refuse */
        put(w, line);
        return CAHIER_OK;
    }
    if (first && is_heading(line)) {
        put(w, (cahier_text){"#", 1});
        return CAHIER_OK;
    }
    uint32_t at = (uint32_t)(tab - line.at);
    cahier_text words = cahier_slice(line, at + 1, line.len);
    const char *more = memchr(words.at, '\t', words.len);
    cahier_text weight =
            more == NULL ? (cahier_text){"1", 1} : cahier_slice(words, (uint32_t)(more - words.at) + 1, words.len);
    words.len = more == NULL ? words.len : (uint32_t)(more - words.at);
    put(w, trim(cahier_slice(line, 0, at)));
    put(w, (cahier_text){"\t", 1});
    CAHIER_TRY(put_words(w, trim(words)));
    put(w, (cahier_text){"\t", 1});
    put(w, trim(weight));
    return CAHIER_OK;
}

static cahier_status complete(writer *w, cahier_text bytes)
{
    cahier_text line;
    bool first = true;
    put(w, (cahier_text){header, sizeof header - 1});
    for (uint32_t at = 0; next_line(bytes, &at, &line);) {
        CAHIER_TRY(put_line(w, line, first));
        put(w, (cahier_text){"\n", 1});
        first = first && (line.len == 0 || line.at[0] == '#');
    }
    return CAHIER_OK;
}

cahier_status cahier_taxonomy_complete(cahier_arena *arena, cahier_text bytes, cahier_text *out, uint32_t *shift)
{
    *shift = 0;
    *out = bytes;
    bytes = without_mark(bytes);
    if (!is_plain(bytes) || cahier_utf8_valid(bytes) != bytes.len) {
        return CAHIER_OK;
    }
    writer w = {.arena = arena};
    uint32_t lines = 1;
    for (uint32_t i = 0; i < bytes.len; i++) {
        lines += bytes.at[i] == '\n';
    }
    size_t room = sizeof header + CAHIER_FOLD_BOUND((size_t)bytes.len) + 4 * (size_t)lines;
    w.at = CAHIER_NEW(arena, char, room);
    if (w.at == NULL || !cahier_arena_open(&w.scratch, (size_t)bytes.len * 8 + SCRATCH_LEN)) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_status status = complete(&w, bytes);
    cahier_arena_close(&w.scratch);
    CAHIER_TRY(status);
    for (size_t i = 0; i < sizeof header - 1; i++) {
        *shift += header[i] == '\n';
    }
    *out = (cahier_text){w.at, (uint32_t)w.len};
    return CAHIER_OK;
}
