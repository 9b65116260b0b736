/* SPDX-License-Identifier: Apache-2.0 */
/* How long the next password waits, on a clock of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "throttle.h"

static cahier_try attempt_of(const char *name, const char *address, uint64_t now_ms)
{
    return (cahier_try){{"metz", 4}, {name, (uint32_t)strlen(name)}, {address, (uint32_t)strlen(address)}, now_ms};
}

static void fail_times(cahier_throttle *throttle, const char *name, const char *address, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        cahier_try attempt = attempt_of(name, address, 1000);
        cahier_throttle_note(throttle, &attempt, false);
    }
}

static uint32_t wait_of(cahier_throttle *throttle, const char *name, const char *address, uint64_t now_ms)
{
    cahier_try attempt = attempt_of(name, address, now_ms);
    return cahier_throttle_wait(throttle, &attempt);
}

static void a_name_waits_longer_each_time_up_to_a_minute(void **state)
{
    static const struct {
        uint32_t failures, seconds;
    } cases[] = {{0, 0}, {4, 0}, {5, 1}, {6, 2}, {8, 8}, {11, 60}, {40, 60}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cahier_throttle *throttle = cahier_throttle_open();
        char address[32];
        for (uint32_t n = 0; n < cases[i].failures; n++) { /* from everywhere */
            snprintf(address, sizeof address, "10.0.0.%u", n);
            fail_times(throttle, "Ana", address, 1);
        }
        if (wait_of(throttle, "Ana", "10.9.9.9", 1000) != cases[i].seconds) {
            fail_msg("%u failures: %u s", cases[i].failures, wait_of(throttle, "Ana", "10.9.9.9", 1000));
        }
        assert_int_equal(wait_of(throttle, "Zoé", "10.9.9.9", 1000), 0);
        assert_int_equal(wait_of(throttle, "Ana", "10.9.9.9", 1000 + 60000), 0);
        cahier_throttle_close(throttle);
    }
}

static void an_address_waits_after_many_names(void **state)
{
    cahier_throttle *throttle = cahier_throttle_open();
    char name[16];
    (void)state;
    for (uint32_t i = 0; i < 40; i++) {
        snprintf(name, sizeof name, "n%u", i);
        fail_times(throttle, name, "10.0.0.1", 1);
    }
    assert_int_equal(wait_of(throttle, "Ana", "10.0.0.1", 1000), 900);
    assert_int_equal(wait_of(throttle, "Ana", "10.0.0.2", 1000), 0);
    cahier_throttle_close(throttle);
}

static void a_right_password_forgets_the_failures_of_its_name(void **state)
{
    cahier_throttle *throttle = cahier_throttle_open();
    (void)state;
    fail_times(throttle, "Ana", "10.0.0.1", 6);
    assert_int_equal(wait_of(throttle, "Ana", "10.0.0.1", 1000), 2);
    cahier_try attempt = attempt_of("Ana", "10.0.0.1", 4000);
    cahier_throttle_note(throttle, &attempt, true);
    assert_int_equal(wait_of(throttle, "Ana", "10.0.0.1", 4000), 0);
    cahier_throttle_close(throttle);
}

static void spaces_do_not_share_names(void **state)
{
    cahier_throttle *throttle = cahier_throttle_open();
    (void)state;
    fail_times(throttle, "Ana", "10.0.0.1", 9);
    cahier_try attempt = attempt_of("Ana", "10.0.0.2", 1000);
    attempt.tenant = (cahier_text){"nancy", 5};
    assert_int_equal(cahier_throttle_wait(throttle, &attempt), 0);
    cahier_throttle_close(throttle);
}

static void a_full_table_forgets_the_oldest(void **state)
{
    cahier_throttle *throttle = cahier_throttle_open();
    char name[16];
    (void)state;
    for (uint32_t i = 0; i < 50000; i++) {
        snprintf(name, sizeof name, "n%u", i);
        cahier_try attempt = attempt_of(name, name, 1000 + i);
        cahier_throttle_note(throttle, &attempt, false);
    }
    for (uint32_t i = 0; i < 6; i++) {
        cahier_try attempt = attempt_of("Ana", "10.0.0.1", 60000);
        cahier_throttle_note(throttle, &attempt, false);
    }
    assert_int_equal(wait_of(throttle, "Ana", "10.0.0.1", 60000), 2);
    cahier_throttle_close(throttle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(a_name_waits_longer_each_time_up_to_a_minute),
            cmocka_unit_test(an_address_waits_after_many_names),
            cmocka_unit_test(a_right_password_forgets_the_failures_of_its_name),
            cmocka_unit_test(spaces_do_not_share_names),
            cmocka_unit_test(a_full_table_forgets_the_oldest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
