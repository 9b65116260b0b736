/* SPDX-License-Identifier: Apache-2.0 */
#include "lexicon.h"

#include <string.h>

#include "intern.h"
#include "normalise.h"
#include "text.h"

#define CHOICES_MAX 16u
#define DAYS_MOST 366

/* A column whose values are a closed list. */
typedef struct lexicon_choice {
    uint32_t column; /* 0: none; the form is never one */
    const char *value[CHOICES_MAX];
} lexicon_choice;

/* What one kind of file must hold. */
typedef struct lexicon_shape {
    const char *name, *file, *columns;
    uint32_t form;     /* column that is cut into words */
    uint32_t key_end;  /* columns 0..key_end together are unique */
    uint32_t number;   /* column, 0: none */
    int32_t scale;     /* value stored for 1 */
    int32_t low, high; /* of what is stored */
    lexicon_choice choices[2];
    uint32_t mail, days; /* columns of an address and of a number of days, which may be empty; 0: none */
} lexicon_shape;

static const lexicon_shape shapes[CAHIER_LEXICON_FORMATS] = {
        [CAHIER_LEXICON_STOPWORDS] = {"stopwords", "stopwords.tsv", "form\tclass", .form = 0},
        [CAHIER_LEXICON_ELISIONS] = {"elisions", "elisions.tsv", "form\tkind",
                .choices = {{1, {"prefix", "whole", "suffix"}}}},
        [CAHIER_LEXICON_EXPRESSIONS] = {"expressions", "expressions.tsv", "form\tclass\tnote",
                .choices = {{1, {"function", "term"}}}},
        [CAHIER_LEXICON_NEGATIONS] = {"negations", "negations.tsv", "form\tkind\twindow\tnote", .number = 2, .scale = 1,
                .low = 1, .high = 10,
                .choices = {{1, {"marker", "bound", "nominal", "diminish", "restriction", "particle"}}}},
        [CAHIER_LEXICON_INTENSIFIERS] = {"intensifiers", "intensifiers.tsv", "form\tfactor\tkind\tnote", .number = 1,
                .scale = 100, .low = -300, .high = 300, .choices = {{2, {"intensifier", "downtoner", "excess"}}}},
        [CAHIER_LEXICON_CONTRASTS] = {"contrasts", "contrasts.tsv", "form\tkind\tnote",
                .choices = {{1, {"adversative", "concessive", "purpose", "clause"}}}},
        [CAHIER_LEXICON_POLARITY] = {"polarity", "polarity.tsv", "form\tweight\tpos\tmatch\tdomain\tnote", .number = 1,
                .scale = 1000, .low = -1000, .high = 1000, .choices = {{3, {"stem", "form"}}}},
        [CAHIER_LEXICON_IDENTITY] = {"identity", "identity.tsv", "form\tmatch\tkind\tnote",
                .choices = {{1, {"stem", "form"}}}},
        [CAHIER_LEXICON_STANCE] = {"stance", "stance.tsv", "form\tstance\tweight\tposition\tnote", .number = 2,
                .scale = 1000, .low = 0, .high = 1000,
                .choices = {{1, {"proposal", "complaint", "praise", "question"}}, {3, {"start", "any", "end"}}}},
        [CAHIER_LEXICON_TAXONOMY] = {"taxonomy", "taxonomy.tsv", "theme\tseed\tweight", .form = 1, .key_end = 1,
                .number = 2, .scale = 1000, .low = 0, .high = 1000},
        [CAHIER_LEXICON_PERSONAL] = {"personal", "personal.tsv", "form\tkind\tnote", .key_end = 1},
        [CAHIER_LEXICON_FIRSTNAMES] = {"firstnames", "firstnames.tsv", "form\tgender\tambiguity",
                .choices = {{1, {"m", "f", "x"}}, {2, {"clear", "word"}}}},
        [CAHIER_LEXICON_NONANSWERS] = {"nonanswers", "nonanswers.tsv", "form\tclass\tnote",
                .choices = {{1, {"whole", "pointer", "beside"}}}},
        [CAHIER_LEXICON_STEMS] = {"stems", "stems.tsv", "form\tstem\tnote", .form = 0},
        [CAHIER_LEXICON_INSULT] = {"insult", "insult.tsv", "form\tkind\tnote",
                .choices = {{1, {"insult", "vulgar", "slur"}}}},
        [CAHIER_LEXICON_LEARNED] = {"polarity-learned", "polarity-learned.tsv",
                "form\tweight\twritten\tkinds\tdocuments", .number = 1, .scale = 1000, .low = -1000, .high = 1000},
        [CAHIER_LEXICON_NOUNS] = {"nouns", "nouns.tsv", "form\tnoun\tverb\tseen", .number = 1, .scale = 1, .low = 0,
                .high = 100},
        [CAHIER_LEXICON_TOPICALITY] = {"topicality", "topicality.tsv", "stem\ttopicality\tdocuments", .number = 1,
                .scale = 100, .low = 10, .high = 1000},
        [CAHIER_LEXICON_LABELS] = {"labels", "labels.tsv", "form\tkind\tnote",
                .choices = {{1, {"time", "kin", "origin", "piece", "name", "acronym", "before", "after"}}}},
        [CAHIER_LEXICON_SERVICES] = {"services", "services.tsv", "service\tkind\tform\tweight\taddress\tdelay",
                .form = 2, .key_end = 2, .number = 3, .scale = 1000, .low = 0, .high = 1000,
                .choices = {{1, {"term", "theme"}}}, .mail = 4, .days = 5},
        [CAHIER_LEXICON_URGENCY] = {"urgency", "urgency.tsv", "form\tdanger\tweight\tnote", .number = 2, .scale = 1000,
                .low = 0, .high = 1000,
                .choices = {{1, {"collapse", "electricity", "gas", "fire", "flood", "road", "violence", "suicide",
                                        "child", "health", "hazard", "alarm", "harmless", "general", "past"}}}},
        [CAHIER_LEXICON_FIELDS] = {"fields", "fields.tsv", "field\tform", .form = 1, .key_end = 1},
};

