/* SPDX-License-Identifier: Apache-2.0 */
/* guide.h -- what a list of themes and people's decisions do to the themes that were found.
 *
 * In      the themes found, counted and labelled; the taxonomy of the lexicons (seed.h); a journal of decisions
 * Out     the themes guided, counted and labelled again; guidance: what each line of both became
 * Value   The shipped list names: a theme takes a name of the list when more than half of its texts that hold words of the
 *         list point to that name, half of all its texts do, by two words of the list at least, one of which is among
 *         those that set it apart, and it gathers more than half of all the texts that point to it. So when a whole consultation is about transport, spread
 *         over ten themes, none is called « Transports » and their own words name them.
 *         A town's list guides: the texts that clearly point to one of its themes make that theme, if they are enough; a
 *         theme found without the list that they make most of joins it; what is left of the others stays, as new themes.
 *         A theme under GUIDE_LEAST texts is not made. Then all texts are scored anew: words propose, scores decide.
 *         Decisions are applied in the order of the journal, after the list, on the themes as they then stand: a later one
 *         wins over an earlier one, but « never together » holds against a later merge. A theme is found again by its id when
 *         a member or none is named with it, else where half of the members named are; kept ids make that the rule. Merged and
 *         split themes have a new centre; moved, pinned and split-off texts stay where a person put them whatever the score, with the
 *         score they have there; copies follow their original. No other text moves, nor is scored anew: it has the themes
 *         that it was found to have, and of two of them that are one now, the better score.
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    names: O(tokens). A guiding list: one more run of assign.h. Decisions: assign.h for the texts placed, and for those whose
 *         themes have become fewer. Either: label.h. Each only where the shaping before does not have the same (shaped.h)
 * Why     people correct themes that they have read: so decisions act on the themes as found, not inside the graph, where
 *         one correction could stir all the others.
 */
#ifndef CAHIER_GUIDE_H
#define CAHIER_GUIDE_H

#include "associate.h"
#include "decision.h"
#include "label.h"
#include "seed.h"
#include "theme.h"

#define CAHIER_SEEDS_SHOWN 5u

/* --- what became of it --------------------------------------------------------------------------------------------------------- */

typedef struct cahier_listed { /* a theme of the list */
    cahier_text name;
    uint32_t documents; /* that point to it */
    uint32_t theme;     /* in the result, or CAHIER_NONE */
} cahier_listed;

/* correct.h. Of each document, the decision that says so, or CAHIER_NONE; all NULL when nobody said anything. */
typedef struct cahier_corrected {
    const cahier_document **heard; /* D: as the rules judged them */
    uint32_t *polarity_of, *stance_of;
    uint32_t *copy_of; /* taken out of its group of copies */
} cahier_corrected;

typedef struct cahier_guidance {
    cahier_list_use use;
    const cahier_text *seed; /* words of each row of the list: what cahier_theme.seeds indexes */
    cahier_listed *listed;
    uint32_t listed_count;
    const cahier_decisions *decisions; /* NULL: none */
    cahier_outcome *outcome;           /* of each decision */
    uint32_t *missing;                 /* of each: contributions it names that are not in the files */
    uint32_t *decision_of;             /* D: the decision that placed the document, or CAHIER_NONE */
    uint32_t *theme_of;                /* of each decision: the theme that it is about, or CAHIER_NONE */
    cahier_corrected corrected;        /* texts of which people said something else than the rules */
    const uint32_t *found_of; /* D: its main theme before the list and the decisions; NULL: they moved nothing */
    const char (*found_id)[CAHIER_THEME_ID_LEN + 2]; /* what found_of indexes */
    uint32_t counted[CAHIER_OUTCOMES];               /* decisions */
} cahier_guidance;

/* What a list and a journal will do, nothing of which is done yet. */
cahier_status cahier_guidance_open(
        cahier_arena *batch, const cahier_options *options, uint32_t documents, cahier_guidance **out);

/* --- the list ------------------------------------------------------------------------------------------------------------------- */

/* The list of the lexicons, as the words of this batch hold it: read once, no decision changes it. */
typedef struct cahier_list {
    const cahier_seeds *seeds;       /* NULL: none is used */
    const cahier_pointing *pointing; /* D */
} cahier_list;

/* --- the stage -------------------------------------------------------------------------------------------------------------------- */

typedef struct cahier_guide_input {
    const cahier_lexicons *lexicons;
    const cahier_options *options;
    const cahier_runner *runner;
    const cahier_term_uses *uses;
    const cahier_sparse *counts, *weights;
    const cahier_space *space;
    const cahier_recall *recall;    /* NULL: no earlier report */
    const cahier_vocabulary *words; /* without the phrases of labels */
    const cahier_intern *ids;       /* decision.h */
    const cahier_list *list;
    const cahier_sights *sights;        /* label.h; NULL: none */
    const struct cahier_shaped *before; /* shaped.h; NULL: nothing to take over */
    struct cahier_shaped *now;          /* what is left for the next; NULL: there is none */
} cahier_guide_input;

/* Where each document points, by the words of the list. Nothing of `in` but lexicons, options, runner, uses, weights is read. */
cahier_status cahier_list_read(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        const cahier_corpus *corpus, const cahier_vocabulary *vocabulary, cahier_list *out);

/* Themes as found: counted, put in order, labelled. `result` gains themes, theme_count and the phrases of their labels. */
cahier_status cahier_guide_name(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_themes *found, cahier_result *result);

/* `result` holds corpus, duplicates, themes of its own as cahier_guide_name left them; `guidance` is what has been done so far.
 * Gains themes; and guidance, when a list or decisions did something. `found` is changed, what it points to is not. */
cahier_status cahier_guide_themes(cahier_arena *batch, cahier_arena *scratch, const cahier_guide_input *in,
        cahier_guidance *guidance, cahier_themes *found, cahier_result *result);

/* How many decisions came to each end: once all stages have said theirs. */
void cahier_guidance_count(cahier_guidance *guidance);

#endif
