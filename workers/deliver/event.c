/* SPDX-License-Identifier: Apache-2.0 */
#include "event.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

#include "json_tree.h"

void cahier_event_write(cahier_out *out, const cahier_event *event)
{
    cahier_put(out, "{\"channels\":");
    cahier_put_uint(out, event->channels);
    cahier_put_member(out, "kind", event->kind);
    cahier_put_member(out, "title", event->title);
    cahier_put_member(out, "summary", event->summary);
    cahier_put_member(out, "path", event->path);
    cahier_put(out, ",\"facts\":");
    cahier_put_text(out, event->facts.len > 0 ? event->facts : cahier_string("{}"));
    cahier_put(out, "}");
}

static bool copy_text(cahier_arena *arena, const cJSON *tree, const char *name, cahier_text *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(tree, name);
    size_t len = cJSON_IsString(item) ? strlen(item->valuestring) : 0;
    char *copy = cJSON_IsString(item) ? CAHIER_NEW(arena, char, len + 1) : NULL;
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, item->valuestring, len);
    *out = (cahier_text){copy, (uint32_t)len};
    return true;
}

static bool copy_facts(cahier_arena *arena, const cJSON *tree, cahier_text *out)
{
    const cJSON *facts = cJSON_GetObjectItemCaseSensitive(tree, "facts");
    char *printed = cJSON_IsObject(facts) ? cJSON_PrintUnformatted(facts) : NULL;
    size_t len = printed != NULL ? strlen(printed) : 0;
    char *copy = printed != NULL ? CAHIER_NEW(arena, char, len + 1) : NULL;
    if (copy != NULL) {
        memcpy(copy, printed, len);
        *out = (cahier_text){copy, (uint32_t)len};
    }
    cJSON_free(printed);
    return copy != NULL;
}

bool cahier_event_read(cahier_arena *arena, const char *id, cahier_text record, cahier_event *out)
{
    cahier_event event = {.id = id};
    cJSON *tree = cJSON_ParseWithLength(record.at, record.len);
    const cJSON *channels = cJSON_GetObjectItemCaseSensitive(tree, "channels");
    bool read = cJSON_IsNumber(channels) && channels->valuedouble >= 0 && channels->valuedouble <= UINT32_MAX &&
                copy_text(arena, tree, "kind", &event.kind) && copy_text(arena, tree, "title", &event.title) &&
                copy_text(arena, tree, "summary", &event.summary) && copy_text(arena, tree, "path", &event.path) &&
                copy_facts(arena, tree, &event.facts);
    if (read) {
        event.channels = (unsigned)channels->valuedouble;
        *out = event;
    }
    cJSON_Delete(tree);
    return read;
}

bool cahier_event_put_address(cahier_out *out, const char *public_url, const char *tenant, const cahier_event *event)
{
    bool known = public_url != NULL && event->path.len > 0;
    if (known) {
        cahier_put(out, public_url);
        cahier_put(out, "/");
        cahier_put(out, tenant);
        cahier_put_text(out, event->path);
    }
    return known;
}

cahier_queue_answer cahier_event_tell(cahier_queue *queue, const cahier_event *event)
{
    cahier_out record;
    cahier_out_open_memory(&record);
    cahier_event_write(&record, event);
    cahier_queue_answer answer = cahier_queue_tell(queue, event->id, cahier_out_text(&record));
    (void)cahier_out_close(&record);
    return answer;
}
