/* SPDX-License-Identifier: Apache-2.0 */
#include "fixture.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "fixture_texts.h"

#define PERIODS 6u
#define TOP 8u

static cahier_text text_of(const char *string)
{
    return (cahier_text){string, (uint32_t)strlen(string)};
}

static cahier_text format_text(cahier_arena *arena, const char *prefix, uint32_t n)
{
    char *at = CAHIER_NEW(arena, char, strlen(prefix) + 12);
    int len = sprintf(at, "%s%u", prefix, (unsigned)n);
    return (cahier_text){at, (uint32_t)len};
}

static uint32_t roll(uint32_t d, uint32_t salt, uint32_t limit)
{
    uint64_t x = (uint64_t)d * 0x9e3779b97f4a7c15u + salt * 0xbf58476d1ce4e5b9u;
    x ^= x >> 31;
    x *= 0x94d049bb133111ebu;
    return (uint32_t)((x ^ (x >> 29)) % limit);
}

/* Theme of a document, or CAHIER_NONE: about one in ten has none. */
static uint32_t theme_of(uint32_t d)
{
    uint32_t at = roll(d, 1, 100), sum = 0;
    for (uint32_t k = 0; k < FIXTURE_THEMES; k++) {
        sum += fixture_themes[k].part;
        if (at < sum) {
            return k;
        }
    }
    return CAHIER_NONE;
}

static void append(cahier_arena *arena, cahier_document *document, const char *text)
{
    char *at = CAHIER_NEW(arena, char, document->text.len + strlen(text) + 2);
    uint32_t len = document->text.len;
    if (len > 0) {
        memcpy(at, document->text.at, len);
        at[len] = document->title_len == len ? '\n' : ' ';
        len++;
    }
    memcpy(at + len, text, strlen(text));
    document->text = (cahier_text){at, len + (uint32_t)strlen(text)};
    document->sentences.at[document->sentences.count++] = (cahier_sentence){.start = len, .end = document->text.len};
}

static uint32_t first_word_end(cahier_text text, uint32_t start)
{
    while (start < text.len && text.at[start] != ' ' && text.at[start] != '\n') {
        start++;
    }
    return start;
}

/* The first word is the polar one, and the cue that reverses it: enough to see evidence written. */
static void add_evidence(cahier_arena *arena, cahier_document *document)
{
    int32_t sign = document->polarity.label == CAHIER_POSITIVE ? 1 : -1;
    uint32_t end = first_word_end(document->text, 0);
    if (document->polarity.label == CAHIER_NEUTRAL) {
        return;
    }
    document->polarity.at = CAHIER_NEW(arena, cahier_evidence, 1);
    document->polarity.count = 1;
    document->polarity.at[0] = (cahier_evidence){.start = 0,
            .end = end,
            .weight_milli = -600 * sign,
            .value_milli = 420 * sign,
            .rule_count = 1,
            .rule = {{.rule = CAHIER_RULE_NEGATION, .factor_percent = -70, .start = 0, .end = end}}};
    document->polarity.score_milli = 420 * sign;
    document->polarity.words = 12;
}

