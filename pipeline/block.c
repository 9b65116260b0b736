/* SPDX-License-Identifier: Apache-2.0 */
#include "block.h"

#include <string.h>

#include "duplicate.h"
#include "intern.h"
#include "normalise.h"
#include "order.h"
#include "text.h"

#define GRAM_WORDS 9u
#define WINDOW (CAHIER_BLOCK_WORDS - GRAM_WORDS + 1) /* grams in a row of which one is kept */
#define KEY_BYTES 6u                      /* of a gram's hash; what meets by chance is found out word by word */
#define BASE UINT64_C(0x9E3779B97F4A7C15) /* odd: rolling hash modulo 2^64 */

typedef struct print { /* a gram that was kept */
    uint64_t key;
    uint32_t document, token; /* its first */
} print;

typedef struct member { /* a text that holds the passage which grows */
    uint32_t document;
    uint32_t first, last; /* tokens */
    uint32_t next[2];     /* the words before and behind, or CAHIER_NONE */
} member;

typedef struct finder {
    const cahier_corpus *corpus;
    const uint32_t *duplicate_of;
    const uint64_t **word; /* D: of each of the document's types, a hash of its letters; 0: no word */
    uint64_t *rank;        /* D: of its first token among all */
    uint64_t *taken;       /* a bit a token: in a block */
    print *prints;
    uint32_t print_count, print_room;
    cahier_keyed *sorted; /* prints by key; .value is the index of the print */
    member *members;
    uint32_t member_count;
    uint32_t *seen; /* persons, by stamp */
    uint32_t stamp;
    cahier_passage *passages;
    uint32_t passage_count, passage_room, block_count;
} finder;

/* --- words -------------------------------------------------------------------------------------------------------- */

static cahier_status hash_types(cahier_arena *scratch, const cahier_types *types, const uint64_t **out)
{
    uint64_t *hash = CAHIER_NEW(scratch, uint64_t, types->count);
    uint32_t longest = 0;
    for (uint32_t i = 0; i < types->count; i++) {
        longest = types->at[i].surface.len > longest ? types->at[i].surface.len : longest;
    }
    size_t mark = cahier_arena_mark(scratch);
    char *folded = CAHIER_NEW(scratch, char, CAHIER_FOLD_BOUND(longest));
    if (hash == NULL || folded == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < types->count; i++) {
        uint32_t len = cahier_fold_words(types->at[i].surface, folded);
        hash[i] = len == 0 ? 0 : cahier_hash64((cahier_text){folded, len}) | 1;
    }
    cahier_arena_reset(scratch, mark);
    *out = hash;
    return CAHIER_OK;
}

/* Documents of a chunk have the same types, and there are few chunks with types of their own. */
static cahier_status hash_words(cahier_arena *scratch, finder *f)
{
    const cahier_types *const *types = (const cahier_types *const *)f->corpus->types;
    uint32_t *first = CAHIER_NEW(scratch, uint32_t, f->corpus->count), firsts = 0;
    if (first == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < f->corpus->count; d++) {
        uint32_t k = 0;
        while (k < firsts && types[first[k]] != types[d]) {
            k++;
        }
        if (d > 0 && types[d] == types[d - 1]) {
            f->word[d] = f->word[d - 1];
        } else if (k < firsts) {
            f->word[d] = f->word[first[k]];
        } else {
            CAHIER_TRY(hash_types(scratch, types[d], &f->word[d]));
            first[firsts++] = d;
        }
    }
    return CAHIER_OK;
}

static uint64_t word_at(const finder *f, uint32_t d, uint32_t token)
{
    return f->word[d][f->corpus->analysed[d]->tokens.at[token].type];
}

static bool is_taken(const finder *f, uint32_t d, uint32_t token)
{
    uint64_t rank = f->rank[d] + token;
    return (f->taken[rank / 64] >> rank % 64 & 1u) != 0;
}

/* The next word of the document on one side, CAHIER_NONE at its end and where a block begins. */
static uint32_t step(const finder *f, uint32_t d, uint32_t token, bool forward)
{
    uint32_t count = f->corpus->analysed[d]->tokens.count;
    do {
        token = forward ? token + 1 : token - 1; /* before 0 comes a number beyond all */
    } while (token < count && word_at(f, d, token) == 0);
    return token < count && !is_taken(f, d, token) ? token : CAHIER_NONE;
}

/* --- fingerprints ------------------------------------------------------------------------------------------------- */

typedef struct grams { /* of one document */
    uint64_t *word, *key;
    uint32_t *token;
} grams;

