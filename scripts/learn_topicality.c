/* SPDX-License-Identifier: Apache-2.0 */
/* learn_topicality -- answers to many questions become lexicons/topicality.tsv: called by scripts/learn-topicality.
 *
 *   learn_topicality QUESTIONS [LEXICONS]
 *
 * In      stdin: learn_texts.h; QUESTIONS: for each line of stdin, which question it answers
 * Out     stdout: stem, topicality, documents that hold it; in the order of bytes
 * Value   information in a stem about the question, all questions as likely: gain = sum over q of p(q | stem) ln(p(q | stem) K), less
 *         what chance alone gives (Miller 1955: (K - 1) / 2n). Topicality is the gain over its mean by occurrence, drawn towards 1
 *         by KNOWN documents. Questions of fewer than QUESTION_LEAST answers are left out, and stems in fewer than STEM_LEAST.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "intern.h"
#include "learn_texts.h"
#include "text.h"

#define QUESTIONS_MOST 256u
#define QUESTION_LEAST 200u /* answers */
#define STEM_LEAST 20u      /* documents */
#define STEM_MOST 40u       /* bytes: longer is glued typing */
#define KNOWN 30.0          /* documents; 10 to 100 as good */
#define CHANCE_MOST 0.5     /* of what chance gives: a stem of few documents is not all chance */
#define LOW 0.1
#define HIGH 2.0 /* what tells one question from the others need not tell as much in a town; 2 as good as no limit */

typedef struct questions {
    char *name[QUESTIONS_MOST];
    uint32_t answers[QUESTIONS_MOST];
    uint32_t count;
    uint8_t *of; /* text -> question */
} questions;

typedef struct told {
    const cahier_term *term;
    double gain;
} told;

static uint32_t find_question(questions *q, const char *name)
{
    uint32_t i = 0;
    while (i < q->count && strcmp(q->name[i], name) != 0) {
        i++;
    }
    if (i == q->count && i < QUESTIONS_MOST) {
        q->name[q->count++] = strdup(name);
    }
    return i;
}

static bool read_questions(const char *path, uint32_t texts, questions *out)
{
    FILE *file = fopen(path, "r");
    char line[256];
    uint32_t count = 0;
    out->of = calloc(texts + 1, 1);
    while (file != NULL && out->of != NULL && count < texts && fgets(line, sizeof line, file) != NULL) {
        uint32_t question = find_question(out, line);
        if (question == QUESTIONS_MOST) {
            break;
        }
        out->of[count++] = (uint8_t)question;
        out->answers[question]++;
    }
    bool whole = file != NULL && count == texts && fgetc(file) == EOF; /* a line too long for `line` is two */
    if (file != NULL) {
        fclose(file);
    }
    return whole;
}

/* Of one question alone nothing can be told. */
static bool can_tell(const questions *q)
{
    uint32_t K = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        K += q->answers[i] >= QUESTION_LEAST;
    }
    return K > 1;
}

/* What one row of counts by question tells; the questions are made equally likely. */
static double gain(const questions *q, const double *holds, uint32_t documents)
{
    double share[QUESTIONS_MOST], all = 0, sum = 0;
    uint32_t K = 0;
    for (uint32_t i = 0; i < q->count; i++) {
        bool counts = q->answers[i] >= QUESTION_LEAST;
        share[i] = counts ? holds[i] / q->answers[i] : 0;
        all += share[i];
        K += counts;
    }
    for (uint32_t i = 0; i < q->count; i++) {
        sum += share[i] > 0 ? share[i] / all * log(share[i] / all * K) : 0;
    }
    return fmax(sum - fmin((K - 1) / 2.0 / documents, CHANCE_MOST), 0);
}

static bool is_taught(const cahier_term *term)
{
    return term->df >= STEM_LEAST && term->key.len <= STEM_MOST;
}

static int by_stem(const void *a, const void *b)
{
    return cahier_text_order(((const told *)a)->term->key, ((const told *)b)->term->key);
}

static void print_all(told *stem, uint32_t count)
{
    double sum = 0, occurrences = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += stem[i].gain * stem[i].term->df;
        occurrences += stem[i].term->df;
    }
    qsort(stem, count, sizeof *stem, by_stem);
    for (uint32_t i = 0; i < count; i++) {
        double df = stem[i].term->df;
        double topicality = (df * stem[i].gain / (sum / occurrences) + KNOWN) / (df + KNOWN);
        printf("%.*s\t%.2f\t%u\n", (int)stem[i].term->key.len, stem[i].term->key.at, fmin(fmax(topicality, LOW), HIGH),
                stem[i].term->df);
    }
}

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const learn_corpus *in, const questions *q)
{
    cahier_vocabulary vocabulary;
    cahier_term_uses uses;
    cahier_sparse counts;
    CAHIER_TRY(cahier_vocabulary_build(batch, scratch, &in->corpus, NULL, &vocabulary, &uses, &counts));
    double *holds = CAHIER_NEW(batch, double, (size_t)vocabulary.count * q->count);
    told *stem = CAHIER_NEW(batch, told, vocabulary.count);
    if (holds == NULL || stem == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(holds, 0, (size_t)vocabulary.count * q->count * sizeof *holds);
    for (uint32_t d = 0; d < counts.rows; d++) {
        for (uint32_t z = counts.start[d]; z < counts.start[d + 1]; z++) {
            holds[(size_t)counts.column[z] * q->count + q->of[d]]++;
        }
    }
    uint32_t count = 0;
    for (uint32_t j = 0; j < vocabulary.count; j++) {
        if (is_taught(&vocabulary.at[j])) {
            stem[count++] = (told){&vocabulary.at[j], gain(q, holds + (size_t)j * q->count, vocabulary.at[j].df)};
        }
    }
    print_all(stem, count);
    return CAHIER_OK;
}

int main(int argc, char **argv)
{
    cahier_arena batch, scratch;
    learn_corpus in;
    static questions asked;
    if (argc < 2 || !cahier_arena_open(&batch, (size_t)12 << 30) || !cahier_arena_open(&scratch, (size_t)12 << 30)) {
        return 1;
    }
    const cahier_lexicons *lexicons = learn_lexicons(&batch, argc > 2 ? argv[2] : NULL);
    if (lexicons == NULL) {
        return 1;
    }
    if (!learn_read(&batch, &scratch, lexicons, &in)) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    if (!read_questions(argv[1], in.corpus.count, &asked)) {
        fprintf(stderr, "not a question for each text, or more than %u of them\n", QUESTIONS_MOST);
        return 1;
    }
    if (!can_tell(&asked)) {
        fprintf(stderr, "two questions of %u answers are wanted\n", QUESTION_LEAST);
        return 1;
    }
    if (learn(&batch, &scratch, &in, &asked) != CAHIER_OK) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    cahier_analyser_close(&in.analyser);
    return 0;
}
