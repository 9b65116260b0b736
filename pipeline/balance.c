/* SPDX-License-Identifier: Apache-2.0 */
#include "balance.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "intern.h"
#include "normalise.h"
#include "text.h"

#define NORMAL_QUANTILE 1.959963984540054 /* of .975 */

void cahier_wilson_share(double share, double n, int32_t *low_milli, int32_t *high_milli)
{
    double p = share, z = NORMAL_QUANTILE;
    double middle = p + z * z / (2 * n);
    double reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    *low_milli = (int32_t)lrint(1000 * ((middle - reach) / (1 + z * z / n)));
    *high_milli = (int32_t)lrint(1000 * ((middle + reach) / (1 + z * z / n)));
}

cahier_interval cahier_wilson(uint32_t count, uint32_t total)
{
    cahier_interval out = {count, total, 0, 1000};
    assert(count <= total);
    if (total > 0) {
        cahier_wilson_share((double)count / total, total, &out.low_milli, &out.high_milli);
    }
    return out;
}

/* --- values: spellings of one thing are one value ----------------------------------------------------------------- */

typedef struct spelling {
    cahier_text text;
    uint32_t documents;
    uint32_t value; /* CAHIER_NONE: folds to nothing */
} spelling;

typedef struct value {
    cahier_text folded;
    const spelling *shown;
    uint32_t documents;
} value;

typedef struct values { /* one text a document, read as values */
    value *at;
    uint32_t count;
    uint32_t *of; /* D: value of the document, CAHIER_NONE when it has none */
} values;

static bool is_space(uint32_t c)
{
    return (cahier_char_class(c) & CAHIER_CHAR_SPACE) != 0;
}

static cahier_text trim(cahier_text text)
{
    uint32_t start = 0, end = text.len;
    for (uint32_t i = 0; i < end && is_space(cahier_utf8_next(text.at, &i));) {
        start = i;
    }
    for (uint32_t i = end; i > start && is_space(cahier_utf8_previous(text.at, &i));) {
        end = i;
    }
    return (cahier_text){start < end ? text.at + start : NULL, end - start};
}

static bool is_joint(uint32_t c)
{
    return c == '-' || c == '\'' || c == 0x2019 || c == 0x2010 || c == 0x2011;
}

