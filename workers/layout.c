/* SPDX-License-Identifier: Apache-2.0 */
#include "layout.h"

uint32_t cahier_layout_width(cahier_text text)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < text.len; i++) {
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    }
    return count;
}

void cahier_layout_pad(cahier_out *out, uint32_t used, uint32_t width)
{
    for (; used < width; used++) {
        cahier_put(out, " ");
    }
}

void cahier_layout_milli(cahier_out *out, int64_t milli)
{
    uint64_t size = milli < 0 ? 0 - (uint64_t)milli : (uint64_t)milli;
    char decimals[] = {',', (char)('0' + size / 100 % 10), (char)('0' + size / 10 % 10), (char)('0' + size % 10)};
    cahier_put(out, milli < 0 ? "-" : "");
    cahier_put_uint(out, size / 1000);
    cahier_put_bytes(out, decimals, sizeof decimals);
}

void cahier_layout_right(cahier_out *out, int64_t milli, uint32_t width)
{
    cahier_out number;
    cahier_out_open_memory(&number);
    cahier_layout_milli(&number, milli);
    cahier_layout_pad(out, (uint32_t)number.len, width);
    cahier_put_bytes(out, number.at, number.len);
    cahier_out_close(&number);
}

/* End of the word that starts at `i`, or of the line end that stands there. */
static uint32_t word_end(cahier_text text, uint32_t i)
{
    if (text.at[i] == '\n') {
        return i + 1;
    }
    while (i < text.len && text.at[i] != ' ' && text.at[i] != '\n') {
        i++;
    }
    return i;
}

void cahier_layout_wrap(cahier_out *out, cahier_text text, uint32_t indent, const char *before, const char *after)
{
    uint32_t column = indent + cahier_layout_width(cahier_string(before));
    bool fresh = true; /* nothing on this line yet */
    cahier_layout_pad(out, 0, indent);
    cahier_put(out, before);
    for (uint32_t i = 0; i < text.len;) {
        if (text.at[i] == ' ') {
            i++;
            continue;
        }
        cahier_text word = cahier_slice(text, i, word_end(text, i));
        uint32_t width = cahier_layout_width(word);
        i += word.len;
        if (word.at[0] == '\n' || (!fresh && column + 1 + width > CAHIER_LAYOUT_COLUMNS)) {
            cahier_put(out, "\n");
            cahier_layout_pad(out, 0, indent);
            column = indent;
            fresh = true;
        }
        if (word.at[0] != '\n') {
            cahier_put(out, fresh ? "" : " ");
            cahier_put_text(out, word);
            column += width + !fresh;
            fresh = false;
        }
    }
    cahier_put(out, after);
    cahier_put(out, "\n");
}
