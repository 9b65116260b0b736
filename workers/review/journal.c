/* SPDX-License-Identifier: Apache-2.0 */
#include "journal.h"

#include <string.h>

#include "text.h"

/* --- reading ---------------------------------------------------------------------------------------------------------------- */

/* The lines that came with the files, then the others, each ended by a newline; *filed: lines of the former. */
static cahier_status join(cahier_arena *arena, cahier_text filed, const cahier_text *line, uint32_t count,
        cahier_text *bytes, uint32_t *lines)
{
    size_t room = (size_t)filed.len + 1;
    for (uint32_t i = 0; i < count; i++) {
        room += (size_t)line[i].len + 1;
    }
    if (room > UINT32_MAX) {
        return CAHIER_ERROR_LIMIT;
    }
    char *to = CAHIER_NEW(arena, char, room);
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    uint32_t len = filed.len;
    *lines = 0;
    if (len > 0) {
        memcpy(to, filed.at, len);
    }
    for (uint32_t i = 0; i < len; i++) {
        *lines += to[i] == '\n';
    }
    if (count > 0 && len > 0 && to[len - 1] != '\n') {
        to[len++] = '\n';
        ++*lines;
    }
    for (uint32_t i = 0; i < count; i++) {
        memcpy(to + len, line[i].at, line[i].len);
        len += line[i].len;
        to[len++] = '\n';
    }
    *bytes = (cahier_text){to, len};
    return CAHIER_OK;
}

/* Bytes of each line of a journal; index 0 is line 1. */
static cahier_status index_lines(cahier_arena *arena, cahier_text bytes, cahier_text **out)
{
    uint32_t lines = 1, n = 0, start = 0;
    for (uint32_t i = 0; i < bytes.len; i++) {
        lines += bytes.at[i] == '\n';
    }
    cahier_text *line = CAHIER_NEW(arena, cahier_text, lines);
    if (line == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i <= bytes.len; i++) {
        if (i == bytes.len || bytes.at[i] == '\n') {
            line[n++] = cahier_slice(bytes, start, i);
            start = i + 1;
        }
    }
    *out = line;
    return CAHIER_OK;
}

static uint32_t find_undone(const cahier_decisions *decisions, uint32_t i)
{
    cahier_text of = decisions->at[i].of;
    for (uint32_t n = i; of.len > 0 && n > 0; n--) {
        if (cahier_text_equal(decisions->at[n - 1].id, of)) {
            return n - 1;
        }
    }
    return CAHIER_NONE;
}

cahier_status cahier_review_journal_read(cahier_arena *arena, const cahier_journal *filed, const cahier_text *line,
        uint32_t count, cahier_review_journal *out)
{
    cahier_text bytes, *written;
    uint32_t lines;
    *out = (cahier_review_journal){.count = 0};
    if (count == 0) {
        out->parsed = *filed;
        bytes = filed->bytes;
        lines = UINT32_MAX;
    } else {
        CAHIER_TRY(join(arena, filed->bytes, line, count, &bytes, &lines));
        if (!cahier_journal_parse(arena, CAHIER_JOURNAL_NAME, bytes, false, &out->parsed)) {
            return CAHIER_ERROR_LIMIT;
        }
    }
    const cahier_decisions *decisions = &out->parsed.decisions;
    cahier_entry *at = CAHIER_NEW(arena, cahier_entry, decisions->count);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(index_lines(arena, bytes, &written));
    for (uint32_t i = 0; i < decisions->count; i++) {
        at[i] = (cahier_entry){.decision = &decisions->at[i],
                .line = written[decisions->at[i].line - 1],
                .theme = CAHIER_NONE,
                .undone_by = CAHIER_NONE};
        out->filed += decisions->at[i].line <= lines;
        uint32_t undone = find_undone(decisions, i);
        if (undone != CAHIER_NONE && at[undone].undone_by == CAHIER_NONE) {
            at[undone].undone_by = i;
        }
    }
    out->at = at;
    out->count = decisions->count;
    return CAHIER_OK;
}

