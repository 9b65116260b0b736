/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes read as a file by intake: every row accounted for, or a sentence that says why not. */
#ifndef CAHIER_FUZZ_ONE_FILE_H
#define CAHIER_FUZZ_ONE_FILE_H

#include <assert.h>
#include <stdlib.h>

#include "intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define ONE_FILE_BUDGET ((size_t)8 << 20) /* poisoning more would take most of the time; NOMEM is an answer too */

static inline void read_one_file(const cahier_intake_options *options, const cahier_intake_bytes *file)
{
    cahier_arena batch, scratch;
    cahier_intake intake;
    cahier_intake_error error;
    if (!cahier_arena_open(&batch, ONE_FILE_BUDGET) || !cahier_arena_open(&scratch, ONE_FILE_BUDGET)) {
        abort();
    }
    if (cahier_intake_memory(&batch, &scratch, options, file, 1, &intake, &error) == CAHIER_OK) {
        assert(intake.rows == intake.contributions + intake.set_aside_count);
    } else {
        assert(error.sentence[0] != '\0');
    }
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
}

#endif
