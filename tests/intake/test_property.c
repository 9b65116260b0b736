/* SPDX-License-Identifier: Apache-2.0 */
/* Whatever the bytes: no crash, and no row lost or counted twice; the same bytes give the same documents. */
#include "cases.h"

#include <stdlib.h>

#include "text.h"

#define ROUNDS 4000

static uint64_t next_random(uint64_t *state)
{
    *state += 0x9e3779b97f4a7c15u;
    return cahier_mix64(*state);
}

/* Pieces that intake reacts to, with plain words and any byte between them. */
static size_t invent(uint64_t *state, char *out, size_t room)
{
    static const char *const pieces[] = {";", ";", ",", "\t", "|", "\n", "\n", "\r\n", "\r", "\"", "\"\"", "id",
            "texte", "date", "auteur", "Plus de bancs", "l'été", "\xC3\xA9", "\xE9", "Ã©", "<p>", "</p>", "<br",
            "&eacute;", "&", "'-", "{", "}", "[", "]", ":", "{\"text\":\"", "\"}", "\\u0000", "\\ud83d", "null", "1",
            "2025-03-14", "03/04/2025", "**** *v_1", "-*t", "\xEF\xBB\xBF", "\xFF\xFE", "sep=;\n", "oui", "?", "👍",
            "title/fr", "body/en", "42", "a@b.fr"};
    size_t used = 0, wanted = next_random(state) % room;
    while (used + 32 < wanted) {
        uint64_t r = next_random(state);
        if (r % 20 == 0) {
            out[used++] = (char)(r >> 32);
            continue;
        }
        const char *piece = pieces[(r >> 8) % (sizeof pieces / sizeof pieces[0])];
        memcpy(out + used, piece, strlen(piece));
        used += strlen(piece);
    }
    return used;
}

static void test_invented(void **state)
{
    (void)state;
    static const char *const names[] = {"a.csv", "a.txt", "a.json", "a"};
    intake_fixture f;
    uint64_t random = 1;
    char *bytes = malloc(4096), *first = malloc((size_t)1 << 20);
    intake_fixture_open(&f, (size_t)64 << 20);
    for (int round = 0; round < ROUNDS; round++) {
        size_t len = invent(&random, bytes, 4096);
        cahier_intake_options options = {.keep_columns = (round & 1) != 0};
        intake_fixture_read(&f, &options, names[round % 4], bytes, len);
        const char *broken = intake_fixture_broken(&f);
        if (broken != NULL) {
            fail_msg("round %d: %s", round, broken);
        }
        if (round % 16 == 0) {
            snprintf(first, (size_t)1 << 20, "%s", intake_fixture_describe(&f));
            intake_fixture_read(&f, &options, names[round % 4], bytes, len);
            assert_string_equal(first, intake_fixture_describe(&f));
        }
    }
    free(bytes);
    free(first);
    intake_fixture_close(&f);
}

static void test_noise(void **state)
{
    (void)state;
    intake_fixture f;
    uint64_t random = 2;
    char bytes[2048];
    intake_fixture_open(&f, (size_t)64 << 20);
    for (int round = 0; round < ROUNDS / 4; round++) {
        size_t len = 1 + next_random(&random) % sizeof bytes;
        for (size_t i = 0; i < len; i++) {
            /* few zeros and controls, or all would be refused as binary */
            bytes[i] = (char)(32 + next_random(&random) % 224);
        }
        cahier_intake_options options = {.delimiter = 0};
        intake_fixture_read(&f, &options, "a.csv", bytes, len);
        assert_null(intake_fixture_broken(&f));
    }
    intake_fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_invented), cmocka_unit_test(test_noise)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
