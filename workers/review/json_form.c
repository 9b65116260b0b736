/* SPDX-License-Identifier: Apache-2.0 */
#include "json_form.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "out.h"
#include "text.h"

/* What a member of the object is in a form, and its values that have a name there; value NULL: as it is. */
static const struct {
    const char *json, *form;
    const char *value[7][2];
} members[] = {{"title", "titre", {{NULL}}}, {"confirm", "confirmer", {{NULL}}}, {"author", "auteur", {{NULL}}},
        {"batch", "lot", {{NULL}}}, {"follows", "suite", {{NULL}}},
        {"state", "etat", {{"none", "non"}, {"link", "lien"}, {NULL}}}, {"until", "jusqu-au", {{NULL}}},
        {"reason", "raison", {{NULL}}},
        {"say", "faire",
                {{"acknowledge", "acknowledged"}, {"snooze", "snoozed"}, {"dismiss", "dismissed"}, {"reopen", "open"},
                        {"route", "orienter"}, {"answer", "repondu"}, {NULL}}},
        {"choice", "faire", {{"apart", "part"}, {"rename", "renommer"}, {NULL}}}};

static const char *form_name(const char *name, const char **value)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (strcmp(members[i].json, name) != 0) {
            continue;
        }
        for (size_t v = 0; *value != NULL && members[i].value[v][0] != NULL; v++) {
            *value = strcmp(members[i].value[v][0], *value) == 0 ? members[i].value[v][1] : *value;
        }
        return members[i].form;
    }
    return name;
}

static cahier_status copy(cahier_arena *arena, const char *string, cahier_text *out)
{
    size_t len = strlen(string);
    char *to = CAHIER_NEW(arena, char, len + 1);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, string, len);
    *out = (cahier_text){to, (uint32_t)len};
    return cahier_form_is_text(*out) ? CAHIER_OK : CAHIER_ERROR_UTF8;
}

static cahier_status add(cahier_arena *arena, cahier_fields *fields, const char *member, const cJSON *item)
{
    char digits[32];
    const char *value = NULL;
    cahier_text key, text;
    if (cJSON_IsString(item)) {
        value = item->valuestring;
    } else if (cJSON_IsBool(item)) {
        value = cJSON_IsTrue(item) ? "oui" : "";
    } else if (cJSON_IsNumber(item) &&
               cJSON_PrintPreallocated((cJSON *)(uintptr_t)item, digits, (int)sizeof digits, 0)) {
        value = digits;
    }
    if (value == NULL) {
        return CAHIER_OK;
    }
    CAHIER_TRY(copy(arena, form_name(member, &value), &key));
    CAHIER_TRY(copy(arena, value, &text));
    return cahier_form_add(arena, fields, key, text);
}

static cahier_status add_all(cahier_arena *arena, cahier_fields *fields, const cJSON *tree)
{
    const cJSON *member, *item;
    cJSON_ArrayForEach(member, tree)
    {
        if (!cJSON_IsArray(member)) {
            CAHIER_TRY(add(arena, fields, member->string, member));
            continue;
        }
        cJSON_ArrayForEach(item, member)
        {
            CAHIER_TRY(add(arena, fields, member->string, item));
        }
    }
    return CAHIER_OK;
}

/* A body with anything after its object is none. */
static cJSON *parse(cahier_text body)
{
    const char *end = NULL;
    cJSON *tree = cahier_form_is_text(body) ? cJSON_ParseWithLengthOpts(body.at, body.len, &end, 0) : NULL;
    bool rest = false;
    for (; tree != NULL && end < body.at + body.len; end++) {
        rest = rest || strchr(" \t\r\n", *end) == NULL;
    }
    if (rest || !cJSON_IsObject(tree)) {
        cJSON_Delete(tree);
        return NULL;
    }
    return tree;
}

cahier_status cahier_json_form(cahier_arena *arena, cahier_text body, cahier_fields *fields)
{
    cJSON *tree = parse(body);
    cahier_status status = tree != NULL ? add_all(arena, fields, tree) : CAHIER_ERROR_UTF8;
    cJSON_Delete(tree);
    return status;
}
