/* SPDX-License-Identifier: Apache-2.0 */
#include "redact_name.h"

#include <string.h>

#define SHOUT_WINDOW 60u /* bytes on each side: about ten words */

bool cahier_redact_shouts(cahier_text text, uint32_t start, uint32_t end)
{
    uint32_t from = start > SHOUT_WINDOW ? start - SHOUT_WINDOW : 0;
    uint32_t to = text.len - end > SHOUT_WINDOW ? end + SHOUT_WINDOW : text.len;
    uint32_t lower = 0, upper = 0;
    for (uint32_t i = from; i < to; i = i + 1 == start ? end : i + 1) {
        lower += text.at[i] >= 'a' && text.at[i] <= 'z';
        upper += text.at[i] >= 'A' && text.at[i] <= 'Z';
    }
    return upper > lower && upper >= 6;
}

redact_shape cahier_redact_shape(cahier_text text, uint32_t start, uint32_t end)
{
    uint32_t letters = 0, capitals = 0;
    bool first_capital = false;
    for (uint32_t i = start; i < end;) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        if ((class & CAHIER_CHAR_LETTER) != 0) {
            bool capital = (class & CAHIER_CHAR_UPPER) != 0;
            first_capital = first_capital || (capital && letters == 0);
            capitals += capital;
            letters++;
        }
    }
    if (letters == 0) {
        return REDACT_SHAPE_OTHER;
    }
    if (!first_capital) {
        return REDACT_SHAPE_LOWER;
    }
    return letters == 1 ? REDACT_SHAPE_INITIAL : capitals == letters ? REDACT_SHAPE_UPPER : REDACT_SHAPE_TITLE;
}

/* --- one piece ------------------------------------------------------------------------------------------- */

/* "J." of "J. Dupont", "J.-P." of "J.-P. Dupont": the byte after the last dot, or `at`. */
static uint32_t initials_end(cahier_text text, uint32_t at)
{
    uint32_t i = at, end = at;
    while (cahier_redact_upper_at(text, i)) {
        (void)cahier_utf8_next(text.at, &i);
        if (!cahier_redact_starts(text, i, ".")) {
            break;
        }
        end = ++i;
        i += cahier_redact_starts(text, i, "-");
    }
    return end;
}

static uint32_t piece_letters_end(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    while (i < text.len) {
        bool inner = (text.at[i] == '-' || text.at[i] == '\'') && i > at && cahier_redact_letter_at(text, i + 1);
        if (!inner && !cahier_redact_letter_at(text, i)) {
            break;
        }
        (void)cahier_utf8_next(text.at, &i);
    }
    return i;
}

/* What is said of the form, or of all its parts: "Centre-Ville" is plain as "centre" and "ville" are. */
static redact_facts facts_of_piece(const redact_scan *scan, uint32_t start, uint32_t end, redact_token *first)
{
    (void)cahier_redact_token(scan, start, first);
    if (first->end >= end) {
        return cahier_redact_word_facts(scan, first->word);
    }
    redact_facts facts = cahier_redact_facts(scan, start, end);
    facts.first = cahier_redact_first_name(scan, start, end);
    bool plain = true;
    redact_token token = {.end = start};
    while (token.end < end && cahier_redact_token(scan, token.end, &token)) {
        plain = plain && cahier_redact_word_facts(scan, token.word).plain;
    }
    facts.plain = facts.plain || plain;
    return facts;
}

/* Are the first letters an elided word, "J'ai", "L'Europe"? Not in a name: a capital follows and the rest is no word,
 * "D'Ormesson", "N'Diaye", "M'Barek". */
static bool is_elided(const redact_scan *scan, const redact_token *head, uint32_t end)
{
    cahier_text text = scan->text;
    if (text.at[head->end - 1] != '\'' || head->end >= end) {
        return false;
    }
    if (strchr("dDnNmM", text.at[head->start]) == NULL || !cahier_redact_upper_at(text, head->end)) {
        return true;
    }
    redact_token first;
    redact_facts rest = facts_of_piece(scan, head->end, end, &first);
    return rest.plain || (rest.kinds & (REDACT_CUE_NEVER | REDACT_CUE_INSTITUTION | REDACT_CUE_PUBLIC)) != 0;
}

#define ACCENTED_MAX 40u /* bytes: no first name is longer */

