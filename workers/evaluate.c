/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "evaluate.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agreement.h"
#include "command_words.h"
#include "evaluation.h"
#include "french.h"
#include "json_tree.h"
#include "layout.h"
#include "readback.h"

#define MEMORY_LEAST ((size_t)16 << 20)
#define MEMORY_A_BYTE 256u /* of labels: "1;a" is a row, a hash slot, a verdict, and what they left when they grew */
#define MISSING_SHOWN 5u
#define LABELS_MAX 5u /* the longer of the two closed lists: stances */

#define COMPLAIN(e, ...) CAHIER_COMPLAIN(CAHIER_COMMAND_EVALUATE, (e)->request.english, __VA_ARGS__)

/* --- what is printed --------------------------------------------------------------------------------------------------- */

#define NAME_WIDTH 22u
#define CELL_WIDTH 13u

static void start_row(cahier_out *out, const char *name)
{
    cahier_put(out, "  ");
    cahier_put(out, name);
    cahier_layout_pad(out, cahier_layout_width(cahier_string(name)), NAME_WIDTH);
}

static void put_count_row(cahier_out *out, const char *name, uint32_t count)
{
    start_row(out, name);
    cahier_say_arg(out, CAHIER_PLAIN, CAHIER_N(count));
    cahier_put(out, "\n");
}

static void put_score_row(cahier_out *out, const char *name, double score)
{
    start_row(out, name);
    cahier_layout_milli(out, lround(score * 1000));
    cahier_put(out, "\n");
}

static void start_block(cahier_evaluation *e, const char *title, uint32_t unlabelled)
{
    cahier_put(&e->text, "\n");
    cahier_put(&e->text, title);
    cahier_put(&e->text, "\n");
    if (unlabelled > 0) {
        cahier_put(&e->text, "  ");
        CAHIER_SAY_PLAIN(&e->text, cahier_evaluate_fr.unlabelled, CAHIER_N(unlabelled));
        cahier_put(&e->text, "\n");
    }
}

static void report_missing(cahier_evaluation *e)
{
    uint32_t missing = e->gold.count - e->compared, shown = 0;
    cJSON *ids = cJSON_AddArrayToObject(e->json, "missing");
    cahier_put(&e->text, missing > 0 ? "  " : "");
    CAHIER_SAY_PLAIN(&e->text, missing > 0 ? cahier_evaluate_fr.missing : "", CAHIER_N(0));
    for (uint32_t i = 0; i < e->gold.count && missing > 0; i++) {
        cahier_text id = e->gold.at[i].cell[CAHIER_GOLD_ID];
        if (e->verdicts[i].known) {
            continue;
        }
        cahier_json_push_text(ids, id);
        if (shown++ < MISSING_SHOWN) {
            cahier_put(&e->text, shown > 1 ? ", " : "");
            cahier_put_text(&e->text, id);
        }
    }
    if (shown > MISSING_SHOWN) {
        CAHIER_SAY_PLAIN(&e->text, cahier_evaluate_fr.missing_more, CAHIER_N(shown - MISSING_SHOWN));
    }
    cahier_put(&e->text, missing > 0 ? "\n" : "");
}

static void report_head(cahier_evaluation *e)
{
    cJSON_AddStringToObject(e->json, "schema", "cahier.evaluate/1");
    cJSON_AddNumberToObject(e->json, "n", e->compared);
    CAHIER_SAY_PLAIN(&e->text, cahier_evaluate_fr.compared, CAHIER_N(e->compared), CAHIER_N(e->gold.count));
    cahier_put(&e->text, "\n");
    report_missing(e);
    if (e->gold.repeated > 0) {
        cahier_put(&e->text, "  ");
        CAHIER_SAY_PLAIN(&e->text, cahier_evaluate_fr.repeated, CAHIER_N(e->gold.repeated));
        cahier_put(&e->text, "\n");
    }
}

/* --- themes ------------------------------------------------------------------------------------------------------------ */

static cahier_status number_class(cahier_arena *arena, cahier_intern *classes, cahier_text name, uint32_t *out)
{
    uint32_t hash = cahier_hash(name);
    *out = cahier_intern_find(classes, name, hash);
    if (*out != CAHIER_NONE) {
        return CAHIER_OK;
    }
    *out = classes->count;
    return cahier_intern_put(arena, classes, name, hash, *out);
}

typedef struct theme_score {
    uint32_t n, gold_classes, themes, classified;
    cahier_agreement agreement;
} theme_score;

