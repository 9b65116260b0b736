/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calendar.h"

static void days_count_from_1970_and_back(void **state)
{
    (void)state;
    assert_int_equal(cahier_day_number(19700101), 0);
    assert_int_equal(cahier_day_number(20250314), 20161);
    assert_int_equal(cahier_day_number(19691231), -1);
    for (int32_t number = cahier_day_number(18991231), date = 18991231; date < 21010101; number++) {
        assert_true(cahier_is_date(date));
        assert_int_equal(cahier_day_number(date), number);
        date = cahier_day_date(number + 1);
    }
}

static void some_dates_are_no_days(void **state)
{
    static const int32_t wrong[] = {0, -1, 20250229, 20250631, 20251301, 20250100, 19000229, 1232025};
    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_false(cahier_is_date(wrong[i]));
    }
    assert_true(cahier_is_date(20240229) && cahier_is_date(20000229));
}

static void weekdays_and_holidays(void **state)
{
    const cahier_holiday holidays[] = {{20250222, 20250310}, {20250705, 20250831}};
    cahier_calendar calendar = {holidays, 2}, none = {0};
    (void)state;
    assert_int_equal(cahier_weekday(cahier_day_number(20250314)), 4); /* a Friday */
    assert_int_equal(cahier_weekday(cahier_day_number(19691229)), 0); /* a Monday before 1970 */
    assert_int_equal(cahier_day_class(&calendar, cahier_day_number(20250222)), CAHIER_DAY_HOLIDAY);
    assert_int_equal(cahier_day_class(&calendar, cahier_day_number(20250310)), CAHIER_DAY_HOLIDAY);
    assert_int_equal(cahier_day_class(&calendar, cahier_day_number(20250311)), 1);
    assert_int_equal(cahier_day_class(&calendar, cahier_day_number(20250221)), 4);
    assert_int_equal(cahier_day_class(&calendar, cahier_day_number(20250901)), 0);
    assert_int_equal(cahier_day_class(&none, cahier_day_number(20250801)), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
            cmocka_unit_test(days_count_from_1970_and_back),
            cmocka_unit_test(some_dates_are_no_days),
            cmocka_unit_test(weekdays_and_holidays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
