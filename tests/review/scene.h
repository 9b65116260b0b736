/* SPDX-License-Identifier: Apache-2.0 */
/* scene.h -- a commune at work on a batch: what the pages of the review show, made by hand around a result.
 *
 * Value   hostile: names, titles, notes, identifiers and labels are what an attacker would type; else plain French
 */
#ifndef CAHIER_TEST_SCENE_H
#define CAHIER_TEST_SCENE_H

#include "shown.h"

typedef enum scene_role {
    SCENE_NOBODY,
    SCENE_READER,
    SCENE_AGENT,
    SCENE_ADMINISTRATOR
} scene_role;

#define SCENE_LOTS 5u
#define SCENE_SAID 14u
#define SCENE_DRAWS 12u
#define SCENE_PROPOSALS 4u

typedef struct scene {
    cahier_viewer viewer;
    cahier_shown_lot lots[SCENE_LOTS];
    cahier_said said[SCENE_SAID];
    cahier_text named[SCENE_SAID][8]; /* contributions of each line */
    cahier_text themes[SCENE_SAID][2];
    cahier_shown_draw draws[SCENE_DRAWS];
    cahier_shown_reading reading;
    cahier_shown_proposal proposals[SCENE_PROPOSALS];
    cahier_standing *standing;
    cahier_view view;
    cahier_shown_sign_in sign_in;
    cahier_shown_column columns[6];
    cahier_checked_file file;
    cahier_preflight preflight, refused, running;
    cahier_shown_person people[3];
    cahier_shown_token token;
    cahier_shown_settings settings;
    cahier_shown_field fields[3];
    cahier_shown_clash clash;
    cahier_shown_refit_theme refitted[3];
    cahier_shown_refit refit;
    cahier_shown_publication publication;
} scene;

void scene_open(cahier_arena *arena, const cahier_report_input *input, scene_role role, bool hostile, scene *out);

/* Writes the pages of that role, one file each, as FOLDER/<path>.html beside FOLDER/<tenant>/web: true when all were written. */
bool scene_write(scene *shown, const char *folder);

#endif
