/* SPDX-License-Identifier: Apache-2.0 */
/* learn_nouns -- how forms stand in open civic texts becomes lexicons/nouns.tsv: called by scripts/learn-nouns.
 *
 * In      stdin: learn_texts.h
 * Out     stdout: form, per cent of its occurrences as a noun and as a verb, occurrences; in the order of bytes
 * Value   what wording.h reads in all texts, its rules for what stands before and for endings alone: an earlier table is not
 *         read. Not the forms that a rule settles (infinitives, conditionals, numbers), nor those met less than SEEN_LEAST times.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "learn_texts.h"
#include "text.h"
#include "wording.h"

#define SEEN_LEAST 10u /* fewer teach little more than the ending */
#define FORM_LEAST 3u  /* bytes: shorter ones make no label */
#define FORM_MOST 40u  /* longer is glued typing */

static cahier_status learn(cahier_arena *batch, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const learn_corpus *in, cahier_wording *out)
{
    cahier_vocabulary vocabulary;
    cahier_term_uses uses;
    cahier_sparse counts;
    cahier_word_sights *sights = CAHIER_NEW(batch, cahier_word_sights, 1);
    cahier_lexicons untaught = *lexicons;
    cahier_themed_rows rows = {.row = in->row, .count = in->corpus.count, .themes = 1};
    rows.theme = CAHIER_NEW(batch, uint32_t, rows.count);
    if (sights == NULL || rows.theme == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    untaught.verb = NULL;
    CAHIER_TRY(cahier_vocabulary_build(batch, scratch, &in->corpus, NULL, &vocabulary, &uses, &counts));
    cahier_to_read all = {.corpus = &in->corpus, .uses = &uses, .count = rows.count};
    CAHIER_TRY(cahier_wording_look(batch, &untaught, &all, sights));
    return cahier_wording_read(batch, &untaught, sights, &rows, &vocabulary, out);
}

static bool is_taught(const cahier_word_use *use)
{
    const uint32_t settled = CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL | CAHIER_TYPE_NUMBER;
    return use->count >= SEEN_LEAST && (use->flags & settled) == 0 && use->form.len >= FORM_LEAST &&
           use->form.len <= FORM_MOST;
}

static int by_form(const void *a, const void *b)
{
    const cahier_word_use *x = a, *y = b;
    return cahier_text_order(x->form, y->form);
}

static void print_all(const cahier_wording *wording)
{
    qsort(wording->form, wording->forms, sizeof *wording->form, by_form);
    for (uint32_t i = 0; i < wording->forms; i++) {
        const cahier_word_use *use = &wording->form[i];
        if (is_taught(use)) {
            long noun = lroundf(100 * use->noun), verb = lroundf(100 * use->verb);
            printf("%.*s\t%ld\t%ld\t%u\n", (int)use->form.len, use->form.at, noun,
                    noun + verb > 100 ? 100 - noun : verb, use->count);
        }
    }
}

int main(int argc, char **argv)
{
    cahier_arena batch, scratch;
    cahier_wording wording;
    learn_corpus in;
    if (!cahier_arena_open(&batch, (size_t)12 << 30) || !cahier_arena_open(&scratch, (size_t)12 << 30)) {
        return 1;
    }
    const cahier_lexicons *lexicons = learn_lexicons(&batch, argc > 1 ? argv[1] : NULL);
    if (lexicons == NULL) {
        return 1;
    }
    if (!learn_read(&batch, &scratch, lexicons, &in) || learn(&batch, &scratch, lexicons, &in, &wording) != CAHIER_OK) {
        fprintf(stderr, "not enough memory\n");
        return 1;
    }
    print_all(&wording);
    cahier_analyser_close(&in.analyser);
    return 0;
}
