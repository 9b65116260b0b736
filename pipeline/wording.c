/* SPDX-License-Identifier: Apache-2.0 */
#include "wording.h"

#include <assert.h>
#include <string.h>

#include "cut.h"
#include "normalise.h"
#include "text.h"

#define PRIOR 2.0f      /* occurrences that the ending of a form counts for */
#define FORM_PERCENT 20 /* of a term's occurrences, for one of its forms to stand for it */

typedef enum standing {
    STANDS_ANYWHERE,
    STANDS_AS_NOUN,
    STANDS_AS_ADJECTIVE,
    STANDS_AS_VERB,
    STANDINGS
} standing;

typedef struct form {
    const cahier_type *type;
    uint32_t term, count, glued, open;
    uint32_t written[CAHIER_WRITTEN];
    float stands[STANDINGS];
    float noun; /* noun_share, once all is read */
} form;

/* What a type is, whatever sentence it stands in: looked up once. */
typedef struct met {
    uint32_t form; /* + 1; 0: not met as a term */
    bool looked;
    uint8_t after; /* standing of a word that follows */
    bool article, of, begins_anew;
} met;

typedef struct reader {
    const cahier_lexicons *lexicons;
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    cahier_intern known; /* surface -> form */
    form *form;
    uint32_t count, room;
    met **met_of;      /* a table of types: of each type, once one of its documents is read */
    uint32_t document; /* being read */
    const uint32_t *term;
    met *met;
} reader;

/* --- capitals ------------------------------------------------------------------------------------------------------- */

