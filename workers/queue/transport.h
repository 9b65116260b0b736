/* SPDX-License-Identifier: Apache-2.0 */
/* transport.h -- bytes to and from a server, by TCP, unix socket or TLS, never later than a deadline.
 *
 * In      an endpoint or the path of a socket; deadlines on the monotonic clock (cahier_clock_ms)
 * Out     bytes read, all bytes written
 * Errors  a trouble, and what the system or OpenSSL said of it; the caller then closes: nothing is tried again here
 * Memory  the TLS session is OpenSSL's, freed by cahier_transport_close; it points back: an open transport is never copied
 * Cost    one system call for what is ready, one poll for what is not
 * Why     own and not hiredis': redisReconnect() loses the read timeout (QUEUE.md 0.7), and Debian's 0.14.1 has no TLS.
 *         Names are resolved by getaddrinfo, which keeps the resolver's own time (resolv.conf: timeout, attempts).
 */
#ifndef CAHIER_QUEUE_TRANSPORT_H
#define CAHIER_QUEUE_TRANSPORT_H

#include "address.h"

#define CAHIER_CONNECT_MS 3000u /* QUEUE.md 5.5 */

typedef enum cahier_trouble {
    CAHIER_TROUBLE_NONE,
    CAHIER_TROUBLE_NAME,        /* the host name is not known */
    CAHIER_TROUBLE_CONNECT,     /* nobody listens there, or no way leads there */
    CAHIER_TROUBLE_LATE,        /* the deadline passed */
    CAHIER_TROUBLE_CLOSED,      /* the other side closed */
    CAHIER_TROUBLE_BROKEN,      /* the system reports an error on the socket */
    CAHIER_TROUBLE_CERTIFICATE, /* the server's certificate: unknown authority, other host, expired */
    CAHIER_TROUBLE_CLIENT,      /* the server refuses our certificate, or wants one */
    CAHIER_TROUBLE_TLS,         /* any other failure of TLS */
    CAHIER_TROUBLE_FILES,       /* ca, cert or key cannot be read */
    CAHIER_TROUBLE_MASTER       /* the sentinels lead to no master */
} cahier_trouble;

typedef enum cahier_want {
    CAHIER_WANT_NOTHING,
    CAHIER_WANT_READ,
    CAHIER_WANT_WRITE
} cahier_want;

typedef struct cahier_transport {
    int fd; /* -1: closed */
    void *tls;
    /* bytes moved, 0 at the end of the stream (read only), or -1 with what to wait for; a trouble when nothing is awaited */
    ptrdiff_t (*read)(struct cahier_transport *transport, char *to, size_t room, cahier_want *want);
    ptrdiff_t (*write)(struct cahier_transport *transport, const char *at, size_t len, cahier_want *want);
    void (*close)(struct cahier_transport *transport);
    cahier_trouble trouble;
    int number;     /* of the system's error, or 0 */
    char said[192]; /* by the resolver or OpenSSL, in their words; may be empty */
} cahier_transport;

/* Each address the name has gets its share of the time; with `address->tls`, the handshake comes before the deadline too. */
bool cahier_transport_open(
        cahier_transport *out, const cahier_address *address, const cahier_endpoint *endpoint, uint64_t deadline_ms);

/* 0 when the other side closed or on a trouble, which is then set. */
size_t cahier_transport_read(cahier_transport *transport, char *to, size_t room, uint64_t deadline_ms);
bool cahier_transport_write(cahier_transport *transport, const char *at, size_t len, uint64_t deadline_ms);
void cahier_transport_close(cahier_transport *transport); /* more than once does no harm */

/* For transport_tls.c. */
bool cahier_transport_tls(cahier_transport *transport, const cahier_address *address, const cahier_endpoint *endpoint,
        uint64_t deadline_ms);
bool cahier_transport_wait(cahier_transport *transport, cahier_want want, uint64_t deadline_ms);
/* Sets the trouble; false, to be returned. */
bool cahier_transport_fail(cahier_transport *transport, cahier_trouble trouble, const char *said);
bool cahier_transport_fail_errno(cahier_transport *transport, cahier_trouble trouble, int number);

#endif
