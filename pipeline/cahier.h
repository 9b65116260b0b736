/* SPDX-License-Identifier: Apache-2.0 */
/* cahier.h -- the types, in the order in which data flows; the calls that run the flow.
 *
 *   contributions -> normalise, redact, segment, tokenise, stem, polarity, stance, sketch -> chunk of documents
 *   chunks        -> vocabulary, weigh, associate, cluster, theme, label, exemplar, duplicate, block, trend, balance -> result
 *
 * Law of memory   A stage borrows everything it is given and allocates everything it returns in the arena given first;
 *                 nothing in this library has a free function. The one exception is cahier_stemmer (libstemmer's
 *                 malloc), which has open/close.
 * Law of errors   A function returns cahier_status; its results come through its last parameters, which are untouched
 *                 unless it returns CAHIER_OK. Only functions that read outside bytes fill a cahier_error. A broken
 *                 precondition is a bug and asserts.
 * Law of bytes    Same input, same lexicons, same options: same bytes out, whatever the number of threads, the cutting
 *                 into chunks and the machine. Sums that cross documents are integers or run in index order.
 *
 * Shapes, used everywhere: D documents, V terms, K themes, Z stored non-zeros of a sparse matrix.
 * Units: len and start/end are bytes (end exclusive); count is elements; scores are thousandths where the name ends in
 * _milli; dates are yyyymmdd.
 */
#ifndef CAHIER_H
#define CAHIER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

#define CAHIER_VERSION "0.1.0"
#define CAHIER_NONE UINT32_MAX /* "no index" */

/* --- status ------------------------------------------------------------------------------------------------------ */

typedef enum cahier_status {
    CAHIER_OK = 0,
    CAHIER_ERROR_NOMEM = -1,   /* the arena's budget is spent: the batch is too large for it */
    CAHIER_ERROR_UTF8 = -2,    /* ill-formed UTF-8 */
    CAHIER_ERROR_LEXICON = -3, /* a lexicon breaks its format */
    CAHIER_ERROR_LIMIT = -4,   /* a named limit is exceeded */
    CAHIER_ERROR_EMPTY = -5    /* nothing to analyse */
} cahier_status;

/* Where outside bytes went wrong. `message` is constant, in English; programs translate by status. */
typedef struct cahier_error {
    cahier_status status;
    uint32_t line, column; /* 1-based; 0 when it has no sense */
    const char *message;
} cahier_error;

#define CAHIER_TRY(call)                                                                                               \
    do {                                                                                                               \
        cahier_status cahier_try_ = (call);                                                                            \
        if (cahier_try_ != CAHIER_OK) {                                                                                \
            return cahier_try_;                                                                                        \
        }                                                                                                              \
    } while (0)

/* Well-formed UTF-8 unless said otherwise; not NUL-terminated; `at` may be NULL when len is 0. */
typedef struct cahier_text {
    const char *at;
    uint32_t len;
} cahier_text;

/* --- one contribution, as received -------------------------------------------------------------------------------- */

/* What the author ticked, as the export says it; never guessed from the text. */
typedef enum cahier_position {
    CAHIER_POSITION_NONE, /* no such column, or nothing readable in it */
    CAHIER_POSITION_FOR,
    CAHIER_POSITION_AGAINST,
    CAHIER_POSITION_NEUTRAL,
    CAHIER_POSITIONS
} cahier_position;

/* What a citizen submitted, answering one question. Several answered questions give several of these, which share
 * `contribution` and `person` and have ids "42/1", "42/2". */
typedef struct cahier_contribution {
    cahier_text id;       /* unique in the batch */
    cahier_text title;    /* may be empty */
    cahier_text text;     /* as received; may be ill-formed: normalise repairs it */
    cahier_text question; /* may be empty */
    cahier_text place;    /* may be empty */
    int32_t date;         /* yyyymmdd; 0 when unknown */
    uint32_t person;      /* rank of first appearance of the author, from 1; an unknown author has a rank of his own */
    bool person_known;
    uint32_t contribution;    /* rank of the contribution in the batch, from 0 */
    uint32_t file, row;       /* rank of the input file from 0; data row in it from 1 */
    const cahier_text *group; /* one value a group column of the batch; empty text when unknown */
    uint32_t notes;           /* CAHIER_NOTE_* */
    cahier_position position;
} cahier_contribution;

