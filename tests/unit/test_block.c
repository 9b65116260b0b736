/* SPDX-License-Identifier: Apache-2.0 */
#include "small_corpus.h"

#include <stdlib.h>

#include "block.h"
#include "duplicate.h"

/* A corpus whose tokens are its words, split at spaces; one type a word. */
typedef struct bench {
    small_corpus c;
    cahier_arena batch, scratch;
    cahier_types types;
    cahier_blocks found;
} bench;

static uint32_t type_of(cahier_types *types, cahier_text surface)
{
    for (uint32_t i = 0; i < types->count; i++) {
        if (types->at[i].surface.len == surface.len && memcmp(types->at[i].surface.at, surface.at, surface.len) == 0) {
            return i;
        }
    }
    types->at[types->count].surface = surface;
    return types->count++;
}

static void split(bench *b, cahier_document *document)
{
    document->tokens.at = CAHIER_NEW(&b->c.all, cahier_token, document->text.len);
    for (uint32_t i = 0; i < document->text.len;) {
        uint32_t len = (uint32_t)strcspn(document->text.at + i, " ");
        if (len > 0) {
            document->tokens.at[document->tokens.count++] =
                    (cahier_token){i, i + len, type_of(&b->types, (cahier_text){document->text.at + i, len})};
        }
        i += len + 1;
    }
}

enum {
    TYPES_MOST = 20000
};

static void open_bench(bench *b, const small_row *rows, uint32_t count)
{
    *b = (bench){.types = {.count = 0}};
    assert_true(cahier_arena_open(&b->batch, SMALL_BUDGET) && cahier_arena_open(&b->scratch, SMALL_BUDGET));
    small_corpus_open(&b->c, rows, count);
    b->types.at = CAHIER_NEW(&b->c.all, cahier_type, TYPES_MOST);
    b->c.corpus.types = CAHIER_NEW(&b->c.all, const cahier_types *, count);
    for (uint32_t d = 0; d < count; d++) {
        split(b, &b->c.documents[d]);
        b->c.corpus.types[d] = &b->types;
    }
}

static void find(bench *b)
{
    assert_int_equal(cahier_block_find(&b->batch, &b->scratch, &b->c.corpus, b->c.duplicate_of, &b->found), CAHIER_OK);
    assert_int_equal(b->scratch.used, 0);
}

static void close_bench(bench *b)
{
    small_corpus_close(&b->c);
    cahier_arena_close(&b->batch);
    cahier_arena_close(&b->scratch);
}

/* --- a petition's paragraph ----------------------------------------------------------------------------------------- */

#define PETITION                                                                                                        \
    "nous demandons que la vitesse soit limitée à trente kilomètres par heure sur toute la longueur de l avenue et " \
    "que le carrefour devant l école soit enfin protégé par un feu et un plateau"
#define SHOUTED                                                                                                        \
    "NOUS DEMANDONS QUE LA VITESSE SOIT LIMITEE A TRENTE KILOMETRES PAR HEURE SUR TOUTE LA LONGUEUR DE L AVENUE ET "   \
    "QUE LE CARREFOUR DEVANT L ECOLE SOIT ENFIN PROTEGE PAR UN FEU ET UN PLATEAU"
#define BRIEF                                                                                                          \
    "nous demandons que la vitesse soit limitée à trente kilomètres par heure sur toute la longueur de l avenue"
#define OWN_A "Ma fille y a failli être renversée mardi "
#define OWN_B " et le soir personne ne respecte rien"
#define OWN_C "En trente ans je n avais jamais vu cela ! "

