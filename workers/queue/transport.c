/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* SOCK_CLOEXEC, SOCK_NONBLOCK, TCP_KEEPIDLE */
#include "transport.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "progress.h"

/* A connection whose other end vanished without a word is found dead after 30 + 3 × 10 s (QUEUE.md 5.5). */
#define KEEPALIVE_IDLE_S 30
#define KEEPALIVE_BETWEEN_S 10
#define KEEPALIVE_PROBES 3

bool cahier_transport_fail(cahier_transport *transport, cahier_trouble trouble, const char *said)
{
    transport->trouble = trouble;
    transport->number = 0;
    (void)snprintf(transport->said, sizeof transport->said, "%s", said);
    return false;
}

bool cahier_transport_fail_errno(cahier_transport *transport, cahier_trouble trouble, int number)
{
    (void)cahier_transport_fail(transport, trouble, "");
    transport->number = number;
    return false;
}

bool cahier_transport_wait(cahier_transport *transport, cahier_want want, uint64_t deadline_ms)
{
    struct pollfd wait = {.fd = transport->fd, .events = want == CAHIER_WANT_WRITE ? POLLOUT : POLLIN};
    for (;;) {
        uint64_t now = cahier_clock_ms(), left = deadline_ms > now ? deadline_ms - now : 0;
        int ready = poll(&wait, 1, left > 60000 ? 60000 : (int)left);
        if (ready > 0) {
            return true; /* an error on the socket too: the call that follows will tell which */
        }
        if (ready < 0 && errno != EINTR) {
            return cahier_transport_fail_errno(transport, CAHIER_TROUBLE_BROKEN, errno);
        }
        if (ready == 0 && left <= 60000) {
            return cahier_transport_fail(transport, CAHIER_TROUBLE_LATE, "");
        }
    }
}

static bool is_later(int number)
{
    return number == EAGAIN || number == EINTR;
}

static ptrdiff_t plain_read(cahier_transport *transport, char *to, size_t room, cahier_want *want)
{
    ssize_t got = recv(transport->fd, to, room, 0);
    if (got < 0 && is_later(errno)) {
        *want = CAHIER_WANT_READ;
    } else if (got < 0) {
        (void)cahier_transport_fail_errno(transport, CAHIER_TROUBLE_BROKEN, errno);
    }
    return got;
}

static ptrdiff_t plain_write(cahier_transport *transport, const char *at, size_t len, cahier_want *want)
{
    ssize_t sent = send(transport->fd, at, len, MSG_NOSIGNAL);
    if (sent < 0 && is_later(errno)) {
        *want = CAHIER_WANT_WRITE;
    } else if (sent < 0) {
        (void)cahier_transport_fail_errno(transport, CAHIER_TROUBLE_BROKEN, errno);
    }
    return sent;
}

static void plain_close(cahier_transport *transport)
{
    (void)close(transport->fd);
}

size_t cahier_transport_read(cahier_transport *transport, char *to, size_t room, uint64_t deadline_ms)
{
    for (;;) {
        cahier_want want = CAHIER_WANT_NOTHING;
        ptrdiff_t got = transport->read(transport, to, room, &want);
        if (got > 0) {
            return (size_t)got;
        }
        if (got == 0) {
            (void)cahier_transport_fail(transport, CAHIER_TROUBLE_CLOSED, "");
            return 0;
        }
        if (want == CAHIER_WANT_NOTHING || !cahier_transport_wait(transport, want, deadline_ms)) {
            return 0;
        }
    }
}

bool cahier_transport_write(cahier_transport *transport, const char *at, size_t len, uint64_t deadline_ms)
{
    while (len > 0) {
        cahier_want want = CAHIER_WANT_NOTHING;
        ptrdiff_t sent = transport->write(transport, at, len, &want);
        if (sent > 0) {
            at += sent;
            len -= (size_t)sent;
        } else if (want == CAHIER_WANT_NOTHING || !cahier_transport_wait(transport, want, deadline_ms)) {
            return false;
        }
    }
    return true;
}

