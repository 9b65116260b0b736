/* SPDX-License-Identifier: Apache-2.0 */
#include "system_words.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

const char *cahier_system_words(int number, bool english)
{
    static const struct {
        int number;
        const char *french, *english;
    } causes[] = {
            {ENOENT, "fichier ou dossier introuvable", "no such file or folder"},
            {ENOTDIR, "ce n'est pas un dossier", "it is not a folder"},
            {EISDIR, "c'est un dossier", "it is a folder"},
            {EACCES, "accès refusé", "permission denied"},
            {EPERM, "accès refusé", "permission denied"},
            {EROFS, "ce disque est en lecture seule", "this disk is read-only"},
            {ENOSPC, "il n'y a plus de place sur le disque", "the disk is full"},
            {EDQUOT, "il n'y a plus de place sur le disque", "the disk is full"},
            {ENAMETOOLONG, "ce nom est trop long", "this name is too long"},
            {ENODEV, "ce n'est pas un fichier ordinaire", "it is not a regular file"},
            {ENXIO, "ce n'est pas un fichier ordinaire", "it is not a regular file"}, /* a socket opened as a file */
            {EINVAL, "le système refuse cette demande", "the system refuses this request"},
            {EFBIG, "ce fichier est trop grand", "this file is too large"},
            {EMFILE, "trop de fichiers ouverts", "too many open files"},
            {EIO, "erreur de lecture ou d'écriture du disque", "the disk failed to read or write"},
            {ECONNREFUSED, "connexion refusée", "connection refused"},
            {ETIMEDOUT, "pas de réponse à temps", "no answer in time"},
            {EHOSTUNREACH, "cette machine est injoignable", "this machine cannot be reached"},
            {ENETUNREACH, "ce réseau est injoignable", "this network cannot be reached"},
            {ECONNRESET, "la connexion a été coupée", "the connection was cut"},
            {EPIPE, "la connexion a été coupée", "the connection was cut"},
            {ENOMEM, "mémoire insuffisante", "not enough memory"},
    };
    for (size_t i = 0; i < sizeof causes / sizeof *causes; i++) {
        if (causes[i].number == number) {
            return english ? causes[i].english : causes[i].french;
        }
    }
    return strerror(number);
}
