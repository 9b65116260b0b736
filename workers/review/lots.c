/* SPDX-License-Identifier: Apache-2.0 */
#include "lots.h"

#include <stdlib.h>
#include <string.h>

#include "json_tree.h"
#include "progress.h"
#include "queue_inbox.h"
#include "queue_review.h"
#include "record.h"
#include "text.h"
#include "upload.h"

#define THEMES_FILE "themes.csv#" /* pieces of it in the report: worker_report.c */

const char *cahier_lots_name(const cahier_request *request, cahier_text batch)
{
    uint32_t i = 0;
    while (i < batch.len && batch.at[i] != '\0' && strchr("0123456789abcdefghjkmnpqrstvwxyz", batch.at[i]) != NULL) {
        i++;
    }
    char *name = i == CAHIER_BATCH_LEN && i == batch.len ? CAHIER_NEW(request->arena, char, i + 1) : NULL;
    if (name != NULL) {
        memcpy(name, batch.at, i);
    }
    return name;
}

/* --- records ---------------------------------------------------------------------------------------------------------- */

static void read_record(cahier_arena *arena, cahier_text record, cahier_shown_lot *out)
{
    cJSON *tree = cJSON_ParseWithLength(record.at, record.len);
    out->title = cahier_record_text(arena, tree, "title");
    out->files = cahier_record_text(arena, tree, "files");
    out->who = cahier_record_text(arena, tree, "who");
    out->when = cahier_record_text(arena, tree, "when");
    out->follows = cahier_record_text(arena, tree, "follows");
    out->follows_title = cahier_record_text(arena, tree, "follows_title");
    cJSON_Delete(tree);
}

static cahier_queue_answer write_record(cahier_queue *queue, const char *batch, cJSON *tree)
{
    char *printed = cJSON_PrintUnformatted(tree);
    if (printed == NULL) {
        abort();
    }
    cahier_queue_answer answer = cahier_queue_write_lot(queue, batch, cahier_string(printed));
    cJSON_free(printed);
    return answer;
}

static cahier_queue_answer write_note(cahier_queue *queue, const cahier_lot_note *note)
{
    cahier_out files;
    char now[32];
    cJSON *tree = cahier_json_check(cJSON_CreateObject());
    cahier_account_now(now);
    cahier_out_open_memory(&files);
    for (uint32_t i = 0; i < note->file_count; i++) {
        cahier_put(&files, i > 0 ? ", " : "");
        cahier_put(&files, note->file[i]);
    }
    cahier_json_string(tree, "title", note->title);
    cahier_json_text(tree, "files", cahier_out_text(&files));
    cahier_json_string(tree, "who", note->who);
    cahier_json_string(tree, "when", now);
    if (note->follows[0] != '\0') {
        cahier_json_string(tree, "follows", note->follows);
        cahier_json_string(tree, "follows_title", note->follows_title);
    }
    cahier_queue_answer answer = write_record(queue, note->batch, tree);
    (void)cahier_out_close(&files);
    cJSON_Delete(tree);
    return answer;
}

static cahier_lot_noted compare_titles(cahier_arena *arena, cahier_text record, const char *title)
{
    cahier_shown_lot known;
    read_record(arena, record, &known);
    return title[0] == '\0' || cahier_text_equal(known.title, cahier_string(title)) ? CAHIER_LOT_KNOWN
                                                                                    : CAHIER_LOT_KNOWN_OTHERWISE;
}

cahier_lot_noted cahier_lots_note(const cahier_lot_note *note)
{
    cahier_arena arena;
    cahier_lot_noted noted = CAHIER_LOT_LATER;
    cahier_text known;
    cahier_queue *queue = cahier_town_borrow(note->town);
    cahier_queue_answer answer = CAHIER_QUEUE_UNREACHABLE;
    uint64_t deadline_ms = cahier_clock_ms() + 1000;
    if (queue == NULL || !cahier_arena_open(&arena, 1u << 20)) {
        cahier_queue_close(queue);
        return noted;
    }
    do {
        answer = cahier_queue_read_record(queue, &arena, CAHIER_RECORDS_LOTS, cahier_string(note->batch), &known);
        if (answer == CAHIER_QUEUE_DONE) {
            noted = compare_titles(&arena, known, note->title);
        } else if (answer == CAHIER_QUEUE_NOTHING) {
            answer = write_note(queue, note);
            noted = answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_LOT_NOTED : noted;
        }
    } while (cahier_site_again(note->town->site, queue, deadline_ms, answer));
    cahier_arena_close(&arena);
    cahier_town_give_back(note->town, queue);
    return noted;
}

