/* SPDX-License-Identifier: Apache-2.0 */
/* deliver_options.h -- the command line of `cahier deliver`. */
#ifndef CAHIER_DELIVER_OPTIONS_H
#define CAHIER_DELIVER_OPTIONS_H

#include "worker_options.h"

typedef struct cahier_deliver_setting { /* what the operator of the machine decides; serve has the same */
    const char *public_url;             /* without slash at its end; NULL: no link is written */
    const char *smtp, *mail_from;       /* NULL: no mail */
    const char *smtp_user;              /* its password: CAHIER_SMTP_PASSWORD */
    const char *events_folder;          /* NULL: no file */
    bool inside;                        /* receivers on private networks */
} cahier_deliver_setting;

typedef struct cahier_deliver_options {
    const char *url; /* of Redis */
    const char *tenant[CAHIER_TENANTS_MOST];
    uint32_t tenant_count;
    cahier_deliver_setting setting;
    uint32_t first_ms, most_ms, lease_ms; /* pauses between tries, from the first to the longest; tests shorten them */
    bool once, english, help;
} cahier_deliver_options;

/* When it is wrong, stderr says what. */
cahier_parsed cahier_deliver_parse(int argc, char **argv, cahier_deliver_options *out);
const char *cahier_deliver_help(bool english);

/* An option that serve has too, by its name: "public-url", "smtp", "smtp-user", "mail-from", "events-folder", "private-receivers". False: its
 * argument is none. */
bool cahier_deliver_take(cahier_deliver_setting *out, const char *name, const char *argument);
/* What is wrong with options that are each right; NULL: nothing. */
const char *cahier_deliver_refusal(const cahier_deliver_setting *setting, bool english);

#define CAHIER_DELIVER_OPTIONS(code)                                                                                   \
    {"public-url", required_argument, NULL, (code)}, {"smtp", required_argument, NULL, (code)},                        \
            {"smtp-user", required_argument, NULL, (code)}, {"mail-from", required_argument, NULL, (code)},            \
            {"events-folder", required_argument, NULL, (code)},                                                        \
    {                                                                                                                  \
        "private-receivers", no_argument, NULL, (code)                                                                 \
    }

#endif
