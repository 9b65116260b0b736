/* SPDX-License-Identifier: Apache-2.0 */
#include "wording.h"

#include <assert.h>
#include <string.h>

#include "cut.h"
#include "normalise.h"
#include "text.h"
#include "wording_parts.h"

#define SEEN 3u /* column of nouns.tsv */
#define OPEN_PRIOR                                                                                                     \
    2.0f /* occurrences neither followed by « de » nor after « en », that each form is thought to have more */
#define INSIDE_LEAST 0.5f /* of them, to be inside something else */
#define FINITE_LEAST 0.3f /* of what is known of a form that is hardly ever a noun: « meurent » is no adjective */
#define FINITE_NOUN 0.15f
#define ACRONYM_LEAST 2u /* times in capitals, before fewer than half make an acronym */
#define PLURAL_LEAST 3u  /* occurrences of a plural, for it to be meant */
#define PLURAL_RARE 30   /* times as often in the singular elsewhere: hardly ever in the plural */
#define FORM_PERCENT 20  /* of a term's occurrences, for one of its forms to stand for it */

typedef struct form {
    const cahier_type *type;
    uint32_t term, count, glued, open, inside;
    uint32_t next; /* form of the same term, + 1 */
    uint32_t written[CAHIER_WRITTEN];
    float stands[CAHIER_STANDINGS];
    cahier_standing_prior before;
    float noun, verb; /* shares, once all is read */
} form;

/* « œuvre », « cœur », « œil », « fœtus », not « coefficient », « moelle »: where « oe » is one letter of a folded word. */
static bool is_ligature(cahier_text word, uint32_t i)
{
    static const char *const begin[] = {"oei", "oed", "oeso", "oecu", "oeno", "oest", "foet"};
    bool is = i + 2 < word.len && memcmp(word.at + i, "oeu", 3) == 0;
    for (size_t b = 0; b < sizeof begin / sizeof *begin && !is; b++) {
        uint32_t len = (uint32_t)strlen(begin[b]), at = *begin[b] == 'f';
        is = i == at && word.len > len && memcmp(word.at, begin[b], len) == 0;
    }
    return is;
}

uint32_t cahier_wording_write(cahier_text word, cahier_written written, char *to)
{
    uint32_t i = 0, len = 0;
    while (i < word.len) {
        bool raise = written == CAHIER_WRITTEN_ACRONYM || (written == CAHIER_WRITTEN_NAME && i == 0);
        bool one = word.at[i] == 'o' && is_ligature(word, i);
        uint32_t c = cahier_utf8_next(word.at, &i);
        if (one) {
            c = 0x153;
            i++;
        }
        len += cahier_utf8_put(to + len, raise ? cahier_char_upper(c) : c);
    }
    return len;
}

/* --- counting ------------------------------------------------------------------------------------------------------- */

/* The forms that rows hold, in the order in which they come, and how often each stands how. */
typedef struct tallied {
    const cahier_lexicons *lexicons;
    form *form;
    uint32_t count;
    uint32_t *of; /* form of the sights -> + 1; 0: not met */
} tallied;

static void count_use(form *f, uint32_t how)
{
    uint32_t written = how >> CAHIER_SIGHT_WRITTEN & 3;
    cahier_standing as = (cahier_standing)(how & CAHIER_SIGHT_STANDS);
    f->count++;
    if (as == CAHIER_STANDS_AS_NOUN &&
            (how & CAHIER_SIGHT_NEXT) != 0) { /* « les grosses entreprises » or « les pistes cyclables » */
        f->stands[CAHIER_STANDS_AS_NOUN] += 0.5f;
        f->stands[CAHIER_STANDS_AS_ADJECTIVE] += 0.2f;
    } else {
        f->stands[as] += 1;
    }
    f->open += (how & CAHIER_SIGHT_OPEN) != 0;
    f->glued += (how & CAHIER_SIGHT_GLUED) != 0;
    f->inside += (how & CAHIER_SIGHT_INSIDE) != 0;
    if (written > 0) {
        f->written[written - 1]++;
    }
}

