/* SPDX-License-Identifier: Apache-2.0 */
#include "verbatim.h"

#include <string.h>

#include "phrase.h"

#define READABLE_LEAST 40u /* bytes of a verbatim shown first */
#define READABLE_MOST 600u
#define CONCORDANCE_MOST 8u

typedef struct scored {
    uint32_t document;
    int32_t score;
    bool readable;
} scored;

static int by_score(const void *a, const void *b)
{
    const scored *x = a, *y = b;
    if (x->readable != y->readable) {
        return x->readable ? -1 : 1;
    }
    if (x->score != y->score) {
        return x->score < y->score ? 1 : -1;
    }
    return (x->document > y->document) - (x->document < y->document);
}

static bool is_new(const cahier_corpus *corpus, const cahier_theme *theme, uint32_t d)
{
    for (uint32_t v = 0; v < theme->verbatim_count; v++) {
        uint32_t other = theme->verbatims[v];
        if (corpus->received[other].person == corpus->received[d].person ||
                corpus->analysed[other]->fingerprint == corpus->analysed[d]->fingerprint) {
            return false;
        }
    }
    return true;
}

/* A heap, the best first: a dozen are wanted of thousands. */
static void sink(scored *heap, uint32_t count, uint32_t at)
{
    scored one = heap[at];
    for (uint32_t child = 2 * at + 1; child < count; child = 2 * at + 1) {
        child += child + 1 < count && by_score(&heap[child + 1], &heap[child]) < 0;
        if (by_score(&one, &heap[child]) <= 0) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = one;
}

static cahier_status choose(
        cahier_arena *batch, cahier_arena *scratch, const cahier_verbatim_input *in, cahier_theme *theme)
{
    uint32_t count = theme->document_count;
    scored *list = CAHIER_NEW(scratch, scored, count);
    theme->verbatims = CAHIER_NEW(batch, uint32_t, in->top < count ? in->top : count);
    if (list == NULL || theme->verbatims == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t d = theme->documents[i];
        uint32_t len = in->corpus->analysed[d]->text.len;
        list[i] =
                (scored){d, in->found->assignments[d].at[0].score_milli, len >= READABLE_LEAST && len <= READABLE_MOST};
    }
    for (uint32_t i = count / 2; i-- > 0;) {
        sink(list, count, i);
    }
    while (count > 0 && theme->verbatim_count < in->top) {
        if (is_new(in->corpus, theme, list[0].document)) {
            theme->verbatims[theme->verbatim_count++] = list[0].document;
        }
        list[0] = list[--count];
        sink(list, count, 0);
    }
    return CAHIER_OK;
}

/* End of the word that token t begins: an expression (« l'été ») is one type on its first token. */
static uint32_t word_end(const cahier_document *document, const cahier_types *types, uint32_t t)
{
    const cahier_token *token = &document->tokens.at[t];
    uint32_t whole = token->start + types->at[token->type].surface.len, end = token->end;
    for (uint32_t i = t + 1; i < document->tokens.count && end < whole && document->tokens.at[i].end <= whole; i++) {
        end = document->tokens.at[i].end;
    }
    return end;
}

/* End of the word or phrase of this key that begins at token t, linking words apart; 0 when another begins there. */
static uint32_t match_end(const cahier_verbatim_input *in, uint32_t d, cahier_text key, uint32_t t)
{
    const cahier_document *document = in->corpus->analysed[d];
    const cahier_types *types = in->corpus->types[d];
    const uint32_t *term = cahier_terms_of(in->uses, types);
    uint32_t at = 0;
    for (uint32_t i = t; i < document->tokens.count; i++) {
        uint32_t type = document->tokens.at[i].type;
        if (term[type] == CAHIER_NONE) {
            if (at == 0 || !cahier_is_link(&types->at[type])) {
                return 0;
            }
            continue;
        }
        cahier_text part = in->vocabulary->at[term[type]].key;
        if (part.len > key.len - at || memcmp(key.at + at, part.at, part.len) != 0) {
            return 0;
        }
        at += part.len;
        if (at == key.len) {
            return word_end(document, types, i);
        }
        if (key.at[at++] != ' ') {
            return 0;
        }
    }
    return 0;
}

/* The first of the theme's terms, words or phrases, that document d holds, where it first does. */
static bool find_key_word(
        const cahier_verbatim_input *in, const cahier_theme *theme, uint32_t d, cahier_concordance *out)
{
    const cahier_tokens *tokens = &in->corpus->analysed[d]->tokens;
    for (uint32_t w = 0; w < theme->term_count; w++) {
        cahier_text key = in->vocabulary->at[theme->terms[w].term].key;
        for (uint32_t t = 0; t < tokens->count; t++) {
            uint32_t end = match_end(in, d, key, t);
            if (end > 0) {
                *out = (cahier_concordance){d, tokens->at[t].start, end};
                return true;
            }
        }
    }
    return false;
}

static cahier_status write_concordance(cahier_arena *batch, const cahier_verbatim_input *in, cahier_theme *theme)
{
    theme->concordance = CAHIER_NEW(batch, cahier_concordance, CONCORDANCE_MOST);
    if (theme->concordance == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t v = 0; v < theme->verbatim_count && theme->concordance_count < CONCORDANCE_MOST; v++) {
        theme->concordance_count +=
                find_key_word(in, theme, theme->verbatims[v], &theme->concordance[theme->concordance_count]);
    }
    return CAHIER_OK;
}

cahier_status cahier_verbatim_choose(
        cahier_arena *batch, cahier_arena *scratch, const cahier_verbatim_input *in, cahier_theme *themes)
{
    for (uint32_t k = 0; k < in->found->count; k++) {
        size_t mark = cahier_arena_mark(scratch);
        cahier_status status = choose(batch, scratch, in, &themes[k]);
        cahier_arena_reset(scratch, mark);
        CAHIER_TRY(status);
        CAHIER_TRY(write_concordance(batch, in, &themes[k]));
    }
    return CAHIER_OK;
}