#define CAHIER_NOTES 13u

enum { /* contribution notes: what was done or found, shown in the report and the pre-flight */
    CAHIER_NOTE_MOJIBAKE = 1u << 0,      /* "Ã©" read back as "é" */
    CAHIER_NOTE_HTML = 1u << 1,          /* tags or entities removed */
    CAHIER_NOTE_FORMULA_QUOTE = 1u << 2, /* quote put by an exporter before = + - @ removed */
    CAHIER_NOTE_CONTROL = 1u << 3,       /* stray control bytes or zero-width characters removed */
    CAHIER_NOTE_ILL_FORMED = 1u << 4,    /* ill-formed UTF-8 replaced by U+FFFD */
    CAHIER_NOTE_RAGGED = 1u << 5,        /* its row had too few or too many fields */
    CAHIER_NOTE_ID_RENAMED = 1u << 6,    /* its id was taken: a suffix was added */
    CAHIER_NOTE_TRUNCATED = 1u << 7,     /* longer than CAHIER_TEXT_MAX: the rest was not analysed */
    CAHIER_NOTE_NOT_FRENCH = 1u << 8,    /* the language check doubts that it is French */
    CAHIER_NOTE_NO_ANSWER = 1u << 9,     /* "RAS", "sans avis": counted, kept out of the themes */
    CAHIER_NOTE_LOST_LETTERS = 1u << 10, /* "d?chets": accents lost before cahier saw it */
    CAHIER_NOTE_SET_ASIDE = 1u << 11,    /* the analysis stops on its text: its place is kept, empty (workers) */
    CAHIER_NOTE_MASK_LOST = 1u << 12,    /* what a person wanted hidden does not fit this text: look again (mask.h) */
};

#define CAHIER_TEXT_MAX (1u << 20) /* bytes of one document: a mebibyte is a 500-page answer */

/* --- one document, analysed ----------------------------------------------------------------------------------------- */

typedef enum cahier_redaction_kind {
    CAHIER_EMAIL,
    CAHIER_PHONE,
    CAHIER_IBAN,
    CAHIER_NIR,
    CAHIER_CARD,
    CAHIER_PLATE,
    CAHIER_ADDRESS,
    CAHIER_POSTCODE,
    CAHIER_BIRTHDATE,
    CAHIER_IP,
    CAHIER_URL,
    CAHIER_HANDLE,
    CAHIER_REFERENCE,
    CAHIER_PERSON,
    CAHIER_REDACTION_KINDS
} cahier_redaction_kind;

/* What stands in the text instead of what was hidden: bytes [start, end) of the document's text, "[téléphone]". */
typedef struct cahier_redaction {
    cahier_redaction_kind kind;
    uint32_t start, end;
} cahier_redaction;

typedef struct cahier_redactions {
    cahier_redaction *at;
    uint32_t count;
} cahier_redactions;

/* An occurrence of a word in the document's text. `type` indexes the chunk's types. */
typedef struct cahier_token {
    uint32_t start, end;
    uint32_t type;
} cahier_token;

typedef struct cahier_tokens {
    cahier_token *at;
    uint32_t count;
} cahier_tokens;

typedef struct cahier_sentence {
    uint32_t start, end; /* bytes of text, without surrounding space */
    uint32_t first_token, token_count;
    int32_t polarity_milli; /* score of the sentence alone, -1000..1000 */
} cahier_sentence;

typedef struct cahier_sentences {
    cahier_sentence *at;
    uint32_t count;
} cahier_sentences;