static uint32_t list_grams(const finder *f, uint32_t d, grams *g)
{
    uint64_t oldest = 1, rolling = 0;
    uint32_t words = 0;
    for (uint32_t k = 0; k < GRAM_WORDS; k++) {
        oldest *= BASE;
    }
    for (uint32_t t = 0; t < f->corpus->analysed[d]->tokens.count; t++) {
        uint64_t word = word_at(f, d, t);
        if (word == 0) {
            continue;
        }
        g->word[words] = word;
        g->token[words] = t;
        rolling = rolling * BASE + word - (words < GRAM_WORDS ? 0 : g->word[words - GRAM_WORDS] * oldest);
        words++;
        if (words >= GRAM_WORDS) {
            g->key[words - GRAM_WORDS] = cahier_mix64(rolling) >> (64 - 8 * KEY_BYTES);
        }
    }
    return words;
}

static cahier_status keep_print(cahier_arena *scratch, finder *f, print one)
{
    if (f->print_count == f->print_room) {
        uint32_t more = f->print_room == 0 ? 1024 : 2 * f->print_room;
        print *prints = CAHIER_GROW(scratch, f->prints, f->print_room, more);
        if (prints == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        f->prints = prints;
        f->print_room = more;
    }
    f->prints[f->print_count++] = one;
    return CAHIER_OK;
}

/* The least gram of each window, the last of equal ones. */
static cahier_status winnow(cahier_arena *scratch, finder *f, uint32_t d, const grams *g, uint32_t count)
{
    uint32_t least = 0, kept = CAHIER_NONE;
    for (uint32_t i = 0; i < count; i++) {
        if (least + WINDOW <= i) {
            least++;
            for (uint32_t k = least; k < i; k++) {
                least = g->key[k] <= g->key[least] ? k : least;
            }
        }
        least = g->key[i] <= g->key[least] ? i : least;
        if (i + 1 >= WINDOW && least != kept) {
            kept = least;
            CAHIER_TRY(keep_print(scratch, f, (print){g->key[kept], d, g->token[kept]}));
        }
    }
    return CAHIER_OK;
}

static cahier_status take_prints(cahier_arena *scratch, finder *f)
{
    uint32_t longest = 0;
    for (uint32_t d = 0; d < f->corpus->count; d++) {
        uint32_t tokens = f->corpus->analysed[d]->tokens.count;
        longest = tokens > longest ? tokens : longest;
    }
    grams g = {CAHIER_NEW(scratch, uint64_t, longest), CAHIER_NEW(scratch, uint64_t, longest),
            CAHIER_NEW(scratch, uint32_t, longest)};
    if (g.word == NULL || g.key == NULL || g.token == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < f->corpus->count; d++) {
        if (f->corpus->analysed[d]->tokens.count >= CAHIER_BLOCK_WORDS) {
            uint32_t words = list_grams(f, d, &g);
            if (words >= CAHIER_BLOCK_WORDS) {
                CAHIER_TRY(winnow(scratch, f, d, &g, words - GRAM_WORDS + 1));
            }
        }
    }
    return CAHIER_OK;
}

/* --- a passage grows ---------------------------------------------------------------------------------------------- */

static uint32_t count_persons(finder *f)
{
    uint32_t persons = 0;
    f->stamp++;
    for (uint32_t i = 0; i < f->member_count; i++) {
        uint32_t person = f->corpus->received[f->members[i].document].person;
        persons += f->seen[person] != f->stamp;
        f->seen[person] = f->stamp;
    }
    return persons;
}

/* Copies of one letter hold its passages too: that is said of them already. */
static bool are_copies(const finder *f)
{
    uint32_t group = f->duplicate_of[f->members[0].document], same = 0;
    while (same < f->member_count && f->duplicate_of[f->members[same].document] == group) {
        same++;
    }
    return group != CAHIER_NONE && same == f->member_count;
}

static bool is_shared(finder *f)
{
    return f->member_count >= CAHIER_BLOCK_PERSONS && !are_copies(f) && count_persons(f) >= CAHIER_BLOCK_PERSONS;
}

/* The gram at a print: false when a word of it is in a block, or not that of the first member. */
static bool read_gram(const finder *f, member *m)
{
    const member *like = &f->members[0];
    uint32_t there = like->first;
    if (is_taken(f, m->document, m->first)) {
        return false;
    }
    m->last = m->first;
    for (uint32_t k = 0;; k++) {
        if (f->member_count > 0 && word_at(f, m->document, m->last) != word_at(f, like->document, there)) {
            return false;
        }
        if (k + 1 == GRAM_WORDS) {
            return true;
        }
        m->last = step(f, m->document, m->last, true);
        if (m->last == CAHIER_NONE) {
            return false;
        }
        there = f->member_count > 0 ? step(f, like->document, there, true) : there;
    }
}

/* Texts of a run of equal prints, each once. */
static void gather_members(finder *f, const cahier_keyed *run, uint32_t count)
{
    f->member_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        const print *p = &f->prints[run[i].value];
        member m = {.document = p->document, .first = p->token};
        bool again = f->member_count > 0 && f->members[f->member_count - 1].document == p->document;
        if (!again && read_gram(f, &m)) {
            f->members[f->member_count++] = m;
        }
    }
}

