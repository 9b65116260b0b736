/* SPDX-License-Identifier: Apache-2.0 */
/* town.h -- sixty contributions to a small town, four subjects; and what runs the stages on them.
 *
 * The project's lexicons are loaded once a program (town_open, as cmocka's group setup). A bench runs the flow on rows of
 * a table, cut into chunks and spread over analysers as asked; `stages` keeps what the flow lets go: space, weights.
 */
#ifndef CAHIER_TESTS_TOWN_H
#define CAHIER_TESTS_TOWN_H

#include "small_corpus.h"

#include <stdlib.h>

#include "associate.h"
#include "exemplar.h"
#include "family.h"
#include "fixture.h"
#include "label.h"
#include "text.h"
#include "theme_count.h"
#include "weigh.h"

#define TOWN_BUDGET ((size_t)512 << 20)
#define TOWN_SUBJECTS 4u
#define TOWN_EACH 15u
#define TOWN_ROWS (TOWN_SUBJECTS * TOWN_EACH)
#define TOWN_ANALYSERS 4u
#define TOWN_NAMED 50u /* ranks below are those a test gives to persons */

typedef struct town_row {
    const char *text, *title; /* NULL: empty */
    uint32_t person;          /* 0: somebody else each time */
    uint32_t number;          /* goes into the id; 0: the row's rank + 1 */
} town_row;

/* Row i is about subject i / TOWN_EACH: cycling, waste, swimming pool, doctors. */
static const town_row town_rows[TOWN_ROWS] = {
        {.text = "Il faut créer des pistes cyclables sécurisées entre la gare et le centre."},
        {.text = "Les pistes cyclables s'arrêtent au milieu du carrefour, le vélo devient dangereux."},
        {.text = "Je vais au travail à vélo et je voudrais une piste cyclable sur le boulevard."},
        {.text = "Séparer les cyclistes des voitures par une bordure sur toutes les pistes cyclables."},
        {.text = "Installer des arceaux à vélo devant la gare et la mairie."},
        {.text = "Le boulevard est trop dangereux pour les cyclistes, il manque une piste cyclable."},
        {.text = "Des vélos en libre service à la gare seraient très utiles."},
        {.text = "Continuer la piste cyclable du boulevard jusqu'à la gare pour les cyclistes."},
        {.text = "Les voitures se garent sur les pistes cyclables et les cyclistes doivent rouler sur la route."},
        {.text = "Une aide à l'achat d'un vélo électrique encouragerait les habitants à laisser la voiture."},
        {.text = "Entretenir les pistes cyclables : il y a du verre et des trous, les pneus de vélo crèvent."},
        {.text = "Apprendre le vélo aux enfants et tracer des pistes cyclables vers le collège."},
        {.text = "Un garage à vélo fermé près de la gare éviterait les vols."},
        {.text = "Les cyclistes ont besoin d'un carrefour sécurisé au bout du boulevard."},
        {.text = "Merci pour la nouvelle piste cyclable du boulevard, le trajet à vélo est agréable."},

        {.text = "Les poubelles débordent le dimanche, il faut un ramassage des déchets de plus."},
        {.text = "Mettre des bacs de tri dans chaque quartier pour les déchets recyclables."},
        {.text = "La déchetterie ferme trop tôt, on retrouve les déchets dans la forêt."},
        {.text = "Le ramassage des ordures passe trop tôt le matin et les poubelles restent dehors."},
        {.text = "Installer un composteur de quartier pour réduire les déchets des poubelles."},
        {.text = "Le tri des déchets est mal expliqué, les bacs jaunes sont remplis d'ordures."},
        {.text = "Verbaliser les dépôts sauvages d'ordures près des bacs de tri."},
        {.text = "Davantage de poubelles dans le parc, les déchets traînent par terre."},
        {.text = "Ouvrir la déchetterie le samedi pour déposer les déchets verts."},
        {.text = "Les bacs de tri sentent mauvais en été, le ramassage est trop rare."},
        {.text = "Je souhaite un ramassage des déchets verts au printemps, la déchetterie est loin."},
        {.text = "Organiser une collecte des encombrants, les ordures s'entassent devant les immeubles."},
        {.text = "Donner des poubelles fermées aux immeubles, les rats ouvrent les sacs d'ordures."},
        {.text = "Bravo aux agents du ramassage, les poubelles de notre quartier sont toujours propres."},
        {.text = "Expliquer le tri et le composteur aux enfants avec une visite de la déchetterie."},

        {.text = "La piscine municipale est magnifique et les maîtres nageurs sont très gentils."},
        {.text = "J'adore la piscine, le bassin est propre et les horaires sont pratiques."},
        {.text = "Ouvrir la piscine plus tard le soir pour les nageurs qui travaillent."},
        {.text = "Le bassin de la piscine est agréable, bravo pour les cours de natation."},
        {.text = "Excellente piscine, les cours de natation des enfants sont remarquables."},
        {.text = "Les vestiaires de la piscine sont sales et les douches sont froides."},
        {.text = "La nouvelle piscine est superbe, merci pour le grand bassin."},
        {.text = "Un créneau de natation pour les aînés à la piscine serait parfait."},
        {.text = "Les maîtres nageurs donnent d'excellents cours de natation aux débutants."},
        {.text = "La piscine est un très bel équipement, le bassin des petits est génial."},
        {.text = "Le tarif de la piscine est honteux et le bassin est insupportable le mercredi."},
        {.text = "Baisser le tarif de la piscine pour les familles et les nageurs du club."},
        {.text = "Je suis ravie de la piscine et des cours de natation du samedi."},
        {.text = "Le bassin de la piscine est trop froid pour les nageurs, c'est désagréable et décevant."},
        {.text = "Les horaires de la piscine sont excellents pour les nageurs du matin."},

        {.text = "Il n'y a plus de médecin généraliste, trouver un rendez-vous est impossible."},
        {.text = "Créer une maison de santé avec plusieurs médecins et une infirmière."},
        {.text = "Mon médecin généraliste part à la retraite et personne ne le remplace."},
        {.text = "Attirer de jeunes médecins en offrant un cabinet dans la maison de santé."},
        {.text = "Un rendez-vous chez le dentiste demande six mois, la santé devient un luxe."},
        {.text = "Les patients font trente kilomètres pour consulter un médecin généraliste."},
        {.text = "La maison de santé devrait accueillir un dentiste et un kinésithérapeute."},
        {.text = "Sans médecin de garde, les patients vont aux urgences de l'hôpital."},
        {.text = "Maintenir les urgences de l'hôpital ouvertes la nuit pour tous les patients."},
        {.text = "Salarier un médecin généraliste dans un cabinet de la commune."},
        {.text = "L'infirmière de la maison de santé est débordée par les patients."},
        {.text = "Proposer la téléconsultation à la maison de santé avec un médecin de l'hôpital."},
        {.text = "Nous voulons garder notre hôpital et ses urgences, la santé est un droit."},
        {.text = "Les patients âgés attendent des heures aux urgences faute de médecins."},
        {.text = "Aider les étudiants en médecine à s'installer dans un cabinet du village."},
};

