/* SPDX-License-Identifier: Apache-2.0 */
/* The services of a tenant's watch: its own list, and what corrected routes taught. */
#include <stdio.h>
#include <string.h>

#include "decisions.h"
#include "queue_alerts.h"
#include "route_write.h"
#include "watch_live.h"

#define LEARN_MOST 4000u /* messages against which the corrected ones are weighed: the latest */
#define READ_AT_ONCE 500u

/* --- lists ------------------------------------------------------------------------------------------------------------- */

static cahier_queue_answer read_list(cahier_live *live, const char *name, cahier_text *out)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_watch_read(live->queue, &live->step, name, out);
    } while (cahier_live_again(live, answer));
    if (answer == CAHIER_QUEUE_NOTHING) {
        *out = (cahier_text){NULL, 0};
        return CAHIER_QUEUE_DONE;
    }
    return answer;
}

static cahier_text keep(cahier_arena *arena, cahier_text text)
{
    char *to = text.at != NULL ? CAHIER_NEW(arena, char, text.len + 1) : NULL;
    if (to != NULL) {
        memcpy(to, text.at, text.len);
    }
    return (cahier_text){to, to != NULL ? text.len : 0};
}

/* Services of these lists, in an arena of their own: a list that people wrote wrong changes nothing, but is said. */
static bool open_services(cahier_live *live, cahier_text services, cahier_text learned)
{
    cahier_routing *out = &live->routing[1 - live->list];
    cahier_arena *arena = &live->lists[1 - live->list];
    bool english = live->options->analyse.intake.options.english;
    cahier_arena_reset(arena, 0);
    const cahier_routing_list lists[] = {{"services", keep(arena, services)},
            {learned.at != NULL ? "learned" : NULL, keep(arena, learned)}, {NULL, {NULL, 0}}};
    if (!cahier_routing_open_lists(arena, &live->mind.scratch, &live->input.lexicon_files, lists, english, out)) {
        (void)fprintf(stderr, "cahier watch%s %s\n", english ? ":" : " :", out->message);
        return false;
    }
    return true;
}

static void digest_lists(cahier_text services, cahier_text learned, char digest[130])
{
    cahier_digest(services.at != NULL ? services : (cahier_text){"", 0}, digest);
    cahier_digest(learned.at != NULL ? learned : (cahier_text){"", 0}, digest + 64);
}

static cahier_queue_answer look_at_lists(cahier_live *live)
{
    cahier_text services, learned;
    char digest[sizeof live->lists_digest];
    cahier_queue_answer answer = read_list(live, "services", &services);
    answer = answer == CAHIER_QUEUE_DONE ? read_list(live, "learned", &learned) : answer;
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    digest_lists(services, learned, digest);
    if (strcmp(digest, live->lists_digest) == 0) {
        return CAHIER_QUEUE_DONE;
    }
    bool first = live->lists_digest[0] == '\0';
    memcpy(live->lists_digest, digest, sizeof digest);
    if (open_services(live, services, learned) ||
            (first && open_services(live, (cahier_text){NULL, 0}, (cahier_text){NULL, 0}))) {
        live->list = 1 - live->list;
        return CAHIER_QUEUE_DONE;
    }
    return first ? cahier_live_refuse(
                           live, "les listes de services sont illisibles.", "the lists of services cannot be read.")
                 : CAHIER_QUEUE_DONE;
}

/* --- what corrections teach ---------------------------------------------------------------------------------------------- */

typedef struct learning {
    cahier_live *live;
    cahier_journal journal;
    cahier_queue_heard *heard;
    uint32_t count, room;
    cahier_heard_messages messages;
    cahier_route_lot lot;
} learning;

static cahier_queue_answer read_latest(learning *l)
{
    cahier_live *live = l->live;
    uint64_t from = live->facts.filed > LEARN_MOST ? live->facts.filed - LEARN_MOST : 0;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (; from < live->facts.filed && answer == CAHIER_QUEUE_DONE; from += READ_AT_ONCE) {
        cahier_queue_heard *read;
        uint32_t count = 0;
        do {
            answer = cahier_queue_read_heard(live->queue, &live->step, from, READ_AT_ONCE, &read, &count);
        } while (cahier_live_again(live, answer));
        for (uint32_t i = 0; i < count && l->count < l->room; i++) {
            l->heard[l->count++] = read[i];
        }
    }
    return answer;
}

static bool is_there(const learning *l, uint64_t position)
{
    for (uint32_t i = 0; i < l->count; i++) {
        if (l->heard[i].position == position) {
            return true;
        }
    }
    return false;
}

