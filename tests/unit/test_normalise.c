/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "arenas.h"
#include "golden.h"
#include "normalise.h"
#include "random_text.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/normalise.tsv"
#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})

static cahier_text normalise(cahier_text raw, uint32_t *notes)
{
    cahier_text out;
    size_t mark = cahier_arena_mark(&scratch);
    assert_int_equal(cahier_normalise(&batch, &scratch, raw, &out, notes), CAHIER_OK);
    assert_int_equal(cahier_arena_mark(&scratch), mark);
    return out;
}

static void golden_texts_come_out_right(void **state)
{
    (void)state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        uint32_t notes = 0;
        wrong += !golden_equal(GOLDEN, &cases.at[i], normalise(cases.at[i].cell[0], &notes));
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void what_was_found_is_noted(void **state)
{
    (void)state;
    static const struct {
        const char *raw;
        uint32_t notes;
    } cases[] = {
            {"rien à dire", 0},
            {"l\xE2\x80\x99\xC3\xA9t\xC3\xA9\xC2\xA0!", 0},
            {"caf\xE9", CAHIER_NOTE_ILL_FORMED},
            {"a\x02z", CAHIER_NOTE_CONTROL},
            {"\xEF\xBB\xBFtexte", CAHIER_NOTE_CONTROL},
            {"co\xC2\xADvoiturage", 0}, /* a soft hyphen is a printer's matter */
            {"les d?chets", CAHIER_NOTE_LOST_LETTERS},
            {"l'?cole et le r?seau", CAHIER_NOTE_LOST_LETTERS},
            {"pourquoi ? parce que", 0},
            {"Pourquoi?Parce que", 0},
            {"http://x.fr/page?id=3", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t notes = 0;
        (void)normalise(TEXT(cases[i].raw), &notes);
        if (notes != cases[i].notes) {
            fail_msg("%s: notes %x", cases[i].raw, notes);
        }
    }
    uint32_t notes = CAHIER_NOTE_HTML; /* notes are added to those there */
    (void)normalise(TEXT("a\x02"), &notes);
    assert_int_equal(notes, CAHIER_NOTE_HTML | CAHIER_NOTE_CONTROL);
}

static void normal_text_is_not_copied(void **state)
{
    (void)state;
    const char *raw = "Les élèves de l'école n'ont pas chaud ; « Non ! »\nÀ bientôt.";
    uint32_t notes = 0;
    cahier_text out = normalise(TEXT(raw), &notes);
    assert_ptr_equal(out.at, raw);
    assert_int_equal(out.len, strlen(raw));
}

static void long_text_is_cut_at_a_character(void **state)
{
    (void)state;
    char *raw = malloc(CAHIER_TEXT_MAX + 10);
    assert_non_null(raw);
    memset(raw, 'a', CAHIER_TEXT_MAX + 10);
    memcpy(raw + CAHIER_TEXT_MAX - 1, "é", 2);
    uint32_t notes = 0;
    cahier_text out = normalise((cahier_text){raw, CAHIER_TEXT_MAX + 10}, &notes);
    assert_int_equal(out.len, CAHIER_TEXT_MAX - 1);
    assert_int_equal(notes, CAHIER_NOTE_TRUNCATED);
    memset(raw, 0xFF, CAHIER_TEXT_MAX); /* grows three times when repaired */
    notes = 0;
    out = normalise((cahier_text){raw, CAHIER_TEXT_MAX}, &notes);
    assert_int_equal(out.len, CAHIER_TEXT_MAX / 3 * 3);
    assert_int_equal(notes, CAHIER_NOTE_TRUNCATED | CAHIER_NOTE_ILL_FORMED);
    free(raw);
}

/* Well-formed, NFC by utf8proc itself, without what must not be there. */
static void check_normal(cahier_text text)
{
    assert_int_equal(cahier_utf8_valid(text), text.len);
    utf8proc_uint8_t *nfc = NULL;
    utf8proc_ssize_t len =
            utf8proc_map((const utf8proc_uint8_t *)text.at, text.len, &nfc, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    assert_int_equal(len, text.len);
    assert_memory_equal(nfc, text.at, text.len);
    free(nfc);
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char b = (unsigned char)text.at[i];
        assert_true(b >= ' ' || b == '\n');
        assert_false(i > 0 && b == ' ' && (text.at[i - 1] == ' ' || text.at[i - 1] == '\n'));
        assert_false(i > 1 && b == '\n' && text.at[i - 1] == '\n' && text.at[i - 2] == '\n');
    }
    if (text.len > 0) {
        assert_true(text.at[0] > ' ' || text.at[0] < 0);
        assert_false(text.at[text.len - 1] == ' ' || text.at[text.len - 1] == '\n');
    }
}

static void any_bytes_become_normal_and_stay_so(void **state)
{
    (void)state;
    char raw[RANDOM_TEXT_MAX];
    uint64_t seed = 1;
    for (uint32_t round = 0; round < 20000; round++) {
        size_t mark = cahier_arena_mark(&batch);
        uint32_t notes = 0, again = 0;
        cahier_text once = normalise(random_text(&seed, round % 2 == 0, raw), &notes);
        check_normal(once);
        cahier_text twice = normalise(once, &again);
        assert_int_equal(twice.len, once.len);
        assert_memory_equal(twice.at, once.at, once.len);
        assert_int_equal(again & (CAHIER_NOTE_ILL_FORMED | CAHIER_NOTE_CONTROL), 0);
        cahier_arena_reset(&batch, mark);
    }
}

static void folding_stays_within_its_bound(void **state)
{
    (void)state;
    char raw[RANDOM_TEXT_MAX], folded[CAHIER_FOLD_BOUND(3 * RANDOM_TEXT_MAX)], again[sizeof folded];
    uint64_t seed = 2;
    uint32_t (*const folds[])(cahier_text, char *) = {cahier_fold_lower, cahier_fold_bare, cahier_fold_words};
    for (uint32_t round = 0; round < 6000; round++) {
        size_t mark = cahier_arena_mark(&batch);
        uint32_t notes = 0;
        cahier_text text = normalise(random_text(&seed, true, raw), &notes);
        uint32_t len = folds[round % 3](text, folded);
        assert_true(len <= CAHIER_FOLD_BOUND(text.len));
        cahier_text once = {folded, len};
        assert_int_equal(cahier_utf8_valid(once), len);
        assert_int_equal(folds[round % 3](once, again), len); /* what is folded stays so */
        assert_memory_equal(again, folded, len);
        cahier_arena_reset(&batch, mark);
    }
}

static void folding_says_what_its_header_says(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lower, *bare, *words;
    } cases[] = {
            {"L'École !", "l'école !", "l'ecole !", "l ecole"},
            {"ŒUVRE Æsop Straße", "oeuvre aesop straße", "oeuvre aesop strasse", "oeuvre aesop strasse"},
            {"  À  3×4 m² ÷ÇÀ ", "  à  3×4 m² ÷çà ", "  a  3×4 m2 ÷ca ", "a 3 4 m2 ca"},
            {"habitant·e·s", "habitant·e·s", "habitant·e·s", "habitant e s"},
            {"ẰȘ Ÿ Ø Ł 각", "ằș ÿ ø ł 각", "as y o l 각", "as y o l 각"},
            {"×", "×", "×", ""},
            {"×a", "×a", "×a", "a"},
    };
    char to[256];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_text text = TEXT(cases[i].text);
        to[cahier_fold_lower(text, to)] = '\0';
        assert_string_equal(to, cases[i].lower);
        to[cahier_fold_bare(text, to)] = '\0';
        assert_string_equal(to, cases[i].bare);
        to[cahier_fold_words(text, to)] = '\0';
        assert_string_equal(to, cases[i].words);
    }
    assert_true(cahier_is_bare(TEXT("sans accent 3×4")));
    assert_false(cahier_is_bare(TEXT("accentué")));
}

