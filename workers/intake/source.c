/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open, read, fstat */
#include "source.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "system_words.h"
#include "workbook.h"

#define PEEK 4096u /* bytes that tell what a file is */
#define READ_STEP (1u << 20)

static bool starts_with(const char *at, size_t len, const char *magic, size_t magic_len)
{
    return len >= magic_len && memcmp(at, magic, magic_len) == 0;
}

static bool mentions(const char *at, size_t len, const char *needle)
{
    size_t needle_len = strlen(needle);
    for (size_t i = 0; i + needle_len <= len; i++) {
        if (memcmp(at + i, needle, needle_len) == 0) {
            return true;
        }
    }
    return false;
}

static cahier_refusal which_zip(const char *at, size_t len)
{
    if (mentions(at, len, "opendocument.spreadsheet") || mentions(at, len, "xl/")) {
        return CAHIER_REFUSED_WORKBOOK;
    }
    if (mentions(at, len, "opendocument.text") || mentions(at, len, "word/")) {
        return CAHIER_REFUSED_DOCUMENT;
    }
    /* an Office file whose first entries tell nothing more: a sheet is what people bring here */
    return mentions(at, len, "[Content_Types].xml") ? CAHIER_REFUSED_WORKBOOK : CAHIER_REFUSED_ZIP;
}

/* Text has hardly any control bytes; UTF-16 has NULs, but on one side of each pair only. */
static bool is_not_text(const unsigned char *at, size_t len)
{
    size_t control = 0, nul[2] = {0, 0};
    for (size_t i = 0; i < len; i++) {
        nul[i & 1] += at[i] == 0;
        control += at[i] != 0 && at[i] < 32 && (at[i] < '\t' || at[i] > '\r') && at[i] != 27;
    }
    size_t nuls = nul[0] + nul[1];
    bool wide = (nul[0] > len / 6 || nul[1] > len / 6) && (nul[0] * 4 < nul[1] || nul[1] * 4 < nul[0]);
    bool utf32 = nuls > len / 2 && len >= 4 && (at[0] == 0xFF || at[0] == 0);
    return control > len / 20 || (nuls > len / 4 && !wide && !utf32);
}

static bool refuse_content(const char *at, size_t len, cahier_refusal *refusal)
{
    static const struct {
        const char *magic;
        size_t len;
        cahier_refusal refusal;
    } magics[] = {
            {"%PDF-", 5, CAHIER_REFUSED_PDF},
            {"\x89PNG", 4, CAHIER_REFUSED_IMAGE},
            {"\xFF\xD8\xFF", 3, CAHIER_REFUSED_IMAGE},
            {"GIF8", 4, CAHIER_REFUSED_IMAGE},
            {"\xD0\xCF\x11\xE0", 4, CAHIER_REFUSED_OLD_WORKBOOK},
            {"\x1F\x8B", 2, CAHIER_REFUSED_COMPRESSED},
            {"7z\xBC\xAF", 4, CAHIER_REFUSED_COMPRESSED},
            {"BZh", 3, CAHIER_REFUSED_COMPRESSED},
            {"\xFD"
             "7zXZ",
                    5, CAHIER_REFUSED_COMPRESSED},
            {"Rar!", 4, CAHIER_REFUSED_ZIP},
            {"{\\rtf", 5, CAHIER_REFUSED_DOCUMENT},
    };
    if (cahier_workbook_is(at, len) || starts_with(at, len, "PK\x05\x06", 4)) {
        *refusal = which_zip(at, len);
        return *refusal != CAHIER_REFUSED_WORKBOOK;
    }
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (starts_with(at, len, magics[i].magic, magics[i].len)) {
            *refusal = magics[i].refusal;
            return true;
        }
    }
    *refusal = CAHIER_REFUSED_BINARY;
    return is_not_text((const unsigned char *)at, len);
}

static size_t skip_space(const char *at, size_t len, size_t i)
{
    while (i < len && (at[i] == ' ' || (at[i] >= '\t' && at[i] <= '\r'))) {
        i++;
    }
    return i;
}

bool cahier_source_is_json(const char *at, size_t len)
{
    size_t i = skip_space(at, len, starts_with(at, len, "\xEF\xBB\xBF", 3) ? 3 : 0);
    if (i == len || (at[i] != '{' && at[i] != '[')) {
        return false;
    }
    char open = at[i];
    i = skip_space(at, len, i + 1);
    return i < len &&
           (at[i] == '"' || at[i] == (open == '{' ? '}' : ']') || (open == '[' && (at[i] == '{' || at[i] == '[')));
}

/* Cells are slices of the file, but for JSON and workbooks, whose strings are decoded elsewhere. */
static cahier_arena *arena_for(const cahier_reading *reading, const char *at, size_t len)
{
    return cahier_source_is_json(at, len) || cahier_workbook_is(at, len) ? reading->scratch : reading->batch;
}

cahier_status cahier_source_keep(cahier_reading *reading, cahier_source *source)
{
    const char *base = (const char *)reading->batch->base;
    if (source->at >= base && source->at < base + reading->batch->budget) {
        return CAHIER_OK;
    }
    char *copy = CAHIER_NEW(reading->batch, char, source->len + 1);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, source->at, source->len);
    source->at = copy;
    return CAHIER_OK;
}

static cahier_text base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    return (cahier_text){name, (uint32_t)strlen(name)};
}

