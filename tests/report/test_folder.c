/* SPDX-License-Identifier: Apache-2.0 */
/* test_folder.c -- the whole folder, written from the fixture and read back as its readers would. */
#define _XOPEN_SOURCE 700 /* mkdtemp, nftw */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "fixture.h"
#include "fixture_texts.h"
#include "out.h"

#define DOCUMENTS 412u

static const char *const files[] = {"report.html", "report.json", "contributions.jsonl", "contributions.csv",
        "themes.csv", "report.xlsx", "set-aside.csv", "manifest.json", "run.json"};
#define FILES (sizeof files / sizeof *files)

typedef struct bench {
    cahier_arena arena;
    fixture f;
    char root[64];  /* temporary folder */
    char path[128]; /* of the report */
} bench;

static int open_bench(void **state)
{
    bench *b = calloc(1, sizeof *b);
    strcpy(b->root, "/tmp/cahier-report-XXXXXX");
    if (mkdtemp(b->root) == NULL || !cahier_arena_open(&b->arena, (size_t)1 << 30)) {
        return 1;
    }
    snprintf(b->path, sizeof b->path, "%s/rapport", b->root);
    fixture_open(&b->arena, DOCUMENTS, &b->f);
    *state = b;
    return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *level)
{
    (void)status;
    (void)type;
    (void)level;
    return remove(path);
}

static int close_bench(void **state)
{
    bench *b = *state;
    nftw(b->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    cahier_arena_close(&b->arena);
    free(b);
    return 0;
}

static char *read_whole(const char *folder, const char *name, size_t *len)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    fseek(file, 0, SEEK_END);
    *len = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*len + 1);
    assert_int_equal(fread(bytes, 1, *len, file), *len);
    bytes[*len] = '\0';
    fclose(file);
    return bytes;
}

