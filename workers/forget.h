/* SPDX-License-Identifier: Apache-2.0 */
/* forget.h -- « cahier forget »: the right to erasure, on the queue.
 *
 * Out     a proof a batch on stdout: date, tenant, batch, a salted digest of what was asked for, how many documents, revision;
 *         never the id or the text. Then the append-only file is written anew, or who must do it is told
 * Errors  exit code 0 erased, 1 nobody of that name, 2 usage, 3 unreachable, or the file could not be written anew
 */
#ifndef CAHIER_FORGET_H
#define CAHIER_FORGET_H

int cahier_forget_main(int argc, char **argv);

#endif
