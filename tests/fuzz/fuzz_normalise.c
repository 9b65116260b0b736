/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes become normal form, and normal form stays as it is. */
#include <assert.h>
#include <stdlib.h>

#include "normalise.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    cahier_arena batch, scratch;
    if (len > (1u << 16)) {
        return 0;
    }
    if (!cahier_arena_open(&batch, (size_t)4 << 20) || !cahier_arena_open(&scratch, (size_t)4 << 20)) {
        abort();
    }
    cahier_text once, twice;
    uint32_t notes = 0;
    if (cahier_normalise(&batch, &scratch, (cahier_text){(const char *)bytes, (uint32_t)len}, &once, &notes) ==
            CAHIER_OK) {
        cahier_status status = cahier_normalise(&batch, &scratch, once, &twice, &notes);
        assert(status == CAHIER_OK && cahier_text_equal(once, twice));
    }
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
    return 0;
}
