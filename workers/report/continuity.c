/* SPDX-License-Identifier: Apache-2.0 */
#include "continuity.h"

#include <string.h>

#include "assign.h"
#include "facts.h"
#include "french.h"
#include "guide.h"

/* --- JSON -------------------------------------------------------------------------------------------------------------- */

static void put_side(cahier_out *out, const char *name, const char *id, cahier_text label)
{
    cahier_put(out, name);
    if (id == NULL) {
        cahier_put(out, "null");
        return;
    }
    cahier_put(out, "{\"id\":");
    cahier_put_json(out, cahier_string(id));
    cahier_put(out, ",\"label\":");
    cahier_put_json(out, label);
    cahier_put(out, "}");
}

static cahier_text label_before(const cahier_continuity *c, const cahier_passing *p)
{
    return p->before != CAHIER_NONE ? c->previous->themes[p->before].label : (cahier_text){NULL, 0};
}

static cahier_text label_after(const cahier_result *result, const cahier_passing *p)
{
    return p->after != CAHIER_NONE ? result->themes[p->after].label : (cahier_text){NULL, 0};
}

void cahier_put_continuity(cahier_out *out, const cahier_result *result)
{
    const cahier_continuity *c = result->continuity;
    if (c == NULL) {
        cahier_put(out, "null");
        return;
    }
    cahier_put(out, "{\"documents\":");
    cahier_put_uint(out, c->documents);
    cahier_put(out, ",\"same\":");
    cahier_put_uint(out, c->same);
    cahier_put(out, c->again ? ",\"from_previous\":true,\"themes\":[" : ",\"from_previous\":false,\"themes\":[");
    for (uint32_t i = 0; i < c->count; i++) {
        const cahier_passing *p = &c->at[i];
        cahier_put(out, i > 0 ? ",{\"fate\":" : "{\"fate\":");
        cahier_put_json(out, cahier_string(cahier_fate_name(p->fate)));
        put_side(out, ",\"before\":", p->before != CAHIER_NONE ? c->previous->themes[p->before].id : NULL,
                label_before(c, p));
        put_side(out, ",\"after\":", p->after != CAHIER_NONE ? result->themes[p->after].id : NULL,
                label_after(result, p));
        cahier_put(out, ",\"texts\":");
        cahier_put_uint(out, p->shared);
        cahier_put(out, "}");
    }
    cahier_put(out, "]}");
}

void cahier_put_found_of(cahier_out *out, const cahier_result *result, uint32_t d)
{
    const cahier_guidance *g = result->guidance;
    const cahier_assignments *a = &result->assignments[d];
    if (a->kept) {
        cahier_put(out, ",\"kept\":true");
    }
    if (g == NULL || g->found_of == NULL) {
        return;
    }
    const char *found = g->found_of[d] != CAHIER_NONE ? g->found_id[g->found_of[d]] : "";
    const char *shown = a->count > 0 ? result->themes[a->at[0].theme].id : "";
    if (strcmp(found, shown) != 0) {
        cahier_put(out, ",\"found\":");
        if (*found != '\0') {
            cahier_put_json(out, cahier_string(found));
        } else {
            cahier_put(out, "null");
        }
    }
}

/* --- words ------------------------------------------------------------------------------------------------------------- */

static void say_passing(const cahier_speaker *s, const cahier_result *result, const cahier_passing *p)
{
    cahier_text before = label_before(result->continuity, p), after = label_after(result, p);
    switch (p->fate) {
    case CAHIER_KEPT:
        if (!cahier_text_equal(before, after)) {
            CAHIER_SAY_LINE(s, cahier_fr.continued_renamed, CAHIER_T(before), CAHIER_T(after), CAHIER_N(p->shared));
        }
        break;
    case CAHIER_MERGED:
        CAHIER_SAY_LINE(s, cahier_fr.continued_merged, CAHIER_T(before), CAHIER_T(after), CAHIER_N(p->shared));
        break;
    case CAHIER_GONE:
        CAHIER_SAY_LINE(s, cahier_fr.continued_gone, CAHIER_T(before));
        break;
    case CAHIER_SPLIT_OFF:
        CAHIER_SAY_LINE(s, cahier_fr.continued_split, CAHIER_T(before), CAHIER_T(after), CAHIER_N(p->shared));
        break;
    case CAHIER_NEW_THEME:
        CAHIER_SAY_LINE(s, cahier_fr.continued_new, CAHIER_T(after));
        break;
    case CAHIER_FATES:
        break;
    }
}

void cahier_say_continuity(const cahier_result *result, const cahier_speaker *s)
{
    const cahier_continuity *c = result->continuity;
    if (c == NULL) {
        return;
    }
    uint32_t before = c->fates[CAHIER_KEPT] + c->fates[CAHIER_MERGED] + c->fates[CAHIER_GONE];
    CAHIER_SAY_LINE(s, c->again ? cahier_fr.continued : cahier_fr.continued_anew, CAHIER_N(c->fates[CAHIER_KEPT]),
            CAHIER_N(before), CAHIER_N(c->documents), CAHIER_P(cahier_share_milli(c->same, c->documents)),
            CAHIER_P(1000 - 10 * CAHIER_THEME_KEEP_SHARE));
    for (uint32_t i = 0; i < c->count; i++) {
        say_passing(s, result, &c->at[i]);
    }
}
