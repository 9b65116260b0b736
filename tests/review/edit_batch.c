/* SPDX-License-Identifier: Apache-2.0 */
/* edit_batch.c -- decisions on a batch of a real queue, as the pages would make them: for tests and for the clock.
 *
 *   edit_batch URL TENANT BATCH [BYTES]        BYTES: the budget of the shelf
 *
 * Reads lines: {"seen":3,"insist":true,"decision":{…}}, {"take":true}, {"write":"FOLDER"}, {"forget":true}, {"read":true} (the plan, the verdicts,
 * the neighbours), {"refit":true}, {"batch":"ANOTHER"}, {"storm":8} (as many agents at once), {"beside":true} (the
 * edition is taken while the batch is held by who works on it). Says a line for each: what was answered, the revision, milliseconds,
 * and what became of the decision. "seen" left out: the latest revision taken.
 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime */
#include <cjson/cJSON.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "edition_parts.h"
#include "proposals.h"
#include "queue.h"
#include "reading.h"
#include "refit.h"
#include "text.h"

static const char *const answers[] = {"done", "already", "conflict", "wrong", "busy", "no_batch", "empty", "unreadable",
        "no_memory", "unreachable", "refused"};

typedef struct editor {
    cahier_editions *editions;
    cahier_edition_place place;
    cahier_arena arena;
    char batch[64];
    const cahier_edition *edition; /* the latest, or NULL */
} editor;

static double now_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void keep(editor *e, const cahier_edition *edition)
{
    if (e->edition != NULL) {
        cahier_edition_release(e->edition);
    }
    e->edition = edition;
}

static cahier_text text_of(const cJSON *object, const char *name)
{
    const char *value = cJSON_GetStringValue(cJSON_GetObjectItem(object, name));
    return value != NULL ? cahier_string(value) : (cahier_text){NULL, 0};
}

/* A line of a journal; `undo` alone names a line that is not here. */
static bool read_decision(editor *e, const cJSON *object, cahier_decision *out)
{
    static cahier_journal journal;
    if (text_of(object, "of").len > 0) {
        *out = (cahier_decision){.deed = CAHIER_CANCELLED,
                .id = text_of(object, "id"),
                .of = text_of(object, "of"),
                .who = text_of(object, "who")};
        return true;
    }
    char *line = cJSON_PrintUnformatted(object);
    bool read = cahier_journal_parse(&e->arena, "line", cahier_string(line), true, &journal);
    cJSON_free(line);
    if (read) {
        *out = journal.decisions.at[0];
    } else {
        (void)printf("wrong: %s\n", journal.message);
    }
    return read;
}

static void say_decision(editor *e, const cJSON *command)
{
    cahier_decision decision;
    cahier_told told;
    const cahier_edition *edition;
    const cJSON *seen = cJSON_GetObjectItem(command, "seen");
    if (!read_decision(e, cJSON_GetObjectItem(command, "decision"), &decision)) {
        return;
    }
    const cahier_saying saying = {&decision,
            cJSON_IsNumber(seen) ? (uint64_t)seen->valuedouble
            : e->edition != NULL ? e->edition->revision
                                 : 0,
            cJSON_IsTrue(cJSON_GetObjectItem(command, "insist"))};
    double start = now_ms();
    cahier_review_answer answer = cahier_editions_decide(e->editions, &e->place, &saying, &edition, &told);
    (void)printf("%s %u %.1f %s %s %s %s\n", answers[answer],
            edition != NULL ? (unsigned)edition->revision : (unsigned)told.revision, now_ms() - start,
            cahier_outcome_name(told.outcome), told.what[0] != '\0' ? told.what : "-",
            told.who[0] != '\0' ? told.who : "-", told.sentence);
    if (edition != NULL) {
        keep(e, edition);
    }
}

static void take(editor *e)
{
    const cahier_edition *edition;
    double start = now_ms();
    cahier_review_answer answer = cahier_editions_take(e->editions, &e->place, &edition);
    cahier_editions_facts facts = e->editions->facts;
    unsigned batches = 0;
    for (const cahier_volume *v = e->editions->shelf; v != NULL; v = v->next) {
        batches++;
    }
    (void)printf("%s %u %.1f loads %u shapes %u dropped %u conflicts %u batches %u bytes %zu\n", answers[answer],
            edition != NULL ? (unsigned)edition->revision : 0, now_ms() - start, (unsigned)facts.loads,
            (unsigned)facts.shapes, (unsigned)facts.dropped, edition != NULL ? edition->overlay->conflicts : 0, batches,
            facts.bytes);
    keep(e, edition);
}

