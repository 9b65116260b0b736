/* SPDX-License-Identifier: Apache-2.0 */
#include "quotable.h"

#include <string.h>

#include "normalise.h"
#include "text.h"

#define OPENER_WORDS 4u
#define OPENING_WORDS 4u /* of a sentence, punctuation included: as many as the longest opener */

typedef struct reader { /* one sentence */
    const cahier_types *types;
    const cahier_document *document;
    const cahier_sentence *sentence;
    cahier_text text;
} reader;

static const cahier_type *type_at(const reader *r, uint32_t t)
{
    return &r->types->at[r->document->tokens.at[r->sentence->first_token + t].type];
}

static bool is_word_at(const reader *r, uint32_t t, const char *word)
{
    return t < r->sentence->token_count &&
           cahier_text_equal(type_at(r, t)->surface, (cahier_text){word, (uint32_t)strlen(word)});
}

static bool is_any_at(const reader *r, uint32_t t, const char *const *words)
{
    bool is = false;
    for (uint32_t i = 0; words[i] != NULL && !is; i++) {
        is = is_word_at(r, t, words[i]);
    }
    return is;
}

/* --- never ------------------------------------------------------------------------------------------------------------------- */

/* Words of the sentence; 0 when it holds what was hidden or an address: these are not quoted. */
static uint32_t count_words(const reader *r)
{
    uint32_t words = 0;
    for (uint32_t t = 0; t < r->sentence->token_count; t++) {
        uint32_t flags = type_at(r, t)->flags;
        if ((flags & (CAHIER_TYPE_MARK | CAHIER_TYPE_URL)) != 0) {
            return 0;
        }
        words += (flags & CAHIER_TYPE_WORD) != 0;
    }
    return words;
}

/* Whether an entry of insult.tsv begins at token t: « pauvre type » is two words. */
static bool is_insult_at(const reader *r, const cahier_lexicons *lexicons, uint32_t t)
{
    uint32_t node = 0;
    for (; t < r->sentence->token_count; t++) {
        node = cahier_lexicons_pass(lexicons, node, type_at(r, t), CAHIER_KIND(CAHIER_LEXICON_INSULT));
        if (node == CAHIER_NONE) {
            return false;
        }
        if (cahier_lexicons_cue_of(lexicons, node, CAHIER_LEXICON_INSULT) != CAHIER_NONE) {
            return true;
        }
    }
    return false;
}

static bool is_insulting(const reader *r, const cahier_lexicons *lexicons)
{
    bool is = false;
    for (uint32_t t = 0; t < r->sentence->token_count && !is; t++) {
        is = is_insult_at(r, lexicons, t);
    }
    return is;
}

/* --- leaning on what came before ------------------------------------------------------------------------------------------------ */

/* First words of a sequel: it goes on, answers, or speaks of something named before. */
static const char *const sequels[] = {"et", "mais", "ou", "où", "donc", "car", "qui", "dont", "or", "ni", "puis",
        "ensuite", "ainsi", "aussi", "également", "alors", "cependant", "toutefois", "pourtant", "néanmoins", "sinon",
        "enfin", "notamment", "surtout", "bref", "parce", "puisque", "tandis", "idem", "pareil", "ex", "exemple", "ok",
        "cela", "ça", "ceci", "c'", "ce", "cet", "cette", "ces", "celui", "celle", "ceux", "celles", "celui-ci",
        "celle-ci", "ceux-ci", "celles-ci", "ils", "elle", "elles", "lui", "eux", "son", "sa", "ses", "leur", "leurs",
        NULL};

static const char *const openers[][OPENER_WORDS] = {{"de", "plus", ","}, {"en", "effet"}, {"en", "outre"},
        {"en", "revanche"}, {"par", "contre"}, {"par", "exemple"}, {"par", "ailleurs"}, {"de", "même"}, {"du", "coup"},
        {"au", "contraire"}, {"d'", "autre", "part"}, {"d'", "ailleurs"}, {"dans", "ce", "cas"}, {"bien", "sûr"},
        {"tout", "à", "fait"}, {"à", "ce", "sujet"}, {"il", "est", "cependant"}, {"de", "ce", "fait"}, {"pour", "cela"},
        {"malgré", "cela"}, {"dans", "ce", "sens"}, {"pas", "seulement"}, {"pas", "vraiment"},
        {"pas", "nécessairement"}};

