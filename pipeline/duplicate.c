/* SPDX-License-Identifier: Apache-2.0 */
#include "duplicate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "normalise.h"
#include "sketch.h"
#include "text.h"

#define BAND_ROWS 3u
#define BANDS (CAHIER_SKETCH_HASHES / BAND_ROWS)
/* Of 63 places: an estimate of .4 lets through .95 of the pairs whose resemblance is just .5 (standard error .063) and
 * nearly all above; the exact comparison, a hundred times dearer, is for pairs that deserve it. */
#define DUPLICATE_AGREE 26u

#define BRIEF_PLACES 64u /* a multiple of what one vector instruction compares */

/* A sketch at half its size, so that two lines of cache hold it; the place too many is zero in all. Two minima that
 * differ look alike once in 65,536. */
typedef struct brief {
    uint16_t at[BRIEF_PLACES];
} brief;

/* Distinct texts, in the order of their fingerprints; u numbers them. */
typedef struct distinct {
    uint32_t count;     /* U */
    uint32_t *document; /* U: the first that has the text */
    brief *brief;       /* U */
    uint32_t *parent;   /* U: union-find, the root is the lowest number */
    uint32_t *unlike;   /* U: the latest text that was compared in full and found unlike */
    uint32_t *of;       /* D: number of the document's text, or CAHIER_NONE */
} distinct;

/* --- identical ---------------------------------------------------------------------------------------------------- */

typedef struct printed {
    uint64_t fingerprint;
    uint32_t document;
} printed;

static int by_fingerprint_then_document(const void *a, const void *b)
{
    const printed *x = a, *y = b;
    if (x->fingerprint != y->fingerprint) {
        return x->fingerprint < y->fingerprint ? -1 : 1;
    }
    return (x->document > y->document) - (x->document < y->document);
}

static cahier_status shorten_sketches(cahier_arena *scratch, const cahier_corpus *corpus, distinct *texts)
{
    texts->brief = CAHIER_NEW(scratch, brief, texts->count);
    if (texts->brief == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t u = 0; u < texts->count; u++) {
        const uint32_t *sketch = corpus->analysed[texts->document[u]]->sketch;
        for (uint32_t i = 0; i < CAHIER_SKETCH_HASHES; i++) {
            texts->brief[u].at[i] = (uint16_t)sketch[i];
        }
    }
    return CAHIER_OK;
}

static cahier_status find_distinct(cahier_arena *scratch, const cahier_corpus *corpus, distinct *out)
{
    printed *prints = CAHIER_NEW(scratch, printed, corpus->count);
    out->of = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->document = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->parent = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->unlike = CAHIER_NEW(scratch, uint32_t, corpus->count);
    if (prints == NULL || out->of == NULL || out->document == NULL || out->parent == NULL || out->unlike == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        out->of[d] = CAHIER_NONE;
        if (corpus->analysed[d]->sketch != NULL) {
            prints[count++] = (printed){corpus->analysed[d]->fingerprint, d};
        }
    }
    qsort(prints, count, sizeof *prints, by_fingerprint_then_document);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || prints[i].fingerprint != prints[i - 1].fingerprint) {
            out->document[out->count] = prints[i].document;
            out->parent[out->count] = out->count;
            out->unlike[out->count] = CAHIER_NONE;
            out->count++;
        }
        out->of[prints[i].document] = out->count - 1;
    }
    return shorten_sketches(scratch, corpus, out);
}

/* --- exact resemblance -------------------------------------------------------------------------------------------- */

_Static_assert(CAHIER_SHINGLE_BYTES == 5, "an odd number of passes leaves the sorted shingles in the spare array");

typedef struct shingles { /* distinct, ascending */
    uint64_t *at;
    uint32_t count;
} shingles;

/* Sorts by the five bytes of a shingle, lowest byte first: no text can make it slow, as it could a hash table. */
static void sort_shingles(uint64_t *at, uint64_t *spare, uint32_t count)
{
    for (uint32_t byte = 0; byte < CAHIER_SHINGLE_BYTES; byte++) {
        uint32_t start[257] = {0};
        for (uint32_t i = 0; i < count; i++) {
            start[(at[i] >> 8 * byte & 0xFFu) + 1]++;
        }
        for (uint32_t v = 0; v < 256; v++) {
            start[v + 1] += start[v];
        }
        for (uint32_t i = 0; i < count; i++) {
            spare[start[at[i] >> 8 * byte & 0xFFu]++] = at[i];
        }
        uint64_t *sorted = spare;
        spare = at;
        at = sorted;
    }
}