static cahier_document *make_document(cahier_arena *arena, uint32_t d, uint32_t k)
{
    cahier_document *document = CAHIER_NEW(arena, cahier_document, 1);
    document->sentences.at = CAHIER_NEW(arena, cahier_sentence, 4);
    if (d < FIXTURE_HOSTILE) {
        append(arena, document, fixture_hostile[d]);
    } else if (k == CAHIER_NONE && roll(d, 2, 3) == 0) {
        append(arena, document, "RAS");
        document->notes = CAHIER_NOTE_NO_ANSWER;
    } else if (k == CAHIER_NONE) {
        append(arena, document,
                roll(d, 3, 2) == 0 ? "Voir avec mon voisin, il sait." : "Tout va à peu près, à suivre.");
    } else {
        const fixture_sentence *first = &fixture_themes[k].sentence[roll(d, 4, FIXTURE_SENTENCES)];
        if (roll(d, 5, 3) == 0) {
            append(arena, document, "À propos de mon quartier");
            document->title_len = document->text.len;
        }
        append(arena, document, first->text);
        if (roll(d, 6, 2) == 0) {
            append(arena, document, fixture_themes[k].sentence[roll(d, 7, FIXTURE_SENTENCES)].text);
        }
        document->polarity.label = first->polarity;
        document->stance =
                (cahier_stance){.label = first->stance, .start = 0, .end = first_word_end(document->text, 0)};
        add_evidence(arena, document);
        if (roll(d, 8, 20) == 0) {
            append(arena, document, "Appelez-moi au [téléphone].");
            document->redactions.at = CAHIER_NEW(arena, cahier_redaction, 1);
            document->redactions.count = 1;
            document->redactions.at[0] =
                    (cahier_redaction){CAHIER_PHONE, document->text.len - 14, document->text.len - 1};
        }
    }
    if (document->polarity.label == CAHIER_NEGATIVE && document->polarity.count == 0) {
        document->polarity.label = CAHIER_NEUTRAL;
    }
    return document;
}

static void make_documents(cahier_arena *arena, fixture *f, uint32_t count)
{
    cahier_contribution *received = CAHIER_NEW(arena, cahier_contribution, count + 1);
    const cahier_document **analysed = CAHIER_NEW(arena, const cahier_document *, count + 1);
    static const char *const ages[] = {"moins de 30 ans", "30 à 59 ans", "60 ans et plus", ""};
    for (uint32_t d = 0; d < count; d++) {
        uint32_t k = theme_of(d), place = roll(d, 9, 12 + (k == 0 ? 6 : 0));
        cahier_text *group = CAHIER_NEW(arena, cahier_text, 1);
        *group = text_of(ages[roll(d, 10, 4)]);
        received[d] = (cahier_contribution){.id = format_text(arena, "", d + 1),
                .row = d + 1,
                .contribution = d,
                .place = place < FIXTURE_PLACES ? text_of(fixture_places[place])
                         : place > 11           ? text_of("Saint-Michel")
                                                : (cahier_text){NULL, 0},
                .date = (int32_t)(20250100 + roll(d, 11, PERIODS) * 100 + 1 + roll(d, 12, 28)),
                .person = 1 + d - d / 9,
                .person_known = d % 30 != 7,
                .group = group};
        analysed[d] = make_document(arena, d, k);
    }
    cahier_text *group_name = CAHIER_NEW(arena, cahier_text, 1);
    *group_name = text_of("âge");
    f->result.corpus = (cahier_corpus){.received = received,
            .analysed = analysed,
            .count = count,
            .contributions = count,
            .persons = count - count / 9,
            .group_name = group_name,
            .group_count = 1};
}

static void make_vocabulary(cahier_arena *arena, fixture *f)
{
    uint32_t count = FIXTURE_THEMES * FIXTURE_TERMS;
    cahier_term *term = CAHIER_NEW(arena, cahier_term, count);
    for (uint32_t j = 0; j < count; j++) {
        const char *const *words = fixture_themes[j / FIXTURE_TERMS].term[j % FIXTURE_TERMS];
        term[j] = (cahier_term){text_of(words[0]), text_of(words[1]), 40 + roll(j, 20, 100), 1};
    }
    f->result.vocabulary = (cahier_vocabulary){term, count, count};
}

