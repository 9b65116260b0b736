/* SPDX-License-Identifier: Apache-2.0 */
#include "columns.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "clean.h"
#include "date.h"
#include "position.h"
#include "text.h"

#define SEEN_SLOTS 8192u /* distinct values counted in a column: beyond that it is distinct enough */
#define NAME_FOLDED 512u /* bytes of a name that are looked at */
#define PROSE_BYTES 25u  /* mean length from which cells are running text: « plus de bancs au parc Foch » has 26 */

/* --- names ------------------------------------------------------------------------------------------------------------ */

static bool is_small(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "authorId" is two words, "createdAt" too. */
static uint32_t cut_camel(cahier_text name, char out[2 * NAME_FOLDED + 1])
{
    uint32_t used = 0, len = name.len < NAME_FOLDED ? name.len : NAME_FOLDED;
    for (uint32_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        if (i > 0 && c >= 'A' && c <= 'Z' && is_small((unsigned char)name.at[i - 1])) {
            out[used++] = ' ';
        }
        out[used++] = (char)(c == 0 ? ' ' : c);
    }
    out[used] = '\0';
    return used;
}

cahier_status cahier_columns_fold(cahier_arena *arena, cahier_text name, const char **folded)
{
    char cut[2 * NAME_FOLDED + 1];
    uint32_t len = cut_camel(name, cut);
    utf8proc_uint8_t *mapped = NULL;
    utf8proc_ssize_t mapped_len = utf8proc_map((const utf8proc_uint8_t *)cut, (utf8proc_ssize_t)len, &mapped,
            UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_LUMP);
    const char *from = mapped_len < 0 ? cut : (const char *)mapped;
    size_t from_len = mapped_len < 0 ? len : (size_t)mapped_len;
    char *out = CAHIER_NEW(arena, char, from_len + 1);
    if (out == NULL) {
        free(mapped);
        return CAHIER_ERROR_NOMEM;
    }
    size_t used = 0;
    for (size_t i = 0; i < from_len; i++) {
        unsigned char c = (unsigned char)from[i];
        bool sign = c == 0xC2 && i + 1 < from_len; /* ° « » and other signs of Latin-1: no letter is among them */
        i += sign;
        if (is_small(c) || (c >= 0x80 && !sign)) {
            out[used++] = (char)c;
        } else if (used > 0 && out[used - 1] != ' ') {
            out[used++] = ' ';
        }
    }
    used -= used > 0 && out[used - 1] == ' ';
    out[used] = '\0';
    free(mapped);
    *folded = out;
    return CAHIER_OK;
}

/* "title/fr", "body_en": the language that ends the name, or NULL. */
static const char *locale_of(cahier_text name)
{
    static const char *const codes[] = {
            "fr", "en", "es", "de", "it", "nl", "pt", "ca", "eu", "oc", "br", "co", "ar", "ro"};
    if (name.len < 4 || (name.at[name.len - 3] != '/' && name.at[name.len - 3] != '_')) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (memcmp(name.at + name.len - 2, codes[i], 2) == 0) {
            return codes[i];
        }
    }
    return NULL;
}

/* « Q12 - … », « 3. … », « QUXVlc3Rpb246MTYw - … » (base64 of "Question:160"), « … ? », or a whole sentence. */
static bool is_question(cahier_text name, const char *folded)
{
    if (name.len > 0 && memchr(name.at, '?', name.len) != NULL) {
        return true;
    }
    uint32_t i = 0;
    i += name.len > 0 && (name.at[0] == 'Q' || name.at[0] == 'q');
    uint32_t digits = i;
    while (digits < name.len && name.at[digits] >= '0' && name.at[digits] <= '9') {
        digits++;
    }
    bool numbered =
            digits > i && digits < name.len && memchr(".)-: ", name.at[digits], 5) != NULL && name.len > digits + 8;
    uint32_t spaces = 0;
    for (const char *p = folded; *p != '\0'; p++) {
        spaces += *p == ' ';
    }
    return numbered || strncmp(folded, "quxvlc", 6) == 0 || (spaces >= 4 && name.len >= 25);
}

static cahier_status profile_name(cahier_reading *reading, cahier_text name, cahier_profile *out)
{
    CAHIER_TRY(cahier_columns_fold(reading->scratch, name, &out->folded));
    out->base = out->folded;
    const char *locale = locale_of(name);
    if (locale != NULL) {
        out->localised = true;
        out->locale = strcmp(locale, "fr") != 0;
        name.len -= 3;
        CAHIER_TRY(cahier_columns_fold(reading->scratch, name, &out->base));
    }
    out->question = is_question(name, out->base);
    out->rule = cahier_platform_rule(out->folded);
    if (out->rule == NULL) {
        out->rule = cahier_platform_rule(out->base);
    }
    return CAHIER_OK;
}

/* --- contents --------------------------------------------------------------------------------------------------------- */

typedef struct seen {
    uint64_t *slot; /* SEEN_SLOTS hashes, 0 when free */
    uint32_t count;
} seen;

