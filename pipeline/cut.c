/* SPDX-License-Identifier: Apache-2.0 */
#include "cut.h"

#include <assert.h>
#include <string.h>

#include "normalise.h"
#include "text.h"

/* --- reading --- */

static uint32_t class_at(const cahier_cutter *cutter, uint32_t i)
{
    return i < cutter->end ? cahier_char_class(cahier_utf8_next(cutter->text.at, &i)) : 0;
}

static bool is_letter_at(const cahier_cutter *cutter, uint32_t i)
{
    return (class_at(cutter, i) & CAHIER_CHAR_LETTER) != 0;
}

static bool is_word_at(const cahier_cutter *cutter, uint32_t i)
{
    return (class_at(cutter, i) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) != 0;
}

static bool is_byte_at(const cahier_cutter *cutter, uint32_t i, char c)
{
    return i < cutter->end && cutter->text.at[i] == c;
}

static uint32_t next_char(const cahier_cutter *cutter, uint32_t i)
{
    (void)cahier_utf8_next(cutter->text.at, &i);
    return i;
}

/* End of the letters and digits that begin at i; at most CAHIER_TOKEN_MAX bytes after `start`. */
static uint32_t run_end(const cahier_cutter *cutter, uint32_t start, uint32_t i)
{
    const char *at = cutter->text.at;
    uint32_t limit = cutter->end - start > CAHIER_TOKEN_MAX ? start + CAHIER_TOKEN_MAX : cutter->end;
    while (i < limit) {
        uint32_t next = i;
        uint32_t c = cahier_utf8_next(at, &next);
        if ((cahier_char_class(c) & (CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT)) == 0 || next > limit) {
            break;
        }
        i = next;
    }
    return i;
}

static uint32_t letters_end(const cahier_cutter *cutter, uint32_t i)
{
    uint32_t start = i;
    while (i - start < CAHIER_TOKEN_MAX && is_letter_at(cutter, i)) {
        i = next_char(cutter, i);
    }
    return i;
}

static bool is_one_of(cahier_text word, const char *const *list)
{
    for (; *list != NULL; list++) {
        if (strlen(*list) == word.len && memcmp(*list, word.at, word.len) == 0) {
            return true;
        }
    }
    return false;
}

/* What elisions.tsv says of the bytes [start, end), folded, followed by `last` (a letter's worth, or ""). */
static cahier_elision elision_of(const cahier_cutter *cutter, uint32_t start, uint32_t end, const char *last)
{
    char folded[CAHIER_SURFACE_ROOM];
    if (end - start > CAHIER_TOKEN_MAX) {
        return CAHIER_ELISION_NONE;
    }
    uint32_t len = cahier_fold_lower(cahier_slice(cutter->text, start, end), folded);
    size_t last_len = strlen(last);
    memcpy(folded + len, last, last_len);
    cahier_text key = {folded, len + (uint32_t)last_len};
    uint32_t found = cahier_intern_find(&cutter->elisions->form, key, cahier_hash(key));
    return found == CAHIER_NONE ? CAHIER_ELISION_NONE : (cahier_elision)found;
}

/* --- pieces --- */

static bool give(cahier_cutter *cutter, cahier_piece piece, cahier_piece *out)
{
    assert(piece.start < piece.end && piece.end <= cutter->end);
    cutter->at = piece.end;
    cutter->after_number = piece.kind == CAHIER_PIECE_NUMBER;
    *out = piece;
    return true;
}

