/* SPDX-License-Identifier: Apache-2.0 */
/* Postal addresses: number, way and name, then building, postcode and town. A way without a number is the subject
 * of a contribution ("rue de la Paix mal éclairée") and stays. */
#include "redact_name.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define NAME_WORDS_MAX 8u
#define TOWN_WORDS_MAX 6u

/* How sure a way is that a street name follows. */
typedef enum way_class {
    WAY_CAPITAL, /* "2 cours du soir": only before a capital */
    WAY_ARTICLE, /* "12 place du marché" but "2 places de parking" */
    WAY_PLAIN,   /* "12 rue des lilas" */
    WAY_PART     /* a part of a building: never first */
} way_class;

static const char *const plain_ways[] = {"rue", "r.", "ruelle", "rlle", "avenue", "av.", "av", "ave", "ave.",
        "boulevard", "bd", "bd.", "bld", "bld.", "boul.", "blvd", "impasse", "imp.", "imp", "allée", "all.", "faubourg",
        "fbg", "rte", "rte.", "lotissement", "lot.", "lieu-dit", "lieu dit", "lieudit", "venelle", "résidence"};
static const char *const article_ways[] = {"place", "pl.", "pl", "placette", "chemin", "ch.", "chem.", "route",
        "square", "sq.", "quai", "passage", "esplanade", "promenade", "sentier", "sente", "hameau", "clos", "cité",
        "chaussée", "montée"};
static const char *const part_ways[] = {"bâtiment", "bât.", "bat.", "bât", "immeuble", "imm.", "esc.", "escalier",
        "escaliers", "appartement", "appt", "appt.", "apt", "étage", "ét.", "hall", "entrée", "tour", "bloc",
        "boîte postale", "b.p.", "bp", "cs", "cidex", "cedex", "chez", "porte", "zone artisanale", "zone industrielle",
        "z.a.", "za", "zi", "zac", "quartier", "qu.", "quart.", "car.", "côte", "crs"};

static bool is_in_table(cahier_text text, const char *const *table, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (strlen(table[k]) == text.len && memcmp(table[k], text.at, text.len) == 0) {
            return true;
        }
    }
    return false;
}

static way_class class_of_way(const redact_scan *scan, uint32_t entry)
{
    cahier_text form = cahier_lexicon_cell(&scan->lexicons->file[CAHIER_LEXICON_PERSONAL], entry, 0);
    if (is_in_table(form, plain_ways, COUNT(plain_ways))) {
        return WAY_PLAIN;
    }
    if (is_in_table(form, article_ways, COUNT(article_ways))) {
        return WAY_ARTICLE;
    }
    return is_in_table(form, part_ways, COUNT(part_ways)) ? WAY_PART : WAY_CAPITAL;
}

static uint32_t digits_end(cahier_text text, uint32_t at)
{
    while (cahier_redact_digit_at(text, at)) {
        at++;
    }
    return at;
}

/* --- number before the way ------------------------------------------------------------------------------- */

/* "bis", " ter", " B": the byte after it, or `at`. */
static uint32_t skip_repetition(cahier_text text, uint32_t at)
{
    static const char *const repetitions[] = {"bis", "ter", "quater", "quinquies", "a", "b", "c", "d", "e", "f", "g"};
    uint32_t i = at + cahier_redact_starts(text, at, " ");
    uint32_t end = cahier_redact_skip_any(text, i, repetitions, COUNT(repetitions));
    return end == 0 ? at : end;
}

/* "-14", " et 14", "/14": numbers of the same building. */
static uint32_t skip_range(cahier_text text, uint32_t at)
{
    static const char *const joins[] = {"-", "/", " - ", " et ", " \xC3\xA0 ", " a ", ", ", " / "};
    for (size_t k = 0; k < COUNT(joins); k++) {
        uint32_t i = at + (uint32_t)strlen(joins[k]);
        if (cahier_redact_starts(text, at, joins[k]) && cahier_redact_digit_at(text, i)) {
            uint32_t end = digits_end(text, i);
            return end - i <= 4 ? skip_repetition(text, end) : at;
        }
    }
    return at;
}

/* From the end of the number to the start of the way: ", ", " de la " ("au 12 de la rue Foch"). */
static uint32_t skip_to_way(cahier_text text, uint32_t at, bool *linked)
{
    static const char *const links[] = {" de la ", " de l'", " du ", " de ", ", de la ", ", du "};
    for (size_t k = 0; k < COUNT(links); k++) {
        if (cahier_redact_starts(text, at, links[k])) {
            *linked = true;
            return at + (uint32_t)strlen(links[k]);
        }
    }
    *linked = false;
    uint32_t i = at + cahier_redact_starts(text, at, ",");
    return i + (i < text.len && (text.at[i] == ' ' || text.at[i] == '\n'));
}