static bool exists(const char *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void put_file(const char *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    fputs("mes notes", file);
    fclose(file);
}

static void write_report(bench *b, const char *path, unsigned formats)
{
    cahier_report_error error = {""};
    if (!cahier_report_write(&b->f.input, path, formats, &error)) {
        fail_msg("%s", error.message);
    }
}

static void all_files_are_there_and_nothing_else(void **state)
{
    bench *b = *state;
    write_report(b, b->path, CAHIER_REPORT_ALL);
    for (size_t i = 0; i < FILES; i++) {
        assert_true(exists(b->path, files[i]));
    }
    assert_false(exists(b->root, "rapport.partiel"));
    write_report(b, b->path, CAHIER_REPORT_JSON);
    assert_true(exists(b->path, "report.json"));
    assert_true(exists(b->path, "manifest.json"));
    assert_true(exists(b->path, "set-aside.csv"));
    assert_false(exists(b->path, "report.html"));
    assert_false(exists(b->path, "report.xlsx"));
    assert_false(exists(b->root, "rapport.partiel"));
}

static void same_result_same_bytes(void **state)
{
    bench *b = *state;
    char other[128];
    snprintf(other, sizeof other, "%s/autre", b->root);
    write_report(b, b->path, CAHIER_REPORT_ALL);
    b->f.input.run.cpu_ms += 17;
    write_report(b, other, CAHIER_REPORT_ALL);
    for (size_t i = 0; i < FILES; i++) {
        size_t len, other_len;
        char *bytes = read_whole(b->path, files[i], &len), *other_bytes = read_whole(other, files[i], &other_len);
        bool same = len == other_len && memcmp(bytes, other_bytes, len) == 0;
        if (same != (strcmp(files[i], "run.json") != 0)) {
            fail_msg("%s", files[i]);
        }
        free(bytes);
        free(other_bytes);
    }
}

/* --- JSON --- */

static double number(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

static const char *string(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsString(item));
    return item->valuestring;
}

static void check_terms(const cJSON *assignment)
{
    const cJSON *term;
    double sum = 0;
    cJSON_ArrayForEach(term, cJSON_GetObjectItem(assignment, "terms"))
    {
        assert_true(strlen(string(term, "term")) > 0 && strlen(string(term, "surface")) > 0);
        sum += number(term, "weight");
    }
    assert_true(sum > number(assignment, "score") - 1e-9 && sum < number(assignment, "score") + 1e-9);
}

static void check_evidence(const cJSON *polarity, const char *text)
{
    const cJSON *evidence, *rule;
    cJSON_ArrayForEach(evidence, cJSON_GetObjectItem(polarity, "evidence"))
    {
        size_t start = (size_t)number(evidence, "start"), end = (size_t)number(evidence, "end");
        double value = number(evidence, "weight");
        assert_int_equal(strlen(string(evidence, "surface")), end - start);
        assert_memory_equal(string(evidence, "surface"), text + start, end - start);
        cJSON_ArrayForEach(rule, cJSON_GetObjectItem(evidence, "rules"))
        {
            value *= number(rule, "factor");
        }
        assert_true(value > number(evidence, "value") - 1e-3 && value < number(evidence, "value") + 1e-3);
    }
}

static void every_line_is_one_document_with_its_reasons(void **state)
{
    bench *b = *state;
    size_t len;
    uint32_t count = 0;
    write_report(b, b->path, CAHIER_REPORT_JSON);
    char *bytes = read_whole(b->path, "contributions.jsonl", &len);
    for (char *line = bytes; *line != '\0'; count++) {
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        cJSON *document = cJSON_Parse(line);
        assert_non_null(document);
        const cJSON *assignment, *runner_up = cJSON_GetObjectItem(document, "runner_up");
        cJSON_ArrayForEach(assignment, cJSON_GetObjectItem(document, "themes"))
        {
            check_terms(assignment);
        }
        assert_true(cJSON_IsNull(runner_up) || strlen(string(runner_up, "id")) == 6);
        cahier_text text = b->f.result.corpus.analysed[count]->text;
        assert_int_equal(strlen(string(document, "text")), text.len);
        assert_memory_equal(string(document, "text"), text.at, text.len);
        check_evidence(cJSON_GetObjectItem(document, "polarity"), string(document, "text"));
        cJSON_Delete(document);
        line = end + 1;
    }
    assert_int_equal(count, DOCUMENTS);
    free(bytes);
}

static void one_document_is_written_to_the_letter(void **state)
{
    bench *b = *state;
    size_t len;
    write_report(b, b->path, CAHIER_REPORT_JSON);
    char *bytes = read_whole(b->path, "contributions.jsonl", &len);
    char *line = bytes;
    for (uint32_t d = 0; d < 5; d++) {
        line = strchr(line, '\n') + 1;
    }
    *strchr(line, '\n') = '\0';
    assert_string_equal(line,
            "{\"id\":\"6\",\"row\":6,\"person\":\"p-6\",\"date\":\"2025-04-15\",\"place\":\"La Croix-aux-Ormes\","
            "\"group\":{\"âge\":\"60 ans et plus\"},\"text\":\"\\t@SOMME(A1:A9) </style></title></textarea>\u202e "
            "retourné\","
            "\"language\":\"fr\",\"themes\":[],\"runner_up\":{\"id\":\"t-0e51\",\"score\":0.09,\"terms\":[]},"
            "\"polarity\":{\"score\":0,\"label\":\"neutral\",\"words\":0,\"evidence\":[]},"
            "\"stance\":{\"label\":\"proposal\",\"cue\":\"\"},\"duplicate\":null,\"blocks\":[],\"redactions\":[],"
            "\"notes\":[]}");
    free(bytes);
}

static cJSON *read_json(const bench *b, const char *name)
{
    size_t len;
    char *bytes = read_whole(b->path, name, &len);
    cJSON *document = cJSON_Parse(bytes);
    assert_non_null(document);
    free(bytes);
    return document;
}

static void report_json_holds_the_themes(void **state)
{
    bench *b = *state;
    write_report(b, b->path, CAHIER_REPORT_JSON);
    cJSON *document = read_json(b, "report.json"), *manifest = read_json(b, "manifest.json"),
          *run = read_json(b, "run.json");
    const cJSON *themes = cJSON_GetObjectItem(document, "themes");
    assert_string_equal(string(document, "schema"), "cahier.report/1");
    assert_int_equal(cJSON_GetArraySize(themes), FIXTURE_THEMES);
    const cJSON *first = cJSON_GetArrayItem(themes, 0);
    assert_string_equal(string(first, "id"), "t-4f2a");
    assert_string_equal(string(first, "parent"), "f-4f2a");
    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItem(first, "terms")), FIXTURE_TERMS);
    assert_int_equal((int)number(first, "persons"), (int)b->f.result.themes[0].persons);
    const cJSON *aside = cJSON_GetObjectItem(cJSON_GetObjectItem(document, "counts"), "set_aside");
    assert_int_equal((int)number(aside, "total"), 7);
    assert_string_equal(string(cJSON_GetArrayItem(cJSON_GetObjectItem(aside, "reasons"), 0), "reason"), "texte vide");
    assert_true(cJSON_Compare(cJSON_GetObjectItem(document, "manifest"), manifest, true));
    assert_int_equal((int)number(run, "cpu_ms"), 3120);
    cJSON_Delete(document);
    cJSON_Delete(manifest);
    cJSON_Delete(run);
}

