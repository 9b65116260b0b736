/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* prctl, execvp, kill, flock */
#include "private_server.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "link.h"
#include "progress.h"

#define PROGRAM "redis-server"
#define SOCKET "redis.sock"
#define FOLDER_MOST ((int)(CAHIER_ADDRESS_SOCKET_ROOM - sizeof SOCKET - 1))
#define START_MS 60000u /* reading back 2 GB of append-only file takes about 20 s */
#define LOCK_MS 10000u  /* the last child is told to end when its parent is gone: a matter of milliseconds */
#define STOP_MS 10000u
#define LOOK_MS 10 /* between two looks at something that has no file descriptor to wait for */
#define OPTIONS_MOST 48u

static void look_again(void)
{
    (void)poll(NULL, 0, LOOK_MS);
}

static bool refuse(cahier_private_server *server, bool english, const char *french_words, const char *english_words)
{
    (void)snprintf(server->message, sizeof server->message, "%s : %s.", server->folder,
            english ? english_words : french_words);
    return false;
}

/* flock belongs to the open file, which the child inherits. */
static bool take_lock(cahier_private_server *server)
{
    char path[CAHIER_ADDRESS_PATH_ROOM + 16];
    (void)snprintf(path, sizeof path, "%s/lock", server->folder);
    server->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
    uint64_t deadline_ms = cahier_clock_ms() + LOCK_MS;
    while (server->lock >= 0 && flock(server->lock, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK || cahier_clock_ms() > deadline_ms) {
            (void)close(server->lock);
            server->lock = -1;
            break;
        }
        look_again();
    }
    return server->lock >= 0;
}

/* In the child, after fork: only calls that are safe there. */
_Noreturn static void become(const cahier_private_server *server, char *const *arguments, pid_t parent, int failed)
{
    sigset_t none;
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)setpgid(0, 0);
    int null = open("/dev/null", O_RDWR);
    bool ready = getppid() == parent && null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0 &&
                 dup2(null, STDERR_FILENO) >= 0 && fcntl(server->lock, F_SETFD, 0) == 0;
    if (ready) {
        (void)execvp(PROGRAM, arguments);
    }
    int number = errno;
    (void)!write(failed, &number, sizeof number);
    _exit(127);
}

static bool spawn(cahier_private_server *server, char *const *arguments)
{
    int ends[2], number = 0;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return false;
    }
    pid_t parent = getpid();
    server->pid = fork();
    if (server->pid == 0) {
        become(server, arguments, parent, ends[1]);
    }
    (void)close(ends[1]);
    /* the pipe closes without a word when the program was found */
    bool started = server->pid > 0 && read(ends[0], &number, sizeof number) == 0;
    (void)close(ends[0]);
    if (!started && server->pid > 0) {
        (void)waitpid(server->pid, NULL, 0);
    }
    server->pid = started ? server->pid : 0;
    return started;
}

static bool start(cahier_private_server *server)
{
    const char *arguments[OPTIONS_MOST + 32] = {PROGRAM, "--dir", server->folder, "--unixsocket", server->address.path,
            "--unixsocketperm", "700", "--port", "0", "--daemonize", "no", "--appendonly", "yes", "--appendfsync",
            "always", "--no-appendfsync-on-rewrite", "no", "--save", "", "--maxmemory-policy", "noeviction",
            "--logfile", "redis.log" /* in --dir, which comes first */};
    size_t count = 0;
    while (arguments[count] != NULL) {
        count++;
    }
    for (size_t i = 0; server->options != NULL && server->options[i] != NULL && i < OPTIONS_MOST; i++) {
        arguments[count++] = server->options[i];
    }
    /* execvp takes char *const * and writes to none */
    return spawn(server, (char *const *)(uintptr_t)arguments);
}

bool cahier_private_server_is_running(cahier_private_server *server)
{
    if (server->pid > 0 && waitpid(server->pid, NULL, WNOHANG) != 0) {
        server->pid = 0;
    }
    return server->pid > 0;
}

