/* SPDX-License-Identifier: Apache-2.0 */
/* report.h -- results become files: the folder that `cahier analyse` leaves (DESIGN.md 4.2).
 *
 * In      the result of the flow, what intake knows of the files, which lexicons and options were used; all borrowed
 * Out     a folder: report.html report.json contributions.jsonl contributions.csv themes.csv report.xlsx set-aside.csv
 *         manifest.json run.json. Only run.json depends on `run`: all others are the same bytes for the same result.
 * Order   documents in input order, themes in the order of the result
 * Errors  false and a message in French with the file it is about; the folder that was there before is untouched
 * Memory  malloc, freed before the return (a failed malloc aborts with a message); memory does not grow with D, but for
 *         a few bytes a document
 * Cost    O(bytes written); contributions.jsonl above 200 MB/s
 * Why     files are written in the sibling folder "<folder>.partiel", which takes the folder's name in one rename when
 *         all is written: a reader sees the old report or the new one, never half of one.
 */
#ifndef CAHIER_REPORT_H
#define CAHIER_REPORT_H

#include <signal.h>

#include "cahier.h"

#define CAHIER_SHA256_HEX 65     /* 64 digits and NUL; an empty string when unknown */
#define CAHIER_PERSON_KEY_MAX 96 /* bytes of a person's key, NUL included */

typedef enum cahier_report_format { /* manifest.json, run.json and set-aside.csv are always written */
    CAHIER_REPORT_HTML = 1u << 0,   /* report.html */
    CAHIER_REPORT_JSON = 1u << 1,   /* report.json, contributions.jsonl */
    CAHIER_REPORT_CSV = 1u << 2,    /* contributions.csv, themes.csv */
    CAHIER_REPORT_XLSX = 1u << 3,   /* report.xlsx */
    CAHIER_REPORT_ALL = 15u
} cahier_report_format;

typedef struct cahier_report_pair {
    cahier_text name, value;
} cahier_report_pair;

/* A file that the results depend on: a lexicon, the taxonomy, the decisions. */
typedef struct cahier_report_source {
    cahier_text name;    /* "polarity"; base name of a file, never a path */
    cahier_text version; /* may be empty */
    char sha256[CAHIER_SHA256_HEX];
} cahier_report_source;

/* An input file, as intake read it. cahier_contribution.file is its rank. */
typedef struct cahier_report_file {
    cahier_text name; /* base name, never a path */
    char sha256[CAHIER_SHA256_HEX];
    uint64_t bytes;
    uint32_t rows;                     /* data rows read */
    cahier_text encoding;              /* "UTF-8", "Windows-1252" */
    const cahier_report_pair *columns; /* found: name in French ("texte", "date"), value the column's header */
    uint32_t column_count;
} cahier_report_file;

/* A row that was not analysed. */
typedef struct cahier_report_set_aside {
    uint32_t file, line; /* rank of the file; line in it from 1 */
    cahier_text reason;  /* in French, the same text for the same reason: "texte vide" */
} cahier_report_set_aside;

/* What only this run knows: goes to run.json and nowhere else. */
typedef struct cahier_report_run {
    cahier_text started; /* "2025-04-13T09:12:45Z" */
    uint64_t duration_ms, cpu_ms;
    uint64_t peak_bytes;
    uint32_t threads;
} cahier_report_run;

typedef struct cahier_report_input {
    const cahier_result *result;

    const cahier_report_file *files;
    uint32_t file_count;
    const cahier_report_set_aside *set_aside; /* in input order */
    uint32_t set_aside_count;
    uint32_t rows; /* data rows read, set aside or not */
    /* Key shown for a person: writes at most CAHIER_PERSON_KEY_MAX bytes, NUL included. NULL: "p-17". */
    void (*person_key)(void *self, uint32_t person, char *key);
    void *person_key_self;
    const cahier_text *kept_name; /* columns kept by --keep-columns */
    const cahier_text *kept;      /* documents x kept_count */
    uint32_t kept_count;

    const cahier_report_source *lexicons;
    uint32_t lexicon_count;
    const cahier_report_source *taxonomy;  /* NULL when none */
    const cahier_report_source *decisions; /* NULL when none */
    const cahier_report_source *previous;  /* the files of an earlier report */
    uint32_t previous_count;
    const cahier_report_pair *options;
    uint32_t option_count;
    const cahier_report_pair *versions; /* "utf8proc" "2.8.0" */
    uint32_t version_count;
    cahier_text command; /* that gives these bytes again, with base names: "cahier analyse avis.csv" */

    cahier_report_run run;
    /* Called when all files but run.json are written, to bring `run` up to date; NULL: `run` is taken as it is. */
    void (*measure)(void *self, cahier_report_run *run);
    void *measure_self;
    const volatile sig_atomic_t *stop; /* when it becomes non-zero, writing gives up and cleans; may be NULL */
} cahier_report_input;

typedef struct cahier_report_error {
    char message[512]; /* in French, one sentence, says what to do */
} cahier_report_error;

/* Writes the files of `formats` (CAHIER_REPORT_*) and puts them in place of what `directory` held. A folder that holds
 * something else than a report is refused; files that a user added to a report are kept.
 * Errors  false: `error` is filled, nothing is left behind. */
bool cahier_report_write(
        const cahier_report_input *input, const char *directory, unsigned formats, cahier_report_error *error);

#endif