/* A distinct surface form of a chunk: everything known of a word is computed once, here, and not at each token. */
typedef struct cahier_type {
    cahier_text surface; /* lower case, NFC, accents kept, ligatures split */
    cahier_text stem;    /* key of the topic vocabulary: stemmed, without accents; empty when it makes no term */
    uint32_t word;       /* index in the lexicons' dictionary, or CAHIER_NONE */
    uint32_t polarity;   /* row of the polarity lexicon that it is by itself, or CAHIER_NONE */
    uint32_t flags;      /* CAHIER_TYPE_* */
    uint16_t begins;     /* bits CAHIER_KIND: lexicons some form of which begins with the word or with its class */
    uint16_t continues;  /* the same of forms that hold them further on */
} cahier_type;

#define CAHIER_TYPE_FLAGS 12u /* how many of them */

enum {
    CAHIER_TYPE_STOP = 1u << 0,   /* stop word: makes no term */
    CAHIER_TYPE_WORD = 1u << 1,   /* holds a letter */
    CAHIER_TYPE_NUMBER = 1u << 2, /* digits first: 2024, 80km/h, 1er */
    CAHIER_TYPE_MARK = 1u << 3,   /* a redaction mark: "[téléphone]" */
    CAHIER_TYPE_URL = 1u << 4,
    CAHIER_TYPE_PUNCTUATION = 1u << 5, /* . , ; : ! ? … ( ) « » " - : one token a run of the same character */
    CAHIER_TYPE_EMOJI = 1u << 6,
    CAHIER_TYPE_ELISION = 1u << 7,     /* l' d' qu' n': its apostrophe belongs to it */
    CAHIER_TYPE_INFINITIVE = 1u << 8,  /* looks like an infinitive: créer, finir, mettre */
    CAHIER_TYPE_CONDITIONAL = 1u << 9, /* looks like a conditional: serait, pourraient */
    CAHIER_TYPE_REPEATED = 1u << 10,   /* letters repeated for emphasis were folded: "trooop" */
    CAHIER_TYPE_PARTICIPLE = 1u << 11, /* looks like a present participle: créant, réduisant */
};

typedef struct cahier_types {
    cahier_type *at;
    uint32_t count;
    struct cahier_type_index *index; /* surface -> type, private to tokenise.c */
} cahier_types;

typedef enum cahier_polarity_label {
    CAHIER_NEGATIVE,
    CAHIER_NEUTRAL,
    CAHIER_POSITIVE,
    CAHIER_MIXED,
    CAHIER_POLARITY_LABELS
} cahier_polarity_label;

typedef enum cahier_rule {
    CAHIER_RULE_NEGATION,
    CAHIER_RULE_INTENSIFIER,
    CAHIER_RULE_DOWNTONER,
    CAHIER_RULE_EXCESS,
    CAHIER_RULE_CONTRAST,
    CAHIER_RULE_CONCESSION,
    CAHIER_RULE_WISH,
    CAHIER_RULE_DIMINISH,
    CAHIER_RULE_EMPHASIS,
    CAHIER_RULE_QUESTION,
    CAHIER_RULE_RELAY,
    CAHIER_RULES
} cahier_rule;

/* One rule that changed the weight of a polar word: value after = value before * factor_percent / 100, rounded half away
 * from zero. [start, end) is the cue that triggered it. */
typedef struct cahier_rule_hit {
    cahier_rule rule;
    int32_t factor_percent;
    uint32_t start, end;
} cahier_rule_hit;

#define CAHIER_RULE_HITS 4 /* on one polar word; more would be noise: negation, intensifier, contrast, emphasis */

typedef struct cahier_evidence {
    uint32_t start, end;  /* the polar word or idiom */
    uint32_t entry;       /* row of the polarity lexicon; CAHIER_NONE: a word the batch taught, adapt.h */
    int32_t weight_milli; /* as in the lexicon, or as learned */
    int32_t value_milli;  /* after the rules, applied in order */
    uint32_t rule_count;
    cahier_rule_hit rule[CAHIER_RULE_HITS];
} cahier_evidence;

