/* SPDX-License-Identifier: Apache-2.0 */
/* upload.h, children: started and heard from one thread; the lock is held but where Redis is asked. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lots.h"
#include "progress.h"
#include "text.h"
#include "upload_parts.h"

#define FORGET_MS 3600000u /* what became of one that was sent, or failed */

/* What a batch that is sent has beside its files: the one that it goes on from, a name of its own. */
typedef struct beside {
    char previous[CAHIER_SPOOL_PATH + 16], decisions[CAHIER_SPOOL_PATH + 32], apart[CAHIER_TITLE_MOST + 16];
} beside;

static uint32_t add_beside(const cahier_upload *u, beside *paths, const char **words)
{
    uint32_t count = 0;
    if (u->follows[0] != '\0') {
        (void)snprintf(paths->previous, sizeof paths->previous, "%s/" CAHIER_UPLOAD_PREVIOUS, u->folder);
        (void)snprintf(paths->decisions, sizeof paths->decisions, "%s/" CAHIER_UPLOAD_DECISIONS, u->folder);
        words[count++] = "--previous";
        words[count++] = paths->previous;
    }
    if (u->follows[0] != '\0' && u->decided) {
        words[count++] = "--decisions";
        words[count++] = paths->decisions;
    }
    if (u->apart) {
        (void)snprintf(paths->apart, sizeof paths->apart, "--apart=%s", u->title);
        words[count++] = paths->apart;
    }
    return count;
}

static bool start(cahier_uploads *uploads, cahier_upload *u)
{
    static const char *const check[] = {"check", "--json", "--where-found", NULL}, *const send[] = {"submit",
                                                                                           "--name-first", "--quiet",
                                                                                           "--where-found", NULL};
    const char *words[CAHIER_COMMAND_WORDS + 1];
    const char *const *first = u->stage == CAHIER_STAGE_CHECK ? check : send;
    beside paths;
    uint32_t count = 0;
    while (first[count] != NULL) {
        words[count] = first[count];
        count++;
    }
    count += u->stage == CAHIER_STAGE_SEND ? add_beside(u, &paths, words + count) : 0;
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
static char *sentence_of(const cahier_upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[1]);
    const char *mark = memchr(said.at, ':', said.len), *end = memchr(said.at, '\n', said.len);
    cahier_text line = cahier_slice(said, 0, end != NULL ? (uint32_t)(end - said.at) : said.len);
    if (u->child.code >= CAHIER_COMMAND_CRASHED || line.len == 0) {
        return cahier_upload_keep(cahier_string(
                "ce fichier n’a pas pu être lu. Enregistrez-le en CSV (UTF-8) et envoyez-le de nouveau."));
    }
    bool command = line.len > 7 && memcmp(line.at, "cahier ", 7) == 0 && mark != NULL && mark + 2 < line.at + line.len;
    return cahier_upload_keep(command ? cahier_slice(line, (uint32_t)(mark + 2 - line.at), line.len) : line);
}

/* The name comes first, before the batch is sent. */
static void hear_name(cahier_upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[0]);
    if (u->batch[0] == '\0' && said.len > CAHIER_BATCH_LEN && said.at[CAHIER_BATCH_LEN] == '\n') {
        memcpy(u->batch, said.at, CAHIER_BATCH_LEN);
        u->batch[CAHIER_BATCH_LEN] = '\0';
    }
}

static void end_check(cahier_upload *u)
{
    cahier_text said = cahier_out_text(&u->child.text[0]);
    free(u->why);
    u->why = NULL;
    if (said.len > 0) { /* with its columns even when none of them is read as a text */
        free(u->json);
        u->json = cahier_upload_keep(said);
    }
    if (u->child.code == 0) {
        u->stage = CAHIER_STAGE_CHECKED;
    } else {
        u->why = said.len > 0 ? cahier_upload_keep(cahier_string(
                                        "aucune ligne de ce fichier ne porte de texte à analyser. Dites plus bas "
                                        "quelle colonne porte ce que les gens ont écrit."))
                              : sentence_of(u);
        u->stage = CAHIER_STAGE_REFUSED;
    }
}

