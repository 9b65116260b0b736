/* SPDX-License-Identifier: Apache-2.0 */
/* `cahier lexicon check`: each file by itself, then all lists together. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "associate.h"
#include "command_words.h"
#include "layout.h"
#include "lexicon_command.h"
#include "lexicon_files.h"
#include "read_file.h"
#include "route.h"
#include "taxonomy_file.h"
#include "urgency.h"

#define ASSOCIATIONS "associations.tsv"
#define PATH_ROOM 4200
#define SCRATCH ((size_t)64 << 20)

typedef struct check {
    const cahier_lexicon_request *request;
    cahier_lexicon file[CAHIER_LEXICON_FORMATS];
    bool known[CAHIER_LEXICON_FORMATS];       /* file[k] was read, without error */
    const char *path[CAHIER_LEXICON_FORMATS]; /* as it was named, or NULL: in the folder */
    uint32_t errors;
    uint32_t shift; /* lines that cahier_taxonomy_complete added above those of the file being checked */
} check;

#define COMPLAIN(c, ...) CAHIER_COMPLAIN(CAHIER_COMMAND_LEXICON, (c)->request->english, __VA_ARGS__)

/* "polarity.tsv:12:4: cellule vide" */
static void put_error(check *c, const char *path, uint32_t line, uint32_t column, const char *message)
{
    cahier_out *out = c->request->out;
    cahier_put(out, path);
    for (uint32_t i = 0; i < 2 && line > 0; i++) {
        cahier_put(out, ":");
        cahier_put_uint(out, i == 0 ? line : column);
    }
    cahier_put(out, ": ");
    CAHIER_SAY_PLAIN(out, cahier_lexicon_message(message, c->request->english));
    cahier_put(out, "\n");
    c->errors++;
}

/* First byte of a line, from 1. */
static uint32_t line_start(cahier_text bytes, uint32_t line)
{
    uint32_t i = 0;
    for (; line > 1 && i < bytes.len; i++) {
        line -= bytes.at[i] == '\n';
    }
    return i;
}

/* Shows the error, with its column in characters; makes its line a comment, so that the next parse goes on behind it. False
 * when there is nothing behind it to go on with. */
static bool pass_over(check *c, const char *path, cahier_text bytes, const cahier_error *error)
{
    uint32_t start = line_start(bytes, error->line), end = start;
    while (end < bytes.len && bytes.at[end] != '\n') {
        end++;
    }
    cahier_text line = cahier_slice(bytes, start, end);
    uint32_t before = error->column == 0 ? 0 : error->column - 1;
    uint32_t column = 1 + cahier_layout_width(cahier_slice(line, 0, before < line.len ? before : line.len));
    put_error(c, path, error->line > c->shift ? error->line - c->shift : error->line, column, error->message);
    if (error->line == 0 || line.len == 0 || line.at[0] == '#') {
        return false;
    }
    memset((char *)(uintptr_t)line.at, '#', line.len);
    return true;
}

static void check_background(check *c, const char *path, cahier_text bytes)
{
    cahier_background background;
    cahier_error error = {.message = ""};
    if (cahier_background_parse(c->request->arena, bytes, &background, &error) != CAHIER_OK) {
        (void)pass_over(c, path, bytes, &error);
        return;
    }
    CAHIER_SAY_PLAIN(c->request->out, cahier_lexicon_say(c->request->english)->good, CAHIER_T(cahier_string(path)),
            CAHIER_N(background.count), CAHIER_T(cahier_lexicon_header(bytes, "version")));
    cahier_put(c->request->out, "\n");
}

