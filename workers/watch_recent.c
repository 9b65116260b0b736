/* SPDX-License-Identifier: Apache-2.0 */
#include "watch_recent.h"

#include <stdlib.h>
#include <string.h>

#include "out.h"

void cahier_recent_open(cahier_recent *recent, uint32_t room)
{
    *recent = (cahier_recent){.at = cahier_report_alloc(NULL, room, sizeof *recent->at), .room = room};
    memset(recent->at, 0, room * sizeof *recent->at);
}

void cahier_recent_close(cahier_recent *recent)
{
    for (uint32_t i = 0; i < recent->count; i++) {
        free(recent->at[i].bytes);
    }
    free(recent->at);
    *recent = (cahier_recent){.at = NULL};
}

void cahier_recent_add(cahier_recent *recent, cahier_text id, cahier_text text, int32_t date, const char *theme)
{
    cahier_recent_text *to = &recent->at[recent->next];
    cahier_text kept = text.len <= CAHIER_RECENT_BYTES ? text : cahier_shorten(text, CAHIER_RECENT_BYTES);
    char *bytes = cahier_report_alloc(to->bytes, (size_t)id.len + kept.len + 1, 1);
    *to = (cahier_recent_text){.bytes = bytes, .id_len = id.len, .text_len = kept.len, .date = date};
    if (id.len > 0) {
        memcpy(bytes, id.at, id.len);
    }
    if (kept.len > 0) {
        memcpy(bytes + id.len, kept.at, kept.len);
    }
    if (theme != NULL) {
        memcpy(to->theme, theme, sizeof to->theme);
    }
    recent->next = (recent->next + 1) % recent->room;
    recent->count += recent->count < recent->room;
}

void cahier_recent_forget(cahier_recent *recent, cahier_text id)
{
    for (uint32_t i = 0; i < recent->count; i++) {
        cahier_recent_text *text = &recent->at[i];
        if (text->id_len == id.len && memcmp(text->bytes, id.at, id.len) == 0) {
            memset(text->bytes, 0, (size_t)text->id_len + text->text_len);
            text->id_len = text->text_len = 0;
            text->theme[0] = '\0';
        }
    }
}

const cahier_recent_text *cahier_recent_find(const cahier_recent *recent, cahier_text id)
{
    for (uint32_t i = 1; i <= recent->count; i++) {
        const cahier_recent_text *text = &recent->at[(recent->next + recent->room - i) % recent->room];
        if (text->id_len == id.len && memcmp(text->bytes, id.at, id.len) == 0) {
            return text;
        }
    }
    return NULL;
}
