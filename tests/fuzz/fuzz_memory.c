/* SPDX-License-Identifier: Apache-2.0 */
/* What a watcher remembers, damaged anywhere behind a good header: refused, or read, and what was read can be written again
 * and gives a text its themes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "watch_memory.h"
#include "wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define EDIT 6u /* bytes: how far from the end, what */
#define TERMS 3u
#define DIMENSIONS 4u
#define THEMES 2u
#define TOKENS 24u
#define ROOM 4u
#define NAME ((cahier_text){"m", 1})

static cahier_watch_options options = {.emerge = {.per_month = 1, .persons = 2, .things = 1u << 10, .texts = 1u << 8}};

/* The state is large: themes are read without. */
static void open_mind(cahier_watch_mind *mind, bool state)
{
    *mind = (cahier_watch_mind){.options = &options, .fitted = 19723};
    if (!cahier_arena_open(&mind->kept, state ? (size_t)24 << 20 : 4096) ||
            !cahier_arena_open(&mind->scratch, (size_t)1 << 20) ||
            !cahier_arena_open(&mind->themes.arena, (size_t)1 << 20)) {
        abort();
    }
    if (state && cahier_emerge_new(&mind->kept, &options.emerge, &mind->state) != CAHIER_OK) {
        abort();
    }
    cahier_recent_open(&mind->recent, ROOM);
    cahier_recent_open(&mind->sample, ROOM);
}

static void close_mind(cahier_watch_mind *mind)
{
    cahier_recent_close(&mind->recent);
    cahier_recent_close(&mind->sample);
    cahier_arena_close(&mind->themes.arena);
    cahier_arena_close(&mind->scratch);
    cahier_arena_close(&mind->kept);
}

/* Texts, and two themes of three words. */
static void fill(cahier_watch_mind *mind)
{
    static const cahier_text stem[TERMS] = {{"banc", 4}, {"bruit", 5}, {"ombr", 4}};
    static const float number[TERMS * CAHIER_SIDES * THEMES] = {
            1, 0, .6f, .8f, 0, 1, 1, 0, .8f, .6f, 0, 1, 0, 1, .5f, .5f, 1, 0};
    static_assert(sizeof number / sizeof *number >= TERMS * DIMENSIONS, "they are the vectors too");
    static cahier_heard_theme theme[THEMES] = {{"t-0001", {"bancs", 5}, 7}, {"t-0002", {"bruit", 5}, 3}};
    for (uint32_t i = 0; i < ROOM; i++) {
        const char name[CAHIER_THEME_ID_LEN + 2] = "t-0001";
        cahier_recent_add(&mind->recent, NAME, (cahier_text){"Un banc à l'ombre.", 19}, 20240101, name);
        cahier_recent_add(&mind->sample, NAME, (cahier_text){"Trop de bruit.", 14}, 20240102, NULL);
    }
    cahier_listener *l = &mind->themes.listener;
    *l = (cahier_listener){
            .space = {TERMS, DIMENSIONS, {0, 2, DIMENSIONS}, (float *)(uintptr_t)number, (float *)(uintptr_t)number},
            .affinity = number,
            .themes = theme,
            .theme_count = THEMES,
            .texts = 10,
            .strange_milli = 300};
    for (uint32_t j = 0; j < TERMS; j++) {
        assert(cahier_intern_put(&mind->themes.arena, &l->term, stem[j], cahier_hash(stem[j]), j) == CAHIER_OK);
    }
}

/* A text of two sentences of all the words that the themes know, given its themes. */
static void use(cahier_watch_mind *mind)
{
    static cahier_type type[TERMS + 1] = {
            {.stem = {"banc", 4}}, {.stem = {"bruit", 5}}, {.stem = {"ombr", 4}}, {.stem = {"loin", 4}}};
    static cahier_token token[TOKENS];
    static cahier_sentence sentence[2] = {
            {0, 2 * TOKENS, 0, TOKENS / 2, 0}, {2 * TOKENS, 4 * TOKENS, TOKENS / 2, TOKENS / 2, 0}};
    cahier_document document = {.title_len = 4, .sentences = {sentence, 2}, .tokens = {token, TOKENS}};
    cahier_types types = {.at = type, .count = TERMS + 1};
    cahier_chunk chunk = {&document, 1, &types};
    cahier_listened heard;
    cahier_drift drift = {0};
    cahier_arena batch;
    for (uint32_t t = 0; t < TOKENS; t++) {
        token[t] = (cahier_token){4 * t, 4 * t + 3, t < TOKENS / 2 ? t % (TERMS + 1) : t % 2};
    }
    assert(cahier_arena_open(&batch, (size_t)1 << 20));
    cahier_status status = cahier_listen(&mind->themes.listener, &batch, &mind->scratch, &chunk, &heard);
    if (status == CAHIER_OK) { /* else there were more themes than there is memory */
        cahier_drift_add(&drift, &chunk, &heard);
        for (uint32_t i = 0; i < heard.assignments->count; i++) {
            assert(heard.assignments->at[i].theme < mind->themes.listener.theme_count);
            assert(heard.assignments->at[i].score_milli <= 1000);
        }
    }
    cahier_arena_close(&batch);
}

