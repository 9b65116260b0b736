/* SPDX-License-Identifier: Apache-2.0 */
#include "explain.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer_id.h"
#include "command_words.h"
#include "explanation_say.h"
#include "readback.h"
#include "text.h"

#define MEMORY ((size_t)1 << 30) /* reserved, not used: the parts of one contribution */
#define NEAR_SHOWN 3u
#define NEAR_BYTES 64u /* of an id, when its distance is measured */

typedef struct request {
    const char *folder;
    cahier_text id;
    bool json, english;
} request;

typedef struct explaining {
    request request;
    cahier_arena arena;
    cJSON *report;    /* report.json, or NULL */
    cJSON *documents; /* trees of the lines found: explanations borrow their texts */
    cJSON *result;    /* --json */
    cahier_out text;
    uint32_t found, differences;
} explaining;

#define COMPLAIN(x, ...) CAHIER_COMPLAIN(CAHIER_COMMAND_EXPLAIN, (x)->request.english, __VA_ARGS__)

/* --- nearest ids ------------------------------------------------------------------------------------------------------------- */

/* Letters to insert, remove or replace: Levenshtein, over bytes. */
static uint32_t distance(cahier_text a, cahier_text b)
{
    uint32_t row[NEAR_BYTES + 1];
    for (uint32_t j = 0; j <= b.len; j++) {
        row[j] = j;
    }
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t before = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            uint32_t replaced = before + (a.at[i - 1] != b.at[j - 1]);
            uint32_t least = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            before = row[j];
            row[j] = replaced < least ? replaced : least;
        }
    }
    return row[b.len];
}

typedef struct neighbours { /* nearest first; the first of equally near ones */
    char id[NEAR_SHOWN][NEAR_BYTES + 1];
    uint32_t distance[NEAR_SHOWN];
    uint32_t count;
} neighbours;

static void consider(neighbours *near, cahier_text asked, cahier_text id)
{
    uint32_t gap = asked.len > id.len ? asked.len - id.len : id.len - asked.len;
    bool full = near->count == NEAR_SHOWN;
    if (id.len > NEAR_BYTES || (full && gap >= near->distance[NEAR_SHOWN - 1])) {
        return;
    }
    uint32_t far = distance(asked, id), at = full ? NEAR_SHOWN - 1 : near->count;
    if (full && far >= near->distance[at]) {
        return;
    }
    near->count += !full;
    for (; at > 0 && near->distance[at - 1] > far; at--) {
        near->distance[at] = near->distance[at - 1];
        memcpy(near->id[at], near->id[at - 1], sizeof near->id[at]);
    }
    near->distance[at] = far;
    memcpy(near->id[at], id.at, id.len);
    near->id[at][id.len] = '\0';
}

static void complain_unknown(const explaining *x)
{
    cahier_readback readback;
    neighbours near = {.count = 0};
    cahier_text id, asked = x->request.id;
    asked.len = asked.len < NEAR_BYTES ? asked.len : NEAR_BYTES;
    if (cahier_readback_open(x->request.folder, &readback)) {
        while (cahier_readback_next(&readback, &id)) {
            consider(&near, asked, id);
        }
        cahier_readback_close(&readback);
    }
    if (near.count == 0) {
        COMPLAIN(x, CAHIER_UNKNOWN_ID, CAHIER_T(x->request.id));
        return;
    }
    cahier_out list;
    cahier_out_open_memory(&list);
    for (uint32_t i = 0; i < near.count; i++) {
        cahier_put(&list, i > 0 ? ", " : "");
        cahier_put(&list, near.id[i]);
    }
    COMPLAIN(x, CAHIER_UNKNOWN_ID_NEAR, CAHIER_T(x->request.id), CAHIER_T(cahier_out_text(&list)));
    cahier_out_close(&list);
}

/* --- documents ------------------------------------------------------------------------------------------------------------------ */

