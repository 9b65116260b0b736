/* SPDX-License-Identifier: Apache-2.0 */
#include "record.h"

#include <string.h>

#include "json_tree.h"

cahier_text cahier_record_copy(cahier_arena *arena, const char *string)
{
    size_t len = string != NULL ? strlen(string) : 0;
    char *to = len > 0 ? CAHIER_NEW(arena, char, len + 1) : NULL;
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, string, len);
    return (cahier_text){to, (uint32_t)len};
}

cahier_text cahier_record_text(cahier_arena *arena, const cJSON *record, const char *name)
{
    return cahier_record_copy(arena, cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, name)));
}

void cahier_record_set(cJSON *record, const char *name, const char *value)
{
    cJSON_DeleteItemFromObjectCaseSensitive(record, name);
    cahier_json_string(record, name, value);
}
