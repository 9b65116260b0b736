/* SPDX-License-Identifier: Apache-2.0 */
/* account.h -- who works in a space: people, their passwords, sessions, the tokens of machines.
 *
 * In      a queue; names and passwords as typed
 * Out     who it is, and what that person may do
 * Value   Passwords are kept as argon2id (libsodium, interactive cost: 64 MiB, 2 passes), twelve characters at least. An unknown name
 *         takes as long to refuse as a known one. A cookie is 32 random bytes; the queue keeps its SHA-256 alone. The CSRF token is
 *         a keyed hash of the cookie: kept nowhere, of no use without it.
 *         A session ends CAHIER_SESSION_IDLE_MS after it was last seen, CAHIER_SESSION_LIFE_MS after it was made, at sign-out, and when
 *         its person changes.
 * Errors  as queue.h; NOTHING: not known, or may not
 * Memory  in the arena given
 */
#ifndef CAHIER_REVIEW_ACCOUNT_H
#define CAHIER_REVIEW_ACCOUNT_H

#include "queue.h"

#define CAHIER_PASSWORD_LEAST 12u                   /* characters; ANSSI: 12 and throttling, no rule of composition */
#define CAHIER_PASSWORD_MOST 1024u                  /* bytes */
#define CAHIER_NAME_MOST 100u                       /* bytes of a person's name */
#define CAHIER_SESSION_IDLE_MS (8ull * 3600 * 1000) /* a day of work, with its lunch */
#define CAHIER_SESSION_LIFE_MS (7ull * 24 * 3600 * 1000) /* then the password again */
#define CAHIER_SECRET_HEX 65u                            /* room for 32 bytes in hexadecimal */

typedef enum cahier_right { /* each may do what those before it may */
    CAHIER_RIGHT_PUBLIC,
    CAHIER_RIGHT_READER,
    CAHIER_RIGHT_AGENT,
    CAHIER_RIGHT_ADMINISTRATOR,
    CAHIER_RIGHTS
} cahier_right;

const char *cahier_right_key(cahier_right right);              /* "reader", "agent", "administrator"; "public" */
bool cahier_right_named(cahier_text key, cahier_right *right); /* false for anything else, "public" included */

typedef struct cahier_account {
    cahier_text name, created; /* created: "2025-04-12T10:12:03+02:00" */
    cahier_right right;
    bool disabled, password; /* password: false for who comes by a proxy alone */
} cahier_account;

typedef struct cahier_joining { /* who is added, or what changes: what is empty stays as it is */
    cahier_text name, password;
    cahier_right right;                     /* PUBLIC: as it is */
    bool add, suspend, resume, no_password; /* no_password: comes by a proxy */
    const char *kept;                       /* digest of the session that stays, "": none */
} cahier_joining;

/* Spaces at its ends left out, no control character, not empty, not too long. */
bool cahier_account_is_name(cahier_text name);
bool cahier_account_is_password(cahier_text password);

/* add: ALREADY, the name is taken. change: NOTHING, nobody has it; CONFLICT, no administrator would be left. */
cahier_queue_answer cahier_account_write(cahier_queue *queue, cahier_arena *arena, const cahier_joining *joining);
/* In the order of names. */
cahier_queue_answer cahier_account_list(
        cahier_queue *queue, cahier_arena *arena, cahier_account **out, uint32_t *count);
cahier_queue_answer cahier_account_find(
        cahier_queue *queue, cahier_arena *arena, cahier_text name, cahier_account *out);
/* NOTHING: wrong name, wrong password, suspended. */
cahier_queue_answer cahier_account_check(
        cahier_queue *queue, cahier_arena *arena, cahier_text name, cahier_text password, cahier_account *out);

/* Fills `cookie`. NOTHING: may no longer sign in. */
cahier_queue_answer cahier_session_open(cahier_queue *queue, cahier_text name, char cookie[CAHIER_SECRET_HEX]);
cahier_queue_answer cahier_session_see(
        cahier_queue *queue, cahier_arena *arena, cahier_text cookie, cahier_account *out);
cahier_queue_answer cahier_session_close(cahier_queue *queue, const char *digest); /* of the cookie */

/* SHA-256 of a cookie or a token, in hexadecimal. */
void cahier_secret_digest(cahier_text secret, char out[CAHIER_SECRET_HEX]);
/* The CSRF token that goes with a secret. */
void cahier_csrf_of(cahier_text secret, char out[CAHIER_SECRET_HEX]);
bool cahier_secret_equal(cahier_text a, cahier_text b); /* in the same time whatever they hold */

typedef struct cahier_machine { /* whose the token is: a platform, a script */
    cahier_text id;             /* digest of the token */
    cahier_text name, created, seen;
    cahier_right right;
} cahier_machine;

/* Fills `token`, which nobody can read again. */
cahier_queue_answer cahier_machine_add(
        cahier_queue *queue, cahier_text name, cahier_right right, char token[CAHIER_SECRET_HEX]);
cahier_queue_answer cahier_machine_see(
        cahier_queue *queue, cahier_arena *arena, cahier_text token, cahier_machine *out);
cahier_queue_answer cahier_machine_list(
        cahier_queue *queue, cahier_arena *arena, cahier_machine **out, uint32_t *count);
cahier_queue_answer cahier_machine_remove(cahier_queue *queue, cahier_text id);

/* "2025-04-12T10:12:03+02:00": now, in the town's time. */
void cahier_account_now(char out[32]);
/* The same of another moment, in milliseconds since 1970. */
void cahier_account_moment(int64_t ms, char out[32]);

#endif
