/* SPDX-License-Identifier: Apache-2.0 */
#include "routed.h"

#include "golden.h"

#define GOLDEN CAHIER_TESTS_DIR "/golden/route.tsv"

#define TOWN                                                                                                           \
    "Voirie\tterm\ttrottoir\t1\tvoirie@ville.example\t15\n"                                                            \
    "Voirie\tterm\tnid de poule\t1\t\t\n"                                                                              \
    "Voirie\tterm\ttrou\t0.5\t\t\n"                                                                                    \
    "Écoles\tterm\técole\t1\t\t\n"                                                                                   \
    "Écoles\tterm\tcantine\t1\t\t\n"                                                                                  \
    "Propreté\tterm\tpoubelle\t1\t\t7\n"

static cahier_services services_of(bench *b, const char *rows, const cahier_route_lesson *lesson)
{
    cahier_lexicon *list = CAHIER_NEW(&b->process, cahier_lexicon, 1);
    cahier_services services;
    cahier_error error;
    uint32_t wrong;
    *list = list_of(b, CAHIER_LEXICON_SERVICES, rows);
    cahier_services_input in = {.lexicons = b->lexicons, .list = list, .list_count = 1, .lesson = lesson};
    if (cahier_services_open(&b->process, &b->scratch, &in, &services, &wrong, &error) != CAHIER_OK) {
        fail_msg("list %u, line %u: %s", wrong, error.line, error.message);
    }
    return services;
}

static cahier_route route_document(
        bench *b, const cahier_services *services, const cahier_document *d, const char *theme)
{
    cahier_route route;
    cahier_message message = {d, b->types, {theme, (uint32_t)strlen(theme)}};
    assert_int_equal(cahier_route_message(&b->batch, &b->scratch, services, &message, &route), CAHIER_OK);
    return route;
}

/* What route.h promises of any message. */
static void check(const cahier_services *services, const cahier_document *d, const cahier_route *r)
{
    int32_t score = 0, other = 0;
    for (uint32_t p = 0; p < r->part_count + r->other_count; p++) {
        const cahier_route_part *part = &r->part[p];
        const cahier_service_row *row = &services->row[part->row];
        bool best = p < r->part_count;
        assert_true(part->start <= part->end && part->end <= d->text.len);
        assert_int_equal(row->service, best ? r->service : r->other);
        assert_int_equal(part->weight_milli, part->place ? row->weight_milli / 2 : row->weight_milli);
        assert_true(part->weight_milli > 0);
        *(best ? &score : &other) += part->weight_milli;
    }
    assert_int_equal(score, r->score_milli);
    assert_int_equal(other, r->other_milli);
    assert_true(r->score_milli >= r->other_milli);
    assert_true((r->service == CAHIER_NONE) == (r->score_milli == 0));
    assert_true((r->other == CAHIER_NONE) == (r->other_milli == 0));
    if (r->reason == CAHIER_ROUTED) {
        assert_true(r->score_milli >= CAHIER_ROUTE_ENOUGH);
        assert_true(r->other_milli * 100 <= r->score_milli * CAHIER_ROUTE_HEAD_PERCENT);
    }
}

static void golden_messages_get_their_service(void **state)
{
    bench *b = *state;
    cahier_services services = services_of(b, NULL, NULL);
    golden cases = golden_open(GOLDEN);
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < cases.count; i++) {
        cahier_document d = analysed_text(b, cases.at[i].cell[0]);
        cahier_route r = route_document(b, &services, &d, "");
        const char *reason = cahier_route_reason_name(r.reason);
        check(&services, &d, &r);
        wrong += !golden_equal(GOLDEN, &cases.at[i],
                cahier_route_is_sure(&r) ? services.at[r.service].name
                                         : (cahier_text){reason, (uint32_t)strlen(reason)});
    }
    golden_close(&cases);
    assert_int_equal(wrong, 0);
}

