/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "stem.h"
#include "tokenise.h"

#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})
#define HEADER(name, columns)                                                                                          \
    "# lexicon: " name "\n# version: 1\n# licence: CC0-1.0\n# source: test\n# columns: " columns "\n"
#define POLARITY HEADER("polarity", "form\tweight\tpos\tmatch\tdomain\tnote")
#define CONTRASTS HEADER("contrasts", "form\tkind\tnote")

static cahier_arena arena, batch, scratch;

static int open_arenas(void **state)
{
    (void)state;
    return cahier_arena_open(&arena, (size_t)256 << 20) && cahier_arena_open(&batch, (size_t)256 << 20) &&
                           cahier_arena_open(&scratch, (size_t)16 << 20)
                   ? 0
                   : -1;
}

static int close_arenas(void **state)
{
    (void)state;
    cahier_arena_close(&arena);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
    return 0;
}

static void a_file_is_read_cell_by_cell(void **state)
{
    (void)state;
    const char *bytes = "\xEF\xBB\xBF" POLARITY
                        "# a comment\n\nsale\t-0.7\tadj\tstem\tgeneral\t\r\npropre\t0.5\tadj\tstem\tcivic\tnet";
    cahier_lexicon lexicon;
    cahier_error error = {0};
    assert_int_equal(cahier_lexicon_parse(&arena, TEXT(bytes), CAHIER_LEXICON_POLARITY, &lexicon, &error), CAHIER_OK);
    assert_int_equal(lexicon.count, 2);
    assert_int_equal(lexicon.columns, 6);
    assert_int_equal(lexicon.line[0], 8);
    assert_int_equal(lexicon.line[1], 9);
    assert_memory_equal(cahier_lexicon_cell(&lexicon, 0, 0).at, "sale", 4);
    assert_int_equal(cahier_lexicon_cell(&lexicon, 0, 5).len, 0);
    assert_memory_equal(cahier_lexicon_cell(&lexicon, 1, 5).at, "net", 3);
    assert_memory_equal(lexicon.licence.at, "CC0-1.0", 7);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *name, *bytes;
        cahier_lexicon_kind kind;
        cahier_status status;
        uint32_t line, column;
    } cases[] = {
            {"empty", "", CAHIER_LEXICON_POLARITY, CAHIER_ERROR_LEXICON, 1, 1},
            {"another kind", CONTRASTS, CAHIER_LEXICON_POLARITY, CAHIER_ERROR_LEXICON, 1, 1},
            {"no version", "# lexicon: contrasts\n# columns: form\tkind\tnote\n", CAHIER_LEXICON_CONTRASTS,
                    CAHIER_ERROR_LEXICON, 1, 1},
            {"other columns", HEADER("contrasts", "form\tkind"), CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 1, 1},
            {"ill-formed", CONTRASTS "mais\tadversative\t\ncaf\xE9\tx\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_UTF8,
                    7, 4},
            {"too few cells", CONTRASTS "mais\tadversative\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6, 1},
            {"too many cells", CONTRASTS "mais\tadversative\t\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6,
                    1},
            {"empty form", CONTRASTS "\tadversative\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6, 1},
            {"unknown value", CONTRASTS "mais\tadversatif\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6, 6},
            {"upper case", CONTRASTS "Mais\tadversative\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6, 1},
            {"typographic apostrophe", CONTRASTS "alors qu’\tadversative\t\n", CAHIER_LEXICON_CONTRASTS,
                    CAHIER_ERROR_LEXICON, 6, 1},
            {"not NFC", CONTRASTS "me\xCC\x82me\tadversative\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6,
                    1},
            {"two spaces", CONTRASTS "alors  que\tadversative\t\n", CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 6,
                    1},
            {"twice", CONTRASTS "mais\tadversative\t\nor\tadversative\t\nmais\tconcessive\t\n",
                    CAHIER_LEXICON_CONTRASTS, CAHIER_ERROR_LEXICON, 8, 1},
            {"no number", POLARITY "sale\t-0,7\tadj\tstem\tgeneral\t\n", CAHIER_LEXICON_POLARITY, CAHIER_ERROR_LEXICON,
                    6, 6},
            {"out of range", POLARITY "sale\t-1.5\tadj\tstem\tgeneral\t\n", CAHIER_LEXICON_POLARITY,
                    CAHIER_ERROR_LEXICON, 6, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicon lexicon = {.count = 99};
        cahier_error error = {0};
        cahier_status status = cahier_lexicon_parse(&arena, TEXT(cases[i].bytes), cases[i].kind, &lexicon, &error);
        if (status != cases[i].status || error.status != status || error.line != cases[i].line ||
                error.column != cases[i].column || error.message == NULL || lexicon.count != 99) {
            fail_msg("%s: status %d line %u column %u", cases[i].name, status, error.line, error.column);
        }
    }
}

static void numbers_need_no_locale(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        int32_t scale, value;
        bool right;
    } cases[] = {
            {"0.75", 1000, 750, true},
            {"-0.7", 1000, -700, true},
            {"1", 1000, 1000, true},
            {"1.25", 100, 125, true},
            {"4", 1, 4, true},
            {"0.001", 1000, 1, true},
            {"-1.000", 1000, -1000, true},
            {"", 1000, 0, false},
            {"-", 1000, 0, false},
            {".5", 1000, 0, false},
            {"0.0001", 1000, 0, false},
            {"1.5", 1, 0, false},
            {"1,5", 1000, 0, false},
            {"1e3", 1000, 0, false},
            {"9999999", 1000, 0, false},
            {"1.2.3", 1000, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t value = 0;
        if (cahier_lexicon_number(TEXT(cases[i].cell), cases[i].scale, &value) != cases[i].right ||
                (cases[i].right && value != cases[i].value)) {
            fail_msg("%s: %d", cases[i].cell, value);
        }
    }
}

static void a_file_names_its_kind(void **state)
{
    (void)state;
    cahier_lexicon_kind kind = CAHIER_LEXICON_STEMS;
    cahier_error error = {0};
    assert_int_equal(cahier_lexicon_identify(TEXT(POLARITY), &kind, &error), CAHIER_OK);
    assert_int_equal(kind, CAHIER_LEXICON_POLARITY);
    assert_int_equal(cahier_lexicon_identify(TEXT("# lexicon: colours\n"), &kind, &error), CAHIER_ERROR_LEXICON);
    assert_int_equal(cahier_lexicon_identify(TEXT("form\tkind\n"), &kind, &error), CAHIER_ERROR_LEXICON);
}

/* --- compiled --- */

static const fixture entries = {
        .entries = {
                [CAHIER_LEXICON_ELISIONS] = FIXTURE_ELISIONS,
                [CAHIER_LEXICON_STOPWORDS] = "le\tarticle\nde\tpreposition\npas\tadverb\n",
                [CAHIER_LEXICON_NEGATIONS] = "pas\tmarker\t4\t\npas du tout\tmarker\t3\t\n",
                [CAHIER_LEXICON_POLARITY] = "sale\t-0.7\tadj\tstem\tgeneral\t\npas mal\t0.3\texpr\tform\tgeneral\t\n"
                                            "sécurité\t0.2\tnoun\tform\tcivic\t\nbluffé\t0.7\tadj\tform\tgeneral\t\n",
                [CAHIER_LEXICON_IDENTITY] = "étranger\tstem\torigin\t\njeune\tform\tage\t\n",
                [CAHIER_LEXICON_STANCE] =
                        "je propose de <inf>\tproposal\t0.9\tany\t\n<cond> bien de\tproposal\t0.5\tany\t\n"
                        "n'y a-t-il pas\tquestion\t0.8\tany\t\n",
                [CAHIER_LEXICON_TAXONOMY] = "Voirie\tpêche\t1\nVoirie\tpêcheur\t0.5\nVoirie\tpécheur\t0."
                                            "5\nVoirie\tcentre-ville\t1\nÉcole\tcentre-ville\t0.5\n",
                [CAHIER_LEXICON_STEMS] = "travaux\ttravail\tx\n",
                [CAHIER_LEXICON_INTENSIFIERS] = "très\t1.5\tintensifier\tx\n",
                [CAHIER_LEXICON_LABELS] = "août\ttime\t\n",
        }};

static cahier_lexicons *compile(void)
{
    cahier_lexicons *lexicons = NULL;
    cahier_error error = {0};
    assert_int_equal(fixture_compile(&arena, &entries, &lexicons, &error), CAHIER_OK);
    return lexicons;
}

/* Node of the trie for words separated by spaces, or CAHIER_NONE. */
static uint32_t walk(const cahier_lexicons *lexicons, const char *words)
{
    uint32_t node = 0;
    for (const char *at = words; *at != '\0' && node != CAHIER_NONE;) {
        size_t len = strcspn(at, " ");
        uint32_t word = cahier_lexicons_word(lexicons, (cahier_text){at, (uint32_t)len});
        node = word == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_step(lexicons, node, word, CAHIER_ANY_KIND);
        at += len + (at[len] == ' ');
    }
    return node;
}

static void forms_of_several_words_share_one_trie(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = compile();
    uint32_t pas = walk(lexicons, "pas");
    assert_true(cahier_lexicons_cue_of(lexicons, pas, CAHIER_LEXICON_STOPWORDS) != CAHIER_NONE);
    assert_true(cahier_lexicons_cue_of(lexicons, pas, CAHIER_LEXICON_NEGATIONS) != CAHIER_NONE);
    assert_int_equal(cahier_lexicons_cue_of(lexicons, pas, CAHIER_LEXICON_POLARITY), CAHIER_NONE);
    uint32_t mal = cahier_lexicons_cue(lexicons, walk(lexicons, "pas mal"));
    assert_int_equal(lexicons->cue[mal].kind, CAHIER_LEXICON_POLARITY);
    assert_int_equal(lexicons->number[CAHIER_LEXICON_POLARITY][lexicons->cue[mal].entry], 300);
    assert_int_equal(lexicons->number[CAHIER_LEXICON_INTENSIFIERS][0], 150);
    assert_int_equal(lexicons->number[CAHIER_LEXICON_NEGATIONS][1], 3);
    assert_null(lexicons->number[CAHIER_LEXICON_STOPWORDS]);
    assert_int_equal(cahier_lexicons_cue(lexicons, walk(lexicons, "pas du")), CAHIER_NONE); /* inside a form */
    assert_int_equal(walk(lexicons, "mal"), CAHIER_NONE);
    assert_int_equal(walk(lexicons, "n' y a -t-il pas") == CAHIER_NONE, false); /* cut as texts are */
    uint32_t both = cahier_lexicons_cue_of(lexicons, walk(lexicons, "centre ville"), CAHIER_LEXICON_TAXONOMY);
    assert_int_equal(lexicons->cue[both].entry, 3);
    assert_int_equal(lexicons->cue[lexicons->cue[both].next].entry, 4); /* two themes, in the order of the file */
}

static void class_tokens_are_words(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = compile();
    uint32_t node = walk(lexicons, "je propose de");
    uint32_t end = cahier_lexicons_step(lexicons, node, CAHIER_WORD_INFINITIVE, CAHIER_ANY_KIND);
    assert_true(cahier_lexicons_cue_of(lexicons, end, CAHIER_LEXICON_STANCE) != CAHIER_NONE);
    assert_true(cahier_lexicons_step(lexicons, 0, CAHIER_WORD_CONDITIONAL, CAHIER_ANY_KIND) != CAHIER_NONE);
    assert_int_equal(cahier_lexicons_step(lexicons, node, CAHIER_WORD_CONDITIONAL, CAHIER_ANY_KIND), CAHIER_NONE);
}

static void accents_are_forgiven_once(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = compile();
    uint32_t word = cahier_lexicons_word(lexicons, TEXT("securite"));
    assert_true(word != CAHIER_NONE);
    assert_memory_equal(cahier_lexicons_surface(lexicons, word).at, "sécurité", strlen("sécurité"));
    assert_int_equal(cahier_lexicons_word(lexicons, TEXT("sécurite")), CAHIER_NONE); /* half an accent is a mistake */
    assert_int_equal(cahier_lexicons_word(lexicons, TEXT("bluffe")), CAHIER_NONE);   /* a form of the verb */
    assert_int_equal(cahier_lexicons_word(lexicons, TEXT("pecheur")), CAHIER_NONE);  /* pêcheur or pécheur */
    assert_int_equal(cahier_lexicons_word(lexicons, TEXT("inconnu")), CAHIER_NONE);
}

static void single_words_are_found_at_once(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = compile();
    uint32_t sale = cahier_lexicons_word(lexicons, TEXT("sale"));
    assert_int_equal(cahier_lexicons_find(lexicons, CAHIER_LEXICON_POLARITY, sale), 0);
    assert_int_equal(cahier_lexicons_find(lexicons, CAHIER_LEXICON_STOPWORDS, sale), CAHIER_NONE);
    assert_int_equal(cahier_lexicons_polar_stem(lexicons, TEXT("sal")), 0);
    assert_int_equal(cahier_lexicons_polar_stem(lexicons, TEXT("secur")), CAHIER_NONE); /* match=form */
    assert_true(cahier_lexicons_is_identity(lexicons, CAHIER_NONE, TEXT("etrang")));
    assert_true(cahier_lexicons_is_identity(lexicons, cahier_lexicons_word(lexicons, TEXT("jeune")), TEXT("jeun")));
    assert_false(cahier_lexicons_is_identity(lexicons, CAHIER_NONE, TEXT("jeun")));
    uint32_t works = cahier_lexicons_word(lexicons, TEXT("travaux"));
    assert_memory_equal(cahier_lexicons_stem(lexicons, works).at, "travail", 7);
    assert_int_equal(cahier_lexicons_stem(lexicons, sale).len, 0);
}

static void contradictions_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        cahier_lexicon_kind first, second;
        const char *one, *two;
        uint32_t line;
    } cases[] = {
            {"identity by form", CAHIER_LEXICON_POLARITY, CAHIER_LEXICON_IDENTITY,
                    "bien\t0.3\tadv\tform\tgeneral\t\njeune\t-0.1\tadj\tform\tgeneral\t\n", "jeune\tform\tage\t\n", 7},
            {"identity by stem", CAHIER_LEXICON_POLARITY, CAHIER_LEXICON_IDENTITY,
                    "africaine\t-0.1\tadj\tform\tgeneral\t\n", "africain\tstem\torigin\t\n", 6},
            {"identity of several words", CAHIER_LEXICON_POLARITY, CAHIER_LEXICON_IDENTITY,
                    "gens du voyage\t-0.1\texpr\tform\tgeneral\t\n", "gens du voyage\tform\torigin\t\n", 6},
            {"opposite signs", CAHIER_LEXICON_POLARITY, CAHIER_LEXICON_IDENTITY,
                    "vivant\t0.3\tadj\tstem\tgeneral\t\nvivants\t-0.4\tadj\tstem\tgeneral\t\n", "", 7},
            {"stem of several words", CAHIER_LEXICON_STEMS, CAHIER_LEXICON_IDENTITY, "centre ville\tville\tx\n", "", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture wrong = {.entries = {[CAHIER_LEXICON_ELISIONS] = FIXTURE_ELISIONS}};
        wrong.entries[cases[i].first] = cases[i].one;
        wrong.entries[cases[i].second] = cases[i].two;
        cahier_lexicons *lexicons = NULL;
        cahier_error error = {0};
        cahier_status status = fixture_compile(&arena, &wrong, &lexicons, &error);
        if (status != CAHIER_ERROR_LEXICON || error.line != cases[i].line || lexicons != NULL) {
            fail_msg("%s: status %d line %u %s", cases[i].name, status, error.line, error.message);
        }
    }
}

/* A learned weight replaces the one it was learned from, and no other. */
static void learned_weights_replace_written_ones(void **state)
{
    (void)state;
    static const struct {
        const char *name, *learned;
        int32_t sale, pas_mal; /* in thousandths */
        uint32_t line;         /* of the refusal, or 0 */
    } cases[] = {
            {"nothing learned", "", -700, 300, 0},
            {"a word", "sale\t-0.9\t-0.7\tcivic film\t12\n", -900, 300, 0},
            {"an idiom", "pas mal\t0.1\t0.3\tcivic film\t12\n", -700, 100, 0},
            {"written otherwise since", "sale\t-0.9\t-0.6\tcivic film\t12\n", -700, 300, 0},
            {"not a polar form", "jeune\t-0.4\t-0.2\tcivic film\t12\n", -700, 300, 0},
            {"the sign turned", "pas mal\t0.1\t0.3\tfilm\t9\nsale\t0.1\t-0.7\tfilm\t9\n", 0, 0, 7},
            {"nothing left", "sale\t0.0\t-0.7\tcivic film\t12\n", 0, 0, 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        fixture with = entries;
        cahier_lexicons *lexicons = NULL;
        cahier_error error = {0};
        with.entries[CAHIER_LEXICON_LEARNED] = cases[i].learned;
        cahier_status status = fixture_compile(&arena, &with, &lexicons, &error);
        const int32_t *weight = status == CAHIER_OK ? lexicons->number[CAHIER_LEXICON_POLARITY] : NULL;
        bool as_said = weight != NULL ? weight[0] == cases[i].sale && weight[1] == cases[i].pas_mal : cases[i].line > 0;
        if (!as_said || error.line != cases[i].line) {
            fail_msg("%s: status %d line %u", cases[i].name, status, error.line);
        }
    }
}

/* No word for people is in the learned list, whatever texts say. */
static void no_learned_form_is_for_people(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = fixture_project(&arena);
    const cahier_lexicon *learned = &lexicons->file[CAHIER_LEXICON_LEARNED];
    assert_true(learned->count > 0);
    for (uint32_t i = 0; i < learned->count; i++) {
        cahier_text form = cahier_lexicon_cell(learned, i, 0);
        uint32_t word = cahier_lexicons_word(lexicons, form);
        if (word != CAHIER_NONE && cahier_lexicons_find(lexicons, CAHIER_LEXICON_IDENTITY, word) != CAHIER_NONE) {
            fail_msg("%.*s", (int)form.len, form.at);
        }
    }
}

typedef struct learned_case { /* rows of a list that texts taught */
    const char *rows;
    uint32_t line; /* of the refusal, or 0 */
} learned_case;

/* NULL when they are refused, as they must be. */
static cahier_lexicons *compile_case(cahier_lexicon_kind kind, const learned_case *rows)
{
    fixture with = entries;
    cahier_lexicons *lexicons = NULL;
    cahier_error error = {0};
    with.entries[kind] = rows->rows;
    cahier_status status = fixture_compile(&arena, &with, &lexicons, &error);
    if ((status == CAHIER_OK) != (rows->line == 0) || error.line != rows->line) {
        fail_msg("« %s »: status %d line %u: %s", rows->rows, status, error.line, error.message);
    }
    return status == CAHIER_OK ? lexicons : NULL;
}

/* Two shares of one whole; the forms make no word of the dictionary, so that they change the reading of no text. */
static void how_forms_stand_is_read_by_form(void **state)
{
    (void)state;
    static const learned_case cases[] = {
            {"zèbre\t95\t0\t40\nrembourse\t11\t45\t27\n", 0},
            {"zèbre\t95\t0\t40\nrembourse\t60\t41\t27\n", 7},
            {"rembourse\t11\t-1\t27\n", 6},
            {"rembourse\t11\tpeu\t27\n", 6},
            {"rembourse\t101\t0\t27\n", 6},
            {"rembourse\t11\t45\t27\nrembourse\t95\t0\t40\n", 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicons *lexicons = compile_case(CAHIER_LEXICON_NOUNS, &cases[i]);
        if (lexicons != NULL) {
            uint32_t row = cahier_lexicons_noun(lexicons, TEXT("rembourse"));
            assert_int_equal(row, 1);
            assert_int_equal(lexicons->number[CAHIER_LEXICON_NOUNS][row], 11);
            assert_int_equal(lexicons->verb[row], 45);
            assert_int_equal(cahier_lexicons_noun(lexicons, TEXT("rembourses")), CAHIER_NONE);
            assert_int_equal(cahier_lexicons_word(lexicons, TEXT("zebre")), CAHIER_NONE);
        }
    }
}

static void topicality_is_read_by_stem(void **state)
{
    (void)state;
    static const learned_case cases[] = {
            {"12e\t0.10\t20\ncanicul\t3.4\t56\n", 0},
            {"canicul\t3.4\t56\ncanicul\t0.4\t56\n", 7},
            {"canicul\t0.09\t56\n", 6}, /* nothing is silenced */
            {"canicul\t-1\t56\n", 6},
            {"canicul\t10.01\t56\n", 6},
            {"canicul\tbeaucoup\t56\n", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicons *lexicons = compile_case(CAHIER_LEXICON_TOPICALITY, &cases[i]);
        if (lexicons != NULL) {
            assert_true(cahier_lexicons_topicality(lexicons, TEXT("canicul")) == 3.4);
            assert_true(cahier_lexicons_topicality(lexicons, TEXT("12e")) == 0.1);
            assert_true(cahier_lexicons_topicality(lexicons, TEXT("canicule")) == 1);
            assert_int_equal(cahier_lexicons_word(lexicons, TEXT("canicul")), CAHIER_NONE);
        }
    }
}

/* Of « août » and « aout »; the forms make no word of the dictionary. */
static void how_words_enter_a_label_is_read_by_form(void **state)
{
    (void)state;
    static const learned_case cases[] = {
            {"août\ttime\t\ncsg\tacronym\t\nsalé\ttime\t\nsale\tacronym\t\n", 0},
            {"août\twhen\t\n", 6},
            {"août\ttime\t\naoût\tacronym\t\n", 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicons *lexicons = compile_case(CAHIER_LEXICON_LABELS, &cases[i]);
        if (lexicons != NULL) {
            assert_int_equal(cahier_lexicons_label(lexicons, TEXT("août")), 0);
            assert_int_equal(cahier_lexicons_label(lexicons, TEXT("aout")), 0);
            assert_int_equal(cahier_lexicons_label(lexicons, TEXT("csg")), 1);
            assert_int_equal(cahier_lexicons_label(lexicons, TEXT("sale")), 3);
            assert_int_equal(cahier_lexicons_label(lexicons, TEXT("eau")), CAHIER_NONE);
            assert_int_equal(cahier_lexicons_word(lexicons, TEXT("aout")), CAHIER_NONE);
        }
    }
}

static void fingerprint_follows_the_entries(void **state)
{
    (void)state;
    fixture other = entries;
    cahier_lexicons *a = compile(), *b = compile(), *c = NULL;
    cahier_error error = {0};
    other.entries[CAHIER_LEXICON_INTENSIFIERS] = "très\t1.6\tintensifier\tx\n";
    assert_int_equal(fixture_compile(&arena, &other, &c, &error), CAHIER_OK);
    assert_true(a->fingerprint == b->fingerprint);
    assert_true(a->fingerprint != c->fingerprint);
}

/* Every entry of the project's lexicons, typed as a text of its own, is found again in the trie. */
static void every_form_of_the_project_is_found_in_texts(void **state)
{
    (void)state;
    cahier_lexicons *lexicons = fixture_project(&arena);
    cahier_stemmer *stemmer = NULL;
    cahier_types *types = NULL;
    assert_non_null(lexicons);
    assert_int_equal(cahier_stemmer_open(&stemmer), CAHIER_OK);
    assert_int_equal(cahier_types_new(&batch, &types), CAHIER_OK);
    for (uint32_t kind = 0; kind < CAHIER_LEXICON_TRIE; kind++) {
        const cahier_lexicon *file = &lexicons->file[kind];
        for (uint32_t entry = 0; kind != CAHIER_LEXICON_ELISIONS && entry < file->count; entry++) {
            cahier_text form = cahier_lexicon_cell(file, entry, cahier_lexicon_form((cahier_lexicon_kind)kind));
            if (memchr(form.at, '<', form.len) != NULL) {
                continue; /* class tokens stand for words */
            }
            cahier_sentence sentence = {.end = form.len};
            cahier_document document = {.text = form, .sentences = {&sentence, 1}};
            uint32_t node = 0;
            assert_int_equal(cahier_tokenise(lexicons, stemmer, types, &batch, &scratch, &document), CAHIER_OK);
            for (uint32_t t = 0; t < document.tokens.count && node != CAHIER_NONE; t++) {
                uint32_t word = types->at[document.tokens.at[t].type].word;
                node = word == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_step(lexicons, node, word, CAHIER_ANY_KIND);
            }
            uint32_t cue = node == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_cue(lexicons, node);
            while (cue != CAHIER_NONE && (lexicons->cue[cue].kind != kind || lexicons->cue[cue].entry != entry)) {
                cue = lexicons->cue[cue].next;
            }
            if (cue == CAHIER_NONE) {
                fail_msg("%s: %.*s", cahier_lexicon_file((cahier_lexicon_kind)kind), (int)form.len, form.at);
            }
        }
    }
    cahier_stemmer_close(stemmer);
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    cahier_error error = {0};
    assert_int_equal(fixture_parse(&arena, &entries, file, &error), CAHIER_OK);
    cahier_text bytes = fixture_file(&arena, CAHIER_LEXICON_NEGATIONS, entries.entries[CAHIER_LEXICON_NEGATIONS]);
    for (int64_t n = 0;; n++) {
        size_t mark = cahier_arena_mark(&batch);
        cahier_lexicons *lexicons = NULL;
        cahier_lexicon parsed;
        batch.fail_after = n;
        cahier_status status = cahier_lexicon_parse(&batch, bytes, CAHIER_LEXICON_NEGATIONS, &parsed, &error);
        if (status == CAHIER_OK) {
            status = cahier_lexicons_compile(&batch, file, &lexicons, &error);
        }
        batch.fail_after = -1;
        if (status == CAHIER_OK) {
            assert_true(n > 20);
            break;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
        assert_null(lexicons);
        cahier_arena_reset(&batch, mark);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_file_is_read_cell_by_cell),
            cmocka_unit_test(what_is_wrong_is_said_with_its_place),
            cmocka_unit_test(numbers_need_no_locale),
            cmocka_unit_test(a_file_names_its_kind),
            cmocka_unit_test(forms_of_several_words_share_one_trie),
            cmocka_unit_test(class_tokens_are_words),
            cmocka_unit_test(accents_are_forgiven_once),
            cmocka_unit_test(single_words_are_found_at_once),
            cmocka_unit_test(contradictions_are_refused),
            cmocka_unit_test(learned_weights_replace_written_ones),
            cmocka_unit_test(no_learned_form_is_for_people),
            cmocka_unit_test(how_forms_stand_is_read_by_form),
            cmocka_unit_test(how_words_enter_a_label_is_read_by_form),
            cmocka_unit_test(topicality_is_read_by_stem),
            cmocka_unit_test(fingerprint_follows_the_entries),
            cmocka_unit_test(every_form_of_the_project_is_found_in_texts),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_arenas, close_arenas);
}