static void queue(cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece_kind kind)
{
    assert(cutter->queued < CAHIER_TOKEN_MAX && start < end);
    cutter->queue[cutter->queued++] = (cahier_piece){start, end, end, kind, false};
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
        "trice", "trices", "euse", "euses", "esse", "esses", "eresse", "enne", "ennes", "ienne", "iennes", "ale", "ales",
        "ive", "ives", "fe", "fes", "ve", "ves", "sse", "sses", NULL};
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
static bool cut_inclusive(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out)
{
    char folded[16], head_folded[CAHIER_SURFACE_ROOM];
    cahier_text ending = {NULL, 0};
    uint32_t i = end;
    if (end - start < 3 || separator_at(cutter, i) == 0 || !read_ending(cutter, &i, &ending, folded)) {
        return false;
    }
    char sign = cutter->text.at[end];
    cahier_text head = {head_folded, cahier_fold_lower(cahier_slice(cutter->text, start, end), head_folded)};
    bool plural = read_plural(cutter, &i, sign);
    if (!is_ending(head, ending, sign, plural) || is_word_at(cutter, i)
            || (sign == '-' && is_byte_at(cutter, i, '-') && is_word_at(cutter, i + 1)) || i - start > CAHIER_TOKEN_MAX) {
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
    while (i < cutter->end && is_address_byte(cutter->text.at[i])
            && ((unsigned char)cutter->text.at[i] < 0x80 || is_letter_at(cutter, i))) {
        i = next_char(cutter, i);
    }
    while (i > start && strchr(".,;:!?)'", cutter->text.at[i - 1]) != NULL) {
        i--;
    }
    return i;
}

static bool is_text_at(const cahier_cutter *cutter, uint32_t i, const char *word)
{
    size_t len = strlen(word);
    return cutter->end - i >= len && memcmp(cutter->text.at + i, word, len) == 0;
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

static bool cut_address(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out)
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
static bool cut_acronym(const cahier_cutter *cutter, uint32_t start, cahier_piece *out)
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

/* --- apostrophes and hyphens --- */

/* End of letters and digits joined by single apostrophes and hyphens; an apostrophe may be the last ("l' école"). */
static uint32_t joined_end(const cahier_cutter *cutter, uint32_t start, uint32_t i)
{
    while (i - start < CAHIER_TOKEN_MAX) {
        char c = i < cutter->end ? cutter->text.at[i] : ' ';
        if ((c != '\'' && c != '-') || !is_word_at(cutter, i + 1)) {
            break;
        }
        uint32_t end = run_end(cutter, start, i + 1);
        if (end == i + 1) {
            break;
        }
        i = end;
    }
    return i;
}

/* End of the longest word kept whole that begins at start and ends at a joint of [start, end), or start. */
static uint32_t whole_end(const cahier_cutter *cutter, uint32_t start, uint32_t end)
{
    for (uint32_t i = end; i > start; i--) {
        bool joint = i == end || cutter->text.at[i] == '-' || cutter->text.at[i] == '\'';
        if (joint && elision_of(cutter, start, i, "") == CAHIER_ELISION_WHOLE) {
            return i;
        }
    }
    return start;
}

static uint32_t next_joint(const cahier_cutter *cutter, uint32_t i, uint32_t end)
{
    while (i < end && cutter->text.at[i] != '-' && cutter->text.at[i] != '\'') {
        i++;
    }
    return i;
}

/* Cuts the joined bytes [start, end) after what is left of an earlier cut; queues the pieces. */
static void cut_joined(cahier_cutter *cutter, uint32_t start, uint32_t end)
{
    uint32_t head = start; /* of the word being read: O'Brien has a joint that does not cut */
    while (start < end) {
        uint32_t whole = head == start ? whole_end(cutter, start, end) : start;
        if (whole > start) {
            queue(cutter, start, whole, CAHIER_PIECE_JOINED);
            start = whole + (whole < end);
            head = start;
            continue;
        }
        uint32_t joint = next_joint(cutter, start, end);
        if (joint < end && cutter->text.at[joint] == '\'') {
            if (head == start && elision_of(cutter, start, joint + 1, "") == CAHIER_ELISION_PREFIX) {
                queue(cutter, start, joint + 1, CAHIER_PIECE_JOINED);
                head = joint + 1;
            }
            start = joint + 1;
            continue;
        }
        queue(cutter, head, joint, head == start ? CAHIER_PIECE_WORD : CAHIER_PIECE_JOINED);
        if (joint < end && elision_of(cutter, joint, end, "") == CAHIER_ELISION_SUFFIX) {
            queue(cutter, joint, end, CAHIER_PIECE_JOINED);
            return;
        }
        start = joint + (joint < end);
        head = start;
    }
}

static bool give_queued(cahier_cutter *cutter, cahier_piece *out)
{
    cahier_piece piece = cutter->queue[cutter->taken++];
    if (cutter->taken == cutter->queued) {
        cutter->taken = cutter->queued = 0;
    }
    return give(cutter, piece, out);
}

/* --- an apostrophe typed as a space --- */

/* « L ecole », but « classe C et D »: a lone capital counts where a range begins or before another capital. */
static bool is_elided_capital(const cahier_cutter *cutter, uint32_t start, uint32_t next)
{
    if ((class_at(cutter, start) & CAHIER_CHAR_UPPER) == 0 || next - start > 2) {
        return true;
    }
    bool upper = (class_at(cutter, next) & CAHIER_CHAR_UPPER) != 0;
    bool name = upper && (class_at(cutter, next_char(cutter, next)) & CAHIER_CHAR_UPPER) == 0;
    if (cutter->text.at[start] == 'M' && name) {
        return false; /* « M Henri » */
    }
    return upper || start == cutter->begin;
}

/* « l ecole », « aujourd hui »: the run [start, end) stands before a space and a vowel. */
static bool cut_spaced(const cahier_cutter *cutter, uint32_t start, uint32_t end, cahier_piece *out)
{
    uint32_t letter = (uint32_t)(cutter->text.at[start] | 0x20) - 'a', len = end - start, next = end + 1;
    if (letter >= 26 || len > 31 || (cutter->elisions->head[letter] >> len & 1u) == 0
            || (class_at(cutter, next) & CAHIER_CHAR_VOWEL) == 0) {
        return false;
    }
    char joined[CAHIER_SURFACE_ROOM];
    uint32_t next_end = run_end(cutter, next, next);
    if (next_end - start < CAHIER_TOKEN_MAX) {
        uint32_t folded = cahier_fold_lower(cahier_slice(cutter->text, start, end), joined);
        joined[folded] = '\'';
        uint32_t rest = cahier_fold_lower(cahier_slice(cutter->text, next, next_end), joined + folded + 1);
        cahier_text key = {joined, folded + 1 + rest};
        if (cahier_intern_find(&cutter->elisions->form, key, cahier_hash(key)) == CAHIER_ELISION_WHOLE) {
            *out = (cahier_piece){start, next_end, next_end, CAHIER_PIECE_SPACED, false};
            return true;
        }
    }
    if (elision_of(cutter, start, end, "'") != CAHIER_ELISION_PREFIX || (len == 1 && cutter->after_number)
            || !is_elided_capital(cutter, start, next)) {
        return false; /* « à 100 m environ » */
    }
    *out = (cahier_piece){start, end, end, CAHIER_PIECE_SPACED, false};
    return true;
}

/* --- what begins a piece --- */

static bool cut_word(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t end = run_end(cutter, start, start);
    char follow = end < cutter->end ? cutter->text.at[end] : '\n';
    cahier_piece piece = {start, end, end, CAHIER_PIECE_WORD, false};
    switch (follow) {
    case ' ':
        if (end - start <= 8) {
            (void)cut_spaced(cutter, start, end, &piece);
        }
        return give(cutter, piece, out);
    case '.': case '-': case '/': case '(': case ':': case '\xC2': case '\xE2':
        if ((unsigned char)follow < 0x80 && follow != ':' && !is_word_at(cutter, end + 1)) {
            return give(cutter, piece, out);
        }
        if (cut_address(cutter, start, end, &piece) || cut_inclusive(cutter, start, end, &piece)
                || (follow == '.' && cut_acronym(cutter, start, &piece))) {
            return give(cutter, piece, out);
        }
        break;
    case '\'':
        break;
    default:
        return give(cutter, piece, out);
    }
    uint32_t joined = joined_end(cutter, start, end);
    if (follow == '\'' && joined == end && elision_of(cutter, start, end + 1, "") == CAHIER_ELISION_PREFIX) {
        piece = (cahier_piece){start, end + 1, end + 1, CAHIER_PIECE_JOINED, false}; /* « l' école » */
    }
    if (joined == end) {
        return give(cutter, piece, out);
    }
    cut_joined(cutter, start, joined);
    return give_queued(cutter, out);
}

/* 80km/h 49.3 20h30 1er 10€ 12/03/2024 */
static bool cut_number(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t end = run_end(cutter, start, start);
    while (end - start < CAHIER_TOKEN_MAX && end < cutter->end) {
        char c = cutter->text.at[end];
        bool after_digit = cutter->text.at[end - 1] >= '0' && cutter->text.at[end - 1] <= '9';
        bool digit = (class_at(cutter, end + 1) & CAHIER_CHAR_DIGIT) != 0;
        bool joins = strchr(".,:/", c) != NULL && digit && after_digit;
        bool unit = c == '/' && !after_digit && is_letter_at(cutter, end + 1);
        if (!joins && !unit) {
            break;
        }
        uint32_t next = run_end(cutter, start, end + 1);
        if (next == end + 1) {
            break;
        }
        end = next;
    }
    static const char *const units[] = {"%", "$", "\xE2\x82\xAC", "\xC2\xB0", NULL}; /* % $ € ° */
    for (const char *const *unit = units; *unit != NULL; unit++) {
        if (is_text_at(cutter, end, *unit)) {
            end += (uint32_t)strlen(*unit);
            break;
        }
    }
    return give(cutter, (cahier_piece){start, end, end, CAHIER_PIECE_NUMBER, false}, out);
}

/* True when the word of a hashtag that began before i ends there: pisteCyclable, SNCFConnect, plan_velo. */
static bool is_hump(const cahier_cutter *cutter, uint32_t before, uint32_t i)
{
    bool lower_before = (class_at(cutter, before) & CAHIER_CHAR_UPPER) == 0;
    bool upper = (class_at(cutter, i) & CAHIER_CHAR_UPPER) != 0;
    uint32_t after = class_at(cutter, next_char(cutter, i));
    bool lower_after = (after & CAHIER_CHAR_LETTER) != 0 && (after & CAHIER_CHAR_UPPER) == 0;
    return upper && (lower_before || lower_after);
}

static bool cut_hashtag(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t word = start, i = start;
    while (i < cutter->end && i - start < CAHIER_TOKEN_MAX) {
        if (cutter->text.at[i] == '_' && i > word && is_word_at(cutter, i + 1)) {
            queue(cutter, word, i, CAHIER_PIECE_WORD);
            word = ++i;
        }
        uint32_t next = i;
        if (!is_word_at(cutter, i) || (next = next_char(cutter, i)) - start > CAHIER_TOKEN_MAX) {
            break;
        }
        if (next < cutter->end && is_word_at(cutter, next) && is_hump(cutter, i, next)) {
            queue(cutter, word, next, CAHIER_PIECE_WORD);
            word = next;
        }
        i = next;
    }
    if (i > word) {
        queue(cutter, word, i, CAHIER_PIECE_WORD);
    }
    return give_queued(cutter, out);
}

static bool cut_handle(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t end = run_end(cutter, start, start + 1);
    while (is_byte_at(cutter, end, '_') || (is_byte_at(cutter, end, '.') && is_word_at(cutter, end + 1))) {
        uint32_t next = run_end(cutter, start, end + 1);
        if (next == end + 1 && cutter->text.at[end] == '.') {
            break;
        }
        end = next;
    }
    return give(cutter, (cahier_piece){start, end, end, CAHIER_PIECE_URL, false}, out);
}

static bool is_flag_letter(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* An emoji and what is tied to it; its surface is the first one, or both letters of a flag. */
static bool cut_emoji(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    const char *at = cutter->text.at;
    uint32_t end = start, head, next;
    bool flag = is_flag_letter(cahier_utf8_next(at, &end));
    head = end;
    if (flag && end < cutter->end && (next = end, is_flag_letter(cahier_utf8_next(at, &next)))) {
        head = end = next;
    }
    while (end < cutter->end) {
        next = end;
        uint32_t c = cahier_utf8_next(at, &next);
        if ((cahier_char_class(c) & CAHIER_CHAR_JOINER) == 0) {
            break;
        }
        end = next;
        if (c == 0x200D && (class_at(cutter, end) & CAHIER_CHAR_EMOJI) != 0) {
            end = next_char(cutter, end);
        }
    }
    return give(cutter, (cahier_piece){start, end, head, CAHIER_PIECE_EMOJI, false}, out);
}

static bool cut_punctuation(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    const char *at = cutter->text.at;
    uint32_t end = next_char(cutter, start), len = end - start, head = end;
    while (cutter->end - end >= len && memcmp(at + start, at + end, len) == 0) {
        end += len;
    }
    return give(cutter, (cahier_piece){start, end, head, CAHIER_PIECE_PUNCTUATION, false}, out);
}

void cahier_cut_range(cahier_cutter *cutter, const cahier_elisions *elisions, cahier_text text, uint32_t start,
        uint32_t end)
{
    cutter->elisions = elisions;
    cutter->text = text;
    cutter->at = cutter->begin = start;
    cutter->end = end;
    cutter->after_number = false;
    cutter->queued = cutter->taken = 0;
}

bool cahier_cut_next(cahier_cutter *cutter, cahier_piece *out)
{
    if (cutter->taken < cutter->queued) {
        return give_queued(cutter, out);
    }
    while (cutter->at < cutter->end) {
        uint32_t start = cutter->at;
        char b = cutter->text.at[start];
        if (b == ' ' || b == '\n') {
            cutter->at++;
            continue;
        }
        uint32_t class = class_at(cutter, start);
        if ((class & CAHIER_CHAR_LETTER) != 0) {
            return cut_word(cutter, start, out);
        }
        if ((class & CAHIER_CHAR_DIGIT) != 0) {
            return cut_number(cutter, start, out);
        }
        if ((class & CAHIER_CHAR_EMOJI) != 0) {
            return cut_emoji(cutter, start, out);
        }
        if ((class & CAHIER_CHAR_JOINER) != 0) { /* left alone by an emoji that is gone */
            cutter->at = next_char(cutter, start);
            continue;
        }
        if (b == '#' && is_letter_at(cutter, start + 1)) {
            return cut_hashtag(cutter, start + 1, out);
        }
        if (b == '@' && is_word_at(cutter, start + 1)) {
            return cut_handle(cutter, start, out);
        }
        return cut_punctuation(cutter, start, out);
    }
    return false;
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
    bool first_only = piece->kind == CAHIER_PIECE_INCLUSIVE || piece->kind == CAHIER_PIECE_EMOJI
            || piece->kind == CAHIER_PIECE_PUNCTUATION;
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
