/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* nftw, flock, close_range, clock_getcpuclockid */
#include "worker_corpus.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "worker_report.h"

#define PREFIX "cahier-worker-"
#define ABANDONED_S 60 /* a folder is locked a moment after it is made */

/* --- the folder --------------------------------------------------------------------------------------------------------- */

static const char *temporary(void)
{
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] != '\0' ? folder : "/tmp";
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts;
    (void)kind;
    (void)where;
    return remove(path);
}

static void remove_folder(const char *path)
{
    (void)nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A lock says that the folder is in use; it ends with the last of the processes that hold it. -1: somebody has it. */
static int lock_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static bool make_folder(cahier_corpus_step *step)
{
    int len = snprintf(step->folder, sizeof step->folder, "%s/" PREFIX "XXXXXX", temporary());
    if (len < 0 || (size_t)len >= sizeof step->folder || mkdtemp(step->folder) == NULL) {
        step->folder[0] = '\0';
        return false;
    }
    step->lock = lock_folder(step->folder);
    return step->lock >= 0;
}

static void free_folder(cahier_corpus_step *step)
{
    if (step->folder[0] != '\0') {
        remove_folder(step->folder);
        (void)close(step->lock);
        step->folder[0] = '\0';
    }
}

static bool is_abandoned(int fd)
{
    struct stat facts;
    return fstat(fd, &facts) == 0 && facts.st_uid == geteuid() && time(NULL) - facts.st_mtime > ABANDONED_S;
}

void cahier_corpus_sweep(void)
{
    DIR *folder = opendir(temporary());
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char path[4096];
        if (strncmp(entry->d_name, PREFIX, sizeof PREFIX - 1) != 0) {
            continue;
        }
        (void)snprintf(path, sizeof path, "%s/%s", temporary(), entry->d_name);
        int fd = lock_folder(path);
        if (fd >= 0) {
            if (is_abandoned(fd)) {
                remove_folder(path);
            }
            (void)close(fd);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
}

/* --- the process -------------------------------------------------------------------------------------------------------- */

static void live(const cahier_corpus_step *step, const cahier_corpus_setting *setting)
{
    struct rlimit none = {0, 0};
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    (void)setrlimit(RLIMIT_CORE, &none); /* it would hold texts */
    (void)close_range(3, ~0u, 0);        /* the parent's connections are not ours */
    _exit((int)cahier_worker_report(setting, step->folder));
}

bool cahier_corpus_start(cahier_corpus_step *step, const cahier_corpus_setting *setting)
{
    if (!make_folder(step)) {
        return false;
    }
    step->pid = fork();
    if (step->pid == 0) {
        live(step, setting);
    }
    if (step->pid < 0) {
        step->pid = 0;
        free_folder(step);
        return false;
    }
    return true;
}

cahier_corpus_end cahier_corpus_look(cahier_corpus_step *step)
{
    int status;
    pid_t ended = waitpid(step->pid, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) {
        return CAHIER_CORPUS_RUNNING;
    }
    step->pid = 0;
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) <= CAHIER_CORPUS_LOST
                   ? (cahier_corpus_end)WEXITSTATUS(status)
                   : CAHIER_CORPUS_DEAD;
}

uint64_t cahier_corpus_spent_ns(const cahier_corpus_step *step)
{
    clockid_t clock;
    struct timespec spent;
    if (clock_getcpuclockid(step->pid, &clock) != 0 || clock_gettime(clock, &spent) != 0) {
        return 0;
    }
    return (uint64_t)spent.tv_sec * 1000000000u + (uint64_t)spent.tv_nsec;
}

void cahier_corpus_stop(cahier_corpus_step *step)
{
    if (step->pid > 0) {
        (void)kill(step->pid, SIGKILL);
        while (waitpid(step->pid, NULL, 0) < 0 && errno == EINTR) {
        }
        step->pid = 0;
    }
    free_folder(step);
}
