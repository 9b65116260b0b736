/* SPDX-License-Identifier: Apache-2.0 */
#include "sentinel.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#define SENTINEL_MS 1000u /* a sentinel that thinks longer is asked again later */

static void count_vote(cahier_candidates *candidates, const cahier_endpoint *named)
{
    uint32_t i = 0;
    while (i < candidates->count &&
            (strcmp(candidates->at[i].host, named->host) != 0 || candidates->at[i].port != named->port)) {
        i++;
    }
    if (i == candidates->count) {
        candidates->at[i] = *named;
        candidates->votes[i] = 0;
        candidates->count++;
    }
    candidates->votes[i]++;
    for (; i > 0 && candidates->votes[i] > candidates->votes[i - 1]; i--) {
        cahier_endpoint at = candidates->at[i];
        uint32_t votes = candidates->votes[i];
        candidates->at[i] = candidates->at[i - 1];
        candidates->votes[i] = candidates->votes[i - 1];
        candidates->at[i - 1] = at;
        candidates->votes[i - 1] = votes;
    }
}

/* [host, port], or nil for a name it does not watch */
static bool read_master(const redisReply *reply, cahier_endpoint *out)
{
    if (reply->type != REDIS_REPLY_ARRAY || reply->elements != 2 || reply->element[0]->type != REDIS_REPLY_STRING ||
            reply->element[1]->type != REDIS_REPLY_STRING) {
        return false;
    }
    const redisReply *host = reply->element[0];
    unsigned long port = strtoul(reply->element[1]->str, NULL, 10);
    if (port == 0 || port > UINT16_MAX || (size_t)host->len >= sizeof out->host) {
        return false;
    }
    (void)memcpy(out->host, host->str, (size_t)host->len + 1);
    out->port = (uint16_t)port;
    return true;
}

static cahier_fault log_in(cahier_link *link, const cahier_address *address)
{
    cahier_text words[3] = {cahier_word("AUTH")};
    uint32_t count = 1;
    if (address->user[0] != '\0') {
        words[count++] = cahier_word(address->user);
    }
    words[count++] = cahier_word(address->password);
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_call(link, words, count, SENTINEL_MS, &reply);
    freeReplyObject(reply);
    return fault;
}

static cahier_fault ask_for(cahier_link *link, const char *master, redisReply **reply)
{
    cahier_text words[] = {cahier_word("SENTINEL"), cahier_word("get-master-addr-by-name"), cahier_word(master)};
    return cahier_link_call(link, words, 3, SENTINEL_MS, reply);
}

static void ask_one(const cahier_address *address, const cahier_endpoint *sentinel, cahier_candidates *out,
        cahier_link_error *error)
{
    cahier_link link = {0};
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_open_bare(&link, address, sentinel);
    if (fault == CAHIER_FAULT_NONE) {
        fault = ask_for(&link, address->master, &reply);
    }
    if (fault == CAHIER_FAULT_REFUSED && strcmp(link.error.token, "NOAUTH") == 0 && address->password[0] != '\0') {
        fault = log_in(&link, address);
        fault = fault == CAHIER_FAULT_NONE ? ask_for(&link, address->master, &reply) : fault;
    }
    cahier_endpoint named;
    if (fault == CAHIER_FAULT_NONE && read_master(reply, &named)) {
        count_vote(out, &named);
    } else if (fault != CAHIER_FAULT_NONE) {
        *error = link.error;
    }
    freeReplyObject(reply);
    cahier_link_close(&link);
}

cahier_fault cahier_sentinel_ask(const cahier_address *address, cahier_candidates *out, cahier_link_error *error)
{
    assert(address->kind == CAHIER_ADDRESS_SENTINEL);
    *error = (cahier_link_error){.fault = CAHIER_FAULT_RETRY, .trouble = CAHIER_TROUBLE_MASTER};
    out->count = 0;
    for (uint32_t i = 0; i < address->endpoints; i++) {
        ask_one(address, &address->endpoint[i], out, error);
    }
    return out->count > 0 ? CAHIER_FAULT_NONE : error->fault;
}
