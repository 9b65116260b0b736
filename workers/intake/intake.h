/* SPDX-License-Identifier: Apache-2.0 */
/* intake.h -- outside files become contributions.
 *
 * In      paths of CSV, TSV, XLSX, ODS, JSON, JSON Lines or plain text files ("-": standard input), in argument order
 * Out     contributions in input order; what was set aside and why; per file, what was read as what
 * Value   Nothing is lost: for each file, rows == rows that gave a document + rows set aside (asserted).
 * Order   files in argument order, rows in file order, answers of a row in column order
 * Errors  NOMEM; LIMIT when a named limit is exceeded; EMPTY when a file is refused or holds no data row.
 *         error->sentence then says what to do. CAHIER_OK with count == 0: rows were read, all were set aside.
 *         EMPTY for its columns, none of which is a text: out->file tells them, and those of the files before it
 * Memory  the bytes of the files stay in `batch`: cells that need no repair are slices of them
 * Cost    linear in bytes, about one second per 100 MB
 * Why     A contribution leaves here without its author: only the rank of first appearance of the author's key does,
 *         so that nothing downstream can hold a name.
 */
#ifndef CAHIER_INTAKE_H
#define CAHIER_INTAKE_H

#include "cahier.h"

#define CAHIER_COLUMNS_MAX 4096u  /* the widest real export has some 400; beyond this a wrong delimiter is likelier */
#define CAHIER_SENTENCE_MAX 1024u /* bytes of a message for people */

/* What a column is for. */
typedef enum cahier_role {
    CAHIER_ROLE_OTHER,    /* not used; kept with --keep-columns */
    CAHIER_ROLE_TEXT,     /* what the citizen wrote; several give one document per answer */
    CAHIER_ROLE_FALLBACK, /* read when the text (or title) of its row is empty: other locale, summary */
    CAHIER_ROLE_TITLE,
    CAHIER_ROLE_ID,
    CAHIER_ROLE_DATE,
    CAHIER_ROLE_PLACE,
    CAHIER_ROLE_PERSON,   /* key of the author; never leaves intake */
    CAHIER_ROLE_GROUP,    /* age, sex, profile: who wrote */
    CAHIER_ROLE_POSITION, /* for or against, ticked by the author */
    CAHIER_ROLE_QUESTION, /* the question that this row answers */
    CAHIER_ROLE_KIND,     /* row type of a flattened export: proposal, vote, comment */
    CAHIER_ROLE_HINT,     /* theme given by the platform: shown by the pre-flight, not used */
    CAHIER_ROLE_NAME,     /* people's names, e-mails, supporters: dropped */
    CAHIER_ROLES
} cahier_role;

/* clang-format off */
typedef enum cahier_role_why { /* why it got that role */
    CAHIER_WHY_NOTHING, CAHIER_WHY_ASKED, CAHIER_WHY_NAME, CAHIER_WHY_CONTENT, CAHIER_WHY_QUESTION, CAHIER_WHY_LOCALE,
    CAHIER_WHY_ONLY_TITLE, CAHIER_WHY_PRIVATE, CAHIER_WHY_EMPTY, CAHIER_WHY_CLOSED,
    CAHIER_WHYS
} cahier_role_why;
/* clang-format on */

typedef enum cahier_set_aside_reason {
    CAHIER_ASIDE_EMPTY_ROW,  /* all cells empty */
    CAHIER_ASIDE_EMPTY_TEXT, /* no text in any text column */
    CAHIER_ASIDE_REPEATED,   /* same id and same text as an earlier row */
    CAHIER_ASIDE_OTHER_KIND, /* a vote, comment or report of a flattened export, not a contribution */
    CAHIER_ASIDE_UNREADABLE, /* a JSON record that does not parse */
    CAHIER_ASIDE_REASONS
} cahier_set_aside_reason;

typedef struct cahier_set_aside {
    uint32_t file, line, row; /* file from 0; first line of the row in the file from 1; data row from 1 */
    cahier_set_aside_reason reason;
    cahier_text id; /* empty when it has none */
} cahier_set_aside;

typedef struct cahier_intake_options {
    const char *const *text; /* names of columns given by the user; detected when absent */
    uint32_t text_count;
    const char *title, *id, *date, *place, *person, *position;
    const char *const *group;
    uint32_t group_count;
    const char *const *ignored; /* columns that are for nothing, whatever they look like */
    uint32_t ignored_count;
    bool where_found;     /* several files: a column asked for may be missing in some of them */
    const char *encoding; /* iconv name, NULL: detected */
    char delimiter;       /* 0: detected */
    const char *sheet;    /* of a workbook, by name or rank from 1; NULL: the one with most text */
    bool keep_columns;
    bool english;                    /* language of error->sentence */
    const unsigned char *person_key; /* NULL, or a tenant's secret: persons then also get a keyed hash */
    size_t person_key_len;           /* 16 to 64 bytes */
} cahier_intake_options;

