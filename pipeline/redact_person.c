/* SPDX-License-Identifier: Apache-2.0 */
/* Is it a private person? A title, an introduction, kin, a first name, a signature or a contact beside it must say
 * so; public figures, roles, and the names of streets and schools stay. */
#include "redact_name.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static redact_verdict hide(cahier_redaction *hit, uint32_t start, uint32_t end)
{
    *hit = (cahier_redaction){CAHIER_PERSON, start, end};
    return REDACT_FOUND;
}

static redact_verdict keep(cahier_redaction *hit, uint32_t start, uint32_t end)
{
    *hit = (cahier_redaction){CAHIER_PERSON, start, end};
    return REDACT_KEPT;
}

/* --- behind a title -------------------------------------------------------------------------------------- */

static const char *const civilities[] = {"m.", "mr", "mr.", "mm.", "mme", "mme.", "mmes", "mlle", "mlle.", "mlles",
        "monsieur", "messieurs", "madame", "mesdames", "mademoiselle", "mesdemoiselles", "dr", "dr.", "docteur",
        "docteure", "me", "maître", "mrs", "vve", "veuve"};
/* Behind these a lower-case word is a name when it is in no lexicon; "mon docteur appuie" is not one. */
static const char *const lower_civilities[] = {"monsieur", "madame", "mademoiselle"};
static const char *const abbreviations[] = {
        "m.", "mr", "mr.", "mm.", "mme", "mme.", "mmes", "mlle", "mlle.", "mlles", "dr", "dr."};
static const char *const plurals[] = {
        "mm.", "mmes", "mlles", "messieurs", "mesdames", "mesdemoiselles", "époux", "consorts", "drs"};

/* "Mme Hidalgo": the surname of a public figure without a first name, or with his own. */
static bool is_public_run(const redact_scan *scan, const redact_run *run)
{
    redact_match known;
    if (cahier_redact_public_phrase(scan, run->start, &known) || cahier_redact_public_name(scan, run)) {
        return true;
    }
    const redact_piece *last = &run->at[run->count - 1];
    bool alone = run->count == 1 || (run->count == 2 && run->at[0].shape == REDACT_SHAPE_INITIAL); /* "M. E. Macron" */
    return !scan->strict && last->public && alone;
}

/* A title that is also a common noun ("agent", "père", "capitaine") wants a name that cannot be a word or a sign. */
static bool fits_weak_title(const redact_scan *scan, const redact_match *title, const redact_run *run)
{
    const redact_piece *first = &run->at[0];
    redact_token token;
    uint32_t before = cahier_redact_previous(scan->text, title->start);
    bool noun = before == title->start ||
                (cahier_redact_token(scan, before, &token) && cahier_redact_word_facts(scan, token.word).stop);
    bool lower = (cahier_redact_class_at(scan->text, title->start) & CAHIER_CHAR_UPPER) == 0;
    if (lower && !noun && cahier_redact_facts(scan, title->start, title->end).plain) {
        return false; /* "travaux d'intérêt général Engagements" */
    }
    return first->first == REDACT_FIRST_CLEAR || (!first->known && first->shape == REDACT_SHAPE_TITLE);
}

/* ", Fitzgerald et Pannick" behind "MM. Martin": the end of the last name of the list. */
static uint32_t plural_end(const redact_scan *scan, uint32_t end)
{
    static const char *const joins[] = {", ", " et ", " ou ", " & "};
    for (uint32_t n = 0; n < 4 * REDACT_PIECES_MAX; n++) {
        redact_run run = {0};
        for (size_t k = 0; k < COUNT(joins) && run.count == 0; k++) {
            uint32_t at = end + (uint32_t)strlen(joins[k]);
            if (cahier_redact_starts(scan->text, end, joins[k]) && cahier_redact_upper_at(scan->text, at)) {
                cahier_redact_run(scan, at, REDACT_TRUST_NAMES, &run);
            }
        }
        if (run.count == 0 || (run.at[0].known && run.at[0].first == REDACT_FIRST_NONE)) {
            return end;
        }
        end = run.end;
    }
    return end;
}

