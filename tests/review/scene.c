/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include <string.h>

#include "out.h"

static const char *const attack = "<img src=x onerror=alert(1)> \"' & </title><script>alert(2)</script> {0} \u202e";

static cahier_text text(const char *string)
{
    return cahier_string(string);
}

/* What people typed: plain, or an attack. */
static cahier_text typed(bool hostile, const char *plain)
{
    return text(hostile ? attack : plain);
}

static void make_viewer(scene *s, scene_role role, bool hostile)
{
    s->viewer = (cahier_viewer){.tenant = text("val-brenne"),
            .town = typed(hostile, "Val-Brenne"),
            .name = role == SCENE_NOBODY ? (cahier_text){NULL, 0} : typed(hostile, "Mme Petit"),
            .csrf = text("c3JmLWRlLXRlc3Q"),
            .corrects = role >= SCENE_AGENT,
            .manages = role == SCENE_ADMINISTRATOR};
}

static void make_lots(scene *s, const cahier_report_input *input, bool hostile)
{
    static const cahier_lot_state states[SCENE_LOTS] = {
            CAHIER_LOT_READY, CAHIER_LOT_READING, CAHIER_LOT_SORTING, CAHIER_LOT_SENDING, CAHIER_LOT_FAILED};
    static const char *const ids[SCENE_LOTS] = {"00mq3v5t8kd2f7hn0c1abcdefg", "00mq3v5t8kd2f7hn0c1abcdefh",
            "00mq3v5t8kd2f7hn0c1abcdefj", "00mq3v5t8kd2f7hn0c1abcdefk", "00mq3v5t8kd2f7hn0c1abcdefm"};
    for (uint32_t i = 0; i < SCENE_LOTS; i++) {
        s->lots[i] = (cahier_shown_lot){.id = text(ids[i]),
                .title = i == 1 ? (cahier_text){NULL, 0} : typed(hostile, "Ma ville demain, réunions de quartier"),
                .files = typed(hostile, "ma ville demain 2025.csv"),
                .who = typed(hostile, "M. Roux"),
                .when = text("2025-07-02T09:12:45+02:00"),
                .state = states[i],
                .documents = input->result->corpus.count,
                .documents_done = input->result->corpus.count * 2 / 5,
                .quarantined = i == 1 ? 2 : 0,
                .left_seconds = i == 1 ? 134 : -1,
                .themes = input->result->theme_count,
                .signed_off = 1,
                .decisions = SCENE_SAID,
                .conflicts = 1};
    }
    s->lots[0].published = CAHIER_PUBLISHED_LINK;
    s->lots[4].why = text("Le fichier « questionnaire.csv » n'a plus de colonne de texte.");
}

/* A line that names theme k and the contributions of documents d, d + 1… */
static void say(scene *s, uint32_t rank, const char *what, uint32_t k, uint32_t d, uint32_t count)
{
    const cahier_result *result = s->view.input->result;
    static const char *const ids[SCENE_SAID] = {
            "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9", "n10", "n11", "n12", "n13", "n14"};
    cahier_said *said = &s->said[rank];
    *said = (cahier_said){.id = text(ids[rank]),
            .what = text(what),
            .when = text("2025-07-02T10:12:03+02:00"),
            .themes = s->themes[rank],
            .contributions = s->named[rank],
            .outcome = CAHIER_APPLIED};
    if (k < result->theme_count) {
        s->themes[rank][0] = text(result->themes[k].id);
        said->theme_count = 1;
    }
    for (uint32_t i = 0; i < count && d + i < result->corpus.count; i++) {
        s->named[rank][i] = result->corpus.received[d + i].id;
        said->contribution_count++;
    }
}