/* The files wait only for a person who is asked what is meant. */
static void drop_files(cahier_upload *u)
{
    bool settled = u->noted == CAHIER_LOT_NOTED || u->noted == CAHIER_LOT_KNOWN;
    if (u->stage == CAHIER_STAGE_FAILED || (u->stage == CAHIER_STAGE_SENT && settled)) {
        cahier_upload_remove_files(u);
    }
}

static void end_sending(cahier_upload *u)
{
    free(u->why);
    u->why = u->child.code == 0 ? NULL : sentence_of(u);
    u->stage = u->child.code == 0 ? CAHIER_STAGE_SENT : CAHIER_STAGE_FAILED;
    drop_files(u);
}

static bool look_at(cahier_uploads *uploads, cahier_upload *u, uint32_t *running)
{
    bool ended = cahier_command_look(&u->child);
    if (u->stage == CAHIER_STAGE_CHECKING && ended) {
        end_check(u);
    } else if (u->stage == CAHIER_STAGE_SENDING) {
        hear_name(u);
        if (ended) {
            end_sending(u);
        }
    } else if ((u->stage == CAHIER_STAGE_CHECK || u->stage == CAHIER_STAGE_SEND) && *running < CAHIER_UPLOADS_AT_ONCE) {
        if (start(uploads, u)) {
            u->stage = u->stage == CAHIER_STAGE_CHECK ? CAHIER_STAGE_CHECKING : CAHIER_STAGE_SENDING;
            (*running)++;
        }
        return false;
    }
    if (ended) {
        cahier_command_close(&u->child);
    }
    return ended || u->batch[0] != '\0';
}

static bool is_over(const cahier_uploads *uploads, const cahier_upload *u, uint64_t now)
{
    uint64_t kept = (uint64_t)uploads->site->options->upload_minutes * 60000;
    bool sent = u->stage == CAHIER_STAGE_SENT || u->stage == CAHIER_STAGE_FAILED;
    bool busy = u->stage == CAHIER_STAGE_SENDING || u->stage == CAHIER_STAGE_SEND;
    return u->given_up || (!busy && now - u->seen_ms > (sent ? FORGET_MS : kept));
}

/* Redis may be away: the lock is not held while it is asked. Nobody else touches an upload whose batch is named and not yet noted. */
static void note_lots(cahier_uploads *uploads)
{
    for (uint32_t i = 0; i < CAHIER_UPLOADS_MOST; i++) {
        cahier_upload *u = &uploads->at[i];
        (void)pthread_mutex_lock(&uploads->lock);
        bool wanted = u->batch[0] != '\0' && u->noted == CAHIER_LOT_LATER;
        (void)pthread_mutex_unlock(&uploads->lock);
        if (!wanted) {
            continue;
        }
        const char *names[CAHIER_FILES_MOST];
        for (uint32_t f = 0; f < u->file_count; f++) {
            names[f] = strrchr(u->path[f], '/') + 1;
        }
        cahier_lot_note note = {
                u->town, u->batch, u->title, u->who, u->follows, u->follows_title, names, u->file_count};
        cahier_lot_noted noted = cahier_lots_note(&note);
        (void)pthread_mutex_lock(&uploads->lock);
        u->noted = noted;
        drop_files(u);
        (void)pthread_mutex_unlock(&uploads->lock);
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
        cahier_upload *u = &uploads->at[i];
        if (u->stage != CAHIER_STAGE_FREE && is_over(uploads, u, now)) {
            cahier_upload_clear(u);
            moved = true;
        } else if (u->stage != CAHIER_STAGE_FREE) {
            moved = look_at(uploads, u, &running) || moved;
        }
    }
    (void)pthread_mutex_unlock(&uploads->lock);
    note_lots(uploads);
    if (moved) {
        (void)pthread_cond_broadcast(&uploads->moved);
    }
}
