/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fixture.h"
#include "golden.h"
#include "normalise.h"
#include "random_text.h"
#include "redact.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/redact.tsv"
#define ROOM (64u << 20)

typedef struct bench {
    cahier_arena process, batch, scratch;
    cahier_lexicons *lexicons;
} bench;

typedef struct redacted {
    cahier_text text;
    cahier_redactions redactions;
    uint32_t title_len;
} redacted;

static int open_bench(void **state)
{
    static bench b;
    if (!cahier_arena_open(&b.process, 8 * ROOM) || !cahier_arena_open(&b.batch, ROOM) ||
            !cahier_arena_open(&b.scratch, ROOM)) {
        return -1;
    }
    b.lexicons = fixture_project(&b.process);
    *state = &b;
    return b.lexicons == NULL ? -1 : 0;
}

static int close_bench(void **state)
{
    bench *b = *state;
    cahier_arena_close(&b->process);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
    return 0;
}

static cahier_text text_of(const char *plain)
{
    return (cahier_text){plain, (uint32_t)strlen(plain)};
}

static bool is_equal(cahier_text a, cahier_text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static bool holds(cahier_text text, const char *part)
{
    size_t len = strlen(part);
    for (uint32_t i = 0; i + len <= text.len; i++) {
        if (memcmp(text.at + i, part, len) == 0) {
            return true;
        }
    }
    return false;
}

/* --- what the header promises of any text ---------------------------------------------------------------- */

/* What stands between the marks stands in the source, in order. */
static void check_rest(cahier_text source, const redacted *r)
{
    uint32_t read = 0, written = 0;
    for (uint32_t k = 0; k <= r->redactions.count; k++) {
        uint32_t end = k < r->redactions.count ? r->redactions.at[k].start : r->text.len;
        cahier_text kept = cahier_slice(r->text, written, end);
        while (read + kept.len <= source.len && kept.len > 0 && memcmp(source.at + read, kept.at, kept.len) != 0) {
            read++;
        }
        assert_true(read + kept.len <= source.len);
        read += kept.len;
        written = k < r->redactions.count ? r->redactions.at[k].end : end;
    }
}

static void check(cahier_text source, const redacted *r)
{
    uint32_t end = 0;
    for (uint32_t k = 0; k < r->redactions.count; k++) {
        const cahier_redaction *hit = &r->redactions.at[k];
        assert_true(hit->start >= end && hit->start < hit->end && hit->end <= r->text.len);
        assert_true(cahier_redact_mark_end(r->text, hit->start, hit->kind) == hit->end);
        end = hit->end;
    }
    if (r->redactions.count == 0) {
        assert_ptr_equal(r->text.at, source.at);
        assert_int_equal(r->text.len, source.len);
    }
    check_rest(source, r);
}

static redacted redact_titled(bench *b, cahier_text text, uint32_t title_len, bool strict)
{
    redacted r = {.title_len = title_len};
    size_t used = b->scratch.used;
    assert_int_equal(
            cahier_redact(b->lexicons, strict, &b->batch, &b->scratch, text, &r.title_len, &r.text, &r.redactions),
            CAHIER_OK);
    assert_int_equal(b->scratch.used, used);
    check(text, &r);
    return r;
}

static redacted redact(bench *b, cahier_text text, bool strict)
{
    return redact_titled(b, text, 0, strict);
}

/* --- golden ---------------------------------------------------------------------------------------------- */

static void golden_texts_come_out_as_written(void **state)
{
    bench *b = *state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        const golden_case *c = &cases.at[i];
        bool strict = c->cell[2].len >= 7 && memcmp(c->cell[2].at, "strict:", 7) == 0;
        redacted r = redact(b, c->cell[0], strict);
        wrong += !golden_equal(GOLDEN, c, r.text);
    }
    assert_true(cases.count >= 440);
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void golden_texts_redacted_twice_stay(void **state)
{
    bench *b = *state;
    golden cases = golden_open(GOLDEN);
    for (uint32_t i = 0; i < cases.count; i++) {
        for (int strict = 0; strict < 2; strict++) {
            redacted once = redact(b, cases.at[i].cell[0], strict != 0);
            redacted twice = redact(b, once.text, strict != 0);
            if (twice.redactions.count != 0) {
                fail_msg("%s:%u: %.*s", GOLDEN, cases.at[i].line, (int)twice.text.len, twice.text.at);
            }
        }
    }
    golden_close(&cases);
}

/* Capitals hide what small letters hid, for what has a key or a shape; names in capitals want more evidence. */
static void a_datum_is_found_whatever_stands_around_it(void **state)
{
    static const char *const data[] = {"06 12 34 56 78", "jean.tartempion@exemple.fr",
            "FR76 3000 6000 0112 3456 7890 189", "1 85 05 78 006 084 91", "4970 1012 3456 7893", "AB-123-CD",
            "82.64.12.200", "12 rue des Lilas"};
    static const char *const around[][2] = {{"", ""}, {"(", ")"}, {"\"", "\""}, {"« ", " »"}, {"Bonjour,\n", "\nmerci"},
            {"- ", ","}, {"ÉTÉ : ", "…"}, {"l'", "."}, {"2019, ", " ; 2020"}, {"[téléphone] ", " [courriel]"},
            {"😀 ", "😀"}, {"…", "!"}};
    bench *b = *state;
    for (size_t d = 0; d < sizeof data / sizeof *data; d++) {
        for (size_t a = 0; a < sizeof around / sizeof *around; a++) {
            char text[256];
            snprintf(text, sizeof text, "%s%s%s", around[a][0], data[d], around[a][1]);
            redacted r = redact(b, text_of(text), false);
            if (r.redactions.count == 0 || holds(r.text, data[d])) {
                fail_msg("left in: %.*s", (int)r.text.len, r.text.at);
            }
        }
    }
}

/* --- keys ------------------------------------------------------------------------------------------------ */

static cahier_redaction_kind kind_of(bench *b, const char *number)
{
    char text[128];
    snprintf(text, sizeof text, "voici %s ici", number);
    redacted r = redact(b, text_of(text), false);
    return r.redactions.count == 0 ? CAHIER_REDACTION_KINDS : r.redactions.at[0].kind;
}

static uint32_t nir_key(uint64_t number)
{
    return 97 - (uint32_t)(number % 97);
}

static void a_nir_is_hidden_when_its_key_is_right(void **state)
{
    bench *b = *state;
    uint64_t seed = 1;
    for (int n = 0; n < 200; n++) {
        uint64_t sex = 1 + random_next(&seed) % 2, year = random_next(&seed) % 100, month = 1 + random_next(&seed) % 12;
        uint64_t county = 1 + random_next(&seed) % 95, rest = random_next(&seed) % 1000000;
        uint64_t number = (((sex * 100 + year) * 100 + month) * 100 + county) * 1000000 + rest;
        char text[32];
        snprintf(text, sizeof text, "%013llu%02u", (unsigned long long)number, nir_key(number));
        assert_int_equal(kind_of(b, text), CAHIER_NIR);
        snprintf(text, sizeof text, "%013llu%02u", (unsigned long long)number, nir_key(number) % 97 + 1);
        assert_int_not_equal(kind_of(b, text), CAHIER_NIR);
    }
}

static uint32_t luhn_digit(const char *digits, uint32_t count)
{
    uint32_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t v = (uint32_t)(digits[count - 1 - i] - '0');
        sum += i % 2 == 1 ? v : v < 5 ? 2 * v : 2 * v - 9;
    }
    return (10 - sum % 10) % 10;
}

