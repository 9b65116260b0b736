/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "golden.h"
#include "normalise.h"
#include "random_text.h"
#include "segment.h"
#include "tokenise.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/tokenise.tsv"
#define TEXT(s) ((cahier_text){(s), (uint32_t)strlen(s)})

static cahier_arena process, batch, scratch;
static cahier_lexicons *project; /* the project's lexicons */
static cahier_lexicons *small;   /* those of this file */
static cahier_stemmer *stemmer;

static int open_all(void **state)
{
    static const fixture entries = {
            .entries = {
                    [CAHIER_LEXICON_ELISIONS] = FIXTURE_ELISIONS,
                    [CAHIER_LEXICON_STOPWORDS] =
                            "le\tarticle\nla\tarticle\nest\tverb\ntrop\tadverb\nbien\tadverb\nà\tpreposition\n",
                    [CAHIER_LEXICON_POLARITY] = "sale\t-0.7\tadj\tstem\tgeneral\t\nbien\t0.3\tadv\tform\tgeneral\t\n"
                                                "propre\t0.5\tadj\tstem\tcivic\t\n:(\t-0.5\temoji\tform\tgeneral\t\n"
                                                "😡\t-0.8\temoji\tform\tgeneral\t\n10/10\t0.8\texpr\tform\tgeneral\t\n",
                    [CAHIER_LEXICON_IDENTITY] = "étranger\tstem\torigin\t\nsalement\tform\torigin\t\n",
                    [CAHIER_LEXICON_STEMS] = "travaux\ttravail\tx\nbonne\tbon\tx\n",
                    [CAHIER_LEXICON_TAXONOMY] = "Écoles\técole\t1\nSécurité\tsécurité\t1\n",
            }};
    cahier_error error = {0};
    (void)state;
    if (!cahier_arena_open(&process, (size_t)256 << 20) || !cahier_arena_open(&batch, (size_t)256 << 20) ||
            !cahier_arena_open(&scratch, (size_t)64 << 20) || cahier_stemmer_open(&stemmer) != CAHIER_OK) {
        return -1;
    }
    project = fixture_project(&process);
    return project != NULL && fixture_compile(&process, &entries, &small, &error) == CAHIER_OK ? 0 : -1;
}

static int close_all(void **state)
{
    (void)state;
    cahier_stemmer_close(stemmer);
    cahier_arena_close(&process);
    cahier_arena_close(&batch);
    cahier_arena_close(&scratch);
    return 0;
}

static cahier_types *new_types(void)
{
    cahier_types *types = NULL;
    assert_int_equal(cahier_types_new(&batch, &types), CAHIER_OK);
    return types;
}

/* One sentence, so that the golden file is about words only. */
static cahier_document tokenise(const cahier_lexicons *lexicons, cahier_types *types, cahier_text text)
{
    cahier_document document = {.text = text};
    cahier_sentence *sentence = CAHIER_NEW(&batch, cahier_sentence, 1);
    assert_non_null(sentence);
    *sentence = (cahier_sentence){.end = text.len};
    document.sentences = (cahier_sentences){sentence, 1};
    size_t mark = cahier_arena_mark(&scratch);
    assert_int_equal(cahier_tokenise(lexicons, stemmer, types, &batch, &scratch, &document), CAHIER_OK);
    assert_int_equal(cahier_arena_mark(&scratch), mark);
    return document;
}

static const cahier_type *type_of(const char *word, const cahier_lexicons *lexicons)
{
    cahier_types *types = new_types();
    cahier_document document = tokenise(lexicons, types, TEXT(word));
    assert_int_equal(document.tokens.count, 1);
    return &types->at[document.tokens.at[0].type];
}

