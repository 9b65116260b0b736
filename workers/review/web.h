/* SPDX-License-Identifier: Apache-2.0 */
/* web.h -- style and script of the pages, as files to be kept for ever: their names change with their bytes.
 *
 * Out     the report's style, which the pages share, then the review's; the review's script
 * Memory  constant
 * Why     CAHIER_WEB_HASH is of the sources, given by CMakeLists.txt: a browser that has a name has its bytes
 */
#ifndef CAHIER_REVIEW_WEB_H
#define CAHIER_REVIEW_WEB_H

#include "cahier.h"

#define CAHIER_WEB_REPORT_CSS "report-" CAHIER_WEB_HASH ".css"
#define CAHIER_WEB_CSS "review-" CAHIER_WEB_HASH ".css"
#define CAHIER_WEB_JS "review-" CAHIER_WEB_HASH ".js"

typedef struct cahier_web_file {
    const char *name, *type; /* "text/css; charset=utf-8" */
    const char *at;          /* NUL-terminated */
} cahier_web_file;

/* The file of that name, or NULL: an earlier version's page asks for what is no more. */
const cahier_web_file *cahier_web_find(cahier_text name);

#endif