static cahier_written written_as(cahier_text word)
{
    uint32_t i = 0, upper = 0, letters = 0;
    bool first_upper = false;
    while (i < word.len) {
        bool first = i == 0;
        uint32_t class = cahier_char_class(cahier_utf8_next(word.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
        first_upper = first_upper || (first && (class & CAHIER_CHAR_UPPER) != 0);
    }
    if (upper >= 2 && upper == letters) {
        return CAHIER_WRITTEN_ACRONYM;
    }
    return first_upper ? CAHIER_WRITTEN_NAME : CAHIER_WRITTEN_LOWER;
}

/* Text written in capitals says nothing about names. */
static bool is_shouted(cahier_text text)
{
    uint32_t i = 0, upper = 0, letters = 0;
    while (i < text.len) {
        uint32_t class = cahier_char_class(cahier_utf8_next(text.at, &i));
        letters += (class & CAHIER_CHAR_LETTER) != 0;
        upper += (class & CAHIER_CHAR_UPPER) != 0;
    }
    return upper * 2 > letters;
}

static bool is_one_of(cahier_text word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (word.len > 0 && word.at[0] == *list[i] &&
                cahier_text_equal(word, (cahier_text){list[i], (uint32_t)strlen(list[i])})) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(word, list) is_one_of(word, list, sizeof(list) / sizeof *(list))

/* After most signs a capital begins something and names nothing: « - Bus », « a) Bus », « Transports : Bus ». */
static bool begins_anew(const cahier_type *before)
{
    static const char *const inside[] = {",", ";", "(", "/", "\"", "«", "“", "'", "’"};
    return (before->flags & (CAHIER_TYPE_PUNCTUATION | CAHIER_TYPE_EMOJI)) != 0 && !IS_ONE_OF(before->surface, inside);
}

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

/* --- what stands before --------------------------------------------------------------------------------------------- */

static bool class_is(cahier_text class, const char *name)
{
    return cahier_text_equal(class, (cahier_text){name, (uint32_t)strlen(name)});
}

static standing after_elision(cahier_text surface)
{
    return surface.at[0] == 'l' || surface.at[0] == 'd' ? STANDS_AS_NOUN : STANDS_AS_VERB; /* « l'eau », « j'aime » */
}

static standing after_stop_word(const reader *r, const cahier_type *before)
{
    static const char *const determiners[] = {"en", "leur", "leurs", "aucun", "aucune", "certains", "certaines",
            "plusieurs", "tout", "tous", "toute", "toutes", "autre", "autres", "même", "mêmes", "tel", "telle", "tels",
            "telles"};
    static const char *const silent[] = {"pas", "non", "oui", "que", "qu", "dont", "où", "personne", "rien"};
    uint32_t entry = before->word == CAHIER_NONE
                             ? CAHIER_NONE
                             : cahier_lexicons_find(r->lexicons, CAHIER_LEXICON_STOPWORDS, before->word);
    if (entry == CAHIER_NONE || IS_ONE_OF(before->surface, silent)) {
        return STANDS_ANYWHERE;
    }
    cahier_text class = cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_STOPWORDS], entry, 1);
    if (class_is(class, "article") || class_is(class, "determiner") || class_is(class, "preposition") ||
            class_is(class, "number") || IS_ONE_OF(before->surface, determiners)) {
        return STANDS_AS_NOUN;
    }
    if (class_is(class, "adverb") || class_is(class, "auxiliary")) {
        return STANDS_AS_ADJECTIVE;
    }
    return class_is(class, "pronoun") ? STANDS_AS_VERB : STANDS_ANYWHERE;
}

/* How a word that follows this one stands. */
static standing after(const reader *r, const cahier_type *before)
{
    if ((before->flags & CAHIER_TYPE_ELISION) != 0) {
        return after_elision(before->surface);
    }
    if ((before->flags & CAHIER_TYPE_NUMBER) != 0) { /* « 30 minutes », « la loi de 1905 suffit » */
        return before->surface.len == 4 ? STANDS_ANYWHERE : STANDS_AS_NOUN;
    }
    if ((before->flags & CAHIER_TYPE_STOP) != 0) {
        return after_stop_word(r, before);
    }
    bool word = (before->flags & CAHIER_TYPE_WORD) != 0 && before->stem.len > 0;
    return word && (before->flags & CAHIER_TYPE_INFINITIVE) == 0 ? STANDS_AS_ADJECTIVE : STANDS_ANYWHERE;
}

static met *meet(const reader *r, uint32_t type)
{
    static const char *const articles[] = {"le", "la", "les", "l'"};
    static const char *const of[] = {"de", "du", "des", "d'"};
    met *it = &r->met[type];
    if (!it->looked) {
        const cahier_type *is = &r->corpus->types[r->document]->at[type];
        it->looked = true;
        it->after = (uint8_t)after(r, is);
        it->article = IS_ONE_OF(is->surface, articles);
        it->of = IS_ONE_OF(is->surface, of);
        it->begins_anew = begins_anew(is);
    }
    return it;
}

/* How token t stands in the sentence that begins with token `first`: « on les jette » is no « les ordures ». */
static standing stands(const reader *r, uint32_t first, uint32_t t)
{
    if (t == first) {
        return STANDS_ANYWHERE;
    }
    const cahier_token *tokens = r->corpus->analysed[r->document]->tokens.at;
    const met *before = meet(r, tokens[t - 1].type);
    if (t > first + 1 && before->article && meet(r, tokens[t - 2].type)->after == STANDS_AS_VERB) {
        return STANDS_AS_VERB;
    }
    return (standing)before->after;
}

/* --- reading -------------------------------------------------------------------------------------------------------- */

static cahier_status find_form(reader *r, cahier_arena *arena, const cahier_type *type, uint32_t term, uint32_t *out)
{
    uint32_t hash = cahier_hash(type->surface), found = cahier_intern_find(&r->known, type->surface, hash);
    if (found == CAHIER_NONE) {
        if (r->count == r->room) {
            r->form = CAHIER_GROW(arena, r->form, r->room, r->room == 0 ? 1024 : 2 * r->room);
            if (r->form == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            r->room = r->room == 0 ? 1024 : 2 * r->room;
        }
        found = r->count++;
        r->form[found] = (form){.type = type, .term = term};
        CAHIER_TRY(cahier_intern_put(arena, &r->known, type->surface, hash, found));
    }
    *out = found;
    return CAHIER_OK;
}

static void count_use(reader *r, form *f, const cahier_sentence *sentence, uint32_t t)
{
    const cahier_document *document = r->corpus->analysed[r->document];
    const cahier_token *tokens = document->tokens.at;
    uint32_t end = sentence->first_token + sentence->token_count;
    bool next = t + 1 < end && r->term[tokens[t + 1].type] != CAHIER_NONE;
    standing as = stands(r, sentence->first_token, t);
    f->count++;
    if (as == STANDS_AS_NOUN && next) { /* « les grosses entreprises » or « les pistes cyclables » */
        f->stands[STANDS_AS_NOUN] += 0.5f;
        f->stands[STANDS_AS_ADJECTIVE] += 0.2f;
    } else {
        f->stands[as] += 1;
    }
    f->open += t + 1 < end && meet(r, tokens[t + 1].type)->of;
    f->glued += next && tokens[t + 1].start == tokens[t].end + 1 && document->text.at[tokens[t].end] == '-';
}

static cahier_status read_sentence(reader *r, cahier_arena *arena, const cahier_sentence *sentence)
{
    const cahier_document *document = r->corpus->analysed[r->document];
    const cahier_types *types = r->corpus->types[r->document];
    const cahier_token *tokens = document->tokens.at;
    bool shouted = is_shouted(cahier_slice(document->text, sentence->start, sentence->end)), begun = false;
    for (uint32_t t = sentence->first_token; t < sentence->first_token + sentence->token_count; t++) {
        const cahier_type *type = &types->at[tokens[t].type];
        if (r->term[tokens[t].type] != CAHIER_NONE) {
            met *it = meet(r, tokens[t].type);
            if (it->form == 0) {
                CAHIER_TRY(find_form(r, arena, type, r->term[tokens[t].type], &it->form));
                it->form++;
            }
            form *f = &r->form[it->form - 1];
            count_use(r, f, sentence, t);
            if (begun && !shouted && !meet(r, tokens[t - 1].type)->begins_anew) {
                f->written[written_as(cahier_slice(document->text, tokens[t].start, tokens[t].end))]++;
            }
        }
        begun = begun || (type->flags & CAHIER_TYPE_WORD) != 0;
    }
    return CAHIER_OK;
}

/* What is known of the types of the document that is to be read. */
static cahier_status open_document(reader *r, cahier_arena *arena)
{
    const cahier_types *types = r->corpus->types[r->document];
    uint32_t u = cahier_use_of(r->uses, types);
    r->term = r->uses->at[u].term;
    if (r->met_of[u] == NULL) {
        r->met_of[u] = CAHIER_NEW(arena, met, types->count);
    }
    r->met = r->met_of[u];
    return r->met == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

static cahier_status read_rows(reader *r, cahier_arena *arena, const cahier_themed_rows *rows)
{
    r->met_of = (met **)cahier_arena_alloc(arena, r->uses->count, sizeof *r->met_of);
    if (r->met_of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        r->document = rows->row[i];
        CAHIER_TRY(open_document(r, arena));
        const cahier_sentences *sentences = &r->corpus->analysed[r->document]->sentences;
        for (uint32_t s = 0; s < sentences->count; s++) {
            CAHIER_TRY(read_sentence(r, arena, &sentences->at[s]));
        }
    }
    return CAHIER_OK;
}

/* --- what a form is ------------------------------------------------------------------------------------------------- */

typedef struct ending {
    const char *at;
    float noun;
} ending;

static bool ends_with(cahier_text text, const char *end)
{
    uint32_t len = (uint32_t)strlen(end);
    return text.len > len && memcmp(text.at + text.len - len, end, len) == 0;
}

/* How often words of an ending are nouns, the longest that fits first. */
static float noun_by_ending(cahier_text surface)
{
    static const ending endings[] = {{"ement", 0.65f}, {"tion", 0.95f}, {"sion", 0.95f}, {"isme", 0.95f},
            {"aire", 0.4f}, {"able", 0.15f}, {"ible", 0.15f}, {"ique", 0.4f}, {"ment", 0.7f}, {"ance", 0.9f},
            {"ence", 0.9f}, {"erie", 0.9f}, {"euse", 0.2f}, {"elle", 0.3f}, {"ives", 0.2f}, {"ive", 0.2f},
            {"ale", 0.2f}, {"ité", 0.95f}, {"age", 0.8f}, {"eur", 0.7f}, {"ure", 0.8f}, {"ant", 0.3f}, {"ent", 0.4f},
            {"eux", 0.2f}, {"ez", 0.1f}, {"if", 0.3f}, {"al", 0.4f}, {"el", 0.4f}, {"ée", 0.35f}, {"é", 0.3f}};
    /* adjectives that come before their noun, as an article does not tell: the great are stop words already */
    static const char *const before_nouns[] = {"gros", "grosse", "grosses", "vaste", "vastes", "haut", "haute", "hauts",
            "hautes", "bas", "basse", "basses", "vieux", "vieille", "vieilles", "beau", "belle", "beaux", "belles",
            "mauvais", "mauvaise", "mauvaises", "ancien", "ancienne", "anciens", "anciennes", "premier", "première",
            "premiers", "premières", "dernier", "dernière", "derniers", "dernières", "faible", "faibles", "forte",
            "fortes", "fort", "forts", "long", "longue", "longs", "longues", "futur", "future", "futurs", "futures",
            "simple", "simples", "double", "propre", "propres", "plein", "pleine", "pleins", "pleines"};
    cahier_text word = surface;
    if (IS_ONE_OF(surface, before_nouns)) {
        return 0.05f;
    }
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

static bool is_verb(const form *f)
{
    return (f->type->flags & (CAHIER_TYPE_INFINITIVE | CAHIER_TYPE_CONDITIONAL)) != 0;
}

static float seen(const form *f)
{
    return f->stands[STANDS_AS_NOUN] + f->stands[STANDS_AS_ADJECTIVE] + f->stands[STANDS_AS_VERB];
}

static float noun_share(const form *f)
{
    if (is_verb(f)) {
        return 0.05f; /* « pour pouvoir », and now and then « le pouvoir » */
    }
    return (f->stands[STANDS_AS_NOUN] + PRIOR * noun_by_ending(f->type->surface)) / (seen(f) + PRIOR);
}

static float verb_share(const form *f)
{
    return is_verb(f) ? 1 : f->stands[STANDS_AS_VERB] / (seen(f) + PRIOR);
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
static bool is_better_spelt(const reader *r, const form *f, const form *than)
{
    if (!same_but_accents(f->type->surface, than->type->surface)) {
        return false;
    }
    uint32_t word = than->type->word;
    return f->count > than->count ||
           (word != CAHIER_NONE && cahier_text_equal(cahier_lexicons_surface(r->lexicons, word), f->type->surface));
}

/* --- what a term is ------------------------------------------------------------------------------------------------- */

typedef struct tally { /* of all forms of a term */
    uint32_t count, glued;
    float noun; /* of its occurrences */
    uint32_t written[CAHIER_WRITTEN];
    const form *best, *spelt;
    float score;
} tally;

static cahier_written usual(const uint32_t written[CAHIER_WRITTEN])
{
    uint32_t acronym = written[CAHIER_WRITTEN_ACRONYM], name = written[CAHIER_WRITTEN_NAME];
    uint32_t all = written[CAHIER_WRITTEN_LOWER] + name + acronym;
    if (acronym * 2 > all) {
        return CAHIER_WRITTEN_ACRONYM;
    }
    return (name + acronym) * 10 > all * 6 ? CAHIER_WRITTEN_NAME : CAHIER_WRITTEN_LOWER;
}

static void tally_forms(const reader *r, tally *of)
{
    for (uint32_t i = 0; i < r->count; i++) {
        tally *t = &of[r->form[i].term];
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

static cahier_word_use use_of(const tally *t, const form *f, const form *spelt)
{
    cahier_word_use use = {.form = spelt->type->surface,
            .written = usual(t->written),
            .flags = spelt->type->flags,
            .noun = f->noun,
            .verb = verb_share(f),
            .open = (float)f->open / ((float)f->count + PRIOR),
            .polar = spelt->type->polarity != CAHIER_NONE,
            .leads = t->glued * 2 > t->count};
    if (use.written == CAHIER_WRITTEN_ACRONYM) { /* « la TVA » and « TVA réduite » */
        use.noun = 1;
        use.verb = 0;
    }
    return use;
}

/* A word of the vocabulary: its best form, if it has one; less of a noun when its other forms are none. */
static cahier_word_use word_of(const tally *t, cahier_text surface)
{
    if (t->best == NULL) {
        return (cahier_word_use){.form = surface, .noun = 0.5f};
    }
    cahier_word_use use = use_of(t, t->best, t->spelt);
    if (use.written != CAHIER_WRITTEN_ACRONYM) {
        use.noun = (use.noun + t->noun / (float)t->count) / 2; /* « baisser » is seldom « la baisse » */
    }
    return use;
}

cahier_status cahier_wording_read(cahier_arena *arena, const cahier_lexicons *lexicons, const cahier_corpus *corpus,
        const cahier_term_uses *uses, const cahier_themed_rows *rows, const cahier_vocabulary *vocabulary,
        cahier_wording *out)
{
    reader r = {.lexicons = lexicons, .corpus = corpus, .uses = uses};
    tally *of = CAHIER_NEW(arena, tally, vocabulary->word_count);
    if (of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(read_rows(&r, arena, rows));
    for (uint32_t i = 0; i < r.count; i++) {
        r.form[i].noun = noun_share(&r.form[i]);
    }
    tally_forms(&r, of);
    out->known = r.known;
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
    uint32_t found = cahier_intern_find(&wording->known, surface, cahier_hash(surface));
    assert(found != CAHIER_NONE);
    return &wording->form[found];
}
