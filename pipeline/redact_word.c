/* SPDX-License-Identifier: Apache-2.0 */
/* Words around a datum: read forwards or backwards, and looked up in the lexicons. */
#include "redact_parts.h"

#include <assert.h>
#include <string.h>

#define PERSONAL CAHIER_KIND(CAHIER_LEXICON_PERSONAL)
#define WORD_MAX 48u         /* bytes: longer words are no name and no cue */
#define CUE_TOKENS_MAX 9u    /* longest cue, "par courriel à l'adresse suivante" and its kin */
#define CUE_TOKENS_BEFORE 7u /* the ends of longer cues are cues themselves: "salutations distinguées" */

uint32_t cahier_redact_skip_plain(cahier_text text, uint32_t at, const char *plain)
{
    uint32_t i = at;
    while (*plain != '\0') {
        if (i >= text.len) {
            return 0;
        }
        uint32_t next = i;
        (void)cahier_utf8_next(text.at, &next);
        char bare[CAHIER_FOLD_BOUND(4)];
        uint32_t len = cahier_fold_bare(cahier_slice(text, i, next), bare);
        if (len != 1 || bare[0] != *plain) {
            return 0;
        }
        plain++;
        i = next;
    }
    return (cahier_redact_class_at(text, i) & CAHIER_CHAR_LETTER) != 0 ? 0 : i;
}

uint32_t cahier_redact_skip_any(cahier_text text, uint32_t at, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        uint32_t end = cahier_redact_skip_plain(text, at, words[k]);
        if (end != 0) {
            return end;
        }
    }
    return 0;
}

/* The byte after the letters that start at `at`. */
static uint32_t letters_end(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    while (i < text.len) {
        uint32_t next = i;
        if ((cahier_char_class(cahier_utf8_next(text.at, &next)) & CAHIER_CHAR_LETTER) == 0) {
            break;
        }
        i = next;
    }
    return i;
}

/* --- tokens ---------------------------------------------------------------------------------------------- */

static uint32_t lookup(const redact_scan *scan, uint32_t start, uint32_t end)
{
    if (end - start > WORD_MAX) {
        return CAHIER_NONE;
    }
    char folded[CAHIER_FOLD_BOUND(WORD_MAX)];
    uint32_t len = cahier_fold_lower(cahier_slice(scan->text, start, end), folded);
    return cahier_lexicons_word(scan->lexicons, (cahier_text){folded, len});
}

static cahier_elision elision_at(const redact_scan *scan, uint32_t start, uint32_t end)
{
    if (end - start > WORD_MAX) {
        return CAHIER_ELISION_NONE;
    }
    char folded[CAHIER_FOLD_BOUND(WORD_MAX)];
    cahier_text key = {folded, cahier_fold_lower(cahier_slice(scan->text, start, end), folded)};
    uint32_t value = cahier_intern_find(&scan->lexicons->elisions->form, key, cahier_hash(key));
    return value == CAHIER_NONE ? CAHIER_ELISION_NONE : (cahier_elision)value;
}

/* "né(e)", "né·e", "voisin(e)s": the feminine mark belongs to the word; the word is looked up without it. */
static uint32_t inclusive_end(cahier_text text, uint32_t at)
{
    if (at >= text.len || (text.at[at] != '(' && text.at[at] != '\xC2')) {
        return at;
    }
    static const char *const marks[] = {"(e)s", "(e)", "(es)",
            "\xC2\xB7"
            "e\xC2\xB7"
            "s",
            "\xC2\xB7"
            "es",
            "\xC2\xB7"
            "e"};
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        if (cahier_redact_starts(text, at, marks[k])) {
            uint32_t end = at + (uint32_t)strlen(marks[k]);
            return cahier_redact_letter_at(text, end) ? at : end;
        }
    }
    return at;
}

/* "aujourd'hui", "peut-être": one token, hyphens and apostrophes inside. Its end, or `end`, that of the first
 * letters. */
static uint32_t whole_word_end(const redact_scan *scan, uint32_t at, uint32_t end)
{
    cahier_text text = scan->text;
    uint32_t joined = end;
    while (joined < text.len && (text.at[joined] == '-' || text.at[joined] == '\'') &&
            cahier_redact_letter_at(text, joined + 1)) {
        joined = letters_end(text, joined + 1);
    }
    return joined > end && elision_at(scan, at, joined) == CAHIER_ELISION_WHOLE ? joined : end;
}

