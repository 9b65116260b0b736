/* SPDX-License-Identifier: Apache-2.0 */
#include "adapt_word.h"

#include <string.h>

#include "dictionary.h"

static cahier_lesson_kind kind_of(const cahier_lexicons *lexicons, const cahier_type *type)
{
    if ((type->flags & CAHIER_TYPE_PUNCTUATION) != 0) {
        return CAHIER_LESSON_STOP;
    }
    if (type->word != CAHIER_NONE) {
        uint32_t entry = cahier_lexicons_find(lexicons, CAHIER_LEXICON_NEGATIONS, type->word);
        char negation = entry == CAHIER_NONE
                                ? ' '
                                : cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_NEGATIONS], entry, 1).at[0];
        if (negation == 'm' || negation == 'n') { /* marker, nominal */
            return CAHIER_LESSON_NEGATOR;
        }
        if (entry != CAHIER_NONE || type->polarity != CAHIER_NONE) { /* "plus", "bien" have other trades */
            return CAHIER_LESSON_SILENT;
        }
        if (cahier_lexicons_find(lexicons, CAHIER_LEXICON_INTENSIFIERS, type->word) != CAHIER_NONE) {
            return CAHIER_LESSON_DEGREE;
        }
    }
    const uint32_t never = CAHIER_TYPE_STOP | CAHIER_TYPE_NUMBER | CAHIER_TYPE_MARK | CAHIER_TYPE_URL |
                           CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_ELISION;
    bool may = (type->flags & CAHIER_TYPE_WORD) != 0 && (type->flags & never) == 0 && type->polarity == CAHIER_NONE;
    return may ? CAHIER_LESSON_LEARNER : CAHIER_LESSON_SILENT;
}

bool cahier_is_for_people(const cahier_lexicons *lexicons, const bool *marked, const cahier_type *type)
{
    return cahier_lexicons_is_identity(lexicons, type->word, type->stem) ||
           (type->word != CAHIER_NONE &&
                   (marked[type->word] ||
                           cahier_lexicons_find(lexicons, CAHIER_LEXICON_FIRSTNAMES, type->word) != CAHIER_NONE ||
                           cahier_lexicons_find(lexicons, CAHIER_LEXICON_INSULT, type->word) != CAHIER_NONE));
}

/* Never learned, nor what shares a stem with it. */
static bool is_banned(const cahier_lexicons *lexicons, const bool *identity, const cahier_type *type)
{
    return type->polarity != CAHIER_NONE || (type->flags & CAHIER_TYPE_INFINITIVE) != 0 ||
           cahier_is_for_people(lexicons, identity, type);
}

static void mark_form(const cahier_lexicons *lexicons, cahier_text form, bool *marked)
{
    for (uint32_t start = 0, i = 0; i <= form.len; i++) {
        if (i == form.len || form.at[i] == ' ' || form.at[i] == '\'' || form.at[i] == '-') {
            uint32_t word = i > start ? cahier_lexicons_word(lexicons, cahier_slice(form, start, i)) : CAHIER_NONE;
            if (word != CAHIER_NONE) {
                marked[word] = true;
            }
            start = i + 1;
        }
    }
}

void cahier_mark_words(const cahier_lexicons *lexicons, cahier_lexicon_kind kind, const char *class, bool *marked)
{
    const cahier_lexicon *list = &lexicons->file[kind];
    for (uint32_t e = 0; e < list->count; e++) {
        cahier_text of = cahier_lexicon_cell(list, e, 1);
        if (class == NULL || (of.len == strlen(class) && memcmp(of.at, class, of.len) == 0)) {
            mark_form(lexicons, cahier_lexicon_cell(list, e, cahier_lexicon_form(kind)), marked);
        }
    }
}

cahier_status cahier_sort_words(cahier_arena *scratch, const cahier_lexicons *lexicons, const cahier_term_uses *uses,
        bool *banned, uint8_t ***kind)
{
    bool *identity = CAHIER_NEW(scratch, bool, lexicons->dictionary->count);
    uint8_t **sorted = CAHIER_NEW(scratch, uint8_t *, uses->count);
    if (identity == NULL || sorted == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_mark_words(lexicons, CAHIER_LEXICON_IDENTITY, NULL, identity);
    for (uint32_t u = 0; u < uses->count; u++) {
        const cahier_types *types = uses->at[u].types;
        sorted[u] = CAHIER_NEW(scratch, uint8_t, types->count);
        if (sorted[u] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        for (uint32_t t = 0; t < types->count; t++) {
            uint32_t term = uses->at[u].term[t];
            sorted[u][t] = (uint8_t)kind_of(lexicons, &types->at[t]);
            if (term != CAHIER_NONE && is_banned(lexicons, identity, &types->at[t])) {
                banned[term] = true; /* and with it the words of its stem */
            }
        }
    }
    *kind = sorted;
    return CAHIER_OK;
}
