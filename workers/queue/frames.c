/* SPDX-License-Identifier: Apache-2.0 */
#include "frames.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROOM_LEAST 4096u

static bool make_room(cahier_frames *frames, size_t len)
{
    size_t room = frames->room == 0 ? ROOM_LEAST : frames->room;
    while (room - frames->len < len) {
        room *= 2;
    }
    if (frames->failed || room == frames->room) {
        return !frames->failed;
    }
    char *at = realloc(frames->at, room);
    frames->failed = at == NULL;
    if (at != NULL) {
        frames->at = at;
        frames->room = room;
    }
    return !frames->failed;
}

void cahier_frames_bytes(cahier_frames *frames, cahier_text bytes)
{
    if (bytes.len > 0 && make_room(frames, bytes.len)) {
        memcpy(frames->at + frames->len, bytes.at, bytes.len);
        frames->len += bytes.len;
    }
}

void cahier_frames_number(cahier_frames *frames, int digits, uint64_t n)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%0*llu", digits, (unsigned long long)n);
    assert(len == digits);
    cahier_frames_bytes(frames, (cahier_text){text, (uint32_t)len});
}

void cahier_frames_text(cahier_frames *frames, int digits, cahier_text text)
{
    cahier_frames_number(frames, digits, text.len);
    cahier_frames_bytes(frames, text);
}

char *cahier_frames_end(cahier_frames *frames)
{
    if (!make_room(frames, 1)) {
        free(frames->at);
        frames->at = NULL;
    }
    return frames->at;
}
