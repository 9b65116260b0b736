/* SPDX-License-Identifier: Apache-2.0 */
#include "leiden.h"

#include <assert.h>
#include <string.h>

#define LEVELS 20u /* each aggregation at least halves what moves; 5 levels serve a million nodes */
#define ROUNDS 10u /* whole runs, each starting from the partition of the one before */

/* A graph whose nodes may be whole communities of the level below. */
typedef struct level {
    cahier_graph graph;
    uint64_t *strength; /* a node: sum of its weights, inner weight of what it stands for included twice */
    uint64_t total;     /* 2m */
} level;

typedef struct partition {
    uint32_t *of;       /* node -> community */
    uint64_t *strength; /* community: sum over its nodes */
    uint32_t *size;     /* community: nodes */
} partition;

/* Weights from one node to the communities around it. */
typedef struct around {
    uint64_t *weight; /* community; zero between uses */
    uint32_t *met;    /* communities with an edge, in order of meeting */
    uint32_t count;
} around;

static void meet(around *a, uint32_t community, uint32_t weight)
{
    if (a->weight[community] == 0) {
        a->met[a->count++] = community;
    }
    a->weight[community] += weight;
}

static void look_around(const level *l, const uint32_t *of, uint32_t node, around *a)
{
    a->count = 0;
    for (uint32_t z = l->graph.start[node]; z < l->graph.start[node + 1]; z++) {
        uint32_t other = l->graph.neighbour[z];
        if (other != node) {
            meet(a, of[other], l->graph.weight[z]);
        }
    }
}

/* Adds to `a` the edges of node that leave its community. */
static void add_outside(const level *l, const uint32_t *of, uint32_t node, around *a)
{
    for (uint32_t z = l->graph.start[node]; z < l->graph.start[node + 1]; z++) {
        uint32_t to = of[l->graph.neighbour[z]];
        if (to != of[node]) {
            meet(a, to, l->graph.weight[z]);
        }
    }
}

static void forget(around *a)
{
    for (uint32_t i = 0; i < a->count; i++) {
        a->weight[a->met[i]] = 0;
    }
    a->count = 0;
}

/* What modularity gains (times m) when the node, alone, joins a community of this strength. */
static double gain(const level *l, double resolution, uint64_t weight, uint64_t node_strength, uint64_t strength)
{
    return (double)weight - resolution * (double)node_strength * (double)strength / (double)l->total;
}

/* --- local moving ----------------------------------------------------------------------------------------------------- */

typedef struct queue {
    uint32_t *node; /* ring of n */
    bool *waits;
    uint32_t first, count, room;
} queue;

static void push(queue *q, uint32_t node)
{
    if (!q->waits[node]) {
        q->waits[node] = true;
        q->node[(q->first + q->count++) % q->room] = node;
    }
}

static uint32_t pop(queue *q)
{
    uint32_t node = q->node[q->first];
    q->first = (q->first + 1) % q->room;
    q->count--;
    q->waits[node] = false;
    return node;
}

static uint32_t best_community(const level *l, const partition *p, double resolution, uint32_t node, const around *a)
{
    uint32_t own = p->of[node], best = own;
    double most = gain(l, resolution, a->weight[own], l->strength[node], p->strength[own]);
    for (uint32_t i = 0; i < a->count; i++) {
        uint32_t c = a->met[i];
        double g = gain(l, resolution, a->weight[c], l->strength[node], p->strength[c]);
        if (g > most + 1e-9 || (c != own && best != own && g > most - 1e-9 && c < best)) {
            most = g;
            best = c;
        }
    }
    return best;
}