static const struct {
    const char *name, *text[4];
    uint32_t person[4];
    bool copies; /* all in one group of copies */
    uint32_t blocks, texts, persons;
} cases[] = {
        {"three persons, words of their own around", {OWN_A PETITION, PETITION OWN_B, OWN_C PETITION OWN_B, OWN_A},
                {1, 2, 3, 4}, false, 1, 3, 3},
        {"case, accents and signs do not count", {OWN_A PETITION, SHOUTED OWN_B, OWN_C PETITION, OWN_B}, {1, 2, 3, 4},
                false, 1, 3, 3},
        {"one person's texts count as texts", {OWN_A PETITION, PETITION OWN_B, OWN_C PETITION, PETITION " ." OWN_A},
                {1, 2, 3, 1}, false, 1, 4, 3},
        {"two persons make none", {OWN_A PETITION, PETITION OWN_B, OWN_C PETITION, OWN_A}, {1, 2, 2, 4}, false, 0, 0,
                0},
        {"a short phrase is none", {OWN_A BRIEF, BRIEF OWN_B, OWN_C BRIEF, OWN_A}, {1, 2, 3, 4}, false, 0, 0, 0},
        {"copies of one letter are said already", {PETITION, PETITION, PETITION, PETITION}, {1, 2, 3, 4}, true, 0, 0,
                0},
        {"who stops halfway leaves the others", {OWN_A PETITION, PETITION OWN_B, OWN_C PETITION, BRIEF OWN_B},
                {1, 2, 3, 4}, false, 1, 3, 3},
        {"nothing alike", {OWN_A, OWN_B, OWN_C, PETITION}, {1, 2, 3, 4}, false, 0, 0, 0},
};

static void pasted_paragraphs_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        small_row rows[4];
        bench b;
        for (uint32_t d = 0; d < 4; d++) {
            rows[d] = (small_row){.person = cases[i].person[d], .text = cases[i].text[d]};
        }
        open_bench(&b, rows, 4);
        for (uint32_t d = 0; cases[i].copies && d < 4; d++) {
            b.c.duplicate_of[d] = 0;
        }
        find(&b);
        if (b.found.count != cases[i].blocks) {
            fail_msg("%s: %u blocks", cases[i].name, b.found.count);
        }
        if (b.found.count > 0) {
            assert_int_equal(b.found.at[0].document_count, cases[i].texts);
            assert_int_equal(b.found.at[0].persons, cases[i].persons);
            assert_false(b.found.at[0].campaign);
        }
        close_bench(&b);
    }
}

static void a_passage_is_the_whole_of_what_is_shared(void **state)
{
    const small_row rows[] = {{.person = 1, .text = OWN_A PETITION}, {.person = 2, .text = PETITION OWN_B},
            {.person = 3, .text = OWN_C PETITION OWN_B}};
    bench b;
    (void)state;
    open_bench(&b, rows, 3);
    find(&b);
    assert_int_equal(b.found.passage_count, 3);
    for (uint32_t p = 0; p < 3; p++) {
        const cahier_passage *passage = &b.found.passages[p];
        assert_int_equal(passage->document, p);
        assert_int_equal(b.found.at[0].passages[p], p);
        assert_int_equal(passage->end - passage->start, strlen(PETITION));
        assert_memory_equal(rows[p].text + passage->start, PETITION, strlen(PETITION));
    }
    close_bench(&b);
}

/* --- properties ----------------------------------------------------------------------------------------------------- */

enum {
    MANY = 60,
    PARAGRAPHS = 4,
    PARAGRAPH_WORDS = 40,
    ROOM = 2400,
    SEEDS = 12
};

static uint32_t put_words(char *to, cahier_random *random, uint32_t count)
{
    uint32_t len = 0;
    for (uint32_t w = 0; w < count; w++) {
        len += (uint32_t)sprintf(to + len, "mot%u ", cahier_random_below(random, 3000));
    }
    return len;
}

/* Texts of words drawn at random; two in three hold one of a few paragraphs, whole. paragraph[d]: which, or -1. */
static void make_texts(char text[MANY][ROOM], int32_t paragraph[MANY], uint64_t seed)
{
    cahier_random random = {seed};
    char shared[PARAGRAPHS][ROOM];
    for (uint32_t p = 0; p < PARAGRAPHS; p++) {
        put_words(shared[p], &random, CAHIER_BLOCK_WORDS + cahier_random_below(&random, PARAGRAPH_WORDS));
    }
    for (uint32_t d = 0; d < MANY; d++) {
        uint32_t len = put_words(text[d], &random, 5 + cahier_random_below(&random, 40));
        uint32_t p = cahier_random_below(&random, PARAGRAPHS + 2);
        paragraph[d] = p < PARAGRAPHS ? (int32_t)p : -1;
        if (p < PARAGRAPHS) {
            len += (uint32_t)sprintf(text[d] + len, "%s", shared[p]);
        }
        put_words(text[d] + len, &random, 5 + cahier_random_below(&random, 40));
    }
}

