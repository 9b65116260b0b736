/* SPDX-License-Identifier: Apache-2.0 */
#include "cases.h"

#include "date.h"

static const struct {
    const char *cell;
    int32_t day_first, month_first;
    int order; /* 0 doubtful or unneeded, 1 day first, 2 month first */
} dates[] = {
        {"2019-01-17 10:38:20 +0100", 20190117, 20190117, 0},
        {"2025-03-14", 20250314, 20250314, 0},
        {"2025-03-14T08:00:00.000Z", 20250314, 20250314, 0},
        {"2025/03/14", 20250314, 20250314, 0},
        {"14/03/2025", 20250314, 20250314, 1},
        {"03/14/2025 10:12:00", 20250314, 20250314, 2},
        {"03/04/2025", 20250403, 20250304, 0},
        {"14.03.2025 08:15:00", 20250314, 20250314, 1},
        {"14-03-2025", 20250314, 20250314, 1},
        {"14/03/25", 20250314, 20250314, 1},
        {"3 mars 2025", 20250303, 20250303, 0},
        {"1er mars 2025", 20250301, 20250301, 0},
        {"lundi 3 mars 2025 à 10:12", 20250303, 20250303, 0},
        {"mardi 4 f\xC3\xA9vrier 2025", 20250204, 20250204, 0},
        {"12 ao\xC3\xBBt 2024", 20240812, 20240812, 0},
        {"3 d\xC3\xA9"
         "c. 2023",
                20231203, 20231203, 0},
        {"31 juil. 2024", 20240731, 20240731, 0},
        {"30 juin 2024", 20240630, 20240630, 0},
        {"March 3, 2025", 20250303, 20250303, 0},
        {"Tue Nov 27 2018 14:03:22 GMT+0100", 20181127, 20181127, 0},
        {"17-Jan-19", 20190117, 20190117, 0},
        {"mars 2025", 20250301, 20250301, 0},
        {"2016-03", 20160301, 20160301, 0},
        {"03/2016", 20160301, 20160301, 0},
        {"2015", 20150101, 20150101, 0},
        {"20250314", 20250314, 20250314, 0},
        {"1543327402", 20181127, 20181127, 0},
        {"1543327402123", 20181127, 20181127, 0},
        {"29/02/2024", 20240229, 20240229, 1},
        {"29/02/2025", 0, 0, 0},
        {"31/04/2025", 0, 0, 0},
        {"00/00/0000", 0, 0, 0},
        {"99/99/9999", 0, 0, 0},
        {"hier", 0, 0, 0},
        {"", 0, 0, 0},
        {"marron 12", 0, 0, 0},
        {"999999999999999999999", 0, 0, 0},
        {"12:30", 0, 0, 0},
};

static void test_dates(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        cahier_text cell = {dates[i].cell, (uint32_t)strlen(dates[i].cell)};
        int order, again;
        int32_t day_first = cahier_date_parse(cell, CAHIER_DATE_DAY_FIRST, &order);
        int32_t month_first = cahier_date_parse(cell, CAHIER_DATE_MONTH_FIRST, &again);
        if (day_first != dates[i].day_first || month_first != dates[i].month_first || order != dates[i].order) {
            fail_msg("%s: got %d, %d, order %d", dates[i].cell, (int)day_first, (int)month_first, order);
        }
    }
}

static const intake_case columns[] = {
        {"one value decides for its column: month first", "a.csv",
                BYTES("id;texte;date\n1;Plus de bancs;03/04/2025\n2;Moins de bruit;03/14/2025\n"),
                "1: Plus de bancs =20250304\n2: Moins de bruit =20250314\n"},
        {"one value decides for its column: day first", "a.csv",
                BYTES("id;texte;date\n1;Plus de bancs;03/04/2025\n2;Moins de bruit;14/03/2025\n"),
                "1: Plus de bancs =20250403\n2: Moins de bruit =20250314\n"},
        {"all doubtful: day first", "a.csv",
                BYTES("id;texte;date\n1;Plus de bancs;03/04/2025\n2;Moins de bruit;05/04/2025\n"),
                "1: Plus de bancs =20250403\n2: Moins de bruit =20250405\n"},
        {"a nameless column of dates is found", "a.csv",
                BYTES("id;texte;jj\n1;Plus de bancs;2025-04-03\n2;Moins de bruit;2025-04-05\n"),
                "1: Plus de bancs =20250403\n2: Moins de bruit =20250405\n"},
        {"a birth date is nobody's business", "a.csv",
                BYTES("id;texte;date de naissance;date\n1;Plus de bancs;01/02/1960;2025-04-03\n2;Rien;03/02/1970;\n"),
                "1: Plus de bancs =20250403\n2: Rien\n"},
};

static void test_columns_of_dates(void **state)
{
    (void)state;
    run_intake_cases(columns, sizeof columns / sizeof columns[0]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_dates), cmocka_unit_test(test_columns_of_dates)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
