/* SPDX-License-Identifier: Apache-2.0 */
/* `cahier lexicon stats`: what a list holds, column by column. */
#include <stdlib.h>
#include <string.h>

#include "associate.h"
#include "command_words.h"
#include "layout.h"
#include "lexicon.h"
#include "lexicon_command.h"
#include "order.h"
#include "read_file.h"
#include "text.h"

#define NAME_WIDTH 28u
#define FACT_WIDTH 12u
#define COUNT_WIDTH 8u
#define VALUES_SHOWN 40u  /* themes of a taxonomy; notes and stems have more */
#define NUMBERS_SHOWN 12u /* distinct ones; more are put in classes */
#define BAR_WIDTH 40u

typedef struct tally {
    cahier_text name;
    uint32_t count;
} tally;

static int by_frequency(const void *a, const void *b)
{
    const tally *x = a, *y = b;
    return x->count != y->count ? (x->count < y->count ? 1 : -1) : cahier_text_order(x->name, y->name);
}

static void put_value_name(cahier_out *out, cahier_text name)
{
    cahier_put(out, "    ");
    cahier_put_text(out, name);
    cahier_layout_pad(out, cahier_layout_width(name), NAME_WIDTH);
}

/* "    adverbe          123  ████" */
static void put_tally(cahier_out *out, cahier_text name, uint32_t count, uint32_t most)
{
    cahier_out number;
    cahier_out_open_memory(&number);
    cahier_say_arg(&number, CAHIER_PLAIN, CAHIER_N(count));
    put_value_name(out, name);
    cahier_layout_pad(out, cahier_layout_width(cahier_out_text(&number)), COUNT_WIDTH);
    cahier_put_bytes(out, number.at, number.len);
    cahier_put(out, count > 0 ? "  " : "");
    for (uint64_t i = 0; i < ((uint64_t)count * BAR_WIDTH + most - 1) / most; i++) {
        cahier_put(out, "█");
    }
    cahier_put(out, "\n");
    cahier_out_close(&number);
}

static void put_fact(cahier_out *out, const char *name, cahier_text value)
{
    cahier_put(out, "  ");
    cahier_put(out, name);
    cahier_layout_pad(out, cahier_layout_width(cahier_string(name)), FACT_WIDTH);
    cahier_put_text(out, value);
    cahier_put(out, "\n");
}

static void put_figure(cahier_out *out, const char *name, uint32_t value)
{
    cahier_out digits;
    cahier_out_open_memory(&digits);
    cahier_say_arg(&digits, CAHIER_PLAIN, CAHIER_N(value));
    put_fact(out, name, cahier_out_text(&digits));
    cahier_out_close(&digits);
}

/* --- a column of words ------------------------------------------------------------------------------------------------------ */

static uint32_t tally_column(const cahier_lexicon *list, uint32_t column, tally *values, uint32_t room)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        cahier_text cell = cahier_lexicon_cell(list, i, column);
        uint32_t v = 0;
        while (v < count && !cahier_text_equal(values[v].name, cell)) {
            v++;
        }
        if (v == room) {
            return room + 1;
        }
        if (v == count) {
            values[count++] = (tally){cell, 0};
        }
        values[v].count++;
    }
    return count;
}

static uint32_t count_distinct(const cahier_lexicon *list, uint32_t column, tally *all)
{
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        all[i] = (tally){cahier_lexicon_cell(list, i, column), 0};
    }
    qsort(all, list->count, sizeof *all, by_frequency);
    for (uint32_t i = 0; i < list->count; i++) {
        distinct += i == 0 || !cahier_text_equal(all[i].name, all[i - 1].name);
    }
    return distinct;
}

