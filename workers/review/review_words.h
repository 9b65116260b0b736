/* SPDX-License-Identifier: Apache-2.0 */
/* review_words.h -- every French word that the pages of the review say, in one table; sentences are in the language of say.h.
 *
 * Why     who proofreads the pages reads review_words*.c, and nothing else; code never joins bits of sentences
 */
#ifndef CAHIER_REVIEW_WORDS_H
#define CAHIER_REVIEW_WORDS_H

#include "shown.h"

/* A word of the contracts and what it is called. */
typedef struct cahier_deed_words {
    const char *key, *sentence, *more;
} cahier_deed_words;

typedef struct cahier_trouble_words {
    const char *heading, *sentence, *next;
} cahier_trouble_words;

/* {0} who, {1} the theme, {2} its new name, {3} contributions, {4} the first of them, {5} a word, {6} a value, {7} themes. By `do`;
 * a key of NULL ends each list. */
extern const cahier_deed_words cahier_review_deeds[];
extern const cahier_deed_words cahier_review_values[];  /* refused, right… */
extern const cahier_deed_words cahier_review_exports[]; /* files */
extern const cahier_deed_words cahier_review_keys[];    /* of the keyboard */
extern const cahier_deed_words cahier_review_ranks[];   /* roles of people, and what they may */
extern const char *const cahier_review_notice[CAHIER_NOTICES];
extern const cahier_trouble_words cahier_review_troubles[CAHIER_TROUBLES];

