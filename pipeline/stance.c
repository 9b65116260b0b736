/* SPDX-License-Identifier: Apache-2.0 */
#include "stance.h"

#include <string.h>

#define STANCES CAHIER_KIND(CAHIER_LEXICON_STANCE)
#define CUE_WORDS_MAX 12u
#define TOPIC_WORDS_MAX 5u /* « Services publics de proximité, maintenir » */

enum {
    COLUMN_STANCE = 1,
    COLUMN_POSITION = 3
};

/* The heaviest cue of one stance. */
typedef struct stance_cue {
    int32_t weight; /* 0: none */
    uint32_t entry;
    uint32_t start, end; /* bytes */
} stance_cue;

/* What speaks for one stance in a document. */
typedef struct stance_support {
    stance_cue cue; /* the heaviest */
    int64_t sum;    /* of the heaviest of each sentence but what the heaviest of all adds; hundredths of a weight */
} stance_support;

/* What a cue of position "start" may be at a token. */
typedef enum opening {
    OPENING_NONE,
    OPENING_TOPIC, /* behind a topic, "hôpitaux, maintenir les urgences": an infinitive may open */
    OPENING_START
} opening;

typedef struct sentence_view {
    const cahier_lexicons *lexicons;
    const cahier_types *types;
    const cahier_document *document;
    uint32_t first, end; /* tokens */
    uint32_t closing;    /* token from which only punctuation follows */
    uint32_t evidence;   /* first evidence that does not end before the current token */
    uint32_t words;      /* read */
    bool has_verb;       /* an auxiliary was read */
    bool is_clause;      /* a pronoun, an auxiliary or an infinitive was read */
    bool is_asked;       /* it closes with "?" */
} sentence_view;

typedef struct longest {
    uint32_t entry, end; /* end: token behind; 0 when none */
} longest;

static const cahier_type *token_type(const sentence_view *v, uint32_t t)
{
    return &v->types->at[v->document->tokens.at[t].type];
}

/* 's'tart, 'a'ny or 'e'nd. */
static char position_of(const sentence_view *v, uint32_t entry)
{
    return cahier_lexicon_cell(&v->lexicons->file[CAHIER_LEXICON_STANCE], entry, COLUMN_POSITION).at[0];
}

static bool holds_here(const sentence_view *v, uint32_t entry, uint32_t end, bool at_start)
{
    switch (position_of(v, entry)) {
    case 's': /* start */
        return at_start;
    case 'e': /* end; "?" is itself the closing punctuation */
        return end >= v->closing;
    default: /* any */
        return true;
    }
}

static void note_longest(const sentence_view *v, uint32_t node, uint32_t end, bool at_start, longest *out)
{
    uint32_t c = end > out->end ? cahier_lexicons_cue(v->lexicons, node) : CAHIER_NONE;
    for (; c != CAHIER_NONE; c = v->lexicons->cue[c].next) {
        const cahier_cue *cue = &v->lexicons->cue[c];
        if (cue->kind == CAHIER_LEXICON_STANCE && holds_here(v, cue->entry, end, at_start)) {
            *out = (longest){cue->entry, end};
            return;
        }
    }
}

/* Literal words are walked first: of two matches of one length the literal one stays. */
static void follow(const sentence_view *v, uint32_t node, uint32_t t, bool at_start, uint32_t depth, longest *out)
{
    const cahier_type *type = t < v->end ? token_type(v, t) : NULL;
    if (type == NULL || depth == CUE_WORDS_MAX || !cahier_may_step(type, node, STANCES) ||
            !cahier_lexicons_grows(v->lexicons, node, STANCES)) {
        return;
    }
    uint32_t word[2] = {type->word, cahier_lexicons_class(v->lexicons, type)};
    for (uint32_t k = 0; k < 2; k++) {
        uint32_t child =
                word[k] == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_step(v->lexicons, node, word[k], STANCES);
        if (child != CAHIER_NONE) {
            note_longest(v, child, t + 1, at_start, out);
            follow(v, child, t + 1, at_start, depth + 1, out);
        }
    }
}

static cahier_stance_label label_of(const cahier_lexicons *lexicons, uint32_t entry)
{
    cahier_text cell = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_STANCE], entry, COLUMN_STANCE);
    switch (cell.at[0]) {
    case 'c':
        return CAHIER_COMPLAINT;
    case 'q':
        return CAHIER_QUESTION;
    default:
        return cell.at[2] == 'o' ? CAHIER_PROPOSAL : CAHIER_PRAISE;
    }
}

static bool is_wished(const cahier_evidence *e)
{
    for (uint32_t k = 0; k < e->rule_count; k++) {
        if (e->rule[k].rule == CAHIER_RULE_WISH) {
            return true;
        }
    }
    return false;
}

