/* SPDX-License-Identifier: Apache-2.0 */
/* guidance.h -- what the list of themes and people's decisions did, as the report says it.
 *
 * Out     the object `guidance` of report.json, the object `decision` of a document, French sentences
 * Memory  nothing is kept
 */
#ifndef CAHIER_REPORT_GUIDANCE_H
#define CAHIER_REPORT_GUIDANCE_H

#include "guide.h"
#include "method.h"

/* JSON; "null" when neither a list nor a journal was used. */
void cahier_put_guidance(cahier_out *out, const cahier_result *result);
/* {"line":3,"do":"move","who":…}: nothing when no person placed document d. */
void cahier_put_decision_of(cahier_out *out, const cahier_result *result, uint32_t d);

/* ,"heard":"neutral","decision":{…}, inside `polarity` and `stance`; ,"no_copy":{…}: nothing when nobody said otherwise. */
void cahier_put_polarity_heard(cahier_out *out, const cahier_result *result, uint32_t d);
void cahier_put_stance_heard(cahier_out *out, const cahier_result *result, uint32_t d);
void cahier_put_no_copy(cahier_out *out, const cahier_result *result, uint32_t d);

/* The sign-off of a theme, or NULL. */
const cahier_decision *cahier_signature_of(const cahier_result *result, const cahier_theme *theme);

/* « vélo, piste cyclable »: the words of the list that gave a theme its name; empty when none did. */
void cahier_put_list_words(cahier_out *out, const cahier_result *result, const cahier_theme *theme);
/* The decision that named a theme, or NULL. */
const cahier_decision *cahier_decision_on(const cahier_result *result, const cahier_theme *theme);

/* One sentence at a time, for the method. */
void cahier_say_guidance(const cahier_result *result, const cahier_speaker *s);

#endif
