/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* stat */
#include "check.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "arguments.h"
#include "lexicon_files.h"
#include "redact_cells.h"
#include "say.h"
#include "words.h"

#define SAMPLES 3u
#define SAMPLE_BYTES 100u
#define BUDGET_BASE ((size_t)512 << 20)
#define BUDGET_FACTOR 96u /* one-letter rows: two bytes of file make 200 of contributions; only touched pages count */
#define BUDGET_STDIN ((size_t)8 << 30)

static const char *const help_french =
        "cahier check FICHIER… : dit ce qui sera lu, comme quoi, et ce qui sera écarté.\n"
        "\n"
        "  --text --title --id --date --place --person --position --group COL   désigner une colonne (--text et "
        "--group se "
        "répètent)\n"
        "  --ignore COL   elle ne sert à rien (se répète)   --where-found   elles peuvent manquer à certains fichiers\n"
        "  --encoding NOM   --delimiter C   --sheet FEUILLE   --keep-columns   --json   --lang fr|en   --help\n"
        "\n"
        "  cahier check propositions.csv\n"
        "  cahier check --text \"Votre avis\" --group \"Tranche d'âge\" enquete.csv\n"
        "  cat avis.jsonl | cahier check --json -\n";
static const char *const help_english =
        "cahier check FILE… : tells what will be read, as what, and what will be set aside.\n"
        "\n"
        "  --text --title --id --date --place --person --position --group COL   name a column (--text and --group "
        "repeat)\n"
        "  --ignore COL   it is for nothing (repeats)   --where-found   they may be missing in some files\n"
        "  --encoding NAME   --delimiter C   --sheet SHEET   --keep-columns   --json   --lang fr|en   --help\n"
        "\n"
        "  cahier check proposals.csv\n"
        "  cat answers.jsonl | cahier check --json -\n";

typedef struct check {
    cahier_intake *intake;
    const cahier_cells *cells;
    bool english;
} check;

/* A macro, so that the compiler checks both sentences against their arguments. */
#define TELL(c, in_french, in_english) ((c)->english ? (in_english) : (in_french))

static void print_said(cahier_out *out)
{
    (void)fwrite(out->at, 1, out->len, stdout);
    (void)cahier_out_close(out);
}

/* A sentence with its numbers, as say.h sets them. */
#define SAY(sentence, ...)                                                                                             \
    do {                                                                                                               \
        cahier_out said;                                                                                               \
        cahier_out_open_memory(&said);                                                                                 \
        CAHIER_SAY_PLAIN(&said, sentence, __VA_ARGS__);                                                                \
        print_said(&said);                                                                                             \
    } while (0)

static int wide(cahier_text text)
{
    return (int)text.len;
}

static void print_date(const check *c, int32_t date)
{
    static const char *const french[] = {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
            "septembre", "octobre", "novembre", "décembre"};
    int32_t year = date / 10000, month = date / 100 % 100, day = date % 100;
    if (c->english) {
        printf("%04d-%02d-%02d", (int)year, (int)month, (int)day);
    } else {
        printf("%d%s %s %d", (int)day, day == 1 ? "er" : "", french[month - 1], (int)year);
    }
}

/* --- for people ------------------------------------------------------------------------------------------------------- */

/* « , feuille « Réponses » (aussi : « Lisez-moi » ; --sheet en choisit une autre) » */
static void print_sheets(const check *c, const cahier_intake_file *file)
{
    cahier_text read = file->sheets[file->sheet];
    printf(TELL(c, ", feuille « %.*s »", ", sheet \"%.*s\""), wide(read), read.at);
    for (uint32_t s = 0, shown = 0; s < file->sheet_count; s++) {
        if (s != file->sheet) {
            printf(shown++ == 0 ? TELL(c, " (aussi : « %.*s »", " (also: \"%.*s\"")
                                : TELL(c, ", « %.*s »", ", \"%.*s\""),
                    wide(file->sheets[s]), file->sheets[s].at);
        }
    }
    printf("%s", file->sheet_count > 1 ? TELL(c, " ; --sheet en lit une autre)", "; --sheet reads another)") : "");
}

