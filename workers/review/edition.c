/* SPDX-License-Identifier: Apache-2.0 */
/* The shelf: which batches are open, who reads them, which goes when memory is short. */
#include "edition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "edition_parts.h"
#include "queue_review.h"

#define MACHINE_SHARE 4u /* of its memory, for the batches on the shelf */

/* --- the shelf, under its lock ------------------------------------------------------------------------------------------------ */

static size_t bytes_of(const cahier_volume *volume)
{
    return volume->arena.peak + (volume->latest != NULL ? volume->latest->arena.peak : 0) +
           (volume->anew != NULL ? volume->anew->arena.peak : 0);
}

/* The edition, when nobody reads it any more: to be freed, best without the lock, since its memory goes page by page; or NULL. */
static cahier_own_edition *drop_edition(cahier_own_edition *edition)
{
    if (edition == NULL || --edition->users > 0) {
        return NULL;
    }
    edition->volume->users--;
    return edition;
}

static void free_edition(cahier_own_edition *edition)
{
    if (edition != NULL) {
        cahier_edition_free(edition);
    }
}

static void free_if_unused(cahier_volume *volume)
{
    if (volume->users == 0 && !volume->shelved) {
        cahier_learned_drop(volume->anew);
        cahier_arena_close(&volume->arena);
        free(volume);
    }
}

/* From the shelf; its latest edition goes when nobody reads it. */
static void unshelve(cahier_volume *volume)
{
    cahier_volume **at = &volume->editions->shelf;
    while (*at != NULL && *at != volume) {
        at = &(*at)->next;
    }
    if (*at == volume) {
        *at = volume->next;
    }
    volume->shelved = false;
    free_edition(drop_edition(volume->latest));
    volume->latest = NULL;
}

/* A batch that nobody reads: it alone, its latest edition counted, uses itself. */
static bool is_idle(const cahier_volume *volume)
{
    uint32_t own = volume->latest != NULL;
    return !volume->busy && volume->users == own && (own == 0 || volume->latest->users == 1);
}

/* The batches used longest ago go until the others fit. */
static void make_room(cahier_editions *editions)
{
    for (;;) {
        size_t bytes = 0;
        cahier_volume *oldest = NULL;
        for (cahier_volume *v = editions->shelf; v != NULL; v = v->next) {
            bytes += bytes_of(v);
            oldest = is_idle(v) && (oldest == NULL || v->used < oldest->used) ? v : oldest;
        }
        editions->facts.bytes = bytes;
        if (bytes <= editions->setting.budget || oldest == NULL) {
            return;
        }
        unshelve(oldest);
        free_if_unused(oldest);
        editions->facts.dropped++;
    }
}

static cahier_volume *find_volume(cahier_editions *editions, const char *tenant, const char *batch)
{
    cahier_volume *v = editions->shelf;
    while (v != NULL && (strcmp(v->tenant, tenant) != 0 || strcmp(v->batch, batch) != 0)) {
        v = v->next;
    }
    return v;
}

static cahier_volume *add_volume(cahier_editions *editions, const cahier_edition_place *place)
{
    cahier_volume *volume = calloc(1, sizeof *volume);
    if (volume == NULL) {
        return NULL;
    }
    volume->editions = editions;
    (void)snprintf(volume->tenant, sizeof volume->tenant, "%s", place->tenant);
    (void)snprintf(volume->batch, sizeof volume->batch, "%s", place->batch);
    volume->shelved = true;
    volume->next = editions->shelf;
    editions->shelf = volume;
    return volume;
}

/* --- one at a time ------------------------------------------------------------------------------------------------------------ */

void cahier_volume_set_latest(cahier_volume *volume, cahier_own_edition *edition)
{
    cahier_editions *editions = volume->editions;
    (void)pthread_mutex_lock(&editions->lock);
    cahier_own_edition *gone = drop_edition(volume->latest);
    volume->latest = edition;
    volume->users++; /* until the edition is freed */
    editions->facts.shapes++;
    (void)pthread_cond_broadcast(&editions->changed);
    (void)pthread_mutex_unlock(&editions->lock);
    free_edition(gone);
}

void cahier_volume_withdraw(cahier_volume *volume)
{
    (void)pthread_mutex_lock(&volume->editions->lock);
    unshelve(volume);
    (void)pthread_mutex_unlock(&volume->editions->lock);
}

