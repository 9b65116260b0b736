/* SPDX-License-Identifier: Apache-2.0 */
/* html.h -- tags and entities go, their text stays.
 *
 * In      text   UTF-8
 * Out     text   copy in `batch` without HTML, and true; untouched, and false, when it holds none
 * Value   Only tags of HTML are tags: « a < b » and « <jean@mairie.fr> » stay. Tags of blocks become a line break, others
 *         nothing; comments, scripts and styles go with what they hold. Entities are decoded, also those encoded
 *         twice (« &amp;eacute; »).
 * Errors  NOMEM
 * Source  element names of the HTML standard; the 96 entities of Latin-1 and the typographic ones
 */
#ifndef CAHIER_INTAKE_HTML_H
#define CAHIER_INTAKE_HTML_H

#include "table.h"

cahier_status cahier_html_strip(cahier_reading *reading, cahier_text *text, bool *stripped);

#endif