static redact_verdict behind_title(const redact_scan *scan, const redact_match *title, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t at = title->end + cahier_redact_starts(text, title->end, ".");
    at += cahier_redact_starts(text, at, " ");
    bool civil = cahier_redact_is_form(cahier_redact_form(scan, title), civilities, COUNT(civilities));
    cahier_text form = cahier_redact_form(scan, title);
    redact_trust trust = cahier_redact_is_form(form, abbreviations, COUNT(abbreviations)) ? REDACT_TRUST_ABBREVIATED
                         : cahier_redact_is_form(form, lower_civilities, COUNT(lower_civilities)) ? REDACT_TRUST_LOWER
                         : civil                                                                  ? REDACT_TRUST_CUE
                                                                                                  : REDACT_TRUST_NAMES;
    redact_match next;
    bool metres =
            title->start > 1 && text.at[title->start - 1] == ' ' && cahier_redact_is_digit(text.at[title->start - 2]);
    bool apart = at > title->end || (at > 0 && text.at[at - 1] == '.'); /* "M.Dupont" */
    if (!apart || metres || cahier_redact_match(scan, at, REDACT_CUE_TITLE, &next)) {
        return REDACT_NOTHING; /* "Monsieur le docteur", "M. et Mme X": the second title answers */
    }
    redact_run run;
    cahier_redact_run(scan, at, trust, &run);
    bool acronym = run.count > 0 && at == title->end && run.at[0].shape == REDACT_SHAPE_INITIAL; /* "M.D.P.H." */
    if (run.count == 0 || acronym ||
            (!civil && (!cahier_redact_upper_at(text, at) || !fits_weak_title(scan, title, &run)))) {
        return REDACT_NOTHING;
    }
    if (is_public_run(scan, &run) ||
            (trust <= REDACT_TRUST_CUE && cahier_redact_named_after(scan, title->start, true))) {
        return keep(hit, at, run.end);
    }
    bool plural = cahier_redact_is_form(cahier_redact_form(scan, title), plurals, COUNT(plurals));
    return hide(hit, at, plural ? plural_end(scan, run.end) : run.end);
}

/* "M Dupont", without the dot. */
static redact_verdict behind_bare_m(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    bool amount = at > 1 && text.at[at - 1] == ' ' && cahier_redact_is_digit(text.at[at - 2]);
    if (!cahier_redact_starts(text, at, "M ") || amount || cahier_redact_shouts(text, at, at + 1)) {
        return REDACT_NOTHING;
    }
    redact_run run;
    cahier_redact_run(scan, at + 2, REDACT_TRUST_NAMES, &run);
    if (run.count == 0 || run.at[0].shape == REDACT_SHAPE_LOWER) {
        return REDACT_NOTHING;
    }
    return is_public_run(scan, &run) ? keep(hit, at + 2, run.end) : hide(hit, at + 2, run.end);
}

/* --- behind an introduction ------------------------------------------------------------------------------ */

/* "je m'appelle" and "signé" leave no doubt; "chez", "de la part de", "identité :" announce many other things. */
static bool is_sure_introduction(const redact_scan *scan, const redact_match *cue)
{
    static const char *const begins[] = {"je ", "je,", "moi", "nous", "mon ", "nom ", "noms ", "nom,", "prénom", "sign",
            "dénommé", "le dénommé", "la dénommée", "répondant"};
    cahier_text form = cahier_redact_form(scan, cue);
    for (size_t k = 0; k < COUNT(begins); k++) {
        if (cahier_redact_starts(form, 0, begins[k])) {
            return true;
        }
    }
    return false;
}

static redact_verdict behind_introduction(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_match cue;
    if (!cahier_redact_match_before(scan, at, REDACT_CUE_INTRODUCTION, ":,\"(", &cue) ||
            !is_sure_introduction(scan, &cue)) {
        return REDACT_NOTHING;
    }
    redact_run run;
    bool named = cahier_redact_starts(scan->text, cue.start, "je") || cahier_redact_starts(scan->text, cue.start, "Je");
    cahier_redact_run(scan, at, named ? REDACT_TRUST_INTRODUCED : REDACT_TRUST_CUE, &run);
    if (run.count == 0 || is_public_run(scan, &run)) {
        return REDACT_NOTHING;
    }
    const redact_piece *first = &run.at[0];
    bool shouted = first->shape == REDACT_SHAPE_UPPER && cahier_redact_shouts(scan->text, first->start, run.end);
    if (shouted && first->first == REDACT_FIRST_NONE && first->known) {
        return REDACT_NOTHING;
    }
    return hide(hit, at, run.end);
}

/* "mon voisin karim", "ma fille léa": a first name that is no word, in small letters. */
static redact_verdict behind_kin(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_piece piece;
    redact_match cue;
    if (!cahier_redact_piece(scan, at, &piece) || piece.shape != REDACT_SHAPE_LOWER ||
            piece.first != REDACT_FIRST_CLEAR || !cahier_redact_match_before(scan, at, REDACT_CUE_KIN, ",", &cue)) {
        return REDACT_NOTHING;
    }
    redact_run run;
    cahier_redact_run(scan, at, REDACT_TRUST_LOWER, &run);
    return run.count == 0 ? REDACT_NOTHING : hide(hit, at, run.end);
}