void cahier_volume_leave(cahier_volume *volume, const cahier_edition **out)
{
    cahier_editions *editions = volume->editions;
    (void)pthread_mutex_lock(&editions->lock);
    if (out != NULL && volume->latest != NULL) {
        volume->latest->users++;
        *out = &volume->latest->shown;
    }
    volume->busy = false;
    volume->used = ++editions->turn;
    volume->users--;
    if (!volume->read && volume->shelved && volume->users == 0) { /* nothing came of it */
        unshelve(volume);
    }
    free_if_unused(volume);
    make_room(editions);
    (void)pthread_cond_broadcast(&editions->changed);
    (void)pthread_mutex_unlock(&editions->lock);
}

/* The volume of this batch, when nobody else holds it any more. */
static cahier_volume *seize(cahier_editions *editions, const cahier_edition_place *place)
{
    (void)pthread_mutex_lock(&editions->lock);
    cahier_volume *volume;
    for (;;) {
        volume = find_volume(editions, place->tenant, place->batch);
        volume = volume == NULL ? add_volume(editions, place) : volume;
        if (volume == NULL || !volume->busy) {
            break;
        }
        (void)pthread_cond_wait(&editions->changed, &editions->lock); /* it may have left the shelf meanwhile */
    }
    if (volume != NULL) {
        volume->busy = true;
        volume->users++;
    }
    (void)pthread_mutex_unlock(&editions->lock);
    return volume;
}

cahier_review_answer cahier_volume_refresh(cahier_volume *volume, const cahier_edition_place *place)
{
    cahier_arena scratch;
    cahier_text *line = NULL;
    uint32_t count = 0;
    uint64_t length;
    cahier_queue_answer answer = cahier_queue_journal_length(place->queue, place->batch, &length);
    if (answer != CAHIER_QUEUE_DONE || (volume->latest != NULL && volume->latest->shown.revision == length)) {
        return cahier_review_of_queue(answer);
    }
    if (!cahier_arena_open(&scratch, volume->editions->setting.budget)) {
        return CAHIER_REVIEW_NO_MEMORY;
    }
    char sentence[512];
    cahier_own_edition *edition = NULL;
    answer = cahier_queue_journal(place->queue, &scratch, place->batch, 0, &line, &count);
    cahier_review_answer made = answer == CAHIER_QUEUE_DONE
                                        ? cahier_edition_make(volume, line, count, &edition, sentence)
                                        : cahier_review_of_queue(answer);
    cahier_arena_close(&scratch);
    if (edition != NULL) {
        cahier_volume_set_latest(volume, edition);
    }
    return made == CAHIER_REVIEW_WRONG ? CAHIER_REVIEW_UNREADABLE : made;
}

/* The batch as the queue has it now: GONE when it changed since it was read. */
static cahier_review_answer look(cahier_volume *volume, const cahier_edition_place *place, bool *gone)
{
    cahier_queue_progress progress;
    cahier_queue_answer answer = cahier_queue_progress_of(place->queue, place->batch, &progress);
    *gone = volume->read &&
            (answer == CAHIER_QUEUE_NO_BATCH ||
                    (answer == CAHIER_QUEUE_DONE && progress.revision != volume->held.progress.revision));
    if (answer != CAHIER_QUEUE_DONE || *gone) {
        return cahier_review_of_queue(answer);
    }
    if (!volume->read) {
        cahier_review_answer read = cahier_volume_read(volume, place);
        if (read != CAHIER_REVIEW_DONE) {
            return read;
        }
        (void)pthread_mutex_lock(&volume->editions->lock);
        volume->editions->facts.loads++;
        (void)pthread_mutex_unlock(&volume->editions->lock);
    }
    return cahier_volume_refresh(volume, place);
}

cahier_review_answer cahier_volume_hold(
        cahier_editions *editions, const cahier_edition_place *place, cahier_volume **out)
{
    for (;;) {
        bool gone;
        cahier_volume *volume = *out = seize(editions, place);
        if (volume == NULL) {
            return CAHIER_REVIEW_NO_MEMORY;
        }
        cahier_review_answer answer = look(volume, place, &gone);
        if (!gone) {
            return answer;
        }
        cahier_volume_withdraw(volume);
        cahier_volume_leave(volume, NULL);
        *out = NULL;
    }
}

/* --- callers -------------------------------------------------------------------------------------------------------------------- */

