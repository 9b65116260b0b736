/* SPDX-License-Identifier: Apache-2.0 */
/* at.h -- what answers at each path: route.c is their table.
 *
 * In      a request whose route, right, form and CSRF token were checked (http.h)
 * Out     a page, a way to another, a stream
 * Errors  problems are pages too
 */
#ifndef CAHIER_REVIEW_AT_H
#define CAHIER_REVIEW_AT_H

#include "http.h"

typedef void cahier_at(cahier_request *request, cahier_response *response);

cahier_at cahier_at_entry, cahier_at_sign_in, cahier_at_sign_out, cahier_at_password, cahier_at_web; /* at_entry.c */

cahier_at cahier_at_lots, cahier_at_events, cahier_at_journal_file, cahier_at_title, cahier_at_revive,
        cahier_at_remove_lot; /* at_lots.c */

cahier_at cahier_at_new_lot, cahier_at_send_files, cahier_at_upload, cahier_at_columns, cahier_at_analyse,
        cahier_at_abandon, cahier_at_settle; /* at_uploads.c */

cahier_at cahier_at_lot, cahier_at_themes, cahier_at_theme, cahier_at_unclassified, cahier_at_copies,
        cahier_at_personal, cahier_at_contribution, cahier_at_reading, cahier_at_proposals, cahier_at_journal,
        cahier_at_method; /* at_batch.c */

cahier_at cahier_at_refit; /* at_refit.c */

cahier_at cahier_at_decide; /* at_decide.c */

cahier_at cahier_at_export; /* at_exports.c */

cahier_at cahier_api_lots, cahier_api_lot, cahier_api_upload;                                     /* api_lots.c */
cahier_at cahier_api_themes, cahier_api_theme, cahier_api_contributions, cahier_api_contribution; /* api_themes.c */
cahier_at cahier_api_decisions, cahier_api_decide;                                                /* api_decisions.c */
cahier_at cahier_api_messages;                                                                    /* api_messages.c */
cahier_at cahier_api_alerts, cahier_api_alert, cahier_api_desk, cahier_api_message;               /* api_watch.c */
cahier_at cahier_api_publication, cahier_api_openapi;                                             /* api_more.c */

cahier_at cahier_at_publication, cahier_at_preview, cahier_at_publish; /* at_publication.c */

cahier_at cahier_at_published; /* at_published.c */

cahier_at cahier_at_watch, cahier_at_watch_curves, cahier_at_alert, cahier_at_alerts_csv, cahier_at_desk,
        cahier_at_messages_csv, cahier_at_say_alert, cahier_at_route_message; /* at_watch.c */

cahier_at cahier_at_watch_settings, cahier_at_set_watch; /* at_watch_settings.c */

cahier_at cahier_at_settings, cahier_at_set_town, cahier_at_add_person, cahier_at_change_person, cahier_at_add_token,
        cahier_at_remove_token, cahier_at_erase; /* at_settings.c */

cahier_at cahier_at_retry, cahier_at_secret, cahier_at_feed_key, cahier_at_feed; /* at_telling.c */

#endif
