/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* renameat2 with RENAME_EXCHANGE */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "french.h"
#include "say.h"
#include "system_words.h"

static const char *const report_files[] = {"report.html", "report.json", "contributions.jsonl", "contributions.csv",
        "themes.csv", "report.xlsx", "set-aside.csv", "manifest.json", "run.json"};
#define REPORT_FILES (sizeof report_files / sizeof *report_files)

static bool refuse(cahier_report_error *error, const char *sentence, const char *path, int number)
{
    cahier_out out;
    cahier_out_open_memory(&out);
    CAHIER_SAY_PLAIN(
            &out, sentence, CAHIER_T(cahier_string(path)), CAHIER_T(cahier_string(cahier_system_words(number, false))));
    snprintf(error->message, sizeof error->message, "%.*s", (int)out.len, out.at);
    cahier_out_close(&out);
    return false;
}

bool cahier_folder_refuse(const cahier_folder *folder, const char *name, int number, cahier_report_error *error)
{
    if (number == 0) {
        return refuse(error, cahier_fr.error_stopped, folder->path, 0);
    }
    return refuse(error, cahier_fr.error_write, name, number);
}

/* The path without trailing slashes, through links when it exists: the folder that is replaced is the real one. */
static bool resolve(const char *directory, char path[CAHIER_PATH_MAX])
{
    char real[PATH_MAX];
    const char *found = realpath(directory, real) != NULL ? real : directory;
    size_t len = strlen(found);
    while (len > 1 && found[len - 1] == '/') {
        len--;
    }
    if (len == 0 || len + sizeof ".partiel" > CAHIER_PATH_MAX) {
        errno = len == 0 ? ENOENT : ENAMETOOLONG;
        return false;
    }
    memcpy(path, found, len);
    path[len] = '\0';
    return true;
}

bool cahier_is_report_file(const char *name)
{
    for (size_t i = 0; i < REPORT_FILES; i++) {
        if (strcmp(name, report_files[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* A folder may be replaced when it does not exist, is empty, or holds a report. */
static bool may_replace(const char *path)
{
    DIR *listing = opendir(path);
    if (listing == NULL) {
        return errno == ENOENT;
    }
    bool empty = true, report = false;
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        empty = empty && is_dots(entry->d_name);
        report = report || strcmp(entry->d_name, "manifest.json") == 0;
    }
    closedir(listing);
    return empty || report;
}

/* Removes what is ours. */
static void empty_folder(int fd, cahier_folder_owner *is_ours)
{
    int again = dup(fd);
    DIR *listing = again >= 0 ? fdopendir(again) : NULL;
    if (listing == NULL) {
        if (again >= 0) {
            close(again);
        }
        return;
    }
    rewinddir(listing);
    for (struct dirent *entry = readdir(listing); entry != NULL; entry = readdir(listing)) {
        if (is_ours(entry->d_name)) {
            unlinkat(fd, entry->d_name, 0);
        }
    }
    closedir(listing);
}

bool cahier_folder_open(
        const char *directory, cahier_folder_owner *is_ours, cahier_folder *folder, cahier_report_error *error)
{
    folder->is_ours = is_ours;
    if (!resolve(directory, folder->path)) {
        return refuse(error, cahier_fr.error_create, directory, errno);
    }
    if (!may_replace(folder->path)) {
        return refuse(error, cahier_fr.error_not_report, folder->path, 0);
    }
    snprintf(folder->partial, sizeof folder->partial, "%.*s.partiel", (int)(CAHIER_PATH_MAX - sizeof ".partiel"),
            folder->path);
    if (mkdir(folder->partial, 0777) != 0 && errno != EEXIST) {
        return refuse(error, cahier_fr.error_create, folder->path, errno);
    }
    folder->fd = open(folder->partial, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder->fd < 0) {
        return refuse(error, cahier_fr.error_create, folder->partial, errno);
    }
    if (flock(folder->fd, LOCK_EX | LOCK_NB) != 0) {
        close(folder->fd);
        return refuse(error, cahier_fr.error_busy, folder->path, 0);
    }
    empty_folder(folder->fd, folder->is_ours);
    return true;
}

void cahier_folder_abandon(cahier_folder *folder)
{
    empty_folder(folder->fd, folder->is_ours);
    rmdir(folder->partial);
    close(folder->fd);
}

/* What the user added to the old report moves to the new one; what cannot move stays in the old folder, which stays
 * too. */
static void keep_foreign_files(const char *old, const char *new, cahier_folder_owner *is_ours)
{
    DIR *listing = opendir(old);
    if (listing == NULL) {
        return;
    }
    int to = open(new, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (struct dirent *entry = readdir(listing); entry != NULL && to >= 0; entry = readdir(listing)) {
        if (!is_dots(entry->d_name) && !is_ours(entry->d_name)) {
            renameat(dirfd(listing), entry->d_name, to, entry->d_name);
        }
    }
    if (to >= 0) {
        close(to);
    }
    closedir(listing);
}

static void remove_old(const char *old, const char *new, cahier_folder_owner *is_ours)
{
    int fd = open(old, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return;
    }
    keep_foreign_files(old, new, is_ours);
    empty_folder(fd, is_ours);
    close(fd);
    rmdir(old);
}

/* File systems without RENAME_EXCHANGE: the old folder steps aside first, and comes back when the new one cannot
 * come. */
static bool replace_in_two(const cahier_folder *folder)
{
    char old[CAHIER_PATH_MAX];
    snprintf(old, sizeof old, "%.*s.ancien", (int)(CAHIER_PATH_MAX - sizeof ".ancien"), folder->path);
    bool moved = rename(folder->path, old) == 0;
    if (!moved && errno != ENOENT) {
        return false;
    }
    if (rename(folder->partial, folder->path) != 0) {
        int number = errno;
        if (moved) {
            rename(old, folder->path);
        }
        errno = number;
        return false;
    }
    remove_old(old, folder->path, folder->is_ours);
    return true;
}

bool cahier_folder_publish(cahier_folder *folder, cahier_report_error *error)
{
    bool done = renameat2(AT_FDCWD, folder->partial, AT_FDCWD, folder->path, RENAME_EXCHANGE) == 0;
    if (done) {
        remove_old(folder->partial, folder->path, folder->is_ours);
    } else {
        done = replace_in_two(folder);
    }
    if (!done) {
        int number = errno;
        cahier_folder_abandon(folder);
        return refuse(error, cahier_fr.error_replace, folder->path, number);
    }
    close(folder->fd);
    return true;
}