static void read_letters(const redact_scan *scan, uint32_t at, redact_token *token)
{
    cahier_text text = scan->text;
    uint32_t end = whole_word_end(scan, at, letters_end(text, at));
    if (end < text.len && text.at[end] == '\'') {
        if (elision_at(scan, at, end + 1) == CAHIER_ELISION_PREFIX) {
            *token = (redact_token){at, end + 1, lookup(scan, at, end + 1)};
            return;
        }
        if (cahier_redact_letter_at(text, end + 1)) { /* aujourd'hui, O'Brien */
            end = letters_end(text, end + 1);
        }
    }
    *token = (redact_token){at, inclusive_end(text, end), lookup(scan, at, end)};
}

/* "-moi" of "appelez-moi"; the hyphen of other words is no token. */
static bool read_suffix(const redact_scan *scan, uint32_t at, redact_token *token)
{
    uint32_t end = letters_end(scan->text, at + 1);
    bool last = !cahier_redact_starts(scan->text, end, "-"); /* "tout-le-monde" has none */
    if (end == at + 1 || !last || elision_at(scan, at, end) != CAHIER_ELISION_SUFFIX) {
        return false;
    }
    *token = (redact_token){at, end, lookup(scan, at, end)};
    return true;
}

bool cahier_redact_token(const redact_scan *scan, uint32_t at, redact_token *token)
{
    cahier_text text = scan->text;
    while (at < text.len && text.at[at] == ' ') {
        at++;
    }
    if (at >= text.len || text.at[at] == '\n') {
        return false;
    }
    if (text.at[at] == '-' && at > 0 && cahier_redact_letter_at(text, at + 1) && cahier_redact_joins_before(text, at)) {
        if (read_suffix(scan, at, token)) {
            return true;
        }
        at++;
    }
    if (cahier_redact_letter_at(text, at)) {
        read_letters(scan, at, token);
        return true;
    }
    uint32_t end = at;
    uint32_t first = cahier_utf8_next(text.at, &end);
    while (end < text.len && cahier_redact_is_digit(text.at[at]) && cahier_redact_is_digit(text.at[end])) {
        end++;
    }
    *token = (redact_token){at, end, first == '\'' ? CAHIER_NONE : lookup(scan, at, end)};
    return true;
}

uint32_t cahier_redact_previous(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    while (i > 0 && text.at[i - 1] == ' ') {
        i--;
    }
    if (i == 0 || text.at[i - 1] == '\n' || text.at[i - 1] == ']') {
        return at; /* the words of a mark, "[téléphone]", announce nothing */
    }
    if (text.at[i - 1] == '-' || (text.at[i - 1] == '\'' && i > 1 && cahier_redact_joins_before(text, i - 1))) {
        i--; /* inside "voisin-ci", behind "m'" */
    }
    uint32_t kind = cahier_redact_class_before(text, i) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT);
    if (kind == 0) {
        if (i > 0) {
            (void)cahier_utf8_previous(text.at, &i);
        }
        return i;
    }
    while ((cahier_redact_class_before(text, i) & kind) != 0) {
        (void)cahier_utf8_previous(text.at, &i);
    }
    return i;
}

/* --- cues ------------------------------------------------------------------------------------------------ */

static redact_cue kind_of_entry(const cahier_lexicons *lexicons, uint32_t entry)
{
    static const struct {
        char name[13];
        redact_cue kind;
    } kinds[] = {{"title", REDACT_CUE_TITLE}, {"introduction", REDACT_CUE_INTRODUCTION}, {"kin", REDACT_CUE_KIN},
            {"signature", REDACT_CUE_SIGNATURE}, {"role", REDACT_CUE_ROLE}, {"public", REDACT_CUE_PUBLIC},
            {"eponym", REDACT_CUE_EPONYM}, {"institution", REDACT_CUE_INSTITUTION}, {"way", REDACT_CUE_WAY},
            {"phone", REDACT_CUE_PHONE}, {"email", REDACT_CUE_EMAIL}, {"iban", REDACT_CUE_IBAN},
            {"nir", REDACT_CUE_NIR}, {"card", REDACT_CUE_CARD}, {"plate", REDACT_CUE_PLATE},
            {"birthdate", REDACT_CUE_BIRTHDATE}, {"reference", REDACT_CUE_REFERENCE}, {"address", REDACT_CUE_ADDRESS},
            {"service", REDACT_CUE_SERVICE}, {"particle", REDACT_CUE_PARTICLE}, {"never", REDACT_CUE_NEVER}};
    cahier_text name = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_PERSONAL], entry, 1);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        if (name.at[0] == kinds[k].name[0] && name.len == strlen(kinds[k].name) &&
                memcmp(name.at, kinds[k].name, name.len) == 0) {
            return kinds[k].kind;
        }
    }
    return (redact_cue)0;
}

