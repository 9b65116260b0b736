/* SPDX-License-Identifier: Apache-2.0 */
#include "polarity.h"

#include <assert.h>

#include "normalise.h"
#include "polarity_signal.h"

enum { /* factors, percent */
    EXCESS_POSITIVE = -70,
    NEGATION_POSITIVE = -80,
    NEGATION_NEGATIVE = -40,
    DIMINISH_POSITIVE = -50,
    DIMINISH_NEGATIVE = -20,
    CONTRAST_BEFORE = 80,
    CONTRAST_AFTER = 120,
    CONCESSION = 50,
    WISH = 10,
    QUESTION = 60,
    RELAY = 10,
    EMPHASIS = 120
};

enum {                     /* reaches, in words */
    INTENSIFIER_REACH = 2, /* "vraiment un très bel endroit": the nearest wins */
    NEGATION_REACH = 10,   /* the longest window lexicon.c accepts */
    VERB_REACH = 1,        /* "n'apprécie vraiment pas" */
    PARTICLE_REACH = 2,    /* "ne me plaît pas", "ne nous y aident pas" */
    CONCESSION_REACH = 12,
    PURPOSE_REACH = 8, /* "pour mener à bien son projet, un parcours du combattant": soon the main clause is back */
    RELAY_TOKENS = 60, /* a title, its link and its tags; a longer text speaks for itself */
    CAPITALS_MIN = 4   /* letters: "TRES" shouts, "SNCF" would too, but is no polar word */
};

int32_t cahier_polarity_scale(int32_t value_milli, int32_t percent)
{
    int64_t product = (int64_t)value_milli * percent;
    return (int32_t)((product + (product < 0 ? -50 : 50)) / 100);
}

/* Largest r with r * r <= x. */
static uint64_t square_root(uint64_t x)
{
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit > 0; bit >>= 1) {
        uint64_t larger = root | bit;
        root = larger * larger <= x ? larger : root;
    }
    return root;
}

int32_t cahier_polarity_score(int64_t sum_milli, uint32_t words)
{
    /* 2 s / sqrt(m) + 1/2 >= r  <=>  16 s s / m >= (2 r - 1)^2: no fraction is ever rounded twice. With s = 2^29 and
     * any m a text may have, the score is past its bound. */
    const int64_t bound = (int64_t)1 << 29;
    int64_t size = sum_milli < 0 ? -sum_milli : sum_milli;
    uint64_t s = (uint64_t)(size > bound ? bound : size);
    uint64_t score = (square_root(16 * s * s / ((uint64_t)words + 3)) + 1) / 2;
    int32_t clamped = score > 1000 ? 1000 : (int32_t)score;
    return sum_milli < 0 ? -clamped : clamped;
}

/* --- rules --- */

static void apply(
        const cahier_reading *r, cahier_evidence *e, cahier_rule rule, int32_t percent, uint32_t first, uint32_t end)
{
    if (e->rule_count == CAHIER_RULE_HITS || percent == 100) {
        return;
    }
    const cahier_token *tokens = r->document->tokens.at;
    e->rule[e->rule_count++] = (cahier_rule_hit){rule, percent, tokens[first].start, tokens[end - 1].end};
    e->value_milli = cahier_polarity_scale(e->value_milli, percent);
}

static void apply_signal(
        const cahier_reading *r, cahier_evidence *e, cahier_rule rule, int32_t percent, const cahier_signal *s)
{
    apply(r, e, rule, percent, s->first, s->end);
}

static bool ends_scope(const cahier_signal *s)
{
    return s->kind == CAHIER_SIGNAL_STOP || s->kind == CAHIER_SIGNAL_CONTRAST || s->kind == CAHIER_SIGNAL_CLAUSE;
}

static bool is_degree(const cahier_signal *s)
{
    return s->kind == CAHIER_SIGNAL_INTENSIFIER || s->kind == CAHIER_SIGNAL_DOWNTONER ||
           s->kind == CAHIER_SIGNAL_EXCESS;
}

/* Words between two signals; 0 when they overlap ("manque" is polar and begins "manque de"). */
static uint32_t gap(const cahier_signal *before, const cahier_signal *behind)
{
    return behind->word > before->word_end ? behind->word - before->word_end : 0;
}

