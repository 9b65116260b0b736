/* SPDX-License-Identifier: Apache-2.0 */
#include "roles_parts.h"

#include <string.h>

#include "text.h"

#define ID_DISTINCT_PERCENT 90u /* below, the column repeats values: a project's number, not the row's */
#define TITLE_BYTES_MAX 300u    /* mean length; the longest titles of Decidim are cut at 150 characters */
#define GROUP_CHOICES_MAX 120u  /* years of birth are some 90 */

void cahier_layout_grant(cahier_assigner *a, uint32_t j, cahier_role role, cahier_role_why why)
{
    a->layout->column[j].role = role;
    a->layout->column[j].why = why;
    a->taken[j] = true;
}

cahier_status cahier_layout_append(cahier_assigner *a, cahier_column_list *list, uint32_t j)
{
    uint32_t *grown = CAHIER_GROW(a->reading->scratch, list->at, list->count, list->count + 1);
    if (grown == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    list->at = grown;
    list->at[list->count++] = j;
    return CAHIER_OK;
}

/* --- asked ------------------------------------------------------------------------------------------------------------ */

/* Names of the columns for a refusal, as many as fit. */
static void list_columns(const cahier_table *table, char out[CAHIER_SENTENCE_MAX / 2])
{
    size_t used = 0;
    for (uint32_t j = 0; j < table->column_count; j++) {
        cahier_text name = table->column[j];
        if (used + name.len + 8 > CAHIER_SENTENCE_MAX / 2) {
            memcpy(out + used, "…", 3);
            used += 3;
            break;
        }
        if (used > 0) {
            memcpy(out + used, ", ", 2);
            used += 2;
        }
        memcpy(out + used, name.at, name.len);
        used += name.len;
    }
    out[used] = '\0';
}

/* By its exact name, else by its folded name, else by its number. CAHIER_NONE when it may be missing, and is. */
static cahier_status find_asked(cahier_assigner *a, const char *asked, uint32_t *column)
{
    cahier_text name = {asked, (uint32_t)strlen(asked)};
    const char *folded;
    CAHIER_TRY(cahier_columns_fold(a->reading->scratch, name, &folded));
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t j = 0; j < a->table->column_count; j++) {
            bool same = pass == 0 ? cahier_text_equal(a->table->column[j], name)
                                  : strcmp(a->profile[j].folded, folded) == 0;
            if (same) {
                *column = j;
                return CAHIER_OK;
            }
        }
    }
    uint32_t number = 0, i = 0;
    while (i < name.len && i < 5 && asked[i] >= '0' && asked[i] <= '9') {
        number = number * 10 + (uint32_t)(asked[i++] - '0');
    }
    if (i > 0 && i == name.len && number >= 1 && number <= a->table->column_count) {
        *column = number - 1;
        return CAHIER_OK;
    }
    if (a->reading->options->where_found) {
        *column = CAHIER_NONE;
        return CAHIER_OK;
    }
    char columns[CAHIER_SENTENCE_MAX / 2];
    list_columns(a->table, columns);
    return cahier_refuse(a->reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_NO_COLUMN, asked, columns);
}

static cahier_status give_asked(cahier_assigner *a, const char *asked, cahier_role role, uint32_t *column)
{
    if (asked == NULL) {
        return CAHIER_OK;
    }
    CAHIER_TRY(find_asked(a, asked, column));
    if (*column != CAHIER_NONE) {
        cahier_layout_grant(a, *column, role, CAHIER_WHY_ASKED);
    }
    return CAHIER_OK;
}

/* Several columns of one role. `list` may be NULL: the role is what matters. */
static cahier_status give_list(
        cahier_assigner *a, const char *const *asked, uint32_t count, cahier_role role, cahier_column_list *list)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t j = CAHIER_NONE;
        CAHIER_TRY(give_asked(a, asked[i], role, &j));
        if (list != NULL && j != CAHIER_NONE) {
            CAHIER_TRY(cahier_layout_append(a, list, j));
        }
    }
    return CAHIER_OK;
}

