/* SPDX-License-Identifier: Apache-2.0 */
#include "nonanswer.h"

#define WORDS_MOST 24u /* a text of more words that says nothing is hardly found by a list */
#define COLUMN_CLASS 1u

/* How a first part of the words was cut, if it was: bits, since several ways may lead there. */
enum {
    REACHED = 1u << 0,  /* into forms that are all beside the answer */
    ANSWERED = 1u << 1, /* one of them is a whole answer */
};

typedef struct reading {
    const cahier_lexicons *lexicons;
    const cahier_type *word[WORDS_MOST];
    uint32_t count;
    uint32_t state[WORDS_MOST + 1]; /* of the words before */
} reading;

/* A slash alone is read, for « n/a » and « s/o ». */
static bool is_read(const cahier_type *type)
{
    return (type->flags & CAHIER_TYPE_PUNCTUATION) == 0 || (type->surface.len == 1 && type->surface.at[0] == '/');
}

static bool read_words(const cahier_types *types, const cahier_document *document, reading *out)
{
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        const cahier_type *type = &types->at[document->tokens.at[t].type];
        if (!is_read(type)) {
            continue;
        }
        if (out->count == WORDS_MOST || (type->word == CAHIER_NONE && (type->flags & CAHIER_TYPE_NUMBER) == 0)) {
            return false;
        }
        out->word[out->count++] = type;
    }
    return true;
}

/* A form of the list is words [first, end). */
static void pass_form(reading *r, uint32_t entry, uint32_t first, uint32_t end)
{
    char class = cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_NONANSWERS], entry, COLUMN_CLASS).at[0];
    uint32_t state = class == 'b' ? r->state[first] : ANSWERED;
    r->state[end] |= state;
    if (class == 'p' && end < r->count && (r->word[end]->flags & CAHIER_TYPE_NUMBER) != 0) {
        r->state[end + 1] |= state;
    }
}

static void pass_forms(reading *r, uint32_t first)
{
    uint32_t node = 0;
    for (uint32_t i = first; i < r->count; i++) {
        node = cahier_lexicons_pass(r->lexicons, node, r->word[i], CAHIER_KIND(CAHIER_LEXICON_NONANSWERS));
        if (node == CAHIER_NONE) {
            return;
        }
        uint32_t cue = cahier_lexicons_cue_of(r->lexicons, node, CAHIER_LEXICON_NONANSWERS);
        if (cue != CAHIER_NONE) {
            pass_form(r, r->lexicons->cue[cue].entry, first, i + 1);
        }
    }
}

bool cahier_is_non_answer(const cahier_lexicons *lexicons, const cahier_types *types, const cahier_document *document)
{
    reading r = {.lexicons = lexicons};
    if (!read_words(types, document, &r)) {
        return false;
    }
    r.state[0] = REACHED;
    for (uint32_t i = 0; i < r.count; i++) {
        if (r.state[i] != 0) {
            pass_forms(&r, i);
        }
    }
    return r.count == 0 || (r.state[r.count] & ANSWERED) != 0;
}