static bool is_verb(const cahier_reading *r, uint32_t entry)
{
    return entry != CAHIER_NONE &&
           cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_POLARITY], entry, 2).at[0] == 'v';
}

/* "trop" turns the good thing it stands before, but "j'aime trop" is only strong. */
static void apply_degree(const cahier_reading *r, const cahier_signal *s, bool is_before, cahier_evidence *e)
{
    int32_t factor = r->lexicons->number[CAHIER_LEXICON_INTENSIFIERS][s->entry];
    cahier_rule rule = s->kind == CAHIER_SIGNAL_INTENSIFIER ? CAHIER_RULE_INTENSIFIER
                       : s->kind == CAHIER_SIGNAL_DOWNTONER ? CAHIER_RULE_DOWNTONER
                                                            : CAHIER_RULE_EXCESS;
    bool turns = rule == CAHIER_RULE_EXCESS && is_before && e->value_milli > 0;
    apply_signal(r, e, rule, turns ? EXCESS_POSITIVE : factor, s);
}

/* The nearest degree word before; else one right behind a verb ("j'apprécie beaucoup") or closing the group ("propre,
 * vraiment" has a comma and does not count; "c'est sale vraiment !" does). */
static void intensify(const cahier_reading *r, uint32_t i, cahier_evidence *e)
{
    const cahier_signal *polar = &r->at[i];
    for (uint32_t j = i; j-- > 0 && !ends_scope(&r->at[j]) && gap(&r->at[j], polar) < INTENSIFIER_REACH;) {
        if (is_degree(&r->at[j]) && r->at[j].end <= polar->first) {
            apply_degree(r, &r->at[j], true, e);
            return;
        }
    }
    for (uint32_t j = i + 1; j < r->count && !ends_scope(&r->at[j]) && gap(polar, &r->at[j]) == 0; j++) {
        bool closes = j + 1 < r->count ? r->at[j + 1].kind == CAHIER_SIGNAL_STOP && gap(&r->at[j], &r->at[j + 1]) == 0
                                       : r->at[j].end == r->end;
        if (is_degree(&r->at[j]) && r->at[j].first >= polar->end && (closes || is_verb(r, polar->entry))) {
            apply_degree(r, &r->at[j], false, e);
            return;
        }
    }
}

static void apply_negation(const cahier_reading *r, const cahier_signal *s, cahier_evidence *e)
{
    bool diminishes = s->kind == CAHIER_SIGNAL_DIMINISH;
    int32_t positive = diminishes ? DIMINISH_POSITIVE : NEGATION_POSITIVE;
    int32_t negative = diminishes ? DIMINISH_NEGATIVE : NEGATION_NEGATIVE;
    apply_signal(r, e, diminishes ? CAHIER_RULE_DIMINISH : CAHIER_RULE_NEGATION,
            e->value_milli > 0 ? positive : negative, s);
}

/* "ne" before a verb at i, with room for its pronouns. */
static bool has_particle(const cahier_reading *r, uint32_t i)
{
    for (uint32_t j = i; j-- > 0 && !ends_scope(&r->at[j]) && gap(&r->at[j], &r->at[i]) <= PARTICLE_REACH;) {
        if (r->at[j].kind == CAHIER_SIGNAL_PARTICLE) {
            return true;
        }
    }
    return false;
}

/* Without "ne", a marker behind negates a verb or an idiom ("j'apprécie pas"), not what it opens next ("sympa pas
 * cher"). */
static bool is_bare_negation(const cahier_reading *r, const cahier_signal *polar, uint32_t j)
{
    if (gap(polar, &r->at[j]) > 0 || (!is_verb(r, polar->entry) && polar->end - polar->first < 2)) {
        return false;
    }
    return j + 1 == r->count || r->at[j + 1].kind != CAHIER_SIGNAL_POLAR || gap(&r->at[j], &r->at[j + 1]) > 0;
}

/* The marker behind a negated verb: "n'aime pas", "j'aime pas", "ne respectent jamais". */
static const cahier_signal *marker_behind(const cahier_reading *r, uint32_t i)
{
    const cahier_signal *polar = &r->at[i];
    for (uint32_t j = i + 1; j < r->count && !ends_scope(&r->at[j]) && gap(polar, &r->at[j]) <= VERB_REACH; j++) {
        if (r->at[j].kind == CAHIER_SIGNAL_MARKER && r->at[j].first >= polar->end) {
            return has_particle(r, i) || is_bare_negation(r, polar, j) ? &r->at[j] : NULL;
        }
    }
    return NULL;
}