static cahier_status score_themes(cahier_evaluation *e, theme_score *out)
{
    uint32_t *gold = CAHIER_NEW(&e->arena, uint32_t, e->compared),
             *found = CAHIER_NEW(&e->arena, uint32_t, e->compared);
    cahier_intern gold_classes = {0}, found_classes = {0};
    theme_score s = {0};
    if (gold == NULL || found == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < e->gold.count; i++) {
        cahier_text label = e->gold.at[i].cell[CAHIER_GOLD_LABEL];
        if (!e->verdicts[i].known || label.len == 0) {
            continue;
        }
        CAHIER_TRY(number_class(&e->arena, &gold_classes, label, &gold[s.n]));
        CAHIER_TRY(number_class(&e->arena, &found_classes, e->verdicts[i].theme, &found[s.n]));
        s.classified += e->verdicts[i].theme.len > 0;
        s.n++;
    }
    s.gold_classes = gold_classes.count;
    s.themes = found_classes.count - (s.classified < s.n);
    if (s.n > 0) {
        CAHIER_TRY(cahier_agree(&e->arena, (cahier_partition){gold, gold_classes.count},
                (cahier_partition){found, found_classes.count}, s.n, &s.agreement));
    }
    *out = s;
    return CAHIER_OK;
}

static void add_theme_scores(cJSON *object, const theme_score *s)
{
    cJSON_AddNumberToObject(object, "n", s->n);
    cJSON_AddNumberToObject(object, "gold", s->gold_classes);
    cJSON_AddNumberToObject(object, "themes", s->themes);
    cJSON_AddNumberToObject(object, "classified", s->classified / (double)s->n);
    cJSON_AddNumberToObject(object, "ami", s->agreement.ami);
    cJSON_AddNumberToObject(object, "ari", s->agreement.ari);
    cJSON_AddNumberToObject(object, "v", s->agreement.v);
    cJSON_AddNumberToObject(object, "homogeneity", s->agreement.homogeneity);
    cJSON_AddNumberToObject(object, "completeness", s->agreement.completeness);
}

static bool report_themes(cahier_evaluation *e)
{
    const cahier_evaluate_words *words = &cahier_evaluate_fr;
    theme_score s;
    if (score_themes(e, &s) != CAHIER_OK) {
        COMPLAIN(e, CAHIER_OUT_OF_MEMORY);
        return false;
    }
    if (s.n == 0) {
        COMPLAIN(e, CAHIER_NO_LABEL, CAHIER_T(cahier_string(e->request.gold)), CAHIER_T(cahier_string("label")));
        return false;
    }
    add_theme_scores(cJSON_AddObjectToObject(e->json, "themes"), &s);
    start_block(e, words->themes, e->compared - s.n);
    put_count_row(&e->text, words->gold_classes, s.gold_classes);
    put_count_row(&e->text, words->found_themes, s.themes);
    start_row(&e->text, words->classified);
    cahier_say_arg(&e->text, CAHIER_PLAIN, CAHIER_P(cahier_share_milli(s.classified, s.n)));
    cahier_put(&e->text, "\n");
    put_score_row(&e->text, words->ami, s.agreement.ami);
    put_score_row(&e->text, words->ari, s.agreement.ari);
    put_score_row(&e->text, words->v, s.agreement.v);
    return true;
}

/* --- polarity, stance --------------------------------------------------------------------------------------------------- */

typedef struct label_table {
    cahier_subject what;
    uint32_t count[LABELS_MAX * LABELS_MAX]; /* row = gold, column = found; `labels` wide */
    uint32_t shown[LABELS_MAX];              /* label of each row */
    uint32_t labels, n;
    bool by_sign;
} label_table;

static bool is_binary(const cahier_evaluation *e, uint32_t cell)
{
    for (uint32_t i = 0; i < e->gold.count; i++) {
        uint32_t label = cahier_subject_find(CAHIER_SUBJECT_POLARITY, e->gold.at[i].cell[cell]);
        if (e->verdicts[i].known && label != CAHIER_POSITIVE && label != CAHIER_NEGATIVE && label != CAHIER_NONE) {
            return false;
        }
    }
    return true;
}

/* Counts over the whole closed list; labels that neither side uses are then left out. */
static void squeeze(label_table *table, const uint32_t *full, uint32_t labels)
{
    for (uint32_t k = 0; k < labels; k++) {
        uint32_t used = 0;
        for (uint32_t i = 0; i < labels; i++) {
            used += full[k * labels + i] + full[i * labels + k];
        }
        if (used > 0) {
            table->shown[table->labels++] = k;
        }
    }
    for (uint32_t i = 0; i < table->labels * table->labels; i++) {
        table->count[i] = full[table->shown[i / table->labels] * labels + table->shown[i % table->labels]];
    }
}

