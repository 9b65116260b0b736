/* SPDX-License-Identifier: Apache-2.0 */
#include "redact_write.h"

#include <assert.h>
#include <string.h>

#include "redact_name.h"

/* --- marks ----------------------------------------------------------------------------------------------- */

/* clang-format off */
static const char *const marks[CAHIER_REDACTION_KINDS] = {
    [CAHIER_EMAIL] = "[courriel]", [CAHIER_PHONE] = "[téléphone]", [CAHIER_IBAN] = "[IBAN]",
    [CAHIER_NIR] = "[n° de sécurité sociale]", [CAHIER_CARD] = "[carte bancaire]", [CAHIER_PLATE] = "[plaque]",
    [CAHIER_ADDRESS] = "[adresse]", [CAHIER_POSTCODE] = "[code postal]", [CAHIER_BIRTHDATE] = "[date de naissance]",
    [CAHIER_IP] = "[adresse IP]", [CAHIER_URL] = "[lien]", [CAHIER_HANDLE] = "[pseudonyme]",
    [CAHIER_REFERENCE] = "[référence]", [CAHIER_PERSON] = "[personne]"
};
/* clang-format on */

#define PERSONS_MAX 32u /* numbered; two digits at most */
#define MARK_MAX 32u    /* bytes of the longest mark */
#define PERSON_WORDS 6u /* of a name that are compared */
#define PERSON_WORD 40u /* bytes of a word that are compared */

cahier_text cahier_redact_mark(cahier_redaction_kind kind)
{
    assert(kind < CAHIER_REDACTION_KINDS);
    return (cahier_text){marks[kind], (uint32_t)strlen(marks[kind])};
}

/* Byte after the number of "[personne 12]", whose letters end at `at`; 0 when it has none. */
static uint32_t number_end(cahier_text text, uint32_t at)
{
    uint32_t i = at + 1;
    while (i < at + 3 && cahier_redact_digit_at(text, i)) {
        i++;
    }
    bool number = cahier_redact_starts(text, at, " ") && i > at + 1 && text.at[at + 1] != '0';
    return number && cahier_redact_starts(text, i, "]") ? i + 1 : 0;
}

uint32_t cahier_redact_mark_end(cahier_text text, uint32_t at, cahier_redaction_kind kind)
{
    cahier_text mark = cahier_redact_mark(kind);
    if (cahier_redact_starts(text, at, marks[kind])) {
        return at + mark.len;
    }
    cahier_text open = cahier_slice(mark, 0, mark.len - 1);
    bool person = kind == CAHIER_PERSON && at < text.len && open.len <= text.len - at &&
                  memcmp(text.at + at, open.at, open.len) == 0;
    return person ? number_end(text, at + open.len) : 0;
}

/* The mark of a kind, with the number of the person when it is not 0. */
static uint32_t write_mark(cahier_redaction_kind kind, uint32_t number, char to[MARK_MAX])
{
    cahier_text mark = cahier_redact_mark(kind);
    memcpy(to, mark.at, mark.len);
    if (number == 0) {
        return mark.len;
    }
    uint32_t end = mark.len - 1;
    to[end++] = ' ';
    if (number > 9) {
        to[end++] = (char)('0' + number / 10);
    }
    to[end++] = (char)('0' + number % 10);
    to[end++] = ']';
    return end;
}

/* --- who is who ------------------------------------------------------------------------------------------ */

/* A name, without case nor accents: the words by their hash, "D." by its letter. */
typedef struct person {
    uint64_t word[PERSON_WORDS];
    char begin[PERSON_WORDS];
    bool initial[PERSON_WORDS];
    uint32_t count;
    char title; /* 'm', 'f'; 0 when nothing says it */
} person;

static char title_before(const redact_scan *scan, uint32_t at)
{
    static const char *const men[] = {"m.", "mr", "mr.", "monsieur"};
    static const char *const women[] = {"mme", "mme.", "mlle", "mlle.", "madame", "mademoiselle"};
    redact_match title;
    if (!cahier_redact_match_before(scan, at, REDACT_CUE_TITLE, "", &title)) {
        return 0;
    }
    cahier_text form = cahier_redact_form(scan, &title);
    return cahier_redact_is_form(form, men, sizeof men / sizeof *men)         ? 'm'
           : cahier_redact_is_form(form, women, sizeof women / sizeof *women) ? 'f'
                                                                              : 0;
}

