/* SPDX-License-Identifier: Apache-2.0 */
#include "unite.h"

#include "text.h"

static bool is_keepable(cahier_role role)
{
    return role == CAHIER_ROLE_OTHER || role == CAHIER_ROLE_HINT || role == CAHIER_ROLE_GROUP ||
           role == CAHIER_ROLE_PLACE || role == CAHIER_ROLE_POSITION || role == CAHIER_ROLE_DATE ||
           role == CAHIER_ROLE_KIND || role == CAHIER_ROLE_ID;
}

/* Asked to be for nothing: it may well hold names. */
static bool is_ignored(const cahier_intake_column *column)
{
    return column->role == CAHIER_ROLE_OTHER && column->why == CAHIER_WHY_ASKED;
}

static bool is_wanted(const cahier_intake_column *column, cahier_united_kind kind)
{
    return kind == CAHIER_UNITED_GROUPS
                   ? column->role == CAHIER_ROLE_GROUP
                   : kind == CAHIER_UNITED_KEPT && is_keepable(column->role) && !is_ignored(column);
}

static uint32_t find_united(const cahier_united *united, cahier_text name)
{
    uint32_t i = 0;
    while (i < united->count && !cahier_text_equal(united->name[i], name)) {
        i++;
    }
    return i;
}

static void add_names(const cahier_layout *layout, cahier_united_kind kind, cahier_united *united)
{
    for (uint32_t j = 0; j < layout->column_count; j++) {
        const cahier_intake_column *column = &layout->column[j];
        if (is_wanted(column, kind) && find_united(united, column->name) == united->count) {
            united->name[united->count++] = column->name;
        }
    }
}

/* Of two columns of one name in one file, the first counts. */
static void locate(const cahier_layout *layout, cahier_united_kind kind, const cahier_united *united, uint32_t *where)
{
    for (uint32_t i = 0; i < united->count; i++) {
        where[i] = CAHIER_NONE;
    }
    for (uint32_t j = layout->column_count; j-- > 0;) {
        if (is_wanted(&layout->column[j], kind)) {
            where[find_united(united, layout->column[j].name)] = j;
        }
    }
}

cahier_status cahier_unite_columns(cahier_reading *reading, const cahier_sheet *sheets, uint32_t files,
        cahier_united_kind kind, cahier_united *out)
{
    uint32_t total = 0;
    for (uint32_t f = 0; f < files; f++) {
        total += sheets[f].layout.column_count;
    }
    cahier_united united = {.name = CAHIER_NEW(reading->batch, cahier_text, total),
            .of = CAHIER_NEW(reading->scratch, uint32_t *, files)};
    if (united.name == NULL || united.of == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t f = 0; f < files; f++) {
        add_names(&sheets[f].layout, kind, &united);
    }
    for (uint32_t f = 0; f < files; f++) {
        united.of[f] = CAHIER_NEW(reading->scratch, uint32_t, united.count);
        if (united.of[f] == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        locate(&sheets[f].layout, kind, &united, united.of[f]);
    }
    *out = united;
    return CAHIER_OK;
}
