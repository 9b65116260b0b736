/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h -- « cahier worker --redis URL --tenant NOM… »: does what `cahier submit` asks for, on any number of machines.
 *
 * Errors  exit code 0 told to stop, or --once and nothing left; 1 word lists, address, credentials or functions are wrong;
 *         2 usage. A server that cannot be reached is waited for
 */
#ifndef CAHIER_WORKER_H
#define CAHIER_WORKER_H

int cahier_worker_main(int argc, char **argv);

#endif
