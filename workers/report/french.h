/* SPDX-License-Identifier: Apache-2.0 */
/* french.h -- every French word that the report says, in one table; sentences are in the language of say.h.
 *
 * Why     who proofreads the report reads french.c, and nothing else; code never joins bits of sentences
 */
#ifndef CAHIER_REPORT_FRENCH_H
#define CAHIER_REPORT_FRENCH_H

#include "cahier.h"

extern const char *const cahier_french_month[12];
extern const char *const cahier_french_vowels[];    /* first letters before which « de » is elided */
extern const char *const cahier_french_aspirated[]; /* starts of words before which it is not: haie, yaourt */

extern const char *const cahier_french_polarity[CAHIER_POLARITY_LABELS];       /* négatif */
extern const char *const cahier_french_polarity_count[CAHIER_POLARITY_LABELS]; /* {0} {0|négatif|négatifs} */
extern const char *const cahier_french_stance[CAHIER_STANCES];
extern const char *const cahier_french_stance_count[CAHIER_STANCES];
extern const char *const cahier_french_redaction[CAHIER_REDACTION_KINDS][2]; /* one, several */
extern const char *const cahier_french_copy[2];
extern const char *const cahier_french_note[];

/* Headers of the tables, NULL-terminated. */
extern const char *const cahier_french_theme_columns[];
extern const char *const cahier_french_origin_columns[];       /* before the groups */
extern const char *const cahier_french_contribution_columns[]; /* after the groups */
extern const char *const cahier_french_place_columns[];
extern const char *const cahier_french_duplicate_columns[];
extern const char *const cahier_french_set_aside_columns[];
/* Why a decision does not apply any more: of cahier_outcome. */
extern const char *const cahier_french_outcome[];
extern const char *const cahier_french_method_columns[];
extern const char *const cahier_french_sheets[6];

typedef struct cahier_french {
    /* frame */
    const char *title, *kicker, *heading, *skip, *contents, *page_footer;
    const char *nav_themes, *nav_where, *nav_when, *nav_tree, *nav_copies, *nav_unclassified, *nav_set_aside,
            *nav_limits, *nav_method;
    /* first screen */
    const char *lead_persons, *lead_contributions, *lead_answers, *lead_unknown, *lead_about, *lead_about_list,
            *lead_about_first, *lead_about_first_unknown, *lead_about_next, *lead_about_last, *lead_none, *of,
            *of_elided;
    const char *bars_heading, *bars_heading_unknown, *bars_note, *bars_title, *bars_desc, *bars_rest, *persons,
            *table_behind, *table_sort;
    const char *column_theme, *column_persons, *column_contributions, *column_answers;
    const char *fact_classified, *fact_classified_of, *fact_set_aside, *fact_set_aside_of, *fact_copies,
            *fact_copies_of;
    /* cards */
    const char *themes_heading, *themes_intro, *size_contributions, *size_answers, *size_share, *size_share_unknown,
            *size_also;
    const char *voices, *voices_coverage, *voices_coverage_one, *dissent, *quote_number;
    const char *opinion_heading, *opinion_title, *stance_heading, *stance_title, *positions;
    const char *terms_heading, *terms_note, *places_heading, *place_more, *place_less, *place_one, *place_none;
    const char *named_by_list, *named_by_person, *signed_by;
    const char *why, *why_note, *why_how, *verbatims, *cut, *all_in_csv;
    const char *tool_search, *tool_sort, *tool_sort_persons, *tool_sort_label, *tool_sort_negative, *tool_found_none,
            *tool_found_one, *tool_found_many;
    /* where, when */
    const char *where_heading, *where_intro, *where_caption, *where_rest, *where_rest_places, *where_place,
            *where_total, *where_small, *where_legend_low, *where_legend_high;
    const char *when_heading, *when_intro, *when_title, *when_desc, *when_table, *when_more, *when_less, *when_trends,
            *when_steady;
    /* tree, copies, unclassified, set aside */
    const char *tree_heading, *tree_intro, *tree_families, *tree_title, *tree_desc, *tree_others, *tree_table,
            *tree_first, *tree_second, *tree_distance, *tree_size, *subs_heading, *subs_intro, *subs_none;
    const char *copies_heading, *copies_none, *copies_intro, *copies_campaigns, *copies_group, *copies_group_identical,
            *copies_campaign, *copies_rest, *blocks_intro, *blocks_group, *blocks_rest;
    const char *unclassified_heading, *unclassified_none, *unclassified_intro, *unclassified_no_answer,
            *unclassified_examples, *unclassified_nearest, *unclassified_unknown;
    const char *aside_heading, *aside_none, *aside_intro, *aside_reason, *aside_rows, *aside_list, *aside_list_caption,
            *aside_file, *aside_line, *aside_rest;
    /* limits */
    const char *limits_heading, *limit_irony, *limit_words, *limit_silent, *limit_few_cues, *limit_coverage,
            *limit_unknown_authors, *limit_not_french, *limit_unplaced, *limit_undated, *limit_redaction;
    const char *balance_heading, *balance_intro, *balance_group, *balance_value, *balance_unknown, *balance_classified,
            *balance_interval, *balance_redacted;
    /* method */
    const char *method_heading, *method_read, *method_redact, *method_words, *method_themes, *method_labels,
            *method_quotes, *method_polarity, *method_learned, *learned_heading, *learned_word, *method_stance,
            *method_copies, *method_intervals, *method_stability, *method_same_bytes;
    const char *choice_heading, *choice_auto, *choice_wanted, *choice_short, *choice_intro, *choice_best, *choice_same,
            *choice_other, *choice_title, *choice_desc, *choice_stability, *choice_stability_note, *choice_modularity,
            *choice_modularity_note, *choice_column, *choice_row, *choice_row_chosen;
    const char *redacted_heading, *redacted_none, *command, *inputs, *input_line, *columns_found, *column_found,
            *guided_list, *guided_absent, *guided_names, *guided_decisions, *guided_outside, *guided_heard,
            *guided_apart, *guided_signed, *guided_lost, *guided_lost_line, *guided_missing;
    const char *continued, *continued_anew, *continued_renamed, *continued_merged, *continued_gone, *continued_split,
            *continued_new;
    const char *check_heading, *lexicons, *lexicon_name, *version, *fingerprint, *taxonomy, *decisions, *previous,
            *options, *versions, *run_note, *files_note;
    /* cells of the tables */
    const char *cell_unclassified, *cell_no_answer, *cell_campaign, *cell_original, *cell_cut, *contributions_in_csv;
    /* errors */
    const char *error_not_report, *error_busy, *error_create, *error_write, *error_replace, *error_stopped;
} cahier_french;

extern const cahier_french cahier_fr;

#endif
