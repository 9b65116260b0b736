/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* poll */
#include "patience.h"

#include <poll.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "sentinel.h"

#define HOPS_MOST 5u /* MOVED in a row within one call: more means that the nodes disagree, and that takes time */

void cahier_patience_init(cahier_patience *patience, const cahier_address *address, int wake_fd)
{
    if (sodium_init() < 0) {
        (void)fputs("cahier : pas de source de hasard\n", stderr);
        abort();
    }
    *patience = (cahier_patience){.address = address, .wake_fd = wake_fd, .link.transport.fd = -1};
}

void cahier_patience_clear(cahier_patience *patience)
{
    cahier_link_close(&patience->link);
}

static void count_failure(cahier_patience *patience)
{
    uint32_t doublings = patience->failures < 7 ? patience->failures : 7;
    uint32_t window = CAHIER_BACKOFF_LEAST_MS << doublings;
    window = window < CAHIER_BACKOFF_MOST_MS ? window : CAHIER_BACKOFF_MOST_MS;
    patience->failures++;
    patience->not_before_ms = cahier_clock_ms() + randombytes_uniform(window + 1);
}

cahier_fault cahier_patience_note(cahier_patience *patience, cahier_fault fault)
{
    cahier_link *link = &patience->link;
    switch (fault) {
    case CAHIER_FAULT_CUT:
    case CAHIER_FAULT_RETRY:
        patience->node.host[0] = '\0'; /* that node may be the one that is gone: begin again at the address */
        cahier_link_close(link);       /* still open when another node than ours failed (ASK) */
        count_failure(patience);
        break;
    case CAHIER_FAULT_MOVED:
        if (!link->error.ask) {
            patience->node = link->error.moved;
            if (patience->node.host[0] == '\0') {
                (void)memcpy(patience->node.host, link->endpoint.host, sizeof patience->node.host);
            }
        }
        break;
    case CAHIER_FAULT_STOPPED:
        break;
    default:
        patience->failures = 0;
        break;
    }
    return fault;
}

static cahier_fault stop(cahier_patience *patience)
{
    patience->link.error = (cahier_link_error){.fault = CAHIER_FAULT_STOPPED};
    return CAHIER_FAULT_STOPPED;
}

/* STOPPED, or RETRY when the deadline comes before our turn. */
static cahier_fault wait_for_turn(const cahier_patience *patience, uint64_t until_ms)
{
    struct pollfd wake = {.fd = patience->wake_fd, .events = POLLIN};
    uint64_t turn_ms = patience->not_before_ms < until_ms ? patience->not_before_ms : until_ms;
    for (;;) {
        uint64_t now = cahier_clock_ms();
        if (poll(&wake, 1, turn_ms > now ? (int)(turn_ms - now) : 0) > 0) {
            return CAHIER_FAULT_STOPPED;
        }
        if (cahier_clock_ms() >= turn_ms) {
            return turn_ms == patience->not_before_ms ? CAHIER_FAULT_NONE : CAHIER_FAULT_RETRY;
        }
    }
}

static cahier_fault open_master(cahier_patience *patience)
{
    cahier_candidates candidates;
    cahier_link_error error;
    cahier_link *link = &patience->link;
    cahier_fault fault = cahier_sentinel_ask(patience->address, &candidates, &error);
    for (uint32_t i = 0; fault == CAHIER_FAULT_NONE && i < candidates.count; i++) {
        if (cahier_link_open(link, patience->address, &candidates.at[i]) != CAHIER_FAULT_NONE) {
            error = link->error;
        } else if (link->replica) {
            cahier_link_close(link);
        } else {
            return CAHIER_FAULT_NONE;
        }
    }
    link->error = error;
    return error.fault;
}

static cahier_fault open_once(cahier_patience *patience)
{
    if (patience->node.host[0] != '\0') {
        return cahier_link_open(&patience->link, patience->address, &patience->node);
    }
    return patience->address->kind == CAHIER_ADDRESS_SENTINEL
                   ? open_master(patience)
                   : cahier_link_open(&patience->link, patience->address, NULL);
}

cahier_fault cahier_patience_open(cahier_patience *patience, uint64_t until_ms)
{
    cahier_fault last = CAHIER_FAULT_NONE;
    while (!patience->link.open) {
        cahier_fault turn = wait_for_turn(patience, until_ms);
        if (turn == CAHIER_FAULT_STOPPED) {
            return stop(patience);
        }
        if (turn != CAHIER_FAULT_NONE) {
            return last != CAHIER_FAULT_NONE ? last : turn; /* link->error is that of the last attempt */
        }
        cahier_fault fault = open_once(patience);
        if (fault == CAHIER_FAULT_NONE) {
            break;
        }
        last = cahier_patience_note(patience, fault);
        if (fault != CAHIER_FAULT_CUT && fault != CAHIER_FAULT_RETRY) {
            return fault;
        }
    }
    return CAHIER_FAULT_NONE;
}

/* ASK: the slot is on its way to another node; this key is there already, the link stays where it is. */
static cahier_fault ask_other(cahier_patience *patience, const cahier_command *command, redisReply **out)
{
    cahier_link other = {0};
    cahier_endpoint node = patience->link.error.moved;
    if (node.host[0] == '\0') {
        (void)memcpy(node.host, patience->link.endpoint.host, sizeof node.host);
    }
    cahier_text asking = cahier_word("ASKING");
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_open(&other, patience->address, &node);
    if (fault == CAHIER_FAULT_NONE) {
        fault = cahier_link_call(&other, &asking, 1, command->timeout_ms, &reply);
        freeReplyObject(reply);
    }
    if (fault == CAHIER_FAULT_NONE) {
        fault = cahier_link_call(&other, command->words, command->count, command->timeout_ms, out);
    }
    if (fault != CAHIER_FAULT_NONE) {
        patience->link.error = other.error;
    }
    cahier_link_close(&other);
    return fault;
}

/* One attempt, through the redirections. */
static cahier_fault call_once(
        cahier_patience *patience, const cahier_command *command, uint64_t until_ms, redisReply **out)
{
    cahier_fault fault = CAHIER_FAULT_MOVED;
    for (uint32_t hop = 0; fault == CAHIER_FAULT_MOVED && hop < HOPS_MOST; hop++) {
        fault = cahier_patience_open(patience, until_ms);
        if (fault != CAHIER_FAULT_NONE) {
            return fault; /* noted */
        }
        fault = cahier_link_call(&patience->link, command->words, command->count, command->timeout_ms, out);
        if (fault == CAHIER_FAULT_MOVED && patience->link.error.ask) {
            fault = ask_other(patience, command, out);
        }
        (void)cahier_patience_note(patience, fault);
    }
    return fault == CAHIER_FAULT_MOVED ? cahier_patience_note(patience, CAHIER_FAULT_RETRY) : fault;
}

cahier_fault cahier_patience_call(
        cahier_patience *patience, const cahier_command *command, uint64_t until_ms, redisReply **out)
{
    cahier_fault fault;
    *out = NULL;
    do {
        fault = call_once(patience, command, until_ms, out);
    } while ((fault == CAHIER_FAULT_CUT || fault == CAHIER_FAULT_RETRY) && cahier_clock_ms() < until_ms);
    return fault;
}
