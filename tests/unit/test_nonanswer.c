/* SPDX-License-Identifier: Apache-2.0 */
#include "nonanswer.h"
#include "judged.h"

#include "golden.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/no_answer.tsv"

static void golden_texts_say_nothing_or_something(void **state)
{
    static const char *const names[] = {"answer", "no_answer"};
    bench *b = *state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_document d = tokenised(b, cases.at[i].cell[0]);
        const char *name = names[cahier_is_non_answer(b->lexicons, b->types, &d)];
        wrong += !golden_equal(GOLDEN, &cases.at[i], (cahier_text){name, (uint32_t)strlen(name)});
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

/* The reading has a bound: a text of that many words answers something, and costs no more than its words. */
static void a_long_text_is_an_answer(void **state)
{
    bench *b = *state;
    char text[5 * 25 + 1];
    for (uint32_t words = 1; words <= 25; words++) {
        memcpy(text + 5 * (words - 1), "non, ", 6);
        cahier_document d = judged(b, text);
        assert_int_equal(cahier_is_non_answer(b->lexicons, b->types, &d), words <= 24);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_texts_say_nothing_or_something),
            cmocka_unit_test(a_long_text_is_an_answer),
    };
    return cmocka_run_group_tests(tests, bench_open, bench_close);
}