typedef struct cahier_polarity {
    int32_t score_milli; /* -1000..1000; formula in polarity.h, recomputable from the evidence */
    cahier_polarity_label label;
    cahier_evidence *at;
    uint32_t count;
    uint32_t words; /* n of the formula: word tokens of the document */
} cahier_polarity;

typedef enum cahier_stance_label {
    CAHIER_PROPOSAL,
    CAHIER_COMPLAINT,
    CAHIER_PRAISE,
    CAHIER_QUESTION,
    CAHIER_STATEMENT,
    CAHIER_STANCES
} cahier_stance_label;

#define CAHIER_STANCES_ALSO 3u /* all but the main one and statement */

typedef struct cahier_stance {
    cahier_stance_label label;
    uint32_t start, end; /* the cue in the text; start == end when none (statement) */
    uint32_t entry;      /* row of the stance lexicon, or CAHIER_NONE */
} cahier_stance;

#define CAHIER_SKETCH_HASHES 63 /* 21 bands of 3 rows: THEMES.md 7 */

typedef struct cahier_document {
    cahier_text text;   /* title, newline, body; normal form, redacted; every offset above refers to it */
    uint32_t title_len; /* bytes of `text` that are the title, without the newline */
    cahier_redactions redactions;
    cahier_sentences sentences;
    cahier_tokens tokens;
    cahier_polarity polarity;
    cahier_stance stance;
    cahier_stance stance_also[CAHIER_STANCES_ALSO]; /* what it does besides, in the order of the labels */
    uint32_t stance_also_count;
    const uint16_t *sketch; /* CAHIER_SKETCH_HASHES minima; NULL: too short to be compared, or no answer */
    uint64_t fingerprint;   /* of the folded words: equal texts up to case, accents, spaces, punctuation */
    uint32_t notes;         /* CAHIER_NOTE_*, those of the contribution included */
} cahier_document;

/* About 200 contributions in input order: the unit of parallelism and of transport. */
typedef struct cahier_chunk {
    cahier_document *at;
    uint32_t count;
    const cahier_types *types; /* what the tokens of these documents index */
} cahier_chunk;

/* --- corpus --------------------------------------------------------------------------------------------------------- */

/* All documents of the batch, in input order. received[d] became analysed[d]. */
typedef struct cahier_corpus {
    const cahier_contribution *received; /* D */
    const cahier_document **analysed;    /* D */
    const cahier_types **types;          /* D: the types that document d's tokens index */
    uint32_t count;                      /* D */
    uint32_t persons;                    /* distinct persons, unknown authors counted one each */
    uint32_t contributions;              /* distinct contributions */
    const cahier_text *group_name;       /* G group columns, as in the file */
    uint32_t group_count;
    const bool *copy;        /* D: copies an earlier document (duplicate.h): counted, but it shapes no theme and no
                                            label; NULL while copies are not known */
    const uint64_t *id_hash; /* D: cahier_text_hash of the ids: who is drawn; NULL while nobody asked */
} cahier_corpus;

/* A stem or a sequence of stems kept for counting. */
typedef struct cahier_term {
    cahier_text key;     /* stems joined by spaces: "pist cyclabl" */
    cahier_text surface; /* its most frequent readable form: "pistes cyclables" */
    uint32_t df;         /* documents that contain it */
    uint32_t words;      /* 1 for a word, 2.. for a phrase */
} cahier_term;

typedef struct cahier_term_weight {
    uint32_t term;        /* in the vocabulary */
    int32_t weight_milli; /* meaning said where it is used */
} cahier_term_weight;

/* Why a document has a theme: score = sum of the terms' parts. A runner-up may have a score under 0, and so may a theme
 * in which a person has put a text unlike it (guide.h). */
typedef struct cahier_assignment {
    uint32_t theme;            /* index in result.themes */
    uint32_t sentence;         /* of the document, that alone shows the theme; CAHIER_NONE: the whole text does */
    int32_t score_milli;       /* at most 1000, exactly the sum of terms[].weight_milli */
    cahier_term_weight *terms; /* all terms of the document with a non-zero part, largest first */
    uint32_t term_count;
} cahier_assignment;