/* What « il » may stand before without a name: « il faut », « il n'y a », « il serait temps ». */
static const char *const impersonal[] = {"faut", "faudra", "faudrait", "fallait", "convient", "conviendrait", "est",
        "serait", "était", "y", "existe", "manque", "suffit", "suffirait", "reste", "s'", "n'", "ne", "me", "m'",
        "vaut", "vaudrait", "semble", "devrait", "doit", NULL};

static bool begins_with_opener(const reader *r)
{
    for (uint32_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        uint32_t t = 0;
        while (t < OPENING_WORDS && openers[i][t] != NULL && is_word_at(r, t, openers[i][t])) {
            t++;
        }
        if (t == OPENING_WORDS || openers[i][t] == NULL) {
            return true;
        }
    }
    return false;
}

static bool leans(const reader *r)
{
    static const char *const replies[] = {"oui", "non", NULL}, *const to[] = {"à", "au", "aux", NULL},
                             *const pronouns[] = {"la", "les", NULL}, *const he[] = {"il", NULL};
    bool verb_follows = r->sentence->token_count > 1 && (type_at(r, 1)->flags & CAHIER_TYPE_INFINITIVE) != 0;
    return is_any_at(r, 0, sequels) || begins_with_opener(r) || (is_any_at(r, 0, replies) && !is_any_at(r, 1, to)) ||
           (is_any_at(r, 0, he) && !is_any_at(r, 1, impersonal)) || (is_any_at(r, 0, pronouns) && verb_follows);
}

/* --- beginning and end ----------------------------------------------------------------------------------------------------------- */

/* The text ends, or its line does and the next begins with a capital: not « … se doivent / - de circuler le soir ». */
static bool is_end_of_line(const reader *r)
{
    const cahier_text text = r->document->text;
    uint32_t at = r->sentence->end;
    while (at < text.len && text.at[at] == ' ') {
        at++;
    }
    bool is_broken = at < text.len && text.at[at] == '\n';
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\n')) {
        at++;
    }
    return at == text.len ||
           (is_broken && (cahier_char_class(cahier_utf8_next(text.at, &at)) & CAHIER_CHAR_UPPER) != 0);
}

/* Without the quotes and brackets that close it. */
static cahier_text without_closers(cahier_text text)
{
    static const char *const closers[] = {"\"", ")", "]", " ", "»", "”", "’", "\u00a0", "\u202f"};
    for (uint32_t i = 0; i < sizeof closers / sizeof *closers; i++) {
        uint32_t len = (uint32_t)strlen(closers[i]);
        if (text.len > len && memcmp(text.at + text.len - len, closers[i], len) == 0) {
            text.len -= len;
            i = CAHIER_NONE; /* from the first again */
        }
    }
    return text;
}

static bool ends_with(cahier_text text, const char *end)
{
    uint32_t len = (uint32_t)strlen(end);
    return text.len >= len && memcmp(text.at + text.len - len, end, len) == 0;
}

/* « adapter leurs attributions en fonction de. » */
static bool is_cut(const reader *r)
{
    static const char *const links[] = {"de", "d'", "du", "des", "à", "au", "aux", "en", "et", "ou", "le", "la", "les",
            "l'", "un", "une", "pour", "par", "avec", "que", "qu'", "qui", "dans", "sur", "mais", "si", "ex", "exemple",
            NULL};
    uint32_t t = r->sentence->token_count;
    while (t > 0 && (type_at(r, t - 1)->flags & CAHIER_TYPE_PUNCTUATION) != 0) {
        t--;
    }
    return t == 0 || is_any_at(r, t - 1, links);
}