static bool is_negator(const cahier_signal *s)
{
    return s->kind == CAHIER_SIGNAL_MARKER || s->kind == CAHIER_SIGNAL_NOMINAL || s->kind == CAHIER_SIGNAL_DIMINISH;
}

/* The nearest negator whose window reaches signal i; the others of the clause say the same ("jamais personne", "ni
 * ... ni"). */
static const cahier_signal *negator_before(const cahier_reading *r, uint32_t i)
{
    const cahier_signal *polar = &r->at[i];
    const int32_t *window = r->lexicons->number[CAHIER_LEXICON_NEGATIONS];
    for (uint32_t j = i; j-- > 0 && !ends_scope(&r->at[j]) && gap(&r->at[j], polar) < NEGATION_REACH;) {
        const cahier_signal *s = &r->at[j];
        if (is_negator(s) && s->first < polar->first && gap(s, polar) < (uint32_t)window[s->entry]) {
            return s;
        }
    }
    return NULL;
}

/* "aucun scrupule", "rien à redire": an idiom that negates already agrees with another negation, "sans aucun
 * scrupule". */
static bool begins_with_negator(const cahier_reading *r, const cahier_signal *polar)
{
    uint32_t word = r->types->at[r->document->tokens.at[polar->first].type].word;
    return polar->end - polar->first > 1 && word != CAHIER_NONE &&
           cahier_lexicons_find(r->lexicons, CAHIER_LEXICON_NEGATIONS, word) != CAHIER_NONE;
}

static void negate(const cahier_reading *r, uint32_t i, cahier_evidence *e)
{
    if (begins_with_negator(r, &r->at[i])) {
        return;
    }
    const cahier_signal *s = negator_before(r, i);
    s = s != NULL ? s : marker_behind(r, i);
    if (s == NULL) {
        return;
    }
    apply_negation(r, s, e);
    const cahier_signal *outer = s > r->at ? s - 1 : s;
    if (s->kind == CAHIER_SIGNAL_NOMINAL && outer->kind == CAHIER_SIGNAL_MARKER && gap(outer, s) == 0) {
        apply_negation(r, outer, e); /* "pas sans charme" */
    }
}

static void oppose(const cahier_reading *r, uint32_t i, cahier_evidence *e)
{
    if (r->contrast != CAHIER_NONE) {
        apply_signal(
                r, e, CAHIER_RULE_CONTRAST, i < r->contrast ? CONTRAST_BEFORE : CONTRAST_AFTER, &r->at[r->contrast]);
    }
}

static void concede(const cahier_reading *r, uint32_t i, cahier_evidence *e)
{
    for (uint32_t j = i; j-- > 0 && gap(&r->at[j], &r->at[i]) < CONCESSION_REACH;) {
        cahier_signal_kind kind = r->at[j].kind;
        if (kind == CAHIER_SIGNAL_STOP || kind == CAHIER_SIGNAL_CONTRAST) {
            return;
        }
        if (kind == CAHIER_SIGNAL_CONCESSION) {
            apply_signal(r, e, CAHIER_RULE_CONCESSION, CONCESSION, &r->at[j]);
            return;
        }
    }
}

/* --- emphasis --- */

static void count_case(cahier_text text, uint32_t *letters, uint32_t *capitals)
{
    *letters = *capitals = 0;
    for (uint32_t i = 0; i < text.len;) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        *letters += (class & CAHIER_CHAR_LETTER) != 0;
        *capitals += (class & CAHIER_CHAR_UPPER) != 0;
    }
}

static bool is_in_capitals(const cahier_reading *r, const cahier_signal *polar)
{
    const cahier_token *tokens = r->document->tokens.at;
    cahier_text text = r->document->text;
    uint32_t letters, capitals;
    count_case(cahier_slice(text, tokens[polar->first].start, tokens[polar->end - 1].end), &letters, &capitals);
    if (letters < CAPITALS_MIN || capitals != letters) {
        return false;
    }
    count_case(cahier_slice(text, tokens[r->first].start, tokens[r->end - 1].end), &letters, &capitals);
    return 2 * capitals < letters; /* who writes all in capitals stresses nothing */
}