static void make_assignments(cahier_arena *arena, fixture *f)
{
    uint32_t count = f->result.corpus.count;
    f->result.assignments = CAHIER_NEW(arena, cahier_assignments, count + 1);
    for (uint32_t d = 0; d < count; d++) {
        uint32_t k = d < FIXTURE_HOSTILE && d % 2 == 1 ? CAHIER_NONE : theme_of(d);
        cahier_assignments *own = &f->result.assignments[d];
        own->runner_up = (cahier_assignment){(k + 1) % FIXTURE_THEMES, CAHIER_NONE, 90, NULL, 0};
        if (k == CAHIER_NONE) {
            own->runner_up.theme = d % 3 == 0 ? CAHIER_NONE : d % FIXTURE_THEMES;
            continue;
        }
        own->count = roll(d, 13, 6) == 0 ? 2 : 1;
        own->at = CAHIER_NEW(arena, cahier_assignment, own->count);
        for (uint32_t i = 0; i < own->count; i++) {
            uint32_t theme = (k + i * 2) % FIXTURE_THEMES;
            cahier_term_weight *terms = CAHIER_NEW(arena, cahier_term_weight, 2);
            terms[0] = (cahier_term_weight){theme * FIXTURE_TERMS + roll(d, 14, 3), 310};
            terms[1] = (cahier_term_weight){theme * FIXTURE_TERMS + 3 + roll(d, 15, 3), 300 - 100 * (int32_t)i};
            own->at[i] = (cahier_assignment){theme, i == 0 ? CAHIER_NONE : 0, 610 - 100 * (int32_t)i, terms, 2};
        }
    }
}

/* Not Wilson's formula, but an interval that holds the share and shrinks. */
static void close_interval(cahier_interval *interval)
{
    int32_t share = interval->total > 0 ? (int32_t)(interval->count * 1000 / interval->total) : 0;
    int32_t half = interval->total > 0 ? 900 / (int32_t)(1 + interval->total / 8) : 1000;
    interval->low_milli = share > half ? share - half : 0;
    interval->high_milli = share + half < 1000 ? share + half : 1000;
}

static void find_place(const fixture *f, uint32_t d, uint32_t *place)
{
    for (uint32_t p = 0; p < f->result.place_count; p++) {
        cahier_text name = f->result.places[p].name, own = f->result.corpus.received[d].place;
        if (name.len == own.len && own.len > 0 && memcmp(name.at, own.at, own.len) == 0) {
            *place = p;
            return;
        }
    }
    *place = CAHIER_NONE;
}

static void add_document(fixture *f, cahier_theme *theme, uint32_t d)
{
    const cahier_document *document = f->result.corpus.analysed[d];
    uint32_t place;
    theme->documents[theme->document_count++] = d;
    theme->contributions++;
    theme->persons += d % 9 != 0;
    theme->polarity[document->polarity.label]++;
    theme->stance[document->stance.label]++;
    theme->series[f->result.corpus.received[d].date / 100 % 100 - 1]++;
    find_place(f, d, &place);
    if (place != CAHIER_NONE) {
        theme->places[place].count++;
    }
    if (theme->verbatim_count < TOP) {
        theme->verbatims[theme->verbatim_count++] = d;
    }
    if (theme->summary_count < 5 && d >= FIXTURE_HOSTILE) {
        uint32_t sentence = document->title_len > 0 ? 1 : 0;
        cahier_text own = cahier_slice(
                document->text, document->sentences.at[sentence].start, document->sentences.at[sentence].end);
        for (uint32_t i = 0; i < theme->summary_count; i++) {
            const cahier_document *other = f->result.corpus.analysed[theme->summary[i].document];
            const cahier_sentence *said = &other->sentences.at[theme->summary[i].sentence];
            if (said->end - said->start == own.len && memcmp(other->text.at + said->start, own.at, own.len) == 0) {
                return;
            }
        }
        theme->summary[theme->summary_count++] =
                (cahier_quote){d, sentence, document->polarity.label == CAHIER_POSITIVE, CAHIER_NONE};
    }
    if (theme->concordance_count < 12) {
        theme->concordance[theme->concordance_count++] = (cahier_concordance){
                d, document->sentences.at[0].start, first_word_end(document->text, document->sentences.at[0].start)};
    }
}

