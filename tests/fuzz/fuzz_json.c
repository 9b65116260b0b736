/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as JSON or JSON Lines: no crash, no record lost. The first byte chooses what stands before them. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "intake.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define BUDGET ((size_t)8 << 20) /* poisoning more would take most of the time; NOMEM is an answer too */

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const starts[] = {"", "[{", "{\"id\":1,\"text\":\"a\"}\n{", "[{\"text\":\""};
    if (len < 2 || len > (1u << 15)) {
        return 0;
    }
    const char *start = starts[bytes[0] & 3];
    size_t start_len = strlen(start);
    char *record = malloc(start_len + len);
    cahier_arena batch, scratch;
    if (record == NULL || !cahier_arena_open(&batch, BUDGET) || !cahier_arena_open(&scratch, BUDGET)) {
        abort();
    }
    memcpy(record, start, start_len);
    memcpy(record + start_len, bytes + 1, len - 1);
    cahier_intake_options options = {.keep_columns = (bytes[0] & 4) != 0};
    cahier_intake_bytes file = {"a.json", record, start_len + len - 1};
    cahier_intake intake;
    cahier_intake_error error;
    if (cahier_intake_memory(&batch, &scratch, &options, &file, 1, &intake, &error) == CAHIER_OK) {
        assert(intake.rows == intake.contributions + intake.set_aside_count);
    } else {
        assert(error.sentence[0] != '\0');
    }
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
    free(record);
    return 0;
}
