/* SPDX-License-Identifier: Apache-2.0 */
#include "decisions.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lexicon_files.h"
#include "normalise.h"
#include "read_file.h"
#include "system_words.h"
#include "text.h"

#define JOURNAL_BYTES_MOST ((size_t)256 << 20) /* a million decisions */
#define LABEL_MOST 120u                        /* bytes: a name, not a sentence */

/* What is wrong with a line, in both languages. */
typedef struct fault {
    const char *french, *english;
} fault;

static const fault faults[] = {
        {"ce n'est pas un objet JSON", "not a JSON object"},
        {"« do » manque", "\"do\" is missing"},
        {"« theme » ou « themes » manque, ou n'a pas le bon nombre de thèmes",
                "\"theme\" or \"themes\" is missing, or names the wrong number of themes"},
        {"« contribution » ou « contributions » manque, ou n'en a pas le bon nombre",
                "\"contribution\" or \"contributions\" is missing, or names the wrong number of them"},
        {"« label » manque, est vide ou dépasse 120 octets", "\"label\" is missing, empty or longer than 120 bytes"},
        {"il faut « term » ou « contributions » pour scinder un thème", "a split needs \"term\" or \"contributions\""},
        {"« service » manque, est vide ou dépasse 120 octets",
                "\"service\" is missing, empty or longer than 120 bytes"},
        {"« of » ne nomme pas une décision qui précède", "\"of\" names no earlier decision"},
        {"« label » n'est ni une polarité ni une nature connue (negative, neutral, positive, mixed ; proposal, "
         "complaint, "
         "praise, question, statement)",
                "\"label\" is no polarity or stance (negative, neutral, positive, mixed; proposal, complaint, praise, "
                "question, statement)"},
        {"« accepted » ou « right » manque : true ou false", "\"accepted\" or \"right\" is missing: true or false"},
        {"« start » et « end » manquent, ou « kind » n'est pas une sorte de donnée connue (« person », « phone »…)",
                "\"start\" and \"end\" are missing, or \"kind\" is no kind of data (\"person\", \"phone\"…)"},
        {"« sentence » (rang, à partir de 1) ou « replaces » manque",
                "\"sentence\" (its rank, from 1) or \"replaces\" is missing"},
        {"« note » manque", "\"note\" is missing"},
};

enum {
    FAULT_JSON,
    FAULT_DO,
    FAULT_THEMES,
    FAULT_CONTRIBUTIONS,
    FAULT_LABEL,
    FAULT_SPLIT,
    FAULT_SERVICE,
    FAULT_OF,
    FAULT_VALUE,
    FAULT_YES,
    FAULT_PLACE,
    FAULT_SENTENCE,
    FAULT_NOTE,
    FAULT_NONE,
    FAULT_MEMORY
};

typedef struct reader {
    cahier_arena *arena;
    cahier_decision *at;
    uint32_t count;
    int fault;
} reader;

static const cJSON *member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

/* --- cells ------------------------------------------------------------------------------------------------------------------ */

static cahier_text copy(reader *r, const char *string)
{
    size_t len = strlen(string);
    char *to = CAHIER_NEW(r->arena, char, len + 1);
    if (to == NULL) {
        r->fault = FAULT_MEMORY;
        return (cahier_text){NULL, 0};
    }
    memcpy(to, string, len);
    return (cahier_text){to, (uint32_t)len};
}

/* A string, or a number as it is written: an id may be 42 or "42". */
static cahier_text take_text(reader *r, const cJSON *item)
{
    char digits[32];
    if (cJSON_IsString(item)) {
        return copy(r, item->valuestring);
    }
    if (cJSON_IsNumber(item) && cJSON_PrintPreallocated((cJSON *)(uintptr_t)item, digits, sizeof digits, 0)) {
        return copy(r, digits);
    }
    return (cahier_text){NULL, 0};
}

/* The texts of an array, or of one text alone; what is neither reads as nothing. */
static const cahier_text *take_list(reader *r, const cJSON *one, const cJSON *many, uint32_t *count)
{
    const cJSON *item;
    uint32_t room = (cJSON_IsArray(many) ? (uint32_t)cJSON_GetArraySize(many) : 0) + 1;
    cahier_text *list = CAHIER_NEW(r->arena, cahier_text, room);
    *count = 0;
    if (list == NULL) {
        r->fault = FAULT_MEMORY;
        return NULL;
    }
    list[0] = take_text(r, one);
    *count = list[0].len > 0;
    cJSON_ArrayForEach(item, many)
    {
        cahier_text text = take_text(r, item);
        if (text.len > 0 && *count < room) {
            list[(*count)++] = text;
        }
    }
    return list;
}