static void open_theme(cahier_arena *arena, const fixture *f, cahier_theme *theme, uint32_t k)
{
    const fixture_theme *own = &fixture_themes[k];
    snprintf(theme->id, sizeof theme->id, "%s", own->id);
    theme->label = text_of(own->label);
    theme->family = own->family;
    theme->taxonomy = CAHIER_NONE;
    theme->decision = CAHIER_NONE;
    theme->signature = CAHIER_NONE;
    theme->term_count = FIXTURE_TERMS;
    theme->terms = CAHIER_NEW(arena, cahier_term_weight, FIXTURE_TERMS);
    for (uint32_t j = 0; j < FIXTURE_TERMS; j++) {
        theme->terms[j] = (cahier_term_weight){k * FIXTURE_TERMS + j, 1000 - (int32_t)(j * j * 36)};
    }
    theme->documents = CAHIER_NEW(arena, uint32_t, f->result.corpus.count + 1);
    theme->summary = CAHIER_NEW(arena, cahier_quote, 6);
    theme->verbatims = CAHIER_NEW(arena, uint32_t, TOP);
    theme->concordance = CAHIER_NEW(arena, cahier_concordance, 12);
    theme->places = CAHIER_NEW(arena, cahier_interval, FIXTURE_PLACES);
    theme->series = CAHIER_NEW(arena, uint32_t, PERIODS);
    theme->also_count = 3 * k;
    theme->coverage_milli = 412 - 7 * (int32_t)k;
    theme->random_coverage_milli = 238;
    theme->cohesion_milli = 377;
}

/* A tree in which themes join one by one, and a theme in two parts: odd documents and even ones. */
static void make_levels(cahier_arena *arena, fixture *f)
{
    cahier_theme *theme = &f->result.themes[0];
    f->result.sub_of = CAHIER_NEW(arena, uint32_t, f->result.corpus.count + 1);
    memset(f->result.sub_of, 0xff, (f->result.corpus.count + 1) * sizeof *f->result.sub_of);
    f->result.unions = CAHIER_NEW(arena, cahier_union, FIXTURE_THEMES);
    for (uint32_t i = 0; i + 1 < FIXTURE_THEMES; i++) {
        f->result.unions[i] = (cahier_union){i == 0 ? 0 : FIXTURE_THEMES + i - 1, i + 1, (int32_t)(i + 1) * 125};
    }
    if (f->result.theme_count == 0 || theme->document_count < 4) {
        return;
    }
    theme->subs = CAHIER_NEW(arena, cahier_subtheme, 2);
    theme->sub_count = 2;
    theme->split_milli = 712;
    for (uint32_t p = 0; p < 2; p++) {
        (void)snprintf(theme->subs[p].id, sizeof theme->subs[p].id, "%.6s.000%u", theme->id, (unsigned)p);
        theme->subs[p].label = text_of(p == 0 ? "traversées & carrefours" : "stationnement des vélos");
        theme->subs[p].documents = CAHIER_NEW(arena, uint32_t, theme->document_count);
    }
    for (uint32_t i = 0; i < theme->document_count; i++) {
        cahier_subtheme *sub = &theme->subs[i % 2];
        sub->documents[sub->document_count++] = theme->documents[i];
        sub->persons++;
        f->result.sub_of[theme->documents[i]] = i % 2;
    }
}

static void make_themes(cahier_arena *arena, fixture *f)
{
    uint32_t count = f->result.corpus.count;
    f->result.themes = CAHIER_NEW(arena, cahier_theme, FIXTURE_THEMES);
    f->result.theme_count = count > 0 ? FIXTURE_THEMES : 0;
    for (uint32_t k = 0; k < FIXTURE_THEMES; k++) {
        open_theme(arena, f, &f->result.themes[k], k);
    }
    for (uint32_t d = 0; d < count; d++) {
        if (f->result.assignments[d].count > 0) {
            add_document(f, &f->result.themes[f->result.assignments[d].at[0].theme], d);
        }
    }
    for (uint32_t k = 0; k < f->result.theme_count; k++) {
        for (uint32_t p = 0; p < f->result.place_count; p++) {
            f->result.themes[k].places[p].total = f->result.places[p].persons;
            close_interval(&f->result.themes[k].places[p]);
        }
    }
    cahier_family *families = CAHIER_NEW(arena, cahier_family, 3);
    for (uint32_t i = 0; i < 3 && count > 0; i++) {
        families[i] = (cahier_family){text_of(fixture_families[i]), CAHIER_NEW(arena, uint32_t, FIXTURE_THEMES), 0};
        for (uint32_t k = 0; k < FIXTURE_THEMES; k++) {
            if (fixture_themes[k].family == i) {
                families[i].themes[families[i].theme_count++] = k;
            }
        }
    }
    f->result.families = families;
    f->result.family_count = count > 0 ? 3 : 0;
    make_levels(arena, f);
}

