/* SPDX-License-Identifier: Apache-2.0 */
/* Days that are over are told: what they teach, what emerged. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "hearing.h"
#include "watch_live.h"
#include "watch_memory.h"

#define DAYS_MOST 512u       /* looked at at a time: more than the first themes wait for */
#define STEP_MESSAGES 20000u /* of days told in one unit, or one day when it has more */
#define READ_AT_ONCE 500u
#define GRACE_SECONDS 7200 /* after midnight: what was sent before it has arrived */
#define ODD_MOST 10u       /* messages: fewer, more than a year before all others, are mistyped */

typedef struct telling {
    cahier_live *live;
    cahier_queue_day *day;
    uint32_t day_count;
    uint32_t first, end; /* days to be told */
    uint64_t messages;   /* of them, and of those that are passed over */
    cahier_heard_messages heard;
} telling;

/* --- which days ------------------------------------------------------------------------------------------------------ */

static int32_t number_of(const telling *t, uint32_t i)
{
    return cahier_day_number(t->day[i].date);
}

/* Day number of yesterday, until the grace is over. */
static int32_t day_of_clock(void)
{
    return cahier_day_number(cahier_day_at(time(NULL) - GRACE_SECONDS));
}

static bool is_over(const telling *t, uint32_t i, int32_t clock)
{
    int32_t late = (int32_t)t->live->options->late;
    if (!t->live->options->by_messages) {
        return clock > number_of(t, i) + late;
    }
    for (uint32_t j = i + 1; j < t->day_count && number_of(t, j) - number_of(t, j - 1) <= CAHIER_WATCH_GAP; j++) {
        if (number_of(t, j) > number_of(t, i) + late) {
            return true;
        }
    }
    return false;
}

/* Before anything was told: the first day that is not odd. After: a day more than a year away waits for others. */
static uint32_t first_day(const telling *t)
{
    uint64_t messages = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i + 1 < t->day_count && t->live->facts.told == 0 && messages < ODD_MOST; i++) {
        messages += t->day[i].count;
        if (number_of(t, i + 1) - number_of(t, i) > CAHIER_WATCH_GAP && messages < ODD_MOST) {
            first = i + 1;
            messages = 0;
        }
    }
    return first;
}

static void choose(telling *t)
{
    const cahier_live *live = t->live;
    int32_t clock = day_of_clock();
    int32_t last = live->facts.told > 0 ? cahier_day_number(live->facts.told) : 0;
    uint64_t messages = 0;
    t->first = first_day(t);
    t->end = t->first;
    while (t->end < t->day_count && is_over(t, t->end, clock) && (messages < STEP_MESSAGES || t->end == t->first) &&
            ((t->end == t->first && live->facts.told == 0) || number_of(t, t->end) - last <= CAHIER_WATCH_GAP)) {
        last = number_of(t, t->end);
        messages += t->day[t->end++].count;
    }
}

/* --- their messages --------------------------------------------------------------------------------------------------- */