static bool move_nodes(const level *l, partition *p, double resolution, queue *q, around *a)
{
    bool moved = false;
    for (uint32_t node = 0; node < l->graph.nodes; node++) {
        push(q, node);
    }
    while (q->count > 0) {
        uint32_t node = pop(q), own = p->of[node];
        p->strength[own] -= l->strength[node];
        look_around(l, p->of, node, a);
        uint32_t to = best_community(l, p, resolution, node, a);
        forget(a);
        p->strength[to] += l->strength[node];
        if (to == own) {
            continue;
        }
        moved = true;
        p->size[own]--;
        p->size[to]++;
        p->of[node] = to;
        for (uint32_t z = l->graph.start[node]; z < l->graph.start[node + 1]; z++) {
            if (p->of[l->graph.neighbour[z]] != to) {
                push(q, l->graph.neighbour[z]);
            }
        }
    }
    return moved;
}

/* --- refinement --------------------------------------------------------------------------------------------------------- */

/* Inside each community, nodes start alone and join the neighbour group with the best gain; so a community that hangs together
 * by one node only falls apart at the next level. */
static void refine(const level *l, const partition *p, double resolution, partition *fine, around *a)
{
    uint32_t n = l->graph.nodes;
    for (uint32_t i = 0; i < n; i++) {
        fine->of[i] = i;
        fine->strength[i] = l->strength[i];
        fine->size[i] = 1;
    }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t own = fine->of[i];
        if (fine->size[own] != 1) {
            continue; /* others joined it already */
        }
        uint64_t inside = 0;
        a->count = 0;
        for (uint32_t z = l->graph.start[i]; z < l->graph.start[i + 1]; z++) {
            uint32_t other = l->graph.neighbour[z];
            if (other != i && p->of[other] == p->of[i]) {
                uint32_t c = fine->of[other];
                if (a->weight[c] == 0) {
                    a->met[a->count++] = c;
                }
                a->weight[c] += l->graph.weight[z];
                inside += l->graph.weight[z];
            }
        }
        uint32_t best = own;
        double most = 0;
        bool well_connected = gain(l, resolution, inside, l->strength[i], p->strength[p->of[i]] - l->strength[i]) >= 0;
        for (uint32_t m = 0; well_connected && m < a->count; m++) {
            uint32_t c = a->met[m];
            double g = gain(l, resolution, a->weight[c], l->strength[i], fine->strength[c]);
            if (g > most + 1e-9 || (best != own && g > most - 1e-9 && c < best)) {
                most = g;
                best = c;
            }
        }
        forget(a);
        if (best != own) {
            fine->of[i] = best;
            fine->size[own] = 0;
            fine->size[best]++;
            fine->strength[own] = 0;
            fine->strength[best] += l->strength[i];
        }
    }
}

/* --- aggregation ---------------------------------------------------------------------------------------------------------- */

/* Communities, all < ids, renumbered in order of their first node. Returns how many. */
static uint32_t renumber(uint32_t *of, uint32_t n, uint32_t ids, uint32_t *name)
{
    uint32_t count = 0;
    memset(name, 0xff, ids * sizeof *name);
    for (uint32_t i = 0; i < n; i++) {
        if (name[of[i]] == CAHIER_NONE) {
            name[of[i]] = count++;
        }
        of[i] = name[of[i]];
    }
    return count;
}

/* Nodes of each group, groups in order. */
static void members_of(const uint32_t *of, uint32_t n, uint32_t count, uint32_t *start, uint32_t *member)
{
    memset(start, 0, ((size_t)count + 2) * sizeof *start);
    for (uint32_t i = 0; i < n; i++) {
        start[of[i] + 2]++;
    }
    for (uint32_t c = 2; c <= count + 1; c++) {
        start[c] += start[c - 1];
    }
    for (uint32_t i = 0; i < n; i++) {
        member[start[of[i] + 1]++] = i;
    }
}