/* --- name of the way ------------------------------------------------------------------------------------- */

typedef struct way_name {
    uint32_t end; /* after the last word taken; 0: none */
    uint32_t words;
    bool plain_first; /* its first word is a word of the language: "Vieux Moulin" */
    bool caseless;    /* capitals tell nothing: all lower case, or all capitals */
} way_name;

static bool is_connector(cahier_text text, const redact_token *token)
{
    static const char *const connectors[] = {
            "de", "du", "des", "la", "le", "les", "aux", "au", "et", "sur", "sous", "en", "d", "l", "lez"};
    uint32_t end = cahier_redact_skip_any(text, token->start, connectors, COUNT(connectors));
    return end != 0 && (end == token->end || (end + 1 == token->end && text.at[end] == '\''));
}

/* "8 mai 1945", "11 novembre": the byte after it, or 0. */
static uint32_t date_name_end(const redact_scan *scan, uint32_t at)
{
    static const char *const months[] = {"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout",
            "septembre", "octobre", "novembre", "decembre"};
    cahier_text text = scan->text;
    uint32_t i = digits_end(text, at);
    i += cahier_redact_starts(text, i, "er") ? 2 : 0;
    if (i == at || i - at > 4 || !cahier_redact_starts(text, i, " ")) {
        return 0;
    }
    uint32_t end = cahier_redact_skip_any(text, i + 1, months, COUNT(months));
    if (end != 0 && cahier_redact_starts(text, end, " ") && digits_end(text, end + 1) == end + 5) {
        end += 5;
    }
    return end;
}

/* May this word go on the name, once it has a word? */
static bool goes_on(
        const redact_scan *scan, const redact_token *token, redact_shape shape, bool linked, const way_name *name)
{
    redact_facts facts = cahier_redact_word_facts(scan, token->word);
    if (shape == REDACT_SHAPE_OTHER || facts.stop || (facts.kinds & REDACT_CUE_TITLE) != 0) {
        return false;
    }
    if (name->caseless || shape == REDACT_SHAPE_LOWER) {
        return name->caseless && (facts.first != REDACT_FIRST_NONE || token->word == CAHIER_NONE);
    }
    return !facts.plain || linked || (name->plain_first && name->words < 3);
}

/* Does the name start with this word? */
static bool begins(
        const redact_scan *scan, const redact_token *token, redact_shape shape, way_class class, bool article)
{
    if (shape == REDACT_SHAPE_OTHER || cahier_redact_word_facts(scan, token->word).stop) {
        return false;
    }
    bool lower = shape == REDACT_SHAPE_LOWER;
    return !lower || class == WAY_PLAIN || (class == WAY_ARTICLE && article);
}

static bool take_word(
        const redact_scan *scan, const redact_token *token, bool linked, bool article, way_class class, way_name *name)
{
    redact_shape shape = cahier_redact_shape(scan->text, token->start, token->end);
    if (name->words == 0) {
        if (!begins(scan, token, shape, class, article)) {
            return false;
        }
        name->plain_first = cahier_redact_word_facts(scan, token->word).plain;
        name->caseless = shape == REDACT_SHAPE_LOWER || name->caseless;
    } else if (!goes_on(scan, token, shape, linked, name)) {
        return false;
    }
    name->end = token->end;
    name->words++;
    return true;
}

/* End of the name that starts at `at`: "de la Gare", "victor hugo", "du 8 mai 1945". */
static uint32_t way_name_end(const redact_scan *scan, uint32_t at, way_class class, bool capitals)
{
    way_name name = {.caseless = capitals};
    redact_token token = {.end = at};
    bool linked = false, article = false;
    for (uint32_t n = 0; n < 2 * NAME_WORDS_MAX && name.words < NAME_WORDS_MAX; n++) {
        redact_match known;
        uint32_t date;
        if (!cahier_redact_token(scan, token.end, &token)) {
            break;
        }
        if (cahier_redact_match(scan, token.start, REDACT_CUE_EPONYM | REDACT_CUE_PUBLIC, &known) && known.tokens > 1) {
            token.end = name.end = known.end;
            name.words++;
        } else if (is_connector(scan->text, &token)) {
            linked = true;
            article = article || token.end - token.start != 2 ||
                      cahier_redact_skip_plain(scan->text, token.start, "de") == 0;
            continue;
        } else if ((date = date_name_end(scan, token.start)) != 0) {
            token.end = name.end = date;
            name.words++;
        } else if (!take_word(scan, &token, linked, article, class, &name)) {
            break;
        }
        linked = false;
    }
    return name.end;
}

/* --- what follows the way -------------------------------------------------------------------------------- */

