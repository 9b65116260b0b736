/* SPDX-License-Identifier: Apache-2.0 */
/* guide_shape.h -- themes while they are guided; private to guide.c, guide_list.c, guide_decide.c, guide_score.c and
 * guide_aside.c. */
#ifndef CAHIER_GUIDE_SHAPE_H
#define CAHIER_GUIDE_SHAPE_H

#include "guide.h"

#define GUIDE_LEAST 3u /* texts: fewer make no theme of the list, as fewer make no cluster */

/* A theme in the making: those found first, then those of the list, then those split off. */
typedef struct cahier_shape {
    char id[CAHIER_THEME_ID_LEN + 2];
    cahier_text label; /* empty: its own words */
    uint32_t taxonomy; /* theme of the list, or CAHIER_NONE */
    uint32_t decision; /* that named it, or CAHIER_NONE */
    uint32_t changed;  /* the last decision that changed its name or its texts, or CAHIER_NONE */
    uint32_t into;     /* itself, or the theme it was merged into */
    uint32_t number;   /* among the themes of `found`, or CAHIER_NONE */
    bool touched;      /* its centre is to be computed from its texts */
} cahier_shape;

/* How a person's decision holds a document where it is. */
typedef enum cahier_hold {
    CAHIER_FREE,
    CAHIER_HELD_FIRST, /* its main theme, whatever the score; further ones as scored */
    CAHIER_HELD_ALONE  /* that theme and no other; or none */
} cahier_hold;

typedef struct cahier_guide {
    cahier_arena *batch, *scratch;
    const cahier_guide_input *in;
    const cahier_result *result;     /* themes: as found */
    const cahier_themes *found;      /* what the list, then the journal start from */
    const cahier_seeds *seeds;       /* NULL: no list */
    const cahier_pointing *pointing; /* D */
    cahier_shape *shape;
    uint32_t count;
    uint32_t *shape_of; /* of each theme of `found`; once scored, of each of the new ones */
    uint32_t *of;       /* D: shape of the document, or CAHIER_NONE */
    cahier_hold *held;
    cahier_guidance *guidance;
} cahier_guide;

static inline uint32_t cahier_shape_root(const cahier_guide *g, uint32_t k)
{
    while (g->shape[k].into != k) {
        k = g->shape[k].into;
    }
    return k;
}

/* Documents first .. end that an id names; none: first == end. */
static inline void cahier_guide_find(const cahier_guide *g, cahier_text id, uint32_t *first, uint32_t *end)
{
    cahier_answers_find(g->in->ids, &g->result->corpus, id, first, end);
}

static inline bool cahier_guide_is_copy(const cahier_guide *g, uint32_t d)
{
    return g->result->corpus.copy != NULL && g->result->corpus.copy[d];
}

/* A shape that did not exist, with an id of its own derived from `key`. */
uint32_t cahier_shape_new(cahier_guide *g, cahier_text key);

/* guide_list.c: the themes of a town's list; the names of the shipped one, for themes that have no name of their own. */
cahier_status cahier_guide_by_list(cahier_guide *g);
cahier_status cahier_guide_names(const cahier_guide *g, cahier_theme *themes, uint32_t count);

/* guide_decide.c: the journal, on the shapes; then, once all have their themes, the contributions that must be apart. */
cahier_status cahier_guide_decide(cahier_guide *g);
void cahier_guide_part(cahier_guide *g, cahier_assignments *assignments);

/* guide_score.c: themes from shapes, and which texts they hold. All texts scored, for the centres that a list makes; or, after the
 * journal, each text as it was found, under the themes of now, and those that people placed where they were put. Shapes are
 * numbered again. */
cahier_status cahier_guide_score_all(cahier_guide *g, cahier_themes *out);
cahier_status cahier_guide_score_touched(cahier_guide *g, cahier_themes *out);

/* guide_aside.c: what is said of a theme, or of a text in it, and changes neither. The outcome of decision i, about shape k or
 * CAHIER_NONE; then, by their numbers, the themes that decisions are about; then what was signed off. */
cahier_outcome cahier_guide_say(cahier_guide *g, uint32_t i, uint32_t k);
void cahier_guide_aside(cahier_guide *g, const uint32_t *number);
void cahier_guide_sign(cahier_guide *g, cahier_theme *themes, uint32_t count);

#endif
