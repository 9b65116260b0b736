/* SPDX-License-Identifier: Apache-2.0 */
/* test_parity.c -- a report made from chunks that travelled is the report made without, byte for byte. */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapt.h"
#include "analyse_report.h"
#include "corpus_run.h"
#include "read_file.h"
#include "text.h"
#include "travel.h"

/* All but run.json, which tells times. */
static const char *const files[] = {"report.html", "report.json", "contributions.jsonl", "contributions.csv",
        "themes.csv", "report.xlsx", "set-aside.csv", "manifest.json"};
#define FILES (sizeof files / sizeof *files)
#define FILE_MOST ((size_t)64 << 20)

static void measure(void *self, cahier_report_run *run)
{
    (void)self;
    (void)run;
}

static void write_report(travel *t, const cahier_chunk *chunk, uint32_t chunk_count, const char *folder)
{
    cahier_crew crew = {.threads = 1};
    cahier_result result;
    cahier_journal journal = {.name = {NULL, 0}};
    cahier_previous_report previous = {.message = ""};
    cahier_corpus_parts parts = {.lexicons = t->lexicons.lexicons,
            .options = &t->options.analysis,
            .crew = &crew,
            .intake = &t->intake,
            .chunk = chunk,
            .chunk_count = chunk_count};
    assert_int_equal(cahier_corpus_run(&t->batch, &t->scratch, &parts, &result), CAHIER_OK);
    assert_true(t->intake.count < CAHIER_ADAPT_LEAST || result.lesson.count > 0); /* else the test shows less */
    cahier_analyse_facts facts = {.options = &t->options,
            .lexicons = &t->lexicons,
            .journal = &journal,
            .previous = &previous,
            .intake = &t->intake,
            .result = &result,
            .started = "2025-01-01T00:00:00Z",
            .threads = 1,
            .measure = measure};
    cahier_report_error error;
    if (!cahier_analyse_report(&t->batch, &facts, folder, &error)) {
        fail_msg("%s", error.message);
    }
}

typedef struct source {
    const char *name; /* of tests/data; NULL: drawn */
    uint64_t seed;
    uint32_t count;
    bool paired; /* texts of a town, two by two */
} source;

static void open_source(travel *t, const source *from)
{
    travel_open(t);
    if (from->name != NULL) {
        travel_read(t, from->name);
    } else if (from->paired) {
        travel_pair(t, from->seed, from->count);
    } else {
        travel_draw(t, from->seed, from->count);
    }
}

/* The files of the folder, in `arena`. */
static void read_folder(cahier_arena *arena, const char *folder, cahier_text bytes[FILES])
{
    for (size_t f = 0; f < FILES; f++) {
        char path[256];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[f]);
        assert_int_equal(cahier_read_file(arena, path, FILE_MOST, &bytes[f]), CAHIER_OK);
        assert_true(bytes[f].len > 0);
    }
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *level)
{
    (void)status;
    (void)type;
    (void)level;
    return remove(path);
}

/* A report of `from` in chunks of `size`; size 0: nothing travels. */
static void report_in(cahier_arena *arena, const source *from, uint32_t size, cahier_text bytes[FILES])
{
    travel t;
    char root[] = "/tmp/cahier-wire-XXXXXX", folder[64];
    uint32_t count;
    assert_non_null(mkdtemp(root));
    (void)snprintf(folder, sizeof folder, "%s/rapport", root);
    open_source(&t, from);
    const cahier_chunk *chunk = size == 0 ? travel_stay(&t, 200, &count) : travel_all(&t, size, &count);
    write_report(&t, chunk, count, folder);
    read_folder(arena, folder, bytes);
    travel_close(&t);
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static void assert_same(const source *from, uint32_t size, const cahier_text *stayed, const cahier_text *travelled)
{
    for (size_t f = 0; f < FILES; f++) {
        uint32_t i = 0;
        while (i < stayed[f].len && i < travelled[f].len && stayed[f].at[i] == travelled[f].at[i]) {
            i++;
        }
        if (!cahier_text_equal(stayed[f], travelled[f])) {
            uint32_t at = i < 40 ? 0 : i - 40;
            fail_msg("%s in chunks of %u: %s differs at byte %u: %.80s",
                    from->name != NULL ? from->name : "drawn texts", size, files[f], i, travelled[f].at + at);
        }
    }
}

static void check_source(const source *from)
{
    static const uint32_t sizes[] = {1, 7, 200};
    cahier_arena arena;
    cahier_text stayed[FILES], travelled[FILES];
    assert_true(cahier_arena_open(&arena, (size_t)1 << 30));
    report_in(&arena, from, 0, stayed);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        report_in(&arena, from, sizes[i], travelled);
        assert_same(from, sizes[i], stayed, travelled);
    }
    cahier_arena_close(&arena);
}

