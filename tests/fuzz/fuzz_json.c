/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as JSON or JSON Lines: no crash, no record lost. The first byte chooses what stands before them. */
#include <string.h>

#include "one_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const starts[] = {"", "[{", "{\"id\":1,\"text\":\"a\"}\n{", "[{\"text\":\""};
    if (len < 2 || len > (1u << 15)) {
        return 0;
    }
    const char *start = starts[bytes[0] & 3];
    size_t start_len = strlen(start);
    char *record = malloc(start_len + len);
    if (record == NULL) {
        abort();
    }
    memcpy(record, start, start_len);
    memcpy(record + start_len, bytes + 1, len - 1);
    cahier_intake_options options = {.keep_columns = (bytes[0] & 4) != 0};
    cahier_intake_bytes file = {"a.json", record, start_len + len - 1};
    read_one_file(&options, &file);
    free(record);
    return 0;
}
