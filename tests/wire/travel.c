/* SPDX-License-Identifier: Apache-2.0 */
#include "travel.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "random_text.h"

#define BUDGET ((size_t)1 << 30)

void travel_open(travel *t)
{
    memset(t, 0, sizeof *t);
    assert_true(cahier_arena_open(&t->batch, BUDGET) && cahier_arena_open(&t->scratch, BUDGET));
    assert_true(cahier_lexicon_files_open(&t->batch, CAHIER_LEXICONS_DIR, true, &t->lexicons));
    t->options.analysis = CAHIER_OPTIONS_DEFAULT;
    t->options.formats = CAHIER_REPORT_ALL;
    for (uint32_t w = 0; w < TRAVEL_WORKERS; w++) {
        assert_int_equal(
                cahier_analyser_open(t->lexicons.lexicons, &t->options.analysis, &t->batch, &t->scratch, &t->worker[w]),
                CAHIER_OK);
    }
}

void travel_close(travel *t)
{
    for (uint32_t w = 0; w < TRAVEL_WORKERS; w++) {
        cahier_analyser_close(&t->worker[w]);
    }
    cahier_arena_close(&t->scratch);
    cahier_arena_close(&t->batch);
}

void travel_read(travel *t, const char *name)
{
    static const unsigned char key[16] = "0123456789abcde";
    char path[512], *paths[] = {path};
    cahier_intake_options options = {.keep_columns = true, .person_key = key, .person_key_len = sizeof key};
    cahier_intake_error error;
    t->options.person_key = "clé";
    (void)snprintf(path, sizeof path, "%s/data/%s", CAHIER_TESTS_DIR, name);
    assert_int_equal(cahier_intake_read(&t->batch, &t->scratch, &options, paths, 1, &t->intake, &error), CAHIER_OK);
}

/* One quoted cell. */
static size_t put_cell(char *to, cahier_text text)
{
    size_t len = 0;
    to[len++] = '"';
    for (uint32_t i = 0; i < text.len; i++) {
        to[len++] = text.at[i];
        if (text.at[i] == '"') {
            to[len++] = '"';
        }
    }
    to[len++] = '"';
    return len;
}

static void read_memory(travel *t, const char *csv, size_t len)
{
    cahier_intake_bytes bytes = {"tirage.csv", csv, len};
    cahier_intake_options options = {.keep_columns = true};
    cahier_intake_error error;
    assert_int_equal(cahier_intake_memory(&t->batch, &t->scratch, &options, &bytes, 1, &t->intake, &error), CAHIER_OK);
}

void travel_draw(travel *t, uint64_t seed, uint32_t count)
{
    char *csv = CAHIER_NEW(&t->batch, char, 64 + (size_t)count * 5 * RANDOM_TEXT_MAX), part[RANDOM_TEXT_MAX];
    size_t len = (size_t)sprintf(csv, "id;date;titre;texte;quartier\n");
    for (uint32_t i = 0; i < count; i++) {
        len += (size_t)sprintf(csv + len, "%u;%02u/%02u/2025;", i, i % 28 + 1, i % 12 + 1);
        cahier_text title = i % 3 == 0 ? random_text(&seed, false, part) : (cahier_text){part, 0};
        len += put_cell(csv + len, cahier_slice(title, 0, title.len));
        csv[len++] = ';';
        len += put_cell(csv + len, random_text(&seed, false, part));
        len += (size_t)sprintf(csv + len, ";Quartier %u\n", i % 4);
    }
    read_memory(t, csv, len);
    assert_true(t->intake.count > count / 2);
}

void travel_pair(travel *t, uint64_t seed, uint32_t count)
{
    travel_read(t, "commune.csv");
    t->options.person_key = NULL;
    uint32_t longest = 0;
    for (uint32_t d = 0; d < t->intake.count; d++) {
        longest = t->intake.at[d].text.len > longest ? t->intake.at[d].text.len : longest;
    }
    char *csv = CAHIER_NEW(&t->batch, char, 64 + (size_t)count * (4 * (size_t)longest + 32));
    char *pair = CAHIER_NEW(&t->batch, char, 2 * (size_t)longest + 1);
    size_t len = (size_t)sprintf(csv, "id;texte\n");
    for (uint32_t i = 0; i < count; i++) {
        cahier_text first = t->intake.at[random_next(&seed) % t->intake.count].text;
        cahier_text second = t->intake.at[random_next(&seed) % t->intake.count].text;
        int both = sprintf(pair, "%.*s %.*s", (int)first.len, first.at, (int)second.len, second.at);
        len += (size_t)sprintf(csv + len, "%u;", i);
        len += put_cell(csv + len, (cahier_text){pair, (uint32_t)both});
        csv[len++] = '\n';
    }
    read_memory(t, csv, len);
    assert_int_equal(t->intake.count, count);
}

