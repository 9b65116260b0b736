/* SPDX-License-Identifier: Apache-2.0 */
/* analyse_command.h -- the command that gives the bytes of a report again.
 *
 * Out     "cahier analyse avis.csv --text 'Votre avis' --themes 8": base names of files, quoted for a shell where needed
 * Value   every option that changes a byte and was asked for: of the intake (columns, encoding, delimiter, sheet, kept
 *         columns) as of the analysis. A secret and an earlier report are named by a word in capitals.
 * Errors  false: NOMEM
 * Memory  in `batch`
 */
#ifndef CAHIER_ANALYSE_COMMAND_H
#define CAHIER_ANALYSE_COMMAND_H

#include "analyse_report.h"

bool cahier_analyse_command(cahier_arena *batch, const cahier_analyse_facts *facts, cahier_text *out);

#endif
