/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open, fstat */
#include "address.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PORT 6379u
#define SENTINEL_PORT 26379u
#define DATABASE_MOST 65535u

typedef struct span {
    const char *at;
    size_t len;
} span;

typedef struct reading {
    cahier_address *out;
    cahier_address_error *error;
} reading;

static bool refuse(reading *r, cahier_address_wrong wrong, span part)
{
    r->error->wrong = wrong;
    size_t len = part.len < sizeof r->error->part - 1 ? part.len : sizeof r->error->part - 1;
    (void)memcpy(r->error->part, part.at, len);
    r->error->part[len] = '\0';
    return false;
}

static const span nothing = {"", 0};

static span until(span from, char stop)
{
    const char *found = memchr(from.at, stop, from.len);
    return (span){from.at, found != NULL ? (size_t)(found - from.at) : from.len};
}

/* What follows `head` and the one byte that ended it. */
static span after(span whole, span head)
{
    size_t used = head.len + (head.len < whole.len ? 1 : 0);
    return (span){whole.at + used, whole.len - used};
}

static bool is(span s, const char *word)
{
    return s.len == strlen(word) && memcmp(s.at, word, s.len) == 0;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* `secret`: the part is not shown. %00 is refused: the value would end there. */
static bool decode(reading *r, span s, char *to, size_t room, bool secret)
{
    size_t len = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        if (c == '%') {
            int high = i + 2 < s.len ? digit_of(s.at[i + 1]) : -1, low = i + 2 < s.len ? digit_of(s.at[i + 2]) : -1;
            if (high < 0 || low < 0 || high + low == 0) {
                return refuse(r, CAHIER_ADDRESS_ENCODING, secret ? nothing : s);
            }
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (len + 1 >= room) {
            return refuse(r, CAHIER_ADDRESS_LONG, secret ? nothing : s);
        }
        to[len++] = c;
    }
    to[len] = '\0';
    return true;
}

static bool read_number(span s, uint32_t least, uint32_t most, uint32_t *out)
{
    uint32_t value = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9' || i > 8) {
            return false;
        }
        value = value * 10 + (uint32_t)(s.at[i] - '0');
    }
    bool good = s.len > 0 && value >= least && value <= most;
    *out = good ? value : *out;
    return good;
}

static bool is_host(span s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && strchr(".-_:", c) == NULL) {
            return false;
        }
    }
    return s.len < CAHIER_ADDRESS_HOST_ROOM;
}

/* Where the host ends: after the ], else at the last colon. */
static void split_endpoint(span s, span *host, span *port)
{
    *host = s;
    *port = nothing;
    if (s.len > 0 && s.at[0] == '[') {
        span inside = until((span){s.at + 1, s.len - 1}, ']');
        *host = inside;
        *port = (span){inside.at + inside.len, s.len - 1 - inside.len};
        if (port->len > 0) {
            *port = (span){port->at + 1, port->len - 1};
        }
        return;
    }
    for (size_t i = s.len; i > 0; i--) {
        if (s.at[i - 1] == ':') {
            *host = (span){s.at, i - 1};
            *port = (span){s.at + i - 1, s.len - i + 1};
            return;
        }
    }
}

static cahier_address_wrong read_endpoint(span s, uint16_t otherwise, cahier_endpoint *out)
{
    span host, port;
    split_endpoint(s, &host, &port);
    uint32_t number = otherwise;
    if (port.len > 0 && (port.at[0] != ':' || !read_number((span){port.at + 1, port.len - 1}, 1, 65535, &number))) {
        return CAHIER_ADDRESS_PORT;
    }
    if (!is_host(host)) {
        return CAHIER_ADDRESS_HOST;
    }
    (void)memcpy(out->host, host.at, host.len);
    out->host[host.len] = '\0';
    out->port = (uint16_t)number;
    return CAHIER_ADDRESS_FINE;
}

bool cahier_endpoint_read(const char *at, size_t len, uint16_t otherwise, cahier_endpoint *out)
{
    cahier_endpoint read;
    if (read_endpoint((span){at, len}, otherwise, &read) != CAHIER_ADDRESS_FINE) {
        return false;
    }
    *out = read;
    return true;
}

