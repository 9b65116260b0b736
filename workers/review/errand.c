/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* strdup */
#include "errand.h"

#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "progress.h"

typedef enum stage {
    FREE,
    WANTED,
    RUNNING,
    ENDED
} stage;

typedef struct errand {
    stage stage;
    cahier_town *town;
    char *word[CAHIER_ERRAND_WORDS + 1];
    cahier_command child;
    bool alone; /* nobody waits for it */
} errand;

struct cahier_errands {
    cahier_site *site;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    errand at[CAHIER_ERRANDS_MOST];
};

cahier_errands *cahier_errands_open(cahier_site *site)
{
    cahier_errands *errands = calloc(1, sizeof *errands);
    if (errands != NULL) {
        errands->site = site;
        (void)pthread_cond_init(&errands->moved, NULL);
        (void)pthread_mutex_init(&errands->lock, NULL);
    }
    return errands;
}

/* --- one: the lock is held -------------------------------------------------------------------------------------------- */

static void clear(errand *e)
{
    cahier_command_close(&e->child);
    for (uint32_t i = 0; e->word[i] != NULL; i++) {
        free(e->word[i]);
    }
    *e = (errand){.stage = FREE};
}

static errand *want(cahier_errands *errands, cahier_town *town, const char *const *words, bool alone)
{
    for (uint32_t i = 0; i < CAHIER_ERRANDS_MOST; i++) {
        errand *e = &errands->at[i];
        if (e->stage == FREE) {
            for (uint32_t w = 0; words[w] != NULL && w < CAHIER_ERRAND_WORDS; w++) {
                e->word[w] = strdup(words[w]);
            }
            e->stage = WANTED;
            e->town = town;
            e->alone = alone;
            return e;
        }
    }
    return NULL;
}

static cahier_text copy_text(cahier_arena *arena, cahier_text text)
{
    char *to = CAHIER_NEW(arena, char, (size_t)text.len + 1);
    if (to == NULL) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, text.at, text.len);
    return (cahier_text){to, text.len};
}

/* --- asked by people -------------------------------------------------------------------------------------------------- */

cahier_errand_answer cahier_errand_run(cahier_errands *errands, cahier_town *town, const char *const *words,
        cahier_arena *arena, cahier_errand_result *out)
{
    uint64_t until = cahier_clock_ms() + CAHIER_ERRAND_MS;
    (void)pthread_mutex_lock(&errands->lock);
    errand *e = want(errands, town, words, false);
    while (e != NULL && e->stage != ENDED && cahier_clock_ms() < until && *errands->site->stop == 0) {
        cahier_site_wait(&errands->moved, &errands->lock);
    }
    cahier_errand_answer answer = e == NULL           ? CAHIER_ERRAND_BUSY
                                  : e->stage == ENDED ? CAHIER_ERRAND_DONE
                                                      : CAHIER_ERRAND_LATE;
    if (answer == CAHIER_ERRAND_DONE) {
        out->code = e->child.code;
        out->printed = copy_text(arena, cahier_out_text(&e->child.text[0]));
        out->complained = copy_text(arena, cahier_out_text(&e->child.text[1]));
        clear(e);
    } else if (answer == CAHIER_ERRAND_LATE) {
        e->alone = true;
    }
    (void)pthread_mutex_unlock(&errands->lock);
    return answer;
}

cahier_errand_answer cahier_errand_send(cahier_errands *errands, cahier_town *town, const char *const *words)
{
    (void)pthread_mutex_lock(&errands->lock);
    bool wanted = want(errands, town, words, true) != NULL;
    (void)pthread_mutex_unlock(&errands->lock);
    return wanted ? CAHIER_ERRAND_DONE : CAHIER_ERRAND_BUSY;
}

/* --- children --------------------------------------------------------------------------------------------------------- */

static bool look_at(const cahier_errands *errands, errand *e)
{
    if (e->stage == WANTED) {
        cahier_command_setting setting = {.redis = errands->site->url, .tenant = e->town->tenant, .heard = true};
        e->stage =
                cahier_command_start(&e->child, (const char *const *)(uintptr_t)e->word, &setting) ? RUNNING : WANTED;
        return false;
    }
    if (e->stage != RUNNING || !cahier_command_look(&e->child)) {
        return false;
    }
    e->stage = ENDED;
    if (e->alone) {
        clear(e);
    }
    return true;
}

void cahier_errands_look(cahier_errands *errands)
{
    bool moved = false;
    (void)pthread_mutex_lock(&errands->lock);
    for (uint32_t i = 0; i < CAHIER_ERRANDS_MOST; i++) {
        moved = look_at(errands, &errands->at[i]) || moved;
    }
    (void)pthread_mutex_unlock(&errands->lock);
    if (moved) {
        (void)pthread_cond_broadcast(&errands->moved);
    }
}

void cahier_errands_close(cahier_errands *errands)
{
    if (errands == NULL) {
        return;
    }
    for (uint32_t i = 0; i < CAHIER_ERRANDS_MOST; i++) {
        clear(&errands->at[i]);
    }
    (void)pthread_cond_destroy(&errands->moved);
    (void)pthread_mutex_destroy(&errands->lock);
    free(errands);
}
