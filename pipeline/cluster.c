/* SPDX-License-Identifier: Apache-2.0 */
#include "cluster.h"

#include <math.h>
#include <string.h>

#include "quantise.h"
#include "tree.h"

#define CLUSTER_LEAST 3u /* and half a percent of the documents: fewer is an anecdote, not a theme */
/* Of modularity: at 1.25 a hundred texts of seven subjects are lumped into four, at 2 a batch of thousands falls to pieces. */
#define RESOLUTION 1.5
/* Cosine of two centroids beyond which they are one theme: a wide subject of a large batch falls into communities, since each
 * text names its nearest alone. At .45 the debates of a town melt into one another, at .6 hardly anything is united. */
#define ALIKE 0.5
#define NEVER_ALIKE 2.0
#define RESOLUTION_STEP 1.25
#define FINE_RESOLUTION 6 /* 30 to 60 clusters of 4 000 texts: enough to merge down from */

/* --- graph -------------------------------------------------------------------------------------------------------------- */

static bool names(const cahier_neighbours *nb, uint32_t i, uint32_t j)
{
    for (uint32_t e = 0; e < nb->each; e++) {
        if (nb->of[(size_t)i * nb->each + e] == j) {
            return true;
        }
    }
    return false;
}

/* Calls for each edge once in a direction: i names j, and is not named back by a lower j. */
static bool is_edge(const cahier_neighbours *nb, const bool *keep, uint32_t i, uint32_t j)
{
    return j != CAHIER_NONE && (keep == NULL || (keep[i] && keep[j])) && !(j < i && names(nb, j, i));
}

static cahier_status open_graph(cahier_arena *scratch, const cahier_neighbours *nb, const bool *keep, cahier_graph *out)
{
    uint32_t n = nb->count;
    cahier_graph g = {.nodes = n};
    g.start = CAHIER_NEW(scratch, uint32_t, (size_t)n + 2);
    g.neighbour = CAHIER_NEW(scratch, uint32_t, 2 * (size_t)n * nb->each);
    g.weight = CAHIER_NEW(scratch, uint32_t, 2 * (size_t)n * nb->each);
    if (g.start == NULL || g.neighbour == NULL || g.weight == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = 0; e < nb->each; e++) {
            uint32_t j = nb->of[(size_t)i * nb->each + e];
            if (is_edge(nb, keep, i, j)) {
                g.start[i + 2]++;
                g.start[j + 2]++;
            }
        }
    }
    for (uint32_t i = 2; i <= n; i++) {
        g.start[i] += g.start[i - 1];
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t e = 0; e < nb->each; e++) {
            uint32_t j = nb->of[(size_t)i * nb->each + e];
            if (is_edge(nb, keep, i, j)) {
                uint32_t weight = (uint32_t)nb->similarity[(size_t)i * nb->each + e] / (CAHIER_ONE / 1000) + 1;
                uint32_t a = g.start[i + 1]++, b = g.start[j + 1]++;
                g.neighbour[a] = j;
                g.neighbour[b] = i;
                g.weight[a] = g.weight[b] = weight;
            }
        }
    }
    *out = g;
    return CAHIER_OK;
}

/* --- clusters ------------------------------------------------------------------------------------------------------------- */

typedef struct grouping {
    const cahier_placed *placed;
    double resolution, alike;
    const bool *keep;
    const uint32_t *start; /* n: cahier_cluster_again, or NULL */
    uint32_t *of;          /* n */
    uint32_t count;        /* K, some of size 0 while merging */
    uint32_t *size;        /* K */
    double *sum;           /* K x E */
} grouping;

static void fill_sums(grouping *g)
{
    memset(g->size, 0, g->count * sizeof *g->size);
    memset(g->sum, 0, (size_t)g->count * g->placed->dimensions * sizeof *g->sum);
    for (uint32_t i = 0; i < g->placed->n; i++) {
        if (g->of[i] == CAHIER_NONE) {
            continue;
        }
        const float *x = g->placed->x + (size_t)i * g->placed->dimensions;
        double *sum = g->sum + (size_t)g->of[i] * g->placed->dimensions;
        g->size[g->of[i]]++;
        for (uint32_t e = 0; e < g->placed->dimensions; e++) {
            sum[e] += (double)x[e];
        }
    }
}

static double similarity_of(const grouping *g, uint32_t a, uint32_t b)
{
    const double *x = g->sum + (size_t)a * g->placed->dimensions, *y = g->sum + (size_t)b * g->placed->dimensions;
    double along = 0, lengths = cahier_length_of(x, g->placed->dimensions) * cahier_length_of(y, g->placed->dimensions);
    for (uint32_t e = 0; e < g->placed->dimensions; e++) {
        along += x[e] * y[e];
    }
    return lengths > 0 ? along / lengths : -1;
}

