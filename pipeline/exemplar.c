/* SPDX-License-Identifier: Apache-2.0 */
#include "exemplar.h"

#include <string.h>

#include "apart.h"
#include "exemplar_parts.h"
#include "text.h"

#define EXEMPLAR_BYTES ((size_t)2 << 20)
#define SUMMARY_LEAST 3u
#define SUMMARY_MOST 6u
#define DISSENT_PERCENT 15u
#define DISSENT_LEAST 150  /* polarity of a sentence that disagrees */
#define DISSENT_CLEAR 600  /* beyond, stronger words say no more */
#define PERSON_WEIGHT 840u /* shared by the texts of a person: whole for up to eight of them */
#define REPEAT_PERCENT 88
#define MMR_SHARE 10 /* part of the similarity to a sentence taken that is held against the next */

/* --- whom to cover ------------------------------------------------------------------------------------------------------------- */

static bool is_drawn(const cahier_exemplar *c, uint32_t d)
{
    return cahier_is_drawn(c->in->corpus, d, c->theme->document_count, EXEMPLAR_SAMPLE);
}

static void read_documents(cahier_exemplar *c)
{
    const cahier_corpus *corpus = c->in->corpus;
    double scale[CAHIER_BLOCKS];
    for (uint32_t i = 0; i < c->theme->document_count && c->M < EXEMPLAR_SAMPLE; i++) {
        uint32_t d = c->theme->documents[i];
        if (is_drawn(c, d) && cahier_space_document(c->in->space, c->in->weights, d, c->x, scale)) {
            cahier_quantise(c->x, c->in->space->dimensions, c->document + (size_t)c->M * c->width);
            c->weight[c->M] = corpus->copy == NULL || !corpus->copy[d] ? PERSON_WEIGHT : 0;
            c->person[c->M++] = corpus->received[d].person;
        }
    }
}

/* A person's texts share her weight. A theme of copies alone, whose original went elsewhere, counts them all. */
static void weigh_persons(cahier_exemplar *c)
{
    bool any = false;
    for (uint32_t m = 0; m < c->M; m++) {
        any = any || c->weight[m] > 0;
    }
    for (uint32_t m = 0; m < c->M; m++) {
        uint32_t texts = 0;
        for (uint32_t n = 0; n < c->M; n++) {
            texts += c->person[n] == c->person[m] && (!any || c->weight[n] > 0);
        }
        bool counts = !any || c->weight[m] > 0;
        c->weight[m] = counts ? PERSON_WEIGHT / texts + (PERSON_WEIGHT < texts) : 0;
        c->weight_sum += c->weight[m];
    }
}

/* --- candidates ---------------------------------------------------------------------------------------------------------------- */

static void read_terms(const cahier_exemplar *c, cahier_candidate *to)
{
    const cahier_document *document = c->in->corpus->analysed[to->document];
    const cahier_sentence *sentence = &document->sentences.at[to->sentence];
    const uint32_t *term = cahier_terms_of(c->in->uses, c->in->corpus->types[to->document]);
    for (uint32_t t = 0; t < sentence->token_count && to->term_count < SENTENCE_TERMS; t++) {
        uint32_t j = term[document->tokens.at[sentence->first_token + t].type];
        bool known = j == CAHIER_NONE;
        for (uint32_t i = 0; i < to->term_count && !known; i++) {
            known = to->term[i] == j;
        }
        if (!known) {
            to->term[to->term_count++] = j;
            to->fingerprint = cahier_mix64(to->fingerprint ^ j);
        }
    }
}

bool cahier_exemplar_vector(cahier_exemplar *c, cahier_candidate *it, int16_t *vector)
{
    read_terms(c, it);
    if (it->term_count == 0 || !cahier_space_terms(c->in->space, it->term, it->term_count, c->x)) {
        return false;
    }
    cahier_quantise(c->x, c->in->space->dimensions, vector);
    return true;
}

static void add_candidate(cahier_exemplar *c, uint32_t d, uint32_t s)
{
    const cahier_corpus *corpus = c->in->corpus;
    const cahier_document *document = corpus->analysed[d];
    cahier_quotable quotable =
            cahier_quotable_judge(c->in->lexicons, corpus->types[d], document, &document->sentences.at[s]);
    cahier_candidate *to = &c->candidate[c->C];
    int16_t *vector = c->sentence + (size_t)c->C * c->width;
    *to = (cahier_candidate){.document = d, .sentence = s, .rank = quotable.rank, .percent = quotable.percent};
    if (quotable.rank == CAHIER_QUOTABLE_NEVER) {
        return;
    }
    bool known = !cahier_exemplar_vector(c, to, vector) || to->term_count < 2;
    for (uint32_t i = 0; i < c->C && !known; i++) {
        known = c->candidate[i].fingerprint == to->fingerprint;
    }
    if (!known) {
        to->central = cahier_quantised_dot(vector, c->centroid, c->width);
        c->C++;
    }
}