static cahier_status count_rows(
        cahier_arena *arena, const cahier_word_sights *sights, const cahier_themed_rows *rows, tallied *out)
{
    out->form = CAHIER_NEW(arena, form, sights->met_count);
    out->of = CAHIER_NEW(arena, uint32_t, sights->met_count);
    if (out->form == NULL || out->of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        uint32_t at = cahier_row_place(rows, i);
        for (uint32_t p = sights->start[at]; p < sights->start[at + 1]; p++) {
            uint32_t *of = &out->of[sights->form[p]];
            if (*of == 0) {
                const cahier_form_met *of_form = &sights->met[sights->form[p]];
                out->form[out->count] = (form){.type = of_form->type, .term = of_form->term, .before = of_form->before};
                *of = ++out->count;
            }
            count_use(&out->form[*of - 1], sights->how[p]);
        }
    }
    return CAHIER_OK;
}

/* --- what a form is ------------------------------------------------------------------------------------------------- */

static bool is_verb(const form *f)
{
    return (f->type->flags & (CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL)) != 0;
}

/* Where it stands here, with what was known of it before. After a noun stands an adjective, or the noun's verb: « les
 * abeilles meurent ». */
static void weigh_standings(form *f)
{
    float noun = f->stands[CAHIER_STANDS_AS_NOUN], verb = f->stands[CAHIER_STANDS_AS_VERB];
    float seen = f->before.weight + noun + verb + f->stands[CAHIER_STANDS_AS_ADJECTIVE];
    if (f->before.verb >= FINITE_LEAST && f->before.noun <= FINITE_NOUN) {
        verb += f->stands[CAHIER_STANDS_AS_ADJECTIVE];
    }
    f->noun = (noun + f->before.weight * f->before.noun) / seen;
    f->verb = (verb + f->before.weight * f->before.verb) / seen;
    if (is_verb(f)) { /* « pour pouvoir », and now and then « le pouvoir » */
        f->noun = 0.05f;
        f->verb = 1;
    }
}

bool cahier_wording_same(cahier_text a, cahier_text b)
{
    char bare[2][CAHIER_FOLD_BOUND(CAHIER_SURFACE_ROOM)];
    if (a.len > CAHIER_SURFACE_ROOM || b.len > CAHIER_SURFACE_ROOM) {
        return false;
    }
    uint32_t len = cahier_fold_bare(a, bare[0]);
    return cahier_fold_bare(b, bare[1]) == len && memcmp(bare[0], bare[1], len) == 0;
}

/* Occurrences of a form in many texts. */
static int32_t seen_elsewhere(const tallied *r, cahier_text surface)
{
    int32_t seen = 0;
    uint32_t row = cahier_lexicons_noun(r->lexicons, surface);
    if (row != CAHIER_NONE) {
        (void)cahier_lexicon_number(cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_NOUNS], row, SEEN), 1, &seen);
    }
    return seen;
}

/* « mûr » than « mur » */
static bool is_rarer(const tallied *r, cahier_text a, cahier_text b)
{
    return seen_elsewhere(r, a) < seen_elsewhere(r, b);
}

/* « Marche » is a word beside « marché », as many in -e beside -é, but those in -ité: no keyboard makes one of the other. */
static bool is_same_end(cahier_text with, cahier_text without)
{
    uint32_t len = with.len > 0 && with.at[with.len - 1] == 's' ? with.len - 1 : with.len;
    bool quality = len > 4 && memcmp(with.at + len - 4, "ité", 4) == 0;
    return with.len > without.len && without.len > 1 &&
           (quality || (with.at[with.len - 1] == without.at[without.len - 1] &&
                               with.at[with.len - 2] == without.at[without.len - 2]));
}

/* « pôle » of « pole ». */
static bool is_fuller(const tallied *r, const form *f, const form *than)
{
    return is_same_end(f->type->surface, than->type->surface) && is_rarer(r, than->type->surface, f->type->surface);
}

