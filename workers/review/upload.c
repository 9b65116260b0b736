/* SPDX-License-Identifier: Apache-2.0 */
#include "upload_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "record.h"
#include "text.h"

cahier_uploads *cahier_uploads_open(cahier_site *site)
{
    cahier_uploads *uploads = calloc(1, sizeof *uploads);
    if (uploads != NULL) {
        uploads->site = site;
        (void)pthread_cond_init(&uploads->moved, NULL);
        (void)pthread_mutex_init(&uploads->lock, NULL);
    }
    return uploads;
}

/* --- one upload: the lock is held ------------------------------------------------------------------------------------- */

static void forget_corrections(cahier_upload *u)
{
    for (uint32_t i = 0; i < u->correction_count; i++) {
        free(u->correction[i]);
    }
    u->correction_count = 0;
}

void cahier_upload_remove_files(cahier_upload *u)
{
    if (u->folder[0] != '\0') {
        cahier_spool_remove(u->folder);
        u->folder[0] = '\0';
    }
}

void cahier_upload_clear(cahier_upload *u)
{
    cahier_upload_remove_files(u);
    cahier_command_close(&u->child);
    forget_corrections(u);
    for (uint32_t i = 0; i < u->file_count; i++) {
        free(u->path[i]);
    }
    free(u->json);
    free(u->why);
    *u = (cahier_upload){.stage = CAHIER_STAGE_FREE};
}

void cahier_uploads_close(cahier_uploads *uploads)
{
    if (uploads == NULL) {
        return;
    }
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        if (uploads->at[i].stage != CAHIER_STAGE_FREE) {
            cahier_upload_clear(&uploads->at[i]);
        }
    }
    (void)pthread_cond_destroy(&uploads->moved);
    (void)pthread_mutex_destroy(&uploads->lock);
    free(uploads);
}

static cahier_upload *find(cahier_uploads *uploads, const cahier_town *town, cahier_text id)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        cahier_upload *u = &uploads->at[i];
        if (u->stage != CAHIER_STAGE_FREE && !u->given_up && u->town == town &&
                cahier_text_equal(cahier_string(u->id), id)) {
            u->seen_ms = cahier_clock_ms();
            return u;
        }
    }
    return NULL;
}

static void copy_text(char *to, size_t room, cahier_text text)
{
    (void)snprintf(to, room, "%.*s", (int)cahier_shorten(text, (uint32_t)room - 1).len, text.len > 0 ? text.at : "");
}

char *cahier_upload_keep(cahier_text text)
{
    char *to = cahier_report_alloc(NULL, (size_t)text.len + 1, 1);
    if (text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    to[text.len] = '\0';
    return to;
}

/* --- asked by people -------------------------------------------------------------------------------------------------- */

static cahier_upload *find_free(cahier_uploads *uploads)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        if (uploads->at[i].stage == CAHIER_STAGE_FREE) {
            return &uploads->at[i];
        }
    }
    return NULL;
}

