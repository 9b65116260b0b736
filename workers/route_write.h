/* SPDX-License-Identifier: Apache-2.0 */
/* route_write.h -- routed messages become files: one CSV a service, one for a person, the sum of it, what was learned.
 *
 * In      a routed lot; where its bytes come from (manifest)
 * Out     folder   service-01-voirie.csv … (in the order of the services, those that have messages), a-orienter.csv,
 *                  urgences.csv, bilan.csv, manifest.json, appris.tsv when something was learned; the same bytes for the same
 *                  input
 *         stream   one JSON object a message, a line (docs/routing.md)
 * Value   Urgent messages first, then input order. Texts are redacted and never start a formula; an address and a name of a
 *         service, which come from a file, do not either.
 * Errors  false and a message in French; the folder that was there before is untouched
 * Memory  malloc, freed before the return
 */
#ifndef CAHIER_ROUTE_WRITE_H
#define CAHIER_ROUTE_WRITE_H

#include "decisions.h"
#include "out.h"
#include "report.h"
#include "route_lot.h"

typedef struct cahier_route_files {
    const cahier_route_lot *lot;
    const cahier_lexicon_files *lexicons;
    const cahier_journal *journal;
    bool redact_strict;
    const volatile sig_atomic_t *stop; /* may be NULL */
} cahier_route_files;

bool cahier_route_write(const cahier_route_files *files, const char *directory, cahier_report_error *error);

void cahier_route_write_json(cahier_out *out, const cahier_route_lot *lot);
/* Of one message, members of its object: service, reason, best, next, urgent, urgency; a comma before each. */
void cahier_route_put_service(cahier_out *out, const cahier_route_lot *lot, uint32_t d);
/* What was learned, as a services list. */
void cahier_route_write_learned(cahier_out *out, const cahier_route_lot *lot);
void cahier_route_write_manifest(cahier_out *out, const cahier_route_files *files);

#endif