static void see(seen *s, cahier_text value)
{
    uint64_t hash = cahier_text_hash(value) | 1;
    for (uint32_t i = (uint32_t)hash % SEEN_SLOTS, tried = 0; tried < 32; i = (i + 1) % SEEN_SLOTS, tried++) {
        if (s->slot[i] == hash) {
            return;
        }
        if (s->slot[i] == 0) {
            s->slot[i] = hash;
            s->count++;
            return;
        }
    }
    s->count++;
}

/* « À pied|En bus », « À pied, En bus », « À pied;En bus »: the choices of a closed question, joined by its exporter. */
static void see_pieces(seen *s, cahier_text cell)
{
    uint32_t start = 0;
    for (uint32_t i = 0; i <= cell.len; i++) {
        bool at_end = i == cell.len;
        bool comma = !at_end && cell.at[i] == ',' && i + 1 < cell.len && cell.at[i + 1] == ' ';
        if (at_end || comma || cell.at[i] == '|' || cell.at[i] == ';') {
            see(s, cahier_trim((cahier_text){cell.at + start, i - start}));
            start = i + 1;
        }
    }
}

static bool is_numeric_cell(cahier_text cell)
{
    uint32_t digits = 0;
    for (uint32_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        digits += c >= '0' && c <= '9';
        bool sign = i == 0 && (c == '-' || c == '+');
        if ((c < '0' || c > '9') && !sign && strchr("., %", c) == NULL) {
            return false;
        }
    }
    return digits > 0;
}

static bool is_email(cahier_text cell)
{
    const char *at = memchr(cell.at, '@', cell.len);
    return at != NULL && at > cell.at && memchr(cell.at, ' ', cell.len) == NULL &&
           memchr(at, '.', (size_t)(cell.at + cell.len - at)) != NULL;
}

static bool is_url(cahier_text cell)
{
    return cell.len > 8 && (memcmp(cell.at, "http://", 7) == 0 || memcmp(cell.at, "https://", 8) == 0) &&
           memchr(cell.at, ' ', cell.len) == NULL;
}

static bool is_yes_no(cahier_text cell)
{
    static const char *const words[] = {
            "oui", "non", "Oui", "Non", "OUI", "NON", "true", "false", "True", "False", "0", "1"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (cell.len == strlen(words[i]) && memcmp(cell.at, words[i], cell.len) == 0) {
            return true;
        }
    }
    return false;
}

static void tally_cell(cahier_profile *p, cahier_text cell)
{
    p->filled++;
    p->bytes += cell.len;
    p->numbers += is_numeric_cell(cell);
    p->dates += cahier_date_is_full(cell);
    p->emails += is_email(cell);
    p->urls += is_url(cell);
    p->yes_no += is_yes_no(cell);
    bool side = cahier_position_read(cell) != CAHIER_POSITION_NONE;
    p->positions += side;
    p->sides += side && !is_numeric_cell(cell);
    uint32_t len = cell.len < 4096 ? cell.len : 4096;
    bool inside = false;
    for (uint32_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        bool letter = (c | 32) >= 'a' ? (c | 32) <= 'z' || c >= 0x80 : false;
        p->letters += letter;
        p->words += letter && !inside;
        inside = letter || c == '\'';
    }
    p->letters += (uint64_t)(cell.len - len);
}

static void profile_cells(const cahier_table *table, uint32_t column, uint64_t *slots, cahier_profile *p)
{
    seen whole = {.slot = slots}, pieces = {.slot = slots + SEEN_SLOTS};
    memset(slots, 0, 2 * SEEN_SLOTS * sizeof *slots);
    uint32_t sampled = table->row_count < CAHIER_SAMPLE_ROWS ? table->row_count : CAHIER_SAMPLE_ROWS;
    for (uint32_t i = 0; i < sampled; i++) {
        uint32_t r = (uint32_t)((uint64_t)i * table->row_count / sampled);
        cahier_text cell = cahier_trim(cahier_table_at(table, r, column));
        if (cell.len > 0) {
            tally_cell(p, cell);
            see(&whole, cell);
            see_pieces(&pieces, cell);
        }
    }
    p->distinct = whole.count;
    p->pieces = pieces.count;
}

cahier_status cahier_columns_profile(cahier_reading *reading, const cahier_table *table, cahier_profile **out)
{
    cahier_profile *profile = CAHIER_NEW(reading->scratch, cahier_profile, table->column_count);
    uint64_t *slots = CAHIER_NEW(reading->scratch, uint64_t, 2 * SEEN_SLOTS);
    if (profile == NULL || slots == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < table->column_count; j++) {
        CAHIER_TRY(profile_name(reading, table->column[j], &profile[j]));
        profile_cells(table, j, slots, &profile[j]);
    }
    *out = profile;
    return CAHIER_OK;
}

bool cahier_profile_is_closed(const cahier_profile *p)
{
    return p->filled > 0 && (p->pieces * 10 < p->filled || (p->pieces <= 12 && p->filled >= 3 * p->pieces));
}