const char *cahier_lexicon_file(cahier_lexicon_kind kind)
{
    return shapes[kind].file;
}

const char *cahier_lexicon_columns(cahier_lexicon_kind kind)
{
    return shapes[kind].columns;
}

uint32_t cahier_lexicon_form(cahier_lexicon_kind kind)
{
    return shapes[kind].form;
}

static bool is_text(cahier_text text, const char *word)
{
    return cahier_text_equal(text, (cahier_text){word, (uint32_t)strlen(word)});
}

static cahier_status refuse(cahier_error *error, uint32_t line, uint32_t column, const char *message)
{
    *error = (cahier_error){CAHIER_ERROR_LEXICON, line, column, message};
    return CAHIER_ERROR_LEXICON;
}

/* The next line of bytes from *at, without its end; CR LF is accepted, for lists edited on Windows. */
static bool next_line(cahier_text bytes, uint32_t *at, cahier_text *line)
{
    if (*at >= bytes.len) {
        return false;
    }
    const char *start = bytes.at + *at;
    const char *end = memchr(start, '\n', bytes.len - *at);
    uint32_t len = end == NULL ? bytes.len - *at : (uint32_t)(end - start);
    *at += len + (end != NULL);
    *line = (cahier_text){start, len > 0 && start[len - 1] == '\r' ? len - 1 : len};
    return true;
}

static cahier_text without_mark(cahier_text bytes)
{
    return bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0 ? cahier_slice(bytes, 3, bytes.len) : bytes;
}

/* Value of "# key: value", or an empty text. */
static cahier_text header_value(cahier_text line, const char *key)
{
    uint32_t len = (uint32_t)strlen(key);
    if (line.len < len + 4 || memcmp(line.at, "# ", 2) != 0 || memcmp(line.at + 2, key, len) != 0 ||
            memcmp(line.at + 2 + len, ": ", 2) != 0) {
        return (cahier_text){NULL, 0};
    }
    return cahier_slice(line, len + 4, line.len);
}