static void make_journal(scene *s, bool hostile)
{
    cahier_said *said = s->said;
    say(s, 0, "rename", 0, 0, 0);
    said[0].was = typed(hostile, "pistes cyclables");
    said[0].label = typed(hostile, "Vélo en ville");
    say(s, 1, "merge", 1, 0, 0);
    s->themes[1][1] = text("t-0000");
    said[1].theme_count = said[1].theme_count > 0 ? 2 : 0;
    say(s, 2, "move", 1, 3, 5);
    say(s, 3, "polarity", CAHIER_NONE, 0, 1);
    said[3].value = text("negative");
    say(s, 4, "stance", CAHIER_NONE, 1, 1);
    said[4].value = text("question");
    say(s, 5, "duplicate", CAHIER_NONE, 8, 2);
    said[5].value = text("refused");
    say(s, 6, "redact", CAHIER_NONE, 0, 1);
    say(s, 7, "note", 0, 0, 0);
    said[7].note = typed(hostile, "À montrer au conseil des jeunes.");
    say(s, 8, "split", 2, 0, 0);
    said[8].outcome = CAHIER_NO_THEME;
    said[8].was = typed(hostile, "éclairage public");
    said[8].term = typed(hostile, "lampadaire");
    say(s, 9, "exclude", CAHIER_NONE, 4, 1);
    said[9].undone = true;
    said[9].outcome = CAHIER_UNDONE;
    say(s, 10, "undo", CAHIER_NONE, 0, 0);
    said[10].of = said[9].id;
    said[10].outcome = CAHIER_UNDONE;
    say(s, 11, "verdict", 0, 9, 1);
    said[11].value = text("right");
    say(s, 12, "sign", 0, 0, 0);
    say(s, 13, "move", 0, 11, 2);
    for (uint32_t i = 0; i < SCENE_SAID; i++) {
        said[i].who = i == 4 ? (cahier_text){NULL, 0} : typed(hostile, i % 2 == 0 ? "Mme Petit" : "M. Roux");
        if (said[i].outcome == CAHIER_APPLIED && said[i].contribution_count > 0 && i != 2 && i != 13) {
            said[i].outcome = CAHIER_OUTSIDE;
        }
    }
}

static void make_reading(cahier_arena *arena, scene *s)
{
    const cahier_result *result = s->view.input->result;
    uint32_t count = 0;
    s->standing = CAHIER_NEW(arena, cahier_standing, result->theme_count + 1);
    for (uint32_t d = 0; d < result->corpus.count && count < SCENE_DRAWS; d++) {
        if (result->assignments[d].count > 0) {
            s->draws[count] = (cahier_shown_draw){.document = d,
                    .theme = result->assignments[d].at[0].theme,
                    .uncertain = count % 3 == 2,
                    .own = count == 0 ? &s->said[11] : NULL};
            count++;
        }
    }
    s->reading = (cahier_shown_reading){.draws = s->draws,
            .draw_count = count,
            .own_count = 1,
            .right = {42, 46, 797, 964},
            .right_milli = 905,
            .second = text("M. Roux"),
            .common = 18,
            .kappa_milli = 712};
    for (uint32_t i = 0; i < SCENE_PROPOSALS && count > 8; i++) {
        s->proposals[i] = (cahier_shown_proposal){.document = s->draws[i + 2].document,
                .theme = i < 3 ? 0 : 1,
                .like = s->draws[0].document,
                .near_milli = 640 - 40 * (int32_t)i};
    }
    for (uint32_t k = 0; k < result->theme_count; k++) {
        s->standing[k].right = (cahier_interval){k == 0 ? 42 : k, k == 0 ? 46 : 2 * k, 797, 964};
        s->standing[k].signed_off = k < 2 ? &s->said[12] : NULL;
        s->standing[k].changed_since = k == 1;
    }
}

static void make_upload(scene *s, bool hostile)
{
    static const char *const columns[6][3] = {{"id", "id", "d'après son nom"},
            {"Créé le", "date", "d'après son contenu"}, {"Description", "text", "d'après son nom"},
            {"Tranche d'âge", "group", "question fermée"}, {"Nom de l'auteur", "dropped", "désigne des personnes"},
            {"Catégorie", "hint", "d'après son nom"}};
    for (uint32_t i = 0; i < 6; i++) {
        s->columns[i] = (cahier_shown_column){typed(hostile, columns[i][0]), text(columns[i][1]), columns[i][2]};
    }
    s->file = (cahier_checked_file){.name = typed(hostile, "ma ville demain 2025.csv"),
            .format = text("CSV, point-virgule"),
            .encoding = text("Windows-1252"),
            .platform = text("Decidim (propositions)"),
            .columns = s->columns,
            .column_count = 6,
            .rows = 398,
            .documents = 392,
            .empty = 4,
            .repeated = 2,
            .bad_dates = 1,
            .first_date = 20250303,
            .last_date = 20250412};
    s->preflight = (cahier_preflight){.id = text("e7f0"),
            .title = typed(hostile, "Ma ville demain"),
            .files = &s->file,
            .file_count = 1,
            .rows = 398,
            .documents = 392,
            .persons = 351,
            .persons_known = 340};
    s->refused = (cahier_preflight){.id = text("e7f1"),
            .refusal = typed(hostile, "« plan.pdf » est un PDF : exportez les contributions en CSV.")};
    s->running = (cahier_preflight){.id = text("e7f2"), .running = true};
}