static bool is_balanced(cahier_text text)
{
    int32_t brackets = 0, quotes = 0, straight = 0;
    bool in_order = true;
    for (uint32_t i = 0; i < text.len;) {
        uint32_t c = cahier_utf8_next(text.at, &i);
        brackets += (c == '(') - (c == ')');
        quotes += (c == 0xab || c == 0x201c) - (c == 0xbb || c == 0x201d);
        straight += c == '"';
        in_order = in_order && brackets >= 0 && quotes >= 0;
    }
    return in_order && brackets == 0 && quotes == 0 && straight % 2 == 0;
}

static bool shouts(cahier_text text)
{
    uint32_t upper = 0, letters = 0;
    for (uint32_t i = 0; i < text.len;) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
    }
    return upper * 2 >= letters;
}

/* « 2° Aucun droit… », « 1) », « - » : an item of a list that is not quoted with it. */
static bool is_item(cahier_text text)
{
    uint32_t i = 0, digits = 0;
    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9') {
        digits++;
    }
    bool numbered = digits > 0 && digits < text.len &&
                    (strchr(".)/-", text.at[digits]) != NULL ||
                            (digits + 1 < text.len && memcmp(text.at + digits, "°", 2) == 0));
    return numbered ||
           (cahier_char_class(cahier_utf8_next(text.at, &i)) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) == 0;
}

static bool is_piece(const reader *r, uint32_t words)
{
    cahier_text end = without_closers(r->text);
    bool ends = ends_with(end, ".") || ends_with(end, "!") || ends_with(end, "…");
    bool goes_on = ends_with(end, ",") || ends_with(end, ":") || ends_with(end, ";") || ends_with(end, "?");
    return words > CAHIER_QUOTABLE_READ || goes_on || (!ends && !is_end_of_line(r)) || is_cut(r) || leans(r) ||
           is_item(r->text) || !is_balanced(r->text) || shouts(r->text);
}

/* A capital, or the infinitive of a proposal (« créer une piste »), begins; a whole answer may do without; in the middle of a
 * text the lack of one is a doubt. */
static uint32_t worth(const reader *r)
{
    uint32_t i = 0, body = r->document->title_len == 0 ? 0 : r->document->title_len + 1;
    uint32_t first = cahier_char_class(cahier_utf8_next(r->text.at, &i));
    bool begins = (first & CAHIER_CHAR_LETTER) == 0 || (first & CAHIER_CHAR_UPPER) != 0 ||
                  (type_at(r, 0)->flags & CAHIER_TYPE_INFINITIVE) != 0;
    cahier_text end = without_closers(r->text);
    uint32_t percent = begins ? 100 : r->sentence->start <= body ? 85 : 65;
    percent -= ends_with(end, "..") || ends_with(end, "…") ? 15 : 0;
    percent -= ends_with(end, ".") || ends_with(end, "!") ? 0 : 5;
    percent -= memchr(r->text.at, '\n', r->text.len) != NULL ? 15 : 0;
    return percent;
}

cahier_quotable cahier_quotable_judge(const cahier_lexicons *lexicons, const cahier_types *types,
        const cahier_document *document, const cahier_sentence *sentence)
{
    reader r = {types, document, sentence, cahier_slice(document->text, sentence->start, sentence->end)};
    bool is_title = sentence->end <= document->title_len && document->title_len < document->text.len;
    uint32_t words = is_title ? 0 : count_words(&r);
    if (words < CAHIER_QUOTABLE_LEAST || words > CAHIER_QUOTABLE_MOST || is_insulting(&r, lexicons)) {
        return (cahier_quotable){CAHIER_QUOTABLE_NEVER, 0};
    }
    cahier_quotable_rank rank = is_piece(&r, words)              ? CAHIER_QUOTABLE_AS_LAST
                                : words <= CAHIER_QUOTABLE_BRIEF ? CAHIER_QUOTABLE_AS_BRIEF
                                                                 : CAHIER_QUOTABLE_AS_WHOLE;
    return (cahier_quotable){rank, worth(&r)};
}
