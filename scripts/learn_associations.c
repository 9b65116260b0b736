/* SPDX-License-Identifier: Apache-2.0 */
/* learn_associations -- open civic texts become lexicons/associations.tsv: called by scripts/learn-associations.
 *
 * In      stdin: learn_texts.h
 * Out     stdout: stem, documents that hold it, vector (DIMENSIONS int8 in hexadecimal), by falling number of documents
 * Value   the batch's own vectors of associate.h over all texts: same tokens, same method, same bytes on every run
 */
#include <stdio.h>
#include <stdlib.h>

#include "associate.h"
#include "learn_texts.h"
#include "text.h"

#define DIMENSIONS 200u    /* 128 lose .01 of mean AMI on the development sets, 300 gain nothing */
#define TERMS_MOST 12000u  /* beyond, words are rarer than DOCUMENTS_LEAST */
#define DOCUMENTS_LEAST 8u /* fewer teach chance */
#define STEM_MOST 40u      /* bytes; longer is glued typing */

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const learn_corpus *in,
        cahier_vocabulary *vocabulary, float **vector)
{
    cahier_term_uses uses;
    cahier_sparse counts;
    cahier_runner runner = {cahier_run_serial, NULL};
    CAHIER_TRY(cahier_vocabulary_build(batch, scratch, &in->corpus, NULL, vocabulary, &uses, &counts));
    return cahier_associate_own(batch, scratch, &runner,
            &(cahier_teaching){&counts, in->row, in->corpus.count, TERMS_MOST, DIMENSIONS}, vector);
}

static const cahier_vocabulary *sorted; /* qsort has no argument for it */

static int by_documents(const void *a, const void *b)
{
    const cahier_term *x = &sorted->at[*(const uint32_t *)a], *y = &sorted->at[*(const uint32_t *)b];
    if (x->df != y->df) {
        return x->df < y->df ? 1 : -1;
    }
    return cahier_text_order(x->key, y->key);
}

static void print_row(const cahier_term *term, const float *vector)
{
    printf("%.*s\t%u\t", (int)term->key.len, term->key.at, term->df);
    for (uint32_t e = 0; e < DIMENSIONS; e++) {
        int value = (int)(vector[e] * 127 + (vector[e] < 0 ? -0.5f : 0.5f));
        printf("%02x", (unsigned)value & 0xffu);
    }
    putchar('\n');
}

static void print_all(const cahier_vocabulary *vocabulary, const float *vector)
{
    uint32_t *order = calloc(vocabulary->count, sizeof *order);
    for (uint32_t j = 0; order != NULL && j < vocabulary->count; j++) {
        order[j] = j;
    }
    sorted = vocabulary;
    qsort(order, vocabulary->count, sizeof *order, by_documents);
    for (uint32_t i = 0; order != NULL && i < vocabulary->count; i++) {
        const cahier_term *term = &vocabulary->at[order[i]];
        const float *v = vector + (size_t)order[i] * DIMENSIONS;
        double squares = 0;
        for (uint32_t e = 0; e < DIMENSIONS; e++) {
            squares += (double)v[e] * (double)v[e];
        }
        if (term->df >= DOCUMENTS_LEAST && term->key.len <= STEM_MOST && squares > 0.5) {
            print_row(term, v);
        }
    }
    free(order);
}

int main(int argc, char **argv)
{
    cahier_arena batch, scratch;
    cahier_vocabulary vocabulary;
    learn_corpus in;
    float *vector;
    if (!cahier_arena_open(&batch, (size_t)12 << 30) || !cahier_arena_open(&scratch, (size_t)12 << 30)) {
        return 1;
    }
    const cahier_lexicons *lexicons = learn_lexicons(&batch, argc > 1 ? argv[1] : NULL);
    if (lexicons == NULL) {
        return 1;
    }
    if (!learn_read(&batch, &scratch, lexicons, &in) ||
            learn(&batch, &scratch, &in, &vocabulary, &vector) != CAHIER_OK) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    print_all(&vocabulary, vector);
    cahier_analyser_close(&in.analyser);
    return 0;
}