/* All errors of a list, one parse each: the parser stops at the first, so that nothing is ever half read. */
static bool check_list(check *c, const char *path, cahier_text bytes, cahier_lexicon_kind kind)
{
    cahier_arena *arena = c->request->arena;
    uint32_t before = c->errors;
    for (;;) {
        size_t mark = cahier_arena_mark(arena);
        cahier_error error = {.message = ""};
        cahier_status status = cahier_lexicon_parse(arena, bytes, kind, &c->file[kind], &error);
        if (status == CAHIER_OK) {
            break;
        }
        cahier_arena_reset(arena, mark);
        if (status == CAHIER_ERROR_NOMEM) {
            COMPLAIN(c, CAHIER_OUT_OF_MEMORY);
            c->errors++;
            return false;
        }
        if (!pass_over(c, path, bytes, &error)) {
            return false;
        }
        if (c->errors - before == CAHIER_LEXICON_ERRORS_SHOWN) {
            CAHIER_SAY_PLAIN(c->request->out, cahier_lexicon_say(c->request->english)->more_errors,
                    CAHIER_T(cahier_string(path)), CAHIER_N(CAHIER_LEXICON_ERRORS_SHOWN));
            cahier_put(c->request->out, "\n");
            return false;
        }
    }
    return c->errors == before;
}

static void check_file(check *c, const char *path, bool named)
{
    cahier_text bytes;
    cahier_lexicon_kind kind;
    cahier_error error = {.message = ""};
    cahier_status status = cahier_read_file(c->request->arena, path, CAHIER_FILE_MOST, &bytes);
    if (status != CAHIER_OK) {
        COMPLAIN(c, status == CAHIER_ERROR_NOMEM ? CAHIER_OUT_OF_MEMORY : CAHIER_UNREADABLE_FILE,
                CAHIER_T(cahier_string(path)));
        c->errors++;
        return;
    }
    if (cahier_taxonomy_complete(c->request->arena, bytes, &bytes, &c->shift) != CAHIER_OK) {
        COMPLAIN(c, CAHIER_OUT_OF_MEMORY);
        c->errors++;
        return;
    }
    if (cahier_lexicon_is_background(bytes)) {
        check_background(c, path, bytes);
        return;
    }
    if (cahier_lexicon_identify(bytes, &kind, &error) != CAHIER_OK) {
        put_error(c, path, error.line, error.column, error.message);
        return;
    }
    c->known[kind] = check_list(c, path, bytes, kind);
    c->path[kind] = named ? path : NULL;
    if (c->known[kind]) {
        const cahier_lexicon *list = &c->file[kind];
        CAHIER_SAY_PLAIN(c->request->out, cahier_lexicon_say(c->request->english)->good, CAHIER_T(cahier_string(path)),
                CAHIER_N(list->count), CAHIER_T(list->version));
        cahier_put(c->request->out, "\n");
    }
}

/* The lists that were not named, silently: their own errors are not what was asked. */
static bool read_others(check *c, const char *folder)
{
    for (uint32_t k = 0; k < CAHIER_LEXICON_KINDS; k++) {
        char path[PATH_ROOM];
        cahier_text bytes;
        cahier_error error = {.message = ""};
        (void)snprintf(path, sizeof path, "%s/%s", folder, cahier_lexicon_file((cahier_lexicon_kind)k));
        if (!c->known[k] && (cahier_read_file(c->request->arena, path, CAHIER_FILE_MOST, &bytes) != CAHIER_OK ||
                                    cahier_lexicon_parse(c->request->arena, bytes, (cahier_lexicon_kind)k, &c->file[k],
                                            &error) != CAHIER_OK)) {
            return false;
        }
    }
    return true;
}

/* Where the file stands that an error of all lists together is about. */
static void find_culprit(const check *c, const char *folder, const char *message, char path[PATH_ROOM])
{
    const char *culprit = cahier_lexicon_culprit(message), *named = NULL;
    for (uint32_t k = 0; k < CAHIER_LEXICON_FORMATS && culprit != NULL; k++) {
        named = strcmp(cahier_lexicon_file((cahier_lexicon_kind)k), culprit) == 0 ? c->path[k] : named;
    }
    if (named != NULL) {
        (void)snprintf(path, PATH_ROOM, "%s", named);
    } else {
        (void)snprintf(path, PATH_ROOM, "%s%s%s", folder, culprit != NULL ? "/" : "", culprit != NULL ? culprit : "");
    }
}

/* The path that stands for a kind in a message. */
static void path_of(const check *c, const char *folder, cahier_lexicon_kind kind, char path[PATH_ROOM])
{
    if (c->path[kind] != NULL) {
        (void)snprintf(path, PATH_ROOM, "%s", c->path[kind]);
    } else {
        (void)snprintf(path, PATH_ROOM, "%s/%s", folder, cahier_lexicon_file(kind));
    }
}

