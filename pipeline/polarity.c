/* SPDX-License-Identifier: Apache-2.0 */
#include "polarity.h"

#include <assert.h>

#include "polarity_rule.h"

int32_t cahier_polarity_scale(int32_t value_milli, int32_t percent)
{
    int64_t product = (int64_t)value_milli * percent;
    return (int32_t)((product + (product < 0 ? -50 : 50)) / 100);
}

/* Largest r with r * r <= x. */
static uint64_t square_root(uint64_t x)
{
    uint64_t root = 0;
    for (uint64_t bit = (uint64_t)1 << 31; bit > 0; bit >>= 1) {
        uint64_t larger = root | bit;
        root = larger * larger <= x ? larger : root;
    }
    return root;
}

int32_t cahier_polarity_score(int64_t sum_milli, uint32_t words)
{
    /* 2 s / sqrt(m) + 1/2 >= r  <=>  16 s s / m >= (2 r - 1)^2: no fraction is ever rounded twice. With s = 2^29 and
     * any m a text may have, the score is past its bound. */
    const int64_t bound = (int64_t)1 << 29;
    int64_t size = sum_milli < 0 ? -sum_milli : sum_milli;
    uint64_t s = (uint64_t)(size > bound ? bound : size);
    uint64_t score = (square_root(16 * s * s / ((uint64_t)words + 3)) + 1) / 2;
    int32_t clamped = score > 1000 ? 1000 : (int32_t)score;
    return sum_milli < 0 ? -clamped : clamped;
}

/* "beau mais cher": the writer sets one pole against the other. What is conceded is only half meant: "même si c'est
 * bruyant, j'y suis bien". */
static bool is_opposed(const cahier_polarity *polarity)
{
    bool contrast = false;
    for (uint32_t i = 0; i < polarity->count; i++) {
        for (uint32_t k = 0; k < polarity->at[i].rule_count; k++) {
            contrast = contrast || polarity->at[i].rule[k].rule == CAHIER_RULE_CONTRAST;
            if (polarity->at[i].rule[k].rule == CAHIER_RULE_CONCESSION) {
                return false;
            }
        }
    }
    return contrast;
}

/* What the lexicon alone says. */
static void conclude(cahier_polarity *polarity)
{
    int64_t positive = 0, negative = 0;
    for (uint32_t i = 0; i < polarity->count; i++) {
        int32_t value = polarity->at[i].value_milli;
        *(value > 0 ? &positive : &negative) += value > 0 ? value : -value;
    }
    polarity->score_milli = cahier_polarity_score(positive - negative, polarity->words);
    int64_t small = positive < negative ? positive : negative, large = positive < negative ? negative : positive;
    int64_t percent = is_opposed(polarity) ? CAHIER_POLARITY_OPPOSED_PERCENT : CAHIER_POLARITY_MIXED_PERCENT;
    if (cahier_polarity_score(small, polarity->words) >= CAHIER_POLARITY_MIXED_FLOOR &&
            small * 100 >= large * percent) {
        polarity->label = CAHIER_MIXED;
    } else {
        polarity->label = polarity->score_milli >= CAHIER_POLARITY_POSITIVE   ? CAHIER_POSITIVE
                          : polarity->score_milli <= CAHIER_POLARITY_NEGATIVE ? CAHIER_NEGATIVE
                                                                              : CAHIER_NEUTRAL;
    }
}

cahier_status cahier_judge_polarity(const cahier_lexicons *lexicons, const cahier_types *types, cahier_arena *batch,
        cahier_arena *scratch, cahier_document *document)
{
    assert(document->tokens.count == 0 || document->sentences.count > 0);
    cahier_polarity polarity = {0};
    size_t mark = cahier_arena_mark(scratch);
    cahier_reading reading = {.lexicons = lexicons,
            .types = types,
            .document = document,
            .scratch = scratch,
            .link = cahier_relayed_link(types, document)};
    for (uint32_t i = 0; i < document->sentences.count; i++) {
        cahier_sentence *sentence = &document->sentences.at[i];
        int64_t sum;
        CAHIER_TRY(cahier_read_signals(&reading, sentence));
        CAHIER_TRY(cahier_weigh_sentence(&reading, batch, &polarity, &sum));
        sentence->polarity_milli = cahier_polarity_score(sum, reading.words);
        polarity.words += reading.words;
    }
    conclude(&polarity);
    cahier_arena_reset(scratch, mark);
    document->polarity = polarity;
    return CAHIER_OK;
}
