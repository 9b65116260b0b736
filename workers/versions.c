/* SPDX-License-Identifier: Apache-2.0 */
#include "versions.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "stem.h"
#include "text.h"

/* Words whose stems differ between releases of Snowball, and common ones. */
static const char *const words[] = {"travaux", "publique", "qu'elle", "l'eau", "mauvaises", "mauves", "voitures",
        "écoles", "éclairage", "transports", "nuisances", "propreté", "déchets", "citoyenneté", "genoux", "françaises",
        "anciennes", "démocratique", "participation", "développement", "rapidement", "agressivité", "habitants",
        "quartiers", "nier", "ni", "avenue", "stationnements", "circulait", "pourraient", "simplifier", "associatives",
        "municipales", "environnemental", "végétaliser", "piétonnes", "cyclables", "chauffage", "retraités",
        "handicapées"};

static void fingerprint_stemmer(char *to, size_t room)
{
    cahier_stemmer *stemmer;
    cahier_arena arena;
    uint64_t hash = 0;
    (void)snprintf(to, room, "?");
    if (cahier_stemmer_open(&stemmer) != CAHIER_OK) {
        return;
    }
    if (cahier_arena_open(&arena, 1u << 16)) {
        bool whole = true;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
            cahier_text stem, word = {words[i], (uint32_t)strlen(words[i])};
            whole = whole && cahier_stem(&arena, stemmer, NULL, word, &stem) == CAHIER_OK;
            hash = whole ? cahier_mix64(hash ^ cahier_text_hash(stem)) : 0;
        }
        (void)snprintf(to, room, "fr-%08x", (unsigned)(hash >> 32));
        cahier_arena_close(&arena);
    }
    cahier_stemmer_close(stemmer);
}

void cahier_versions(cahier_version out[CAHIER_VERSIONS])
{
    out[0].name = "cahier";
    (void)snprintf(out[0].version, sizeof out[0].version, "%s", CAHIER_VERSION);
    out[1].name = "utf8proc";
    (void)snprintf(out[1].version, sizeof out[1].version, "%s", utf8proc_version());
    out[2].name = "snowball";
    fingerprint_stemmer(out[2].version, sizeof out[2].version);
}
