/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h -- personal data leaves the text before anything else reads it.
 *
 * In      text       normal form (normalise.h): NFC, straight apostrophes, single spaces; newlines kept
 *         title_len  bytes of it that are the title, without the newline that follows; 0 when there is none
 *         strict     hide in doubt: lone first names, homonyms of public figures, a street number alone, FNI plates,
 *                    unlabelled 13-digit NIR
 * Out     out        the text with each datum replaced by its mark, "[téléphone]"; `text` itself when nothing is hidden
 *         title_len  of `out`
 *         redactions the marks put, as bytes of `out`, in order, disjoint. A mark that `text` already holds literally
 *                    is left and not counted: redacting twice adds nothing
 * Value   Persons are numbered when a text names several: "[personne 1]" is the same one throughout (redact_write.h).
 *         A title stays ("Mme [personne]"), for the sentence to be read. What is public stays: elected roles, public
 *         figures, streets named without a number, service numbers (15, 3919, 08...).
 * Order   a scan from left to right, then the surnames found wherever they occur again; again until nothing is found
 * Errors  CAHIER_ERROR_NOMEM
 * Memory  out and redactions in `batch`; scratch is given back
 * Cost    O(bytes): ordinary lower-case words cost one table step a byte; work happens at digits, capitals, @ / [ (
 *         and at the few words that may announce a name
 * Source  ISO 7064 (IBAN, RIB), INSEE (NIR), ISO 7812 (Luhn), arrêté du 9 février 2009 (SIV), ARCEP numbering plan
 * Why     Over-redaction destroys what people came to say: each rule asks for a key, a shape or a cue. What this cannot
 *         see (a rare surname without cue nor first name) is said in the method of the report: the result is
 *         pseudonymised, not anonymous.
 */
#ifndef CAHIER_REDACT_H
#define CAHIER_REDACT_H

#include "cahier.h"
#include "lexicon.h"

cahier_status cahier_redact(const cahier_lexicons *lexicons, bool strict, cahier_arena *batch, cahier_arena *scratch,
        cahier_text text, uint32_t *title_len, cahier_text *out, cahier_redactions *redactions);

/* The mark of a kind, "[courriel]": what the text shows instead of the datum. */
cahier_text cahier_redact_mark(cahier_redaction_kind kind);
/* Byte after a mark of the kind that stands at `at`, "[personne 2]" with its number; 0 when none does. */
uint32_t cahier_redact_mark_end(cahier_text text, uint32_t at, cahier_redaction_kind kind);

#endif