cahier_status cahier_lexicon_identify(cahier_text bytes, cahier_lexicon_kind *out, cahier_error *error)
{
    cahier_text line;
    bytes = without_mark(bytes);
    for (uint32_t at = 0; next_line(bytes, &at, &line) && line.len > 0 && line.at[0] == '#';) {
        cahier_text name = header_value(line, "lexicon");
        for (uint32_t kind = 0; name.len > 0 && kind < CAHIER_LEXICON_FORMATS; kind++) {
            if (is_text(name, shapes[kind].name)) {
                *out = (cahier_lexicon_kind)kind;
                return CAHIER_OK;
            }
        }
    }
    return refuse(error, 1, 1, "no line \"# lexicon: NAME\" with the name of a known lexicon");
}

typedef struct lexicon_header {
    cahier_text lexicon, version, licence, source, columns;
} lexicon_header;

static void read_header(cahier_text bytes, lexicon_header *out)
{
    cahier_text line;
    const struct {
        const char *key;
        cahier_text *value;
    } keys[] = {{"lexicon", &out->lexicon}, {"version", &out->version}, {"licence", &out->licence},
            {"source", &out->source}, {"columns", &out->columns}};
    for (uint32_t at = 0; next_line(bytes, &at, &line) && line.len > 0 && line.at[0] == '#';) {
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
            cahier_text value = header_value(line, keys[k].key);
            if (value.len > 0 && keys[k].value->len == 0) {
                *keys[k].value = value;
            }
        }
    }
}

static cahier_status check_header(const lexicon_header *header, const lexicon_shape *shape, cahier_error *error)
{
    if (!is_text(header->lexicon, shape->name)) {
        return refuse(error, 1, 1, "header: \"# lexicon:\" is missing or names another kind");
    }
    if (header->version.len == 0 || header->licence.len == 0 || header->source.len == 0) {
        return refuse(error, 1, 1, "header: version, licence or source is missing");
    }
    if (!is_text(header->columns, shape->columns)) {
        return refuse(error, 1, 1, "header: columns are not those of this kind");
    }
    return CAHIER_OK;
}

/* -?digits[.digits], at most three decimals, times scale. Without the locale's decimal comma. */
bool cahier_lexicon_number(cahier_text cell, int32_t scale, int32_t *out)
{
    int32_t value = 0, unit = scale;
    uint32_t i = cell.len > 0 && cell.at[0] == '-', digits = 0;
    bool fraction = false;
    for (uint32_t k = i; k < cell.len; k++) {
        if (cell.at[k] == '.' && !fraction && digits > 0) {
            fraction = true;
            continue;
        }
        if (cell.at[k] < '0' || cell.at[k] > '9' || ++digits > 6 || (fraction && unit < 10)) {
            return false;
        }
        int32_t digit = cell.at[k] - '0';
        unit = fraction ? unit / 10 : unit;
        value = fraction ? value + digit * unit : value * 10 + digit * scale;
    }
    *out = i == 1 ? -value : value;
    return digits > 0;
}

int32_t cahier_lexicon_scale(cahier_lexicon_kind kind, uint32_t *column)
{
    *column = shapes[kind].number;
    return shapes[kind].scale;
}

/* What a parse holds. */
typedef struct parser {
    cahier_arena *arena, *scratch;
    const lexicon_shape *shape;
    uint32_t columns;
    cahier_text *cell;
    uint32_t *line;
    uint32_t count;
    cahier_intern keys;
    cahier_error *error;
} parser;

#define SCRATCH_LEN (1u << 20) /* to normalise one form */

