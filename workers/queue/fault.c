/* SPDX-License-Identifier: Apache-2.0 */
#include "fault.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "system_words.h"

static const struct {
    const char *token;
    cahier_fault fault;
} tokens[] = {
        {"LOADING", CAHIER_FAULT_RETRY},
        {"READONLY", CAHIER_FAULT_RETRY},
        {"MASTERDOWN", CAHIER_FAULT_RETRY},
        {"CLUSTERDOWN", CAHIER_FAULT_RETRY},
        {"TRYAGAIN", CAHIER_FAULT_RETRY},
        {"UNBLOCKED", CAHIER_FAULT_RETRY},
        {"NOREPLICAS", CAHIER_FAULT_RETRY},
        {"BUSY", CAHIER_FAULT_RETRY},
        {"MISCONF", CAHIER_FAULT_RETRY}, /* its disk is full or failing: it takes writes again once that is mended */
        {"OOM", CAHIER_FAULT_FULL},
        {"EFULL", CAHIER_FAULT_FULL},
        {"EQUOTA", CAHIER_FAULT_FULL},
        {"MOVED", CAHIER_FAULT_MOVED},
        {"ASK", CAHIER_FAULT_MOVED},
        {"NOGROUP", CAHIER_FAULT_GROUP_MISSING},
        {"NOAUTH", CAHIER_FAULT_REFUSED},
        {"WRONGPASS", CAHIER_FAULT_REFUSED},
        {"NOPERM", CAHIER_FAULT_REFUSED},
        {"DENIED", CAHIER_FAULT_REFUSED}, /* protected mode */
        {"ECLOSED", CAHIER_FAULT_PROTOCOL},
        {"ECONFLICT", CAHIER_FAULT_PROTOCOL},
        {"EINCOMPLETE", CAHIER_FAULT_PROTOCOL},
        {"ESTALE", CAHIER_FAULT_PROTOCOL},
        {"EERASED", CAHIER_FAULT_PROTOCOL},
        {"EKEY", CAHIER_FAULT_PROTOCOL},
        {"ENOBATCH", CAHIER_FAULT_PROTOCOL},
};

/* Whole lines: Redis 7.0 to 8 write them so. */
static const struct {
    const char *line;
    cahier_fault fault;
} generic[] = {
        {"ERR Function not found", CAHIER_FAULT_REFUSED},
        {"ERR max number of clients reached", CAHIER_FAULT_RETRY},
        {"ERR DB index is out of range", CAHIER_FAULT_REFUSED},
};

static cahier_fault judge(const char *token, const char *line)
{
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
        if (strcmp(token, tokens[i].token) == 0) {
            return tokens[i].fault;
        }
    }
    for (size_t i = 0; i < sizeof generic / sizeof *generic; i++) {
        if (strcmp(line, generic[i].line) == 0) {
            return generic[i].fault;
        }
    }
    return CAHIER_FAULT_OTHER;
}

/* "MOVED 3999 127.0.0.1:6381" */
static bool read_redirection(cahier_link_error *out)
{
    const char *slot = strchr(out->said, ' ');
    const char *place = slot != NULL ? strchr(slot + 1, ' ') : NULL;
    if (place == NULL || !cahier_endpoint_read(place + 1, strlen(place + 1), 0, &out->moved)) {
        return false;
    }
    out->slot = (uint32_t)strtoul(slot + 1, NULL, 10);
    out->ask = strcmp(out->token, "ASK") == 0;
    return out->moved.port != 0;
}

void cahier_fault_read(const char *line, size_t len, cahier_link_error *out)
{
    *out = (cahier_link_error){.fault = CAHIER_FAULT_OTHER};
    (void)snprintf(
            out->said, sizeof out->said, "%.*s", len < sizeof out->said ? (int)len : (int)sizeof out->said, line);
    size_t token = strcspn(out->said, " \r\n");
    if (token < sizeof out->token) {
        (void)memcpy(out->token, out->said, token);
        out->token[token] = '\0';
        out->fault = judge(out->token, out->said);
    }
    if (out->fault == CAHIER_FAULT_MOVED && !read_redirection(out)) {
        out->fault = CAHIER_FAULT_OTHER;
    }
}