/* "Rosário" for "Rosario": accents of other languages are written or not, in the list as in the text. */
static redact_firstname first_name_without_accents(const redact_scan *scan, uint32_t start, uint32_t end)
{
    char bare[CAHIER_FOLD_BOUND(ACCENTED_MAX)];
    if (end - start > ACCENTED_MAX) {
        return REDACT_FIRST_NONE;
    }
    uint32_t len = cahier_fold_bare(cahier_slice(scan->text, start, end), bare);
    return len == end - start
                   ? REDACT_FIRST_NONE
                   : cahier_redact_word_facts(scan, cahier_lexicons_word(scan->lexicons, (cahier_text){bare, len}))
                             .first;
}

bool cahier_redact_piece(const redact_scan *scan, uint32_t at, redact_piece *piece)
{
    cahier_text text = scan->text;
    *piece = (redact_piece){.start = at, .end = piece_letters_end(text, at)};
    if (piece->end == at) {
        return false;
    }
    piece->shape = cahier_redact_shape(text, at, piece->end);
    uint32_t initials = initials_end(text, at);
    if (initials > piece->end || (initials > at && piece->shape == REDACT_SHAPE_INITIAL)) {
        piece->end = initials;
        piece->shape = REDACT_SHAPE_INITIAL;
        return true;
    }
    redact_token first = {0};
    redact_facts facts = facts_of_piece(scan, at, piece->end, &first);
    if (first.word == CAHIER_NONE && facts.first == REDACT_FIRST_NONE) {
        facts.first = first_name_without_accents(scan, at, piece->end);
    }
    piece->stop = facts.stop;
    piece->plain = facts.plain;
    bool doubtful = facts.plain || piece->end - at <= 2; /* "Bonheur", "Ed" */
    piece->first = facts.first == REDACT_FIRST_CLEAR && doubtful ? REDACT_FIRST_WORD : facts.first;
    piece->seen = first.word != CAHIER_NONE;
    piece->known = facts.plain || facts.kinds != 0;
    piece->barred = (facts.kinds & (REDACT_CUE_NEVER | REDACT_CUE_ROLE | REDACT_CUE_TITLE | REDACT_CUE_INSTITUTION |
                                           REDACT_CUE_INTRODUCTION)) != 0;
    piece->public = (facts.kinds & REDACT_CUE_PUBLIC) != 0;
    piece->elided = is_elided(scan, &first, piece->end);
    return true;
}

/* --- a row of pieces ------------------------------------------------------------------------------------- */

/* "AB" of "AB-123-CD", "RD" of "RD12", "Marie" of "Marie_75@exemple.fr": no name. */
static bool is_glued(cahier_text text, const redact_piece *piece)
{
    uint32_t i = piece->end;
    if (cahier_redact_starts(text, i, "_") || cahier_redact_starts(text, i, "@") ||
            (piece->start > 0 && text.at[piece->start - 1] == '_')) {
        return true;
    }
    i += cahier_redact_starts(text, i, "-");
    return i < text.len && cahier_redact_is_digit(text.at[i]);
}

static bool has_capital(const redact_piece *piece)
{
    return piece->shape == REDACT_SHAPE_TITLE || piece->shape == REDACT_SHAPE_UPPER;
}

/* "yannick le goffic", "mme ait ouali": particles in small letters before small letters. Behind a title alone, "le" and
 * "la" are articles: "monsieur le proviseur". */
static bool may_stay_lower(const redact_scan *scan, const redact_run *run, const redact_match *particle)
{
    static const char *const titled[] = {
            "ait", "aït", "ben", "bent", "el", "al", "ould", "abou", "mac", "van", "van der"};
    if (run->count > 0) {
        return run->at[0].shape == REDACT_SHAPE_LOWER && run->at[run->count - 1].first != REDACT_FIRST_NONE;
    }
    return cahier_redact_is_form(cahier_redact_form(scan, particle), titled, sizeof titled / sizeof *titled);
}

/* End of a particle at `at` when a capital follows it: "de La" of "de La Tour"; 0 when there is none. */
static uint32_t particle_end(const redact_scan *scan, const redact_run *run, uint32_t at, redact_trust trust)
{
    redact_match particle;
    if (!cahier_redact_match(scan, at, REDACT_CUE_PARTICLE, &particle)) {
        return 0;
    }
    uint32_t next = particle.end + cahier_redact_starts(scan->text, particle.end, " ");
    bool elided = scan->text.at[particle.end - 1] == '\'';
    bool capital = cahier_redact_upper_at(scan->text, next);
    bool named = capital || (trust >= REDACT_TRUST_LOWER && may_stay_lower(scan, run, &particle));
    return (next > particle.end || elided) && named ? next : 0;
}

