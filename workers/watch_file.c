/* SPDX-License-Identifier: Apache-2.0 */
/* Messages get their theme and their service as they come. */
#include <string.h>

#include "route_write.h"
#include "watch_live.h"

#define FILED_MOST 1000u /* messages a unit: a second at 1,000 a second, less when they are fewer */

typedef struct filing {
    cahier_live *live;
    cahier_heard_messages messages;
    cahier_heard_block block;
    cahier_route_lot lot;
    cahier_queue_filed *filed;
} filing;

/* {"position":12,"id":"…","date":"2025-03-14","place":…,"theme":"t-4f2a","label":"…","score":0.61,"service":…} */
static void put_record(cahier_out *out, const filing *f, uint32_t d)
{
    const cahier_contribution *received = &f->messages.received[d];
    const cahier_heard *heard = &f->block.heard[d];
    cahier_put(out, "{\"position\":");
    cahier_put_uint(out, f->messages.position[d]);
    cahier_put_member_or_null(out, "id", received->id);
    cahier_put(out, ",\"date\":\"");
    cahier_put_iso_date(out, received->date);
    cahier_put(out, "\"");
    cahier_put_member_or_null(out, "place", received->place);
    cahier_put_member_or_null(out, "theme", heard->theme);
    cahier_put_member_or_null(out, "label", heard->label);
    cahier_put(out, ",\"score\":");
    if (heard->theme.len > 0) {
        cahier_put_milli(out, f->block.given[d].at[0].score_milli, '.');
    } else {
        cahier_put(out, "null");
    }
    cahier_route_put_service(out, &f->lot, d);
    cahier_put(out, "}");
}

static cahier_status keep_record(filing *f, uint32_t d, cahier_out *out)
{
    const cahier_routed *routed = &f->lot.routed[d];
    const cahier_services *services = &f->live->routing[f->live->list].services;
    out->len = 0;
    put_record(out, f, d);
    char *record = CAHIER_NEW(&f->live->step, char, out->len);
    if (record == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(record, out->at, out->len);
    f->filed[d] = (cahier_queue_filed){.position = f->messages.position[d],
            .urgent = routed->urgency.urgent,
            .service = cahier_route_is_sure(&routed->route) ? services->at[routed->route.service].name
                                                            : (cahier_text){NULL, 0},
            .record = {record, (uint32_t)out->len}};
    return CAHIER_OK;
}

static cahier_status route(filing *f, uint32_t d)
{
    const cahier_chunk *chunk = &f->block.chunk[d / CAHIER_WATCH_CHUNK];
    cahier_message message = {cahier_heard_document(&f->block, d), chunk->types, f->block.heard[d].label};
    f->lot.document[d] = message.document;
    return cahier_routing_take(
            &f->live->step, &f->live->mind.scratch, &f->live->routing[f->live->list], &message, &f->lot.routed[d]);
}

static cahier_status make_records(filing *f)
{
    cahier_out out;
    cahier_status status = CAHIER_OK;
    uint32_t count = f->messages.count;
    f->lot.routing = &f->live->routing[f->live->list];
    f->lot.document = (const cahier_document **)cahier_arena_alloc(&f->live->step, count, sizeof(cahier_document *));
    f->lot.routed = CAHIER_NEW(&f->live->step, cahier_routed, count);
    f->filed = CAHIER_NEW(&f->live->step, cahier_queue_filed, count);
    if (f->lot.document == NULL || f->lot.routed == NULL || f->filed == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_out_open_memory(&out);
    for (uint32_t d = 0; d < count && status == CAHIER_OK; d++) {
        status = route(f, d);
        status = status == CAHIER_OK ? keep_record(f, d, &out) : status;
    }
    (void)cahier_out_close(&out);
    return status;
}

static cahier_status hear(filing *f, const cahier_queue_heard *heard, uint32_t count)
{
    cahier_live *live = f->live;
    cahier_watch_mind *mind = &live->mind;
    CAHIER_TRY(cahier_heard_messages_read(&live->step, heard, count, &f->messages));
    f->block = (cahier_heard_block){.received = f->messages.received,
            .cleaned = f->messages.cleaned,
            .count = f->messages.count,
            .listener = mind->themes.known ? &mind->themes.listener : NULL,
            .person_hash = f->messages.author};
    if (!cahier_hearers_open(&mind->hearers, mind->hearers.crew.threads, live->input.lexicon_files.lexicons,
                &live->options->analyse.analysis)) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_hear_block(&mind->hearers, &live->step, &f->block));
    return make_records(f);
}

static cahier_queue_answer commit(const filing *f, uint32_t count)
{
    cahier_live *live = f->live;
    cahier_queue_filing unit = {.token = live->token,
            .from = live->facts.filed,
            .to = live->facts.filed + count,
            .at = f->filed,
            .count = f->messages.count,
            .texts = f->block.drift.texts,
            .unclassified = f->block.drift.unclassified,
            .score_milli = f->block.drift.score_milli};
    cahier_queue_answer answer;
    do {
        answer = cahier_live_hold(live);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_watch_file(live->queue, &unit) : answer;
    } while (cahier_live_again(live, answer));
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        live->facts.filed = unit.to;
        return CAHIER_QUEUE_DONE;
    }
    return answer;
}

cahier_queue_answer cahier_live_file(cahier_live *live)
{
    filing f = {.live = live};
    cahier_queue_heard *heard;
    cahier_queue_answer answer;
    uint32_t count;
    cahier_arena_reset(&live->step, 0);
    do {
        answer = cahier_queue_read_heard(live->queue, &live->step, live->facts.filed, FILED_MOST, &heard, &count);
    } while (cahier_live_again(live, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (hear(&f, heard, count) != CAHIER_OK) {
        return cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    }
    return commit(&f, count);
}
