/* SPDX-License-Identifier: Apache-2.0 */
#include "routing.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "command_words.h"
#include "read_file.h"
#include "system_words.h"

typedef struct opening {
    cahier_arena *arena, *scratch;
    bool english;
    cahier_routing *routing;
    const char *path[CAHIER_ROUTING_LISTS];
    cahier_text bytes[CAHIER_ROUTING_LISTS]; /* read already; NULL: of `path` */
} opening;

static bool refuse(opening *o, const char *path, const cahier_error *error)
{
    char *to = o->routing->message;
    size_t room = sizeof o->routing->message;
    if (error == NULL) {
        (void)snprintf(to, room, o->english ? "cannot read %s (%s)." : "%s illisible (%s).", path,
                cahier_system_words(errno, o->english));
    } else if (error->line == 0) {
        (void)snprintf(to, room, "%s", o->english ? "not enough memory." : "mémoire insuffisante.");
    } else {
        (void)snprintf(to, room,
                o->english ? "%s:%u:%u: %s (see `cahier lexicon check`)."
                           : "%s:%u:%u : %s (voir « cahier lexicon check »).",
                path, error->line, error->column, cahier_lexicon_message(error->message, o->english));
    }
    return false;
}

static bool parse_list(opening *o, const char *path, cahier_text bytes, cahier_lexicon_kind kind, cahier_lexicon *list,
        cahier_lexicon_fact *fact)
{
    cahier_error error = {.message = ""};
    const char *slash = strrchr(path, '/');
    if (cahier_lexicon_parse(o->arena, bytes, kind, list, &error) != CAHIER_OK) {
        return refuse(o, path, &error);
    }
    fact->name = cahier_string(slash != NULL ? slash + 1 : path);
    fact->version = list->version;
    cahier_digest(bytes, fact->sha256);
    return true;
}

static bool read_list(
        opening *o, const char *path, cahier_lexicon_kind kind, cahier_lexicon *list, cahier_lexicon_fact *fact)
{
    cahier_text bytes;
    return cahier_read_file(o->arena, path, CAHIER_FILE_MOST, &bytes) == CAHIER_OK
                   ? parse_list(o, path, bytes, kind, list, fact)
                   : refuse(o, path, NULL);
}

/* A file of the lexicons' folder: its path in the arena, NULL when memory is short. */
static const char *shipped(opening *o, const cahier_lexicon_files *files, cahier_lexicon_kind kind)
{
    size_t room = strlen(files->folder) + strlen(cahier_lexicon_file(kind)) + 2;
    char *path = CAHIER_NEW(o->arena, char, room);
    if (path != NULL) {
        (void)snprintf(path, room, "%s/%s", files->folder, cahier_lexicon_file(kind));
    }
    return path;
}

static bool read_lists(opening *o, const cahier_lexicon_files *files)
{
    static const cahier_error no_memory = {CAHIER_ERROR_NOMEM, 0, 0, ""};
    cahier_routing *r = o->routing;
    const char *urgency = shipped(o, files, CAHIER_LEXICON_URGENCY);
    if (r->list_count == 0) {
        o->path[r->list_count++] = shipped(o, files, CAHIER_LEXICON_SERVICES);
    }
    if (urgency == NULL || o->path[0] == NULL) {
        return refuse(o, "", &no_memory);
    }
    for (uint32_t l = 0; l < r->list_count; l++) {
        cahier_lexicon *list = &r->list[l];
        if (o->bytes[l].at != NULL ? !parse_list(o, o->path[l], o->bytes[l], CAHIER_LEXICON_SERVICES, list, &r->fact[l])
                                   : !read_list(o, o->path[l], CAHIER_LEXICON_SERVICES, list, &r->fact[l])) {
            return false;
        }
    }
    cahier_error error;
    if (!read_list(o, urgency, CAHIER_LEXICON_URGENCY, &r->urgency_list, &r->urgency_fact)) {
        return false;
    }
    return cahier_dangers_open(o->arena, o->scratch, r->lexicons, &r->urgency_list, &r->dangers, &error) == CAHIER_OK ||
           refuse(o, urgency, &error);
}

static bool open(opening *o, const cahier_lexicon_files *files)
{
    cahier_routing *out = o->routing;
    cahier_error error;
    uint32_t wrong;
    if (!read_lists(o, files)) {
        return false;
    }
    cahier_services_input in = {.lexicons = out->lexicons, .list = out->list, .list_count = out->list_count};
    return cahier_services_open(o->arena, o->scratch, &in, &out->services, &wrong, &error) == CAHIER_OK ||
           refuse(o, o->path[wrong], &error);
}

bool cahier_routing_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicon_files *files,
        const char *const *path, bool english, cahier_routing *out)
{
    opening o = {.arena = arena, .scratch = scratch, .english = english, .routing = out};
    *out = (cahier_routing){.lexicons = files->lexicons};
    for (; path[out->list_count] != NULL && out->list_count < CAHIER_ROUTING_LISTS; out->list_count++) {
        o.path[out->list_count] = path[out->list_count];
    }
    return open(&o, files);
}

bool cahier_routing_open_lists(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicon_files *files,
        const cahier_routing_list *list, bool english, cahier_routing *out)
{
    opening o = {.arena = arena, .scratch = scratch, .english = english, .routing = out};
    *out = (cahier_routing){.lexicons = files->lexicons};
    for (; list[out->list_count].name != NULL && out->list_count < CAHIER_ROUTING_LISTS; out->list_count++) {
        const cahier_routing_list *one = &list[out->list_count];
        o.path[out->list_count] = one->bytes.at != NULL ? one->name : shipped(&o, files, CAHIER_LEXICON_SERVICES);
        o.bytes[out->list_count] = one->bytes;
    }
    return open(&o, files);
}

cahier_status cahier_routing_teach(
        cahier_arena *arena, cahier_arena *scratch, const cahier_route_lesson *lesson, cahier_routing *routing)
{
    cahier_error error;
    uint32_t wrong;
    cahier_services_input in = {
            .lexicons = routing->lexicons, .list = routing->list, .list_count = routing->list_count, .lesson = lesson};
    return cahier_services_open(arena, scratch, &in, &routing->services, &wrong, &error);
}

cahier_status cahier_routing_take(cahier_arena *batch, cahier_arena *scratch, const cahier_routing *routing,
        const cahier_message *message, cahier_routed *out)
{
    cahier_routed routed;
    CAHIER_TRY(cahier_route_message(batch, scratch, &routing->services, message, &routed.route));
    CAHIER_TRY(cahier_judge_urgency(
            batch, scratch, &routing->dangers, message->types, message->document, &routed.urgency));
    *out = routed;
    return CAHIER_OK;
}
