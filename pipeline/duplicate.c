/* SPDX-License-Identifier: Apache-2.0 */
#include "duplicate.h"

#include <assert.h>
#include <string.h>

#include "normalise.h"
#include "order.h"
#include "resemblance.h"
#include "sketch.h"
#include "text.h"

#define BAND_ROWS 3u
#define BANDS (CAHIER_SKETCH_HASHES / BAND_ROWS)
/* Of 63 places: an estimate of .32 lets through .91 of the pairs whose resemblance is just .4 (standard error .062) and
 * nearly all above; the exact comparison, a hundred times dearer, is for pairs that deserve it. */
#define DUPLICATE_AGREE 20u

#define STARS 8u /* a bound for chains made on purpose: each star costs one comparison a text */

#define BRIEF_PLACES 64u /* a multiple of what one vector instruction compares */

/* A sketch beside those it is compared with, in two lines of cache; the place too many is zero in all. */
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

static cahier_status gather_sketches(cahier_arena *scratch, const cahier_corpus *corpus, distinct *texts)
{
    texts->brief = CAHIER_NEW(scratch, brief, texts->count);
    if (texts->brief == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t u = 0; u < texts->count; u++) {
        const uint16_t *sketch = corpus->analysed[texts->document[u]]->sketch;
        memcpy(texts->brief[u].at, sketch, CAHIER_SKETCH_HASHES * sizeof *sketch);
    }
    return CAHIER_OK;
}

static cahier_status find_distinct(cahier_arena *scratch, const cahier_corpus *corpus, distinct *out)
{
    cahier_keyed *prints = CAHIER_NEW(scratch, cahier_keyed, corpus->count);
    cahier_keyed *spare = CAHIER_NEW(scratch, cahier_keyed, corpus->count);
    out->of = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->document = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->parent = CAHIER_NEW(scratch, uint32_t, corpus->count);
    out->unlike = CAHIER_NEW(scratch, uint32_t, corpus->count);
    if (prints == NULL || spare == NULL || out->of == NULL || out->document == NULL || out->parent == NULL ||
            out->unlike == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t count = 0;
    for (uint32_t d = 0; d < corpus->count; d++) {
        out->of[d] = CAHIER_NONE;
        if (corpus->analysed[d]->sketch != NULL) {
            prints[count++] = (cahier_keyed){corpus->analysed[d]->fingerprint, d};
        }
    }
    prints = cahier_sort_keyed(prints, spare, count, sizeof prints->key);
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 || prints[i].key != prints[i - 1].key) {
            out->document[out->count] = prints[i].value;
            out->parent[out->count] = out->count;
            out->unlike[out->count] = CAHIER_NONE;
            out->count++;
        }
        out->of[prints[i].value] = out->count - 1;
    }
    return gather_sketches(scratch, corpus, out);
}

/* --- near --------------------------------------------------------------------------------------------------------- */

static cahier_text text_of(const cahier_corpus *corpus, const distinct *texts, uint32_t u)
{
    return corpus->analysed[texts->document[u]]->text;
}

static cahier_status open_resemblance(
        cahier_arena *scratch, const cahier_corpus *corpus, const distinct *texts, cahier_resemblance *out)
{
    uint32_t longest = 0;
    for (uint32_t u = 0; u < texts->count; u++) {
        uint32_t len = text_of(corpus, texts, u).len;
        longest = len > longest ? len : longest;
    }
    return cahier_resemblance_open(scratch, longest, out);
}

static bool resemble(cahier_resemblance *s, const cahier_corpus *corpus, const distinct *texts, uint32_t u, uint32_t v)
{
    return cahier_resemble(s, u, text_of(corpus, texts, u), v, text_of(corpus, texts, v));
}

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

static void unite_if_near(cahier_resemblance *s, const cahier_corpus *corpus, distinct *texts, uint32_t u, uint32_t v)
{
    uint32_t root_u = find_root(texts->parent, u), root_v = find_root(texts->parent, v);
    if (root_u == root_v || texts->unlike[v] == u || !sketches_agree(&texts->brief[u], &texts->brief[v])) {
        return;
    }
    if (resemble(s, corpus, texts, u, v)) {
        uint32_t low = root_u < root_v ? root_u : root_v, high = root_u < root_v ? root_v : root_u;
        texts->parent[high] = low;
    } else {
        texts->unlike[v] = u;
    }
}

/* A bucket: the texts whose three minima of the band are the same, in the order of texts. */
static void compare_in_bucket(
        cahier_resemblance *s, const cahier_corpus *corpus, distinct *texts, const cahier_keyed *at, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        unite_if_near(s, corpus, texts, at[0].value, at[i].value);
        unite_if_near(s, corpus, texts, at[i - 1].value, at[i].value);
    }
}

static uint32_t slot_of(uint64_t key, uint32_t mask)
{
    return (uint32_t)cahier_mix64(key) & mask;
}

/* Keeps the elements whose key may stand twice, in their order. Most stand once: a byte a slot tells, without the passes of
 * a sort over them. seen: mask + 1 bytes; slots that keys share keep too many, never too few. */
