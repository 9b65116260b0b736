/* SPDX-License-Identifier: Apache-2.0 */
#include "alert_event.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "json_tree.h"
#include "say.h"

static const struct {
    const char *kind, *sentence;
} sentences[] = {{"term", "Un mot monte : « {0} »."}, {"theme", "Un thème monte : « {0} »."},
        {"new", "Un sujet nouveau : « {0} »."}, {"place", "Plus de messages viennent de « {0} »."},
        {"polarity", "L’opinion change dans le thème « {0} »."},
        {"campaign", "Une campagne de textes recopiés, pas un besoin : « {0} »."}};
static const char more[] = "Une alerte grandit : « {0} ».", over[] = "Une alerte est finie : « {0} ».";
static const struct {
    const char *end, *sentence;
} ends[] = {{"faded", " C’est retombé."}, {"usual", " C’est devenu l’habitude."},
        {"gone", " Les thèmes ont été refaits : elle n’est plus suivie."},
        {"crowded", " Trop de textes sont recopiés à la fois : elle n’est plus suivie."}};
static const char counted[] = "{0} {0|personne|personnes}, {1} attendues.";
static const char copied[] = "{0} {0|texte|textes} de {1} {1|personne|personnes}.";
static const char since[] = " Depuis le {0}.";

static const cJSON *member(const cJSON *tree, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(tree, name);
}

static const char *string_of(const cJSON *tree, const char *name)
{
    const cJSON *item = member(tree, name);
    return cJSON_IsString(item) ? item->valuestring : "";
}

static double number_of(const cJSON *tree, const char *name)
{
    const cJSON *item = member(tree, name);
    return cJSON_IsNumber(item) && item->valuedouble >= 0 && item->valuedouble < 1e12 ? item->valuedouble : 0;
}

/* "2026-03-14", or 0. */
static int32_t date_of(const cJSON *tree, const char *name)
{
    unsigned year = 0, month = 0, day = 0;
    bool whole = sscanf(string_of(tree, name), "%4u-%2u-%2u", &year, &month, &day) == 3;
    return whole && month >= 1 && month <= 12 && day >= 1 && day <= 31 ? (int32_t)(year * 10000 + month * 100 + day)
                                                                       : 0;
}

static bool keep(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *copy = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    if (copy != NULL && text.len > 0) {
        memcpy(copy, text.at, text.len);
    }
    *out = (cahier_text){copy, text.len};
    return copy != NULL;
}

static bool is_phase(const cJSON *tree, const char *phase)
{
    return strcmp(string_of(tree, "phase"), phase) == 0;
}

static bool say_title(cahier_arena *arena, const cJSON *tree, cahier_text *out)
{
    const char *sentence = "Alerte : « {0} ».";
    cahier_out title;
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        sentence = strcmp(sentences[i].kind, string_of(tree, "kind")) == 0 ? sentences[i].sentence : sentence;
    }
    sentence = is_phase(tree, "more") ? more : is_phase(tree, "over") ? over : sentence;
    cahier_out_open_memory(&title);
    CAHIER_SAY_PLAIN(&title, sentence, CAHIER_T(cahier_string(string_of(tree, "what"))));
    bool kept = keep(arena, cahier_out_text(&title), out);
    (void)cahier_out_close(&title);
    return kept;
}

static bool say_summary(cahier_arena *arena, const cJSON *tree, cahier_text *out)
{
    bool campaign = strcmp(string_of(tree, "kind"), "campaign") == 0;
    uint64_t persons = (uint64_t)number_of(tree, "persons");
    cahier_out summary;
    cahier_out_open_memory(&summary);
    if (campaign) {
        CAHIER_SAY_PLAIN(&summary, copied, CAHIER_N((uint64_t)number_of(tree, "messages")), CAHIER_N(persons));
    } else {
        CAHIER_SAY_PLAIN(
                &summary, counted, CAHIER_N(persons), CAHIER_F((int64_t)(number_of(tree, "expected") * 1000 + .5)));
    }
    if (date_of(tree, "since") != 0) {
        CAHIER_SAY_PLAIN(&summary, since, CAHIER_D(date_of(tree, "since")));
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        cahier_put(&summary, strcmp(ends[i].end, string_of(tree, "end")) == 0 ? ends[i].sentence : "");
    }
    bool kept = keep(arena, cahier_out_text(&summary), out);
    (void)cahier_out_close(&summary);
    return kept;
}

