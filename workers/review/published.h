/* SPDX-License-Identifier: Apache-2.0 */
/* published.h -- pages of councils as they were published, kept in memory: a hundred readers cost one copy.
 *
 * In      the queue says what is published at each request; its bytes are asked for once
 * Out     bytes, borrowed until released
 * Value   who unpublishes, or erases, is obeyed by the next request
 * Errors  as queue.h; NOTHING: not published
 * Memory  CAHIER_PAGES_MOST pages; who was asked for longest ago goes
 */
#ifndef CAHIER_REVIEW_PUBLISHED_H
#define CAHIER_REVIEW_PUBLISHED_H

#include "http.h"

#define CAHIER_PAGES_MOST 32u
/* The page holds its own policy, which lets its one script run; a browser obeys both. */
#define CAHIER_REPORT_POLICY "frame-ancestors 'none'; form-action 'none'; base-uri 'none'"

typedef struct cahier_pages cahier_pages;
typedef struct cahier_kept_page cahier_kept_page;

cahier_pages *cahier_pages_open(void); /* NULL: not enough memory */
void cahier_pages_close(cahier_pages *pages);

/* `link`: what the address says. NOTHING too when that is not what it should say. */
cahier_queue_answer cahier_pages_take(
        const cahier_request *request, const char *batch, cahier_text link, cahier_kept_page **out);
cahier_text cahier_page_html(const cahier_kept_page *page);
const char *cahier_page_tag(const cahier_kept_page *page); /* ETag, with its quotes */
void cahier_page_release(void *page);

#endif
