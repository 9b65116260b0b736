/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "label_parts.h"
#include "normalise.h"
#include "text.h"

/* Bytes that a term may need between its small words. */
#define ROOM_OF(text, one) (2 * ((size_t)(text).len + (one)->before.len + (one)->after.len) + 2)

/* --- phrases -------------------------------------------------------------------------------------------------------- */

static cahier_text copy(cahier_arena *batch, const char *at, uint32_t len)
{
    char *to = CAHIER_NEW(batch, char, len);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, at, len);
    return (cahier_text){to, len};
}

/* « Anim' », « Vélib' »: a word that is cut, and no word between quotes. */
static bool is_cut(cahier_text text, const cahier_token *first, const cahier_token *t)
{
    uint32_t after = t->end;
    if (after >= text.len || text.at[after++] != '\'' || (first->start > 0 && text.at[first->start - 1] == '\'')) {
        return false;
    }
    return after == text.len || (cahier_char_class(cahier_utf8_next(text.at, &after)) & CAHIER_CHAR_LETTER) == 0;
}

/* A word of a phrase in its usual case; a word that is cut in the case that it has there. */
static uint32_t write_word(const cahier_labeller *l, const cahier_document *document, const cahier_types *types,
        const cahier_token *first, const cahier_token *t, char *to)
{
    cahier_text surface = types->at[t->type].surface;
    const uint32_t *term = cahier_terms_of(l->in->uses, types);
    if (is_cut(document->text, first, t)) {
        uint32_t at = t->start;
        bool raised = (cahier_char_class(cahier_utf8_next(document->text.at, &at)) & CAHIER_CHAR_UPPER) != 0;
        uint32_t len = cahier_wording_write(surface, raised ? CAHIER_WRITTEN_NAME : CAHIER_WRITTEN_LOWER, to);
        to[len++] = '\'';
        return len;
    }
    const cahier_word_use *use = term[t->type] == CAHIER_NONE ? NULL : cahier_wording_form(&l->wording, surface);
    return use == NULL ? cahier_wording_write(surface, CAHIER_WRITTEN_LOWER, to)
                       : cahier_wording_write(use->spelt, use->written, to);
}

/* Surface of a phrase as it is most often written. */
static cahier_text write_phrase(
        const cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_phrase *phrase)
{
    const cahier_document *document = l->in->corpus->analysed[phrase->document];
    const cahier_types *types = l->in->corpus->types[phrase->document];
    const cahier_token *first = &document->tokens.at[phrase->first], *last = &document->tokens.at[phrase->last];
    char *to = CAHIER_NEW(scratch, char, 4 * (size_t)(last->end - first->start) + 4 * CAHIER_PHRASE_WORDS + 1);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    uint32_t len = 0;
    for (const cahier_token *t = first; t <= last; t++) {
        bool elided = t > first && (types->at[(t - 1)->type].flags & CAHIER_TYPE_ELISION) != 0; /* « l' air » */
        if (t > first && t->start > (t - 1)->end && !elided) {
            to[len++] = document->text.at[t->start - 1] == '-' ? '-' : ' ';
        }
        len += write_word(l, document, types, first, t, to + len);
    }
    return copy(batch, to, len);
}

/* The term between its small words, which are names with it: « Petite Ceinture »; its length. */
static uint32_t write_chosen(
        const cahier_contender *one, cahier_text text, cahier_written written, bool raise, char *to)
{
    uint32_t len = 0;
    if (one->before.len > 0) {
        bool name = raise || written == CAHIER_WRITTEN_NAME;
        len += cahier_wording_write(one->before, name ? CAHIER_WRITTEN_NAME : CAHIER_WRITTEN_LOWER, to);
        to[len++] = ' ';
        raise = false;
    }
    raise = raise && written == CAHIER_WRITTEN_LOWER;
    len += cahier_wording_write(text, raise ? CAHIER_WRITTEN_NAME : written, to + len);
    if (one->after.len > 0) {
        to[len++] = ' ';
        len += cahier_wording_write(one->after, CAHIER_WRITTEN_LOWER, to + len);
    }
    return len;
}

/* The phrase between its small words: « prêt à taux zéro ». */
static cahier_text write_whole(
        const cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_contender *one)
{
    cahier_text phrase = write_phrase(l, batch, scratch, &l->phrases.at[one->number - l->V]);
    if (phrase.at == NULL || one->before.len + one->after.len == 0) {
        return phrase;
    }
    char *to = CAHIER_NEW(scratch, char, ROOM_OF(phrase, one));
    return to == NULL ? (cahier_text){NULL, 0}
                      : copy(batch, to, write_chosen(one, phrase, CAHIER_WRITTEN_LOWER, false, to));
}

static cahier_text write_key(
        const cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_phrase *phrase)
{
    size_t room = 0;
    for (uint32_t w = 0; w < phrase->words; w++) {
        room += l->vocabulary->at[phrase->term[w]].key.len + 1;
    }
    char *to = CAHIER_NEW(scratch, char, room);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    uint32_t len = 0;
    for (uint32_t w = 0; w < phrase->words; w++) {
        cahier_text key = l->vocabulary->at[phrase->term[w]].key;
        if (w > 0) {
            to[len++] = ' ';
        }
        memcpy(to + len, key.at, key.len);
        len += key.len;
    }
    return copy(batch, to, len);
}