void cahier_fault_of_transport(const cahier_transport *transport, cahier_link_error *out)
{
    bool refused = transport->trouble == CAHIER_TROUBLE_CERTIFICATE || transport->trouble == CAHIER_TROUBLE_CLIENT ||
                   transport->trouble == CAHIER_TROUBLE_FILES;
    *out = (cahier_link_error){.fault = refused ? CAHIER_FAULT_REFUSED : CAHIER_FAULT_CUT,
            .trouble = transport->trouble,
            .number = transport->number};
    (void)snprintf(out->said, sizeof out->said, "%s", transport->said);
}

static const char *const troubles[][2] = {
        [CAHIER_TROUBLE_NONE] = {"la connexion à Redis a échoué", "the connection to Redis failed"},
        [CAHIER_TROUBLE_NAME] = {"le nom de la machine de Redis est inconnu", "the host name of Redis is not known"},
        [CAHIER_TROUBLE_CONNECT] = {"Redis n'est pas joignable à cette adresse",
                "Redis cannot be reached at this address"},
        [CAHIER_TROUBLE_LATE] = {"Redis n'a pas répondu à temps", "Redis did not answer in time"},
        [CAHIER_TROUBLE_CLOSED] = {"Redis a fermé la connexion", "Redis closed the connection"},
        [CAHIER_TROUBLE_BROKEN] = {"la connexion à Redis est rompue", "the connection to Redis is broken"},
        [CAHIER_TROUBLE_CERTIFICATE] =
                {"le certificat du serveur n'est pas accepté (autorité : ?ca=FICHIER ; nom : celui "
                 "de l'adresse)",
                        "the server's certificate is not accepted (authority: ?ca=FILE; name: that of the address)"},
        [CAHIER_TROUBLE_CLIENT] = {"le serveur demande un certificat client qu'il accepte (?cert=FICHIER&key=FICHIER)",
                "the server wants a client certificate that it accepts (?cert=FILE&key=FILE)"},
        [CAHIER_TROUBLE_TLS] = {"la connexion TLS a échoué (ce port est-il celui de TLS ?)",
                "the TLS connection failed (is this the TLS port?)"},
        [CAHIER_TROUBLE_FILES] = {"un fichier de ca, cert ou key ne peut pas être lu ou ne convient pas",
                "a file of ca, cert or key cannot be read or does not fit"},
        [CAHIER_TROUBLE_MASTER] = {"les sentinelles ne mènent à aucun maître de ce nom",
                "the sentinels lead to no master of this name"},
};

/* Tokens for which a person has something to do. */
static const struct {
    const char *token, *french, *english;
} advice[] = {
        {"NOAUTH", "Redis demande un mot de passe (CAHIER_REDIS_PASSWORD ou ?password-file=FICHIER)",
                "Redis wants a password (CAHIER_REDIS_PASSWORD or ?password-file=FILE)"},
        {"WRONGPASS", "Redis refuse cet utilisateur ou ce mot de passe", "Redis refuses this user or this password"},
        {"NOPERM", "cet utilisateur de Redis n'a pas le droit de le faire", "this user of Redis may not do this"},
        {"ERR Function not found", "les fonctions de cahier ne sont pas installées : lancez cahier doctor",
                "the functions of cahier are not installed: run cahier doctor"},
        {"LOADING", "Redis relit ses données", "Redis is loading its data"},
        {"MISCONF", "Redis ne peut plus écrire sur son disque", "Redis can no longer write to its disk"},
        {"OOM", "Redis n'a plus de mémoire", "Redis is out of memory"},
        {"", "Redis répond par une erreur", "Redis answers with an error"},
};

void cahier_fault_say(const cahier_link_error *error, bool english, char *out, size_t room)
{
    const char *sentence = troubles[error->trouble][english],
               *said = error->number != 0 ? cahier_system_words(error->number, english) : error->said;
    if (error->token[0] != '\0') {
        size_t i = 0;
        while (advice[i].token[0] != '\0' && strcmp(advice[i].token, error->token) != 0 &&
                strcmp(advice[i].token, error->said) != 0) {
            i++;
        }
        sentence = english ? advice[i].english : advice[i].french;
    }
    if (said[0] == '\0') {
        (void)snprintf(out, room, "%s.", sentence);
    } else {
        (void)snprintf(out, room, english ? "%s: %s." : "%s : %s.", sentence, said);
    }
}