static uint32_t count_sentences(const cahier_exemplar *c)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < c->theme->document_count; i++) {
        uint32_t d = c->theme->documents[i];
        count += is_drawn(c, d) ? c->in->corpus->analysed[d]->sentences.count : 0;
    }
    return count;
}

/* Long texts hold more sentences than fit: those whose hash is lowest are read, and not those that came first. */
static void read_sentences(cahier_exemplar *c)
{
    uint32_t total = count_sentences(c);
    uint64_t bound = total <= EXEMPLAR_SAMPLE ? UINT64_MAX : UINT64_MAX / total * EXEMPLAR_SAMPLE;
    for (uint32_t i = 0; i < c->theme->document_count; i++) {
        uint32_t d = c->theme->documents[i];
        uint64_t hash = cahier_id_hash(c->in->corpus, d);
        uint32_t count = is_drawn(c, d) ? c->in->corpus->analysed[d]->sentences.count : 0;
        for (uint32_t s = 0; s < count && c->C < EXEMPLAR_SAMPLE; s++) {
            if (cahier_mix64(hash + s) <= bound) {
                add_candidate(c, d, s);
            }
        }
    }
}

/* Further from the middle of the theme than the average sentence: « Je n'ai aucune prétention, j'expose mon point de vue. » */
static void demote_digressions(cahier_exemplar *c)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < c->C; i++) {
        sum += c->candidate[i].central;
    }
    for (uint32_t i = 0; i < c->C; i++) {
        if (c->candidate[i].central * (int64_t)c->C < sum) {
            c->candidate[i].rank = CAHIER_QUOTABLE_AS_LAST;
        }
    }
}

/* Where a third of what is said is brief, brief is how people say it: « Végétaliser la cour de l'école ». */
static void admit_brief(cahier_exemplar *c)
{
    uint32_t brief = 0, whole = 0;
    for (uint32_t i = 0; i < c->C; i++) {
        brief += c->candidate[i].rank == CAHIER_QUOTABLE_AS_BRIEF;
        whole += c->candidate[i].rank == CAHIER_QUOTABLE_AS_WHOLE;
    }
    for (uint32_t i = 0; i < c->C && 2 * brief > whole; i++) {
        if (c->candidate[i].rank == CAHIER_QUOTABLE_AS_BRIEF) {
            c->candidate[i].rank = CAHIER_QUOTABLE_AS_WHOLE;
        }
    }
}

/* --- choice -------------------------------------------------------------------------------------------------------------------- */

/* What a sentence is worth now. It never rises as others are taken: an earlier value is an upper bound. */
static int64_t worth(const cahier_exemplar *c, uint32_t sentence)
{
    const cahier_candidate *it = &c->candidate[sentence];
    int64_t sum = cahier_exemplar_gain(c, sentence);
    int64_t gain = c->weight_sum > 0 ? sum / (int64_t)c->weight_sum : 0;
    if (c->plain) {
        return gain;
    }
    gain += it->central > 0 ? (int64_t)it->central / (2 * (c->theme->summary_count + 1)) : 0;
    return gain * it->percent / 100 - it->nearest / MMR_SHARE;
}

static const int16_t *vector_of(const cahier_exemplar *c, uint32_t sentence)
{
    return c->sentence + (size_t)sentence * c->width;
}

static bool is_repeat(const cahier_exemplar *c, uint32_t sentence, uint32_t taken)
{
    const cahier_candidate *a = &c->candidate[sentence], *b = &c->candidate[taken];
    uint32_t shared = 0;
    for (uint32_t i = 0; i < a->term_count; i++) {
        for (uint32_t j = 0; j < b->term_count; j++) {
            shared += a->term[i] == b->term[j];
        }
    }
    return shared * 2 >= a->term_count + b->term_count - shared ||
           a->nearest >= (int64_t)CAHIER_ONE * REPEAT_PERCENT / 100;
}

static void take(cahier_exemplar *c, uint32_t sentence, bool dissent)
{
    const cahier_contribution *received = c->in->corpus->received;
    const cahier_candidate *taken = &c->candidate[sentence];
    cahier_exemplar_cover(c, sentence);
    c->theme->summary[c->theme->summary_count++] =
            (cahier_quote){taken->document, taken->sentence, dissent, CAHIER_NONE};
    for (uint32_t i = 0; i < c->C; i++) {
        cahier_candidate *it = &c->candidate[i];
        int32_t s = cahier_quantised_dot(vector_of(c, i), vector_of(c, sentence), c->width);
        it->nearest = s > it->nearest ? s : it->nearest;
        if (received[it->document].person == received[taken->document].person) {
            it->rank = CAHIER_QUOTABLE_NEVER;
        } else if (it->rank > CAHIER_QUOTABLE_AS_LAST && is_repeat(c, i, sentence)) {
            it->rank = CAHIER_QUOTABLE_AS_LAST;
        }
    }
}