static const char *check_form(const parser *p, cahier_text form)
{
    cahier_text normal;
    uint32_t notes = 0;
    size_t mark = cahier_arena_mark(p->arena);
    bool same = cahier_normalise(p->arena, p->scratch, form, &normal, &notes) == CAHIER_OK &&
                cahier_text_equal(form, normal);
    cahier_arena_reset(p->arena, mark);
    if (!same) {
        return "form is not in normal form: NFC, straight apostrophe, single spaces";
    }
    for (uint32_t i = 0; i < form.len;) {
        if ((cahier_char_class(cahier_utf8_next(form.at, &i)) & CAHIER_CHAR_UPPER) != 0) {
            return "form is not in lower case";
        }
    }
    return NULL;
}

static bool is_choice(const lexicon_choice *choice, cahier_text cell)
{
    for (uint32_t i = 0; i < CHOICES_MAX && choice->value[i] != NULL; i++) {
        if (is_text(cell, choice->value[i])) {
            return true;
        }
    }
    return false;
}

/* Notes, the last column where the kind has one, and what a service says once. */
static bool may_be_empty(const lexicon_shape *shape, uint32_t column, uint32_t columns)
{
    size_t len = strlen(shape->columns);
    if (column != 0 && (column == shape->mail || column == shape->days)) {
        return true;
    }
    return column == columns - 1 && len > 4 && strcmp(shape->columns + len - 4, "note") == 0;
}

/* "voirie@ville.example": one @ with something before it, a dot behind it, no space. */
static bool is_mail(cahier_text cell)
{
    uint32_t at = 0, dot = 0, count = 0;
    for (uint32_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        if (c <= ' ' || c == 0x7f || c == ',' || c == ';' || c == '<' || c == '>' || c == '"') {
            return false;
        }
        count += c == '@';
        at = c == '@' ? i : at;
        dot = c == '.' ? i : dot;
    }
    return count == 1 && at > 0 && dot > at + 1 && dot + 1 < cell.len;
}

/* Address and delay of a service, where they are given. */
static const char *check_contact(const lexicon_shape *shape, const cahier_text *cell, uint32_t *column)
{
    int32_t days = 0;
    if (shape->mail != 0 && cell[shape->mail].len > 0 && !is_mail(cell[shape->mail])) {
        *column = shape->mail;
        return "this is no e-mail address";
    }
    if (shape->days != 0 && cell[shape->days].len > 0 &&
            (!cahier_lexicon_number(cell[shape->days], 1, &days) || days < 1 || days > DAYS_MOST)) {
        *column = shape->days;
        return "number of days is not a whole number from 1 to 366";
    }
    return NULL;
}

/* What is wrong with an entry, or NULL; *column is where. */
static const char *check_entry(const parser *p, const cahier_text *cell, uint32_t *column)
{
    const lexicon_shape *shape = p->shape;
    for (*column = 0; *column < p->columns; ++*column) {
        if (cell[*column].len == 0 && !may_be_empty(shape, *column, p->columns)) {
            return "empty cell";
        }
    }
    *column = shape->form;
    const char *message = check_form(p, cell[shape->form]);
    if (message != NULL) {
        return message;
    }
    for (uint32_t k = 0; k < 2 && shape->choices[k].column != 0; k++) {
        *column = shape->choices[k].column;
        if (!is_choice(&shape->choices[k], cell[*column])) {
            return "value is not one of those known for this column";
        }
    }
    int32_t value = 0;
    *column = shape->number;
    if (shape->number != 0 && (!cahier_lexicon_number(cell[*column], shape->scale, &value) || value < shape->low ||
                                      value > shape->high)) {
        return "number is ill-formed or out of range";
    }
    return check_contact(shape, cell, column);
}

/* Cells of a line; how many there are, counted up to one too many. */
static uint32_t split(cahier_text line, cahier_text *cell, uint32_t columns)
{
    uint32_t count = 0, start = 0;
    for (uint32_t i = 0; i <= line.len; i++) {
        if (i == line.len || line.at[i] == '\t') {
            if (count == columns) {
                return count + 1;
            }
            cell[count++] = cahier_slice(line, start, i);
            start = i + 1;
        }
    }
    return count;
}