static void a_card_is_hidden_when_its_key_is_right(void **state)
{
    bench *b = *state;
    uint64_t seed = 2;
    for (int n = 0; n < 200; n++) {
        char text[20] = "4970";
        for (uint32_t i = 4; i < 15; i++) {
            text[i] = (char)('0' + random_next(&seed) % 10);
        }
        uint32_t key = luhn_digit(text, 15);
        text[15] = (char)('0' + key);
        assert_int_equal(kind_of(b, text), CAHIER_CARD);
        text[15] = (char)('0' + (key + 1) % 10);
        assert_int_not_equal(kind_of(b, text), CAHIER_CARD);
    }
}

/* Check digits of a French IBAN: 98 - (BBAN . FR00) mod 97, F = 15, R = 27. */
static uint32_t iban_key(const char *digits)
{
    uint32_t rest = 0;
    for (const char *c = digits; *c != '\0'; c++) {
        rest = (rest * 10 + (uint32_t)(*c - '0')) % 97;
    }
    rest = (rest * 1000000 + 152700) % 97;
    return 98 - rest;
}

static void an_iban_is_hidden_when_its_key_is_right(void **state)
{
    bench *b = *state;
    uint64_t seed = 3;
    for (int n = 0; n < 200; n++) {
        char digits[24] = {0}, text[40];
        for (uint32_t i = 0; i < 23; i++) {
            digits[i] = (char)('0' + random_next(&seed) % 10);
        }
        snprintf(text, sizeof text, "FR%02u%s", iban_key(digits), digits);
        assert_int_equal(kind_of(b, text), CAHIER_IBAN);
        snprintf(text, sizeof text, "FR%02u%s", iban_key(digits) % 97 + 2, digits);
        assert_true(iban_key(digits) % 97 + 2 == iban_key(digits) || kind_of(b, text) != CAHIER_IBAN);
    }
}

