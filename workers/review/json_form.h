/* SPDX-License-Identifier: Apache-2.0 */
/* json_form.h -- the JSON body of a request of the API becomes the fields that the form of the page has: one handler reads both.
 *
 * In      a JSON object: strings, numbers, booleans, arrays of them
 * Out     fields under the names of the forms: "title" is « titre », "state" is « etat »…; true is « oui », false is empty; an array
 *         repeats its name; other members keep theirs; objects within are left out: who wants them reads the body itself
 * Errors  UTF8: no object, or a text that a form could not hold; LIMIT: more fields than a form may have; NOMEM
 * Memory  in the arena
 */
#ifndef CAHIER_REVIEW_JSON_FORM_H
#define CAHIER_REVIEW_JSON_FORM_H

#include "form.h"

cahier_status cahier_json_form(cahier_arena *arena, cahier_text body, cahier_fields *fields);

#endif