static void print_source(const check *c, const cahier_intake_file *file)
{
    printf("%.*s : %s", wide(file->name), file->name.at, cahier_format_label(file->format, c->english));
    if (file->format == CAHIER_FORMAT_CSV && file->delimiter != 0) {
        char shown[2] = {file->delimiter, '\0'};
        printf(TELL(c, ", séparateur « %s »", ", delimiter \"%s\""),
                file->delimiter == '\t' ? TELL(c, "tabulation", "tab") : shown);
    }
    if (file->sheet_count > 0) {
        print_sheets(c, file);
    } else {
        printf(", %s", file->encoding);
    }
    if (file->platform != NULL) {
        printf(TELL(c, ", export reconnu : %s", ", recognised export: %s"), file->platform);
    }
    if (!file->header) {
        printf("%s", TELL(c, ", sans ligne de titres", ", without header line"));
    }
    printf("\n");
}

static void print_counts(const check *c, const cahier_intake_file *file)
{
    SAY(TELL(c, "  {0} {0|ligne lue|lignes lues}, {1} {1|texte|textes} à analyser",
                "  {0} {0|row|rows} read, {1} {1|text|texts} to analyse"),
            CAHIER_N(file->rows), CAHIER_N(file->documents));
    for (int reason = 0; reason < CAHIER_ASIDE_REASONS; reason++) {
        if (file->set_aside[reason] > 0) {
            SAY(TELL(c, ", {0} {0|écartée|écartées} ({1})", ", {0} set aside ({1})"), CAHIER_N(file->set_aside[reason]),
                    CAHIER_T(cahier_string(cahier_set_aside_sentence((cahier_set_aside_reason)reason, c->english))));
        }
    }
    printf(".\n");
}

static void print_role(const check *c, const cahier_intake_file *file, cahier_role role)
{
    uint32_t shown = 0;
    for (uint32_t j = 0; j < file->column_count; j++) {
        const cahier_intake_column *column = &file->column[j];
        if (column->role != role) {
            continue;
        }
        printf(shown == 0 ? "  %s : " : "%.0s, ", cahier_role_label(role, c->english));
        printf(TELL(c, "« %.*s »", "\"%.*s\""), wide(column->name), column->name.at);
        const char *why = cahier_role_reason(column->why, c->english);
        if (*why != '\0' && column->why != CAHIER_WHY_NAME) {
            printf(" (%s)", why);
        }
        shown++;
    }
    if (shown > 0 && role == CAHIER_ROLE_DATE && file->first_date != 0) {
        printf("%s", TELL(c, ", du ", ", from "));
        print_date(c, file->first_date);
        printf("%s", TELL(c, " au ", " to "));
        print_date(c, file->last_date);
        if (file->bad_dates > 0) {
            SAY(TELL(c, ", {0} {0|illisible|illisibles}", ", {0} unreadable"), CAHIER_N(file->bad_dates));
        }
    }
    if (shown > 0) {
        printf("\n");
    }
}

static void print_dropped(const check *c, const cahier_intake_file *file)
{
    uint32_t names = 0, shown = 0;
    for (uint32_t j = 0; j < file->column_count; j++) {
        names += file->column[j].role == CAHIER_ROLE_NAME;
    }
    for (uint32_t j = 0; j < file->column_count; j++) {
        if (file->column[j].role != CAHIER_ROLE_NAME) {
            continue;
        }
        if (shown++ == 0) {
            printf(TELL(c, "  %u colonne%s de noms ignorée%s : ", "  %u column%s of names dropped%.0s: "), names,
                    names > 1 ? "s" : "", names > 1 ? "s" : "");
        } else {
            printf(", ");
        }
        printf(TELL(c, "« %.*s »", "\"%.*s\""), wide(file->column[j].name), file->column[j].name.at);
    }
    printf("%s", names > 0 ? "\n" : "");
}

static void print_roles(const check *c, const cahier_intake_file *file)
{
    static const cahier_role shown[] = {CAHIER_ROLE_TEXT, CAHIER_ROLE_FALLBACK, CAHIER_ROLE_TITLE, CAHIER_ROLE_QUESTION,
            CAHIER_ROLE_ID, CAHIER_ROLE_DATE, CAHIER_ROLE_PLACE, CAHIER_ROLE_POSITION, CAHIER_ROLE_GROUP,
            CAHIER_ROLE_HINT, CAHIER_ROLE_PERSON};
    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
        print_role(c, file, shown[i]);
    }
    print_dropped(c, file);
}