/* The polar words in [start, end) say the contrary of a praise or complaint ("pas très propre", "aucun problème"),
 * or say what is wished for ("des rues très propres" behind "il faudrait"). */
static bool is_denied(const sentence_view *v, cahier_stance_label stance, uint32_t start, uint32_t end)
{
    const cahier_polarity *polarity = &v->document->polarity;
    int64_t sum = 0;
    bool found = false;
    for (uint32_t i = v->evidence; i < polarity->count && polarity->at[i].start < end; i++) {
        if (polarity->at[i].end > start) {
            sum += is_wished(&polarity->at[i]) ? 0 : polarity->at[i].value_milli;
            found = true;
        }
    }
    return found && ((stance == CAHIER_PRAISE && sum <= 0) || (stance == CAHIER_COMPLAINT && sum > 0));
}

static void keep_heavier(const sentence_view *v, uint32_t t, longest found, stance_cue best[CAHIER_STANCES])
{
    cahier_stance_label stance = label_of(v->lexicons, found.entry);
    const cahier_token *tokens = v->document->tokens.at;
    stance_cue cue = {v->lexicons->number[CAHIER_LEXICON_STANCE][found.entry], found.entry, tokens[t].start,
            tokens[found.end - 1].end};
    if (stance == CAHIER_QUESTION && !v->is_asked && position_of(v, found.entry) == 's') {
        cue.weight /= 2; /* "Quand il pleut, ..." asks nothing */
    }
    if (cue.weight > best[stance].weight && !is_denied(v, stance, cue.start, cue.end)) {
        best[stance] = cue;
    }
}

static bool is_stop_of(const sentence_view *v, const cahier_type *type, const char *class)
{
    uint32_t entry = (type->flags & CAHIER_TYPE_STOP) != 0 && type->word != CAHIER_NONE
                             ? cahier_lexicons_find(v->lexicons, CAHIER_LEXICON_STOPWORDS, type->word)
                             : CAHIER_NONE;
    if (entry == CAHIER_NONE) {
        return false;
    }
    cahier_text cell = cahier_lexicon_cell(&v->lexicons->file[CAHIER_LEXICON_STOPWORDS], entry, 1);
    return cell.len == strlen(class) && memcmp(cell.at, class, cell.len) == 0;
}

static bool is_sign(cahier_text surface, const char *sign)
{
    return surface.len == strlen(sign) && memcmp(surface.at, sign, surface.len) == 0;
}

/* Whether the start of the sentence is still open behind token t: list marks ("1.", "-"), a greeting ("Bonjour,")
 * and a colon leave it open. A dash opens it anew for an infinitive, and so does a comma behind a short topic. */
static opening opening_behind(const sentence_view *v, uint32_t t, opening before)
{
    const cahier_type *type = token_type(v, t);
    if ((type->flags & CAHIER_TYPE_WORD) != 0) {
        return before == OPENING_START && is_stop_of(v, type, "courtesy") ? OPENING_START : OPENING_NONE;
    }
    if (before == OPENING_START || type->surface.at[0] == ':') {
        return OPENING_START;
    }
    bool topic = v->words <= TOPIC_WORDS_MAX && !v->is_clause && type->surface.at[0] == ',';
    bool dash = is_sign(type->surface, "-") || is_sign(type->surface, ";") || is_sign(type->surface, "–") ||
                is_sign(type->surface, "—");
    return topic || dash ? OPENING_TOPIC : before;
}

static void pass_token(sentence_view *v, uint32_t t)
{
    const cahier_type *type = token_type(v, t);
    bool infinitive = (type->flags & CAHIER_TYPE_INFINITIVE) != 0;
    v->words += (type->flags & CAHIER_TYPE_WORD) != 0;
    v->has_verb = v->has_verb || (!infinitive && is_stop_of(v, type, "auxiliary"));
    v->is_clause = v->is_clause || infinitive || v->has_verb || is_stop_of(v, type, "pronoun");
}

static bool is_open(const sentence_view *v, uint32_t t, opening at)
{
    return at == OPENING_START || (at == OPENING_TOPIC && (token_type(v, t)->flags & CAHIER_TYPE_INFINITIVE) != 0);
}

/* "Un parc pour les enfants", "Des bancs": an opening article is a weak cue, unless a verb says that the thing is
 * there. */
static void trust_noun_group(const sentence_view *v, stance_cue *proposal)
{
    if (proposal->weight > 0 && proposal->weight < CAHIER_STANCE_FLOOR && !v->has_verb &&
            position_of(v, proposal->entry) == 's') {
        proposal->weight = CAHIER_STANCE_FLOOR;
    }
}

