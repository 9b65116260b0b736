/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* close_range */
#include "worker_child.h"

#include <errno.h>
#include <fcntl.h>
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

/* What both see: the page, the order, the answer; addresses, of which few are ever touched. */
#define PAGE_BYTES ((size_t)65536) /* a whole number of pages, whatever their size */
#define ASIDE_BYTES (CAHIER_WIRE_DOCUMENTS_MOST * sizeof(uint32_t))
#define ORDER_BYTES (CAHIER_CHILD_BLOB_MOST + PAGE_BYTES)
#define ANSWER_BYTES ((size_t)CAHIER_WIRE_HEADER + CAHIER_WIRE_ANALYSIS_MOST)
#define SHARED_BYTES (PAGE_BYTES + ORDER_BYTES + ANSWER_BYTES)
#define KEPT_BYTES ((size_t)1 << 20) /* of each blob, between two orders */
_Static_assert(ASIDE_BYTES <= PAGE_BYTES, "the order holds both");

typedef struct order_head {
    uint32_t len, only, aside_count;
} order_head;

typedef struct answer_head {
    uint32_t state, len;
} answer_head;

static char *order_of(cahier_child_page *page)
{
    return (char *)page + PAGE_BYTES;
}

static char *answer_of(cahier_child_page *page)
{
    return order_of(page) + ORDER_BYTES;
}

/* --- in the child ------------------------------------------------------------------------------------------------------- */

typedef struct life {
    int fd;
    cahier_child_page *page;
    const cahier_lexicons *lexicons;
    cahier_arena batch, scratch;
    cahier_options options;
} life;

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
    if (answer.len > 0) {
        memcpy(answer_of(l->page), answer.at, answer.len);
    }
    (void)cahier_out_close(&out);
    return send(l->fd, &head, sizeof head, MSG_NOSIGNAL) == sizeof head;
}

static bool serve(life *l)
{
    order_head head;
    ssize_t got;
    do {
        got = recv(l->fd, &head, sizeof head, 0);
    } while (got < 0 && errno == EINTR);
    if (got != sizeof head) {
        return false;
    }
    const char *blob = order_of(l->page) + head.aside_count * sizeof(uint32_t);
    cahier_child_order order = {
            {blob, head.len}, (const uint32_t *)(const void *)order_of(l->page), head.aside_count, head.only};
    limit_time();
    bool going = reply(l, &order);
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
    if (mprotect(order_of(page), ORDER_BYTES, PROT_READ) != 0) {
        return;
    }
    close_doors(fd);
    while (serve(&l)) {
    }
}

/* --- in the parent ------------------------------------------------------------------------------------------------------ */

/* Forks of others do not have it: what a text does to one of them stays there. */
static bool share(cahier_child *child, int advice)
{
    return madvise(child->page, SHARED_BYTES, advice) == 0;
}

static bool open_page(cahier_child *child)
{
    if (child->page == NULL) {
        void *page =
                mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (page == MAP_FAILED) {
            return false;
        }
        child->page = page;
    }
    atomic_store(&child->page->document, CAHIER_NONE);
    return share(child, MADV_DOFORK);
}

bool cahier_child_start(cahier_child *child, const cahier_lexicons *lexicons)
{
    int pair[2];
    if (!open_page(child) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) {
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
    return share(child, MADV_DONTFORK) && fcntl(child->fd, F_SETFL, O_NONBLOCK) == 0;
}

void cahier_child_stop(cahier_child *child)
{
    if (child->pid > 0) {
        (void)kill(child->pid, SIGKILL);
        while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        (void)close(child->fd);
    }
    *child = (cahier_child){.page = child->page, .large = child->large};
}

void cahier_child_close(cahier_child *child)
{
    cahier_child_stop(child);
    if (child->page != NULL) {
        (void)munmap(child->page, SHARED_BYTES);
        child->page = NULL;
    }
}

/* What a large blob took is given back; the start of each is wanted again at once. */
static void give_back(const cahier_child *child)
{
    (void)madvise(order_of(child->page) + KEPT_BYTES, ORDER_BYTES - KEPT_BYTES, MADV_REMOVE);
    (void)madvise(answer_of(child->page) + KEPT_BYTES, ANSWER_BYTES - KEPT_BYTES, MADV_REMOVE);
}

bool cahier_child_give(cahier_child *child, const cahier_child_order *order)
{
    order_head head = {order->blob.len, order->only, order->aside_count};
    size_t aside = order->aside_count * sizeof *order->aside;
    if (child->pid == 0 || aside > ASIDE_BYTES || order->blob.len > CAHIER_CHILD_BLOB_MOST) {
        return false;
    }
    if (child->large) {
        give_back(child);
    }
    child->large = aside + order->blob.len > KEPT_BYTES;
    if (aside > 0) {
        memcpy(order_of(child->page), order->aside, aside);
    }
    memcpy(order_of(child->page) + aside, order->blob.at, order->blob.len);
    atomic_store(&child->page->document, CAHIER_NONE);
    return send(child->fd, &head, sizeof head, MSG_NOSIGNAL) == sizeof head;
}

cahier_child_state cahier_child_look(cahier_child *child, cahier_text *answer)
{
    answer_head head;
    ssize_t got = child->pid > 0 ? recv(child->fd, &head, sizeof head, 0) : 0;
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return CAHIER_CHILD_BUSY;
    }
    if (got != sizeof head || head.len > ANSWER_BYTES) {
        return CAHIER_CHILD_DEAD;
    }
    child->large = child->large || head.len > KEPT_BYTES;
    *answer = (cahier_text){answer_of(child->page), head.len};
    return head.state == CAHIER_CHILD_DONE || head.state == CAHIER_CHILD_REFUSED || head.state == CAHIER_CHILD_SPENT
                   ? (cahier_child_state)head.state
                   : CAHIER_CHILD_DEAD;
}
