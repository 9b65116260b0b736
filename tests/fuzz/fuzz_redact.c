/* SPDX-License-Identifier: Apache-2.0 */
/* Any text, redacted: marks stand where it says, and a second pass finds nothing more to say of them. */
#include <assert.h>
#include <stdlib.h>

#include "lexicons.h"
#include "normalise.h"
#include "redact.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

static void redact_once(
        const cahier_lexicons *lexicons, bool strict, cahier_arena *batch, cahier_arena *scratch, cahier_text raw)
{
    cahier_text text, out;
    cahier_redactions redactions;
    uint32_t notes = 0, title_len = 0, last = 0;
    if (cahier_normalise(batch, scratch, raw, &text, &notes) != CAHIER_OK ||
            cahier_redact(lexicons, strict, batch, scratch, text, &title_len, &out, &redactions) != CAHIER_OK) {
        return;
    }
    for (uint32_t i = 0; i < redactions.count; i++) {
        const cahier_redaction *r = &redactions.at[i];
        assert(r->start >= last && r->end <= out.len);
        assert(cahier_redact_mark_end(out, r->start, r->kind) == r->end);
        last = r->end;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    const cahier_lexicons *lexicons = shipped_lexicons();
    cahier_arena batch, scratch;
    if (len < 1 || len > (1u << 14)) {
        return 0;
    }
    if (!cahier_arena_open(&batch, (size_t)4 << 20) || !cahier_arena_open(&scratch, (size_t)4 << 20)) {
        abort();
    }
    redact_once(
            lexicons, (bytes[0] & 1) != 0, &batch, &scratch, (cahier_text){(const char *)bytes + 1, (uint32_t)len - 1});
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
    return 0;
}