static bool is_plain_allowed(const redact_run *run, const redact_piece *piece, redact_trust trust, bool shouts)
{
    if (!piece->plain) {
        return true;
    }
    if (run->count == 0) {
        return piece->first != REDACT_FIRST_NONE || (trust != REDACT_TRUST_NAMES && !shouts);
    }
    const redact_piece *before = &run->at[run->count - 1];
    bool after_first_name =
            before->first == REDACT_FIRST_CLEAR || (before->first != REDACT_FIRST_NONE && trust != REDACT_TRUST_NAMES);
    return piece->first != REDACT_FIRST_NONE || (after_first_name && !shouts && before->shape != REDACT_SHAPE_UPPER);
}

static bool is_taken(const redact_scan *scan, const redact_run *run, const redact_piece *piece, redact_trust trust)
{
    bool shouts = piece->shape == REDACT_SHAPE_UPPER && cahier_redact_shouts(scan->text, piece->start, piece->end);
    if (piece->elided || is_glued(scan->text, piece) || piece->end - piece->start < 2) {
        return false;
    }
    if (piece->shape == REDACT_SHAPE_INITIAL) {
        return true;
    }
    if (has_capital(piece)) {
        bool first = piece->first != REDACT_FIRST_NONE;
        return !(piece->stop && !first) &&
               !(piece->barred && !(first && run->count == 0 && piece->first == REDACT_FIRST_CLEAR)) &&
               is_plain_allowed(run, piece, trust, shouts);
    }
    bool lower =
            trust >= REDACT_TRUST_LOWER &&
            (run->count == 0 || (run->at[0].shape == REDACT_SHAPE_LOWER &&
                                        (run->at[run->count - 1].first != REDACT_FIRST_NONE ||
                                                (trust == REDACT_TRUST_INTRODUCED &&
                                                        run->count == 1)))); /* "mme tartempion crie": one surname */
    bool unknown =
            !piece->known && (!piece->seen || trust == REDACT_TRUST_ABBREVIATED) && piece->end - piece->start >= 3;
    return lower && !piece->barred &&
           (unknown || piece->first == REDACT_FIRST_CLEAR || (piece->first != REDACT_FIRST_NONE && !piece->plain));
}

/* "Marie de Villeneuve", "Mme de Villeneuve"; but "GRETA de Meaux", "maître d'Ouvrage". */
static bool may_precede_particle(const redact_scan *scan, const redact_run *run, uint32_t at, redact_trust trust)
{
    bool lower = (cahier_redact_class_at(scan->text, at) & CAHIER_CHAR_UPPER) == 0;
    if (run->count == 0) {
        return trust >= REDACT_TRUST_LOWER || (trust == REDACT_TRUST_CUE && !lower);
    }
    return !lower || run->count > 1 || run->at[0].shape != REDACT_SHAPE_UPPER;
}

void cahier_redact_run(const redact_scan *scan, uint32_t at, redact_trust trust, redact_run *run)
{
    cahier_text text = scan->text;
    *run = (redact_run){.start = at, .end = at};
    uint32_t i = at;
    while (run->count < REDACT_PIECES_MAX) {
        uint32_t name = particle_end(scan, run, i, trust);
        redact_piece piece;
        bool particle = name != 0 && may_precede_particle(scan, run, i, trust) &&
                        cahier_redact_piece(scan, name, &piece) && is_taken(scan, run, &piece, trust) && !piece.plain;
        if (!particle && (!cahier_redact_piece(scan, i, &piece) || !is_taken(scan, run, &piece, trust))) {
            break;
        }
        run->at[run->count++] = piece;
        run->end = piece.end;
        if (!cahier_redact_starts(text, piece.end, " ")) {
            break;
        }
        i = piece.end + 1;
    }
    while (run->count > 1 && run->at[run->count - 1].shape == REDACT_SHAPE_INITIAL &&
            text.at[run->at[run->count - 1].end - 1] != '.') {
        run->end = run->at[--run->count - 1].end; /* "Jean Dupont A" */
    }
}