static void read_person(const redact_scan *scan, const cahier_redaction *hit, person *p)
{
    *p = (person){.title = title_before(scan, hit->start)};
    for (uint32_t i = hit->start; i < hit->end && p->count < PERSON_WORDS;) {
        redact_piece piece;
        if (!cahier_redact_piece(scan, i, &piece)) {
            i++;
            continue;
        }
        i = piece.end;
        if (piece.end - piece.start > PERSON_WORD || (piece.stop && p->count > 0)) {
            continue; /* "de", "la", "et" */
        }
        char folded[CAHIER_FOLD_BOUND(PERSON_WORD)];
        uint32_t len = cahier_fold_bare(cahier_slice(scan->text, piece.start, piece.end), folded);
        p->word[p->count] = cahier_hash((cahier_text){folded, len});
        p->begin[p->count] = folded[0];
        p->initial[p->count++] = piece.shape == REDACT_SHAPE_INITIAL;
    }
}

static bool same_word(const person *a, uint32_t i, const person *b, uint32_t j)
{
    bool initial = a->initial[i] || b->initial[j];
    return a->word[i] == b->word[j] || (initial && a->begin[i] == b->begin[j]);
}

/* Is each word of `a` a word of `b`, each of `b` taken once? */
static bool is_part_of(const person *a, const person *b)
{
    bool taken[PERSON_WORDS] = {false};
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t j = 0;
        while (j < b->count && (taken[j] || !same_word(a, i, b, j))) {
            j++;
        }
        if (j == b->count) {
            return false;
        }
        taken[j] = true;
    }
    return true;
}

static bool is_same_person(const person *a, const person *b)
{
    bool titles = a->title == 0 || b->title == 0 || a->title == b->title;
    return titles && a->count > 0 && b->count > 0 && (a->count <= b->count ? is_part_of(a, b) : is_part_of(b, a));
}

/* The number of the person of each hit, 0 for other kinds and for the only person. */
static void number_persons(const redact_scan *scan, const redact_found *found, uint8_t *numbers)
{
    person known[PERSONS_MAX], p;
    uint32_t count = 0;
    for (uint32_t k = 0; k < found->count; k++) {
        numbers[k] = 0;
        if (found->at[k].kind != CAHIER_PERSON) {
            continue;
        }
        read_person(scan, &found->at[k], &p);
        uint32_t i = 0;
        while (i < count && !is_same_person(&p, &known[i])) {
            i++;
        }
        if (i == PERSONS_MAX) {
            continue;
        }
        char title = i < count && p.title == 0 ? known[i].title : p.title;
        if (i == count || p.count > known[i].count) {
            known[i] = p; /* the fullest form: "M. Dupont", then "Jean Dupont" */
        }
        known[i].title = title;
        count += i == count;
        numbers[k] = (uint8_t)(i + 1);
    }
    if (count < 2) {
        memset(numbers, 0, found->count);
    }
}

/* --- the text -------------------------------------------------------------------------------------------- */

/* Writes the text when `to` is there; its length in any case. */
static void write_text(
        const redact_scan *scan, const redact_found *found, const uint8_t *numbers, char *to, redact_written *out)
{
    uint32_t read = 0, written = 0;
    out->title_len = found->title_len;
    for (uint32_t k = 0; k < found->count; k++) {
        cahier_redaction hit = found->at[k];
        char mark[MARK_MAX];
        uint32_t kept = hit.start - read, len = write_mark(hit.kind, numbers[k], mark);
        if (to != NULL) {
            memcpy(to + written, scan->text.at + read, kept);
            memcpy(to + written + kept, mark, len);
            out->redactions.at[k] = (cahier_redaction){hit.kind, written + kept, written + kept + len};
        }
        written += kept + len;
        read = hit.end;
        out->title_len += hit.end <= found->title_len ? len - (hit.end - hit.start) : 0;
    }
    if (to != NULL) {
        memcpy(to + written, scan->text.at + read, scan->text.len - read);
    }
    out->text = (cahier_text){to, written + scan->text.len - read};
}

cahier_status cahier_redact_write(
        const redact_scan *scan, const redact_found *found, cahier_arena *arena, redact_written *out)
{
    uint8_t *numbers = CAHIER_NEW(arena, uint8_t, found->count);
    cahier_redaction *at = CAHIER_NEW(arena, cahier_redaction, found->count);
    if (numbers == NULL || at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    number_persons(scan, found, numbers);
    *out = (redact_written){.redactions = {at, found->count}};
    write_text(scan, found, numbers, NULL, out);
    char *to = CAHIER_NEW(arena, char, out->text.len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    write_text(scan, found, numbers, to, out);
    return CAHIER_OK;
}
