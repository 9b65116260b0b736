/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* gmtime_r */
#include "feed.h"

#include <time.h>

static void put_element(cahier_out *out, const char *name, cahier_text text)
{
    cahier_put(out, "<");
    cahier_put(out, name);
    cahier_put(out, ">");
    cahier_put_html(out, text);
    cahier_put(out, "</");
    cahier_put(out, name);
    cahier_put(out, ">\n");
}

static void put_moment(cahier_out *out, int64_t ms)
{
    char when[32];
    time_t seconds = (time_t)(ms / 1000);
    struct tm utc;
    (void)strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&seconds, &utc));
    put_element(out, "updated", cahier_string(when));
}

static void put_id(cahier_out *out, const cahier_feed *feed, cahier_text of)
{
    cahier_put(out, "<id>urn:cahier:");
    cahier_put(out, feed->tenant);
    cahier_put(out, of.len > 0 ? ":" : "");
    cahier_put_html(out, of);
    cahier_put(out, "</id>\n");
}

static void put_entry(cahier_out *out, const cahier_feed *feed, const cahier_event *event, int64_t told_ms)
{
    cahier_put(out, "<entry>\n");
    put_id(out, feed, cahier_string(event->id));
    put_element(out, "title", event->title);
    put_moment(out, told_ms);
    if (event->summary.len > 0) {
        put_element(out, "summary", event->summary);
    }
    cahier_out url;
    cahier_out_open_memory(&url);
    if (cahier_event_put_address(&url, feed->public_url, feed->tenant, event)) {
        cahier_put(out, "<link href=\"");
        cahier_put_html(out, cahier_out_text(&url));
        cahier_put(out, "\"/>\n");
    }
    (void)cahier_out_close(&url);
    cahier_put(out, "</entry>\n");
}

void cahier_feed_write(cahier_arena *arena, cahier_out *out, const cahier_feed *feed)
{
    cahier_put(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
                    "xml:lang=\"fr\">\n");
    put_id(out, feed, (cahier_text){NULL, 0});
    cahier_put(out, "<title>cahier — ");
    cahier_put_html(out, feed->town.len > 0 ? feed->town : cahier_string(feed->tenant));
    cahier_put(out, "</title>\n<author><name>cahier</name></author>\n");
    put_moment(out, feed->count > 0 ? feed->event[0].told_ms : 0);
    for (uint32_t i = 0; i < feed->count; i++) {
        cahier_event event; /* a copy of an id ends with a zero */
        if (cahier_event_read(arena, feed->event[i].id.at, feed->event[i].record, &event)) {
            put_entry(out, feed, &event, feed->event[i].told_ms);
        }
    }
    cahier_put(out, "</feed>\n");
}
