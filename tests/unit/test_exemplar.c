/* SPDX-License-Identifier: Apache-2.0 */
#include "town.h"

#include "quotable.h"
#include "random.h"
#include "verbatim.h"

#include <math.h>

static void choose(bench *b, stages *s, const town *t, const town_row *rows, uint32_t count, uint32_t wanted)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    bench_open(b, t, rows, count);
    b->options.themes = wanted;
    bench_stages(b, s);
    bench_label(b, s);
    assert_int_equal(cahier_exemplar_choose(&b->batch, &b->scratch, &runner,
                             &(cahier_exemplar_input){
                                     t->lexicons, &b->corpus, &s->uses, &s->weights, &s->space, &s->found, NULL},
                             s->themes),
            CAHIER_OK);
    assert_int_equal(cahier_verbatim_choose(&b->batch, &b->scratch,
                             &(cahier_verbatim_input){&b->corpus, &s->uses, &s->vocabulary, &s->found, b->options.top},
                             s->themes),
            CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

static cahier_text sentence_of(const bench *b, const cahier_quote *quote)
{
    const cahier_document *document = b->corpus.analysed[quote->document];
    const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
    return cahier_slice(document->text, sentence->start, sentence->end);
}

static uint32_t theme_of(const stages *s, uint32_t d)
{
    return s->found.assignments[d].count > 0 ? s->found.assignments[d].at[0].theme : CAHIER_NONE;
}

static bool is_quoted(const bench *b, const stages *s, const char *part)
{
    for (uint32_t k = 0; k < s->found.count; k++) {
        for (uint32_t q = 0; q < s->themes[k].summary_count; q++) {
            cahier_text text = sentence_of(b, &s->themes[k].summary[q]);
            for (uint32_t i = 0; i + strlen(part) <= text.len; i++) {
                if (memcmp(text.at + i, part, strlen(part)) == 0) {
                    return true;
                }
            }
        }
    }
    return false;
}

/* A quote is a whole sentence of 3 to 45 words, no title, without mark, of a person not quoted yet. */
static void check_quotes(const bench *b, const cahier_theme *theme)
{
    for (uint32_t q = 0; q < theme->summary_count; q++) {
        const cahier_quote *quote = &theme->summary[q];
        const cahier_document *document = b->corpus.analysed[quote->document];
        const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
        cahier_text text = sentence_of(b, quote);
        uint32_t words = 0;
        for (uint32_t t = 0; t < sentence->token_count; t++) {
            uint32_t type = document->tokens.at[sentence->first_token + t].type;
            uint32_t flags = b->corpus.types[quote->document]->at[type].flags;
            assert_int_equal(flags & (CAHIER_TYPE_MARK | CAHIER_TYPE_URL), 0);
            words += (flags & CAHIER_TYPE_WORD) != 0;
        }
        assert_in_range(words, CAHIER_QUOTABLE_LEAST, CAHIER_QUOTABLE_MOST);
        assert_true(sentence->start >= document->title_len);
        assert_true(strchr(".!?", text.at[text.len - 1]) != NULL || sentence->end == document->text.len);
        assert_null(memchr(text.at, '[', text.len));
        for (uint32_t p = 0; p < q; p++) {
            assert_int_not_equal(b->received[theme->summary[p].document].person, b->received[quote->document].person);
        }
    }
}

static void a_summary_is_whole_sentences_of_distinct_persons(void **state)
{
    town_row rows[TOWN_ROWS];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < TOWN_ROWS; i++) {
        rows[i].person = 1 + i % 11; /* several letters a person in each subject */
    }
    for (uint32_t wanted = 1; wanted <= 6; wanted++) {
        bench b;
        stages s;
        choose(&b, &s, *state, rows, TOWN_ROWS, wanted);
        for (uint32_t k = 0; k < s.found.count; k++) {
            check_quotes(&b, &s.themes[k]);
            assert_true(s.themes[k].summary_count <= 6);
            assert_true(s.themes[k].document_count < 5 || s.themes[k].summary_count >= 2);
        }
        bench_close(&b);
    }
}

