/* SPDX-License-Identifier: Apache-2.0 */
/* urgency.h -- a message that speaks of a danger is read first; the words that say so.
 *
 * In      list       urgency.tsv: words, the danger they say, their weight
 *         document   one message, analysed; its language does not matter more than its words do
 * Out     dangers    the list as an index, made once
 *         urgency    urgent or not; the parts, void ones too
 * Value   score      the heaviest danger of a sentence, and the distinct alarms (« au secours », « hier soir ») in it and in the
 *                    sentences beside it; of the sentence where that is most; urgent from CAHIER_URGENCY_ENOUGH on
 *         void       a row counts for nothing where it is
 *                    negated    a negation reaches it with at most a word between (polarity_signal.h): « aucun danger », « pas
 *                               d'odeur de gaz »; further away it negates something else: « on ne peut pas laisser ce fil »
 *                    general    a row of danger « general » stands right before it: « prévention des incendies », « en cas de »
 *                    past       a row of danger « past » stands in its sentence: « en 2003 », « l'an dernier »; « pendant la guerre »
 *                    wished     below CAHIER_URGENCY_ENOUGH, behind a wish or a purpose of its sentence: « pour éviter un accident »
 *                    A row « harmless » is longer words in which a danger is none: « feu d'artifice », « feu rouge »
 * Order   parts by place
 * Errors  NOMEM; open also LEXICON, with the line
 * Memory  dangers in `arena`; parts in `batch`; scratch given back
 * Cost    spot.h, and the signals of the sentences that hold a row
 * Why     a danger passed over costs more than a false alarm: what is said for certain (« fil électrique à terre ») is urgent by
 *         itself, alone and misspelt; what may be an opinion (« c'est dangereux ») only with something beside it
 */
#ifndef CAHIER_URGENCY_H
#define CAHIER_URGENCY_H

#include "spot.h"

#define CAHIER_URGENCY_ENOUGH 1000

typedef struct cahier_dangers {
    const cahier_lexicons *lexicons;
    const cahier_lexicon *list;
    int32_t *weight_milli; /* a row */
    cahier_spots spots;
} cahier_dangers;

cahier_status cahier_dangers_open(cahier_arena *arena, cahier_arena *scratch, const cahier_lexicons *lexicons,
        const cahier_lexicon *list, cahier_dangers *out, cahier_error *error);

/* "fire", "gas": the second cell of the row. */
cahier_text cahier_danger_name(const cahier_dangers *dangers, uint32_t row);

typedef enum cahier_danger_void {
    CAHIER_DANGER_SAID, /* not void */
    CAHIER_DANGER_NEGATED,
    CAHIER_DANGER_GENERAL,
    CAHIER_DANGER_PAST,
    CAHIER_DANGER_WISHED,
    CAHIER_DANGER_VOIDS
} cahier_danger_void;

/* Keys of the contracts: "said", "negated". */
const char *cahier_danger_void_name(cahier_danger_void reason);

typedef struct cahier_danger_part {
    uint32_t row;
    uint32_t start, end; /* bytes of the document's text */
    int32_t weight_milli;
    cahier_danger_void reason;
    uint32_t cue_start, cue_end; /* what made it void */
} cahier_danger_part;

typedef struct cahier_urgency {
    bool urgent;
    uint32_t
            row; /* the heaviest of what is said there, no alarm if there is another: names the danger; or CAHIER_NONE */
    int32_t score_milli;
    cahier_danger_part *part; /* alarms, dangers */
    uint32_t part_count;
} cahier_urgency;

cahier_status cahier_judge_urgency(cahier_arena *batch, cahier_arena *scratch, const cahier_dangers *dangers,
        const cahier_types *types, const cahier_document *document, cahier_urgency *out);

#endif
