/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* realpath, poll */
#include "continuous.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "out.h"

#define LOOK_MS 200 /* between two looks at a file that did not grow */

typedef struct reading {
    const cahier_continuous *asked;
    int fd;
    char *bytes; /* CAHIER_CONTINUOUS_LINE, and a NUL */
    size_t len;
    uint64_t place; /* of bytes[0] in the file */
    char source[PATH_MAX + 32];
    uint32_t reconnections;
    bool skipping; /* inside a line that is too long */
} reading;

static bool is_input(const reading *r)
{
    return strcmp(r->asked->path, "-") == 0;
}

/* The file that has this name now, from where it was heard. */
static cahier_queue_answer open_file(reading *r)
{
    char path[PATH_MAX];
    struct stat facts;
    cahier_hearing *hearing = r->asked->hearing;
    cahier_queue_answer answer;
    r->fd = open(r->asked->path, O_RDONLY | O_CLOEXEC);
    if (r->fd < 0 || fstat(r->fd, &facts) != 0 || realpath(r->asked->path, path) == NULL) {
        return CAHIER_QUEUE_NOTHING;
    }
    (void)snprintf(r->source, sizeof r->source, "%s#%llu", path, (unsigned long long)facts.st_ino);
    do {
        answer = cahier_queue_heard_place(hearing->queue, r->source, &r->place);
    } while (cahier_hearing_again(hearing, answer));
    if (answer != CAHIER_QUEUE_DONE ||
            r->place > (uint64_t)facts.st_size) { /* never heard, or made anew in its place */
        r->place = 0;
    }
    r->len = 0;
    r->skipping = false;
    r->reconnections = hearing->reconnections;
    bool sought = lseek(r->fd, (off_t)r->place, SEEK_SET) >= 0;
    return answer != CAHIER_QUEUE_DONE && answer != CAHIER_QUEUE_NOTHING ? answer
           : sought                                                      ? CAHIER_QUEUE_DONE
                                                                         : CAHIER_QUEUE_NOTHING;
}

/* More bytes: how many, 0 at the end, -1 an error. */
static ssize_t read_more(reading *r)
{
    ssize_t got = read(r->fd, r->bytes + r->len, CAHIER_CONTINUOUS_LINE - r->len);
    r->len += got > 0 ? (size_t)got : 0;
    return got < 0 && errno == EINTR ? 0 : got;
}

static void forget(reading *r, size_t count)
{
    memmove(r->bytes, r->bytes + count, r->len - count);
    r->len -= count;
    r->place += count;
}

/* Whole lines of the buffer, at most CAHIER_HEARING_LINES, each ended by a NUL. *taken: bytes of them. `last`: what follows the
 * last end of line is a line too. */
static uint32_t cut_lines(reading *r, bool last, cahier_text *line, size_t *taken)
{
    uint32_t count = 0;
    *taken = 0;
    while (count < CAHIER_HEARING_LINES && *taken < r->len) {
        char *start = r->bytes + *taken, *end = memchr(start, '\n', r->len - *taken);
        if (end == NULL && !last) {
            break;
        }
        size_t len = end != NULL ? (size_t)(end - start) : r->len - *taken;
        start[len] = '\0';
        *taken += len + (end != NULL);
        len -= len > 0 && start[len - 1] == '\r';
        start[len] = '\0';
        if (len > 0 && !r->skipping) {
            line[count++] = (cahier_text){start, (uint32_t)len};
        }
        r->skipping = false;
    }
    return count;
}

static cahier_queue_answer hear_lines(reading *r, bool last)
{
    cahier_text line[CAHIER_HEARING_LINES];
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    cahier_hearing *hearing = r->asked->hearing;
    size_t taken = 1;
    while (taken > 0 && answer == CAHIER_QUEUE_DONE) {
        uint32_t count = cut_lines(r, last, line, &taken);
        if (taken > 0) {
            answer = cahier_hear_lines(hearing, line, count, r->source, r->place + taken);
            forget(r, taken);
        }
    }
    if (r->len == CAHIER_CONTINUOUS_LINE) { /* no end of line in all of it */
        hearing->aside[CAHIER_ASIDE_UNREADABLE] += !r->skipping;
        r->skipping = true;
        forget(r, r->len);
    }
    return answer;
}

