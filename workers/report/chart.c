/* SPDX-License-Identifier: Apache-2.0 */
#include "chart.h"

#include <assert.h>
#include <stdio.h>

#include "say.h"

const char *const cahier_chart_polarity[CAHIER_POLARITY_LABELS] = {"neg", "neu", "pos", "mix"};
const char *const cahier_chart_stance[CAHIER_STANCES] = {"s0", "s1", "s2", "s3", "s4"};

#define WHOLE 100000u /* thousandths of a percent */

static void put_attribute(cahier_out *out, const char *name, uint64_t milli, const char *unit)
{
    cahier_put(out, " ");
    cahier_put(out, name);
    cahier_put(out, "=\"");
    cahier_put_milli(out, (int64_t)milli, '.');
    cahier_put(out, unit);
    cahier_put(out, "\"");
}

static void put_id(cahier_out *out, char kind, uint32_t number)
{
    cahier_put_bytes(out, &kind, 1);
    cahier_put_uint(out, number);
}

static void put_element(cahier_out *out, const char *name, char kind, uint32_t number, cahier_text text)
{
    cahier_put(out, "<");
    cahier_put(out, name);
    cahier_put(out, " id=\"");
    put_id(out, kind, number);
    cahier_put(out, "\">");
    cahier_put_html(out, text);
    cahier_put(out, "</");
    cahier_put(out, name);
    cahier_put(out, ">");
}

static void open_picture(cahier_out *out, cahier_picture picture, const char *class, const char *size)
{
    cahier_put(out, "<svg role=\"img\" class=\"");
    cahier_put(out, class);
    cahier_put(out, "\" ");
    cahier_put(out, size);
    cahier_put(out, " aria-labelledby=\"");
    put_id(out, 'g', picture.number);
    if (picture.desc.len > 0) {
        cahier_put(out, " ");
        put_id(out, 'h', picture.number);
    }
    cahier_put(out, "\">");
    put_element(out, "title", 'g', picture.number, picture.title);
    if (picture.desc.len > 0) {
        put_element(out, "desc", 'h', picture.number, picture.desc);
    }
}

void cahier_chart_patterns(cahier_out *out)
{
    cahier_put(out, "<svg class=\"defs\" width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\"><defs>"
                    "<pattern id=\"hachures\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" "
                    "patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" class=\"hatch-ground\"/>"
                    "<rect width=\"2\" height=\"6\" class=\"hatch-line\"/></pattern></defs></svg>\n");
}

static uint64_t sum_segments(cahier_segments strip)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < strip.segments; i++) {
        total += strip.count[i];
    }
    return total;
}

static void put_rect(cahier_out *out, const char *class, uint64_t start, uint64_t width, const char *rest)
{
    cahier_put(out, "<rect class=\"");
    cahier_put(out, class);
    cahier_put(out, "\"");
    put_attribute(out, "x", start, "%");
    put_attribute(out, "width", width, "%");
    cahier_put(out, rest);
}

/* Segments over [0, width) thousandths of a percent; rounding leaves no gap, since each starts where the last one
 * ends. */
static void put_segments(cahier_out *out, cahier_segments strip, uint64_t width, const char *rest)
{
    uint64_t total = sum_segments(strip), before = 0;
    for (uint32_t i = 0; i < strip.segments; i++) {
        uint64_t start = before * width / total, end = (before + strip.count[i]) * width / total;
        if (strip.count[i] > 0) {
            put_rect(out, strip.class[i], start, end - start, rest);
        }
        before += strip.count[i];
    }
}

void cahier_chart_bar(cahier_out *out, cahier_picture picture, uint32_t milli, cahier_segments strip, cahier_text mark)
{
    assert(milli <= 1000);
    uint64_t width = (uint64_t)milli * 84; /* the last sixth is for the number of the longest bar */
    open_picture(out, picture, "bar", "width=\"100%\" height=\"26\"");
    put_rect(out, "body", 0, width, " y=\"2\" height=\"14\"/>");
    if (sum_segments(strip) > 0) {
        put_segments(out, strip, width, " y=\"18\" height=\"6\"/>");
    }
    cahier_put(out, "<text");
    put_attribute(out, "x", width, "%");
    cahier_put(out, " dx=\"8\" y=\"17\">");
    cahier_put_html(out, mark);
    cahier_put(out, "</text></svg>");
}

/* Room a number needs, for the narrowest column (a phone, 320 px): 9 px a digit and 9 px of air. */
static bool has_room(uint64_t width, uint32_t count)
{
    uint32_t digits = count > 999 ? 5 : count > 99 ? 3 : count > 9 ? 2 : 1;
    return width * 320 / WHOLE >= 9u * digits + 9u;
}