cahier_wire_chunk travel_clean(travel *t, uint32_t first, uint32_t count)
{
    char *name = CAHIER_NEW(&t->batch, char, 16);
    cahier_cleaned *cleaned = CAHIER_NEW(&t->batch, cahier_cleaned, count);
    int len = snprintf(name, 16, "c%06u", first);
    assert_int_equal(cahier_clean_chunk(&t->worker[0], t->intake.at + first, count, cleaned), CAHIER_OK);
    return (cahier_wire_chunk){.name = {name, (uint32_t)len},
            .received = t->intake.at + first,
            .cleaned = cleaned,
            .count = count,
            .group_count = t->intake.group_count,
            .kept = t->intake.kept != NULL ? t->intake.kept + first : NULL,
            .kept_count = t->intake.kept_count};
}

cahier_chunk travel_analyse(travel *t, uint32_t worker, const cahier_wire_chunk *cleaned)
{
    cahier_chunk chunk;
    assert_int_equal(cahier_analyse_cleaned(&t->worker[worker], cleaned->cleaned, cleaned->count, &chunk), CAHIER_OK);
    return chunk;
}

void travel_write(
        travel *t, const cahier_wire_chunk *sent, const cahier_chunk *found, cahier_out *chunk, cahier_out *analysis)
{
    cahier_out_open_memory(chunk);
    cahier_out_open_memory(analysis);
    assert_int_equal(cahier_wire_write_chunk(sent, chunk), CAHIER_OK);
    assert_int_equal(cahier_wire_write_analysis(&t->scratch, sent->name, found, analysis), CAHIER_OK);
}

cahier_wire_desk travel_desk(travel *t)
{
    return (cahier_wire_desk){&t->batch, &t->scratch, t->lexicons.lexicons};
}

/* There and back: what a submitter wrote, what a worker made of it. */
static cahier_wire_chunk send(travel *t, const cahier_wire_chunk *chunk)
{
    cahier_out out;
    cahier_wire_chunk read;
    cahier_error error = {.message = ""};
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_chunk(chunk, &out), CAHIER_OK);
    if (cahier_wire_read_chunk(&t->batch, cahier_out_text(&out), &read, &error) != CAHIER_OK) {
        fail_msg("chunk, byte %u: %s", error.column, error.message);
    }
    cahier_out_close(&out);
    return read;
}

static cahier_chunk send_back(travel *t, const cahier_wire_chunk *sent, const cahier_chunk *found)
{
    cahier_out out;
    cahier_chunk read;
    cahier_error error = {.message = ""};
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_analysis(&t->scratch, sent->name, found, &out), CAHIER_OK);
    const cahier_wire_desk desk = travel_desk(t);
    if (cahier_wire_read_analysis(&desk, cahier_out_text(&out), sent, &read, &error) != CAHIER_OK) {
        fail_msg("analysis, byte %u: %s", error.column, error.message);
    }
    cahier_out_close(&out);
    return read;
}

static uint32_t min_of(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

cahier_wire_batch travel_batch(const travel *t)
{
    cahier_wire_batch batch = {.name = {"01jdq", 5}, .options = t->options, .intake = t->intake};
    cahier_lexicon_files_digest(&t->lexicons, batch.lexicons);
    return batch;
}

static void send_batch(travel *t, const cahier_wire_chunk *sent, uint32_t chunk_count)
{
    cahier_out out;
    cahier_wire_batch batch = travel_batch(t), *read = CAHIER_NEW(&t->batch, cahier_wire_batch, 1);
    cahier_error error = {.message = ""};
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_batch(&batch, &out), CAHIER_OK);
    if (cahier_wire_read_batch(&t->batch, cahier_out_text(&out), read, &error) != CAHIER_OK ||
            cahier_wire_fill(&t->batch, sent, chunk_count, read, &error) != CAHIER_OK) {
        fail_msg("batch, byte %u: %s", error.column, error.message);
    }
    cahier_out_close(&out);
    assert_string_equal(read->lexicons, batch.lexicons);
    t->intake = read->intake;
    t->options = read->options;
}

cahier_chunk *travel_all(travel *t, uint32_t size, uint32_t *chunk_count)
{
    uint32_t count = (t->intake.count + size - 1) / size;
    cahier_chunk *chunk = CAHIER_NEW(&t->batch, cahier_chunk, count);
    cahier_wire_chunk *sent = CAHIER_NEW(&t->batch, cahier_wire_chunk, count);
    for (uint32_t c = 0; c < count; c++) {
        uint32_t first = c * size;
        cahier_wire_chunk cleaned = travel_clean(t, first, min_of(size, t->intake.count - first));
        sent[c] = send(t, &cleaned);
        cahier_chunk found = travel_analyse(t, c % TRAVEL_WORKERS, &sent[c]);
        chunk[c] = send_back(t, &sent[c], &found);
    }
    send_batch(t, sent, count);
    *chunk_count = count;
    return chunk;
}

cahier_chunk *travel_stay(travel *t, uint32_t size, uint32_t *chunk_count)
{
    uint32_t count = (t->intake.count + size - 1) / size;
    cahier_chunk *chunk = CAHIER_NEW(&t->batch, cahier_chunk, count);
    for (uint32_t c = 0; c < count; c++) {
        uint32_t first = c * size;
        cahier_wire_chunk cleaned = travel_clean(t, first, min_of(size, t->intake.count - first));
        chunk[c] = travel_analyse(t, 0, &cleaned);
    }
    *chunk_count = count;
    return chunk;
}
