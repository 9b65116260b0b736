/* SPDX-License-Identifier: Apache-2.0 */
/* deliver.h -- `cahier deliver`: what was told (queue_events.h) goes to the receivers that a town chose, until each has it.
 *
 * In      events, alerts of the watch; settings of the tenants (settings.h), of the operator (deliver_options.h)
 * Out     webhooks, mails, lines of a file; how each channel does, for the page of the settings
 * Value   A thread a channel, so that a slow webhook keeps no mail waiting. What fails is tried again after first_ms, twice that…, most_ms,
 *         for CAHIER_DELIVER_DAYS; what is told is in the feed for CAHIER_FEED_DAYS, its id remembered for CAHIER_TOLD_DAYS.
 * Errors  exit code 1: refused by Redis; 2: wrong use
 * Why     a process of its own: what meets other people's servers is not what holds people's texts, and may die alone
 */
#ifndef CAHIER_DELIVER_H
#define CAHIER_DELIVER_H

#define CAHIER_DELIVER_DAYS 7u
#define CAHIER_FEED_DAYS 30u
#define CAHIER_TOLD_DAYS 400u

int cahier_deliver_main(int argc, char **argv);

#endif
