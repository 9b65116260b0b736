/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a path, a query, cookies, a header's parameters, the JSON of a machine, or a form with files: what is taken is text, decoded once, and a body
 * says the same however it is cut. The first byte chooses, the second is where the body is cut. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "json_form.h"
#include "multipart.h"
#include "path_match.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define BUDGET ((size_t)4 << 20)

static const char *const patterns[] = {"/:tenant", "/:tenant/lots", "/:tenant/lots/nouveau", "/:tenant/lots/:batch",
        "/:tenant/lots/:batch/themes/:theme", "/:tenant/lots/:batch/exports/:file"};

static void check_path(cahier_arena *arena, cahier_text given)
{
    cahier_text part[CAHIER_PATH_PARTS], capture[CAHIER_CAPTURES], again[CAHIER_PATH_PARTS];
    uint32_t count = 0, same = 0;
    if (cahier_form_path(arena, given, part, &count) != CAHIER_OK) {
        return;
    }
    assert(count <= CAHIER_PATH_PARTS);
    for (uint32_t i = 0; i < count; i++) { /* encoded and read again, a part is what it was */
        cahier_text encoded;
        assert(cahier_form_is_text(part[i]) && part[i].len > 0);
        assert(cahier_form_encode(arena, part[i], &encoded) == CAHIER_OK);
        char *path = CAHIER_NEW(arena, char, (size_t)encoded.len + 2);
        path[0] = '/';
        memcpy(path + 1, encoded.at, encoded.len);
        assert(cahier_form_path(arena, (cahier_text){path, encoded.len + 1}, again, &same) == CAHIER_OK);
        assert(same == 1 && cahier_text_equal(again[0], part[i]));
    }
    for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
        (void)cahier_path_matches(patterns[p], part, count, capture);
    }
}

static void check_fields(cahier_arena *arena, cahier_text given)
{
    cahier_fields fields = {0};
    if (cahier_form_fields(arena, given, &fields) != CAHIER_OK) {
        return;
    }
    for (uint32_t i = 0; i < fields.count; i++) {
        assert(cahier_form_is_text(fields.at[i].name) && cahier_form_is_text(fields.at[i].value));
    }
}

static void check_json(cahier_arena *arena, cahier_text given)
{
    cahier_fields fields = {0};
    if (cahier_json_form(arena, given, &fields) != CAHIER_OK) {
        return;
    }
    for (uint32_t i = 0; i < fields.count; i++) {
        assert(cahier_form_is_text(fields.at[i].name) && cahier_form_is_text(fields.at[i].value));
    }
}

static void check_headers(cahier_arena *arena, cahier_text given)
{
    cahier_text found = cahier_form_cookie(given, "cahier");
    bool there;
    assert(found.len == 0 || (found.at >= given.at && found.at + found.len <= given.at + given.len));
    (void)cahier_form_parameter(arena, given, "boundary", &found, &there);
    (void)cahier_form_parameter(arena, given, "filename", &found, &there);
}

/* --- forms with files ------------------------------------------------------------------------------------------------- */

typedef struct heard {
    uint64_t hash, bytes;
    uint32_t open, files;
} heard;

static void mix(heard *h, const char *at, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        h->hash = cahier_mix64(h->hash ^ (unsigned char)at[i]);
    }
    h->bytes += len;
}

static bool on_open(void *self, cahier_text field, cahier_text file)
{
    heard *h = self;
    assert(h->open == 0 && cahier_form_is_text(field) && cahier_form_is_text(file));
    h->open = 1;
    h->files++;
    mix(h, file.at, file.len);
    return true;
}

static bool on_bytes(void *self, const char *at, size_t len)
{
    assert(((heard *)self)->open == 1 && len > 0);
    mix(self, at, len);
    return true;
}

static bool on_close(void *self)
{
    assert(((heard *)self)->open == 1);
    ((heard *)self)->open = 0;
    return true;
}

static cahier_status read_form(cahier_arena *arena, cahier_text body, uint32_t at, heard *h)
{
    cahier_fields fields = {0};
    cahier_multipart_listener listener = {on_open, on_bytes, on_close, h};
    cahier_multipart *multipart = CAHIER_NEW(arena, cahier_multipart, 1);
    cahier_text type = {"multipart/form-data; boundary=b", 31};
    assert(multipart != NULL && cahier_multipart_open(multipart, arena, type, &fields, &listener));
    (void)cahier_multipart_feed(multipart, body.at, at);
    (void)cahier_multipart_feed(multipart, body.at + at, body.len - at);
    cahier_status status = cahier_multipart_end(multipart);
    for (uint32_t i = 0; status == CAHIER_OK && i < fields.count; i++) {
        assert(cahier_form_is_text(fields.at[i].value));
        mix(h, fields.at[i].name.at, fields.at[i].name.len);
        mix(h, fields.at[i].value.at, fields.at[i].value.len);
    }
    assert(status != CAHIER_OK || h->open == 0); /* a file that has no end is refused */
    return status;
}

static void check_form(cahier_arena *arena, cahier_text body, uint8_t where)
{
    heard whole = {0}, cut = {0};
    uint32_t at = body.len > 0 ? (uint32_t)where * body.len / 256 : 0;
    cahier_status first = read_form(arena, body, 0, &whole), second = read_form(arena, body, at, &cut);
    assert(first == second);
    assert(first != CAHIER_OK || (whole.hash == cut.hash && whole.bytes == cut.bytes && whole.files == cut.files));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    cahier_arena arena;
    if (len < 2 || len > (1u << 16)) {
        return 0;
    }
    char *copy = malloc(len - 1); /* no longer than it must: what reads beyond is seen */
    if (copy == NULL || !cahier_arena_open(&arena, BUDGET)) {
        abort();
    }
    memcpy(copy, bytes + 2, len - 2);
    cahier_text given = {copy, (uint32_t)(len - 2)};
    switch (bytes[0] >= 0x80 ? 4 : bytes[0] & 3) {
    case 0:
        check_path(&arena, given);
        break;
    case 1:
        check_fields(&arena, given);
        break;
    case 2:
        check_headers(&arena, given);
        break;
    case 4:
        check_json(&arena, given);
        break;
    default:
        check_form(&arena, given, bytes[1]);
    }
    cahier_arena_close(&arena);
    free(copy);
    return 0;
}