static void golden_texts_are_cut_right(void **state)
{
    (void)state;
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    char joined[4096];
    cahier_types *types = new_types();
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_document document = tokenise(project, types, cases.at[i].cell[0]);
        uint32_t len = 0;
        for (uint32_t t = 0; t < document.tokens.count; t++) {
            cahier_text surface = types->at[document.tokens.at[t].type].surface;
            len += (uint32_t)snprintf(
                    joined + len, sizeof joined - len, "%s%.*s", t > 0 ? " " : "", (int)surface.len, surface.at);
        }
        wrong += !golden_equal(GOLDEN, &cases.at[i], (cahier_text){joined, len});
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void a_type_says_what_its_surface_is(void **state)
{
    (void)state;
    static const struct {
        const char *word, *surface, *stem;
        uint32_t flags;
    } cases[] = {
            {"École", "école", "ecol", CAHIER_TYPE_WORD},
            {"le", "le", "", CAHIER_TYPE_WORD | CAHIER_TYPE_STOP},
            {"l'", "l'", "", CAHIER_TYPE_WORD | CAHIER_TYPE_STOP | CAHIER_TYPE_ELISION},
            {"créer", "créer", "cre", CAHIER_TYPE_WORD | CAHIER_TYPE_INFINITIVE},
            {"pourrait", "pourrait", "pourr", CAHIER_TYPE_WORD | CAHIER_TYPE_CONDITIONAL},
            {"travaux", "travaux", "travail", CAHIER_TYPE_WORD},
            {"2024", "2024", "", CAHIER_TYPE_NUMBER},
            {"80km/h", "80km/h", "80km/h", CAHIER_TYPE_NUMBER | CAHIER_TYPE_WORD},
            {"2ème", "2ème", "2eme", CAHIER_TYPE_NUMBER | CAHIER_TYPE_WORD},
            {"trooop", "trop", "", CAHIER_TYPE_WORD | CAHIER_TYPE_STOP | CAHIER_TYPE_REPEATED},
            {"bonnne", "bonne", "bon", CAHIER_TYPE_WORD | CAHIER_TYPE_REPEATED},
            {"!!!", "!", "", CAHIER_TYPE_PUNCTUATION},
            {"...", "…", "", CAHIER_TYPE_PUNCTUATION},
            {"-", "-", "", CAHIER_TYPE_PUNCTUATION},
            {"😡", "😡", "", CAHIER_TYPE_EMOJI},
            {"www.x.fr", "www.x.fr", "", CAHIER_TYPE_URL},
            {"@mairie", "@mairie", "", CAHIER_TYPE_URL},
            {"b", "b", "", CAHIER_TYPE_WORD},
            {"日本語", "日本語", "日本語", CAHIER_TYPE_WORD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const cahier_type *type = type_of(cases[i].word, small);
        bool right = type->surface.len == strlen(cases[i].surface) &&
                     memcmp(type->surface.at, cases[i].surface, type->surface.len) == 0 &&
                     type->stem.len == strlen(cases[i].stem) &&
                     (type->stem.len == 0 || memcmp(type->stem.at, cases[i].stem, type->stem.len) == 0) &&
                     type->flags == cases[i].flags;
        if (!right) {
            fail_msg("%s: surface %.*s stem %.*s flags %x", cases[i].word, (int)type->surface.len, type->surface.at,
                    (int)type->stem.len, type->stem.at, type->flags);
        }
    }
}

static void moods_are_told_by_endings(void **state)
{
    (void)state;
    static const char *const infinitives[] = {"créer", "finir", "mettre", "voir", "prévoir", "prendre", "étudier",
            "simplifier", "construire", "faire", "être", "avoir", "aller", "reconnaître", "résoudre", "ouvrir",
            "nettoyer"};
    static const char *const conditionals[] = {"serait", "seraient", "pourrait", "faudrait", "voudrais", "devrions",
            "auriez", "saurait", "aimerait", "finirait", "irait", "viendrait", "mettrait", "recevrait", "conclurait"};
    static const char *const neither[] = {"mer", "hier", "premier", "quartier", "hiver", "plaisir", "avenir",
            "trottoir", "couloir", "espoir", "maître", "lettre", "poudre", "ordre", "cendre", "centre", "livre",
            "être-là", "vrai", "vrais", "trait", "portrait", "montrait", "ouvrait", "désirait", "attirait", "entraient",
            "livraient", "frais", "marais", "mariez", "école", "dernier", "cher", "papier", "chantier", "danger",
            "étranger", "enfant", "devant", "restaurant", "gant", "rencontrait", "considérait", "encadrait"};
    static const char *const participles[] = {"créant", "réduisant", "supprimant", "faisant", "mettant", "offrant"};
    const uint32_t moods = CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL | CAHIER_TYPE_PARTICIPLE;
    for (size_t i = 0; i < sizeof participles / sizeof *participles; i++) {
        assert_int_equal(type_of(participles[i], small)->flags & moods, CAHIER_TYPE_PARTICIPLE);
    }
    for (size_t i = 0; i < sizeof infinitives / sizeof *infinitives; i++) {
        assert_int_equal(type_of(infinitives[i], small)->flags & moods, CAHIER_TYPE_INFINITIVE);
    }
    for (size_t i = 0; i < sizeof conditionals / sizeof *conditionals; i++) {
        assert_int_equal(type_of(conditionals[i], small)->flags & moods, CAHIER_TYPE_CONDITIONAL);
    }
    for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
        cahier_types *types = new_types();
        uint32_t type = 0;
        assert_int_equal(cahier_types_intern(small, stemmer, types, &batch, TEXT(neither[i]), &type), CAHIER_OK);
        if ((types->at[type].flags & moods) != 0) {
            fail_msg("%s: flags %x", neither[i], types->at[type].flags);
        }
    }
}

static int32_t weight_of(const char *word)
{
    uint32_t row = type_of(word, small)->polarity;
    return row == CAHIER_NONE ? 0 : small->number[CAHIER_LEXICON_POLARITY][row];
}

static void polarity_is_by_form_then_by_stem(void **state)
{
    (void)state;
    assert_int_equal(weight_of("sale"), -700);
    assert_int_equal(weight_of("SALES"), -700);  /* by stem */
    assert_int_equal(weight_of("bien"), 300);    /* a stop word, by its form */
    assert_int_equal(weight_of("biens"), 0);     /* form only */
    assert_int_equal(weight_of("étrangers"), 0); /* identity */
    assert_int_equal(weight_of("salement"), 0);  /* identity, although its stem is that of a polar word */
    assert_int_equal(weight_of("😡"), -800);
    assert_int_equal(weight_of("10/10"), 800);
    assert_int_equal(weight_of("table"), 0);
}

static void missing_accents_are_forgiven(void **state)
{
    (void)state;
    const cahier_type *type = type_of("SECURITE", small);
    assert_memory_equal(type->surface.at, "securite", 8); /* the surface stays as written */
    assert_int_equal(type->word, type_of("sécurité", small)->word);
    assert_memory_equal(type->stem.at, "secur", 5);
    assert_int_equal(type_of("ecole", small)->word, type_of("école", small)->word);
}

static void one_surface_is_one_type(void **state)
{
    (void)state;
    cahier_types *types = new_types();
    cahier_document document = tokenise(small, types, TEXT("École ÉCOLE école trop trooop troop"));
    const cahier_token *token = document.tokens.at;
    assert_int_equal(document.tokens.count, 6);
    assert_true(token[0].type == token[1].type && token[1].type == token[2].type);
    assert_true(token[3].type != token[4].type); /* emphasis is remembered */
    uint32_t again = 0;
    assert_int_equal(cahier_types_intern(small, stemmer, types, &batch, TEXT("école"), &again), CAHIER_OK);
    assert_int_equal(again, token[0].type);
}

static void redaction_marks_are_tokens(void **state)
{
    (void)state;
    const char *text = "Appelez [[téléphone] ou l'[adresse].";
    cahier_redaction marks[] = {{CAHIER_PHONE, 9, 22}, {CAHIER_ADDRESS, 28, 37}};
    cahier_sentence sentence = {.end = (uint32_t)strlen(text)};
    cahier_document document = {.text = TEXT(text), .redactions = {marks, 2}, .sentences = {&sentence, 1}};
    cahier_types *types = new_types();
    assert_int_equal(cahier_tokenise(small, stemmer, types, &batch, &scratch, &document), CAHIER_OK);
    static const char *const expected[] = {"appelez", "[", "[téléphone]", "ou", "l'", "[adresse]", "."};
    assert_int_equal(document.tokens.count, 7);
    assert_int_equal(sentence.token_count, 7);
    for (uint32_t t = 0; t < 7; t++) {
        const cahier_type *type = &types->at[document.tokens.at[t].type];
        assert_int_equal(type->surface.len, strlen(expected[t]));
        assert_memory_equal(type->surface.at, expected[t], type->surface.len);
        assert_int_equal((type->flags & CAHIER_TYPE_MARK) != 0, t == 2 || t == 5);
    }
    assert_int_equal(document.tokens.at[2].start, 9);
    assert_int_equal(document.tokens.at[2].end, 22);
}

static void a_word_has_a_greatest_length(void **state)
{
    (void)state;
    char text[1000];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        memcpy(text + i, i == 500 ? "a'" : "é", 2);
    }
    cahier_types *types = new_types();
    cahier_document document = tokenise(small, types, (cahier_text){text, sizeof text});
    for (uint32_t t = 0; t < document.tokens.count; t++) {
        assert_true(document.tokens.at[t].end - document.tokens.at[t].start <= CAHIER_TOKEN_MAX);
    }
}

