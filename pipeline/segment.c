/* SPDX-License-Identifier: Apache-2.0 */
#include "segment.h"

#include <string.h>

#include "normalise.h"

#define LONG_SENTENCE_WORDS 60u /* past this, a line break is enough: nobody folds so late */
#define FOLD_COLUMN 60u         /* mail programs fold between 65 and 78 columns: a shorter line was ended on purpose */

#define ADDRESS_MAX 200u /* bytes looked back at, so that a hostile run of full stops costs no more than its length */

/* A full stop after these ends no sentence. "etc." is not one: a capital after it begins a sentence. */
static const char *const abbreviations[] = {"m", "mm", "mme", "mmes", "mlle", "mlles", "mgr", "dr", "drs", "pr", "me",
        "st", "ste", "sts", "av", "ave", "bd", "bld", "blvd", "boul", "chem", "imp", "pl", "sq", "rte", "art", "p",
        "pp", "cf", "ex", "fig", "n", "no", "num", "vol", "chap", "al", "tél", "tel", "env", "approx", "réf", "ref",
        "fg", "all", "rés", "res", "bât", "bat", "esc", "apt", "appt", "dép", "éd", "op", "vs", "resp", "ch", "alin",
        "par", NULL};
/* What begins a sentence after an initial or an acronym: « le plan B. Il faut… », but « J. Dupont ». */
static const char *const openers[] = {"il", "ils", "elle", "elles", "le", "la", "les", "on", "nous", "je", "j", "vous",
        "ce", "c", "cela", "ça", "ces", "cette", "cet", "un", "une", "des", "mais", "et", "pour", "pourquoi", "si",
        "dans", "en", "au", "aux", "l", "d", "de", "du", "quand", "comment", "que", "qu", "qui", "merci", "à", "avec",
        "sans", "trop", "pas", "plus", "tout", "tous", "il", "sur", "car", "donc", "alors", "par", "même", "aussi",
        "bref", NULL};

typedef struct segmenter {
    cahier_arena *batch;
    cahier_text text;
    cahier_sentence *at;
    uint32_t count, room;
    uint32_t start; /* first byte of the sentence being read */
} segmenter;

static uint32_t class_at(const segmenter *s, uint32_t i)
{
    return i < s->text.len ? cahier_char_class(cahier_utf8_next(s->text.at, &i)) : 0;
}

static uint32_t char_at(const segmenter *s, uint32_t i)
{
    return i < s->text.len ? cahier_utf8_next(s->text.at, &i) : 0;
}

static uint32_t class_before(const segmenter *s, uint32_t i)
{
    return i > s->start ? cahier_char_class(cahier_utf8_previous(s->text.at, &i)) : 0;
}

static bool is_upper(uint32_t class)
{
    return (class & CAHIER_CHAR_UPPER) != 0;
}

static bool is_lower(uint32_t class)
{
    return (class & CAHIER_CHAR_LETTER) != 0 && (class & CAHIER_CHAR_UPPER) == 0;
}

static uint32_t skip_spaces(const segmenter *s, uint32_t i)
{
    while (i < s->text.len && s->text.at[i] == ' ') {
        i++;
    }
    return i;
}