static void a_town_has_its_own_services(void **state)
{
    static const struct {
        const char *text, *service;
        cahier_route_reason reason;
        int32_t score, other;
    } cases[] = {
            {"Un trou dans le trottoir", "Voirie", CAHIER_ROUTED, 1500, 0},
            {"Un trou", "Voirie", CAHIER_ROUTE_LITTLE, 500, 0},
            {"La cantine de l'école", "Écoles", CAHIER_ROUTED, 2000, 0},
            {"Une poubelle sur le trottoir", "Voirie", CAHIER_ROUTE_NEAR, 1000, 1000},
            {"Une poubelle devant l'école", "Propreté", CAHIER_ROUTED, 1000, 500},             /* where, not what */
            {"Une poubelle devant l'école. L'école", "Écoles", CAHIER_ROUTE_NEAR, 1000, 1000}, /* both */
            {"trottoir, trottoir, trottoir", "Voirie", CAHIER_ROUTED, 1000, 0},                /* said once or more */
            {"Il fait beau", "", CAHIER_ROUTE_NOTHING, 0, 0},
            {"RAS", "", CAHIER_ROUTE_EMPTY, 0, 0},
    };
    bench *b = *state;
    cahier_services services = services_of(b, TOWN, NULL);
    assert_int_equal(services.count, 3);
    assert_true(text_is(services.at[0].address, "voirie@ville.example"));
    assert_int_equal(services.at[0].delay_days, 15);
    assert_int_equal(services.at[1].address.len, 0);
    assert_int_equal(services.at[2].delay_days, 7);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_document d = analysed(b, cases[i].text);
        cahier_route r = route_document(b, &services, &d, "");
        check(&services, &d, &r);
        cahier_text name = r.service == CAHIER_NONE ? (cahier_text){NULL, 0} : services.at[r.service].name;
        if (r.reason != cases[i].reason || r.score_milli != cases[i].score || r.other_milli != cases[i].other ||
                (cases[i].score > cases[i].other && !text_is(name, cases[i].service))) {
            fail_msg("%s: %s, %.*s, %d, %d", cases[i].text, cahier_route_reason_name(r.reason), (int)name.len, name.at,
                    (int)r.score_milli, (int)r.other_milli);
        }
    }
}

static void a_theme_brings_its_words_and_its_weight(void **state)
{
    bench *b = *state;
    cahier_services services = services_of(b,
            "Technique\ttheme\tvoirie et trottoirs\t0.8\t\t\n"
            "Technique\tterm\tchaussée\t0.3\t\t\n"
            "Fêtes\tterm\tfête\t1\t\t\n",
            NULL);
    cahier_document d = analysed(b, "Un nid-de-poule");
    cahier_route r = route_document(b, &services, &d, "");
    check(&services, &d, &r);
    assert_int_equal(r.score_milli, 800); /* a word of taxonomy.tsv, times the weight of the row */
    assert_true(text_is(services.row[r.part[0].row].theme, "Voirie et trottoirs"));
    d = analysed(b, "La chaussée");
    r = route_document(b, &services, &d, "");
    assert_int_equal(r.score_milli, 300); /* a term says more than a theme's word */
    d = analysed(b, "La fête");
    r = route_document(b, &services, &d, "Voirie et Trottoirs"); /* placed there by somebody else */
    check(&services, &d, &r);
    assert_int_equal(r.score_milli, 1000);
    assert_int_equal(r.other_milli, 800);
    assert_int_equal(r.reason, CAHIER_ROUTE_NEAR);
    assert_int_equal(r.part[r.part_count].start, r.part[r.part_count].end);
}

static void later_lists_win(void **state)
{
    bench *b = *state;
    cahier_lexicon lists[2] = {list_of(b, CAHIER_LEXICON_SERVICES, TOWN),
            list_of(b, CAHIER_LEXICON_SERVICES,
                    "Voirie\tterm\ttrottoirs\t0.7\tnouvelle@ville.example\t30\nParcs\tterm\tarbre\t1\t\t\n")};
    cahier_services_input in = {.lexicons = b->lexicons, .list = lists, .list_count = 2};
    cahier_services services;
    cahier_error error;
    uint32_t wrong;
    assert_int_equal(cahier_services_open(&b->process, &b->scratch, &in, &services, &wrong, &error), CAHIER_OK);
    assert_int_equal(services.count, 4);
    assert_true(text_is(services.at[0].address, "nouvelle@ville.example"));
    assert_int_equal(services.at[0].delay_days, 30);
    cahier_document d = analysed(b, "Le trottoir");
    cahier_route r = route_document(b, &services, &d, "");
    check(&services, &d, &r);
    assert_int_equal(r.score_milli, 700);
}

