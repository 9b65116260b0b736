/* SPDX-License-Identifier: Apache-2.0 */
/* scene_write.c -- each page of a scene as a file, at its path. */
#define _POSIX_C_SOURCE 200809L /* mkdirat, openat */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scene.h"
#include "view.h"
#include "web.h"

typedef struct writer {
    scene *scene;
    int folder;
    bool failed;
} writer;

static void make_folders(const writer *w, const char *path)
{
    char part[512];
    for (const char *slash = strchr(path, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        (void)snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
        (void)mkdirat(w->folder, part, 0777); /* there already, most of the time */
    }
}

static void write_bytes(writer *w, const char *path, const char *at, size_t len)
{
    cahier_out file;
    make_folders(w, path);
    if (!cahier_out_open_file(&file, w->folder, path, NULL)) {
        w->failed = true;
        return;
    }
    cahier_put_bytes(&file, at, len);
    w->failed = !cahier_out_close(&file) || w->failed;
}

static void keep(writer *w, const char *name, cahier_out *page)
{
    char path[512];
    (void)snprintf(path, sizeof path, "val-brenne/%s.html", name);
    write_bytes(w, path, cahier_out_text(page).at, cahier_out_text(page).len);
    cahier_out_close(page);
}

#define PAGE(w, name, call)                                                                                            \
    do {                                                                                                               \
        cahier_out page_, *out = &page_;                                                                               \
        cahier_out_open_memory(out);                                                                                   \
        call;                                                                                                          \
        keep((w), (name), out);                                                                                        \
    } while (0)

static void write_assets(writer *w)
{
    static const char *const names[] = {CAHIER_WEB_REPORT_CSS, CAHIER_WEB_CSS, CAHIER_WEB_JS};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[512];
        const cahier_web_file *file = cahier_web_find(cahier_string(names[i]));
        (void)snprintf(path, sizeof path, "val-brenne/web/%s", file->name);
        write_bytes(w, path, file->at, strlen(file->at));
    }
}

static void write_outside(writer *w)
{
    scene *s = w->scene;
    cahier_view view = {.viewer = &s->viewer, .nonce = s->view.nonce};
    PAGE(w, "lots", cahier_view_lots(out, &view, s->lots, SCENE_LOTS));
    PAGE(w, "lots-aucun", cahier_view_lots(out, &view, NULL, 0));
    PAGE(w, "lots/nouveau", cahier_view_upload(out, &view));
    PAGE(w, "envois/e7f0", cahier_view_preflight(out, &view, &s->preflight));
    PAGE(w, "envois/e7f1", cahier_view_preflight(out, &view, &s->refused));
    PAGE(w, "envois/e7f2", cahier_view_preflight(out, &view, &s->running));
    PAGE(w, "reglages", cahier_view_settings(out, &view, &s->settings));
    for (cahier_review_trouble problem = 0; problem < CAHIER_TROUBLES; problem++) {
        char name[32];
        (void)snprintf(name, sizeof name, "problemes/%u", (unsigned)problem);
        PAGE(w, name, cahier_view_trouble(out, &view, problem));
    }
}

static void write_door(writer *w)
{
    scene *s = w->scene;
    cahier_viewer nobody = s->viewer;
    nobody.name = (cahier_text){NULL, 0};
    cahier_view view = {.viewer = &nobody, .nonce = s->view.nonce, .notice = CAHIER_NOTICE_WRONG_PASSWORD};
    cahier_shown_sign_in first = {.nobody_yet = true};
    PAGE(w, "connexion", cahier_view_sign_in(out, &view, &s->sign_in));
    view.notice = CAHIER_NOTICE_NOTHING;
    PAGE(w, "premier-compte", cahier_view_sign_in(out, &view, &first));
    PAGE(w, "problemes/sans-session", cahier_view_trouble(out, &view, CAHIER_TROUBLE_NO_LINK));
}

