/* SPDX-License-Identifier: Apache-2.0 */
/* learn_associations -- open civic texts become lexicons/associations.tsv: called by scripts/learn-associations.
 *
 * In      stdin: one text a line, UTF-8, personal data is redacted before anything is learned
 * Out     stdout: stem, documents that hold it, vector (DIMENSIONS int8 in hexadecimal), by falling number of documents
 * Value   the batch's own vectors of associate.h over all texts: same tokens, same method, same bytes on every run
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "associate.h"
#include "lexicon_files.h"
#include "text.h"
#include "vocabulary.h"

#define DIMENSIONS 200u    /* 128 lose .01 of mean AMI on the development sets, 300 gain nothing */
#define TERMS_MOST 12000u  /* beyond, words are rarer than DOCUMENTS_LEAST */
#define DOCUMENTS_LEAST 8u /* fewer teach chance */
#define STEM_MOST 40u      /* bytes; longer is glued typing */

typedef struct texts {
    cahier_contribution *at;
    uint32_t count;
} texts;

static bool read_lines(cahier_arena *arena, texts *out)
{
    char *line = NULL;
    size_t room = 0;
    ssize_t len;
    uint32_t most = 0;
    while ((len = getline(&line, &room, stdin)) > 0) {
        if (out->count == most) {
            uint32_t more = most == 0 ? 1u << 20 : 2 * most;
            cahier_contribution *at = realloc(out->at, more * sizeof *at);
            if (at == NULL) {
                return false;
            }
            out->at = at;
            most = more;
        }
        char *copy = CAHIER_NEW(arena, char, (size_t)len);
        if (copy == NULL) {
            return false;
        }
        memcpy(copy, line, (size_t)len);
        out->at[out->count++] = (cahier_contribution){.text = {copy, (uint32_t)len}};
    }
    free(line);
    return true;
}

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons, const texts *in,
        cahier_vocabulary *vocabulary, float **vector)
{
    cahier_options options = CAHIER_OPTIONS_DEFAULT;
    cahier_analyser analyser;
    cahier_chunk chunk;
    cahier_term_uses uses;
    cahier_sparse counts;
    cahier_runner runner = {cahier_run_serial, NULL};
    CAHIER_TRY(cahier_analyser_open(lexicons, &options, batch, scratch, &analyser));
    CAHIER_TRY(cahier_analyse_chunk(&analyser, in->at, in->count, &chunk));
    cahier_corpus corpus = {.received = in->at, .count = in->count};
    corpus.analysed = CAHIER_NEW(batch, const cahier_document *, in->count);
    corpus.types = CAHIER_NEW(batch, const cahier_types *, in->count);
    uint32_t *rows = CAHIER_NEW(batch, uint32_t, in->count);
    if (corpus.analysed == NULL || corpus.types == NULL || rows == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < in->count; d++) {
        corpus.analysed[d] = &chunk.at[d];
        corpus.types[d] = chunk.types;
        rows[d] = d;
    }
    CAHIER_TRY(cahier_vocabulary_build(batch, scratch, &corpus, NULL, vocabulary, &uses, &counts));
    CAHIER_TRY(cahier_associate_own(
            batch, scratch, &runner, &(cahier_teaching){&counts, rows, in->count, TERMS_MOST, DIMENSIONS}, vector));
    cahier_analyser_close(&analyser);
    return CAHIER_OK;
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
    cahier_lexicon_files *files = calloc(1, sizeof *files);
    cahier_vocabulary vocabulary;
    float *vector;
    texts in = {0};
    if (files == NULL || !cahier_arena_open(&batch, (size_t)12 << 30) ||
            !cahier_arena_open(&scratch, (size_t)12 << 30)) {
        return 1;
    }
    if (!cahier_lexicon_files_open(&batch, argc > 1 ? argv[1] : NULL, true, files) && files->lexicons == NULL) {
        fprintf(stderr, "%s\n", files->message); /* associations.tsv itself may be missing: it is what we make */
        return 1;
    }
    if (!read_lines(&batch, &in) || learn(&batch, &scratch, files->lexicons, &in, &vocabulary, &vector) != CAHIER_OK) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    print_all(&vocabulary, vector);
    return 0;
}