typedef struct cahier_review_words {
    const char *lot_state[CAHIER_LOT_STATES], *phase[CAHIER_LOT_STATES], *progress[CAHIER_LOT_STATES];
    const char *published[3];
    const char *known_copy[2]; /* by cahier_duplicate_kind */
    /* sheet*.c, said.c */
    const char *skip, *places, *who, *role_administrator, *role_agent, *role_reader, *sign_out, *footer, *place_lots,
            *place_watch, *place_settings, *place_lot, *place_themes, *place_unclassified, *place_copies,
            *place_personal, *place_reading, *place_journal, *place_publication, *place_method, *somebody, *moment,
            *undo, *save, *refresh, *given, *back_to_lots, *keys, *keys_on, *chosen_one, *chosen_many, *pages,
            *pages_range, *pages_before, *pages_after;
    /* view_door.c */
    const char *sign_in_heading, *sign_in, *sign_in_name, *sign_in_password, *sign_in_lost, *sign_in_nobody,
            *sign_in_nobody_next, *sign_in_nobody_name, *refused_heading, *refused_why, *clash_heading, *clash_intro,
            *clash_again, *clash_back;
    /* view_lots.c */
    const char *lots_heading, *lots_new, *lots_none, *lots_none_next, *lots_none_reader, *lot_documents, *lot_themes[2],
            *lot_sent_by, *lot_sent_when, *lot_follows, *lot_title, *lot_change, *lot_read, *lot_remove,
            *lot_remove_what, *lot_remove_sure, *progress_label, *progress_note, *left_seconds, *left_minutes,
            *failed_next, *failed_again, *fact_read, *fact_read_of, *fact_themes, *fact_unclassified,
            *fact_unclassified_of, *fact_aside, *fact_aside_of, *fact_decisions, *fact_decisions_of[3], *fact_published,
            *exports_heading;
    /* view_upload.c */
    const char *upload_heading, *upload_intro, *upload_title_help, *upload_choose, *upload_kinds, *upload_check,
            *upload_private, *upload_other, *upload_give_up, *upload_run, *upload_again, *preflight_heading,
            *preflight_running, *preflight_sum, *rows_read, *rows_empty, *rows_repeated, *rows_other, *rows_unreadable,
            *rows_dates, *rows_bad_dates, *columns_caption, *column_name, *column_role, *column_why, *column_guess,
            *columns_names, *role_ignored, *file_format, *file_platform, *follows_which, *follows_none, *follows_help,
            *before_heading, *before_intro, *before_open, *before_open_help, *before_rename, *before_rename_help,
            *before_apart, *before_apart_help;
    /* view_settings.c */
    const char *settings_heading, *settings_reader, *password_heading, *password_old, *password_new, *password_first,
            *password_help, *password_keep, *password_do, *commune_heading, *commune_name, *commune_retention,
            *commune_retention_help, *commune_webhook, *commune_webhook_help, *commune_mail, *commune_mail_help,
            *commune_pace, *commune_at_once, *commune_daily, *people_heading, *person_name, *person_role, *person_state,
            *person_active, *person_disabled, *person_created, *person_seen, *person_change, *person_add,
            *tokens_heading, *tokens_intro, *token_once, *token_revoke, *token_name, *token_add, *erase_heading,
            *erase_intro, *erase_author, *erase_author_help, *erase_contribution, *erase_sure, *erase_do;
    /* view_telling.c */
    const char *telling_heading, *telling_intro, *telling_sent, *telling_none, *telling_error, *telling_lost,
            *telling_waiting, *telling_again, *telling_webhook, *telling_mail, *telling_no_mail, *telling_secret,
            *telling_secret_help, *telling_renew, *telling_feed, *telling_feed_help, *telling_feed_link,
            *telling_feed_make, *telling_feed_again, *telling_feed_stop;
    /* view_themes.c, view_theme_list.c */
    const char *themes_heading, *themes_none, *themes_none_next, *themes_intro, *theme_size, *standing_open,
            *standing_signed, *standing_changed, *standing_right, *choose_theme, *choose_contribution, *rename,
            *rename_label, *rename_do, *merge, *merge_label, *merge_do, *merge_with, *merge_do_here, *split,
            *split_term, *split_label, *split_note, *split_do, *split_chosen, *apart, *apart_with, *apart_do, *note,
            *note_text, *note_do, *sign_do, *sign_unread, *sign_read, *sign_changed;
    /* view_theme.c */
    const char *summary_heading, *replace, *replace_which, *replace_by, *replace_own, *replace_do, *words_note,
            *context_heading, *context_word, *context_found, *context_see, *doubts_heading, *doubts_none,
            *verbatims_heading, *verbatims_note, *contributions_heading, *contributions_found, *why_part, *why_first,
            *why_more, *why_less, *why_rest, *why_rest_less, *why_sum, *why_person, *why_sentence, *why_second,
            *read_on, *quote_of, *move_to, *move_choose, *move_do, *move_do_one, *pin_do, *exclude_do, *filter,
            *filter_words, *filter_any, *filter_place, *filter_group, *filter_group_value, *filter_polarity,
            *filter_stance, *filter_from, *filter_to, *filter_order, *filter_doubtful_first, *filter_surest_first,
            *filter_arrival, *filter_apply, *filter_clear, *filter_none, *filter_none_next;
    /* view_rest.c */
    const char *unclassified_heading, *unclassified_none_next, *copies_heading, *copies_groups, *copies_none_next,
            *copies_accept, *copies_refuse, *copies_more, *blocks_heading, *personal_heading, *personal_intro,
            *personal_none_next, *personal_kinds, *personal_kind, *personal_count, *personal_texts, *personal_wrong;
    /* view_contribution.c */
    const char *contribution_heading, *known_file, *known_row, *known_person, *known_nobody, *known_date, *known_place,
            *known_question, *known_themes, *known_no_theme, *known_nearest, *known_explain, *known_explain_none,
            *correct_heading, *correct_polarity, *correct_stance, *correct_do, *mask_passage, *mask_help, *mask_kind,
            *mask_do, *history_heading, *history_none;
    /* view_reading.c */
    const char *reading_heading, *reading_intro, *reading_nothing, *reading_nothing_next, *reading_done[2],
            *reading_right, *reading_interval, *reading_no_verdict, *reading_kappa, *reading_alone, *reading_next,
            *reading_question, *reading_question_end, *reading_all_read, *reading_all_read_next, *verdict_right,
            *verdict_wrong, *drawn_random, *drawn_uncertain, *reading_by_theme, *reading_table, *column_read,
            *column_right, *column_justice, *column_state, *proposals_see, *proposals_heading, *proposals_intro,
            *proposals_none, *proposals_none_next, *proposals_to, *proposals_apply, *proposal_like;
    /* view_journal.c */
    const char *journal_heading, *journal_intro, *journal_none, *journal_none_next, *journal_export, *journal_lost,
            *journal_all, *journal_conflicts, *journal_undone, *journal_outcome, *deed_unknown, *deed_when,
            *deed_renamed, *deed_undone, *deed_undone_end, *deed_note;
    /* view_publication.c */
    const char *publication_heading, *publication_preview, *publication_unsigned, *published_by, *published_at,
            *published_older, *publish_link, *publish_link_help, *publish_all, *publish_all_help, *publish_withdraw,
            *publish_withdraw_help, *signed_heading, *signed_table, *refit_heading, *refit_see, *refit_intro,
            *refit_moved, *refit_lost, *refit_table, *refit_before, *refit_after, *refit_new, *refit_gone, *refit_do;
} cahier_review_words;

extern const cahier_review_words cahier_review_fr;

#endif