static void merge(grouping *g, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < g->placed->n; i++) {
        if (g->of[i] == from) {
            g->of[i] = to;
        }
    }
    for (uint32_t e = 0; e < g->placed->dimensions; e++) {
        g->sum[(size_t)to * g->placed->dimensions + e] += g->sum[(size_t)from * g->placed->dimensions + e];
        g->sum[(size_t)from * g->placed->dimensions + e] = 0;
    }
    g->size[to] += g->size[from];
    g->size[from] = 0;
}

static uint32_t least_of(const grouping *g)
{
    return g->placed->n / 200 > CLUSTER_LEAST ? g->placed->n / 200 : CLUSTER_LEAST;
}

/* Smallest first, each into the nearest other, until none is under `least`. */
static void merge_small(grouping *g, uint32_t least)
{
    for (;;) {
        uint32_t small = CAHIER_NONE, nearest = CAHIER_NONE;
        for (uint32_t k = 0; k < g->count; k++) {
            if (g->size[k] > 0 && g->size[k] < least && (small == CAHIER_NONE || g->size[k] < g->size[small])) {
                small = k;
            }
        }
        if (small == CAHIER_NONE) {
            return;
        }
        double most = -2;
        for (uint32_t k = 0; k < g->count; k++) {
            double s = k != small && g->size[k] > 0 ? similarity_of(g, small, k) : -2;
            if (s > most) {
                most = s;
                nearest = k;
            }
        }
        if (nearest == CAHIER_NONE) {
            return;
        }
        merge(g, small, nearest);
    }
}

/* The most alike first, while two are as alike as `alike`; a batch of one subject keeps two. */
static void merge_alike(grouping *g)
{
    uint32_t alive = 0;
    for (uint32_t k = 0; k < g->count; k++) {
        alive += g->size[k] > 0;
    }
    for (; alive > 2; alive--) {
        uint32_t from = 0, to = 0;
        double most = g->alike;
        for (uint32_t a = 0; a < g->count; a++) {
            for (uint32_t b = a + 1; g->size[a] > 0 && b < g->count; b++) {
                double s = g->size[b] > 0 ? similarity_of(g, a, b) : -2;
                if (s > most) {
                    most = s;
                    to = a;
                    from = b;
                }
            }
        }
        if (from == to) {
            return;
        }
        merge(g, from, to);
    }
}

/* The first unions of the tree of those that are not empty, until `wanted` are left. */
static cahier_status merge_to(cahier_arena *scratch, grouping *g, uint32_t wanted)
{
    uint32_t E = g->placed->dimensions, alive = 0;
    uint32_t *place = CAHIER_NEW(scratch, uint32_t, 2 * (size_t)g->count); /* a node of the tree: its cluster */
    double *sum = CAHIER_NEW(scratch, double, (size_t)g->count *E);
    cahier_union *unions;
    if (place == NULL || sum == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t k = 0; k < g->count; k++) {
        if (g->size[k] > 0) {
            memcpy(sum + (size_t)alive * E, g->sum + (size_t)k * E, E * sizeof *sum);
            place[alive++] = k;
        }
    }
    CAHIER_TRY(cahier_tree_grow_sums(scratch, scratch, sum, alive, E, &unions));
    for (uint32_t i = 0; i + wanted < alive; i++) {
        uint32_t to = place[unions[i].a];
        merge(g, place[unions[i].b], to);
        place[alive + i] = to;
    }
    return CAHIER_OK;
}

