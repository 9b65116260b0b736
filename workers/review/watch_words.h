/* SPDX-License-Identifier: Apache-2.0 */
/* watch_words.h -- every French word that the pages of the watch say; sentences are in the language of say.h. */
#ifndef CAHIER_REVIEW_WATCH_WORDS_H
#define CAHIER_REVIEW_WATCH_WORDS_H

#include "review_words.h"

typedef struct cahier_watch_page_words {
    const char *week, *this_week, *series, *messages, *settings, *off, *off_next, *told, *not_told, *grows, *grows_none,
            *fades, *fades_none, *news, *news_none, *open, *answered, *answered_none, *answered_line, *waiting,
            *waiting_none, *drift, *export_csv, *less;
    const char *alert, *persons, *persons_few, *campaign, *strength_month, *strength_months, *strength_years, *strength,
            *closed, *quiet, *words, *word, *word_expected, *places, *sentences, *sentences_none, *texts, *said_heading,
            *followed, *followed_more, *followed_copies, *followed_quiet, *see, *snooze, *snooze_until, *reason,
            *dismiss, *dismiss_help, *reopen, *state_until, *note_who;
    const char *series_intro, *series_themes, *series_places, *series_none, *series_none_next, *series_table,
            *series_title, *series_desc, *series_cut, *column_total;
    const char *desk_heading, *desk_person, *desk_count, *desk_urgent, *desk_none, *desk_none_next, *urgent,
            *decided_by, *hesitates, *possible, *possible_two, *corrected, *route_to, *route_do, *answered_do,
            *message_gone, *more;
    const char *rate, *rate_help, *persons_least, *persons_help, *refit, *refit_help, *keep, *keep_help, *late,
            *late_help, *try, *try_none, *try_done, *try_span, *try_failed, *settings_intro;
} cahier_watch_page_words;

extern const cahier_watch_page_words cahier_watch_fr;
/* How an alert ended; {0}: when. */
extern const cahier_deed_words cahier_watch_ends[];
/* By kind of alert; {0}: what. */
extern const cahier_deed_words cahier_watch_kinds[];
extern const cahier_deed_words cahier_watch_states[];  /* {0} who */
extern const cahier_deed_words cahier_watch_reasons[]; /* why a message waits for a person */

#endif