static bool read_hosts(reading *r, span hosts)
{
    bool sentinel = r->out->kind == CAHIER_ADDRESS_SENTINEL;
    for (;;) {
        span one = sentinel ? until(hosts, ',') : hosts;
        if (one.len == 0 || r->out->endpoints == CAHIER_ADDRESS_ENDPOINTS_MOST) {
            return refuse(r, CAHIER_ADDRESS_HOST, nothing);
        }
        cahier_endpoint *endpoint = &r->out->endpoint[r->out->endpoints++];
        cahier_address_wrong wrong = read_endpoint(one, sentinel ? SENTINEL_PORT : PORT, endpoint);
        if (wrong != CAHIER_ADDRESS_FINE || endpoint->host[0] == '\0') {
            /* not shown: in redis://marie:secret, where @host was forgotten, the "port" is the password */
            return refuse(r, wrong != CAHIER_ADDRESS_FINE ? wrong : CAHIER_ADDRESS_HOST, nothing);
        }
        if (one.len == hosts.len) {
            return true;
        }
        hosts = after(hosts, one);
    }
}

/* user:password@ ; the last @ ends it, so that an @ in a password does no harm */
static bool read_user(reading *r, span *authority)
{
    for (size_t i = authority->len; i > 0; i--) {
        if (authority->at[i - 1] == '@') {
            span both = {authority->at, i - 1}, user = until(both, ':');
            *authority = (span){authority->at + i, authority->len - i};
            return decode(r, user, r->out->user, sizeof r->out->user, true) &&
                   decode(r, after(both, user), r->out->password, sizeof r->out->password, true);
        }
    }
    return true;
}

static bool read_database(reading *r, span s)
{
    return read_number(s, 0, DATABASE_MOST, &r->out->database) || refuse(r, CAHIER_ADDRESS_DATABASE, s);
}

static bool read_path(reading *r, span path)
{
    if (r->out->kind == CAHIER_ADDRESS_SENTINEL) {
        span master = until(path, '/');
        if (master.len == 0) {
            return refuse(r, CAHIER_ADDRESS_MASTER, nothing);
        }
        if (!decode(r, master, r->out->master, sizeof r->out->master, false)) {
            return false;
        }
        path = after(path, master);
    }
    return path.len == 0 || read_database(r, path);
}

static bool read_place(reading *r, span place)
{
    if (r->out->kind == CAHIER_ADDRESS_UNIX) {
        if (!decode(r, place, r->out->path, sizeof r->out->path, false)) {
            return false;
        }
        size_t len = strlen(r->out->path);
        return (len > 0 && len < CAHIER_ADDRESS_SOCKET_ROOM) || refuse(r, CAHIER_ADDRESS_SOCKET, place);
    }
    span authority = until(place, '/');
    span path = after(place, authority);
    return read_user(r, &authority) && read_hosts(r, authority) && read_path(r, path);
}

/* The first line; one that others can read is refused as ssh refuses such a key. */
static bool read_password_file(reading *r, const char *path)
{
    span shown = {path, strlen(path)};
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        (void)(fd < 0 || close(fd));
        return refuse(r, CAHIER_ADDRESS_PASSWORD_FILE, shown);
    }
    char *to = r->out->password;
    ssize_t got = read(fd, to, CAHIER_ADDRESS_SECRET_ROOM);
    (void)close(fd);
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return refuse(r, CAHIER_ADDRESS_PASSWORD_MODE, shown);
    }
    size_t len = got > 0 ? (size_t)got : 0, line = until((span){to, len}, '\n').len;
    line -= line > 0 && to[line - 1] == '\r' ? 1 : 0;
    if (line == 0 || line == CAHIER_ADDRESS_SECRET_ROOM || memchr(to, '\0', line) != NULL) {
        return refuse(r, CAHIER_ADDRESS_PASSWORD_FILE, shown);
    }
    to[line] = '\0';
    return true;
}

static bool read_option(reading *r, span option, char *password_file)
{
    span name = until(option, '='), value = after(option, name);
    cahier_address *a = r->out;
    if (is(name, "db")) {
        return read_database(r, value);
    }
    const struct {
        const char *name;
        char *to;
        size_t room;
    } texts[] = {{"user", a->user, sizeof a->user}, {"ca", a->ca, sizeof a->ca}, {"cert", a->cert, sizeof a->cert},
            {"key", a->key, sizeof a->key}, {"password-file", password_file, CAHIER_ADDRESS_PATH_ROOM}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (is(name, texts[i].name) && value.len > 0) {
            return decode(r, value, texts[i].to, texts[i].room, false);
        }
    }
    return refuse(r, CAHIER_ADDRESS_OPTION, name); /* its value is not shown: ?password=… */
}