static cahier_status open_grouping(cahier_arena *scratch, grouping *g)
{
    g->size = CAHIER_NEW(scratch, uint32_t, g->count);
    g->sum = CAHIER_NEW(scratch, double, (size_t)g->count * g->placed->dimensions);
    if (g->size == NULL || g->sum == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    fill_sums(g);
    return CAHIER_OK;
}

/* Clusters by their first document, none empty. */
static cahier_status number_clusters(cahier_arena *scratch, grouping *g)
{
    uint32_t *name = CAHIER_NEW(scratch, uint32_t, g->count), count = 0;
    if (name == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memset(name, 0xff, g->count * sizeof *name);
    for (uint32_t i = 0; i < g->placed->n; i++) {
        if (g->of[i] != CAHIER_NONE) {
            uint32_t k = g->of[i];
            name[k] = name[k] == CAHIER_NONE ? count++ : name[k];
            g->of[i] = name[k];
        }
    }
    g->count = count;
    return CAHIER_OK;
}

/* Writes centroids. */
static cahier_status close_grouping(cahier_arena *batch, cahier_arena *scratch, grouping *g, cahier_clusters *out)
{
    CAHIER_TRY(number_clusters(scratch, g));
    CAHIER_TRY(open_grouping(scratch, g));
    cahier_clusters c = {.count = g->count, .of = CAHIER_NEW(batch, uint32_t, g->placed->n), .again = g->start != NULL};
    c.centroid = CAHIER_NEW(batch, float, (size_t)c.count * g->placed->dimensions);
    if (c.of == NULL || c.centroid == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(c.of, g->of, g->placed->n * sizeof *c.of);
    double lengths = 0;
    uint32_t documents = 0;
    for (uint32_t k = 0; k < c.count; k++) {
        size_t at = (size_t)k * g->placed->dimensions;
        lengths += cahier_scale_to_one(g->sum + at, g->placed->dimensions, c.centroid + at);
        documents += g->size[k];
    }
    c.cohesion = documents > 0 ? lengths / documents : 0;
    *out = c;
    return CAHIER_OK;
}

/* Documents that do not take part are nodes without edges: communities of their own, that do not count. */
static cahier_status find_communities(cahier_arena *scratch, const cahier_graph *graph, uint32_t wanted, grouping *g)
{
    double resolution = g->resolution;
    uint32_t apart = 0;
    for (uint32_t i = 0; g->keep != NULL && i < g->placed->n; i++) {
        apart += !g->keep[i];
    }
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(cahier_leiden(scratch, scratch, graph, resolution, g->start, &g->of, &g->count));
    while (g->count - apart < wanted && resolution < 1000) {
        cahier_arena_reset(scratch, mark);
        resolution *= RESOLUTION_STEP;
        CAHIER_TRY(cahier_leiden(scratch, scratch, graph, resolution, g->start, &g->of, &g->count));
    }
    for (uint32_t i = 0; i < g->placed->n; i++) {
        if (g->keep != NULL && !g->keep[i]) {
            g->of[i] = CAHIER_NONE;
        }
    }
    return open_grouping(scratch, g);
}

static cahier_status settle(cahier_arena *scratch, grouping *g)
{
    CAHIER_TRY(number_clusters(scratch, g));
    return cahier_settle(scratch, g->placed, g->count, g->of);
}

static cahier_status group(cahier_arena *scratch, const cahier_graph *graph, uint32_t wanted, grouping *g)
{
    CAHIER_TRY(find_communities(scratch, graph, wanted, g));
    if (wanted == 0) {
        merge_small(g, least_of(g));
        merge_alike(g);
    } else {
        CAHIER_TRY(merge_to(scratch, g, wanted));
    }
    return g->placed->weights != NULL ? settle(scratch, g) : CAHIER_OK;
}

/* Earlier clusters as they were, and what becomes of new documents. */
typedef struct unmoved {
    const cahier_graph *graph;
    const grouping *moved;
    uint32_t *size;     /* n: documents of the earlier cluster that a number stands for; 1: a new document */
    uint32_t *old, *in; /* moved->count: documents of a community of `moved` that are not new; all */
    uint64_t *weight;   /* n: working room, zeros */
} unmoved;

static bool is_new(const unmoved *u, uint32_t i)
{
    return u->size[u->moved->start[i]] == 1;
}

/* The earlier cluster that most of a node's edges lead to, or CAHIER_NONE. */
static uint32_t cluster_around(const unmoved *u, uint32_t node)
{
    const cahier_graph *graph = u->graph;
    uint32_t best = CAHIER_NONE;
    for (uint32_t z = graph->start[node]; z < graph->start[node + 1]; z++) {
        uint32_t other = graph->neighbour[z], k = u->moved->start[other];
        if (!is_new(u, other)) {
            u->weight[k] += graph->weight[z];
            bool more = best == CAHIER_NONE || u->weight[k] > u->weight[best];
            best = more || (u->weight[k] == u->weight[best] && k < best) ? k : best;
        }
    }
    for (uint32_t z = graph->start[node]; z < graph->start[node + 1]; z++) {
        u->weight[u->moved->start[graph->neighbour[z]]] = 0;
    }
    return best;
}

/* A number for the cluster of i: below n an earlier one, from n on a community of `moved`, where new documents are most. */
static uint32_t place(const unmoved *u, uint32_t i)
{
    uint32_t community = u->moved->of[i];
    if (!is_new(u, i)) {
        return u->moved->start[i];
    }
    uint32_t around = 2 * u->old[community] > u->in[community] ? cluster_around(u, i) : CAHIER_NONE;
    return around != CAHIER_NONE ? around : u->moved->placed->n + community;
}

static cahier_status open_unmoved(cahier_arena *scratch, unmoved *u)
{
    const grouping *moved = u->moved;
    u->size = CAHIER_NEW(scratch, uint32_t, moved->placed->n);
    u->weight = CAHIER_NEW(scratch, uint64_t, moved->placed->n);
    u->old = CAHIER_NEW(scratch, uint32_t, moved->count);
    u->in = CAHIER_NEW(scratch, uint32_t, moved->count);
    if (u->size == NULL || u->weight == NULL || u->old == NULL || u->in == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < moved->placed->n; i++) {
        u->size[moved->start[i]]++;
    }
    for (uint32_t i = 0; i < moved->placed->n; i++) {
        u->old[moved->of[i]] += !is_new(u, i);
        u->in[moved->of[i]]++;
    }
    return CAHIER_OK;
}

/* The earlier clusters as they were. New documents go where their neighbours are, or make a cluster where `moved` has one that is
 * mostly new. */
static cahier_status group_unmoved(cahier_arena *scratch, const cahier_graph *graph, const grouping *moved, grouping *g)
{
    unmoved u = {.graph = graph, .moved = moved};
    uint32_t names = g->placed->n + moved->count;
    uint32_t *name = CAHIER_NEW(scratch, uint32_t, names);
    g->of = CAHIER_NEW(scratch, uint32_t, g->placed->n);
    if (name == NULL || g->of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(open_unmoved(scratch, &u));
    memset(name, 0xff, names * sizeof *name);
    for (uint32_t i = 0; i < g->placed->n; i++) {
        uint32_t k = place(&u, i);
        name[k] = name[k] == CAHIER_NONE ? g->count++ : name[k];
        g->of[i] = name[k];
    }
    CAHIER_TRY(open_grouping(scratch, g));
    merge_small(g, least_of(g));
    return CAHIER_OK;
}

/* `other` in place of g when it is clearly better. */
static cahier_status prefer(cahier_arena *scratch, const cahier_graph *graph, grouping *g, const grouping *other)
{
    double before, renewed;
    CAHIER_TRY(cahier_modularity(scratch, graph, g->resolution, g->of, g->count, &before));
    CAHIER_TRY(cahier_modularity(scratch, graph, g->resolution, other->of, other->count, &renewed));
    if (renewed > before + fabs(before) * CAHIER_RENEWAL_PERCENT / 100) { /* of one cluster it is negative */
        *g = *other;
    }
    return CAHIER_OK;
}

/* The earlier clusters as they are, unless moving documents between them is clearly better, or making all from nothing. */
static cahier_status group_again(cahier_arena *scratch, const cahier_graph *graph, uint32_t wanted, grouping *g)
{
    grouping moved = *g, cold = *g;
    cold.start = NULL;
    CAHIER_TRY(group(scratch, graph, wanted, &moved));
    CAHIER_TRY(group(scratch, graph, wanted, &cold));
    if (wanted == 0) {
        CAHIER_TRY(group_unmoved(scratch, graph, &moved, g));
        CAHIER_TRY(prefer(scratch, graph, g, &moved));
    } else {
        *g = moved;
    }
    return prefer(scratch, graph, g, &cold);
}

static cahier_status find_clusters(cahier_arena *batch, cahier_arena *scratch, const cahier_neighbours *neighbours,
        uint32_t wanted, grouping *g, cahier_clusters *out)
{
    cahier_graph graph;
    CAHIER_TRY(open_graph(scratch, neighbours, g->keep, &graph));
    CAHIER_TRY((g->start != NULL ? group_again : group)(scratch, &graph, wanted, g));
    return close_grouping(batch, scratch, g, out);
}

static cahier_status cluster_at(cahier_arena *batch, cahier_arena *scratch, const cahier_neighbours *neighbours,
        uint32_t wanted, grouping g, cahier_clusters *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = find_clusters(batch, scratch, neighbours, wanted, &g, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

static grouping themes_of(const cahier_placed *placed)
{
    return (grouping){.placed = placed, .resolution = RESOLUTION, .alike = ALIKE};
}

cahier_status cahier_cluster(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const bool *keep, uint32_t wanted, cahier_clusters *out)
{
    grouping g = themes_of(placed);
    g.keep = keep;
    return cluster_at(batch, scratch, neighbours, wanted, g, out);
}

cahier_status cahier_cluster_again(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const uint32_t *start, uint32_t wanted, cahier_clusters *out)
{
    grouping g = themes_of(placed);
    g.start = start;
    return cluster_at(batch, scratch, neighbours, wanted, g, out);
}

cahier_status cahier_cluster_finely(cahier_arena *batch, cahier_arena *scratch, const cahier_placed *placed,
        const cahier_neighbours *neighbours, const bool *keep, cahier_clusters *out)
{
    grouping g = themes_of(placed);
    g.keep = keep;
    g.resolution = FINE_RESOLUTION;
    g.alike = NEVER_ALIKE;
    return cluster_at(batch, scratch, neighbours, 0, g, out);
}
