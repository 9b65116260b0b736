/* SPDX-License-Identifier: Apache-2.0 */
/* readback.h -- a report's folder, read back: contributions.jsonl line by line, report.json for the labels of themes.
 *
 * In      the folder that `cahier analyse` left, or one that somebody edited: nothing in it is trusted
 * Out     one line at a time, its id first; the cJSON tree of a line only when it is asked for
 * Errors  false, NULL, or an empty text; `ill_formed` tells a line that is no document from the end of the file
 * Memory  malloc; a failed one aborts with a message (report/out.h). Trees belong to the caller: cJSON_Delete
 * Cost    lines that are only looked at for their id: the speed of the disk; a tree: about 100 MB/s
 * Why     the writer puts "id" first: two million lines are searched without building two million trees
 */
#ifndef CAHIER_READBACK_H
#define CAHIER_READBACK_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "cahier.h"

typedef struct cahier_readback {
    FILE *file;
    char *line; /* without its end */
    size_t room, len;
    uint32_t number; /* of the line, from 1 */
    char *decoded;   /* id of a line that escapes it, else NULL */
    bool ill_formed; /* line `number` holds no document */
} cahier_readback;

/* False with errno when contributions.jsonl cannot be opened. */
bool cahier_readback_open(const char *directory, cahier_readback *out);
/* The next document's id, good until the next call; false at the end and at a line that holds no document. */
bool cahier_readback_next(cahier_readback *readback, cahier_text *id);
/* The tree of the current line, or NULL. */
cJSON *cahier_readback_parse(const cahier_readback *readback);
void cahier_readback_close(cahier_readback *readback);

/* report.json, or NULL when there is none that can be read. */
cJSON *cahier_readback_report(const char *directory);

/* Members of a tree. Empty text, false: absent or of another type. */
cahier_text cahier_readback_text(const cJSON *object, const char *name);
/* A number that is exactly so many thousandths. */
bool cahier_readback_milli(const cJSON *object, const char *name, int32_t *out);
bool cahier_readback_count(const cJSON *object, const char *name, uint32_t *out);

/* Control characters of all strings become question marks, byte for byte: an edited report cannot drive the terminal. */
void cahier_readback_defuse(cJSON *tree);

/* Bytes of a file, 0 when there is none. */
size_t cahier_file_size(const char *path);

#endif
