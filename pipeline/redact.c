/* SPDX-License-Identifier: Apache-2.0 */
#include "redact.h"

#include <assert.h>
#include <string.h>

#include "redact_name.h"
#include "redact_write.h"

/* --- scan ------------------------------------------------------------------------------------------------ */

enum {
    OTHER = 0,
    LOWER = 1,
    UPPER = 2,
    DIGIT = 4,
    SIGN = 8,
    HIGH = 16,
    TAIL = 32
};

#define SMALL (LOWER | HIGH | TAIL) /* what a word in small letters is made of */

#define ROW8(c) c, c, c, c, c, c, c, c

/* What a byte may start. SIGN: @ of an e-mail, / and : of a link, ( [ { of "(at)" and of marks. HIGH: leads of
 * letters beyond ASCII; TAIL: all other bytes there. */
/* clang-format off */
static const uint8_t byte_class[256] = {
    ['0'] = ROW8(DIGIT), DIGIT, DIGIT,
    ['A'] = ROW8(UPPER), ROW8(UPPER), ROW8(UPPER), UPPER, UPPER,
    ['a'] = ROW8(LOWER), ROW8(LOWER), ROW8(LOWER), LOWER, LOWER,
    ['@'] = SIGN, ['/'] = SIGN, [':'] = SIGN, ['('] = SIGN, ['['] = SIGN, ['{'] = SIGN,
    [0x80] = ROW8(TAIL), ROW8(TAIL), ROW8(TAIL), ROW8(TAIL), ROW8(TAIL), ROW8(TAIL), ROW8(TAIL), ROW8(TAIL),
    TAIL, TAIL, TAIL,
    [0xC3] = ROW8(HIGH), ROW8(HIGH), ROW8(HIGH), ROW8(HIGH), ROW8(HIGH), ROW8(HIGH), ROW8(HIGH),
    HIGH, HIGH, HIGH, HIGH, HIGH,
};
/* clang-format on */

/* Words after which a name may come in lower case ("mme dupond", "je m'appelle karim", "mon voisin karim"), or that
 * spell an @: beginning in ASCII, at least `min` and at most `max` bytes, in the order of first letters. A superset of the last words of
 * civilities and of "je m'appelle" and its kin in personal.tsv: test_redact.c reads the lexicon and proves it. */
/* clang-format off */
static const struct {
    char begin[9];
    uint8_t min, max;
} announcing[] = {
    {"appelle", 7, 7}, {"at", 2, 2}, {"arobas", 6, 7}, {"arroba", 7, 8}, {"ami", 3, 4}, {"compagn", 8, 9},
    {"conjoint", 8, 9}, {"copain", 6, 6}, {"copine", 6, 6}, {"cousin", 6, 7}, {"coll", 8, 9}, {"docteur", 7, 8},
    {"dr", 2, 2}, {"fils", 4, 4}, {"fille", 5, 6}, {"femme", 5, 5}, {"fr", 5, 6}, {"gendre", 6, 6}, {"m", 1, 1},
    {"mm", 2, 2}, {"mr", 2, 3}, {"mme", 3, 4}, {"mlle", 4, 5}, {"madame", 6, 6}, {"mademois", 12, 12},
    {"monsieur", 8, 8}, {"mesdames", 8, 8}, {"messieur", 9, 9}, {"mesdemoi", 14, 14}, {"mari", 4, 4},
    {"maman", 5, 5}, {"nom", 3, 3}, {"nomme", 5, 5}, {"neveu", 5, 5}, {"oncle", 5, 5}, {"pr", 6, 10},
    {"papa", 4, 4}, {"souss", 9, 12}, {"sign", 5, 7}, {"soeur", 5, 5}, {"tante", 5, 5}, {"veuve", 5, 5},
    {"vve", 3, 3}, {"voisin", 6, 7}
};

/* Rows of `announcing` by first letter: from, how many, and their lengths, bit n for n bytes. */
static const struct {
    uint8_t from, count;
    uint16_t lengths;
} by_letter[26] = {
    ['a' - 'a'] = {0, 5, 0x01DC}, ['c' - 'a'] = {5, 6, 0x03C0}, ['d' - 'a'] = {11, 2, 0x0184},
    ['f' - 'a'] = {13, 4, 0x0070}, ['g' - 'a'] = {17, 1, 0x0040}, ['m' - 'a'] = {18, 13, 0x537E},
    ['n' - 'a'] = {31, 3, 0x0028}, ['o' - 'a'] = {34, 1, 0x0020}, ['p' - 'a'] = {35, 2, 0x07D0},
    ['s' - 'a'] = {37, 3, 0x1EE0}, ['t' - 'a'] = {40, 1, 0x0020}, ['v' - 'a'] = {41, 3, 0x00E8}
};
/* clang-format on */