/* The folder of the report, and the journal beside it: FOLDER.jsonl. */
static void write_report(const editor *e, const char *folder)
{
    char path[1024];
    cahier_report_error error = {""};
    (void)snprintf(path, sizeof path, "%s.jsonl", folder);
    FILE *file = fopen(path, "wb");
    bool written = file != NULL && e->edition != NULL;
    if (written) {
        cahier_text bytes = e->edition->journal->parsed.bytes;
        written = bytes.len == 0 || fwrite(bytes.at, 1, bytes.len, file) == bytes.len;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    written = written && cahier_edition_write(e->edition, folder, CAHIER_REPORT_ALL, "2025-01-01T00:00:00Z", &error);
    (void)printf("%s %s\n", written ? "written" : "not written", error.message);
}

/* What the pages ask of an edition, each with its milliseconds. */
static void read_edition(editor *e)
{
    cahier_arena own, scratch;
    cahier_reading_plan plan;
    cahier_justesse justesse;
    cahier_proposal *proposal;
    uint32_t count = 0;
    if (e->edition == NULL || !cahier_arena_open(&own, (size_t)1 << 30) ||
            !cahier_arena_open(&scratch, (size_t)1 << 30)) {
        (void)printf("nothing to read\n");
        return;
    }
    double start = now_ms();
    bool done = cahier_reading_draw(&own, &scratch, e->edition, &plan) == CAHIER_OK &&
                cahier_reading_judge(&own, &scratch, e->edition, &justesse) == CAHIER_OK;
    double read = now_ms();
    done = done && cahier_proposals_find(&own, &scratch, e->edition, &proposal, &count) == CAHIER_OK;
    if (done) {
        (void)printf("read %u right %d of %u %.1f proposals %u %.1f\n", plan.count, justesse.all_milli,
                justesse.all.total, read - start, count, now_ms() - read);
    } else {
        (void)printf("no memory\n");
    }
    for (uint32_t i = 0; done && getenv("PROPOSALS") != NULL && i < count; i++) {
        const cahier_document *const *text = (const cahier_document *const *)e->edition->input->result->corpus.analysed;
        cahier_text a = text[proposal[i].like]->text, b = text[proposal[i].document]->text;
        (void)fprintf(stderr, "%d\t%.*s\t%.*s\n", proposal[i].similarity_milli, (int)a.len, a.at, (int)b.len, b.at);
    }
    cahier_arena_close(&own);
    cahier_arena_close(&scratch);
}

/* Who reads does not wait for who works on the batch: this thread would wait for itself. */
static void take_beside(editor *e)
{
    cahier_volume *volume;
    const cahier_edition *edition = NULL;
    cahier_review_answer held = cahier_volume_hold(e->editions, &e->place, &volume);
    cahier_review_answer taken = cahier_editions_take(e->editions, &e->place, &edition);
    if (edition != NULL) {
        cahier_edition_release(edition);
    }
    if (volume != NULL) {
        cahier_volume_leave(volume, NULL);
    }
    (void)printf("%s %s\n", answers[held], answers[taken]);
}

static void try_refit(editor *e)
{
    cahier_arena own;
    cahier_refit refit;
    double start = now_ms();
    if (!cahier_arena_open(&own, (size_t)1 << 30)) {
        return;
    }
    cahier_review_answer answer = cahier_editions_refit(e->editions, &e->place, &own, &refit);
    (void)printf("%s %u %.1f themes %u then %u moved %u agreement %d lost %u\n", answers[answer],
            refit.edition != NULL ? (unsigned)refit.edition->revision : 0, now_ms() - start,
            refit.edition != NULL ? refit.edition->input->result->theme_count : 0, refit.theme_count, refit.moved_count,
            refit.agreement_milli, refit.lost);
    if (refit.edition != NULL) {
        cahier_edition_release(refit.edition);
    }
    cahier_arena_close(&own);
}

/* --- many at once ------------------------------------------------------------------------------------------------------------- */

#define STORM_MOST 16u
#define STORM_EACH 6u

typedef struct agent {
    const editor *editor;
    const char *url;
    uint32_t number, said, changed; /* changed: editions that were not the same when they were given back */
    pthread_t thread;
} agent;

/* Something of an edition that any change would show. */
static uint64_t sum_of(const cahier_edition *edition)
{
    const cahier_result *result = edition->input->result;
    uint64_t sum = edition->revision;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        sum = cahier_mix64(sum ^ cahier_text_hash(result->themes[k].label)) + result->themes[k].document_count;
    }
    for (uint32_t i = 0; i < edition->journal->count; i++) {
        sum = cahier_mix64(sum ^ cahier_text_hash(edition->journal->at[i].line));
    }
    return sum;
}

