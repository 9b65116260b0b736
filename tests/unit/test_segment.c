/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "arenas.h"
#include "golden.h"
#include "normalise.h"
#include "random_text.h"
#include "segment.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/segment.tsv"
#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})

static cahier_sentences segment(cahier_text text, uint32_t title_len)
{
    cahier_sentences sentences = {NULL, 0};
    assert_int_equal(cahier_segment(&batch, text, title_len, &sentences), CAHIER_OK);
    return sentences;
}

static cahier_text join(cahier_text text, cahier_sentences sentences, char *to)
{
    uint32_t len = 0;
    for (uint32_t s = 0; s < sentences.count; s++) {
        const cahier_sentence *sentence = &sentences.at[s];
        if (s > 0) {
            memcpy(to + len, " | ", 3);
            len += 3;
        }
        memcpy(to + len, text.at + sentence->start, sentence->end - sentence->start);
        len += sentence->end - sentence->start;
    }
    return (cahier_text){to, len};
}

static void golden_texts_are_cut_right(void **state)
{
    (void)state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    char joined[4096];
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_text text = cases.at[i].cell[0];
        wrong += !golden_equal(GOLDEN, &cases.at[i], join(text, segment(text, 0), joined));
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void the_title_is_a_sentence(void **state)
{
    (void)state;
    const char *text = "Pour une école qui reste ouverte le mercredi et le samedi matin\net le soir aussi. Merci.";
    uint32_t title_len = (uint32_t)(strchr(text, '\n') - text);
    char joined[256];
    cahier_text got = join(TEXT(text), segment(TEXT(text), title_len), joined);
    const char *expected =
            "Pour une école qui reste ouverte le mercredi et le samedi matin | et le soir aussi. | Merci.";
    assert_int_equal(got.len, strlen(expected));
    assert_memory_equal(got.at, expected, got.len);
    assert_int_equal(segment(TEXT(text), 0).count, 2); /* without a title, the line is folded */
}

static void a_long_sentence_ends_with_its_line(void **state)
{
    (void)state;
    char text[1024] = "";
    for (int i = 0; i < 61; i++) {
        strcat(text, "mot ");
    }
    strcat(text, "fin\nsuite");
    assert_int_equal(segment(TEXT(text), 0).count, 2);
    assert_int_equal(segment(TEXT(text + 4 * 30), 0).count, 1);
}

static void empty_text_has_no_sentence(void **state)
{
    (void)state;
    assert_int_equal(segment((cahier_text){NULL, 0}, 0).count, 0);
}

static bool is_border(cahier_text text, uint32_t i)
{
    return i == text.len || ((unsigned char)text.at[i] & 0xC0u) != 0x80u;
}

static void sentences_are_ordered_and_cover_the_text(void **state)
{
    (void)state;
    char raw[RANDOM_TEXT_MAX];
    uint64_t seed = 3;
    for (uint32_t round = 0; round < 20000; round++) {
        size_t mark = cahier_arena_mark(&batch);
        cahier_text text;
        uint32_t notes = 0, last = 0;
        assert_int_equal(
                cahier_normalise(&batch, &scratch, random_text(&seed, round % 2 == 0, raw), &text, &notes), CAHIER_OK);
        cahier_sentences sentences = segment(text, 0);
        for (uint32_t s = 0; s <= sentences.count; s++) {
            uint32_t start = s < sentences.count ? sentences.at[s].start : text.len;
            for (uint32_t i = last; i < start; i++) { /* nothing but space is left out */
                assert_true(text.at[i] == ' ' || text.at[i] == '\n');
            }
            if (s < sentences.count) {
                const cahier_sentence *sentence = &sentences.at[s];
                assert_true(last <= sentence->start && sentence->start < sentence->end && sentence->end <= text.len);
                assert_true(is_border(text, sentence->start) && is_border(text, sentence->end));
                assert_true(text.at[sentence->start] != ' ' && text.at[sentence->end - 1] != ' ');
                last = sentence->end;
            }
        }
        cahier_arena_reset(&batch, mark);
    }
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    cahier_text text = TEXT("A. Bien ! Non ! Oui ! Un ! Deux ! Trois ! Quatre ! Cinq ! Six ! Sept ! Huit ! Neuf !");
    for (int64_t n = 0;; n++) {
        cahier_sentences out = {NULL, 77};
        batch.fail_after = n;
        cahier_status status = cahier_segment(&batch, text, 0, &out);
        batch.fail_after = -1;
        if (status == CAHIER_OK) {
            assert_true(n > 1);
            break;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
        assert_int_equal(out.count, 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_texts_are_cut_right),
            cmocka_unit_test(the_title_is_a_sentence),
            cmocka_unit_test(a_long_sentence_ends_with_its_line),
            cmocka_unit_test(empty_text_has_no_sentence),
            cmocka_unit_test(sentences_are_ordered_and_cover_the_text),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
