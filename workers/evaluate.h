/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.h -- `cahier evaluate DIR --gold FILE`: does the report agree with people?
 *
 * Out     on stdout, themes: classes, themes, share classified, AMI, ARI, V; polarity, stance: accuracy, macro-F1,
 *         confusions; with --json one object
 * Value   documents are compared by id; those that the report lacks are said and left out. The main theme counts, and
 *         "unclassified" is a class like the others: leaving the hard ones out does not help.
 * Errors  exit 0 done, 1 nothing to compare, 2 usage
 * Cost    one pass over contributions.jsonl; only labelled documents are parsed
 */
#ifndef CAHIER_EVALUATE_H
#define CAHIER_EVALUATE_H

int cahier_evaluate_main(int argc, char **argv);

#endif
