/* SPDX-License-Identifier: Apache-2.0 */
/* What is said of an address that cannot be read. */
#include <assert.h>
#include <stdio.h>

#include "address.h"

static const char *const words[][2] = {
        [CAHIER_ADDRESS_FINE] = {"", ""},
        [CAHIER_ADDRESS_SCHEME] = {"l'adresse de Redis commence par redis://, rediss://, unix:// ou redis+sentinel://",
                "the address of Redis starts with redis://, rediss://, unix:// or redis+sentinel://"},
        [CAHIER_ADDRESS_HOST] = {"l'adresse de Redis n'a pas de nom de machine lisible",
                "the address of Redis has no host name that can be read"},
        [CAHIER_ADDRESS_PORT] = {"le port n'est pas un nombre de 1 à 65535",
                "the port is not a number from 1 to 65535"},
        [CAHIER_ADDRESS_DATABASE] = {"la base n'est pas un nombre", "the database is not a number"},
        [CAHIER_ADDRESS_SOCKET] = {"le chemin du socket est vide ou dépasse 107 octets",
                "the path of the socket is empty or exceeds 107 bytes"},
        [CAHIER_ADDRESS_MASTER] = {"il manque le nom du maître : redis+sentinel://machine:26379/NOM",
                "the name of the master is missing: redis+sentinel://host:26379/NAME"},
        [CAHIER_ADDRESS_OPTION] = {"option inconnue ou vide ; connues : db, user, password-file, ca, cert, key",
                "unknown or empty option; known: db, user, password-file, ca, cert, key"},
        [CAHIER_ADDRESS_ENCODING] = {"un % n'est pas suivi de deux chiffres hexadécimaux (% s'écrit %25)",
                "a % is not followed by two hexadecimal digits (% is written %25)"},
        [CAHIER_ADDRESS_LONG] = {"une partie de l'adresse est trop longue", "a part of the address is too long"},
        [CAHIER_ADDRESS_PASSWORD_PLACE] = {"un @ suit un / ou un ? : dans un mot de passe, / s'écrit %2F et ? %3F ; "
                                           "ailleurs, @ s'écrit %40",
                "an @ follows a / or a ?: in a password, / is written %2F and ? %3F; elsewhere @ is written %40"},
        [CAHIER_ADDRESS_PASSWORD_FILE] = {"le mot de passe n'a pas pu être lu dans ce fichier (sa première ligne)",
                "the password could not be read in this file (its first line)"},
        [CAHIER_ADDRESS_PASSWORD_MODE] = {"d'autres que vous peuvent lire ce fichier de mot de passe : chmod 600",
                "others than you can read this password file: chmod 600"},
        [CAHIER_ADDRESS_CERTIFICATE] = {"cert et key vont ensemble", "cert and key go together"},
        [CAHIER_ADDRESS_PLAIN] = {"ca, cert et key demandent TLS : rediss://", "ca, cert and key need TLS: rediss://"},
};

void cahier_address_error_say(const cahier_address_error *error, bool english, char *out, size_t room)
{
    assert(error->wrong < sizeof words / sizeof *words);
    const char *sentence = words[error->wrong][english];
    if (error->part[0] == '\0') {
        (void)snprintf(out, room, "%s.", sentence);
    } else {
        (void)snprintf(out, room, english ? "%s: \"%s\"." : "%s : « %s ».", sentence, error->part);
    }
}
