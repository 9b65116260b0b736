/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h: the line of a run that lasts. Its start is put back: nothing here waits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "progress.h"
#include "run.h"

#define MINUTE_MS 60000u

static int last_long(int argc, char **argv)
{
    cahier_progress progress;
    (void)argv;
    cahier_progress_open(&progress, false, argc > 1);
    progress.program_ms -= MINUTE_MS;
    cahier_progress_phase(&progress, argc > 1 ? "Texts" : "Textes", 560000);
    atomic_store(&progress.shown_ms, 0);
    progress.phase_ms -= MINUTE_MS;
    cahier_progress_add(&progress, 140000);
    atomic_store(&progress.shown_ms, 0);
    cahier_progress_add(&progress, 560000); /* more than was said: none is left */
    cahier_progress_close(&progress);
    return 0;
}

static void thousands_are_apart(void **state)
{
    static const char *const french[] = {"analyse", NULL}, *const english[] = {"analyse", "--lang=en", NULL};
    command_run run;
    (void)state;
    run_command(last_long, french, &run);
    assert_holds(run.err, "Textes : 0 / 560 000 (0 %)\n");
    assert_holds(run.err, "Textes : 140 000 / 560 000 (25 %), 2 3");
    assert_holds(run.err, "/s, reste 18");
    assert_holds(run.err, "Textes : 560 000 / 560 000 (100 %), ");
    assert_holds(run.err, "reste 1 s\n");
    run_command(last_long, english, &run);
    assert_holds(run.err, "Texts : 140 000 / 560 000 (25 %), 2 3");
    assert_holds(run.err, "/s, 18");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(thousands_are_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