cahier_queue_answer cahier_lots_retitle(const cahier_request *request, const char *batch, cahier_text title)
{
    cahier_text known;
    cahier_queue_answer answer;
    do {
        known = cahier_string("{}");
        answer = cahier_queue_read_record(
                request->queue, request->arena, CAHIER_RECORDS_LOTS, cahier_string(batch), &known);
        if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING) {
            cJSON *tree = cahier_json_check(cJSON_ParseWithLength(known.at, known.len));
            cJSON_DeleteItemFromObjectCaseSensitive(tree, "title");
            cahier_json_text(tree, "title", title);
            answer = write_record(request->queue, batch, tree);
            cJSON_Delete(tree);
        }
    } while (cahier_request_again(request, answer));
    return answer;
}

/* --- how far it is ---------------------------------------------------------------------------------------------------- */

static void fail(cahier_shown_lot *lot, cahier_text why)
{
    lot->state = CAHIER_LOT_FAILED;
    lot->why = why;
}

/* Of a batch that is open: somebody sends it, or did. */
static cahier_queue_answer look_for_sender(const cahier_request *request, const char *batch, cahier_shown_lot *lot)
{
    char inbox[CAHIER_BATCH_LEN + 1];
    cahier_text why;
    lot->state = CAHIER_LOT_SENDING;
    if (cahier_uploads_sending(request->site->uploads, request, batch, &why) == CAHIER_UPLOAD_DONE) {
        return CAHIER_QUEUE_DONE;
    }
    cahier_queue_answer answer = cahier_queue_inbox_batch(request->queue, inbox);
    if (answer == CAHIER_QUEUE_DONE && strcmp(inbox, batch) != 0) {
        fail(lot, why.len > 0
                          ? why
                          : cahier_string("l’envoi a été interrompu. Envoyez les mêmes fichiers de nouveau : ce qui "
                                          "est déjà là ne sera pas compté deux fois."));
    }
    return answer;
}

static int64_t seconds_left(const cahier_queue_progress *progress)
{
    int64_t passed = progress->now_ms - progress->created_ms;
    uint64_t left = progress->documents - progress->done_documents;
    if (progress->done_documents == 0 || passed <= 0) {
        return -1;
    }
    return (int64_t)(left * (uint64_t)passed / progress->done_documents / 1000);
}

cahier_queue_answer cahier_lots_follow(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_progress_of(request->queue, batch, &progress);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    out->documents = (uint32_t)progress.documents;
    out->documents_done = (uint32_t)progress.done_documents;
    out->quarantined = (uint32_t)progress.quarantined;
    out->left_seconds = -1;
    if (progress.attention[0] != '\0') {
        size_t len = strlen(progress.attention);
        char *why = CAHIER_NEW(request->arena, char, len + 1);
        if (why != NULL) {
            memcpy(why, progress.attention, len);
        }
        fail(out, why != NULL ? cahier_string(why) : cahier_string("une partie du lot n’a pas pu être analysée."));
    } else if (strcmp(progress.state, "open") == 0) {
        answer = look_for_sender(request, batch, out);
    } else if (strcmp(progress.state, "sealed") == 0) {
        out->state = CAHIER_LOT_READING;
        out->left_seconds = seconds_left(&progress);
    } else {
        out->state = strcmp(progress.state, "done") == 0 ? CAHIER_LOT_READY : CAHIER_LOT_SORTING;
    }
    return answer;
}

/* --- what the list says of a batch that is ready ---------------------------------------------------------------------- */

static uint32_t count_lines(cahier_text text)
{
    uint32_t lines = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

static cahier_queue_answer count_themes(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_text *field, piece;
    uint32_t count, lines = 0;
    cahier_queue_answer answer = cahier_queue_report_fields(request->queue, request->arena, batch, &field, &count);
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        if (field[i].len > sizeof THEMES_FILE - 1 && memcmp(field[i].at, THEMES_FILE, sizeof THEMES_FILE - 1) == 0) {
            answer = cahier_queue_report_piece(request->queue, request->arena, batch, field[i], &piece);
            lines += answer == CAHIER_QUEUE_DONE ? count_lines(piece) : 0;
        }
    }
    out->themes = lines > 0 ? lines - 1 : 0; /* the first names the columns */
    return answer;
}

typedef struct signature {
    cahier_text id, theme;
} signature;