/* --- tables --- */

static bool is_plain_number(const char *cell)
{
    size_t at = *cell == '-' ? 1 : 0, digits = strspn(cell + at, "0123456789");
    at += digits;
    if (digits > 0 && cell[at] == ',') {
        at += 1 + strspn(cell + at + 1, "0123456789");
    }
    return digits > 0 && cell[at] == '\0';
}

/* Reads the cell at `at` as RFC 4180 into `cell`; returns what follows it. */
static const char *read_cell(const char *at, char *cell)
{
    bool quoted = *at == '"';
    at += quoted;
    while (*at != '\0' && (quoted ? *at != '"' || at[1] == '"' : *at != ';' && *at != '\r')) {
        at += quoted && *at == '"';
        *cell++ = *at++;
    }
    *cell = '\0';
    return quoted ? at + 1 : at;
}

static uint32_t check_cells(const char *bytes)
{
    char *cell = malloc(strlen(bytes) + 1);
    uint32_t rows = 0;
    const char *at = bytes + 3;
    assert_memory_equal(bytes, "\xef\xbb\xbf", 3);
    while (*at != '\0') {
        at = read_cell(at, cell);
        if (cahier_starts_formula(cahier_string(cell)) && !is_plain_number(cell) && *cell != '\'') {
            fail_msg("cell starts a formula: %s", cell);
        }
        if (*at == '\r') {
            assert_int_equal(at[1], '\n');
            rows++;
            at += 2;
        } else {
            assert_int_equal(*at, ';');
            at++;
        }
    }
    free(cell);
    return rows;
}

static void no_cell_of_a_csv_starts_a_formula(void **state)
{
    bench *b = *state;
    static const struct {
        const char *name;
        uint32_t rows;
    } tables[] = {{"contributions.csv", DOCUMENTS + 1}, {"themes.csv", FIXTURE_THEMES + 1}, {"set-aside.csv", 8}};
    write_report(b, b->path, CAHIER_REPORT_CSV);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        size_t len;
        char *bytes = read_whole(b->path, tables[i].name, &len);
        assert_int_equal(check_cells(bytes), tables[i].rows);
        free(bytes);
    }
}

static void check_sheet(const char *xml)
{
    assert_null(strstr(xml, "<f>"));
    assert_null(strstr(xml, "<f "));
    for (const char *at = strstr(xml, "<t"); at != NULL; at = strstr(at + 1, "<t")) {
        const char *text = strchr(at, '>') + 1;
        if (strchr("=+-@\t", *text) != NULL) {
            fail_msg("string starts a formula: %.40s", text);
        }
    }
}

