/* SPDX-License-Identifier: Apache-2.0 */
/* sheet.c -- markup with what is not ours in it, and the frame of every page. */
#include "sheet.h"

#include <assert.h>
#include <string.h>

#include "text.h"
#include "web.h"

/* --- markup --- */

/* Unreserved characters of RFC 3986 stay; the others of a part of a path, and bytes of UTF-8, are written %XX. */
void cahier_put_percent(cahier_out *out, cahier_text text)
{
    static const char hex[] = "0123456789ABCDEF";
    for (uint32_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                     c == '.' || c == '_' || c == '~';
        char code[3] = {'%', hex[c >> 4], hex[c & 15]};
        cahier_put_bytes(out, plain ? text.at + i : code, plain ? 1 : 3);
    }
}

void cahier_put_contribution(cahier_out *out, cahier_text id)
{
    bool way = cahier_text_equal(id, cahier_string(".")) || cahier_text_equal(id, cahier_string(".."));
    cahier_put(out, way ? "contribution?id=" : "contributions/");
    cahier_put_percent(out, id);
}

static void put_tenant(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "/");
    cahier_put_percent(sheet->page.out, sheet->view->viewer->tenant);
}

static void put_lot(cahier_sheet *sheet)
{
    put_tenant(sheet);
    cahier_put(sheet->page.out, "/lots/");
    cahier_put_percent(sheet->page.out, sheet->view->lot->id);
}

static void put_argument(cahier_sheet *sheet, cahier_arg arg)
{
    switch (arg.kind) {
    case CAHIER_ARG_TEXT:
        cahier_put_html(sheet->page.out, arg.text);
        break;
    case CAHIER_ARG_COUNT:
        cahier_put_uint(sheet->page.out, (uint64_t)arg.n);
        break;
    default:
        cahier_say_arg(sheet->page.out, CAHIER_HTML, arg);
        break;
    }
}

/* Writes the slot whose inside starts at `at`; returns what follows its closing brace. */
static const char *mark_slot(cahier_sheet *sheet, const char *at, const cahier_arg *args, size_t count)
{
    bool percent = *at == '%';
    at += percent;
    if (*at == '~') {
        put_tenant(sheet);
    } else if (*at == '@') {
        put_lot(sheet);
    } else {
        size_t i = (size_t)(*at - '0');
        assert(i < count);
        if (percent) {
            cahier_put_percent(sheet->page.out, args[i].text);
        } else {
            put_argument(sheet, args[i]);
        }
    }
    assert(at[1] == '}');
    return at + 2;
}

void cahier_mark_list(cahier_sheet *sheet, const char *markup, const cahier_arg *args, size_t count)
{
    for (const char *slot = strchr(markup, '{'); slot != NULL; slot = strchr(markup, '{')) {
        cahier_put_bytes(sheet->page.out, markup, (size_t)(slot - markup));
        markup = mark_slot(sheet, slot + 1, args, count);
    }
    cahier_put(sheet->page.out, markup);
}

/* --- head and header --- */

static cahier_text town_of(const cahier_viewer *viewer)
{
    return viewer->town.len > 0 ? viewer->town : viewer->tenant;
}

static void put_heading(cahier_sheet *sheet, const cahier_sheet_heading *heading)
{
    if (heading->words != NULL) {
        CAHIER_TELL(sheet, heading->words);
    } else if (heading->theme) {
        cahier_say_label(sheet->page.out, CAHIER_HTML, heading->text);
    } else {
        cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(heading->text));
    }
}

/* <title> holds no element: texts without <bdi>. */
static void put_title(cahier_sheet *sheet, const cahier_sheet_heading *heading)
{
    cahier_out words;
    cahier_out_open_memory(&words);
    if (heading->words != NULL) {
        CAHIER_SAY_PLAIN(&words, heading->words);
    } else {
        cahier_put_text(&words, heading->text);
    }
    CAHIER_MARK(sheet, "<title>{0} · {1} · cahier</title>\n", CAHIER_T(cahier_out_text(&words)),
            CAHIER_T(town_of(sheet->view->viewer)));
    cahier_out_close(&words);
}

static void put_head(cahier_sheet *sheet, const cahier_sheet_heading *heading)
{
    cahier_put(sheet->page.out, "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                                "<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" href=\"data:,\">\n");
    put_title(sheet, heading);
    CAHIER_MARK(sheet,
            "<link rel=\"stylesheet\" href=\"{~}/web/{0}\">\n<link rel=\"stylesheet\" href=\"{~}/web/{1}\">\n"
            "<script src=\"{~}/web/{2}\" defer></script>\n</head>\n",
            CAHIER_T(cahier_string(CAHIER_WEB_REPORT_CSS)), CAHIER_T(cahier_string(CAHIER_WEB_CSS)),
            CAHIER_T(cahier_string(CAHIER_WEB_JS)));
}