/* The word at `at` may end an introduction, after which lower case will do: the word after it. */
static redact_verdict announce(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_token token;
    if (!cahier_redact_token(scan, at, &token)) {
        return REDACT_NOTHING;
    }
    uint32_t next = token.end;
    while (next < scan->text.len && next - token.end < 3 && strchr(" :,", scan->text.at[next]) != NULL) {
        next++;
    }
    bool letter = (cahier_redact_class_at(scan->text, next) & CAHIER_CHAR_LETTER) != 0;
    if (next == token.end || !letter) {
        return REDACT_NOTHING;
    }
    redact_verdict verdict = behind_introduction(scan, next, hit);
    return verdict == REDACT_NOTHING ? behind_kin(scan, next, hit) : verdict;
}

/* --- by itself, or behind kin ---------------------------------------------------------------------------- */

static uint32_t unknown_pieces(const redact_run *run)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        const redact_piece *p = &run->at[i];
        n += !p->known && !p->plain && p->shape >= REDACT_SHAPE_TITLE;
    }
    return n;
}

/* "Jean Dupont", "Rose Dupont", "DUPONT Jean", "J. Dupont". */
static bool is_full_name(const redact_scan *scan, const redact_run *run, bool shouts)
{
    const redact_piece *a = &run->at[0], *b = &run->at[1];
    if (run->count < 2) {
        return false;
    }
    const redact_piece *last = &run->at[run->count - 1];
    bool clear = a->first == REDACT_FIRST_CLEAR ||
                 (a->first == REDACT_FIRST_WORD && b->first == REDACT_FIRST_CLEAR && !shouts);
    if (clear) {
        bool surname = last->shape != REDACT_SHAPE_INITIAL || run->count > 2 ||
                       cahier_redact_starts(scan->text, last->end - 1, ".");
        return surname && (!shouts || unknown_pieces(run) > 0);
    }
    if (a->first == REDACT_FIRST_WORD) {
        bool joined = b->start == a->end + 1; /* not "Val de Marne" */
        bool surname = !last->known && (!last->seen || cahier_redact_public_surname(scan, last));
        return !shouts && joined && surname && last->shape != REDACT_SHAPE_INITIAL;
    }
    if (a->shape == REDACT_SHAPE_INITIAL) {
        bool free = a->start == 0 || strchr(" (\"'\n", scan->text.at[a->start - 1]) != NULL; /* not "18°C. Respecter" */
        uint32_t before = cahier_redact_previous(scan->text, a->start);
        redact_piece brand; /* "Super U. Demander" */
        free = free && (before == a->start || !cahier_redact_piece(scan, before, &brand) ||
                               brand.shape < REDACT_SHAPE_TITLE || brand.stop || brand.end + 1 != a->start);
        bool acronym = a->end - a->start > 5; /* "A.S.V.P. Accorder", but "J.-P. Martin" */
        return !shouts && free && !acronym && b->shape == REDACT_SHAPE_TITLE && !b->known && !b->public &&
               b->end - b->start >= 4;
    }
    bool reversed = a->shape == REDACT_SHAPE_UPPER && !a->known && a->end - a->start >= 4;
    bool long_name = !a->seen && a->end - a->start >= 6; /* "GRANDIDIER Maxime", not "URSSAF Maxime" */
    return reversed && !shouts && b->shape == REDACT_SHAPE_TITLE &&
           (b->first == REDACT_FIRST_CLEAR || (b->first == REDACT_FIRST_WORD && long_name));
}

/* Behind "mon voisin", "ma fille": a first name, or a word that is in no lexicon. */
static bool fits_kin(const redact_scan *scan, const redact_run *run, const redact_match *kin, bool shouts)
{
    const redact_piece *first = &run->at[0];
    if (first->first == REDACT_FIRST_CLEAR || (first->first == REDACT_FIRST_WORD && !shouts)) {
        return true;
    }
    bool possessive = cahier_redact_starts(scan->text, kin->start + 1, "on ") ||
                      cahier_redact_starts(scan->text, kin->start + 1, "a ");
    bool plural = cahier_redact_starts(scan->text, kin->start + 2, "s ");
    bool unknown = !first->known && first->shape == REDACT_SHAPE_TITLE && !plural; /* "nos voisins Européens" */
    return unknown && (possessive || scan->strict || !first->seen || unknown_pieces(run) > 1);
}

