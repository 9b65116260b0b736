/* SPDX-License-Identifier: Apache-2.0 */
/* A document judged again, with words that its batch taught. */
#include "polarity.h"
#include "polarity_rule.h"

static bool is_heard(const cahier_polarity *polarity, uint32_t first, uint32_t start, uint32_t end)
{
    for (uint32_t i = first; i < polarity->count; i++) {
        if (polarity->at[i].start < end && polarity->at[i].end > start) {
            return true;
        }
    }
    return false;
}

/* Puts learned words among the evidence of their sentence, which begins at `first`, by start. */
static cahier_status merge(
        cahier_arena *batch, const cahier_polarity *learned, uint32_t first, cahier_polarity *polarity)
{
    for (uint32_t i = 0; i < learned->count; i++) {
        if (is_heard(polarity, first, learned->at[i].start, learned->at[i].end)) {
            continue;
        }
        CAHIER_TRY(cahier_keep_evidence(batch, &learned->at[i], polarity));
        uint32_t at = polarity->count - 1;
        for (; at > first && polarity->at[at - 1].start > learned->at[i].start; at--) {
            polarity->at[at] = polarity->at[at - 1];
        }
        polarity->at[at] = learned->at[i];
    }
    return CAHIER_OK;
}

static bool holds_learned(const cahier_reading *r, const cahier_sentence *sentence)
{
    for (uint32_t t = 0; t < sentence->token_count; t++) {
        if (r->learned[r->document->tokens.at[sentence->first_token + t].type] != 0) {
            return true;
        }
    }
    return false;
}

/* The evidence of a sentence, what the lexicon found and what was learned. */
static cahier_status hear_learned(
        cahier_reading *r, cahier_arena *batch, cahier_sentence *sentence, uint32_t first, cahier_polarity *polarity)
{
    cahier_polarity learned = {0};
    int64_t sum = 0;
    CAHIER_TRY(cahier_read_signals(r, sentence));
    CAHIER_TRY(cahier_weigh_sentence(r, r->scratch, &learned, &sum));
    CAHIER_TRY(merge(batch, &learned, first, polarity));
    sum = 0;
    for (uint32_t i = first; i < polarity->count; i++) {
        sum += polarity->at[i].value_milli;
    }
    sentence->polarity_milli = cahier_polarity_score(sum, r->words);
    return CAHIER_OK;
}

/* The score of all evidence; its sign, where the lexicon called the text positive or negative. */
static void conclude_learned(cahier_polarity *polarity)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < polarity->count; i++) {
        sum += polarity->at[i].value_milli;
    }
    polarity->score_milli = cahier_polarity_score(sum, polarity->words);
    if (polarity->score_milli != 0 && (polarity->label == CAHIER_POSITIVE || polarity->label == CAHIER_NEGATIVE)) {
        polarity->label = polarity->score_milli > 0 ? CAHIER_POSITIVE : CAHIER_NEGATIVE;
    }
}

cahier_status cahier_judge_learned(const cahier_lexicons *lexicons, const cahier_types *types, const int32_t *learned,
        cahier_arena *batch, cahier_arena *scratch, cahier_document *document)
{
    const cahier_polarity before = document->polarity;
    cahier_polarity after = {.words = before.words, .label = before.label};
    size_t mark = cahier_arena_mark(scratch);
    cahier_reading reading = {.lexicons = lexicons,
            .types = types,
            .document = document,
            .learned = learned,
            .scratch = scratch,
            .link = cahier_relayed_link(types, document)};
    for (uint32_t i = 0, e = 0; i < document->sentences.count; i++) {
        cahier_sentence *sentence = &document->sentences.at[i];
        uint32_t first = after.count;
        for (; e < before.count && before.at[e].start < sentence->end; e++) {
            CAHIER_TRY(cahier_keep_evidence(batch, &before.at[e], &after));
        }
        if (holds_learned(&reading, sentence)) {
            CAHIER_TRY(hear_learned(&reading, batch, sentence, first, &after));
        }
    }
    conclude_learned(&after);
    cahier_arena_reset(scratch, mark);
    document->polarity = after;
    return CAHIER_OK;
}