static void take_theme(reader *r, const cJSON *object, cahier_theme_named *out)
{
    out->id = take_text(r, member(object, "theme"));
    out->members = take_list(r, NULL, member(object, "members"), &out->member_count);
}

/* `theme` and `members` of the object itself, or the objects of `themes`. */
static void take_themes(reader *r, const cJSON *object, cahier_decision *out)
{
    const cJSON *themes = member(object, "themes"), *item;
    uint32_t room = (cJSON_IsArray(themes) ? (uint32_t)cJSON_GetArraySize(themes) : 0) + 1;
    cahier_theme_named *list = CAHIER_NEW(r->arena, cahier_theme_named, room);
    if (list == NULL) {
        r->fault = FAULT_MEMORY;
        return;
    }
    if (member(object, "theme") != NULL) {
        take_theme(r, object, &list[out->theme_count++]);
    }
    cJSON_ArrayForEach(item, themes)
    {
        if (out->theme_count < room) {
            take_theme(r, item, &list[out->theme_count++]);
        }
    }
    for (uint32_t t = 0; t < out->theme_count; t++) {
        if (list[t].id.len == 0 && list[t].member_count == 0) {
            out->theme_count = 0; /* one that names nothing: the line is refused */
        }
    }
    out->themes = list;
}

/* A name typed by a person: normal form, on one line; else the line is refused for `found`. */
static cahier_text take_label(reader *r, const cJSON *item, int found)
{
    cahier_arena scratch;
    cahier_text typed = take_text(r, item), label = {NULL, 0};
    uint32_t notes = 0;
    if (typed.len == 0) {
        return label;
    }
    if (!cahier_arena_open(&scratch, (size_t)typed.len * 16 + (1u << 16)) ||
            cahier_normalise(r->arena, &scratch, typed, &label, &notes) != CAHIER_OK) {
        r->fault = FAULT_MEMORY;
    }
    cahier_arena_close(&scratch);
    if (label.len > LABEL_MOST || memchr(label.at, '\n', label.len) != NULL) {
        r->fault = found;
    }
    return label;
}

/* --- decisions -------------------------------------------------------------------------------------------------------------- */

/* What each deed needs; a most of 0 asks for nothing. */
typedef struct need {
    cahier_deed deed;
    uint32_t themes, themes_most;
    uint32_t contributions, contributions_most;
    bool label;
} need;

static const need needs[] = {
        {CAHIER_RENAME, 1, 1, 0, 0, true},
        {CAHIER_MERGE, 2, UINT32_MAX, 0, 0, false},
        {CAHIER_MOVE, 1, 1, 1, UINT32_MAX, false},
        {CAHIER_PIN, 1, 1, 1, UINT32_MAX, false},
        {CAHIER_EXCLUDE, 0, 0, 1, UINT32_MAX, false},
        {CAHIER_SPLIT, 1, 1, 0, 0, false},
        {CAHIER_SAY_POLARITY, 0, 0, 1, UINT32_MAX, true},
        {CAHIER_SAY_STANCE, 0, 0, 1, UINT32_MAX, true},
        {CAHIER_DUPLICATE, 0, 0, 1, UINT32_MAX, false},
        {CAHIER_MASK, 0, 0, 1, 1, false},
        {CAHIER_UNMASK, 0, 0, 1, 1, false},
        {CAHIER_SENTENCE, 1, 1, 1, 1, false},
        {CAHIER_SIGN, 1, 1, 0, 0, false},
        {CAHIER_VERDICT, 1, 1, 1, 1, false},
        {CAHIER_ROUTE, 0, 0, 1, UINT32_MAX, false},
};

static int check_counts(const cahier_decision *d, const need *n)
{
    if (n->themes_most > 0 && (d->theme_count < n->themes || d->theme_count > n->themes_most)) {
        return FAULT_THEMES;
    }
    if (n->contributions_most > 0 &&
            (d->contribution_count < n->contributions || d->contribution_count > n->contributions_most)) {
        return FAULT_CONTRIBUTIONS;
    }
    return n->label && d->label.len == 0 ? FAULT_LABEL : FAULT_NONE;
}

/* Two themes, or two contributions. */
static int check_apart(const cahier_decision *d)
{
    return d->theme_count == 2 && d->contribution_count == 0 ? FAULT_NONE
           : d->theme_count > 0                              ? FAULT_THEMES
           : d->contribution_count == 2                      ? FAULT_NONE
                                                             : FAULT_CONTRIBUTIONS;
}