/* The candidate of a rank with the largest bound, or CAHIER_NONE. */
static uint32_t leader(const cahier_exemplar *c, const int64_t *bound, cahier_quotable_rank rank)
{
    uint32_t lead = CAHIER_NONE;
    for (uint32_t i = 0; i < c->C; i++) {
        if (c->candidate[i].rank == rank && (lead == CAHIER_NONE || bound[i] > bound[lead])) {
            lead = i;
        }
    }
    return lead;
}

/* The best candidate of a rank: a bound is computed again only while it leads (lazy greedy). */
static uint32_t best_candidate(const cahier_exemplar *c, int64_t *bound, cahier_quotable_rank rank)
{
    for (;;) {
        uint32_t lead = leader(c, bound, rank);
        if (lead == CAHIER_NONE) {
            return lead;
        }
        int64_t now = worth(c, lead);
        bool still = now == bound[lead];
        bound[lead] = now;
        if (still || leader(c, bound, rank) == lead) {
            return lead;
        }
    }
}

static void take_best(cahier_exemplar *c, int64_t *bound, uint32_t wanted)
{
    for (uint32_t rank = CAHIER_QUOTABLE_AS_WHOLE; rank > CAHIER_QUOTABLE_NEVER; rank--) {
        uint32_t most = rank == CAHIER_QUOTABLE_AS_LAST && wanted > SUMMARY_LEAST ? SUMMARY_LEAST : wanted;
        while (c->theme->summary_count < most) {
            uint32_t next = best_candidate(c, bound, (cahier_quotable_rank)rank);
            if (next == CAHIER_NONE) {
                break;
            }
            take(c, next, false);
        }
    }
}

/* --- dissent ------------------------------------------------------------------------------------------------------------------- */

/* The pole fewer documents take, when enough take it; CAHIER_NEUTRAL: none. */
static cahier_polarity_label minority_of(const cahier_theme *theme)
{
    uint32_t negative = theme->polarity[CAHIER_NEGATIVE], positive = theme->polarity[CAHIER_POSITIVE];
    uint32_t least = negative < positive ? negative : positive;
    if (least < 2 || least * 100 < (negative + positive) * DISSENT_PERCENT) {
        return CAHIER_NEUTRAL;
    }
    return negative < positive ? CAHIER_NEGATIVE : CAHIER_POSITIVE;
}

/* How well a sentence speaks for the minority: rank first, then its text's own polarity, then central and clear. 0: not at all. */
static int64_t dissent_of(const cahier_exemplar *c, uint32_t i, cahier_polarity_label minority)
{
    const cahier_candidate *it = &c->candidate[i];
    const cahier_document *document = c->in->corpus->analysed[it->document];
    int32_t polarity = document->sentences.at[it->sentence].polarity_milli * (minority == CAHIER_NEGATIVE ? -1 : 1);
    if (it->rank == CAHIER_QUOTABLE_NEVER || polarity < DISSENT_LEAST || it->central <= 0) {
        return 0;
    }
    int64_t clear = polarity < DISSENT_CLEAR ? polarity : DISSENT_CLEAR;
    int64_t class = 2 * (int64_t)it->rank + (document->polarity.label == minority);
    return class * CAHIER_ONE * 1000 + clear * it->central * it->percent / 100;
}

static uint32_t best_dissent(const cahier_exemplar *c, cahier_polarity_label minority)
{
    uint32_t best = CAHIER_NONE;
    int64_t most = 0;
    for (uint32_t i = 0; i < c->C && minority != CAHIER_NEUTRAL; i++) {
        int64_t now = dissent_of(c, i, minority);
        if (now > most) {
            most = now;
            best = i;
        }
    }
    return best;
}

static uint32_t summary_size(uint32_t documents)
{
    return documents < 15 ? SUMMARY_LEAST : documents < 60 ? 4 : documents < 200 ? 5 : SUMMARY_MOST;
}

/* Whether the person of a candidate speaks in the summary. */
static bool is_quoted(const cahier_exemplar *c, uint32_t sentence)
{
    const cahier_contribution *received = c->in->corpus->received;
    bool is = false;
    for (uint32_t q = 0; q < c->theme->summary_count && !is; q++) {
        is = received[c->theme->summary[q].document].person == received[c->candidate[sentence].document].person;
    }
    return is;
}