static void read_sentence(sentence_view *v, stance_cue best[CAHIER_STANCES])
{
    const cahier_polarity *polarity = &v->document->polarity;
    opening at = OPENING_START;
    v->has_verb = v->is_clause = false;
    v->words = 0;
    for (uint32_t t = v->first; t < v->end;) {
        while (v->evidence < polarity->count && polarity->at[v->evidence].end <= v->document->tokens.at[t].start) {
            v->evidence++;
        }
        longest found = {CAHIER_NONE, 0};
        follow(v, 0, t, is_open(v, t, at), 0, &found);
        uint32_t next = found.end > 0 ? found.end : t + 1;
        if (found.end > 0) {
            keep_heavier(v, t, found, best);
        }
        for (; t < next; t++) {
            at = opening_behind(v, t, at);
            pass_token(v, t);
        }
    }
    trust_noun_group(v, &best[CAHIER_PROPOSAL]);
}

static void look_at_closing(sentence_view *v)
{
    v->is_asked = false;
    for (v->closing = v->end; v->closing > v->first; v->closing--) {
        const cahier_type *type = token_type(v, v->closing - 1);
        if ((type->flags & CAHIER_TYPE_PUNCTUATION) == 0) {
            return;
        }
        v->is_asked = v->is_asked || type->surface.at[0] == '?';
    }
}

/* A complaint or praise that no cue of stance.tsv says is said by its strongest polar word. */
static void add_feeling(const cahier_polarity *polarity, stance_support *support, bool positive)
{
    int32_t score = positive ? polarity->score_milli : -polarity->score_milli;
    if (score <= 0) {
        return;
    }
    int64_t part = (int64_t)score * CAHIER_STANCE_POLARITY_PERCENT;
    support->sum += part < 100 * CAHIER_STANCE_POLARITY_MOST ? part : 100 * CAHIER_STANCE_POLARITY_MOST;
    if (support->cue.weight > 0) {
        return;
    }
    int32_t strongest = 0;
    for (uint32_t i = 0; i < polarity->count; i++) {
        const cahier_evidence *e = &polarity->at[i];
        int32_t value = positive ? e->value_milli : -e->value_milli;
        if (value > strongest) {
            strongest = value;
            support->cue = (stance_cue){0, CAHIER_NONE, e->start, e->end};
        }
    }
}

static void add_heaviest(stance_support *support, const stance_cue *cue)
{
    support->sum += (int64_t)cue->weight * CAHIER_STANCE_FURTHER_PERCENT;
    if (cue->weight > support->cue.weight) {
        support->cue = *cue;
    }
}

static int64_t total(const stance_support *support)
{
    return support->sum + (int64_t)support->cue.weight * (100 - CAHIER_STANCE_FURTHER_PERCENT);
}

/* The stance with the largest sum, and the others that reach the floor. */
static void choose(const stance_support support[CAHIER_STATEMENT], cahier_document *document)
{
    uint32_t main = CAHIER_STATEMENT;
    int64_t most = 100 * CAHIER_STANCE_FLOOR - 1;
    for (uint32_t k = 0; k < CAHIER_STATEMENT; k++) {
        if (total(&support[k]) > most) {
            most = total(&support[k]);
            main = k;
        }
    }
    document->stance = (cahier_stance){CAHIER_STATEMENT, 0, 0, CAHIER_NONE};
    document->stance_also_count = 0;
    for (uint32_t k = 0; k < CAHIER_STATEMENT; k++) {
        cahier_stance found = {(cahier_stance_label)k, support[k].cue.start, support[k].cue.end, support[k].cue.entry};
        if (k == main) {
            document->stance = found;
        } else if (total(&support[k]) >= 100 * CAHIER_STANCE_FLOOR) {
            document->stance_also[document->stance_also_count++] = found;
        }
    }
}

cahier_status cahier_judge_stance(const cahier_lexicons *lexicons, const cahier_types *types, cahier_document *document)
{
    stance_support support[CAHIER_STATEMENT] = {{{0}, 0}};
    sentence_view view = {.lexicons = lexicons, .types = types, .document = document};
    for (uint32_t i = 0; i < document->sentences.count; i++) {
        stance_cue best[CAHIER_STANCES] = {{0}};
        view.first = document->sentences.at[i].first_token;
        view.end = view.first + document->sentences.at[i].token_count;
        look_at_closing(&view);
        read_sentence(&view, best);
        for (uint32_t k = 0; k < CAHIER_STATEMENT; k++) {
            add_heaviest(&support[k], &best[k]);
        }
    }
    if (support[CAHIER_PROPOSAL].cue.weight < CAHIER_STANCE_EXPLICIT) {
        add_feeling(&document->polarity, &support[CAHIER_COMPLAINT], false);
    }
    add_feeling(&document->polarity, &support[CAHIER_PRAISE], true);
    choose(support, document);
    return CAHIER_OK;
}