static cahier_status open_routing(
        check *c, cahier_lexicon_kind kind, const cahier_lexicons *lexicons, cahier_error *error)
{
    cahier_arena scratch;
    cahier_services services;
    cahier_dangers dangers;
    uint32_t wrong;
    cahier_services_input in = {.lexicons = lexicons, .list = &c->file[kind], .list_count = 1};
    if (!cahier_arena_open(&scratch, SCRATCH)) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_status status =
            kind == CAHIER_LEXICON_SERVICES
                    ? cahier_services_open(c->request->arena, &scratch, &in, &services, &wrong, error)
                    : cahier_dangers_open(c->request->arena, &scratch, lexicons, &c->file[kind], &dangers, error);
    cahier_arena_close(&scratch);
    return status;
}

/* Lists that routing reads over the compiled ones: their words must make terms, a service has one address. */
static void check_routing(check *c, const char *folder, const cahier_lexicons *lexicons)
{
    for (uint32_t k = CAHIER_LEXICON_SERVICES; k <= CAHIER_LEXICON_URGENCY; k++) {
        char path[PATH_ROOM];
        cahier_error error = {.message = ""};
        cahier_status status = c->known[k] ? open_routing(c, (cahier_lexicon_kind)k, lexicons, &error) : CAHIER_OK;
        if (status == CAHIER_ERROR_NOMEM) {
            COMPLAIN(c, CAHIER_OUT_OF_MEMORY);
            c->errors++;
        } else if (status != CAHIER_OK) {
            path_of(c, folder, (cahier_lexicon_kind)k, path);
            put_error(c, path, error.line, error.column, error.message);
        }
    }
}

/* What no file shows by itself: opposite signs under one stem, words for people in the polarity list. */
static void check_together(check *c, const char *folder)
{
    cahier_lexicons *lexicons;
    cahier_error error = {.message = ""};
    cahier_status status = cahier_lexicons_compile(c->request->arena, c->file, &lexicons, &error);
    if (status == CAHIER_OK) {
        check_routing(c, folder, lexicons);
    }
    if (status == CAHIER_OK && c->errors == 0) {
        CAHIER_SAY_PLAIN(c->request->out, cahier_lexicon_say(c->request->english)->good_together,
                CAHIER_T(cahier_string(folder)));
        cahier_put(c->request->out, "\n");
    } else if (status == CAHIER_ERROR_NOMEM) {
        COMPLAIN(c, CAHIER_OUT_OF_MEMORY);
        c->errors++;
    } else if (status != CAHIER_OK) {
        char path[PATH_ROOM];
        find_culprit(c, folder, error.message, path);
        put_error(c, path, error.line, error.column, error.message);
    }
}

static void check_folder(check *c, const char *folder)
{
    char path[PATH_ROOM];
    for (uint32_t k = 0; k < CAHIER_LEXICON_FORMATS; k++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, cahier_lexicon_file((cahier_lexicon_kind)k));
        if (k != CAHIER_LEXICON_FIELDS ||
                access(path, F_OK) == 0) { /* a town that learns no vectors need not have it */
            check_file(c, path, false);
        }
    }
    (void)snprintf(path, sizeof path, "%s/" ASSOCIATIONS, folder);
    check_file(c, path, false);
}

int cahier_lexicon_check(const cahier_lexicon_request *request)
{
    check c = {.request = request};
    char folder[PATH_ROOM - 64];
    bool found = cahier_lexicon_folder(request->lexicons, folder, sizeof folder);
    if (!found && (request->arguments == 0 || request->lexicons != NULL)) {
        COMPLAIN(&c, CAHIER_NO_LEXICONS, CAHIER_T(cahier_string(folder)));
        return 1;
    }
    for (int i = 0; i < request->arguments; i++) {
        check_file(&c, request->argument[i], true);
    }
    if (request->arguments == 0) {
        check_folder(&c, folder);
    }
    if (c.errors == 0 && found && read_others(&c, folder)) {
        check_together(&c, folder);
    }
    if (c.errors > 0) {
        COMPLAIN(&c, CAHIER_BAD_LEXICON, CAHIER_N(c.errors));
    }
    return c.errors > 0 ? 1 : 0;
}
