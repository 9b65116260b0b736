/* SPDX-License-Identifier: Apache-2.0 */
#include "person_key.h"

#include <sodium.h>
#include <stdio.h>

#define LEAST 16u /* libsodium's shortest key for keyed hashing */

bool cahier_person_key_read(const char *path, bool english, cahier_person_key *out, char *message, size_t room)
{
    FILE *file = fopen(path, "rb");
    out->len = file != NULL ? fread(out->at, 1, sizeof out->at, file) : 0;
    if (file != NULL) {
        (void)fclose(file);
    }
    if (out->len >= LEAST) {
        return true;
    }
    (void)snprintf(message, room, "%s",
            english ? "the key of --person-key cannot be read or is too short: give a file of at least 16 bytes."
                    : "la clé de --person-key est illisible ou trop courte : il faut un fichier d'au moins 16 octets.");
    return false;
}

void cahier_person_key_mark(const unsigned char *key, size_t len, char mark[CAHIER_PERSON_KEY_MARK])
{
    static const unsigned char said[] = "cahier: authors of an inbox";
    unsigned char digest[(CAHIER_PERSON_KEY_MARK - 1) / 2];
    mark[0] = '\0';
    if (len > 0) {
        (void)crypto_generichash(digest, sizeof digest, said, sizeof said, key, len);
        (void)sodium_bin2hex(mark, CAHIER_PERSON_KEY_MARK, digest, sizeof digest);
    }
}