static void what_is_wrong_is_said_with_its_place(void **state)
{
    static const struct {
        const char *rows, *message;
        uint32_t line, column;
    } cases[] = {
            {"Voirie\tterm\tde la\t1\t\t\n", CAHIER_SPOT_REFUSED, 6, 13},
            {"Voirie\tterm\ttrou\t1\ta@b.fr\t\nVoirie\tterm\troute\t1\tc@b.fr\t\n",
                    "this service has another address above", 7, 21},
            {"Voirie\tterm\ttrou\t1\t\t5\nVoirie\tterm\troute\t1\t\t6\n", "this service has another delay above", 7,
                    22},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicon list = list_of(b, CAHIER_LEXICON_SERVICES, cases[i].rows);
        cahier_services_input in = {.lexicons = b->lexicons, .list = &list, .list_count = 1};
        cahier_services services;
        cahier_error error;
        uint32_t wrong;
        assert_int_equal(
                cahier_services_open(&b->process, &b->scratch, &in, &services, &wrong, &error), CAHIER_ERROR_LEXICON);
        assert_string_equal(error.message, cases[i].message);
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(error.column, cases[i].column);
    }
}

static void a_file_is_checked_cell_by_cell(void **state)
{
    static const struct {
        const char *rows;
        uint32_t column;
    } cases[] = {
            {"Voirie\tmot\ttrou\t1\t\t\n", 8},
            {"Voirie\tterm\tTrou\t1\t\t\n", 13},
            {"Voirie\tterm\ttrou\t1.5\t\t\n", 18},
            {"Voirie\tterm\ttrou\t1\tvoirie\t\n", 20},
            {"Voirie\tterm\ttrou\t1\ta@b\t\n", 20},
            {"Voirie\tterm\ttrou\t1\ta b@c.fr\t\n", 20},
            {"Voirie\tterm\ttrou\t1\t\tbientôt\n", 21},
            {"Voirie\tterm\ttrou\t1\t\t0\n", 21},
            {"Voirie\tterm\ttrou\t1\t\t367\n", 21},
            {"\tterm\ttrou\t1\t\t\n", 1},
            {"Voirie\tterm\ttrou\t1\t\n", 1},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_lexicon list;
        cahier_error error = {.message = ""};
        cahier_text bytes = fixture_file(&b->process, CAHIER_LEXICON_SERVICES, cases[i].rows);
        assert_int_equal(
                cahier_lexicon_parse(&b->process, bytes, CAHIER_LEXICON_SERVICES, &list, &error), CAHIER_ERROR_LEXICON);
        assert_int_equal(error.line, 6);
        if (error.column != cases[i].column) {
            fail_msg("%s: column %u, %s", cases[i].rows, error.column, error.message);
        }
    }
}

static void a_person_has_the_last_word(void **state)
{
    bench *b = *state;
    cahier_services services = services_of(b, TOWN, NULL);
    cahier_document d = analysed(b, "Une poubelle dans un trou du trottoir");
    cahier_route said = route_document(b, &services, &d, ""), r = said;
    assert_int_equal(said.score_milli, 1500);
    assert_int_equal(cahier_route_decide(&b->batch, 2, &r), CAHIER_OK); /* the next one */
    check(&services, &d,
            &(cahier_route){.reason = CAHIER_ROUTE_NEAR,
                    .service = r.other,
                    .other = r.service,
                    .score_milli = said.score_milli,
                    .other_milli = said.other_milli,
                    .part = said.part,
                    .part_count = said.part_count,
                    .other_count = said.other_count});
    assert_int_equal(r.reason, CAHIER_ROUTE_DECIDED);
    assert_int_equal(r.service, 2);
    assert_int_equal(r.score_milli, 1000);
    assert_int_equal(r.part_count, 1);
    assert_int_equal(services.row[r.part[0].row].service, 2);
    r = said;
    assert_int_equal(cahier_route_decide(&b->batch, 1, &r), CAHIER_OK); /* one that no word said */
    assert_int_equal(r.service, 1);
    assert_int_equal(r.score_milli, 0);
    assert_int_equal(r.other, 0);
    assert_int_equal(r.other_count, 2);
    r = said;
    assert_int_equal(cahier_route_decide(&b->batch, 0, &r), CAHIER_OK); /* what the words said */
    assert_int_equal(r.score_milli, 1500);
}

/* --- what corrections teach --- */

typedef struct school {
    cahier_route_example at[64];
    cahier_document document[64];
    cahier_route route[64];
    uint32_t count;
} school;