static void make_places(cahier_arena *arena, fixture *f)
{
    f->result.places = CAHIER_NEW(arena, cahier_place, FIXTURE_PLACES);
    f->result.place_count = f->result.corpus.count > 0 ? FIXTURE_PLACES : 0;
    for (uint32_t p = 0; p < f->result.place_count; p++) {
        f->result.places[p].name = text_of(fixture_places[p]);
    }
    for (uint32_t d = 0; d < f->result.corpus.count; d++) {
        uint32_t place;
        find_place(f, d, &place);
        if (place != CAHIER_NONE) {
            f->result.places[place].documents++;
            f->result.places[place].persons++;
        }
    }
    f->result.periods = CAHIER_NEW(arena, int32_t, PERIODS);
    f->result.period_count = f->result.corpus.count > 0 ? PERIODS : 0;
    for (uint32_t t = 0; t < PERIODS; t++) {
        f->result.periods[t] = (int32_t)(202501 + t);
    }
}

static void make_copies(cahier_arena *arena, fixture *f)
{
    uint32_t count = f->result.corpus.count;
    f->result.duplicate_of = CAHIER_NEW(arena, uint32_t, count + 1);
    f->result.duplicates = CAHIER_NEW(arena, cahier_duplicate_group, 2);
    for (uint32_t d = 0; d < count; d++) {
        f->result.duplicate_of[d] = CAHIER_NONE;
    }
    for (uint32_t g = 0; g < 2 && count >= 60; g++) {
        uint32_t size = g == 0 ? 7 : 2;
        cahier_duplicate_group *group = &f->result.duplicates[f->result.duplicate_count++];
        *group = (cahier_duplicate_group){CAHIER_NEW(arena, uint32_t, size), size, size,
                g == 0 ? CAHIER_DUPLICATE_IDENTICAL : CAHIER_DUPLICATE_NEAR, g == 0};
        for (uint32_t i = 0; i < size; i++) {
            group->documents[i] = 20 + g + 5 * i;
            f->result.duplicate_of[group->documents[i]] = g;
        }
    }
    if (count >= 60) {
        f->result.passages = CAHIER_NEW(arena, cahier_passage, 3);
        f->result.blocks = CAHIER_NEW(arena, cahier_block, 1);
        f->result.passage_count = 3;
        f->result.block_count = 1;
        f->result.blocks[0] = (cahier_block){CAHIER_NEW(arena, uint32_t, 3), 3, 3, false};
        for (uint32_t i = 0; i < 3; i++) {
            f->result.passages[i] = (cahier_passage){30 + 2 * i, 0, f->result.corpus.analysed[30 + 2 * i]->text.len, 0};
            f->result.blocks[0].passages[i] = i;
        }
    }
}

