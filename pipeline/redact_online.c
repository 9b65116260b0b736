/* SPDX-License-Identifier: Apache-2.0 */
/* Data of the network: e-mails however they are disguised, links to a profile, handles, IP addresses. */
#include "redact_parts.h"

#include <string.h>

static const char *const providers[] = {"gmail", "hotmail", "orange", "wanadoo", "free", "sfr", "laposte", "yahoo",
        "outlook", "live", "icloud", "protonmail", "proton", "bbox", "neuf", "numericable", "msn", "aol", "gmx",
        "ymail"};

static bool is_label_byte(char c)
{
    return cahier_redact_is_letter(c) || cahier_redact_is_digit(c) || c == '-';
}

/* --- e-mail ---------------------------------------------------------------------------------------------- */

/* " . fr": only before the commonest endings, for it may also end a sentence. */
static uint32_t skip_spaced_dot(cahier_text text, uint32_t at)
{
    static const char *const endings[] = {"fr", "com", "net", "org", "eu"};
    bool spaced = cahier_redact_starts(text, at, " . ");
    return spaced && cahier_redact_skip_any(text, at + 3, endings, sizeof endings / sizeof *endings) != 0 ? at + 3 : 0;
}

/* "." and what stands for it, up to the next label: " point ", "[.]", "(dot)", " .". 0 when there is none. */
static uint32_t skip_dot(cahier_text text, uint32_t at)
{
    static const char *const dots[] = {".", " .", "[.]", "(.)", " point ", " dot ", "(point)", "[point]", "(dot)",
            "[dot]", " (point) ", " [point] ", " Point ", " POINT "};
    for (size_t k = 0; k < sizeof dots / sizeof *dots; k++) {
        uint32_t i = at + (uint32_t)strlen(dots[k]);
        if (cahier_redact_starts(text, at, dots[k]) && i < text.len && is_label_byte(text.at[i])) {
            return i;
        }
    }
    return skip_spaced_dot(text, at);
}

static uint32_t label_end(cahier_text text, uint32_t at)
{
    while (at < text.len && is_label_byte(text.at[at])) {
        at++;
    }
    return at;
}

/* End of "orange.fr", "orange point fr", also of "orange" alone for a known provider; 0 when no domain stands
 * there. */
static uint32_t domain_end(cahier_text text, uint32_t at)
{
    uint32_t end = label_end(text, at), last = at, labels = 1;
    if (end == at) {
        return 0;
    }
    for (uint32_t next; (next = skip_dot(text, end)) != 0; labels++) {
        if (labels > 1 && cahier_redact_is_upper(text.at[next]) &&
                !cahier_redact_is_upper(text.at[last])) { /* "gmail.com.Merci" */
            break;
        }
        last = next;
        end = label_end(text, next);
    }
    while (end > last && text.at[end - 1] == '-') {
        end--;
    }
    if (labels == 1) {
        uint32_t known = cahier_redact_skip_any(text, at, providers, sizeof providers / sizeof *providers);
        return known == end ? end : 0;
    }
    bool letters = end - last >= 2;
    for (uint32_t i = last; i < end; i++) {
        letters = letters && (cahier_redact_is_letter(text.at[i]) || text.at[i] == '-');
    }
    return letters ? end : 0;
}

static bool is_local_byte(char c)
{
    return is_label_byte(c) || c == '.' || c == '_' || c == '+' || c == '%' || c == '&' || (unsigned char)c >= 0xC3;
}

/* Continuation bytes are taken with their lead: "rené.dupont" but not the "»" before it. */
static uint32_t local_start(const redact_scan *scan, uint32_t end)
{
    cahier_text text = scan->text;
    uint32_t i = end;
    while (i > scan->floor) {
        uint32_t previous = i;
        uint32_t c = cahier_utf8_previous(text.at, &previous);
        bool local = c < 0x80 ? is_local_byte((char)c) : (cahier_char_class(c) & CAHIER_CHAR_LETTER) != 0;
        if (!local) {
            break;
        }
        i = previous;
    }
    while (i < end && (text.at[i] == '.' || text.at[i] == '-' || text.at[i] == '&')) {
        i++;
    }
    return i;
}

/* "jean point dupont": the words before a spelled mark belong to the name. */
static uint32_t spelled_local_start(const redact_scan *scan, uint32_t end)
{
    static const char *const marks[] = {" point ", " tiret ", " underscore ", " dot ", " tiret bas "};
    uint32_t start = local_start(scan, end);
    for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
        uint32_t len = (uint32_t)strlen(marks[k]);
        if (start >= len && cahier_redact_starts(scan->text, start - len, marks[k]) && start - len > scan->floor) {
            uint32_t before = local_start(scan, start - len);
            if (before < start - len) {
                start = before;
                k = (size_t)-1; /* from the first mark again */
            }
        }
    }
    return start;
}

