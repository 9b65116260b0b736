/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_memory.h"

#include <stdlib.h>
#include <string.h>

#include "bytes.h"
#include "pack.h"
#include "wire.h"

#define NUMBER_MOST 1000000000u
#define DIMENSIONS_MOST 4096u
#define WORD 8u
#define TEXT_BYTES 4u /* the least of a text */
#define UNIT 1.1f /* of vectors and centroids of length one, some rounded to 1/127: what they hold, their products */
#define WEIGHT_MOST 15.f /* of terms: sqrt(ln 2^32 x 10), weigh.h, is 14.9 */

static const cahier_text memory_name = {"memory", 6}, themes_name = {"themes", 6};

/* --- memory, written -------------------------------------------------------------------------------------------------- */

static size_t count_words(const char *bytes, size_t from, size_t end, bool zero)
{
    size_t count = 0;
    while (from + count < end && (cahier_load64(bytes + (from + count) * WORD) == 0) == zero) {
        count++;
    }
    return count;
}

static void pack_state(cahier_out *out, cahier_emerge *state)
{
    size_t len;
    const char *bytes = cahier_emerge_bytes(state, &len);
    cahier_pack_word(out, len);
    for (size_t at = 0; at < len / WORD;) {
        size_t zeros = count_words(bytes, at, len / WORD, true);
        size_t others = count_words(bytes, at + zeros, len / WORD, false);
        cahier_pack_uint(out, (uint32_t)zeros);
        cahier_pack_uint(out, (uint32_t)others);
        cahier_put_bytes(out, bytes + (at + zeros) * WORD, others * WORD);
        at += zeros + others;
    }
}

static void pack_texts(cahier_out *out, const cahier_recent *recent)
{
    cahier_pack_uint(out, recent->count);
    cahier_pack_uint(out, recent->next);
    for (uint32_t i = 0; i < recent->count; i++) {
        const cahier_recent_text *text = &recent->at[i];
        cahier_pack_text(out, cahier_recent_id(text));
        cahier_pack_text(out, cahier_recent_words(text));
        cahier_pack_int(out, text->date);
        cahier_pack_text(out, cahier_string(text->theme));
    }
}

cahier_status cahier_mind_write(cahier_watch_mind *mind, uint32_t base, cahier_out *out)
{
    cahier_wire_begin(out);
    cahier_pack_uint(out, base);
    cahier_pack_int(out, mind->fitted);
    cahier_pack_uint(out, mind->options->emerge.things);
    cahier_pack_uint(out, mind->options->emerge.texts);
    pack_state(out, mind->state);
    pack_texts(out, &mind->recent);
    pack_texts(out, &mind->sample);
    return cahier_wire_end(out, &(cahier_wire_title){CAHIER_WIRE_MEMORY, memory_name, 0});
}

/* --- memory, read ----------------------------------------------------------------------------------------------------- */

/* The bytes of a state, zeros put back; NULL after a fault. */
static char *unpack_state(cahier_cursor *in, uint64_t len)
{
    uint64_t at = 0;
    char *bytes = cahier_unpack_ok(in) ? calloc(len / WORD + 1, WORD) : NULL;
    while (bytes != NULL && at < len / WORD && cahier_unpack_ok(in)) {
        uint32_t most = (uint32_t)(len / WORD - at);
        uint32_t zeros = cahier_unpack_uint(in, most), others = cahier_unpack_uint(in, most - zeros);
        const char *from = cahier_unpack_bytes(in, others * WORD);
        if (from != NULL) {
            memcpy(bytes + (at + zeros) * WORD, from, (size_t)others * WORD);
        }
        at += zeros + others;
        if (zeros + others == 0) {
            cahier_unpack_refuse(in, "a run of nothing");
        }
    }
    if (!cahier_unpack_ok(in)) {
        free(bytes);
        return NULL;
    }
    return bytes;
}

/* A state of the size that the options ask for: what its length says is checked before it is believed. */
static cahier_status read_state(cahier_watch_mind *mind, cahier_cursor *in)
{
    const cahier_emerge_options *options = &mind->options->emerge;
    size_t expected;
    (void)cahier_emerge_bytes(mind->state, &expected);
    if (cahier_unpack_uint(in, UINT32_MAX) != options->things || cahier_unpack_uint(in, UINT32_MAX) != options->texts ||
            cahier_unpack_word(in) != expected) {
        cahier_unpack_refuse(in, "a memory of another size");
    }
    char *bytes = unpack_state(in, expected);
    if (bytes == NULL) {
        return cahier_unpack_ok(in) ? CAHIER_ERROR_NOMEM : CAHIER_OK; /* the fault is told by who closes */
    }
    cahier_arena_reset(&mind->kept, 0);
    cahier_status status = cahier_emerge_read(&mind->kept, options, bytes, expected, &mind->state);
    free(bytes);
    if (status == CAHIER_ERROR_LIMIT) {
        cahier_unpack_refuse(in, "a memory of another version");
    }
    return status;
}

