/* SPDX-License-Identifier: Apache-2.0 */
#include "identify.h"

#include <stdio.h>
#include <string.h>

#define FIRST_ROOM 1024u

cahier_status cahier_identities_open(cahier_reading *reading, cahier_identities *out)
{
    cahier_identities identities = {.room = FIRST_ROOM};
    CAHIER_TRY(cahier_ranks_open(reading->scratch, FIRST_ROOM, &identities.ids));
    identities.at = CAHIER_NEW(reading->scratch, cahier_identity, FIRST_ROOM);
    if (identities.at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = identities;
    return CAHIER_OK;
}

cahier_status cahier_identities_claim(
        cahier_reading *reading, cahier_identities *identities, cahier_text id, uint32_t *rank, bool *added)
{
    CAHIER_TRY(cahier_ranks_add(&identities->ids, id, rank, added));
    if (*rank >= identities->room) {
        cahier_identity *grown =
                CAHIER_GROW(reading->scratch, identities->at, identities->room, (size_t)identities->room * 2);
        if (grown == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        identities->at = grown;
        identities->room *= 2;
    }
    if (*added) {
        identities->at[*rank] = (cahier_identity){.next_suffix = 2};
    }
    return CAHIER_OK;
}

cahier_status cahier_identities_compose(
        cahier_reading *reading, cahier_text id, char mark, uint32_t number, cahier_text *out)
{
    char tail[16];
    uint32_t tail_len = (uint32_t)snprintf(tail, sizeof tail, "%c%u", mark, number);
    char *at = CAHIER_NEW(reading->batch, char, id.len + tail_len);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    memcpy(at, id.at, id.len);
    memcpy(at + id.len, tail, tail_len);
    *out = (cahier_text){at, id.len + tail_len};
    return CAHIER_OK;
}

cahier_status cahier_identities_rename(
        cahier_reading *reading, cahier_identities *identities, uint32_t taken, cahier_text *id, uint32_t *rank)
{
    cahier_text asked = *id;
    bool added = false;
    while (!added) {
        uint32_t suffix = identities->at[taken].next_suffix++;
        CAHIER_TRY(cahier_identities_compose(reading, asked, '-', suffix, id));
        CAHIER_TRY(cahier_identities_claim(reading, identities, *id, rank, &added));
    }
    return CAHIER_OK;
}
