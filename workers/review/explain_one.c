/* SPDX-License-Identifier: Apache-2.0 */
#include "explain_one.h"

#include <cjson/cJSON.h>

#include "files.h"
#include "json_tree.h"

#define EXPLAIN_BYTES ((size_t)64 << 20) /* of address space: a mebibyte of text has some 40 of explanation */

/* Of report.json what an explanation reads: the names of themes, the sizes of groups of copies. */
static cJSON *describe_report(const cahier_result *result, uint32_t d)
{
    cJSON *report = cahier_json_check(cJSON_CreateObject());
    cJSON *themes = cahier_json_array(report, "themes");
    for (uint32_t k = 0; k < result->theme_count; k++) {
        cJSON *theme = cahier_json_push_object(themes);
        cahier_json_string(theme, "id", result->themes[k].id);
        cahier_json_text(theme, "label", result->themes[k].label);
    }
    cJSON *groups = cahier_json_array(report, "duplicates");
    if (result->duplicate_of[d] != CAHIER_NONE) {
        const cahier_duplicate_group *group = &result->duplicates[result->duplicate_of[d]];
        char key[16];
        cJSON *own = cahier_json_push_object(groups);
        cahier_duplicate_key(result->duplicate_of[d], key);
        cahier_json_string(own, "id", key);
        cahier_json_count(own, "documents", group->document_count);
        cahier_json_count(own, "persons", group->persons);
        cJSON_AddBoolToObject(own, "campaign", group->campaign);
    }
    return report;
}

bool cahier_explain_one(const cahier_report_input *input, uint32_t document,
        void (*use)(void *self, const cahier_explanation *explanation), void *self)
{
    cahier_arena arena;
    cahier_explanation explanation;
    cahier_out line;
    bool explained = false;
    cahier_out_open_memory(&line);
    cahier_write_contribution_json(&line, input, document);
    cJSON *tree = cJSON_ParseWithLength(cahier_out_text(&line).at, cahier_out_text(&line).len);
    cJSON *report = describe_report(input->result, document);
    if (cahier_arena_open(&arena, EXPLAIN_BYTES)) {
        explained = tree != NULL && cahier_explanation_read(&arena, tree, report, &explanation) == CAHIER_OK &&
                    cahier_explanation_check(&arena, &explanation) == CAHIER_OK;
        if (explained) {
            use(self, &explanation);
        }
        cahier_arena_close(&arena);
    }
    cJSON_Delete(tree);
    cJSON_Delete(report);
    (void)cahier_out_close(&line);
    return explained;
}