static void choose_sentences(cahier_exemplar *c, int64_t *bound)
{
    uint32_t wanted = summary_size(c->theme->document_count);
    cahier_polarity_label minority = minority_of(c->theme);
    c->theme->summary_count = 0;
    memset(c->best, 0, c->M * sizeof *c->best);
    for (uint32_t i = 0; i < c->C; i++) {
        c->candidate[i].nearest = 0;
        bound[i] = worth(c, i);
    }
    uint32_t kept = best_dissent(c, minority);
    cahier_quotable_rank rank = kept == CAHIER_NONE ? CAHIER_QUOTABLE_NEVER : c->candidate[kept].rank;
    if (kept != CAHIER_NONE) {
        c->candidate[kept].rank = CAHIER_QUOTABLE_NEVER; /* its place is the last */
    }
    take_best(c, bound, wanted - (kept != CAHIER_NONE));
    if (kept != CAHIER_NONE && !is_quoted(c, kept)) {
        c->candidate[kept].rank = rank;
    }
    uint32_t dissent = best_dissent(c, minority);
    if (dissent != CAHIER_NONE) {
        take(c, dissent, true);
    } else {
        take_best(c, bound, wanted);
    }
}

/* Preferences give way where they cost the summary its purpose: under chance, any sentence that may be quoted will do. */
static cahier_status summarise(cahier_arena *scratch, cahier_exemplar *c)
{
    int64_t *bound = CAHIER_NEW(scratch, int64_t, c->C);
    uint32_t *order = CAHIER_NEW(scratch, uint32_t, c->C);
    c->like = CAHIER_NEW(scratch, int32_t, (size_t)c->C * c->M);
    if (bound == NULL || order == NULL || c->like == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_exemplar_compare(c);
    demote_digressions(c);
    admit_brief(c);
    choose_sentences(c, bound);
    cahier_exemplar_measure(c, order);
    if (c->theme->coverage_milli < c->theme->random_coverage_milli) {
        for (uint32_t i = 0; i < c->C; i++) {
            c->candidate[i].rank = CAHIER_QUOTABLE_AS_WHOLE;
        }
        c->plain = true;
        choose_sentences(c, bound);
        cahier_exemplar_measure(c, order);
    }
    return CAHIER_OK;
}

cahier_status cahier_exemplar_open(cahier_arena *scratch, cahier_exemplar *c, uint32_t k)
{
    uint32_t E = c->in->space->dimensions;
    c->width = cahier_quantised_width(E);
    c->centroid = CAHIER_NEW(scratch, int16_t, c->width);
    c->document = CAHIER_NEW(scratch, int16_t, (size_t)EXEMPLAR_SAMPLE * c->width);
    c->sentence = CAHIER_NEW(scratch, int16_t, (size_t)EXEMPLAR_SAMPLE * c->width);
    c->candidate = CAHIER_NEW(scratch, cahier_candidate, EXEMPLAR_SAMPLE);
    c->person = CAHIER_NEW(scratch, uint32_t, EXEMPLAR_SAMPLE);
    c->weight = CAHIER_NEW(scratch, uint32_t, EXEMPLAR_SAMPLE);
    c->best = CAHIER_NEW(scratch, int32_t, EXEMPLAR_SAMPLE);
    c->x = CAHIER_NEW(scratch, float, E);
    if (c->centroid == NULL || c->document == NULL || c->sentence == NULL || c->candidate == NULL ||
            c->person == NULL || c->weight == NULL || c->best == NULL || c->x == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    cahier_quantise(c->in->found->centroids.vector + (size_t)k * E, E, c->centroid);
    read_documents(c);
    weigh_persons(c);
    return CAHIER_OK;
}

typedef struct choosing {
    const cahier_exemplar_input *in;
    cahier_theme *themes;
} choosing;

static cahier_status choose_for(void *argument, cahier_arena *batch, cahier_arena *scratch, uint32_t k)
{
    const choosing *all = argument;
    cahier_exemplar c = {.in = all->in, .theme = &all->themes[k]};
    (void)batch;
    if (all->in->done != NULL && all->in->done[k]) {
        return CAHIER_OK;
    }
    CAHIER_TRY(cahier_exemplar_open(scratch, &c, k));
    read_sentences(&c);
    return summarise(scratch, &c);
}

cahier_status cahier_exemplar_choose(cahier_arena *batch, cahier_arena *scratch, const cahier_runner *runner,
        const cahier_exemplar_input *in, cahier_theme *themes)
{
    choosing all = {in, themes};
    for (uint32_t k = 0; k < in->found->count; k++) {
        themes[k].summary = CAHIER_NEW(batch, cahier_quote, SUMMARY_MOST);
        if (themes[k].summary == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
    }
    return cahier_run_apart(
            batch, scratch, runner, &(cahier_apart){choose_for, &all, in->found->count, EXEMPLAR_BYTES});
}
