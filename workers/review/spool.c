/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* nftw */
#include "spool.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "out.h"

#define FOLDERS_OPEN 16 /* of nftw */

/* --- names ------------------------------------------------------------------------------------------------------------ */

static void make_id(char id[CAHIER_SPOOL_ID + 1])
{
    for (uint32_t i = 0; i < CAHIER_SPOOL_ID; i++) {
        id[i] = "0123456789abcdefghjkmnpqrstvwxyz"[randombytes_uniform(32)];
    }
    id[CAHIER_SPOOL_ID] = '\0';
}

/* The last part of what the browser said, its end kept when it is too long: it says what kind of file it is. */
static cahier_text base_name(cahier_text name)
{
    uint32_t start = name.len;
    while (start > 0 && name.at[start - 1] != '/' && name.at[start - 1] != '\\') {
        start--;
    }
    name = cahier_slice(name, start, name.len);
    start = name.len > CAHIER_FILE_NAME_MOST ? name.len - CAHIER_FILE_NAME_MOST : 0;
    while (start < name.len && ((unsigned char)name.at[start] & 0xC0u) == 0x80u) {
        start++;
    }
    name = cahier_slice(name, start, name.len);
    bool shown = name.len > 0 && name.at[0] != '.';
    for (uint32_t i = 0; i < name.len; i++) {
        shown = shown && (unsigned char)name.at[i] >= ' ';
    }
    return shown ? name : cahier_string("fichier");
}

/* --- the listener ----------------------------------------------------------------------------------------------------- */

static bool refuse(cahier_spool *spool, cahier_spool_fault fault)
{
    spool->fault = fault;
    return false;
}

static bool make_folder(cahier_spool *spool)
{
    if (!spool->made) {
        make_id(spool->id);
        (void)snprintf(spool->folder, sizeof spool->folder, "%s/%s", spool->parent, spool->id);
        spool->made = mkdir(spool->folder, S_IRWXU) == 0;
    }
    return spool->made;
}

static bool open_file(void *self, cahier_text field, cahier_text file)
{
    cahier_spool *spool = self;
    (void)field;
    if (spool->count == CAHIER_FILES_MOST) {
        return refuse(spool, CAHIER_SPOOL_TOO_MANY);
    }
    cahier_text name = base_name(file);
    char *path = CAHIER_NEW(spool->arena, char, CAHIER_SPOOL_PATH);
    if (path == NULL || !make_folder(spool)) {
        return refuse(spool, CAHIER_SPOOL_DISK);
    }
    int len = snprintf(path, CAHIER_SPOOL_PATH, "%s/%u", spool->folder, spool->count);
    bool made = len < (int)CAHIER_SPOOL_PATH &&
                (mkdir(path, S_IRWXU) == 0 || errno == EEXIST); /* of a file that was left out */
    len = snprintf(path, CAHIER_SPOOL_PATH, "%s/%u/%.*s", spool->folder, spool->count, (int)name.len, name.at);
    if (made && len < (int)CAHIER_SPOOL_PATH) {
        spool->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    }
    if (spool->fd < 0) {
        return refuse(spool, CAHIER_SPOOL_DISK);
    }
    spool->file[spool->count] = (cahier_spooled){{path + len - name.len, file.len == 0 ? 0 : name.len}, path, 0};
    return true;
}

static bool take_bytes(void *self, const char *at, size_t len)
{
    cahier_spool *spool = self;
    if (len > spool->most - spool->bytes) {
        return refuse(spool, CAHIER_SPOOL_TOO_LARGE);
    }
    spool->bytes += len;
    spool->file[spool->count].bytes += len;
    while (len > 0) {
        ssize_t written = write(spool->fd, at, len);
        if (written < 0 && errno != EINTR) {
            return refuse(spool, CAHIER_SPOOL_DISK);
        }
        at += written > 0 ? written : 0;
        len -= written > 0 ? (size_t)written : 0;
    }
    return true;
}

static bool close_file(void *self)
{
    cahier_spool *spool = self;
    cahier_spooled *file = &spool->file[spool->count];
    int closed = close(spool->fd);
    spool->fd = -1;
    if (closed != 0) {
        return refuse(spool, CAHIER_SPOOL_DISK);
    }
    if (file->name.len == 0 && file->bytes == 0) {
        (void)unlink(file->path);
        return true;
    }
    file->name = base_name(cahier_string(file->path));
    spool->count++;
    return true;
}

void cahier_spool_open(cahier_spool *spool, cahier_arena *arena, const char *parent, uint64_t most)
{
    *spool = (cahier_spool){.arena = arena, .parent = parent, .most = most, .fd = -1};
}

cahier_multipart_listener cahier_spool_listener(cahier_spool *spool)
{
    return (cahier_multipart_listener){open_file, take_bytes, close_file, spool};
}

/* --- removal ---------------------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *place)
{
    (void)facts;
    (void)kind;
    (void)place;
    (void)remove(path);
    return 0;
}

void cahier_spool_remove(const char *folder)
{
    (void)nftw(folder, remove_one, FOLDERS_OPEN, FTW_DEPTH | FTW_PHYS);
}

void cahier_spool_sweep(const char *parent)
{
    DIR *folder = opendir(parent);
    char path[CAHIER_SPOOL_PATH];
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        if (strlen(entry->d_name) == CAHIER_SPOOL_ID &&
                strspn(entry->d_name, "0123456789abcdefghjkmnpqrstvwxyz") == CAHIER_SPOOL_ID) {
            (void)snprintf(path, sizeof path, "%s/%s", parent, entry->d_name);
            cahier_spool_remove(path);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
}

void cahier_spool_close(cahier_spool *spool)
{
    if (spool->fd >= 0) {
        (void)close(spool->fd);
        spool->fd = -1;
    }
    if (spool->made && !spool->taken) {
        cahier_spool_remove(spool->folder);
    }
    spool->made = false;
}
