/* SPDX-License-Identifier: Apache-2.0 */
/* The flow: one call a stage, in the order in which data flows; what decisions change is in shape.c. */
#include "cahier.h"

#include <assert.h>
#include <string.h>

#include "adapt.h"
#include "associate.h"
#include "block.h"
#include "duplicate.h"
#include "expression.h"
#include "guide.h"
#include "lexicon.h"
#include "mask.h"
#include "nonanswer.h"
#include "normalise.h"
#include "polarity.h"
#include "prepared.h"
#include "previous.h"
#include "redact.h"
#include "relearn.h"
#include "segment.h"
#include "sketch.h"
#include "stance.h"
#include "stem.h"
#include "text.h"
#include "tokenise.h"
#include "weigh.h"

#define FRENCH_WORDS_LEAST 12u  /* fewer words are too few to doubt their language */
#define FRENCH_STOP_PERCENT 15u /* French texts of that length have 30 to 60 % function words; few fall under 20 */

/* --- one contribution ------------------------------------------------------------------------------------------------------ */

cahier_status cahier_analyser_open(const cahier_lexicons *lexicons, const cahier_options *options, cahier_arena *batch,
        cahier_arena *scratch, cahier_analyser *out)
{
    cahier_analyser a = {.lexicons = lexicons, .options = options, .batch = batch, .scratch = scratch};
    CAHIER_TRY(cahier_types_new(batch, &a.types));
    CAHIER_TRY(cahier_masks_open(batch, options->decisions, &a.masks));
    CAHIER_TRY(cahier_stemmer_open(&a.stemmer));
    *out = a;
    return CAHIER_OK;
}

void cahier_analyser_close(cahier_analyser *analyser)
{
    cahier_stemmer_close(analyser->stemmer);
    analyser->stemmer = NULL;
}

/* Title and body become one text, so that every stage and every offset sees one. A body that starts with its title, as some
 * exports have it, is not told twice. */
static cahier_status join(
        cahier_arena *batch, cahier_text title, cahier_text body, cahier_text *out, uint32_t *title_len)
{
    bool repeated = body.len >= title.len && title.len > 0 && memcmp(body.at, title.at, title.len) == 0;
    if (title.len == 0 || repeated) {
        *title_len = 0;
        *out = body;
        return CAHIER_OK;
    }
    char *to = CAHIER_NEW(batch, char, (size_t)title.len + 1 + body.len);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(to, title.at, title.len);
    *title_len = title.len;
    *out = (cahier_text){to, title.len};
    if (body.len > 0) {
        to[title.len] = '\n';
        memcpy(to + title.len + 1, body.at, body.len);
        out->len += 1 + body.len;
    }
    return CAHIER_OK;
}

/* Normalise before redact: a zero-width space or a decomposed accent would hide an address or a name from it. Nothing is kept
 * between the two. What people hid besides comes last: they saw what redact had left. */
static cahier_status clean(cahier_analyser *a, const cahier_contribution *received, cahier_cleaned *out)
{
    cahier_text title, body, joined;
    out->notes = received->notes;
    CAHIER_TRY(cahier_normalise(a->batch, a->scratch, received->title, &title, &out->notes));
    CAHIER_TRY(cahier_normalise(a->batch, a->scratch, received->text, &body, &out->notes));
    CAHIER_TRY(join(a->batch, title, body, &joined, &out->title_len));
    CAHIER_TRY(cahier_redact(a->lexicons, a->options->redact_strict, a->batch, a->scratch, joined, &out->title_len,
            &out->text, &out->redactions));
    return cahier_masks_put(a->batch, a->masks, received->id, out);
}

/* A text of some length with hardly any French function word is not French, or not a text. */
static bool is_doubtful_french(const cahier_types *types, const cahier_document *document)
{
    uint32_t words = 0, stops = 0;
    for (uint32_t t = 0; t < document->tokens.count; t++) {
        uint32_t flags = types->at[document->tokens.at[t].type].flags;
        words += (flags & CAHIER_TYPE_WORD) != 0;
        stops += (flags & CAHIER_TYPE_WORD) != 0 && (flags & CAHIER_TYPE_STOP) != 0;
    }
    return words >= FRENCH_WORDS_LEAST && stops * 100 < words * FRENCH_STOP_PERCENT;
}