/* Against all pairs of texts: two are in one block just when they hold one paragraph. */
static void check_pairs(const bench *b, const int32_t paragraph[MANY])
{
    uint32_t block[MANY];
    memset(block, 0xFF, sizeof block);
    for (uint32_t p = 0; p < b->found.passage_count; p++) {
        block[b->found.passages[p].document] = b->found.passages[p].block;
    }
    for (uint32_t d = 0; d < MANY; d++) {
        for (uint32_t e = 0; e < d; e++) {
            bool same = paragraph[d] >= 0 && paragraph[d] == paragraph[e];
            bool together = block[d] != CAHIER_NONE && block[d] == block[e];
            assert_int_equal(same, together);
        }
    }
}

static void blocks_are_those_of_all_pairs_in_any_order(void **state)
{
    char(*text)[ROOM] = calloc(MANY, sizeof *text);
    (void)state;
    assert_non_null(text);
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        small_row rows[MANY], moved[MANY];
        uint32_t order[MANY];
        int32_t paragraph[MANY], there[MANY];
        bench b, shuffled;
        make_texts(text, paragraph, seed);
        small_shuffle(order, MANY, seed);
        for (uint32_t d = 0; d < MANY; d++) {
            rows[d] = (small_row){.person = 1 + d, .text = text[d]};
            moved[order[d]] = rows[d];
            there[order[d]] = paragraph[d];
        }
        open_bench(&b, rows, MANY);
        open_bench(&shuffled, moved, MANY);
        find(&b);
        find(&shuffled);
        assert_int_equal(b.found.count, PARAGRAPHS);
        check_pairs(&b, paragraph);
        check_pairs(&shuffled, there);
        assert_int_equal(b.found.passage_count, shuffled.found.passage_count);
        close_bench(&b);
        close_bench(&shuffled);
    }
    free(text);
}

static void every_allocation_may_be_refused(void **state)
{
    const small_row rows[] = {{.person = 1, .text = OWN_A PETITION}, {.person = 2, .text = PETITION OWN_B},
            {.person = 3, .text = OWN_C PETITION OWN_B}};
    bench b;
    (void)state;
    open_bench(&b, rows, 3);
    for (uint32_t which = 0; which < 2; which++) {
        cahier_arena *failing = which == 0 ? &b.batch : &b.scratch;
        cahier_status status = CAHIER_ERROR_NOMEM;
        int64_t n = 0;
        for (; status != CAHIER_OK; n++) {
            cahier_blocks blocks = {.count = 77};
            failing->fail_after = n;
            status = cahier_block_find(&b.batch, &b.scratch, &b.c.corpus, b.c.duplicate_of, &blocks);
            assert_true(status == CAHIER_OK || (status == CAHIER_ERROR_NOMEM && blocks.count == 77));
            assert_int_equal(b.scratch.used, 0);
        }
        assert_true(n > 2);
        failing->fail_after = -1;
    }
    close_bench(&b);
}

static void no_document_makes_no_block(void **state)
{
    bench b;
    (void)state;
    open_bench(&b, NULL, 0);
    find(&b);
    assert_int_equal(b.found.count, 0);
    close_bench(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(pasted_paragraphs_are_found),
            cmocka_unit_test(a_passage_is_the_whole_of_what_is_shared),
            cmocka_unit_test(blocks_are_those_of_all_pairs_in_any_order),
            cmocka_unit_test(every_allocation_may_be_refused),
            cmocka_unit_test(no_document_makes_no_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
