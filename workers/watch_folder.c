/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* fstatat, dirfd, localtime_r, strcasecmp */
#include "watch_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "mail.h"
#include "out.h"
#include "progress.h"
#include "read_file.h"

#define LOOK_MS 500u
#define SETTLED_SECONDS 1            /* since it was last written to */
#define FILE_MOST ((size_t)64 << 20) /* of one message; a table may be larger */
#define AT_ONCE 64u                  /* files a look: the watcher has its turn between them */
#define PATH_ROOM 4096u

typedef struct heard_file {
    char *name;
    uint64_t move_ms;
    uint32_t reconnections; /* when it was heard */
    bool aside;             /* it could not be read */
} heard_file;

struct cahier_mailbox {
    cahier_hearing *hearing;
    char path[PATH_ROOM]; /* where files come */
    char read[PATH_ROOM], aside[PATH_ROOM];
    bool maildir, waiting; /* waiting: some file is not settled, or more are there than a look takes */
    heard_file *heard;
    uint32_t count, room;
    uint64_t look_ms;
};

static bool is_folder(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

static bool make(const char *path)
{
    return mkdir(path, S_IRWXU | S_IRGRP | S_IXGRP) == 0 || (errno == EEXIST && is_folder(path));
}

static bool name_folders(cahier_mailbox *folder, const char *path)
{
    char sub[PATH_ROOM];
    if (strlen(path) > PATH_ROOM - 300) { /* room for a name of a file */
        return false;
    }
    (void)snprintf(sub, sizeof sub, "%s/tmp", path);
    (void)snprintf(folder->path, sizeof folder->path, "%s/new", path);
    (void)snprintf(folder->read, sizeof folder->read, "%s/cur", path);
    (void)snprintf(folder->aside, sizeof folder->aside, "%s/ecartes", path);
    folder->maildir = is_folder(sub) && is_folder(folder->path) && is_folder(folder->read);
    if (!folder->maildir) {
        (void)snprintf(folder->path, sizeof folder->path, "%s", path);
        (void)snprintf(folder->read, sizeof folder->read, "%s/lus", path);
    }
    return is_folder(folder->path) && make(folder->read) && make(folder->aside);
}

cahier_mailbox *cahier_mailbox_open(const char *path, cahier_hearing *hearing)
{
    cahier_mailbox *folder = calloc(1, sizeof *folder);
    if (folder != NULL && !name_folders(folder, path)) {
        free(folder);
        return NULL;
    }
    if (folder != NULL) {
        folder->hearing = hearing;
    }
    return folder;
}

void cahier_mailbox_close(cahier_mailbox *folder)
{
    for (uint32_t i = 0; folder != NULL && i < folder->count; i++) {
        free(folder->heard[i].name);
    }
    free(folder != NULL ? folder->heard : NULL);
    free(folder);
}

bool cahier_mailbox_is_done(const cahier_mailbox *folder)
{
    return folder == NULL || (folder->count == 0 && !folder->waiting);
}

/* --- files that were heard --------------------------------------------------------------------------------------------- */

static bool is_heard(const cahier_mailbox *folder, const char *name)
{
    for (uint32_t i = 0; i < folder->count; i++) {
        if (strcmp(folder->heard[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static void remember(cahier_mailbox *folder, const char *name, bool aside)
{
    if (folder->count == folder->room) {
        folder->room = 2 * folder->room + 16;
        folder->heard = cahier_report_alloc(folder->heard, folder->room, sizeof *folder->heard);
    }
    char *kept = cahier_report_alloc(NULL, strlen(name) + 1, 1);
    memcpy(kept, name, strlen(name) + 1);
    folder->heard[folder->count++] = (heard_file){.name = kept,
            .move_ms = cahier_clock_ms() + (aside ? 0 : CAHIER_DURABLE_MS),
            .reconnections = folder->hearing->reconnections,
            .aside = aside};
}

/* A name that is taken gets a number: two files of one name on two days are two. */
static void move(const cahier_mailbox *folder, const heard_file *file)
{
    char from[PATH_ROOM + 300], to[PATH_ROOM + 300];
    struct stat facts;
    const char *flags = folder->maildir && !file->aside && strchr(file->name, ':') == NULL ? ":2," : "";
    (void)snprintf(from, sizeof from, "%s/%s", folder->path, file->name);
    (void)snprintf(to, sizeof to, "%s/%s%s", file->aside ? folder->aside : folder->read, file->name, flags);
    for (uint32_t n = 2; stat(to, &facts) == 0 && n < 10000; n++) {
        (void)snprintf(to, sizeof to, "%s/%u-%s%s", file->aside ? folder->aside : folder->read, n, file->name, flags);
    }
    (void)rename(from, to); /* one that stays is heard again, and adds nothing */
}

/* Those whose messages are on the disk by now. A server that was away may have lost them: they are heard again. */
static void move_heard(cahier_mailbox *folder)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < folder->count; i++) {
        heard_file *file = &folder->heard[i];
        bool again = file->reconnections != folder->hearing->reconnections && !file->aside;
        if (!again && cahier_clock_ms() < file->move_ms) {
            folder->heard[kept++] = *file;
            continue;
        }
        if (!again) {
            move(folder, file);
        }
        free(file->name);
    }
    folder->count = kept;
}

/* --- files that are new -------------------------------------------------------------------------------------------------- */

typedef enum kind {
    KIND_NONE,
    KIND_TABLE,
    KIND_TEXT,
    KIND_MAIL
} kind;

static kind kind_of(const cahier_mailbox *folder, const char *name)
{
    static const struct {
        const char *end;
        kind kind;
    } kinds[] = {{".csv", KIND_TABLE}, {".tsv", KIND_TABLE}, {".xlsx", KIND_TABLE}, {".ods", KIND_TABLE},
            {".json", KIND_TABLE}, {".jsonl", KIND_TABLE}, {".ndjson", KIND_TABLE}, {".txt", KIND_TEXT},
            {".eml", KIND_MAIL}};
    size_t len = strlen(name);
    if (folder->maildir) {
        return KIND_MAIL;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t end = strlen(kinds[i].end);
        if (len > end && strcasecmp(name + len - end, kinds[i].end) == 0) {
            return kinds[i].kind;
        }
    }
    return KIND_NONE;
}

/* {"id":digest of the bytes,"text":…,"date":when it was last written to} */
static cahier_status line_of_text(cahier_arena *arena, cahier_text bytes, time_t written, cahier_text *line)
{
    cahier_out out;
    char id[65];
    cahier_digest(bytes, id);
    id[CAHIER_WATCH_DIGEST] = '\0';
    cahier_out_open_memory(&out);
    cahier_put(&out, "{\"id\":\"");
    cahier_put(&out, id);
    cahier_put(&out, "\",\"date\":\"");
    cahier_put_iso_date(&out, cahier_day_at(written));
    cahier_put(&out, "\",\"text\":");
    cahier_put_json(&out, bytes);
    cahier_put(&out, "}");
    char *to = CAHIER_NEW(arena, char, out.len + 1);
    if (to != NULL) {
        memcpy(to, out.at, out.len);
        *line = (cahier_text){to, (uint32_t)out.len};
    }
    (void)cahier_out_close(&out);
    return to != NULL ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

/* NOTHING: it cannot be read. */
static cahier_queue_answer hear_message(cahier_mailbox *folder, const char *path, kind what, time_t written)
{
    cahier_hearing *hearing = folder->hearing;
    size_t mark = cahier_arena_mark(&hearing->batch);
    cahier_text bytes, line;
    cahier_queue_answer answer = CAHIER_QUEUE_NOTHING;
    cahier_status status = cahier_read_file(&hearing->batch, path, FILE_MOST, &bytes);
    if (status == CAHIER_OK) {
        status = what == KIND_MAIL ? cahier_mail_read(&hearing->batch, bytes, &line)
                                   : line_of_text(&hearing->batch, bytes, written, &line);
    }
    if (status == CAHIER_OK) {
        uint64_t aside = hearing->aside[CAHIER_ASIDE_UNREADABLE] + hearing->aside[CAHIER_ASIDE_EMPTY_TEXT];
        answer = cahier_hear_lines(hearing, &line, 1, "", 0);
        bool heard = hearing->aside[CAHIER_ASIDE_UNREADABLE] + hearing->aside[CAHIER_ASIDE_EMPTY_TEXT] == aside;
        answer = answer == CAHIER_QUEUE_DONE && !heard ? CAHIER_QUEUE_NOTHING : answer;
    }
    cahier_arena_reset(&hearing->batch, mark);
    return answer;
}

static cahier_queue_answer hear_file(cahier_mailbox *folder, const char *name, time_t written)
{
    char path[PATH_ROOM + 300];
    kind what = kind_of(folder, name);
    (void)snprintf(path, sizeof path, "%s/%s", folder->path, name);
    cahier_queue_answer answer =
            what == KIND_TABLE ? cahier_hear_file(folder->hearing, path) : hear_message(folder, path, what, written);
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_NOTHING) {
        remember(folder, name, answer == CAHIER_QUEUE_NOTHING);
    }
    if (answer == CAHIER_QUEUE_NOTHING) {
        (void)fputs(folder->hearing->options->intake.options.english
                            ? "cahier watch: a file could not be read; it is in “ecartes”.\n"
                            : "cahier watch : un fichier n'a pas pu être lu ; il est dans « ecartes ».\n",
                stderr);
        answer = CAHIER_QUEUE_DONE;
    }
    return answer;
}

/* Whether a name is a file that can be heard now. */
static bool is_ready(cahier_mailbox *folder, int fd, const char *name, time_t *written)
{
    struct stat facts;
    if (name[0] == '.' || kind_of(folder, name) == KIND_NONE || is_heard(folder, name) ||
            fstatat(fd, name, &facts, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(facts.st_mode)) {
        return false;
    }
    *written = facts.st_mtime;
    bool settled = folder->maildir || time(NULL) - facts.st_mtime > SETTLED_SECONDS;
    folder->waiting = folder->waiting || !settled;
    return settled;
}

static cahier_queue_answer hear_new(cahier_mailbox *folder)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    uint32_t heard = 0;
    time_t written;
    DIR *dir = opendir(folder->path);
    folder->waiting = false;
    for (struct dirent *entry; dir != NULL && answer == CAHIER_QUEUE_DONE && heard < AT_ONCE &&
                               *folder->hearing->stop == 0 && (entry = readdir(dir)) != NULL;) {
        if (is_ready(folder, dirfd(dir), entry->d_name, &written)) {
            answer = hear_file(folder, entry->d_name, written);
            heard++;
        }
    }
    if (dir != NULL) {
        (void)closedir(dir);
    }
    folder->waiting = folder->waiting || heard == AT_ONCE;
    return answer == CAHIER_QUEUE_DONE && heard == 0 ? CAHIER_QUEUE_NOTHING : answer;
}

cahier_queue_answer cahier_mailbox_look(cahier_mailbox *folder)
{
    if (folder == NULL || cahier_clock_ms() < folder->look_ms) {
        return CAHIER_QUEUE_NOTHING;
    }
    move_heard(folder);
    cahier_queue_answer answer = hear_new(folder);
    folder->look_ms = answer == CAHIER_QUEUE_DONE ? 0 : cahier_clock_ms() + LOOK_MS;
    return answer;
}