static void put_who(cahier_sheet *sheet)
{
    const cahier_viewer *viewer = sheet->view->viewer;
    const char *role = viewer->manages    ? cahier_review_fr.role_administrator
                       : viewer->corrects ? cahier_review_fr.role_agent
                                          : cahier_review_fr.role_reader;
    if (viewer->name.len == 0) {
        return;
    }
    cahier_put(sheet->page.out, "<div class=\"who\"><p>");
    CAHIER_TELL(sheet, cahier_review_fr.who, CAHIER_T(viewer->name), CAHIER_W(role));
    cahier_put(sheet->page.out, "</p>");
    if (!viewer->by_proxy) {
        cahier_sheet_open_form(sheet, "plain", "{~}/deconnexion", NULL);
        cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.sign_out);
        cahier_sheet_close_form(sheet);
    }
    cahier_put(sheet->page.out, "</div>");
}

static void put_top(cahier_sheet *sheet, const cahier_sheet_heading *heading)
{
    CAHIER_MARK(sheet, "<body data-page=\"{0}\">\n<a class=\"skip\" href=\"#contenu\">{1}</a>\n",
            CAHIER_T(cahier_string(heading->page)), CAHIER_W_OF(skip));
    cahier_chart_patterns(sheet->page.out);
    CAHIER_MARK(sheet, "<header class=\"top\"><p class=\"brand\"><a href=\"{~}/lots\">cahier</a> <span>{0}</span></p>",
            CAHIER_T(town_of(sheet->view->viewer)));
    put_who(sheet);
    cahier_put(sheet->page.out, "</header>\n");
}

/* --- places --- */

typedef struct place {
    const char *path, *words;
    int64_t count; /* shown beside; -1: none */
} place;

static void put_place(cahier_sheet *sheet, const place *to, bool here)
{
    cahier_put(sheet->page.out, "<li><a href=\"");
    CAHIER_MARK(sheet, to->path);
    cahier_put(sheet->page.out, here ? "\" aria-current=\"page\">" : "\">");
    CAHIER_TELL(sheet, to->words);
    if (to->count >= 0) {
        cahier_put(sheet->page.out, " <span class=\"count\">");
        cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_N(to->count));
        cahier_put(sheet->page.out, "</span>");
    }
    cahier_put(sheet->page.out, "</a></li>\n");
}

static int64_t count_redactions(const cahier_result *result)
{
    int64_t sum = 0;
    for (uint32_t k = 0; k < CAHIER_REDACTION_KINDS; k++) {
        sum += result->counts.redacted[k];
    }
    return sum;
}

/* A text without title goes by its files. */
static cahier_text title_of(const cahier_shown_lot *lot)
{
    return lot->title.len > 0 ? lot->title : lot->files;
}

static void put_places_of_lot(cahier_sheet *sheet, cahier_place_shown at)
{
    const cahier_result *result = sheet->page.result;
    const cahier_review_words *w = &cahier_review_fr;
    cahier_put(sheet->page.out, "<p class=\"lot-title\" id=\"lot-nom\">");
    cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(title_of(sheet->view->lot)));
    cahier_put(sheet->page.out, "</p>\n<ul aria-labelledby=\"lot-nom\">\n");
    put_place(sheet, &(place){"{@}", w->place_lot, -1}, at == CAHIER_AT_LOT);
    if (result != NULL) {
        const place places[] = {{"{@}/themes", w->place_themes, result->theme_count},
                {"{@}/non-classees", w->place_unclassified, result->counts.unclassified},
                {"{@}/copies", w->place_copies, result->duplicate_count + result->block_count},
                {"{@}/donnees-personnelles", w->place_personal, count_redactions(result)},
                {"{@}/relecture", w->place_reading, -1}, {"{@}/journal", w->place_journal, sheet->view->said_count},
                {"{@}/publication", w->place_publication, -1}, {"{@}/methode", w->place_method, -1}};
        for (uint32_t i = 0; i < sizeof places / sizeof *places; i++) {
            put_place(sheet, &places[i], at == CAHIER_AT_THEMES + i);
        }
    }
    cahier_put(sheet->page.out, "</ul>\n");
}