static uint32_t drop_single(cahier_keyed *at, uint32_t count, uint8_t *seen, uint32_t mask)
{
    uint32_t kept = 0;
    memset(seen, 0, (size_t)mask + 1);
    for (uint32_t i = 0; i < count; i++) {
        uint8_t *slot = &seen[slot_of(at[i].key, mask)];
        *slot = *slot == 0 ? 1 : 2;
    }
    for (uint32_t i = 0; i < count; i++) {
        at[kept] = at[i];
        kept += seen[slot_of(at[i].key, mask)] == 2;
    }
    return kept;
}

static cahier_status compare_neighbours(
        cahier_arena *scratch, const cahier_corpus *corpus, cahier_resemblance *s, distinct *texts)
{
    uint32_t slots = 256;
    while (slots < 2 * (uint64_t)texts->count && slots < UINT32_C(1) << 31) {
        slots *= 2;
    }
    uint8_t *seen = CAHIER_NEW(scratch, uint8_t, slots);
    cahier_keyed *at = CAHIER_NEW(scratch, cahier_keyed, texts->count);
    cahier_keyed *spare = CAHIER_NEW(scratch, cahier_keyed, texts->count);
    if (seen == NULL || at == NULL || spare == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t band = 0; band < BANDS; band++) {
        for (uint32_t u = 0; u < texts->count; u++) {
            const uint16_t *minima = texts->brief[u].at + (size_t)band * BAND_ROWS;
            at[u] = (cahier_keyed){(uint64_t)minima[0] << 32 | (uint64_t)minima[1] << 16 | minima[2], u};
        }
        uint32_t count = drop_single(at, texts->count, seen, slots - 1);
        const cahier_keyed *sorted = cahier_sort_keyed(at, spare, count, BAND_ROWS * sizeof(uint16_t));
        for (uint32_t from = 0, i = 1; i <= count; i++) {
            if (i == count || sorted[i].key != sorted[from].key) {
                compare_in_bucket(s, corpus, texts, sorted + from, i - from);
                from = i;
            }
        }
    }
    return CAHIER_OK;
}

/* --- stars --------------------------------------------------------------------------------------------------------- */

/* The text that looks most like what most of them say: the sketch of the majority, place by place (Boyer & Moore's
 * vote), and the text that agrees with it in most places. */
static uint32_t choose_centre(const distinct *texts, const cahier_keyed *member, uint32_t count)
{
    brief voted = {{0}};
    uint32_t lead[BRIEF_PLACES] = {0}, centre = member[0].value, best = 0;
    for (uint32_t i = 0; i < count; i++) {
        const brief *one = &texts->brief[member[i].value];
        for (uint32_t p = 0; p < BRIEF_PLACES; p++) {
            voted.at[p] = lead[p] == 0 ? one->at[p] : voted.at[p];
            lead[p] = voted.at[p] == one->at[p] ? lead[p] + 1 : lead[p] - 1;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t agree = 0;
        for (uint32_t p = 0; p < BRIEF_PLACES; p++) {
            agree += texts->brief[member[i].value].at[p] == voted.at[p];
        }
        if (agree > best) {
            best = agree;
            centre = member[i].value;
        }
    }
    return centre;
}

/* Of texts that pairs hold together, those near the centre stay with it, the others look for a centre among themselves;
 * those that have found none after STARS stand alone. */
static void split_in_stars(
        cahier_resemblance *s, const cahier_corpus *corpus, distinct *texts, cahier_keyed *member, uint32_t count)
{
    for (uint32_t star = 0; star < STARS && count > 0; star++) {
        uint32_t centre = choose_centre(texts, member, count), left = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t u = member[i].value;
            if (u == centre || resemble(s, corpus, texts, centre, u)) {
                texts->parent[u] = centre;
            } else {
                member[left++].value = u;
            }
        }
        count = left;
    }
    for (uint32_t i = 0; i < count; i++) {
        texts->parent[member[i].value] = member[i].value;
    }
}

static cahier_status split_chains(
        cahier_arena *scratch, const cahier_corpus *corpus, cahier_resemblance *s, distinct *texts)
{
    cahier_keyed *at = CAHIER_NEW(scratch, cahier_keyed, texts->count);
    cahier_keyed *spare = CAHIER_NEW(scratch, cahier_keyed, texts->count);
    if (at == NULL || spare == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t u = 0; u < texts->count; u++) {
        at[u] = (cahier_keyed){find_root(texts->parent, u), u};
    }
    at = cahier_sort_keyed(at, spare, texts->count, sizeof(uint32_t));
    for (uint32_t from = 0, i = 1; i <= texts->count; i++) {
        if (i == texts->count || at[i].key != at[from].key) {
            if (i - from > 2) { /* two texts held together were compared */
                split_in_stars(s, corpus, texts, at + from, i - from);
            }
            from = i;
        }
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
    cahier_resemblance s;
    uint32_t members = 0;
    CAHIER_TRY(find_distinct(scratch, corpus, &texts));
    CAHIER_TRY(open_resemblance(scratch, corpus, &texts, &s));
    CAHIER_TRY(compare_neighbours(scratch, corpus, &s, &texts));
    CAHIER_TRY(split_chains(scratch, corpus, &s, &texts));
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