static bool answers(const cahier_private_server *server)
{
    cahier_link link = {0};
    cahier_text ping = cahier_word("PING");
    redisReply *reply = NULL;
    if (cahier_link_open(&link, &server->address, NULL) == CAHIER_FAULT_NONE) {
        (void)cahier_link_call(&link, &ping, 1, CAHIER_CONNECT_MS, &reply);
    }
    /* who wants a password has read its files, or says LOADING */
    bool yes = reply != NULL || link.error.fault == CAHIER_FAULT_REFUSED;
    freeReplyObject(reply);
    cahier_link_close(&link);
    return yes;
}

bool cahier_private_server_again(cahier_private_server *server, bool english)
{
    if (!start(server)) {
        return refuse(server, english, "redis-server ne se lance pas (paquet redis-server)",
                "redis-server does not start (package redis-server)");
    }
    uint64_t deadline_ms = cahier_clock_ms() + START_MS;
    while (cahier_private_server_is_running(server)) {
        if (answers(server)) {
            return true;
        }
        if (cahier_clock_ms() > deadline_ms) {
            return refuse(server, english, "redis-server ne répond pas : voir redis.log",
                    "redis-server does not answer: see redis.log");
        }
        look_again();
    }
    return refuse(server, english, "redis-server s'est arrêté : voir redis.log", "redis-server ended: see redis.log");
}

bool cahier_private_server_open(
        cahier_private_server *server, const char *folder, const char *const *options, bool english)
{
    *server = (cahier_private_server){.lock = -1, .options = options, .address.kind = CAHIER_ADDRESS_UNIX};
    char absolute[PATH_MAX];
    bool found = realpath(folder, absolute) != NULL;
    (void)snprintf(
            server->folder, sizeof server->folder, "%.*s", (int)sizeof server->folder - 1, found ? absolute : folder);
    (void)snprintf(server->address.path, CAHIER_ADDRESS_SOCKET_ROOM, "%.*s/%s", FOLDER_MOST, server->folder, SOCKET);
    if (!found) {
        return refuse(server, english, "ce dossier n'existe pas", "this folder does not exist");
    }
    if (strlen(server->folder) > FOLDER_MOST) {
        return refuse(server, english, "ce chemin est trop long pour un socket (96 octets)",
                "this path is too long for a socket (96 bytes)");
    }
    if (!take_lock(server)) {
        return refuse(server, english, "un autre redis-server sert déjà ce dossier, ou il n'est pas accessible",
                "another redis-server already serves this folder, or it cannot be accessed");
    }
    if (!cahier_private_server_again(server, english)) {
        cahier_private_server_close(server);
        return false;
    }
    return true;
}

static bool ends_before(cahier_private_server *server, uint64_t deadline_ms)
{
    while (cahier_private_server_is_running(server)) {
        if (cahier_clock_ms() > deadline_ms) {
            return false;
        }
        look_again();
    }
    return true;
}

void cahier_private_server_close(cahier_private_server *server)
{
    static const int signals[] = {SIGTERM, SIGKILL};
    if (cahier_private_server_is_running(server)) {
        cahier_link link = {0};
        cahier_text shutdown = cahier_word("SHUTDOWN");
        redisReply *reply = NULL;
        if (cahier_link_open(&link, &server->address, NULL) == CAHIER_FAULT_NONE) {
            (void)cahier_link_call(&link, &shutdown, 1, STOP_MS, &reply); /* the connection ends: that is the answer */
        } else {
            (void)kill(server->pid, SIGTERM); /* it wants a password, or is loading */
        }
        freeReplyObject(reply);
        cahier_link_close(&link);
    }
    for (size_t i = 0; i < 2 && !ends_before(server, cahier_clock_ms() + STOP_MS); i++) {
        (void)kill(server->pid, signals[i]);
    }
    (void)ends_before(server, cahier_clock_ms() + STOP_MS);
    if (server->lock >= 0) {
        (void)close(server->lock);
        server->lock = -1;
    }
}