cahier_upload_answer cahier_uploads_add(
        cahier_uploads *uploads, const cahier_request *request, cahier_spool *spool, cahier_text title)
{
    (void)pthread_mutex_lock(&uploads->lock);
    cahier_upload *u = find_free(uploads);
    if (u != NULL) {
        *u = (cahier_upload){.stage = CAHIER_STAGE_CHECK, .town = request->town, .seen_ms = cahier_clock_ms()};
        memcpy(u->id, spool->id, sizeof u->id);
        memcpy(u->folder, spool->folder, sizeof u->folder);
        copy_text(u->who, sizeof u->who, request->viewer.name);
        copy_text(u->title, sizeof u->title, title);
        for (uint32_t i = 0; i < spool->count; i++) {
            u->path[i] = cahier_upload_keep(cahier_string(spool->file[i].path));
        }
        u->file_count = spool->count;
        spool->taken = true;
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return u != NULL ? CAHIER_UPLOAD_DONE : CAHIER_UPLOAD_BUSY;
}

/* Once the batch has its title, or it is known that it had one: then its files wait for what the person means. */
static cahier_upload_answer show_sent(const cahier_upload *u)
{
    switch (u->noted) {
    case CAHIER_LOT_NOTED:
        return CAHIER_UPLOAD_SENT;
    case CAHIER_LOT_KNOWN:
        return CAHIER_UPLOAD_KNOWN;
    case CAHIER_LOT_KNOWN_OTHERWISE:
        return u->stage == CAHIER_STAGE_SENT ? CAHIER_UPLOAD_KNOWN_OTHERWISE : CAHIER_UPLOAD_RUNNING;
    default:
        return CAHIER_UPLOAD_RUNNING;
    }
}

static bool has_batch(cahier_upload_answer answer)
{
    return answer == CAHIER_UPLOAD_SENT || answer == CAHIER_UPLOAD_KNOWN || answer == CAHIER_UPLOAD_KNOWN_OTHERWISE;
}

/* The lock is held. */
static cahier_upload_answer show(const cahier_upload *u, cahier_arena *arena, cahier_preflight *out)
{
    *out = (cahier_preflight){.id = cahier_record_copy(arena, u->id),
            .title = cahier_record_copy(arena, u->title),
            .follows = cahier_record_copy(arena, u->follows)};
    switch (u->stage) {
    case CAHIER_STAGE_REFUSED:
    case CAHIER_STAGE_FAILED:
        out->refusal = cahier_record_copy(arena, u->why);
        if (u->stage == CAHIER_STAGE_FAILED || u->json == NULL) {
            return CAHIER_UPLOAD_DONE;
        }
        return cahier_preflight_read(arena, cahier_string(u->json), out) ? CAHIER_UPLOAD_DONE : CAHIER_UPLOAD_BUSY;
    case CAHIER_STAGE_CHECKED:
        return cahier_preflight_read(arena, cahier_string(u->json), out) ? CAHIER_UPLOAD_DONE : CAHIER_UPLOAD_BUSY;
    case CAHIER_STAGE_SENDING:
    case CAHIER_STAGE_SENT:
        out->running = true;
        return show_sent(u);
    default:
        out->running = true;
        return CAHIER_UPLOAD_RUNNING;
    }
}

cahier_upload_answer cahier_uploads_show(cahier_uploads *uploads, const cahier_request *request, cahier_text id,
        cahier_preflight *out, char batch[CAHIER_BATCH_LEN + 1])
{
    (void)pthread_mutex_lock(&uploads->lock);
    const cahier_upload *u = find(uploads, request->town, id);
    cahier_upload_answer answer = u != NULL ? show(u, request->arena, out) : CAHIER_UPLOAD_NONE;
    if (has_batch(answer)) {
        memcpy(batch, u->batch, CAHIER_BATCH_LEN + 1);
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

/* The lock is held. The form shows all columns: what it asks for takes the place of what was asked before. */
static cahier_upload_answer change(cahier_upload *u, const cahier_request *request, const cahier_upload_wish *wish)
{
    const char *words[CAHIER_CORRECTIONS_MOST];
    uint32_t count = 0;
    cahier_preflight preflight;
    cahier_upload_answer answer = show(u, request->arena, &preflight);
    if (answer != CAHIER_UPLOAD_DONE || preflight.file_count == 0) {
        return answer;
    }
    if (cahier_preflight_correct(request->arena, &preflight, &request->form, words, &count) != CAHIER_OK) {
        return CAHIER_UPLOAD_BUSY;
    }
    forget_corrections(u);
    for (uint32_t i = 0; i < count; i++) {
        u->correction[u->correction_count++] = cahier_upload_keep(cahier_string(words[i]));
    }
    if (cahier_field_is_there(&request->form, "titre")) { /* a machine may say nothing of it */
        copy_text(u->title, sizeof u->title, cahier_field_value(&request->form, "titre"));
    }
    copy_text(u->who, sizeof u->who, request->viewer.name);
    copy_text(u->follows, sizeof u->follows, wish->follows);
    copy_text(u->follows_title, sizeof u->follows_title, wish->follows_title);
    u->decided = wish->decided;
    u->stage = wish->send && u->stage == CAHIER_STAGE_CHECKED ? CAHIER_STAGE_SEND : CAHIER_STAGE_CHECK;
    return CAHIER_UPLOAD_DONE;
}

cahier_upload_answer cahier_uploads_change(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, const cahier_upload_wish *wish)
{
    (void)pthread_mutex_lock(&uploads->lock);
    cahier_upload *u = find(uploads, request->town, id);
    cahier_upload_answer answer = u != NULL ? change(u, request, wish) : CAHIER_UPLOAD_NONE;
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

bool cahier_uploads_folder(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, char folder[CAHIER_SPOOL_PATH])
{
    (void)pthread_mutex_lock(&uploads->lock);
    const cahier_upload *u = find(uploads, request->town, id);
    bool there = u != NULL && u->stage == CAHIER_STAGE_CHECKED && u->folder[0] != '\0';
    if (there) {
        memcpy(folder, u->folder, sizeof u->folder);
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return there;
}

cahier_upload_answer cahier_uploads_settle(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, bool apart, cahier_preflight *out)
{
    (void)pthread_mutex_lock(&uploads->lock);
    cahier_upload *u = find(uploads, request->town, id);
    cahier_upload_answer answer = u != NULL ? show(u, request->arena, out) : CAHIER_UPLOAD_NONE;
    if (answer == CAHIER_UPLOAD_KNOWN_OTHERWISE && apart) {
        u->apart = true;
        u->batch[0] = '\0';
        u->noted = CAHIER_LOT_LATER;
        u->stage = CAHIER_STAGE_SEND;
    } else if (answer == CAHIER_UPLOAD_KNOWN_OTHERWISE) {
        u->noted = CAHIER_LOT_NOTED;
        cahier_upload_remove_files(u);
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

cahier_upload_answer cahier_uploads_wait(cahier_uploads *uploads, const cahier_request *request, cahier_text id,
        uint32_t wait_ms, char batch[CAHIER_BATCH_LEN + 1])
{
    cahier_preflight shown;
    cahier_upload_answer answer;
    uint64_t until = cahier_clock_ms() + wait_ms;
    (void)pthread_mutex_lock(&uploads->lock);
    for (;;) {
        cahier_upload *u = find(uploads, request->town, id);
        size_t mark = cahier_arena_mark(request->arena);
        answer = u != NULL ? show(u, request->arena, &shown) : CAHIER_UPLOAD_NONE;
        cahier_arena_reset(request->arena, mark);
        if (has_batch(answer)) {
            memcpy(batch, u->batch, CAHIER_BATCH_LEN + 1);
        }
        if (answer != CAHIER_UPLOAD_RUNNING || cahier_clock_ms() > until || *uploads->site->stop != 0) {
            break;
        }
        cahier_site_wait(&uploads->moved, &uploads->lock);
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

cahier_upload_answer cahier_uploads_give_up(cahier_uploads *uploads, const cahier_request *request, cahier_text id)
{
    (void)pthread_mutex_lock(&uploads->lock);
    cahier_upload *u = find(uploads, request->town, id);
    if (u != NULL && u->batch[0] == '\0') {
        u->given_up = true; /* its child ends and its files go at the next look */
    }
    cahier_upload_answer answer = u == NULL             ? CAHIER_UPLOAD_NONE
                                  : u->batch[0] != '\0' ? CAHIER_UPLOAD_SENT
                                                        : CAHIER_UPLOAD_DONE;
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

cahier_upload_answer cahier_uploads_sending(
        cahier_uploads *uploads, const cahier_request *request, const char *batch, cahier_text *why)
{
    cahier_upload_answer answer = CAHIER_UPLOAD_NONE;
    *why = (cahier_text){NULL, 0};
    (void)pthread_mutex_lock(&uploads->lock);
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        const cahier_upload *u = &uploads->at[i];
        if (u->stage == CAHIER_STAGE_FREE || u->town != request->town || strcmp(u->batch, batch) != 0) {
            continue;
        }
        if (u->stage == CAHIER_STAGE_SENDING) {
            answer = CAHIER_UPLOAD_DONE;
        } else if (u->stage == CAHIER_STAGE_FAILED) {
            *why = cahier_record_copy(request->arena, u->why);
        }
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}
