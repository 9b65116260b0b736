/* SPDX-License-Identifier: Apache-2.0 */
/* Words that hold more than letters: inclusive writing, addresses of the web, acronyms; and the surfaces of pieces. */
#include "cut_read.h"

static bool is_one_of(cahier_text word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (**list == word.at[0] && strlen(*list) == word.len && memcmp(*list, word.at, word.len) == 0) {
            return true;
        }
    }
    return false;
}

static uint32_t letters_end(const cahier_cutter *cutter, uint32_t i)
{
    uint32_t start = i;
    while (i - start < CAHIER_TOKEN_MAX && is_letter_at(cutter, i)) {
        i = next_char(cutter, i);
    }
    return i;
}

/* --- inclusive writing --- */

/* Bytes of the sign that separates the endings of inclusive writing at i, 0 when there is none. */
static uint32_t separator_at(const cahier_cutter *cutter, uint32_t i)
{
    static const char *const dots[] = {"\xC2\xB7", "\xE2\x80\xA2", "\xE2\x80\xA7", "\xE2\x8B\x85"}; /* · • ‧ ⋅ */
    if (i >= cutter->end) {
        return 0;
    }
    if (strchr(".-/(", cutter->text.at[i]) != NULL && cutter->text.at[i] != '\0') {
        return 1;
    }
    for (size_t k = 0; k < sizeof dots / sizeof *dots; k++) {
        size_t len = strlen(dots[k]);
        if (cutter->end - i > len && memcmp(cutter->text.at + i, dots[k], len) == 0) {
            return (uint32_t)len;
        }
    }
    return 0;
}

/* Endings that no French word equals: after a dot they are no new sentence. */
static const char *const feminine_endings[] = {"e", "es", "ée", "ées", "ère", "ères", "ière", "ières", "rice", "rices",
        "trice", "trices", "euse", "euses", "esse", "esses", "eresse", "enne", "ennes", "ienne", "iennes", "ale",
        "ales", "ive", "ives", "fe", "fes", "ve", "ves", "sse", "sses", NULL};
/* Endings that are words too (« fini.le chat »): the head must end in the letter they double. */
static const char *const doubled_endings[] = {"ne", "nes", "le", "les", "te", "tes", "se", "ses", NULL};
static const char *const bracket_endings[] = {"s", "x", "nt", "ne", "nes", "le", "les", "te", "tes", "se", "ses", NULL};

static bool is_doubled(cahier_text head, cahier_text ending)
{
    char last = head.at[head.len - 1];
    return is_one_of(ending, doubled_endings) && (last == ending.at[0] || (ending.at[0] == 's' && last == 'x'));
}

/* True when `ending` may follow `head` after `separator`; `closed` when one more ending follows, as in -e-s. */
static bool is_ending(cahier_text head, cahier_text ending, char separator, bool closed)
{
    if (ending.len == 0 || ending.len > 8) {
        return false;
    }
    if ((unsigned char)separator >= 0x80) {
        return true; /* nothing else uses the middle dot between letters */
    }
    if (is_one_of(ending, feminine_endings)) {
        return true;
    }
    if (separator == '(') {
        return is_one_of(ending, bracket_endings);
    }
    return is_doubled(head, ending) ? separator != '-' || closed : closed && is_one_of(ending, doubled_endings);
}

/* Reads one ending after the separator at *i; moves *i behind it. */
static bool read_ending(const cahier_cutter *cutter, uint32_t *i, cahier_text *ending, char *folded)
{
    uint32_t separator = separator_at(cutter, *i);
    if (separator == 0) {
        return false;
    }
    char sign = cutter->text.at[*i];
    uint32_t start = *i + separator, end = letters_end(cutter, start);
    if (end == start || end - start > 8 || (sign == '(' && !is_byte_at(cutter, end, ')'))) {
        return false;
    }
    *ending = (cahier_text){folded, cahier_fold_lower(cahier_slice(cutter->text, start, end), folded)};
    *i = end + (sign == '(');
    return true;
}

/* A final « s » of its own: habitant·e·s, habitant(e)s, étudiant(e)(s). */
static bool read_plural(const cahier_cutter *cutter, uint32_t *i, char sign)
{
    char folded[16];
    cahier_text ending;
    uint32_t after = *i;
    if (sign == '(' && (is_byte_at(cutter, after, 's') || is_byte_at(cutter, after, 'S'))) {
        after++;
    } else if (!read_ending(cutter, &after, &ending, folded) || ending.len != 1 || ending.at[0] != 's') {
        return false;
    }
    if (is_word_at(cutter, after)) {
        return false;
    }
    *i = after;
    return true;
}