/* Of each object of a list, its name and how many persons. */
static void copy_list(cJSON *facts, const cJSON *tree, const char *list, const char *name)
{
    const cJSON *item;
    cJSON *array = cahier_json_array(facts, list);
    cJSON_ArrayForEach(item, member(tree, list))
    {
        cJSON *object = cahier_json_push_object(array);
        cahier_json_string(object, name, string_of(item, name));
        cahier_json_count(object, "persons", (uint64_t)number_of(item, "persons"));
    }
}

static bool write_facts(cahier_arena *arena, uint32_t number, const cJSON *tree, cahier_text *out)
{
    static const char *const strings[] = {"kind", "what", "theme", "polarity", "date", "since", "phase", "end"};
    static const char *const numbers[] = {"sequence", "persons", "messages", "expected", "ratio", "q"};
    cJSON *facts = cahier_json_check(cJSON_CreateObject());
    cahier_json_count(facts, "alerte", number);
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        if (cJSON_IsString(member(tree, strings[i]))) {
            cahier_json_string(facts, strings[i], string_of(tree, strings[i]));
        }
    }
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (cJSON_IsNumber(member(tree, numbers[i]))) {
            cJSON_AddItemToObject(
                    facts, numbers[i], cahier_json_check(cJSON_Duplicate(member(tree, numbers[i]), true)));
        }
    }
    if (!is_phase(tree, "more") && !is_phase(tree, "over")) {
        copy_list(facts, tree, "words", "surface");
        copy_list(facts, tree, "places", "name");
    }
    char *printed = cJSON_PrintUnformatted(facts);
    bool kept = printed != NULL && keep(arena, cahier_string(printed), out);
    cJSON_free(printed);
    cJSON_Delete(facts);
    return kept;
}

/* The members of a follow-up take the place of those of the alert. False: there is no such follow-up. */
static bool follow(cJSON *tree, cahier_text last, uint32_t sequence)
{
    cJSON *figures = cJSON_ParseWithLength(last.at, last.len), *found = NULL, *one;
    cJSON_ArrayForEach(one, member(figures, "followed"))
    {
        found = number_of(one, "sequence") == sequence ? one : found;
    }
    while (found != NULL && found->child != NULL) {
        cJSON *item = cJSON_DetachItemViaPointer(found, found->child);
        cJSON_DeleteItemFromObjectCaseSensitive(tree, item->string);
        cJSON_AddItemToObject(tree, item->string, item);
    }
    cJSON_Delete(figures);
    return found != NULL;
}

bool cahier_alert_event(cahier_arena *arena, const cahier_queue_alert *alert, uint32_t sequence, cahier_event *out)
{
    char name[32];
    cahier_text id;
    cJSON *tree = cJSON_ParseWithLength(alert->record.at, alert->record.len);
    cahier_event event = {.channels = CAHIER_EVENT_ALL_CHANNELS};
    (void)snprintf(name, sizeof name, sequence > 1 ? "alerte-%u-%u" : "alerte-%u", alert->number, sequence);
    bool made = cJSON_IsObject(tree) && (sequence <= 1 || follow(tree, alert->last, sequence)) &&
                keep(arena, cahier_string(name), &id);
    event.kind = cahier_string(is_phase(tree, "more")   ? CAHIER_EVENT_ALERT_MORE
                               : is_phase(tree, "over") ? CAHIER_EVENT_ALERT_OVER
                                                        : CAHIER_EVENT_ALERT);
    (void)snprintf(name, sizeof name, "/veille/alertes/%u", alert->number);
    made = made && keep(arena, cahier_string(name), &event.path) && say_title(arena, tree, &event.title) &&
           say_summary(arena, tree, &event.summary) && write_facts(arena, alert->number, tree, &event.facts);
    if (made) {
        event.id = id.at;
        *out = event;
    }
    cJSON_Delete(tree);
    return made;
}