/* A phrase that the labels of an earlier call (themes, then their sub-themes) have put into the vocabulary. */
static uint32_t known_phrase(const cahier_vocabulary *vocabulary, cahier_text key)
{
    for (uint32_t j = vocabulary->word_count; j < vocabulary->count; j++) {
        if (cahier_text_equal(vocabulary->at[j].key, key)) {
            return j;
        }
    }
    return CAHIER_NONE;
}

cahier_status cahier_label_term_of(
        cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch, const cahier_contender *one, uint32_t *out)
{
    uint32_t number = one->number;
    if (number < l->V) {
        *out = number;
        return CAHIER_OK;
    }
    uint32_t *known = &l->phrase_term[number - l->V];
    if (*known == CAHIER_NONE) {
        const cahier_phrase *phrase = &l->phrases.at[number - l->V];
        cahier_term term = {.df = phrase->df, .words = phrase->words};
        term.surface = write_whole(l, batch, scratch, one);
        term.key = write_key(l, batch, scratch, phrase);
        if (term.surface.at == NULL || term.key.at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        *known = known_phrase(l->vocabulary, term.key);
        if (*known == CAHIER_NONE) {
            *known = l->vocabulary->count++;
            l->vocabulary->at[*known] = term;
        }
    }
    *out = *known;
    return CAHIER_OK;
}

/* --- terms and label ------------------------------------------------------------------------------------------------ */

cahier_status cahier_label_write_terms(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch,
        const cahier_contender *list, uint32_t count, cahier_theme *theme)
{
    count = count < CAHIER_THEME_TERMS ? count : CAHIER_THEME_TERMS;
    theme->terms = CAHIER_NEW(batch, cahier_term_weight, count);
    if (theme->terms == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    double most = 0;
    for (uint32_t i = 0; i < count; i++) {
        most = fmax(most, list[i].strength);
    }
    for (uint32_t i = 0; i < count; i++) {
        CAHIER_TRY(cahier_label_term_of(l, batch, scratch, &list[i], &theme->terms[i].term));
        theme->terms[i].weight_milli = (int32_t)lrint(1000 * list[i].strength / most);
    }
    theme->term_count = count;
    return CAHIER_OK;
}

/* What a label says of a contender, but for its small words: a word in its best form, a phrase as it is most often written. */
static cahier_text shown(
        const cahier_labeller *l, cahier_arena *scratch, const cahier_contender *one, cahier_written *written)
{
    *written = CAHIER_WRITTEN_LOWER;
    if (one->number >= l->V) {
        return write_phrase(l, scratch, scratch, &l->phrases.at[one->number - l->V]);
    }
    const cahier_word_use *word = &l->wording.word[one->number];
    *written = word->written;
    bool article = word->form.len > 2 && (word->form.at[0] == 'l' || word->form.at[0] == 'd') &&
                   word->form.at[1] == '\''; /* the expression « l'été » */
    return article ? cahier_slice(word->form, 2, word->form.len) : word->form;
}

cahier_status cahier_label_write(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch,
        const cahier_contender *chosen, uint32_t count, cahier_theme *theme)
{
    size_t room = 8;
    cahier_text text[CAHIER_LABEL_TERMS];
    cahier_written written[CAHIER_LABEL_TERMS];
    for (uint32_t c = 0; c < count; c++) {
        text[c] = shown(l, scratch, &chosen[c], &written[c]);
        if (text[c].at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        room += ROOM_OF(text[c], &chosen[c]) + 2;
    }
    char *to = CAHIER_NEW(scratch, char, room);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = 0;
    for (uint32_t c = 0; c < count; c++) {
        if (c > 0) {
            to[len++] = ',';
            to[len++] = ' ';
        }
        len += write_chosen(&chosen[c], text[c], written[c], c == 0, to + len);
    }
    theme->label = copy(batch, to, len);
    return theme->label.at == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

/* Accents, names and acronyms are written in the vocabulary as in labels: that is what reports print. */
static cahier_status write_usual(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch)
{
    for (uint32_t j = 0; j < l->V; j++) {
        const cahier_word_use *word = &l->wording.word[j];
        cahier_text surface = l->vocabulary->at[j].surface;
        surface = cahier_wording_same(word->form, surface) ? word->form : surface;
        char *to = CAHIER_NEW(scratch, char, 4 * (size_t)surface.len + 4);
        if (to == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        const cahier_text written = {to, cahier_wording_write(surface, word->written, to)};
        if (cahier_text_equal(written, l->vocabulary->at[j].surface)) {
            continue;
        }
        l->vocabulary->at[j].surface = copy(batch, to, written.len);
        if (l->vocabulary->at[j].surface.at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_label_open_vocabulary(cahier_labeller *l, cahier_arena *batch, cahier_arena *scratch)
{
    l->phrase_term = CAHIER_NEW(scratch, uint32_t, l->phrases.count);
    size_t most = (size_t)l->K * (CAHIER_THEME_TERMS + 1);
    cahier_term *at = CAHIER_NEW(batch, cahier_term, l->vocabulary->count + most);
    if (l->phrase_term == NULL || at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(l->phrase_term, 0xff, l->phrases.count * sizeof *l->phrase_term);
    memcpy(at, l->vocabulary->at, l->vocabulary->count * sizeof *at);
    l->vocabulary->at = at;
    return write_usual(l, batch, scratch);
}