static bool holds_any(cahier_text text, uint32_t start, uint32_t end, const char *bytes)
{
    for (uint32_t i = start; i < end; i++) {
        if (text.at[i] != '\0' && strchr(bytes, text.at[i]) != NULL) {
            return true;
        }
    }
    return false;
}

/* The name ends at local_end, the domain starts at `domain`; `loose`: the sign between them is not glued to both. */
static redact_verdict join_email(
        const redact_scan *scan, uint32_t local_end, uint32_t domain, bool loose, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t end = domain_end(text, domain);
    uint32_t start = spelled_local_start(scan, local_end);
    if (end == 0 || start == local_end || start < scan->floor) {
        return REDACT_NOTHING;
    }
    bool known = cahier_redact_skip_any(text, domain, providers, sizeof providers / sizeof *providers) != 0;
    bool dotted = holds_any(text, start, local_end, "._0123456789-") || holds_any(text, domain, end, ".");
    if (loose && !known && !dotted) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_EMAIL, start, end};
    return REDACT_FOUND;
}

/* "(at)", "[arobase]", " arobase ", "-at-": what stands for @ around `at`, which is its first letter or its
 * bracket. */
static redact_verdict find_spelled_email(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    static const char *const signs[] = {"arobase", "arobas", "arrobase", "arobaze", "at", "chez", "a"};
    cahier_text text = scan->text;
    bool bracket = text.at[at] == '(' || text.at[at] == '[' || text.at[at] == '{';
    uint32_t i = at + bracket;
    i += cahier_redact_starts(text, i, " ");
    size_t count = bracket ? 7 : 5; /* only brackets make an @ of "chez" and "a" */
    uint32_t end = cahier_redact_skip_any(text, i, signs, count);
    if (end == 0 && bracket && cahier_redact_starts(text, i, "@")) {
        end = i + 1;
    }
    if (end == 0 || at == 0) {
        return REDACT_NOTHING;
    }
    if (bracket) {
        end += cahier_redact_starts(text, end, " ");
        if (end >= text.len || strchr(")]}", text.at[end]) == NULL) {
            return REDACT_NOTHING;
        }
        end++;
    }
    uint32_t local_end = at, domain = end;
    if (!bracket && (text.at[at - 1] == '-' || text.at[at - 1] == '_')) {
        local_end--;
    }
    if (local_end > 0 && text.at[local_end - 1] == ' ') {
        local_end--;
    }
    domain += !bracket && (cahier_redact_starts(text, domain, "-") || cahier_redact_starts(text, domain, "_"));
    domain += cahier_redact_starts(text, domain, " ");
    if (!bracket && (local_end == at || domain == end)) {
        return REDACT_NOTHING;
    }
    return join_email(scan, local_end, domain, !bracket && end - i < 6, hit);
}

static redact_verdict find_email(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    bool before = at > 0 && text.at[at - 1] == ' ', after = cahier_redact_starts(text, at + 1, " ");
    return join_email(scan, at - before, at + 1 + after, before, hit);
}

#define HANDLE_MAX 30u /* Instagram's limit, the longest of the great networks */

static redact_verdict find_handle(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t i = at + 1;
    while (i < text.len && (is_label_byte(text.at[i]) || text.at[i] == '_')) {
        i++;
    }
    while (i > at + 1 && text.at[i - 1] == '-') {
        i--;
    }
    bool named = i < text.len + 1 && i > at + 2 && i - at <= HANDLE_MAX + 1 &&
                 (cahier_redact_is_letter(text.at[at + 1]) || text.at[at + 1] == '_');
    redact_facts facts = cahier_redact_facts(scan, at + 1, i); /* "par @mail" */
    if (!named || facts.plain || facts.kinds != 0 || cahier_redact_joins_before(text, at) ||
            cahier_redact_joins_after(text, i) || domain_end(text, at + 1) != 0) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_HANDLE, at, i};
    return REDACT_FOUND;
}

/* --- link ------------------------------------------------------------------------------------------------ */

/* Networks where the path names a person. `under`: only below this segment; NULL: any first segment but a common
 * one. */
