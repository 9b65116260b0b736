/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* pipe2, prctl, environ */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM "/proc/self/exe"
#define BLOCK 65536u
#define SETTINGS 3u

/* --- environment ------------------------------------------------------------------------------------------------------ */

typedef struct surroundings { /* of the child: made before the fork, where malloc may be called */
    char **variables;
    char *made[SETTINGS];
} surroundings;

static char *variable(const char *name, const char *value)
{
    size_t room = strlen(name) + strlen(value) + 2;
    char *made = cahier_report_alloc(NULL, room, 1);
    (void)snprintf(made, room, "%s=%s", name, value);
    return made;
}

static bool is_set_anew(const char *inherited, char *const *made)
{
    for (uint32_t i = 0; i < SETTINGS; i++) {
        size_t len = made[i] != NULL ? strcspn(made[i], "=") + 1 : 0;
        if (len > 0 && strncmp(inherited, made[i], len) == 0) {
            return true;
        }
    }
    return false;
}

static surroundings surround(const cahier_command_setting *setting)
{
    static const char *const names[SETTINGS] = {"CAHIER_REDIS", "CAHIER_TENANT", "CAHIER_LEXICONS"};
    const char *const values[SETTINGS] = {setting->redis, setting->tenant, setting->lexicons};
    surroundings s = {0};
    size_t count = 0, kept = 0;
    while (environ[count] != NULL) {
        count++;
    }
    s.variables = cahier_report_alloc(NULL, count + SETTINGS + 1, sizeof *s.variables);
    for (uint32_t i = 0; i < SETTINGS; i++) {
        s.made[i] = values[i] != NULL ? variable(names[i], values[i]) : NULL;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_set_anew(environ[i], s.made)) {
            s.variables[kept++] = environ[i];
        }
    }
    for (uint32_t i = 0; i < SETTINGS; i++) {
        if (s.made[i] != NULL) {
            s.variables[kept++] = s.made[i];
        }
    }
    s.variables[kept] = NULL;
    return s;
}

/* --- start ------------------------------------------------------------------------------------------------------------ */

/* In the child, after fork: only calls that are safe there. */
_Noreturn static void become(char *const *words, char *const *variables, const int *to, pid_t parent)
{
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)signal(SIGPIPE, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)setpgid(0, 0); /* Ctrl-C on the terminal stops us, and we stop it */
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    bool ready = getppid() == parent && null >= 0 && dup2(null, STDIN_FILENO) >= 0;
    if (to != NULL) {
        ready = ready && dup2(to[0], STDOUT_FILENO) >= 0 && dup2(to[1], STDERR_FILENO) >= 0;
    }
    if (ready) {
        (void)execve(PROGRAM, words, variables);
    }
    _exit(127);
}

static bool open_pipes(cahier_command *child, int to[2])
{
    for (int i = 0; i < 2; i++) {
        int ends[2];
        if (pipe2(ends, O_CLOEXEC) != 0) {
            return false;
        }
        child->from[i] = ends[0];
        to[i] = ends[1];
        if (fcntl(ends[0], F_SETFL, O_NONBLOCK) != 0) {
            return false;
        }
    }
    return true;
}

bool cahier_command_start(cahier_command *child, const char *const *words, const cahier_command_setting *setting)
{
    const char *list[CAHIER_COMMAND_WORDS + 2] = {"cahier"};
    int to[2] = {-1, -1};
    size_t count = 0;
    *child = (cahier_command){.pid = -1, .from = {-1, -1}};
    cahier_out_open_memory(&child->text[0]);
    cahier_out_open_memory(&child->text[1]);
    while (words[count] != NULL && count < CAHIER_COMMAND_WORDS) {
        list[count + 1] = words[count];
        count++;
    }
    surroundings s = surround(setting);
    pid_t parent = getpid();
    if (!setting->heard || open_pipes(child, to)) {
        child->pid = fork();
    }
    if (child->pid == 0) { /* execve takes char *const * and writes to none */
        become((char *const *)(uintptr_t)list, s.variables, setting->heard ? to : NULL, parent);
    }
    for (int i = 0; i < 2; i++) {
        if (to[i] >= 0) {
            (void)close(to[i]);
        }
    }
    for (uint32_t i = 0; i < SETTINGS; i++) {
        free(s.made[i]);
    }
    free(s.variables);
    if (child->pid < 0) {
        child->pid = 0;
        cahier_command_close(child);
    }
    return child->pid > 0;
}

/* --- watching --------------------------------------------------------------------------------------------------------- */

static void drain(cahier_command *child, int i)
{
    char block[BLOCK];
    while (child->from[i] >= 0) {
        ssize_t len = read(child->from[i], block, sizeof block);
        if (len > 0) {
            size_t room = CAHIER_COMMAND_MOST - child->text[i].len;
            cahier_put_bytes(&child->text[i], block, (size_t)len < room ? (size_t)len : room);
        } else if (len == 0 || (errno != EAGAIN && errno != EINTR)) {
            (void)close(child->from[i]);
            child->from[i] = -1;
        } else if (errno == EAGAIN) {
            return;
        }
    }
}

bool cahier_command_look(cahier_command *child)
{
    int status;
    if (child->pid == 0) {
        return false;
    }
    pid_t gone = waitpid(child->pid, &status, WNOHANG);
    drain(child, 0);
    drain(child, 1);
    if (gone == 0) {
        return false;
    }
    child->pid = 0;
    child->ended = true;
    child->code = gone > 0 && WIFEXITED(status)     ? WEXITSTATUS(status)
                  : gone > 0 && WIFSIGNALED(status) ? CAHIER_COMMAND_CRASHED + WTERMSIG(status)
                                                    : CAHIER_COMMAND_CRASHED;
    return true;
}

void cahier_command_stop(cahier_command *child, int signal)
{
    if (child->pid > 0) {
        (void)kill(child->pid, signal);
    }
}

void cahier_command_close(cahier_command *child)
{
    if (child->text[0].at == NULL) {
        return; /* never started, or closed */
    }
    if (child->pid > 0) {
        (void)kill(child->pid, SIGKILL);
        (void)waitpid(child->pid, NULL, 0);
        child->pid = 0;
    }
    for (int i = 0; i < 2; i++) {
        if (child->from[i] >= 0) {
            (void)close(child->from[i]);
            child->from[i] = -1;
        }
        (void)cahier_out_close(&child->text[i]);
    }
}