/* "(Karim Tartempion) 06 12 ...": two unknown capitals beside a telephone, an e-mail or an address. */
static bool stands_by_contact(const redact_scan *scan, const redact_run *run)
{
    uint32_t gap = run->at[0].start - scan->last.end;
    bool contact = scan->last.kind == CAHIER_PHONE || scan->last.kind == CAHIER_EMAIL ||
                   scan->last.kind == CAHIER_ADDRESS || scan->last.kind == CAHIER_POSTCODE;
    if (scan->last.end == scan->last.start || !contact || gap > 4 || run->count < 2 ||
            (unknown_pieces(run) < 2 && run->at[0].first == REDACT_FIRST_NONE)) {
        return false;
    }
    for (uint32_t i = scan->last.end; i < run->at[0].start; i++) {
        if (strchr(" (,-\n:", scan->text.at[i]) == NULL) {
            return false;
        }
    }
    return true;
}

/* "Emma et Lucas Moreau": a first name that shares the surname of the next. */
static bool shares_surname(const redact_scan *scan, const redact_run *run, bool shouts)
{
    if (run->count > 1 || shouts || run->at[0].first != REDACT_FIRST_CLEAR ||
            !cahier_redact_starts(scan->text, run->end, " et ")) {
        return false;
    }
    redact_run next;
    cahier_redact_run(scan, run->end + 4, REDACT_TRUST_NAMES, &next);
    return next.count > 1 && next.at[0].first == REDACT_FIRST_CLEAR && is_full_name(scan, &next, shouts) &&
           !cahier_redact_public_name(scan, &next);
}

/* The longest cue that ends at `at`, whatever it announces. */
static bool context_before(const redact_scan *scan, uint32_t at, redact_match *cue)
{
    static const uint32_t kinds = REDACT_CUE_KIN | REDACT_CUE_SIGNATURE | REDACT_CUE_INTRODUCTION | REDACT_CUE_TITLE |
                                  REDACT_CUE_ROLE | REDACT_CUE_WAY | REDACT_CUE_INSTITUTION;
    if (!cahier_redact_match_before(scan, at, kinds, ",.:!\n-(\"", cue)) {
        return false;
    }
    const char *between = cue->kind == REDACT_CUE_SIGNATURE      ? ",.:!\n-"
                          : cue->kind == REDACT_CUE_KIN          ? ",("
                          : cue->kind == REDACT_CUE_INTRODUCTION ? ":,\"("
                          : cue->kind == REDACT_CUE_TITLE        ? ""
                                                                 : "\"";
    return cahier_redact_is_between(scan->text, cue->end, at, between);
}

/* "Je suis Alycia Paxton": two words at least, for one may be anything ("Je suis Gilet jaune", "Je suis Charlie"). */
static bool follows_i_am(const redact_scan *scan, uint32_t at)
{
    uint32_t am = cahier_redact_previous(scan->text, at), i = cahier_redact_previous(scan->text, am);
    uint32_t end = am < at ? cahier_redact_skip_plain(scan->text, am, "suis") : 0;
    return end != 0 && end + 1 == at && i < am && cahier_redact_skip_plain(scan->text, i, "je") + 1 == am;
}

static bool is_announced(const redact_scan *scan, const redact_run *run, const redact_match *cue, bool shouts)
{
    const redact_piece *first = &run->at[0];
    bool named = first->first != REDACT_FIRST_NONE || unknown_pieces(run) > 1;
    if (named && run->count > 1 && !shouts && follows_i_am(scan, first->start)) {
        return true;
    }
    switch ((uint32_t)cue->kind) {
    case REDACT_CUE_KIN:
        return fits_kin(scan, run, cue, shouts);
    case REDACT_CUE_SIGNATURE:
        return !shouts && named;
    case REDACT_CUE_INTRODUCTION:
        return !shouts && (named || (is_sure_introduction(scan, cue) && !first->known));
    case REDACT_CUE_TITLE:
        return fits_weak_title(scan, cue, run);
    default:
        return false;
    }
}

/* Strict mode: a lone first name; what follows a role. */
static bool is_doubtful(const redact_run *run, const redact_match *cue)
{
    return run->at[0].first == REDACT_FIRST_CLEAR ||
           (unknown_pieces(run) > 0 && (cue->kind & (REDACT_CUE_ROLE | REDACT_CUE_TITLE)) != 0);
}

