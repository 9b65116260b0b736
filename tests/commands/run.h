/* SPDX-License-Identifier: Apache-2.0 */
/* run.h -- runs a subcommand as the program does, in a folder of its own, and keeps what it said. */
#ifndef CAHIER_TESTS_RUN_H
#define CAHIER_TESTS_RUN_H

#include <stddef.h>

typedef struct command_run {
    int code;
    char out[1 << 15], err[1 << 13]; /* NUL-terminated, cut when longer; no-break spaces are spaces, ’ is ' */
} command_run;

/* `arguments` ends with NULL; its first is the name of the command. */
void run_command(int (*command)(int argc, char **argv), const char *const *arguments, command_run *out);

/* A new folder under the temporary one; remove_folder removes it with its files. */
void make_folder(char path[64]);
void remove_folder(const char *path);
void write_file(const char *folder, const char *name, const char *text);

/* Fails, showing `text`, when it does not hold `part`. */
void assert_holds(const char *text, const char *part);
void assert_holds_not(const char *text, const char *part);

#endif
