/* SPDX-License-Identifier: Apache-2.0 */
/* fixture.h -- bytes in, one readable description of what intake made of them out.
 *
 * One line a document:   id: text {title} ?question @place =date #person &group %notes   (absent parts left out)
 * one line a set-aside:  - line reason
 * a refusal:             ! its sentence
 */
#ifndef CAHIER_TESTS_INTAKE_FIXTURE_H
#define CAHIER_TESTS_INTAKE_FIXTURE_H

#include "intake.h"

typedef struct intake_fixture {
    cahier_arena batch, scratch;
    cahier_intake intake;
    cahier_intake_error error;
    cahier_status status;
} intake_fixture;

void intake_fixture_open(intake_fixture *fixture, size_t budget);
void intake_fixture_close(intake_fixture *fixture);

/* Empties the arenas and reads one file. */
void intake_fixture_read(
        intake_fixture *fixture, const cahier_intake_options *options, const char *name, const char *bytes, size_t len);

/* Description of the last reading, NUL-terminated, valid until the next one. */
const char *intake_fixture_describe(intake_fixture *fixture);

/* rows == rows of documents + set-aside rows; ids distinct; text not empty and within its limit; ranks in order.
 * The first broken one in words, or NULL. */
const char *intake_fixture_broken(intake_fixture *fixture);

/* Column names of a role in the first file, joined by "|". */
const char *intake_fixture_columns(intake_fixture *fixture, cahier_role role);

#endif
