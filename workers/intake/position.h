/* SPDX-License-Identifier: Apache-2.0 */
/* position.h -- what a cell says of its author's position: for, against, neither.
 *
 * In      a trimmed cell: « Pour », « CONTRE », "AGAINST", « Plutôt d'accord », "-1"
 * Out     CAHIER_POSITION_NONE when it is none of these
 * Source  Decidim's alignment (-1, 0, 1), Cap Collectif's argument type (FOR, AGAINST), answers of closed questions
 */
#ifndef CAHIER_INTAKE_POSITION_H
#define CAHIER_INTAKE_POSITION_H

#include "cahier.h"

cahier_position cahier_position_read(cahier_text cell);

#endif
