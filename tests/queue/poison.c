/* SPDX-License-Identifier: Apache-2.0 */
/* Put before libstemmer (LD_PRELOAD), so that two words of no text do what a bug would: the program itself has no such hook. */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <libstemmer.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

typedef const sb_symbol *stem_function(struct sb_stemmer *stemmer, const sb_symbol *word, int size);

static int is_word(const sb_symbol *word, int size, const char *poison)
{
    return (size_t)size == strlen(poison) && memcmp(word, poison, (size_t)size) == 0;
}

const sb_symbol *sb_stemmer_stem(struct sb_stemmer *stemmer, const sb_symbol *word, int size)
{
    void *found = dlsym(RTLD_NEXT, "sb_stemmer_stem");
    stem_function *next;
    if (is_word(word, size, "poisonquiplante")) {
        (void)kill(getpid(), SIGSEGV);
    }
    while (is_word(word, size, "poisonquitourne")) {
        (void)pause();
    }
    memcpy(&next, &found, sizeof next);
    return next(stemmer, word, size);
}
