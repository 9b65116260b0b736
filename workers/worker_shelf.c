/* SPDX-License-Identifier: Apache-2.0 */
#include "worker_shelf.h"

#include <string.h>

#define SET_BYTES ((size_t)2 << 30) /* of addresses */

static bool open_set(cahier_shelf *shelf, cahier_word_set *set, const cahier_lexicon_own *own)
{
    if (!cahier_arena_open(&set->arena, SET_BYTES)) {
        return false;
    }
    bool read = own == NULL
                        ? cahier_lexicon_files_open(&set->arena, shelf->folder, shelf->english, &set->files)
                        : cahier_lexicon_files_open_own(&set->arena, shelf->folder, own, shelf->english, &set->files);
    if (!read) {
        cahier_arena_close(&set->arena);
        return false;
    }
    cahier_lexicon_files_digest(&set->files, set->digest);
    return true;
}

static void close_set(cahier_word_set *set)
{
    if (set->digest[0] != '\0') {
        cahier_arena_close(&set->arena);
        set->digest[0] = '\0';
    }
}

bool cahier_shelf_open(cahier_shelf *shelf, const char *folder, bool english)
{
    shelf->folder = folder;
    shelf->english = english;
    return open_set(shelf, &shelf->set[0], NULL);
}

void cahier_shelf_close(cahier_shelf *shelf)
{
    for (uint32_t i = 0; i < CAHIER_SHELF_SETS; i++) {
        close_set(&shelf->set[i]);
    }
}

cahier_word_set *cahier_shelf_find(cahier_shelf *shelf, const char *digest)
{
    for (uint32_t i = 0; i < CAHIER_SHELF_SETS; i++) {
        if (digest[0] != '\0' && strcmp(shelf->set[i].digest, digest) == 0) {
            return &shelf->set[i];
        }
    }
    return NULL;
}

cahier_word_set *cahier_shelf_add(cahier_shelf *shelf, const cahier_lexicon_own *own, const char *digest)
{
    uint32_t i = 1;
    while (i < CAHIER_SHELF_SETS && shelf->set[i].users > 0) {
        i++;
    }
    if (i == CAHIER_SHELF_SETS) {
        return NULL;
    }
    close_set(&shelf->set[i]);
    if (!open_set(shelf, &shelf->set[i], own)) {
        return NULL;
    }
    if (strcmp(shelf->set[i].digest, digest) != 0) {
        close_set(&shelf->set[i]);
        return NULL;
    }
    return &shelf->set[i];
}
