/* SPDX-License-Identifier: Apache-2.0 */
/* analyse.h -- « cahier analyse FICHIER… »: reads, analyses on all cores, writes a report folder; no server.
 *
 * Errors  exit code 0 done, 1 nothing to analyse or input refused, 2 usage, 130 interrupted (nothing is left behind)
 */
#ifndef CAHIER_ANALYSE_H
#define CAHIER_ANALYSE_H

int cahier_analyse_main(int argc, char **argv);

#endif