static void print_repairs(const check *c, const cahier_intake_file *file)
{
    for (uint32_t bit = 0; bit < 16; bit++) {
        if (file->noted[bit] > 0) {
            SAY("  {0} : {1}\n", CAHIER_T(cahier_string(cahier_note_label(bit, c->english))),
                    CAHIER_N(file->noted[bit]));
        }
    }
    if (file->unclosed_quotes > 0) {
        SAY(TELL(c, "  guillemets jamais refermés, lus comme du texte : {0}\n",
                    "  quotes never closed, read as text: {0}\n"),
                CAHIER_N(file->unclosed_quotes));
    }
}

/* On one line, at most `room` bytes. */
static size_t shorten(cahier_text text, char *out, size_t room)
{
    size_t used = 0;
    uint32_t i = 0;
    while (i < text.len && (used + 8 < room || ((unsigned char)text.at[i] & 0xC0) == 0x80)) {
        unsigned char byte = (unsigned char)text.at[i++];
        if (byte > ' ' || (used > 0 && out[used - 1] != ' ')) {
            out[used++] = byte > ' ' ? (char)byte : ' ';
        }
    }
    if (i < text.len) {
        memcpy(out + used, "…", 3);
        used += 3;
    }
    return used;
}

/* Up to three documents of the file, spread over it. */
static uint32_t pick_samples(const check *c, uint32_t f, uint32_t picked[SAMPLES])
{
    uint32_t first = 0, count = 0;
    for (uint32_t d = 0; d < c->intake->count; d++) {
        first = count == 0 ? d : first;
        count += c->intake->at[d].file == f;
    }
    uint32_t wanted = count < SAMPLES ? count : SAMPLES;
    for (uint32_t i = 0; i < wanted; i++) {
        picked[i] = first + (uint32_t)((uint64_t)i * count / wanted);
    }
    return wanted;
}

static void print_samples(const check *c, uint32_t f)
{
    uint32_t picked[SAMPLES], count = pick_samples(c, f, picked);
    for (uint32_t i = 0; i < count; i++) {
        cahier_contribution *d = &c->intake->at[picked[i]];
        if (cahier_redact_shown(c->cells, &d->text) != CAHIER_OK ||
                cahier_redact_shown(c->cells, &d->title) != CAHIER_OK) {
            continue; /* not enough memory to hide: nothing is shown */
        }
        char text[SAMPLE_BYTES + 16], title[SAMPLE_BYTES + 16];
        size_t text_len = shorten(d->text, text, SAMPLE_BYTES), title_len = shorten(d->title, title, SAMPLE_BYTES / 2);
        printf("    %.*s  ", wide(d->id), d->id.at);
        if (title_len > 0) {
            printf("%.*s | ", (int)title_len, title);
        }
        printf("%.*s\n", (int)text_len, text);
    }
}

static void print_set_aside(const check *c)
{
    const cahier_intake *in = c->intake;
    uint32_t shown = in->set_aside_count < 10 ? in->set_aside_count : 10;
    for (uint32_t i = 0; i < shown; i++) {
        const cahier_set_aside *s = &in->set_aside[i];
        cahier_text name = in->file[s->file].name;
        printf(TELL(c, "  écartée : %.*s, ligne %u : %s\n", "  set aside: %.*s, line %u: %s\n"), wide(name), name.at,
                s->line, cahier_set_aside_sentence(s->reason, c->english));
    }
    if (in->set_aside_count > shown) {
        SAY(TELL(c, "  … et {0} {0|autre|autres}\n", "  … and {0} {0|other|others}\n"),
                CAHIER_N(in->set_aside_count - shown));
    }
}

static void print_check(const check *c)
{
    for (uint32_t f = 0; f < c->intake->file_count; f++) {
        const cahier_intake_file *file = &c->intake->file[f];
        print_source(c, file);
        print_counts(c, file);
        print_roles(c, file);
        print_repairs(c, file);
        print_samples(c, f);
    }
    print_set_aside(c);
    SAY(TELL(c,
                "En tout : {0} {0|texte|textes} de {1} {1|contribution|contributions}, {2} {2|auteur connu|auteurs "
                "connus}.\n",
                "In all: {0} {0|text|texts} of {1} {1|contribution|contributions}, {2} known {2|author|authors}.\n"),
            CAHIER_N(c->intake->count), CAHIER_N(c->intake->contributions), CAHIER_N(c->intake->persons_known));
}

/* --- for machines ----------------------------------------------------------------------------------------------------- */