void cahier_transport_close(cahier_transport *transport)
{
    if (transport->fd >= 0) {
        transport->close(transport);
        transport->fd = -1;
    }
}

/* A socket on its way to `to`, connected before the deadline. */
static bool connect_to(cahier_transport *transport, const struct sockaddr *to, socklen_t len, uint64_t deadline_ms)
{
    transport->fd = socket(to->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (transport->fd < 0) {
        return cahier_transport_fail_errno(transport, CAHIER_TROUBLE_CONNECT, errno);
    }
    int number = connect(transport->fd, to, len) == 0 ? 0 : errno;
    if (number == EINPROGRESS || number == EINTR) {
        socklen_t size = sizeof number;
        if (!cahier_transport_wait(transport, CAHIER_WANT_WRITE, deadline_ms)) {
            cahier_transport_close(transport);
            return false;
        }
        number = getsockopt(transport->fd, SOL_SOCKET, SO_ERROR, &number, &size) == 0 ? number : errno;
    }
    if (number != 0) {
        cahier_transport_close(transport);
        return cahier_transport_fail_errno(transport, CAHIER_TROUBLE_CONNECT, number);
    }
    return true;
}

static bool open_unix(cahier_transport *transport, const char *path, uint64_t deadline_ms)
{
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    assert(strlen(path) < sizeof to.sun_path);
    (void)memcpy(to.sun_path, path, strlen(path) + 1);
    return connect_to(transport, (const struct sockaddr *)&to, sizeof to, deadline_ms);
}

static void set_options(int fd)
{
    const struct {
        int level, name, value;
    } options[] = {{IPPROTO_TCP, TCP_NODELAY, 1}, {SOL_SOCKET, SO_KEEPALIVE, 1},
            {IPPROTO_TCP, TCP_KEEPIDLE, KEEPALIVE_IDLE_S}, {IPPROTO_TCP, TCP_KEEPINTVL, KEEPALIVE_BETWEEN_S},
            {IPPROTO_TCP, TCP_KEEPCNT, KEEPALIVE_PROBES}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        int value = options[i].value;
        (void)setsockopt(fd, options[i].level, options[i].name, &value, sizeof value); /* refused: slower, not wrong */
    }
}

static bool open_tcp(cahier_transport *transport, const cahier_endpoint *endpoint, uint64_t deadline_ms)
{
    const struct addrinfo wanted = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    char port[8];
    (void)snprintf(port, sizeof port, "%u", endpoint->port);
    int number = getaddrinfo(endpoint->host, port, &wanted, &found);
    if (number != 0) {
        return cahier_transport_fail(transport, CAHIER_TROUBLE_NAME, gai_strerror(number));
    }
    uint64_t left = 0;
    for (const struct addrinfo *a = found; a != NULL; a = a->ai_next) {
        left++;
    }
    bool open = false;
    for (const struct addrinfo *a = found; a != NULL && !open; a = a->ai_next, left--) {
        uint64_t now = cahier_clock_ms(), time = deadline_ms > now ? deadline_ms - now : 0;
        open = connect_to(transport, a->ai_addr, a->ai_addrlen, now + time / left);
    }
    freeaddrinfo(found);
    if (open) {
        set_options(transport->fd);
    }
    return open;
}

bool cahier_transport_open(
        cahier_transport *out, const cahier_address *address, const cahier_endpoint *endpoint, uint64_t deadline_ms)
{
    *out = (cahier_transport){.fd = -1, .read = plain_read, .write = plain_write, .close = plain_close};
    bool open = address->kind == CAHIER_ADDRESS_UNIX ? open_unix(out, address->path, deadline_ms)
                                                     : open_tcp(out, endpoint, deadline_ms);
    if (open && address->tls && !cahier_transport_tls(out, address, endpoint, deadline_ms)) {
        cahier_transport_close(out);
        return false;
    }
    return open;
}
