/* SPDX-License-Identifier: Apache-2.0 */
/* layout.h -- text for a terminal: columns that line up, figures of three decimals, paragraphs that fit.
 *
 * Value   widths are counted in characters: French letters are one column each
 */
#ifndef CAHIER_LAYOUT_H
#define CAHIER_LAYOUT_H

#include "out.h"

#define CAHIER_LAYOUT_COLUMNS 96u

uint32_t cahier_layout_width(cahier_text text);
/* Spaces from column `used` to column `width`. */
void cahier_layout_pad(cahier_out *out, uint32_t used, uint32_t width);
/* "-0,420": figures under each other. */
void cahier_layout_milli(cahier_out *out, int64_t milli);
/* The same in `width` columns, at the right. */
void cahier_layout_right(cahier_out *out, int64_t milli, uint32_t width);
/* `text` in lines of CAHIER_LAYOUT_COLUMNS, each behind `indent` spaces; the first starts with `before`, the last ends with
 * `after` and a line end. */
void cahier_layout_wrap(cahier_out *out, cahier_text text, uint32_t indent, const char *before, const char *after);

#endif