static cahier_status give_all_asked(cahier_assigner *a)
{
    const cahier_intake_options *options = a->reading->options;
    cahier_layout *layout = a->layout;
    uint32_t person = options->person != NULL ? 1 : 0;
    CAHIER_TRY(give_list(a, options->ignored, options->ignored_count, CAHIER_ROLE_OTHER, NULL));
    CAHIER_TRY(give_asked(a, options->title, CAHIER_ROLE_TITLE, &layout->title));
    CAHIER_TRY(give_asked(a, options->id, CAHIER_ROLE_ID, &layout->id));
    CAHIER_TRY(give_asked(a, options->date, CAHIER_ROLE_DATE, &layout->date));
    CAHIER_TRY(give_asked(a, options->place, CAHIER_ROLE_PLACE, &layout->place));
    CAHIER_TRY(give_asked(a, options->position, CAHIER_ROLE_POSITION, &layout->position));
    CAHIER_TRY(give_list(a, options->group, options->group_count, CAHIER_ROLE_GROUP, &layout->group));
    CAHIER_TRY(give_list(a, options->text, options->text_count, CAHIER_ROLE_TEXT, &layout->text));
    return give_list(a, &options->person, person, CAHIER_ROLE_PERSON, &layout->person);
}

/* --- one column a role ------------------------------------------------------------------------------------------------ */

bool cahier_profile_is_applicable(const cahier_profile *p)
{
    return p->rule != NULL && !((p->rule->flags & CAHIER_COLUMN_CLOSED) != 0 && cahier_profile_is_prose(p));
}

static bool is_distinct(const cahier_profile *p)
{
    return p->distinct * 100 >= p->filled * ID_DISTINCT_PERCENT;
}

/* Up to one cell in twenty may say something else: « autre », « je ne sais pas ». */
static bool says_positions(const cahier_profile *p)
{
    return p->filled > 0 && (uint64_t)p->positions * 20 >= (uint64_t)p->filled * 19;
}

/* Do the contents allow the role that the name promises? */
static bool suits(const cahier_profile *p, cahier_role role)
{
    uint64_t mean = p->filled == 0 ? 0 : p->bytes / p->filled;
    switch (role) {
    case CAHIER_ROLE_DATE:
        /* a year alone is a date when its column is named so */
        return (p->dates + p->numbers) * 2 >= p->filled && p->yes_no * 2 < p->filled;
    case CAHIER_ROLE_ID:
        return mean <= 80;
    case CAHIER_ROLE_PLACE:
        return mean <= 80 && p->yes_no * 2 < p->filled && !cahier_profile_is_prose(p);
    case CAHIER_ROLE_POSITION:
        return says_positions(p);
    case CAHIER_ROLE_TITLE:
        return mean <= TITLE_BYTES_MAX;
    case CAHIER_ROLE_QUESTION:
        return mean >= 10;
    default:
        return true;
    }
}

/* A quarter written « 36 » says less than an arrondissement written « 75017 » or « Centre ». */
static bool is_bare_number(const cahier_profile *p)
{
    return p->numbers == p->filled && p->bytes < (uint64_t)p->filled * 4;
}

/* Lower is better: contents that fit less, then the rank of the name, then the language. */
uint64_t cahier_layout_cost(const cahier_assigner *a, uint32_t j, cahier_role role)
{
    const cahier_profile *p = &a->profile[j];
    bool doubtful = (role == CAHIER_ROLE_ID && !is_distinct(p) && a->layout->kind == CAHIER_NONE) ||
                    (role == CAHIER_ROLE_PLACE && is_bare_number(p));
    const cahier_column_rule *first = cahier_platform_rules();
    return (uint64_t)doubtful << 40 | (uint64_t)(p->rule - first) << 8 | (uint64_t)p->locale << 1 |
           ((p->rule->flags & CAHIER_COLUMN_SUMMARY) != 0);
}

static uint32_t best_for(const cahier_assigner *a, cahier_role role)
{
    uint32_t best = CAHIER_NONE;
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        if (a->taken[j] || p->filled == 0 || !cahier_profile_is_applicable(p) || p->rule->role != role ||
                !suits(p, role)) {
            continue;
        }
        if (best == CAHIER_NONE || cahier_layout_cost(a, j, role) < cahier_layout_cost(a, best, role)) {
            best = j;
        }
    }
    return best;
}

static void give_best(cahier_assigner *a, cahier_role role, uint32_t *column)
{
    if (*column != CAHIER_NONE) {
        return;
    }
    *column = best_for(a, role);
    if (*column != CAHIER_NONE) {
        cahier_layout_grant(a, *column, role, CAHIER_WHY_NAME);
    }
}

/* An identifier that repeats is another thing's, unless rows of other kinds repeat it on purpose. */
static void give_id(cahier_assigner *a)
{
    give_best(a, CAHIER_ROLE_ID, &a->layout->id);
    uint32_t id = a->layout->id;
    if (id == CAHIER_NONE || a->layout->column[id].why == CAHIER_WHY_ASKED) {
        return;
    }
    const cahier_profile *p = &a->profile[id];
    bool repeats = p->filled >= 20 && p->distinct * 2 < p->filled && a->layout->kind == CAHIER_NONE;
    if (repeats) {
        cahier_layout_grant(a, id, CAHIER_ROLE_OTHER, CAHIER_WHY_NOTHING);
        a->layout->id = CAHIER_NONE;
    }
}

