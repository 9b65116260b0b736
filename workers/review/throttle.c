/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "throttle.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024u
#define WAYS 8u
#define FORGET_MS 3600000u /* an hour without failure */

typedef struct failures {
    uint64_t who; /* keyed hash; 0: free */
    uint64_t last_ms;
    uint32_t count;
} failures;

struct cahier_throttle {
    pthread_mutex_t lock;
    pthread_cond_t left;
    uint32_t inside;
    unsigned char key[crypto_shorthash_KEYBYTES]; /* nobody can choose names that share a bucket */
    failures at[BUCKETS][WAYS];
};

typedef struct patience {
    uint32_t free, most_ms;
} patience;

static const patience of_name = {CAHIER_TRIES_NAME, CAHIER_WAIT_NAME_MS};
static const patience of_address = {CAHIER_TRIES_ADDRESS, CAHIER_WAIT_ADDRESS_MS};

cahier_throttle *cahier_throttle_open(void)
{
    cahier_throttle *throttle = calloc(1, sizeof *throttle);
    if (throttle != NULL) {
        (void)pthread_mutex_init(&throttle->lock, NULL);
        (void)pthread_cond_init(&throttle->left, NULL);
        randombytes_buf(throttle->key, sizeof throttle->key);
    }
    return throttle;
}

void cahier_throttle_close(cahier_throttle *throttle)
{
    if (throttle != NULL) {
        (void)pthread_cond_destroy(&throttle->left);
        (void)pthread_mutex_destroy(&throttle->lock);
        free(throttle);
    }
}

static uint64_t hash(const cahier_throttle *throttle, char kind, cahier_text tenant, cahier_text who)
{
    unsigned char bytes[1 + 32 + 256], out[crypto_shorthash_BYTES];
    uint64_t number;
    uint32_t tenant_len = tenant.len < 32 ? tenant.len : 32, len = who.len < 256 ? who.len : 256;
    memset(bytes, 0, sizeof bytes);
    bytes[0] = (unsigned char)kind;
    if (tenant_len > 0) {
        memcpy(bytes + 1, tenant.at, tenant_len);
    }
    if (len > 0) {
        memcpy(bytes + 33, who.at, len);
    }
    (void)crypto_shorthash(out, bytes, sizeof bytes, throttle->key);
    memcpy(&number, out, sizeof number);
    return number | 1;
}

static failures *find(cahier_throttle *throttle, uint64_t who)
{
    failures *bucket = throttle->at[(who >> 32) % BUCKETS];
    for (uint32_t i = 0; i < WAYS; i++) {
        if (bucket[i].who == who) {
            return &bucket[i];
        }
    }
    return NULL;
}

static failures *find_or_make(cahier_throttle *throttle, uint64_t who)
{
    failures *found = find(throttle, who), *oldest = throttle->at[(who >> 32) % BUCKETS];
    if (found != NULL) {
        return found;
    }
    for (uint32_t i = 0; i < WAYS; i++) {
        failures *at = &throttle->at[(who >> 32) % BUCKETS][i];
        oldest = at->last_ms < oldest->last_ms ? at : oldest;
    }
    *oldest = (failures){.who = who};
    return oldest;
}

static uint64_t wait_ms(cahier_throttle *throttle, uint64_t who, const patience *rule, uint64_t now_ms)
{
    const failures *found = find(throttle, who);
    if (found == NULL || found->count < rule->free || now_ms - found->last_ms > FORGET_MS) {
        return 0;
    }
    uint32_t doublings = found->count - rule->free;
    uint64_t wait = doublings < 20 ? 1000ull << doublings : rule->most_ms;
    wait = wait < rule->most_ms ? wait : rule->most_ms;
    uint64_t passed = now_ms - found->last_ms;
    return passed < wait ? wait - passed : 0;
}

uint32_t cahier_throttle_wait(cahier_throttle *throttle, const cahier_try *attempt)
{
    (void)pthread_mutex_lock(&throttle->lock);
    uint64_t name = wait_ms(throttle, hash(throttle, 'n', attempt->tenant, attempt->name), &of_name, attempt->now_ms);
    uint64_t address = wait_ms(
            throttle, hash(throttle, 'a', (cahier_text){NULL, 0}, attempt->address), &of_address, attempt->now_ms);
    (void)pthread_mutex_unlock(&throttle->lock);
    return (uint32_t)(((name > address ? name : address) + 999) / 1000);
}

static void fail(cahier_throttle *throttle, uint64_t who, uint64_t now_ms)
{
    failures *found = find_or_make(throttle, who);
    found->count = now_ms - found->last_ms > FORGET_MS ? 1 : found->count + 1;
    found->last_ms = now_ms;
}

void cahier_throttle_note(cahier_throttle *throttle, const cahier_try *attempt, bool right)
{
    (void)pthread_mutex_lock(&throttle->lock);
    uint64_t name = hash(throttle, 'n', attempt->tenant, attempt->name);
    if (right) {
        failures *found = find(throttle, name);
        if (found != NULL) {
            *found = (failures){0};
        }
    } else {
        fail(throttle, name, attempt->now_ms);
        fail(throttle, hash(throttle, 'a', (cahier_text){NULL, 0}, attempt->address), attempt->now_ms);
    }
    (void)pthread_mutex_unlock(&throttle->lock);
}

void cahier_throttle_enter(cahier_throttle *throttle)
{
    (void)pthread_mutex_lock(&throttle->lock);
    while (throttle->inside == CAHIER_TRIES_AT_ONCE) {
        (void)pthread_cond_wait(&throttle->left, &throttle->lock);
    }
    throttle->inside++;
    (void)pthread_mutex_unlock(&throttle->lock);
}

void cahier_throttle_leave(cahier_throttle *throttle)
{
    (void)pthread_mutex_lock(&throttle->lock);
    throttle->inside--;
    (void)pthread_cond_signal(&throttle->left);
    (void)pthread_mutex_unlock(&throttle->lock);
}