/* By libcrypto, which has the processor's own SHA instructions: six times libsodium's. */
static bool write_hash(const cahier_source *source, char out[65])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    bool hashed = EVP_Digest(source->at, source->len, digest, NULL, EVP_sha256(), NULL) == 1;
    sodium_bin2hex(out, 65, digest, sizeof digest);
    return hashed;
}

void cahier_source_shrink(cahier_arena *arena, const char *at, size_t len)
{
    size_t start = (size_t)((const unsigned char *)at - arena->base);
    size_t mark = (start + len + 63) & ~(size_t)63; /* 63: room for the red zone of ASan builds */
    if (mark < arena->used) {
        cahier_arena_reset(arena, mark);
    }
}

static cahier_status name_source(
        cahier_reading *reading, const char *path, cahier_intake_file *facts, cahier_source *out)
{
    cahier_text name = base_name(strcmp(path, "-") == 0 ? "entrée standard" : path);
    char *copy = CAHIER_NEW(reading->batch, char, name.len + 1);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(copy, name.at, name.len);
    facts->name = (cahier_text){copy, name.len};
    out->name = facts->name;
    return CAHIER_OK;
}

/* Reads up to `room` bytes; -1 on error. */
static ssize_t read_full(int descriptor, char *at, size_t room)
{
    size_t used = 0;
    while (used < room) {
        ssize_t got = read(descriptor, at + used, room - used);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            break;
        }
        used += (size_t)got;
    }
    return (ssize_t)used;
}

/* The rest of a file whose first `used` bytes are in `at`, of `room` bytes. */
static cahier_status read_rest(cahier_arena *arena, int descriptor, size_t room, cahier_source *out)
{
    char *at = out->at;
    size_t used = out->len;
    for (;;) {
        if (room - used < READ_STEP + 1) {
            char *grown = CAHIER_GROW(arena, at, used, room * 2 + READ_STEP + 1);
            if (grown == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            at = grown;
            room = room * 2 + READ_STEP + 1;
        }
        ssize_t got = read_full(descriptor, at + used, READ_STEP);
        if (got < 0) {
            return CAHIER_ERROR_EMPTY;
        }
        used += (size_t)got;
        if ((size_t)got < READ_STEP) {
            break;
        }
    }
    at[used] = '\0';
    out->at = at;
    out->len = used;
    cahier_source_shrink(arena, at, used + 1);
    return CAHIER_OK;
}

static cahier_status read_open(
        cahier_reading *reading, int descriptor, const char *path, cahier_intake_file *facts, cahier_source *out)
{
    char first[PEEK];
    ssize_t got = read_full(descriptor, first, PEEK);
    if (got < 0 && errno == EISDIR) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_FOLDER, path, NULL);
    }
    if (got < 0) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_READ, path,
                cahier_system_words(errno, reading->options->english));
    }
    if (got == 0) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_EMPTY, out->name.at, NULL);
    }
    cahier_refusal refusal;
    if (refuse_content(first, (size_t)got, &refusal)) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, refusal, out->name.at, NULL);
    }
    struct stat facts_on_disk;
    size_t size = fstat(descriptor, &facts_on_disk) == 0 && S_ISREG(facts_on_disk.st_mode)
                          ? (size_t)facts_on_disk.st_size
                          : 0;
    cahier_arena *arena = arena_for(reading, first, (size_t)got);
    size_t room = (size > PEEK ? size : PEEK) + 2 * READ_STEP + 1;
    char *at = CAHIER_NEW(arena, char, room);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(at, first, (size_t)got);
    out->at = at;
    out->len = (size_t)got;
    cahier_status status = read_rest(arena, descriptor, room, out);
    if (status == CAHIER_ERROR_EMPTY) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_READ, path,
                cahier_system_words(errno, reading->options->english));
    }
    CAHIER_TRY(status);
    facts->bytes = out->len;
    return write_hash(out, facts->sha256) ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

cahier_status cahier_source_read(
        cahier_reading *reading, const char *path, cahier_intake_file *facts, cahier_source *out)
{
    cahier_source source = {0};
    CAHIER_TRY(name_source(reading, path, facts, &source));
    bool standard_input = strcmp(path, "-") == 0;
    int descriptor = standard_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_OPEN, path,
                cahier_system_words(errno, reading->options->english));
    }
    cahier_status status = read_open(reading, descriptor, path, facts, &source);
    if (!standard_input) {
        close(descriptor);
    }
    CAHIER_TRY(status);
    *out = source;
    return CAHIER_OK;
}

cahier_status cahier_source_copy(
        cahier_reading *reading, const cahier_intake_bytes *bytes, cahier_intake_file *facts, cahier_source *out)
{
    cahier_source source = {.len = bytes->len};
    CAHIER_TRY(name_source(reading, bytes->name, facts, &source));
    if (bytes->len == 0) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_EMPTY, bytes->name, NULL);
    }
    size_t peek = bytes->len < PEEK ? bytes->len : PEEK;
    cahier_refusal refusal;
    if (refuse_content(bytes->at, peek, &refusal)) {
        return cahier_refuse(reading, CAHIER_ERROR_EMPTY, refusal, bytes->name, NULL);
    }
    cahier_arena *arena = arena_for(reading, bytes->at, peek);
    source.at = CAHIER_NEW(arena, char, bytes->len + 1);
    if (source.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(source.at, bytes->at, bytes->len);
    facts->bytes = bytes->len;
    *out = source;
    return write_hash(&source, facts->sha256) ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}
