/* SPDX-License-Identifier: Apache-2.0 */
#include "wire.h"

#include <assert.h>
#include <sodium.h>

#include "bytes.h"
#include "pack.h"
#include "text.h"

#define MAGIC "cahier"
#define DIGEST_BYTES 32u

enum { /* offsets in the header */
    AT_KIND = 6,
    AT_VERSION = 7,
    AT_COUNT = 8,
    AT_LENGTH = 12,
    AT_CODEC = 16,
    AT_ZERO = 17,
    AT_NAME = 24,
    AT_DIGEST = 64,
    AT_REST = 96
};

static uint32_t payload_most(cahier_wire_kind kind)
{
    return kind == CAHIER_WIRE_CHUNK      ? CAHIER_WIRE_CHUNK_MOST
           : kind == CAHIER_WIRE_ANALYSIS ? CAHIER_WIRE_ANALYSIS_MOST
                                          : CAHIER_WIRE_BATCH_MOST;
}

static uint32_t version_of(cahier_wire_kind kind)
{
    return kind == CAHIER_WIRE_ANALYSIS ? CAHIER_WIRE_ANALYSIS_VERSION : CAHIER_WIRE_VERSION;
}

static void digest(const char *blob, size_t len, unsigned char hash[DIGEST_BYTES])
{
    crypto_generichash_state state;
    (void)crypto_generichash_init(&state, NULL, 0, DIGEST_BYTES);
    (void)crypto_generichash_update(&state, (const unsigned char *)blob, AT_DIGEST);
    (void)crypto_generichash_update(&state, (const unsigned char *)blob + CAHIER_WIRE_HEADER, len - CAHIER_WIRE_HEADER);
    (void)crypto_generichash_final(&state, hash, DIGEST_BYTES);
}

static void store32(char *to, uint32_t n)
{
    for (uint32_t i = 0; i < 4; i++) {
        to[i] = (char)(unsigned char)(n >> 8 * i);
    }
}

/* --- written ------------------------------------------------------------------------------------------------------ */

void cahier_wire_begin(cahier_out *out)
{
    static const char header[CAHIER_WIRE_HEADER] = MAGIC;
    assert(out->fd < 0 && out->len == 0);
    cahier_put_bytes(out, header, sizeof header);
}

cahier_status cahier_wire_end(cahier_out *out, const cahier_wire_title *title)
{
    size_t len = out->len - CAHIER_WIRE_HEADER;
    unsigned char hash[DIGEST_BYTES];
    assert(out->len >= CAHIER_WIRE_HEADER && title->name.len > 0);
    if (len > payload_most(title->kind) || title->name.len > CAHIER_WIRE_NAME_MOST ||
            title->count > CAHIER_WIRE_DOCUMENTS_MOST) {
        return CAHIER_ERROR_LIMIT;
    }
    out->at[AT_KIND] = (char)title->kind;
    out->at[AT_VERSION] = (char)version_of(title->kind);
    store32(out->at + AT_COUNT, title->count);
    store32(out->at + AT_LENGTH, (uint32_t)len);
    memcpy(out->at + AT_NAME, title->name.at, title->name.len);
    digest(out->at, out->len, hash);
    memcpy(out->at + AT_DIGEST, hash, sizeof hash);
    return CAHIER_OK;
}

/* --- read --------------------------------------------------------------------------------------------------------- */

static cahier_status refuse(cahier_error *error, uint32_t at, const char *message)
{
    *error = (cahier_error){.status = CAHIER_ERROR_LIMIT, .column = at + 1, .message = message};
    return CAHIER_ERROR_LIMIT;
}

static bool is_zero(cahier_text blob, uint32_t from, uint32_t to)
{
    while (from < to && blob.at[from] == 0) {
        from++;
    }
    return from == to;
}

/* Length of a name padded with zeros; 0 when it is none: a name is printable ASCII. */
static uint32_t name_len(cahier_text blob)
{
    uint32_t len = 0;
    while (len < CAHIER_WIRE_NAME_MOST && blob.at[AT_NAME + len] > ' ' && blob.at[AT_NAME + len] <= '~') {
        len++;
    }
    return is_zero(blob, AT_NAME + len, AT_NAME + CAHIER_WIRE_NAME_MOST) ? len : 0;
}

static cahier_status check(cahier_text blob, cahier_wire_kind kind, cahier_error *error)
{
    unsigned char hash[DIGEST_BYTES];
    if (blob.len < CAHIER_WIRE_HEADER) {
        return refuse(error, blob.len, "shorter than its header");
    }
    if (memcmp(blob.at, MAGIC, sizeof MAGIC - 1) != 0) {
        return refuse(error, 0, "not a blob of cahier");
    }
    if ((unsigned char)blob.at[AT_KIND] != (unsigned char)kind) {
        return refuse(error, AT_KIND, "a blob of another kind");
    }
    if ((unsigned char)blob.at[AT_VERSION] != version_of(kind)) {
        return refuse(error, AT_VERSION, "written by another version of cahier");
    }
    if (cahier_load32(blob.at + AT_COUNT) > CAHIER_WIRE_DOCUMENTS_MOST) {
        return refuse(error, AT_COUNT, "too many documents");
    }
    uint32_t len = cahier_load32(blob.at + AT_LENGTH);
    if (len > payload_most(kind) || len != blob.len - CAHIER_WIRE_HEADER) {
        return refuse(error, AT_LENGTH, "length of the payload");
    }
    if (blob.at[AT_CODEC] != 0) {
        return refuse(error, AT_CODEC, "unknown codec");
    }
    if (!is_zero(blob, AT_ZERO, AT_NAME) || !is_zero(blob, AT_REST, CAHIER_WIRE_HEADER) || name_len(blob) == 0) {
        return refuse(error, AT_ZERO, "ill-formed header");
    }
    digest(blob.at, blob.len, hash);
    return memcmp(hash, blob.at + AT_DIGEST, sizeof hash) == 0 ? CAHIER_OK
                                                               : refuse(error, AT_DIGEST, "damaged: wrong digest");
}

cahier_status cahier_wire_open(cahier_arena *arena, cahier_text blob, cahier_wire_kind kind, cahier_wire_title *title,
        cahier_cursor *payload, cahier_error *error)
{
    CAHIER_TRY(check(blob, kind, error));
    char *copy = CAHIER_NEW(arena, char, blob.len);
    if (copy == NULL) {
        *error = (cahier_error){.status = CAHIER_ERROR_NOMEM, .message = "not enough memory"};
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, blob.at, blob.len);
    *title = (cahier_wire_title){kind, {copy + AT_NAME, name_len(blob)}, cahier_load32(blob.at + AT_COUNT)};
    *payload = (cahier_cursor){.at = copy, .len = blob.len, .next = CAHIER_WIRE_HEADER, .arena = arena};
    return CAHIER_OK;
}

cahier_status cahier_wire_close(const cahier_cursor *payload, cahier_error *error)
{
    if (payload->error.status != CAHIER_OK) {
        *error = payload->error;
        return error->status;
    }
    return payload->next == payload->len ? CAHIER_OK : refuse(error, payload->next, "bytes left over");
}