static void make_counts(cahier_arena *arena, fixture *f)
{
    cahier_result *result = &f->result;
    cahier_counts *counts = &result->counts;
    *counts = (cahier_counts){.documents = result->corpus.count,
            .contributions = result->corpus.contributions,
            .persons = result->corpus.persons,
            .identical = result->duplicate_count > 0 ? 6 : 0,
            .near = result->duplicate_count > 1 ? 1 : 0,
            .not_french = result->corpus.count > 3,
            .few_cues = result->corpus.count / 5};
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        bool silent = (result->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) != 0;
        counts->no_answer += silent;
        counts->unclassified += result->assignments[d].count == 0 && !silent;
        counts->several_themes += result->assignments[d].count > 1;
        counts->redacted[CAHIER_PHONE] += result->corpus.analysed[d]->redactions.count;
    }
    result->stability_milli = 834;
    static cahier_choice choice[] = {{2, 700, 300}, {4, 810, 520}, {FIXTURE_THEMES, 834, 610}, {20, 760, 580}};
    result->choice = choice;
    result->choice_count = result->theme_count > 0 ? 4 : 0;
    if (result->theme_count == 0) {
        return;
    }
    result->trends = CAHIER_NEW(arena, cahier_trend, 1);
    result->trend_count = 1;
    result->trends[0] = (cahier_trend){2, 3, {12, 40, 180, 450}, 118};
    result->balance = CAHIER_NEW(arena, cahier_balance, 3);
    result->balance_count = 3;
    static const char *const values[] = {"60 ans et plus", "30 à 59 ans", ""};
    for (uint32_t b = 0; b < 3; b++) {
        result->balance[b] = (cahier_balance){0, text_of(values[b]), 90 - 20 * b, 80 - 20 * b,
                {81 - 20 * b, 90 - 20 * b, 810, 950}, {40, 30, 10, 10}, 2};
    }
}

static void make_input(cahier_arena *arena, fixture *f)
{
    static const cahier_report_pair columns[] = {
            {{"texte", 5}, {"Description", 11}}, {{"date", 4}, {"Créé le", 9}}, {{"lieu", 4}, {"Quartier", 8}}};
    static const cahier_report_source lexicons[] = {
            {{"polarity", 8}, {"3", 1}, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
            {{"stopwords", 9}, {"1", 1}, "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}};
    static const cahier_report_pair options[] = {{{"thèmes", 7}, {"auto", 4}}, {{"masquage", 8}, {"prudent", 7}}};
    static const cahier_report_pair versions[] = {{{"utf8proc", 8}, {"2.8.0", 5}}, {{"Snowball", 8}, {"2.2.0", 5}}};
    static const char *const reasons[] = {
            "texte vide", "ligne en double", "texte vide", "nombre de colonnes inattendu"};
    cahier_report_file *file = CAHIER_NEW(arena, cahier_report_file, 1);
    cahier_report_set_aside *aside = CAHIER_NEW(arena, cahier_report_set_aside, 7);
    *file = (cahier_report_file){.name = text_of("ma ville demain 2025.csv"),
            .bytes = 123456,
            .rows = f->result.corpus.count + 7,
            .encoding = text_of("Windows-1252"),
            .columns = columns,
            .column_count = 3,
            .sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"};
    for (uint32_t i = 0; i < 7; i++) {
        aside[i] = (cahier_report_set_aside){0, 12 + 17 * i, text_of(reasons[i % 4])};
    }
    f->input = (cahier_report_input){.files = file,
            .file_count = 1,
            .set_aside = aside,
            .set_aside_count = 7,
            .rows = f->result.corpus.count + 7,
            .lexicons = lexicons,
            .lexicon_count = 2,
            .options = options,
            .option_count = 2,
            .versions = versions,
            .version_count = 2,
            .command = text_of("cahier analyse \"ma ville demain 2025.csv\""),
            .run = {text_of("2025-07-02T09:12:45Z"), 1840, 3120, 88000000, 2}};
}

void fixture_open(cahier_arena *arena, uint32_t documents, fixture *out)
{
    *out = (fixture){0};
    make_documents(arena, out, documents);
    make_vocabulary(arena, out);
    make_assignments(arena, out);
    make_places(arena, out);
    make_themes(arena, out);
    make_copies(arena, out);
    make_counts(arena, out);
    make_input(arena, out);
    out->input.result = &out->result;
}
