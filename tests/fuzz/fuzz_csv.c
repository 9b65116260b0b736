/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a CSV or text file: no crash, no row lost. The first byte chooses options, the rest is the file. */
#include <assert.h>
#include <stdlib.h>

#include "intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define BUDGET ((size_t)8 << 20) /* poisoning more would take most of the time; NOMEM is an answer too */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const names[] = {"a.csv", "a.txt", "a", "a.tsv"};
    static const char delimiters[] = {0, 0, ';', ','};
    if (len < 2 || len > (1u << 15)) {
        return 0;
    }
    cahier_arena batch, scratch;
    if (!cahier_arena_open(&batch, BUDGET) || !cahier_arena_open(&scratch, BUDGET)) {
        abort();
    }
    cahier_intake_options options = {.keep_columns = (bytes[0] & 1) != 0, .delimiter = delimiters[bytes[0] >> 1 & 3]};
    cahier_intake_bytes file = {names[bytes[0] >> 3 & 3], (const char *)bytes + 1, len - 1};
    cahier_intake intake;
    cahier_intake_error error;
    if (cahier_intake_memory(&batch, &scratch, &options, &file, 1, &intake, &error) == CAHIER_OK) {
        assert(intake.rows == intake.contributions + intake.set_aside_count);
    } else {
        assert(error.sentence[0] != '\0');
    }
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
    return 0;
}
