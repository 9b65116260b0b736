/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* access */
#include "lexicon_files.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "associate.h"
#include "read_file.h"
#include "system_words.h"
#include "taxonomy_file.h"

#define LEXICON_BYTES_MOST ((size_t)256 << 20) /* the largest shipped is 4 MB */

static bool has_lexicons(const char *folder)
{
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/%s", folder, cahier_lexicon_file(CAHIER_LEXICON_STOPWORDS));
    return access(path, R_OK) == 0;
}

bool cahier_lexicon_folder(const char *asked, char *folder, size_t room)
{
    const char *place[] = {asked, getenv("CAHIER_LEXICONS"), CAHIER_LEXICONS_BUILD, CAHIER_LEXICONS_INSTALLED};
    for (size_t i = 0; i < sizeof place / sizeof *place; i++) {
        bool named = i < 2 && place[i] != NULL; /* a folder that was named is the one meant, even when it is wrong */
        if (named || (place[i] != NULL && has_lexicons(place[i]))) {
            (void)snprintf(folder, room, "%s", place[i]);
            return has_lexicons(place[i]);
        }
    }
    (void)snprintf(folder, room, "%s", CAHIER_LEXICONS_INSTALLED);
    return false;
}

void cahier_digest(cahier_text bytes, char hex[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    (void)crypto_hash_sha256(hash, (const unsigned char *)bytes.at, bytes.len);
    (void)sodium_bin2hex(hex, 65, hash, sizeof hash);
}

void cahier_lexicon_files_digest(const cahier_lexicon_files *files, char hex[65])
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    (void)crypto_hash_sha256_init(&state);
    for (uint32_t i = 0; i < CAHIER_LEXICON_FILES; i++) {
        const cahier_lexicon_fact *fact = &files->fact[i];
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)fact->name.at, fact->name.len);
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)"\t", 1);
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)fact->version.at, fact->version.len);
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)"\t", 1);
        (void)crypto_hash_sha256_update(&state, (const unsigned char *)fact->sha256, sizeof fact->sha256);
    }
    (void)crypto_hash_sha256_final(&state, hash);
    (void)sodium_bin2hex(hex, 65, hash, sizeof hash);
}

/* Value of "# version: ..." in a header. */
static cahier_text version_in(cahier_text bytes)
{
    static const char key[] = "# version: ";
    uint32_t i = 0;
    while (i < bytes.len && bytes.at[i] == '#') {
        const char *end = memchr(bytes.at + i, '\n', bytes.len - i);
        uint32_t stop = end == NULL ? bytes.len : (uint32_t)(end - bytes.at);
        if (stop - i > sizeof key - 1 && memcmp(bytes.at + i, key, sizeof key - 1) == 0) {
            return cahier_slice(bytes, i + (uint32_t)sizeof key - 1, stop);
        }
        i = stop + 1;
    }
    return (cahier_text){NULL, 0};
}

static bool fail(cahier_lexicon_files *out, bool english, const char *file, const cahier_error *error)
{
    if (error == NULL) {
        (void)snprintf(out->message, sizeof out->message,
                english ? "cannot read lexicon %s in %s (%s): give the folder with --lexicons"
                        : "lexique %s illisible dans %s (%s) : indiquez leur dossier avec --lexicons",
                file, out->folder, cahier_system_words(errno, english));
    } else {
        (void)snprintf(out->message, sizeof out->message,
                english ? "%s/%s:%u:%u: %s (see `cahier lexicon check`)"
                        : "%s/%s:%u:%u : %s (voir « cahier lexicon check »)",
                out->folder, file, error->line, error->column, error->message);
    }
    return false;
}

static bool read_kind(
        cahier_arena *arena, cahier_lexicon_files *out, cahier_lexicon_kind kind, bool english, cahier_lexicon *lexicon)
{
    char path[4200];
    cahier_text bytes;
    cahier_error error = {.message = ""};
    const char *file = cahier_lexicon_file(kind);
    (void)snprintf(path, sizeof path, "%s/%s", out->folder, file);
    if (cahier_read_file(arena, path, LEXICON_BYTES_MOST, &bytes) != CAHIER_OK) {
        return fail(out, english, file, NULL);
    }
    if (cahier_lexicon_parse(arena, bytes, kind, lexicon, &error) != CAHIER_OK) {
        return fail(out, english, file, &error);
    }
    out->fact[kind].name = lexicon->name;
    out->fact[kind].version = lexicon->version;
    cahier_digest(bytes, out->fact[kind].sha256);
    return true;
}