static void read_memory(cahier_watch_mind *mind, cahier_text blob)
{
    uint32_t base;
    cahier_error error;
    cahier_out out;
    if (cahier_mind_read(mind, blob, &base, &error) == CAHIER_OK) {
        cahier_out_open_memory(&out);
        assert(cahier_mind_write(mind, base, &out) == CAHIER_OK);
        assert(cahier_mind_read(mind, cahier_out_text(&out), &base, &error) == CAHIER_OK);
        cahier_out_close(&out);
        cahier_recent_add(&mind->recent, NAME, NAME, 20240103, NULL);
        cahier_recent_add(&mind->sample, NAME, NAME, 20240103, NULL);
    }
}

static void read_themes(cahier_watch_mind *mind, cahier_text blob)
{
    cahier_error error;
    cahier_out out;
    if (cahier_mind_read_themes(mind, blob, &error) != CAHIER_OK || !mind->themes.known) {
        return;
    }
    use(mind);
    cahier_out_open_memory(&out);
    assert(cahier_mind_write_themes(mind, &out) == CAHIER_OK);
    assert(cahier_mind_read_themes(mind, cahier_out_text(&out), &error) == CAHIER_OK);
    cahier_out_close(&out);
}

/* The payload of what a mind writes: made once. */
static cahier_text written(bool themes)
{
    static cahier_out out[2];
    static bool made[2];
    cahier_watch_mind mind;
    if (!made[themes]) {
        made[themes] = true;
        open_mind(&mind, !themes);
        fill(&mind);
        cahier_out_open_memory(&out[themes]);
        assert((themes ? cahier_mind_write_themes(&mind, &out[1]) : cahier_mind_write(&mind, 7, &out[0])) == CAHIER_OK);
        close_mind(&mind);
    }
    cahier_text blob = cahier_out_text(&out[themes]);
    return (cahier_text){blob.at + CAHIER_WIRE_HEADER, blob.len - CAHIER_WIRE_HEADER};
}

/* The same with these edits, in an envelope that is right. */
static void damage(bool themes, const uint8_t *bytes, size_t len, cahier_out *out)
{
    cahier_text whole = written(themes);
    char *payload = malloc(whole.len);
    assert(payload != NULL);
    memcpy(payload, whole.at, whole.len);
    for (size_t i = 0; i + EDIT <= len; i += EDIT) {
        uint32_t where;
        memcpy(&where, bytes + i, sizeof where);
        memcpy(payload + whole.len - 2 - where % (whole.len - 1), bytes + i + 4, 2);
    }
    cahier_wire_begin(out);
    cahier_put_bytes(out, payload, whole.len);
    cahier_wire_title title = {themes ? CAHIER_WIRE_THEMES : CAHIER_WIRE_MEMORY, NAME, 0};
    assert(cahier_wire_end(out, &title) == CAHIER_OK);
    free(payload);
}

/* The first byte: memory or themes. The rest: edits of what was written; and as they are, a blob. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    cahier_watch_mind mind;
    cahier_out out;
    if (len < 1 || len > (1u << 16)) {
        return 0;
    }
    bool themes = bytes[0] % 16 != 0; /* the state has its own target */
    void (*const read)(cahier_watch_mind * to, cahier_text blob) = themes ? read_themes : read_memory;
    cahier_out_open_memory(&out);
    damage(themes, bytes + 1, len - 1, &out);
    open_mind(&mind, !themes);
    read(&mind, cahier_out_text(&out));
    read(&mind, (cahier_text){(const char *)bytes, (uint32_t)len});
    close_mind(&mind);
    cahier_out_close(&out);
    return 0;
}
