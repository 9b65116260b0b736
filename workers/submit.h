/* SPDX-License-Identifier: Apache-2.0 */
/* submit.h -- « cahier submit FICHIER… »: reads, redacts, sends a batch to the queue; prints the batch's name.
 *
 * Value   Nothing that was redacted leaves this machine. The same files with the same options are the same batch: said again,
 *         after a cut or by mistake, they add only what is missing.
 * Errors  exit code 0 done, 1 input refused, 2 usage, 3 the service could not be reached or is not fit, 130 interrupted
 */
#ifndef CAHIER_SUBMIT_H
#define CAHIER_SUBMIT_H

int cahier_submit_main(int argc, char **argv);

#endif