static bool begins_with(const char *at, uint32_t len, const char *begin)
{
    uint32_t i = 0;
    while (begin[i] != '\0' && i < len && (at[i] | 0x20) == begin[i]) {
        i++;
    }
    return begin[i] == '\0';
}

static bool may_announce(cahier_text text, uint32_t at, uint32_t len)
{
    uint32_t letter = (uint32_t)(unsigned char)(text.at[at] | 0x20) - 'a';
    if (letter > 25 || len > 15 || (by_letter[letter].lengths >> len & 1) == 0) {
        return false;
    }
    for (uint32_t k = by_letter[letter].from, end = k + by_letter[letter].count; k < end; k++) {
        if (len >= announcing[k].min && len <= announcing[k].max &&
                begins_with(text.at + at, len, announcing[k].begin)) {
            return true;
        }
    }
    return false;
}

typedef struct walk {
    redact_scan scan;
    uint32_t title_len;
    cahier_arena *scratch;
    cahier_redaction *at;
    uint32_t count, room;
} walk;

static cahier_status take_hit(walk *w, cahier_redaction hit)
{
    if (hit.start < w->title_len && hit.end > w->title_len) {
        hit.end = w->title_len; /* the rest follows a datum: it will be found by itself */
    }
    assert(hit.start >= w->scan.floor && hit.start < hit.end && hit.end <= w->scan.text.len);
    if (w->count == w->room) {
        uint32_t room = w->room == 0 ? 8 : 2 * w->room;
        cahier_redaction *grown = CAHIER_GROW(w->scratch, w->at, w->room, room);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        w->at = grown;
        w->room = room;
    }
    w->at[w->count++] = hit;
    w->scan.floor = hit.end;
    w->scan.last = hit;
    return CAHIER_OK;
}

static redact_verdict look_at_digit(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_verdict (*const find[])(const redact_scan *, uint32_t, cahier_redaction *) = {cahier_redact_code,
            cahier_redact_ip, cahier_redact_birthdate, cahier_redact_digits, cahier_redact_reference,
            cahier_redact_address};
    redact_verdict verdict = REDACT_NOTHING;
    for (size_t k = 0; k < sizeof find / sizeof *find && verdict == REDACT_NOTHING; k++) {
        verdict = find[k](scan, at, hit);
    }
    return verdict;
}

static bool is_spelled_at(cahier_text text, uint32_t at)
{
    return cahier_redact_starts(text, at, "at ") || cahier_redact_starts(text, at, "at-") ||
           cahier_redact_starts(text, at, "aro") || cahier_redact_starts(text, at, "arro");
}

static redact_verdict look_at_word(const redact_scan *scan, uint32_t at, bool announces, cahier_redaction *hit)
{
    bool hyphen = at > 1 && scan->text.at[at - 1] == '-' &&
                  (cahier_redact_class_before(scan->text, at - 1) & CAHIER_CHAR_LETTER) != 0;
    if (hyphen || cahier_redact_joins_before(scan->text, at)) {
        return REDACT_NOTHING; /* "JeVeux", "Jean-Pierre": only the first capital starts a word */
    }
    redact_verdict verdict = REDACT_NOTHING;
    if (announces && is_spelled_at(scan->text, at)) {
        verdict = cahier_redact_online(scan, at, hit);
    }
    return verdict == REDACT_NOTHING ? cahier_redact_name(scan, at, announces, hit) : verdict;
}

static redact_verdict look_at_sign(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    for (cahier_redaction_kind kind = 0; text.at[at] == '[' && kind < CAHIER_REDACTION_KINDS; kind++) {
        uint32_t end = cahier_redact_mark_end(text, at, kind);
        if (end != 0) {
            *hit = (cahier_redaction){CAHIER_PERSON, at, end};
            return REDACT_KEPT;
        }
    }
    if (text.at[at] == ':' && !cahier_redact_starts(text, at, "://")) {
        return REDACT_NOTHING;
    }
    return cahier_redact_online(scan, at, hit);
}

static inline uint32_t skip_classes(cahier_text text, uint32_t at, uint8_t classes)
{
    while (at < text.len && (byte_class[(unsigned char)text.at[at]] & classes) != 0) {
        at++;
    }
    return at;
}

