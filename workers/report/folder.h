/* SPDX-License-Identifier: Apache-2.0 */
/* folder.h -- the report's folder: filled under another name, put in place in one rename.
 *
 * Value   "<folder>.partiel" is held by a lock while it is filled: a folder of that name without a lock comes from a
 *         program that was killed, and is emptied and used again. Only files that a report holds are ever removed.
 * Errors  false with an error in French
 */
#ifndef CAHIER_REPORT_FOLDER_H
#define CAHIER_REPORT_FOLDER_H

#include "report.h"

#define CAHIER_PATH_MAX 4096

typedef struct cahier_folder {
    char path[CAHIER_PATH_MAX];    /* of the report, links resolved */
    char partial[CAHIER_PATH_MAX]; /* being filled */
    int fd;                        /* of `partial`, locked */
} cahier_folder;

bool cahier_folder_open(const char *directory, cahier_folder *folder, cahier_report_error *error);
/* Puts the filled folder in place. */
bool cahier_folder_publish(cahier_folder *folder, cahier_report_error *error);
/* Removes the partial folder. */
void cahier_folder_abandon(cahier_folder *folder);

#endif