cahier_status cahier_review_journal_judge(
        cahier_arena *arena, const cahier_result *result, cahier_review_journal *journal)
{
    const cahier_guidance *guidance = result->guidance;
    if (journal->count == 0) {
        return CAHIER_OK;
    }
    cahier_entry *at = CAHIER_NEW(arena, cahier_entry, journal->count);
    if (at == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < journal->count; i++) {
        at[i] = journal->at[i];
        at[i].outcome = guidance->outcome[i];
        at[i].missing = guidance->missing[i];
        at[i].theme = guidance->theme_of[i];
    }
    journal->at = at;
    return CAHIER_OK;
}

/* --- writing ---------------------------------------------------------------------------------------------------------------- */

static void put_name(cahier_out *out, const char *name)
{
    cahier_put(out, out->len > 0 && out->at[out->len - 1] == '{' ? "\"" : ",\"");
    cahier_put(out, name);
    cahier_put(out, "\":");
}

static void put_text(cahier_out *out, const char *name, cahier_text text)
{
    if (text.len > 0) {
        put_name(out, name);
        cahier_put_json(out, text);
    }
}

static void put_number(cahier_out *out, const char *name, uint32_t number)
{
    put_name(out, name);
    cahier_put_uint(out, number);
}

static void put_list(cahier_out *out, const char *name, const cahier_text *list, uint32_t count)
{
    if (count == 0) {
        return;
    }
    put_name(out, name);
    for (uint32_t i = 0; i < count; i++) {
        cahier_put(out, i > 0 ? "," : "[");
        cahier_put_json(out, list[i]);
    }
    cahier_put(out, "]");
}

static void put_theme(cahier_out *out, const cahier_theme_named *theme)
{
    put_text(out, "theme", theme->id);
    put_list(out, "members", theme->members, theme->member_count);
}

static void put_themes(cahier_out *out, const cahier_decision *decision)
{
    if (decision->theme_count == 1) {
        put_theme(out, &decision->themes[0]);
        return;
    }
    for (uint32_t t = 0; t < decision->theme_count; t++) {
        if (t == 0) {
            put_name(out, "themes");
        }
        cahier_put(out, t > 0 ? ",{" : "[{");
        put_theme(out, &decision->themes[t]);
        cahier_put(out, t + 1 < decision->theme_count ? "}" : "}]");
    }
}

static void put_value(cahier_out *out, const cahier_decision *decision)
{
    switch (decision->deed) {
    case CAHIER_SAY_POLARITY:
        put_text(out, "label", cahier_string(cahier_polarity_name(decision->polarity)));
        break;
    case CAHIER_SAY_STANCE:
        put_text(out, "label", cahier_string(cahier_stance_name(decision->stance)));
        break;
    case CAHIER_DUPLICATE:
    case CAHIER_VERDICT:
        put_name(out, decision->deed == CAHIER_VERDICT ? "right" : "accepted");
        cahier_put(out, decision->yes ? "true" : "false");
        break;
    case CAHIER_MASK:
    case CAHIER_UNMASK:
        put_number(out, "start", decision->start);
        put_number(out, "end", decision->end);
        if (decision->deed == CAHIER_MASK) {
            put_text(out, "kind", cahier_string(cahier_redaction_name(decision->kind)));
            put_number(out, "length", decision->length);
        }
        break;
    case CAHIER_SENTENCE:
        put_number(out, "sentence", decision->sentence);
        put_text(out, "replaces", decision->replaces);
        break;
    case CAHIER_ROUTE:
        put_text(out, "service", decision->service);
        break;
    case CAHIER_SIGN:
        put_number(out, "documents", decision->documents);
        break;
    default:
        put_text(out, "label", decision->label);
        put_text(out, "term", decision->term);
        break;
    }
}

void cahier_decision_write(cahier_out *out, const cahier_decision *decision)
{
    bool undoes = decision->deed == CAHIER_CANCELLED || decision->deed == CAHIER_HIDDEN;
    cahier_put(out, "{");
    put_text(out, "id", decision->id);
    put_text(out, "do", undoes ? cahier_string("undo") : cahier_string(cahier_deed_name(decision->deed)));
    put_text(out, "of", undoes ? decision->of : (cahier_text){NULL, 0});
    put_themes(out, decision);
    if (decision->contribution_count == 1) {
        put_text(out, "contribution", decision->contributions[0]);
    } else {
        put_list(out, "contributions", decision->contributions, decision->contribution_count);
    }
    put_value(out, decision);
    put_text(out, "who", decision->who);
    put_text(out, "when", decision->when);
    put_text(out, "note", decision->note);
    cahier_put(out, "}");
}