static cahier_status aggregate(
        cahier_arena *scratch, const level *l, const uint32_t *of, uint32_t count, around *a, level *out)
{
    uint32_t n = l->graph.nodes, Z = l->graph.start[n];
    level up = {.graph.nodes = count, .total = l->total};
    uint32_t *start = CAHIER_NEW(scratch, uint32_t, (size_t)count + 2);
    uint32_t *member = CAHIER_NEW(scratch, uint32_t, n);
    up.graph.start = CAHIER_NEW(scratch, uint32_t, (size_t)count + 1);
    up.graph.neighbour = CAHIER_NEW(scratch, uint32_t, Z);
    up.graph.weight = CAHIER_NEW(scratch, uint32_t, Z);
    up.strength = CAHIER_NEW(scratch, uint64_t, count);
    if (start == NULL || member == NULL || up.graph.start == NULL || up.graph.neighbour == NULL ||
            up.graph.weight == NULL || up.strength == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    members_of(of, n, count, start, member);
    uint32_t at = 0;
    for (uint32_t c = 0; c < count; c++) {
        up.graph.start[c] = at;
        a->count = 0;
        for (uint32_t m = start[c]; m < start[c + 1]; m++) {
            uint32_t node = member[m];
            up.strength[c] += l->strength[node];
            add_outside(l, of, node, a);
        }
        for (uint32_t i = 0; i < a->count; i++, at++) {
            up.graph.neighbour[at] = a->met[i];
            up.graph.weight[at] = (uint32_t)a->weight[a->met[i]];
        }
        forget(a);
    }
    up.graph.start[count] = at;
    *out = up;
    return CAHIER_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------------------------- */

typedef struct workspace {
    partition coarse, fine;
    queue queue;
    around around;
    uint32_t *name;
    uint32_t *home; /* node of the first level -> node of this level */
} workspace;

static cahier_status open_workspace(cahier_arena *scratch, uint32_t n, workspace *w)
{
    partition *parts[2] = {&w->coarse, &w->fine};
    bool full = false;
    for (uint32_t i = 0; i < 2; i++) {
        parts[i]->of = CAHIER_NEW(scratch, uint32_t, n);
        parts[i]->strength = CAHIER_NEW(scratch, uint64_t, n);
        parts[i]->size = CAHIER_NEW(scratch, uint32_t, n);
        full = full || parts[i]->of == NULL || parts[i]->strength == NULL || parts[i]->size == NULL;
    }
    w->queue.node = CAHIER_NEW(scratch, uint32_t, n);
    w->queue.waits = CAHIER_NEW(scratch, bool, n);
    w->queue.room = n;
    w->around.weight = CAHIER_NEW(scratch, uint64_t, n);
    w->around.met = CAHIER_NEW(scratch, uint32_t, n);
    w->name = CAHIER_NEW(scratch, uint32_t, n);
    w->home = CAHIER_NEW(scratch, uint32_t, n);
    full = full || w->queue.node == NULL || w->queue.waits == NULL || w->around.weight == NULL ||
           w->around.met == NULL || w->name == NULL || w->home == NULL;
    return full ? CAHIER_ERROR_NOMEM : CAHIER_OK;
}

static void fill_partition(const level *l, partition *p)
{
    uint32_t n = l->graph.nodes;
    memset(p->strength, 0, n * sizeof *p->strength);
    memset(p->size, 0, n * sizeof *p->size);
    for (uint32_t i = 0; i < n; i++) {
        p->strength[p->of[i]] += l->strength[i];
        p->size[p->of[i]]++;
    }
}

/* One run over all levels. of[] is where it starts from and where it leaves the result. */
static cahier_status run_levels(
        cahier_arena *scratch, const level *first, double resolution, workspace *w, uint32_t *of)
{
    uint32_t n = first->graph.nodes;
    level l = *first;
    memcpy(w->coarse.of, of, n * sizeof *of);
    for (uint32_t i = 0; i < n; i++) {
        w->home[i] = i;
    }
    for (uint32_t depth = 0; depth < LEVELS; depth++) {
        fill_partition(&l, &w->coarse);
        (void)move_nodes(&l, &w->coarse, resolution, &w->queue, &w->around);
        refine(&l, &w->coarse, resolution, &w->fine, &w->around);
        for (uint32_t i = 0; i < n; i++) {
            of[i] = w->coarse.of[w->home[i]];
        }
        uint32_t count = renumber(w->fine.of, l.graph.nodes, l.graph.nodes, w->name);
        if (count == l.graph.nodes) {
            break;
        }
        level up;
        CAHIER_TRY(aggregate(scratch, &l, w->fine.of, count, &w->around, &up));
        for (uint32_t i = 0; i < l.graph.nodes; i++) { /* a group starts in the community it was refined from */
            w->name[w->fine.of[i]] = w->coarse.of[i];
        }
        memcpy(w->coarse.of, w->name, count * sizeof *w->name);
        (void)renumber(
                w->coarse.of, count, l.graph.nodes, w->name); /* fewer nodes now, but still the ids of this level */
        for (uint32_t i = 0; i < n; i++) {
            w->home[i] = w->fine.of[w->home[i]];
        }
        l = up;
    }
    return CAHIER_OK;
}

static cahier_status open_level(cahier_arena *scratch, const cahier_graph *graph, level *out)
{
    level l = {.graph = *graph};
    l.strength = CAHIER_NEW(scratch, uint64_t, graph->nodes);
    if (l.strength == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < graph->nodes; i++) {
        for (uint32_t z = graph->start[i]; z < graph->start[i + 1]; z++) {
            l.strength[i] += graph->weight[z];
        }
        l.total += l.strength[i];
    }
    l.total = l.total > 0 ? l.total : 1; /* no edge at all: everything stays alone */
    *out = l;
    return CAHIER_OK;
}

static cahier_status run_rounds(
        cahier_arena *scratch, const cahier_graph *graph, double resolution, uint32_t *of, uint32_t *count)
{
    uint32_t n = graph->nodes;
    level first;
    workspace w = {0};
    CAHIER_TRY(open_level(scratch, graph, &first));
    CAHIER_TRY(open_workspace(scratch, n, &w));
    uint32_t *before = CAHIER_NEW(scratch, uint32_t, n);
    if (before == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t round = 0; round < ROUNDS; round++) {
        size_t mark = cahier_arena_mark(scratch);
        memcpy(before, of, n * sizeof *of);
        CAHIER_TRY(run_levels(scratch, &first, resolution, &w, of));
        cahier_arena_reset(scratch, mark);
        *count = renumber(of, n, n, w.name);
        if (memcmp(before, of, n * sizeof *of) == 0) {
            break;
        }
    }
    return CAHIER_OK;
}

cahier_status cahier_leiden(cahier_arena *batch, cahier_arena *scratch, const cahier_graph *graph, double resolution,
        const uint32_t *start, uint32_t **of, uint32_t *count)
{
    assert(graph->nodes > 0 && resolution > 0);
    uint32_t *result = CAHIER_NEW(batch, uint32_t, graph->nodes);
    if (result == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < graph->nodes; i++) {
        result[i] = start != NULL ? start[i] : i;
        assert(result[i] < graph->nodes);
    }
    size_t mark = cahier_arena_mark(scratch);
    uint32_t communities = 0;
    cahier_status status = run_rounds(scratch, graph, resolution, result, &communities);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *of = result;
    *count = communities;
    return CAHIER_OK;
}

cahier_status cahier_modularity(cahier_arena *scratch, const cahier_graph *graph, double resolution, const uint32_t *of,
        uint32_t count, double *out)
{
    size_t mark = cahier_arena_mark(scratch);
    uint64_t inside = 0, total = 0, *strength = CAHIER_NEW(scratch, uint64_t, count);
    if (strength == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < graph->nodes; i++) {
        for (uint32_t z = graph->start[i]; z < graph->start[i + 1]; z++) {
            total += graph->weight[z];
            if (of[i] != CAHIER_NONE) {
                strength[of[i]] += graph->weight[z];
                inside += of[graph->neighbour[z]] == of[i] ? graph->weight[z] : 0;
            }
        }
    }
    double by_chance = 0, all = total > 0 ? (double)total : 1;
    for (uint32_t c = 0; c < count; c++) {
        by_chance += (double)strength[c] / all * ((double)strength[c] / all);
    }
    cahier_arena_reset(scratch, mark);
    *out = (double)inside / all - resolution * by_chance;
    return CAHIER_OK;
}