static cahier_status list_shingles(cahier_arena *scratch, cahier_text text, shingles *out)
{
    char *folded = CAHIER_NEW(scratch, char, (size_t)CAHIER_FOLD_BOUND(text.len));
    if (folded == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = cahier_fold_words(text, folded);
    assert(len >= CAHIER_SKETCH_MIN);
    uint32_t count = len - CAHIER_SHINGLE_BYTES + 1;
    uint64_t *at = CAHIER_NEW(scratch, uint64_t, count);
    uint64_t *spare = CAHIER_NEW(scratch, uint64_t, count);
    if (at == NULL || spare == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint64_t shingle = 0;
    for (uint32_t i = 0; i < len; i++) {
        shingle = cahier_shingle_next(shingle, folded[i]);
        if (i + 1 >= CAHIER_SHINGLE_BYTES) {
            at[i + 1 - CAHIER_SHINGLE_BYTES] = shingle;
        }
    }
    sort_shingles(at, spare, count);
    out->at = spare; /* the last pass wrote there */
    out->count = 1;
    for (uint32_t i = 1; i < count; i++) {
        if (spare[i] != spare[out->count - 1]) {
            spare[out->count++] = spare[i];
        }
    }
    return CAHIER_OK;
}

static uint32_t count_shared(shingles a, shingles b)
{
    uint32_t shared = 0;
    for (uint32_t i = 0, j = 0; i < a.count && j < b.count;) {
        uint64_t x = a.at[i], y = b.at[j];
        shared += x == y;
        i += x <= y;
        j += y <= x;
    }
    return shared;
}

static bool resemble(shingles a, shingles b)
{
    uint64_t shared = count_shared(a, b), all = (uint64_t)a.count + b.count - shared;
    return 2 * shared >= all && (shared >= CAHIER_NEAR_SHARED || 4 * shared >= 3 * all);
}

/* --- near --------------------------------------------------------------------------------------------------------- */

static uint32_t find_root(uint32_t *parent, uint32_t u)
{
    while (parent[u] != u) {
        parent[u] = parent[parent[u]];
        u = parent[u];
    }
    return u;
}

static bool sketches_agree(const brief *a, const brief *b)
{
    uint16_t differ = 0;
    for (uint32_t i = 0; i < BRIEF_PLACES; i++) {
        differ = (uint16_t)(differ + (a->at[i] != b->at[i]));
    }
    return differ <= CAHIER_SKETCH_HASHES - DUPLICATE_AGREE;
}

static cahier_status unite_if_near(
        cahier_arena *scratch, const cahier_corpus *corpus, distinct *texts, uint32_t u, uint32_t v)
{
    uint32_t root_u = find_root(texts->parent, u), root_v = find_root(texts->parent, v);
    if (root_u == root_v || texts->unlike[v] == u || !sketches_agree(&texts->brief[u], &texts->brief[v])) {
        return CAHIER_OK;
    }
    size_t mark = cahier_arena_mark(scratch);
    shingles of_u, of_v;
    CAHIER_TRY(list_shingles(scratch, corpus->analysed[texts->document[u]]->text, &of_u));
    CAHIER_TRY(list_shingles(scratch, corpus->analysed[texts->document[v]]->text, &of_v));
    if (resemble(of_u, of_v)) {
        uint32_t low = root_u < root_v ? root_u : root_v, high = root_u < root_v ? root_v : root_u;
        texts->parent[high] = low;
    } else {
        texts->unlike[v] = u;
    }
    cahier_arena_reset(scratch, mark);
    return CAHIER_OK;
}

typedef struct bucket { /* texts whose three minima of the band have the same hash */
    uint32_t key;
    uint32_t first, latest; /* CAHIER_NONE: free */
} bucket;

static bucket *find_bucket(bucket *buckets, uint32_t room, const uint16_t *minima)
{
    uint64_t key = cahier_mix64((uint64_t)minima[0] << 32 | (uint64_t)minima[1] << 16 | minima[2]);
    uint32_t i = (uint32_t)((key >> 32) * room >> 32);
    while (buckets[i].first != CAHIER_NONE && buckets[i].key != (uint32_t)key) {
        i = i + 1 < room ? i + 1 : 0;
    }
    buckets[i].key = (uint32_t)key;
    return &buckets[i];
}

static cahier_status compare_in_band(cahier_arena *scratch, const cahier_corpus *corpus, distinct *texts,
        bucket *buckets, uint32_t room, uint32_t band)
{
    for (uint32_t u = 0; u < texts->count; u++) {
        bucket *b = find_bucket(buckets, room, texts->brief[u].at + (size_t)band * BAND_ROWS);
        if (b->first == CAHIER_NONE) {
            b->first = b->latest = u;
        }
        CAHIER_TRY(unite_if_near(scratch, corpus, texts, b->first, u));
        CAHIER_TRY(unite_if_near(scratch, corpus, texts, b->latest, u));
        b->latest = u;
    }
    return CAHIER_OK;
}

static cahier_status compare_neighbours(cahier_arena *scratch, const cahier_corpus *corpus, distinct *texts)
{
    uint32_t room = texts->count + texts->count / 2 + 1;
    bucket *buckets = CAHIER_NEW(scratch, bucket, room);
    if (buckets == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t band = 0; band < BANDS; band++) {
        memset(buckets, 0xFF, room * sizeof *buckets);
        CAHIER_TRY(compare_in_band(scratch, corpus, texts, buckets, room, band));
    }
    return CAHIER_OK;
}

/* --- groups ------------------------------------------------------------------------------------------------------- */

/* Documents of each root into group_of: first how many, then which group. Returns the number of groups; *members, of
 * documents in them. */
static uint32_t number_groups(
        const cahier_corpus *corpus, distinct *texts, uint32_t *size, uint32_t *group_of, uint32_t *members)
{
    uint32_t groups = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (texts->of[d] != CAHIER_NONE) {
            size[find_root(texts->parent, texts->of[d])]++;
        }
    }
    uint32_t *number = texts->document; /* no longer needed: of each root, the group, once it has one */
    memset(number, 0xFF, texts->count * sizeof *number);
    for (uint32_t d = 0; d < corpus->count; d++) {
        uint32_t root = texts->of[d] == CAHIER_NONE ? CAHIER_NONE : find_root(texts->parent, texts->of[d]);
        group_of[d] = CAHIER_NONE;
        if (root != CAHIER_NONE && size[root] > 1) {
            if (number[root] == CAHIER_NONE) {
                number[root] = groups++;
            }
            group_of[d] = number[root];
            (*members)++;
        }
    }
    return groups;
}

static void describe(const cahier_corpus *corpus, uint32_t *seen, uint32_t stamp, cahier_duplicate_group *group)
{
    uint64_t fingerprint = corpus->analysed[group->documents[0]]->fingerprint;
    group->kind = CAHIER_DUPLICATE_IDENTICAL;
    for (uint32_t i = 0; i < group->document_count; i++) {
        uint32_t d = group->documents[i], person = corpus->received[d].person;
        assert(person >= 1 && person <= corpus->persons);
        group->persons += seen[person] != stamp;
        seen[person] = stamp;
        if (corpus->analysed[d]->fingerprint != fingerprint) {
            group->kind = CAHIER_DUPLICATE_NEAR;
        }
    }
    group->campaign = group->document_count >= CAHIER_CAMPAIGN_DOCUMENTS && group->persons >= CAHIER_CAMPAIGN_PERSONS;
}

static cahier_status fill_groups(cahier_arena *scratch, const cahier_corpus *corpus, const uint32_t *group_of,
        cahier_duplicate_group *groups, uint32_t group_count, uint32_t *room)
{
    uint32_t *seen = CAHIER_NEW(scratch, uint32_t, (size_t)corpus->persons + 1);
    if (seen == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (group_of[d] != CAHIER_NONE) {
            groups[group_of[d]].document_count++;
        }
    }
    for (uint32_t g = 0; g < group_count; g++) {
        groups[g].documents = room;
        room += groups[g].document_count;
        groups[g].document_count = 0;
    }
    for (uint32_t d = 0; d < corpus->count; d++) {
        if (group_of[d] != CAHIER_NONE) {
            cahier_duplicate_group *group = &groups[group_of[d]];
            group->documents[group->document_count++] = d;
        }
    }
    for (uint32_t g = 0; g < group_count; g++) {
        describe(corpus, seen, g + 1, &groups[g]);
    }
    return CAHIER_OK;
}

typedef struct found {
    uint32_t *group_of;
    cahier_duplicate_group *groups;
    uint32_t count;
} found;

static cahier_status find_groups(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus, found *out)
{
    distinct texts = {0};
    uint32_t members = 0;
    CAHIER_TRY(find_distinct(scratch, corpus, &texts));
    CAHIER_TRY(compare_neighbours(scratch, corpus, &texts));
    uint32_t *size = CAHIER_NEW(scratch, uint32_t, texts.count);
    out->group_of = CAHIER_NEW(batch, uint32_t, corpus->count);
    if (size == NULL || out->group_of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    out->count = number_groups(corpus, &texts, size, out->group_of, &members);
    out->groups = CAHIER_NEW(batch, cahier_duplicate_group, out->count);
    uint32_t *documents = CAHIER_NEW(batch, uint32_t, members);
    if (out->groups == NULL || documents == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    return fill_groups(scratch, corpus, out->group_of, out->groups, out->count, documents);
}

cahier_status cahier_duplicate_find(cahier_arena *batch, cahier_arena *scratch, const cahier_corpus *corpus,
        uint32_t **duplicate_of, cahier_duplicate_group **groups, uint32_t *group_count)
{
    size_t mark = cahier_arena_mark(scratch);
    found result = {0};
    cahier_status status = find_groups(batch, scratch, corpus, &result);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *duplicate_of = result.group_of;
    *groups = result.groups;
    *group_count = result.count;
    return CAHIER_OK;
}
