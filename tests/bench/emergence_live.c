/* SPDX-License-Identifier: Apache-2.0 */
/* emergence_live.c -- streams that scripts/bench-emergence draws, lived day by day by the library that `cahier watch` runs.
 *
 * In      arguments: a file with a text a line; of how many of them, the first ones, themes are made; how many themes
 *         stdin: streams. «messages rate», a line, then a record a message (struct message), in order of day
 * Out     stdout: of each text «label listened» (rank of the theme that the fit gave it, and that listening gives; -1: none);
 *         of each stream, its alerts, a line each, then «end»
 *         argument 4, when given: a file of records (struct row), who was counted for what on each day, for the other methods
 * Why     Texts are analysed once, whatever the number of years: nothing else of a replay depends on the stream.
 */
#include "emerge_state.h"
#include "listen.h"
#include "unit/town.h"

#define TEXT_BYTES (1u << 16)
#define CHUNK 200u
#define LABELS 6u /* events of a stream, from 1 */
#define PLACES 8u
#define ARENA ((size_t)4 << 30) /* addresses, not memory */

typedef struct message {
    int32_t day; /* from 0 */
    uint32_t text, person;
    uint8_t place, label; /* 0: of no event */
    uint16_t unused;
} message;

typedef struct row {
    int32_t day;
    uint32_t family;
    uint64_t key;
    uint32_t count;
    uint16_t marked[LABELS]; /* messages of events */
} row;

typedef struct live {
    cahier_arena lasting, scratch, day, kept;
    const town_row *texts;
    uint32_t text_count, fit_count;
    cahier_listener listener;
    cahier_heard *heard; /* of each text */
    FILE *rows;
} live;

static bool read_texts(live *l, const char *path)
{
    uint32_t room = 0;
    town_row *texts = NULL;
    char *line = CAHIER_NEW(&l->lasting, char, TEXT_BYTES);
    FILE *in = fopen(path, "r");
    while (in != NULL && fgets(line, TEXT_BYTES, in) != NULL) {
        size_t len = strcspn(line, "\n");
        char *kept = CAHIER_NEW(&l->lasting, char, len + 1);
        if (l->text_count == room) {
            room = room == 0 ? 1024 : 2 * room;
            texts = CAHIER_GROW(&l->kept, texts, l->text_count, room);
        }
        memcpy(kept, line, len);
        texts[l->text_count++].text = kept;
    }
    l->texts = texts;
    return in != NULL && fclose(in) == 0 && l->text_count > 0;
}

/* Themes of the first texts, and what each of these was given. */
static bool fit(live *l, town *t, uint32_t themes, int32_t *label)
{
    bench b;
    cahier_runner runner = {cahier_run_serial, NULL};
    bench_open(&b, t, l->texts, l->fit_count);
    b.options.themes = themes;
    b.chunk = CHUNK;
    bool fitted = bench_run(&b) == CAHIER_OK &&
                  cahier_listener_open(&l->lasting, &runner, b.result.model, &l->listener) == CAHIER_OK;
    for (uint32_t d = 0; fitted && d < l->fit_count; d++) {
        label[d] = b.result.assignments[d].count > 0 ? (int32_t)b.result.assignments[d].at[0].theme : -1;
    }
    bench_close(&b);
    return fitted;
}

static bool hear_chunk(
        live *l, cahier_analyser *analyser, const cahier_contribution *received, uint32_t first, const int32_t *label)
{
    cahier_chunk chunk;
    cahier_listened listened;
    uint32_t left = l->text_count - first;
    if (cahier_analyse_chunk(analyser, received + first, left < CHUNK ? left : CHUNK, &chunk) != CAHIER_OK ||
            cahier_listen(&l->listener, &l->lasting, &l->scratch, &chunk, &listened) != CAHIER_OK) {
        return false;
    }
    for (uint32_t d = 0; d < chunk.count; d++) {
        cahier_heard *heard = &l->heard[first + d];
        const cahier_assignments *given = &listened.assignments[d];
        int32_t theme = given->count > 0 ? (int32_t)given->at[0].theme : -1;
        if (cahier_hear(&l->lasting, chunk.types, &chunk.at[d], heard) != CAHIER_OK) {
            return false;
        }
        heard->vector = listened.vector[d];
        heard->dimensions = heard->vector != NULL ? l->listener.space.dimensions : 0;
        if (theme >= 0) {
            heard->theme = small_text(l->listener.themes[theme].id);
            heard->label = l->listener.themes[theme].label;
        }
        (void)printf("%d %d\n", label[first + d], theme);
    }
    return true;
}

