/* SPDX-License-Identifier: Apache-2.0 */
#include "polarity_rule.h"

#include "normalise.h"
#include "polarity.h"

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
    NEAR_REACH = 1,        /* "aucun réel danger" */
    NEGATION_REACH = 10,   /* the longest window lexicon.c accepts */
    VERB_REACH = 1,        /* "n'apprécie vraiment pas" */
    PARTICLE_REACH = 2,    /* "ne me plaît pas", "ne nous y aident pas" */
    CONCESSION_REACH = 12,
    PURPOSE_REACH = 8, /* "pour mener à bien son projet, un parcours du combattant": soon the main clause is back */
    RELAY_TOKENS = 60, /* a title, its link and its tags; a longer text speaks for itself */
    CAPITALS_MIN = 4   /* letters: "TRES" shouts, "SNCF" would too, but is no polar word */
};

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

/* Words of the sentence before a token. */
static uint32_t words_before(const cahier_reading *r, uint32_t token)
{
    uint32_t words = 0;
    for (uint32_t t = r->first; t < token; t++) {
        uint32_t flags = r->types->at[r->document->tokens.at[t].type].flags;
        words += (flags & (CAHIER_TYPE_WORD | CAHIER_TYPE_NUMBER)) != 0 && (flags & CAHIER_TYPE_ELISION) == 0;
    }
    return words;
}

const cahier_signal *cahier_negator_near(const cahier_reading *r, uint32_t first)
{
    uint32_t words = words_before(r, first);
    for (uint32_t j = r->count; j-- > 0;) {
        const cahier_signal *s = &r->at[j];
        if (s->end > first) {
            continue;
        }
        if (ends_scope(s) || words > s->word_end + NEAR_REACH) {
            return NULL;
        }
        if (is_negator(s)) {
            return s;
        }
    }
    return NULL;
}

const cahier_signal *cahier_wish_over(const cahier_reading *r, uint32_t first)
{
    uint32_t words = words_before(r, first);
    const cahier_signal *wish = NULL;
    for (uint32_t j = 0; j < r->count && r->at[j].first < first; j++) {
        const cahier_signal *s = &r->at[j];
        if (s->kind == CAHIER_SIGNAL_WISH || s->kind == CAHIER_SIGNAL_PURPOSE) {
            wish = s;
        } else if (s->kind == CAHIER_SIGNAL_CLAUSE || s->kind == CAHIER_SIGNAL_CONTRAST ||
                   (s->kind == CAHIER_SIGNAL_STOP && wish != NULL && wish->kind == CAHIER_SIGNAL_PURPOSE)) {
            wish = NULL;
        }
    }
    bool far = wish != NULL && wish->kind == CAHIER_SIGNAL_PURPOSE && words >= wish->word_end + PURPOSE_REACH;
    return far ? NULL : wish;
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

/* --- a sentence --- */

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

cahier_status cahier_keep_evidence(cahier_arena *batch, const cahier_evidence *e, cahier_polarity *polarity)
{
    cahier_evidence *at = CAHIER_GROW(batch, polarity->at, polarity->count, (size_t)polarity->count + 1);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    polarity->at = at;
    polarity->at[polarity->count++] = *e;
    return CAHIER_OK;
}

cahier_status cahier_weigh_sentence(
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
            CAHIER_TRY(cahier_keep_evidence(batch, &e, polarity));
            *sum += e.value_milli;
        }
    }
    return CAHIER_OK;
}

/* The link of a title passed on, "Attentat à Ankara : trente morts https://..."; who exclaims speaks for himself. */
uint32_t cahier_relayed_link(const cahier_types *types, const cahier_document *document)
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