/* A rank, a place, a number of bytes: a whole number that is not negative; false when there is none. */
static bool take_number(const cJSON *object, const char *name, uint32_t *out)
{
    const cJSON *item = member(object, name);
    bool whole = cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < UINT32_MAX &&
                 item->valuedouble == (double)(uint32_t)item->valuedouble;
    *out = whole ? (uint32_t)item->valuedouble : 0;
    return whole;
}

/* Rank of a key among `count`, or `count`. */
static uint32_t rank_of(cahier_text key, const char *(*name)(uint32_t i), uint32_t count)
{
    uint32_t i = 0;
    while (i < count && !cahier_text_equal(key, (cahier_text){name(i), (uint32_t)strlen(name(i))})) {
        i++;
    }
    return i;
}

static const char *polarity_name(uint32_t i)
{
    return cahier_polarity_name((cahier_polarity_label)i);
}

static const char *stance_name(uint32_t i)
{
    return cahier_stance_name((cahier_stance_label)i);
}

static const char *kind_name(uint32_t i)
{
    return cahier_redaction_name((cahier_redaction_kind)i);
}

static const char *deed_name(uint32_t i)
{
    return cahier_deed_name((cahier_deed)i);
}

static int take_place(reader *r, const cJSON *object, cahier_decision *d)
{
    uint32_t kind = rank_of(take_text(r, member(object, "kind")), kind_name, CAHIER_REDACTION_KINDS);
    bool placed = take_number(object, "start", &d->start) && take_number(object, "end", &d->end) && d->start < d->end;
    d->kind = (cahier_redaction_kind)kind;
    (void)take_number(object, "length", &d->length);
    return placed && (kind < CAHIER_REDACTION_KINDS || d->deed == CAHIER_UNMASK) ? FAULT_NONE : FAULT_PLACE;
}

static int take_yes(const cJSON *item, cahier_decision *d)
{
    d->yes = cJSON_IsTrue(item);
    return cJSON_IsBool(item) ? FAULT_NONE : FAULT_YES;
}

/* What decisions that are not about themes say. */
static int take_value(reader *r, const cJSON *object, cahier_decision *d)
{
    uint32_t value;
    switch (d->deed) {
    case CAHIER_SAY_POLARITY:
        value = rank_of(d->label, polarity_name, CAHIER_POLARITY_LABELS);
        d->polarity = (cahier_polarity_label)value;
        return value < CAHIER_POLARITY_LABELS ? FAULT_NONE : FAULT_VALUE;
    case CAHIER_SAY_STANCE:
        value = rank_of(d->label, stance_name, CAHIER_STANCES);
        d->stance = (cahier_stance_label)value;
        return value < CAHIER_STANCES ? FAULT_NONE : FAULT_VALUE;
    case CAHIER_DUPLICATE:
        return take_yes(member(object, "accepted"), d);
    case CAHIER_VERDICT:
        return take_yes(member(object, "right"), d);
    case CAHIER_MASK:
    case CAHIER_UNMASK:
        return take_place(r, object, d);
    case CAHIER_SENTENCE:
        d->replaces = take_text(r, member(object, "replaces"));
        return take_number(object, "sentence", &d->sentence) && d->sentence > 0 && d->replaces.len > 0 ? FAULT_NONE
                                                                                                       : FAULT_SENTENCE;
    case CAHIER_SIGN:
        (void)take_number(object, "documents", &d->documents);
        return FAULT_NONE;
    case CAHIER_NOTE:
        return d->theme_count > 1 ? FAULT_THEMES : d->note.len == 0 ? FAULT_NOTE : FAULT_NONE;
    case CAHIER_ROUTE:
        return d->service.len == 0 ? FAULT_SERVICE : FAULT_NONE;
    case CAHIER_SPLIT:
        return d->term.len == 0 && d->contribution_count == 0 ? FAULT_SPLIT : FAULT_NONE;
    default:
        return FAULT_NONE;
    }
}

static int check_deed(reader *r, const cJSON *object, cahier_decision *d)
{
    uint32_t deed = rank_of(d->what, deed_name, CAHIER_ELSEWHERE);
    d->deed = (cahier_deed)deed; /* CAHIER_ELSEWHERE when it is none of those before */
    if (d->deed == CAHIER_APART) {
        return check_apart(d);
    }
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        int found = needs[i].deed == d->deed ? check_counts(d, &needs[i]) : FAULT_NONE;
        if (found != FAULT_NONE) {
            return found;
        }
    }
    return take_value(r, object, d);
}

