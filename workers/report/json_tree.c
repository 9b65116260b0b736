/* SPDX-License-Identifier: Apache-2.0 */
#include "json_tree.h"

#include <stdlib.h>

#include "out.h"

cJSON *cahier_json_check(cJSON *item)
{
    if (item == NULL) {
        cahier_report_alloc(NULL, SIZE_MAX / 2, 1); /* aborts with its message */
    }
    return item;
}

cJSON *cahier_json_object(cJSON *parent, const char *name)
{
    return cahier_json_check(cJSON_AddObjectToObject(parent, name));
}

cJSON *cahier_json_array(cJSON *parent, const char *name)
{
    return cahier_json_check(cJSON_AddArrayToObject(parent, name));
}

cJSON *cahier_json_push_object(cJSON *array)
{
    cJSON *item = cahier_json_check(cJSON_CreateObject());
    cJSON_AddItemToArray(array, item);
    return item;
}

void cahier_json_string(cJSON *parent, const char *name, const char *value)
{
    cahier_json_check(cJSON_AddStringToObject(parent, name, value));
}

/* Texts hold no NUL but from a hostile file. */
static char *copy_text(cahier_text text)
{
    char *copy = cahier_report_alloc(NULL, (size_t)text.len + 1, 1);
    uint32_t len = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.at[i] != '\0') {
            copy[len++] = text.at[i];
        }
    }
    copy[len] = '\0';
    return copy;
}

void cahier_json_text(cJSON *parent, const char *name, cahier_text text)
{
    char *copy = copy_text(text);
    cahier_json_string(parent, name, copy);
    free(copy);
}

void cahier_json_date(cJSON *parent, const char *name, int32_t date)
{
    if (date == 0) {
        cahier_json_check(cJSON_AddNullToObject(parent, name));
        return;
    }
    cahier_out text;
    cahier_out_open_memory(&text);
    cahier_put_iso_date(&text, date);
    cahier_json_text(parent, name, cahier_out_text(&text));
    (void)cahier_out_close(&text);
}

void cahier_json_pair(cJSON *parent, cahier_text name, cahier_text text)
{
    char *key = copy_text(name);
    cahier_json_text(parent, key, text);
    free(key);
}

void cahier_json_push_text(cJSON *array, cahier_text text)
{
    char *copy = copy_text(text);
    cJSON_AddItemToArray(array, cahier_json_check(cJSON_CreateString(copy)));
    free(copy);
}

void cahier_json_count(cJSON *parent, const char *name, uint64_t count)
{
    cahier_json_check(cJSON_AddNumberToObject(parent, name, (double)count));
}

void cahier_json_milli(cJSON *parent, const char *name, int64_t milli)
{
    cahier_out digits;
    cahier_out_open_memory(&digits);
    cahier_put_milli(&digits, milli, '.');
    cahier_put_bytes(&digits, "", 1);
    cahier_json_check(cJSON_AddRawToObject(parent, name, digits.at));
    cahier_out_close(&digits);
}
