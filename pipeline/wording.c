/* SPDX-License-Identifier: Apache-2.0 */
#include "wording.h"

#include <assert.h>
#include <string.h>

#include "cut.h"
#include "normalise.h"
#include "text.h"
#include "wording_parts.h"

#define OPEN_PRIOR 2.0f  /* occurrences not followed by « de », that each form is thought to have more */
#define ACRONYM_LEAST 2u /* times in capitals, before fewer than half make an acronym */
#define FORM_PERCENT 20  /* of a term's occurrences, for one of its forms to stand for it */

typedef struct form {
    const cahier_type *type;
    uint32_t term, count, glued, open;
    uint32_t written[CAHIER_WRITTEN];
    float stands[CAHIER_STANDINGS];
    cahier_standing_prior before;
    float noun, verb; /* shares, once all is read */
} form;

uint32_t cahier_wording_write(cahier_text word, cahier_written written, char *to)
{
    uint32_t i = 0, len = 0;
    while (i < word.len) {
        bool raise = written == CAHIER_WRITTEN_ACRONYM || (written == CAHIER_WRITTEN_NAME && i == 0);
        uint32_t c = cahier_utf8_next(word.at, &i);
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
    uint32_t written = how >> CAHIER_SIGHT_WRITTEN;
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

/* Where it stands here, with what was known of it before. */
static void weigh_standings(form *f)
{
    float noun = f->stands[CAHIER_STANDS_AS_NOUN], verb = f->stands[CAHIER_STANDS_AS_VERB];
    float seen = f->before.weight + noun + verb + f->stands[CAHIER_STANDS_AS_ADJECTIVE];
    f->noun = (noun + f->before.weight * f->before.noun) / seen;
    f->verb = (verb + f->before.weight * f->before.verb) / seen;
    if (is_verb(f)) { /* « pour pouvoir », and now and then « le pouvoir » */
        f->noun = 0.05f;
        f->verb = 1;
    }
}

static bool same_but_accents(cahier_text a, cahier_text b)
{
    char bare[2][CAHIER_FOLD_BOUND(CAHIER_SURFACE_ROOM)];
    if (a.len > CAHIER_SURFACE_ROOM || b.len > CAHIER_SURFACE_ROOM) {
        return false;
    }
    uint32_t len = cahier_fold_bare(a, bare[0]);
    return cahier_fold_bare(b, bare[1]) == len && memcmp(bare[0], bare[1], len) == 0;
}

/* « état » rather than « etat », when the dictionary knows the first alone; « émis » rather than « emis », when most
 * write it so. */
static bool is_better_spelt(const tallied *r, const form *f, const form *than)
{
    uint32_t word = than->type->word;
    bool better =
            f->count > than->count ||
            (word != CAHIER_NONE && cahier_text_equal(cahier_lexicons_surface(r->lexicons, word), f->type->surface));
    return better && same_but_accents(f->type->surface, than->type->surface);
}

/* --- what a term is ------------------------------------------------------------------------------------------------- */

typedef struct tally { /* of all forms of a term */
    uint32_t count, glued;
    float noun; /* of its occurrences */
    const form *best, *spelt;
    float score;
} tally;

/* « BUS » is said loud by some and is no acronym: of words that a list knows, most must write the capitals. Of the form alone:
 * « COP » makes no « COPIES », whose stem it is. */
static cahier_written usual(const form *f)
{
    uint32_t acronym = f->written[CAHIER_WRITTEN_ACRONYM], name = f->written[CAHIER_WRITTEN_NAME];
    uint32_t all = f->written[CAHIER_WRITTEN_LOWER] + name + acronym;
    bool enough = acronym >= ACRONYM_LEAST && acronym * 3 >= all && f->type->word == CAHIER_NONE;
    if (f->before.acronym || enough || acronym * 2 > all) {
        return CAHIER_WRITTEN_ACRONYM;
    }
    return (name + acronym) * 10 > all * 6 ? CAHIER_WRITTEN_NAME : CAHIER_WRITTEN_LOWER;
}

static void tally_forms(const tallied *r, tally *of)
{
    for (uint32_t i = 0; i < r->count; i++) {
        tally *t = &of[r->form[i].term];
        t->count += r->form[i].count;
        t->glued += r->form[i].glued;
        t->noun += r->form[i].noun * (float)r->form[i].count;
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

static cahier_word_use use_of(const tally *t, const form *f, const form *spelt)
{
    return (cahier_word_use){.form = spelt->type->surface,
            .written = usual(f),
            .flags = spelt->type->flags,
            .count = f->count,
            .noun = f->noun,
            .verb = f->verb,
            .open = (float)f->open / ((float)f->count + OPEN_PRIOR),
            .polar = spelt->type->polarity != CAHIER_NONE,
            .time = f->before.time,
            .leads = t->glued * 2 > t->count};
}

/* A word of the vocabulary: its best form, if it has one; less of a noun when its other forms are none. */
static cahier_word_use word_of(const tally *t, cahier_text surface)
{
    if (t->best == NULL) {
        return (cahier_word_use){.form = surface, .noun = 0.5f};
    }
    cahier_word_use use = use_of(t, t->best, t->spelt);
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
        out->word[j] = word_of(&of[j], vocabulary->at[j].surface);
    }
    for (uint32_t i = 0; i < r.count; i++) {
        out->form[i] = use_of(&of[r.form[i].term], &r.form[i], &r.form[i]);
    }
    return CAHIER_OK;
}

const cahier_word_use *cahier_wording_form(const cahier_wording *wording, cahier_text surface)
{
    uint32_t found = cahier_intern_find(&wording->sights->known, surface, cahier_hash(surface));
    assert(found != CAHIER_NONE && wording->form_of[found] > 0);
    return &wording->form[wording->form_of[found] - 1];
}
