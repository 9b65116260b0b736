/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_mind.h"

#include <stdio.h>
#include <string.h>

#include "previous_report.h"
#include "text.h"

#define LEARN_DAYS 28     /* the first themes are made of four weeks, */
#define LEARN_LEAST 400u  /* longer when these hold fewer messages, */
#define LEARN_MOST 20000u /* and of no more than that */
#define SAMPLE_A_DAY 22u  /* half a year fills the sample */

bool cahier_mind_open(cahier_watch_mind *mind, uint32_t threads)
{
    const cahier_watch_options *options = mind->options;
    if (!cahier_arena_reserve(&mind->kept) || !cahier_arena_reserve(&mind->scratch) ||
            !cahier_arena_reserve(&mind->themes.arena) ||
            cahier_emerge_new(&mind->kept, &options->emerge, &mind->state) != CAHIER_OK ||
            !cahier_hearers_open(
                    &mind->hearers, threads, mind->input->lexicon_files.lexicons, &options->analyse.analysis)) {
        return false;
    }
    cahier_recent_open(&mind->recent, options->emerge.texts);
    cahier_recent_open(&mind->sample, CAHIER_WATCH_SAMPLE);
    return true;
}

void cahier_mind_close(cahier_watch_mind *mind)
{
    cahier_hearers_close(&mind->hearers);
    cahier_recent_close(&mind->recent);
    cahier_recent_close(&mind->sample);
    cahier_arena_close(&mind->themes.arena);
    cahier_arena_close(&mind->scratch);
    cahier_arena_close(&mind->kept);
}

/* --- themes -------------------------------------------------------------------------------------------------------- */

uint32_t cahier_mind_first(const cahier_watch_messages *messages, bool all)
{
    const cahier_contribution *at = messages->received;
    uint32_t count = 0;
    while (count < messages->count && count < LEARN_MOST &&
            (count < LEARN_LEAST || cahier_day_number(at[count].date) - cahier_day_number(at[0].date) < LEARN_DAYS)) {
        count++;
    }
    return count < messages->count || count == LEARN_MOST || all ? count : 0;
}

cahier_status cahier_mind_fit(cahier_watch_mind *mind, const cahier_watch_messages *messages)
{
    cahier_heard_block block = {.received = messages->received,
            .cleaned = messages->cleaned,
            .count = messages->count,
            .person_hash = messages->person_hash};
    cahier_status status = messages->count > 0 ? cahier_watch_fit(&mind->hearers, mind->input,
                                                         &mind->options->analyse.analysis, &block, &mind->themes)
                                               : CAHIER_ERROR_EMPTY;
    return status == CAHIER_ERROR_EMPTY ? CAHIER_OK : status;
}

static uint32_t count_shown(const cahier_previous *previous)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < previous->theme_count; k++) {
        count += previous->themes[k].shown;
    }
    return count;
}

bool cahier_mind_fit_report(
        cahier_watch_mind *mind, cahier_arena *lasting, cahier_arena *file, char *message, size_t room)
{
    char path[4096];
    char *const paths[] = {path};
    cahier_previous_report previous;
    cahier_options *analysis = &mind->options->analyse.analysis, options = *analysis;
    const cahier_intake_options *asked = &mind->options->analyse.intake.options;
    cahier_intake_options reading = {
            .english = asked->english, .person_key = asked->person_key, .person_key_len = asked->person_key_len};
    cahier_intake intake;
    cahier_intake_error error;
    (void)snprintf(path, sizeof path, "%s/contributions.jsonl", mind->options->themes);
    if (!cahier_previous_report_read(lasting, mind->options->themes, asked->english, &previous)) {
        (void)snprintf(message, room, "%s", previous.message);
        return false;
    }
    options.previous = &previous.previous;
    options.themes = count_shown(&previous.previous);
    analysis->themes = options.themes;
    if (cahier_intake_read(file, &mind->scratch, &reading, paths, 1, &intake, &error) != CAHIER_OK) {
        (void)snprintf(message, room, "%s", error.sentence);
        return false;
    }
    cahier_heard_block block = {.received = intake.at, .count = intake.count, .person_hash = intake.person_hash};
    cahier_status status = cahier_watch_fit(&mind->hearers, mind->input, &options, &block, &mind->themes);
    cahier_arena_reset(file, 0);
    (void)snprintf(message, room, "%s",
            asked->english ? "that report gives no themes." : "ce rapport ne donne pas de thèmes.");
    return status == CAHIER_OK;
}

static bool are_old(const cahier_watch_mind *mind, int32_t date)
{
    return mind->options->refit > 0 && cahier_day_number(date) - mind->fitted >= (int32_t)mind->options->refit;
}

