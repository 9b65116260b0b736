/* SPDX-License-Identifier: Apache-2.0 */
#include "clean.h"

#include <string.h>

#include "charset.h"
#include "html.h"
#include "mojibake.h"

/* What one look_over of the bytes found that calls for more work. */
typedef struct suspicion {
    bool markup;   /* « < » or « & » */
    bool mistaken; /* bytes of Ã Â â Å Ì ð ï √ ├ ┬ */
    bool control;  /* control byte, or first byte of a zero-width character */
    bool ill_formed;
    bool accents;           /* some letters kept theirs */
    uint32_t lost;          /* « d?chets », U+FFFD */
    uint32_t lost_elisions; /* « l?eau »: only typographic apostrophes were lost */
} suspicion;

static bool is_plain_letter(unsigned char c)
{
    return (c | 32) >= 'a' && (c | 32) <= 'z';
}

/* « d?chets »; not « quoi ? », nor « page?id=3 ». */
static bool is_lost_letter(const char *at, uint32_t len, uint32_t i)
{
    return i > 0 && i + 1 < len && is_plain_letter((unsigned char)at[i - 1]) && at[i + 1] >= 'a' && at[i + 1] <= 'z' &&
           memchr(at + i, '=', len - i < 20 ? len - i : 20) == NULL;
}

/* « l?eau »: what stands before is a letter that elides, alone. */
static bool is_lost_elision(const char *at, uint32_t i)
{
    return i > 0 && strchr("ldjnsmtcLDJNSMTC", at[i - 1]) != NULL &&
           (i == 1 || !is_plain_letter((unsigned char)at[i - 2]));
}

static void suspect_question(const char *at, uint32_t len, uint32_t i, suspicion *s)
{
    if (is_lost_letter(at, len, i)) {
        s->lost++;
        s->lost_elisions += is_lost_elision(at, i);
    }
}

/* A text that kept its accents did not lose them: « non?ben non, c'est drôle » is only typed fast. */
static bool lost_its_letters(const suspicion *s)
{
    return (s->accents ? s->lost_elisions : s->lost) >= 2;
}

static void suspect(const char *at, uint32_t len, uint32_t i, suspicion *s)
{
    unsigned char c = (unsigned char)at[i];
    unsigned char next = i + 1 < len ? (unsigned char)at[i + 1] : 0;
    switch (c) {
    case '<':
    case '&':
        s->markup = true;
        break;
    case '?':
        suspect_question(at, len, i, s);
        break;
    case 0xC2: /* C1 controls, soft hyphen */
        s->control = s->control || next < 0xA0 || next == 0xAD;
        break;
    case 0xC3: /* Ã Â Å Ì â ï ð; « â » begins « â€™ » only before « € » */
        s->accents = true;
        s->mistaken = s->mistaken || next == 0x83 || next == 0x82 || next == 0x85 || next == 0x8C || next == 0xAF ||
                      next == 0xB0 || (next == 0xA2 && i + 2 < len && (unsigned char)at[i + 2] == 0xE2);
        break;
    case 0xE2: /* √ ├ ┬; zero-width and direction marks E2 80 8B-8F, AA-AE; word joiner E2 81 A0 */
        s->mistaken = s->mistaken || next == 0x88 || next == 0x94;
        s->control = s->control || next == 0x80 || next == 0x81;
        break;
    case 0xEF: /* byte order mark in the text; U+FFFD */
        s->control = s->control || next == 0xBB;
        s->lost += next == 0xBF ? 2 : 0;
        s->lost_elisions += next == 0xBF ? 2 : 0;
        break;
    default:
        s->control = s->control || c == 0x7F || (c < 32 && c != '\t' && c != '\n' && c != '\r');
    }
}

/* Bytes worth a look; all others are letters, digits, spaces, punctuation. */
/* clang-format off */
static const unsigned char odd[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['<'] = 1, ['&'] = 1, ['?'] = 1, [0x7F] = 1, [0xC2] = 1, [0xC3] = 1, [0xE2] = 1, [0xEF] = 1,
};
/* clang-format on */

