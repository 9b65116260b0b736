/* SPDX-License-Identifier: Apache-2.0 */
/* learn_associations -- open civic texts and lists of words become lexicons/associations.tsv: called by
 * scripts/learn-associations.
 *
 *   learn_associations [LEXICONS]
 *
 * In      stdin: learn_texts.h; fields.tsv, services.tsv and taxonomy.tsv of LEXICONS: the words of a field, a service, a theme
 * Out     stdout: stem, documents that hold it, vector (DIMENSIONS int8 in hexadecimal), by falling number of documents; then
 *         the words of the lists that fewer than three texts hold
 * Value   the batch's own vectors of associate.h over all texts: same tokens, same method, same bytes on every run. Two words of
 *         a list's field count as met (associate_own.c), so that rare words and words of other towns have a place.
 * Source  counts and a lexicon in one matrix, rather than vectors moved afterwards (retrofitting, Faruqui et al. 2015): words
 *         that no text holds get a vector from their field.
 */
#include <stdio.h>
#include <stdlib.h>

#include "associate.h"
#include "learn_fields.h"
#include "learn_texts.h"
#include "lexicon_files.h"
#include "read_file.h"
#include "text.h"

#define DIMENSIONS 200u    /* 128 lose .01 of mean AMI on the development sets, 300 gain nothing */
#define TERMS_MOST 12000u  /* beyond, words are rarer than DOCUMENTS_LEAST */
#define DOCUMENTS_LEAST 8u /* fewer teach chance */
#define STEM_MOST 40u      /* bytes; longer is glued typing */

/* A list of the folder that no analysis compiles. */
static cahier_status read_list(cahier_arena *arena, const char *folder, cahier_lexicon_kind kind, cahier_lexicon *out)
{
    char path[4096], found[4000];
    cahier_text bytes;
    cahier_error error = {.message = ""};
    if (!cahier_lexicon_folder(folder, found, sizeof found)) {
        return CAHIER_ERROR_EMPTY;
    }
    (void)snprintf(path, sizeof path, "%s/%s", found, cahier_lexicon_file(kind));
    CAHIER_TRY(cahier_read_file(arena, path, CAHIER_FILE_MOST, &bytes));
    cahier_status status = cahier_lexicon_parse(arena, bytes, kind, out, &error);
    if (status != CAHIER_OK) {
        fprintf(stderr, "%s:%u: %s\n", path, error.line, error.message);
    }
    return status;
}

/* What is learned, and from which lists. */
typedef struct learned {
    cahier_vocabulary vocabulary;
    cahier_sparse fields; /* terms x fields */
    float *vector;        /* terms x DIMENSIONS */
} learned;

typedef struct lists {
    cahier_lexicon fields, services;
    const cahier_lexicon *taxonomy;
} lists;

static cahier_status learn(
        cahier_arena *batch, cahier_arena *scratch, learn_corpus *in, const lists *from, learned *out)
{
    cahier_term_uses uses;
    cahier_sparse counts;
    cahier_runner runner = {cahier_run_serial, NULL};
    const learn_list list[] = {{&from->fields, 0, 1}, {&from->services, 0, 2}, {from->taxonomy, 0, 1}};
    CAHIER_TRY(cahier_vocabulary_build(batch, scratch, &in->corpus, NULL, &out->vocabulary, &uses, &counts));
    CAHIER_TRY(learn_fields(&in->analyser, list, 3, &out->vocabulary, &out->fields));
    counts.columns = out->vocabulary.count;
    return cahier_associate_own(batch, scratch, &runner,
            &(cahier_teaching){&counts, in->row, in->corpus.count, TERMS_MOST, DIMENSIONS, &out->fields}, &out->vector);
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

static void print_all(const learned *all)
{
    const cahier_vocabulary *vocabulary = &all->vocabulary;
    uint32_t *order = calloc(vocabulary->count, sizeof *order);
    for (uint32_t j = 0; order != NULL && j < vocabulary->count; j++) {
        order[j] = j;
    }
    sorted = vocabulary;
    qsort(order, vocabulary->count, sizeof *order, by_documents);
    for (uint32_t i = 0; order != NULL && i < vocabulary->count; i++) {
        const cahier_term *term = &vocabulary->at[order[i]];
        const float *v = all->vector + (size_t)order[i] * DIMENSIONS;
        bool in_field = all->fields.start[order[i]] < all->fields.start[order[i] + 1];
        double squares = 0;
        for (uint32_t e = 0; e < DIMENSIONS; e++) {
            squares += (double)v[e] * (double)v[e];
        }
        if ((term->df >= DOCUMENTS_LEAST || in_field) && term->key.len <= STEM_MOST && squares > 0.5) {
            print_row(term, v);
        }
    }
    free(order);
}

int main(int argc, char **argv)
{
    cahier_arena batch, scratch;
    learned out;
    learn_corpus in;
    if (!cahier_arena_open(&batch, (size_t)12 << 30) || !cahier_arena_open(&scratch, (size_t)12 << 30)) {
        return 1;
    }
    const cahier_lexicons *lexicons = learn_lexicons(&batch, argc > 1 ? argv[1] : NULL);
    if (lexicons == NULL) {
        return 1;
    }
    lists from = {.taxonomy = &lexicons->file[CAHIER_LEXICON_TAXONOMY]};
    const char *folder = argc > 1 ? argv[1] : NULL;
    if (read_list(&batch, folder, CAHIER_LEXICON_FIELDS, &from.fields) != CAHIER_OK ||
            read_list(&batch, folder, CAHIER_LEXICON_SERVICES, &from.services) != CAHIER_OK) {
        fprintf(stderr, "fields.tsv or services.tsv cannot be read\n");
        return 1;
    }
    if (!learn_read(&batch, &scratch, lexicons, &in) || learn(&batch, &scratch, &in, &from, &out) != CAHIER_OK) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    print_all(&out);
    cahier_analyser_close(&in.analyser);
    return 0;
}
