/* SPDX-License-Identifier: Apache-2.0 */
/* label_groups.c -- names groups that people made: the label and terms stages alone, on a partition given to them.
 *
 * In      stdin: lines "group TAB text", groups numbered from 0, largest first
 * Out     stdout: a line a group: its label, then its terms best first, TAB between
 * Why     scripts/bench-labels compares them with what people called the groups: THEMES.md 5.1
 */
#include "unit/town.h"

#define LINES_MOST 20000u
#define LINE_BYTES 65536u

typedef struct groups {
    cahier_arena arena;
    town_row *row;
    uint32_t *group;
    uint32_t count, themes;
} groups;

static bool read_groups(groups *g)
{
    char *line = CAHIER_NEW(&g->arena, char, LINE_BYTES);
    g->row = CAHIER_NEW(&g->arena, town_row, LINES_MOST);
    g->group = CAHIER_NEW(&g->arena, uint32_t, LINES_MOST);
    while (g->count < LINES_MOST && fgets(line, LINE_BYTES, stdin) != NULL) {
        char *text;
        g->group[g->count] = (uint32_t)strtoul(line, &text, 10);
        size_t len = strcspn(text, "\n");
        char *kept = CAHIER_NEW(&g->arena, char, len);
        if (*text != '\t' || kept == NULL) {
            return false;
        }
        memcpy(kept, text + 1, len - 1);
        kept[len - 1] = '\0';
        g->row[g->count].text = kept;
        g->themes = g->group[g->count] >= g->themes ? g->group[g->count] + 1 : g->themes;
        g->count++;
    }
    return g->count > 0;
}

static void name_groups(const groups *g, const town *t)
{
    bench b;
    stages s;
    bench_open(&b, t, g->row, g->count);
    bench_space(&b, &s);
    s.found.count = g->themes;
    s.themes = CAHIER_NEW(&b.batch, cahier_theme, g->themes);
    for (uint32_t k = 0; k < g->themes; k++) {
        s.themes[k].documents = CAHIER_NEW(&b.batch, uint32_t, g->count);
        for (uint32_t d = 0; d < g->count; d++) {
            if (g->group[d] == k) {
                s.themes[k].documents[s.themes[k].document_count++] = d;
            }
        }
    }
    bench_label(&b, &s);
    for (uint32_t k = 0; k < g->themes; k++) {
        (void)printf("%.*s", (int)s.themes[k].label.len, s.themes[k].label.at);
        for (uint32_t i = 0; i < s.themes[k].term_count; i++) {
            cahier_text surface = s.vocabulary.at[s.themes[k].terms[i].term].surface;
            (void)printf("\t%.*s", (int)surface.len, surface.at);
        }
        (void)printf("\n");
    }
    bench_close(&b);
}

int main(void)
{
    groups g = {0};
    void *state = NULL;
    if (!cahier_arena_open(&g.arena, TOWN_BUDGET) || town_open(&state) != 0 || !read_groups(&g)) {
        (void)fprintf(stderr, "label_groups: lines \"group TAB text\" expected on stdin\n");
        return 1;
    }
    name_groups(&g, state);
    cahier_arena_close(&g.arena);
    return town_close(&state);
}
