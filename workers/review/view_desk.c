/* SPDX-License-Identifier: Apache-2.0 */
/* view_desk.c -- messages that wait at a service, urgent ones first; each may be given to another, or be answered. */
#include <stdio.h>
#include <string.h>

#include "sheet.h"
#include "text.h"
#include "view_watch.h"
#include "watch_sheet.h"

static const char *reason_words(cahier_text reason)
{
    const char *words = cahier_watch_words_of(cahier_watch_reasons, reason);
    return words != NULL ? words : cahier_watch_reasons[0].sentence;
}

/* --- one message ------------------------------------------------------------------------------------------------------------ */

static void put_facts(cahier_sheet *sheet, const cahier_shown_message *message)
{
    cahier_put(sheet->page.out, "<p class=\"source\">");
    if (message->urgent) {
        CAHIER_MARK(sheet, "<strong class=\"tag urgent\">{0}</strong> ", CAHIER_W(cahier_watch_fr.urgent));
    }
    CAHIER_MARK(sheet, "<bdi>{0}</bdi>", CAHIER_T(message->id));
    if (message->date != 0) {
        CAHIER_MARK(sheet, " · {0}", CAHIER_D(message->date));
    }
    if (message->place.len > 0) {
        CAHIER_MARK(sheet, " · <bdi>{0}</bdi>", CAHIER_T(message->place));
    }
    if (message->theme.len > 0) {
        CAHIER_MARK(sheet, " · <bdi>{0}</bdi>", CAHIER_T(message->theme));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void put_why(cahier_sheet *sheet, const cahier_shown_message *message)
{
    cahier_put(sheet->page.out, "<p class=\"because\">");
    bool alone = message->who.len == 0 && message->service.len > 0 && message->next.len == 0;
    if (message->who.len > 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.corrected, CAHIER_T(message->who));
        cahier_sheet_moment(sheet, message->when);
        cahier_put(sheet->page.out, ".");
    } else if (message->service.len > 0) {
        CAHIER_TELL(sheet, cahier_watch_fr.decided_by);
        for (uint32_t i = 0; i < message->word_count; i++) {
            cahier_put(sheet->page.out, i > 0 ? ", " : "");
            cahier_say_arg(sheet->page.out, CAHIER_HTML, CAHIER_T(message->words[i]));
        }
        cahier_put(sheet->page.out, ".");
    } else {
        CAHIER_TELL(sheet, cahier_watch_fr.hesitates, CAHIER_W(reason_words(message->reason)));
    }
    if (message->who.len == 0 && message->best.len > 0 && !alone) {
        CAHIER_TELL(sheet, message->next.len > 0 ? cahier_watch_fr.possible_two : cahier_watch_fr.possible,
                CAHIER_T(message->best), CAHIER_T(message->next));
    }
    cahier_put(sheet->page.out, "</p>\n");
}

static void open_wish(cahier_sheet *sheet, const cahier_shown_queue *queue, uint64_t position, const char *class)
{
    char path[48];
    (void)snprintf(path, sizeof path, "{~}/veille/messages/%llu", (unsigned long long)position);
    cahier_sheet_open_form(sheet, class, path, NULL);
    cahier_sheet_hidden(sheet, "retour", queue->service);
}

static void put_wishes(cahier_sheet *sheet, const cahier_shown_queue *queue, const cahier_shown_message *message)
{
    open_wish(sheet, queue, message->position, "line");
    cahier_sheet_hidden(sheet, "faire", cahier_string("orienter"));
    cahier_sheet_open_select(sheet, "service", cahier_watch_fr.route_to);
    for (uint32_t i = 0; i < queue->desk_count; i++) {
        cahier_text service = queue->desks[i].service;
        if (service.len > 0 && !cahier_text_equal(service, queue->service)) {
            cahier_sheet_text_option(sheet, service, service,
                    cahier_text_equal(
                            service, cahier_text_equal(message->best, queue->service) ? message->next : message->best));
        }
    }
    cahier_sheet_close_select(sheet);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_watch_fr.route_do);
    cahier_sheet_close_form(sheet);
    open_wish(sheet, queue, message->position, "plain");
    cahier_sheet_hidden(sheet, "faire", cahier_string("repondu"));
    cahier_sheet_button(sheet, "main", NULL, NULL, cahier_watch_fr.answered_do);
    cahier_sheet_close_form(sheet);
}

