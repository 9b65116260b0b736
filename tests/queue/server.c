/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "run.h"

#define WORDS_MOST 32u
#define ANSWER_MS 5000u

/* Somewhere in PATH. */
static bool is_installed(const char *program)
{
    const char *at = getenv("PATH");
    while (at != NULL && *at != '\0') {
        char path[CAHIER_ADDRESS_PATH_ROOM];
        size_t len = strcspn(at, ":");
        int written = snprintf(path, sizeof path, "%.*s/%s", (int)len, at, program);
        if (written > 0 && (size_t)written < sizeof path && access(path, X_OK) == 0) {
            return true;
        }
        at += len + (at[len] == ':' ? 1 : 0);
    }
    return false;
}

bool no_redis(void)
{
    if (!is_installed("redis-server")) {
        fprintf(stderr, "redis-server is not installed: skipped (scripts/setup --tests)\n");
        return true;
    }
    return false;
}

void start_server(test_server *server, const char *const *options)
{
    make_folder(server->folder);
    if (!cahier_private_server_open(&server->server, server->folder, options, true)) {
        fail_msg("%s", server->server.message);
    }
}

void stop_server(test_server *server)
{
    cahier_private_server_close(&server->server);
    remove_folder(server->folder);
}

void free_port(char digits[8])
{
    struct sockaddr_in place = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof place;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&place, len), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&place, &len), 0);
    snprintf(digits, 8, "%u", ntohs(place.sin_port));
    close(fd);
}

void address_of(cahier_address *out, const char *format, ...)
{
    char typed[1024], said[512];
    cahier_address_error error;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(typed, sizeof typed, format, arguments);
    va_end(arguments);
    if (!cahier_address_read(typed, out, &error)) {
        cahier_address_error_say(&error, true, said, sizeof said);
        fail_msg("%s: %s", typed, said);
    }
}

redisReply *ask(cahier_link *link, const char *words, cahier_fault expected)
{
    cahier_text word[WORDS_MOST];
    uint32_t count = 0;
    for (const char *at = words; *at != '\0' && count < WORDS_MOST; count++) {
        word[count] = (cahier_text){at, (uint32_t)strcspn(at, " ")};
        at += word[count].len;
        at += *at == ' ' ? 1 : 0;
    }
    redisReply *reply = NULL;
    cahier_fault fault = cahier_link_call(link, word, count, ANSWER_MS, &reply);
    if (fault != expected) {
        fail_msg("%s: fault %d, not %d (%s %s)", words, (int)fault, (int)expected, link->error.token, link->error.said);
    }
    assert_int_equal(reply == NULL, fault != CAHIER_FAULT_NONE);
    return reply;
}

void ask_and_get(cahier_link *link, const char *words, const char *expected)
{
    redisReply *reply = ask(link, words, CAHIER_FAULT_NONE);
    char number[32];
    snprintf(number, sizeof number, "%lld", reply->integer);
    assert_string_equal(reply->type == REDIS_REPLY_INTEGER ? number : reply->str, expected);
    freeReplyObject(reply);
}