static void read_texts(cahier_cursor *in, cahier_recent *recent)
{
    uint32_t count = cahier_unpack_count(in, TEXT_BYTES), next = cahier_unpack_uint(in, recent->room - 1);
    uint32_t room = recent->room;
    cahier_recent_close(recent);
    cahier_recent_open(recent, room);
    if (count > room || (count < room && next != count)) {
        cahier_unpack_refuse(in, "more texts than there is room for");
    }
    for (uint32_t i = 0; i < count && cahier_unpack_ok(in); i++) {
        cahier_text id = cahier_unpack_text(in), words = cahier_unpack_text(in);
        int32_t date = cahier_unpack_int(in, 0, INT32_MAX);
        if (date != 0 && !cahier_is_date(date)) {
            cahier_unpack_refuse(in, "not a date");
        }
        cahier_text theme = cahier_unpack_text(in);
        char name[sizeof recent->at->theme] = "";
        if (words.len > CAHIER_RECENT_BYTES || theme.len >= sizeof name) {
            cahier_unpack_refuse(in, "a text that is too long");
        } else if (cahier_unpack_ok(in)) {
            if (theme.len > 0) {
                memcpy(name, theme.at, theme.len);
            }
            cahier_recent_add(recent, id, words, date, name);
        }
    }
    recent->next = next;
}

cahier_status cahier_mind_read(cahier_watch_mind *mind, cahier_text blob, uint32_t *base, cahier_error *error)
{
    cahier_wire_title title;
    cahier_cursor in;
    size_t mark = cahier_arena_mark(&mind->scratch);
    CAHIER_TRY(cahier_wire_open(&mind->scratch, blob, CAHIER_WIRE_MEMORY, &title, &in, error));
    *base = cahier_unpack_uint(&in, NUMBER_MOST);
    mind->fitted = cahier_unpack_int(&in, CAHIER_DAY_LEAST, CAHIER_DAY_MOST);
    cahier_status status = read_state(mind, &in);
    read_texts(&in, &mind->recent);
    read_texts(&in, &mind->sample);
    status = status == CAHIER_ERROR_NOMEM ? status : cahier_wire_close(&in, error);
    cahier_arena_reset(&mind->scratch, mark);
    return status;
}

/* --- themes ------------------------------------------------------------------------------------------------------------ */

static void pack_floats(cahier_out *out, const float *at, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &at[i], sizeof bits);
        cahier_pack_half(out, bits);
    }
}

static void pack_space(cahier_out *out, const cahier_space *space)
{
    cahier_pack_uint(out, space->dimensions);
    for (uint32_t b = 0; b <= CAHIER_BLOCKS; b++) {
        cahier_pack_uint(out, space->block[b]);
    }
    pack_floats(out, space->vector, (size_t)space->terms * space->dimensions);
    pack_floats(out, space->weight, space->terms);
}

cahier_status cahier_mind_write_themes(const cahier_watch_mind *mind, cahier_out *out)
{
    const cahier_listener *listener = &mind->themes.listener;
    uint32_t terms = listener->space.terms;
    cahier_text *stem = calloc((size_t)terms + 1, sizeof *stem);
    if (stem == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; listener->term.slot != NULL && i <= listener->term.mask; i++) {
        const cahier_intern_slot *slot = &listener->term.slot[i];
        if (slot->value != CAHIER_NONE) {
            stem[slot->value] = (cahier_text){slot->key, slot->len};
        }
    }
    cahier_wire_begin(out);
    cahier_pack_uint(out, listener->texts);
    cahier_pack_int(out, listener->strange_milli);
    cahier_pack_uint(out, terms);
    for (uint32_t j = 0; j < terms; j++) {
        cahier_pack_text(out, stem[j]);
    }
    free(stem);
    pack_space(out, &listener->space);
    cahier_pack_uint(out, listener->theme_count);
    pack_floats(out, listener->affinity, (size_t)terms * CAHIER_SIDES * listener->theme_count);
    for (uint32_t k = 0; k < listener->theme_count; k++) {
        cahier_pack_text(out, cahier_string(listener->themes[k].id));
        cahier_pack_text(out, listener->themes[k].label);
        cahier_pack_uint(out, listener->themes[k].documents);
    }
    return cahier_wire_end(out, &(cahier_wire_title){CAHIER_WIRE_THEMES, themes_name, 0});
}

