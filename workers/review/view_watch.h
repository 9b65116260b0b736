/* SPDX-License-Identifier: Apache-2.0 */
/* view_watch.h -- the pages of the watch, pure functions of what they show: as view.h. */
#ifndef CAHIER_REVIEW_VIEW_WATCH_H
#define CAHIER_REVIEW_VIEW_WATCH_H

#include "shown_watch.h"
#include "view.h"

void cahier_view_watch(cahier_out *out, const cahier_view *view, const cahier_shown_watch *watch);
void cahier_view_alert(cahier_out *out, const cahier_view *view, const cahier_shown_alert *alert);
void cahier_view_curves(cahier_out *out, const cahier_view *view, const cahier_shown_curves *curves);
void cahier_view_desk(cahier_out *out, const cahier_view *view, const cahier_shown_queue *queue);
void cahier_view_watch_settings(cahier_out *out, const cahier_view *view, const cahier_shown_watch_settings *settings);

void cahier_write_alerts_csv(cahier_out *out, const cahier_shown_alerts *alerts);

#endif
