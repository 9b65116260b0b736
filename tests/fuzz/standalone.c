/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target over the files named, without libFuzzer: crashes found once are replayed with any compiler. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

#define FILE_MAX (1u << 20) /* bytes: what the targets look at */

int main(int argc, char **argv)
{
    uint8_t *bytes = malloc(FILE_MAX);
    if (bytes == NULL) {
        return 1;
    }
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (file == NULL) {
            fprintf(stderr, "%s: cannot be opened\n", argv[i]);
            free(bytes);
            return 1;
        }
        size_t len = fread(bytes, 1, FILE_MAX, file);
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, len);
    }
    free(bytes);
    return 0;
}