/* --- lexicons ----------------------------------------------------------------------------------------------------- */

typedef struct town {
    cahier_arena arena;
    cahier_lexicons *lexicons;
} town;

static inline int town_open(void **state)
{
    town *t = calloc(1, sizeof *t);
    cahier_error error = {0};
    if (t == NULL || !cahier_arena_open(&t->arena, (size_t)256 << 20)) {
        return -1;
    }
    t->lexicons = fixture_project(&t->arena);
    cahier_background *background = CAHIER_NEW(&t->arena, cahier_background, 1);
    cahier_text bytes = fixture_slurp(&t->arena, CAHIER_LEXICONS_DIR "/associations.tsv");
    if (t->lexicons == NULL || cahier_background_parse(&t->arena, bytes, background, &error) != CAHIER_OK) {
        return -1;
    }
    t->lexicons->background = background;
    *state = t;
    return 0;
}

static inline int town_close(void **state)
{
    town *t = *state;
    cahier_arena_close(&t->arena);
    free(t);
    return 0;
}

/* --- bench -------------------------------------------------------------------------------------------------------- */

typedef struct bench {
    const cahier_lexicons *lexicons;
    cahier_options options;
    cahier_arena own, batch, scratch; /* own: the corpus's arrays */
    cahier_contribution *received;
    cahier_corpus corpus;
    uint32_t analysers, chunk; /* how the rows are cut: contributions a chunk; 0: all in one */
    cahier_analyser analyser[TOWN_ANALYSERS];
    cahier_result result;
} bench;