static bool hear_all(live *l, const town *t, const int32_t *label)
{
    bench b;
    cahier_analyser analyser;
    bench_open(&b, t, l->texts, l->text_count);
    bool heard = cahier_analyser_open(t->lexicons, &b.options, &l->lasting, &l->scratch, &analyser) == CAHIER_OK;
    l->heard = CAHIER_NEW(&l->lasting, cahier_heard, l->text_count);
    for (uint32_t first = 0; heard && first < l->text_count; first += CHUNK) {
        heard = hear_chunk(l, &analyser, b.received, first, label);
    }
    cahier_analyser_close(&analyser);
    bench_close(&b);
    (void)fflush(stdout);
    return heard;
}

/* --- a stream ------------------------------------------------------------------------------------------------------ */

typedef struct stream {
    live *l;
    cahier_emerge_options options;
    cahier_emerge *state;
    const message *messages;
} stream;

static void tell_finding(const stream *s, const cahier_finding *f, int32_t first)
{
    uint32_t mine[LABELS + 1] = {0};
    for (uint32_t i = 0; i < f->text_count; i++) {
        char id[CAHIER_ID_MOST + 1] = {0};
        memcpy(id, f->texts[i].id.at, f->texts[i].id.len);
        mine[s->messages[strtoul(id, NULL, 10)].label]++;
    }
    (void)printf("alert %d %s %d %u %.2f %.4g %u", cahier_day_number(f->date) - first, cahier_emerge_name(f->kind),
            cahier_day_number(f->since) - first, f->persons, f->expected, f->q, f->text_count);
    for (uint32_t i = 1; i <= LABELS; i++) {
        (void)printf(" %u", mine[i]);
    }
    (void)printf(" %.*s\n", (int)f->what.len, f->what.at);
}

typedef struct marked {
    uint32_t tag;
    uint8_t label;
} marked;

/* What messages of events have said today. */
static uint32_t list_marked(const stream *s, const cahier_emerge_at *at, marked *to)
{
    uint32_t count = 0, mask = at->state->texts_most - 1, i = at->state->next_text;
    for (uint32_t n = 0; n <= mask; n++) {
        i = (i - 1) & mask;
        const cahier_remembered *text = &at->text[i];
        if (text->day != at->state->today || text->id_len == 0) {
            break;
        }
        uint8_t label = s->messages[strtoul(text->id, NULL, 10)].label;
        for (uint32_t g = 0; label > 0 && !text->copy && g < text->tag_count; g++) {
            to[count++] = (marked){text->tag[g], label};
        }
    }
    return count;
}

static void write_rows(const stream *s, int32_t day, uint32_t messages)
{
    cahier_emerge_at at = cahier_emerge_open(s->state);
    const uint32_t *today = cahier_ring_at(&at, s->state->today);
    size_t mark = cahier_arena_mark(&s->l->scratch);
    marked *to = CAHIER_NEW(&s->l->scratch, marked, (size_t)messages * CAHIER_TAGS_MOST + 1);
    uint32_t count = list_marked(s, &at, to);
    row all = {.day = day,
            .family = UINT32_MAX,
            .count = (uint32_t)s->state->ring_exposure[cahier_ring_of(s->state->today)]};
    (void)fwrite(&all, sizeof all, 1, s->l->rows);
    for (uint32_t i = 0; i < s->state->things_most; i++) {
        if (!at.thing[i].used || today[i] == 0) {
            continue;
        }
        row r = {.day = day, .family = at.thing[i].family, .key = at.thing[i].key, .count = today[i]};
        for (uint32_t m = 0; m < count; m++) {
            r.marked[to[m].label - 1] = (uint16_t)(r.marked[to[m].label - 1] + (to[m].tag == (uint32_t)r.key));
        }
        (void)fwrite(&r, sizeof r, 1, s->l->rows);
    }
    cahier_arena_reset(&s->l->scratch, mark);
}