/* Spaces and one mark between the parts of an address: at most 3 bytes. */
static uint32_t skip_separator(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    while (i < text.len && i - at < 3 && strchr(" ,-\n(/", text.at[i]) != NULL && text.at[i] != '\0') {
        i++;
    }
    return i;
}

/* ", bât. B", " appt 12", "3e étage": the end of the last part, or `at`. */
static uint32_t building_end(const redact_scan *scan, uint32_t at)
{
    cahier_text text = scan->text;
    uint32_t end = at;
    for (uint32_t n = 0; n < 4; n++) {
        uint32_t i = skip_separator(text, end);
        redact_match way;
        redact_token token;
        uint32_t floor = digits_end(text, i);
        if (floor > i && floor - i <= 2 && cahier_redact_token(scan, floor, &token) && token.end - token.start <= 4) {
            i = token.end + cahier_redact_starts(text, token.end, " "); /* "3e ", "2ème " */
            if (cahier_redact_skip_plain(text, i, "etage") == 0) {
                return end;
            }
            end = cahier_redact_skip_plain(text, i, "etage");
            continue;
        }
        if (!cahier_redact_match(scan, i, REDACT_CUE_WAY, &way) || class_of_way(scan, way.entry) != WAY_PART ||
                !cahier_redact_token(scan, way.end, &token) || token.end - token.start > 4) {
            return end;
        }
        bool number = cahier_redact_digit_at(text, token.start) || token.end - token.start == 1;
        if (!number || cahier_redact_shape(text, token.start, token.end) == REDACT_SHAPE_LOWER) {
            return end;
        }
        end = token.end;
    }
    return end;
}

/* Letters, hyphens and apostrophes in one piece: "Saint-Rémy-de-Provence", "L'Île-d'Yeu". */
static uint32_t piece_end(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    while (i < text.len) {
        uint32_t next = i;
        bool letter = (cahier_char_class(cahier_utf8_next(text.at, &next)) & CAHIER_CHAR_LETTER) != 0;
        bool inner = (text.at[i] == '-' || text.at[i] == '\'') && i > at &&
                     (cahier_redact_class_at(text, i + 1) & CAHIER_CHAR_LETTER) != 0;
        if (!letter && !inner) {
            break;
        }
        i = next;
    }
    return i;
}

static uint32_t skip_cedex(cahier_text text, uint32_t at)
{
    static const char *const cedex[] = {"cedex"};
    uint32_t i = at + cahier_redact_starts(text, at, " ");
    uint32_t end = cahier_redact_skip_any(text, i, cedex, 1);
    if (end == 0) {
        return at;
    }
    uint32_t number = end + cahier_redact_starts(text, end, " ");
    uint32_t number_end = digits_end(text, number);
    return number_end > number && number_end - number <= 2 ? number_end : end;
}

/* End of a town name at `at`, or 0. `sure`: a postcode or an address stands before, a lower-case name will do. */
static uint32_t town_end(const redact_scan *scan, uint32_t at, bool sure)
{
    static const char *const articles[] = {"le", "la", "les"};
    cahier_text text = scan->text;
    uint32_t i = at, end = 0;
    bool linked = false;
    for (uint32_t n = 0; n < TOWN_WORDS_MAX; n++) {
        uint32_t piece = piece_end(text, i);
        redact_token token = {i, piece, 0};
        if (piece == i || (end != 0 && cahier_redact_skip_plain(text, i, "cedex") == piece)) {
            break;
        }
        redact_shape shape = cahier_redact_shape(text, i, piece);
        bool capital = shape == REDACT_SHAPE_TITLE || shape == REDACT_SHAPE_UPPER;
        if ((end == 0 && cahier_redact_skip_any(text, i, articles, COUNT(articles)) == piece) ||
                (end != 0 && !linked && is_connector(text, &token))) {
            linked = end != 0;
        } else {
            bool joined = linked && !capital && sure;
            redact_facts facts = cahier_redact_facts(scan, i, piece);
            bool plain = !linked && (sure && end == 0 && capital ? facts.stop : facts.plain);
            bool taken = capital ? !plain : (sure && end == 0 && !plain && !is_connector(text, &token)) || joined;
            if (!taken) {
                break;
            }
            end = piece;
            linked = false;
        }
        if (!cahier_redact_starts(text, piece, " ")) {
            break;
        }
        i = piece + 1;
    }
    return end == 0 ? 0 : skip_cedex(text, end);
}

/* Mainland 01-95, Corsica 20, overseas 97 and 98. */
static bool is_postcode(cahier_text text, uint32_t at)
{
    if (digits_end(text, at) != at + 5 || cahier_redact_joins_before(text, at) ||
            cahier_redact_joins_after(text, at + 5)) {
        return false;
    }
    uint32_t county = (uint32_t)(text.at[at] - '0') * 10 + (uint32_t)(text.at[at + 1] - '0');
    return county >= 1 && county <= 98 && county != 96;
}