static const struct {
    const char *host, *under;
} networks[] = {{"facebook.com", NULL}, {"fb.com", NULL}, {"fb.me", NULL}, {"m.me", NULL}, {"twitter.com", NULL},
        {"x.com", NULL}, {"instagram.com", NULL}, {"t.me", NULL}, {"wa.me", NULL}, {"tumblr.com", NULL},
        {"linkedin.com", "in"}, {"linkedin.com", "pub"}, {"youtube.com", "user"}, {"youtube.com", "c"},
        {"youtube.com", "channel"}, {"snapchat.com", "add"}, {"bsky.app", "profile"}, {"strava.com", "athletes"},
        {"viadeo.com", "p"}};

static const char *const common_segments[] = {"events", "groups", "watch", "hashtag", "sharer", "share", "help",
        "policies", "search", "i", "home", "explore", "p", "reel", "reels", "tv", "intent", "video", "videos",
        "marketplace", "business", "photo", "media", "login", "privacy", "legal", "about", "story"};

static const char *const profile_segments[] = {"profil", "profils", "profile", "profiles", "user", "users",
        "utilisateur", "utilisateurs", "membre", "membres", "member", "members", "u"};

static const char *const private_keys[] = {"token", "access", "key", "sid", "session", "sessionid", "phpsessid", "auth",
        "password", "pwd", "email", "mail", "tel", "phone", "uid", "userid", "user"};

#define COUNT(table) (sizeof(table) / sizeof *(table))

static bool is_link_byte(char c)
{
    return c != ' ' && c != '\n' && strchr("<>\"(){}[],;'", c) == NULL && c != '\0';
}

typedef struct link {
    uint32_t start, host, path, end; /* path: first byte after the host */
    bool scheme;
} link;

/* The run of link bytes around `at`, cut at the punctuation of the sentence. */
static link read_link(const redact_scan *scan, uint32_t at)
{
    cahier_text text = scan->text;
    link l = {.start = at, .end = at};
    while (l.start > scan->floor && is_link_byte(text.at[l.start - 1]) && (unsigned char)text.at[l.start - 1] < 0x80) {
        l.start--;
    }
    while (l.end < text.len && (is_link_byte(text.at[l.end]) || text.at[l.end] == '\'')) {
        l.end++;
    }
    while (l.end > at && strchr(".:!?'*", text.at[l.end - 1]) != NULL) {
        l.end--;
    }
    l.host = l.start;
    for (uint32_t i = l.start; i + 3 <= l.end; i++) {
        if (memcmp(text.at + i, "://", 3) == 0) {
            l.host = i + 3;
            l.scheme = true;
            break;
        }
    }
    l.path = l.host;
    while (l.path < l.end && strchr("/?#", text.at[l.path]) == NULL) {
        l.path++;
    }
    return l;
}

static bool is_host(cahier_text text, const link *l, const char *host)
{
    uint32_t len = (uint32_t)strlen(host);
    if (l->path < l->host + len) {
        return false;
    }
    uint32_t from = l->path - len;
    return cahier_redact_skip_plain(text, from, host) == l->path && (from == l->host || text.at[from - 1] == '.');
}

static bool has_segment(cahier_text text, uint32_t at, uint32_t end)
{
    return at < end && text.at[at] == '/' && at + 2 < end;
}

static bool is_profile(cahier_text text, const link *l)
{
    if (!has_segment(text, l->path, l->end)) {
        return false;
    }
    uint32_t segment = l->path + 1;
    for (size_t k = 0; k < COUNT(networks); k++) {
        if (!is_host(text, l, networks[k].host)) {
            continue;
        }
        uint32_t under = networks[k].under == NULL ? 0 : cahier_redact_skip_plain(text, segment, networks[k].under);
        bool common = cahier_redact_skip_any(text, segment, common_segments, COUNT(common_segments)) != 0;
        if (networks[k].under == NULL ? !common && text.at[segment] != '?'
                                      : under != 0 && has_segment(text, under, l->end)) {
            return true;
        }
    }
    return false;
}

static bool holds_private_part(cahier_text text, const link *l)
{
    for (uint32_t i = l->path; i + 1 < l->end; i++) {
        char c = text.at[i], next = text.at[i + 1];
        if ((c == '@' && cahier_redact_is_letter(next)) || (c == '/' && next == '~') ||
                (c == '%' && cahier_redact_starts(text, i, "%40"))) {
            return true;
        }
        if (c == '/') {
            uint32_t end = cahier_redact_skip_any(text, i + 1, profile_segments, COUNT(profile_segments));
            if (end != 0 && has_segment(text, end, l->end)) {
                return true;
            }
        }
        if (c == '?' || c == '&' || c == '_') {
            uint32_t end = cahier_redact_skip_any(text, i + 1, private_keys, COUNT(private_keys));
            if (end != 0 && end < l->end && text.at[end] == '=') {
                return true;
            }
        }
    }
    return false;
}