/* A number that is none, or larger than those that are written, would spread over every score. */
static float *unpack_floats(cahier_cursor *in, uint64_t count, float least, float most)
{
    if (count > (in->len - in->next) / sizeof(float)) {
        cahier_unpack_refuse(in, "more numbers than bytes left");
    }
    float *to = CAHIER_UNPACK_NEW(in, float, count);
    for (uint64_t i = 0; to != NULL && i < count; i++) {
        uint32_t bits = cahier_load32(in->at + in->next);
        memcpy(&to[i], &bits, sizeof bits);
        if (!(to[i] >= least && to[i] <= most)) { /* no comparison holds of what is no number */
            cahier_unpack_refuse(in, "not a number that was written");
            return NULL;
        }
        in->next += sizeof bits;
    }
    return to;
}

static void read_terms(cahier_cursor *in, cahier_listener *out)
{
    uint32_t count = cahier_unpack_count(in, 1);
    out->space.terms = count;
    if (cahier_intern_reserve(in->arena, &out->term, count) != CAHIER_OK) {
        cahier_unpack_refuse(in, "not enough memory");
    }
    for (uint32_t j = 0; j < count && cahier_unpack_ok(in); j++) {
        cahier_text stem = cahier_unpack_text(in);
        if (stem.len == 0 || cahier_intern_find(&out->term, stem, cahier_hash(stem)) != CAHIER_NONE ||
                cahier_intern_put(in->arena, &out->term, stem, cahier_hash(stem), j) != CAHIER_OK) {
            cahier_unpack_refuse(in, "a term that is none, or twice");
        }
    }
}

static void read_space(cahier_cursor *in, cahier_space *out)
{
    out->dimensions = cahier_unpack_uint(in, DIMENSIONS_MOST);
    for (uint32_t b = 0; b <= CAHIER_BLOCKS; b++) {
        out->block[b] = cahier_unpack_uint(in, out->dimensions);
        if (b > 0 && out->block[b] < out->block[b - 1]) {
            cahier_unpack_refuse(in, "blocks out of order");
        }
    }
    if (out->block[0] != 0 || out->block[CAHIER_BLOCKS] != out->dimensions) {
        cahier_unpack_refuse(in, "blocks that are not the dimensions");
    }
    out->vector = unpack_floats(in, (uint64_t)out->terms * out->dimensions, -UNIT, UNIT);
    out->weight = unpack_floats(in, out->terms, 0, WEIGHT_MOST);
}

static void read_themes(cahier_cursor *in, cahier_listener *out)
{
    out->theme_count = cahier_unpack_count(in, 1);
    out->affinity = unpack_floats(in, (uint64_t)out->space.terms * CAHIER_SIDES * out->theme_count, -UNIT, UNIT);
    out->themes = CAHIER_UNPACK_NEW(in, cahier_heard_theme, out->theme_count);
    for (uint32_t k = 0; k < out->theme_count && cahier_unpack_ok(in); k++) {
        cahier_heard_theme *theme = &out->themes[k];
        cahier_text id = cahier_unpack_text(in);
        if (id.len == 0 || id.len >= sizeof theme->id || memchr(id.at, '\0', id.len) != NULL) {
            cahier_unpack_refuse(in, "not the id of a theme");
            return;
        }
        *theme = (cahier_heard_theme){.documents = 0};
        memcpy(theme->id, id.at, id.len);
        theme->label = cahier_unpack_text(in);
        theme->documents = cahier_unpack_uint(in, NUMBER_MOST);
    }
}

cahier_status cahier_mind_read_themes(cahier_watch_mind *mind, cahier_text blob, cahier_error *error)
{
    cahier_wire_title title;
    cahier_cursor in;
    cahier_listener listener = {.theme_count = 0};
    cahier_arena_reset(&mind->themes.arena, 0);
    mind->themes.known = false;
    if (blob.len == 0) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_wire_open(&mind->themes.arena, blob, CAHIER_WIRE_THEMES, &title, &in, error));
    listener.texts = cahier_unpack_uint(&in, NUMBER_MOST);
    listener.strange_milli = cahier_unpack_int(&in, -1000, 1000);
    read_terms(&in, &listener);
    read_space(&in, &listener.space);
    read_themes(&in, &listener);
    CAHIER_TRY(cahier_wire_close(&in, error));
    mind->themes.listener = listener;
    mind->themes.known = listener.theme_count > 0;
    return CAHIER_OK;
}
