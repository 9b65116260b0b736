/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* openat */
#include "fetch.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"

#define NAME_MOST 64u

void cahier_piece_name(const char *file, uint32_t piece, char *to, size_t room)
{
    int len = snprintf(to, room, "%s#%05u", file, piece);
    assert(len > 0 && (size_t)len < room);
    (void)len;
}

static int by_name(const void *a, const void *b)
{
    const cahier_text *x = a, *y = b;
    uint32_t len = x->len < y->len ? x->len : y->len;
    int order = memcmp(x->at, y->at, len);
    return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

/* The file of a piece; false when the name is not one that a report has: no folder, nothing hidden. */
static bool file_of(cahier_text field, char name[NAME_MOST])
{
    const char *hash = memchr(field.at, '#', field.len);
    size_t len = hash != NULL ? (size_t)(hash - field.at) : 0;
    if (len == 0 || len >= NAME_MOST || field.at[0] == '.' || memchr(field.at, '/', len) != NULL) {
        return false;
    }
    memcpy(name, field.at, len);
    name[len] = '\0';
    return true;
}

static bool write_piece(int folder, const char *name, cahier_text piece)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    bool written = fd >= 0;
    for (uint32_t at = 0; written && at < piece.len;) {
        ssize_t done = write(fd, piece.at + at, piece.len - at);
        written = done > 0;
        at += written ? (uint32_t)done : 0;
    }
    return fd >= 0 && close(fd) == 0 && written;
}

static cahier_queue_answer refuse(cahier_report_error *error, cahier_queue_answer answer, const char *sentence)
{
    (void)snprintf(error->message, sizeof error->message, "%s", sentence);
    return answer;
}

static bool is_to_ask_again(const cahier_fetching *f, cahier_queue_answer answer)
{
    return answer == CAHIER_QUEUE_UNREACHABLE && cahier_queue_reconnect(f->queue, f->wait_ms, f->stop);
}

/* What a call answered instead of DONE. */
static cahier_queue_answer give_up(const cahier_fetching *f, cahier_queue_answer answer, cahier_report_error *error)
{
    if (answer == CAHIER_QUEUE_NOTHING || answer == CAHIER_QUEUE_NO_BATCH || answer == CAHIER_QUEUE_CHANGED) {
        return refuse(
                error, CAHIER_QUEUE_CHANGED, "Ce lot n'a pas encore de rapport, ou vient de le perdre (effacement).");
    }
    return refuse(error, answer, cahier_queue_message(f->queue));
}

/* CHANGED when the batch is not done, or not any more the one that `revision` was read of. */
static cahier_queue_answer look(const cahier_fetching *f, bool first, uint64_t *revision)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer;
    do {
        answer = cahier_queue_progress_of(f->queue, f->batch, &progress);
    } while (is_to_ask_again(f, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    *revision = first ? progress.revision : *revision;
    return strcmp(progress.state, "done") == 0 && progress.revision == *revision ? answer : CAHIER_QUEUE_CHANGED;
}

static cahier_queue_answer fetch_piece(
        const cahier_fetching *f, cahier_text field, const cahier_folder *folder, cahier_report_error *error)
{
    char name[NAME_MOST];
    cahier_text piece;
    cahier_queue_answer answer;
    if (!file_of(field, name)) {
        return refuse(
                error, CAHIER_QUEUE_REFUSED, "Le lot contient un fichier qu'un rapport n'a pas : il n'est pas écrit.");
    }
    do {
        answer = cahier_queue_report_piece(f->queue, f->scratch, f->batch, field, &piece);
    } while (is_to_ask_again(f, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return give_up(f, answer, error);
    }
    return write_piece(folder->fd, name, piece)
                   ? answer
                   : refuse(error, CAHIER_QUEUE_REFUSED,
                             "Le rapport ne peut pas être écrit : vérifiez la place sur le disque et vos droits.");
}

static cahier_queue_answer fetch_pieces(
        const cahier_fetching *f, const cahier_folder *folder, cahier_report_error *error)
{
    cahier_text *field;
    uint32_t count = 0;
    uint64_t revision;
    cahier_queue_answer answer = look(f, true, &revision);
    if (answer != CAHIER_QUEUE_DONE) {
        return give_up(f, answer, error);
    }
    do {
        answer = cahier_queue_report_fields(f->queue, f->scratch, f->batch, &field, &count);
    } while (is_to_ask_again(f, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        return give_up(f, answer, error);
    }
    qsort(field, count, sizeof *field, by_name);
    for (uint32_t i = 0; i < count && answer == CAHIER_QUEUE_DONE; i++) {
        size_t mark = cahier_arena_mark(f->scratch);
        answer = fetch_piece(f, field[i], folder, error);
        cahier_arena_reset(f->scratch, mark);
    }
    if (answer != CAHIER_QUEUE_DONE) {
        return answer;
    }
    answer = look(f, false, &revision);
    if (answer == CAHIER_QUEUE_DONE && count == 0) {
        return refuse(error, CAHIER_QUEUE_REFUSED, "Le rapport de ce lot a disparu de Redis.");
    }
    return answer == CAHIER_QUEUE_DONE ? answer : give_up(f, answer, error);
}

cahier_queue_answer cahier_fetch_report(
        const cahier_fetching *fetching, const char *directory, cahier_report_error *error)
{
    cahier_folder folder;
    size_t mark = cahier_arena_mark(fetching->scratch);
    if (!cahier_folder_open(directory, cahier_is_report_file, &folder, error)) {
        return CAHIER_QUEUE_REFUSED;
    }
    cahier_queue_answer answer = fetch_pieces(fetching, &folder, error);
    cahier_arena_reset(fetching->scratch, mark);
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_folder_abandon(&folder);
        return answer;
    }
    return cahier_folder_publish(&folder, error) ? answer : CAHIER_QUEUE_REFUSED;
}
