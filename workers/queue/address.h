/* SPDX-License-Identifier: Apache-2.0 */
/* address.h -- where Redis is, read from what a person typed.
 *
 * In      redis://[user[:password]@]host[:port][/db]        rediss://… the same over TLS
 *         unix:///path/of/the/socket
 *         redis+sentinel://host1[:port],host2[:port]/master-name[/db]      rediss+sentinel://… over TLS
 *         options after ?, joined by &: db=N  user=NAME  password-file=FILE  ca=FILE  cert=FILE  key=FILE
 *         CAHIER_REDIS_PASSWORD, when neither the address nor a file gives the password
 * Value   ports default to 6379, of sentinels 26379; %XX is decoded everywhere but in host names; [::1] is IPv6
 * Errors  false, with what is wrong and the part that is: never a part that may hold a password
 * Memory  none: everything is in the struct
 * Why     a password on the command line is shown by ps to everyone on the machine: the file (mode 0600) or the
 *         environment is for it. `CAHIER_ADDRESS_PASSWORD_PLACE` refuses an @ after the first / or ?: it is a password with
 *         a / that was not written %2F, whose half would be taken for a host and then printed.
 */
#ifndef CAHIER_QUEUE_ADDRESS_H
#define CAHIER_QUEUE_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CAHIER_ADDRESS_HOST_ROOM 256u /* a DNS name has at most 253 characters */
#define CAHIER_ADDRESS_PATH_ROOM 1024u
#define CAHIER_ADDRESS_SOCKET_ROOM 108u   /* sun_path of Linux */
#define CAHIER_ADDRESS_SECRET_ROOM 513u   /* ACL GENPASS gives 64 */
#define CAHIER_ADDRESS_SHOWN_ROOM 2048u   /* what cahier_address_show may need */
#define CAHIER_ADDRESS_ENDPOINTS_MOST 16u /* sentinels; a deployment has 3 or 5 */

typedef enum cahier_address_kind {
    CAHIER_ADDRESS_TCP,
    CAHIER_ADDRESS_UNIX,
    CAHIER_ADDRESS_SENTINEL
} cahier_address_kind;

typedef struct cahier_endpoint {
    char host[CAHIER_ADDRESS_HOST_ROOM];
    uint16_t port;
} cahier_endpoint;

typedef struct cahier_address {
    cahier_address_kind kind;
    bool tls;
    cahier_endpoint endpoint[CAHIER_ADDRESS_ENDPOINTS_MOST]; /* the server, or the sentinels */
    uint32_t endpoints;                                      /* 0 for a unix socket */
    char path[CAHIER_ADDRESS_PATH_ROOM];                     /* of the unix socket */
    char master[CAHIER_ADDRESS_HOST_ROOM];                   /* the name sentinels know it by */
    uint32_t database;
    char user[CAHIER_ADDRESS_HOST_ROOM];       /* "" with a password: Redis' user "default" */
    char password[CAHIER_ADDRESS_SECRET_ROOM]; /* "" : none */
    char ca[CAHIER_ADDRESS_PATH_ROOM];         /* "" : the authorities the system trusts */
    char cert[CAHIER_ADDRESS_PATH_ROOM], key[CAHIER_ADDRESS_PATH_ROOM];
} cahier_address;

typedef enum cahier_address_wrong {
    CAHIER_ADDRESS_FINE,
    CAHIER_ADDRESS_SCHEME,
    CAHIER_ADDRESS_HOST,
    CAHIER_ADDRESS_PORT,
    CAHIER_ADDRESS_DATABASE,
    CAHIER_ADDRESS_SOCKET,
    CAHIER_ADDRESS_MASTER,
    CAHIER_ADDRESS_OPTION,
    CAHIER_ADDRESS_ENCODING,
    CAHIER_ADDRESS_LONG,
    CAHIER_ADDRESS_PASSWORD_PLACE,
    CAHIER_ADDRESS_PASSWORD_FILE,
    CAHIER_ADDRESS_PASSWORD_MODE,
    CAHIER_ADDRESS_CERTIFICATE,
    CAHIER_ADDRESS_PLAIN
} cahier_address_wrong;

typedef struct cahier_address_error {
    cahier_address_wrong wrong;
    char part[128]; /* "" when there is none to show, or when showing it could show a password */
} cahier_address_error;

/* On failure `out` is untouched. */
bool cahier_address_read(const char *typed, cahier_address *out, cahier_address_error *error);

/* One sentence, with its full stop. */
void cahier_address_error_say(const cahier_address_error *error, bool english, char *out, size_t room);

/* The address as it may be printed: user and *** for the password, options left out. */
void cahier_address_show(const cahier_address *address, char out[CAHIER_ADDRESS_SHOWN_ROOM]);

/* "host:port" or "[::1]:port". */
void cahier_endpoint_show(const cahier_endpoint *endpoint, char *out, size_t room);

/* "host:port", "[::1]:port", "host"; in MOVED also "::1:port" (the last colon). Empty host: MOVED's "same host". */
bool cahier_endpoint_read(const char *at, size_t len, uint16_t otherwise, cahier_endpoint *out);

#endif
