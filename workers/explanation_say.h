/* SPDX-License-Identifier: Apache-2.0 */
/* explanation_say.h -- an explanation, for people and for machines.
 *
 * Out     say: French, one block for the text, its themes, its opinion, its stance, what was hidden, copies, remarks; each score
 *         is an addition that ends with « vérifié », or with what the report says instead
 *         json: the same as an object; the caller owns it
 */
#ifndef CAHIER_EXPLANATION_SAY_H
#define CAHIER_EXPLANATION_SAY_H

#include "explanation.h"
#include "out.h"

void cahier_explanation_say(cahier_out *out, const cahier_explanation *explanation);
cJSON *cahier_explanation_json(const cahier_explanation *explanation);

#endif
