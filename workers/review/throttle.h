/* SPDX-License-Identifier: Apache-2.0 */
/* throttle.h -- how often a password may be tried: for each name, and for each address; and how many are tried at once.
 *
 * In      a tenant, a name as typed, an address; the clock, given
 * Value   After CAHIER_TRIES_NAME wrong passwords for a name the next try waits a second, then two, four…, CAHIER_WAIT_NAME_MS at most: who
 *         knows a colleague's name must not lock that colleague out. An address waits after CAHIER_TRIES_ADDRESS, up to
 *         CAHIER_WAIT_ADDRESS_MS. A right password forgets the failures of its name.
 *         Passwords are tried by CAHIER_TRIES_AT_ONCE threads at most: argon2id takes 64 MiB for each.
 * Memory  a fixed table: when it is full, who failed longest ago is forgotten
 * Why     in memory, not in Redis: a wrong password must not cost a write to the disk
 */
#ifndef CAHIER_REVIEW_THROTTLE_H
#define CAHIER_REVIEW_THROTTLE_H

#include "cahier.h"

#define CAHIER_TRIES_NAME 5u
#define CAHIER_TRIES_ADDRESS 20u /* a town hall leaves by one address */
#define CAHIER_WAIT_NAME_MS 60000u
#define CAHIER_WAIT_ADDRESS_MS 900000u
#define CAHIER_TRIES_AT_ONCE 2u

typedef struct cahier_throttle cahier_throttle;

typedef struct cahier_try {
    cahier_text tenant, name, address;
    uint64_t now_ms; /* of cahier_clock_ms */
} cahier_try;

cahier_throttle *cahier_throttle_open(void); /* NULL: not enough memory */
void cahier_throttle_close(cahier_throttle *throttle);

/* 0: it may be tried. Else how many seconds to wait; the password is not looked at. */
uint32_t cahier_throttle_wait(cahier_throttle *throttle, const cahier_try *attempt);
void cahier_throttle_note(cahier_throttle *throttle, const cahier_try *attempt, bool right);

/* Around the check of a password. */
void cahier_throttle_enter(cahier_throttle *throttle);
void cahier_throttle_leave(cahier_throttle *throttle);

#endif