/* Postcode and town, or town alone ("à Nibles"), behind an address that ends at `at`: the end, or `at`. */
static uint32_t place_end(const redact_scan *scan, uint32_t at)
{
    cahier_text text = scan->text;
    uint32_t i = skip_separator(text, at);
    if (is_postcode(text, i)) {
        uint32_t town = skip_separator(text, i + 5);
        uint32_t end = town > i + 5 ? town_end(scan, town, true) : 0;
        return end == 0 ? i + 5 : end;
    }
    static const char *const ins[] = {" \xC3\xA0 ", " a ", ", \xC3\xA0 ", " \xC3\x80 "};
    for (size_t k = 0; k < COUNT(ins); k++) {
        if (cahier_redact_starts(text, at, ins[k])) {
            uint32_t end = town_end(scan, at + (uint32_t)strlen(ins[k]), false);
            return end == 0 ? at : end;
        }
    }
    if (cahier_redact_starts(text, at, ", ") || cahier_redact_starts(text, at, " - ")) {
        uint32_t end = town_end(scan, i, false);
        bool closed = end == text.len || (end != 0 && strchr(".,;\n)", text.at[end]) != NULL);
        bool person = end != 0 && cahier_redact_first_name(scan, i, piece_end(text, i)) != REDACT_FIRST_NONE;
        return closed && !person ? end : at;
    }
    return at;
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static redact_verdict find_address(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t number = digits_end(text, at);
    if (number - at > 4 || cahier_redact_joins_before(text, at) || text.at[at] == '0') {
        return REDACT_NOTHING;
    }
    bool linked;
    uint32_t i = skip_range(text, skip_repetition(text, number));
    i = skip_to_way(text, i, &linked);
    redact_match way;
    if (!cahier_redact_match(scan, i, REDACT_CUE_WAY, &way)) {
        return REDACT_NOTHING;
    }
    way_class class = class_of_way(scan, way.entry);
    bool one = number == at + 1 && text.at[at] == '1';
    if (class == WAY_PART || (linked && class != WAY_PLAIN)) {
        return REDACT_NOTHING;
    }
    if (class == WAY_ARTICLE && one) {
        class = WAY_CAPITAL; /* "1 place dans une crèche" */
    }
    bool capitals = cahier_redact_shape(text, way.start, way.end) == REDACT_SHAPE_UPPER;
    uint32_t end = way_name_end(scan, way.end, class, capitals);
    if (end == 0) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_ADDRESS, at, place_end(scan, building_end(scan, end))};
    return REDACT_FOUND;
}

/* "M. Racamier (63920 Palladuc)": behind a name or a contact, the town tells who, too. */
static bool follows_datum(const redact_scan *scan, uint32_t at)
{
    uint32_t gap = at - scan->last.end;
    if (scan->last.end == scan->last.start || gap == 0 || gap > 4) {
        return false;
    }
    return skip_separator(scan->text, scan->last.end) == at;
}

static redact_verdict find_postcode(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    if (!is_postcode(text, at)) {
        return REDACT_NOTHING;
    }
    bool space = cahier_redact_starts(text, at + 5, " ");
    bool owned = follows_datum(scan, at);
    uint32_t end = space ? town_end(scan, at + 6, owned) : 0;
    bool unit = end != 0 && (end - at <= 8 || cahier_redact_starts(text, end, "/")); /* "20000 Km", "30000 EURO/AN" */
    bool closed = at + 5 == text.len || strchr(",.;)\n", text.at[at + 5]) != NULL; /* not "une ville de 50000 habts" */
    if (!owned && (end == 0 || unit) && !(closed && cahier_redact_cue_near(scan, at, REDACT_CUE_ADDRESS, 4))) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_POSTCODE, at, owned && end != 0 ? end : at + 5};
    return REDACT_FOUND;
}

/* "j'habite au 12": the number alone, in strict mode. */
static redact_verdict find_number_alone(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    uint32_t end = digits_end(scan->text, at);
    redact_match cue;
    if (!scan->strict || end - at > 4 || cahier_redact_joins_after(scan->text, end) ||
            !cahier_redact_match_before(scan, at, REDACT_CUE_ADDRESS, "", &cue)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_ADDRESS, at, end};
    return REDACT_FOUND;
}

redact_verdict cahier_redact_address(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_verdict verdict = find_address(scan, at, hit);
    if (verdict == REDACT_NOTHING) {
        verdict = find_postcode(scan, at, hit);
    }
    return verdict == REDACT_NOTHING ? find_number_alone(scan, at, hit) : verdict;
}