static inline void bench_open(bench *b, const town *t, const town_row *rows, uint32_t count)
{
    *b = (bench){.lexicons = t->lexicons, .options = CAHIER_OPTIONS_DEFAULT, .analysers = 1};
    assert_true(cahier_arena_open(&b->own, TOWN_BUDGET) && cahier_arena_open(&b->batch, TOWN_BUDGET) &&
                cahier_arena_open(&b->scratch, TOWN_BUDGET));
    b->received = CAHIER_NEW(&b->own, cahier_contribution, count);
    b->corpus = (cahier_corpus){
            .received = b->received, .count = count, .contributions = count, .persons = TOWN_NAMED + count};
    b->corpus.analysed = CAHIER_NEW(&b->own, const cahier_document *, count);
    b->corpus.types = CAHIER_NEW(&b->own, const cahier_types *, count);
    for (uint32_t i = 0; i < count; i++) {
        char *id = CAHIER_NEW(&b->own, char, 12);
        (void)snprintf(id, 12, "%u", rows[i].number > 0 ? rows[i].number : i + 1);
        b->received[i] = (cahier_contribution){.id = small_text(id),
                .title = small_text(rows[i].title),
                .text = small_text(rows[i].text),
                .contribution = i,
                .row = i + 1,
                .person = rows[i].person > 0 ? rows[i].person : TOWN_NAMED + 1 + i};
    }
}

static inline void bench_close(bench *b)
{
    cahier_arena_close(&b->own);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

/* The per-contribution stages. Analysers take chunks in turn, as threads might. */
static inline cahier_status bench_read(bench *b)
{
    uint32_t each = b->chunk == 0 ? b->corpus.count : b->chunk;
    cahier_status status = CAHIER_OK;
    uint32_t open = 0;
    for (; open < b->analysers && status == CAHIER_OK; open++) {
        status = cahier_analyser_open(b->lexicons, &b->options, &b->batch, &b->scratch, &b->analyser[open]);
        open -= status != CAHIER_OK;
    }
    for (uint32_t first = 0, c = 0; first < b->corpus.count && status == CAHIER_OK; first += each, c++) {
        cahier_chunk chunk;
        uint32_t left = b->corpus.count - first;
        status = cahier_analyse_chunk(
                &b->analyser[c % b->analysers], b->received + first, left < each ? left : each, &chunk);
        for (uint32_t i = 0; status == CAHIER_OK && i < chunk.count; i++) {
            b->corpus.analysed[first + i] = &chunk.at[i];
            b->corpus.types[first + i] = chunk.types;
        }
    }
    for (uint32_t a = 0; a < open; a++) {
        cahier_analyser_close(&b->analyser[a]);
    }
    return status;
}

static inline cahier_status bench_analyse(bench *b)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    return cahier_analyse_corpus(b->lexicons, &b->options, &runner, &b->corpus, &b->batch, &b->scratch, &b->result);
}

static inline cahier_status bench_run(bench *b)
{
    cahier_status status = bench_read(b);
    return status == CAHIER_OK ? bench_analyse(b) : status;
}

/* --- stages one by one -------------------------------------------------------------------------------------------- */

typedef struct stages { /* what the flow holds between its stages */
    cahier_vocabulary vocabulary;
    cahier_term_uses uses;
    cahier_sparse counts, weights;
    cahier_sample teachers;
    cahier_space space;
    cahier_themes found;
    cahier_theme *themes;
} stages;

/* As far as the words and their vectors. */
static inline void bench_space(bench *b, stages *s)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    assert_int_equal(bench_read(b), CAHIER_OK);
    assert_int_equal(cahier_vocabulary_build(&b->batch, &b->scratch, &b->corpus, b->lexicons->background,
                             &s->vocabulary, &s->uses, &s->counts),
            CAHIER_OK);
    float *term_weight;
    assert_int_equal(
            cahier_weigh_terms(&b->batch, b->lexicons, &s->vocabulary, s->counts.rows, &term_weight), CAHIER_OK);
    assert_int_equal(cahier_weigh(&b->batch, &s->counts, term_weight, &s->weights), CAHIER_OK);
    assert_int_equal(
            cahier_sample_draw(&b->batch, &b->scratch, &b->corpus, &s->counts, CAHIER_TEACH_MOST, &s->teachers),
            CAHIER_OK);
    assert_int_equal(cahier_associate(&b->batch, &b->scratch, &runner,
                             &(cahier_associate_input){&s->counts, &s->weights, term_weight, &s->vocabulary,
                                     s->teachers.row, s->teachers.count, b->lexicons->background},
                             &s->space),
            CAHIER_OK);
}