void cahier_chart_strip(cahier_out *out, cahier_picture picture, cahier_segments strip)
{
    uint64_t total = sum_segments(strip), before = 0;
    open_picture(out, picture, "strip", "width=\"100%\" height=\"24\"");
    if (total > 0) {
        put_segments(out, strip, WHOLE, " y=\"0\" height=\"24\"/>");
    }
    for (uint32_t i = 0; i < strip.segments; i++) {
        uint64_t start = before * WHOLE / (total > 0 ? total : 1);
        before += strip.count[i];
        if (strip.count[i] > 0 && has_room(before * WHOLE / total - start, strip.count[i])) {
            cahier_put(out, "<text class=\"on-");
            cahier_put(out, strip.class[i]);
            cahier_put(out, "\"");
            put_attribute(out, "x", start, "%");
            cahier_put(out, " dx=\"6\" y=\"17\">");
            cahier_say_arg(out, CAHIER_HTML, CAHIER_N(strip.count[i]));
            cahier_put(out, "</text>");
        }
    }
    cahier_put(out, "</svg>");
}

void cahier_chart_meter(cahier_out *out, uint32_t milli)
{
    cahier_put(out, "<svg class=\"meter\" width=\"100%\" height=\"8\" aria-hidden=\"true\" focusable=\"false\">");
    put_rect(out, "body", 0, (uint64_t)milli * 100, " y=\"0\" height=\"8\"/></svg>");
}

/* --- lines --- */

#define LINE_WIDTH 200u
#define LINE_HEIGHT 64u
#define LINE_LEFT 6u   /* room of the first dot */
#define LINE_RIGHT 30u /* room of the last number */
#define LINE_TOP 18u   /* room of the highest number */
#define LINE_BOTTOM 6u

static uint64_t line_x(uint32_t i, uint32_t count)
{
    return LINE_LEFT * 1000u + (uint64_t)i * (LINE_WIDTH - LINE_LEFT - LINE_RIGHT) * 1000u / (count - 1);
}

static uint64_t line_y(uint32_t value, uint32_t max)
{
    uint64_t room = (LINE_HEIGHT - LINE_TOP - LINE_BOTTOM) * 1000u;
    return (LINE_HEIGHT - LINE_BOTTOM) * 1000u - (max > 0 ? value * room / max : 0);
}

static void put_point(cahier_out *out, uint64_t x, uint64_t y, const char *class)
{
    cahier_put(out, "<circle r=\"3\" class=\"");
    cahier_put(out, class);
    cahier_put(out, "\"");
    put_attribute(out, "cx", x, "");
    put_attribute(out, "cy", y, "");
    cahier_put(out, "/>");
}

static void put_value(cahier_out *out, uint64_t x, uint64_t y, const char *anchor, uint32_t value)
{
    cahier_put(out, "<text");
    put_attribute(out, "x", x, "");
    put_attribute(out, "y", y, "");
    cahier_put(out, anchor);
    cahier_put(out, ">");
    cahier_say_arg(out, CAHIER_HTML, CAHIER_N(value));
    cahier_put(out, "</text>");
}

static uint32_t highest(const uint32_t *value, uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++) {
        best = value[i] > value[best] ? i : best;
    }
    return best;
}

void cahier_chart_line(cahier_out *out, cahier_picture picture, const uint32_t *value, uint32_t count, uint32_t max)
{
    assert(count >= 2);
    uint32_t top = highest(value, count), last = count - 1;
    open_picture(out, picture, "line", "width=\"200\" height=\"64\"");
    cahier_put(out, "<path class=\"ground\" d=\"M0 58.5H200\"/><polyline points=\"");
    for (uint32_t i = 0; i < count; i++) {
        cahier_put(out, i > 0 ? " " : "");
        cahier_put_milli(out, (int64_t)line_x(i, count), '.');
        cahier_put(out, ",");
        cahier_put_milli(out, (int64_t)line_y(value[i], max), '.');
    }
    cahier_put(out, "\"/>");
    put_point(out, line_x(0, count), line_y(value[0], max), "dot");
    put_point(out, line_x(last, count), line_y(value[last], max), "dot");
    put_value(out, line_x(last, count) + 7000, line_y(value[last], max) + 4000, "", value[last]);
    if (top != 0) {
        put_value(out, line_x(0, count) - 5000, line_y(value[0], max) - 7000, "", value[0]);
    }
    if (top != last) {
        put_value(out, line_x(top, count), line_y(value[top], max) - 7000,
                top == 0 ? " text-anchor=\"start\" dx=\"-5\"" : " text-anchor=\"middle\"", value[top]);
    }
    cahier_put(out, "</svg>");
}