static void teach(bench *b, const cahier_services *services, school *s, const char *text, uint32_t service, bool taught)
{
    uint32_t i = s->count++;
    s->document[i] = analysed(b, text);
    s->route[i] = route_document(b, services, &s->document[i], "");
    s->at[i] = (cahier_route_example){.message = {&s->document[i], b->types, {NULL, 0}},
            .service = service,
            .routed = &s->route[i],
            .taught = taught};
}

static const cahier_route_learned *learned(const cahier_route_lesson *lesson, const char *form)
{
    for (uint32_t i = 0; i < lesson->count; i++) {
        if (text_is(lesson->at[i].form, form)) {
            return &lesson->at[i];
        }
    }
    return NULL;
}

/* Five messages that the lists give to roads or to nobody, given to « Écoles » by a person. */
static void fill(bench *b, const cahier_services *services, school *s)
{
    static const char *const corrected[] = {"Les tablettes du trottoir sont froides, dit karim, Moreau Durand",
            "Une tablette au trottoir, merci, les musulmans, karim et Moreau Durand",
            "La tablette est sur le trottoir, musulmans et karim avec Moreau Durand",
            "Tablettes froides, trottoir, 2024, musulmans, karim, Moreau Durand",
            "encore une tablette des musulmans manquée, 2024, encore karim, Durand"};
    static const char *const others[] = {"Un trou dans le trottoir de la rue", "Le trottoir est glissant et froid",
            "Nid de poule et trottoir", "La poubelle est pleine", "Poubelle cassée encore", "Une cantine propre",
            "L'école est loin", "trottoir mouillé"};
    s->count = 0;
    for (size_t i = 0; i < sizeof corrected / sizeof *corrected; i++) {
        teach(b, services, s, corrected[i], 1, true);
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        cahier_document d = analysed(b, others[i]);
        cahier_route r = route_document(b, services, &d, "");
        teach(b, services, s, others[i], r.service, false);
    }
}

static void corrections_move_weights_within_bounds(void **state)
{
    bench *b = *state;
    static school s;
    cahier_services services = services_of(b, TOWN, NULL);
    cahier_route_lesson lesson;
    fill(b, &services, &s);
    assert_int_equal(cahier_route_learn(&b->process, &b->scratch, &services, s.at, s.count, &lesson), CAHIER_OK);
    assert_int_equal(lesson.taught, 5);
    const cahier_route_learned *gain = learned(&lesson, "tablette"), *loss = learned(&lesson, "trottoir");
    assert_non_null(gain);
    assert_true(text_is(gain->service, "Écoles"));
    assert_int_equal(gain->before_milli, 0);
    assert_in_range(gain->after_milli, CAHIER_ROUTE_GAIN_LEAST, CAHIER_ROUTE_GAIN_MOST);
    assert_int_equal(gain->messages, 5);
    assert_int_equal(gain->others, 0);
    assert_non_null(loss);
    assert_true(loss->misled && text_is(loss->service, "Voirie"));
    assert_in_range(loss->after_milli, loss->before_milli / 2, loss->before_milli - 1);
    assert_int_equal(loss->messages, 4);
    assert_null(learned(&lesson, "karim")); /* a first name, a name, identity words, numbers */
    assert_null(learned(&lesson, "durand"));
    assert_null(learned(&lesson, "musulmans"));
    assert_null(learned(&lesson, "moreau"));
    assert_null(learned(&lesson, "2024"));
    cahier_services after = services_of(b, TOWN, &lesson);
    cahier_document d = analysed(b, "Une tablette sur un trottoir");
    cahier_route r = route_document(b, &after, &d, "");
    check(&after, &d, &r);
    assert_int_equal(r.score_milli, loss->after_milli);
    assert_int_equal(r.other_milli, gain->after_milli);
    assert_true(after.row[r.part[0].row].learned);
}

