/* SPDX-License-Identifier: Apache-2.0 */
/* check.h -- « cahier check »: what will be read, as what, and what will be set aside, before anything is analysed.
 *
 * Out     on stdout, in French (--lang en: English) or as JSON (--json); never an author's name; in the three rows shown
 *         per file, what looks like an address or a number is masked
 * Errors  exit code 0 done, 1 nothing to analyse or input refused, 2 usage
 */
#ifndef CAHIER_CHECK_H
#define CAHIER_CHECK_H

int cahier_check_main(int argc, char **argv);

#endif