static bool live_day(stream *s, int32_t first, uint32_t from, uint32_t to)
{
    static const char place[PLACES][8] = {
            "lieu-1", "lieu-2", "lieu-3", "lieu-4", "lieu-5", "lieu-6", "lieu-7", "lieu-8"};
    live *l = s->l;
    cahier_arena_reset(&l->day, 0);
    cahier_heard *heard = CAHIER_NEW(&l->day, cahier_heard, to - from + 1);
    char(*id)[12] = (char(*)[12])cahier_arena_alloc(&l->day, to - from + 1, 12);
    for (uint32_t i = from; i < to; i++) {
        const message *m = &s->messages[i];
        heard[i - from] = l->heard[m->text];
        heard[i - from].id = (cahier_text){id[i - from], (uint32_t)snprintf(id[i - from], 12, "%010u", i)};
        heard[i - from].person = m->person + UINT64_C(1);
        heard[i - from].place = small_text(place[m->place % PLACES]);
    }
    int32_t day = s->messages[from].day;
    cahier_findings found;
    if (cahier_emerge_day(s->state, &s->options, &(cahier_heard_day){cahier_day_date(first + day), heard, to - from},
                &l->day, &l->scratch, &found) != CAHIER_OK) {
        return false;
    }
    for (uint32_t i = 0; i < found.count; i++) {
        if (found.at[i].change == CAHIER_FINDING_RAISED) {
            tell_finding(s, &found.at[i], first);
        }
    }
    if (l->rows != NULL) {
        write_rows(s, day, to - from);
    }
    return true;
}

static bool live_stream(stream *s, uint32_t count)
{
    int32_t first = cahier_day_number(20150105);
    cahier_arena_reset(&s->l->kept, 0);
    message *messages = CAHIER_NEW(&s->l->kept, message, (size_t)count + 1);
    if (messages == NULL || fread(messages, sizeof *messages, count, stdin) != count ||
            cahier_emerge_new(&s->l->kept, &s->options, &s->state) != CAHIER_OK) {
        return false;
    }
    s->messages = messages;
    for (uint32_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && messages[end].day == messages[i].day;) {
            end++;
        }
        if (!live_day(s, first, i, end)) {
            return false;
        }
    }
    (void)printf("end\n");
    (void)fflush(stdout);
    return s->l->rows == NULL || fflush(s->l->rows) == 0;
}

static bool live_streams(live *l)
{
    uint32_t messages;
    double rate;
    while (scanf("%u %lf", &messages, &rate) == 2 && getchar() == '\n') {
        stream s = {.l = l, .options = CAHIER_EMERGE_DEFAULT};
        s.options.per_month = rate;
        if (!live_stream(&s, messages)) {
            return false;
        }
    }
    return feof(stdin) != 0;
}

int main(int argc, char **argv)
{
    live l = {.rows = NULL};
    void *t = NULL;
    if (argc < 4 || !cahier_arena_open(&l.lasting, ARENA) || !cahier_arena_open(&l.scratch, ARENA) ||
            !cahier_arena_open(&l.day, ARENA) || !cahier_arena_open(&l.kept, ARENA) || town_open(&t) != 0 ||
            !read_texts(&l, argv[1])) {
        (void)fprintf(stderr, "emergence_live: TEXTS FIT THEMES [ROWS] expected; see scripts/bench-emergence\n");
        return 1;
    }
    l.fit_count = (uint32_t)strtoul(argv[2], NULL, 10);
    l.rows = argc > 4 ? fopen(argv[4], "a") : NULL;
    int32_t *label = CAHIER_NEW(&l.lasting, int32_t, l.text_count);
    for (uint32_t d = 0; d < l.text_count; d++) {
        label[d] = -1;
    }
    if (l.fit_count > l.text_count || !fit(&l, t, (uint32_t)strtoul(argv[3], NULL, 10), label) ||
            !hear_all(&l, t, label) || !live_streams(&l)) {
        (void)fprintf(stderr, "emergence_live: failed\n");
        return 1;
    }
    return town_close(&t);
}
