/* SPDX-License-Identifier: Apache-2.0 */
/* record.h -- small JSON objects that this room keeps in the queue, or hears from a child: a text of one of them. */
#ifndef CAHIER_REVIEW_RECORD_H
#define CAHIER_REVIEW_RECORD_H

#include <cjson/cJSON.h>

#include "cahier.h"

/* A copy in the arena; empty when there is no text of that name, or no memory. */
cahier_text cahier_record_text(cahier_arena *arena, const cJSON *record, const char *name);
/* A copy in the arena, ended by a NUL that is not counted; empty when there is no string, or no memory. */
cahier_text cahier_record_copy(cahier_arena *arena, const char *string);
void cahier_record_set(cJSON *record, const char *name, const char *value);

#endif