/* {"do":"undo","of":"d-12"}: the decision with this id, of an earlier line. A mask stays: what it hides is kept nowhere. */
static int undo(reader *r, cahier_decision *d)
{
    d->deed = CAHIER_CANCELLED;
    for (uint32_t i = r->count; d->of.len > 0 && i > 0; i--) {
        cahier_decision *undone = &r->at[i - 1];
        if (cahier_text_equal(undone->id, d->of)) {
            d->deed = undone->deed == CAHIER_MASK ? CAHIER_HIDDEN : CAHIER_CANCELLED;
            undone->deed = undone->deed == CAHIER_MASK ? CAHIER_MASK : CAHIER_CANCELLED;
            return FAULT_NONE;
        }
    }
    return FAULT_OF;
}

static void read_decision(reader *r, const cJSON *object, uint32_t line)
{
    cahier_decision d = {.line = line, .what = take_text(r, member(object, "do"))};
    if (d.what.len == 0) {
        r->fault = cJSON_IsObject(object) ? FAULT_DO : FAULT_JSON;
        return;
    }
    d.id = take_text(r, member(object, "id"));
    d.of = take_text(r, member(object, "of"));
    d.who = take_text(r, member(object, "who"));
    d.when = take_text(r, member(object, "when"));
    d.note = take_text(r, member(object, "note"));
    d.term = take_text(r, member(object, "term"));
    d.label = take_label(r, member(object, "label"), FAULT_LABEL);
    d.service = take_label(r, member(object, "service"), FAULT_SERVICE);
    d.contributions =
            take_list(r, member(object, "contribution"), member(object, "contributions"), &d.contribution_count);
    take_themes(r, object, &d);
    bool undoes = cahier_text_equal(d.what, (cahier_text){"undo", 4});
    int found = undoes ? undo(r, &d) : check_deed(r, object, &d);
    r->fault = r->fault == FAULT_NONE ? found : r->fault;
    r->at[r->count++] = d;
}

static bool is_blank(const char *at, size_t len)
{
    return strspn(at, " \t\r") >= len;
}

/* Line of the first fault, or 0. */
static uint32_t read_lines(reader *r, cahier_text bytes)
{
    const char *at = bytes.at, *end = bytes.at + bytes.len;
    for (uint32_t line = 1; at < end; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        if (!is_blank(at, (size_t)(stop - at))) {
            cJSON *object = cJSON_ParseWithLength(at, (size_t)(stop - at));
            read_decision(r, object, line);
            cJSON_Delete(object);
        }
        if (r->fault != FAULT_NONE) {
            return line;
        }
        at = stop + 1;
    }
    return 0;
}

static bool refuse(cahier_journal *out, bool english, const char *path, uint32_t line, int found)
{
    if (found == FAULT_MEMORY || found == FAULT_NONE) {
        (void)snprintf(out->message, sizeof out->message,
                english ? "cannot read the journal %s (%s)." : "journal des décisions %s illisible (%s).", path,
                cahier_system_words(found == FAULT_MEMORY ? ENOMEM : errno, english));
    } else {
        (void)snprintf(out->message, sizeof out->message, english ? "%s, line %u: %s." : "%s, ligne %u : %s.", path,
                line, english ? faults[found].english : faults[found].french);
    }
    return false;
}

bool cahier_journal_read(cahier_arena *arena, const char *path, bool english, cahier_journal *out)
{
    cahier_text bytes;
    if (cahier_read_file(arena, path, JOURNAL_BYTES_MOST, &bytes) != CAHIER_OK) {
        return refuse(out, english, path, 0, FAULT_NONE);
    }
    return cahier_journal_parse(arena, path, bytes, english, out);
}

bool cahier_journal_parse(cahier_arena *arena, const char *name, cahier_text bytes, bool english, cahier_journal *out)
{
    out->bytes = bytes;
    cahier_digest(bytes, out->sha256);
    if (bytes.len >= 3 && memcmp(bytes.at, "\xEF\xBB\xBF", 3) == 0) {
        bytes = cahier_slice(bytes, 3, bytes.len);
    }
    uint32_t lines = 1;
    for (uint32_t i = 0; i < bytes.len; i++) {
        lines += bytes.at[i] == '\n';
    }
    reader r = {.arena = arena, .fault = FAULT_NONE};
    r.at = CAHIER_NEW(arena, cahier_decision, lines);
    uint32_t line = cahier_utf8_valid(bytes) < bytes.len ? 1 : 0;
    int found = r.at == NULL ? FAULT_MEMORY : line > 0 ? FAULT_JSON : FAULT_NONE;
    if (found == FAULT_NONE) {
        line = read_lines(&r, bytes);
        found = r.fault;
    }
    if (found != FAULT_NONE) {
        return refuse(out, english, name, line, found);
    }
    const char *slash = strrchr(name, '/'), *base = slash != NULL ? slash + 1 : name;
    out->name = (cahier_text){base, (uint32_t)strlen(base)};
    out->decisions = (cahier_decisions){r.at, r.count};
    return true;
}
