/* SPDX-License-Identifier: Apache-2.0 */
/* show_review.c -- writes the pages of the review as files, to look at them, to check them or to time them:
 *
 *   show_review FOLDER [reader|agent|administrator] [FILE.csv | DOCUMENTS] [hostile]
 *
 * A file goes through the whole flow; a number gives a result made by hand (tests/report/fixture.h). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_run.h"
#include "fixture.h"
#include "lexicon_files.h"
#include "scene.h"

static bool analyse(cahier_arena *batch, cahier_arena *scratch, char *path, fixture *out)
{
    cahier_lexicon_files files;
    cahier_intake intake;
    cahier_intake_error error;
    cahier_options options = CAHIER_OPTIONS_DEFAULT;
    cahier_intake_options read = {.text = NULL};
    cahier_analyser analyser;
    cahier_chunk chunk;
    cahier_crew crew = {1};
    fixture_open(batch, 3, out); /* names of files, lexicons, versions */
    bool done = cahier_lexicon_files_open(batch, NULL, true, &files) &&
                cahier_intake_read(batch, scratch, &read, &path, 1, &intake, &error) == CAHIER_OK &&
                cahier_analyser_open(files.lexicons, &options, batch, scratch, &analyser) == CAHIER_OK &&
                cahier_analyse_chunk(&analyser, intake.at, intake.count, &chunk) == CAHIER_OK;
    const cahier_corpus_parts parts = {files.lexicons, &options, &crew, &intake, &chunk, 1};
    return done && cahier_corpus_run(batch, scratch, &parts, &out->result) == CAHIER_OK;
}

int main(int count, char **arguments)
{
    cahier_arena batch, scratch;
    fixture f;
    scene own;
    scene_role role = SCENE_ADMINISTRATOR;
    if (count < 2 || !cahier_arena_open(&batch, (size_t)1 << 36) || !cahier_arena_open(&scratch, (size_t)1 << 36)) {
        fputs("show_review FOLDER [reader|agent|administrator] [FILE.csv | DOCUMENTS] [hostile]\n", stderr);
        return 2;
    }
    if (count > 2) {
        role = strcmp(arguments[2], "reader") == 0  ? SCENE_READER
               : strcmp(arguments[2], "agent") == 0 ? SCENE_AGENT
                                                    : SCENE_ADMINISTRATOR;
    }
    char *end = NULL;
    unsigned long documents = count > 3 ? strtoul(arguments[3], &end, 10) : 412;
    if (end != NULL && *end != '\0') {
        if (!analyse(&batch, &scratch, arguments[3], &f)) {
            fprintf(stderr, "show_review: %s\n", arguments[3]);
            return 1;
        }
    } else {
        fixture_open(&batch, (uint32_t)documents, &f);
    }
    scene_open(&batch, &f.input, role, count > 4, &own);
    bool written = scene_write(&own, arguments[1]);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
    return written ? 0 : 1;
}
