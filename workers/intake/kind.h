/* SPDX-License-Identifier: Apache-2.0 */
/* kind.h -- which rows of a flattened export are contributions, and which hang below one.
 *
 * In      kind   the row's type: "proposal", "proposalVote", "OPINION_VERSION", "commentaire"
 *         text   name of the text column
 * Value   true for votes, comments, news, reports, sources, versions and arguments, unless the text column is theirs:
 *         in the export of a debate, arguments are the contributions.
 * Source  Cap Collectif's "full" exports: one row per vote or comment, with the proposal's text repeated
 */
#ifndef CAHIER_INTAKE_KIND_H
#define CAHIER_INTAKE_KIND_H

#include "cahier.h"

bool cahier_kind_hangs_below(cahier_text kind, cahier_text text);

#endif
