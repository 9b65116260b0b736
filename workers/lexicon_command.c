/* SPDX-License-Identifier: Apache-2.0 */
#include "lexicon_command.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "associate.h"
#include "command_words.h"
#include "layout.h"
#include "lexicon_files.h"
#include "normalise.h"
#include "stem.h"
#include "text.h"

#define MEMORY ((size_t)1 << 29) /* reserved, not used: all lists take some 20 MB */
#define COUNT_MOST 1000u
#define COUNT_USUAL 12u
#define WORD_WIDTH 26u

#define COMPLAIN(r, ...) CAHIER_COMPLAIN(CAHIER_COMMAND_LEXICON, (r)->english, __VA_ARGS__)

cahier_text cahier_lexicon_header(cahier_text bytes, const char *key)
{
    size_t len = strlen(key);
    uint32_t i = 0;
    while (i < bytes.len && bytes.at[i] == '#') {
        const char *end = memchr(bytes.at + i, '\n', bytes.len - i);
        cahier_text line = cahier_slice(bytes, i, end == NULL ? bytes.len : (uint32_t)(end - bytes.at));
        if (line.len > len + 4 && memcmp(line.at, "# ", 2) == 0 && memcmp(line.at + 2, key, len) == 0 &&
                memcmp(line.at + 2 + len, ": ", 2) == 0) {
            return cahier_slice(line, (uint32_t)len + 4, line.len);
        }
        i += line.len + 1;
    }
    return (cahier_text){NULL, 0};
}

bool cahier_lexicon_is_background(cahier_text bytes)
{
    return cahier_text_equal(cahier_lexicon_header(bytes, "lexicon"), cahier_string("associations"));
}

/* --- neighbours --------------------------------------------------------------------------------------------------------------- */

typedef struct neighbour {
    uint32_t row;
    double similarity;
} neighbour;

static double dot_product(const cahier_background *b, uint32_t i, uint32_t j)
{
    const int8_t *x = b->vector + (size_t)i * b->dimensions, *y = b->vector + (size_t)j * b->dimensions;
    int32_t sum = 0;
    for (uint32_t e = 0; e < b->dimensions; e++) {
        sum += x[e] * y[e];
    }
    return sum;
}

/* Nearest first; equally near ones in the order of the table. */
static uint32_t find_neighbours(const cahier_background *b, uint32_t of, neighbour *near, uint32_t most)
{
    uint32_t count = 0;
    double length = sqrt(dot_product(b, of, of));
    for (uint32_t row = 0; row < b->count; row++) {
        double lengths = length * sqrt(dot_product(b, row, row));
        double similarity = lengths > 0 ? dot_product(b, of, row) / lengths : 0;
        if (row == of || (count == most && similarity <= near[most - 1].similarity)) {
            continue;
        }
        uint32_t at = count < most ? count++ : most - 1;
        for (; at > 0 && near[at - 1].similarity < similarity; at--) {
            near[at] = near[at - 1];
        }
        near[at] = (neighbour){row, similarity};
    }
    return count;
}

