/* SPDX-License-Identifier: Apache-2.0 */
/* filter.c -- which rows of a long list are shown: read from a query, applied, written as a query again. */
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "order.h"
#include "sheet.h"
#include "text.h"

/* --- which rows --- */

typedef struct looking { /* the words looked for, folded, and room to fold a text */
    cahier_text words;
    char *room;
    size_t size;
} looking;

static void fold_into(looking *search, cahier_text text, cahier_text *folded)
{
    size_t size = CAHIER_FOLD_BOUND((size_t)text.len);
    if (search->size < size) {
        search->room = cahier_report_alloc(search->room, size, 1);
        search->size = size;
    }
    *folded = (cahier_text){search->room, cahier_fold_bare(text, search->room)};
}

static void open_search(looking *search, cahier_text words)
{
    cahier_text folded;
    *search = (looking){.words = {NULL, 0}};
    fold_into(search, words, &folded);
    search->words = (cahier_text){search->room, folded.len};
    search->room = NULL;
    search->size = 0;
}

static void close_search(looking *search)
{
    free((char *)search->words.at);
    free(search->room);
}

static bool is_within(cahier_text text, cahier_text words)
{
    for (uint32_t i = 0; i + words.len <= text.len; i++) {
        const char *at = memchr(text.at + i, words.at[0], text.len - words.len - i + 1);
        if (at == NULL) {
            return false;
        }
        i = (uint32_t)(at - text.at);
        if (memcmp(at, words.at, words.len) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_found(const cahier_result *result, uint32_t d, looking *search)
{
    cahier_text folded;
    if (search->words.len == 0) {
        return true;
    }
    fold_into(search, result->corpus.received[d].id, &folded);
    if (cahier_text_equal(folded, search->words)) {
        return true;
    }
    fold_into(search, result->corpus.analysed[d]->text, &folded);
    return is_within(folded, search->words);
}

static bool is_kept(const cahier_result *result, const cahier_shown_filter *filter, uint32_t d)
{
    const cahier_contribution *received = &result->corpus.received[d];
    const cahier_document *document = result->corpus.analysed[d];
    return (filter->polarity == CAHIER_POLARITY_LABELS || document->polarity.label == filter->polarity) &&
           (filter->stance == CAHIER_STANCES || document->stance.label == filter->stance) &&
           (filter->from == 0 || (received->date != 0 && received->date >= filter->from)) &&
           (filter->to == 0 || (received->date != 0 && received->date <= filter->to)) &&
           (filter->place.len == 0 || cahier_text_equal(received->place, filter->place)) &&
           (filter->value.len == 0 || (filter->group < result->corpus.group_count &&
                                              cahier_text_equal(received->group[filter->group], filter->value)));
}

/* The least sure first, or the surest; equal ones in order of arrival. */
static void sort_by_lead(const cahier_result *result, uint32_t *at, uint32_t count, bool surest)
{
    cahier_keyed *keyed = cahier_report_alloc(NULL, 2 * (size_t)count + 1, sizeof *keyed);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t lead = (uint32_t)cahier_lead_milli(result, at[i]);
        keyed[i] = (cahier_keyed){surest ? 1000 - lead : lead, at[i]};
    }
    const cahier_keyed *sorted = cahier_sort_keyed(keyed, keyed + count, count, 2);
    for (uint32_t i = 0; i < count; i++) {
        at[i] = sorted[i].value;
    }
    free(keyed);
}

uint32_t *cahier_filter_apply(const cahier_result *result, const cahier_shown_filter *filter, const uint32_t *from,
        uint32_t count, uint32_t *kept)
{
    uint32_t *at = cahier_report_alloc(NULL, (size_t)count + 1, sizeof *at);
    looking search;
    open_search(&search, filter->words);
    *kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (is_kept(result, filter, from[i]) && is_found(result, from[i], &search)) {
            at[(*kept)++] = from[i];
        }
    }
    close_search(&search);
    if (filter->doubtful_first || filter->surest_first) {
        sort_by_lead(result, at, *kept, filter->surest_first);
    }
    return at;
}

bool cahier_filter_is_set(const cahier_shown_filter *filter)
{
    return filter->place.len > 0 || filter->value.len > 0 || filter->words.len > 0 ||
           filter->polarity != CAHIER_POLARITY_LABELS || filter->stance != CAHIER_STANCES || filter->from != 0 ||
           filter->to != 0;
}

/* --- as a query --- */

static void put_pair(cahier_out *out, const char *name, cahier_text value)
{
    if (value.len > 0) {
        cahier_put(out, "&");
        cahier_put(out, name);
        cahier_put(out, "=");
        cahier_put_percent(out, value);
    }
}

static void put_date_pair(cahier_out *out, const char *name, int32_t date)
{
    if (date != 0) {
        cahier_put(out, "&");
        cahier_put(out, name);
        cahier_put(out, "=");
        cahier_put_iso_date(out, date);
    }
}

void cahier_put_filter(cahier_out *out, const cahier_shown_filter *filter)
{
    put_pair(out, "lieu", filter->place);
    if (filter->value.len > 0) {
        cahier_put(out, "&groupe=");
        cahier_put_uint(out, filter->group);
        cahier_put_percent(out, cahier_string(":"));
        cahier_put_percent(out, filter->value);
    }
    if (filter->polarity != CAHIER_POLARITY_LABELS) {
        put_pair(out, "avis-est", cahier_string(cahier_polarity_name(filter->polarity)));
    }
    if (filter->stance != CAHIER_STANCES) {
        put_pair(out, "nature", cahier_string(cahier_stance_name(filter->stance)));
    }
    put_date_pair(out, "du", filter->from);
    put_date_pair(out, "au", filter->to);
    put_pair(out, "mots", filter->words);
    put_pair(out, "ordre", cahier_string(filter->doubtful_first ? "" : filter->surest_first ? "surs" : "arrivee"));
    put_pair(out, "contexte", filter->context);
}

void cahier_put_query(cahier_out *out, const cahier_shown_filter *filter)
{
    cahier_out query;
    cahier_out_open_memory(&query);
    cahier_put_filter(&query, filter);
    cahier_text text = cahier_out_text(&query);
    if (text.len > 0) {
        cahier_put(out, "?");
        cahier_put_text(out, cahier_slice(text, 1, text.len));
    }
    cahier_out_close(&query);
}

static cahier_text field_named(const cahier_shown_field *field, uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        if (cahier_text_equal(field[i].name, cahier_string(name))) {
            return field[i].value;
        }
    }
    return (cahier_text){NULL, 0};
}