/* --- title ----------------------------------------------------------------------------------------------- */

static void the_title_keeps_its_length(void **state)
{
    static const struct {
        const char *title, *body, *title_out;
    } cases[] = {{"Un banc", "Appelez le 06 12 34 56 78", "Un banc"},
            {"Appelez le 06 12 34 56 78", "Un banc", "Appelez le [téléphone]"},
            {"12 rue des Lilas", "75011 Paris", "[adresse]"}, {"M. Tartempion", "Tartempion crie", "M. [personne]"},
            {"Bruit chez Mme Tartempion", "", "Bruit chez Mme [personne]"}};
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[128];
        snprintf(text, sizeof text, "%s\n%s", cases[i].title, cases[i].body);
        redacted r = redact_titled(b, text_of(text), (uint32_t)strlen(cases[i].title), false);
        assert_true(is_equal(cahier_slice(r.text, 0, r.title_len), text_of(cases[i].title_out)));
        assert_int_equal(r.text.at[r.title_len], '\n');
    }
}

/* --- the gate of lower-case words ------------------------------------------------------------------------ */

/* Civilities of the lexicon that stand alone, and introductions that say "je", let a lower-case name be found: the
 * table of words that redact.c stops at knows them all. */
static void every_civility_lets_a_lower_case_name_be_found(void **state)
{
    bench *b = *state;
    const cahier_lexicon *personal = &b->lexicons->file[CAHIER_LEXICON_PERSONAL];
    uint32_t tried = 0;
    for (uint32_t entry = 0; entry < personal->count; entry++) {
        cahier_text form = cahier_lexicon_cell(personal, entry, 0), kind = cahier_lexicon_cell(personal, entry, 1);
        bool civility = is_equal(kind, text_of("title")) && form.at[0] == 'm' &&
                        (form.len <= 5 || holds(form, "mada") || is_equal(form, text_of("monsieur")) ||
                                holds(form, "mademoiselle"));
        bool introduction = is_equal(kind, text_of("introduction")) && form.len > 3 && memcmp(form.at, "je ", 3) == 0 &&
                            !holds(form, "je suis");
        if ((!civility && !introduction) || is_equal(form, text_of("me")) || is_equal(form, text_of("mtre")) ||
                is_equal(form, text_of("mrs")) || is_equal(form, text_of("major")) || is_equal(form, text_of("mgr"))) {
            continue;
        }
        char text[128];
        snprintf(text, sizeof text, "hier %.*s tartempion", (int)form.len, form.at);
        redacted r = redact(b, text_of(text), false);
        if (holds(r.text, "tartempion")) {
            fail_msg("not found: %s", text);
        }
        tried++;
    }
    assert_true(tried >= 15);
}

/* --- properties ------------------------------------------------------------------------------------------ */

typedef struct injection {
    const char *text, *never; /* `never` must not be in the output */
} injection;

static const injection injections[] = {{"06 12 34 56 78", "34 56"}, {"+33 (0)6 12 34 56 78", "34 56"},
        {"paul.tartempion@exemple.fr", "tartempion@"}, {"FR76 3000 6000 0112 3456 7890 189", "3000 6000"},
        {"1 85 05 78 006 084 91", "006 084"}, {"4970 1012 3456 7893", "1012 3456"}, {"véhicule AB-123-CD", "AB-123"},
        {"M. Tartempion", "Tartempion"}, {"Mme Zoé Tartempion", "Tartempion"}, {"Karim Tartempion", "Tartempion"},
        {"https://www.facebook.com/karim.tartempion", "tartempion"}, {"né le 3 mai 1980", "mai 1980"},
        {"82.64.12.200", "82.64"}};

static void what_is_injected_never_comes_out(void **state)
{
    bench *b = *state;
    uint64_t seed = 4;
    for (int n = 0; n < 3000; n++) {
        char raw[2 * RANDOM_TEXT_MAX + 256], part[RANDOM_TEXT_MAX];
        size_t mark = cahier_arena_mark(&b->batch);
        const injection *what = &injections[random_next(&seed) % (sizeof injections / sizeof *injections)];
        cahier_text before = random_text(&seed, false, raw), after = random_text(&seed, false, part);
        int len =
                snprintf(raw + before.len, sizeof raw - before.len, "\n%s\n%.*s", what->text, (int)after.len, after.at);
        cahier_text text;
        uint32_t notes = 0;
        assert_int_equal(
                cahier_normalise(&b->batch, &b->scratch, (cahier_text){raw, before.len + (uint32_t)len}, &text, &notes),
                CAHIER_OK);
        redacted once = redact(b, text, n % 2 == 0);
        if (holds(once.text, what->never)) {
            fail_msg("left in: %s in %.*s", what->text, (int)once.text.len, once.text.at);
        }
        redacted twice = redact(b, once.text, n % 2 == 0);
        if (twice.redactions.count != 0) {
            fail_msg("found again: %.*s -> %.*s", (int)once.text.len, once.text.at, (int)twice.text.len, twice.text.at);
        }
        cahier_arena_reset(&b->batch, mark);
    }
}

