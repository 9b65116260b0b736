/* SPDX-License-Identifier: Apache-2.0 */
/* explain.h -- `cahier explain DIR ID`: why this contribution got its themes and its polarity, in French.
 *
 * Out     on stdout, explanation_say.h; with --json one object, "documents" and "verified"
 * Value   the id of a contribution stands for all its documents, 42/1, 42/2…; an unknown id is answered with the nearest ones
 * Errors  exit 0 all verified, 1 something differs, unknown id, no report, 2 usage
 * Cost    one pass over contributions.jsonl, without parsing the other documents
 */
#ifndef CAHIER_EXPLAIN_H
#define CAHIER_EXPLAIN_H

int cahier_explain_main(int argc, char **argv);

#endif
