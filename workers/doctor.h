/* SPDX-License-Identifier: Apache-2.0 */
/* doctor.h -- « cahier doctor »: is this Redis fit; loads the functions on it, on every master of a cluster.
 *
 * Out     a line a point: good, noted, warned or refused, and what to do; --json; --check changes nothing
 * Errors  exit code 0 fit, 1 refused, 2 usage, 3 unreachable
 */
#ifndef CAHIER_DOCTOR_H
#define CAHIER_DOCTOR_H

int cahier_doctor_main(int argc, char **argv);

#endif