static void no_cell_of_the_workbook_starts_a_formula(void **state)
{
    bench *b = *state;
    char path[256];
    write_report(b, b->path, CAHIER_REPORT_XLSX);
    snprintf(path, sizeof path, "%s/report.xlsx", b->path);
    zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
    assert_non_null(zip);
    for (uint32_t sheet = 1; sheet <= 6; sheet++) {
        zip_stat_t status;
        snprintf(path, sizeof path, "xl/worksheets/sheet%u.xml", (unsigned)sheet);
        assert_int_equal(zip_stat(zip, path, 0, &status), 0);
        char *xml = calloc(1, status.size + 1);
        zip_file_t *file = zip_fopen(zip, path, 0);
        assert_int_equal(zip_fread(file, xml, status.size), (zip_int64_t)status.size);
        zip_fclose(file);
        check_sheet(xml);
        free(xml);
    }
    zip_discard(zip);
}

/* --- page --- */

static uint32_t count_of(const char *text, const char *wanted)
{
    uint32_t count = 0;
    for (const char *at = strstr(text, wanted); at != NULL; at = strstr(at + 1, wanted)) {
        count++;
    }
    return count;
}

/* Opens and closes match, but for elements without end; attributes are quoted; what is between is escaped. */
static void check_tags(char *page)
{
    static const char *const empty[] = {"meta", "br", "input", "!DOCTYPE"};
    char *stack[64];
    uint32_t depth = 0;
    for (char *at = strchr(page, '<'); at != NULL; at = strchr(at, '<')) {
        char *name = at + 1, *end = strchr(at, '>');
        size_t len = strcspn(name, " >/\n");
        *end = '\0';
        assert_null(strstr(name, " src="));
        assert_null(strstr(name, " on"));
        *end = '>';
        bool alone = end[-1] == '/';
        for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
            alone = alone || (strlen(empty[i]) == len && strncmp(name, empty[i], len) == 0);
        }
        if (*name == '/') {
            assert_true(depth > 0);
            depth--;
            len = strcspn(name + 1, ">");
            if (strncmp(stack[depth], name + 1, len) != 0) {
                fail_msg("<%.12s> closed by <%.12s>", stack[depth], name);
            }
        } else if (!alone) {
            assert_true(depth < 64);
            stack[depth++] = name;
            if (strncmp(name, "script", 6) == 0 || strncmp(name, "style", 5) == 0) {
                end = strstr(end, "</") - 1;
            }
        }
        at = end + 1;
    }
    assert_int_equal(depth, 0);
}

static void the_page_is_well_formed_and_loads_nothing(void **state)
{
    bench *b = *state;
    size_t len;
    write_report(b, b->path, CAHIER_REPORT_HTML);
    char *page = read_whole(b->path, "report.html", &len);
    assert_int_equal(strlen(page), len);
    assert_true(len < 1500000);
    assert_int_equal(count_of(page, "<script"), 1);
    assert_int_equal(count_of(page, "<style"), 1);
    assert_int_equal(count_of(page, "<img"), 0);
    assert_non_null(strstr(page, "&lt;img src=x onerror=alert(1)&gt;")); /* what a citizen wrote, escaped */
    assert_int_equal(count_of(page, "href=\"http"), 0);
    assert_int_equal(count_of(page, "url(http"), 0);
    assert_int_equal(count_of(page, "@import"), 0);
    assert_int_equal(count_of(page, "{0"), 0);
    check_tags(page);
    free(page);
}

static void links_lead_to_one_place(void **state)
{
    bench *b = *state;
    size_t len;
    write_report(b, b->path, CAHIER_REPORT_HTML);
    char *page = read_whole(b->path, "report.html", &len);
    for (const char *at = strstr(page, "href=\"#"); at != NULL; at = strstr(at + 1, "href=\"#")) {
        char wanted[64];
        snprintf(wanted, sizeof wanted, " id=\"%.*s\"", (int)strcspn(at + 7, "\""), at + 7);
        if (count_of(page, wanted) != 1) {
            fail_msg("%s: %u targets", wanted, (unsigned)count_of(page, wanted));
        }
    }
    free(page);
}

static void an_empty_batch_and_a_tiny_one_have_their_report(void **state)
{
    bench *b = *state;
    static const uint32_t sizes[] = {0, 1, 3};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        fixture_open(&b->arena, sizes[i], &b->f);
        write_report(b, b->path, CAHIER_REPORT_ALL);
        size_t len;
        char *page = read_whole(b->path, "report.html", &len);
        check_tags(page);
        free(page);
    }
}