static bool read_background(cahier_arena *arena, cahier_lexicon_files *out, bool english)
{
    static const char file[] = "associations.tsv";
    cahier_background *background = CAHIER_NEW(arena, cahier_background, 1);
    cahier_lexicon_fact *fact = &out->fact[CAHIER_LEXICON_KINDS];
    cahier_text bytes;
    cahier_error error = {.message = ""};
    char path[4200];
    (void)snprintf(path, sizeof path, "%s/%s", out->folder, file);
    if (background == NULL || cahier_read_file(arena, path, LEXICON_BYTES_MOST, &bytes) != CAHIER_OK) {
        return fail(out, english, file, NULL);
    }
    if (cahier_background_parse(arena, bytes, background, &error) != CAHIER_OK) {
        return fail(out, english, file, &error);
    }
    fact->name = (cahier_text){"associations", sizeof "associations" - 1};
    fact->version = version_in(bytes);
    cahier_digest(bytes, fact->sha256);
    out->lexicons->background = background;
    return true;
}

static bool fail_taxonomy(cahier_lexicon_files *out, bool english, const char *path, const cahier_error *error)
{
    if (error == NULL) {
        (void)snprintf(out->message, sizeof out->message,
                english ? "cannot read %s (%s): give the list of themes with --taxonomy"
                        : "%s illisible (%s) : indiquez la liste de thèmes avec --taxonomy",
                path, cahier_system_words(errno, english));
    } else {
        (void)snprintf(out->message, sizeof out->message,
                english ? "%s:%u:%u: %s (see `cahier lexicon check`)" : "%s:%u:%u : %s (voir « cahier lexicon check »)",
                path, error->line, error->column, error->message);
    }
    return false;
}

/* Base name: a manifest never shows a path. */
static cahier_text name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
    return (cahier_text){name, (uint32_t)strlen(name)};
}

/* What was given may be gone before the lists are: an envelope, read for one report. NULL when memory is short. */
static const char *keep(cahier_arena *arena, const char *at, size_t len)
{
    char *to = CAHIER_NEW(arena, char, len + 1);
    if (to != NULL && len > 0) {
        memcpy(to, at, len);
    }
    return to;
}

static bool read_taxonomy(cahier_arena *arena, cahier_lexicon_files *out, const cahier_lexicon_own *own, bool english,
        cahier_lexicon *lexicon)
{
    cahier_text completed;
    cahier_error error = {.message = ""};
    uint32_t shift;
    cahier_lexicon_fact *fact = &out->fact[CAHIER_LEXICON_TAXONOMY];
    const char *name = keep(arena, own->name, strlen(own->name));
    cahier_text bytes = {keep(arena, own->bytes.at, own->bytes.len), own->bytes.len};
    if (name == NULL || bytes.at == NULL || cahier_taxonomy_complete(arena, bytes, &completed, &shift) != CAHIER_OK) {
        errno = ENOMEM;
        return fail_taxonomy(out, english, own->name, NULL);
    }
    if (cahier_lexicon_parse(arena, completed, CAHIER_LEXICON_TAXONOMY, lexicon, &error) != CAHIER_OK) {
        error.line = error.line > shift ? error.line - shift : 1;
        return fail_taxonomy(out, english, own->name, &error);
    }
    fact->name = name_of(name);
    fact->version = lexicon->version;
    cahier_digest(bytes, fact->sha256);
    return true;
}

bool cahier_lexicon_files_open(cahier_arena *arena, const char *folder, bool english, cahier_lexicon_files *out)
{
    return cahier_lexicon_files_open_with(arena, folder, NULL, english, out);
}

bool cahier_lexicon_files_open_with(
        cahier_arena *arena, const char *folder, const char *taxonomy, bool english, cahier_lexicon_files *out)
{
    cahier_lexicon_own own = {.name = taxonomy};
    if (taxonomy != NULL && cahier_read_file(arena, taxonomy, LEXICON_BYTES_MOST, &own.bytes) != CAHIER_OK) {
        return fail_taxonomy(out, english, taxonomy, NULL);
    }
    return cahier_lexicon_files_open_own(arena, folder, taxonomy != NULL ? &own : NULL, english, out);
}

bool cahier_lexicon_files_open_own(
        cahier_arena *arena, const char *folder, const cahier_lexicon_own *own, bool english, cahier_lexicon_files *out)
{
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    cahier_error error = {.message = ""};
    if (!cahier_lexicon_folder(folder, out->folder, sizeof out->folder)) {
        errno = ENOENT;
        return fail(out, english, cahier_lexicon_file(CAHIER_LEXICON_STOPWORDS), NULL);
    }
    for (uint32_t k = 0; k < CAHIER_LEXICON_KINDS; k++) {
        bool theirs = k == CAHIER_LEXICON_TAXONOMY && own != NULL;
        if (theirs ? !read_taxonomy(arena, out, own, english, &file[k])
                   : !read_kind(arena, out, (cahier_lexicon_kind)k, english, &file[k])) {
            return false;
        }
    }
    if (cahier_lexicons_compile(arena, file, &out->lexicons, &error) != CAHIER_OK) {
        return fail(out, english, "", &error);
    }
    return read_background(arena, out, english);
}