/* --- curves --- */

#define CURVE_WIDTH 340u /* a phone's column */
#define CURVE_LEFT 28u   /* room of « 0,5 » */
#define CURVE_RIGHT 10u
#define CURVE_TOP 10u
#define CURVE_FLOOR 150u
#define CURVE_HEIGHT 176u /* with the numbers under the floor */

static uint64_t curve_x(uint32_t i, uint32_t count)
{
    return CURVE_LEFT * 1000u + (uint64_t)i * (CURVE_WIDTH - CURVE_LEFT - CURVE_RIGHT) * 1000u / (count - 1);
}

static uint64_t curve_y(int32_t milli)
{
    uint32_t kept = milli < 0 ? 0 : milli > 1000 ? 1000 : (uint32_t)milli;
    return CURVE_FLOOR * 1000u - (uint64_t)kept * (CURVE_FLOOR - CURVE_TOP);
}

static void put_grid(cahier_out *out, int32_t milli)
{
    cahier_put(out, "<path class=\"ground\" d=\"M28 ");
    cahier_put_milli(out, (int64_t)curve_y(milli), '.');
    cahier_put(out, "H330\"/><text text-anchor=\"end\" x=\"22\"");
    put_attribute(out, "y", curve_y(milli) + 4000, "");
    cahier_put(out, ">");
    cahier_say_arg(out, CAHIER_HTML, CAHIER_F(milli));
    cahier_put(out, "</text>");
}

static void put_curve(cahier_out *out, const char *class, const cahier_choice *at, uint32_t count, bool modularity)
{
    cahier_put(out, "<polyline class=\"");
    cahier_put(out, class);
    cahier_put(out, "\" points=\"");
    for (uint32_t i = 0; i < count; i++) {
        cahier_put(out, i > 0 ? " " : "");
        cahier_put_milli(out, (int64_t)curve_x(i, count), '.');
        cahier_put(out, ",");
        cahier_put_milli(out, (int64_t)curve_y(modularity ? at[i].modularity_milli : at[i].stability_milli), '.');
    }
    cahier_put(out, "\"/>");
}

void cahier_chart_curves(
        cahier_out *out, cahier_picture picture, const cahier_choice *at, uint32_t count, uint32_t marked)
{
    assert(count >= 2 && CURVE_HEIGHT > CURVE_FLOOR);
    open_picture(out, picture, "line curves", "width=\"340\" height=\"176\"");
    put_grid(out, 0);
    put_grid(out, 500);
    put_grid(out, 1000);
    if (marked != CAHIER_NONE) {
        cahier_put(out, "<path class=\"chosen\" d=\"M");
        cahier_put_milli(out, (int64_t)curve_x(marked, count), '.');
        cahier_put(out, " 10V150\"/>");
    }
    put_curve(out, "first", at, count, false);
    put_curve(out, "second", at, count, true);
    for (uint32_t i = 0; i < count; i++) {
        put_value(out, curve_x(i, count), (CURVE_FLOOR + 18u) * 1000u,
                i == marked ? " text-anchor=\"middle\" class=\"at\"" : " text-anchor=\"middle\"", at[i].themes);
    }
    cahier_put(out, "</svg>");
}

/* --- tree --- */

void cahier_chart_open_tree(cahier_out *out, cahier_picture picture, uint32_t height)
{
    char size[64];
    (void)snprintf(size, sizeof size, "preserveAspectRatio=\"none\" viewBox=\"0 0 1000 %u\"", height);
    open_picture(out, picture, "branches", size);
}

void cahier_chart_fork(cahier_out *out, const char *class, cahier_fork fork)
{
    cahier_put(out, "<path class=\"");
    cahier_put(out, class);
    cahier_put(out, "\" d=\"M");
    cahier_put_milli(out, (int64_t)fork.x[0] * 1000, '.');
    cahier_put(out, " ");
    cahier_put_milli(out, (int64_t)fork.y[0], '.');
    cahier_put(out, "H");
    cahier_put_milli(out, (int64_t)fork.stem * 1000, '.');
    cahier_put(out, "V");
    cahier_put_milli(out, (int64_t)fork.y[1], '.');
    cahier_put(out, "H");
    cahier_put_milli(out, (int64_t)fork.x[1] * 1000, '.');
    cahier_put(out, "\"/>");
}
