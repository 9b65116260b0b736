/* SPDX-License-Identifier: Apache-2.0 */
#include "upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lots.h"
#include "preflight.h"
#include "progress.h"
#include "text.h"

#define FORGET_MS 3600000u /* what became of one that was sent, or failed */

typedef enum stage {
    STAGE_FREE,
    STAGE_CHECK, /* wants a child */
    STAGE_CHECKING,
    STAGE_CHECKED, /* `json` */
    STAGE_REFUSED, /* `why` */
    STAGE_SEND,
    STAGE_SENDING, /* `batch` once it is opened */
    STAGE_SENT,
    STAGE_FAILED /* to send: `why` */
} stage;

typedef struct upload {
    stage stage;
    cahier_town *town;
    char id[CAHIER_SPOOL_ID + 1], folder[CAHIER_SPOOL_PATH], batch[CAHIER_BATCH_LEN + 1];
    char who[CAHIER_NAME_MOST + 1], title[CAHIER_TITLE_MOST + 1];
    char *path[CAHIER_FILES_MOST];
    uint32_t file_count;
    char *correction[CAHIER_CORRECTIONS_MOST];
    uint32_t correction_count;
    char *json, *why;
    cahier_command child;
    uint64_t seen_ms;
    bool given_up, noted; /* noted: the batch has its title */
} upload;

struct cahier_uploads {
    cahier_site *site;
    pthread_mutex_t lock;
    pthread_cond_t moved;
    upload at[CAHIER_UPLOADS_MOST];
};

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

static void forget_corrections(upload *u)
{
    for (uint32_t i = 0; i < u->correction_count; i++) {
        free(u->correction[i]);
    }
    u->correction_count = 0;
}

/* The raw text is on no disk of ours any more. */
static void remove_files(upload *u)
{
    if (u->folder[0] != '\0') {
        cahier_spool_remove(u->folder);
        u->folder[0] = '\0';
    }
}

static void clear(upload *u)
{
    remove_files(u);
    cahier_command_close(&u->child);
    forget_corrections(u);
    for (uint32_t i = 0; i < u->file_count; i++) {
        free(u->path[i]);
    }
    free(u->json);
    free(u->why);
    *u = (upload){.stage = STAGE_FREE};
}

void cahier_uploads_close(cahier_uploads *uploads)
{
    if (uploads == NULL) {
        return;
    }
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        if (uploads->at[i].stage != STAGE_FREE) {
            clear(&uploads->at[i]);
        }
    }
    (void)pthread_cond_destroy(&uploads->moved);
    (void)pthread_mutex_destroy(&uploads->lock);
    free(uploads);
}

static upload *find(cahier_uploads *uploads, const cahier_town *town, cahier_text id)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        upload *u = &uploads->at[i];
        if (u->stage != STAGE_FREE && !u->given_up && u->town == town && cahier_text_equal(cahier_string(u->id), id)) {
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

static char *keep_text(cahier_text text)
{
    char *to = cahier_report_alloc(NULL, (size_t)text.len + 1, 1);
    if (text.len > 0) {
        memcpy(to, text.at, text.len);
    }
    to[text.len] = '\0';
    return to;
}

/* --- asked by people -------------------------------------------------------------------------------------------------- */

static upload *find_free(cahier_uploads *uploads)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        if (uploads->at[i].stage == STAGE_FREE) {
            return &uploads->at[i];
        }
    }
    return NULL;
}

