/* SPDX-License-Identifier: Apache-2.0 */
#include "decisions.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lexicon_files.h"
#include "normalise.h"
#include "read_file.h"
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
        {"« of » ne nomme pas une décision qui précède", "\"of\" names no earlier decision"},
};

enum {
    FAULT_JSON,
    FAULT_DO,
    FAULT_THEMES,
    FAULT_CONTRIBUTIONS,
    FAULT_LABEL,
    FAULT_SPLIT,
    FAULT_OF,
    FAULT_NONE,
    FAULT_MEMORY
};

typedef struct reader {
    cahier_arena *arena;
    cahier_decision *at;
    cahier_text *id; /* of each decision, empty when it has none */
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

/* A name typed by a person: normal form, on one line. */
static cahier_text take_label(reader *r, const cJSON *item)
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
        r->fault = FAULT_LABEL;
    }
    return label;
}

/* --- decisions -------------------------------------------------------------------------------------------------------------- */

/* What each deed needs; a most of 0 asks for nothing. */
typedef struct need {
    const char *name;
    cahier_deed deed;
    uint32_t themes, themes_most;
    uint32_t contributions, contributions_most;
    bool label;
} need;

static const need needs[] = {
        {"rename", CAHIER_RENAME, 1, 1, 0, 0, true},
        {"merge", CAHIER_MERGE, 2, UINT32_MAX, 0, 0, false},
        {"move", CAHIER_MOVE, 1, 1, 1, UINT32_MAX, false},
        {"pin", CAHIER_PIN, 1, 1, 1, UINT32_MAX, false},
        {"exclude", CAHIER_EXCLUDE, 0, 0, 1, UINT32_MAX, false},
        {"split", CAHIER_SPLIT, 1, 1, 0, 0, false},
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

static int check_deed(cahier_decision *d)
{
    if (cahier_text_equal(d->what, (cahier_text){"apart", 5})) {
        d->deed = CAHIER_APART;
        return check_apart(d);
    }
    for (size_t i = 0; i < sizeof needs / sizeof *needs; i++) {
        if (cahier_text_equal(d->what, (cahier_text){needs[i].name, (uint32_t)strlen(needs[i].name)})) {
            int found = check_counts(d, &needs[i]);
            d->deed = needs[i].deed;
            bool nothing = d->deed == CAHIER_SPLIT && d->term.len == 0 && d->contribution_count == 0;
            return found == FAULT_NONE && nothing ? FAULT_SPLIT : found;
        }
    }
    d->deed = CAHIER_ELSEWHERE;
    return FAULT_NONE;
}

/* {"do":"undo","of":"d-12"}: the decision with this id, of an earlier line. */
static int undo(reader *r, const cJSON *object)
{
    cahier_text of = take_text(r, member(object, "of"));
    for (uint32_t i = r->count; of.len > 0 && i > 0; i--) {
        if (cahier_text_equal(r->id[i - 1], of)) {
            r->at[i - 1].deed = CAHIER_CANCELLED;
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
    d.who = take_text(r, member(object, "who"));
    d.when = take_text(r, member(object, "when"));
    d.note = take_text(r, member(object, "note"));
    d.term = take_text(r, member(object, "term"));
    d.label = take_label(r, member(object, "label"));
    d.contributions =
            take_list(r, member(object, "contribution"), member(object, "contributions"), &d.contribution_count);
    take_themes(r, object, &d);
    int found = check_deed(&d);
    if (cahier_text_equal(d.what, (cahier_text){"undo", 4})) {
        d.deed = CAHIER_CANCELLED;
        found = undo(r, object);
    }
    r->fault = r->fault == FAULT_NONE ? found : r->fault;
    r->id[r->count] = take_text(r, member(object, "id"));
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
                found == FAULT_MEMORY ? "mémoire insuffisante" : strerror(errno));
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
    r.id = CAHIER_NEW(arena, cahier_text, lines);
    uint32_t line = cahier_utf8_valid(bytes) < bytes.len ? 1 : 0;
    int found = r.at == NULL || r.id == NULL ? FAULT_MEMORY : line > 0 ? FAULT_JSON : FAULT_NONE;
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