/* The first sentence of each text, and what it is worth beside the others. */
static const struct {
    const char *text;
    cahier_quotable_rank rank;
    uint32_t percent; /* 0: not said */
} judged_alone[] = {
        {"Il faut créer des pistes cyclables sécurisées entre la gare et le centre.", CAHIER_QUOTABLE_AS_WHOLE, 100},
        {"créer des pistes cyclables sécurisées entre la gare et le centre.", CAHIER_QUOTABLE_AS_WHOLE, 100},
        {"des pistes cyclables sécurisées entre la gare et le centre ville", CAHIER_QUOTABLE_AS_WHOLE, 80},
        {"Il manque des pistes cyclables sécurisées entre la gare et le centre...", CAHIER_QUOTABLE_AS_WHOLE, 85},
        {"Non aux camions de livraison dans les petites rues du centre.", CAHIER_QUOTABLE_AS_WHOLE, 100},
        {"Le maire a dit « vous aurez une piste cyclable avant la fin du mandat ».", CAHIER_QUOTABLE_AS_WHOLE, 100},
        {"La mer est loin et les trains y vont trop peu le dimanche.", CAHIER_QUOTABLE_AS_WHOLE, 100},
        {"Créer une piste cyclable.", CAHIER_QUOTABLE_AS_BRIEF, 100},
        {"plus de bus le soir", CAHIER_QUOTABLE_AS_BRIEF, 80},
        /* leans on what came before */
        {"Et les pistes cyclables s'arrêtent toujours au milieu du carrefour.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Mais les pistes cyclables s'arrêtent toujours au milieu du carrefour.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Donc les pistes cyclables s'arrêtent toujours au milieu du carrefour.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Qui s'arrêtent toujours au milieu du carrefour, devant la gare.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Par contre les pistes cyclables s'arrêtent au milieu du carrefour.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Cela rend le carrefour de la gare trop dangereux pour les enfants.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"C'est trop dangereux pour les enfants qui vont au collège.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Ils roulent trop vite devant le collège et la piscine.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Il roule trop vite devant le collège et la piscine.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"la rendre plus sûre pour les enfants qui vont au collège", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Oui et d'abord dans les rues qui mènent au collège.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"2° Aucun camion ne doit passer devant le collège le matin.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"De ce fait, les rues qui mènent au collège sont bouchées le matin.", CAHIER_QUOTABLE_AS_LAST, 0},
        /* does not end */
        {"Pour le climat les transports en commun de la commune se doivent\n- de circuler le soir",
                CAHIER_QUOTABLE_AS_LAST, 0},
        {"Des bus plus tard le soir et toute la nuit\nDes trains le dimanche", CAHIER_QUOTABLE_AS_WHOLE, 95},
        {"Adapter les horaires de la piscine et du gymnase en fonction de.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Voici ce que je demande pour la gare et le centre :", CAHIER_QUOTABLE_AS_LAST, 0},
        {"Ouvrir la piscine plus tôt le matin (avant les cours de natation.", CAHIER_QUOTABLE_AS_LAST, 0},
        /* asks, shouts, goes on */
        {"Pourquoi la piscine ferme-t-elle si tôt le mercredi après-midi ?", CAHIER_QUOTABLE_AS_LAST, 0},
        {"LA PISCINE ET LE BASSIN SONT SUPERBES POUR LA NATATION DES ENFANTS.", CAHIER_QUOTABLE_AS_LAST, 0},
        {"La piscine, la gare, le stade, le collège, la mairie, la poste, le marché, le cimetière, le lavoir, le pont, "
         "le "
         "moulin, le bois, le lac, la place, la rue, la halle, le parc, le théâtre et le musée sont loin.",
                CAHIER_QUOTABLE_AS_LAST, 0},
        /* is never printed */
        {"Trop cher.", CAHIER_QUOTABLE_NEVER, 0},
        {"Les abrutis du conseil ont fermé la piscine pour tout le printemps.", CAHIER_QUOTABLE_NEVER, 0},
        {"Un pauvre type a fermé la piscine pour tout le printemps.", CAHIER_QUOTABLE_NEVER, 0},
        {"Ce maire est un salaud, la piscine est fermée tout le printemps.", CAHIER_QUOTABLE_NEVER, 0},
        {"Écrire à jean.dupont@example.org pour ouvrir la piscine plus tôt.", CAHIER_QUOTABLE_NEVER, 0},
        {"Un pauvre homme a nettoyé les ordures des voleurs de vélos, quelle honte.", CAHIER_QUOTABLE_AS_WHOLE, 100},
};

static void a_sentence_is_judged_alone(void **state)
{
    enum {
        COUNT = sizeof judged_alone / sizeof *judged_alone
    };
    town_row rows[COUNT];
    for (uint32_t i = 0; i < COUNT; i++) {
        rows[i] = (town_row){.text = judged_alone[i].text};
    }
    bench b;
    bench_open(&b, *state, rows, COUNT);
    stages s;
    bench_stages(&b, &s);
    for (uint32_t i = 0; i < COUNT; i++) {
        const cahier_document *document = b.corpus.analysed[i];
        cahier_quotable is = cahier_quotable_judge(b.lexicons, b.corpus.types[i], document, &document->sentences.at[0]);
        if (is.rank != judged_alone[i].rank || (judged_alone[i].percent > 0 && is.percent != judged_alone[i].percent)) {
            fail_msg("%s: rank %u, %u %%", judged_alone[i].text, is.rank, is.percent);
        }
    }
    bench_close(&b);
}

static const struct {
    const char *text, *title, *part;
} never[] = {
        {"Appelez-moi au 06 12 34 56 78 pour parler de la piscine municipale et du bassin.", NULL, "Appelez-moi"},
        {"Voyez https://example.org/piscine où la piscine et le bassin municipal sont décrits.", NULL, "Voyez"},
        {"Belle piscine.", NULL, "Belle"},
        {"Les cons de la piscine ont vidé le grand bassin municipal en plein mois de juillet.", NULL, "en plein mois"},
        {"Oui.", "La piscine municipale et le bassin des cours de natation",
                "La piscine municipale et le bassin des cours"},
};

static void what_may_not_be_printed_is_not_quoted(void **state)
{
    enum {
        EXTRA = sizeof never / sizeof *never
    };
    town_row rows[TOWN_EACH + EXTRA];
    memcpy(rows, town_rows + 2 * TOWN_EACH, TOWN_EACH * sizeof *rows);
    for (uint32_t i = 0; i < EXTRA; i++) {
        rows[TOWN_EACH + i] = (town_row){.text = never[i].text, .title = never[i].title};
    }
    for (uint32_t wanted = 1; wanted <= 6; wanted++) {
        bench b;
        stages s;
        choose(&b, &s, *state, rows, TOWN_EACH + EXTRA, wanted);
        for (uint32_t i = 0; i < EXTRA; i++) {
            if (is_quoted(&b, &s, never[i].part)) {
                fail_msg("quoted: %s", never[i].text);
            }
        }
        for (uint32_t k = 0; k < s.found.count; k++) {
            check_quotes(&b, &s.themes[k]);
        }
        bench_close(&b);
    }
}

/* Of fifteen about the pool, most are happy and a few are not: the last quote is of these. */
static void the_minority_is_heard(void **state)
{
    bench b;
    stages s;
    choose(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    const cahier_theme *pool = &s.themes[theme_of(&s, 2 * TOWN_EACH)];
    assert_true(pool->polarity[CAHIER_POSITIVE] > pool->polarity[CAHIER_NEGATIVE]);
    assert_true(pool->polarity[CAHIER_NEGATIVE] >= 2);
    const cahier_quote *last = &pool->summary[pool->summary_count - 1];
    const cahier_document *document = b.corpus.analysed[last->document];
    assert_true(last->dissent && document->sentences.at[last->sentence].polarity_milli < 0);
    for (uint32_t k = 0; k < s.found.count; k++) { /* no other quote is, and no theme of one mind has one */
        uint32_t negative = s.themes[k].polarity[CAHIER_NEGATIVE], positive = s.themes[k].polarity[CAHIER_POSITIVE];
        uint32_t least = negative < positive ? negative : positive;
        for (uint32_t q = 0; q < s.themes[k].summary_count; q++) {
            bool may = q + 1 == s.themes[k].summary_count && least >= 2 && least * 100 >= (negative + positive) * 15;
            assert_true(!s.themes[k].summary[q].dissent || may);
        }
    }
    bench_close(&b);
}

/* --- coverage, computed again in floats --------------------------------------------------------------------------- */

static void place_sentence(const bench *b, const stages *s, const cahier_quote *quote, float *x)
{
    const cahier_document *document = b->corpus.analysed[quote->document];
    const cahier_sentence *sentence = &document->sentences.at[quote->sentence];
    const uint32_t *term = cahier_terms_of(&s->uses, b->corpus.types[quote->document]);
    uint32_t terms[64], count = 0;
    for (uint32_t t = 0; t < sentence->token_count; t++) {
        uint32_t j = term[document->tokens.at[sentence->first_token + t].type];
        bool known = j == CAHIER_NONE;
        for (uint32_t i = 0; i < count; i++) {
            known = known || terms[i] == j;
        }
        if (!known) {
            terms[count++] = j;
        }
    }
    assert_true(cahier_space_terms(&s->space, terms, count, x));
}

static double dot(const float *x, const float *y, uint32_t count)
{
    double sum = 0;
    for (uint32_t e = 0; e < count; e++) {
        sum += (double)x[e] * (double)y[e];
    }
    return sum;
}

static void coverage_is_the_mean_of_the_nearest(void **state)
{
    bench b;
    stages s;
    choose(&b, &s, *state, town_rows, TOWN_ROWS, TOWN_SUBJECTS);
    for (uint32_t k = 0; k < s.found.count; k++) {
        const cahier_theme *theme = &s.themes[k];
        float quotes[6][512], x[512];
        double coverage = 0, cohesion = 0, scale[CAHIER_BLOCKS];
        for (uint32_t q = 0; q < theme->summary_count; q++) {
            place_sentence(&b, &s, &theme->summary[q], quotes[q]);
        }
        for (uint32_t i = 0; i < theme->document_count; i++) {
            double nearest = 0;
            assert_true(cahier_space_document(&s.space, &s.weights, theme->documents[i], x, scale));
            for (uint32_t q = 0; q < theme->summary_count; q++) {
                nearest = fmax(nearest, dot(x, quotes[q], s.space.dimensions));
            }
            coverage += nearest / theme->document_count;
            cohesion += dot(x, s.found.centroids.vector + (size_t)k * s.space.dimensions, s.space.dimensions) /
                        theme->document_count;
        }
        assert_true(fabs(1000 * coverage - theme->coverage_milli) < 8);
        assert_true(fabs(1000 * cohesion - theme->cohesion_milli) < 8);
        assert_true(theme->coverage_milli > theme->random_coverage_milli && theme->random_coverage_milli > 0);
    }
    bench_close(&b);
}

/* Whatever is written, in whatever order, by whomever: sentences of the town drawn into texts of one to three. */
static void coverage_is_never_under_chance(void **state)
{
    enum {
        ROWS = 48,
        ROOM = 512
    };
    for (uint64_t seed = 1; seed <= 40; seed++) {
        static char text[ROWS][ROOM];
        town_row rows[ROWS];
        cahier_random random = {seed};
        for (uint32_t i = 0; i < ROWS; i++) {
            uint32_t parts = 1 + cahier_random_below(&random, 3), at = 0;
            for (uint32_t p = 0; p < parts && at < ROOM; p++) {
                const char *part = town_rows[cahier_random_below(&random, TOWN_ROWS)].text;
                at += (uint32_t)snprintf(text[i] + at, ROOM - at, "%s%s", p == 0 ? "" : " ", part);
            }
            rows[i] = (town_row){.text = text[i], .person = 1 + cahier_random_below(&random, 40)};
        }
        bench b;
        stages s;
        choose(&b, &s, *state, rows, ROWS, 1 + (uint32_t)(seed % 5));
        for (uint32_t k = 0; k < s.found.count; k++) {
            assert_true(s.themes[k].coverage_milli >= s.themes[k].random_coverage_milli);
            check_quotes(&b, &s.themes[k]);
        }
        bench_close(&b);
    }
}

/* Fourteen letters about the market cover less of the theme when one person sent them all. */
static void a_person_weighs_one(void **state)
{
    enum {
        AGAIN = 14
    };
    static char text[AGAIN][128];
    town_row rows[TOWN_EACH + AGAIN];
    int32_t chance[2];
    memcpy(rows, town_rows + 2 * TOWN_EACH, TOWN_EACH * sizeof *rows);
    for (uint32_t i = 0; i < AGAIN; i++) {
        snprintf(text[i], sizeof text[i], "Le marché du dimanche manque de fromage et de poisson, lettre %u.", i + 2);
    }
    for (uint32_t same = 0; same < 2; same++) {
        for (uint32_t i = 0; i < AGAIN; i++) {
            rows[TOWN_EACH + i] = (town_row){.text = text[i], .person = same == 1 ? 7 : 0};
        }
        bench b;
        stages s;
        choose(&b, &s, *state, rows, TOWN_EACH + AGAIN, 1);
        chance[same] = s.themes[0].random_coverage_milli;
        uint32_t of_one = 0;
        for (uint32_t q = 0; q < s.themes[0].summary_count; q++) {
            of_one += b.received[s.themes[0].summary[q].document].person == 7;
        }
        assert_true(of_one <= 1);
        bench_close(&b);
    }
    assert_int_not_equal(chance[0], chance[1]);
}

/* --- verbatims, key words ----------------------------------------------------------------------------------------- */

/* A key word begins and ends where words do; true for one of several words. */
static bool check_key_word(const bench *b, cahier_concordance key)
{
    const cahier_document *document = b->corpus.analysed[key.document];
    bool begins = false, ends = false, several = false;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        begins = begins || document->tokens.at[t].start == key.start;
        ends = ends || document->tokens.at[t].end == key.end;
        several = several || (document->tokens.at[t].start > key.start && document->tokens.at[t].start < key.end);
    }
    assert_true(begins && ends);
    return several;
}

static void verbatims_are_the_best_of_each_person_and_text(void **state)
{
    town_row rows[TOWN_ROWS + 2];
    memcpy(rows, town_rows, sizeof town_rows);
    for (uint32_t i = 0; i < TOWN_ROWS; i++) {
        rows[i].person = 1 + i % 13;
    }
    rows[TOWN_ROWS] = (town_row){.text = town_rows[30].text};
    rows[TOWN_ROWS + 1] = (town_row){.text = town_rows[33].text};
    bench b;
    uint32_t phrases = 0;
    stages s;
    choose(&b, &s, *state, rows, TOWN_ROWS + 2, TOWN_SUBJECTS);
    for (uint32_t k = 0; k < s.found.count; k++) {
        const cahier_theme *theme = &s.themes[k];
        assert_true(theme->verbatim_count > 0 && theme->verbatim_count <= b.options.top);
        for (uint32_t v = 0; v < theme->verbatim_count; v++) {
            uint32_t d = theme->verbatims[v];
            assert_int_equal(theme_of(&s, d), k);
            for (uint32_t w = 0; w < v; w++) {
                uint32_t e = theme->verbatims[w];
                assert_int_not_equal(b.received[d].person, b.received[e].person);
                assert_true(b.corpus.analysed[d]->fingerprint != b.corpus.analysed[e]->fingerprint);
                assert_true(s.found.assignments[e].at[0].score_milli >= s.found.assignments[d].at[0].score_milli);
            }
        }
        assert_true(theme->concordance_count > 0 && theme->concordance_count <= theme->verbatim_count);
        for (uint32_t c = 0; c < theme->concordance_count; c++) {
            cahier_concordance key = theme->concordance[c];
            assert_int_equal(theme_of(&s, key.document), k);
            assert_true(key.start < key.end && key.end <= b.corpus.analysed[key.document]->text.len);
            phrases += check_key_word(&b, key);
            for (uint32_t e = 0; e < c; e++) {
                assert_int_not_equal(theme->concordance[e].document, key.document);
            }
        }
    }
    assert_true(phrases > 0); /* « pistes cyclables » is shown whole */
    bench_close(&b);
}

static void no_verbatim_is_asked_for(void **state)
{
    bench b;
    bench_open(&b, *state, town_rows, TOWN_ROWS);
    b.options.top = 0;
    assert_int_equal(bench_run(&b), CAHIER_OK);
    for (uint32_t k = 0; k < b.result.theme_count; k++) {
        assert_int_equal(b.result.themes[k].verbatim_count, 0);
        assert_int_equal(b.result.themes[k].concordance_count, 0);
    }
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_summary_is_whole_sentences_of_distinct_persons),
            cmocka_unit_test(a_sentence_is_judged_alone),
            cmocka_unit_test(what_may_not_be_printed_is_not_quoted),
            cmocka_unit_test(the_minority_is_heard),
            cmocka_unit_test(coverage_is_the_mean_of_the_nearest),
            cmocka_unit_test(coverage_is_never_under_chance),
            cmocka_unit_test(a_person_weighs_one),
            cmocka_unit_test(verbatims_are_the_best_of_each_person_and_text),
            cmocka_unit_test(no_verbatim_is_asked_for),
    };
    return cmocka_run_group_tests(tests, town_open, town_close);
}
