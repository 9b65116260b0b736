/* SPDX-License-Identifier: Apache-2.0 */
/* at_exports.c -- the files of the report of an edition, to be taken away; the journal is at_lots.c's. */
#define _DEFAULT_SOURCE /* mkstemps */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "at.h"
#include "at_batch.h"
#include "facts.h"
#include "files.h"
#include "text.h"

#define PIECE (64u << 10)
#define SUFFIX ".xlsx"

typedef struct export
{
    const char *name, *type;
    /* one of them */
    void (*of_input)(cahier_out * out, const cahier_report_input *input);
    void (*of_facts)(cahier_out * out, const cahier_report_input *input, const cahier_facts *facts);
}
export;

static const export exports[] = {{"report.html", "text/html; charset=utf-8", .of_facts = cahier_write_page},
        {"report.json", "application/json", .of_facts = cahier_write_report_json},
        {"manifest.json", "application/json", .of_facts = cahier_write_manifest_json},
        {"contributions.csv", "text/csv; charset=utf-8", .of_input = cahier_write_contributions_csv},
        {"contributions.jsonl", "application/x-ndjson", .of_input = cahier_write_contributions_jsonl},
        {"themes.csv", "text/csv; charset=utf-8", .of_input = cahier_write_themes_csv},
        {"set-aside.csv", "text/csv; charset=utf-8", .of_input = cahier_write_set_aside_csv}};

static bool copy_file(int file, cahier_out *out)
{
    char piece[PIECE];
    ssize_t got;
    while ((got = read(file, piece, sizeof piece)) > 0) {
        cahier_put_bytes(out, piece, (size_t)got);
    }
    return got == 0;
}

/* The library of workbooks writes to a path: a file of ours, gone before the answer is sent. */
static bool write_workbook(const cahier_at_page *page, const cahier_facts *facts)
{
    char path[2048];
    (void)snprintf(path, sizeof path, "%s/export-XXXXXX" SUFFIX, page->request->site->folder);
    int file = mkstemps(path, (int)strlen(SUFFIX));
    if (file < 0) {
        return false;
    }
    bool written = cahier_write_workbook(path, page->edition->input, facts, true);
    int again = written ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    written = again >= 0 && copy_file(again, &page->response->body);
    if (again >= 0) {
        (void)close(again);
    }
    (void)close(file);
    (void)unlink(path);
    return written;
}

static bool write_export(const cahier_at_page *page, cahier_text name)
{
    cahier_response *response = page->response;
    const cahier_report_input *input = page->edition->input;
    cahier_facts facts;
    bool found = false;
    cahier_facts_open(input, &facts);
    for (size_t i = 0; i < sizeof exports / sizeof *exports; i++) {
        if (cahier_text_equal(name, cahier_string(exports[i].name))) {
            response->type = exports[i].type;
            response->attachment = exports[i].name;
            found = true;
            if (exports[i].of_input != NULL) {
                exports[i].of_input(&response->body, input);
            } else {
                exports[i].of_facts(&response->body, input, &facts);
            }
        }
    }
    if (cahier_text_equal(name, cahier_string("report.xlsx")) && write_workbook(page, &facts)) {
        response->type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
        response->attachment = "report.xlsx";
        found = true;
    }
    cahier_facts_close(&facts);
    return found;
}

void cahier_at_export(cahier_request *request, cahier_response *response)
{
    cahier_at_page page;
    if (!cahier_at_open(&page, request, response)) {
        return;
    }
    if (!write_export(&page, request->capture[1])) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_NOT_FOUND);
    }
    cahier_at_close(&page);
}