static void read_line(cahier_arena *arena, cahier_text line, signature *signed_off, uint32_t *count)
{
    cJSON *tree = cJSON_ParseWithLength(line.at, line.len);
    cahier_text what = cahier_record_text(arena, tree, "do");
    if (cahier_text_equal(what, cahier_string("sign"))) {
        signature added = {cahier_record_text(arena, tree, "id"), cahier_record_text(arena, tree, "theme")};
        bool known = false;
        for (uint32_t i = 0; i < *count; i++) {
            known = known || cahier_text_equal(signed_off[i].theme, added.theme);
        }
        if (!known) {
            signed_off[(*count)++] = added;
        }
    } else if (cahier_text_equal(what, cahier_string("undo"))) {
        cahier_text of = cahier_record_text(arena, tree, "of");
        for (uint32_t i = 0; i < *count; i++) {
            if (cahier_text_equal(signed_off[i].id, of)) {
                signed_off[i] = signed_off[--*count];
                break;
            }
        }
    }
    cJSON_Delete(tree);
}

static cahier_queue_answer read_journal(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_text *line;
    uint32_t count, signatures = 0;
    cahier_queue_answer answer = cahier_queue_journal(request->queue, request->arena, batch, 0, &line, &count);
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    signature *signed_off = CAHIER_NEW(request->arena, signature, count);
    for (uint32_t i = 0; i < count && signed_off != NULL; i++) {
        read_line(request->arena, line[i], signed_off, &signatures);
    }
    out->decisions = count;
    out->signed_off = signatures;
    return answer;
}

static cahier_queue_answer read_publication(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_queue_publication publication;
    cahier_queue_answer answer =
            cahier_queue_read_publication(request->queue, request->arena, batch, false, &publication);
    out->published = answer == CAHIER_QUEUE_NOTHING ? CAHIER_PUBLISHED_NOT
                     : publication.link.len > 0     ? CAHIER_PUBLISHED_LINK
                                                    : CAHIER_PUBLISHED_ALL;
    return answer == CAHIER_QUEUE_NOTHING ? CAHIER_QUEUE_DONE : answer;
}

static cahier_queue_answer read_lot(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_text record = {NULL, 0};
    *out = (cahier_shown_lot){.id = cahier_string(batch)};
    cahier_queue_answer answer = cahier_lots_follow(request, batch, out);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = cahier_queue_read_record(request->queue, request->arena, CAHIER_RECORDS_LOTS, out->id, &record);
    }
    if (answer == CAHIER_QUEUE_DONE) {
        read_record(request->arena, record, out);
    }
    if (out->title.len == 0 && out->files.len == 0) {
        out->title = out->id; /* sent by a command */
    }
    return answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING ? read_publication(request, batch, out)
                                                                         : answer;
}

/* With what nobody knows who has not opened the batch. */
static cahier_queue_answer read_whole(const cahier_request *request, const char *batch, cahier_shown_lot *out)
{
    cahier_queue_answer answer = read_lot(request, batch, out);
    if (answer == CAHIER_QUEUE_DONE) {
        answer = read_journal(request, batch, out);
    }
    if (answer == CAHIER_QUEUE_DONE && out->state == CAHIER_LOT_READY) {
        answer = count_themes(request, batch, out);
    }
    return answer;
}

static cahier_queue_answer read_by(const cahier_request *request, cahier_text batch, cahier_shown_lot *out,
        cahier_queue_answer (*read)(const cahier_request *request, const char *batch, cahier_shown_lot *out))
{
    const char *name = cahier_lots_name(request, batch);
    cahier_queue_answer answer = CAHIER_QUEUE_NO_BATCH;
    if (name != NULL) {
        do {
            answer = read(request, name, out);
        } while (cahier_request_again(request, answer));
    }
    return answer;
}

cahier_queue_answer cahier_lots_read(const cahier_request *request, cahier_text batch, cahier_shown_lot *out)
{
    return read_by(request, batch, out, read_whole);
}

cahier_queue_answer cahier_lots_glance(const cahier_request *request, cahier_text batch, cahier_shown_lot *out)
{
    return read_by(request, batch, out, read_lot);
}

cahier_queue_answer cahier_lots_list(const cahier_request *request, cahier_shown_lot **out, uint32_t *count)
{
    char(*batch)[CAHIER_BATCH_LEN + 1];
    uint32_t batches = 0, lots = 0;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_batches(request->queue, request->arena, &batch, &batches);
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    cahier_shown_lot *list = CAHIER_NEW(request->arena, cahier_shown_lot, batches);
    if (list == NULL) {
        return CAHIER_QUEUE_REFUSED;
    }
    for (uint32_t i = batches; i-- > 0 && answer == CAHIER_QUEUE_DONE;) {
        answer = cahier_lots_read(request, cahier_string(batch[i]), &list[lots]);
        lots += answer == CAHIER_QUEUE_DONE;
        answer = answer == CAHIER_QUEUE_NO_BATCH ? CAHIER_QUEUE_DONE : answer; /* removed meanwhile */
    }
    *out = list;
    *count = lots;
    return answer;
}