/* The word that most members have next on a side (Boyer & Moore's vote), and how many have it. */
static uint32_t vote(finder *f, bool forward, uint64_t *winner)
{
    uint32_t lead = 0, have = 0;
    *winner = 0;
    for (uint32_t i = 0; i < f->member_count; i++) {
        member *m = &f->members[i];
        m->next[forward] = step(f, m->document, forward ? m->last : m->first, forward);
        uint64_t word = m->next[forward] == CAHIER_NONE ? 0 : word_at(f, m->document, m->next[forward]);
        *winner = lead == 0 ? word : *winner;
        lead = *winner == word ? lead + 1 : lead - 1;
    }
    for (uint32_t i = 0; i < f->member_count && *winner != 0; i++) {
        const member *m = &f->members[i];
        have += m->next[forward] != CAHIER_NONE && word_at(f, m->document, m->next[forward]) == *winner;
    }
    return have;
}

/* Members that have the word next take it; the others leave. */
static void go_on(finder *f, bool forward, uint64_t word)
{
    uint32_t left = 0;
    for (uint32_t i = 0; i < f->member_count; i++) {
        member m = f->members[i];
        if (m.next[forward] != CAHIER_NONE && word_at(f, m.document, m.next[forward]) == word) {
            *(forward ? &m.last : &m.first) = m.next[forward];
            f->members[left++] = m;
        }
    }
    f->member_count = left;
}

static bool grow(finder *f)
{
    uint32_t words = GRAM_WORDS;
    for (; is_shared(f); words++) {
        uint64_t before, behind;
        uint32_t have_before = vote(f, false, &before), have_behind = vote(f, true, &behind);
        bool forward = have_behind >= have_before;
        uint32_t have = forward ? have_behind : have_before;
        if (have < f->member_count && (words >= CAHIER_BLOCK_WORDS || 2 * have <= f->member_count)) {
            break;
        }
        go_on(f, forward, forward ? behind : before);
    }
    const member *m = &f->members[0];
    if (words < CAHIER_BLOCK_WORDS || !is_shared(f)) {
        return false;
    }
    const cahier_token *token = f->corpus->analysed[m->document]->tokens.at;
    return token[m->last].end - token[m->first].start >= CAHIER_BLOCK_BYTES;
}