typedef struct
        cahier_assignments { /* of one document: of the whole text, best first, then of sentences; none: unclassified */
    cahier_assignment *at;
    uint32_t count;
    cahier_assignment runner_up; /* the best theme that was not kept; .theme == CAHIER_NONE when there is none */
    bool kept;                   /* the main theme is that of the earlier report, though another scores more */
} cahier_assignments;

typedef struct cahier_quote { /* one citizen's sentence */
    uint32_t document, sentence;
    bool dissent;      /* of the minority polarity of the theme: « à contre-courant » */
    uint32_t decision; /* of a person, that put it in the place of another (guide.h), or CAHIER_NONE */
} cahier_quote;

typedef struct cahier_interval { /* 95 % Wilson interval of count / total, in thousandths */
    uint32_t count, total;
    int32_t low_milli, high_milli;
} cahier_interval;

typedef struct cahier_concordance { /* one key word in context */
    uint32_t document, start, end;  /* the word's bytes in the document's text */
} cahier_concordance;

#define CAHIER_THEME_ID_LEN 6 /* "t-4f2a" */

/* A part of a theme: subtheme.h. */
typedef struct cahier_subtheme {
    char id[2 * CAHIER_THEME_ID_LEN]; /* "t-4f2a.91c3", NUL-terminated */
    cahier_text label;
    uint32_t *documents; /* input order */
    uint32_t document_count, persons;
} cahier_subtheme;

typedef struct cahier_theme {
    char id[CAHIER_THEME_ID_LEN + 2]; /* derived from its strongest terms, NUL-terminated */
    cahier_text label;                /* two to five words in surface forms */
    uint32_t family;                  /* index in result.families */
    uint32_t shaped;                  /* its number before they were put in order (guide.h) */
    uint32_t taxonomy;                /* row of the taxonomy theme that names it, or CAHIER_NONE */
    uint32_t decision;                /* of a person, that named it (guide.h), or CAHIER_NONE */
    uint32_t signature;               /* the decision that signed it off as it is, or CAHIER_NONE */
    const uint32_t *seeds;            /* rows of the taxonomy: its words that made the name, most held first */
    uint32_t seed_count;
    cahier_term_weight *terms; /* characteristic terms, by G2 (Dunning), weight in thousandths of the strongest */
    uint32_t term_count;
    uint32_t *documents; /* documents whose main theme it is, input order */
    uint32_t document_count;
    uint32_t also_count;                       /* documents that have it as a further theme */
    uint32_t contributions;                    /* distinct contributions, main theme */
    uint32_t persons;                          /* distinct persons, main theme */
    uint32_t polarity[CAHIER_POLARITY_LABELS]; /* documents, main theme */
    uint32_t stance[CAHIER_STANCES];
    uint32_t position[CAHIER_POSITIONS];
    cahier_quote *summary; /* 3 to 6 citizens' sentences, the first is the most central */
    uint32_t summary_count;
    uint32_t *verbatims; /* documents nearest to the centroid, distinct authors, at most options.top */
    uint32_t verbatim_count;
    cahier_concordance *concordance;
    uint32_t concordance_count;
    int32_t coverage_milli;        /* mean similarity of its documents to the nearest summary sentence */
    int32_t random_coverage_milli; /* the same for as many sentences drawn at random (fixed seed) */
    int32_t cohesion_milli;        /* mean similarity of its documents to its centroid */
    cahier_interval *places;       /* result.places.count: persons of the place who speak of it */
    cahier_subtheme *subs;         /* most documents first; none when it does not divide stably */
    uint32_t sub_count;
    int32_t split_milli; /* agreement (ARI) of that division with those of nine tenths of its documents */
    uint32_t *series;    /* result.period_count: documents of the period */
} cahier_theme;

