/* SPDX-License-Identifier: Apache-2.0 */
/* Stop words make no terms, but to all who say it « ceinture » is « petite ceinture », « tolérance » « tolérance zéro ». */
#include <string.h>

#include "label_parts.h"
#include "text.h"

#define FORM 0u /* columns of labels.tsv */
#define KIND 1u
#define COMPANIONS 8u         /* small words told apart on one side of a term */
#define COMPANION_PERCENT 50u /* of the places of the term as the label shows it: more of them */

typedef struct companion {
    cahier_text word;
    uint32_t count, documents;
    uint32_t last_row; /* + 1 */
} companion;

typedef struct side {
    const char *kind;  /* of labels.tsv */
    cahier_text shown; /* the term's word on this side, as the label shows it */
    uint32_t places;   /* of the term, with this word */
    companion at[COMPANIONS];
    uint32_t count;
} side;

typedef struct completer {
    const cahier_labeller *l;
    const uint32_t *word; /* of the term */
    uint32_t words;
    side before, after;
    const cahier_token *token; /* of the document being read */
    const cahier_types *types;
    const uint32_t *term;
    uint32_t row;
} completer;

/* As labels.tsv spells it; empty: none of its kind. */
static cahier_text small_word(const cahier_lexicons *lexicons, cahier_text surface, const char *kind)
{
    const cahier_lexicon *labels = &lexicons->file[CAHIER_LEXICON_LABELS];
    uint32_t row = cahier_lexicons_label(lexicons, surface);
    bool is = row != CAHIER_NONE &&
              cahier_text_equal(cahier_lexicon_cell(labels, row, KIND), (cahier_text){kind, (uint32_t)strlen(kind)});
    return is ? cahier_lexicon_cell(labels, row, FORM) : (cahier_text){NULL, 0};
}

static void count_companion(completer *c, side *s, uint32_t t)
{
    cahier_text word = small_word(c->l->in->lexicons, c->types->at[c->token[t].type].surface, s->kind);
    uint32_t i = 0;
    while (i < s->count && !cahier_text_equal(s->at[i].word, word)) {
        i++;
    }
    if (word.len == 0 || i == COMPANIONS) {
        return;
    }
    s->count += i == s->count;
    s->at[i].word = word;
    s->at[i].count++;
    s->at[i].documents += s->at[i].last_row != c->row + 1;
    s->at[i].last_row = c->row + 1;
}

/* The last token of the term when it begins with token t; CAHIER_NONE when it does not. */
static uint32_t last_of(const completer *c, uint32_t t, uint32_t end)
{
    uint32_t words = 0, links = 0;
    for (uint32_t i = t; i < end && links <= CAHIER_PHRASE_LINKS; i++) {
        const cahier_type *type = &c->types->at[c->token[i].type];
        if (c->term[c->token[i].type] == c->word[words]) {
            links = 0;
            words++;
        } else if (words == 0 || !cahier_is_link(type)) {
            return CAHIER_NONE;
        } else {
            links++;
        }
        if (words == c->words) {
            return i;
        }
    }
    return CAHIER_NONE;
}

/* « intérêt général »: its token holds the words after it too. */
static bool is_expression(cahier_text surface)
{
    return memchr(surface.at, ' ', surface.len) != NULL;
}

static void read_sentence(completer *c, uint32_t first, uint32_t end)
{
    for (uint32_t t = first; t < end; t++) {
        uint32_t last = last_of(c, t, end);
        if (last == CAHIER_NONE) {
            continue;
        }
        if (cahier_wording_same(c->types->at[c->token[t].type].surface, c->before.shown)) {
            c->before.places++;
            if (t > first) {
                count_companion(c, &c->before, t - 1);
            }
        }
        if (cahier_wording_same(c->types->at[c->token[last].type].surface, c->after.shown)) {
            c->after.places++;
            if (last + 1 < end && !is_expression(c->after.shown)) {
                count_companion(c, &c->after, last + 1);
            }
        }
    }
}

static void read_row(completer *c, uint32_t row)
{
    uint32_t d = c->l->rows.row[row];
    const cahier_document *document = c->l->in->corpus->analysed[d];
    c->row = row;
    c->token = document->tokens.at;
    c->types = c->l->in->corpus->types[d];
    c->term = cahier_terms_of(c->l->in->uses, c->types);
    for (uint32_t s = 0; s < document->sentences.count; s++) {
        const cahier_sentence *sentence = &document->sentences.at[s];
        read_sentence(c, sentence->first_token, sentence->first_token + sentence->token_count);
    }
}

static cahier_text usual(const side *s)
{
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->at[i].documents >= CAHIER_PHRASE_LEAST && s->at[i].count * 100 > s->places * COMPANION_PERCENT) {
            return s->at[i].word;
        }
    }
    return (cahier_text){NULL, 0};
}

/* The first and the last word of the term, as the label shows them. */
static void open_sides(completer *c, const cahier_contender *one)
{
    const cahier_labeller *l = c->l;
    c->before.kind = "before";
    c->after.kind = "after";
    if (one->number < l->V) {
        c->before.shown = c->after.shown = l->wording.word[one->number].form;
        return;
    }
    const cahier_phrase *phrase = &l->phrases.at[one->number - l->V];
    const cahier_types *types = l->in->corpus->types[phrase->document];
    const cahier_token *token = l->in->corpus->analysed[phrase->document]->tokens.at;
    c->before.shown = types->at[token[phrase->first].type].surface;
    c->after.shown = types->at[token[phrase->last].type].surface;
}

void cahier_label_complete(const cahier_labeller *l, const uint32_t *row, uint32_t count, cahier_contender *one)
{
    completer c = {.l = l};
    c.words = cahier_label_words(l, one, &c.word);
    open_sides(&c, one);
    for (uint32_t i = 0; i < count; i++) {
        if ((one->documents[i / 64] >> i % 64 & 1) != 0) {
            read_row(&c, row[i]);
        }
    }
    one->before = usual(&c.before);
    one->after = usual(&c.after);
}