static cahier_status analyse_document(cahier_analyser *a, const cahier_cleaned *cleaned, cahier_document *document)
{
    document->text = cleaned->text;
    document->title_len = cleaned->title_len;
    document->redactions = cleaned->redactions;
    document->notes = cleaned->notes;
    CAHIER_TRY(cahier_segment(a->batch, document->text, document->title_len, &document->sentences));
    CAHIER_TRY(cahier_tokenise(a->lexicons, a->stemmer, a->types, a->batch, a->scratch, document));
    CAHIER_TRY(cahier_judge_polarity(a->lexicons, a->types, a->batch, a->scratch, document));
    CAHIER_TRY(cahier_judge_stance(a->lexicons, a->types, document));
    if (cahier_is_non_answer(a->lexicons, a->types, document)) {
        document->notes |= CAHIER_NOTE_NO_ANSWER;
    }
    CAHIER_TRY(cahier_sketch_document(a->batch, a->scratch, document));
    if (is_doubtful_french(a->types, document)) {
        document->notes |= CAHIER_NOTE_NOT_FRENCH;
    }
    return cahier_mark_expressions(a->lexicons, a->types, a->batch, document);
}

cahier_status cahier_clean_chunk(
        cahier_analyser *analyser, const cahier_contribution *received, uint32_t count, cahier_cleaned *out)
{
    for (uint32_t i = 0; i < count; i++) {
        size_t mark = cahier_arena_mark(analyser->scratch);
        out[i] = (cahier_cleaned){.notes = 0};
        cahier_status status = clean(analyser, &received[i], &out[i]);
        cahier_arena_reset(analyser->scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}

cahier_status cahier_analyse_cleaned(
        cahier_analyser *analyser, const cahier_cleaned *cleaned, uint32_t count, cahier_chunk *out)
{
    cahier_chunk chunk = {.count = count, .types = analyser->types};
    chunk.at = CAHIER_NEW(analyser->batch, cahier_document, count);
    if (chunk.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < count; i++) {
        size_t mark = cahier_arena_mark(analyser->scratch);
        cahier_status status = analyse_document(analyser, &cleaned[i], &chunk.at[i]);
        cahier_arena_reset(analyser->scratch, mark);
        CAHIER_TRY(status);
    }
    *out = chunk;
    return CAHIER_OK;
}

cahier_status cahier_analyse_chunk(
        cahier_analyser *analyser, const cahier_contribution *received, uint32_t count, cahier_chunk *out)
{
    size_t mark = cahier_arena_mark(analyser->scratch);
    cahier_cleaned *cleaned = CAHIER_NEW(analyser->scratch, cahier_cleaned, count);
    cahier_status status =
            cleaned == NULL ? CAHIER_ERROR_NOMEM : cahier_clean_chunk(analyser, received, count, cleaned);
    if (status == CAHIER_OK) {
        status = cahier_analyse_cleaned(analyser, cleaned, count, out);
    }
    cahier_arena_reset(analyser->scratch, mark);
    return status;
}

/* --- whole corpus ------------------------------------------------------------------------------------------------------------- */

void cahier_run_serial(void *self, uint32_t count, void (*task)(void *argument, uint32_t i), void *argument)
{
    (void)self;
    for (uint32_t i = 0; i < count; i++) {
        task(argument, i);
    }
}

static cahier_status hash_ids(cahier_arena *batch, cahier_corpus *corpus)
{
    uint64_t *hash = CAHIER_NEW(batch, uint64_t, corpus->count);
    for (uint32_t d = 0; hash != NULL && d < corpus->count; d++) {
        hash[d] = cahier_text_hash(corpus->received[d].id);
    }
    corpus->id_hash = hash;
    return hash == NULL ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

/* Groups of copies, and which documents copy an earlier one: before themes, since copies shape none. And the passages
 * that texts share. */
static cahier_status find_copies(cahier_arena *batch, cahier_arena *scratch, cahier_result *r)
{
    bool *copy = CAHIER_NEW(batch, bool, r->corpus.count);
    if (copy == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(
            cahier_duplicate_find(batch, scratch, &r->corpus, &r->duplicate_of, &r->duplicates, &r->duplicate_count));
    for (uint32_t g = 0; g < r->duplicate_count; g++) {
        for (uint32_t i = 1; i < r->duplicates[g].document_count; i++) {
            copy[r->duplicates[g].documents[i]] = true;
        }
    }
    r->corpus.copy = copy;
    cahier_blocks blocks;
    CAHIER_TRY(cahier_block_find(batch, scratch, &r->corpus, r->duplicate_of, &blocks));
    r->blocks = blocks.at;
    r->block_count = blocks.count;
    r->passages = blocks.passages;
    r->passage_count = blocks.passage_count;
    return CAHIER_OK;
}

/* The batch teaches its own words of praise and blame. */
static cahier_status adapt(cahier_arena *batch, cahier_arena *scratch, const cahier_adapt_input *in,
        const cahier_options *options, cahier_result *r)
{
    return options->alone ? CAHIER_OK : cahier_adapt(batch, scratch, in, &r->lesson, &r->corpus.analysed);
}

cahier_status cahier_prepare_themes(
        cahier_prepared *p, const cahier_runner *runner, cahier_arena *batch, cahier_arena *scratch)
{
    const cahier_corpus *corpus = &p->result.corpus;
    p->result.corpus.analysed = p->heard;
    p->result.lesson = (cahier_lesson){.at = NULL};
    CAHIER_TRY(cahier_recall_find(batch, scratch, corpus, p->options->previous, &p->recall));
    CAHIER_TRY(cahier_theme_find(batch, scratch, runner,
            &(cahier_theme_input){corpus, &p->uses, &p->weights, &p->space, p->recall, NULL}, p->options->themes,
            &p->found)); /* K x E, D */
    CAHIER_TRY(adapt(batch, scratch,
            &(cahier_adapt_input){p->lexicons, corpus, &p->words, &p->uses, p->found.assignments, p->found.count},
            p->options, &p->result));
    return cahier_guide_name(batch, scratch,
            &(cahier_guide_input){p->lexicons, p->options, runner, &p->uses, &p->counts, &p->weights, &p->space,
                    p->recall, &p->words, &p->ids, &p->list, p->sights, NULL, NULL},
            &p->found, &p->result); /* K */
}

cahier_status cahier_prepare_corpus(const cahier_lexicons *lexicons, const cahier_options *options,
        const cahier_runner *runner, const cahier_corpus *corpus, cahier_arena *batch, cahier_arena *scratch,
        cahier_prepared *out)
{
    cahier_prepared p = {
            .lexicons = lexicons, .options = options, .heard = corpus->analysed, .result = {.corpus = *corpus}};
    cahier_sample teachers;
    float *term_weight;

    corpus = &p.result.corpus;
    CAHIER_TRY(hash_ids(batch, &p.result.corpus));
    if (options->decisions != NULL) {
        CAHIER_TRY(cahier_answers_index(batch, corpus, &p.ids));
    }
    CAHIER_TRY(find_copies(batch, scratch, &p.result));
    CAHIER_TRY(cahier_vocabulary_build(
            batch, scratch, corpus, lexicons->background, &p.result.vocabulary, &p.uses, &p.counts));
    CAHIER_TRY(cahier_weigh_terms(batch, lexicons, &p.result.vocabulary, p.counts.rows, &term_weight)); /* V */
    CAHIER_TRY(cahier_weigh(batch, &p.counts, term_weight, &p.weights));                                /* D x V    */
    CAHIER_TRY(cahier_sample_draw(batch, scratch, corpus, &p.counts, CAHIER_TEACH_MOST, &teachers));
    CAHIER_TRY(cahier_associate(batch, scratch, runner,
            &(cahier_associate_input){&p.counts, &p.weights, term_weight, &p.result.vocabulary, teachers.row,
                    teachers.count, lexicons->background},
            &p.space)); /* V x E    */
    p.words = p.result.vocabulary;
    CAHIER_TRY(cahier_list_read(batch, scratch,
            &(cahier_guide_input){
                    .lexicons = lexicons, .options = options, .runner = runner, .uses = &p.uses, .weights = &p.weights},
            corpus, &p.words, &p.list));
    CAHIER_TRY(cahier_prepare_themes(&p, runner, batch, scratch));
    p.told = p.recall;
    p.again = p.found.again;
    *out = p;
    return CAHIER_OK;
}

cahier_status cahier_prepare_sights(cahier_prepared *prepared, cahier_arena *batch, cahier_arena *scratch)
{
    const cahier_corpus *corpus = &prepared->result.corpus;
    const cahier_to_read all = {corpus, &prepared->uses, NULL, corpus->count};
    if (prepared->ids.slot == NULL) {
        CAHIER_TRY(cahier_answers_index(batch, corpus, &prepared->ids));
    }
    if (cahier_terms_in(&all) > CAHIER_SIGHTS_MOST) {
        return CAHIER_OK;
    }
    cahier_sights *sights = CAHIER_NEW(batch, cahier_sights, 1);
    if (sights == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_sights_find(batch, scratch, prepared->lexicons, &all, sights));
    prepared->sights = sights;
    return CAHIER_OK;
}

cahier_status cahier_analyse_corpus(const cahier_lexicons *lexicons, const cahier_options *options,
        const cahier_runner *runner, const cahier_corpus *corpus, cahier_arena *batch, cahier_arena *scratch,
        cahier_result *out)
{
    cahier_prepared prepared;
    CAHIER_TRY(cahier_prepare_corpus(lexicons, options, runner, corpus, batch, scratch, &prepared));
    CAHIER_TRY(cahier_relearn_all(batch, scratch, runner, options->decisions, &prepared));
    return cahier_shape_corpus(&(cahier_shape_input){&prepared, options->decisions, NULL}, runner, batch, scratch, out);
}

/* --- shown names --------------------------------------------------------------------------------------------------------------- */

const char *cahier_redaction_name(cahier_redaction_kind kind)
{
    static const char *const name[CAHIER_REDACTION_KINDS] = {"email", "phone", "iban", "nir", "card", "plate",
            "address", "postcode", "birthdate", "ip", "url", "handle", "reference", "person"};
    return name[kind];
}

const char *cahier_polarity_name(cahier_polarity_label label)
{
    static const char *const name[CAHIER_POLARITY_LABELS] = {"negative", "neutral", "positive", "mixed"};
    return name[label];
}

const char *cahier_stance_name(cahier_stance_label label)
{
    static const char *const name[CAHIER_STANCES] = {"proposal", "complaint", "praise", "question", "statement"};
    return name[label];
}

const char *cahier_position_name(cahier_position position)
{
    static const char *const name[CAHIER_POSITIONS] = {"", "for", "against", "neutral"};
    return name[position];
}

bool cahier_has_positions(const uint32_t count[CAHIER_POSITIONS])
{
    return count[CAHIER_POSITION_FOR] + count[CAHIER_POSITION_AGAINST] + count[CAHIER_POSITION_NEUTRAL] > 0;
}

const char *cahier_note_name(uint32_t bit)
{
    static const char *const name[CAHIER_NOTES] = {"mojibake", "html", "formula_quote", "control", "ill_formed",
            "ragged", "id_renamed", "truncated", "not_french", "no_answer", "lost_letters", "set_aside", "mask_lost"};
    assert(bit < CAHIER_NOTES);
    return name[bit];
}
