/* SPDX-License-Identifier: Apache-2.0 */
/* watch_bounds.h -- what the settings of a watch may be: on the command line, in the queue, in the form of the pages. */
#ifndef CAHIER_WATCH_BOUNDS_H
#define CAHIER_WATCH_BOUNDS_H

#define CAHIER_RATE_LEAST .001
#define CAHIER_RATE_MOST 100.
#define CAHIER_PERSONS_LEAST 2u
#define CAHIER_PERSONS_MOST 10000u
#define CAHIER_REFIT_MOST 3650u
#define CAHIER_LATE_MOST 31u
#define CAHIER_KEEP_LEAST 30u /* sentences of alerts, and days read again */
#define CAHIER_KEEP_MOST 36500u

#endif
