/* SPDX-License-Identifier: Apache-2.0 */
#include "route_write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "files.h"
#include "folder.h"
#include "french.h"
#include "normalise.h"
#include "route_words.h"
#include "rows.h"
#include "say.h"

#define NAME_ROOM 96
#define SLUG_MOST 48u /* bytes of a service's name in the name of its file */

#define PERSON_FILE "a-orienter.csv"
#define URGENT_FILE "urgences.csv"
#define SUMMARY_FILE "bilan.csv"
#define LEARNED_FILE "appris.tsv"
#define MANIFEST_FILE "manifest.json"

static bool is_route_file(const char *name)
{
    static const char *const names[] = {PERSON_FILE, URGENT_FILE, SUMMARY_FILE, LEARNED_FILE, MANIFEST_FILE};
    size_t len = strlen(name);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return strncmp(name, "service-", 8) == 0 && len > 12 && strcmp(name + len - 4, ".csv") == 0;
}

/* --- cells ------------------------------------------------------------------------------------------------------------- */

typedef struct table {
    const cahier_route_lot *lot;
    cahier_sink sink;
} table;

static void put_words(table *t, const char *words)
{
    t->sink.text(t->sink.self, cahier_string(words));
}

/* A cell made of pieces: `fill` writes them. */
static void put_made(table *t, uint32_t d, void (*fill)(cahier_out *out, const cahier_route_lot *lot, uint32_t d))
{
    cahier_out text;
    cahier_out_open_memory(&text);
    fill(&text, t->lot, d);
    t->sink.text(t->sink.self, cahier_out_text(&text));
    (void)cahier_out_close(&text);
}

static void fill_date(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    if (lot->intake->at[d].date != 0) {
        cahier_put_iso_date(out, lot->intake->at[d].date);
    }
}

/* « odeur de gaz (gaz) + urgent (alerte) » */
static void fill_alert(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    const cahier_urgency *urgency = &lot->routed[d].urgency;
    bool first = true;
    for (uint32_t p = 0; urgency->urgent && p < urgency->part_count; p++) {
        const cahier_danger_part *part = &urgency->part[p];
        if (part->reason == CAHIER_DANGER_SAID) {
            cahier_put(out, first ? "" : " + ");
            cahier_put_text(out, cahier_slice(lot->document[d]->text, part->start, part->end));
            cahier_put(out, " (");
            cahier_put_text(out, cahier_danger_french(cahier_danger_name(&lot->routing->dangers, part->row)));
            cahier_put(out, ")");
            first = false;
        }
    }
}

/* « nids de poule 1 + trottoir 1 + route 0,5 » */
static void fill_parts(cahier_out *out, const cahier_route_lot *lot, uint32_t d, uint32_t first, uint32_t count)
{
    const cahier_route *route = &lot->routed[d].route;
    for (uint32_t p = first; p < first + count; p++) {
        const cahier_route_part *part = &route->part[p];
        cahier_put(out, p > first ? " + " : "");
        cahier_put_text(out, part->start < part->end ? cahier_slice(lot->document[d]->text, part->start, part->end)
                                                     : lot->routing->services.row[part->row].form);
        cahier_put(out, " ");
        cahier_put_milli(out, part->weight_milli, ',');
    }
}

static void fill_because(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    fill_parts(out, lot, d, 0, lot->routed[d].route.part_count);
}

static void fill_other_because(cahier_out *out, const cahier_route_lot *lot, uint32_t d)
{
    fill_parts(out, lot, d, lot->routed[d].route.part_count, lot->routed[d].route.other_count);
}

static void put_service(table *t, uint32_t service)
{
    t->sink.text(
            t->sink.self, service == CAHIER_NONE ? (cahier_text){NULL, 0} : t->lot->routing->services.at[service].name);
}

/* --- tables ------------------------------------------------------------------------------------------------------------ */

static void put_header(table *t)
{
    const cahier_route_words *w = &cahier_route_fr;
    const char *const names[] = {w->urgent, w->id, w->date, w->place, w->message, w->service, w->points, w->because,
            w->other, w->other_points, w->other_because, w->why, w->alert, w->who, w->when};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_words(t, names[i]);
    }
    t->sink.row(t->sink.self);
}