static cahier_queue_answer read_days(telling *t)
{
    cahier_live *live = t->live;
    cahier_queue_heard *heard;
    cahier_queue_answer answer;
    uint32_t count;
    do {
        answer = cahier_queue_watch_day(
                live->queue, &live->step, t->day[t->first].date, t->day[t->end - 1].date, &heard, &count);
    } while (cahier_live_again(live, answer));
    for (uint32_t first = 0; first < count && answer == CAHIER_QUEUE_DONE; first += READ_AT_ONCE) {
        uint32_t left = count - first;
        do {
            answer = cahier_queue_fill_heard(
                    live->queue, &live->step, heard + first, left < READ_AT_ONCE ? left : READ_AT_ONCE);
        } while (cahier_live_again(live, answer));
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    if (cahier_heard_messages_read(&live->step, heard, count, &t->heard) != CAHIER_OK ||
            cahier_heard_messages_sort(&live->step, &t->heard) != CAHIER_OK) {
        return cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    }
    t->messages = count;
    for (uint32_t i = 0; i < t->first; i++) {
        t->messages += t->day[i].count;
    }
    return CAHIER_QUEUE_DONE;
}

/* --- what is told ------------------------------------------------------------------------------------------------------ */

static void add_news(cahier_live *live, const cahier_finding *finding, cahier_text subject, cahier_text record)
{
    static const cahier_queue_alert_change changes[] = {[CAHIER_FINDING_RAISED] = CAHIER_ALERT_RAISED,
            [CAHIER_FINDING_CONTINUED] = CAHIER_ALERT_CONTINUED,
            [CAHIER_FINDING_GROWN] = CAHIER_ALERT_GROWN,
            [CAHIER_FINDING_CLOSED] = CAHIER_ALERT_CLOSED};
    if (live->news_count == live->news_room) {
        live->news_room = 2 * live->news_room + 16;
        live->news = cahier_report_alloc(live->news, live->news_room, sizeof *live->news);
    }
    char *bytes = cahier_report_alloc(NULL, (size_t)subject.len + record.len + 1, 1);
    memcpy(bytes, subject.at != NULL ? subject.at : "", subject.len);
    memcpy(bytes + subject.len, record.at, record.len);
    live->news[live->news_count++] = (cahier_queue_alert_news){.change = changes[finding->change],
            .number = finding->number,
            .date = finding->date,
            .subject = {bytes, subject.len},
            .record = {bytes + subject.len, record.len}};
}

static void drop_news(cahier_live *live)
{
    for (uint32_t i = 0; i < live->news_count; i++) {
        free((void *)(uintptr_t)live->news[i].subject.at);
    }
    live->news_count = 0;
    live->fitted = false;
}

cahier_status cahier_live_day(void *self, const cahier_findings *findings, int32_t date)
{
    cahier_live *live = self;
    cahier_out subject;
    cahier_status status = CAHIER_OK;
    (void)date;
    cahier_out_open_memory(&subject);
    for (uint32_t i = 0; i < findings->count && status == CAHIER_OK && !live->silent; i++) {
        cahier_finding finding = findings->at[i];
        finding.number += live->base;
        subject.len = 0;
        if (finding.change == CAHIER_FINDING_RAISED) {
            status = cahier_watch_record(&live->voice, &finding, &subject);
        } else {
            cahier_watch_figures(&live->voice, &finding);
        }
        add_news(live, &finding, cahier_out_text(&subject), cahier_out_text(&live->voice.out));
    }
    (void)cahier_out_close(&subject);
    return status;
}

void cahier_live_refit(void *self, int32_t date)
{
    cahier_live *live = self;
    (void)date;
    live->fitted = true;
}

static cahier_queue_answer commit(telling *t, int32_t to)
{
    cahier_live *live = t->live;
    cahier_out state, themes;
    cahier_queue_answer answer = CAHIER_QUEUE_REFUSED;
    cahier_out_open_memory(&state);
    cahier_out_open_memory(&themes);
    cahier_status status = cahier_mind_write(&live->mind, live->base, &state);
    if (status == CAHIER_OK && live->fitted) {
        status = cahier_mind_write_themes(&live->mind, &themes);
    }
    cahier_queue_telling unit = {.token = live->token,
            .from = live->facts.told,
            .to = to,
            .messages = t->messages,
            .state = cahier_out_text(&state),
            .themes = cahier_out_text(&themes),
            .fitted = cahier_day_date(live->mind.fitted),
            .news = live->news,
            .count = live->news_count};
    while (status == CAHIER_OK) {
        answer = cahier_live_hold(live);
        answer = answer == CAHIER_QUEUE_DONE ? cahier_queue_watch_tell(live->queue, &unit) : answer;
        if (!cahier_live_again(live, answer)) {
            break;
        }
    }
    (void)cahier_out_close(&state);
    (void)cahier_out_close(&themes);
    return status == CAHIER_OK ? answer : cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
}

/* The first themes, of the days before any is told; false: more days must come first. */
static cahier_status fit_first(telling *t, const cahier_watch_messages *messages, bool *ready)
{
    cahier_live *live = t->live;
    *ready = live->mind.themes.known || live->facts.told > 0;
    if (*ready) {
        return CAHIER_OK;
    }
    cahier_watch_messages first = *messages;
    first.count = cahier_mind_first(messages, t->day_count == DAYS_MOST);
    *ready = first.count > 0;
    if (*ready) {
        CAHIER_TRY(cahier_mind_fit(&live->mind, &first));
        live->fitted = live->mind.themes.known;
    }
    return CAHIER_OK;
}

static cahier_queue_answer tell(telling *t)
{
    cahier_live *live = t->live;
    cahier_watch_messages messages = {t->heard.received, t->heard.cleaned, t->heard.author, t->heard.count};
    bool ready;
    cahier_status status = fit_first(t, &messages, &ready);
    if (status == CAHIER_OK && !ready) {
        live->waited = t->day[t->end - 1].date;
        return CAHIER_QUEUE_NOTHING;
    }
    live->loaded = false; /* until the commit is in, the mind is ahead of it */
    status = status == CAHIER_OK ? cahier_mind_hear(&live->mind, &live->step, &messages) : status;
    if (status != CAHIER_OK) {
        return cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
    }
    if (*live->stop != 0) {
        return CAHIER_QUEUE_NOTHING;
    }
    uint32_t reconnections = live->reconnections;
    cahier_queue_answer answer = commit(t, t->day[t->end - 1].date);
    if (answer == CAHIER_QUEUE_DONE && live->reconnections == reconnections) {
        live->facts.told = t->day[t->end - 1].date;
        live->loaded = true;
    }
    return answer == CAHIER_QUEUE_ALREADY ? CAHIER_QUEUE_DONE : answer;
}

cahier_queue_answer cahier_live_tell(cahier_live *live)
{
    telling t = {.live = live};
    cahier_queue_answer answer;
    cahier_arena_reset(&live->step, 0);
    do {
        answer = cahier_queue_watch_days(live->queue, &live->step, live->facts.told, DAYS_MOST, &t.day, &t.day_count);
    } while (cahier_live_again(live, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    choose(&t);
    if (t.end == t.first || t.day[t.end - 1].date == live->waited) {
        return CAHIER_QUEUE_NOTHING;
    }
    answer = read_days(&t);
    answer = answer == CAHIER_QUEUE_DONE ? tell(&t) : answer;
    drop_news(live);
    return answer;
}

/* --- anew -------------------------------------------------------------------------------------------------------------- */

/* Days after *after that were told, a step of them. NOTHING: there is none. */
static cahier_queue_answer hear_again(telling *t, int32_t *after)
{
    cahier_live *live = t->live;
    cahier_queue_answer answer;
    cahier_arena_reset(&live->step, 0);
    do {
        answer = cahier_queue_watch_days(live->queue, &live->step, *after, DAYS_MOST, &t->day, &t->day_count);
    } while (cahier_live_again(live, answer));
    uint64_t messages = 0;
    for (t->first = t->end = 0; answer == CAHIER_QUEUE_DONE && t->end < t->day_count &&
                                t->day[t->end].date <= live->facts.told && messages < STEP_MESSAGES;) {
        messages += t->day[t->end++].count;
    }
    if (answer != CAHIER_QUEUE_DONE || t->end == 0) {
        return answer == CAHIER_QUEUE_DONE ? CAHIER_QUEUE_NOTHING : answer;
    }
    answer = read_days(t);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_watch_messages read = {t->heard.received, t->heard.cleaned, t->heard.author, t->heard.count}, first = read;
    first.count = live->mind.themes.known ? 0 : cahier_mind_first(&read, true);
    cahier_status status = first.count > 0 ? cahier_mind_fit(&live->mind, &first) : CAHIER_OK;
    status = status == CAHIER_OK ? cahier_mind_hear(&live->mind, &live->step, &read) : status;
    *after = t->day[t->end - 1].date;
    return status == CAHIER_OK ? CAHIER_QUEUE_DONE
                               : cahier_live_refuse(live, "mémoire insuffisante.", "not enough memory.");
}

cahier_queue_answer cahier_live_relearn(cahier_live *live)
{
    telling t = {.live = live};
    cahier_queue_answer answer;
    int32_t after = 0;
    live->silent = true;
    do {
        answer = hear_again(&t, &after);
    } while (answer == CAHIER_QUEUE_DONE && *live->stop == 0);
    live->silent = false;
    if (answer != CAHIER_QUEUE_NOTHING || live->facts.told == 0) {
        return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
    }
    live->base = live->facts.number;
    live->fitted = live->mind.themes.known;
    t.messages = 0;
    answer = commit(&t, live->facts.told);
    drop_news(live);
    return answer;
}