static bool fill_table(const cahier_evaluation *e, cahier_subject what, uint32_t cell, label_table *out)
{
    uint32_t full[LABELS_MAX * LABELS_MAX] = {0}, labels = cahier_subject_labels(what);
    label_table table = {.what = what, .by_sign = what == CAHIER_SUBJECT_POLARITY && is_binary(e, cell)};
    for (uint32_t i = 0; i < e->gold.count; i++) {
        const cahier_verdict *v = &e->verdicts[i];
        const cahier_gold_row *row = &e->gold.at[i];
        if (!v->known || row->cell[cell].len == 0) {
            continue;
        }
        uint32_t gold = cahier_subject_find(what, row->cell[cell]), found = v->label[what];
        if (gold == CAHIER_NONE) {
            COMPLAIN(e, CAHIER_UNKNOWN_LABEL, CAHIER_T(cahier_string(e->request.gold)), CAHIER_N(row->line),
                    CAHIER_T(row->cell[cell]),
                    CAHIER_T(cahier_string(what == CAHIER_SUBJECT_POLARITY
                                                   ? "negative, neutral, positive, mixed"
                                                   : "proposal, complaint, praise, question, statement")));
            return false;
        }
        if (table.by_sign) {
            found = v->score_milli > 0 ? CAHIER_POSITIVE : CAHIER_NEGATIVE;
        }
        full[gold * labels + found]++;
        table.n++;
    }
    squeeze(&table, full, labels);
    *out = table;
    return true;
}

static void add_label_scores(cJSON *object, const label_table *table, cahier_label_score score)
{
    cJSON_AddNumberToObject(object, "n", table->n);
    cJSON_AddStringToObject(object, "by", table->by_sign ? "sign" : "label");
    cJSON_AddNumberToObject(object, "accuracy", score.accuracy);
    cJSON_AddNumberToObject(object, "macro_f1", score.macro_f1);
    cJSON *labels = cJSON_AddArrayToObject(object, "labels");
    cJSON *confusion = cJSON_AddArrayToObject(object, "confusion");
    for (uint32_t k = 0; k < table->labels; k++) {
        cJSON *row = cJSON_CreateArray();
        cJSON_AddItemToArray(labels, cJSON_CreateString(cahier_subject_label(table->what, table->shown[k])));
        for (uint32_t i = 0; i < table->labels; i++) {
            cJSON_AddItemToArray(row, cJSON_CreateNumber(table->count[k * table->labels + i]));
        }
        cJSON_AddItemToArray(confusion, row);
    }
}

static const char *french_label(const label_table *table, uint32_t k)
{
    return table->what == CAHIER_SUBJECT_POLARITY ? cahier_french_polarity[table->shown[k]]
                                                  : cahier_french_stance[table->shown[k]];
}

static void put_aligned(cahier_out *out, cahier_text text)
{
    cahier_layout_pad(out, cahier_layout_width(text), CELL_WIDTH);
    cahier_put_text(out, text);
}

static void put_confusion(cahier_out *out, const label_table *table)
{
    start_row(out, cahier_evaluate_fr.confusion);
    for (uint32_t k = 0; k < table->labels; k++) {
        put_aligned(out, cahier_string(french_label(table, k)));
    }
    cahier_put(out, "\n");
    for (uint32_t k = 0; k < table->labels; k++) {
        start_row(out, french_label(table, k));
        for (uint32_t i = 0; i < table->labels; i++) {
            cahier_out count;
            cahier_out_open_memory(&count);
            cahier_say_arg(&count, CAHIER_PLAIN, CAHIER_N(table->count[k * table->labels + i]));
            put_aligned(out, cahier_out_text(&count));
            cahier_out_close(&count);
        }
        cahier_put(out, "\n");
    }
}

