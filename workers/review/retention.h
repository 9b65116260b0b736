/* SPDX-License-Identifier: Apache-2.0 */
/* retention.h -- batches older than what the administrators of a space decided are removed, as by `cahier forget --batch`. */
#ifndef CAHIER_REVIEW_RETENTION_H
#define CAHIER_REVIEW_RETENTION_H

#include "site.h"

/* One look at all spaces; what is past its time is handed to the errands of the site. */
void cahier_retention_look(cahier_site *site);

#endif