static cahier_status keep_block(cahier_arena *scratch, finder *f)
{
    if (f->passage_room - f->passage_count < f->member_count) {
        uint32_t more = 2 * f->passage_room + f->member_count;
        cahier_passage *passages = CAHIER_GROW(scratch, f->passages, f->passage_room, more);
        if (passages == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        f->passages = passages;
        f->passage_room = more;
    }
    for (uint32_t i = 0; i < f->member_count; i++) {
        const member *m = &f->members[i];
        const cahier_token *token = f->corpus->analysed[m->document]->tokens.at;
        f->passages[f->passage_count++] =
                (cahier_passage){m->document, token[m->first].start, token[m->last].end, f->block_count};
        for (uint64_t t = f->rank[m->document] + m->first; t <= f->rank[m->document] + m->last; t++) {
            f->taken[t / 64] |= UINT64_C(1) << t % 64;
        }
    }
    f->block_count++;
    return CAHIER_OK;
}

/* --- all passages ------------------------------------------------------------------------------------------------- */

static cahier_status open_finder(cahier_arena *scratch, finder *f)
{
    uint64_t tokens = 0;
    f->word = CAHIER_NEW(scratch, const uint64_t *, f->corpus->count);
    f->rank = CAHIER_NEW(scratch, uint64_t, f->corpus->count);
    f->seen = CAHIER_NEW(scratch, uint32_t, (size_t)f->corpus->persons + 1);
    f->members = CAHIER_NEW(scratch, member, f->corpus->count);
    if (f->word == NULL || f->rank == NULL || f->seen == NULL || f->members == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < f->corpus->count; d++) {
        f->rank[d] = tokens;
        tokens += f->corpus->analysed[d]->tokens.count;
    }
    f->taken = CAHIER_NEW(scratch, uint64_t, tokens / 64 + 1);
    return f->taken == NULL ? CAHIER_ERROR_NOMEM : hash_words(scratch, f);
}

/* Runs of prints that persons enough share, those of most texts first: .key counts down, .value is where it begins. */
static cahier_status sort_prints(cahier_arena *scratch, finder *f, cahier_keyed **runs, uint32_t *run_count)
{
    cahier_keyed *at = CAHIER_NEW(scratch, cahier_keyed, f->print_count);
    cahier_keyed *spare = CAHIER_NEW(scratch, cahier_keyed, f->print_count);
    if (at == NULL || spare == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < f->print_count; i++) {
        at[i] = (cahier_keyed){f->prints[i].key, i};
    }
    f->sorted = cahier_sort_keyed(at, spare, f->print_count, KEY_BYTES);
    cahier_keyed *run = f->sorted == at ? spare : at, *more = CAHIER_NEW(scratch, cahier_keyed, f->print_count);
    if (more == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = 0;
    for (uint32_t from = 0, i = 1; i <= f->print_count; i++) {
        if (i == f->print_count || f->sorted[i].key != f->sorted[from].key) {
            if (i - from >= CAHIER_BLOCK_PERSONS) {
                run[count++] = (cahier_keyed){UINT32_MAX - (i - from), from};
            }
            from = i;
        }
    }
    *runs = cahier_sort_keyed(run, more, count, sizeof(uint32_t));
    *run_count = count;
    return CAHIER_OK;
}

static cahier_status find_passages(cahier_arena *scratch, finder *f)
{
    cahier_keyed *run;
    uint32_t runs;
    CAHIER_TRY(open_finder(scratch, f));
    CAHIER_TRY(take_prints(scratch, f));
    CAHIER_TRY(sort_prints(scratch, f, &run, &runs));
    for (uint32_t r = 0; r < runs; r++) {
        gather_members(f, f->sorted + run[r].value, UINT32_MAX - (uint32_t)run[r].key);
        if (grow(f)) {
            CAHIER_TRY(keep_block(scratch, f));
        }
    }
    return CAHIER_OK;
}

static cahier_status order_passages(cahier_arena *batch, cahier_arena *scratch, finder *f, cahier_blocks *out)
{
    cahier_keyed *at = CAHIER_NEW(scratch, cahier_keyed, f->passage_count);
    cahier_keyed *spare = CAHIER_NEW(scratch, cahier_keyed, f->passage_count);
    uint32_t *number = CAHIER_NEW(scratch, uint32_t, f->block_count), *place;
    out->at = CAHIER_NEW(batch, cahier_block, f->block_count);
    out->passages = CAHIER_NEW(batch, cahier_passage, f->passage_count);
    place = CAHIER_NEW(batch, uint32_t, f->passage_count);
    if (at == NULL || spare == NULL || number == NULL || out->at == NULL || out->passages == NULL || place == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(number, 0xFF, f->block_count * sizeof *number);
    for (uint32_t i = 0; i < f->passage_count; i++) {
        at[i] = (cahier_keyed){(uint64_t)f->passages[i].document << 32 | f->passages[i].start, i};
    }
    at = cahier_sort_keyed(at, spare, f->passage_count, sizeof at->key);
    for (uint32_t i = 0; i < f->passage_count; i++) {
        cahier_passage passage = f->passages[at[i].value];
        if (number[passage.block] == CAHIER_NONE) {
            number[passage.block] = out->count++;
        }
        passage.block = number[passage.block];
        out->at[passage.block].document_count++;
        out->passages[out->passage_count++] = passage;
    }
    for (uint32_t b = 0; b < out->count; b++) {
        out->at[b].passages = place;
        place += out->at[b].document_count;
        out->at[b].document_count = 0;
    }
    for (uint32_t i = 0; i < out->passage_count; i++) {
        cahier_block *block = &out->at[out->passages[i].block];
        block->passages[block->document_count++] = i;
    }
    return CAHIER_OK;
}

static void count_authors(finder *f, cahier_blocks *out)
{
    for (uint32_t b = 0; b < out->count; b++) {
        cahier_block *block = &out->at[b];
        f->member_count = block->document_count;
        for (uint32_t i = 0; i < block->document_count; i++) {
            f->members[i].document = out->passages[block->passages[i]].document;
        }
        block->persons = count_persons(f);
        block->campaign =
                block->document_count >= CAHIER_CAMPAIGN_DOCUMENTS && block->persons >= CAHIER_CAMPAIGN_PERSONS;
    }
}

cahier_status cahier_block_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const uint32_t *duplicate_of, cahier_blocks *out)
{
    size_t mark = cahier_arena_mark(scratch);
    finder f = {.corpus = corpus, .duplicate_of = duplicate_of};
    cahier_blocks blocks = {.count = 0};
    cahier_status status = find_passages(scratch, &f);
    if (status == CAHIER_OK) {
        status = order_passages(batch, scratch, &f, &blocks);
    }
    if (status == CAHIER_OK) {
        count_authors(&f, &blocks);
        *out = blocks;
    }
    cahier_arena_reset(scratch, mark);
    return status;
}
