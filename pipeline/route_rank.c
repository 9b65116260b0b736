/* SPDX-License-Identifier: Apache-2.0 */
#include "route_rank.h"

static uint32_t words_of(cahier_text form)
{
    uint32_t count = 1;
    for (uint32_t i = 0; i < form.len; i++) {
        count += form.at[i] == ' ';
    }
    return count;
}

/* How long the rows of each service are, and where they begin. */
static void look_at_parts(cahier_sorting *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        const cahier_service_row *row = &s->services->row[s->part[i].row];
        uint32_t k = row->service, words = words_of(row->form);
        if (s->part[i].end > 0) { /* else the message's theme, which stands nowhere */
            s->first[k] = s->words[k] == 0 || s->part[i].start < s->first[k] ? s->part[i].start : s->first[k];
            s->words[k] = words > s->words[k] ? words : s->words[k];
        }
    }
}

/* Whether service a comes before b. */
static bool is_ahead(const cahier_sorting *s, uint32_t a, uint32_t b)
{
    if (b == CAHIER_NONE || s->score[a] != s->score[b]) {
        return b == CAHIER_NONE ? s->score[a] > 0 : s->score[a] > s->score[b];
    }
    return s->words[a] != s->words[b] ? s->words[a] > s->words[b] : s->first[a] < s->first[b];
}

void cahier_route_rank(cahier_sorting *s, cahier_route *out)
{
    *out = (cahier_route){.service = CAHIER_NONE, .other = CAHIER_NONE};
    look_at_parts(s);
    for (uint32_t k = 0; k < s->services->count; k++) {
        if (is_ahead(s, k, out->service)) {
            out->other = out->service;
            out->service = k;
        } else if (is_ahead(s, k, out->other)) {
            out->other = k;
        }
    }
    out->score_milli = out->service != CAHIER_NONE ? s->score[out->service] : 0;
    out->other_milli = out->other != CAHIER_NONE ? s->score[out->other] : 0;
}

/* The share of the best one's points that the next one may have. */
static int64_t share_of(const cahier_sorting *s, const cahier_route *route)
{
    uint32_t best = route->service, next = route->other;
    if (next == CAHIER_NONE || s->words[best] == 0 || s->words[next] == 0 || s->first[best] == s->first[next]) {
        return CAHIER_ROUTE_NEAR_PERCENT;
    }
    bool longer = s->words[best] > s->words[next], head = s->first[best] < s->first[next];
    return longer && head     ? CAHIER_ROUTE_HEAD_PERCENT
           : !longer && !head ? CAHIER_ROUTE_TAIL_PERCENT
                              : CAHIER_ROUTE_NEAR_PERCENT;
}

cahier_route_reason cahier_route_judge(
        const cahier_sorting *s, const cahier_route *route, const cahier_document *document)
{
    if ((document->notes & CAHIER_NOTE_NO_ANSWER) != 0) {
        return CAHIER_ROUTE_EMPTY;
    }
    if (route->service == CAHIER_NONE) {
        return CAHIER_ROUTE_NOTHING;
    }
    if (route->score_milli < CAHIER_ROUTE_ENOUGH) {
        return CAHIER_ROUTE_LITTLE;
    }
    bool near = (int64_t)route->other_milli * 100 > route->score_milli * share_of(s, route);
    return near ? CAHIER_ROUTE_NEAR : CAHIER_ROUTED;
}
