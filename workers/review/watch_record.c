/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_record.h"

#include "out.h"

#define NUMBER_MOST 1e12

double cahier_record_number(const cJSON *record, const char *name)
{
    double value = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(record, name));
    return value > 0 && value < NUMBER_MOST ? value : 0;
}

int64_t cahier_record_milli(const cJSON *record, const char *name)
{
    return (int64_t)(cahier_record_number(record, name) * 1000 + .5);
}

int64_t cahier_record_milli_or(const cJSON *record, const char *name, int64_t missing)
{
    return cJSON_IsNumber(cJSON_GetObjectItemCaseSensitive(record, name)) ? cahier_record_milli(record, name) : missing;
}

int32_t cahier_record_date_of(cahier_text text)
{
    int32_t date = 0;
    for (uint32_t i = 0; i < 10; i++) {
        bool dash = i == 4 || i == 7;
        if (i >= text.len || (dash ? text.at[i] != '-' : text.at[i] < '0' || text.at[i] > '9')) {
            return 0;
        }
        date = dash ? date : date * 10 + (text.at[i] - '0');
    }
    return cahier_is_date(date) ? date : 0;
}

int32_t cahier_record_date(const cJSON *record, const char *name)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(record, name));
    return value != NULL ? cahier_record_date_of(cahier_string(value)) : 0;
}
