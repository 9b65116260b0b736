/* SPDX-License-Identifier: Apache-2.0 */
/* fixture_texts.h -- what the imaginary citizens of Val-Brenne wrote. */
#ifndef CAHIER_TEST_FIXTURE_TEXTS_H
#define CAHIER_TEST_FIXTURE_TEXTS_H

#include "cahier.h"

#define FIXTURE_THEMES 9u
#define FIXTURE_SENTENCES 6u
#define FIXTURE_TERMS 6u
#define FIXTURE_PLACES 9u
#define FIXTURE_HOSTILE 7u

typedef struct fixture_sentence {
    const char *text;
    cahier_polarity_label polarity;
    cahier_stance_label stance;
} fixture_sentence;

typedef struct fixture_theme {
    const char *id, *label;
    uint32_t family;
    uint32_t part;                      /* of a hundred documents */
    const char *term[FIXTURE_TERMS][2]; /* key, surface */
    fixture_sentence sentence[FIXTURE_SENTENCES];
} fixture_theme;

extern const fixture_theme fixture_themes[FIXTURE_THEMES];
extern const char *const fixture_families[3];
extern const char *const fixture_places[FIXTURE_PLACES];
extern const char *const fixture_hostile[FIXTURE_HOSTILE];

#endif