/* A server that was away may have lost the end of what it was told: from where it knows the file, again. */
static cahier_queue_answer look_again(reading *r)
{
    if (is_input(r) || r->reconnections == r->asked->hearing->reconnections) {
        return CAHIER_QUEUE_DONE;
    }
    (void)close(r->fd);
    return open_file(r);
}

static bool is_replaced(const reading *r)
{
    struct stat now, ours;
    return stat(r->asked->path, &now) == 0 && fstat(r->fd, &ours) == 0 &&
           (now.st_ino != ours.st_ino || (uint64_t)now.st_size < r->place);
}

/* At the end of the file: what takes its place, or more of it after a while. */
static cahier_queue_answer wait_for_more(reading *r)
{
    if (is_replaced(r)) {
        (void)close(r->fd);
        return open_file(r);
    }
    (void)poll(NULL, 0, LOOK_MS);
    return CAHIER_QUEUE_DONE;
}

/* Once more from the place that the server knows, when its file must be on its disk. *over: it knows all. */
static cahier_queue_answer make_sure(reading *r, bool *over)
{
    uint64_t place = r->place;
    (void)poll(NULL, 0, CAHIER_DURABLE_MS);
    (void)close(r->fd);
    cahier_queue_answer answer = open_file(r);
    *over = r->place >= place;
    return answer;
}

static cahier_queue_answer follow(reading *r)
{
    cahier_queue_answer answer = CAHIER_QUEUE_DONE;
    bool over = false;
    while (answer == CAHIER_QUEUE_DONE && !over && *r->asked->hearing->stop == 0) {
        ssize_t got = read_more(r);
        if (got < 0) {
            return CAHIER_QUEUE_NOTHING;
        }
        bool end = got == 0 && (is_input(r) || r->asked->once);
        answer = hear_lines(r, end);
        answer = answer == CAHIER_QUEUE_DONE ? look_again(r) : answer;
        if (answer != CAHIER_QUEUE_DONE || got > 0) {
            continue;
        }
        if (is_input(r)) {
            over = true;
        } else {
            answer = r->asked->once ? make_sure(r, &over) : wait_for_more(r);
        }
    }
    return answer;
}

cahier_queue_answer cahier_continuous_run(const cahier_continuous *continuous)
{
    reading *r = cahier_report_alloc(NULL, 1, sizeof *r);
    *r = (reading){.asked = continuous, .fd = STDIN_FILENO, .reconnections = continuous->hearing->reconnections};
    r->bytes = cahier_report_alloc(NULL, CAHIER_CONTINUOUS_LINE + 1, 1);
    cahier_queue_answer answer = is_input(r) ? CAHIER_QUEUE_DONE : open_file(r);
    answer = answer == CAHIER_QUEUE_DONE ? follow(r) : answer;
    if (!is_input(r) && r->fd >= 0) {
        (void)close(r->fd);
    }
    free(r->bytes);
    free(r);
    return answer == CAHIER_QUEUE_UNREACHABLE && *continuous->hearing->stop != 0 ? CAHIER_QUEUE_DONE : answer;
}

static const char *reason(const cahier_hearing *hearing, cahier_queue_answer answer, bool english)
{
    switch (answer) {
    case CAHIER_QUEUE_NOTHING:
        return english ? "the file cannot be read." : "fichier illisible.";
    case CAHIER_QUEUE_OTHER_KEY:
        return cahier_hearing_other_key(english);
    default:
        return hearing->message[0] != '\0' ? hearing->message : cahier_queue_message(hearing->queue);
    }
}

void cahier_continuous_say(const cahier_hearing *hearing, cahier_queue_answer answer)
{
    uint64_t aside = 0;
    bool english = hearing->options->intake.options.english;
    for (uint32_t r = 0; r < CAHIER_ASIDE_REASONS; r++) {
        aside += hearing->aside[r];
    }
    if (answer != CAHIER_QUEUE_DONE) {
        (void)fprintf(stderr, "cahier submit%s %s\n", english ? ":" : " :", reason(hearing, answer, english));
    } else if (!hearing->options->quiet) {
        (void)fprintf(stderr,
                english ? "%llu messages heard, %llu known already, %llu set aside.\n"
                        : "%llu messages entendus, %llu déjà connus, %llu écartés.\n",
                (unsigned long long)hearing->counted.added, (unsigned long long)hearing->counted.repeated,
                (unsigned long long)aside);
    }
}
