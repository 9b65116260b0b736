/* SPDX-License-Identifier: Apache-2.0 */
/* Names that are not private: public figures, eponyms, and what streets, schools and laws are called. */
#include "redact_name.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

cahier_text cahier_redact_form(const redact_scan *scan, const redact_match *match)
{
    return cahier_lexicon_cell(&scan->lexicons->file[CAHIER_LEXICON_PERSONAL], match->entry, 0);
}

bool cahier_redact_is_form(cahier_text form, const char *const *table, size_t count)
{
    for (size_t k = 0; k < count; k++) {
        if (strlen(table[k]) == form.len && memcmp(table[k], form.at, form.len) == 0) {
            return true;
        }
    }
    return false;
}

/* Places of work that carry the name of who keeps them: "le cabinet du docteur Roux" is a person, "la rue du
 * docteur Roux" is not. */
static const char *const owned_places[] = {"cabinet", "étude", "maison", "garage", "pharmacie", "boulangerie",
        "restaurant", "café", "bar", "librairie", "entreprise", "société", "agence", "clinique", "famille", "rapport",
        "note", "plan", "enquête", "procès", "affaire", "liste", "comité"};

/* "rue de", "collège du" before `at`. */
bool cahier_redact_linked_to_place(const redact_scan *scan, uint32_t at)
{
    static const char *const links[] = {"de la ", "de l'", "du ", "des ", "de ", "d'"};
    redact_match place;
    for (size_t k = 0; k < COUNT(links); k++) {
        uint32_t len = (uint32_t)strlen(links[k]);
        if (at > len && cahier_redact_starts(scan->text, at - len, links[k]) &&
                cahier_redact_match_before(scan, at - len, REDACT_CUE_WAY | REDACT_CUE_INSTITUTION, "", &place)) {
            return !cahier_redact_is_form(cahier_redact_form(scan, &place), owned_places, COUNT(owned_places));
        }
    }
    return false;
}

bool cahier_redact_named_after(const redact_scan *scan, uint32_t at, bool linked)
{
    static const char *const chez[] = {"chez"}; /* of "chez M. X, 3 rue...": a way of addresses, not of names */
    redact_match place;
    bool direct = cahier_redact_match_before(scan, at, REDACT_CUE_WAY | REDACT_CUE_INSTITUTION, "\"", &place) &&
                  !cahier_redact_is_form(cahier_redact_form(scan, &place), chez, 1);
    return direct || (linked && cahier_redact_linked_to_place(scan, at));
}

bool cahier_redact_public_phrase(const redact_scan *scan, uint32_t at, redact_match *match)
{
    return cahier_redact_match(scan, at, REDACT_PUBLIC_KINDS, match) && match->tokens > 1;
}

#define PUBLIC_MAX 64u /* bytes: longer names are on no list */

static bool is_public_entry(const cahier_lexicon *personal, uint32_t entry)
{
    cahier_text kind = cahier_lexicon_cell(personal, entry, 1);
    return kind.len == 6 && (memcmp(kind.at, "public", 6) == 0 || memcmp(kind.at, "eponym", 6) == 0);
}

/* "Edith CRESSON", "Francois Hollande": a full public name but for case, accents and hyphens. One pass over the
 * list, paid only for what was going to be hidden. */
bool cahier_redact_public_name(const redact_scan *scan, const redact_run *run)
{
    uint32_t start = run->start;
    if (run->count < 2 || run->end - start > PUBLIC_MAX) {
        return false;
    }
    char name[CAHIER_FOLD_BOUND(PUBLIC_MAX)], form[CAHIER_FOLD_BOUND(PUBLIC_MAX)];
    uint32_t len = cahier_fold_words(cahier_slice(scan->text, start, run->end), name);
    const cahier_lexicon *personal = &scan->lexicons->file[CAHIER_LEXICON_PERSONAL];
    for (uint32_t entry = 0; entry < personal->count; entry++) {
        cahier_text cell = cahier_lexicon_cell(personal, entry, 0);
        if ((unsigned char)cell.at[0] < 0x80 && cell.at[0] != name[0]) {
            continue;
        }
        if (is_public_entry(personal, entry) && cell.len <= PUBLIC_MAX && cahier_fold_words(cell, form) == len &&
                memcmp(form, name, len) == 0) {
            return true;
        }
    }
    return false;
}

/* Part of a public name or of an eponym: "Dupont" is in the dictionary for Nicolas Dupont-Aignan, yet it is a
 * surname. One pass over the list, paid behind a first name that is also a word ("Jean"). */
bool cahier_redact_public_surname(const redact_scan *scan, const redact_piece *piece)
{
    const cahier_lexicon *personal = &scan->lexicons->file[CAHIER_LEXICON_PERSONAL];
    char name[CAHIER_FOLD_BOUND(PUBLIC_MAX)], form[CAHIER_FOLD_BOUND(PUBLIC_MAX)];
    uint32_t len = piece->end - piece->start > PUBLIC_MAX
                           ? 0
                           : cahier_fold_bare(cahier_slice(scan->text, piece->start, piece->end), name);
    for (uint32_t entry = 0; entry < personal->count && len > 0; entry++) {
        cahier_text cell = cahier_lexicon_cell(personal, entry, 0);
        uint32_t form_len =
                is_public_entry(personal, entry) && cell.len <= PUBLIC_MAX ? cahier_fold_words(cell, form) : 0;
        for (uint32_t i = 0; i + len <= form_len; i++) {
            bool whole = (i == 0 || form[i - 1] == ' ') && (i + len == form_len || form[i + len] == ' ');
            if (whole && memcmp(form + i, name, len) == 0) {
                return true;
            }
        }
    }
    return false;
}