/* The verdict on what starts at `at`; *next: where to look afterwards if it is nothing. */
static redact_verdict look(const redact_scan *scan, uint32_t at, uint32_t *next, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    unsigned char c = (unsigned char)text.at[at];
    switch (byte_class[c]) {
    case LOWER:
        *next = skip_classes(text, at + 1, SMALL);
        return may_announce(text, at, *next - at) ? look_at_word(scan, at, true, hit) : REDACT_NOTHING;
    case HIGH:
        *next = skip_classes(text, at + 1, SMALL);
        return (cahier_redact_class_at(text, at) & CAHIER_CHAR_UPPER) != 0 ? look_at_word(scan, at, false, hit)
                                                                           : REDACT_NOTHING;
    case UPPER:
        *next = skip_classes(text, at + 1, SMALL | UPPER);
        return look_at_word(scan, at, may_announce(text, at, *next - at), hit);
    case DIGIT:
        *next = skip_classes(text, at + 1, DIGIT);
        return look_at_digit(scan, at, hit);
    case SIGN:
        *next = at + 1;
        return look_at_sign(scan, at, hit);
    default:
        *next = at + 1;
        return REDACT_NOTHING;
    }
}

static cahier_status scan_text(walk *w)
{
    cahier_text text = w->scan.text;
    for (uint32_t i = 0; i < text.len;) {
        cahier_redaction hit;
        uint32_t next;
        redact_verdict verdict = look(&w->scan, i, &next, &hit);
        if (verdict == REDACT_FOUND) {
            CAHIER_TRY(take_hit(w, hit));
            hit = w->scan.last;
        }
        i = verdict != REDACT_NOTHING && hit.end > i ? hit.end : next;
    }
    cahier_redaction hit;
    if (cahier_redact_signature(&w->scan, &hit) == REDACT_FOUND) {
        CAHIER_TRY(take_hit(w, hit));
    }
    return CAHIER_OK;
}

/* --- the same names again -------------------------------------------------------------------------------- */

#define SURNAMES_MAX 16u /* a text that names more people is a list: each is caught by itself */
#define SURNAME_MAX 40u  /* bytes */

typedef struct surnames {
    char at[SURNAMES_MAX][CAHIER_FOLD_BOUND(SURNAME_MAX)]; /* without case nor accents */
    uint32_t len[SURNAMES_MAX];
    bool lower[SURNAMES_MAX]; /* was written in lower case */
    uint32_t count;
} surnames;

static uint32_t fold_piece(cahier_text text, const redact_piece *piece, char *to)
{
    return piece->end - piece->start > SURNAME_MAX ? 0
                                                   : cahier_fold_bare(cahier_slice(text, piece->start, piece->end), to);
}

/* The pieces of a name that tell who it is: not "Marie", nor "Petit", which is also a word. */
static void learn_surnames(const redact_scan *scan, const cahier_redaction *hit, surnames *known)
{
    redact_piece piece;
    for (uint32_t i = hit->start; i < hit->end && known->count < SURNAMES_MAX;) {
        if (!cahier_redact_piece(scan, i, &piece)) {
            i++;
            continue;
        }
        bool alone = piece.start == hit->start && piece.end == hit->end;
        bool tells = !piece.plain && !piece.stop && !piece.elided && !piece.barred &&
                     piece.shape != REDACT_SHAPE_INITIAL && piece.end - piece.start >= 3 &&
                     (alone ? piece.first != REDACT_FIRST_WORD : piece.first == REDACT_FIRST_NONE);
        uint32_t len = tells ? fold_piece(scan->text, &piece, known->at[known->count]) : 0;
        if (len > 0) {
            known->len[known->count] = len;
            known->lower[known->count++] = piece.shape == REDACT_SHAPE_LOWER;
        }
        i = piece.end;
    }
}

static bool is_learnt(const redact_scan *scan, const redact_piece *piece, const surnames *known)
{
    char folded[CAHIER_FOLD_BOUND(SURNAME_MAX)];
    uint32_t len = fold_piece(scan->text, piece, folded);
    for (uint32_t k = 0; len > 0 && k < known->count; k++) {
        if (len == known->len[k] && memcmp(folded, known->at[k], len) == 0 &&
                (known->lower[k] || piece->shape != REDACT_SHAPE_LOWER)) {
            return !cahier_redact_named_after(scan, piece->start, false);
        }
    }
    return false;
}

/* Walks the words between from and to, where nothing was found. */
static cahier_status find_again_between(walk *again, const surnames *known, uint32_t from, uint32_t to)
{
    cahier_text text = again->scan.text;
    for (uint32_t i = from; i < to;) {
        uint8_t class = byte_class[(unsigned char)text.at[i]];
        redact_piece piece;
        if ((class != UPPER && class != LOWER && class != HIGH) || cahier_redact_joins_before(text, i) ||
                !cahier_redact_piece(&again->scan, i, &piece)) {
            i++;
            continue;
        }
        if (piece.end <= to && is_learnt(&again->scan, &piece, known)) {
            CAHIER_TRY(take_hit(again, (cahier_redaction){CAHIER_PERSON, piece.start, piece.end}));
        }
        i = piece.end;
    }
    return CAHIER_OK;
}