static void make_settings(scene *s, bool hostile)
{
    static const char *const roles[] = {"administrator", "agent", "reader"};
    static const char *const names[] = {"Mme Petit", "M. Roux", "Conseil municipal"};
    for (uint32_t i = 0; i < 3; i++) {
        s->people[i] = (cahier_shown_person){.name = typed(hostile, names[i]),
                .role = text(roles[i]),
                .created = text("2025-03-01T08:00:00+01:00"),
                .seen = i < 2 ? text("2025-07-02T09:00:00+02:00") : (cahier_text){NULL, 0},
                .disabled = i == 2};
    }
    s->token = (cahier_shown_token){.id = text("4f2a"),
            .name = typed(hostile, "Plateforme de participation"),
            .role = text("agent"),
            .created = text("2025-03-01T08:00:00+01:00")};
    s->settings = (cahier_shown_settings){.town = typed(hostile, "Val-Brenne"),
            .telling = {.webhook = text("https://participer.exemple/prets"),
                    .mail = text("mairie@val-brenne.exemple"),
                    .secret = text("whsec_c2VjcmV0"),
                    .feed = text("0f1e"),
                    .can_mail = true,
                    .channel = {{.key = "webhook",
                                        .waiting = 2,
                                        .sent = 7,
                                        .lost = 1,
                                        .sent_when = text("2025-07-02T09:00:00+02:00"),
                                        .error_when = text("2025-07-03T09:00:00+02:00"),
                                        .error = typed(hostile, "réponse 500.")},
                            {.key = "mail"}}},
            .retention_days = 365,
            .people = s->people,
            .person_count = 3,
            .tokens = &s->token,
            .token_count = 1,
            .new_token = text("cahier_5f0c2b9e"),
            .erased = text("2 textes d'une personne effacés de 1 lot.")};
}

static void make_rest(scene *s, bool hostile)
{
    s->sign_in = (cahier_shown_sign_in){.name = typed(hostile, "Mme Petit"), .next = typed(hostile, "lots")};
    s->fields[0] = (cahier_shown_field){text("faire"), text("rename")};
    s->fields[1] = (cahier_shown_field){text("theme"), text("t-4f2a")};
    s->fields[2] = (cahier_shown_field){text("label"), typed(hostile, "Vélo")};
    s->clash = (cahier_shown_clash){
            .said = &s->said[0], .said_count = 1, .fields = s->fields, .field_count = 3, .back = text("themes")};
    s->refitted[0] = (cahier_shown_refit_theme){typed(hostile, "Vélo"), typed(hostile, "Vélo et bus"), 82, 96};
    s->refitted[1] = (cahier_shown_refit_theme){typed(hostile, "Bus"), {NULL, 0}, 14, 0};
    s->refitted[2] = (cahier_shown_refit_theme){{NULL, 0}, typed(hostile, "Parkings"), 0, 9};
    s->refit = (cahier_shown_refit){.themes = s->refitted, .count = 3, .moved = 12, .kept = 388, .lost = 1};
    s->publication = (cahier_shown_publication){.state = CAHIER_PUBLISHED_LINK,
            .who = typed(hostile, "Mme Petit"),
            .when = text("2025-07-02T11:00:00+02:00"),
            .link = text("p5s0Q2"),
            .revision = 9};
}

void scene_open(cahier_arena *arena, const cahier_report_input *input, scene_role role, bool hostile, scene *out)
{
    memset(out, 0, sizeof *out);
    out->view = (cahier_view){.viewer = &out->viewer,
            .nonce = text("bm9uY2U"),
            .lot = &out->lots[0],
            .input = input,
            .said = out->said,
            .said_count = SCENE_SAID,
            .revision = SCENE_SAID,
            .reading = &out->reading,
            .proposals = out->proposals,
            .filter = CAHIER_FILTER_ALL};
    make_viewer(out, role, hostile);
    make_lots(out, input, hostile);
    make_journal(out, hostile);
    make_reading(arena, out);
    out->view.standing = out->standing;
    out->view.proposal_count = out->reading.draw_count > 8 ? SCENE_PROPOSALS : 0;
    make_upload(out, hostile);
    make_settings(out, hostile);
    make_rest(out, hostile);
}
