/* SPDX-License-Identifier: Apache-2.0 */
#include "route.h"

#include "normalise.h"
#include "route_learn.h"
#include "route_rank.h"
#include "text.h"

enum {
    COLUMN_SERVICE,
    COLUMN_KIND,
    COLUMN_FORM,
    COLUMN_WEIGHT,
    COLUMN_ADDRESS,
    COLUMN_DELAY
};

enum {
    PLACE_REACH = 3 /* tokens between « à côté » and « poste » */
};

/* --- the services ------------------------------------------------------------------------------------------------------ */

typedef struct building {
    cahier_arena *arena;
    const cahier_services_input *in;
    cahier_services services;
    cahier_service_row *theme; /* rows of kind theme */
    uint32_t theme_count;
    uint32_t *list, *line;  /* a term row: where it stands; CAHIER_NONE: in no list */
    uint32_t *address_list; /* a service: the list that gave its address, its delay, or CAHIER_NONE */
    uint32_t *delay_list;
} building;

static bool is_theme(const cahier_lexicon *list, uint32_t entry)
{
    return cahier_lexicon_cell(list, entry, COLUMN_KIND).at[1] == 'h'; /* theme, not term */
}

static cahier_status lower(cahier_arena *arena, cahier_text text, cahier_text *out)
{
    char *to = CAHIER_NEW(arena, char, CAHIER_FOLD_BOUND(text.len));
    if (to == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    *out = (cahier_text){to, cahier_fold_lower(text, to)};
    return CAHIER_OK;
}

uint32_t cahier_services_find(const cahier_services *services, cahier_text name)
{
    for (uint32_t s = 0; s < services->count; s++) {
        if (cahier_text_equal(services->at[s].name, name)) {
            return s;
        }
    }
    return CAHIER_NONE;
}

static cahier_status refuse(
        const cahier_lexicon *list, uint32_t entry, uint32_t column, const char *message, cahier_error *error)
{
    uint32_t before = 1;
    for (uint32_t k = 0; k < column; k++) {
        before += cahier_lexicon_cell(list, entry, k).len + 1;
    }
    *error = (cahier_error){CAHIER_ERROR_LEXICON, list->line[entry], before, message};
    return CAHIER_ERROR_LEXICON;
}

static uint32_t service_of(building *b, cahier_text name)
{
    uint32_t s = cahier_services_find(&b->services, name);
    if (s == CAHIER_NONE) {
        s = b->services.count++;
        b->services.at[s] = (cahier_service){.name = name};
        b->address_list[s] = b->delay_list[s] = CAHIER_NONE;
    }
    return s;
}

/* Address and delay, said in any row of the service, in one way a list. */
static cahier_status take_contact(building *b, uint32_t l, uint32_t entry, uint32_t s, cahier_error *error)
{
    const cahier_lexicon *list = &b->in->list[l];
    cahier_service *service = &b->services.at[s];
    cahier_text address = cahier_lexicon_cell(list, entry, COLUMN_ADDRESS);
    cahier_text delay = cahier_lexicon_cell(list, entry, COLUMN_DELAY);
    int32_t days = 0;
    if (address.len > 0) {
        if (b->address_list[s] == l && !cahier_text_equal(address, service->address)) {
            return refuse(list, entry, COLUMN_ADDRESS, "this service has another address above", error);
        }
        service->address = address;
        b->address_list[s] = l;
    }
    if (delay.len > 0 && cahier_lexicon_number(delay, 1, &days)) {
        if (b->delay_list[s] == l && (uint32_t)days != service->delay_days) {
            return refuse(list, entry, COLUMN_DELAY, "this service has another delay above", error);
        }
        service->delay_days = (uint32_t)days;
        b->delay_list[s] = l;
    }
    return CAHIER_OK;
}

static void add_term(building *b, cahier_service_row row, uint32_t list, uint32_t line)
{
    uint32_t r = b->services.term_count++;
    b->services.row[r] = row;
    b->list[r] = list;
    b->line[r] = line;
}

/* The words of a theme of taxonomy.tsv, as words of the service. */
static cahier_status add_theme_words(building *b, const cahier_service_row *theme)
{
    const cahier_lexicon *taxonomy = &b->in->lexicons->file[CAHIER_LEXICON_TAXONOMY];
    const int32_t *weight = b->in->lexicons->number[CAHIER_LEXICON_TAXONOMY];
    for (uint32_t e = 0; e < taxonomy->count; e++) {
        cahier_text name = cahier_lexicon_cell(taxonomy, e, 0), folded;
        size_t mark = cahier_arena_mark(b->arena);
        CAHIER_TRY(lower(b->arena, name, &folded));
        bool same = cahier_text_equal(folded, theme->form);
        cahier_arena_reset(b->arena, mark);
        if (same) {
            cahier_service_row row = {.service = theme->service,
                    .form = cahier_lexicon_cell(taxonomy, e, 1),
                    .theme = name,
                    .weight_milli = (int32_t)((int64_t)weight[e] * theme->weight_milli / 1000)};
            add_term(b, row, CAHIER_NONE, 0);
        }
    }
    return CAHIER_OK;
}

static cahier_status read_entry(building *b, uint32_t l, uint32_t entry, bool theme, cahier_error *error)
{
    const cahier_lexicon *list = &b->in->list[l];
    cahier_service_row row = {.form = cahier_lexicon_cell(list, entry, COLUMN_FORM), .rank = l + 1};
    if (is_theme(list, entry) != theme) {
        return CAHIER_OK;
    }
    row.service = service_of(b, cahier_lexicon_cell(list, entry, COLUMN_SERVICE));
    (void)cahier_lexicon_number(cahier_lexicon_cell(list, entry, COLUMN_WEIGHT), 1000, &row.weight_milli);
    CAHIER_TRY(take_contact(b, l, entry, row.service, error));
    if (theme) {
        b->theme[b->theme_count++] = row;
        return CAHIER_OK;
    }
    add_term(b, row, l, entry);
    return CAHIER_OK;
}

/* Rows of one kind, list after list. */
static cahier_status read_lists(building *b, bool theme, uint32_t *wrong, cahier_error *error)
{
    for (uint32_t l = 0; l < b->in->list_count; l++) {
        *wrong = l;
        for (uint32_t e = 0; e < b->in->list[l].count; e++) {
            CAHIER_TRY(read_entry(b, l, e, theme, error));
        }
    }
    return CAHIER_OK;
}

/* The order of the services is that of the lists, not that of what their rows are. */
static void name_services(building *b)
{
    for (uint32_t l = 0; l < b->in->list_count; l++) {
        for (uint32_t e = 0; e < b->in->list[l].count; e++) {
            (void)service_of(b, cahier_lexicon_cell(&b->in->list[l], e, COLUMN_SERVICE));
        }
    }
}

/* Themes first: a word of the list itself stands behind the same word of a theme, and what was learned behind both. */
static cahier_status read_rows(building *b, uint32_t *wrong, cahier_error *error)
{
    name_services(b);
    CAHIER_TRY(read_lists(b, true, wrong, error));
    for (uint32_t t = 0; t < b->theme_count; t++) {
        CAHIER_TRY(add_theme_words(b, &b->theme[t]));
    }
    CAHIER_TRY(read_lists(b, false, wrong, error));
    for (uint32_t i = 0; b->in->lesson != NULL && i < b->in->lesson->count; i++) {
        const cahier_route_learned *learned = &b->in->lesson->at[i];
        uint32_t s = cahier_services_find(&b->services, learned->service);
        if (s != CAHIER_NONE) {
            cahier_service_row row = {.service = s,
                    .form = learned->form,
                    .weight_milli = learned->after_milli,
                    .rank = b->in->list_count + 1,
                    .learned = true};
            add_term(b, row, CAHIER_NONE, 0);
        }
    }
    b->services.row_count = b->services.term_count + b->theme_count;
    memcpy(b->services.row + b->services.term_count, b->theme, b->theme_count * sizeof *b->theme);
    return CAHIER_OK;
}

static cahier_status reserve(building *b)
{
    size_t entries = 0, themes = 0, seeds = b->in->lexicons->file[CAHIER_LEXICON_TAXONOMY].count;
    for (uint32_t l = 0; l < b->in->list_count; l++) {
        entries += b->in->list[l].count;
        for (uint32_t e = 0; e < b->in->list[l].count; e++) {
            themes += is_theme(&b->in->list[l], e);
        }
    }
    size_t rows = entries + themes * seeds + (b->in->lesson != NULL ? b->in->lesson->count : 0) + 1;
    b->services.at = CAHIER_NEW(b->arena, cahier_service, entries + 1);
    b->services.row = CAHIER_NEW(b->arena, cahier_service_row, rows);
    b->theme = CAHIER_NEW(b->arena, cahier_service_row, themes + 1);
    b->list = CAHIER_NEW(b->arena, uint32_t, rows);
    b->line = CAHIER_NEW(b->arena, uint32_t, rows);
    b->address_list = CAHIER_NEW(b->arena, uint32_t, entries + 1);
    b->delay_list = CAHIER_NEW(b->arena, uint32_t, entries + 1);
    bool all = b->services.at != NULL && b->services.row != NULL && b->theme != NULL && b->list != NULL &&
               b->line != NULL && b->address_list != NULL && b->delay_list != NULL;
    return all ? CAHIER_OK : CAHIER_ERROR_NOMEM;
}

static cahier_status index_rows(building *b, cahier_arena *scratch, uint32_t *wrong, cahier_error *error)
{
    cahier_services *services = &b->services;
    uint32_t count = services->term_count;
    cahier_text *form = CAHIER_NEW(scratch, cahier_text, count + 1);
    if (form == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t r = 0; r < count; r++) {
        form[r] = services->row[r].form;
    }
    cahier_spot_forms forms = {.at = form, .count = count};
    cahier_status status = cahier_spots_open(b->arena, scratch, b->in->lexicons, &forms, &services->spots);
    uint32_t row = forms.wrong;
    if (status == CAHIER_ERROR_LEXICON && b->list[row] != CAHIER_NONE) {
        *wrong = b->list[row];
        return refuse(&b->in->list[*wrong], b->line[row], COLUMN_FORM, CAHIER_SPOT_REFUSED, error);
    }
    return status;
}

cahier_status cahier_services_open(cahier_arena *arena, cahier_arena *scratch, const cahier_services_input *in,
        cahier_services *out, uint32_t *wrong, cahier_error *error)
{
    building b = {.arena = arena, .in = in, .services = {.lexicons = in->lexicons}};
    *wrong = 0;
    *error = (cahier_error){.message = ""};
    size_t mark = cahier_arena_mark(scratch);
    CAHIER_TRY(reserve(&b));
    CAHIER_TRY(read_rows(&b, wrong, error));
    cahier_status status = index_rows(&b, scratch, wrong, error);
    cahier_arena_reset(scratch, mark);
    CAHIER_TRY(status);
    *out = b.services;
    return CAHIER_OK;
}

/* --- a message --------------------------------------------------------------------------------------------------------- */

const char *cahier_route_reason_name(cahier_route_reason reason)
{
    static const char *const names[CAHIER_ROUTE_REASONS] = {
            "routed", "decided", "near", "little", "nothing", "no_answer"};
    return names[reason];
}

/* The first place of a row counts; a later one only if it says what, when the first said where. */
static void add_part(cahier_sorting *s, uint32_t row, uint32_t start, uint32_t end, bool place)
{
    const cahier_service_row *r = &s->services->row[row];
    int32_t weight = place ? r->weight_milli / 2 : r->weight_milli;
    cahier_route_part part = {row, start, end, weight, place};
    if (weight <= 0) {
        return;
    }
    if (s->held[row] == 0) {
        s->part[s->count++] = part;
        s->held[row] = s->count;
        s->score[r->service] += weight;
    } else if (weight > s->part[s->held[row] - 1].weight_milli) {
        s->score[r->service] += weight - s->part[s->held[row] - 1].weight_milli;
        s->part[s->held[row] - 1] = part;
    }
}

static bool is_word_of_place(cahier_text surface)
{
    static const char *const words[] = {"devant", "derrière", "près", "proche", "face", "côté", "autour", "abords",
            "proximité", "angle", "bas", "sous", "entre", "jouxtant", "longeant", "juste", "niveau"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (surface.len == strlen(words[i]) && memcmp(surface.at, words[i], surface.len) == 0) {
            return true;
        }
    }
    return false;
}

/* A word of place stands before the token, with nothing between but words that make no term: « à côté de la poste ». */
static bool tells_where(const cahier_message *message, uint32_t first)
{
    const cahier_token *tokens = message->document->tokens.at;
    for (uint32_t t = first; t-- > 0 && t + PLACE_REACH >= first;) {
        const cahier_type *type = &message->types->at[tokens[t].type];
        if (is_word_of_place(type->surface)) {
            return true;
        }
        if (type->stem.len > 0 || (type->flags & CAHIER_TYPE_PUNCTUATION) != 0) {
            return false;
        }
    }
    return false;
}

bool cahier_route_is_replaced(const cahier_services *services, uint32_t form, uint32_t row)
{
    const cahier_service_row *here = &services->row[row];
    for (uint32_t r = form; r != CAHIER_NONE; r = services->spots.next_form[r]) {
        const cahier_service_row *other = &services->row[r];
        bool heavier =
                other->weight_milli > here->weight_milli || (other->weight_milli == here->weight_milli && r < row);
        if (r != row && other->service == here->service &&
                (other->rank > here->rank || (other->rank == here->rank && heavier))) {
            return true;
        }
    }
    return false;
}

static void add_spot(cahier_sorting *s, const cahier_message *message, const cahier_spot *spot)
{
    const cahier_token *tokens = message->document->tokens.at;
    bool place = tells_where(message, spot->first);
    for (uint32_t r = spot->form; r != CAHIER_NONE; r = s->services->spots.next_form[r]) {
        if (!cahier_route_is_replaced(s->services, spot->form, r)) {
            add_part(s, r, tokens[spot->first].start, tokens[spot->end - 1].end, place);
        }
    }
}

static void add_theme(cahier_sorting *s, cahier_text theme)
{
    for (uint32_t r = s->services->term_count; r < s->services->row_count; r++) {
        if (cahier_text_equal(s->services->row[r].form, theme)) {
            add_part(s, r, 0, 0, false);
        }
    }
}

static cahier_status keep_parts(cahier_arena *batch, const cahier_sorting *s, cahier_route *out)
{
    out->part = CAHIER_NEW(batch, cahier_route_part, s->count);
    if (out->part == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->services->row[s->part[i].row].service == out->service) {
            out->part[out->part_count++] = s->part[i];
        }
    }
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->services->row[s->part[i].row].service == out->other) {
            out->part[out->part_count + out->other_count++] = s->part[i];
        }
    }
    return CAHIER_OK;
}