bool cahier_profile_is_prose(const cahier_profile *p)
{
    if (p->filled == 0 || cahier_profile_is_closed(p)) {
        return false;
    }
    return p->bytes >= (uint64_t)p->filled * PROSE_BYTES && p->words >= (uint64_t)p->filled * 4 &&
           p->letters * 10 >= p->bytes * 6 && p->dates * 2 < p->filled && p->urls * 2 < p->filled &&
           p->emails * 2 < p->filled;
}

/* --- header ----------------------------------------------------------------------------------------------------------- */

/* For the header: a known name; a word above numbers, dates or running text. Against: a number, a date, an e-mail. */
static cahier_status weigh_first_cell(
        cahier_reading *reading, const cahier_profile *below, cahier_text cell, int *balance)
{
    if (cell.len == 0) {
        return CAHIER_OK;
    }
    if (is_numeric_cell(cell) || cahier_date_is_full(cell) || is_email(cell) || is_url(cell)) {
        *balance -= 3;
        return CAHIER_OK;
    }
    cahier_profile name = {0};
    CAHIER_TRY(profile_name(reading, cell, &name));
    bool exact = name.rule != NULL && strchr(name.rule->pattern, '*') == NULL;
    bool question = name.question && memchr(cell.at, '?', cell.len) != NULL;
    *balance += exact ? 3 : name.rule != NULL || question ? 1 : 0;
    if (below->filled > 0) {
        bool typed = (below->numbers + below->dates + below->urls + below->emails) * 5 >= below->filled * 4;
        bool shorter = (uint64_t)cell.len * 3 * below->filled < below->bytes && cell.len <= 80;
        *balance += typed ? 2 : shorter ? 1 : 0;
    }
    /* an answer is longer than a name, and repeats nothing of the table of names */
    *balance -= cell.len > 80 && name.rule == NULL && !name.question ? 2 : 0;
    return CAHIER_OK;
}

cahier_status cahier_columns_header(cahier_reading *reading, const cahier_table *table, bool *header)
{
    cahier_table rest = *table;
    cahier_table_drop_first(&rest, 1);
    uint32_t width = cahier_table_width(table, 0);
    int balance = 0;
    size_t mark = cahier_arena_mark(reading->scratch);
    uint64_t *slots = CAHIER_NEW(reading->scratch, uint64_t, 2 * SEEN_SLOTS);
    if (slots == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < width; j++) {
        cahier_profile below = {0};
        profile_cells(&rest, j, slots, &below);
        CAHIER_TRY(weigh_first_cell(reading, &below, cahier_trim(cahier_table_at(table, 0, j)), &balance));
    }
    cahier_arena_reset(reading->scratch, mark);
    /* one word above sentences may be the first contribution, « Bonjour »: a single column needs a known name */
    *header = balance > (width == 1 ? 2 : 0);
    return CAHIER_OK;
}

static uint32_t count_filled(const cahier_table *table, uint32_t r)
{
    uint32_t filled = 0;
    for (uint32_t j = 0; j < cahier_table_width(table, r); j++) {
        filled += cahier_trim(cahier_table_at(table, r, j)).len > 0;
    }
    return filled;
}

cahier_status cahier_columns_skip_banner(cahier_reading *reading, cahier_table *table)
{
    uint32_t r = 0;
    while (r < table->row_count && r < CAHIER_BANNER_ROWS && count_filled(table, r) < 2) {
        r++;
    }
    if (r == 0 || r >= table->row_count || r == CAHIER_BANNER_ROWS || count_filled(table, r) < 2) {
        return CAHIER_OK;
    }
    cahier_table below = *table;
    bool header;
    cahier_table_drop_first(&below, r);
    CAHIER_TRY(cahier_columns_header(reading, &below, &header));
    if (header) {
        *table = below;
    }
    return CAHIER_OK;
}

static cahier_status numbered_name(cahier_reading *reading, uint32_t j, cahier_text *out)
{
    char *name = CAHIER_NEW(reading->batch, char, 24);
    if (name == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = (cahier_text){
            name, (uint32_t)snprintf(name, 24, "%s %u", reading->options->english ? "column" : "colonne", j + 1)};
    return CAHIER_OK;
}

cahier_status cahier_columns_name(cahier_reading *reading, cahier_table *table, bool header)
{
    uint32_t width = cahier_table_width(table, 0);
    for (uint32_t r = 1; !header && r < table->row_count && r < CAHIER_SAMPLE_ROWS; r++) {
        width = cahier_table_width(table, r) > width ? cahier_table_width(table, r) : width;
    }
    table->column = CAHIER_NEW(reading->batch, cahier_text, width);
    if (table->column == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < width; j++) {
        uint32_t notes = 0;
        cahier_text name = header ? cahier_trim(cahier_table_at(table, 0, j)) : (cahier_text){0};
        CAHIER_TRY(cahier_clean(reading, &name, &notes));
        if (name.len == 0) {
            CAHIER_TRY(numbered_name(reading, j, &name));
        }
        table->column[j] = name;
    }
    table->column_count = width;
    if (header) {
        cahier_table_drop_first(table, 1);
    }
    return CAHIER_OK;
}
