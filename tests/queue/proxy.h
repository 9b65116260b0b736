/* SPDX-License-Identifier: Apache-2.0 */
/* proxy.h -- a bad network between a client and the server's unix socket: a thread that relays bytes and misbehaves. */
#ifndef CAHIER_TEST_QUEUE_PROXY_H
#define CAHIER_TEST_QUEUE_PROXY_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

typedef struct proxy {
    char path[108]; /* of the server's socket */
    char port[8];
    int listening, wake[2];
    pthread_t thread;
    atomic_int cut_after;    /* bytes, both ways together, each connection lives for; < 0: for ever */
    atomic_bool black_hole;  /* accepts, swallows, answers nothing */
    atomic_uint connections; /* accepted so far */
} proxy;

void proxy_open(proxy *proxy, const char *path);
void proxy_close(proxy *proxy);

#endif