static void write_progress(writer *w)
{
    scene *s = w->scene;
    for (uint32_t i = 1; i < SCENE_LOTS; i++) {
        char name[64];
        cahier_view view = {.viewer = &s->viewer, .nonce = s->view.nonce, .lot = &s->lots[i]};
        (void)snprintf(name, sizeof name, "lots/%.*s", (int)s->lots[i].id.len, s->lots[i].id.at);
        PAGE(w, name, cahier_view_lot(out, &view));
    }
}

static void write_themes(writer *w, const char *lot)
{
    const cahier_result *result = w->scene->view.input->result;
    char name[256];
    for (uint32_t k = 0; k < result->theme_count; k++) {
        (void)snprintf(name, sizeof name, "%s/themes/%s", lot, result->themes[k].id);
        PAGE(w, name, cahier_view_theme(out, &w->scene->view, k));
    }
    if (result->theme_count == 0) {
        return;
    }
    cahier_view view = w->scene->view;
    view.done = cahier_string("n14");
    view.filter.polarity = CAHIER_NEGATIVE;
    view.filter.words = cahier_string("école");
    view.filter.context = result->vocabulary.at[result->themes[0].terms[0].term].surface;
    (void)snprintf(name, sizeof name, "%s/themes/filtre", lot);
    PAGE(w, name, cahier_view_theme(out, &view, 0));
    view.filter.words = cahier_string("<zzz>\"&");
    (void)snprintf(name, sizeof name, "%s/themes/filtre-vide", lot);
    PAGE(w, name, cahier_view_theme(out, &view, 0));
}

static void write_contributions(writer *w, const char *lot)
{
    char name[256];
    for (uint32_t d = 0; d < 12 && d < w->scene->view.input->result->corpus.count; d++) {
        (void)snprintf(name, sizeof name, "%s/contributions/rang-%u", lot, (unsigned)d);
        PAGE(w, name, cahier_view_contribution(out, &w->scene->view, d));
    }
}

static void write_batch(writer *w)
{
    scene *s = w->scene;
    char lot[64], name[128];
    (void)snprintf(lot, sizeof lot, "lots/%.*s", (int)s->lots[0].id.len, s->lots[0].id.at);
#define BATCH_PAGE(path, call)                                                                                         \
    (void)snprintf(name, sizeof name, "%s/%s", lot, (path));                                                           \
    PAGE(w, name, call)
    PAGE(w, lot, cahier_view_lot(out, &s->view));
    BATCH_PAGE("themes", cahier_view_themes(out, &s->view));
    BATCH_PAGE("non-classees", cahier_view_unclassified(out, &s->view));
    BATCH_PAGE("copies", cahier_view_copies(out, &s->view));
    BATCH_PAGE("donnees-personnelles", cahier_view_personal(out, &s->view));
    BATCH_PAGE("relecture", cahier_view_reading(out, &s->view));
    BATCH_PAGE("journal", cahier_view_journal(out, &s->view));
    BATCH_PAGE("publication", cahier_view_publication(out, &s->view, &s->publication));
    BATCH_PAGE("methode", cahier_view_method(out, &s->view));
    BATCH_PAGE("propositions", cahier_view_proposals(out, &s->view));
    BATCH_PAGE("apprendre", cahier_view_refit(out, &s->view, &s->refit));
    BATCH_PAGE("rencontre", cahier_view_clash(out, &s->view, &s->clash));
#undef BATCH_PAGE
    write_themes(w, lot);
    write_contributions(w, lot);
}

bool scene_write(scene *shown, const char *folder)
{
    writer w = {.scene = shown};
    (void)mkdir(folder, 0777);
    w.folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (w.folder < 0) {
        return false;
    }
    write_assets(&w);
    write_door(&w);
    if (shown->viewer.name.len > 0) {
        write_outside(&w);
        write_progress(&w);
        write_batch(&w);
    }
    (void)close(w.folder);
    return !w.failed;
}
