/* SPDX-License-Identifier: Apache-2.0 */
/* watch_sheet.h -- pieces that the pages of the watch share. */
#ifndef CAHIER_REVIEW_WATCH_SHEET_H
#define CAHIER_REVIEW_WATCH_SHEET_H

#include "sheet.h"
#include "shown_watch.h"
#include "watch_words.h"

/* The sentence of a key; NULL: none. */
const char *cahier_watch_words_of(const cahier_deed_words *list, cahier_text key);
/* « Un mot monte : « frelons » » */
void cahier_watch_say_alert(cahier_sheet *sheet, const cahier_shown_alert *alert);
/* What people said of it last; nothing when nobody did. */
void cahier_watch_put_state(cahier_sheet *sheet, const cahier_shown_alert *alert);
/* « Voirie : 12 en attente, dont 2 urgents », a link to them; `here`: it is the one shown. */
void cahier_watch_put_desk(cahier_sheet *sheet, const cahier_shown_desk *desk, bool here);
/* The pages of the watch; `here` is the path of this one behind /veille. */
void cahier_watch_put_places(cahier_sheet *sheet, const char *here);
int32_t cahier_watch_days_between(int32_t from, int32_t to); /* yyyymmdd; 0 when one is unknown */

#endif
