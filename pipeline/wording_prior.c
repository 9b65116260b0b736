/* SPDX-License-Identifier: Apache-2.0 */
#include "wording_parts.h"

#define KIND 1u          /* column of labels.tsv */
#define DOUBT 2u         /* column of firstnames.tsv */
#define SEEN 3u          /* column of nouns.tsv */
#define SINGULAR_SEEN 20 /* times, to tell of a plural that is not in the list */
#define FINITE 20.0f     /* occurrences that the ending of a verb counts for: it is no noun's */
#define BY_ENDING 2.0f   /* occurrences that the ending of a form counts for */
#define KNOWN 8.0f       /* those that what is known of the form itself counts for; 20 change as much as they mend */

typedef struct ending {
    const char *at;
    float noun;
} ending;

static bool ends_with(cahier_text text, const char *end)
{
    uint32_t len = (uint32_t)strlen(end);
    return text.len > len && memcmp(text.at + text.len - len, end, len) == 0;
}

/* Adjectives that come before their noun, as an article does not tell: the great are stop words already. */
static bool is_before_nouns(cahier_text surface)
{
    static const char *const before_nouns[] = {"gros", "grosse", "grosses", "vaste", "vastes", "haut", "haute", "hauts",
            "hautes", "bas", "basse", "basses", "vieux", "vieille", "vieilles", "beau", "belle", "beaux", "belles",
            "mauvais", "mauvaise", "mauvaises", "ancien", "ancienne", "anciens", "anciennes", "premier", "première",
            "premiers", "premières", "dernier", "dernière", "derniers", "dernières", "faible", "faibles", "forte",
            "fortes", "fort", "forts", "long", "longue", "longs", "longues", "futur", "future", "futurs", "futures",
            "simple", "simples", "double", "propre", "propres", "plein", "pleine", "pleins", "pleines"};
    return CAHIER_IS_ONE_OF(surface, before_nouns);
}

/* How often words of an ending are nouns, the longest that fits first. */
static float noun_by_ending(cahier_text surface)
{
    static const ending endings[] = {{"ement", 0.65f}, {"tion", 0.95f}, {"sion", 0.95f}, {"isme", 0.95f},
            {"aire", 0.4f}, {"able", 0.15f}, {"ible", 0.15f}, {"ique", 0.4f}, {"ment", 0.7f}, {"ance", 0.9f},
            {"ence", 0.9f}, {"erie", 0.9f}, {"euse", 0.2f}, {"elle", 0.3f}, {"ives", 0.2f}, {"ive", 0.2f},
            {"ale", 0.2f}, {"ité", 0.95f}, {"age", 0.8f}, {"eur", 0.7f}, {"ure", 0.8f}, {"ant", 0.3f}, {"ent", 0.4f},
            {"eux", 0.2f}, {"ez", 0.1f}, {"if", 0.3f}, {"al", 0.4f}, {"el", 0.4f}, {"ée", 0.35f}, {"é", 0.3f}};
    cahier_text word = surface;
    if (ends_with(surface, "ons") && !ends_with(surface, "ions")) {
        return 0.3f; /* « organisons », but also « maisons » */
    }
    if (word.len > 3 && word.at[word.len - 1] == 's') {
        word.len--; /* the plural */
    }
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (ends_with(word, endings[i].at)) {
            return endings[i].noun;
        }
    }
    return 0.6f;
}

/* « -ront » of « suivront », « -issent » of « finissent », « -aient » of « disaient »: endings of verbs alone, whatever texts tell of the form. */
static bool is_finite(cahier_text surface)
{
    static const char *const nouns[] = {"front", "affront"};
    return (ends_with(surface, "ront") && !CAHIER_IS_ONE_OF(surface, nouns)) || ends_with(surface, "issent") ||
           ends_with(surface, "aient");
}

/* The row of nouns.tsv that tells of a form: its own or, of one in -s that is rarer, the form without, when that is frequent:
 * « parles » is what « parle » is, « diesels » what « diesel ». */
static uint32_t row_of(const cahier_lexicons *lexicons, cahier_text surface)
{
    uint32_t row = cahier_lexicons_noun(lexicons, surface);
    if (row != CAHIER_NONE || surface.len < 4 || surface.at[surface.len - 1] != 's') {
        return row;
    }
    int32_t seen = 0;
    row = cahier_lexicons_noun(lexicons, cahier_slice(surface, 0, surface.len - 1));
    if (row != CAHIER_NONE) {
        (void)cahier_lexicon_number(cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_NOUNS], row, SEEN), 1, &seen);
    }
    return seen >= SINGULAR_SEEN ? row : CAHIER_NONE;
}

static cahier_standing_prior stands_before(const cahier_lexicons *lexicons, cahier_text surface)
{
    uint32_t row = row_of(lexicons, surface);
    if (is_finite(surface)) {
        return (cahier_standing_prior){.noun = 0.05f, .verb = 0.95f, .weight = FINITE};
    }
    if (is_before_nouns(surface)) {
        return (cahier_standing_prior){.noun = 0.05f, .weight = KNOWN};
    }
    if (row != CAHIER_NONE) {
        float noun = (float)lexicons->number[CAHIER_LEXICON_NOUNS][row], verb = (float)lexicons->verb[row];
        return (cahier_standing_prior){.noun = noun / 100, .verb = verb / 100, .weight = KNOWN};
    }
    return (cahier_standing_prior){.noun = noun_by_ending(surface), .weight = BY_ENDING};
}

/* « Kevin », and nothing else: not « Rose », « France ». */
static bool is_first_name(const cahier_lexicons *lexicons, cahier_text surface)
{
    uint32_t word = cahier_lexicons_word(lexicons, surface);
    uint32_t row = word == CAHIER_NONE ? CAHIER_NONE : cahier_lexicons_find(lexicons, CAHIER_LEXICON_FIRSTNAMES, word);
    return row != CAHIER_NONE &&
           cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_FIRSTNAMES], row, DOUBT).at[0] == 'c';
}

cahier_standing_prior cahier_standing_before(const cahier_lexicons *lexicons, cahier_text surface)
{
    cahier_standing_prior prior = stands_before(lexicons, surface);
    uint32_t row = cahier_lexicons_label(lexicons, surface);
    if (row != CAHIER_NONE) {
        static const char *const aside[] = {"time", "kin", "origin", "piece"}, *const acronym[] = {"acronym"},
                                 *const name[] = {"name"};
        cahier_text kind = cahier_lexicon_cell(&lexicons->file[CAHIER_LEXICON_LABELS], row, KIND);
        prior.aside = CAHIER_IS_ONE_OF(kind, aside);
        prior.acronym = CAHIER_IS_ONE_OF(kind, acronym);
        prior.name = CAHIER_IS_ONE_OF(kind, name);
    }
    prior.aside = prior.aside || is_first_name(lexicons, surface);
    return prior;
}
