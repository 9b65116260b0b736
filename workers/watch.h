/* SPDX-License-Identifier: Apache-2.0 */
/* watch.h -- `cahier watch`: what residents begin to say; with --replay, what would have been raised in the past. */
#ifndef CAHIER_WATCH_H
#define CAHIER_WATCH_H

int cahier_watch_main(int argc, char **argv);

#endif
