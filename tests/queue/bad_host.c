/* SPDX-License-Identifier: Apache-2.0 */
/* Put before libc in redis-server (LD_PRELOAD): its host's clock is wrong, its disk is full or slow, as three numbers in the file
 * named by CAHIER_BAD_HOST say while it runs: seconds that the clock is ahead, 1 when no file can grow, milliseconds of a sync. */
#define _GNU_SOURCE /* syscall */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

typedef struct faults {
    volatile int64_t ahead_s, full, sync_ms;
} faults;

static const faults *now(void)
{
    static const faults none = {0, 0, 0};
    static const faults *seen;
    if (seen == NULL) {
        const char *path = getenv("CAHIER_BAD_HOST");
        int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
        void *page = fd >= 0 ? mmap(NULL, sizeof none, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
        seen = page != MAP_FAILED ? page : &none;
    }
    return seen;
}

int clock_gettime(clockid_t clock, struct timespec *to)
{
    int done = (int)syscall(SYS_clock_gettime, clock, to);
    if (done == 0 && clock == CLOCK_REALTIME) {
        to->tv_sec += now()->ahead_s;
    }
    return done;
}

int gettimeofday(struct timeval *restrict to, void *restrict zone)
{
    struct timespec time;
    (void)zone;
    int done = clock_gettime(CLOCK_REALTIME, &time);
    *to = (struct timeval){time.tv_sec, (suseconds_t)(time.tv_nsec / 1000)};
    return done;
}

ssize_t write(int fd, const void *from, size_t len)
{
    struct stat facts;
    if (now()->full != 0 && fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode)) {
        errno = ENOSPC;
        return -1;
    }
    return syscall(SYS_write, fd, from, len);
}

int fdatasync(int fd)
{
    struct timespec pause = {now()->sync_ms / 1000, now()->sync_ms % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
    return (int)syscall(SYS_fdatasync, fd);
}