static void describe_text(cJSON *object, const char *key, cahier_text text)
{
    char *copy = malloc((size_t)text.len + 1);
    if (copy == NULL) {
        abort();
    }
    if (text.len > 0) {
        memcpy(copy, text.at, text.len);
    }
    copy[text.len] = '\0';
    cJSON_AddStringToObject(object, key, copy);
    free(copy);
}

static void describe_columns(cJSON *object, const cahier_intake_file *file)
{
    cJSON *columns = cJSON_AddArrayToObject(object, "columns");
    for (uint32_t j = 0; j < file->column_count; j++) {
        cJSON *column = cJSON_CreateObject();
        describe_text(column, "name", file->column[j].name);
        cJSON_AddStringToObject(column, "role", cahier_role_key(file->column[j].role));
        cJSON_AddStringToObject(column, "why", cahier_role_reason(file->column[j].why, true));
        cJSON_AddItemToArray(columns, column);
    }
}

static void describe_counts(cJSON *object, const cahier_intake_file *file)
{
    cJSON_AddNumberToObject(object, "rows", file->rows);
    cJSON_AddNumberToObject(object, "documents", file->documents);
    cJSON *aside = cJSON_AddObjectToObject(object, "set_aside");
    for (int reason = 0; reason < CAHIER_ASIDE_REASONS; reason++) {
        cJSON_AddNumberToObject(aside, cahier_set_aside_key((cahier_set_aside_reason)reason), file->set_aside[reason]);
    }
    cJSON *notes = cJSON_AddObjectToObject(object, "notes");
    for (uint32_t bit = 0; bit < 16; bit++) {
        if (file->noted[bit] > 0) {
            cJSON_AddNumberToObject(notes, cahier_note_name(bit), file->noted[bit]);
        }
    }
    cJSON_AddNumberToObject(object, "unclosed_quotes", file->unclosed_quotes);
    cJSON_AddNumberToObject(object, "unreadable_dates", file->bad_dates);
    cJSON_AddNumberToObject(object, "first_date", file->first_date);
    cJSON_AddNumberToObject(object, "last_date", file->last_date);
}

static cJSON *file_object(const cahier_intake_file *file)
{
    char delimiter[2] = {file->delimiter, '\0'};
    cJSON *object = cJSON_CreateObject();
    describe_text(object, "name", file->name);
    cJSON_AddNumberToObject(object, "bytes", (double)file->bytes);
    cJSON_AddStringToObject(object, "sha256", file->sha256);
    cJSON_AddStringToObject(object, "format", cahier_format_label(file->format, true));
    cJSON_AddStringToObject(object, "encoding", file->encoding);
    cJSON *sheets = cJSON_AddArrayToObject(object, "sheets");
    for (uint32_t s = 0; s < file->sheet_count; s++) {
        cJSON *sheet = cJSON_CreateObject();
        describe_text(sheet, "name", file->sheets[s]);
        cJSON_AddBoolToObject(sheet, "read", s == file->sheet);
        cJSON_AddItemToArray(sheets, sheet);
    }
    cJSON_AddStringToObject(object, "delimiter", delimiter);
    cJSON_AddBoolToObject(object, "header", file->header);
    cJSON_AddStringToObject(object, "platform", file->platform == NULL ? "" : file->platform);
    describe_columns(object, file);
    describe_counts(object, file);
    return object;
}

static void print_json(const check *c)
{
    cJSON *root = cJSON_CreateObject();
    cJSON_AddStringToObject(root, "schema", "cahier.check/1");
    cJSON *files = cJSON_AddArrayToObject(root, "files");
    for (uint32_t f = 0; f < c->intake->file_count; f++) {
        cJSON_AddItemToArray(files, file_object(&c->intake->file[f]));
    }
    cJSON *aside = cJSON_AddArrayToObject(root, "set_aside");
    for (uint32_t i = 0; i < c->intake->set_aside_count; i++) {
        const cahier_set_aside *s = &c->intake->set_aside[i];
        cJSON *item = cJSON_CreateObject();
        cJSON_AddNumberToObject(item, "file", s->file);
        cJSON_AddNumberToObject(item, "line", s->line);
        cJSON_AddStringToObject(item, "reason", cahier_set_aside_key(s->reason));
        cJSON_AddItemToArray(aside, item);
    }
    cJSON_AddNumberToObject(root, "rows", c->intake->rows);
    cJSON_AddNumberToObject(root, "documents", c->intake->count);
    cJSON_AddNumberToObject(root, "contributions", c->intake->contributions);
    cJSON_AddNumberToObject(root, "persons", c->intake->persons);
    cJSON_AddNumberToObject(root, "persons_known", c->intake->persons_known);
    char *text = cJSON_Print(root);
    if (text == NULL) {
        abort();
    }
    puts(text);
    cJSON_free(text);
    cJSON_Delete(root);
}

