/* SPDX-License-Identifier: Apache-2.0 */
/* view_telling.c -- whom events are told to, and how it goes: a part of the settings. */
#include "sheet.h"
#include "text.h"

static void put_last(cahier_sheet *sheet, const cahier_shown_channel *channel)
{
    cahier_put(sheet->page.out, "<p>");
    if (channel->sent_when.len > 0) {
        CAHIER_TELL(sheet, cahier_review_fr.telling_sent, CAHIER_N(channel->sent));
        cahier_put(sheet->page.out, " ");
        cahier_sheet_moment(sheet, channel->sent_when);
        cahier_put(sheet->page.out, ".");
    } else {
        CAHIER_TELL(sheet, cahier_review_fr.telling_none);
    }
    cahier_put(sheet->page.out, "</p>\n");
    if (channel->error.len > 0) {
        cahier_put(sheet->page.out, "<p class=\"warning\">");
        CAHIER_TELL(sheet, cahier_review_fr.telling_error, CAHIER_T(channel->error));
        cahier_put(sheet->page.out, " (");
        cahier_sheet_moment(sheet, channel->error_when);
        cahier_put(sheet->page.out, ")</p>\n");
    }
    if (channel->lost > 0) {
        cahier_sheet_paragraph(sheet, "warning", cahier_review_fr.telling_lost, CAHIER_N(channel->lost), CAHIER_N(0));
    }
}

static void put_channel(cahier_sheet *sheet, const cahier_shown_channel *channel, const char *heading)
{
    CAHIER_MARK(sheet, "<h3 id=\"canal-{0}\">{1}</h3>\n", CAHIER_W(channel->key), CAHIER_W(heading));
    put_last(sheet, channel);
    if (channel->waiting > 0) {
        cahier_sheet_paragraph(sheet, "", cahier_review_fr.telling_waiting, CAHIER_N(channel->waiting), CAHIER_N(0));
        cahier_sheet_open_form(sheet, "plain", "{~}/reglages/envois", NULL);
        cahier_sheet_hidden(sheet, "canal", cahier_string(channel->key));
        cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.telling_again);
        cahier_sheet_close_form(sheet);
    }
}

static void put_secret(cahier_sheet *sheet, cahier_text secret)
{
    cahier_sheet_open_fold(sheet, "", cahier_review_fr.telling_secret);
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.telling_secret_help, CAHIER_N(0), CAHIER_N(0));
    CAHIER_MARK(sheet, "<p><code id=\"secret\">{0}</code></p>\n", CAHIER_T(secret));
    cahier_sheet_open_form(sheet, "plain", "{~}/reglages/secret", NULL);
    cahier_sheet_button(sheet, "quiet", NULL, NULL, cahier_review_fr.telling_renew);
    cahier_sheet_close_form(sheet);
    cahier_sheet_close_fold(sheet);
}

static void put_feed_button(cahier_sheet *sheet, const char *state, const char *words)
{
    cahier_sheet_open_form(sheet, "plain", "{~}/reglages/flux", NULL);
    cahier_sheet_hidden(sheet, "etat", cahier_string(state));
    cahier_sheet_button(sheet, "quiet", NULL, NULL, words);
    cahier_sheet_close_form(sheet);
}

static void put_feed(cahier_sheet *sheet, const cahier_shown_telling *telling)
{
    CAHIER_MARK(sheet, "<h3 id=\"flux\">{0}</h3>\n", CAHIER_W_OF(telling_feed));
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.telling_feed_help, CAHIER_N(0), CAHIER_N(0));
    if (telling->feed.len > 0) {
        CAHIER_MARK(sheet, "<p><a href=\"{~}/alertes.atom?cle={0}\">{1}</a></p>\n", CAHIER_T(telling->feed),
                CAHIER_W_OF(telling_feed_link));
        put_feed_button(sheet, "aucun", cahier_review_fr.telling_feed_stop);
    }
    put_feed_button(sheet, "nouveau",
            telling->feed.len > 0 ? cahier_review_fr.telling_feed_again : cahier_review_fr.telling_feed_make);
}

void cahier_sheet_telling(cahier_sheet *sheet, const cahier_shown_telling *telling)
{
    cahier_sheet_open_part(sheet, "prevenir", cahier_review_fr.telling_heading);
    cahier_sheet_paragraph(sheet, "", cahier_review_fr.telling_intro, CAHIER_N(0), CAHIER_N(0));
    if (telling->webhook.len > 0) {
        put_channel(sheet, &telling->channel[0], cahier_review_fr.telling_webhook);
        put_secret(sheet, telling->secret);
    }
    if (telling->mail.len > 0 && telling->can_mail) {
        put_channel(sheet, &telling->channel[1], cahier_review_fr.telling_mail);
    } else if (!telling->can_mail) {
        cahier_sheet_paragraph(sheet, "note", cahier_review_fr.telling_no_mail, CAHIER_N(0), CAHIER_N(0));
    }
    put_feed(sheet, telling);
    cahier_sheet_close_part(sheet);
}
