/* SPDX-License-Identifier: Apache-2.0 */
#include "cut.h"

#include <assert.h>

#include "bytes.h"
#include "cut_read.h"

/* --- reading --- */

/* End of the letters and digits that begin at i; at most CAHIER_TOKEN_MAX bytes after `start`. */
static uint32_t run_end(const cahier_cutter *cutter, uint32_t start, uint32_t i)
{
    const char *at = cutter->text.at;
    const uint8_t word = CAHIER_CHAR_LETTER | CAHIER_CHAR_DIGIT;
    uint32_t limit = cutter->end - start > CAHIER_TOKEN_MAX ? start + CAHIER_TOKEN_MAX : cutter->end;
    while (i < limit) {
        unsigned char b = (unsigned char)at[i];
        if (b < 0x80) {
            if ((cahier_latin_class[b] & word) == 0) {
                break;
            }
            i++;
            continue;
        }
        uint32_t next = i;
        uint32_t c = cahier_utf8_next(at, &next);
        if ((cahier_char_class(c) & word) == 0 || next > limit) {
            break;
        }
        i = next;
    }
    return i;
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

/* --- apostrophes and hyphens --- */

/* End of letters and digits joined by single apostrophes and hyphens. */
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

static uint32_t next_joint(const cahier_cutter *cutter, uint32_t i, uint32_t end)
{
    while (i < end && cutter->text.at[i] != '-' && cutter->text.at[i] != '\'') {
        i++;
    }
    return i;
}

/* True unless the filters say that no such form begins so. */
static bool passes(const uint32_t filter[26], unsigned char first, uint32_t len)
{
    uint32_t letter = (first | 0x20u) - 'a';
    return letter >= 26 ? first >= 0x80 : len < 32 && (filter[letter] >> len & 1u) != 0;
}

/* End of the longest word kept whole that begins at start and ends at a joint of [start, end), or start. */
static uint32_t whole_end(const cahier_cutter *cutter, uint32_t start, uint32_t end)
{
    uint32_t joint = next_joint(cutter, start, end), found = start;
    if (joint == end || !passes(cutter->elisions->whole, (unsigned char)cutter->text.at[start], joint - start)) {
        return start;
    }
    for (uint32_t joints = 1; joint < end && joints <= CAHIER_WHOLE_JOINTS; joints++) {
        joint = next_joint(cutter, joint + 1, end);
        if (elision_of(cutter, start, joint, "") == CAHIER_ELISION_WHOLE) {
            found = joint;
        }
    }
    return found;
}

/* True when the letters [start, end) and the apostrophe behind them are an elided word: « l' », « qu' ». */
static bool is_prefix(const cahier_cutter *cutter, uint32_t start, uint32_t end)
{
    return passes(cutter->elisions->head, (unsigned char)cutter->text.at[start], end - start) &&
           elision_of(cutter, start, end + 1, "") == CAHIER_ELISION_PREFIX;
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
            if (head == start && is_prefix(cutter, start, joint)) {
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
    uint32_t len = end - start, next = end + 1;
    if ((class_at(cutter, next) & CAHIER_CHAR_VOWEL) == 0) {
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
    if (elision_of(cutter, start, end, "'") != CAHIER_ELISION_PREFIX || (len == 1 && cutter->after_number) ||
            !is_elided_capital(cutter, start, next)) {
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
        if (passes(cutter->elisions->head, (unsigned char)cutter->text.at[start], end - start)) {
            (void)cut_spaced(cutter, start, end, &piece);
        }
        return give(cutter, piece, out);
    case '.':
    case '-':
    case '/':
    case '(':
    case ':':
    case '\xC2':
    case '\xE2':
        if ((unsigned char)follow < 0x80 && follow != ':' && !is_word_at(cutter, end + 1)) {
            return give(cutter, piece, out);
        }
        if (cahier_cut_address(cutter, start, end, &piece) || cahier_cut_inclusive(cutter, start, end, &piece) ||
                (follow == '.' && cahier_cut_acronym(cutter, start, &piece))) {
            return give(cutter, piece, out);
        }
        break;
    case '\'':
        if (is_prefix(cutter, start, end) && whole_end(cutter, start, joined_end(cutter, start, end)) == start) {
            return give(cutter, (cahier_piece){start, end + 1, end + 1, CAHIER_PIECE_JOINED, false}, out);
        }
        break;
    default:
        return give(cutter, piece, out);
    }
    uint32_t joined = joined_end(cutter, start, end);
    if (joined == end) {
        return give(cutter, piece, out);
    }
    cut_joined(cutter, start, joined);
    return give_queued(cutter, out);
}

/* True when the sign at i > 0 stands inside a number: 49.3, 12/03, 20:30, km/h. */
static bool continues_number(const cahier_cutter *cutter, uint32_t i)
{
    char sign = cutter->text.at[i], before = cutter->text.at[i - 1];
    if (sign != '.' && sign != ',' && sign != ':' && sign != '/') {
        return false;
    }
    if (before >= '0' && before <= '9') {
        return (class_at(cutter, i + 1) & CAHIER_CHAR_DIGIT) != 0;
    }
    return sign == '/' && is_letter_at(cutter, i + 1);
}

/* 80km/h 49.3 20h30 1er 10€ 12/03/2024 */
static bool cut_number(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    uint32_t end = run_end(cutter, start, start);
    while (end - start < CAHIER_TOKEN_MAX && end < cutter->end) {
        if (!continues_number(cutter, end)) {
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
        uint32_t next = is_word_at(cutter, i) ? next_char(cutter, i) : i;
        if (next == i || next - start > CAHIER_TOKEN_MAX) {
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

void cahier_cut_range(
        cahier_cutter *cutter, const cahier_elisions *elisions, cahier_text text, uint32_t start, uint32_t end)
{
    cutter->elisions = elisions;
    cutter->text = text;
    cutter->at = cutter->begin = start;
    cutter->end = end;
    cutter->after_number = false;
    cutter->queued = cutter->taken = 0;
}

#define PLAIN_BYTES 16u

/* How many bytes of the sixteen at `at` begin them as one word of ASCII letters, digits and letters of lead byte C3;
 * 0 when that must be looked at more closely. */
static uint32_t plain_len(const char *at)
{
    uint32_t len = 0, count = 8;
    for (uint32_t half = 0; half < PLAIN_BYTES && count == 8; half += 8) {
        uint64_t x = cahier_load64(at + half);
        uint64_t letters = cahier_bytes_within(x | cahier_each(0x20), 'a', 'z') & ~x;
        uint64_t word =
                letters | cahier_bytes_within(x, '0', '9') | cahier_bytes_equal(x, 0xC3) | cahier_bytes_continuing(x);
        uint64_t signs = cahier_bytes_equal(x, 0x97) | cahier_bytes_equal(x, 0xB7); /* × ÷, or any letter so ended */
        count = cahier_bytes_before(~word & CAHIER_HIGH_BITS);
        if (cahier_bytes_before(signs) < count) {
            return 0;
        }
        len += count;
    }
    return len;
}

/* Nine words of ten: letters, then a space or a sign that joins nothing. */
static bool cut_plain(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
    enum {
        JOINS,
        ENDS,
        SPACE,
        DOT,
        APOSTROPHE
    };
    static const uint8_t follows[256] = {[' '] = SPACE,
            ['.'] = DOT,
            ['\''] = APOSTROPHE,
            [','] = ENDS,
            [';'] = ENDS,
            ['!'] = ENDS,
            ['?'] = ENDS,
            [')'] = ENDS,
            ['"'] = ENDS,
            ['\n'] = ENDS};
    const char *at = cutter->text.at + start;
    unsigned char first = (unsigned char)at[0];
    if (cutter->text.len - start <= PLAIN_BYTES ||
            (first < 0x80 && (cahier_latin_class[first] & CAHIER_CHAR_LETTER) == 0)) {
        return false;
    }
    uint32_t len = plain_len(at), end = start + len;
    if (len == 0 || len >= PLAIN_BYTES || end > cutter->end) {
        return false;
    }
    uint8_t follow = follows[(unsigned char)at[len]];
    cahier_piece piece = {start, end, end, CAHIER_PIECE_WORD, false};
    if (follow == SPACE && passes(cutter->elisions->head, first, len)) {
        (void)cut_spaced(cutter, start, end, &piece);
    } else if (follow == APOSTROPHE && !passes(cutter->elisions->whole, first, len) && is_prefix(cutter, start, end)) {
        piece = (cahier_piece){start, end + 1, end + 1, CAHIER_PIECE_JOINED, false};
    } else if (follow == JOINS || follow == APOSTROPHE || (follow == DOT && is_word_at(cutter, end + 1))) {
        return false;
    }
    return give(cutter, piece, out);
}

/* A piece that begins at `start`, where no plain word does. */
static bool cut_any(cahier_cutter *cutter, uint32_t start, cahier_piece *out)
{
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
    if (is_byte_at(cutter, start, '#') && is_letter_at(cutter, start + 1)) {
        return cut_hashtag(cutter, start + 1, out);
    }
    if (is_byte_at(cutter, start, '@') && is_word_at(cutter, start + 1)) {
        return cut_handle(cutter, start, out);
    }
    if ((class & CAHIER_CHAR_JOINER) != 0) { /* left alone by an emoji that is gone */
        cutter->at = next_char(cutter, start);
        return false;
    }
    return cut_punctuation(cutter, start, out);
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
        } else if (cut_plain(cutter, start, out) || cut_any(cutter, start, out)) {
            return true;
        }
    }
    return false;
}