static void put_places(cahier_sheet *sheet, cahier_place_shown at)
{
    const cahier_review_words *w = &cahier_review_fr;
    if (sheet->view->viewer->name.len == 0) {
        cahier_put(sheet->page.out, "<div class=\"frame alone\">\n");
        return;
    }
    CAHIER_MARK(sheet, "<div class=\"frame\">\n<nav class=\"places\" aria-label=\"{0}\">\n<ul>\n", CAHIER_W(w->places));
    put_place(sheet, &(place){"{~}/lots", w->place_lots, -1}, at == CAHIER_AT_LOTS);
    put_place(sheet, &(place){"{~}/veille", w->place_watch, -1}, at == CAHIER_AT_WATCH);
    put_place(sheet, &(place){"{~}/reglages", w->place_settings, -1}, at == CAHIER_AT_SETTINGS);
    cahier_put(sheet->page.out, "</ul>\n");
    if (sheet->view->lot != NULL) {
        put_places_of_lot(sheet, at);
    }
    cahier_put(sheet->page.out, "</nav>\n");
}

/* --- what was done, what went wrong --- */

static void put_notices(cahier_sheet *sheet)
{
    const cahier_view *view = sheet->view;
    const cahier_said *said = view->done.len > 0 ? cahier_said_find(view, view->done) : NULL;
    if (view->notice != CAHIER_NOTICE_NOTHING) {
        CAHIER_MARK(sheet, "<div class=\"flash\" role=\"status\" id=\"avis\" data-notice=\"{0}\"><p>{1}</p></div>\n",
                CAHIER_T(cahier_string(cahier_notice_key(view->notice))), CAHIER_W(cahier_review_notice[view->notice]));
    }
    if (said != NULL) {
        cahier_put(sheet->page.out, "<div class=\"flash done\" role=\"status\" id=\"fait\"><p>");
        cahier_sheet_said(sheet, said);
        cahier_put(sheet->page.out, "</p>");
        if (cahier_text_equal(said->what, cahier_string("move")) && !said->undone) {
            CAHIER_MARK(sheet, "<a class=\"button\" id=\"voisines\" href=\"{@}/propositions\">{0}</a>",
                    CAHIER_W_OF(proposals_see));
        }
        cahier_sheet_undo(sheet, said);
        cahier_put(sheet->page.out, "</div>\n");
    }
}

void cahier_sheet_begin(cahier_sheet *sheet, cahier_out *out, const cahier_view *view)
{
    *sheet = (cahier_sheet){
            .page = {.out = out, .input = view->input, .result = view->input != NULL ? view->input->result : NULL},
            .view = view};
    cahier_out_open_memory(&sheet->here);
}

void cahier_sheet_open(cahier_sheet *sheet, const cahier_sheet_heading *heading)
{
    put_head(sheet, heading);
    put_top(sheet, heading);
    put_places(sheet, heading->at);
    cahier_put(sheet->page.out, "<main id=\"contenu\" tabindex=\"-1\">\n");
    put_notices(sheet);
    cahier_put(sheet->page.out, "<h1>");
    put_heading(sheet, heading);
    cahier_put(sheet->page.out, "</h1>\n");
}

void cahier_sheet_close(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "</main>\n</div>\n<footer class=\"bottom\"><p>");
    CAHIER_TELL(sheet, cahier_review_fr.footer, CAHIER_W(CAHIER_VERSION));
    cahier_put(sheet->page.out, "</p></footer>\n</body>\n</html>\n");
    cahier_out_close(&sheet->here);
}

/* --- pieces --- */

void cahier_sheet_paragraph(cahier_sheet *sheet, const char *class, const char *sentence, cahier_arg a, cahier_arg b)
{
    cahier_put(sheet->page.out, "<p");
    if (*class != '\0') {
        CAHIER_MARK(sheet, " class=\"{0}\"", CAHIER_T(cahier_string(class)));
    }
    cahier_put(sheet->page.out, ">");
    CAHIER_TELL(sheet, sentence, a, b);
    cahier_put(sheet->page.out, "</p>\n");
}

void cahier_sheet_open_part(cahier_sheet *sheet, const char *id, const char *heading)
{
    CAHIER_MARK(sheet, "<section id=\"{0}\" aria-labelledby=\"h-{0}\">\n<h2 id=\"h-{0}\">{1}</h2>\n",
            CAHIER_T(cahier_string(id)), CAHIER_W(heading));
}

void cahier_sheet_close_part(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "</section>\n");
}

void cahier_sheet_empty(cahier_sheet *sheet, const char *sentence, const char *next)
{
    CAHIER_MARK(sheet, "<div class=\"empty\"><p><strong>{0}</strong></p><p>{1}</p></div>\n", CAHIER_W(sentence),
            CAHIER_W(next));
}

void cahier_sheet_open_fold(cahier_sheet *sheet, const char *class, const char *summary)
{
    CAHIER_MARK(sheet, "<details class=\"{0}\"><summary>{1}</summary>\n", CAHIER_T(cahier_string(class)),
            CAHIER_W(summary));
}

void cahier_sheet_close_fold(cahier_sheet *sheet)
{
    cahier_put(sheet->page.out, "</details>\n");
}
