/* SPDX-License-Identifier: Apache-2.0 */
/* watch_record.h -- values of the watcher's JSON: numbers, dates; what is absent is 0. */
#ifndef CAHIER_REVIEW_WATCH_RECORD_H
#define CAHIER_REVIEW_WATCH_RECORD_H

#include "calendar.h"
#include "record.h"

double cahier_record_number(const cJSON *record, const char *name); /* 0 when it is no number, or below 0 */
int64_t cahier_record_milli(const cJSON *record, const char *name); /* thousandths, rounded */
int64_t cahier_record_milli_or(const cJSON *record, const char *name, int64_t missing);
int32_t cahier_record_date(const cJSON *record, const char *name); /* "2025-03-14" is 20250314 */
int32_t cahier_record_date_of(cahier_text text);                   /* of its first ten characters */

#endif
