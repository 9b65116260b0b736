/* SPDX-License-Identifier: Apache-2.0 */
#include "desk_csv.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "heard_message.h"
#include "route_words.h"
#include "rows.h"

#define AT_ONCE 100u

typedef struct table {
    cahier_arena *arena;
    cahier_sink sink;
} table;

static void put_string(const table *t, const char *string)
{
    t->sink.text(t->sink.self, string != NULL ? cahier_string(string) : (cahier_text){NULL, 0});
}

static void put_member(const table *t, const cJSON *object, const char *name)
{
    put_string(t, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name)));
}

static void put_points(const table *t, const cJSON *candidate)
{
    const cJSON *score = cJSON_GetObjectItemCaseSensitive(candidate, "score");
    if (cJSON_IsNumber(score)) {
        t->sink.number(t->sink.self, (int64_t)(score->valuedouble * 1000 + .5));
    } else {
        put_string(t, NULL);
    }
}

/* « nids de poule 1 + trottoir 0,5 »; of an alarm « odeur de gaz 1 ». */
static void put_words(const table *t, const cJSON *holder)
{
    cahier_out text;
    const cJSON *word;
    cahier_out_open_memory(&text);
    cJSON_ArrayForEach(word, cJSON_GetObjectItemCaseSensitive(holder, "words"))
    {
        const cJSON *surface = cJSON_GetObjectItemCaseSensitive(word, "surface");
        const cJSON *weight = cJSON_GetObjectItemCaseSensitive(word, "weight");
        const char *how = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(word, "how"));
        if (cJSON_IsString(surface) && (how == NULL || strcmp(how, "said") == 0)) {
            cahier_put(&text, text.len > 0 ? " + " : "");
            cahier_put(&text, surface->valuestring);
            cahier_put(&text, " ");
            cahier_put_milli(&text, cJSON_IsNumber(weight) ? (int64_t)(weight->valuedouble * 1000 + .5) : 0, ',');
        }
    }
    t->sink.text(t->sink.self, cahier_out_text(&text));
    (void)cahier_out_close(&text);
}

static const char *why(const cJSON *record)
{
    const char *reason = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, "reason"));
    for (uint32_t r = 0; reason != NULL && r < CAHIER_ROUTE_REASONS; r++) {
        if (strcmp(reason, cahier_route_reason_name((cahier_route_reason)r)) == 0) {
            return cahier_route_fr.why_of[r];
        }
    }
    return NULL;
}

static void put_header(const table *t)
{
    const cahier_route_words *w = &cahier_route_fr;
    const char *const names[] = {w->urgent, w->id, w->date, w->place, w->message, w->service, w->points, w->because,
            w->other, w->other_points, w->other_because, w->why, w->alert, w->who, w->when};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_string(t, names[i]);
    }
    t->sink.row(t->sink.self);
}

static cahier_status put_item(const table *t, const cahier_queue_desk_item *item)
{
    cahier_heard_messages messages;
    cahier_queue_heard heard = {item->position, item->blob};
    CAHIER_TRY(cahier_heard_messages_read(t->arena, &heard, 1, &messages));
    cJSON *record = cJSON_ParseWithLength(item->record.at, item->record.len);
    cJSON *said = item->said.len > 0 ? cJSON_ParseWithLength(item->said.at, item->said.len) : NULL;
    const cJSON *best = cJSON_GetObjectItemCaseSensitive(record, "best");
    const cJSON *next = cJSON_GetObjectItemCaseSensitive(record, "next");
    const cJSON *given = cJSON_GetObjectItemCaseSensitive(said, "service");
    put_string(t, cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(record, "urgent")) ? cahier_route_fr.yes : NULL);
    put_member(t, record, "id");
    put_member(t, record, "date");
    put_member(t, record, "place");
    t->sink.text(t->sink.self, messages.count > 0 ? messages.cleaned[0].text : (cahier_text){NULL, 0});
    put_member(t, cJSON_IsString(given) ? said : best, "service");
    put_points(t, best);
    put_words(t, best);
    put_member(t, next, "service");
    put_points(t, next);
    put_words(t, next);
    put_string(t, cJSON_IsString(given) ? cahier_route_fr.why_of[CAHIER_ROUTE_DECIDED] : why(record));
    put_words(t, cJSON_GetObjectItemCaseSensitive(record, "urgency"));
    put_member(t, said, "who");
    put_member(t, said, "when");
    t->sink.row(t->sink.self);
    cJSON_Delete(said);
    cJSON_Delete(record);
    return CAHIER_OK;
}

cahier_queue_answer cahier_desk_write_csv(
        cahier_queue *queue, cahier_arena *arena, cahier_text service, cahier_out *out)
{
    cahier_csv csv = {out, false};
    table t = {arena, cahier_csv_open(&csv)};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    uint32_t count = AT_ONCE;
    size_t mark = cahier_arena_mark(arena);
    put_header(&t);
    for (uint64_t from = 0; count == AT_ONCE && answer == CAHIER_QUEUE_DONE; from += AT_ONCE) {
        cahier_queue_desk_item *item;
        answer = cahier_queue_desk(queue, arena, service, from, AT_ONCE, &item, &count);
        for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
            answer = put_item(&t, &item[i]) == CAHIER_OK ? CAHIER_QUEUE_DONE : CAHIER_QUEUE_REFUSED;
        }
        cahier_arena_reset(arena, mark);
    }
    return answer;
}