static cahier_status parse_entry(parser *p, cahier_text line, uint32_t number)
{
    cahier_text *cell = p->cell + (size_t)p->count * p->columns;
    uint32_t column = 0;
    if (split(line, cell, p->columns) != p->columns) {
        return refuse(p->error, number, 1, "number of cells is not the number of columns");
    }
    const char *message = check_entry(p, cell, &column);
    if (message != NULL) {
        return refuse(p->error, number, (uint32_t)(cell[column].at - line.at) + 1, message);
    }
    const cahier_text *last = &cell[p->shape->key_end];
    cahier_text key = {line.at, (uint32_t)(last->at + last->len - line.at)};
    uint32_t hash = cahier_hash(key);
    if (cahier_intern_find(&p->keys, key, hash) != CAHIER_NONE) {
        return refuse(p->error, number, 1, "this entry stands twice");
    }
    CAHIER_TRY(cahier_intern_put(p->arena, &p->keys, key, hash, p->count));
    p->line[p->count++] = number;
    return CAHIER_OK;
}

static uint32_t count_char(const char *text, size_t len, char c)
{
    uint32_t count = 0;
    for (size_t i = 0; i < len; i++) {
        count += text[i] == c;
    }
    return count;
}

static cahier_status parse_entries(parser *p, cahier_text bytes)
{
    cahier_text line;
    uint32_t number = 1;
    for (uint32_t at = 0; next_line(bytes, &at, &line); number++) {
        if (line.len > 0 && line.at[0] != '#') {
            CAHIER_TRY(parse_entry(p, line, number));
        }
    }
    return CAHIER_OK;
}

static cahier_status check_utf8(cahier_text bytes, cahier_error *error)
{
    uint32_t valid = cahier_utf8_valid(bytes);
    if (valid == bytes.len) {
        return CAHIER_OK;
    }
    uint32_t start = valid;
    while (start > 0 && bytes.at[start - 1] != '\n') {
        start--;
    }
    *error = (cahier_error){
            CAHIER_ERROR_UTF8, count_char(bytes.at, valid, '\n') + 1, valid - start + 1, "ill-formed UTF-8"};
    return CAHIER_ERROR_UTF8;
}

cahier_status cahier_lexicon_parse(
        cahier_arena *arena, cahier_text bytes, cahier_lexicon_kind kind, cahier_lexicon *out, cahier_error *error)
{
    const lexicon_shape *shape = &shapes[kind];
    lexicon_header header = {0};
    bytes = without_mark(bytes);
    CAHIER_TRY(check_utf8(bytes, error));
    read_header(bytes, &header);
    CAHIER_TRY(check_header(&header, shape, error));
    uint32_t lines = count_char(bytes.at, bytes.len, '\n') + 1;
    uint32_t columns = count_char(shape->columns, strlen(shape->columns), '\t') + 1;
    cahier_arena scratch;
    parser p = {arena, &scratch, shape, columns, CAHIER_NEW(arena, cahier_text, (size_t)lines * columns),
            CAHIER_NEW(arena, uint32_t, lines), 0, {0}, error};
    if (p.cell == NULL || p.line == NULL || !cahier_arena_open(&scratch, SCRATCH_LEN)) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_status status = parse_entries(&p, bytes);
    cahier_arena_close(&scratch);
    CAHIER_TRY(status);
    *out = (cahier_lexicon){
            kind, header.lexicon, header.version, header.licence, header.source, columns, p.count, p.cell, p.line};
    return CAHIER_OK;
}

uint64_t cahier_lexicon_fingerprint(const cahier_lexicon file[CAHIER_LEXICON_KINDS])
{
    uint64_t hash = 0;
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_KINDS; kind++) {
        hash = cahier_mix64(hash ^ cahier_text_hash(file[kind].version) ^ file[kind].count);
        for (size_t i = 0; i < (size_t)file[kind].count * file[kind].columns; i++) {
            hash = cahier_mix64(hash ^ cahier_text_hash(file[kind].cell[i]));
        }
    }
    return hash;
}