/* A surname once caught is hidden wherever it occurs: "M. Tartempion ... chez Tartempion". */
static cahier_status find_again(walk *w)
{
    surnames known;
    known.count = 0;
    for (uint32_t k = 0; k < w->count; k++) {
        if (w->at[k].kind == CAHIER_PERSON) {
            learn_surnames(&w->scan, &w->at[k], &known);
        }
    }
    if (known.count == 0) {
        return CAHIER_OK;
    }
    walk again = {.scan = w->scan, .scratch = w->scratch, .title_len = w->title_len};
    again.scan.floor = 0;
    uint32_t from = 0;
    for (uint32_t k = 0; k <= w->count; k++) {
        uint32_t to = k < w->count ? w->at[k].start : w->scan.text.len;
        CAHIER_TRY(find_again_between(&again, &known, from, to));
        if (k < w->count) {
            CAHIER_TRY(take_hit(&again, w->at[k]));
            from = w->at[k].end;
        }
    }
    *w = again;
    return CAHIER_OK;
}

/* --- until nothing is left ------------------------------------------------------------------------------- */

static cahier_status find_all(walk *w)
{
    CAHIER_TRY(scan_text(w));
    return find_again(w);
}

/* Adds to `w` what was found in its redacted text, moved back to the offsets of the text. `put`: the marks of `w`
 * there. */
static cahier_status add_found(walk *w, const walk *more, const cahier_redactions *put)
{
    walk both = {.scan = w->scan, .scratch = w->scratch, .title_len = w->title_len};
    both.scan.floor = 0;
    uint32_t k = 0, behind = 0; /* bytes that marks before are longer than their data; wraps, and unwraps when used */
    for (uint32_t m = 0; m < more->count; m++) {
        for (; k < w->count && put->at[k].end <= more->at[m].start; k++) {
            behind += put->at[k].end - put->at[k].start - (w->at[k].end - w->at[k].start);
            CAHIER_TRY(take_hit(&both, w->at[k]));
        }
        cahier_redaction hit = more->at[m];
        assert(k == w->count || hit.end <= put->at[k].start);
        CAHIER_TRY(take_hit(&both, (cahier_redaction){hit.kind, hit.start - behind, hit.end - behind}));
    }
    for (; k < w->count; k++) {
        CAHIER_TRY(take_hit(&both, w->at[k]));
    }
    *w = both;
    return CAHIER_OK;
}

/* A mark changes what stands around it: a word that was "(06..." begins a clause, capitals are fewer. Looking
 * again until nothing is found makes the result the same however often it is redacted. Each round hides more, so
 * it ends. */
#define ROUNDS_MAX 8u /* a text written to need more would cost its square */

static cahier_status find_until_none(walk *w)
{
    CAHIER_TRY(find_all(w));
    uint32_t found = w->count;
    for (uint32_t round = 1; found > 0 && round < ROUNDS_MAX; round++) {
        redact_written put;
        redact_found all = {w->title_len, w->at, w->count};
        CAHIER_TRY(cahier_redact_write(&w->scan, &all, w->scratch, &put));
        walk next = {.scan = {.lexicons = w->scan.lexicons, .text = put.text, .strict = w->scan.strict},
                .scratch = w->scratch,
                .title_len = put.title_len};
        CAHIER_TRY(find_all(&next));
        CAHIER_TRY(add_found(w, &next, &put.redactions));
        found = next.count;
    }
    return CAHIER_OK;
}

cahier_status cahier_redact(const cahier_lexicons *lexicons, bool strict, cahier_arena *batch, cahier_arena *scratch,
        cahier_text text, uint32_t *title_len, cahier_text *out, cahier_redactions *redactions)
{
    assert(*title_len <= text.len);
    size_t mark = cahier_arena_mark(scratch);
    walk w = {.scan = {.lexicons = lexicons, .text = text, .strict = strict},
            .title_len = *title_len,
            .scratch = scratch};
    cahier_status status = find_until_none(&w);
    if (status == CAHIER_OK && w.count == 0) {
        *out = text;
        *redactions = (cahier_redactions){0};
    } else if (status == CAHIER_OK) {
        redact_written written;
        redact_found all = {w.title_len, w.at, w.count};
        status = cahier_redact_write(&w.scan, &all, batch, &written);
        if (status == CAHIER_OK) {
            *out = written.text;
            *title_len = written.title_len;
            *redactions = written.redactions;
        }
    }
    cahier_arena_reset(scratch, mark);
    return status;
}
