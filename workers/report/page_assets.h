/* SPDX-License-Identifier: Apache-2.0 */
/* page_assets.h -- page.css and page.js, NUL-terminated, as embed.cmake made them. */
#ifndef CAHIER_REPORT_PAGE_ASSETS_H
#define CAHIER_REPORT_PAGE_ASSETS_H

extern const char cahier_page_css[];
extern const char cahier_page_js[];

#endif
