/* SPDX-License-Identifier: Apache-2.0 */
#include "polarity_signal.h"

#include "text.h"

#define IDIOM_WORDS_MAX 12u /* tokens of the longest idiom: bounds the walk on hostile lists */
#define PARTICLE_REACH 6u   /* words between "ne" and its marker: "n'est malheureusement jamais vraiment plus" */
/* The lists whose entries are signals: those of match_of. */
#define SIGNALS                                                                                                        \
    (CAHIER_KIND(CAHIER_LEXICON_NEGATIONS) | CAHIER_KIND(CAHIER_LEXICON_INTENSIFIERS) |                                \
            CAHIER_KIND(CAHIER_LEXICON_CONTRASTS) | CAHIER_KIND(CAHIER_LEXICON_POLARITY) |                             \
            CAHIER_KIND(CAHIER_LEXICON_IDENTITY) | CAHIER_KIND(CAHIER_LEXICON_STANCE))
#define WISH_WEIGHT_MIN 500 /* of a proposal cue: "doit être" wishes, "on ... rait" alone does not */

/* Longest match of a list at a token. */
typedef struct match {
    uint32_t entry, end; /* end: token behind; 0 when none */
} match;

typedef struct matches {
    match negation, degree, contrast, polar, identity, wish;
} matches;

/* Tokens before which nothing may begin, and no cue may. */
typedef struct cover {
    uint32_t all, cues;
} cover;

static const cahier_type *type_at(const cahier_reading *r, uint32_t t)
{
    return &r->types->at[r->document->tokens.at[t].type];
}

static bool is_wish(const cahier_lexicons *lexicons, uint32_t entry, bool at_start)
{
    if (lexicons->number[CAHIER_LEXICON_STANCE][entry] < WISH_WEIGHT_MIN) {
        return false;
    }
    cahier_text position = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_STANCE], entry, 3);
    cahier_text stance = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_STANCE], entry, 1);
    return stance.at[0] == 'p' && stance.at[2] == 'o' /* proposal, not praise */
           && (position.at[0] == 'a' || (position.at[0] == 's' && at_start));
}

static match *match_of(matches *m, cahier_lexicon_kind kind)
{
    switch (kind) {
    case CAHIER_LEXICON_NEGATIONS:
        return &m->negation;
    case CAHIER_LEXICON_INTENSIFIERS:
        return &m->degree;
    case CAHIER_LEXICON_CONTRASTS:
        return &m->contrast;
    case CAHIER_LEXICON_POLARITY:
        return &m->polar;
    case CAHIER_LEXICON_IDENTITY:
        return &m->identity;
    case CAHIER_LEXICON_STANCE:
        return &m->wish;
    default:
        return NULL;
    }
}

static void note_cues(const cahier_reading *r, uint32_t node, uint32_t end, bool at_start, matches *out)
{
    for (uint32_t c = cahier_lexicons_cue(r->lexicons, node); c != CAHIER_NONE; c = r->lexicons->cue[c].next) {
        const cahier_cue *cue = &r->lexicons->cue[c];
        match *best = match_of(out, cue->kind);
        if (best != NULL && end > best->end && (best != &out->wish || is_wish(r->lexicons, cue->entry, at_start))) {
            *best = (match){cue->entry, end};
        }
    }
}

/* Walks the trie from `node` along the tokens from t; class words are tried beside the literal one. */
static void walk(const cahier_reading *r, uint32_t node, uint32_t t, uint32_t limit, bool at_start, matches *out)
{
    for (; t < limit && cahier_lexicons_grows(r->lexicons, node, SIGNALS); t++) {
        const cahier_type *type = type_at(r, t);
        if (!cahier_may_step(type, node, SIGNALS)) {
            return;
        }
        uint32_t class_word = cahier_lexicons_class(r->lexicons, type);
        if (class_word != CAHIER_NONE) {
            uint32_t child = cahier_lexicons_step(r->lexicons, node, class_word, SIGNALS);
            if (child != CAHIER_NONE) {
                note_cues(r, child, t + 1, at_start, out);
                walk(r, child, t + 1, limit, at_start, out);
            }
        }
        node = cahier_lexicons_pass(r->lexicons, node, type, SIGNALS);
        if (node == CAHIER_NONE) {
            return;
        }
        note_cues(r, node, t + 1, at_start, out);
    }
}

