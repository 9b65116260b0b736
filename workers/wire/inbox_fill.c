/* SPDX-License-Identifier: Apache-2.0 */
#include "inbox_fill.h"

#include <string.h>

#define SET_ASIDE_MOST (1u << 20) /* rows listed in the report; beyond, they are only counted */

static const cahier_intake_column columns[] = {{{"id", 2}, CAHIER_ROLE_ID, CAHIER_WHY_NAME},
        {{"text", 4}, CAHIER_ROLE_TEXT, CAHIER_WHY_NAME}, {{"title", 5}, CAHIER_ROLE_TITLE, CAHIER_WHY_NAME},
        {{"date", 4}, CAHIER_ROLE_DATE, CAHIER_WHY_NAME}, {{"place", 5}, CAHIER_ROLE_PLACE, CAHIER_WHY_NAME},
        {{"person", 6}, CAHIER_ROLE_PERSON, CAHIER_WHY_NAME}};

typedef struct counting {
    cahier_intake *intake;
    cahier_contribution *at;
    cahier_inbox_people people;
    cahier_text *hash;
} counting;

cahier_status cahier_wire_inbox(cahier_arena *arena, cahier_wire_batch *batch)
{
    cahier_intake_file *file = CAHIER_NEW(arena, cahier_intake_file, 1);
    cahier_intake_column *column = CAHIER_NEW(arena, cahier_intake_column, sizeof columns / sizeof *columns);
    if (file == NULL || column == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(column, columns, sizeof columns);
    *file = (cahier_intake_file){.name = cahier_string("inbox"),
            .format = CAHIER_FORMAT_JSON_LINES,
            .encoding = "UTF-8",
            .column = column,
            .column_count = sizeof columns / sizeof *columns};
    memset(file->sha256, '0', sizeof file->sha256 - 1); /* it has no bytes of its own */
    batch->intake = (cahier_intake){.file = file, .file_count = 1};
    batch->inbox = true;
    return CAHIER_OK;
}

cahier_status cahier_inbox_people_open(cahier_arena *arena, uint32_t documents, cahier_inbox_people *out)
{
    *out = (cahier_inbox_people){.person = CAHIER_NEW(arena, uint32_t, documents)};
    return out->person != NULL ? cahier_ranks_open(arena, 1024, &out->authors) : CAHIER_ERROR_NOMEM;
}

cahier_status cahier_inbox_people_number(cahier_inbox_people *people, cahier_text author, uint32_t *person)
{
    uint32_t rank;
    bool added = true;
    if (author.len > 0) {
        CAHIER_TRY(cahier_ranks_add(&people->authors, author, &rank, &added));
        if (!added) {
            *person = people->person[rank];
            return CAHIER_OK;
        }
        people->person[rank] = people->persons + 1;
        people->known++;
    }
    *person = ++people->persons;
    return CAHIER_OK;
}

static cahier_status number_person(counting *c, cahier_contribution *to, cahier_text author)
{
    CAHIER_TRY(cahier_inbox_people_number(&c->people, author, &to->person));
    to->person_known = author.len > 0;
    c->hash[to->person - 1] = author.len > 0 && author.at[0] == CAHIER_INBOX_ERASED ? (cahier_text){0} : author;
    return CAHIER_OK;
}

static void note(cahier_intake_file *file, const cahier_contribution *from)
{
    for (uint32_t bit = 0; bit < CAHIER_NOTES; bit++) {
        file->noted[bit] += from->notes >> bit & 1;
    }
    if (from->date != 0) {
        file->first_date = file->first_date == 0 || from->date < file->first_date ? from->date : file->first_date;
        file->last_date = from->date > file->last_date ? from->date : file->last_date;
    }
}

static cahier_status add(counting *c, const cahier_wire_chunk *chunk)
{
    cahier_intake *intake = c->intake;
    for (uint32_t i = 0; i < chunk->count; i++) {
        cahier_contribution *to = &c->at[intake->count];
        *to = chunk->received[i];
        to->contribution = intake->contributions++;
        to->row = ++intake->count;
        to->file = 0;
        CAHIER_TRY(number_person(c, to, chunk->author != NULL ? chunk->author[i] : (cahier_text){0}));
        note(&intake->file[0], to);
    }
    return CAHIER_OK;
}

/* They have no line; the reason is what can be said of them. */
static cahier_status list_set_aside(cahier_arena *arena, cahier_intake *intake)
{
    cahier_intake_file *file = &intake->file[0];
    uint64_t count = 0;
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        count += file->set_aside[r];
    }
    if (count > SET_ASIDE_MOST) {
        return CAHIER_ERROR_LIMIT;
    }
    intake->set_aside = CAHIER_NEW(arena, cahier_set_aside, count > 0 ? count : 1);
    if (intake->set_aside == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        for (uint32_t i = 0; i < file->set_aside[r]; i++) {
            uint32_t row = intake->count + ++intake->set_aside_count;
            intake->set_aside[intake->set_aside_count - 1] =
                    (cahier_set_aside){.row = row, .line = row, .reason = (cahier_set_aside_reason)r};
        }
    }
    intake->rows = intake->count + intake->set_aside_count;
    file->rows = intake->rows;
    file->documents = intake->count;
    return CAHIER_OK;
}

static cahier_status fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count, uint32_t documents,
        cahier_wire_batch *batch)
{
    counting c = {.intake = &batch->intake};
    c.at = CAHIER_NEW(arena, cahier_contribution, documents);
    c.hash = CAHIER_NEW(arena, cahier_text, documents);
    if (c.at == NULL || c.hash == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_inbox_people_open(arena, documents, &c.people));
    for (uint32_t k = 0; k < chunk_count; k++) {
        CAHIER_TRY(add(&c, &chunk[k]));
        for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
            batch->intake.file[0].set_aside[r] += chunk[k].aside[r];
        }
    }
    batch->intake.at = c.at;
    batch->intake.persons = c.people.persons;
    batch->intake.persons_known = c.people.known;
    batch->intake.person_hash = batch->intake.persons_known > 0 ? c.hash : NULL;
    return list_set_aside(arena, &batch->intake);
}

cahier_status cahier_inbox_fill(cahier_arena *arena, const cahier_wire_chunk *chunk, uint32_t chunk_count,
        cahier_wire_batch *batch, cahier_error *error)
{
    uint64_t documents = 0;
    cahier_status status = CAHIER_OK;
    for (uint32_t k = 0; k < chunk_count; k++) {
        documents += chunk[k].count;
        status = chunk[k].group_count + chunk[k].kept_count > 0 ? CAHIER_ERROR_LIMIT : status;
    }
    status = documents >= CAHIER_NONE ? CAHIER_ERROR_LIMIT : status;
    status = status == CAHIER_OK ? fill(arena, chunk, chunk_count, (uint32_t)documents, batch) : status;
    if (status != CAHIER_OK) {
        *error = (cahier_error){.status = status, .message = "not chunks of an inbox, or more than fit"};
    }
    return status;
}