/* --- the command ------------------------------------------------------------------------------------------------------ */

static size_t budget_for(char *const *path, int count)
{
    size_t budget = BUDGET_BASE;
    for (int i = 0; i < count; i++) {
        struct stat facts;
        bool known = strcmp(path[i], "-") != 0 && stat(path[i], &facts) == 0 && S_ISREG(facts.st_mode);
        budget += known ? (size_t)facts.st_size * BUDGET_FACTOR : BUDGET_STDIN;
    }
    return budget;
}

/* A system that promises no more memory than it has refuses large reservations: half as much may do. */
static bool open_arenas(cahier_arena *batch, cahier_arena *scratch, size_t budget)
{
    for (; budget >= BUDGET_BASE / 4; budget /= 2) {
        if (cahier_arena_open(batch, budget)) {
            if (cahier_arena_open(scratch, budget)) {
                return true;
            }
            cahier_arena_close(batch);
        }
    }
    return false;
}

static bool print(const check *c, bool json)
{
    if (cahier_redact_cells(c->cells, c->intake) != CAHIER_OK) {
        fputs(c->english ? "Not enough memory.\n" : "Mémoire insuffisante.\n", stderr);
        return false;
    }
    (json ? print_json : print_check)(c);
    return true;
}

static int read_and_print(const cahier_intake_options *options, char *const *path, int count, bool json)
{
    cahier_arena batch, scratch;
    cahier_intake intake = {.count = 0};
    cahier_intake_error error;
    size_t budget = budget_for(path, count);
    if (!open_arenas(&batch, &scratch, budget)) {
        fputs(options->english ? "Not enough memory.\n" : "Mémoire insuffisante.\n", stderr);
        return 1;
    }
    cahier_lexicon_files lexicons;
    if (!cahier_lexicon_files_open(&batch, NULL, options->english, &lexicons)) {
        fprintf(stderr, "%s\n", lexicons.message);
        cahier_arena_close(&scratch);
        cahier_arena_close(&batch);
        return 1;
    }
    cahier_status status = cahier_intake_read(&batch, &scratch, options, path, (uint32_t)count, &intake, &error);
    cahier_cells cells = {lexicons.lexicons, false, &batch, &scratch};
    if (status != CAHIER_OK) {
        cahier_redact_message(&cells, error.sentence, sizeof error.sentence);
        fprintf(stderr, "%s\n", error.sentence);
    }
    const check c = {.intake = &intake, .cells = &cells, .english = options->english};
    bool described =
            status == CAHIER_OK || (json && intake.file_count > 0); /* refused for its columns: which are they */
    bool printed = described && print(&c, json);
    int code = printed && status == CAHIER_OK && intake.count > 0 ? 0 : 1;
    cahier_arena_close(&scratch);
    cahier_arena_close(&batch);
    return code;
}

int cahier_check_main(int argc, char **argv)
{
    static const struct option options[] = {CAHIER_INTAKE_ARGUMENTS, {"json", no_argument, NULL, 'j'},
            {"quiet", no_argument, NULL, 'q'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    cahier_intake_arguments arguments = {.options = {.delimiter = 0}};
    bool json = false, help = false;
    int code;
    while ((code = getopt_long(argc, argv, ":h", options, NULL)) != -1) {
        json = json || code == 'j';
        help = help || code == 'h';
        bool ours = code == 'j' || code == 'h' || code == 'q';
        if (!ours && cahier_intake_argument(&arguments, code, optarg) <= 0) {
            cahier_option_refused("check", arguments.options.english, code, argv);
            return 2;
        }
    }
    bool english = arguments.options.english;
    if (help || optind == argc) {
        fputs(english ? help_english : help_french, help ? stdout : stderr);
        return help ? 0 : 2;
    }
    return read_and_print(&arguments.options, argv + optind, argc - optind, json);
}