static void stress(const cahier_reading *r, uint32_t i, cahier_evidence *e)
{
    const cahier_signal *polar = &r->at[i];
    const cahier_type *type = &r->types->at[r->document->tokens.at[polar->first].type];
    if ((type->flags & CAHIER_TYPE_REPEATED) != 0 || is_in_capitals(r, polar)) {
        apply_signal(r, e, CAHIER_RULE_EMPHASIS, EMPHASIS, polar);
    } else if (r->exclamation != CAHIER_NONE) {
        apply(r, e, CAHIER_RULE_EMPHASIS, EMPHASIS, r->exclamation, r->exclamation + 1);
    }
}

/* --- flow --- */

/* "bien propre", "super accueil": a degree word that is polar too gives its voice to the polar word it stands
 * before. */
static bool is_spent(const cahier_reading *r, uint32_t i)
{
    bool degree = i > 0 && is_degree(&r->at[i - 1]) && r->at[i - 1].first == r->at[i].first;
    for (uint32_t j = i + 1; degree && j < r->count && !ends_scope(&r->at[j]) && gap(&r->at[i], &r->at[j]) == 0; j++) {
        if (r->at[j].kind == CAHIER_SIGNAL_POLAR) {
            return true;
        }
    }
    return false;
}

static int32_t weight_of(const cahier_reading *r, const cahier_signal *polar)
{
    return polar->entry == CAHIER_NONE ? r->learned[r->document->tokens.at[polar->first].type]
                                       : r->lexicons->number[CAHIER_LEXICON_POLARITY][polar->entry];
}

/* Idioms of weight 0 are there to hide a polar word: "bien sûr", "sa propre équipe". A reading with learned words hears
 * these alone: the others were heard before. */
static bool is_mute(const cahier_reading *r, const cahier_signal *polar)
{
    return weight_of(r, polar) == 0 || (r->learned != NULL && polar->entry != CAHIER_NONE);
}

/* Nobody asks for too much: "prise en charge des dossiers trop longue" complains, though an action noun opens it. */
static bool is_excess(const cahier_reading *r, const cahier_signal *polar, const cahier_evidence *e)
{
    for (uint32_t k = 0; k < e->rule_count; k++) {
        if (e->rule[k].rule == CAHIER_RULE_EXCESS) {
            return e->value_milli < 0;
        }
    }
    uint32_t word = r->types->at[r->document->tokens.at[polar->first].type].word;
    uint32_t entry =
            word == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_find(r->lexicons, CAHIER_LEXICON_INTENSIFIERS, word);
    return polar->end - polar->first > 1 && entry != CAHIER_NONE && e->value_milli < 0 &&
           cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_INTENSIFIERS], entry, 2).at[0] == 'e';
}

static cahier_evidence weigh(const cahier_reading *r, uint32_t i, const cahier_signal *wish)
{
    const cahier_signal *s = &r->at[i];
    const cahier_token *tokens = r->document->tokens.at;
    int32_t weight = weight_of(r, s);
    cahier_evidence e = {.start = tokens[s->first].start,
            .end = tokens[s->end - 1].end,
            .entry = s->entry,
            .weight_milli = weight,
            .value_milli = weight};
    intensify(r, i, &e);
    negate(r, i, &e);
    if (wish != NULL && !is_excess(r, s, &e)) {
        apply_signal(r, &e, CAHIER_RULE_WISH, WISH, wish);
    } else if (r->link != CAHIER_NONE) {
        apply(r, &e, CAHIER_RULE_RELAY, RELAY, r->link, r->link + 1);
    } else if (r->question != CAHIER_NONE) {
        apply(r, &e, CAHIER_RULE_QUESTION, QUESTION, r->question, r->question + 1);
    }
    oppose(r, i, &e);
    concede(r, i, &e);
    stress(r, i, &e);
    return e;
}

static cahier_status keep_evidence(cahier_arena *batch, const cahier_evidence *e, cahier_polarity *polarity)
{
    cahier_evidence *at = CAHIER_GROW(batch, polarity->at, polarity->count, (size_t)polarity->count + 1);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    polarity->at = at;
    polarity->at[polarity->count++] = *e;
    return CAHIER_OK;
}