/* The tables for U+0000..U+017F against utf8proc's. */
static void latin_tables_agree_with_unicode(void **state)
{
    (void)state;
    for (utf8proc_int32_t c = 0x20; c < (utf8proc_int32_t)CAHIER_LATIN_END; c++) {
        utf8proc_category_t category = utf8proc_category(c);
        uint32_t class = cahier_char_class((uint32_t)c);
        bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
        bool index = c == 0xB2 || c == 0xB3;
        assert_int_equal((class & CAHIER_CHAR_LETTER) != 0, letter || index);
        assert_int_equal((class & CAHIER_CHAR_UPPER) != 0, category == UTF8PROC_CATEGORY_LU);
        assert_int_equal((class & CAHIER_CHAR_DIGIT) != 0, category == UTF8PROC_CATEGORY_ND);
        char raw[4], folded[8], expected[4];
        cahier_text text = {raw, cahier_utf8_put(raw, (uint32_t)c)};
        uint32_t len = cahier_utf8_put(expected, (uint32_t)utf8proc_tolower(c));
        bool ligature = c == 0xC6 || c == 0xE6 || c == 0x152 || c == 0x153;
        if (!ligature) {
            assert_int_equal(cahier_fold_lower(text, folded), len);
            assert_memory_equal(folded, expected, len);
        }
    }
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    static const char raw[] = "e\xCC\x81t\xC3\xA9  \xFF \xE2\x80\x99";
    for (int64_t n = 0, done = 0; done < 2; n++) {
        done = 0;
        for (uint32_t which = 0; which < 2; which++) {
            cahier_arena *refusing = which == 0 ? &batch : &scratch;
            size_t mark = cahier_arena_mark(&scratch);
            cahier_text out = {"untouched", 9};
            uint32_t notes = 0;
            refusing->fail_after = n;
            cahier_status status = cahier_normalise(&batch, &scratch, TEXT(raw), &out, &notes);
            refusing->fail_after = -1;
            if (status == CAHIER_OK) {
                assert_int_equal(out.len, strlen("été \xEF\xBF\xBD '"));
                assert_memory_equal(out.at, "été \xEF\xBF\xBD '", out.len);
                done++;
                continue;
            }
            assert_int_equal(status, CAHIER_ERROR_NOMEM);
            assert_string_equal(out.at, "untouched");
            assert_int_equal(notes, 0);
            cahier_arena_reset(&scratch, mark);
        }
        assert_true(n < 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_texts_come_out_right),
            cmocka_unit_test(what_was_found_is_noted),
            cmocka_unit_test(normal_text_is_not_copied),
            cmocka_unit_test(long_text_is_cut_at_a_character),
            cmocka_unit_test(any_bytes_become_normal_and_stay_so),
            cmocka_unit_test(folding_stays_within_its_bound),
            cmocka_unit_test(folding_says_what_its_header_says),
            cmocka_unit_test(latin_tables_agree_with_unicode),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