static void say_words(const cahier_lexicon_request *request, const cahier_lexicon *list, uint32_t column)
{
    cahier_out *out = request->out;
    tally values[VALUES_SHOWN];
    uint32_t count = tally_column(list, column, values, VALUES_SHOWN);
    if (count > VALUES_SHOWN) {
        tally *all = cahier_report_alloc(NULL, list->count, sizeof *all);
        cahier_put(out, "    ");
        CAHIER_SAY_PLAIN(
                out, cahier_lexicon_say(request->english)->values, CAHIER_N(count_distinct(list, column, all)));
        cahier_put(out, "\n");
        free(all);
        return;
    }
    qsort(values, count, sizeof *values, by_frequency);
    for (uint32_t v = 0; v < count; v++) {
        put_tally(out, values[v].name, values[v].count, values[0].count);
    }
}

/* --- a column of numbers ---------------------------------------------------------------------------------------------------- */

/* 1, 2 or 5 times a power of ten: the narrowest that makes at most NUMBERS_SHOWN classes of a range. */
static int32_t class_width(int64_t range)
{
    static const int32_t steps[] = {2, 5, 10};
    int32_t unit = 1, width = 1;
    for (uint32_t i = 0; range / width + 2 > (int64_t)NUMBERS_SHOWN; i++) {
        width = unit * steps[i % 3];
        unit = i % 3 == 2 ? width : unit;
    }
    return width;
}

/* « -0,5 à -0,4 » */
static void put_range(cahier_out *out, bool english, int64_t low, int64_t high)
{
    cahier_put_milli(out, low, english ? '.' : ',');
    if (high > low) {
        cahier_put(out, cahier_lexicon_say(english)->to);
        cahier_put_milli(out, high, english ? '.' : ',');
    }
}

static int64_t floor_to(int64_t value, int32_t width)
{
    int64_t rest = value % width;
    return value - (rest < 0 ? rest + width : rest);
}

static void say_numbers(
        const cahier_lexicon_request *request, const cahier_lexicon *list, uint32_t column, int32_t scale)
{
    int32_t *value = cahier_report_alloc(NULL, list->count, sizeof *value);
    uint32_t distinct = 0, most = 0, counted[NUMBERS_SHOWN + 1] = {0};
    int64_t low[NUMBERS_SHOWN + 1];
    for (uint32_t i = 0; i < list->count; i++) {
        (void)cahier_lexicon_number(cahier_lexicon_cell(list, i, column), scale, &value[i]);
    }
    qsort(value, list->count, sizeof *value, cahier_by_int32);
    for (uint32_t i = 0; i < list->count; i++) {
        distinct += i == 0 || value[i] != value[i - 1];
    }
    int32_t width =
            distinct <= NUMBERS_SHOWN || list->count == 0 ? 1 : class_width((int64_t)value[list->count - 1] - value[0]);
    uint32_t classes = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        int64_t start = floor_to(value[i], width);
        if (classes == 0 || low[classes - 1] != start) {
            low[classes++] = start;
        }
        counted[classes - 1]++;
        most = counted[classes - 1] > most ? counted[classes - 1] : most;
    }
    cahier_out name;
    cahier_out_open_memory(&name);
    for (uint32_t k = 0; k < classes; k++) {
        name.len = 0;
        put_range(&name, request->english, low[k] * 1000 / scale, (low[k] + width - 1) * 1000 / scale);
        put_tally(request->out, cahier_out_text(&name), counted[k], most);
    }
    cahier_out_close(&name);
    free(value);
}

/* --- the list ---------------------------------------------------------------------------------------------------------------- */

static void say_columns(const cahier_lexicon_request *request, const cahier_lexicon *list)
{
    cahier_out *out = request->out;
    const char *name = cahier_lexicon_columns(list->kind);
    uint32_t number;
    int32_t scale = cahier_lexicon_scale(list->kind, &number);
    for (uint32_t c = 0; c < list->columns; c++) {
        uint32_t len = (uint32_t)strcspn(name, "\t");
        bool note = len == 4 && memcmp(name, "note", 4) == 0;
        if (c != cahier_lexicon_form(list->kind) && !note) {
            cahier_put(out, "\n  ");
            cahier_put_bytes(out, name, len);
            cahier_put(out, "\n");
            if (c == number && number != 0) {
                say_numbers(request, list, c, scale);
            } else {
                say_words(request, list, c);
            }
        }
        name += len + (name[len] != '\0');
    }
}