static redact_verdict judge_run(const redact_scan *scan, const redact_run *run, cahier_redaction *hit)
{
    uint32_t at = run->at[0].start;
    bool shouts = run->at[0].shape == REDACT_SHAPE_UPPER && cahier_redact_shouts(scan->text, at, run->end);
    bool full = is_full_name(scan, run, shouts);
    redact_match cue = {0};
    if (!context_before(scan, at, &cue)) {
        cue = (redact_match){0};
    }
    redact_match phrase; /* "l'abbé Pierre", "rue du père Corentin": the title belongs to the public name */
    bool titled = cue.kind == REDACT_CUE_TITLE &&
                  ((cahier_redact_public_phrase(scan, cue.start, &phrase) && phrase.end > at) ||
                          cahier_redact_named_after(scan, cue.start, true));
    if (titled || (cue.kind & (REDACT_CUE_WAY | REDACT_CUE_INSTITUTION)) != 0 ||
            (!full && cahier_redact_linked_to_place(scan, at))) {
        return keep(hit, at, run->end);
    }
    if (full || is_announced(scan, run, &cue, shouts) || stands_by_contact(scan, run) ||
            shares_surname(scan, run, shouts)) {
        return cahier_redact_public_name(scan, run) ? keep(hit, at, run->end) : hide(hit, at, run->end);
    }
    return scan->strict && is_doubtful(run, &cue) ? hide(hit, at, run->end) : REDACT_NOTHING;
}

/* "Saint-Amand les Eaux", "Saint Paul de la Réunion", "l'Ed nationale", "A.S.V.P.": what stands before tells it is
 * no person. */
static bool is_inside_place(cahier_text text, uint32_t at)
{
    static const char *const saints[] = {"saint", "sainte", "st", "ste"};
    if (at > 0 && (text.at[at - 1] == '.' || (text.at[at - 1] == '\'' && at > 1 && (text.at[at - 2] | 0x20) == 'l'))) {
        return cahier_redact_joins_before(text, at - 1);
    }
    if (at == 0 || (text.at[at - 1] != ' ' && text.at[at - 1] != '-')) {
        return false;
    }
    uint32_t before = cahier_redact_previous(text, at);
    for (size_t k = 0; before < at && k < COUNT(saints); k++) {
        if (cahier_redact_skip_plain(text, before, saints[k]) == at - 1) {
            return true;
        }
    }
    return false;
}

static redact_verdict judge_capital(
        const redact_scan *scan, uint32_t at, const redact_facts *facts, cahier_redaction *hit)
{
    redact_run run;
    bool initial = cahier_redact_starts(scan->text, at + 1, ".");
    if ((facts->plain && facts->first == REDACT_FIRST_NONE && !initial) || is_inside_place(scan->text, at)) {
        return REDACT_NOTHING;
    }
    cahier_redact_run(scan, at, REDACT_TRUST_NAMES, &run);
    if (run.count == 0) {
        return REDACT_NOTHING;
    }
    return run.at[0].public && run.count == 1 ? REDACT_NOTHING : judge_run(scan, &run, hit);
}

redact_verdict cahier_redact_name(const redact_scan *scan, uint32_t at, bool announces, cahier_redaction *hit)
{
    redact_token token;
    if (!cahier_redact_token(scan, at, &token)) {
        return REDACT_NOTHING;
    }
    redact_facts facts = cahier_redact_word_facts(scan, token.word);
    bool dotted = cahier_redact_starts(scan->text, token.end, ".");
    if (facts.plain && facts.kinds == 0 && facts.first == REDACT_FIRST_NONE && !announces && !dotted) {
        return REDACT_NOTHING; /* most capitals start a sentence: one look-up, no more */
    }
    bool words = facts.stop && token.end - at <= 2 && (scan->text.at[at] | 0x20) == 'm' &&
                 cahier_redact_skip_plain(scan->text, at, "mr") == 0 && !cahier_redact_starts(scan->text, at, "Me ") &&
                 !dotted; /* "me", "m": titles only as "Me Durand", "M. Durand" */
    bool titled = !facts.stop || (facts.kinds & REDACT_CUE_TITLE) != 0 || dotted;
    redact_match match;
    if (token.word != CAHIER_NONE && !words && titled &&
            cahier_redact_match(scan, at, REDACT_PUBLIC_KINDS | REDACT_CUE_TITLE, &match)) {
        if (match.kind != REDACT_CUE_TITLE && match.tokens > 1) {
            return keep(hit, match.start, match.end);
        }
        if (match.kind == REDACT_CUE_TITLE || cahier_redact_match(scan, at, REDACT_CUE_TITLE, &match)) {
            return behind_title(scan, &match, hit);
        }
    }
    redact_verdict verdict = behind_bare_m(scan, at, hit);
    if (verdict == REDACT_NOTHING && announces) {
        verdict = announce(scan, at, hit);
    }
    if (verdict != REDACT_NOTHING || !cahier_redact_upper_at(scan->text, at)) {
        return verdict;
    }
    return judge_capital(scan, at, &facts, hit);
}