static bool explain_document(explaining *x, cJSON *document)
{
    cahier_explanation explanation;
    if (!x->request.json) {
        cahier_readback_defuse(document);
    }
    cJSON_AddItemToArray(x->documents, document);
    cahier_status status = cahier_explanation_read(&x->arena, document, x->report, &explanation);
    if (status == CAHIER_OK) {
        status = cahier_explanation_check(&x->arena, &explanation);
    }
    if (status != CAHIER_OK) {
        return false;
    }
    x->differences += explanation.difference_count;
    if (x->request.json) {
        cJSON_AddItemToArray(
                cJSON_GetObjectItemCaseSensitive(x->result, "documents"), cahier_explanation_json(&explanation));
    } else {
        cahier_put(&x->text, x->found > 0 ? "\n\n" : "");
        cahier_explanation_say(&x->text, &explanation);
    }
    x->found++;
    return true;
}

static bool explain_all(explaining *x)
{
    cahier_readback readback;
    cahier_text id;
    if (!cahier_readback_open(x->request.folder, &readback)) {
        COMPLAIN(x, CAHIER_NOT_A_REPORT, CAHIER_T(cahier_string(x->request.folder)));
        return false;
    }
    while (cahier_readback_next(&readback, &id)) {
        if (!cahier_answer_is_asked(x->request.id, id)) {
            continue;
        }
        cJSON *document = cahier_readback_parse(&readback);
        readback.ill_formed = document == NULL || !explain_document(x, document);
        if (readback.ill_formed) {
            break;
        }
    }
    bool read = !readback.ill_formed;
    uint32_t line = readback.number;
    cahier_readback_close(&readback);
    if (!read) {
        COMPLAIN(x, CAHIER_BAD_REPORT_LINE, CAHIER_N(line));
    } else if (x->found == 0) {
        complain_unknown(x);
    }
    return read && x->found > 0;
}

static void print_explanations(const explaining *x)
{
    if (x->request.json) {
        cJSON_AddBoolToObject(x->result, "verified", x->differences == 0);
        char *text = cJSON_Print(x->result);
        (void)puts(text != NULL ? text : "");
        cJSON_free(text);
    } else {
        (void)fwrite(x->text.at, 1, x->text.len, stdout);
    }
    if (x->differences > 0) {
        COMPLAIN(x, CAHIER_DIFFERENCES, CAHIER_N(x->differences));
    }
}

static int explain(const request *asked)
{
    explaining x = {.request = *asked};
    if (!cahier_arena_open(&x.arena, MEMORY)) {
        COMPLAIN(&x, CAHIER_OUT_OF_MEMORY);
        return 1;
    }
    x.report = cahier_readback_report(asked->folder);
    if (!asked->json) {
        cahier_readback_defuse(x.report);
    }
    x.documents = cJSON_CreateArray();
    x.result = cJSON_CreateObject();
    cJSON_AddStringToObject(x.result, "schema", "cahier.explain/1");
    cJSON_AddArrayToObject(x.result, "documents");
    cahier_out_open_memory(&x.text);
    bool done = explain_all(&x);
    if (done) {
        print_explanations(&x);
    }
    cahier_out_close(&x.text);
    cJSON_Delete(x.result);
    cJSON_Delete(x.documents);
    cJSON_Delete(x.report);
    cahier_arena_close(&x.arena);
    return done && x.differences == 0 ? 0 : 1;
}

int cahier_explain_main(int argc, char **argv)
{
    static const struct option options[] = {{"json", no_argument, NULL, 'j'}, {"lang", required_argument, NULL, 'l'},
            {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    request asked = {.folder = NULL};
    bool help = false;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        switch (c) {
        case 'j':
            asked.json = true;
            break;
        case 'l':
            asked.english = strcmp(optarg, "en") == 0;
            break;
        case 'h':
            help = true;
            break;
        default:
            return cahier_refuse_usage(CAHIER_COMMAND_EXPLAIN, asked.english, CAHIER_BAD_OPTION);
        }
    }
    if (help) {
        (void)fputs(cahier_command_help(CAHIER_COMMAND_EXPLAIN, asked.english), stdout);
        return 0;
    }
    if (argc - optind != 2 || argv[optind + 1][0] == '\0') {
        return cahier_refuse_usage(CAHIER_COMMAND_EXPLAIN, asked.english, CAHIER_MISSING_ID);
    }
    asked.folder = argv[optind];
    asked.id = cahier_string(argv[optind + 1]);
    return explain(&asked);
}
