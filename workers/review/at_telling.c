/* SPDX-License-Identifier: Apache-2.0 */
/* at.h, whom events are told to: the secret of webhooks, the address of the feed, what could not be sent; the feed itself. */
#include <sodium.h>

#include "api.h"
#include "at.h"
#include "feed.h"
#include "settings.h"
#include "telling.h"
#include "text.h"
#include "webhook.h"

#define FEED_BYTES 16u /* of chance: nobody guesses an address */

/* --- shown ------------------------------------------------------------------------------------------------------------ */

static bool put_moment(cahier_arena *arena, int64_t ms, cahier_text *out)
{
    char *moment = ms > 0 ? CAHIER_NEW(arena, char, 32) : NULL;
    if (moment != NULL) {
        cahier_account_moment(ms, moment);
        *out = cahier_string(moment);
    }
    return ms <= 0 || moment != NULL;
}

cahier_queue_answer cahier_telling_read(
        const cahier_request *request, const cahier_town_settings *town, cahier_shown_telling *out)
{
    static const cahier_channel channels[CAHIER_SHOWN_CHANNELS] = {CAHIER_CHANNEL_WEBHOOK, CAHIER_CHANNEL_MAIL};
    const cahier_deliver_setting *own = &request->site->options->deliver;
    cahier_shown_telling telling = {.webhook = town->webhook,
            .mail = town->mail,
            .daily = town->daily,
            .secret = town->secret,
            .feed = town->feed,
            .can_mail = own->smtp != NULL,
            .public_url = own->public_url};
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    for (uint32_t i = 0; i < CAHIER_SHOWN_CHANNELS && answer == CAHIER_QUEUE_DONE; i++) {
        cahier_shown_channel *shown = &telling.channel[i];
        cahier_queue_channel channel;
        answer = cahier_queue_channel_of(request->queue, request->arena, channels[i], &channel);
        if (answer == CAHIER_QUEUE_DONE) {
            *shown = (cahier_shown_channel){.key = cahier_channel_key(channels[i]),
                    .waiting = (uint32_t)channel.waiting,
                    .sent = (uint32_t)channel.sent,
                    .lost = (uint32_t)channel.lost,
                    .error = channel.error};
            bool put = put_moment(request->arena, channel.sent_ms, &shown->sent_when) &&
                       put_moment(request->arena, channel.error_ms, &shown->error_when);
            answer = put ? answer : CAHIER_QUEUE_REFUSED;
        }
    }
    *out = telling;
    return answer;
}

/* --- changed ---------------------------------------------------------------------------------------------------------- */

static void answer_saved(const cahier_request *request, cahier_response *response, cahier_queue_answer answer)
{
    if (answer == CAHIER_QUEUE_DONE || answer == CAHIER_QUEUE_ALREADY) {
        cahier_answer_notice(request, response, "/reglages", CAHIER_NOTICE_SAVED);
    } else {
        cahier_answer_queue(request, response, answer);
    }
}

void cahier_at_retry(cahier_request *request, cahier_response *response)
{
    cahier_text key = cahier_field_value(&request->form, "canal");
    cahier_channel channel = CAHIER_CHANNEL_ROUTE + 1;
    cahier_queue_answer answer;
    while (channel < CAHIER_CHANNELS && !cahier_text_equal(key, cahier_string(cahier_channel_key(channel)))) {
        channel++;
    }
    if (channel == CAHIER_CHANNELS) {
        cahier_answer_trouble(request, response, CAHIER_TROUBLE_BAD_FORM);
        return;
    }
    do {
        answer = cahier_queue_hurry_sendings(request->queue, channel);
    } while (cahier_request_again(request, answer));
    answer_saved(request, response, answer);
}

cahier_queue_answer cahier_telling_renew(const cahier_request *request)
{
    char secret[CAHIER_WEBHOOK_SECRET];
    cahier_queue_answer answer;
    cahier_webhook_make_secret(secret);
    do {
        answer = cahier_settings_write_secret(request->queue, cahier_string(secret));
    } while (cahier_request_again(request, answer));
    sodium_memzero(secret, sizeof secret);
    return answer;
}

void cahier_at_secret(cahier_request *request, cahier_response *response)
{
    answer_saved(request, response, cahier_telling_renew(request));
}

/* Another address, or none: who had the one before reads no more. */
void cahier_at_feed_key(cahier_request *request, cahier_response *response)
{
    unsigned char chance[FEED_BYTES];
    char key[2 * FEED_BYTES + 1] = "";
    cahier_queue_answer answer;
    if (cahier_text_equal(cahier_field_value(&request->form, "etat"), cahier_string("nouveau"))) {
        randombytes_buf(chance, sizeof chance);
        (void)sodium_bin2hex(key, sizeof key, chance, sizeof chance);
    }
    do {
        answer = cahier_settings_write_feed(request->queue, cahier_string(key));
    } while (cahier_request_again(request, answer));
    answer_saved(request, response, answer);
}

/* --- the feed --------------------------------------------------------------------------------------------------------- */

void cahier_at_feed(cahier_request *request, cahier_response *response)
{
    cahier_town_settings town;
    cahier_queue_event *event;
    uint32_t count = 0;
    cahier_queue_answer answer;
    do {
        answer = cahier_settings_read(request->queue, request->arena, &town);
        if (answer == CAHIER_QUEUE_DONE &&
                (town.feed.len == 0 || !cahier_secret_equal(cahier_field_value(&request->query, "cle"), town.feed))) {
            cahier_answer_trouble(request, response, CAHIER_TROUBLE_NO_LINK);
            return;
        }
        if (answer == CAHIER_QUEUE_DONE) {
            answer = cahier_queue_recent_events(request->queue, request->arena, CAHIER_FEED_MOST, &event, &count);
        }
    } while (cahier_request_again(request, answer));
    if (answer != CAHIER_QUEUE_DONE) {
        cahier_answer_queue(request, response, answer);
        return;
    }
    const cahier_feed feed = {.tenant = request->town->tenant,
            .town = town.town,
            .public_url = request->site->options->deliver.public_url,
            .event = event,
            .count = count};
    cahier_feed_write(request->arena, &response->body, &feed);
    response->type = "application/atom+xml; charset=utf-8";
    cahier_api_tag(request, response);
}
