/* SPDX-License-Identifier: Apache-2.0 */
/* json_tree.h -- small JSON documents as trees of cJSON: texts that end nowhere, thousandths that stay exact.
 *
 * Memory  the tree's; a failed malloc aborts with a message, so nothing here fails
 * Cost    a malloc or two a value: for documents that people could read, not for contributions.jsonl
 */
#ifndef CAHIER_REPORT_JSON_TREE_H
#define CAHIER_REPORT_JSON_TREE_H

#include <cjson/cJSON.h>

#include "cahier.h"

/* cJSON returns NULL only when malloc does: for the calls that have no name here. */
cJSON *cahier_json_check(cJSON *item);

cJSON *cahier_json_object(cJSON *parent, const char *name);
cJSON *cahier_json_array(cJSON *parent, const char *name);
cJSON *cahier_json_push_object(cJSON *array);
void cahier_json_string(cJSON *parent, const char *name, const char *value);
/* cJSON takes the first NUL for the end: those of a text are left out. */
void cahier_json_text(cJSON *parent, const char *name, cahier_text text);
/* "2025-03-14", of 20250314; null for 0. */
void cahier_json_date(cJSON *parent, const char *name, int32_t date);
/* The same under a name that ends nowhere either. */
void cahier_json_pair(cJSON *parent, cahier_text name, cahier_text text);
void cahier_json_push_text(cJSON *array, cahier_text text);
void cahier_json_count(cJSON *parent, const char *name, uint64_t count);
/* Members of a theme of report.json. */
void cahier_theme_json(cJSON *object, const cahier_result *result, const cahier_theme *theme);
/* Printed from the integer: 0.42, never 0.41999999. */
void cahier_json_milli(cJSON *parent, const char *name, int64_t milli);

#endif