static cahier_status add(cahier_reading *r, cahier_signal_kind kind, uint32_t first, match m)
{
    if (r->count == r->capacity) {
        uint32_t capacity = r->capacity == 0 ? 64 : 2 * r->capacity;
        cahier_signal *at = CAHIER_GROW(r->scratch, r->at, r->capacity, capacity);
        if (at == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        r->at = at;
        r->capacity = capacity;
    }
    uint32_t word_end = r->words;
    for (uint32_t t = first; t < m.end; t++) {
        word_end += (type_at(r, t)->flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER)) != 0 &&
                    (type_at(r, t)->flags & CAHIER_TYPE_ELISION) == 0;
    }
    r->at[r->count++] = (cahier_signal){kind, m.entry, first, m.end, r->words, word_end};
    return CAHIER_OK;
}

/* --- negations.tsv --- */

/* "ne" a few words before, in the same clause: "il n'y a plus de bus", "je ne vois personne". */
static bool has_particle_before(const cahier_reading *r)
{
    for (uint32_t i = r->count; i-- > 0;) {
        const cahier_signal *s = &r->at[i];
        if (s->kind == CAHIER_SIGNAL_STOP || s->kind == CAHIER_SIGNAL_CLAUSE ||
                s->word_end + PARTICLE_REACH < r->words) {
            return false;
        }
        if (s->kind == CAHIER_SIGNAL_PARTICLE) {
            return true;
        }
    }
    return false;
}

static bool is_particle(const cahier_reading *r, uint32_t t)
{
    if (t >= r->end || type_at(r, t)->word == CAHIER_NONE) {
        return false;
    }
    uint32_t entry = cahier_lexicons_find(r->lexicons, CAHIER_LEXICON_NEGATIONS, type_at(r, t)->word);
    return entry != CAHIER_NONE &&
           cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_NEGATIONS], entry, 1).at[0] == 'p';
}

static cahier_status add_negation(cahier_reading *r, uint32_t t, match m)
{
    cahier_text kind = cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_NEGATIONS], m.entry, 1);
    switch (kind.at[0]) {
    case 'p': /* particle */
        return add(r, CAHIER_SIGNAL_PARTICLE, t, m);
    case 'm': /* marker */
        return add(r, CAHIER_SIGNAL_MARKER, t, m);
    case 'b': /* bound: "personne ne vient", "il n'y en a plus", but "plus de bus", "une personne" */
        return is_particle(r, m.end) || has_particle_before(r) ? add(r, CAHIER_SIGNAL_MARKER, t, m) : CAHIER_OK;
    case 'n': /* nominal */
        return add(r, CAHIER_SIGNAL_NOMINAL, t, m);
    case 'd': /* diminish */
        return add(r, CAHIER_SIGNAL_DIMINISH, t, m);
    default: /* restriction: "que", "pas seulement" look like negations and are none */
        return CAHIER_OK;
    }
}

/* --- the other lists --- */

static cahier_status add_degree(cahier_reading *r, uint32_t t, match m)
{
    cahier_text kind = cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_INTENSIFIERS], m.entry, 2);
    cahier_signal_kind signal = kind.at[0] == 'i'   ? CAHIER_SIGNAL_INTENSIFIER
                                : kind.at[0] == 'd' ? CAHIER_SIGNAL_DOWNTONER
                                                    : CAHIER_SIGNAL_EXCESS;
    return add(r, signal, t, m);
}

/* Second letter: a[d]versative, c[o]ncessive, p[u]rpose, c[l]ause. */
static char contrast_kind(const cahier_lexicons *lexicons, uint32_t entry)
{
    return cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_CONTRASTS], entry, 1).at[1];
}

