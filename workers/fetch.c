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

static bool refuse(cahier_report_error *error, const char *sentence)
{
    (void)snprintf(error->message, sizeof error->message, "%s", sentence);
    return false;
}

static bool write_pieces(cahier_queue *queue, cahier_arena *scratch, const char *batch, const cahier_folder *folder,
        cahier_report_error *error)
{
    cahier_text *field;
    uint32_t count;
    if (cahier_queue_report_fields(queue, scratch, batch, &field, &count) != CAHIER_QUEUE_DONE) {
        return refuse(error, cahier_queue_message(queue));
    }
    qsort(field, count, sizeof *field, by_name);
    for (uint32_t i = 0; i < count; i++) {
        char name[NAME_MOST];
        cahier_text piece;
        size_t mark = cahier_arena_mark(scratch);
        if (!file_of(field[i], name)) {
            return refuse(error, "Le lot contient un fichier qu'un rapport n'a pas : il n'est pas écrit.");
        }
        if (cahier_queue_report_piece(queue, scratch, batch, field[i], &piece) != CAHIER_QUEUE_DONE) {
            return refuse(error, cahier_queue_message(queue));
        }
        if (!write_piece(folder->fd, name, piece)) {
            return refuse(error, "Le rapport ne peut pas être écrit : vérifiez la place sur le disque et vos droits.");
        }
        cahier_arena_reset(scratch, mark);
    }
    return count > 0 || refuse(error, "Ce lot n'a pas encore de rapport.");
}

bool cahier_fetch_report(cahier_queue *queue, cahier_arena *scratch, const char *batch, const char *directory,
        cahier_report_error *error)
{
    cahier_folder folder;
    size_t mark = cahier_arena_mark(scratch);
    if (!cahier_folder_open(directory, &folder, error)) {
        return false;
    }
    bool written = write_pieces(queue, scratch, batch, &folder, error);
    cahier_arena_reset(scratch, mark);
    if (!written) {
        cahier_folder_abandon(&folder);
        return false;
    }
    return cahier_folder_publish(&folder, error);
}
