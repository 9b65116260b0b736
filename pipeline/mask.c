/* SPDX-License-Identifier: Apache-2.0 */
#include "mask.h"

#include <string.h>

#include "redact.h"

static bool between_characters(cahier_text text, uint32_t at)
{
    return at == text.len || ((unsigned char)text.at[at] & 0xc0) != 0x80;
}

static bool fits(const cahier_decision *mask, const cahier_cleaned *cleaned)
{
    cahier_text text = cleaned->text;
    uint32_t start = mask->start, end = mask->end, title = cleaned->title_len;
    return start < end && end <= text.len && (mask->length == 0 || mask->length == text.len) &&
           between_characters(text, start) && between_characters(text, end) &&
           (title == 0 || end <= title || start > title);
}

typedef struct place {
    uint32_t start, end;
    uint32_t before, after; /* marks that stand before it; the first that stands after */
} place;

/* The place to hide, marks that it touches included. */
static place widen(const cahier_decision *mask, const cahier_redactions *marks)
{
    place p = {mask->start, mask->end, 0, 0};
    while (p.before < marks->count && marks->at[p.before].end <= mask->start) {
        p.before++;
    }
    for (p.after = p.before; p.after < marks->count && marks->at[p.after].start < mask->end; p.after++) {
        p.start = marks->at[p.after].start < p.start ? marks->at[p.after].start : p.start;
        p.end = marks->at[p.after].end > p.end ? marks->at[p.after].end : p.end;
    }
    return p;
}

static cahier_status write_marks(
        cahier_arena *arena, const cahier_decision *mask, place p, uint32_t len, cahier_redactions *marks)
{
    cahier_redaction *at = CAHIER_NEW(arena, cahier_redaction, marks->count + 1u);
    uint32_t count = p.before;
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t m = 0; m < p.before; m++) {
        at[m] = marks->at[m];
    }
    at[count++] = (cahier_redaction){mask->kind, p.start, p.start + len};
    for (uint32_t m = p.after; m < marks->count; m++) {
        at[count++] = (cahier_redaction){marks->at[m].kind, marks->at[m].start - p.end + p.start + len,
                marks->at[m].end - p.end + p.start + len};
    }
    *marks = (cahier_redactions){at, count};
    return CAHIER_OK;
}

static cahier_status hide(cahier_arena *arena, const cahier_decision *mask, place p, cahier_cleaned *cleaned)
{
    cahier_text mark = cahier_redact_mark(mask->kind), text = cleaned->text;
    uint32_t rest = text.len - p.end;
    char *to = CAHIER_NEW(arena, char, (size_t)p.start + mark.len + rest);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(write_marks(arena, mask, p, mark.len, &cleaned->redactions));
    memcpy(to, text.at, p.start);
    memcpy(to + p.start, mark.at, mark.len);
    memcpy(to + p.start + mark.len, text.at + p.end, rest);
    cleaned->title_len =
            p.end <= cleaned->title_len ? cleaned->title_len - p.end + p.start + mark.len : cleaned->title_len;
    cleaned->text = (cahier_text){to, p.start + mark.len + rest};
    return CAHIER_OK;
}

cahier_status cahier_mask_put(cahier_arena *arena, const cahier_decision *mask, cahier_cleaned *cleaned)
{
    if (!fits(mask, cleaned)) {
        cleaned->notes |= CAHIER_NOTE_MASK_LOST;
        return CAHIER_OK;
    }
    place p = widen(mask, &cleaned->redactions);
    const cahier_redaction *there = &cleaned->redactions.at[p.before];
    bool hidden = p.after > p.before && there->start <= mask->start && there->end >= mask->end;
    return hidden ? CAHIER_OK : hide(arena, mask, p, cleaned);
}

uint32_t cahier_mask_carry(const cahier_decision *mask, uint32_t at)
{
    uint32_t len = cahier_redact_mark(mask->kind).len;
    return mask->end <= at ? at - mask->end + mask->start + len : mask->start <= at ? CAHIER_NONE : at;
}

/* --- of a journal ----------------------------------------------------------------------------------------------------------- */

cahier_status cahier_masks_open(cahier_arena *arena, const cahier_decisions *decisions, cahier_masks **out)
{
    uint32_t count = decisions != NULL ? decisions->count : 0, last = 0;
    while (last < count && decisions->at[last].deed != CAHIER_MASK) {
        last++;
    }
    *out = NULL;
    if (last == count) {
        return CAHIER_OK;
    }
    cahier_masks *masks = CAHIER_NEW(arena, cahier_masks, 1);
    uint32_t *next = CAHIER_NEW(arena, uint32_t, count);
    if (masks == NULL || next == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *masks = (cahier_masks){.decisions = decisions, .next = next};
    for (uint32_t i = count; i-- > 0;) {
        if (decisions->at[i].deed == CAHIER_MASK) {
            cahier_text id = decisions->at[i].contributions[0];
            uint32_t hash = cahier_hash(id);
            cahier_intern_slot *slot = cahier_intern_slot_of(&masks->first, id, hash);
            next[i] = slot != NULL ? slot->value : CAHIER_NONE;
            if (slot != NULL) {
                slot->value = i;
            } else {
                CAHIER_TRY(cahier_intern_put(arena, &masks->first, id, hash, i));
            }
        }
    }
    *out = masks;
    return CAHIER_OK;
}

cahier_status cahier_masks_put(cahier_arena *arena, const cahier_masks *masks, cahier_text id, cahier_cleaned *cleaned)
{
    uint32_t i = masks != NULL ? cahier_intern_find(&masks->first, id, cahier_hash(id)) : CAHIER_NONE;
    for (; i != CAHIER_NONE; i = masks->next[i]) {
        CAHIER_TRY(cahier_mask_put(arena, &masks->decisions->at[i], cleaned));
    }
    return CAHIER_OK;
}