/* --- the folder --- */

static void a_folder_that_is_not_a_report_is_refused(void **state)
{
    bench *b = *state;
    cahier_report_error error = {""};
    put_file(b->root, "budget.ods");
    assert_false(cahier_report_write(&b->f.input, b->root, CAHIER_REPORT_ALL, &error));
    assert_non_null(strstr(error.message, "autre chose"));
    assert_true(exists(b->root, "budget.ods"));
}

static void what_a_user_added_to_a_report_is_kept(void **state)
{
    bench *b = *state;
    write_report(b, b->path, CAHIER_REPORT_ALL);
    put_file(b->path, "notes.txt");
    write_report(b, b->path, CAHIER_REPORT_HTML);
    assert_true(exists(b->path, "notes.txt"));
    assert_false(exists(b->path, "report.xlsx"));
}

static void a_stopped_write_leaves_the_old_report(void **state)
{
    bench *b = *state;
    volatile sig_atomic_t stop = 0;
    cahier_report_error error = {""};
    write_report(b, b->path, CAHIER_REPORT_CSV);
    stop = 1;
    b->f.input.stop = &stop;
    assert_false(cahier_report_write(&b->f.input, b->path, CAHIER_REPORT_ALL, &error));
    assert_non_null(strstr(error.message, "interrompu"));
    assert_true(exists(b->path, "contributions.csv"));
    assert_false(exists(b->path, "report.html"));
    assert_false(exists(b->root, "rapport.partiel"));
}

static void a_killed_program_leaves_nothing_in_the_way(void **state)
{
    bench *b = *state;
    char partial[160];
    snprintf(partial, sizeof partial, "%s.partiel", b->path);
    assert_int_equal(mkdir(partial, 0777), 0);
    put_file(partial, "report.html");
    write_report(b, b->path, CAHIER_REPORT_JSON);
    assert_false(exists(b->path, "report.html"));
    assert_false(exists(b->root, "rapport.partiel"));
}

static void two_programs_do_not_mix_their_reports(void **state)
{
    bench *b = *state;
    char partial[160];
    cahier_report_error error = {""};
    snprintf(partial, sizeof partial, "%s.partiel", b->path);
    assert_int_equal(mkdir(partial, 0777), 0);
    int fd = open(partial, O_RDONLY | O_DIRECTORY);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    put_file(partial, "report.html");
    assert_false(cahier_report_write(&b->f.input, b->path, CAHIER_REPORT_JSON, &error));
    assert_non_null(strstr(error.message, "déjà"));
    assert_true(exists(partial, "report.html"));
    close(fd);
}

static void a_missing_parent_is_said(void **state)
{
    bench *b = *state;
    char path[160];
    cahier_report_error error = {""};
    snprintf(path, sizeof path, "%s/absent/rapport", b->root);
    assert_false(cahier_report_write(&b->f.input, path, CAHIER_REPORT_JSON, &error));
    assert_non_null(strstr(error.message, "impossible"));
}

#define ON_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
            ON_BENCH(all_files_are_there_and_nothing_else),
            ON_BENCH(same_result_same_bytes),
            ON_BENCH(every_line_is_one_document_with_its_reasons),
            ON_BENCH(one_document_is_written_to_the_letter),
            ON_BENCH(report_json_holds_the_themes),
            ON_BENCH(no_cell_of_a_csv_starts_a_formula),
            ON_BENCH(no_cell_of_the_workbook_starts_a_formula),
            ON_BENCH(the_page_is_well_formed_and_loads_nothing),
            ON_BENCH(links_lead_to_one_place),
            ON_BENCH(an_empty_batch_and_a_tiny_one_have_their_report),
            ON_BENCH(a_folder_that_is_not_a_report_is_refused),
            ON_BENCH(what_a_user_added_to_a_report_is_kept),
            ON_BENCH(a_stopped_write_leaves_the_old_report),
            ON_BENCH(a_killed_program_leaves_nothing_in_the_way),
            ON_BENCH(two_programs_do_not_mix_their_reports),
            ON_BENCH(a_missing_parent_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