static bool is_border(cahier_text text, uint32_t i)
{
    return i == text.len || ((unsigned char)text.at[i] & 0xC0u) != 0x80u;
}

static void check_tokens(const cahier_document *document, const cahier_types *types)
{
    uint32_t next = 0;
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        uint32_t last = sentence->start;
        assert_int_equal(sentence->first_token, next);
        for (uint32_t n = 0; n < sentence->token_count; n++) {
            const cahier_token *token = &document->tokens.at[next++];
            assert_true(last <= token->start && token->start < token->end && token->end <= sentence->end);
            assert_true(is_border(document->text, token->start) && is_border(document->text, token->end));
            assert_true(token->type < types->count && types->at[token->type].surface.len > 0);
            last = token->end;
        }
    }
    assert_int_equal(next, document->tokens.count);
}

static cahier_document analyse(cahier_types *types, cahier_text raw)
{
    cahier_document document = {0};
    assert_int_equal(cahier_normalise(&batch, &scratch, raw, &document.text, &document.notes), CAHIER_OK);
    assert_int_equal(cahier_segment(&batch, document.text, 0, &document.sentences), CAHIER_OK);
    assert_int_equal(cahier_tokenise(project, stemmer, types, &batch, &scratch, &document), CAHIER_OK);
    return document;
}

