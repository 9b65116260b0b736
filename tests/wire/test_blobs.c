/* SPDX-License-Identifier: Apache-2.0 */
/* test_blobs.c -- blobs of chunks and analyses: whole, cut, damaged, forged, with refused memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "random_text.h"
#include "text.h"
#include "travel.h"

#define DOCUMENTS 12u
#define BLOBS 3u

/* Whoever adds a field is told here that it has to travel. */
#define TRAVELS "a field was added: workers/wire must write it and read it, then this size changes"
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_contribution) == 120, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_options) == 40, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_intake) == 120, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_intake_file) == 256, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_cleaned) == 48, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_document) == 192, TRAVELS);
_Static_assert(sizeof(void *) != 8 || sizeof(cahier_type) == 48, TRAVELS);
_Static_assert(sizeof(cahier_token) == 12 && sizeof(cahier_sentence) == 20 && sizeof(cahier_stance) == 16, TRAVELS);
_Static_assert(
        sizeof(cahier_evidence) == 88 && sizeof(cahier_rule_hit) == 16 && sizeof(cahier_redaction) == 12, TRAVELS);

typedef struct bench {
    travel t;
    cahier_wire_chunk sent;
    cahier_chunk found;
    cahier_out chunk, analysis, batch; /* their blobs */
} bench;

/* With everything that a batch can hold. */
static cahier_wire_batch full_batch(const travel *t)
{
    static const cahier_previous_theme themes[] = {{"t-4f2a", {"Vélo", 5}, true}, {"t-91c3", {NULL, 0}, false}};
    static const cahier_text document[] = {{"1", 1}, {"2/1", 3}, {"x", 1}};
    static const uint64_t text[] = {1, UINT64_MAX, 0};
    static const uint32_t shown[] = {0, CAHIER_NONE, 0}, found[] = {1, 0, CAHIER_NONE};
    cahier_wire_batch batch = travel_batch(t);
    batch.taxonomy = (cahier_wire_file){{"ville.tsv", 9}, {"thème\tmot\nVélo\tpiste\n", 23}};
    batch.decisions = (cahier_wire_file){{"avis.jsonl", 10}, {"{\"do\":\"pin\"}\n", 13}};
    batch.previous = (cahier_previous_report){
            .previous = {document, text, shown, found, 3, themes, 2}, .file = {"report.json", "contributions.jsonl"}};
    for (uint32_t i = 0; i < CAHIER_PREVIOUS_FILES; i++) {
        memset(batch.previous.sha256[i], 'a' + (int)i, CAHIER_WIRE_DIGEST);
    }
    return batch;
}

static int open_bench(void **state)
{
    bench *b = calloc(1, sizeof *b);
    travel_open(&b->t);
    travel_draw(&b->t, 7, 2 * DOCUMENTS);
    for (uint32_t i = 0; i < b->t.intake.count; i++) {
        b->t.intake.at[i].position = (cahier_position)(i % CAHIER_POSITIONS);
    }
    cahier_wire_batch batch = full_batch(&b->t);
    b->sent = travel_clean(&b->t, 0, DOCUMENTS);
    b->found = travel_analyse(&b->t, 0, &b->sent);
    travel_write(&b->t, &b->sent, &b->found, &b->chunk, &b->analysis);
    cahier_out_open_memory(&b->batch);
    assert_int_equal(cahier_wire_write_batch(&batch, &b->batch), CAHIER_OK);
    *state = b;
    return 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    cahier_out_close(&b->chunk);
    cahier_out_close(&b->analysis);
    cahier_out_close(&b->batch);
    travel_close(&b->t);
    free(b);
    return 0;
}

typedef cahier_status (*reader)(bench *b, cahier_text blob, cahier_error *error);

static cahier_status read_chunk(bench *b, cahier_text blob, cahier_error *error)
{
    cahier_wire_chunk chunk;
    return cahier_wire_read_chunk(&b->t.batch, blob, &chunk, error);
}

static cahier_status read_analysis(bench *b, cahier_text blob, cahier_error *error)
{
    cahier_chunk chunk;
    const cahier_wire_desk desk = travel_desk(&b->t);
    return cahier_wire_read_analysis(&desk, blob, &b->sent, &chunk, error);
}

static cahier_status read_batch(bench *b, cahier_text blob, cahier_error *error)
{
    cahier_wire_batch batch;
    return cahier_wire_read_batch(&b->t.batch, blob, &batch, error);
}