static bool is_shown(const cahier_volume *volume, uint64_t batch_revision, uint64_t journal_length)
{
    return volume != NULL && volume->latest != NULL && volume->held.progress.revision == batch_revision &&
           volume->latest->shown.revision >= journal_length;
}

/* What the shelf shows, when the queue has nothing newer: who reads does not wait for who decides, unless for a line that is said
 * already. NULL: the batch is to be read, or shaped. */
static const cahier_edition *take_shown(cahier_editions *editions, const cahier_edition_place *place)
{
    cahier_queue_progress progress;
    uint64_t length;
    const cahier_edition *shown = NULL;
    if (cahier_queue_progress_of(place->queue, place->batch, &progress) != CAHIER_QUEUE_DONE ||
            cahier_queue_journal_length(place->queue, place->batch, &length) != CAHIER_QUEUE_DONE) {
        return NULL;
    }
    (void)pthread_mutex_lock(&editions->lock);
    cahier_volume *volume = find_volume(editions, place->tenant, place->batch);
    while (volume != NULL && volume->busy && !is_shown(volume, progress.revision, length)) {
        (void)pthread_cond_wait(&editions->changed, &editions->lock);
        volume = find_volume(editions, place->tenant, place->batch);
    }
    if (is_shown(volume, progress.revision, length)) {
        volume->latest->users++;
        volume->used = ++editions->turn;
        shown = &volume->latest->shown;
    }
    (void)pthread_mutex_unlock(&editions->lock);
    return shown;
}

cahier_review_answer cahier_editions_take(
        cahier_editions *editions, const cahier_edition_place *place, const cahier_edition **out)
{
    cahier_volume *volume;
    *out = take_shown(editions, place);
    if (*out != NULL) {
        return CAHIER_REVIEW_DONE;
    }
    cahier_review_answer answer = cahier_volume_hold(editions, place, &volume);
    if (volume != NULL) {
        cahier_volume_leave(volume, answer == CAHIER_REVIEW_DONE ? out : NULL);
    }
    return answer;
}

void cahier_edition_release(const cahier_edition *edition)
{
    cahier_own_edition *own = (cahier_own_edition *)(uintptr_t)edition;
    cahier_volume *volume = own->volume;
    cahier_editions *editions = volume->editions;
    (void)pthread_mutex_lock(&editions->lock);
    own = drop_edition(own);
    free_if_unused(volume);
    (void)pthread_mutex_unlock(&editions->lock);
    free_edition(own);
}

void cahier_editions_forget(cahier_editions *editions, const char *tenant, const char *batch)
{
    (void)pthread_mutex_lock(&editions->lock);
    cahier_volume *volume = find_volume(editions, tenant, batch);
    if (volume != NULL && !volume->busy) { /* who holds it finds out by himself */
        unshelve(volume);
        free_if_unused(volume);
    }
    (void)pthread_mutex_unlock(&editions->lock);
}

cahier_editions *cahier_editions_open(const cahier_editions_setting *setting, char *message, size_t room)
{
    cahier_editions *editions = calloc(1, sizeof *editions);
    size_t machine = (size_t)sysconf(_SC_PHYS_PAGES) * (size_t)sysconf(_SC_PAGESIZE);
    if (editions == NULL || !cahier_arena_open(&editions->arena, machine)) {
        (void)snprintf(message, room, setting->english ? "not enough memory." : "mémoire insuffisante.");
        free(editions);
        return NULL;
    }
    editions->setting = *setting;
    editions->setting.budget = setting->budget > 0 ? setting->budget : machine / MACHINE_SHARE;
    editions->crew.threads = setting->threads > 0 ? setting->threads : cahier_crew_processors();
    if (!cahier_lexicon_files_open(&editions->arena, setting->lexicons, setting->english, &editions->lexicons)) {
        (void)snprintf(message, room, "%s", editions->lexicons.message);
        cahier_arena_close(&editions->arena);
        free(editions);
        return NULL;
    }
    (void)pthread_mutex_init(&editions->lock, NULL);
    (void)pthread_cond_init(&editions->changed, NULL);
    return editions;
}

void cahier_editions_close(cahier_editions *editions)
{
    while (editions->shelf != NULL) {
        cahier_volume *volume = editions->shelf;
        unshelve(volume);
        free_if_unused(volume);
    }
    (void)pthread_cond_destroy(&editions->changed);
    (void)pthread_mutex_destroy(&editions->lock);
    cahier_arena_close(&editions->arena);
    free(editions);
}