static void put_decision(table *t, uint32_t d)
{
    uint32_t i = t->lot->decision[d];
    const cahier_decision *decision = i == CAHIER_NONE ? NULL : &t->lot->decisions->at[i];
    t->sink.text(t->sink.self, decision == NULL ? (cahier_text){NULL, 0} : decision->who);
    t->sink.text(t->sink.self, decision == NULL ? (cahier_text){NULL, 0} : decision->when);
}

static void put_message(table *t, uint32_t d)
{
    const cahier_contribution *received = &t->lot->intake->at[d];
    const cahier_routed *routed = &t->lot->routed[d];
    put_words(t, routed->urgency.urgent ? cahier_route_fr.yes : "");
    t->sink.text(t->sink.self, received->id);
    put_made(t, d, fill_date);
    t->sink.text(t->sink.self, received->place);
    t->sink.text(t->sink.self, t->lot->document[d]->text);
    put_service(t, routed->route.service);
    t->sink.number(t->sink.self, routed->route.score_milli);
    put_made(t, d, fill_because);
    put_service(t, routed->route.other);
    t->sink.number(t->sink.self, routed->route.other_milli);
    put_made(t, d, fill_other_because);
    put_words(t, cahier_route_fr.why_of[routed->route.reason]);
    put_made(t, d, fill_alert);
    put_decision(t, d);
    t->sink.row(t->sink.self);
}

/* Messages of a place, urgent ones first; CAHIER_NONE: the urgent ones of all places. */
static void put_messages(cahier_out *out, const cahier_route_lot *lot, uint32_t place)
{
    cahier_csv csv = {out, false};
    table t = {lot, cahier_csv_open(&csv)};
    put_header(&t);
    for (uint32_t calm = 0; calm < (place == CAHIER_NONE ? 1u : 2u); calm++) {
        for (uint32_t d = 0; d < lot->intake->count && !out->failed; d++) {
            bool here = place == CAHIER_NONE || cahier_route_place(lot, d) == place;
            if (here && lot->routed[d].urgency.urgent == (calm == 0)) {
                put_message(&t, d);
            }
        }
    }
}

static void put_summary(cahier_out *out, const cahier_route_lot *lot)
{
    const cahier_route_words *w = &cahier_route_fr;
    const char *const names[] = {w->service, w->address, w->delay, w->messages, w->urgents, w->decided};
    const cahier_services *services = &lot->routing->services;
    cahier_csv csv = {out, false};
    table t = {lot, cahier_csv_open(&csv)};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        put_words(&t, names[i]);
    }
    t.sink.row(t.sink.self);
    for (uint32_t s = 0; s <= services->count; s++) {
        bool person = s == services->count;
        t.sink.text(t.sink.self, person ? cahier_string(w->to_a_person) : services->at[s].name);
        t.sink.text(t.sink.self, person ? (cahier_text){NULL, 0} : services->at[s].address);
        if (person || services->at[s].delay_days == 0) {
            put_words(&t, "");
        } else {
            t.sink.number(t.sink.self, (int64_t)services->at[s].delay_days * 1000);
        }
        t.sink.number(t.sink.self, (int64_t)lot->count[s] * 1000);
        t.sink.number(t.sink.self, (int64_t)lot->urgent[s] * 1000);
        t.sink.number(t.sink.self, (int64_t)lot->decided[s] * 1000);
        t.sink.row(t.sink.self);
    }
}

/* A list of services that --services takes over the others: what was learned can be read, mended, kept. */
void cahier_route_write_learned(cahier_out *out, const cahier_route_lot *lot)
{
    cahier_put(out, "# lexicon: services\n# version: 1\n# licence: -\n# source: cahier route --decisions\n# columns: ");
    cahier_put(out, cahier_lexicon_columns(CAHIER_LEXICON_SERVICES));
    cahier_put(out, "\n");
    for (uint32_t i = 0; i < lot->lesson.count; i++) {
        const cahier_route_learned *learned = &lot->lesson.at[i];
        CAHIER_SAY_PLAIN(out, learned->misled ? cahier_route_fr.learned_loss : cahier_route_fr.learned_gain,
                CAHIER_T(learned->form), CAHIER_F(learned->before_milli), CAHIER_F(learned->after_milli),
                CAHIER_N(learned->messages), CAHIER_N(learned->others));
        cahier_put(out, "\n");
        cahier_put_text(out, learned->service);
        cahier_put(out, "\tterm\t");
        cahier_put_text(out, learned->form);
        cahier_put(out, "\t");
        cahier_put_milli(out, learned->after_milli, '.');
        cahier_put(out, "\t\t\n");
    }
}