static suspicion look_over(cahier_text text)
{
    suspicion s = {0};
    for (uint32_t i = 0; i < text.len; i++) {
        if (odd[(unsigned char)text.at[i]]) {
            suspect(text.at, text.len, i, &s);
        }
    }
    return s;
}

/* Control bytes and characters without width; a zero-width joiner stays where it joins emoji (after F0 9F xx xx or a
 * variation selector). */
static bool is_stray(uint32_t c, bool after_emoji)
{
    return (c < 32 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0xFEFF ||
           (c >= 0x200B && c <= 0x200F && !(c == 0x200D && after_emoji)) || (c >= 0x202A && c <= 0x202E) || c == 0x2060;
}

/* Drops strays and replaces ill-formed bytes. */
static cahier_status rewrite(cahier_reading *reading, cahier_text *text, uint32_t *notes)
{
    char *to = CAHIER_NEW(reading->batch, char, (size_t)text->len * 3);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t used = 0;
    bool after_emoji = false;
    for (uint32_t i = 0; i < text->len;) {
        uint32_t code_point, step = cahier_utf8_decode(text->at + i, text->len - i, &code_point);
        if (step == 0) {
            memcpy(to + used, "\xEF\xBF\xBD", 3);
            used += 3;
            i++;
            *notes |= CAHIER_NOTE_ILL_FORMED;
            continue;
        }
        if (is_stray(code_point, after_emoji)) {
            *notes |= CAHIER_NOTE_CONTROL;
        } else {
            memcpy(to + used, text->at + i, step);
            used += step;
        }
        after_emoji = code_point >= 0x1F000 || code_point == 0xFE0F || (code_point >= 0x2600 && code_point <= 0x27BF);
        i += step;
    }
    *text = (cahier_text){to, (uint32_t)used};
    return CAHIER_OK;
}

/* Decidim and others put « ' » before = + - @ so that Excel computes nothing. */
static bool has_formula_quote(cahier_text text)
{
    return text.len > 1 && text.at[0] == '\'' && strchr("=+-@", text.at[1]) != NULL && text.at[1] != '\0';
}

cahier_status cahier_clean(cahier_reading *reading, cahier_text *text, uint32_t *notes)
{
    cahier_text cleaned = cahier_trim(*text);
    if (has_formula_quote(cleaned)) {
        cleaned = cahier_trim((cahier_text){cleaned.at + 1, cleaned.len - 1});
        *notes |= CAHIER_NOTE_FORMULA_QUOTE;
    }
    suspicion s = look_over(cleaned);
    bool done = false;
    if (s.mistaken) {
        CAHIER_TRY(cahier_mojibake_repair(reading, &cleaned, &done));
        *notes |= done ? CAHIER_NOTE_MOJIBAKE : 0;
    }
    if (s.markup) {
        CAHIER_TRY(cahier_html_strip(reading, &cleaned, &done));
        *notes |= done ? CAHIER_NOTE_HTML : 0;
    }
    /* what was decoded above may hold controls too: « &#8203; », « â€‹ » */
    s = done || s.mistaken ? look_over(cleaned) : s;
    s.ill_formed = cahier_utf8_check(cleaned.at, cleaned.len) < cleaned.len;
    if (s.control || s.ill_formed) {
        uint32_t before = *notes;
        cahier_text kept = cleaned;
        size_t mark = cahier_arena_mark(reading->batch);
        CAHIER_TRY(rewrite(reading, &kept, notes));
        if (*notes == before && kept.len == cleaned.len) {
            cahier_arena_reset(reading->batch, mark); /* « … » begins like a zero-width space */
        } else {
            cleaned = kept;
        }
    }
    *notes |= lost_its_letters(&s) ? CAHIER_NOTE_LOST_LETTERS : 0;
    *text = cahier_trim(cleaned);
    return CAHIER_OK;
}
