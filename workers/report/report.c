/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* threads, strerror_r */
#include "report.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "files.h"
#include "folder.h"
#include "french.h"
#include "say.h"

typedef struct writing {
    const cahier_report_input *input;
    cahier_facts facts;
    cahier_folder folder;
    unsigned formats;
    cahier_report_error *error;
} writing;

static bool is_stopped(const writing *w)
{
    return w->input->stop != NULL && *w->input->stop != 0;
}

typedef void plain_writer(cahier_out *out, const cahier_report_input *input);
typedef void facts_writer(cahier_out *out, const cahier_report_input *input, const cahier_facts *facts);

static bool write_file(writing *w, const char *name, plain_writer *plain, facts_writer *with_facts)
{
    cahier_out out;
    if (is_stopped(w)) {
        return cahier_folder_refuse(&w->folder, name, 0, w->error);
    }
    if (!cahier_out_open_file(&out, w->folder.fd, name, w->input->stop)) {
        return cahier_folder_refuse(&w->folder, name, out.error, w->error);
    }
    if (plain != NULL) {
        plain(&out, w->input);
    } else {
        with_facts(&out, w->input, &w->facts);
    }
    return cahier_out_close(&out) || cahier_folder_refuse(&w->folder, name, out.error, w->error);
}

static bool wants(const writing *w, unsigned format)
{
    return (w->formats & format) != 0;
}

static bool write_run(writing *w)
{
    cahier_report_run run = w->input->run;
    cahier_out out;
    if (w->input->measure != NULL) {
        w->input->measure(w->input->measure_self, &run);
    }
    if (!cahier_out_open_file(&out, w->folder.fd, "run.json", NULL)) {
        return cahier_folder_refuse(&w->folder, "run.json", out.error, w->error);
    }
    cahier_write_run_json(&out, &run);
    return cahier_out_close(&out) || cahier_folder_refuse(&w->folder, "run.json", out.error, w->error);
}

/* The files that hold all contributions, beside the workbook. */
static bool write_texts(writing *w)
{
    bool json = wants(w, CAHIER_REPORT_JSON), csv = wants(w, CAHIER_REPORT_CSV);
    return (!json || write_file(w, "contributions.jsonl", cahier_write_contributions_jsonl, NULL)) &&
           (!csv || write_file(w, "contributions.csv", cahier_write_contributions_csv, NULL)) &&
           (!csv || write_file(w, "themes.csv", cahier_write_themes_csv, NULL)) &&
           write_file(w, "set-aside.csv", cahier_write_set_aside_csv, NULL) &&
           (!json || write_file(w, "report.json", NULL, cahier_write_report_json)) &&
           (!wants(w, CAHIER_REPORT_HTML) || write_file(w, "report.html", NULL, cahier_write_page)) &&
           write_file(w, "manifest.json", NULL, cahier_write_manifest_json);
}

typedef struct workbook_task {
    const writing *w;
    char path[CAHIER_PATH_MAX + 16];
    bool written;
    int error;
} workbook_task;

static void *write_workbook(void *argument)
{
    workbook_task *task = argument;
    task->written =
            cahier_write_workbook(task->path, task->w->input, &task->w->facts, wants(task->w, CAHIER_REPORT_CSV));
    task->error = errno;
    return NULL;
}

/* Compressing the workbook takes as long as all other files together: it has its own thread. */
static bool write_all(writing *w)
{
    workbook_task task = {.w = w, .written = true};
    pthread_t thread;
    bool threaded = false;
    snprintf(task.path, sizeof task.path, "%s/report.xlsx", w->folder.partial);
    if (wants(w, CAHIER_REPORT_XLSX)) {
        threaded = pthread_create(&thread, NULL, write_workbook, &task) == 0;
        if (!threaded) {
            write_workbook(&task);
        }
    }
    bool written = write_texts(w);
    if (threaded) {
        pthread_join(thread, NULL);
    }
    if (written && !task.written) {
        return cahier_folder_refuse(&w->folder, "report.xlsx", is_stopped(w) ? 0 : task.error, w->error);
    }
    return written && write_run(w);
}

bool cahier_report_write(
        const cahier_report_input *input, const char *directory, unsigned formats, cahier_report_error *error)
{
    writing w = {.input = input, .formats = formats, .error = error};
    if (!cahier_folder_open(directory, cahier_is_report_file, &w.folder, error)) {
        return false;
    }
    cahier_facts_open(input, &w.facts);
    bool written = write_all(&w);
    cahier_facts_close(&w.facts);
    if (!written) {
        cahier_folder_abandon(&w.folder);
        return false;
    }
    return cahier_folder_publish(&w.folder, error);
}