/* The personal cue of one of the given kinds that `node` is. */
static bool cue_of_node(const redact_scan *scan, uint32_t node, uint32_t kinds, redact_match *match)
{
    const cahier_lexicons *lexicons = scan->lexicons;
    for (uint32_t c = cahier_lexicons_cue(lexicons, node); c != CAHIER_NONE; c = lexicons->cue[c].next) {
        if (lexicons->cue[c].kind != CAHIER_LEXICON_PERSONAL) {
            continue;
        }
        redact_cue kind = kind_of_entry(lexicons, lexicons->cue[c].entry);
        if ((kind & kinds) != 0) {
            match->kind = kind;
            match->entry = lexicons->cue[c].entry;
            return true;
        }
    }
    return false;
}

/* "je m appelle", "l agent": the elided word whose apostrophe was typed as a space, or CAHIER_NONE. */
static uint32_t spaced_elision(const redact_scan *scan, const redact_token *token)
{
    cahier_text text = scan->text;
    if (token->end != token->start + 1 || !cahier_redact_starts(text, token->end, " ") ||
            (cahier_redact_class_at(text, token->end + 1) & CAHIER_CHAR_VOWEL) == 0) {
        return CAHIER_NONE;
    }
    char elided[2] = {(char)(text.at[token->start] | 0x20), '\''};
    return cahier_lexicons_word(scan->lexicons, (cahier_text){elided, 2});
}

/* Longest form of the kinds from `token` on, that ends at `limit` or before. */
static bool match_from(const redact_scan *scan, redact_token token, uint32_t limit, uint32_t kinds, redact_match *match)
{
    uint32_t node = 0;
    bool found = false;
    redact_match best = {.start = token.start};
    for (uint32_t n = 1; n <= CUE_TOKENS_MAX && token.word != CAHIER_NONE && token.end <= limit; n++) {
        uint32_t spaced = spaced_elision(scan, &token);
        uint32_t child =
                spaced == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_step(scan->lexicons, node, spaced, PERSONAL);
        node = child != CAHIER_NONE ? child : cahier_lexicons_step(scan->lexicons, node, token.word, PERSONAL);
        if (node == CAHIER_NONE) {
            break;
        }
        if (cue_of_node(scan, node, kinds, &best)) {
            best.end = token.end;
            best.tokens = n;
            found = true;
        }
        if (!cahier_lexicons_grows(scan->lexicons, node, PERSONAL) || !cahier_redact_token(scan, token.end, &token)) {
            break;
        }
    }
    if (found) {
        *match = best;
    }
    return found;
}

bool cahier_redact_match(const redact_scan *scan, uint32_t at, uint32_t kinds, redact_match *match)
{
    redact_token token;
    return cahier_redact_token(scan, at, &token) && match_from(scan, token, scan->text.len, kinds, match);
}

bool cahier_redact_is_between(cahier_text text, uint32_t start, uint32_t end, const char *between)
{
    for (uint32_t i = start; i < end; i++) {
        if (text.at[i] != ' ' && (text.at[i] == '\0' || strchr(between, text.at[i]) == NULL)) {
            return false;
        }
    }
    return true;
}

bool cahier_redact_match_before(
        const redact_scan *scan, uint32_t at, uint32_t kinds, const char *between, redact_match *match)
{
    bool found = false;
    uint32_t i = at;
    for (uint32_t n = 0; n < CUE_TOKENS_BEFORE; n++) {
        while (i > 0 && scan->text.at[i - 1] == '\n' && strchr(between, '\n') != NULL) {
            i--;
        }
        uint32_t previous = cahier_redact_previous(scan->text, i);
        if (previous == i) {
            break;
        }
        i = previous;
        redact_match candidate;
        redact_token token;
        if (!cahier_redact_token(scan, i, &token) ||
                (token.word == CAHIER_NONE && cahier_redact_joins_after(scan->text, i))) {
            break; /* no cue holds a word that is not in the dictionary */
        }
        if (match_from(scan, token, at, kinds, &candidate) &&
                cahier_redact_is_between(scan->text, candidate.end, at, between)) {
            *match = candidate;
            found = true;
        }
    }
    return found;
}

