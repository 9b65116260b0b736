/* SPDX-License-Identifier: Apache-2.0 */
/* route_learn.h -- what corrected routes teach: which words move, from where to where, and how many messages moved them.
 *
 * In      services   as route.h reads the lists, without lesson
 *         lessons    messages with the service that answers them: said by a person (`taught`), or routed with certainty and
 *                    left so by everybody
 * Out     lesson     words and weights; cahier_services_open takes them over the rows of the lists
 * Value   gained     a word of the messages that people gave to a service S. Its share among them, a of A, is compared with its
 *                    share among the messages of all other services, b of B; both are drawn towards the share p in all by CAHIER_ROUTE_PRIOR
 *                    messages: 0.2 x log of ((a + K p) / (A + K)) / ((b + K p) / (B + K)). From CAHIER_ROUTE_TAUGHT_LEAST
 *                    messages on; at least a tenth, at most CAHIER_ROUTE_GAIN_MOST is added to what the lists say, never above 1
 *         lost       a row that misled: it stood for the service S in messages proposed to S that a person gave to another one
 *                    (`wrong`), and in others of S (`right`): weight x (right + K) / (right + wrong + K), at least half of it.
 *                    From CAHIER_ROUTE_TAUGHT_LEAST wrong messages on
 *         never      first names, identity words and their stems, kin, titles and known names of personal.tsv, insults, marks of what was hidden,
 *                    numbers, links, words of one or two letters; and a word written with a capital inside its sentence each
 *                    time, which may be a name
 *         A text sent several times (the same words) teaches once.
 * Order   services as in `services`; in each, by change without sign, largest first, then bytes of the form: whatever the order
 *         of the lessons
 * Errors  NOMEM
 * Memory  lesson in `batch`; scratch given back
 * Cost    two walks of the tokens
 * Source  adapt.h, for words of praise and blame; Laplace's succession rule with the overall share as its prior
 * Why     a correction repeated should not have to be; one correction should not move anything: people err too
 */
#ifndef CAHIER_ROUTE_LEARN_H
#define CAHIER_ROUTE_LEARN_H

#include "route.h"

#define CAHIER_ROUTE_PRIOR 4u
#define CAHIER_ROUTE_TAUGHT_LEAST 3u
#define CAHIER_ROUTE_GAIN_LEAST 100
#define CAHIER_ROUTE_GAIN_MOST 500

typedef struct cahier_route_example {
    cahier_message message;
    uint32_t service;           /* that answers it */
    const cahier_route *routed; /* as the lists alone routed it */
    bool taught;                /* by a person */
} cahier_route_example;

typedef struct cahier_route_learned {
    cahier_text service, form; /* form: most frequent spelling of a word, or the form of the row that misled */
    int32_t before_milli, after_milli;
    uint32_t messages; /* that people gave to the service and hold it; of a row that misled: the wrong ones */
    uint32_t others;   /* of other services that hold it; of a row that misled: the right ones */
    bool misled;
} cahier_route_learned;

typedef struct cahier_route_lesson {
    cahier_route_learned *at;
    uint32_t count;
    uint32_t taught; /* messages that people routed, copies once */
} cahier_route_lesson;

cahier_status cahier_route_learn(cahier_arena *batch, cahier_arena *scratch, const cahier_services *services,
        const cahier_route_example *example, uint32_t count, cahier_route_lesson *out);

#endif
