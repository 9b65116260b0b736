/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct two_ends {
    int client, server;
    int left; /* bytes it may still carry; < 0: any number */
} two_ends;

static int connect_server(const char *path)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    snprintf(to.sun_path, sizeof to.sun_path, "%s", path);
    if (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

/* False when the connection is over: closed by an end, or carried all it was to carry. */
static bool relay(proxy *p, two_ends *pair, int from, int to)
{
    char bytes[4096];
    ssize_t got = recv(from, bytes, sizeof bytes, 0);
    if (got <= 0) {
        return false;
    }
    if (atomic_load(&p->black_hole)) {
        return true;
    }
    if (pair->left >= 0 && got > pair->left) {
        got = pair->left;
    }
    for (ssize_t sent = 0; sent < got;) {
        ssize_t one = send(to, bytes + sent, (size_t)(got - sent), MSG_NOSIGNAL);
        if (one <= 0) {
            return false;
        }
        sent += one;
    }
    pair->left -= pair->left >= 0 ? (int)got : 0;
    return pair->left != 0;
}

static void end(two_ends *pair)
{
    close(pair->client);
    close(pair->server);
    pair->client = pair->server = -1;
}

static void accept_one(proxy *p, two_ends *pair)
{
    if (pair->client >= 0) {
        end(pair); /* one connection at a time is enough for these tests */
    }
    pair->client = accept(p->listening, NULL, NULL);
    pair->server = connect_server(p->path);
    pair->left = atomic_load(&p->cut_after);
    atomic_fetch_add(&p->connections, 1);
    if (pair->server < 0 || pair->left == 0) {
        end(pair);
    }
}

static void *run(void *argument)
{
    proxy *p = argument;
    two_ends pair = {-1, -1, 0};
    for (;;) {
        struct pollfd wait[] = {
                {p->wake[0], POLLIN, 0}, {p->listening, POLLIN, 0}, {pair.client, POLLIN, 0}, {pair.server, POLLIN, 0}};
        (void)poll(wait, 4, -1);
        if (wait[0].revents != 0) {
            break;
        }
        if ((wait[2].revents != 0 && !relay(p, &pair, pair.client, pair.server)) ||
                (wait[3].revents != 0 && pair.server >= 0 && !relay(p, &pair, pair.server, pair.client))) {
            end(&pair);
        }
        if (wait[1].revents != 0) {
            accept_one(p, &pair);
        }
    }
    if (pair.client >= 0) {
        end(&pair);
    }
    return NULL;
}

void proxy_open(proxy *p, const char *path)
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof place;
    snprintf(p->path, sizeof p->path, "%s", path);
    atomic_init(&p->cut_after, -1);
    atomic_init(&p->black_hole, false);
    atomic_init(&p->connections, 0);
    p->listening = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(p->listening, (struct sockaddr *)&place, len), 0);
    assert_int_equal(listen(p->listening, 16), 0);
    assert_int_equal(getsockname(p->listening, (struct sockaddr *)&place, &len), 0);
    snprintf(p->port, sizeof p->port, "%u", ntohs(place.sin_port));
    assert_int_equal(pipe(p->wake), 0);
    assert_int_equal(pthread_create(&p->thread, NULL, run, p), 0);
}

void proxy_close(proxy *p)
{
    assert_int_equal(write(p->wake[1], "", 1), 1);
    assert_int_equal(pthread_join(p->thread, NULL), 0);
    close(p->wake[0]);
    close(p->wake[1]);
    close(p->listening);
}