/* A nameless column of full dates. */
static void give_date_by_content(cahier_assigner *a)
{
    for (uint32_t j = 0; j < a->table->column_count && a->layout->date == CAHIER_NONE; j++) {
        const cahier_profile *p = &a->profile[j];
        if (!a->taken[j] && p->rule == NULL && p->filled > 0 && p->dates * 10 >= p->filled * 9 &&
                p->numbers < p->filled) {
            a->layout->date = j;
            cahier_layout_grant(a, j, CAHIER_ROLE_DATE, CAHIER_WHY_CONTENT);
        }
    }
}

static void drop_names(cahier_assigner *a)
{
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        bool named = cahier_profile_is_applicable(p) && p->rule->role == CAHIER_ROLE_NAME;
        bool addresses = p->filled > 0 && p->emails * 2 > p->filled;
        if (!a->taken[j] && (named || addresses)) {
            cahier_layout_grant(a, j, CAHIER_ROLE_NAME, CAHIER_WHY_PRIVATE);
        }
    }
}

/* --- people ----------------------------------------------------------------------------------------------------------- */

/* An identifier first, else the best name or address; a family name goes with its first name. */
static cahier_status give_person(cahier_assigner *a)
{
    cahier_layout *layout = a->layout;
    if (layout->person.count > 0) {
        return CAHIER_OK;
    }
    uint32_t key = best_for(a, CAHIER_ROLE_PERSON);
    if (key != CAHIER_NONE) {
        cahier_layout_grant(a, key, CAHIER_ROLE_PERSON, CAHIER_WHY_NAME);
        return cahier_layout_append(a, &layout->person, key);
    }
    uint32_t first_name = CAHIER_NONE;
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        if (layout->column[j].role != CAHIER_ROLE_NAME || p->filled == 0) {
            continue;
        }
        bool is_key = (p->rule != NULL && (p->rule->flags & CAHIER_COLUMN_KEY) != 0) || p->emails * 2 > p->filled;
        first_name = strcmp(p->base, "prenom") == 0 || strcmp(p->base, "first name") == 0 ? j : first_name;
        bool better = key == CAHIER_NONE || p->emails * 2 > p->filled ||
                      (a->profile[key].rule != NULL && p->rule != NULL && p->rule < a->profile[key].rule);
        key = is_key && better ? j : key;
    }
    if (key == CAHIER_NONE) {
        return CAHIER_OK;
    }
    const char *name = a->profile[key].base;
    bool family = strcmp(name, "nom") == 0 || strcmp(name, "last name") == 0 || strcmp(name, "nom de famille") == 0;
    CAHIER_TRY(cahier_layout_append(a, &layout->person, key));
    return family && first_name != CAHIER_NONE ? cahier_layout_append(a, &layout->person, first_name) : CAHIER_OK;
}

/* « Avis », « Vote », « Pour ou contre ? »: one column of sides is the position; several are closed questions. A
 * "body" may well be « Tout à fait d'accord », which one cell does not tell from a choice. */
static void give_position_by_content(cahier_assigner *a)
{
    uint32_t found = CAHIER_NONE, count = 0;
    for (uint32_t j = 0; a->layout->position == CAHIER_NONE && j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        bool text = p->rule != NULL && p->rule->role == CAHIER_ROLE_TEXT && (p->rule->flags & CAHIER_COLUMN_WEAK) == 0;
        if (!a->taken[j] && !text && p->sides > 1 && says_positions(p)) {
            found = j;
            count++;
        }
    }
    if (count == 1) {
        a->layout->position = found;
        cahier_layout_grant(a, found, CAHIER_ROLE_POSITION, CAHIER_WHY_CONTENT);
    }
}

static cahier_status give_rest(cahier_assigner *a)
{
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        const cahier_profile *p = &a->profile[j];
        if (a->taken[j]) {
            continue;
        }
        cahier_role role = cahier_profile_is_applicable(p) ? p->rule->role : CAHIER_ROLE_OTHER;
        if (p->filled == 0) {
            cahier_layout_grant(a, j, CAHIER_ROLE_OTHER, CAHIER_WHY_EMPTY);
        } else if (role == CAHIER_ROLE_GROUP && p->pieces <= GROUP_CHOICES_MAX && !cahier_profile_is_prose(p)) {
            cahier_layout_grant(a, j, CAHIER_ROLE_GROUP, CAHIER_WHY_NAME);
            CAHIER_TRY(cahier_layout_append(a, &a->layout->group, j));
        } else if (role == CAHIER_ROLE_HINT) {
            cahier_layout_grant(a, j, CAHIER_ROLE_HINT, CAHIER_WHY_NAME);
        } else if (role == CAHIER_ROLE_PERSON) {
            cahier_layout_grant(a, j, CAHIER_ROLE_NAME, CAHIER_WHY_PRIVATE);
        } else {
            cahier_layout_grant(a, j, CAHIER_ROLE_OTHER,
                    p->question && role == CAHIER_ROLE_OTHER ? CAHIER_WHY_CLOSED : CAHIER_WHY_NOTHING);
        }
    }
    return CAHIER_OK;
}