/* Evidence of the sentence that was read; *sum: of its values. */
static cahier_status judge_sentence(
        const cahier_reading *r, cahier_arena *batch, cahier_polarity *polarity, int64_t *sum)
{
    const cahier_signal *wish = NULL, *purpose = NULL;
    *sum = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        const cahier_signal *s = &r->at[i];
        if (s->kind == CAHIER_SIGNAL_WISH) {
            wish = s;
        } else if (s->kind == CAHIER_SIGNAL_PURPOSE) {
            purpose = s;
        } else if (s->kind == CAHIER_SIGNAL_CLAUSE || s->kind == CAHIER_SIGNAL_CONTRAST) {
            wish = purpose = NULL;
        } else if (s->kind == CAHIER_SIGNAL_STOP) {
            purpose = NULL;
        } else if (s->kind == CAHIER_SIGNAL_POLAR && !is_spent(r, i) && !is_mute(r, s)) {
            bool is_near = purpose != NULL && gap(purpose, s) < PURPOSE_REACH;
            cahier_evidence e = weigh(r, i, wish != NULL ? wish : is_near ? purpose : NULL);
            CAHIER_TRY(keep_evidence(batch, &e, polarity));
            *sum += e.value_milli;
        }
    }
    return CAHIER_OK;
}

/* "beau mais cher": the writer sets one pole against the other. What is conceded is only half meant: "même si c'est
 * bruyant, j'y suis bien". */
static bool is_opposed(const cahier_polarity *polarity)
{
    bool contrast = false;
    for (uint32_t i = 0; i < polarity->count; i++) {
        for (uint32_t k = 0; k < polarity->at[i].rule_count; k++) {
            contrast = contrast || polarity->at[i].rule[k].rule == CAHIER_RULE_CONTRAST;
            if (polarity->at[i].rule[k].rule == CAHIER_RULE_CONCESSION) {
                return false;
            }
        }
    }
    return contrast;
}

/* What the lexicon alone says. */
static void conclude(cahier_polarity *polarity)
{
    int64_t positive = 0, negative = 0;
    for (uint32_t i = 0; i < polarity->count; i++) {
        int32_t value = polarity->at[i].value_milli;
        *(value > 0 ? &positive : &negative) += value > 0 ? value : -value;
    }
    polarity->score_milli = cahier_polarity_score(positive - negative, polarity->words);
    int64_t small = positive < negative ? positive : negative, large = positive < negative ? negative : positive;
    int64_t percent = is_opposed(polarity) ? CAHIER_POLARITY_OPPOSED_PERCENT : CAHIER_POLARITY_MIXED_PERCENT;
    if (cahier_polarity_score(small, polarity->words) >= CAHIER_POLARITY_MIXED_FLOOR &&
            small * 100 >= large * percent) {
        polarity->label = CAHIER_MIXED;
    } else {
        polarity->label = polarity->score_milli >= CAHIER_POLARITY_POSITIVE   ? CAHIER_POSITIVE
                          : polarity->score_milli <= CAHIER_POLARITY_NEGATIVE ? CAHIER_NEGATIVE
                                                                              : CAHIER_NEUTRAL;
    }
}

/* The link of a title passed on, "Attentat à Ankara : trente morts https://..."; who exclaims speaks for himself. */
static uint32_t link_of(const cahier_types *types, const cahier_document *document)
{
    uint32_t link = CAHIER_NONE;
    if (document->tokens.count > RELAY_TOKENS) {
        return link;
    }
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        const cahier_type *type = &types->at[document->tokens.at[t].type];
        if ((type->flags & CAHIER_TYPE_PUNCTUATION) != 0 && type->surface.at[0] == '!') {
            return CAHIER_NONE;
        }
        link = (type->flags & CAHIER_TYPE_URL) != 0 ? t : link;
    }
    return link;
}

cahier_status cahier_judge_polarity(const cahier_lexicons *lexicons, const cahier_types *types, cahier_arena *batch,
        cahier_arena *scratch, cahier_document *document)
{
    assert(document->tokens.count == 0 || document->sentences.count > 0);
    cahier_polarity polarity = {0};
    size_t mark = cahier_arena_mark(scratch);
    cahier_reading reading = {.lexicons = lexicons,
            .types = types,
            .document = document,
            .scratch = scratch,
            .link = link_of(types, document)};
    for (uint32_t i = 0; i < document->sentences.count; i++) {
        cahier_sentence *sentence = &document->sentences.at[i];
        int64_t sum;
        CAHIER_TRY(cahier_read_signals(&reading, sentence));
        CAHIER_TRY(judge_sentence(&reading, batch, &polarity, &sum));
        sentence->polarity_milli = cahier_polarity_score(sum, reading.words);
        polarity.words += reading.words;
    }
    conclude(&polarity);
    cahier_arena_reset(scratch, mark);
    document->polarity = polarity;
    return CAHIER_OK;
}

