/* SPDX-License-Identifier: Apache-2.0 */
/* words.h -- what intake says to people, French first: one table for the room, none inside the logic.
 *
 * Out     constant NUL-terminated UTF-8
 */
#ifndef CAHIER_INTAKE_WORDS_H
#define CAHIER_INTAKE_WORDS_H

#include "intake.h"

/* Why intake refuses a file or an option; %1 and %2 of its sentence are filled by the caller. */
typedef enum cahier_refusal {
    CAHIER_REFUSED_OPEN,
    CAHIER_REFUSED_READ,
    CAHIER_REFUSED_FOLDER,
    CAHIER_REFUSED_EMPTY,
    CAHIER_REFUSED_HEADER_ONLY,
    CAHIER_REFUSED_WORKBOOK,
    CAHIER_REFUSED_NO_SHEET,
    CAHIER_REFUSED_BOMB,
    CAHIER_REFUSED_OLD_WORKBOOK,
    CAHIER_REFUSED_ZIP,
    CAHIER_REFUSED_PDF,
    CAHIER_REFUSED_IMAGE,
    CAHIER_REFUSED_DOCUMENT,
    CAHIER_REFUSED_COMPRESSED,
    CAHIER_REFUSED_BINARY,
    CAHIER_REFUSED_COLUMNS,
    CAHIER_REFUSED_NO_COLUMN,
    CAHIER_REFUSED_NO_TEXT,
    CAHIER_REFUSED_ENCODING,
    CAHIER_REFUSED_JSON,
    CAHIER_REFUSED_MEMORY,
    CAHIER_REFUSALS
} cahier_refusal;

/* Sentence of a set-aside reason: « ligne vide ». Key of it for machines: "empty_row". */
const char *cahier_set_aside_sentence(cahier_set_aside_reason reason, bool english);
const char *cahier_set_aside_key(cahier_set_aside_reason reason);

const char *cahier_role_label(cahier_role role, bool english);     /* « texte » */
const char *cahier_role_key(cahier_role role);                     /* "text" */
const char *cahier_role_reason(cahier_role_why why, bool english); /* « d'après son nom » */

/* What was repaired or found, by index of the note's bit: « accents mal décodés réparés (Ã© → é) ». Its key: cahier_note_name. */
const char *cahier_note_label(uint32_t bit, bool english);

const char *cahier_format_label(cahier_intake_format format, bool english);

/* Writes the refusal's sentence, with `what` (a file or column name) and `more` where it holds {} and {+}. */
void cahier_refusal_write(
        cahier_refusal refusal, bool english, const char *what, const char *more, char sentence[CAHIER_SENTENCE_MAX]);

#endif
