/* SPDX-License-Identifier: Apache-2.0 */
/* verb.h -- what the ending of a French word says of its mood.
 *
 * In      surface  folded with cahier_fold_lower
 * Out     CAHIER_TYPE_INFINITIVE, CAHIER_TYPE_CONDITIONAL, CAHIER_TYPE_PARTICIPLE or 0
 * Value   infinitive: créer, finir, mettre, voir; not mer, hier, premier, plaisir, trottoir, maître, poudre.
 *         conditional: an ending -rais -rait -rions -riez -raient on a stem of the future: serait, pourraient,
 *         voudrions; not the imperfects of verbs in -rer and -vrir (montrait, ouvrait, désirait), nor vrai, trait,
 *         portrait.
 *         present participle: an ending in -ant, créant, réduisant; not enfant, avant, restaurant.
 * Cost    a few comparisons; once a distinct word
 * Source  Bescherelle's classes, written as endings with the words that break them
 * Why     « Créer une piste », « il faudrait » are proposals: stance reads them. A noun that is also an infinitive
 *         (le dîner, un être) counts as one.
 */
#ifndef CAHIER_VERB_H
#define CAHIER_VERB_H

#include "cahier.h"

uint32_t cahier_verb_mood(cahier_text surface);

#endif
