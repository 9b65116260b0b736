/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* close_range */
#include "worker_child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "analysis.h"
#include "stem.h"

#define ARENA_BYTES ((size_t)1 << 30)   /* of addresses: a chunk of eight mebibytes takes a tenth of it */
#define SPARE_BYTES ((size_t)256 << 20) /* beyond the arenas: blobs, libraries, stacks */
#define ORDER_SECONDS 300u              /* of processor time: a chunk takes a tenth of a second */

typedef struct order_head {
    uint32_t len, only, aside_count;
} order_head;

typedef struct answer_head {
    uint32_t state, len;
} answer_head;

/* --- in the child ------------------------------------------------------------------------------------------------------- */

typedef struct life {
    int fd;
    cahier_child_page *page;
    const cahier_lexicons *lexicons;
    cahier_arena batch, scratch;
    cahier_options options;
} life;

static bool read_all(int fd, void *to, size_t len)
{
    for (size_t at = 0; at < len;) {
        ssize_t got = read(fd, (char *)to + at, len - at);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return false;
        }
        at += got > 0 ? (size_t)got : 0;
    }
    return true;
}

static bool write_all(int fd, const void *from, size_t len)
{
    for (size_t at = 0; at < len;) {
        ssize_t put = send(fd, (const char *)from + at, len - at, MSG_NOSIGNAL);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        at += put > 0 ? (size_t)put : 0;
    }
    return true;
}

/* glibc's type with _GNU_SOURCE: an enumeration, which clang will not take an int for. */
static void limit(enum __rlimit_resource resource, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0) {
        now.rlim_cur = most < now.rlim_max ? most : now.rlim_max;
        (void)setrlimit(resource, &now);
    }
}

/* Addresses that this process has already: those of the parent are among them. */
static size_t addresses(void)
{
    unsigned long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    bool read = file != NULL && fscanf(file, "%lu", &pages) == 1;
    if (file != NULL) {
        (void)fclose(file);
    }
    return read ? pages * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* What a text could make a stage do stays here: no file, no connection, no core, no endless memory. */
static void close_doors(int fd)
{
    size_t had = addresses();
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    (void)signal(SIGINT, SIG_IGN); /* Ctrl-C is for the worker, who lets the child end */
    (void)signal(SIGTERM, SIG_IGN);
    (void)dup2(fd, 3);
    (void)close_range(4, ~0u, 0);
    if (had > 0) {
        limit(RLIMIT_AS, had + SPARE_BYTES);
    }
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, 0);
}

static void limit_time(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    limit(RLIMIT_CPU, (rlim_t)usage.ru_utime.tv_sec + (rlim_t)usage.ru_stime.tv_sec + ORDER_SECONDS);
}

static bool is_aside(const cahier_child_order *order, uint32_t document)
{
    for (uint32_t i = 0; i < order->aside_count; i++) {
        if (order->aside[i] == document) {
            return true;
        }
    }
    return false;
}

static cahier_status analyse_documents(life *l, const cahier_child_order *order, const cahier_wire_chunk *chunk,
        cahier_analyser *analyser, cahier_chunk *out)
{
    for (uint32_t d = 0; d < chunk->count; d++) {
        cahier_cleaned cleaned = chunk->cleaned[d];
        cahier_chunk one;
        if (order->only != CAHIER_NONE && d != order->only) {
            continue;
        }
        if (is_aside(order, d)) {
            cleaned = (cahier_cleaned){.notes = cleaned.notes | CAHIER_NOTE_SET_ASIDE};
        }
        atomic_store(&l->page->document, d);
        atomic_fetch_add(&l->page->steps, 1);
        CAHIER_TRY(cahier_analyse_cleaned(analyser, &cleaned, 1, &one));
        out->at[d] = one.at[0];
    }
    atomic_store(&l->page->document, CAHIER_NONE);
    return CAHIER_OK;
}

static cahier_status analyse(life *l, const cahier_child_order *order, cahier_out *out, cahier_error *error)
{
    cahier_wire_chunk chunk;
    cahier_analyser analyser;
    CAHIER_TRY(cahier_wire_read_chunk(&l->batch, order->blob, &chunk, error));
    CAHIER_TRY(cahier_analyser_open(l->lexicons, &l->options, &l->batch, &l->scratch, &analyser));
    cahier_chunk result = {.count = chunk.count, .types = analyser.types};
    result.at = CAHIER_NEW(&l->batch, cahier_document, chunk.count);
    cahier_status status =
            result.at != NULL ? analyse_documents(l, order, &chunk, &analyser, &result) : CAHIER_ERROR_NOMEM;
    if (status == CAHIER_OK && order->only == CAHIER_NONE) {
        status = cahier_wire_write_analysis(&l->scratch, chunk.name, &result, out);
        error->message = "an analysis too large to be kept";
    }
    cahier_analyser_close(&analyser);
    return status;
}

static bool reply(life *l, const cahier_child_order *order)
{
    cahier_out out;
    cahier_error error = {.message = ""};
    cahier_out_open_memory(&out);
    cahier_status status = analyse(l, order, &out, &error);
    cahier_child_state state = status == CAHIER_OK            ? CAHIER_CHILD_DONE
                               : status == CAHIER_ERROR_NOMEM ? CAHIER_CHILD_SPENT
                                                              : CAHIER_CHILD_REFUSED;
    cahier_text answer = state == CAHIER_CHILD_DONE ? cahier_out_text(&out) : cahier_string(error.message);
    answer_head head = {(uint32_t)state, answer.len};
    bool sent = write_all(l->fd, &head, sizeof head) && write_all(l->fd, answer.at, answer.len);
    (void)cahier_out_close(&out);
    return sent;
}