/* --- all -------------------------------------------------------------------------------------------------------------- */

/* The order that reads most of the column's dates; the platform's habit when all are doubtful. */
static cahier_date_order order_of(const cahier_table *table, uint32_t column, const cahier_platform *platform)
{
    uint32_t day_first = 0, month_first = 0;
    for (uint32_t r = 0; column != CAHIER_NONE && r < table->row_count; r++) {
        int seen;
        (void)cahier_date_parse(cahier_trim(cahier_table_at(table, r, column)), CAHIER_DATE_DAY_FIRST, &seen);
        day_first += seen == 1;
        month_first += seen == 2;
    }
    bool habit = platform != NULL && (platform->flags & CAHIER_PLATFORM_MONTH_FIRST) != 0;
    return month_first > day_first || (month_first == day_first && habit) ? CAHIER_DATE_MONTH_FIRST
                                                                          : CAHIER_DATE_DAY_FIRST;
}

static cahier_status find_platform(cahier_assigner *a)
{
    const char **folded = CAHIER_NEW(a->reading->scratch, const char *, a->table->column_count);
    if (folded == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < a->table->column_count; j++) {
        folded[j] = a->profile[j].base;
    }
    a->layout->platform = cahier_platform_find(folded, a->table->column_count);
    return CAHIER_OK;
}

static cahier_status assign(cahier_assigner *a, const char *file_name)
{
    cahier_layout *layout = a->layout;
    CAHIER_TRY(find_platform(a));
    CAHIER_TRY(give_all_asked(a));
    drop_names(a);
    give_best(a, CAHIER_ROLE_KIND, &layout->kind);
    give_id(a);
    give_best(a, CAHIER_ROLE_DATE, &layout->date);
    give_best(a, CAHIER_ROLE_PLACE, &layout->place);
    give_best(a, CAHIER_ROLE_POSITION, &layout->position);
    give_position_by_content(a);
    give_best(a, CAHIER_ROLE_QUESTION, &layout->question);
    give_best(a, CAHIER_ROLE_TITLE, &layout->title);
    CAHIER_TRY(cahier_roles_add_fallbacks(a, CAHIER_ROLE_TITLE, layout->title, &layout->title_fallback));
    give_date_by_content(a);
    CAHIER_TRY(give_person(a));
    CAHIER_TRY(cahier_roles_give_texts(a));
    CAHIER_TRY(give_rest(a));
    if (layout->text.count == 0) {
        char columns[CAHIER_SENTENCE_MAX / 2];
        list_columns(a->table, columns);
        return cahier_refuse(a->reading, CAHIER_ERROR_EMPTY, CAHIER_REFUSED_NO_TEXT, file_name, columns);
    }
    layout->questions = layout->text.count > 1 || a->profile[layout->text.at[0]].question;
    layout->date_order = order_of(a->table, layout->date, layout->platform);
    return CAHIER_OK;
}

cahier_status cahier_roles_assign(cahier_reading *reading, const cahier_table *table, const cahier_profile *profile,
        const char *file_name, cahier_layout *out)
{
    cahier_layout layout = {.column_count = table->column_count,
            .title = CAHIER_NONE,
            .id = CAHIER_NONE,
            .date = CAHIER_NONE,
            .place = CAHIER_NONE,
            .position = CAHIER_NONE,
            .question = CAHIER_NONE,
            .kind = CAHIER_NONE,
            .main = CAHIER_NONE};
    layout.column = CAHIER_NEW(reading->batch, cahier_intake_column, table->column_count);
    bool *taken = CAHIER_NEW(reading->scratch, bool, table->column_count);
    if (layout.column == NULL || taken == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t j = 0; j < table->column_count; j++) {
        layout.column[j].name = table->column[j];
    }
    cahier_assigner a = {.reading = reading, .table = table, .profile = profile, .layout = &layout, .taken = taken};
    cahier_status status = assign(&a, file_name);
    *out = layout; /* refused for want of a text too: the pre-flight shows the columns to choose from */
    return status;
}
