/* SPDX-License-Identifier: Apache-2.0 */
/* serve.h -- `cahier serve`: the review pages, with all that they need.
 *
 * In      a folder, or the address of a queue
 * Out     pages, until SIGTERM; on stdout the address of each space once it answers
 * Order   at SIGTERM no new connection is taken, requests under way end within a few seconds, the worker drains, Redis writes its files
 * Errors  exit codes: 0 stopped as asked, 1 refused, 2 usage, 3 Redis cannot be reached
 * Value   kill -9 at any time loses nothing that a page said was done: Redis had it on its disk (appendfsync always) before
 */
#ifndef CAHIER_REVIEW_SERVE_H
#define CAHIER_REVIEW_SERVE_H

int cahier_serve_main(int argc, char **argv);

#endif