/* Says a note of its own, while it still reads the edition before. */
static void *act(void *argument)
{
    agent *a = argument;
    char message[1024], id[32];
    const cahier_edition *held = NULL, *next;
    cahier_edition_place place = a->editor->place;
    cahier_told told;
    place.queue = cahier_queue_open(a->url, place.tenant, "storm", true, message, sizeof message);
    if (place.queue == NULL || !cahier_queue_reconnect(place.queue, 5000, NULL)) {
        return NULL;
    }
    for (uint32_t n = 0; n < STORM_EACH; n++) {
        (void)snprintf(id, sizeof id, "storm-%u-%u", a->number, n);
        const cahier_decision note = {
                .deed = CAHIER_NOTE, .id = cahier_string(id), .who = cahier_string(id), .note = cahier_string("vu")};
        if (cahier_editions_take(a->editor->editions, &place, &held) != CAHIER_REVIEW_DONE) {
            continue;
        }
        uint64_t sum = sum_of(held);
        if (cahier_editions_decide(a->editor->editions, &place, &(cahier_saying){&note, held->revision, false}, &next,
                    &told) == CAHIER_REVIEW_DONE) {
            a->said++;
            cahier_edition_release(next);
        }
        a->changed += sum_of(held) != sum;
        cahier_edition_release(held);
    }
    cahier_queue_close(place.queue);
    return NULL;
}

static void storm(editor *e, const char *url, uint32_t count)
{
    agent agents[STORM_MOST];
    uint32_t said = 0, changed = 0;
    count = count < STORM_MOST ? count : STORM_MOST;
    for (uint32_t i = 0; i < count; i++) {
        agents[i] = (agent){.editor = e, .url = url, .number = i};
        if (pthread_create(&agents[i].thread, NULL, act, &agents[i]) != 0) {
            abort();
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        (void)pthread_join(agents[i].thread, NULL);
        said += agents[i].said;
        changed += agents[i].changed;
    }
    (void)printf("said %u of %u changed %u\n", said, count * STORM_EACH, changed);
}

static void obey(editor *e, const char *url, const char *line)
{
    cJSON *command = cJSON_Parse(line);
    const char *folder = cJSON_GetStringValue(cJSON_GetObjectItem(command, "write"));
    if (cJSON_HasObjectItem(command, "decision")) {
        say_decision(e, command);
    } else if (folder != NULL) {
        write_report(e, folder);
    } else if (cJSON_HasObjectItem(command, "read")) {
        read_edition(e);
    } else if (cJSON_HasObjectItem(command, "storm")) {
        storm(e, url, (uint32_t)cJSON_GetNumberValue(cJSON_GetObjectItem(command, "storm")));
    } else if (cJSON_HasObjectItem(command, "beside")) {
        take_beside(e);
    } else if (cJSON_HasObjectItem(command, "batch")) {
        (void)snprintf(e->batch, sizeof e->batch, "%s", cJSON_GetStringValue(cJSON_GetObjectItem(command, "batch")));
        take(e);
    } else if (cJSON_HasObjectItem(command, "refit")) {
        try_refit(e);
    } else if (cJSON_HasObjectItem(command, "forget")) {
        keep(e, NULL);
        cahier_editions_forget(e->editions, e->place.tenant, e->place.batch);
        (void)printf("forgotten\n");
    } else {
        take(e);
    }
    (void)fflush(stdout);
    cJSON_Delete(command);
    cahier_arena_reset(&e->arena, 0);
}

int main(int argc, char **argv)
{
    char message[1024];
    static char line[1 << 20];
    if (argc < 4) {
        return 2;
    }
    static editor e;
    (void)snprintf(e.batch, sizeof e.batch, "%s", argv[3]);
    e.place = (cahier_edition_place){.tenant = argv[2], .batch = e.batch};
    e.place.queue = cahier_queue_open(argv[1], argv[2], "edit", true, message, sizeof message);
    if (e.place.queue == NULL || !cahier_queue_reconnect(e.place.queue, 5000, NULL)) {
        (void)fprintf(stderr, "%s\n", message);
        return 1;
    }
    e.editions = cahier_editions_open(
            &(cahier_editions_setting){
                    .threads = 2, .budget = argc > 4 ? strtoull(argv[4], NULL, 10) : 0, .english = true},
            message, sizeof message);
    if (e.editions == NULL || !cahier_arena_open(&e.arena, (size_t)64 << 20)) {
        (void)fprintf(stderr, "%s\n", message);
        return 1;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        obey(&e, argv[1], line);
    }
    keep(&e, NULL);
    cahier_editions_close(e.editions);
    cahier_queue_close(e.place.queue);
    cahier_arena_close(&e.arena);
    return 0;
}
