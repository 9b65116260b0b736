/* SPDX-License-Identifier: Apache-2.0 */
/* answer_id.h -- ids of the answers of one contribution: "42" has the answers 42/1, 42/2. */
#ifndef CAHIER_ANSWER_ID_H
#define CAHIER_ANSWER_ID_H

#include "cahier.h"

/* "42" asks for 42, 42/1, 42/2; "42/2" for itself. */
bool cahier_answer_is_asked(cahier_text asked, cahier_text id);

#endif