/* Numbers, signs and capitals in any order: nothing overlaps, nothing is lost, a second pass finds nothing. */
static void numbers_and_signs_in_any_order_are_safe(void **state)
{
    static const char *const parts[] = {"06", " ", " ", ".", "-", "12", "345", "@", "M. ", "Karim ", "Benali", "mme ",
            "rue ", "de la ", "Paix", ",", "FR76", "AB", "[", "]", "(at)", "(", ")", "/", "://", "www.",
            "facebook.com/", "né le ", "1980", "75011 ", "Paris", "\n", "É", "'", "d'", "bis ", "2A", ":", "::", "fe80",
            "+33", "0033", "(0)", "n° ", "dossier ", "Cordialement, ", "J.", "a", "[personne]", "chez ", "mon voisin ",
            "TARTEMPION ", "et ", "arobase ", " point fr", "et Mme ", "à "};
    bench *b = *state;
    uint64_t seed = 5;
    for (int n = 0; n < 20000; n++) {
        char raw[1024];
        uint32_t len = 0, count = (uint32_t)(random_next(&seed) % 24);
        for (uint32_t i = 0; i < count; i++) {
            const char *part = parts[random_next(&seed) % (sizeof parts / sizeof *parts)];
            memcpy(raw + len, part, strlen(part));
            len += (uint32_t)strlen(part);
        }
        size_t mark = cahier_arena_mark(&b->batch);
        cahier_text text;
        uint32_t notes = 0;
        assert_int_equal(cahier_normalise(&b->batch, &b->scratch, (cahier_text){raw, len}, &text, &notes), CAHIER_OK);
        redacted once = redact(b, text, n % 2 == 0);
        redacted twice = redact(b, once.text, n % 2 == 0);
        if (twice.redactions.count != 0) {
            fail_msg("%.*s\n -> %.*s\n -> %.*s", (int)text.len, text.at, (int)once.text.len, once.text.at,
                    (int)twice.text.len, twice.text.at);
        }
        cahier_arena_reset(&b->batch, mark);
    }
}

/* --- memory ---------------------------------------------------------------------------------------------- */

static void every_allocation_may_be_refused(void **state)
{
    static const char text[] =
            "M. Tartempion, 06 12 34 56 78, a@exemple.fr, b@exemple.fr, c@exemple.fr, d@exemple.fr, e@exemple.fr, "
            "f@exemple.fr, g@exemple.fr. Tartempion crie.";
    bench *b = *state;
    for (int in_batch = 0; in_batch < 2; in_batch++) {
        cahier_arena *arena = in_batch != 0 ? &b->batch : &b->scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        for (int64_t n = 0; status != CAHIER_OK; n++) {
            cahier_text out = {0};
            cahier_redactions redactions = {0};
            uint32_t title_len = 3;
            size_t used = b->scratch.used;
            arena->fail_after = n;
            status = cahier_redact(
                    b->lexicons, false, &b->batch, &b->scratch, text_of(text), &title_len, &out, &redactions);
            arena->fail_after = -1;
            assert_true(n < 40);
            assert_int_equal(b->scratch.used, used);
            if (status != CAHIER_OK) {
                assert_int_equal(status, CAHIER_ERROR_NOMEM);
                assert_true(out.at == NULL && redactions.count == 0 && title_len == 3);
            }
            assert_true(status == CAHIER_OK || n >= 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_texts_come_out_as_written),
            cmocka_unit_test(golden_texts_redacted_twice_stay),
            cmocka_unit_test(a_datum_is_found_whatever_stands_around_it),
            cmocka_unit_test(a_nir_is_hidden_when_its_key_is_right),
            cmocka_unit_test(a_card_is_hidden_when_its_key_is_right),
            cmocka_unit_test(an_iban_is_hidden_when_its_key_is_right),
            cmocka_unit_test(the_title_keeps_its_length),
            cmocka_unit_test(every_civility_lets_a_lower_case_name_be_found),
            cmocka_unit_test(what_is_injected_never_comes_out),
            cmocka_unit_test(numbers_and_signs_in_any_order_are_safe),
            cmocka_unit_test(every_allocation_may_be_refused),
    };
    return cmocka_run_group_tests(tests, open_bench, close_bench);
}