static bool is_of_word(uint32_t c)
{
    return (cahier_char_class(c) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
}

/* Case and accents off; runs of spaces, and joints inside words, become one space. Text is trimmed. */
static uint32_t fold_value(cahier_text text, char *to)
{
    uint32_t bare_len = cahier_fold_bare(text, to), len = 0, previous = 0;
    for (uint32_t i = 0; i < bare_len;) {
        uint32_t start = i, c = cahier_utf8_next(to, &i), ahead = i;
        bool joins = is_joint(c) && i < bare_len && is_of_word(previous) && is_of_word(cahier_utf8_next(to, &ahead));
        if (joins || is_space(c)) {
            if (previous != ' ' && len > 0) {
                to[len++] = ' ';
            }
            previous = ' ';
            continue;
        }
        memmove(to + len, to + start, i - start);
        len += i - start;
        previous = c;
    }
    return len;
}

/* Number of the text in the table, new if it is not there. */
static cahier_status number_text(cahier_arena *scratch, cahier_intern *table, cahier_text text, uint32_t *out)
{
    uint32_t hash = cahier_hash(text);
    *out = cahier_intern_find(table, text, hash);
    if (*out == CAHIER_NONE) {
        *out = table->count;
        return cahier_intern_put(scratch, table, text, hash, *out);
    }
    return CAHIER_OK;
}

/* Distinct spellings; of[d] numbers that of document d. */
static cahier_status list_spellings(
        cahier_arena *scratch, const cahier_text *texts, uint32_t D, uint32_t *of, spelling **out, uint32_t *count)
{
    cahier_intern table = {0};
    for (uint32_t d = 0; d < D; d++) {
        of[d] = CAHIER_NONE;
        if (texts[d].len == 0) {
            continue;
        }
        CAHIER_TRY(number_text(scratch, &table, texts[d], &of[d]));
    }
    spelling *spellings = CAHIER_NEW(scratch, spelling, table.count);
    if (spellings == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < D; d++) {
        if (of[d] != CAHIER_NONE) {
            spellings[of[d]].text = texts[d];
            spellings[of[d]].documents++;
        }
    }
    *out = spellings;
    *count = table.count;
    return CAHIER_OK;
}

static void add_spelling(value *v, const spelling *s)
{
    v->documents += s->documents;
    if (v->shown == NULL || s->documents > v->shown->documents ||
            (s->documents == v->shown->documents && cahier_text_order(s->text, v->shown->text) > 0)) {
        v->shown = s;
    }
}

#define PLACE_COLUMN CAHIER_NONE

/* What each document has in group column g, or as its place. */
static cahier_status list_texts(cahier_arena *scratch, const cahier_corpus *corpus, uint32_t g, cahier_text **out)
{
    cahier_text *texts = CAHIER_NEW(scratch, cahier_text, corpus->count);
    if (texts == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        texts[d] = trim(g == PLACE_COLUMN ? corpus->received[d].place : corpus->received[d].group[g]);
    }
    *out = texts;
    return CAHIER_OK;
}

static cahier_status merge_spellings(cahier_arena *scratch, spelling *spellings, uint32_t count, values *out)
{
    cahier_intern table = {0};
    out->at = CAHIER_NEW(scratch, value, count);
    if (out->at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t s = 0; s < count; s++) {
        char *folded = CAHIER_NEW(scratch, char, (size_t)CAHIER_FOLD_BOUND(spellings[s].text.len));
        if (folded == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        cahier_text key = {folded, fold_value(spellings[s].text, folded)};
        spellings[s].value = CAHIER_NONE;
        if (key.len == 0) {
            continue;
        }
        CAHIER_TRY(number_text(scratch, &table, key, &spellings[s].value));
        out->at[spellings[s].value].folded = key;
        add_spelling(&out->at[spellings[s].value], &spellings[s]);
    }
    out->count = table.count;
    return CAHIER_OK;
}

static cahier_status read_values(cahier_arena *scratch, const cahier_corpus *corpus, uint32_t g, values *out)
{
    cahier_text *texts;
    spelling *spellings;
    uint32_t count;
    CAHIER_TRY(list_texts(scratch, corpus, g, &texts));
    out->of = CAHIER_NEW(scratch, uint32_t, corpus->count);
    if (out->of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(list_spellings(scratch, texts, corpus->count, out->of, &spellings, &count));
    CAHIER_TRY(merge_spellings(scratch, spellings, count, out));
    for (uint32_t d = 0; d < corpus->count; d++) {
        out->of[d] = out->of[d] == CAHIER_NONE ? CAHIER_NONE : spellings[out->of[d]].value;
    }
    return CAHIER_OK;
}

/* --- gathering: documents by row, then by person ------------------------------------------------------------------ */

typedef struct gathering {
    uint32_t *document; /* those of row r at start[r]..start[r + 1], by person */
    uint32_t *start;    /* rows + 1 */
    uint32_t *persons;  /* rows: distinct */
} gathering;

static void sum_up(uint32_t *start, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        start[i + 1] += start[i];
    }
}

static bool same_person(const cahier_contribution *received, uint32_t a, uint32_t b)
{
    return received[a].person == received[b].person;
}

static cahier_status gather(
        cahier_arena *scratch, const cahier_corpus *corpus, const uint32_t *row_of, uint32_t rows, gathering *out)
{
    const cahier_contribution *received = corpus->received;
    uint32_t *of_person = CAHIER_NEW(scratch, uint32_t, (size_t)corpus->persons + 2);
    uint32_t *by_person = CAHIER_NEW(scratch, uint32_t, corpus->count);
    uint32_t *next = CAHIER_NEW(scratch, uint32_t, (size_t)rows + 2);
    out->document = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->persons = CAHIER_NEW(scratch, uint32_t, rows);
    if (of_person == NULL || by_person == NULL || next == NULL || out->document == NULL || out->persons == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        assert(received[d].person >= 1 && received[d].person <= corpus->persons);
        of_person[received[d].person + 1]++;
        if (row_of[d] != CAHIER_NONE) {
            next[row_of[d] + 2]++;
        }
    }
    sum_up(of_person, corpus->persons + 1);
    sum_up(next, rows + 1);
    for (uint32_t d = 0; d < corpus->count; d++) {
        by_person[of_person[received[d].person]++] = d;
    }
    for (uint32_t i = 0; i < corpus->count; i++) {
        uint32_t row = row_of[by_person[i]];
        if (row != CAHIER_NONE) {
            out->document[next[row + 1]++] = by_person[i];
        }
    }
    out->start = next; /* next[r + 1] walked from the start of row r to its end, where row r + 1 starts */
    for (uint32_t r = 0; r < rows; r++) {
        for (uint32_t i = next[r]; i < next[r + 1]; i++) {
            out->persons[r] += i == next[r] || !same_person(received, out->document[i - 1], out->document[i]);
        }
    }
    return CAHIER_OK;
}

/* --- rows: the values shown, most first --------------------------------------------------------------------------- */

typedef struct table {
    cahier_text *name;
    uint32_t count;
    uint32_t *of; /* D, or CAHIER_NONE */
} table;

typedef struct standing { /* a value on its way to a rank */
    const value *value;
    uint32_t weight;
    bool reads_others;
} standing;

static int by_weight_then_name(const void *a, const void *b)
{
    const standing *x = a, *y = b;
    if (x->reads_others != y->reads_others) {
        return x->reads_others ? 1 : -1;
    }
    if (x->weight != y->weight) {
        return x->weight > y->weight ? -1 : 1;
    }
    return cahier_text_order(x->value->folded, y->value->folded);
}

/* weight: of each value. Values beyond the first `most` share one last row. */
static cahier_status rank_values(
        cahier_arena *scratch, const values *read, const uint32_t *weight, uint32_t most, table *out, uint32_t D)
{
    static const cahier_text others = {CAHIER_OTHERS, sizeof CAHIER_OTHERS - 1};
    standing *order = CAHIER_NEW(scratch, standing, read->count);
    uint32_t *row = CAHIER_NEW(scratch, uint32_t, read->count);
    out->count = read->count > most ? most + 1 : read->count;
    out->name = CAHIER_NEW(scratch, cahier_text, out->count + 1);
    if (order == NULL || row == NULL || out->name == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t v = 0; v < read->count; v++) {
        order[v] = (standing){&read->at[v], weight[v], cahier_text_equal(read->at[v].folded, others)};
    }
    qsort(order, read->count, sizeof *order, by_weight_then_name);
    for (uint32_t i = 0; i < read->count; i++) {
        uint32_t r = i < most ? i : most;
        row[order[i].value - read->at] = r;
        out->name[r] = i < most ? order[i].value->shown->text : others;
    }
    out->of = read->of;
    for (uint32_t d = 0; d < D; d++) {
        out->of[d] = out->of[d] == CAHIER_NONE ? CAHIER_NONE : row[out->of[d]];
    }
    return CAHIER_OK;
}

/* --- balance ------------------------------------------------------------------------------------------------------ */

static cahier_status list_groups(cahier_arena *scratch, const cahier_corpus *corpus, uint32_t g, table *out)
{
    values read = {0};
    CAHIER_TRY(read_values(scratch, corpus, g, &read));
    uint32_t *documents = CAHIER_NEW(scratch, uint32_t, read.count);
    if (documents == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t v = 0; v < read.count; v++) {
        documents[v] = read.at[v].documents;
    }
    CAHIER_TRY(rank_values(scratch, &read, documents, CAHIER_BALANCE_VALUES, out, corpus->count));
    uint32_t unknown = out->count;
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (out->of[d] == CAHIER_NONE) {
            out->of[d] = unknown;
            out->count = unknown + 1; /* its name was left empty */
        }
    }
    return CAHIER_OK;
}

static void count_row(const cahier_corpus *corpus, const cahier_assignments *assignments, const uint32_t *documents,
        cahier_balance *out)
{
    uint32_t classified = 0, speaking = 0;
    for (uint32_t i = 0; i < out->documents; i++) {
        uint32_t d = documents[i];
        const cahier_document *document = corpus->analysed[d];
        if ((document->notes & CAHIER_NOTE_NO_ANSWER) == 0) {
            speaking++;
            classified += assignments[d].count > 0;
        }
        out->polarity[document->polarity.label]++;
        out->redacted += document->redactions.count > 0;
    }
    out->classified = cahier_wilson(classified, speaking);
}

static cahier_status balance_column(cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, uint32_t g, cahier_balance *out, uint32_t *count)
{
    size_t mark = cahier_arena_mark(scratch);
    table rows = {0};
    gathering gathered;
    CAHIER_TRY(list_groups(scratch, corpus, g, &rows));
    CAHIER_TRY(gather(scratch, corpus, rows.of, rows.count, &gathered));
    for (uint32_t r = 0; r < rows.count; r++) {
        out[r] = (cahier_balance){.group = g,
                .value = rows.name[r],
                .persons = gathered.persons[r],
                .documents = gathered.start[r + 1] - gathered.start[r]};
        count_row(corpus, assignments, gathered.document + gathered.start[r], &out[r]);
    }
    *count += rows.count;
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

#define ROWS_MOST (CAHIER_BALANCE_VALUES + 2) /* with « autres » and the unknown */

static cahier_status balance_columns(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, cahier_balance **out, uint32_t *count)
{
    cahier_balance *all = CAHIER_NEW(scratch, cahier_balance, (size_t)corpus->group_count * ROWS_MOST);
    if (all == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *count = 0;
    for (uint32_t g = 0; g < corpus->group_count; g++) {
        CAHIER_TRY(balance_column(scratch, corpus, assignments, g, all + *count, count));
    }
    *out = CAHIER_NEW(batch, cahier_balance, *count);
    if (*out == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(*out, all, *count * sizeof *all);
    return CAHIER_OK;
}

cahier_status cahier_balance_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, cahier_balance **balance, uint32_t *count)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_balance *found = NULL;
    uint32_t found_count = 0;
    cahier_status status = balance_columns(batch, scratch, corpus, assignments, &found, &found_count);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *balance = found;
    *count = found_count;
    return CAHIER_OK;
}

/* --- places ------------------------------------------------------------------------------------------------------- */

static cahier_status list_places(cahier_arena *scratch, const cahier_corpus *corpus, table *out)
{
    values read = {0};
    gathering by_value;
    CAHIER_TRY(read_values(scratch, corpus, PLACE_COLUMN, &read));
    CAHIER_TRY(gather(scratch, corpus, read.of, read.count, &by_value));
    return rank_values(scratch, &read, by_value.persons, CAHIER_PLACES_MOST, out, corpus->count);
}

/* voices[k]: persons of the place with a document there whose main theme is k. `documents` are those of the place, by
 * person; met[k] is the latest person counted for k, 0 for none. */
static void count_voices(const cahier_corpus *corpus, const cahier_assignments *assignments, const uint32_t *documents,
        uint32_t count, uint32_t *met, uint32_t *voices)
{
    for (uint32_t i = 0; i < count; i++) {
        const cahier_assignments *themes = &assignments[documents[i]];
        uint32_t person = corpus->received[documents[i]].person;
        if (themes->count > 0 && met[themes->at[0].theme] != person) {
            met[themes->at[0].theme] = person;
            voices[themes->at[0].theme]++;
        }
    }
}

static cahier_status weigh_themes(cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, uint32_t theme_count, const gathering *gathered, cahier_places *places)
{
    uint32_t *met = CAHIER_NEW(scratch, uint32_t, theme_count);
    uint32_t *voices = CAHIER_NEW(scratch, uint32_t, theme_count);
    if (met == NULL || voices == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < places->count; p++) {
        memset(met, 0, theme_count * sizeof *met);
        memset(voices, 0, theme_count * sizeof *voices);
        const uint32_t *documents = gathered->document + gathered->start[p];
        count_voices(corpus, assignments, documents, places->at[p].documents, met, voices);
        for (uint32_t k = 0; k < theme_count; k++) {
            places->of_theme[(size_t)k * places->count + p] = cahier_wilson(voices[k], places->at[p].persons);
        }
    }
    return CAHIER_OK;
}

static cahier_status find_places(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, uint32_t theme_count, cahier_places *out)
{
    table rows = {0};
    gathering gathered;
    CAHIER_TRY(list_places(scratch, corpus, &rows));
    CAHIER_TRY(gather(scratch, corpus, rows.of, rows.count, &gathered));
    out->count = rows.count;
    out->at = CAHIER_NEW(batch, cahier_place, rows.count);
    out->of_theme = CAHIER_NEW(batch, cahier_interval, (size_t)theme_count * rows.count);
    if (out->at == NULL || out->of_theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < rows.count; p++) {
        out->at[p] = (cahier_place){rows.name[p], gathered.start[p + 1] - gathered.start[p], gathered.persons[p]};
    }
    return weigh_themes(scratch, corpus, assignments, theme_count, &gathered, out);
}

cahier_status cahier_places_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_assignments *assignments, uint32_t theme_count, cahier_places *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_places found = {0};
    cahier_status status = find_places(batch, scratch, corpus, assignments, theme_count, &found);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = found;
    return CAHIER_OK;
}
