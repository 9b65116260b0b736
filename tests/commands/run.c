/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700 /* mkdtemp, dup2, nftw */
#include "run.h"

#include <ftw.h>
#include <getopt.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGUMENTS_MAX 16

static int redirect(FILE *stream, FILE *to)
{
    fflush(stream);
    int saved = dup(fileno(stream));
    assert_true(saved >= 0 && dup2(fileno(to), fileno(stream)) >= 0);
    return saved;
}

static void restore(FILE *stream, int saved)
{
    fflush(stream);
    assert_true(dup2(saved, fileno(stream)) >= 0);
    close(saved);
}

/* No-break spaces become spaces, ’ becomes ': typography is tested in tests/report. */
static void make_plain(char *text)
{
    static const struct {
        const char *from;
        char to;
    } plain[] = {{"\u00a0", ' '}, {"\u202f", ' '}, {"\u2019", '\''}};
    char *to = text;
    while (*text != '\0') {
        size_t k = 0;
        while (k < 3 && strncmp(text, plain[k].from, strlen(plain[k].from)) != 0) {
            k++;
        }
        *to++ = k < 3 ? plain[k].to : *text;
        text += k < 3 ? strlen(plain[k].from) : 1;
    }
    *to = '\0';
}

static void read_back(FILE *file, char *text, size_t room)
{
    rewind(file);
    text[fread(text, 1, room - 1, file)] = '\0';
    fclose(file);
    make_plain(text);
}

void run_command(int (*command)(int argc, char **argv), const char *const *arguments, command_run *out)
{
    char *argv[ARGUMENTS_MAX + 1];
    int argc = 0;
    for (; arguments[argc] != NULL; argc++) {
        assert_true(argc < ARGUMENTS_MAX);
        argv[argc] = strdup(arguments[argc]);
    }
    argv[argc] = NULL;
    FILE *out_file = tmpfile(), *err_file = tmpfile();
    assert_non_null(out_file);
    assert_non_null(err_file);
    int saved_out = redirect(stdout, out_file), saved_err = redirect(stderr, err_file);
    optind = 0; /* getopt starts again */
    out->code = command(argc, argv);
    restore(stdout, saved_out);
    restore(stderr, saved_err);
    read_back(out_file, out->out, sizeof out->out);
    read_back(err_file, out->err, sizeof out->err);
    for (int i = 0; i < argc; i++) {
        free(argv[i]); /* getopt permutes, but keeps all */
    }
}

void make_folder(char path[64])
{
    const char *parent = getenv("TMPDIR");
    int len = snprintf(path, 64, "%s/cahier-commands-XXXXXX", parent != NULL && strlen(parent) < 30 ? parent : "/tmp");
    assert_true(len > 0 && len < 64);
    assert_non_null(mkdtemp(path));
}

static int remove_one(const char *path, const struct stat *facts, int kind, struct FTW *walk)
{
    (void)facts;
    (void)kind;
    (void)walk;
    return remove(path);
}

void remove_folder(const char *path)
{
    assert_int_equal(nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

void assert_holds(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) {
        fail_msg("\"%s\" is not in:\n%s", part, text);
    }
}

void assert_holds_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL) {
        fail_msg("\"%s\" is in:\n%s", part, text);
    }
}
