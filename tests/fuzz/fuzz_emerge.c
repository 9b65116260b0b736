/* SPDX-License-Identifier: Apache-2.0 */
/* A state of the emergence, damaged anywhere with its sum made good again: refused, or a day goes through it. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emerge.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define HEADER 32u /* magic, length, sum, sizes: another length is refused before anything is read */
#define EDIT 6u    /* bytes: where, what */
#define WORDS 2u

static const cahier_emerge_options options = {.per_month = 1, .persons = 2, .things = 1u << 10, .texts = 1u << 8};

/* A day of messages about some of a few words; the last days have a new one. */
static void write_day(cahier_heard heard[16], cahier_said said[16][WORDS], int32_t day)
{
    static const char *const word[] = {"banc", "bus", "école", "rue", "frelon"};
    static char id[16][24];
    for (uint32_t i = 0; i < 16; i++) {
        (void)snprintf(id[i], sizeof id[i], "m%d-%u", (int)day, i);
        heard[i] = (cahier_heard){.id = {id[i], (uint32_t)strlen(id[i])},
                .person = (uint64_t)day * 16 + i + 1,
                .place = {"Nord", 4},
                .theme = {"t-0001", 6},
                .label = {"bancs", 5},
                .polarity = i % 2 == 0 ? CAHIER_NEGATIVE : CAHIER_POSITIVE,
                .fingerprint = i % 8 == 0 ? 7 : (uint64_t)day * 16 + i,
                .said = said[i]};
        for (uint32_t w = 0; w < WORDS; w++) {
            const char *name = word[day > 58 && i < 12 && w == 0 ? 4u : (i + w + (uint32_t)day) % 4];
            cahier_text surface = {name, (uint32_t)strlen(name)};
            said[i][w] = (cahier_said){.key = cahier_heard_key(surface), .surface = surface};
            heard[i].said_count++;
        }
    }
}

static cahier_status pass(cahier_emerge *state, int32_t day, cahier_arena *batch, cahier_arena *scratch)
{
    cahier_heard heard[16];
    cahier_said said[16][WORDS];
    cahier_findings findings;
    write_day(heard, said, day);
    cahier_heard_day today = {cahier_day_date(19700 + day), heard, 16};
    return cahier_emerge_day(state, &options, &today, batch, scratch, &findings);
}

/* Sixty days: with things, open findings, a campaign. Its bytes, and arenas for those who damage it. */
typedef struct life {
    cahier_arena arena[3];
    const void *bytes;
    size_t len;
    char *damaged;
} life;

static life *lived(void)
{
    static life l;
    cahier_emerge *state;
    if (l.bytes != NULL) {
        return &l;
    }
    for (uint32_t i = 0; i < 3; i++) {
        if (!cahier_arena_open(&l.arena[i], (size_t)24 << 20)) {
            abort();
        }
    }
    assert(cahier_emerge_new(&l.arena[0], &options, &state) == CAHIER_OK);
    for (int32_t day = 0; day < 62; day++) {
        size_t mark = cahier_arena_mark(&l.arena[1]);
        assert(pass(state, day, &l.arena[1], &l.arena[2]) == CAHIER_OK);
        cahier_arena_reset(&l.arena[1], mark);
    }
    l.bytes = cahier_emerge_bytes(state, &l.len);
    l.damaged = malloc(l.len);
    assert(l.damaged != NULL);
    return &l;
}

static void edit(char *state, size_t size, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i + EDIT <= len; i += EDIT) {
        uint32_t where;
        memcpy(&where, bytes + i, sizeof where);
        where = HEADER + where % (uint32_t)(size - HEADER - 2);
        memcpy(state + where, bytes + i + 4, 2);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    life *l = lived();
    cahier_emerge *read = NULL;
    size_t mark[3];
    for (uint32_t i = 0; i < 3; i++) {
        mark[i] = cahier_arena_mark(&l->arena[i]);
    }
    memcpy(l->damaged, l->bytes, l->len);
    edit(l->damaged, l->len, bytes, len);
    (void)cahier_emerge_bytes((cahier_emerge *)(void *)l->damaged, &l->len); /* the sum is that of the damaged bytes */
    cahier_status status = cahier_emerge_read(&l->arena[0], &options, l->damaged, l->len, &read);
    assert(status == CAHIER_OK || len >= EDIT);
    if (status == CAHIER_OK) {
        cahier_emerge_facts facts;
        cahier_emerge_tell(read, &facts);
        (void)pass(read, 62, &l->arena[1], &l->arena[2]);
    }
    assert(cahier_emerge_read(&l->arena[0], &options, bytes, len, &read) != CAHIER_OK);
    for (uint32_t i = 0; i < 3; i++) {
        cahier_arena_reset(&l->arena[i], mark[i]);
    }
    return 0;
}