static bool serve(life *l)
{
    order_head head;
    if (!read_all(l->fd, &head, sizeof head)) {
        return false;
    }
    uint32_t *aside = cahier_report_alloc(NULL, head.aside_count + 1, sizeof *aside);
    char *blob = cahier_report_alloc(NULL, (size_t)head.len + 1, 1);
    bool going = read_all(l->fd, aside, head.aside_count * sizeof *aside) && read_all(l->fd, blob, head.len);
    if (going) {
        cahier_child_order order = {{blob, head.len}, aside, head.aside_count, head.only};
        limit_time();
        going = reply(l, &order);
    }
    free(aside);
    free(blob);
    cahier_arena_reset(&l->batch, 0);
    cahier_arena_reset(&l->scratch, 0);
    return going;
}

static void live(int fd, cahier_child_page *page, const cahier_lexicons *lexicons)
{
    life l = {.fd = 3, .page = page, .lexicons = lexicons, .options = CAHIER_OPTIONS_DEFAULT};
    if (!cahier_arena_open(&l.batch, ARENA_BYTES) || !cahier_arena_open(&l.scratch, ARENA_BYTES)) {
        return;
    }
    close_doors(fd);
    while (serve(&l)) {
    }
}

/* --- in the parent ------------------------------------------------------------------------------------------------------ */

bool cahier_child_start(cahier_child *child, const cahier_lexicons *lexicons)
{
    int pair[2];
    if (child->page == NULL) {
        void *page = mmap(NULL, sizeof *child->page, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) {
            return false;
        }
        child->page = page;
    }
    atomic_store(&child->page->document, CAHIER_NONE);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        return false;
    }
    child->pid = fork();
    if (child->pid == 0) {
        live(pair[1], child->page, lexicons);
        _exit(0);
    }
    (void)close(pair[1]);
    child->fd = pair[0];
    if (child->pid < 0) {
        child->pid = 0;
        (void)close(pair[0]);
        return false;
    }
    return fcntl(child->fd, F_SETFL, O_NONBLOCK) == 0;
}

void cahier_child_stop(cahier_child *child)
{
    if (child->pid > 0) {
        (void)kill(child->pid, SIGKILL);
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        (void)close(child->fd);
    }
    free(child->message);
    *child = (cahier_child){.page = child->page};
}

static bool make_room(cahier_child *child, size_t room)
{
    if (room > child->room) {
        char *more = realloc(child->message, room);
        if (more == NULL) {
            return false;
        }
        child->message = more;
        child->room = room;
    }
    return true;
}

bool cahier_child_give(cahier_child *child, const cahier_child_order *order)
{
    order_head head = {order->blob.len, order->only, order->aside_count};
    size_t aside = order->aside_count * sizeof *order->aside;
    if (child->pid == 0 || !make_room(child, sizeof head + aside + order->blob.len)) {
        return false;
    }
    memcpy(child->message, &head, sizeof head);
    if (aside > 0) {
        memcpy(child->message + sizeof head, order->aside, aside);
    }
    memcpy(child->message + sizeof head + aside, order->blob.at, order->blob.len);
    child->len = sizeof head + aside + order->blob.len;
    child->at = 0;
    child->sending = true;
    atomic_store(&child->page->document, CAHIER_NONE);
    return true;
}

/* False when the child is gone. */
static bool send_more(cahier_child *child)
{
    while (child->at < child->len) {
        ssize_t put = send(child->fd, child->message + child->at, child->len - child->at, MSG_NOSIGNAL);
        if (put < 0) {
            return errno == EAGAIN || errno == EINTR;
        }
        child->at += (size_t)put;
    }
    child->sending = false;
    child->at = 0;
    child->len = sizeof(answer_head);
    return true;
}

/* The head says how much follows. */
static bool receive_more(cahier_child *child)
{
    while (child->at < child->len) {
        ssize_t got = recv(child->fd, child->message + child->at, child->len - child->at, 0);
        if (got <= 0) {
            return got < 0 && (errno == EAGAIN || errno == EINTR);
        }
        child->at += (size_t)got;
        if (child->at == sizeof(answer_head)) {
            answer_head head;
            memcpy(&head, child->message, sizeof head);
            child->len = sizeof head + head.len;
            if (head.len > CAHIER_WIRE_HEADER + CAHIER_WIRE_ANALYSIS_MOST || !make_room(child, child->len)) {
                return false;
            }
        }
    }
    return true;
}

cahier_child_state cahier_child_look(cahier_child *child, cahier_text *answer)
{
    answer_head head;
    if (child->pid == 0 || (child->sending && !send_more(child))) {
        return CAHIER_CHILD_DEAD;
    }
    if (child->sending) {
        return CAHIER_CHILD_BUSY;
    }
    if (!receive_more(child)) {
        return CAHIER_CHILD_DEAD;
    }
    if (child->at < child->len) {
        return CAHIER_CHILD_BUSY;
    }
    memcpy(&head, child->message, sizeof head);
    *answer = (cahier_text){child->message + sizeof head, head.len};
    return head.state == CAHIER_CHILD_DONE || head.state == CAHIER_CHILD_REFUSED || head.state == CAHIER_CHILD_SPENT
                   ? (cahier_child_state)head.state
                   : CAHIER_CHILD_DEAD;
}
