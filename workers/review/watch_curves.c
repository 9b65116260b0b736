/* SPDX-License-Identifier: Apache-2.0 */
/* watch_read.h, curves: messages of thirteen weeks by theme and by place. */
#include <stdlib.h>
#include <string.h>

#include "queue_watch.h"
#include "text.h"
#include "watch_read.h"
#include "watch_record.h"

#define READ_AT_ONCE 1000u
#define CURVES_MOST 40u /* themes, and places: the largest */
#define SPAN (7 * (int32_t)CAHIER_WEEKS)

typedef struct counted { /* a message */
    cahier_text theme, place;
    int32_t day;
} counted;

typedef struct counting {
    cahier_request *request;
    counted *at;
    uint32_t count;
    int32_t last; /* day of the last message */
} counting;

/* A few hundred names: looked through one by one. */
static cahier_shown_curve *find(cahier_shown_curve *curves, uint32_t *count, cahier_text name)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (cahier_text_equal(curves[i].name, name)) {
            return &curves[i];
        }
    }
    if (*count == CAHIER_CURVE_NAMES) {
        return NULL;
    }
    curves[*count] = (cahier_shown_curve){.name = name};
    return &curves[(*count)++];
}

static void count_in(cahier_shown_curve *curves, uint32_t *count, cahier_text name, uint32_t week)
{
    cahier_shown_curve *curve = find(curves, count, name);
    if (curve != NULL) {
        curve->value[week]++;
        curve->total++;
    }
}

static int by_total(const void *a, const void *b)
{
    const cahier_shown_curve *x = a, *y = b;
    return x->total != y->total ? (x->total < y->total) - (x->total > y->total) : cahier_text_order(x->name, y->name);
}

static void take_record(counting *c, cahier_text record)
{
    cJSON *tree = cJSON_ParseWithLength(record.at, record.len);
    int32_t date = cahier_record_date(tree, "date");
    if (date != 0) {
        counted *one = &c->at[c->count++];
        *one = (counted){cahier_record_text(c->request->arena, tree, "label"),
                cahier_record_text(c->request->arena, tree, "place"), cahier_day_number(date)};
        c->last = one->day > c->last || c->count == 1 ? one->day : c->last;
    }
    cJSON_Delete(tree);
}

static cahier_queue_answer read_records(counting *c, cahier_queue_heard *heard, uint32_t count)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    cahier_arena scratch; /* given back between two readings: the records are longer than what is kept of them */
    if (!cahier_arena_open(&scratch, CAHIER_REQUEST_ARENA)) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t first = 0; first < count && answer == CAHIER_QUEUE_DONE; first += READ_AT_ONCE) {
        uint32_t some = count - first < READ_AT_ONCE ? count - first : READ_AT_ONCE;
        do {
            answer = cahier_queue_fill_filed(c->request->queue, &scratch, heard + first, some);
        } while (cahier_request_again(c->request, answer));
        for (uint32_t i = first; i < first + some && answer == CAHIER_QUEUE_DONE; i++) {
            take_record(c, heard[i].blob);
        }
        cahier_arena_reset(&scratch, 0);
    }
    cahier_arena_close(&scratch);
    return answer;
}

static cahier_queue_answer sort_out(const counting *c, cahier_shown_curves *out)
{
    out->themes = CAHIER_NEW(c->request->arena, cahier_shown_curve, CAHIER_CURVE_NAMES);
    out->places = CAHIER_NEW(c->request->arena, cahier_shown_curve, CAHIER_CURVE_NAMES);
    if (out->themes == NULL || out->places == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t w = 0; w < CAHIER_WEEKS; w++) {
        out->first[w] = cahier_day_date(c->last - SPAN + 1 + 7 * (int32_t)w);
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const counted *one = &c->at[i];
        int32_t ago = c->last - one->day;
        if (ago >= SPAN) {
            continue;
        }
        uint32_t week = CAHIER_WEEKS - 1 - (uint32_t)ago / 7;
        out->messages++;
        out->unclassified += one->theme.len == 0;
        if (one->theme.len > 0) {
            count_in(out->themes, &out->theme_count, one->theme, week);
        }
        if (one->place.len > 0) {
            count_in(out->places, &out->place_count, one->place, week);
        }
    }
    qsort(out->themes, out->theme_count, sizeof *out->themes, by_total);
    qsort(out->places, out->place_count, sizeof *out->places, by_total);
    out->theme_count = out->theme_count < CURVES_MOST ? out->theme_count : CURVES_MOST;
    out->place_count = out->place_count < CURVES_MOST ? out->place_count : CURVES_MOST;
    return CAHIER_QUEUE_DONE;
}

cahier_queue_answer cahier_watch_read_curves(cahier_request *request, cahier_shown_curves *out)
{
    cahier_queue_day *day;
    cahier_queue_heard *heard;
    uint32_t days, count = 0;
    char now[32];
    cahier_queue_answer answer;
    *out = (cahier_shown_curves){.messages = 0};
    do {
        answer = cahier_queue_watch_days(request->queue, request->arena, 0, CAHIER_CURVE_DAYS, &day, &days);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE || days == 0) {
        return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
    }
    cahier_account_now(now);
    while (days > 1 && day[days - 1].date > cahier_record_date_of(cahier_string(now))) {
        days--; /* a mistyped year */
    }
    int32_t last = day[days - 1].date, first = cahier_day_date(cahier_day_number(last) - SPAN + 1);
    do {
        answer = cahier_queue_watch_day(request->queue, request->arena, first, last, &heard, &count);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
    }
    out->cut = count > CAHIER_CURVE_MOST;
    uint32_t skipped = out->cut ? count - CAHIER_CURVE_MOST : 0;
    counting c = {.request = request, .at = CAHIER_NEW(request->arena, counted, (size_t)(count - skipped) + 1)};
    answer = c.at != NULL ? read_records(&c, heard + skipped, count - skipped) : CAHIER_QUEUE_REFUSED;
    return answer == CAHIER_QUEUE_DONE && c.count > 0 ? sort_out(&c, out) : answer;
}