/* Each reader with a blob that it should take. */
static uint32_t pairs(bench *b, reader read[BLOBS], cahier_text blob[BLOBS])
{
    read[0] = read_chunk;
    blob[0] = cahier_out_text(&b->chunk);
    read[1] = read_analysis;
    blob[1] = cahier_out_text(&b->analysis);
    read[2] = read_batch;
    blob[2] = cahier_out_text(&b->batch);
    return BLOBS;
}

/* In an arena that is given back: tests read tens of thousands of times. */
static cahier_status read_once(bench *b, reader read, cahier_text blob)
{
    cahier_error error = {.status = CAHIER_OK};
    size_t mark = cahier_arena_mark(&b->t.batch);
    cahier_status status = read(b, blob, &error);
    cahier_arena_reset(&b->t.batch, mark);
    assert_int_equal(error.status, status);
    return status;
}

/* --- whole -------------------------------------------------------------------------------------------------------- */

static void assert_same_text(cahier_text a, cahier_text b)
{
    assert_true(cahier_text_equal(a, b));
}

static void a_chunk_comes_back(void **state)
{
    bench *b = *state;
    cahier_wire_chunk read;
    cahier_error error;
    assert_int_equal(cahier_wire_read_chunk(&b->t.batch, cahier_out_text(&b->chunk), &read, &error), CAHIER_OK);
    assert_int_equal(read.count, DOCUMENTS);
    assert_int_equal(read.kept_count, b->sent.kept_count);
    assert_same_text(read.name, b->sent.name);
    for (uint32_t i = 0; i < DOCUMENTS; i++) {
        const cahier_contribution *x = &read.received[i], *y = &b->sent.received[i];
        assert_same_text(x->id, y->id);
        assert_same_text(x->place, y->place);
        assert_same_text(x->question, y->question);
        assert_true(x->date == y->date && x->person == y->person && x->person_known == y->person_known);
        assert_true(x->contribution == y->contribution && x->file == y->file && x->row == y->row);
        assert_true(x->position == y->position && x->notes == y->notes);
        assert_true(x->title.len == 0 && x->text.len == 0);
        assert_same_text(read.cleaned[i].text, b->sent.cleaned[i].text);
        assert_int_equal(read.cleaned[i].title_len, b->sent.cleaned[i].title_len);
        assert_int_equal(read.cleaned[i].notes, b->sent.cleaned[i].notes);
        assert_int_equal(read.cleaned[i].redactions.count, b->sent.cleaned[i].redactions.count);
        for (uint32_t k = 0; k < read.kept_count; k++) {
            assert_same_text(read.kept[i][k], b->sent.kept[i][k]);
        }
    }
}

/* It does not travel: it is made again. */
static void assert_same_sketch(const cahier_document *read, const cahier_document *sent)
{
    assert_true(read->fingerprint == sent->fingerprint && (read->sketch == NULL) == (sent->sketch == NULL));
    if (sent->sketch != NULL) {
        assert_memory_equal(read->sketch, sent->sketch, CAHIER_SKETCH_HASHES * sizeof *sent->sketch);
    }
}

/* What was read, written again, is the same blob: nothing was lost, and numbers of types do not move. */
static void an_analysis_comes_back(void **state)
{
    bench *b = *state;
    cahier_chunk read;
    cahier_error error;
    cahier_out again;
    const cahier_wire_desk desk = travel_desk(&b->t);
    assert_int_equal(
            cahier_wire_read_analysis(&desk, cahier_out_text(&b->analysis), &b->sent, &read, &error), CAHIER_OK);
    cahier_out_open_memory(&again);
    assert_int_equal(cahier_wire_write_analysis(&b->t.scratch, b->sent.name, &read, &again), CAHIER_OK);
    assert_same_text(cahier_out_text(&again), cahier_out_text(&b->analysis));
    cahier_out_close(&again);
    for (uint32_t d = 0; d < DOCUMENTS; d++) {
        assert_same_sketch(&read.at[d], &b->found.at[d]);
    }
}

/* As if it had been empty, wherever it is read: nobody's analysis stops on it again. */
static void a_text_set_aside_comes_back_empty(void **state)
{
    bench *b = *state;
    cahier_cleaned cleaned[DOCUMENTS];
    cahier_chunk read;
    cahier_error error;
    cahier_out out;
    const cahier_wire_desk desk = travel_desk(&b->t);
    memcpy(cleaned, b->sent.cleaned, sizeof cleaned);
    cleaned[1] = (cahier_cleaned){.notes = CAHIER_NOTE_SET_ASIDE};
    cahier_wire_chunk less = b->sent;
    less.cleaned = cleaned;
    cahier_chunk found = travel_analyse(&b->t, 0, &less);
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_analysis(&b->t.scratch, b->sent.name, &found, &out), CAHIER_OK);
    assert_int_equal(cahier_wire_read_analysis(&desk, cahier_out_text(&out), &b->sent, &read, &error), CAHIER_OK);
    assert_true(b->sent.cleaned[1].text.len > 0 && read.at[1].text.len == 0 && read.at[1].redactions.count == 0);
    assert_same_sketch(&read.at[1], &found.at[1]);
    assert_same_sketch(&read.at[2], &b->found.at[2]);
    cahier_out_close(&out);
}