static int refuse_list(const cahier_lexicon_request *request, const char *path, const cahier_error *error)
{
    cahier_out sentence;
    cahier_out_open_memory(&sentence);
    cahier_put(&sentence, path);
    cahier_put(&sentence, ":");
    cahier_put_uint(&sentence, error->line);
    cahier_put(&sentence, ":");
    cahier_put_uint(&sentence, error->column);
    cahier_put(&sentence, ": ");
    cahier_put(&sentence, cahier_lexicon_message(error->message, request->english));
    CAHIER_COMPLAIN(CAHIER_COMMAND_LEXICON, request->english, CAHIER_WRONG, CAHIER_T(cahier_out_text(&sentence)));
    cahier_out_close(&sentence);
    return 1;
}

static int say_background(const cahier_lexicon_request *request, const char *path, cahier_text bytes)
{
    cahier_background background;
    cahier_error error = {.message = ""};
    if (cahier_background_parse(request->arena, bytes, &background, &error) != CAHIER_OK) {
        return refuse_list(request, path, &error);
    }
    put_fact(request->out, cahier_lexicon_say(request->english)->version, cahier_lexicon_header(bytes, "version"));
    put_fact(request->out, cahier_lexicon_say(request->english)->licence, cahier_lexicon_header(bytes, "licence"));
    put_fact(request->out, cahier_lexicon_say(request->english)->source, cahier_lexicon_header(bytes, "source"));
    put_figure(request->out, cahier_lexicon_say(request->english)->entries, background.count);
    put_figure(request->out, cahier_lexicon_say(request->english)->dimensions, background.dimensions);
    return 0;
}

static int say_list(const cahier_lexicon_request *request, const char *path, cahier_text bytes)
{
    cahier_lexicon list;
    cahier_lexicon_kind kind;
    cahier_error error = {.message = ""};
    if (cahier_lexicon_identify(bytes, &kind, &error) != CAHIER_OK) {
        CAHIER_COMPLAIN(CAHIER_COMMAND_LEXICON, request->english, CAHIER_NO_LEXICON, CAHIER_T(cahier_string(path)));
        return 1;
    }
    if (cahier_lexicon_parse(request->arena, bytes, kind, &list, &error) != CAHIER_OK) {
        return refuse_list(request, path, &error);
    }
    put_fact(request->out, cahier_lexicon_say(request->english)->kind, list.name);
    put_fact(request->out, cahier_lexicon_say(request->english)->version, list.version);
    put_fact(request->out, cahier_lexicon_say(request->english)->licence, list.licence);
    put_fact(request->out, cahier_lexicon_say(request->english)->source, list.source);
    put_figure(request->out, cahier_lexicon_say(request->english)->entries, list.count);
    say_columns(request, &list);
    return 0;
}

int cahier_lexicon_stats(const cahier_lexicon_request *request)
{
    int code = 0;
    for (int i = 0; i < request->arguments; i++) {
        const char *path = request->argument[i];
        cahier_text bytes;
        if (cahier_read_file(request->arena, path, CAHIER_FILE_MOST, &bytes) != CAHIER_OK) {
            CAHIER_COMPLAIN(
                    CAHIER_COMMAND_LEXICON, request->english, CAHIER_UNREADABLE_FILE, CAHIER_T(cahier_string(path)));
            code = 1;
            continue;
        }
        cahier_put(request->out, i > 0 ? "\n" : "");
        cahier_put(request->out, path);
        cahier_put(request->out, "\n");
        bool background = cahier_lexicon_is_background(bytes);
        code |= background ? say_background(request, path, bytes) : say_list(request, path, bytes);
    }
    return code;
}
