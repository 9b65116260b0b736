/* SPDX-License-Identifier: Apache-2.0 */
/* spool.h -- files that people send, on disk while they are looked at: a folder a form, a folder and a file each.
 *
 * In      a folder of ours, 0700; names and bytes from outside
 * Out     PARENT/ID/0/budget.csv, 0600: the last part of the name that the browser gave, because commands and reports show it
 * Value   Names hold no slash, no backslash, no control character and are not dots; ID is 26 letters and digits of chance
 * Errors  a listener of multipart.h refuses: too many, too large, no room on the disk. `fault` says which
 * Order   removed by close unless taken
 */
#ifndef CAHIER_REVIEW_SPOOL_H
#define CAHIER_REVIEW_SPOOL_H

#include "multipart.h"

#define CAHIER_FILES_MOST 16u      /* of one form */
#define CAHIER_FILE_NAME_MOST 150u /* bytes kept of a name: what a system takes, with room for a suffix */
#define CAHIER_SPOOL_ID 26u
#define CAHIER_SPOOL_PATH 1280u

typedef enum cahier_spool_fault {
    CAHIER_SPOOL_FINE,
    CAHIER_SPOOL_TOO_MANY,
    CAHIER_SPOOL_TOO_LARGE,
    CAHIER_SPOOL_DISK /* full, or not ours to write */
} cahier_spool_fault;

typedef struct cahier_spooled {
    cahier_text name; /* as it is on disk, and as it is shown */
    const char *path;
    uint64_t bytes;
} cahier_spooled;

typedef struct cahier_spool {
    cahier_arena *arena; /* of names and paths */
    const char *parent;
    uint64_t most; /* bytes of all files */
    char id[CAHIER_SPOOL_ID + 1];
    char folder[CAHIER_SPOOL_PATH];
    cahier_spooled file[CAHIER_FILES_MOST];
    uint32_t count;
    uint64_t bytes;
    int fd;
    bool made, taken;
    cahier_spool_fault fault;
} cahier_spool;

void cahier_spool_open(cahier_spool *spool, cahier_arena *arena, const char *parent, uint64_t most);
/* What a form with files calls. A file without name and without bytes is the choice of none: it is left out. */
cahier_multipart_listener cahier_spool_listener(cahier_spool *spool);
void cahier_spool_close(cahier_spool *spool);

/* A folder and all that is in it; links are not followed. */
void cahier_spool_remove(const char *folder);
/* All that is in the parent: what an earlier process left. */
void cahier_spool_sweep(const char *parent);

#endif