static void a_batch_comes_back(void **state)
{
    bench *b = *state;
    cahier_wire_batch sent = full_batch(&b->t), read;
    cahier_error error;
    cahier_out again;
    assert_int_equal(cahier_wire_read_batch(&b->t.batch, cahier_out_text(&b->batch), &read, &error), CAHIER_OK);
    assert_same_text(read.name, sent.name);
    assert_same_text(read.taxonomy.bytes, sent.taxonomy.bytes);
    assert_same_text(read.decisions.bytes, sent.decisions.bytes);
    assert_string_equal(read.options.taxonomy, "ville.tsv");
    assert_string_equal(read.options.decisions, "avis.jsonl");
    assert_ptr_equal(read.options.analysis.previous, &read.previous.previous);
    assert_int_equal(read.previous.previous.count, 3);
    assert_true(read.options.analysis.top == sent.options.analysis.top && read.options.person_key == NULL);
    assert_int_equal(read.intake.count, sent.intake.count);
    assert_null(read.intake.at);
    cahier_out_open_memory(&again);
    assert_int_equal(cahier_wire_write_batch(&read, &again), CAHIER_OK);
    assert_same_text(cahier_out_text(&again), cahier_out_text(&b->batch));
    cahier_out_close(&again);
}

static void other_chunks_do_not_fill_a_batch(void **state)
{
    bench *b = *state;
    cahier_wire_batch batch = travel_batch(&b->t);
    cahier_contribution received[DOCUMENTS];
    cahier_wire_chunk chunk = b->sent;
    cahier_error error;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_ERROR_LIMIT); /* the first half */
    batch.intake.count = batch.intake.contributions = batch.intake.persons = DOCUMENTS;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_OK);
    assert_int_equal(batch.intake.at[3].row, b->sent.received[3].row);
    memcpy(received, b->sent.received, sizeof received);
    chunk.received = received;
    received[2].person = DOCUMENTS + 1;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_ERROR_LIMIT);
    received[2].person = 1;
    received[5].contribution = DOCUMENTS;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_ERROR_LIMIT);
    received[5].contribution = 0;
    chunk.group_count++;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_ERROR_LIMIT);
    chunk.group_count--;
    batch.intake.persons = UINT32_MAX;
    assert_int_equal(cahier_wire_fill(&b->t.batch, &chunk, 1, &batch, &error), CAHIER_ERROR_LIMIT);
}

/* Two chunks that do not know each other: ranks are the batch's, an author is one whatever the chunk. */
static void chunks_of_the_inbox_are_numbered_in_order(void **state)
{
    bench *b = *state;
    static const cahier_text author[2][3] = {{{"aa", 2}, {NULL, 0}, {"bb", 2}}, {{"bb", 2}, {NULL, 0}, {"aa", 2}}};
    static const uint32_t person[] = {1, 2, 3, 3, 4, 1};
    cahier_contribution received[3] = {{.person = 1, .id = {"a", 1}, .row = 7, .date = 20261122, .notes = 1},
            {.person = 2, .id = {"b", 1}, .row = 9}, {.person = 1, .id = {"c", 1}, .row = 9, .date = 20260101}};
    cahier_cleaned cleaned[3] = {{.notes = 0}};
    cahier_wire_chunk chunk[2], sent = {.name = {"c", 1}, .received = received, .cleaned = cleaned, .count = 3};
    cahier_wire_batch batch = {.name = {"b", 1}};
    cahier_error error;
    sent.aside[CAHIER_ASIDE_UNREADABLE] = 2;
    assert_int_equal(cahier_wire_inbox(&b->t.batch, &batch), CAHIER_OK);
    for (uint32_t c = 0; c < 2; c++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        sent.author = author[c];
        assert_int_equal(cahier_wire_write_chunk(&sent, &out), CAHIER_OK);
        assert_int_equal(cahier_wire_read_chunk(&b->t.batch, cahier_out_text(&out), &chunk[c], &error), CAHIER_OK);
        cahier_out_close(&out);
    }
    assert_int_equal(cahier_wire_fill(&b->t.batch, chunk, 2, &batch, &error), CAHIER_OK);
    for (uint32_t d = 0; d < 6; d++) {
        assert_int_equal(batch.intake.at[d].person, person[d]);
        assert_int_equal(batch.intake.at[d].person_known, author[d / 3][d % 3].len > 0);
        assert_int_equal(batch.intake.at[d].contribution, d);
        assert_int_equal(batch.intake.at[d].row, d + 1);
    }
    assert_true(batch.intake.persons == 4 && batch.intake.persons_known == 2 && batch.intake.contributions == 6);
    assert_same_text(batch.intake.person_hash[2], author[0][2]);
    assert_true(batch.intake.rows == 10 && batch.intake.set_aside_count == 4 && batch.intake.file[0].documents == 6);
    assert_true(batch.intake.file[0].first_date == 20260101 && batch.intake.file[0].last_date == 20261122);
    assert_int_equal(batch.intake.file[0].noted[0], 2);
}

