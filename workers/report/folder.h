/* SPDX-License-Identifier: Apache-2.0 */
/* folder.h -- the folder of a report, or of routed messages: filled under another name, put in place in one rename.
 *
 * Value   "<folder>.partiel" is held by a lock while it is filled: a folder of that name without a lock comes from a
 *         program that was killed, and is emptied and used again. Only files that such a folder holds are ever removed.
 * Errors  false with an error in French
 */
#ifndef CAHIER_REPORT_FOLDER_H
#define CAHIER_REPORT_FOLDER_H

#include "report.h"

#define CAHIER_PATH_MAX 4096

/* What a folder is: which files in it are ours, by their names. */
typedef bool cahier_folder_owner(const char *name);

bool cahier_is_report_file(const char *name);

typedef struct cahier_folder {
    cahier_folder_owner *is_ours;
    char path[CAHIER_PATH_MAX];    /* of the report, links resolved */
    char partial[CAHIER_PATH_MAX]; /* being filled */
    int fd;                        /* of `partial`, locked */
} cahier_folder;

/* A folder that holds something, but no manifest.json, is refused. */
bool cahier_folder_open(
        const char *directory, cahier_folder_owner *is_ours, cahier_folder *folder, cahier_report_error *error);
/* Puts the filled folder in place. */
bool cahier_folder_publish(cahier_folder *folder, cahier_report_error *error);
/* Says which file could not be written; `number` 0 means that the user stopped. Returns false. */
bool cahier_folder_refuse(const cahier_folder *folder, const char *name, int number, cahier_report_error *error);
/* Removes the partial folder. */
void cahier_folder_abandon(cahier_folder *folder);

#endif