static bool report_labels(cahier_evaluation *e, cahier_subject what, uint32_t cell)
{
    const cahier_evaluate_words *words = &cahier_evaluate_fr;
    label_table table;
    if (!fill_table(e, what, cell, &table)) {
        return false;
    }
    if (table.n == 0) {
        COMPLAIN(e, CAHIER_NO_LABEL, CAHIER_T(cahier_string(e->request.gold)),
                CAHIER_T(cahier_string(cahier_subject_name[what])));
        return false;
    }
    cahier_label_score score = cahier_score_labels(table.count, table.labels);
    add_label_scores(cJSON_AddObjectToObject(e->json, cahier_subject_name[what]), &table, score);
    start_block(e, what == CAHIER_SUBJECT_POLARITY ? words->polarity : words->stance, e->compared - table.n);
    if (table.by_sign) {
        cahier_put(&e->text, "  ");
        CAHIER_SAY_PLAIN(&e->text, words->by_sign, CAHIER_N(0));
        cahier_put(&e->text, "\n");
    }
    put_score_row(&e->text, words->accuracy, score.accuracy);
    put_score_row(&e->text, words->macro_f1, score.macro_f1);
    put_confusion(&e->text, &table);
    return true;
}

/* --- the command --------------------------------------------------------------------------------------------------------- */

static bool report_all(cahier_evaluation *e)
{
    uint32_t cell[CAHIER_SUBJECTS];
    bool any = false;
    cahier_evaluation_cells(e, cell);
    report_head(e);
    for (uint32_t s = 0; s < CAHIER_SUBJECTS; s++) {
        if (cell[s] == CAHIER_GOLD_CELLS) {
            continue;
        }
        any = true;
        if (s == CAHIER_SUBJECT_THEMES ? !report_themes(e) : !report_labels(e, (cahier_subject)s, cell[s])) {
            return false;
        }
    }
    if (!any) {
        COMPLAIN(e, CAHIER_EMPTY_GOLD, CAHIER_T(cahier_string(e->request.gold)));
    }
    return any;
}

static void print_evaluation(const cahier_evaluation *e)
{
    if (e->request.json) {
        char *text = cJSON_Print(e->json);
        puts(text != NULL ? text : "");
        cJSON_free(text);
    } else {
        fwrite(e->text.at, 1, e->text.len, stdout);
    }
}

static int evaluate(const cahier_evaluate_request *asked)
{
    cahier_evaluation e = {.request = *asked, .json = cJSON_CreateObject()};
    if (!cahier_arena_open(&e.arena, MEMORY_LEAST + MEMORY_A_BYTE * cahier_file_size(asked->gold))) {
        COMPLAIN(&e, CAHIER_OUT_OF_MEMORY);
        return 1;
    }
    cahier_out_open_memory(&e.text);
    bool done = cahier_evaluation_read(&e) && report_all(&e);
    if (done) {
        print_evaluation(&e);
    }
    cahier_out_close(&e.text);
    cJSON_Delete(e.json);
    cahier_arena_close(&e.arena);
    return done ? 0 : 1;
}

static bool read_what(const char *value, cahier_evaluate_request *out)
{
    for (int s = 0; s < CAHIER_SUBJECTS; s++) {
        if (strcmp(value, cahier_subject_name[s]) == 0) {
            out->what = s;
            return true;
        }
    }
    CAHIER_COMPLAIN(CAHIER_COMMAND_EVALUATE, out->english, CAHIER_BAD_VALUE, CAHIER_T(cahier_string("--what")),
            CAHIER_T(cahier_string(value)));
    return false;
}

int cahier_evaluate_main(int argc, char **argv)
{
    static const struct option options[] = {{"gold", required_argument, NULL, 'g'},
            {"what", required_argument, NULL, 'w'}, {"json", no_argument, NULL, 'j'},
            {"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    cahier_evaluate_request asked = {.what = -1};
    bool help = false;
    const char *what = NULL;
    for (int c; (c = getopt_long(argc, argv, ":h", options, NULL)) != -1;) {
        switch (c) {
        case 'g':
            asked.gold = optarg;
            break;
        case 'w':
            what = optarg;
            break;
        case 'j':
            asked.json = true;
            break;
        case 'l':
            asked.english = strcmp(optarg, "en") == 0;
            break;
        case 'h':
            help = true;
            break;
        default:
            return cahier_refuse_usage(CAHIER_COMMAND_EVALUATE, asked.english, CAHIER_BAD_OPTION);
        }
    }
    if (help) {
        fputs(cahier_command_help(CAHIER_COMMAND_EVALUATE, asked.english), stdout);
        return 0;
    }
    if (what != NULL && !read_what(what, &asked)) {
        return 2;
    }
    if (argc - optind != 1) {
        return cahier_refuse_usage(CAHIER_COMMAND_EVALUATE, asked.english, CAHIER_MISSING_FOLDER);
    }
    asked.folder = argv[optind];
    return asked.gold == NULL ? cahier_refuse_usage(CAHIER_COMMAND_EVALUATE, asked.english, CAHIER_MISSING_GOLD)
                              : evaluate(&asked);
}