cahier_upload_answer cahier_uploads_add(
        cahier_uploads *uploads, const cahier_request *request, cahier_spool *spool, cahier_text title)
{
    (void)pthread_mutex_lock(&uploads->lock);
    upload *u = find_free(uploads);
    if (u != NULL) {
        *u = (upload){.stage = STAGE_CHECK, .town = request->town, .seen_ms = cahier_clock_ms()};
        memcpy(u->id, spool->id, sizeof u->id);
        memcpy(u->folder, spool->folder, sizeof u->folder);
        copy_text(u->who, sizeof u->who, request->viewer.name);
        copy_text(u->title, sizeof u->title, title);
        for (uint32_t i = 0; i < spool->count; i++) {
            u->path[i] = keep_text(cahier_string(spool->file[i].path));
        }
        u->file_count = spool->count;
        spool->taken = true;
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return u != NULL ? CAHIER_UPLOAD_DONE : CAHIER_UPLOAD_BUSY;
}

static cahier_text copy_to(cahier_arena *arena, const char *string)
{
    size_t len = string != NULL ? strlen(string) : 0;
    char *to = CAHIER_NEW(arena, char, len + 1);
    if (to == NULL || len == 0) {
        return (cahier_text){NULL, 0};
    }
    memcpy(to, string, len);
    return (cahier_text){to, (uint32_t)len};
}

/* The lock is held. */
static cahier_upload_answer show(const upload *u, cahier_arena *arena, cahier_preflight *out)
{
    *out = (cahier_preflight){.id = copy_to(arena, u->id), .title = copy_to(arena, u->title)};
    switch (u->stage) {
    case STAGE_CHECKED:
        return cahier_preflight_read(arena, cahier_string(u->json), out) ? CAHIER_UPLOAD_DONE : CAHIER_UPLOAD_BUSY;
    case STAGE_REFUSED:
    case STAGE_FAILED:
        out->refusal = copy_to(arena, u->why);
        return CAHIER_UPLOAD_DONE;
    case STAGE_SENT:
        return CAHIER_UPLOAD_SENT;
    default:
        out->running = true;
        return u->batch[0] != '\0' ? CAHIER_UPLOAD_SENT : CAHIER_UPLOAD_RUNNING;
    }
}

cahier_upload_answer cahier_uploads_show(cahier_uploads *uploads, const cahier_request *request, cahier_text id,
        cahier_preflight *out, char batch[CAHIER_BATCH_LEN + 1])
{
    (void)pthread_mutex_lock(&uploads->lock);
    const upload *u = find(uploads, request->town, id);
    cahier_upload_answer answer = u != NULL ? show(u, request->arena, out) : CAHIER_UPLOAD_NONE;
    if (answer == CAHIER_UPLOAD_SENT) {
        memcpy(batch, u->batch, CAHIER_BATCH_LEN + 1);
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

/* The lock is held. The form shows all columns: what it asks for takes the place of what was asked before. */
static cahier_upload_answer change(upload *u, const cahier_request *request, bool send)
{
    const char *words[CAHIER_CORRECTIONS_MOST];
    uint32_t count = 0;
    cahier_preflight preflight;
    cahier_upload_answer answer = show(u, request->arena, &preflight);
    if (answer != CAHIER_UPLOAD_DONE || u->stage != STAGE_CHECKED) {
        return answer;
    }
    if (cahier_preflight_correct(request->arena, &preflight, &request->form, words, &count) != CAHIER_OK) {
        return CAHIER_UPLOAD_BUSY;
    }
    forget_corrections(u);
    for (uint32_t i = 0; i < count; i++) {
        u->correction[u->correction_count++] = keep_text(cahier_string(words[i]));
    }
    copy_text(u->title, sizeof u->title, cahier_field_value(&request->form, "titre"));
    copy_text(u->who, sizeof u->who, request->viewer.name);
    u->stage = send ? STAGE_SEND : STAGE_CHECK;
    return CAHIER_UPLOAD_DONE;
}

cahier_upload_answer cahier_uploads_change(
        cahier_uploads *uploads, const cahier_request *request, cahier_text id, bool send)
{
    (void)pthread_mutex_lock(&uploads->lock);
    upload *u = find(uploads, request->town, id);
    cahier_upload_answer answer = u != NULL ? change(u, request, send) : CAHIER_UPLOAD_NONE;
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
        upload *u = find(uploads, request->town, id);
        size_t mark = cahier_arena_mark(request->arena);
        answer = u != NULL ? show(u, request->arena, &shown) : CAHIER_UPLOAD_NONE;
        cahier_arena_reset(request->arena, mark);
        if (answer == CAHIER_UPLOAD_SENT) {
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
    upload *u = find(uploads, request->town, id);
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
        const upload *u = &uploads->at[i];
        if (u->stage == STAGE_FREE || u->town != request->town || strcmp(u->batch, batch) != 0) {
            continue;
        }
        if (u->stage == STAGE_SENDING) {
            answer = CAHIER_UPLOAD_DONE;
        } else if (u->stage == STAGE_FAILED) {
            *why = copy_to(request->arena, u->why);
        }
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    return answer;
}

/* --- children: from one thread; the lock is held ---------------------------------------------------------------------- */

static bool start(cahier_uploads *uploads, upload *u)
{
    static const char *const check[] = {"check", "--json", "--where-found", NULL}, *const send[] = {"submit",
                                                                                           "--name-first", "--quiet",
                                                                                           "--where-found", NULL};
    const char *words[CAHIER_COMMAND_WORDS + 1];
    const char *const *first = u->stage == STAGE_CHECK ? check : send;
    uint32_t count = 0;
    while (first[count] != NULL) {
        words[count] = first[count];
        count++;
    }
    for (uint32_t i = 0; i < u->correction_count; i++) {
        words[count++] = u->correction[i];
    }
    words[count++] = "--";
    for (uint32_t i = 0; i < u->file_count; i++) {
        words[count++] = u->path[i];
    }
    words[count] = NULL;
    cahier_command_setting setting = {.redis = uploads->site->url,
            .tenant = u->town->tenant,
            .lexicons = uploads->site->options->lexicons,
            .heard = true};
    return cahier_command_start(&u->child, words, &setting);
}

/* « cahier submit : phrase. »: the sentence alone. What a child that crashed says is for nobody. */
static char *sentence_of(const upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[1]);
    const char *mark = memchr(said.at, ':', said.len), *end = memchr(said.at, '\n', said.len);
    cahier_text line = cahier_slice(said, 0, end != NULL ? (uint32_t)(end - said.at) : said.len);
    if (u->child.code >= CAHIER_COMMAND_CRASHED || line.len == 0) {
        return keep_text(cahier_string(
                "ce fichier n’a pas pu être lu. Enregistrez-le en CSV (UTF-8) et envoyez-le de nouveau."));
    }
    bool command = line.len > 7 && memcmp(line.at, "cahier ", 7) == 0 && mark != NULL && mark + 2 < line.at + line.len;
    return keep_text(command ? cahier_slice(line, (uint32_t)(mark + 2 - line.at), line.len) : line);
}

/* The name comes first, before the batch is sent. */
static void hear_name(upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[0]);
    if (u->batch[0] == '\0' && said.len > CAHIER_BATCH_LEN && said.at[CAHIER_BATCH_LEN] == '\n') {
        memcpy(u->batch, said.at, CAHIER_BATCH_LEN);
        u->batch[CAHIER_BATCH_LEN] = '\0';
    }
}

static void end_check(upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[0]);
    free(u->json);
    free(u->why);
    u->json = u->why = NULL;
    if (u->child.code == 0) {
        u->json = keep_text(said);
        u->stage = STAGE_CHECKED;
    } else {
        u->why = said.len > 0 ? keep_text(cahier_string("aucune ligne de ce fichier ne porte de texte à analyser."))
                              : sentence_of(u);
        u->stage = STAGE_REFUSED;
    }
}

static void end_sending(upload *u)
{
    free(u->why);
    u->why = u->child.code == 0 ? NULL : sentence_of(u);
    u->stage = u->child.code == 0 ? STAGE_SENT : STAGE_FAILED;
    remove_files(u);
}

static bool look_at(cahier_uploads *uploads, upload *u, uint32_t *running)
{
    bool ended = cahier_command_look(&u->child);
    if (u->stage == STAGE_CHECKING && ended) {
        end_check(u);
    } else if (u->stage == STAGE_SENDING) {
        hear_name(u);
        if (ended) {
            end_sending(u);
        }
    } else if ((u->stage == STAGE_CHECK || u->stage == STAGE_SEND) && *running < CAHIER_UPLOADS_AT_ONCE) {
        if (start(uploads, u)) {
            u->stage = u->stage == STAGE_CHECK ? STAGE_CHECKING : STAGE_SENDING;
            (*running)++;
        }
        return false;
    }
    if (ended) {
        cahier_command_close(&u->child);
    }
    return ended || u->batch[0] != '\0';
}

static bool is_over(const cahier_uploads *uploads, const upload *u, uint64_t now)
{
    uint64_t kept = (uint64_t)uploads->site->options->upload_minutes * 60000;
    bool sent = u->stage == STAGE_SENT || u->stage == STAGE_FAILED;
    bool busy = u->stage == STAGE_SENDING || u->stage == STAGE_SEND;
    return u->given_up || (!busy && now - u->seen_ms > (sent ? FORGET_MS : kept));
}

/* Outside of the lock: Redis may be away. */
static void note_lots(cahier_uploads *uploads)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        upload *u = &uploads->at[i]; /* taken and cleared by this thread alone once a batch is named */
        if (u->batch[0] == '\0' || u->noted) {
            continue;
        }
        const char *names[CAHIER_FILES_MOST];
        for (uint32_t f = 0; f < u->file_count; f++) {
            names[f] = strrchr(u->path[f], '/') + 1;
        }
        cahier_lot_note note = {u->town, u->batch, u->title, u->who, names, u->file_count};
        u->noted = cahier_lots_note(&note);
    }
}

void cahier_uploads_look(cahier_uploads *uploads)
{
    uint64_t now = cahier_clock_ms();
    uint32_t running = 0;
    bool moved = false;
    (void)pthread_mutex_lock(&uploads->lock);
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        running += uploads->at[i].child.pid > 0;
    }
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        upload *u = &uploads->at[i];
        if (u->stage != STAGE_FREE && is_over(uploads, u, now)) {
            clear(u);
            moved = true;
        } else if (u->stage != STAGE_FREE) {
            moved = look_at(uploads, u, &running) || moved;
        }
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    note_lots(uploads);
    if (moved) {
        (void)pthread_cond_broadcast(&uploads->moved);
    }
}