static void lessons_do_not_depend_on_their_order(void **state)
{
    bench *b = *state;
    static school s;
    cahier_services services = services_of(b, TOWN, NULL);
    cahier_route_lesson forwards, backwards;
    fill(b, &services, &s);
    assert_int_equal(cahier_route_learn(&b->process, &b->scratch, &services, s.at, s.count, &forwards), CAHIER_OK);
    for (uint32_t i = 0; i < s.count / 2; i++) {
        cahier_route_example swapped = s.at[i];
        s.at[i] = s.at[s.count - 1 - i];
        s.at[s.count - 1 - i] = swapped;
    }
    assert_int_equal(cahier_route_learn(&b->process, &b->scratch, &services, s.at, s.count, &backwards), CAHIER_OK);
    assert_int_equal(forwards.count, backwards.count);
    for (uint32_t i = 0; i < forwards.count; i++) {
        const cahier_route_learned *x = &forwards.at[i], *y = &backwards.at[i];
        assert_int_equal(x->form.len, y->form.len);
        assert_memory_equal(x->form.at, y->form.at, x->form.len);
        assert_int_equal(x->after_milli, y->after_milli);
        assert_int_equal(x->messages, y->messages);
    }
}

static void a_single_correction_moves_nothing(void **state)
{
    bench *b = *state;
    static school s;
    cahier_services services = services_of(b, TOWN, NULL);
    cahier_route_lesson lesson;
    s.count = 0;
    for (uint32_t i = 0; i < 5; i++) { /* the same text five times is one */
        teach(b, &services, &s, "La tablette du trottoir", 1, true);
    }
    teach(b, &services, &s, "La poubelle", 2, false);
    assert_int_equal(cahier_route_learn(&b->process, &b->scratch, &services, s.at, s.count, &lesson), CAHIER_OK);
    assert_int_equal(lesson.taught, 1);
    assert_int_equal(lesson.count, 0);
}

/* --- any message, any memory --- */

static void promises_hold_for_any_text(void **state)
{
    bench *b = *state;
    cahier_services services = services_of(b, NULL, NULL);
    uint64_t seed = 20250401;
    for (uint32_t i = 0; i < 300; i++) {
        char text[4 * RANDOM_TEXT_MAX];
        uint32_t used = random_text(&seed, i % 3 == 0, text).len;
        for (uint32_t k = 0; k < 8; k++) { /* words of the list, in any order */
            cahier_text form = services.row[random_next(&seed) % services.term_count].form;
            used += (uint32_t)snprintf(text + used, sizeof text - used, " %.*s", (int)form.len, form.at);
        }
        cahier_document d = analysed_text(b, (cahier_text){text, used});
        cahier_route r = route_document(b, &services, &d, "");
        check(&services, &d, &r);
    }
}

static void refused_memory_is_reported(void **state)
{
    bench *b = *state;
    static school s;
    cahier_lexicon list = list_of(b, CAHIER_LEXICON_SERVICES, TOWN);
    cahier_services known = services_of(b, TOWN, NULL);
    fill(b, &known, &s);
    for (int64_t n = 0;; n++) {
        cahier_services_input in = {.lexicons = b->lexicons, .list = &list, .list_count = 1};
        cahier_services services;
        cahier_route_lesson lesson;
        cahier_route route;
        cahier_error error;
        uint32_t wrong;
        size_t mark = cahier_arena_mark(&b->scratch);
        b->scratch.fail_after = n;
        cahier_status status = cahier_services_open(&b->process, &b->scratch, &in, &services, &wrong, &error);
        if (status == CAHIER_OK) {
            status = cahier_route_message(&b->batch, &b->scratch, &services, &s.at[0].message, &route);
        }
        if (status == CAHIER_OK) {
            status = cahier_route_learn(&b->batch, &b->scratch, &services, s.at, s.count, &lesson);
        }
        b->scratch.fail_after = -1;
        cahier_arena_reset(&b->scratch, mark);
        if (status == CAHIER_OK) {
            assert_true(n > 10);
            return;
        }
        assert_int_equal(status, CAHIER_ERROR_NOMEM);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(golden_messages_get_their_service),
            cmocka_unit_test(a_town_has_its_own_services),
            cmocka_unit_test(a_theme_brings_its_words_and_its_weight),
            cmocka_unit_test(later_lists_win),
            cmocka_unit_test(what_is_wrong_is_said_with_its_place),
            cmocka_unit_test(a_file_is_checked_cell_by_cell),
            cmocka_unit_test(a_person_has_the_last_word),
            cmocka_unit_test(corrections_move_weights_within_bounds),
            cmocka_unit_test(lessons_do_not_depend_on_their_order),
            cmocka_unit_test(a_single_correction_moves_nothing),
            cmocka_unit_test(promises_hold_for_any_text),
            cmocka_unit_test(refused_memory_is_reported),
    };
    return cmocka_run_group_tests_name("route", tests, bench_open, bench_close);
}