/* Ends the sentence at byte `end`; the next begins at or after `next`. */
static cahier_status end_sentence(segmenter *s, uint32_t end, uint32_t next)
{
    uint32_t start = s->start;
    const char *at = s->text.at;
    while (start < end && (at[start] == ' ' || at[start] == '\n')) {
        start++;
    }
    while (end > start && (at[end - 1] == ' ' || at[end - 1] == '\n')) {
        end--;
    }
    s->start = next;
    if (start == end) {
        return CAHIER_OK;
    }
    if (s->count == s->room) {
        uint32_t room = s->room == 0 ? 1 : 2 * s->room;
        cahier_sentence *grown = CAHIER_GROW(s->batch, s->at, s->count, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        s->at = grown;
        s->room = room;
    }
    s->at[s->count++] = (cahier_sentence){.start = start, .end = end};
    return CAHIER_OK;
}

/* --- words around a full stop --- */

static bool is_listed(cahier_text word, const char *const *list)
{
    char folded[CAHIER_FOLD_BOUND(16)];
    if (word.len == 0 || word.len > 16) {
        return false;
    }
    uint32_t len = cahier_fold_lower(word, folded);
    for (; *list != NULL; list++) {
        if (**list == folded[0] && strlen(*list) == len && memcmp(*list, folded, len) == 0) {
            return true;
        }
    }
    return false;
}

/* Start of the letters that end at i. */
static uint32_t word_start(const segmenter *s, uint32_t i)
{
    while (i > s->start) {
        uint32_t before = i;
        if ((cahier_char_class(cahier_utf8_previous(s->text.at, &before)) & CAHIER_CHAR_LETTER) == 0) {
            break;
        }
        i = before;
    }
    return i;
}

static cahier_text word_from(const segmenter *s, uint32_t i)
{
    uint32_t end = i;
    while ((class_at(s, end) & CAHIER_CHAR_LETTER) != 0) {
        (void)cahier_utf8_next(s->text.at, &end);
    }
    return cahier_slice(s->text, i, end);
}

/* True when the digits before a full stop at i number an item: « 1. Voirie ». */
static bool is_item_number(const segmenter *s, uint32_t i)
{
    uint32_t start = i;
    while (start > s->start && s->text.at[start - 1] >= '0' && s->text.at[start - 1] <= '9') {
        start--;
    }
    uint32_t first = s->start;
    while (first < start && (s->text.at[first] == ' ' || s->text.at[first] == '\n')) {
        first++;
    }
    return start < i && first == start && i - start <= 2;
}

/* True when the run without spaces that holds byte i is an address of the web. */
static bool is_in_address(const segmenter *s, uint32_t i)
{
    uint32_t start = i;
    while (start > s->start && i - start < ADDRESS_MAX && (unsigned char)s->text.at[start - 1] > ' ') {
        start--;
    }
    uint32_t len = i - start;
    return (len >= 3 && memcmp(s->text.at + start, "www", 3) == 0) || memchr(s->text.at + start, '/', len) != NULL ||
           memchr(s->text.at + start, '@', len) != NULL;
}

/* --- boundaries --- */

/* What stands behind the signs that end a sentence. */
typedef struct tail {
    uint32_t end;  /* behind signs, closing quotes, emoji */
    uint32_t next; /* first byte that is no space */
    bool strong;   /* holds ! or ? */
    bool single;   /* is one full stop */
    bool closed;   /* a closing quote or bracket follows the signs */
} tail;

static bool is_strong(uint32_t c)
{
    return c == '!' || c == '?';
}

static bool is_sign(uint32_t c)
{
    return c == '.' || c == 0x2026 || is_strong(c);
}

static bool is_closing(uint32_t c)
{
    return c == ')' || c == ']' || c == '"' || c == 0xBB || c == 0x201D || c == '\'';
}

/* Emoji after the signs belong to the sentence they comment: « Bravo ! 👏 Merci ». */
static uint32_t skip_emoji(const segmenter *s, uint32_t i)
{
    const uint32_t emoji = CAHIER_CHAR_EMOJI | CAHIER_CHAR_JOINER;
    uint32_t next = skip_spaces(s, i);
    while ((class_at(s, next) & emoji) != 0) {
        (void)cahier_utf8_next(s->text.at, &next);
        i = next;
        next = skip_spaces(s, next);
    }
    return i;
}

static void read_tail(const segmenter *s, uint32_t i, tail *out)
{
    uint32_t first = char_at(s, i), count = 0, c;
    *out = (tail){.end = i};
    /* « bien ! ! ! »: signs may stand apart */
    while (is_sign(c = char_at(s, i)) || (c == ' ' && is_strong(char_at(s, i + 1)))) {
        (void)cahier_utf8_next(s->text.at, &i);
        out->strong = out->strong || is_strong(c);
        count += c != ' ';
    }
    out->single = count == 1 && first == '.';
    for (;;) {
        uint32_t spaced = skip_spaces(s, i);
        bool french = char_at(s, spaced) == 0xBB; /* « Non ! » */
        if (!is_closing(char_at(s, i)) && !french) {
            break;
        }
        i = french ? spaced : i;
        (void)cahier_utf8_next(s->text.at, &i);
        out->closed = true;
    }
    out->end = skip_emoji(s, i);
    out->next = skip_spaces(s, out->end);
}

/* What may begin a sentence even in careless writing. */
static bool may_begin(const segmenter *s, uint32_t i)
{
    uint32_t c = char_at(s, i), class = cahier_char_class(c);
    if (c == '(' || c == '[') {
        return is_upper(class_at(s, i + 1)); /* « etc. (voir plus haut) » */
    }
    return is_upper(class) || (class & CAHIER_CHAR_DIGIT) != 0 || c == 0xAB || c == '"' || c == 0x201C || c == '-' ||
           c == 0x2013 || c == 0x2014 || c == 0x2022 || c == '*' || c == '#' || c == '@';
}

/* A full stop at i between two words that touch: « trop cher.Il faudrait », but « exemple.Fr », « M.Martin ». */
static bool is_forgotten_space(const segmenter *s, uint32_t i, uint32_t next)
{
    cahier_text before = cahier_slice(s->text, word_start(s, i), i), after = word_from(s, next);
    return before.len >= 2 && is_lower(class_before(s, i)) && !is_listed(before, abbreviations) &&
           !is_in_address(s, i) && is_upper(class_at(s, next)) && (after.len >= 2 || is_listed(after, openers));
}

static bool is_one_letter(cahier_text word)
{
    uint32_t i = 0;
    if (word.len > 0) {
        (void)cahier_utf8_next(word.at, &i);
    }
    return word.len > 0 && i == word.len;
}

/* A full stop at i before a space: does a sentence end there? */
static bool ends_at_stop(const segmenter *s, uint32_t i, uint32_t next)
{
    if (!may_begin(s, next) || is_item_number(s, i)) {
        return false;
    }
    uint32_t start = word_start(s, i);
    cahier_text before = cahier_slice(s->text, start, i);
    if (is_listed(before, abbreviations) && !(before.len == 1 && is_listed(word_from(s, next), openers))) {
        return false;
    }
    bool initial = is_upper(class_at(s, start)) && is_one_letter(before);
    return !initial || is_listed(word_from(s, next), openers);
}

static bool is_boundary(const segmenter *s, uint32_t i, const tail *t)
{
    if (t->next >= s->text.len || s->text.at[t->next] == '\n') {
        return t->next >= s->text.len;
    }
    bool gap = t->next > t->end;
    if (!gap) {
        bool upper = is_upper(class_at(s, t->next));
        return t->single && !t->closed ? is_forgotten_space(s, i, t->next) : upper && !is_in_address(s, i);
    }
    if (t->single && !t->closed) {
        return ends_at_stop(s, i, t->next);
    }
    if (t->strong && !t->closed) {
        return is_lower(class_at(s, t->next)) || may_begin(s, t->next); /* « trop cher ! il faut » */
    }
    return may_begin(s, t->next);
}

/* --- line breaks --- */

static uint32_t count_words(const segmenter *s, uint32_t end)
{
    uint32_t words = 1;
    for (uint32_t i = s->start; i < end && words <= LONG_SENTENCE_WORDS; i++) {
        words += s->text.at[i] == ' ' || s->text.at[i] == '\n';
    }
    return words;
}

static bool begins_item(const segmenter *s, uint32_t i)
{
    uint32_t c = char_at(s, i), class = cahier_char_class(c);
    return (class & CAHIER_CHAR_LETTER) == 0 || is_upper(class);
}

/* A line break at i: true unless it only folds a sentence. */
static bool is_line_end(const segmenter *s, uint32_t i)
{
    if (i + 1 >= s->text.len || s->text.at[i + 1] == '\n' || begins_item(s, i + 1)) {
        return true;
    }
    uint32_t line = i, last = i;
    while (line > s->start && s->text.at[line - 1] != '\n') {
        line--;
    }
    return i - line < FOLD_COLUMN || is_sign(cahier_utf8_previous(s->text.at, &last)) ||
           count_words(s, i) > LONG_SENTENCE_WORDS;
}

/* --- lists on one line --- */

static bool is_bullet(uint32_t c)
{
    return c == '-' || c == '*' || c == 0x2013 || c == 0x2014 || c == 0x2022;
}

/* « - plus de bus - moins d'impôts »: what begins with a bullet is cut at the same bullet between spaces. */
static bool is_next_item(const segmenter *s, uint32_t i)
{
    uint32_t bullet = char_at(s, i), first = s->start, after = i, behind;
    if (!is_bullet(bullet) || i == s->start || s->text.at[i - 1] != ' ') {
        return false;
    }
    while (s->text.at[first] == ' ' || s->text.at[first] == '\n') {
        first++;
    }
    behind = first;
    (void)cahier_utf8_next(s->text.at, &after);
    (void)cahier_utf8_next(s->text.at, &behind);
    return first < i && char_at(s, first) == bullet && char_at(s, behind) == ' ' && char_at(s, after) == ' ';
}

/* The next byte at which a sentence may end, or text.len. */
static uint32_t next_stop(cahier_text text, uint32_t i)
{
    static const bool stops[256] = {['\n'] = true,
            ['.'] = true,
            ['!'] = true,
            ['?'] = true,
            ['-'] = true,
            ['*'] = true,
            [0xE2] = true /* … • – */};
    while (i < text.len && !stops[(unsigned char)text.at[i]]) {
        i++;
    }
    return i;
}

/* Ends the sentence behind the signs at *i, when one ends there; moves *i behind them. */
static cahier_status pass_signs(segmenter *s, uint32_t *i)
{
    tail t;
    read_tail(s, *i, &t);
    bool ends = is_boundary(s, *i, &t);
    *i = t.end;
    return ends ? end_sentence(s, t.end, t.next) : CAHIER_OK;
}

static cahier_status pass_line(segmenter *s, uint32_t *i, uint32_t title_len)
{
    uint32_t end = (*i)++;
    return end == title_len || is_line_end(s, end) ? end_sentence(s, end, end + 1) : CAHIER_OK;
}

cahier_status cahier_segment(cahier_arena *batch, cahier_text text, uint32_t title_len, cahier_sentences *out)
{
    segmenter s = {.batch = batch, .text = text};
    uint32_t i = 0;
    while ((i = next_stop(text, i)) < text.len) {
        if (text.at[i] == '\n') {
            CAHIER_TRY(pass_line(&s, &i, title_len));
        } else if (is_sign(char_at(&s, i))) {
            CAHIER_TRY(pass_signs(&s, &i));
        } else {
            if (is_next_item(&s, i)) {
                CAHIER_TRY(end_sentence(&s, i, i));
            }
            i++;
        }
    }
    CAHIER_TRY(end_sentence(&s, text.len, text.len));
    *out = (cahier_sentences){s.at, s.count};
    return CAHIER_OK;
}