/* --- the folder -------------------------------------------------------------------------------------------------------- */

typedef struct writing {
    const cahier_route_files *files;
    cahier_folder folder;
    cahier_report_error *error;
} writing;

/* "service-03-espaces-verts.csv": the number keeps two names apart. */
static void name_file(const cahier_services *services, uint32_t s, char name[NAME_ROOM])
{
    char bare[CAHIER_FOLD_BOUND(SLUG_MOST)], lower[CAHIER_FOLD_BOUND(SLUG_MOST)];
    cahier_text shown = cahier_shorten(services->at[s].name, SLUG_MOST / 2);
    cahier_text folded = {lower, cahier_fold_lower(shown, lower)};
    uint32_t len = cahier_fold_bare(folded, bare), used = 0;
    char slug[CAHIER_FOLD_BOUND(SLUG_MOST) + 1];
    for (uint32_t i = 0; i < len; i++) {
        bool plain = (bare[i] >= 'a' && bare[i] <= 'z') || (bare[i] >= '0' && bare[i] <= '9');
        if (plain || (used > 0 && slug[used - 1] != '-')) {
            slug[used++] = plain ? bare[i] : '-';
        }
    }
    used -= used > 0 && slug[used - 1] == '-';
    (void)snprintf(name, NAME_ROOM, "service-%02u%s%.*s.csv", s + 1, used > 0 ? "-" : "", (int)used, slug);
}

typedef void lot_writer(cahier_out *out, const cahier_route_lot *lot);

static void put_urgent(cahier_out *out, const cahier_route_lot *lot)
{
    put_messages(out, lot, CAHIER_NONE);
}

static void put_for_a_person(cahier_out *out, const cahier_route_lot *lot)
{
    put_messages(out, lot, lot->routing->services.count);
}

static bool write_file(const writing *w, const char *name, lot_writer *write)
{
    cahier_out out;
    if (!cahier_out_open_file(&out, w->folder.fd, name, w->files->stop)) {
        return cahier_folder_refuse(&w->folder, name, out.error, w->error);
    }
    write(&out, w->files->lot);
    return cahier_out_close(&out) || cahier_folder_refuse(&w->folder, name, out.error, w->error);
}

static bool write_services(const writing *w)
{
    const cahier_route_lot *lot = w->files->lot;
    for (uint32_t s = 0; s < lot->routing->services.count; s++) {
        char name[NAME_ROOM];
        cahier_out out;
        if (lot->count[s] == 0) {
            continue;
        }
        name_file(&lot->routing->services, s, name);
        if (!cahier_out_open_file(&out, w->folder.fd, name, w->files->stop)) {
            return cahier_folder_refuse(&w->folder, name, out.error, w->error);
        }
        put_messages(&out, lot, s);
        if (!cahier_out_close(&out)) {
            return cahier_folder_refuse(&w->folder, name, out.error, w->error);
        }
    }
    return true;
}

static bool write_manifest(const writing *w)
{
    cahier_out out;
    if (!cahier_out_open_file(&out, w->folder.fd, MANIFEST_FILE, w->files->stop)) {
        return cahier_folder_refuse(&w->folder, MANIFEST_FILE, out.error, w->error);
    }
    cahier_route_write_manifest(&out, w->files);
    return cahier_out_close(&out) || cahier_folder_refuse(&w->folder, MANIFEST_FILE, out.error, w->error);
}

static bool write_all(const writing *w)
{
    return write_services(w) && write_file(w, PERSON_FILE, put_for_a_person) &&
           write_file(w, URGENT_FILE, put_urgent) && write_file(w, SUMMARY_FILE, put_summary) &&
           (w->files->lot->lesson.count == 0 || write_file(w, LEARNED_FILE, cahier_route_write_learned)) &&
           write_manifest(w);
}

bool cahier_route_write(const cahier_route_files *files, const char *directory, cahier_report_error *error)
{
    writing w = {.files = files, .error = error};
    if (!cahier_folder_open(directory, is_route_file, &w.folder, error)) {
        return false;
    }
    if (!write_all(&w)) {
        cahier_folder_abandon(&w.folder);
        return false;
    }
    return cahier_folder_publish(&w.folder, error);
}