/* habitant·e·s as one piece: its head is [start, end). */
bool cahier_cut_inclusive(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out)
{
    char folded[16], head_folded[CAHIER_SURFACE_ROOM];
    cahier_text ending = {NULL, 0};
    uint32_t i = end;
    if (end - start < 2 || separator_at(cutter, i) == 0 || !read_ending(cutter, &i, &ending, folded)) {
        return false;
    }
    char sign = cutter->text.at[end];
    cahier_text head = {head_folded, cahier_fold_lower(cahier_slice(cutter->text, start, end), head_folded)};
    bool plural = read_plural(cutter, &i, sign);
    if (!is_ending(head, ending, sign, plural) || is_word_at(cutter, i) ||
            (sign == '-' && is_byte_at(cutter, i, '-') && is_word_at(cutter, i + 1)) || i - start > CAHIER_TOKEN_MAX) {
        return false;
    }
    plural = plural || ending.at[ending.len - 1] == 's' || ending.at[ending.len - 1] == 'x';
    *out = (cahier_piece){start, i, end, CAHIER_PIECE_INCLUSIVE, plural};
    return true;
}

/* --- addresses, acronyms --- */

static bool is_address_byte(char c)
{
    return (unsigned char)c > ' ' && strchr("<>\"[]{}|", c) == NULL;
}

static uint32_t address_end(const cahier_cutter *cutter, uint32_t start)
{
    uint32_t i = start;
    while (i < cutter->end && is_address_byte(cutter->text.at[i]) &&
            ((unsigned char)cutter->text.at[i] < 0x80 || is_letter_at(cutter, i))) {
        i = next_char(cutter, i);
    }
    while (i > start && strchr(".,;:!?)'", cutter->text.at[i - 1]) != NULL) {
        i--;
    }
    return i;
}

/* "mairie-exemple.fr/plan": a name, a dot and a known ending. */
static bool is_domain(const cahier_cutter *cutter, uint32_t start)
{
    static const char *const endings[] = {"fr", "com", "org", "net", "bzh", NULL} /* "eu" is a participle */;
    uint32_t i = start, dot = 0;
    for (; i < cutter->end && i - start < CAHIER_TOKEN_MAX; i++) {
        char c = cutter->text.at[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (c == '.' && i > start && i + 1 < cutter->end && cutter->text.at[i - 1] != '.') {
            dot = is_letter_at(cutter, i + 1) ? i : dot;
        } else if (!plain) {
            break;
        }
    }
    if (dot == 0) {
        return false;
    }
    uint32_t end = letters_end(cutter, dot + 1);
    return end <= i && is_one_of(cahier_slice(cutter->text, dot + 1, end), endings) && !is_word_at(cutter, end);
}

bool cahier_cut_address(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out)
{
    bool scheme = is_text_at(cutter, end, "://");
    bool www = end - start == 3 && is_text_at(cutter, start, "www") && is_byte_at(cutter, end, '.');
    bool joined = is_byte_at(cutter, end, '.') || is_byte_at(cutter, end, '-');
    if (!scheme && !www && !(joined && is_domain(cutter, start))) {
        return false;
    }
    uint32_t stop = address_end(cutter, start);
    if (stop <= end) {
        return false;
    }
    *out = (cahier_piece){start, stop, stop, CAHIER_PIECE_URL, false};
    return true;
}

/* S.N.C.F. or R.A.S: single letters between dots, two at least. */
bool cahier_cut_acronym(const cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t i = start, letters = 0, end = start;
    while (i - start < CAHIER_TOKEN_MAX - 8 && is_letter_at(cutter, i)) {
        i = next_char(cutter, i);
        if (is_word_at(cutter, i)) {
            return false; /* p.ex.: no acronym */
        }
        letters++;
        end = i;
        if (!is_byte_at(cutter, i, '.')) {
            break;
        }
        end = ++i;
    }
    if (letters < 2) {
        return false;
    }
    *out = (cahier_piece){start, end, end, CAHIER_PIECE_ACRONYM, false};
    return true;
}

/* --- surfaces --- */

static uint32_t without_dots(char *at, uint32_t len)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < len; i++) {
        if (at[i] != '.') {
            at[kept++] = at[i];
        }
    }
    return kept;
}

uint32_t cahier_cut_surface(cahier_text text, const cahier_piece *piece, char *to)
{
    bool first_only = piece->kind == CAHIER_PIECE_INCLUSIVE || piece->kind == CAHIER_PIECE_EMOJI ||
                      piece->kind == CAHIER_PIECE_PUNCTUATION;
    cahier_text raw = cahier_slice(text, piece->start, first_only ? piece->head : piece->end);
    raw.len = cahier_utf8_cut(raw, CAHIER_TOKEN_MAX);
    uint32_t len = cahier_fold_lower(raw, to);
    switch (piece->kind) {
    case CAHIER_PIECE_ACRONYM:
        return without_dots(to, len);
    case CAHIER_PIECE_INCLUSIVE:
        if (piece->plural && strchr("sxz", to[len - 1]) == NULL) {
            to[len++] = 's';
        }
        return len;
    case CAHIER_PIECE_SPACED: {
        char *space = memchr(to, ' ', len);
        if (space != NULL) {
            *space = '\'';
        } else {
            to[len++] = '\'';
        }
        return len;
    }
    case CAHIER_PIECE_PUNCTUATION:
        if (to[0] == '.' && piece->end - piece->start > 1) {
            memcpy(to, "\xE2\x80\xA6", 3); /* ... -> … */
            return 3;
        }
        return len;
    default:
        return len;
    }
}