static void an_empty_chunk_travels(void **state)
{
    bench *b = *state;
    cahier_wire_chunk none = {.name = {"vide", 4}}, read;
    cahier_error error;
    cahier_out out;
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_chunk(&none, &out), CAHIER_OK);
    assert_int_equal(cahier_wire_read_chunk(&b->t.batch, cahier_out_text(&out), &read, &error), CAHIER_OK);
    assert_int_equal(read.count, 0);
    cahier_out_close(&out);
}

/* SLOWLOG shows the first 128 characters of a value. */
static void no_text_stands_in_the_first_bytes(void **state)
{
    bench *b = *state;
    const char *at = b->chunk.at;
    assert_memory_equal(at, "cahier", 6);
    for (uint32_t i = 24 + b->sent.name.len; i < 64; i++) {
        assert_int_equal(at[i], 0);
    }
    for (uint32_t i = 96; i < CAHIER_WIRE_HEADER; i++) {
        assert_int_equal(at[i], 0);
    }
}

/* --- broken ------------------------------------------------------------------------------------------------------- */

static void every_cut_is_refused(void **state)
{
    bench *b = *state;
    reader read[BLOBS];
    cahier_text blob[BLOBS];
    for (uint32_t p = 0, count = pairs(b, read, blob); p < count; p++) {
        for (uint32_t len = 0; len < blob[p].len; len++) {
            char *cut = malloc(len > 0 ? len : 1); /* exact, so that a sanitizer sees the end */
            memcpy(cut, blob[p].at, len);
            assert_int_equal(read_once(b, read[p], (cahier_text){cut, len}), CAHIER_ERROR_LIMIT);
            free(cut);
        }
    }
}

static void every_changed_byte_is_refused(void **state)
{
    bench *b = *state;
    reader read[BLOBS];
    cahier_text blob[BLOBS];
    for (uint32_t p = 0, count = pairs(b, read, blob); p < count; p++) {
        char *copy = malloc(blob[p].len);
        memcpy(copy, blob[p].at, blob[p].len);
        for (uint32_t i = 0; i < blob[p].len; i++) {
            copy[i] = (char)(copy[i] ^ (1 << i % 8));
            assert_int_equal(read_once(b, read[p], (cahier_text){copy, blob[p].len}), CAHIER_ERROR_LIMIT);
            copy[i] = blob[p].at[i];
        }
        free(copy);
    }
}

/* A digest anyone can compute: a forged payload with a good one is read to its end, or refused, and never believed. */
static void forged_payloads_are_refused_or_harmless(void **state)
{
    bench *b = *state;
    reader read[BLOBS];
    cahier_text blob[BLOBS];
    uint64_t seed = 11;
    for (uint32_t p = 0, count = pairs(b, read, blob); p < count; p++) {
        uint32_t refused = 0;
        for (uint32_t n = 0; n < 3000; n++) {
            cahier_out out;
            cahier_out_open_memory(&out);
            cahier_wire_begin(&out);
            cahier_put_bytes(&out, blob[p].at + CAHIER_WIRE_HEADER, blob[p].len - CAHIER_WIRE_HEADER);
            for (uint32_t k = 0; k <= n % 3; k++) {
                uint64_t draw = random_next(&seed);
                out.at[CAHIER_WIRE_HEADER + draw % (out.len - CAHIER_WIRE_HEADER)] = (char)(unsigned char)(draw >> 40);
            }
            cahier_wire_title title = {(cahier_wire_kind)(CAHIER_WIRE_CHUNK + p), b->sent.name, p == 2 ? 0 : DOCUMENTS};
            assert_int_equal(cahier_wire_end(&out, &title), CAHIER_OK);
            refused += read_once(b, read[p], cahier_out_text(&out)) != CAHIER_OK;
            cahier_out_close(&out);
        }
        assert_true(refused > 100);
    }
}

