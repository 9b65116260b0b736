/* SPDX-License-Identifier: Apache-2.0 */
/* joining.h -- `cahier serve --add-person NAME`: the first administrator, or anybody, from the command line.
 *
 * In      options; a password typed twice on the terminal without being shown, or one line of stdin
 * Out     somebody who may sign in
 * Value   works beside a server that runs on the same folder, and without one
 * Errors  a sentence on stderr; exit codes of serve.h
 */
#ifndef CAHIER_REVIEW_JOINING_H
#define CAHIER_REVIEW_JOINING_H

#include "serve_options.h"

int cahier_joining_run(const cahier_serve_options *options);

#endif