/* A coarse theme: what the report's « Sous-thèmes » folds the themes into. */
typedef struct cahier_family {
    cahier_text label;
    uint32_t *themes; /* indices */
    uint32_t theme_count;
} cahier_family;

/* Two nodes of the tree of themes become one. Below theme_count, a node is a theme; the i-th union is node theme_count + i. */
typedef struct cahier_union {
    uint32_t a, b;
    int32_t height_milli; /* 0 near .. 1000 the last union */
} cahier_union;

/* What another number of themes would have given: theme_choice.h. */
typedef struct cahier_choice {
    uint32_t themes;
    int32_t stability_milli;  /* agreement (ARI) with nine tenths of the documents */
    int32_t modularity_milli; /* links inside themes above what chance gives */
} cahier_choice;

typedef enum cahier_duplicate_kind {
    CAHIER_DUPLICATE_IDENTICAL,
    CAHIER_DUPLICATE_NEAR
} cahier_duplicate_kind;

typedef struct cahier_duplicate_group {
    uint32_t *documents; /* two or more, input order; the first is the original of the others */
    uint32_t document_count;
    uint32_t persons;
    cahier_duplicate_kind kind; /* identical when all are, up to case, accents, spaces and punctuation */
    bool campaign;              /* five copies or more by three persons or more */
} cahier_duplicate_group;

typedef struct cahier_passage { /* where a block stands: bytes [start, end) of the document's text */
    uint32_t document, start, end;
    uint32_t block; /* index in result.blocks */
} cahier_passage;

typedef struct cahier_block { /* words that persons share inside longer texts of their own: a pasted paragraph */
    uint32_t *passages;       /* indices in result.passages, input order, one a document */
    uint32_t document_count;
    uint32_t persons;
    bool campaign; /* as for a group of copies */
} cahier_block;

typedef struct cahier_place {
    cahier_text name;
    uint32_t documents, persons;
} cahier_place;

typedef struct cahier_trend { /* a theme whose share of a period is above or below its share elsewhere */
    uint32_t theme, period;
    cahier_interval share;  /* of the period's documents */
    int32_t expected_milli; /* share in the other periods */
} cahier_trend;

typedef struct cahier_balance { /* one value of one group column: who wrote, and how much of it was classified */
    uint32_t group;             /* column */
    cahier_text value;          /* empty: unknown */
    uint32_t documents, persons;
    cahier_interval classified;
    uint32_t polarity[CAHIER_POLARITY_LABELS];
    uint32_t redacted; /* documents with at least one redaction */
} cahier_balance;

typedef struct cahier_vocabulary {
    cahier_term *at; /* V: words first (word_count), then phrases */
    uint32_t count, word_count;
} cahier_vocabulary;

typedef struct cahier_counts {
    uint32_t documents, contributions, persons;
    uint32_t unclassified;    /* documents without theme, the non-answers not included */
    uint32_t no_answer;       /* documents that say nothing: "RAS" */
    uint32_t several_themes;  /* documents with two themes or more */
    uint32_t identical, near; /* documents that copy an earlier one */
    uint32_t redacted[CAHIER_REDACTION_KINDS];
    uint32_t not_french;
    uint32_t few_cues; /* polar documents (not neutral) that rest on fewer than two polar words */
} cahier_counts;

typedef struct cahier_learned { /* a word whose polarity the batch taught: adapt.h */
    cahier_text surface;
    int32_t weight_milli;
    uint32_t documents; /* that taught it */
} cahier_learned;

typedef struct cahier_lesson {
    cahier_learned *at; /* largest weight first */
    uint32_t count;
    uint32_t praising, blaming; /* documents that taught */
    uint32_t rescored, turned;  /* documents whose score, whose label changed */
} cahier_lesson;

