/* SPDX-License-Identifier: Apache-2.0 */
/* chart.h -- pictures as SVG, drawn from integers: no script, no font measure, the same bytes everywhere.
 *
 * In      counts, and a title and a description as plain text (the chart escapes them)
 * Value   widths are percentages of the column the picture stands in, heights are pixels: text keeps its size on a
 *         phone and on paper. Colours are classes of page.css: neg neu pos mix, s0..s4.
 * Why     role="img" with title and desc: read as one thing by a screen reader; the page puts a table behind
 */
#ifndef CAHIER_REPORT_CHART_H
#define CAHIER_REPORT_CHART_H

#include "out.h"

typedef struct cahier_picture {
    uint32_t number;         /* unique in the page: ids of title and desc */
    cahier_text title, desc; /* desc may be empty */
} cahier_picture;

typedef struct cahier_segments {
    const uint32_t *count;
    const char *const *class; /* of page.css */
    uint32_t segments;
} cahier_segments;

extern const char *const cahier_chart_polarity[CAHIER_POLARITY_LABELS];
extern const char *const cahier_chart_stance[CAHIER_STANCES];

/* The hatching of mixed polarity, once a page. */
void cahier_chart_patterns(cahier_out *out);
/* A bar of `milli` thousandths of the column less the room of its number, `mark`; the segments as a thin strip under
 * it. */
void cahier_chart_bar(cahier_out *out, cahier_picture picture, uint32_t milli, cahier_segments strip, cahier_text mark);
/* A strip of the whole width, each segment with its count when it has the room. */
void cahier_chart_strip(cahier_out *out, cahier_picture picture, cahier_segments strip);
/* A bar without number, for a list that says it in words: hidden from screen readers. */
void cahier_chart_meter(cahier_out *out, uint32_t milli);
/* A line of `count` >= 2 points between 0 and `max`, first, last and highest values written. */
void cahier_chart_line(cahier_out *out, cahier_picture picture, const uint32_t *value, uint32_t count, uint32_t max);
/* Two curves between 0 and 1 over the same `count` >= 2 numbers, written under them; `marked` is the one to be seen, or
 * CAHIER_NONE. The first curve is full, the second dashed. */
void cahier_chart_curves(
        cahier_out *out, cahier_picture picture, const cahier_choice *at, uint32_t count, uint32_t marked);

/* A tree, from its root at the left to its leaves at the right: opened, filled with forks, closed by the caller. It is
 * stretched over the rows of the list beside it, 1000 units wide. */
void cahier_chart_open_tree(cahier_out *out, cahier_picture picture, uint32_t height);

typedef struct cahier_fork { /* two nodes and the stem that joins them */
    int32_t stem, x[2];      /* units */
    uint64_t y[2];           /* thousandths of a unit */
} cahier_fork;

void cahier_chart_fork(cahier_out *out, const char *class, cahier_fork fork);

#endif