static void put_message(cahier_sheet *sheet, const cahier_shown_queue *queue, const cahier_shown_message *message)
{
    CAHIER_MARK(sheet, "<li class=\"item\" data-message=\"{0}\" data-row><div>", CAHIER_N(message->position));
    put_facts(sheet, message);
    if (message->text.len > 0) {
        CAHIER_MARK(sheet, "<p class=\"text\" dir=\"auto\">{0}</p>\n", CAHIER_T(message->text));
    } else {
        cahier_sheet_paragraph(sheet, "note", cahier_watch_fr.message_gone, CAHIER_N(0), CAHIER_N(0));
    }
    put_why(sheet, message);
    if (sheet->view->viewer->corrects) {
        put_wishes(sheet, queue, message);
    }
    cahier_put(sheet->page.out, "</div></li>\n");
}

/* --- all ---------------------------------------------------------------------------------------------------------------------- */

static void put_desks(cahier_sheet *sheet, const cahier_shown_queue *queue)
{
    cahier_put(sheet->page.out, "<ul class=\"desks\" id=\"services\">\n");
    for (uint32_t i = 0; i < queue->desk_count; i++) {
        cahier_put(sheet->page.out, "<li>");
        cahier_watch_put_desk(sheet, &queue->desks[i], cahier_text_equal(queue->desks[i].service, queue->service));
        cahier_put(sheet->page.out, "</li>\n");
    }
    cahier_put(sheet->page.out, "</ul>\n");
}

static void put_more(cahier_sheet *sheet, const cahier_shown_queue *queue)
{
    uint64_t next = queue->from + queue->message_count;
    if (next < queue->waiting) {
        CAHIER_MARK(sheet,
                "<p><a class=\"button\" href=\"{~}/veille/messages?service={%0}&amp;depuis={1}\">{2}</a></p>\n",
                CAHIER_T(queue->service), CAHIER_N(next), CAHIER_W(cahier_watch_fr.more));
    }
    CAHIER_MARK(sheet, "<p><a class=\"button\" href=\"{~}/veille/messages.csv?service={%0}\">{1}</a></p>\n",
            CAHIER_T(queue->service), CAHIER_W(cahier_watch_fr.export_csv));
}

void cahier_view_desk(cahier_out *out, const cahier_view *view, const cahier_shown_queue *queue)
{
    cahier_sheet sheet;
    cahier_sheet_begin(&sheet, out, view);
    cahier_sheet_open(&sheet,
            &(cahier_sheet_heading){CAHIER_AT_WATCH, "messages", cahier_watch_fr.desk_heading, {NULL, 0}, false});
    cahier_watch_put_places(&sheet, "/messages");
    put_desks(&sheet, queue);
    cahier_put(out, "<section id=\"messages\" aria-labelledby=\"h-messages\"><h2 id=\"h-messages\">");
    cahier_say_arg(out, CAHIER_HTML,
            queue->service.len > 0 ? CAHIER_T(queue->service) : CAHIER_W(cahier_watch_fr.desk_person));
    cahier_put(out, "</h2>\n");
    if (queue->message_count == 0) {
        cahier_sheet_empty(&sheet, cahier_watch_fr.desk_none, cahier_watch_fr.desk_none_next);
    }
    cahier_put(out, "<ol class=\"items\">\n");
    for (uint32_t i = 0; i < queue->message_count; i++) {
        put_message(&sheet, queue, &queue->messages[i]);
    }
    cahier_put(out, "</ol>\n");
    put_more(&sheet, queue);
    cahier_sheet_close_part(&sheet);
    cahier_sheet_keys(&sheet);
    cahier_sheet_close(&sheet);
}
