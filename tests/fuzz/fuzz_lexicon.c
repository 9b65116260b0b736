/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a lexicon: the first byte chooses the kind. Accepted or refused with a place, never a crash. */
#include <assert.h>
#include <stdlib.h>

#include "associate.h"
#include "lexicon.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    cahier_arena arena;
    if (len < 1 || len > (1u << 16)) {
        return 0;
    }
    if (!cahier_arena_open(&arena, (size_t)16 << 20)) {
        abort();
    }
    cahier_text text = {(const char *)bytes + 1, (uint32_t)len - 1};
    cahier_error error = {.status = CAHIER_OK};
    cahier_status status;
    if (bytes[0] % (CAHIER_LEXICON_FORMATS + 1) == CAHIER_LEXICON_FORMATS) {
        cahier_background background;
        status = cahier_background_parse(&arena, text, &background, &error);
    } else {
        cahier_lexicon lexicon;
        status = cahier_lexicon_parse(
                &arena, text, (cahier_lexicon_kind)(bytes[0] % CAHIER_LEXICON_FORMATS), &lexicon, &error);
    }
    assert(status == CAHIER_OK || error.message != NULL);
    cahier_arena_close(&arena);
    return 0;
}