static cahier_status sort(cahier_arena *batch, cahier_arena *scratch, const cahier_services *services,
        const cahier_message *message, cahier_route *out)
{
    cahier_spotted spotted;
    cahier_text theme = {NULL, 0};
    CAHIER_TRY(cahier_spots_find(&services->spots, message->types, message->document, scratch, scratch, &spotted));
    cahier_sorting s = {.services = services,
            .part = CAHIER_NEW(scratch, cahier_route_part, services->row_count),
            .held = CAHIER_NEW(scratch, uint32_t, services->row_count),
            .score = CAHIER_NEW(scratch, int32_t, services->count),
            .words = CAHIER_NEW(scratch, uint32_t, services->count),
            .first = CAHIER_NEW(scratch, uint32_t, services->count)};
    if (s.part == NULL || s.held == NULL || s.score == NULL || s.words == NULL || s.first == NULL) {
        return CAHIER_ERROR_NOMEM;
    }
    if (message->theme.len > 0) {
        CAHIER_TRY(lower(scratch, message->theme, &theme));
        add_theme(&s, theme);
    }
    for (uint32_t i = 0; i < spotted.count; i++) {
        add_spot(&s, message, &spotted.at[i]);
    }
    cahier_route route;
    cahier_route_rank(&s, &route);
    route.reason = cahier_route_judge(&s, &route, message->document);
    CAHIER_TRY(keep_parts(batch, &s, &route));
    *out = route;
    return CAHIER_OK;
}