static cahier_status add_contrast(cahier_reading *r, uint32_t t, match m)
{
    switch (contrast_kind(r->lexicons, m.entry)) {
    case 'd': /* adversative */
        if (r->words > 0) {
            r->contrast = r->count;
        }
        return add(r, CAHIER_SIGNAL_CONTRAST, t, m);
    case 'o': /* concessive */
        return add(r, CAHIER_SIGNAL_CONCESSION, t, m);
    case 'u': /* purpose: one word needs its infinitive, "pour réduire", "pour ne pas gêner" */
        if (m.end - t > 1 || (m.end < r->end && (type_at(r, m.end)->flags & CAHIER_TYPE_INFINITIVE) != 0)) {
            return add(r, CAHIER_SIGNAL_PURPOSE, t, m);
        }
        return CAHIER_OK;
    default: /* clause */
        return add(r, CAHIER_SIGNAL_CLAUSE, t, m);
    }
}

static bool is_emoticon(const cahier_reading *r, uint32_t t, match m)
{
    return (type_at(r, t)->flags & CAHIER_TYPE_PUNCTUATION) != 0 &&
           cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_POLARITY], m.entry, 2).at[1] == 'm';
}

/* The characters of an emoticon touch; behind it comes no word: "raisons :(voir plus bas)". */
static bool is_drawn_whole(const cahier_reading *r, uint32_t t, match m)
{
    const cahier_token *tokens = r->document->tokens.at;
    for (uint32_t i = t + 1; i < m.end; i++) {
        if (tokens[i].start != tokens[i - 1].end) {
            return false;
        }
    }
    return m.end >= r->end || tokens[m.end].start != tokens[m.end - 1].end ||
           (type_at(r, m.end)->flags & CAHIER_TYPE_PUNCTUATION) != 0;
}

/* A mark that ends scopes; an apostrophe or a hyphen alone does not. */
static bool is_scope_end(const cahier_type *type)
{
    char c = type->surface.at[0];
    return c != '\'' && c != '"' && c != '/' && c != '%' && c != '*';
}

static cahier_status read_punctuation(cahier_reading *r, uint32_t t, bool is_shown)
{
    const cahier_type *type = type_at(r, t);
    const cahier_token *token = &r->document->tokens.at[t];
    if (type->surface.at[0] == '?') {
        r->question = t;
    } else if (type->surface.at[0] == '!' && token->end - token->start > 1) {
        r->exclamation = t;
    }
    return is_shown && is_scope_end(type) ? add(r, CAHIER_SIGNAL_STOP, t, (match){CAHIER_NONE, t + 1}) : CAHIER_OK;
}

