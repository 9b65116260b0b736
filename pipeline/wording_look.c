/* SPDX-License-Identifier: Apache-2.0 */
/* Documents read once: how each of their terms stands, place by place. */
#include "normalise.h"
#include "wording_parts.h"

/* What a type is, whatever sentence it stands in: looked up once. */
typedef struct met {
    uint32_t form; /* + 1; 0: not met as a term */
    bool looked;
    uint8_t after; /* standing of a word that follows */
    bool article, of, in, begins_anew;
} met;

typedef struct reader {
    const cahier_lexicons *lexicons;
    const cahier_corpus *corpus;
    const cahier_term_uses *uses;
    cahier_word_sights out;
    uint32_t room, places;
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

/* After most signs a capital begins something and names nothing: « - Bus », « a) Bus », « Transports : Bus ». */
static bool begins_anew(const cahier_type *before)
{
    static const char *const inside[] = {",", ";", "(", "/", "\"", "«", "“", "'", "’"};
    return (before->flags & (CAHIER_TYPE_PUNCTUATION | CAHIER_TYPE_EMOJI)) != 0 &&
           !CAHIER_IS_ONE_OF(before->surface, inside);
}

/* --- what stands before --------------------------------------------------------------------------------------------- */

static bool class_is(cahier_text class, const char *name)
{
    return cahier_text_equal(class, (cahier_text){name, (uint32_t)strlen(name)});
}

static cahier_standing after_elision(cahier_text surface)
{
    return surface.at[0] == 'l' || surface.at[0] == 'd' ? CAHIER_STANDS_AS_NOUN
                                                        : CAHIER_STANDS_AS_VERB; /* « l'eau », « j'aime » */
}

static cahier_standing after_stop_word(const reader *r, const cahier_type *before)
{
    static const char *const determiners[] = {"en", "leur", "leurs", "aucun", "aucune", "certains", "certaines",
            "plusieurs", "tout", "tous", "toute", "toutes", "autre", "autres", "même", "mêmes", "tel", "telle", "tels",
            "telles"};
    static const char *const silent[] = {"pas", "non", "oui", "que", "qu", "dont", "où", "personne", "rien"};
    uint32_t entry = before->word == CAHIER_NONE
                             ? CAHIER_NONE
                             : cahier_lexicons_find(r->lexicons, CAHIER_LEXICON_STOPWORDS, before->word);
    if (entry == CAHIER_NONE || CAHIER_IS_ONE_OF(before->surface, silent)) {
        return CAHIER_STANDS_ANYWHERE;
    }
    cahier_text class = cahier_lexicon_cell(&r->lexicons->file[CAHIER_LEXICON_STOPWORDS], entry, 1);
    if (class_is(class, "article") || class_is(class, "determiner") || class_is(class, "preposition") ||
            class_is(class, "number") || CAHIER_IS_ONE_OF(before->surface, determiners)) {
        return CAHIER_STANDS_AS_NOUN;
    }
    if (class_is(class, "adverb") || class_is(class, "auxiliary")) {
        return CAHIER_STANDS_AS_ADJECTIVE;
    }
    return class_is(class, "pronoun") ? CAHIER_STANDS_AS_VERB : CAHIER_STANDS_ANYWHERE;
}

/* How a word that follows this one stands. */
static cahier_standing after(const reader *r, const cahier_type *before)
{
    if ((before->flags & CAHIER_TYPE_ELISION) != 0) {
        return after_elision(before->surface);
    }
    if ((before->flags & CAHIER_TYPE_NUMBER) != 0) { /* « 30 minutes », « la loi de 1905 suffit » */
        return before->surface.len == 4 ? CAHIER_STANDS_ANYWHERE : CAHIER_STANDS_AS_NOUN;
    }
    if ((before->flags & CAHIER_TYPE_STOP) != 0) {
        return after_stop_word(r, before);
    }
    bool word = (before->flags & CAHIER_TYPE_WORD) != 0 && before->stem.len > 0;
    return word && (before->flags & CAHIER_TYPE_INFINITIVE) == 0 ? CAHIER_STANDS_AS_ADJECTIVE : CAHIER_STANDS_ANYWHERE;
}

static met *meet(const reader *r, uint32_t type)
{
    static const char *const articles[] = {"le", "la", "les", "l'"};
    static const char *const of[] = {"de", "du", "des", "d'"}, *const in[] = {"en"};
    met *it = &r->met[type];
    if (!it->looked) {
        const cahier_type *is = &r->corpus->types[r->document]->at[type];
        it->looked = true;
        it->after = (uint8_t)after(r, is);
        it->article = CAHIER_IS_ONE_OF(is->surface, articles);
        it->of = CAHIER_IS_ONE_OF(is->surface, of);
        it->in = CAHIER_IS_ONE_OF(is->surface, in);
        it->begins_anew = begins_anew(is);
    }
    return it;
}

/* How token t stands in the sentence that begins with token `first`: « on les jette » is no « les ordures », « en gardant » no
 * « en hiver ». */
static cahier_standing stands(const reader *r, uint32_t first, uint32_t t)
{
    if (t == first) {
        return CAHIER_STANDS_ANYWHERE;
    }
    const cahier_token *tokens = r->corpus->analysed[r->document]->tokens.at;
    const met *before = meet(r, tokens[t - 1].type);
    if (before->in && (r->corpus->types[r->document]->at[tokens[t].type].flags & CAHIER_TYPE_PARTICIPLE) != 0) {
        return CAHIER_STANDS_AS_VERB;
    }
    if (t > first + 1 && before->article && meet(r, tokens[t - 2].type)->after == CAHIER_STANDS_AS_VERB) {
        return CAHIER_STANDS_AS_VERB;
    }
    return (cahier_standing)before->after;
}

/* --- reading -------------------------------------------------------------------------------------------------------- */

static cahier_status find_form(reader *r, cahier_arena *arena, const cahier_type *type, uint32_t term, uint32_t *out)
{
    cahier_word_sights *to = &r->out;
    uint32_t hash = cahier_hash(type->surface), found = cahier_intern_find(&to->known, type->surface, hash);
    if (found == CAHIER_NONE) {
        if (to->met_count == r->room) {
            to->met = CAHIER_GROW(arena, to->met, r->room, r->room == 0 ? 1024 : 2 * r->room);
            if (to->met == NULL) {
                return CAHIER_ERROR_NOMEM;
            }
            r->room = r->room == 0 ? 1024 : 2 * r->room;
        }
        found = to->met_count++;
        to->met[found] = (cahier_form_met){type, term, cahier_standing_before(r->lexicons, type->surface)};
        CAHIER_TRY(cahier_intern_put(arena, &to->known, type->surface, hash, found));
    }
    *out = found;
    return CAHIER_OK;
}

static uint32_t look_around(const reader *r, const cahier_sentence *sentence, uint32_t t)
{
    const cahier_document *document = r->corpus->analysed[r->document];
    const cahier_token *tokens = document->tokens.at;
    uint32_t end = sentence->first_token + sentence->token_count;
    bool next = t + 1 < end && r->term[tokens[t + 1].type] != CAHIER_NONE;
    uint32_t how = (uint32_t)stands(r, sentence->first_token, t);
    how |= next ? CAHIER_SIGHT_NEXT : 0;
    how |= t + 1 < end && meet(r, tokens[t + 1].type)->of ? CAHIER_SIGHT_OPEN : 0;
    how |= t > sentence->first_token && meet(r, tokens[t - 1].type)->in ? CAHIER_SIGHT_INSIDE : 0;
    return how | (next && tokens[t + 1].start == tokens[t].end + 1 && document->text.at[tokens[t].end] == '-'
                                 ? CAHIER_SIGHT_GLUED
                                 : 0);
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
            uint32_t how = look_around(r, sentence, t);
            if (begun && !shouted && !meet(r, tokens[t - 1].type)->begins_anew) {
                cahier_text word = cahier_slice(document->text, tokens[t].start, tokens[t].end);
                how |= ((uint32_t)written_as(word) + 1) << CAHIER_SIGHT_WRITTEN;
            }
            r->out.form[r->places] = it->form - 1;
            r->out.how[r->places++] = (uint8_t)how;
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

static cahier_status read_document(reader *r, cahier_arena *arena)
{
    CAHIER_TRY(open_document(r, arena));
    const cahier_sentences *sentences = &r->corpus->analysed[r->document]->sentences;
    for (uint32_t s = 0; s < sentences->count; s++) {
        CAHIER_TRY(read_sentence(r, arena, &sentences->at[s]));
    }
    return CAHIER_OK;
}

cahier_status cahier_wording_look(
        cahier_arena *arena, const cahier_lexicons *lexicons, const cahier_to_read *in, cahier_word_sights *out)
{
    reader r = {.lexicons = lexicons, .corpus = in->corpus, .uses = in->uses};
    uint32_t most = cahier_terms_in(in);
    r.met_of = (met **)cahier_arena_alloc(arena, in->uses->count, sizeof *r.met_of);
    r.out.start = CAHIER_NEW(arena, uint32_t, in->count + 1u);
    r.out.form = CAHIER_NEW(arena, uint32_t, most);
    r.out.how = CAHIER_NEW(arena, uint8_t, most);
    if (r.met_of == NULL || r.out.start == NULL || r.out.form == NULL || r.out.how == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < in->count; i++) {
        r.document = cahier_document_to_read(in, i);
        CAHIER_TRY(read_document(&r, arena));
        r.out.start[i + 1] = r.places;
    }
    *out = r.out;
    return CAHIER_OK;
}