static bool is_same_type(const cahier_type *a, const cahier_type *b)
{
    return a->surface.len == b->surface.len && memcmp(a->surface.at, b->surface.at, a->surface.len) == 0 &&
           a->stem.len == b->stem.len && (a->stem.len == 0 || memcmp(a->stem.at, b->stem.at, a->stem.len) == 0) &&
           a->word == b->word && a->polarity == b->polarity && a->flags == b->flags;
}

static void any_text_gives_ordered_tokens_and_the_same_twice(void **state)
{
    (void)state;
    char raw[RANDOM_TEXT_MAX];
    uint64_t seed = 4;
    cahier_types *types = new_types();
    for (uint32_t round = 0; round < 6000; round++) {
        size_t mark;
        cahier_text text = random_text(&seed, round % 2 == 0, raw);
        cahier_document document = analyse(types, text);
        check_tokens(&document, types);
        mark = cahier_arena_mark(&batch);
        cahier_types *fresh = new_types(); /* what other documents held changes nothing */
        cahier_document again = analyse(fresh, text);
        assert_int_equal(again.tokens.count, document.tokens.count);
        for (uint32_t t = 0; t < again.tokens.count; t++) {
            const cahier_type *a = &types->at[document.tokens.at[t].type], *b = &fresh->at[again.tokens.at[t].type];
            assert_int_equal(document.tokens.at[t].start, again.tokens.at[t].start);
            if (!is_same_type(a, b)) {
                fail_msg("%.*s/%.*s/%x, then %.*s/%.*s/%x", (int)a->surface.len, a->surface.at, (int)a->stem.len,
                        a->stem.at, a->flags, (int)b->surface.len, b->surface.at, (int)b->stem.len, b->stem.at,
                        b->flags);
            }
            uint32_t interned = 0;
            if ((a->flags & CAHIER_TYPE_REPEATED) == 0) { /* the surface alone makes the type */
                assert_int_equal(
                        cahier_types_intern(project, stemmer, fresh, &batch, a->surface, &interned), CAHIER_OK);
                assert_int_equal(interned, again.tokens.at[t].type);
            }
        }
        cahier_arena_reset(&batch, mark);
    }
}

static void refused_memory_is_reported(void **state)
{
    (void)state;
    for (uint32_t which = 0; which < 2; which++) {
        cahier_arena *refusing = which == 0 ? &batch : &scratch;
        for (int64_t n = 0;; n++) {
            cahier_text text = TEXT("L'École SECURITE trooop, le 49.3 ! anticonstitutionnellement [x] 😀");
            cahier_redaction redaction = {CAHIER_EMAIL, 62, 65};
            cahier_sentence sentence = {.end = text.len};
            cahier_document document = {.text = text, .redactions = {&redaction, 1}, .sentences = {&sentence, 1}};
            cahier_types *types = NULL;
            size_t mark = cahier_arena_mark(&scratch);
            refusing->fail_after = n;
            cahier_status status = cahier_types_new(&batch, &types);
            if (status == CAHIER_OK) {
                status = cahier_tokenise(small, stemmer, types, &batch, &scratch, &document);
            }
            refusing->fail_after = -1;
            if (status == CAHIER_OK) {
                assert_true(n >= 1 && document.tokens.count > 0);
                break;
            }
            assert_int_equal(status, CAHIER_ERROR_NOMEM);
            assert_null(document.tokens.at);
            cahier_arena_reset(&scratch, mark);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_texts_are_cut_right),
            cmocka_unit_test(a_type_says_what_its_surface_is),
            cmocka_unit_test(moods_are_told_by_endings),
            cmocka_unit_test(polarity_is_by_form_then_by_stem),
            cmocka_unit_test(missing_accents_are_forgiven),
            cmocka_unit_test(one_surface_is_one_type),
            cmocka_unit_test(redaction_marks_are_tokens),
            cmocka_unit_test(a_word_has_a_greatest_length),
            cmocka_unit_test(any_text_gives_ordered_tokens_and_the_same_twice),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
