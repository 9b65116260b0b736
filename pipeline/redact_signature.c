/* SPDX-License-Identifier: Apache-2.0 */
/* The name that ends a text, below "Cordialement," or alone on the last line, in lower case too. */
#include "redact_name.h"

#include <string.h>

#define SIGNATURE_BYTES 60u
#define SIGNATURE_WORDS 4u

static bool ends_clause(char c)
{
    return (unsigned char)c < '@' &&
           (c == '\n' || c == ',' || c == '.' || c == ':' || c == '!' || c == '?' || c == ';');
}

/* Start of the last few words, behind a line end or a punctuation mark; text.len when there are more words. */
static uint32_t last_words(cahier_text text, uint32_t *end)
{
    uint32_t i = text.len, words = 1;
    while (i > 0 && (text.at[i - 1] == '.' || text.at[i - 1] == '!' || text.at[i - 1] == ' ')) {
        i--;
    }
    *end = i;
    while (i > 0 && !ends_clause(text.at[i - 1])) {
        words += text.at[i - 1] == ' ';
        i--;
        if (*end - i > SIGNATURE_BYTES || words > SIGNATURE_WORDS + 1) {
            return text.len;
        }
    }
    while (i < *end && (text.at[i] == ' ' || text.at[i] == '-')) {
        i++;
    }
    return i;
}

/* Is start..end made of a first name and unknown words, in any case? */
static bool is_signature(const redact_scan *scan, uint32_t start, uint32_t end, bool cue)
{
    uint32_t i = start, words = 0, clear = 0, unknown = 0;
    bool capital = false; /* "Cordialement,\nTartempion" */
    redact_piece piece;
    while (i < end && cahier_redact_piece(scan, i, &piece)) {
        bool name = piece.first != REDACT_FIRST_NONE || (!piece.known && !piece.plain && !piece.elided) ||
                    piece.shape == REDACT_SHAPE_INITIAL;
        if (!name || piece.stop || (piece.barred && piece.first != REDACT_FIRST_CLEAR)) {
            return false;
        }
        clear += piece.first == REDACT_FIRST_CLEAR;
        unknown += piece.first == REDACT_FIRST_NONE;
        capital = piece.shape >= REDACT_SHAPE_TITLE && !piece.seen;
        words++;
        i = piece.end + cahier_redact_starts(scan->text, piece.end, " ");
    }
    if (i < end || words == 0 || words > SIGNATURE_WORDS) {
        return false;
    }
    return clear > 0 || (cue && unknown >= 1 && (words >= 2 || capital));
}

redact_verdict cahier_redact_signature(const redact_scan *scan, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t end, start = last_words(text, &end);
    if (start >= end || start < scan->floor || start == 0) {
        return REDACT_NOTHING;
    }
    bool alone = text.at[start - 1] == '\n';
    if (!is_signature(scan, start, end, true)) {
        return REDACT_NOTHING; /* most texts end there: the cue is looked for afterwards */
    }
    redact_match cue, known;
    bool cued = cahier_redact_match_before(scan, start, REDACT_CUE_SIGNATURE, ",.:!\n-", &cue);
    if ((!alone && !cued) || cahier_redact_public_phrase(scan, start, &known) ||
            !is_signature(scan, start, end, cued)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_PERSON, start, end};
    return REDACT_FOUND;
}