/* « état » rather than « etat », when the dictionary knows the first alone or other texts write it more. */
static bool is_known_so(const tallied *r, const form *f, const form *than)
{
    uint32_t word = than->type->word;
    bool known = word != CAHIER_NONE &&
                 cahier_text_equal(cahier_lexicons_surface(r->lexicons, word), f->type->surface) &&
                 !is_rarer(r, f->type->surface, than->type->surface);
    return f != than && cahier_wording_same(f->type->surface, than->type->surface) && (known || is_fuller(r, f, than));
}

/* « émis » rather than « emis », when most write it so. */
static bool is_better_spelt(const tallied *r, const form *f, const form *than)
{
    return is_known_so(r, f, than) ||
           (f->count > than->count && cahier_wording_same(f->type->surface, than->type->surface));
}

/* --- what a term is ------------------------------------------------------------------------------------------------- */

typedef struct tally { /* of all forms of a term */
    uint32_t count, glued;
    float noun; /* of its occurrences */
    uint32_t written[CAHIER_WRITTEN];
    const form *best, *spelt;
    float score;
    uint32_t first; /* of its forms, + 1 */
} tally;

/* « BUS » is said loud by some and is no acronym: of words that a list knows, most must write the capitals. */
static bool is_loud(const uint32_t written[CAHIER_WRITTEN], bool known)
{
    uint32_t acronym = written[CAHIER_WRITTEN_ACRONYM];
    uint32_t all = written[CAHIER_WRITTEN_LOWER] + written[CAHIER_WRITTEN_NAME] + acronym;
    return acronym * 2 > all || (acronym >= ACRONYM_LEAST && acronym * 3 >= all && !known);
}

/* « cnfpt », « rdv »: nobody can say it as a word. */
static bool has_no_vowel(cahier_text word)
{
    bool letters = word.len >= 3 && word.len <= 6;
    for (uint32_t i = 0; i < word.len && letters; i++) {
        letters = word.at[i] >= 'b' && word.at[i] <= 'z' && strchr("eiouy", word.at[i]) == NULL;
    }
    return letters;
}

/* A name is one in all its forms. An acronym is one alone: « COP » makes no « COPIES », whose stem it is. */
static cahier_written usual(const tally *t, const form *f)
{
    uint32_t raised = t->written[CAHIER_WRITTEN_ACRONYM] + t->written[CAHIER_WRITTEN_NAME];
    bool known = f->type->word != CAHIER_NONE;
    if (f->before.acronym || has_no_vowel(f->type->surface) ||
            (is_loud(f->written, known) && is_loud(t->written, known))) {
        return CAHIER_WRITTEN_ACRONYM;
    }
    return f->before.name || raised * 10 > (raised + t->written[CAHIER_WRITTEN_LOWER]) * 6 ? CAHIER_WRITTEN_NAME
                                                                                           : CAHIER_WRITTEN_LOWER;
}

static void tally_forms(const tallied *r, tally *of)
{
    for (uint32_t i = 0; i < r->count; i++) {
        tally *t = &of[r->form[i].term];
        r->form[i].next = t->first;
        t->first = i + 1;
        t->count += r->form[i].count;
        t->glued += r->form[i].glued;
        t->noun += r->form[i].noun * (float)r->form[i].count;
        for (uint32_t w = 0; w < CAHIER_WRITTEN; w++) {
            t->written[w] += r->form[i].written[w];
        }
    }
    for (uint32_t i = 0; i < r->count; i++) {
        const form *f = &r->form[i];
        tally *t = &of[f->term];
        float score = (float)f->count * (f->noun * f->noun + 0.01f);
        if (f->count * 100 >= t->count * FORM_PERCENT && score > t->score) {
            t->best = t->spelt = f;
            t->score = score;
        }
    }
    for (uint32_t i = 0; i < r->count; i++) {
        tally *t = &of[r->form[i].term];
        if (t->best != NULL && &r->form[i] != t->best && is_better_spelt(r, &r->form[i], t->best)) {
            t->spelt = &r->form[i];
        }
    }
}