typedef struct cahier_result {
    cahier_corpus corpus;
    cahier_vocabulary vocabulary;
    cahier_theme *themes; /* K, by persons, most first */
    uint32_t theme_count;
    cahier_family *families;
    uint32_t family_count;
    cahier_union *unions;  /* theme_count - 1: the tree of themes, nearest first */
    cahier_choice *choice; /* fewer themes first; none when there are too few documents to compare */
    uint32_t choice_count;
    uint32_t themes_wanted;          /* options.themes: 0, or a number that the documents may not reach */
    cahier_assignments *assignments; /* D */
    uint32_t *sub_of;                /* D: index in the subs of its main theme, or CAHIER_NONE */
    uint32_t *duplicate_of;          /* D: index of the duplicate group, or CAHIER_NONE */
    cahier_duplicate_group *duplicates;
    uint32_t duplicate_count;
    cahier_block *blocks; /* by first place */
    uint32_t block_count;
    cahier_passage *passages; /* by document, then by start */
    uint32_t passage_count;
    cahier_place *places; /* by persons, most first */
    uint32_t place_count;
    int32_t *periods; /* yyyymm, ascending, without holes between first and last */
    uint32_t period_count;
    cahier_trend *trends;
    uint32_t trend_count;
    cahier_balance *balance;
    uint32_t balance_count;
    cahier_counts counts;
    cahier_lesson lesson;                   /* nothing, for a small batch or when it is not wanted */
    int32_t stability_milli;                /* mean agreement (ARI) with the themes found on 90 % of the documents */
    const struct cahier_model *model;       /* for texts to come: listen.h */
    const struct cahier_guidance *guidance; /* what a list and people's decisions did; NULL: neither */
    const struct cahier_continuity
            *continuity;                /* what became of the themes of an earlier report; NULL: none was given */
    const struct cahier_shaped *shaped; /* for the next shaping */
} cahier_result;

/* --- the flow --------------------------------------------------------------------------------------------------------- */

struct cahier_lexicons; /* lexicon.h */

/* What the taxonomy of the lexicons does to the themes: guide.h. */
typedef enum cahier_list_use {
    CAHIER_LIST_UNUSED,
    CAHIER_LIST_NAMES, /* the shipped list: names themes that were found without it */
    CAHIER_LIST_GUIDES /* a town's own: its themes exist */
} cahier_list_use;

struct cahier_decisions; /* decision.h */
struct cahier_previous;  /* previous.h */

typedef struct cahier_options {
    uint32_t themes;    /* number of themes wanted; 0: chosen from the corpus */
    bool redact_strict; /* hide when in doubt */
    uint32_t top;       /* verbatims a theme */
    bool alone;         /* no word is learned from the batch */
    cahier_list_use list;
    const struct cahier_decisions *decisions; /* of people; NULL: none */
    const struct cahier_previous *previous;   /* an earlier report; NULL: none */
} cahier_options;

#define CAHIER_OPTIONS_DEFAULT ((cahier_options){.themes = 0, .top = 12, .list = CAHIER_LIST_NAMES})

/* How the corpus step spreads independent tasks over the caller's threads. `run` calls task(argument, i) once for each
 * i < count, in any order, and returns when all are done. Tasks write only to their own slots, so any runner gives the
 * same bytes; cahier_run_serial is one. */
typedef struct cahier_runner {
    void (*run)(void *self, uint32_t count, void (*task)(void *argument, uint32_t i), void *argument);
    void *self;
} cahier_runner;

void cahier_run_serial(void *self, uint32_t count, void (*task)(void *argument, uint32_t i), void *argument);

/* What one thread needs to analyse chunks: opened once, used for many chunks, never shared between threads. */
typedef struct cahier_analyser {
    const struct cahier_lexicons *lexicons;
    const cahier_options *options;
    cahier_arena *batch;   /* results; lives until the report is written */
    cahier_arena *scratch; /* inside one stage */
    struct cahier_stemmer *stemmer;
    struct cahier_masks *masks; /* what people hid: mask.h; NULL: nothing */
    cahier_types *types;        /* grows over the chunks of this analyser */
} cahier_analyser;

cahier_status cahier_analyser_open(const struct cahier_lexicons *lexicons, const cahier_options *options,
        cahier_arena *batch, cahier_arena *scratch, cahier_analyser *out);
