/* SPDX-License-Identifier: Apache-2.0 */
#include "learn_texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lexicon_files.h"

static bool read_lines(cahier_arena *arena, cahier_contribution **out, uint32_t *count)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    uint32_t most = 0;
    while ((len = getline(&line, &room, stdin)) > 0) {
        if (*count == most) {
            uint32_t more = most == 0 ? 1u << 20 : 2 * most;
            cahier_contribution *at = realloc(*out, more * sizeof *at);
            if (at == NULL) {
                free(line);
                return false;
            }
            *out = at;
            most = more;
        }
        char *copy = CAHIER_NEW(arena, char, (size_t)len);
        if (copy == NULL) {
            free(line);
            return false;
        }
        memcpy(copy, line, (size_t)len);
        (*out)[(*count)++] = (cahier_contribution){.text = {copy, (uint32_t)len}};
    }
    free(line);
    return true;
}

const cahier_lexicons *learn_lexicons(cahier_arena *arena, const char *folder)
{
    cahier_lexicon_files *files = CAHIER_NEW(arena, cahier_lexicon_files, 1);
    if (files == NULL) {
        return NULL;
    }
    if (!cahier_lexicon_files_open(arena, folder, true, files) && files->lexicons == NULL) {
        fprintf(stderr, "%s\n", files->message);
    }
    return files->lexicons;
}

bool learn_read(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons, learn_corpus *out)
{
    cahier_options options = CAHIER_OPTIONS_DEFAULT;
    cahier_contribution *at = NULL;
    uint32_t count = 0;
    *out = (learn_corpus){0};
    if (!read_lines(batch, &at, &count) ||
            cahier_analyser_open(lexicons, &options, batch, scratch, &out->analyser) != CAHIER_OK ||
            cahier_analyse_chunk(&out->analyser, at, count, &out->chunk) != CAHIER_OK) {
        return false;
    }
    out->corpus = (cahier_corpus){.received = at, .count = count};
    out->corpus.analysed = CAHIER_NEW(batch, const cahier_document *, count);
    out->corpus.types = CAHIER_NEW(batch, const cahier_types *, count);
    out->row = CAHIER_NEW(batch, uint32_t, count);
    if (out->corpus.analysed == NULL || out->corpus.types == NULL || out->row == NULL) {
        return false;
    }
    for (uint32_t d = 0; d < count; d++) {
        out->corpus.analysed[d] = &out->chunk.at[d];
        out->corpus.types[d] = out->chunk.types;
        out->row[d] = d;
    }
    return true;
}