static uint32_t later(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

/* Longest of the matches that hide what they cover: an idiom, an identity phrase, a wish. One word hides nothing. */
static uint32_t hidden_until(const matches *m, uint32_t t)
{
    return later(later(t + 1, m->polar.end), later(m->identity.end, m->wish.end));
}

static bool is_learned(const cahier_reading *r, uint32_t t)
{
    return r->learned != NULL && r->learned[r->document->tokens.at[t].type] != 0;
}

static cahier_status add_polar(cahier_reading *r, uint32_t t, const matches *m, uint32_t covered)
{
    match polar = m->polar;
    if (polar.end <= t + 1) { /* by itself or by its stem: the type knows, and knows identity words */
        polar = (match){type_at(r, t)->polarity, t + 1};
    }
    bool is_longest = polar.end == covered && m->wish.end < (covered > t + 1 ? covered : covered + 1);
    if ((polar.entry == CAHIER_NONE && !is_learned(r, t)) || !is_longest ||
            (is_emoticon(r, t, polar) && !is_drawn_whole(r, t, polar))) {
        return CAHIER_OK;
    }
    return add(r, CAHIER_SIGNAL_POLAR, t, polar);
}

/* Longest of the cues of several words: "un peu" hides "peu", "pas toujours" hides "toujours". A clause hides
 * nothing: "ce n'est" holds the particle of "pas". */
static uint32_t cues_until(const cahier_reading *r, const matches *m, uint32_t t)
{
    uint32_t end = later(later(t + 1, m->negation.end), m->degree.end);
    bool is_clause = m->contrast.end > 0 && contrast_kind(r->lexicons, m->contrast.entry) == 'l';
    return is_clause ? end : later(end, m->contrast.end);
}

static cahier_status add_cues(cahier_reading *r, uint32_t t, const matches *m, uint32_t shown)
{
    if (m->contrast.end > 0 && (m->contrast.end >= shown || contrast_kind(r->lexicons, m->contrast.entry) == 'l')) {
        CAHIER_TRY(add_contrast(r, t, m->contrast));
    }
    uint32_t before = r->count;
    if (m->negation.end > 0 && m->negation.end >= shown) {
        CAHIER_TRY(add_negation(r, t, m->negation));
    }
    if (m->degree.end > 0 && m->degree.end >= shown && r->count == before) { /* "n'est plus": it strengthens nothing */
        CAHIER_TRY(add_degree(r, t, m->degree));
    }
    return CAHIER_OK;
}

/* Signals of token t. */
static cahier_status read_token(cahier_reading *r, uint32_t t, bool at_start, cover *hidden)
{
    matches m = {0};
    uint32_t limit = r->end - t < IDIOM_WORDS_MAX ? r->end : t + IDIOM_WORDS_MAX;
    walk(r, 0, t, limit, at_start, &m);
    uint32_t idiom = hidden_until(&m, t), cues = cues_until(r, &m, t);
    uint32_t covering = idiom > t + 1 && idiom >= cues ? idiom : cues;
    if (t >= hidden->cues) {
        CAHIER_TRY(add_cues(r, t, &m, covering > t + 1 ? covering : 0));
        hidden->cues = cues;
    }
    if (m.wish.end > 0 && m.wish.end >= idiom) {
        CAHIER_TRY(add(r, CAHIER_SIGNAL_WISH, t, m.wish));
    }
    hidden->all = idiom;
    if ((type_at(r, t)->flags & CAHIER_TYPE_CONDITIONAL) == 0 || m.wish.end > 0) {
        return add_polar(r, t, &m, idiom);
    }
    /* "serait très utile" is not useful yet; but the idiom of a regret, "aurait pu mieux faire", asserts it */
    bool is_regret = m.polar.end > t + 1;
    if (is_regret) {
        CAHIER_TRY(add_polar(r, t, &m, idiom));
    }
    CAHIER_TRY(add(r, CAHIER_SIGNAL_PURPOSE, t, (match){CAHIER_NONE, t + 1}));
    return is_regret ? CAHIER_OK : add_polar(r, t, &m, idiom);
}

/* Types without any of these can be no cue: most are known by one look at the type. */
static bool may_signal(const cahier_type *type)
{
    return cahier_may_step(type, 0, SIGNALS) || type->polarity != CAHIER_NONE ||
           (type->flags & (CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL)) != 0;
}

cahier_status cahier_read_signals(cahier_reading *r, const cahier_sentence *sentence)
{
    r->count = 0;
    r->first = sentence->first_token;
    r->end = sentence->first_token + sentence->token_count;
    r->words = 0;
    r->contrast = r->question = r->exclamation = CAHIER_NONE;
    cover hidden = {0, 0};
    bool at_start = true;
    for (uint32_t t = r->first; t < r->end; t++) {
        const cahier_type *type = type_at(r, t);
        uint32_t before = r->count;
        bool is_shown = t >= hidden.all;
        if (is_shown && (may_signal(type) || is_learned(r, t))) {
            CAHIER_TRY(read_token(r, t, at_start, &hidden));
        }
        if ((type->flags & CAHIER_TYPE_PUNCTUATION) != 0) { /* an emoticon is no stop */
            CAHIER_TRY(read_punctuation(r, t, is_shown && r->count == before));
        }
        bool is_word = (type->flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER)) != 0;
        r->words += is_word && (type->flags & CAHIER_TYPE_ELISION) == 0;
        /* a list number or a dash leaves the start open: "1. Créer", "- Créer"; a colon opens it again */
        at_start = (type->flags & CAHIER_TYPE_WORD) == 0 && (at_start || type->surface.at[0] == ':');
    }
    return CAHIER_OK;
}