/* A number of at most nine digits, up to the first byte that is none; *end: where. */
static uint32_t read_number(cahier_text text, uint32_t at, uint32_t *end)
{
    uint32_t n = 0;
    for (*end = at; *end < text.len && *end < at + 9 && text.at[*end] >= '0' && text.at[*end] <= '9'; ++*end) {
        n = 10 * n + (uint32_t)(text.at[*end] - '0');
    }
    return n;
}

/* "2025-03-14", or 0. */
static int32_t read_date(cahier_text text)
{
    uint32_t a, b, c;
    uint32_t year = read_number(text, 0, &a), month = read_number(text, a + 1, &b), day = read_number(text, b + 1, &c);
    bool whole = a == 4 && b == 7 && c == 10 && text.len == 10 && text.at[4] == '-' && text.at[7] == '-';
    bool right = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    return whole && right ? (int32_t)(year * 10000 + month * 100 + day) : 0;
}

static cahier_polarity_label read_polarity(cahier_text key)
{
    cahier_polarity_label label = 0;
    while (label < CAHIER_POLARITY_LABELS && !cahier_text_equal(key, cahier_string(cahier_polarity_name(label)))) {
        label++;
    }
    return label;
}

static cahier_stance_label read_stance(cahier_text key)
{
    cahier_stance_label label = 0;
    while (label < CAHIER_STANCES && !cahier_text_equal(key, cahier_string(cahier_stance_name(label)))) {
        label++;
    }
    return label;
}

void cahier_filter_read(const cahier_shown_field *field, uint32_t count, cahier_shown_filter *out)
{
    uint32_t end;
    cahier_text group = field_named(field, count, "groupe"), order = field_named(field, count, "ordre");
    uint32_t page = read_number(field_named(field, count, "page"), 0, &end);
    *out = (cahier_shown_filter){.place = field_named(field, count, "lieu"),
            .words = field_named(field, count, "mots"),
            .context = field_named(field, count, "contexte"),
            .polarity = read_polarity(field_named(field, count, "avis-est")),
            .stance = read_stance(field_named(field, count, "nature")),
            .from = read_date(field_named(field, count, "du")),
            .to = read_date(field_named(field, count, "au")),
            .surest_first = cahier_text_equal(order, cahier_string("surs")),
            .page = page > 0 ? page - 1 : 0};
    out->doubtful_first = !out->surest_first && !cahier_text_equal(order, cahier_string("arrivee"));
    out->group = read_number(group, 0, &end);
    if (end > 0 && end < group.len && group.at[end] == ':') {
        out->value = cahier_slice(group, end + 1, group.len);
    }
}
