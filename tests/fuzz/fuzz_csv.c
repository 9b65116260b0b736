/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a CSV or text file: no crash, no row lost. The first byte chooses options, the rest is the file. */
#include "one_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const char *const names[] = {"a.csv", "a.txt", "a", "a.tsv"};
    static const char delimiters[] = {0, 0, ';', ','};
    if (len < 2 || len > (1u << 15)) {
        return 0;
    }
    cahier_intake_options options = {.keep_columns = (bytes[0] & 1) != 0, .delimiter = delimiters[bytes[0] >> 1 & 3]};
    cahier_intake_bytes file = {names[bytes[0] >> 3 & 3], (const char *)bytes + 1, len - 1};
    read_one_file(&options, &file);
    return 0;
}