typedef struct cahier_intake_column {
    cahier_text name; /* as in the file, repaired; "colonne 3" without header */
    cahier_role role;
    cahier_role_why why;
} cahier_intake_column;

/* clang-format off */
typedef enum cahier_intake_format {
    CAHIER_FORMAT_CSV, CAHIER_FORMAT_JSON, CAHIER_FORMAT_JSON_LINES, CAHIER_FORMAT_LINES, CAHIER_FORMAT_PARAGRAPHS,
    CAHIER_FORMAT_IRAMUTEQ, CAHIER_FORMAT_XLSX, CAHIER_FORMAT_ODS,
    CAHIER_FORMATS
} cahier_intake_format;
/* clang-format on */
typedef struct cahier_intake_file { /* facts for the pre-flight and the manifest */
    cahier_text name;               /* base name only: a path may hold a person's name */
    uint64_t bytes;
    char sha256[65]; /* of the bytes as given */
    cahier_intake_format format;
    const char *encoding; /* shown name: "UTF-8", "Windows-1252", "UTF-8 + Windows-1252" */
    char delimiter;       /* CSV only */
    bool header;
    const cahier_text *sheets;   /* names, of a workbook */
    uint32_t sheet_count, sheet; /* how many, which was read */
    const char *platform;        /* "Decidim (propositions)", or NULL */
    cahier_intake_column *column;
    uint32_t column_count;
    uint32_t rows; /* data rows read */
    uint32_t documents;
    uint32_t set_aside[CAHIER_ASIDE_REASONS];
    uint32_t noted[16];            /* documents that carry note bit i */
    uint32_t unclosed_quotes;      /* quoted fields that never ended: read again as plain text from their line */
    uint32_t bad_dates;            /* non-empty date cells that could not be read */
    int32_t first_date, last_date; /* yyyymmdd, 0 when none */
} cahier_intake_file;

enum { /* what the user gave, that no column tells */
    CAHIER_ASKED_ENCODING = 1u << 0,
    CAHIER_ASKED_DELIMITER = 1u << 1,
    CAHIER_ASKED_SHEET = 1u << 2,
    CAHIER_ASKED_WHERE_FOUND = 1u << 3,
    CAHIER_ASKED_ALL = 15u
};

typedef struct cahier_intake {
    cahier_contribution *at; /* documents */
    uint32_t count;
    cahier_set_aside *set_aside;
    uint32_t set_aside_count;
    cahier_intake_file *file;
    uint32_t file_count;
    cahier_text *group_name; /* G columns: at[d].group has G values */
    uint32_t group_count;
    cahier_text *kept_name; /* with keep_columns: kept[d] has kept_count values */
    uint32_t kept_count;
    const cahier_text **kept; /* NULL without keep_columns */
    uint32_t rows;            /* data rows read, all files */
    uint32_t contributions;   /* rows that gave at least one document */
    uint32_t persons;         /* distinct persons, unknown authors counted one each */
    uint32_t persons_known;   /* distinct known persons */
    uint32_t asked;           /* CAHIER_ASKED_* */
    cahier_text *person_hash; /* with person_key: [person - 1], 16 hexadecimal digits; empty for unknown authors */
} cahier_intake;

typedef struct cahier_intake_error {
    uint32_t file;                      /* index of the path, or CAHIER_NONE */
    uint32_t line;                      /* 0 when it has no sense */
    char sentence[CAHIER_SENTENCE_MAX]; /* what happened and what to do, NUL-terminated */
} cahier_intake_error;

/* `error` is filled unless CAHIER_OK is returned; `out` is untouched then. `scratch` is given back as it was. */
cahier_status cahier_intake_read(cahier_arena *batch, cahier_arena *scratch, const cahier_intake_options *options,
        char *const *path, uint32_t path_count, cahier_intake *out, cahier_intake_error *error);

/* The same over bytes in memory, which are copied: name[i] stands for the path. */
typedef struct cahier_intake_bytes {
    const char *name;
    const char *at;
    size_t len;
} cahier_intake_bytes;

cahier_status cahier_intake_memory(cahier_arena *batch, cahier_arena *scratch, const cahier_intake_options *options,
        const cahier_intake_bytes *bytes, uint32_t count, cahier_intake *out, cahier_intake_error *error);

#endif