static void a_town_gives_the_same_report(void **state)
{
    (void)state;
    check_source(&(source){.name = "commune.csv"});
}

static void a_village_gives_the_same_report(void **state)
{
    (void)state;
    check_source(&(source){.name = "hameau.csv"});
}

static void any_text_gives_the_same_report(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        check_source(&(source){.seed = seed, .count = 120});
    }
}

/* Beyond 500 documents a batch teaches words, and documents are judged again in the corpus step. */
static void a_batch_that_teaches_gives_the_same_report(void **state)
{
    (void)state;
    check_source(&(source){.seed = 5, .count = 1200, .paired = true});
}

static cahier_text save(cahier_arena *arena, const char *path, const char *text)
{
    cahier_text bytes;
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    (void)fputs(text, file);
    (void)fclose(file);
    assert_int_equal(cahier_read_file(arena, path, FILE_MOST, &bytes), CAHIER_OK);
    return bytes;
}

/* A worker has the bytes and the base name of what `analyse` opens by its path: it must come to the same lexicons. */
static void a_list_and_a_journal_open_from_bytes(void **state)
{
    (void)state;
    static cahier_lexicon_files shipped, by_path, by_bytes;
    char root[] = "/tmp/cahier-wire-XXXXXX", list[64], journal[64], digest[3][CAHIER_WIRE_DIGEST + 1];
    cahier_journal read, parsed;
    cahier_arena arena;
    assert_non_null(mkdtemp(root));
    assert_true(cahier_arena_open(&arena, (size_t)1 << 30));
    (void)snprintf(list, sizeof list, "%s/ville.tsv", root);
    (void)snprintf(journal, sizeof journal, "%s/avis.jsonl", root);
    cahier_lexicon_own own = {"ville.tsv", save(&arena, list, "thème\tmot\nVélo\tpiste cyclable\nEau\tfontaine\n")};
    cahier_text lines = save(&arena, journal, "{\"id\":\"d1\",\"do\":\"sign-off\",\"by\":\"Mme Petit\"}\n");
    assert_true(cahier_lexicon_files_open(&arena, CAHIER_LEXICONS_DIR, true, &shipped));
    assert_true(cahier_lexicon_files_open_with(&arena, CAHIER_LEXICONS_DIR, list, true, &by_path));
    assert_true(cahier_lexicon_files_open_own(&arena, CAHIER_LEXICONS_DIR, &own, true, &by_bytes));
    cahier_lexicon_files_digest(&shipped, digest[0]);
    cahier_lexicon_files_digest(&by_path, digest[1]);
    cahier_lexicon_files_digest(&by_bytes, digest[2]);
    assert_string_equal(digest[1], digest[2]);
    assert_string_not_equal(digest[0], digest[1]);
    assert_true(by_path.lexicons->fingerprint == by_bytes.lexicons->fingerprint);
    assert_true(cahier_journal_read(&arena, journal, true, &read));
    assert_true(cahier_journal_parse(&arena, "avis.jsonl", lines, true, &parsed));
    assert_string_equal(read.sha256, parsed.sha256);
    assert_true(cahier_text_equal(read.name, parsed.name) && cahier_text_equal(read.bytes, lines));
    assert_true(read.decisions.count == 1 && parsed.decisions.count == 1);
    cahier_arena_close(&arena);
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_town_gives_the_same_report),
            cmocka_unit_test(a_village_gives_the_same_report),
            cmocka_unit_test(any_text_gives_the_same_report),
            cmocka_unit_test(a_batch_that_teaches_gives_the_same_report),
            cmocka_unit_test(a_list_and_a_journal_open_from_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