static bool read_options(reading *r, span options)
{
    char password_file[CAHIER_ADDRESS_PATH_ROOM] = "";
    while (options.len > 0) {
        span option = until(options, '&');
        if (option.len > 0 && !read_option(r, option, password_file)) {
            return false;
        }
        options = after(options, option);
    }
    const cahier_address *a = r->out;
    if ((a->cert[0] == '\0') != (a->key[0] == '\0')) {
        return refuse(r, CAHIER_ADDRESS_CERTIFICATE, nothing);
    }
    if (!a->tls && (a->ca[0] != '\0' || a->cert[0] != '\0')) {
        return refuse(r, CAHIER_ADDRESS_PLAIN, nothing);
    }
    return password_file[0] == '\0' || read_password_file(r, password_file);
}

static bool read_scheme(reading *r, span *typed)
{
    static const struct {
        const char *prefix;
        cahier_address_kind kind;
        bool tls;
    } schemes[] = {{"redis://", CAHIER_ADDRESS_TCP, false}, {"rediss://", CAHIER_ADDRESS_TCP, true},
            {"unix://", CAHIER_ADDRESS_UNIX, false}, {"redis+sentinel://", CAHIER_ADDRESS_SENTINEL, false},
            {"rediss+sentinel://", CAHIER_ADDRESS_SENTINEL, true}};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t len = strlen(schemes[i].prefix);
        if (typed->len >= len && memcmp(typed->at, schemes[i].prefix, len) == 0) {
            r->out->kind = schemes[i].kind;
            r->out->tls = schemes[i].tls;
            *typed = (span){typed->at + len, typed->len - len};
            return true;
        }
    }
    return refuse(r, CAHIER_ADDRESS_SCHEME, nothing);
}

static bool read_all(reading *r, span typed)
{
    if (!read_scheme(r, &typed)) {
        return false;
    }
    span place = until(typed, '?'), authority = until(place, '/');
    bool has_host = r->out->kind != CAHIER_ADDRESS_UNIX;
    if (has_host && memchr(authority.at + authority.len, '@', typed.len - authority.len) != NULL) {
        return refuse(r, CAHIER_ADDRESS_PASSWORD_PLACE, nothing);
    }
    if (!read_place(r, place) || !read_options(r, after(typed, place))) {
        return false;
    }
    const char *given = getenv("CAHIER_REDIS_PASSWORD");
    span password = {given, given != NULL ? strlen(given) : 0};
    if (r->out->password[0] == '\0' && password.len > 0) {
        if (password.len >= sizeof r->out->password) {
            return refuse(r, CAHIER_ADDRESS_LONG, nothing);
        }
        (void)memcpy(r->out->password, password.at, password.len + 1);
    }
    return true;
}

bool cahier_address_read(const char *typed, cahier_address *out, cahier_address_error *error)
{
    cahier_address address = {0};
    reading r = {&address, error};
    *error = (cahier_address_error){CAHIER_ADDRESS_FINE, ""};
    if (!read_all(&r, (span){typed, strlen(typed)})) {
        return false;
    }
    *out = address;
    return true;
}

void cahier_endpoint_show(const cahier_endpoint *endpoint, char *out, size_t room)
{
    bool six = strchr(endpoint->host, ':') != NULL;
    (void)snprintf(out, room, six ? "[%s]:%u" : "%s:%u", endpoint->host, endpoint->port);
}

void cahier_address_show(const cahier_address *a, char out[CAHIER_ADDRESS_SHOWN_ROOM])
{
    static const char *const scheme[][2] = {
            {"redis://", "rediss://"}, {"unix://", "unix://"}, {"redis+sentinel://", "rediss+sentinel://"}};
    const size_t room = CAHIER_ADDRESS_SHOWN_ROOM;
    bool known = a->user[0] != '\0' || a->password[0] != '\0';
    int len = snprintf(out, room, "%s%s%s%s%s", scheme[a->kind][a->tls], a->user, a->password[0] != '\0' ? ":***" : "",
            known ? "@" : "", a->path);
    for (uint32_t i = 0; i < a->endpoints && (size_t)len < room; i++) {
        char one[CAHIER_ADDRESS_HOST_ROOM + 16];
        cahier_endpoint_show(&a->endpoint[i], one, sizeof one);
        len += snprintf(out + len, room - (size_t)len, "%s%s", i > 0 ? "," : "", one);
    }
    if (a->master[0] != '\0' && (size_t)len < room) {
        len += snprintf(out + len, room - (size_t)len, "/%s", a->master);
    }
    if (a->database > 0 && (size_t)len < room) {
        (void)snprintf(out + len, room - (size_t)len, a->kind == CAHIER_ADDRESS_UNIX ? "?db=%u" : "/%u", a->database);
    }
}