cahier_status cahier_route_message(cahier_arena *batch, cahier_arena *scratch, const cahier_services *services,
        const cahier_message *message, cahier_route *out)
{
    size_t mark = cahier_arena_mark(scratch);
    cahier_status status = sort(batch, scratch, services, message, out);
    cahier_arena_reset(scratch, mark);
    return status;
}

cahier_status cahier_route_decide(cahier_arena *batch, uint32_t service, cahier_route *route)
{
    uint32_t count = route->part_count + route->other_count;
    cahier_route decided = *route;
    decided.reason = CAHIER_ROUTE_DECIDED;
    if (route->service != service) {
        bool next = route->other == service;
        decided.part = CAHIER_NEW(batch, cahier_route_part, count);
        if (decided.part == NULL) {
            return CAHIER_ERROR_NOMEM;
        }
        decided.service = service;
        decided.score_milli = next ? route->other_milli : 0;
        decided.part_count = next ? route->other_count : 0;
        decided.other = route->service;
        decided.other_milli = route->score_milli;
        decided.other_count = route->part_count;
        for (uint32_t i = 0; i < decided.part_count; i++) {
            decided.part[i] = route->part[route->part_count + i];
        }
        for (uint32_t i = 0; i < decided.other_count; i++) {
            decided.part[decided.part_count + i] = route->part[i];
        }
    }
    *route = decided;
    return CAHIER_OK;
}