/* As far as the themes with their counts. */
static inline void bench_stages(bench *b, stages *s)
{
    cahier_runner runner = {cahier_run_serial, NULL};
    bench_space(b, s);
    assert_int_equal(cahier_theme_find(&b->batch, &b->scratch, &runner,
                             &(cahier_theme_input){&b->corpus, &s->uses, &s->weights, &s->space, NULL, NULL},
                             b->options.themes, &s->found),
            CAHIER_OK);
    assert_int_equal(cahier_theme_count(&b->batch, &b->scratch, &b->corpus, &s->found, &s->themes), CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

static inline void bench_label(bench *b, stages *s)
{
    const cahier_label_input in = {b->lexicons, &b->corpus, &s->uses, &s->counts, &s->space, NULL, NULL};
    assert_int_equal(
            cahier_label_themes(&b->batch, &b->scratch, &in, &s->vocabulary, s->themes, s->found.count), CAHIER_OK);
}

/* Term of a surface form, or CAHIER_NONE. */
static inline uint32_t town_term(const cahier_vocabulary *vocabulary, const char *surface)
{
    for (uint32_t j = 0; j < vocabulary->count; j++) {
        if (cahier_text_equal(vocabulary->at[j].surface, small_text(surface))) {
            return j;
        }
    }
    return CAHIER_NONE;
}

/* --- any number of texts ------------------------------------------------------------------------------------------ */

#define TOWN_TEXT 256u

/* A text of one subject out of five, different for each `i`: three of its words in one of four frames. */
static inline void town_write(uint32_t i, char to[TOWN_TEXT])
{
    static const char *const words[5][10] = {
            {"les pistes cyclables", "les vélos", "les cyclistes", "le boulevard", "le carrefour", "les arceaux",
                    "les trottoirs", "les voitures", "le parking", "la circulation"},
            {"les déchets", "les poubelles", "le tri", "la déchetterie", "les ordures", "le ramassage", "le compost",
                    "les bacs", "le recyclage", "les encombrants"},
            {"la piscine", "le bassin", "la natation", "le gymnase", "les sportifs", "le stade", "les vestiaires",
                    "le football", "les entraîneurs", "le club"},
            {"les médecins", "la santé", "l'hôpital", "les urgences", "les patients", "le dentiste", "les infirmières",
                    "la pharmacie", "les malades", "le cabinet"},
            {"les impôts", "la taxe foncière", "le budget", "les dépenses", "la dette", "les élus", "les subventions",
                    "les finances", "la fiscalité", "les emprunts"},
    };
    static const char *const frame[4][4] = {{"Pour ", ", ", " et ", "."}, {"Et ", " ? Et ", ", ou ", " ?"},
            {"Avec ", ", avec ", " et avec ", "."},
            {"C'est ", " puis ", " et ", "."}}; /* function words tie no subjects together */
    uint32_t subject = i % 5, n = i / 5;
    const char *const *w = words[subject];
    uint32_t a = n % 10, b = (a + 1 + n / 10 % 9) % 10, c = (b + 1 + n / 90 % 8) % 10;
    c = c == a ? (c + 1) % 10 : c;
    const char *const *f = frame[n % 4];
    (void)snprintf(to, TOWN_TEXT, "%s%s%s%s%s%s%s", f[0], w[a], f[1], w[b], f[2], w[c], f[3]);
}

/* Rows 0 .. count - 1 of that kind; free() the result. */
static inline town_row *town_many(uint32_t count, char (**texts)[TOWN_TEXT])
{
    town_row *rows = calloc(count, sizeof *rows);
    *texts = calloc(count, sizeof **texts);
    assert_true(rows != NULL && *texts != NULL);
    for (uint32_t i = 0; i < count; i++) {
        town_write(i, (*texts)[i]);
        rows[i] = (town_row){.text = (*texts)[i], .number = i + 1};
    }
    return rows;
}

#endif
