/* SPDX-License-Identifier: Apache-2.0 */
/* serve_options.h -- the command line of `cahier serve`. */
#ifndef CAHIER_REVIEW_SERVE_OPTIONS_H
#define CAHIER_REVIEW_SERVE_OPTIONS_H

#include "account.h"
#include "deliver_options.h"
#include "worker_options.h"

typedef struct cahier_serve_options {
    const char *data;  /* folder of ours: with it, a redis-server and a worker of ours */
    const char *redis; /* or a queue that is somewhere, with its workers */
    const char *tenant[CAHIER_TENANTS_MOST];
    uint32_t tenant_count;
    const char *bind;
    uint32_t port; /* 0: any, printed */
    uint32_t jobs; /* of the worker */
    uint32_t connections;
    uint32_t upload_mebibytes;
    uint32_t upload_minutes; /* what nobody sent on is removed after */
    const char *lexicons;
    const char
            *person_key; /* file of the secret by which authors of messages are known; NULL: one of ours, with --data */
    bool watch;          /* a watcher for each space */
    const char *tls_cert, *tls_key;
    const char *proxy_header, *proxy_from; /* whose word is taken for who it is */
    bool secure;                           /* cookies go over TLS only, though a proxy does it */
    cahier_deliver_setting deliver;        /* of the child that tells people and platforms */
    const char *add_person;
    cahier_right role;
    bool no_password; /* of --add-person: comes by the proxy */
    bool routes, quiet, english, help;
} cahier_serve_options;

/* When it is wrong, stderr says what. */
cahier_parsed cahier_serve_parse(int argc, char **argv, cahier_serve_options *out);

const char *cahier_serve_help(bool english);

#endif