static cahier_status refit_when_due(cahier_watch_mind *mind, int32_t date)
{
    if (!are_old(mind, date) || mind->sample.count < LEARN_LEAST) {
        return CAHIER_OK;
    }
    mind->fitted = cahier_day_number(date);
    cahier_status status = cahier_watch_refit(
            &mind->hearers, mind->input, &mind->options->analyse.analysis, &mind->sample, &mind->themes);
    if (status != CAHIER_OK) {
        return status == CAHIER_ERROR_EMPTY ? CAHIER_OK : status;
    }
    const cahier_listener *listener = &mind->themes.listener;
    cahier_emerge_refit(mind->state, listener->themes, listener->theme_count, listener->texts);
    mind->ears.refit(mind->ears.self, date);
    return CAHIER_OK;
}

/* --- days ---------------------------------------------------------------------------------------------------------- */

static const char *theme_of(const cahier_watch_mind *mind, const cahier_heard *heard)
{
    for (uint32_t k = 0; mind->themes.known && k < mind->themes.listener.theme_count; k++) {
        if (cahier_text_equal(heard->theme, cahier_string(mind->themes.listener.themes[k].id))) {
            return mind->themes.listener.themes[k].id;
        }
    }
    return NULL;
}

/* Of a day, those whose ids hash lowest are kept to make themes again, whatever the order. */
static void sample_day(cahier_watch_mind *mind, const cahier_heard_block *block, uint32_t first, uint32_t count)
{
    uint64_t limit = count > SAMPLE_A_DAY ? UINT64_MAX / count * SAMPLE_A_DAY : UINT64_MAX;
    for (uint32_t d = first; d < first + count; d++) {
        const cahier_contribution *received = &block->received[d];
        const cahier_document *document = cahier_heard_document(block, d);
        cahier_recent_add(&mind->recent, received->id, document->text, received->date, NULL);
        if (cahier_text_hash(received->id) <= limit) {
            cahier_recent_add(
                    &mind->sample, received->id, document->text, received->date, theme_of(mind, &block->heard[d]));
        }
    }
}

static cahier_status tell_day(cahier_watch_mind *mind, const cahier_heard_block *block, uint32_t first, uint32_t count)
{
    cahier_findings findings;
    int32_t date = block->received[first].date;
    sample_day(mind, block, first, count);
    CAHIER_TRY(cahier_emerge_day(mind->state, &mind->options->emerge,
            &(cahier_heard_day){date, block->heard + first, count}, &mind->scratch, &mind->hearers.arena[1],
            &findings));
    return mind->ears.day(mind->ears.self, &findings, date);
}

static cahier_status tell_days(cahier_watch_mind *mind, const cahier_heard_block *block)
{
    for (uint32_t first = 0, end; first < block->count && *mind->stop == 0; first = end) {
        size_t mark = cahier_arena_mark(&mind->scratch);
        for (end = first; end < block->count && block->received[end].date == block->received[first].date;) {
            end++;
        }
        cahier_status status = tell_day(mind, block, first, end - first);
        cahier_arena_reset(&mind->scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}

/* Whole days of about CAHIER_WATCH_BLOCK messages from `first` on; each day on which themes are old begins another block. */
static uint32_t end_of_block(const cahier_watch_mind *mind, const cahier_watch_messages *messages, uint32_t first)
{
    const cahier_contribution *at = messages->received;
    uint32_t end = first + 1;
    while (end < messages->count &&
            (at[end].date == at[end - 1].date || (end - first < CAHIER_WATCH_BLOCK && !are_old(mind, at[end].date)))) {
        end++;
    }
    return end;
}

static cahier_status hear_block(cahier_watch_mind *mind, cahier_arena *arena, cahier_heard_block *block)
{
    CAHIER_TRY(refit_when_due(mind, block->received[0].date));
    block->listener = mind->themes.known ? &mind->themes.listener : NULL;
    if (!cahier_hearers_open(&mind->hearers, mind->hearers.crew.threads, mind->input->lexicon_files.lexicons,
                &mind->options->analyse.analysis)) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_hear_block(&mind->hearers, arena, block));
    CAHIER_TRY(tell_days(mind, block));
    if (mind->ears.heard != NULL) {
        mind->ears.heard(mind->ears.self, block->count);
    }
    return CAHIER_OK;
}

cahier_status cahier_mind_hear(cahier_watch_mind *mind, cahier_arena *arena, const cahier_watch_messages *messages)
{
    for (uint32_t first = 0, end; first < messages->count && *mind->stop == 0; first = end) {
        size_t mark = cahier_arena_mark(arena);
        mind->fitted = mind->fitted == 0 ? cahier_day_number(messages->received[first].date) : mind->fitted;
        end = end_of_block(mind, messages, first);
        cahier_heard_block block = {.received = messages->received + first,
                .cleaned = messages->cleaned != NULL ? messages->cleaned + first : NULL,
                .count = end - first,
                .person_hash = messages->person_hash};
        cahier_status status = hear_block(mind, arena, &block);
        cahier_arena_reset(arena, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}
