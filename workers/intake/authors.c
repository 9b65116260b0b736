/* SPDX-License-Identifier: Apache-2.0 */
#include "authors.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#define HASH_BYTES 16u /* libsodium's least; the first eight are shown */
#define SHOWN_DIGITS 16u

cahier_status cahier_authors_open(cahier_reading *reading, uint32_t room, cahier_authors *out)
{
    cahier_authors authors = {.room = room};
    CAHIER_TRY(cahier_ranks_open(reading->scratch, 1024, &authors.keys));
    authors.person = CAHIER_NEW(reading->scratch, uint32_t, room);
    authors.key = CAHIER_NEW(reading->scratch, uint32_t, room);
    if (authors.person == NULL || authors.key == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = authors;
    return CAHIER_OK;
}

static bool is_upper_ascii(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_unknown(cahier_text key)
{
    static const char *const placeholders[] = {"", "-", "anonyme", "anonymous", "anonymat", "anonymisé", "anonymise",
            "n/a", "na", "null", "none", "nan", "inconnu", "inconnue", "utilisateur supprimé", "compte supprimé",
            "participant supprimé", "deleted user"};
    for (size_t i = 0; i < sizeof placeholders / sizeof placeholders[0]; i++) {
        if (key.len == strlen(placeholders[i]) && memcmp(key.at == NULL ? "" : key.at, placeholders[i], key.len) == 0) {
            return true;
        }
    }
    return false;
}

/* The two parts as one key in small letters; a key that is small already is not copied. */
static cahier_status make_key(cahier_reading *reading, const cahier_text parts[2], cahier_text *key)
{
    bool capital = false;
    for (uint32_t i = 0; i < parts[0].len && !capital; i++) {
        capital = is_upper_ascii(parts[0].at[i]);
    }
    if (!capital && parts[1].len == 0) {
        *key = parts[0];
        return CAHIER_OK;
    }
    uint32_t len = parts[0].len + (parts[1].len == 0 ? 0 : parts[1].len + 1);
    char *at = CAHIER_NEW(reading->scratch, char, len);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < len; i++) {
        char c = i < parts[0].len ? parts[0].at[i] : i == parts[0].len ? '\n' : parts[1].at[i - parts[0].len - 1];
        at[i] = is_upper_ascii(c) ? (char)(c | 32) : c;
    }
    *key = (cahier_text){at, len};
    return CAHIER_OK;
}

cahier_status cahier_authors_rank(
        cahier_reading *reading, cahier_authors *authors, const cahier_text parts[2], uint32_t *person, bool *known)
{
    assert(authors->count < authors->room);
    cahier_text key;
    CAHIER_TRY(make_key(reading, parts, &key));
    *known = !is_unknown(key);
    if (!*known) {
        authors->key[authors->count++] = CAHIER_NONE;
        *person = authors->count;
        return CAHIER_OK;
    }
    uint32_t rank;
    bool added;
    CAHIER_TRY(cahier_ranks_add(&authors->keys, key, &rank, &added));
    if (added) {
        authors->key[authors->count++] = rank;
        authors->person[rank] = authors->count;
    }
    *person = authors->person[rank];
    return CAHIER_OK;
}

static cahier_status hash_key(cahier_reading *reading, cahier_text key, cahier_text *out)
{
    unsigned char digest[HASH_BYTES];
    char *shown = CAHIER_NEW(reading->batch, char, SHOWN_DIGITS + 1);
    if (shown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    size_t len = reading->options->person_key_len;
    assert(len >= crypto_generichash_KEYBYTES_MIN && len <= crypto_generichash_KEYBYTES_MAX);
    crypto_generichash(
            digest, sizeof digest, (const unsigned char *)key.at, key.len, reading->options->person_key, len);
    sodium_bin2hex(shown, SHOWN_DIGITS + 1, digest, SHOWN_DIGITS / 2);
    *out = (cahier_text){shown, SHOWN_DIGITS};
    return CAHIER_OK;
}

cahier_status cahier_authors_hash(cahier_reading *reading, const cahier_authors *authors, cahier_text **out)
{
    if (reading->options->person_key == NULL) {
        *out = NULL;
        return CAHIER_OK;
    }
    cahier_text *hash = CAHIER_NEW(reading->batch, cahier_text, authors->count);
    if (hash == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t p = 0; p < authors->count; p++) {
        if (authors->key[p] != CAHIER_NONE) {
            CAHIER_TRY(hash_key(reading, authors->keys.key[authors->key[p]], &hash[p]));
        }
    }
    *out = hash;
    return CAHIER_OK;
}
