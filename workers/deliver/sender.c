/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* SOCK_CLOEXEC */
#include "sender.h"

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

bool cahier_sender_start(void)
{
    return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* --- addresses -------------------------------------------------------------------------------------------------------- */

typedef struct network {
    uint32_t address, bits;
} network;

static bool is_in(uint32_t address, const network *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (address >> (32 - list[i].bits) == list[i].address >> (32 - list[i].bits)) {
            return true;
        }
    }
    return false;
}

static bool may_reach_four(uint32_t address, bool inside)
{
    static const network never[] = {{0x00000000, 8}, {0xa9fe0000, 16}, {0xe0000000, 4},
            {0xf0000000, 4}}, /* this, the link, many, kept */
            private[] = {{0x0a000000, 8}, {0x64400000, 10}, {0x7f000000, 8}, {0xac100000, 12}, {0xc0000000, 24},
                    {0xc0a80000, 16}, {0xc6120000, 15}};
    return !is_in(address, never, sizeof never / sizeof *never) &&
           (inside || !is_in(address, private, sizeof private / sizeof *private));
}

static uint32_t four_at(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool may_reach_six(const unsigned char at[16], bool inside)
{
    static const unsigned char zero[15], mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff},
                                         translated[12] = {0, 0x64, 0xff, 0x9b};
    if (memcmp(at, mapped, sizeof mapped) == 0 || memcmp(at, translated, sizeof translated) == 0) {
        return may_reach_four(four_at(at + 12), inside);
    }
    if (at[0] == 0x20 && at[1] == 0x02) { /* 6to4 */
        return may_reach_four(four_at(at + 2), inside);
    }
    bool loop = memcmp(at, zero, sizeof zero) == 0 && at[15] == 1, none = memcmp(at, zero, 12) == 0 && !loop;
    bool link = at[0] == 0xfe && (at[1] & 0xc0) == 0x80, many = at[0] == 0xff, unique = (at[0] & 0xfe) == 0xfc;
    return !none && !link && !many && (inside || (!loop && !unique));
}

bool cahier_sender_may_reach(const struct sockaddr *address, bool inside)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        return may_reach_four(ntohl(four.sin_addr.s_addr), inside);
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 six;
        memcpy(&six, address, sizeof six);
        return may_reach_six(six.sin6_addr.s6_addr, inside);
    }
    return false;
}

/* --- what libcurl asks ------------------------------------------------------------------------------------------------ */

static curl_socket_t open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    cahier_sender *sender = self;
    (void)purpose;
    if (!cahier_sender_may_reach(&address->addr, sender->inside)) {
        sender->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t drop(char *at, size_t size, size_t count, void *self)
{
    (void)at;
    (void)self;
    return size * count;
}

static int look_at_stop(void *self, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    const cahier_sender *sender = self;
    (void)a;
    (void)b;
    (void)c;
    (void)d;
    return sender->stop != NULL && *sender->stop != 0;
}

/* --- an exchange ------------------------------------------------------------------------------------------------------ */

bool cahier_sender_open(cahier_sender *sender, bool inside, const volatile sig_atomic_t *stop)
{
    *sender = (cahier_sender){.inside = inside, .stop = stop};
    sender->curl = curl_easy_init();
    return sender->curl != NULL;
}

void cahier_sender_close(cahier_sender *sender)
{
    curl_easy_cleanup(sender->curl);
    sender->curl = NULL;
}

void cahier_sender_reset(cahier_sender *sender)
{
    CURL *curl = sender->curl;
    curl_easy_reset(curl);
    sender->refused = false;
    sender->error[0] = '\0';
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1l);
    (void)curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0l);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1l);
    (void)curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2l);
    (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CAHIER_SENDER_CONNECT_S);
    (void)curl_easy_setopt(curl, CURLOPT_TIMEOUT, CAHIER_SENDER_S);
    (void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    (void)curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, sender);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop);
    (void)curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0l);
    (void)curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, look_at_stop);
    (void)curl_easy_setopt(curl, CURLOPT_XFERINFODATA, sender);
    (void)curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1l); /* events are rare: nobody is kept waiting */
}

static const char *sentence_of(CURLcode code)
{
    switch (code) {
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return "cette adresse n'est pas de celles où l'on envoie.";
    case CURLE_COULDNT_RESOLVE_HOST:
        return "le nom de cette machine est inconnu.";
    case CURLE_COULDNT_CONNECT:
        return "la connexion est refusée, ou personne ne répond.";
    case CURLE_OPERATION_TIMEDOUT:
        return "pas de réponse à temps.";
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
        return "la connexion chiffrée n'est pas sûre, ou n'est pas possible.";
    case CURLE_LOGIN_DENIED:
        return "le nom ou le mot de passe est refusé.";
    case CURLE_ABORTED_BY_CALLBACK:
        return "arrêté pendant l'envoi.";
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
        return "la connexion a été coupée avant la réponse.";
    default:
        return NULL;
    }
}

bool cahier_sender_perform(cahier_sender *sender)
{
    CURLcode code = curl_easy_perform(sender->curl);
    const char *sentence = sender->refused ? "cette adresse est celle d'un réseau privé : voir --private-receivers."
                                           : sentence_of(code);
    if (code != CURLE_OK && sentence != NULL) {
        (void)snprintf(sender->error, sizeof sender->error, "%s", sentence);
    } else if (code != CURLE_OK) {
        (void)snprintf(sender->error, sizeof sender->error, "l'envoi a échoué (libcurl %d).", (int)code);
    }
    return code == CURLE_OK;
}