void cahier_analyser_close(cahier_analyser *analyser);

/* A contribution without personal data: the only form of its text that leaves the machine that received it. */
typedef struct cahier_cleaned {
    cahier_text text;   /* title, newline, body; normal form, redacted */
    uint32_t title_len; /* as in cahier_document */
    cahier_redactions redactions;
    uint32_t notes; /* those of the contribution included */
} cahier_cleaned;

/* The first two stages, normalise and redact, over `count` contributions, into out[count]. Errors NOMEM. */
cahier_status cahier_clean_chunk(
        cahier_analyser *analyser, const cahier_contribution *received, uint32_t count, cahier_cleaned *out);

/* The other per-contribution stages, from segment on; the result borrows `cleaned`. Errors NOMEM. */
cahier_status cahier_analyse_cleaned(
        cahier_analyser *analyser, const cahier_cleaned *cleaned, uint32_t count, cahier_chunk *out);

/* All per-contribution stages, in order, over `count` contributions.
 * Errors NOMEM. Cost linear in bytes. */
cahier_status cahier_analyse_chunk(
        cahier_analyser *analyser, const cahier_contribution *received, uint32_t count, cahier_chunk *out);

struct cahier_prepared; /* prepared.h */
struct cahier_shaped;   /* shaped.h */

/* Whole-corpus stages that no decision of people changes: copies, vocabulary, weights, vectors, themes as found, words
 * taught. corpus->count > 0. `out` borrows lexicons, options and what the corpus holds.
 * Errors NOMEM, EMPTY when no document holds a word beyond function words. Cost linear in D beyond the sample of cluster.h.
 * No theme when nothing tells documents apart: a single one, copies of one letter. */
cahier_status cahier_prepare_corpus(const struct cahier_lexicons *lexicons, const cahier_options *options,
        const cahier_runner *runner, const cahier_corpus *corpus, cahier_arena *batch, cahier_arena *scratch,
        struct cahier_prepared *out);

typedef struct cahier_shape_input {
    const struct cahier_prepared *prepared;
    const struct cahier_decisions *decisions; /* NULL: none */
    const struct cahier_shaped
            *before; /* result.shaped of an earlier shaping of `prepared`, by any journal; NULL: none */
} cahier_shape_input;

/* The others: list and decisions, words, sub-themes, families, summaries, trends. Changes nothing of `prepared`, which may be
 * shaped any number of times, from any journal, by several threads, each with arenas of its own; the result borrows it, and
 * `decisions`, and nothing of `before`, which makes no difference but to the time. Errors NOMEM. */
cahier_status cahier_shape_corpus(const cahier_shape_input *in, const cahier_runner *runner, cahier_arena *batch,
        cahier_arena *scratch, cahier_result *out);

/* Both, with options->decisions. */
cahier_status cahier_analyse_corpus(const struct cahier_lexicons *lexicons, const cahier_options *options,
        const cahier_runner *runner, const cahier_corpus *corpus, cahier_arena *batch, cahier_arena *scratch,
        cahier_result *out);

/* --- shown names ------------------------------------------------------------------------------------------------------ */

/* Keys of the contracts ("email", "negative", "proposal"); the French words shown to people live in workers/report. */
const char *cahier_redaction_name(cahier_redaction_kind kind);
const char *cahier_polarity_name(cahier_polarity_label label);
const char *cahier_stance_name(cahier_stance_label label);
const char *cahier_position_name(cahier_position position);        /* "" for NONE */
bool cahier_has_positions(const uint32_t count[CAHIER_POSITIONS]); /* any but NONE */
const char *cahier_note_name(uint32_t bit);                        /* of CAHIER_NOTE_*, by the index of its bit */

/* An absent text has no address to add to. */
static inline cahier_text cahier_slice(cahier_text text, uint32_t start, uint32_t end)
{
    return (cahier_text){start == 0 ? text.at : text.at + start, end - start};
}

#endif
