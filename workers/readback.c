/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* getline, fstat */
#include "readback.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "out.h"

#define PATH_ROOM 4096
#define MILLI_MOST 1000.0 /* no score, weight or factor comes near it */

static FILE *open_in(const char *directory, const char *name)
{
    char path[PATH_ROOM];
    int len = snprintf(path, sizeof path, "%s/%s", directory, name);
    if (len < 0 || (size_t)len >= sizeof path) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    return fopen(path, "rb");
}

bool cahier_readback_open(const char *directory, cahier_readback *out)
{
    FILE *file = open_in(directory, "contributions.jsonl");
    if (file == NULL) {
        return false;
    }
    *out = (cahier_readback){.file = file};
    return true;
}

void cahier_readback_close(cahier_readback *readback)
{
    fclose(readback->file);
    free(readback->line);
    free(readback->decoded);
    *readback = (cahier_readback){0};
}

/* {"id":"12" as the writer puts it: no space, no escape in most ids. */
static bool find_plain_id(const cahier_readback *readback, cahier_text *id)
{
    static const char start[] = "{\"id\":\"";
    size_t from = sizeof start - 1;
    if (readback->len < from || memcmp(readback->line, start, from) != 0) {
        return false;
    }
    for (size_t i = from; i < readback->len && readback->line[i] != '\\'; i++) {
        if (readback->line[i] == '"') {
            *id = (cahier_text){readback->line + from, (uint32_t)(i - from)};
            return true;
        }
    }
    return false;
}

static bool decode_id(cahier_readback *readback, cahier_text *id)
{
    cJSON *tree = cahier_readback_parse(readback);
    cahier_text text = cahier_readback_text(tree, "id");
    if (text.len > 0) {
        readback->decoded = cahier_report_alloc(NULL, text.len, 1);
        memcpy(readback->decoded, text.at, text.len);
        *id = (cahier_text){readback->decoded, text.len};
    }
    cJSON_Delete(tree);
    return text.len > 0;
}

bool cahier_readback_next(cahier_readback *readback, cahier_text *id)
{
    free(readback->decoded);
    readback->decoded = NULL;
    do {
        ssize_t len = getline(&readback->line, &readback->room, readback->file);
        if (len < 0) {
            return false;
        }
        while (len > 0 && (readback->line[len - 1] == '\n' || readback->line[len - 1] == '\r')) {
            len--;
        }
        readback->len = (size_t)len;
        readback->number++;
    } while (readback->len == 0);
    readback->ill_formed = !find_plain_id(readback, id) && !decode_id(readback, id);
    return !readback->ill_formed;
}

cJSON *cahier_readback_parse(const cahier_readback *readback)
{
    return cJSON_ParseWithLength(readback->line, readback->len);
}

cJSON *cahier_readback_report(const char *directory)
{
    cahier_readback readback = {.file = open_in(directory, "report.json")};
    cJSON *tree = NULL;
    if (readback.file == NULL) {
        return NULL;
    }
    ssize_t len = getdelim(&readback.line, &readback.room, '\0', readback.file);
    if (len > 0) {
        readback.len = (size_t)len;
        tree = cahier_readback_parse(&readback);
    }
    cahier_readback_close(&readback);
    return tree;
}

cahier_text cahier_readback_text(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? cahier_string(item->valuestring) : (cahier_text){NULL, 0};
}

bool cahier_readback_milli(const cJSON *object, const char *name, int32_t *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(item) || !(fabs(item->valuedouble) <= MILLI_MOST)) {
        return false;
    }
    double milli = nearbyint(item->valuedouble * 1000);
    *out = (int32_t)milli;
    return fabs(item->valuedouble * 1000 - milli) < 1e-6;
}

bool cahier_readback_count(const cJSON *object, const char *name, uint32_t *out)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    if (!cJSON_IsNumber(item) || !(item->valuedouble >= 0) || item->valuedouble >= UINT32_MAX) {
        return false;
    }
    *out = (uint32_t)item->valuedouble;
    return *out >= item->valuedouble;
}

/* Control characters of one byte, or of the two bytes C2 80 .. C2 9F. */
static void defuse_text(char *at)
{
    for (; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at, next = (unsigned char)at[1];
        if ((c < 0x20 && c != '\n') || c == 0x7f) {
            *at = '?';
        } else if (c == 0xc2 && next >= 0x80 && next < 0xa0) {
            at[0] = at[1] = '?';
        }
    }
}

void cahier_readback_defuse(cJSON *tree)
{
    for (cJSON *item = tree; item != NULL; item = item->next) {
        if (cJSON_IsString(item)) {
            defuse_text(item->valuestring);
        }
        cahier_readback_defuse(item->child); /* cJSON parses at most CJSON_NESTING_LIMIT deep */
    }
}

size_t cahier_file_size(const char *path)
{
    struct stat facts;
    return stat(path, &facts) == 0 && facts.st_size > 0 ? (size_t)facts.st_size : 0;
}
