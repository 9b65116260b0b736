/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include "joining.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "keeper.h"
#include "out.h"
#include "progress.h"

#define RUNNING_MS 300u /* a server that runs answers at once */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_SERVICE = 3
};

static int say(const cahier_serve_options *options, int code, const char *french, const char *english)
{
    (void)fprintf(stderr, options->english ? "cahier serve: %s\n" : "cahier serve : %s\n",
            options->english ? english : french);
    return code;
}

/* --- the password ----------------------------------------------------------------------------------------------------- */

static bool read_line(char *to, size_t room)
{
    bool read = fgets(to, (int)room, stdin) != NULL;
    to[read ? strcspn(to, "\r\n") : 0] = '\0';
    return read;
}

static bool ask(const char *question, char *to, size_t room)
{
    struct termios shown, hidden;
    (void)fputs(question, stderr);
    if (tcgetattr(STDIN_FILENO, &shown) != 0) {
        return false;
    }
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool read = read_line(to, room);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    (void)fputs("\n", stderr);
    return read;
}

static int read_password(const cahier_serve_options *options, char *to, size_t room)
{
    char again[CAHIER_PASSWORD_MOST + 2];
    bool typed = isatty(STDIN_FILENO) != 0;
    bool read = typed ? ask(options->english ? "Password (12 characters or more): "
                                             : "Mot de passe (12 caractères ou plus) : ",
                                to, room)
                      : read_line(to, room);
    if (!read || !cahier_account_is_password(cahier_string(to))) {
        return say(options, EXIT_REFUSED, "il faut un mot de passe de 12 caractères au moins.",
                "a password of 12 characters at least is needed.");
    }
    if (!typed) {
        return EXIT_DONE;
    }
    bool same = ask(options->english ? "The same again: " : "Le même, une seconde fois : ", again, sizeof again) &&
                strcmp(to, again) == 0;
    sodium_memzero(again, sizeof again);
    return same ? EXIT_DONE
                : say(options, EXIT_REFUSED, "les deux mots de passe diffèrent.", "the two passwords differ.");
}

/* --- where people are kept -------------------------------------------------------------------------------------------- */

static int add(const cahier_serve_options *options, cahier_queue *queue, cahier_text password)
{
    cahier_arena arena;
    cahier_joining joining = {
            .name = cahier_string(options->add_person), .password = password, .right = options->role, .add = true};
    if (!cahier_arena_open(&arena, 1u << 20)) {
        return say(options, EXIT_REFUSED, "mémoire insuffisante.", "not enough memory.");
    }
    cahier_queue_answer answer = cahier_account_write(queue, &arena, &joining);
    cahier_arena_close(&arena);
    switch (answer) {
    case CAHIER_QUEUE_DONE:
        return say(options, EXIT_DONE, "personne ajoutée.", "person added.");
    case CAHIER_QUEUE_ALREADY:
        return say(options, EXIT_REFUSED, "quelqu'un porte déjà ce nom.", "somebody has that name already.");
    default:
        return say(options, EXIT_SERVICE, cahier_queue_message(queue), cahier_queue_message(queue));
    }
}

/* The redis-server of a server that runs already, NULL when none does. */
static cahier_queue *find_running(const cahier_serve_options *options, cahier_site *site)
{
    char message[256];
    if (!cahier_keeper_name(site)) {
        return NULL;
    }
    cahier_queue *queue =
            cahier_queue_open(site->url, options->tenant[0], "serve", options->english, message, sizeof message);
    if (queue != NULL && !cahier_queue_reconnect(queue, RUNNING_MS, NULL)) {
        cahier_queue_close(queue);
        return NULL;
    }
    return queue;
}

static int join(const cahier_serve_options *options, cahier_text password)
{
    char message[1024];
    cahier_keeper keeper = {.redis_kept = false};
    cahier_site *site = calloc(1, sizeof *site);
    if (site == NULL) {
        return say(options, EXIT_REFUSED, "mémoire insuffisante.", "not enough memory.");
    }
    site->options = options;
    cahier_queue *queue = options->data != NULL ? find_running(options, site) : NULL;
    bool kept = queue == NULL;
    int code = EXIT_SERVICE;
    if (kept && cahier_keeper_open(&keeper, site)) {
        queue = cahier_queue_open(site->url, options->tenant[0], "serve", options->english, message, sizeof message);
    }
    if (kept && (queue == NULL || !cahier_queue_reconnect(queue, CAHIER_SITE_PATIENCE_MS, NULL))) {
        const char *why = queue != NULL ? cahier_queue_message(queue) : keeper.message;
        code = say(options, EXIT_SERVICE, why, why);
    } else {
        code = add(options, queue, password);
    }
    cahier_queue_close(queue);
    if (kept) {
        cahier_keeper_close(&keeper);
    }
    free(site);
    return code;
}

int cahier_joining_run(const cahier_serve_options *options)
{
    char password[CAHIER_PASSWORD_MOST + 2] = "";
    if (sodium_init() < 0) {
        return EXIT_REFUSED;
    }
    int code = options->no_password ? EXIT_DONE : read_password(options, password, sizeof password);
    code = code == EXIT_DONE ? join(options, cahier_string(password)) : code;
    sodium_memzero(password, sizeof password);
    return code;
}