/* « extrême » of « extreme », when nobody here writes the accent. */
static cahier_text with_accents(const tallied *r, const form *f)
{
    uint32_t word = f->type->word;
    cahier_text known = word == CAHIER_NONE ? f->type->surface : cahier_lexicons_surface(r->lexicons, word);
    bool better = is_same_end(known, f->type->surface) && cahier_wording_same(known, f->type->surface) &&
                  !is_rarer(r, known, f->type->surface);
    return better ? known : f->type->surface;
}

/* A form as others write it, « pôle » of « pole ». */
static cahier_text spelt_in_phrase(const tallied *r, const tally *t, const form *f)
{
    for (uint32_t i = t->first; i > 0; i = r->form[i - 1].next) {
        if (is_known_so(r, &r->form[i - 1], f)) {
            return r->form[i - 1].type->surface;
        }
    }
    return with_accents(r, f);
}

/* « respect » of one « respects », which other texts hardly ever write. */
static cahier_text not_a_slip(const tallied *r, const form *f, cahier_text written)
{
    bool plural = written.len > 3 && written.at[written.len - 1] == 's' && f->count < PLURAL_LEAST;
    cahier_text one = cahier_slice(written, 0, written.len - (plural ? 1u : 0u));
    bool hardly = plural && seen_elsewhere(r, one) > PLURAL_RARE * (seen_elsewhere(r, written) + 1);
    return hardly ? one : written;
}

static cahier_word_use use_of(const tally *t, const form *f, const form *spelt)
{
    return (cahier_word_use){.form = spelt->type->surface,
            .written = usual(t, f),
            .flags = spelt->type->flags,
            .count = f->count,
            .noun = f->noun,
            .verb = f->verb,
            .open = (float)f->open / ((float)f->count + OPEN_PRIOR),
            .polar = spelt->type->polarity != CAHIER_NONE,
            .aside = f->before.aside,
            .inside = (float)f->inside > INSIDE_LEAST * ((float)f->count + OPEN_PRIOR),
            .leads = t->glued * 2 > t->count};
}

/* A word of the vocabulary: its best form, if it has one; less of a noun when its other forms are none. */
static cahier_word_use word_of(const tallied *r, const tally *t, cahier_text surface)
{
    if (t->best == NULL) {
        return (cahier_word_use){.form = surface, .noun = 0.5f};
    }
    cahier_word_use use = use_of(t, t->best, t->spelt);
    use.form = not_a_slip(r, t->spelt, with_accents(r, t->spelt));
    use.noun = (use.noun + t->noun / (float)t->count) / 2; /* « baisser » is seldom « la baisse » */
    return use;
}

cahier_status cahier_wording_read(cahier_arena *arena, const cahier_lexicons *lexicons,
        const cahier_word_sights *sights, const cahier_themed_rows *rows, const cahier_vocabulary *vocabulary,
        cahier_wording *out)
{
    tallied r = {.lexicons = lexicons};
    tally *of = CAHIER_NEW(arena, tally, vocabulary->word_count);
    if (of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(count_rows(arena, sights, rows, &r));
    for (uint32_t i = 0; i < r.count; i++) {
        weigh_standings(&r.form[i]);
    }
    tally_forms(&r, of);
    out->sights = sights;
    out->form_of = r.of;
    out->forms = r.count;
    out->word = CAHIER_NEW(arena, cahier_word_use, vocabulary->word_count);
    out->form = CAHIER_NEW(arena, cahier_word_use, r.count);
    if (out->word == NULL || out->form == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < vocabulary->word_count; j++) {
        out->word[j] = word_of(&r, &of[j], vocabulary->at[j].surface);
    }
    for (uint32_t i = 0; i < r.count; i++) {
        const tally *t = &of[r.form[i].term];
        out->form[i] = use_of(t, &r.form[i], &r.form[i]);
        out->form[i].spelt = spelt_in_phrase(&r, t, &r.form[i]);
    }
    return CAHIER_OK;
}

const cahier_word_use *cahier_wording_form(const cahier_wording *wording, cahier_text surface)
{
    uint32_t found = cahier_intern_find(&wording->sights->known, surface, cahier_hash(surface));
    assert(found != CAHIER_NONE && wording->form_of[found] > 0);
    return &wording->form[wording->form_of[found] - 1];
}