/* --- words that the batch taught --- */

static bool is_heard(const cahier_polarity *polarity, uint32_t first, uint32_t start, uint32_t end)
{
    for (uint32_t i = first; i < polarity->count; i++) {
        if (polarity->at[i].start < end && polarity->at[i].end > start) {
            return true;
        }
    }
    return false;
}

/* Puts learned words among the evidence of their sentence, which begins at `first`, by start. */
static cahier_status merge(
        cahier_arena *batch, const cahier_polarity *learned, uint32_t first, cahier_polarity *polarity)
{
    for (uint32_t i = 0; i < learned->count; i++) {
        if (is_heard(polarity, first, learned->at[i].start, learned->at[i].end)) {
            continue;
        }
        CAHIER_TRY(keep_evidence(batch, &learned->at[i], polarity));
        uint32_t at = polarity->count - 1;
        for (; at > first && polarity->at[at - 1].start > learned->at[i].start; at--) {
            polarity->at[at] = polarity->at[at - 1];
        }
        polarity->at[at] = learned->at[i];
    }
    return CAHIER_OK;
}

static bool holds_learned(const cahier_reading *r, const cahier_sentence *sentence)
{
    for (uint32_t t = 0; t < sentence->token_count; t++) {
        if (r->learned[r->document->tokens.at[sentence->first_token + t].type] != 0) {
            return true;
        }
    }
    return false;
}

/* The evidence of a sentence, what the lexicon found and what was learned. */
static cahier_status hear_learned(
        cahier_reading *r, cahier_arena *batch, cahier_sentence *sentence, uint32_t first, cahier_polarity *polarity)
{
    cahier_polarity learned = {0};
    int64_t sum = 0;
    CAHIER_TRY(cahier_read_signals(r, sentence));
    CAHIER_TRY(judge_sentence(r, r->scratch, &learned, &sum));
    CAHIER_TRY(merge(batch, &learned, first, polarity));
    sum = 0;
    for (uint32_t i = first; i < polarity->count; i++) {
        sum += polarity->at[i].value_milli;
    }
    sentence->polarity_milli = cahier_polarity_score(sum, r->words);
    return CAHIER_OK;
}

/* The score of all evidence; its sign, where the lexicon called the text positive or negative. */
static void conclude_learned(cahier_polarity *polarity)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < polarity->count; i++) {
        sum += polarity->at[i].value_milli;
    }
    polarity->score_milli = cahier_polarity_score(sum, polarity->words);
    if (polarity->score_milli != 0 && (polarity->label == CAHIER_POSITIVE || polarity->label == CAHIER_NEGATIVE)) {
        polarity->label = polarity->score_milli > 0 ? CAHIER_POSITIVE : CAHIER_NEGATIVE;
    }
}

cahier_status cahier_judge_learned(const cahier_lexicons *lexicons, const cahier_types *types, const int32_t *learned,
        cahier_arena *batch, cahier_arena *scratch, cahier_document *document)
{
    const cahier_polarity before = document->polarity;
    cahier_polarity after = {.words = before.words, .label = before.label};
    size_t mark = cahier_arena_mark(scratch);
    cahier_reading reading = {.lexicons = lexicons,
            .types = types,
            .document = document,
            .learned = learned,
            .scratch = scratch,
            .link = link_of(types, document)};
    for (uint32_t i = 0, e = 0; i < document->sentences.count; i++) {
        cahier_sentence *sentence = &document->sentences.at[i];
        uint32_t first = after.count;
        for (; e < before.count && before.at[e].start < sentence->end; e++) {
            CAHIER_TRY(keep_evidence(batch, &before.at[e], &after));
        }
        if (holds_learned(&reading, sentence)) {
            CAHIER_TRY(hear_learned(&reading, batch, sentence, first, &after));
        }
    }
    conclude_learned(&after);
    cahier_arena_reset(scratch, mark);
    document->polarity = after;
    return CAHIER_OK;
}