/* A host has a dot inside and letters behind it: not "et/ou", not "M./Mme". */
static bool is_link(cahier_text text, const link *l)
{
    if (l->scheme) {
        return l->path > l->host;
    }
    uint32_t dot = l->path;
    while (dot > l->host && text.at[dot - 1] != '.') {
        dot--;
    }
    return dot > l->host + 1 && l->path - dot >= 2 && cahier_redact_is_letter(text.at[dot]) && text.at[l->host] != '.';
}

static redact_verdict find_link(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    link l = read_link(scan, at);
    if (!is_link(text, &l)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_URL, l.start, l.end};
    if (is_profile(text, &l) || holds_private_part(text, &l)) {
        return REDACT_FOUND;
    }
    return l.scheme || cahier_redact_starts(text, l.start, "www.") ? REDACT_KEPT : REDACT_NOTHING;
}

/* --- IP address ------------------------------------------------------------------------------------------ */

static bool is_dot(cahier_text text, uint32_t at)
{
    return at < text.len && text.at[at] == '.';
}

/* "adresse IP : " */
static bool follows_ip(cahier_text text, uint32_t at)
{
    uint32_t i = at;
    for (uint32_t n = 0; n < 3; n++) {
        i = cahier_redact_previous(text, i);
        if (cahier_redact_skip_plain(text, i, "ip") != 0) {
            return true;
        }
    }
    return false;
}

/* Four numbers up to 255. "article 2.1.3.4" is none: an address has a number over 99, or two over 19. */
static redact_verdict find_ip4(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t i = at, large = 0, medium = 0;
    for (uint32_t part = 0; part < 4; part++) {
        uint32_t value = 0, from = i;
        while (cahier_redact_digit_at(text, i) && i - from < 4) {
            value = value * 10 + (uint32_t)(text.at[i++] - '0');
        }
        if (i == from || value > 255 || (text.at[from] == '0' && i - from > 1)) {
            return REDACT_NOTHING;
        }
        large += value > 99;
        medium += value > 19;
        if (part < 3 && !is_dot(text, i++)) {
            return REDACT_NOTHING;
        }
    }
    if (is_dot(text, i) && cahier_redact_digit_at(text, i + 1)) {
        return REDACT_NOTHING;
    }
    if (large == 0 && medium < 2 && !follows_ip(text, at)) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_IP, at, i};
    return REDACT_FOUND;
}

static bool is_ip6_byte(char c)
{
    return c == ':' || cahier_redact_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Groups of at most four hexadecimal digits: eight of them, or fewer with one "::". "12:30:45" has neither. */
static redact_verdict find_ip6(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    cahier_text text = scan->text;
    uint32_t start = at, end = at, colons = 0, doubles = 0, run = 0, longest = 0;
    while (start > scan->floor && is_ip6_byte(text.at[start - 1]) && at - start < 40) {
        start--;
    }
    for (end = start; end < text.len && is_ip6_byte(text.at[end]) && end - start < 48; end++) {
        run = text.at[end] == ':' ? 0 : run + 1;
        longest = run > longest ? run : longest;
        colons += text.at[end] == ':';
        doubles += text.at[end] == ':' && end > start && text.at[end - 1] == ':';
    }
    if (end > start && text.at[end - 1] == ':' && doubles == 0) {
        end--; /* the colon of the sentence */
        colons--;
    }
    bool alone = !cahier_redact_joins_before(text, start) && !cahier_redact_joins_after(text, end);
    if (!alone || longest > 4 || longest < 2 || colons > 7 || doubles > 1 ||
            !(colons == 7 || (doubles == 1 && colons >= 3))) {
        return REDACT_NOTHING;
    }
    *hit = (cahier_redaction){CAHIER_IP, start, end};
    return REDACT_FOUND;
}

redact_verdict cahier_redact_ip(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    redact_verdict verdict = find_ip4(scan, at, hit);
    return verdict == REDACT_NOTHING ? find_ip6(scan, at, hit) : verdict;
}

/* --- all of them ----------------------------------------------------------------------------------------- */

redact_verdict cahier_redact_online(const redact_scan *scan, uint32_t at, cahier_redaction *hit)
{
    char c = scan->text.at[at];
    if (c == '/' || c == ':') {
        return find_link(scan, at, hit);
    }
    if (c != '@') {
        return find_spelled_email(scan, at, hit);
    }
    redact_verdict verdict = find_email(scan, at, hit);
    return verdict == REDACT_NOTHING ? find_handle(scan, at, hit) : verdict;
}
