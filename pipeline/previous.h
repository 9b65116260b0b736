/* SPDX-License-Identifier: Apache-2.0 */
/* previous.h -- the themes of an earlier report, found again in this one.
 *
 * In      an earlier report: which theme each of its documents had; this corpus
 * Out     recall      D: the earlier theme of each document
 *         match       K: the earlier theme that each new theme continues
 *         continuity  what became of each theme, for people
 * Value   Recall: by id. When more of the texts that an id no longer has are found elsewhere than nowhere, or no id is found again,
 *         ids are ranks in a file, and rows have moved: by text, where the text of the same id is another.
 *         Match: pairs of an earlier and a new theme by texts shared, most first (then earlier first), each theme once; a pair
 *         counts when it shares more than a third of the known texts of each side. So of a theme cut in two unequal parts,
 *         the larger goes on; of two that became one, the larger gave its id.
 *         Continuity: kept, the id is still there; merged, more than half of an earlier theme's texts are in one theme of another
 *         id; gone, they are scattered; split, more than half of a new theme's known texts come from one earlier theme; new.
 *         Documents are those on both sides; nothing is said of the others.
 * Errors  NOMEM
 * Memory  results in `batch`
 * Cost    O(n + D + K previous)
 * Why     An id hashed from words alone survives 80 % of the small changes of a file: a heading word that gains or loses one
 *         text may lose its place. Only what the texts were before tells which theme it is.
 */
#ifndef CAHIER_PREVIOUS_H
#define CAHIER_PREVIOUS_H

#include "cahier.h"

typedef struct cahier_previous_theme {
    char id[CAHIER_THEME_ID_LEN + 2];
    cahier_text label; /* empty: found, then changed by a list or decisions */
    bool shown;        /* a theme of the earlier report */
} cahier_previous_theme;

typedef struct cahier_previous {
    const cahier_text *document; /* ids */
    const uint64_t *text;        /* cahier_text_hash of each text as the report shows it */
    const uint32_t *shown;       /* of each: its main theme in the report, or CAHIER_NONE */
    const uint32_t *found;       /* the same before a list and decisions */
    uint32_t count;
    const cahier_previous_theme *themes;
    uint32_t theme_count;
} cahier_previous;

/* The theme of this id, or CAHIER_NONE. */
uint32_t cahier_previous_theme_of(const cahier_previous *previous, const char *id);

typedef struct cahier_recall {
    const cahier_previous *previous;
    uint32_t *document;      /* D: index in previous->document, or CAHIER_NONE: it was not there */
    uint32_t *shown, *found; /* D: index in previous->themes, or CAHIER_NONE */
} cahier_recall;

/* NULL when `previous` is. */
cahier_status cahier_recall_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        const cahier_previous *previous, cahier_recall **out);

/* kept[d] = now[before[d]]: the theme of today that continues the one it had, or CAHIER_NONE. */
void cahier_recall_through(const uint32_t *before, uint32_t count, const uint32_t *now, uint32_t *kept);

/* The same n things in A earlier themes and B new ones; CAHIER_NONE in either is left out. */
typedef struct cahier_two_partitions {
    const uint32_t *before, *after;
    uint32_t n, A, B;
} cahier_two_partitions;

cahier_status cahier_themes_match(
        cahier_arena *batch, cahier_arena *scratch, const cahier_two_partitions *two, uint32_t **match);

/* --- what became of the themes --------------------------------------------------------------------------------------- */

typedef enum cahier_fate {
    CAHIER_KEPT,
    CAHIER_MERGED,
    CAHIER_GONE,
    CAHIER_SPLIT_OFF,
    CAHIER_NEW_THEME,
    CAHIER_FATES
} cahier_fate;

/* Keys of the contracts: "kept", "merged", "gone", "split", "new". */
const char *cahier_fate_name(cahier_fate fate);

typedef struct cahier_passing {
    cahier_fate fate;
    uint32_t before; /* index in previous->themes, or CAHIER_NONE */
    uint32_t after;  /* in the result, or CAHIER_NONE */
    uint32_t shared; /* documents that were in the one and are in the other */
} cahier_passing;

typedef struct cahier_continuity {
    const cahier_previous *previous;
    uint32_t documents; /* on both sides */
    uint32_t same;      /* of those, under the same id, or without theme on both sides */
    bool again;         /* themes were made from the earlier ones; false: anew, the texts had changed too much */
    cahier_passing *at; /* earlier themes in the order of their report, then the new ones */
    uint32_t count;
    uint32_t fates[CAHIER_FATES];
} cahier_continuity;

/* Writes result->continuity; NULL without recall. */
cahier_status cahier_continuity_tell(
        cahier_arena *batch, cahier_arena *scratch, const cahier_recall *recall, bool again, cahier_result *result);

#endif