/* Corrected messages that are older than the latest. */
static cahier_queue_answer read_corrected(learning *l)
{
    cahier_live *live = l->live;
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t i = 0; i < l->journal.decisions.count; i++) {
        const cahier_decision *decision = &l->journal.decisions.at[i];
        for (uint32_t c = 0; c < decision->contribution_count && l->count < l->room; c++) {
            char digest[65];
            cahier_queue_heard heard;
            cahier_digest(decision->contributions[c], digest);
            digest[CAHIER_WATCH_DIGEST] = '\0';
            do {
                answer = cahier_queue_find_heard(live->queue, &live->step, digest, &heard);
            } while (cahier_live_again(live, answer));
            if (answer == CAHIER_QUEUE_DONE && heard.blob.len > 0 && !is_there(l, heard.position)) {
                l->heard[l->count++] = heard;
            } else if (answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING) {
                return answer;
            }
        }
    }
    return CAHIER_QUEUE_DONE;
}

static cahier_status analyse(learning *l, cahier_analyser *analyser)
{
    cahier_arena *step = &l->live->step;
    cahier_chunk chunk;
    l->lot.document = (const cahier_document **)cahier_arena_alloc(step, l->messages.count, sizeof(cahier_document *));
    if (l->lot.document == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_analyse_cleaned(analyser, l->messages.cleaned, l->messages.count, &chunk));
    for (uint32_t d = 0; d < chunk.count; d++) {
        l->lot.document[d] = &chunk.at[d];
    }
    cahier_intake intake = {.at = l->messages.received, .count = l->messages.count};
    l->lot.intake = &intake;
    l->lot.types = analyser->types;
    l->lot.routing = &l->live->routing[1 - l->live->list]; /* of the town's list alone */
    l->lot.decisions = &l->journal.decisions;
    return cahier_route_all(step, &l->live->mind.scratch, &l->lot);
}

static cahier_status route_lot(learning *l)
{
    cahier_live *live = l->live;
    cahier_analyser analyser;
    CAHIER_TRY(cahier_heard_messages_read(&live->step, l->heard, l->count, &l->messages));
    CAHIER_TRY(cahier_analyser_open(live->input.lexicon_files.lexicons, &live->options->analyse.analysis, &live->step,
            &live->mind.scratch, &analyser));
    cahier_status status = analyse(l, &analyser);
    cahier_analyser_close(&analyser);
    return status;
}

static cahier_queue_answer write_learned(learning *l)
{
    cahier_live *live = l->live;
    cahier_out out;
    cahier_queue_answer answer;
    cahier_out_open_memory(&out);
    if (l->lot.lesson.count > 0) {
        cahier_route_write_learned(&out, &l->lot);
    }
    do {
        answer = cahier_queue_watch_write(live->queue, "learned", cahier_out_text(&out));
    } while (cahier_live_again(live, answer));
    (void)cahier_out_close(&out);
    return answer;
}

static cahier_queue_answer learn(learning *l)
{
    cahier_live *live = l->live;
    cahier_text services;
    l->room = LEARN_MOST + l->journal.decisions.count + READ_AT_ONCE;
    l->heard = CAHIER_NEW(&live->step, cahier_queue_heard, l->room);
    cahier_queue_answer answer = l->heard != NULL
                                         ? read_list(live, "services", &services)
                                         : cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    answer = answer == CAHIER_QUEUE_DONE ? read_latest(l) : answer;
    answer = answer == CAHIER_QUEUE_DONE ? read_corrected(l) : answer;
    if (answer != CAHIER_QUEUE_DONE || l->count == 0 || !open_services(live, services, (cahier_text){NULL, 0})) {
        return answer;
    }
    if (route_lot(l) != CAHIER_OK) {
        return cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    }
    return write_learned(l);
}

static cahier_queue_answer read_routes(cahier_live *live, uint64_t from, cahier_text **line, uint32_t *count)
{
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_route_lines(live->queue, &live->step, from, line, count);
    } while (cahier_live_again(live, answer));
    return answer;
}

/* The journal of routes, when it has lines that the services do not know: asked for first, it is long. */
static cahier_queue_answer learn_from_people(cahier_live *live)
{
    learning l = {.live = live};
    cahier_text *line;
    cahier_out journal;
    uint32_t count;
    cahier_queue_answer answer = read_routes(live, live->taught, &line, &count);
    if (answer != CAHIER_QUEUE_DONE || count == 0) {
        return answer;
    }
    answer = live->taught > 0 ? read_routes(live, 0, &line, &count) : answer;
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_out_open_memory(&journal);
    for (uint32_t i = 0; i < count; i++) {
        cahier_put_text(&journal, line[i]);
        cahier_put(&journal, "\n");
    }
    cahier_text bytes = keep(&live->step, cahier_out_text(&journal));
    (void)cahier_out_close(&journal);
    live->taught = count;
    return bytes.at != NULL && cahier_journal_parse(&live->step, "routes", bytes, false, &l.journal)
                   ? learn(&l)
                   : CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_live_services(cahier_live *live)
{
    cahier_arena_reset(&live->step, 0);
    cahier_queue_answer answer = learn_from_people(live);
    cahier_arena_reset(&live->step, 0);
    return answer == CAHIER_QUEUE_DONE ? look_at_lists(live) : answer;
}