bool cahier_redact_cue_near(const redact_scan *scan, uint32_t at, uint32_t kinds, uint32_t words)
{
    uint32_t i = at;
    for (uint32_t n = 0; n < words + 4; n++) { /* cues are two to four tokens long themselves */
        uint32_t previous = cahier_redact_previous(scan->text, i);
        if (previous == i) {
            return false;
        }
        i = previous;
        redact_match match;
        if (cahier_redact_match(scan, i, kinds, &match) && match.end <= at && n < words + match.tokens) {
            return true;
        }
    }
    return false;
}

/* --- what a word is -------------------------------------------------------------------------------------- */

/* Node of the trie for the tokens of start..end, or CAHIER_NONE. */
static uint32_t node_of(const redact_scan *scan, uint32_t start, uint32_t end)
{
    uint32_t node = 0;
    redact_token token = {.end = start};
    while (token.end < end) {
        if (!cahier_redact_token(scan, token.end, &token) || token.word == CAHIER_NONE || token.end > end) {
            return CAHIER_NONE;
        }
        node = cahier_lexicons_step(scan->lexicons, node, token.word, CAHIER_ANY_KIND);
        if (node == CAHIER_NONE) {
            return CAHIER_NONE;
        }
    }
    return node;
}

static bool is_clear(const cahier_lexicons *lexicons, uint32_t entry)
{
    cahier_text ambiguity = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_FIRSTNAMES], entry, 2);
    return ambiguity.len == 5 && memcmp(ambiguity.at, "clear", 5) == 0;
}

/* "petit", "grand": dropped from topics, yet no function words. */
static bool is_generic(const cahier_lexicons *lexicons, uint32_t entry)
{
    cahier_text class = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_STOPWORDS], entry, 1);
    return class.len == 7 && memcmp(class.at, "generic", 7) == 0;
}

static redact_facts facts_of_node(const redact_scan *scan, uint32_t node)
{
    const cahier_lexicons *lexicons = scan->lexicons;
    redact_facts facts = {0};
    if (node == CAHIER_NONE) {
        return facts;
    }
    for (uint32_t c = cahier_lexicons_cue(lexicons, node); c != CAHIER_NONE; c = lexicons->cue[c].next) {
        const cahier_cue *cue = &lexicons->cue[c];
        if (cue->kind == CAHIER_LEXICON_PERSONAL) {
            facts.kinds |= kind_of_entry(lexicons, cue->entry);
        } else if (cue->kind == CAHIER_LEXICON_FIRSTNAMES) {
            facts.first = is_clear(lexicons, cue->entry) ? REDACT_FIRST_CLEAR : REDACT_FIRST_WORD;
        } else {
            facts.plain = true;
            facts.stop = facts.stop || (cue->kind == CAHIER_LEXICON_STOPWORDS && !is_generic(lexicons, cue->entry));
        }
    }
    return facts;
}

redact_facts cahier_redact_facts(const redact_scan *scan, uint32_t start, uint32_t end)
{
    return facts_of_node(scan, node_of(scan, start, end));
}

redact_facts cahier_redact_word_facts(const redact_scan *scan, uint32_t word)
{
    return facts_of_node(
            scan, word == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_step(scan->lexicons, 0, word, CAHIER_ANY_KIND));
}

redact_firstname cahier_redact_first_name(const redact_scan *scan, uint32_t start, uint32_t end)
{
    redact_firstname whole = cahier_redact_facts(scan, start, end).first;
    if (whole != REDACT_FIRST_NONE) {
        return whole;
    }
    redact_token token = {.end = start};
    uint32_t parts = 0, clear = 0;
    while (token.end < end && cahier_redact_token(scan, token.end, &token)) {
        redact_firstname part = cahier_redact_word_facts(scan, token.word).first;
        if (part == REDACT_FIRST_NONE) {
            return REDACT_FIRST_NONE;
        }
        parts++;
        clear += part == REDACT_FIRST_CLEAR;
    }
    return parts < 2 ? REDACT_FIRST_NONE : clear > 0 ? REDACT_FIRST_CLEAR : REDACT_FIRST_WORD;
}