/* « Vélos » -> "velo", as the pipeline does. */
static cahier_status find_stem(const cahier_lexicon_request *request, const cahier_lexicons *lexicons,
        cahier_stemmer *stemmer, cahier_text word, cahier_text *stem)
{
    cahier_text normal;
    uint32_t notes = 0;
    CAHIER_TRY(cahier_normalise(request->arena, request->arena, word, &normal, &notes));
    char *lower = CAHIER_NEW(request->arena, char, CAHIER_FOLD_BOUND(normal.len) + 1u);
    if (lower == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    return cahier_stem(request->arena, stemmer, lexicons, (cahier_text){lower, cahier_fold_lower(normal, lower)}, stem);
}

static void say_neighbours(
        const cahier_lexicon_request *request, const cahier_background *b, cahier_text word, uint32_t of)
{
    neighbour near[COUNT_MOST];
    uint32_t count = find_neighbours(b, of, near, request->count);
    CAHIER_SAY_PLAIN(request->out, cahier_lexicon_say(request->english)->neighbours, CAHIER_T(word),
            CAHIER_T(b->stem[of]), CAHIER_N(b->count));
    cahier_put(request->out, "\n");
    for (uint32_t i = 0; i < count; i++) {
        cahier_text stem = b->stem[near[i].row];
        cahier_put(request->out, "  ");
        cahier_put_text(request->out, stem);
        cahier_put(request->out, "-");
        cahier_layout_pad(request->out, cahier_layout_width(stem) + 1, WORD_WIDTH);
        cahier_layout_right(request->out, lround(near[i].similarity * 1000), 8);
        cahier_put(request->out, "\n");
    }
}

/* What the word weighs where themes are made and named: weigh.h, label.h. */
static void say_topicality(const cahier_lexicon_request *request, double topicality)
{
    cahier_out number;
    cahier_out_open_memory(&number);
    cahier_put_milli(&number, lround(topicality * 1000), request->english ? '.' : ',');
    CAHIER_SAY_PLAIN(
            request->out, cahier_lexicon_say(request->english)->topicality, CAHIER_T(cahier_out_text(&number)));
    cahier_put(request->out, "\n");
    cahier_out_close(&number);
}

static bool show_word(const cahier_lexicon_request *request, const cahier_lexicons *lexicons, cahier_stemmer *stemmer,
        cahier_text word)
{
    cahier_text stem;
    if (find_stem(request, lexicons, stemmer, word, &stem) != CAHIER_OK) {
        COMPLAIN(request, CAHIER_OUT_OF_MEMORY);
        return false;
    }
    uint32_t of = cahier_background_find(lexicons->background, stem);
    if (of == CAHIER_NONE) {
        COMPLAIN(request, CAHIER_UNKNOWN_WORD, CAHIER_T(word));
        return false;
    }
    say_neighbours(request, lexicons->background, word, of);
    say_topicality(request, cahier_lexicons_topicality(lexicons, stem));
    return true;
}

static int show_neighbours(const cahier_lexicon_request *request)
{
    cahier_lexicon_files *files = CAHIER_NEW(request->arena, cahier_lexicon_files, 1);
    cahier_stemmer *stemmer;
    bool shown = true;
    if (files == NULL || cahier_stemmer_open(&stemmer) != CAHIER_OK) {
        COMPLAIN(request, CAHIER_OUT_OF_MEMORY);
        return 1;
    }
    if (!cahier_lexicon_files_open(request->arena, request->lexicons, request->english, files)) {
        COMPLAIN(request, CAHIER_WRONG, CAHIER_T(cahier_string(files->message)));
        shown = false;
    }
    for (int i = 0; i < request->arguments && files->lexicons != NULL && files->lexicons->background != NULL; i++) {
        shown = show_word(request, files->lexicons, stemmer, cahier_string(request->argument[i])) && shown;
    }
    cahier_stemmer_close(stemmer);
    if (shown) {
        CAHIER_SAY_PLAIN(request->out, cahier_lexicon_say(request->english)->neighbours_note);
        cahier_put(request->out, "\n");
    }
    return shown ? 0 : 1;
}

/* --- the command --------------------------------------------------------------------------------------------------------------- */

typedef struct action {
    const char *name;
    int (*run)(const cahier_lexicon_request *request);
    bool alone; /* runs without argument */
    cahier_complaint missing;
} action;

static const action actions[] = {{"check", cahier_lexicon_check, true, CAHIER_MISSING_LEXICON},
        {"stats", cahier_lexicon_stats, false, CAHIER_MISSING_LEXICON},
        {"neighbours", show_neighbours, false, CAHIER_MISSING_WORD}};

static const action *find_action(const char *name)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) == 0) {
            return &actions[i];
        }
    }
    return NULL;
}

static int run_action(const action *asked, cahier_lexicon_request *request)
{
    cahier_arena arena;
    cahier_out out;
    if (!cahier_arena_open(&arena, MEMORY)) {
        COMPLAIN(request, CAHIER_OUT_OF_MEMORY);
        return 1;
    }
    cahier_out_open_memory(&out);
    request->arena = &arena;
    request->out = &out;
    int code = asked->run(request);
    (void)fwrite(out.at, 1, out.len, stdout);
    cahier_out_close(&out);
    cahier_arena_close(&arena);
    return code;
}

static bool read_wanted(const char *value, cahier_lexicon_request *out)
{
    char *end;
    unsigned long count = strtoul(value, &end, 10);
    if (value[0] < '0' || value[0] > '9' || *end != '\0' || count == 0 || count > COUNT_MOST) {
        COMPLAIN(out, CAHIER_BAD_VALUE, CAHIER_T(cahier_string("--count")), CAHIER_T(cahier_string(value)));
        return false;
    }
    out->count = (uint32_t)count;
    return true;
}

/* -1: go on; else the exit code. */
static int read_options(int argc, char **argv, cahier_lexicon_request *out)
{
    static const struct option options[] = {{"lexicons", required_argument, NULL, 'd'},
            {"count", required_argument, NULL, 'n'}, {"lang", required_argument, NULL, 'l'},
            {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    const char *count = NULL;
    bool help = false;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        switch (c) {
        case 'd':
            out->lexicons = optarg;
            break;
        case 'n':
            count = optarg;
            break;
        case 'l':
            out->english = strcmp(optarg, "en") == 0;
            break;
        case 'h':
            help = true;
            break;
        default:
            return cahier_refuse_usage(CAHIER_COMMAND_LEXICON, out->english, CAHIER_BAD_OPTION);
        }
    }
    if (help) {
        (void)fputs(cahier_command_help(CAHIER_COMMAND_LEXICON, out->english), stdout);
        return 0;
    }
    return count != NULL && !read_wanted(count, out) ? 2 : -1;
}

int cahier_lexicon_main(int argc, char **argv)
{
    cahier_lexicon_request request = {.count = COUNT_USUAL};
    int code = read_options(argc, argv, &request);
    if (code >= 0) {
        return code;
    }
    const action *asked = optind < argc ? find_action(argv[optind]) : NULL;
    if (asked == NULL) {
        return cahier_refuse_usage(CAHIER_COMMAND_LEXICON, request.english, CAHIER_MISSING_ACTION);
    }
    request.argument = argv + optind + 1;
    request.arguments = argc - optind - 1;
    if (request.arguments == 0 && !asked->alone) {
        return cahier_refuse_usage(CAHIER_COMMAND_LEXICON, request.english, asked->missing);
    }
    return run_action(asked, &request);
}