static void other_blobs_are_refused(void **state)
{
    bench *b = *state;
    cahier_error error;
    cahier_wire_chunk other = b->sent;
    cahier_chunk out;
    assert_int_equal(read_once(b, read_chunk, cahier_out_text(&b->analysis)), CAHIER_ERROR_LIMIT);
    assert_int_equal(read_once(b, read_analysis, cahier_out_text(&b->chunk)), CAHIER_ERROR_LIMIT);
    other.name = (cahier_text){"c000001", 7};
    const cahier_wire_desk desk = travel_desk(&b->t);
    assert_int_equal(
            cahier_wire_read_analysis(&desk, cahier_out_text(&b->analysis), &other, &out, &error), CAHIER_ERROR_LIMIT);
}

static void ill_formed_text_is_refused(void **state)
{
    bench *b = *state;
    cahier_contribution received = b->sent.received[0];
    cahier_cleaned cleaned = {.text = {"propret\xE9", 8}};
    cahier_wire_chunk chunk = {.name = {"c", 1}, .received = &received, .cleaned = &cleaned, .count = 1};
    cahier_wire_chunk read;
    cahier_error error;
    cahier_out out;
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_chunk(&chunk, &out), CAHIER_OK);
    assert_int_equal(cahier_wire_read_chunk(&b->t.batch, cahier_out_text(&out), &read, &error), CAHIER_ERROR_UTF8);
    assert_int_equal(out.at[error.column - 1], '\xE9');
    cahier_out_close(&out);
}

static void too_much_is_not_written(void **state)
{
    bench *b = *state;
    cahier_out out;
    char *large = calloc(CAHIER_WIRE_CHUNK_MOST + 1, 1);
    cahier_cleaned cleaned = {.text = {large, CAHIER_WIRE_CHUNK_MOST + 1}};
    cahier_wire_chunk chunk = {.name = {"c", 1}, .received = b->sent.received, .cleaned = &cleaned, .count = 1};
    cahier_out_open_memory(&out);
    assert_int_equal(cahier_wire_write_chunk(&chunk, &out), CAHIER_ERROR_LIMIT);
    cahier_out_close(&out);
    free(large);
}

/* --- memory ------------------------------------------------------------------------------------------------------- */

static void every_refused_allocation_is_told(void **state)
{
    bench *b = *state;
    reader read[BLOBS];
    cahier_text blob[BLOBS];
    for (uint32_t p = 0, count = pairs(b, read, blob); p < count; p++) {
        int64_t granted = 0;
        do {
            b->t.batch.fail_after = granted;
        } while (read_once(b, read[p], blob[p]) == CAHIER_ERROR_NOMEM && ++granted < 10000);
        b->t.batch.fail_after = -1;
        assert_true(granted >= 3);
        assert_int_equal(read_once(b, read[p], blob[p]), CAHIER_OK);
    }
}

static void a_writer_without_memory_says_so(void **state)
{
    bench *b = *state;
    for (int64_t granted = 0; granted < 2; granted++) {
        cahier_out out;
        cahier_out_open_memory(&out);
        b->t.scratch.fail_after = granted;
        assert_int_equal(cahier_wire_write_analysis(&b->t.scratch, b->sent.name, &b->found, &out), CAHIER_ERROR_NOMEM);
        b->t.scratch.fail_after = -1;
        cahier_out_close(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_chunk_comes_back),
            cmocka_unit_test(an_analysis_comes_back),
            cmocka_unit_test(a_text_set_aside_comes_back_empty),
            cmocka_unit_test(a_batch_comes_back),
            cmocka_unit_test(other_chunks_do_not_fill_a_batch),
            cmocka_unit_test(chunks_of_the_inbox_are_numbered_in_order),
            cmocka_unit_test(an_empty_chunk_travels),
            cmocka_unit_test(no_text_stands_in_the_first_bytes),
            cmocka_unit_test(every_cut_is_refused),
            cmocka_unit_test(every_changed_byte_is_refused),
            cmocka_unit_test(forged_payloads_are_refused_or_harmless),
            cmocka_unit_test(other_blobs_are_refused),
            cmocka_unit_test(ill_formed_text_is_refused),
            cmocka_unit_test(too_much_is_not_written),
            cmocka_unit_test(every_refused_allocation_is_told),
            cmocka_unit_test(a_writer_without_memory_says_so),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
