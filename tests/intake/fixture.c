/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "words.h"

#define DESCRIPTION_MAX ((size_t)1 << 20)

void intake_fixture_open(intake_fixture *fixture, size_t budget)
{
    *fixture = (intake_fixture){.status = CAHIER_OK};
    if (!cahier_arena_open(&fixture->batch, budget) || !cahier_arena_open(&fixture->scratch, budget)) {
        abort();
    }
}

void intake_fixture_close(intake_fixture *fixture)
{
    cahier_arena_close(&fixture->batch);
    cahier_arena_close(&fixture->scratch);
}

void intake_fixture_read(
        intake_fixture *fixture, const cahier_intake_options *options, const char *name, const char *bytes, size_t len)
{
    cahier_arena_reset(&fixture->batch, 0);
    cahier_arena_reset(&fixture->scratch, 0);
    cahier_intake_bytes file = {name, bytes, len};
    fixture->intake = (cahier_intake){0};
    fixture->status = cahier_intake_memory(
            &fixture->batch, &fixture->scratch, options, &file, 1, &fixture->intake, &fixture->error);
}

typedef struct description {
    char *at;
    size_t used;
} description;

__attribute__((format(printf, 2, 3))) static void say(description *d, const char *form, ...)
{
    va_list arguments;
    va_start(arguments, form);
    int len = vsnprintf(d->at + d->used, DESCRIPTION_MAX - d->used, form, arguments);
    va_end(arguments);
    d->used += len > 0 && d->used + (size_t)len < DESCRIPTION_MAX ? (size_t)len : 0;
}

/* A break inside shows as « ⏎ » would: "/". */
static void say_text(description *d, const char *before, cahier_text text, const char *after)
{
    if (text.len == 0) {
        return;
    }
    say(d, "%s", before);
    for (uint32_t i = 0; i < text.len && d->used + 8 < DESCRIPTION_MAX; i++) {
        d->at[d->used++] = text.at[i] == '\n' ? '/' : text.at[i] == '\r' ? '\\' : text.at[i];
    }
    d->at[d->used] = '\0';
    say(d, "%s", after);
}

static void say_notes(description *d, uint32_t notes)
{
    for (uint32_t bit = 0; bit < 16; bit++) {
        if ((notes >> bit & 1) != 0) {
            say(d, " %%%s", cahier_note_name(bit));
        }
    }
}

static void say_document(description *d, const cahier_intake *intake, const cahier_contribution *c)
{
    say_text(d, "", c->id, ": ");
    say_text(d, "", c->text, "");
    say_text(d, " {", c->title, "}");
    say_text(d, " ?", c->question, "");
    say_text(d, " @", c->place, "");
    if (c->date != 0) {
        say(d, " =%d", (int)c->date);
    }
    if (c->person_known) {
        say(d, " #%u", c->person);
    }
    for (uint32_t g = 0; g < intake->group_count; g++) {
        say_text(d, " &", c->group[g], "");
    }
    say_notes(d, c->notes);
    say(d, "\n");
}

const char *intake_fixture_describe(intake_fixture *fixture)
{
    description d = {.at = CAHIER_NEW(&fixture->batch, char, DESCRIPTION_MAX)};
    if (d.at == NULL) {
        abort();
    }
    if (fixture->status != CAHIER_OK) {
        say(&d, "! %s\n", fixture->error.sentence);
        return d.at;
    }
    const cahier_intake *intake = &fixture->intake;
    for (uint32_t i = 0; i < intake->count; i++) {
        say_document(&d, intake, &intake->at[i]);
    }
    for (uint32_t i = 0; i < intake->set_aside_count; i++) {
        say(&d, "- %u %s\n", intake->set_aside[i].line, cahier_set_aside_key(intake->set_aside[i].reason));
    }
    return d.at;
}

static int order_ids(const void *a, const void *b)
{
    return cahier_text_order(*(const cahier_text *)a, *(const cahier_text *)b);
}

static const char *broken_ids(intake_fixture *fixture)
{
    const cahier_intake *intake = &fixture->intake;
    cahier_text *ids = CAHIER_NEW(&fixture->batch, cahier_text, intake->count + 1);
    if (ids == NULL) {
        return "no memory for the ids";
    }
    for (uint32_t i = 0; i < intake->count; i++) {
        ids[i] = intake->at[i].id;
    }
    qsort(ids, intake->count, sizeof *ids, order_ids);
    for (uint32_t i = 1; i < intake->count; i++) {
        if (cahier_text_equal(ids[i - 1], ids[i])) {
            return "two documents have one id";
        }
    }
    return NULL;
}

const char *intake_fixture_broken(intake_fixture *fixture)
{
    const cahier_intake *intake = &fixture->intake;
    if (fixture->status != CAHIER_OK) {
        return fixture->error.sentence[0] == '\0' ? "a refusal without a sentence" : NULL;
    }
    uint32_t contributions = 0, last_row = 0, persons = 0;
    for (uint32_t i = 0; i < intake->count; i++) {
        const cahier_contribution *c = &intake->at[i];
        contributions += i == 0 || c->contribution != intake->at[i - 1].contribution;
        if (c->contribution + 1 != contributions || c->row < last_row) {
            return "contributions are not in input order";
        }
        last_row = c->row;
        persons = c->person > persons ? c->person : persons;
        if (c->text.len == 0 || c->text.len > 3 * CAHIER_TEXT_MAX || c->id.len == 0 || c->person == 0) {
            return "a document without text, id or person";
        }
    }
    if (contributions != intake->contributions || persons != intake->persons) {
        return "counts do not agree with the documents";
    }
    if (intake->rows != intake->contributions + intake->set_aside_count) {
        return "a row was lost or counted twice";
    }
    return broken_ids(fixture);
}

const char *intake_fixture_columns(intake_fixture *fixture, cahier_role role)
{
    description d = {.at = CAHIER_NEW(&fixture->batch, char, DESCRIPTION_MAX)};
    const cahier_intake_file *file = &fixture->intake.file[0];
    for (uint32_t j = 0; j < file->column_count; j++) {
        if (file->column[j].role == role) {
            say_text(&d, d.used > 0 ? "|" : "", file->column[j].name, "");
        }
    }
    return d.at;
}
