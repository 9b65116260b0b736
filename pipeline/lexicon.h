/* SPDX-License-Identifier: Apache-2.0 */
/* lexicon.h -- the word lists: parsed from TSV, checked with line and column, compiled once for all stages.
 *
 * In      the bytes of a lexicon file: a header of "# key: value" lines (lexicon, version, licence, source, columns),
 *         then one entry a line, cells separated by one tab, "#" lines between entries are comments
 * Out     cahier_lexicon: cells that point into the bytes (borrowed);
 *         cahier_lexicons: all of them, with one dictionary of the words they use and one trie of their forms
 * Errors  CAHIER_ERROR_LEXICON with line, column and a constant message; CAHIER_ERROR_UTF8; NOMEM
 * Memory  in the arena given; file bytes are borrowed and must outlive the result
 * Cost    O(bytes)
 * Why     one trie for all lists: a token is walked once, and longest match across lists is decided in one place
 */
#ifndef CAHIER_LEXICON_H
#define CAHIER_LEXICON_H

#include "cahier.h"
#include "cut.h"

typedef enum cahier_lexicon_kind {
    CAHIER_LEXICON_STOPWORDS,
    CAHIER_LEXICON_ELISIONS,
    CAHIER_LEXICON_EXPRESSIONS,
    CAHIER_LEXICON_NEGATIONS,
    CAHIER_LEXICON_INTENSIFIERS,
    CAHIER_LEXICON_CONTRASTS,
    CAHIER_LEXICON_POLARITY,
    CAHIER_LEXICON_IDENTITY,
    CAHIER_LEXICON_STANCE,
    CAHIER_LEXICON_TAXONOMY,
    CAHIER_LEXICON_PERSONAL,
    CAHIER_LEXICON_FIRSTNAMES,
    CAHIER_LEXICON_NONANSWERS,
    CAHIER_LEXICON_STEMS,
    CAHIER_LEXICON_INSULT,
    CAHIER_LEXICON_LEARNED, /* weights of polarity.tsv as labelled texts move them: lexicon_learned.c */
    CAHIER_LEXICON_TRIE,    /* those above make the trie */
    CAHIER_LEXICON_NOUNS = CAHIER_LEXICON_TRIE,     /* how forms stand in many texts: lexicon_learned.c */
    CAHIER_LEXICON_TOPICALITY,                      /* how much stems tell of the subject: lexicon_learned.c */
    CAHIER_LEXICON_LABELS,                          /* how words enter a label: wording.h */
    CAHIER_LEXICON_KINDS,                           /* those above are compiled together: no analysis is without them */
    CAHIER_LEXICON_SERVICES = CAHIER_LEXICON_KINDS, /* route.h */
    CAHIER_LEXICON_URGENCY,                         /* urgency.h */
    CAHIER_LEXICON_FIELDS,                          /* scripts/learn_associations.c: no analysis reads it */
    CAHIER_LEXICON_FORMATS                          /* all that have a format */
} cahier_lexicon_kind;

#define CAHIER_KIND(kind) (UINT32_C(1) << (kind)) /* a set of kinds is made of these bits */
#define CAHIER_ANY_KIND UINT32_MAX

typedef struct cahier_lexicon {
    cahier_lexicon_kind kind;
    cahier_text name, version, licence, source;
    uint32_t columns;
    uint32_t count;          /* entries */
    const cahier_text *cell; /* count x columns, row by row */
    const uint32_t *line;    /* count: line of each entry in the file */
} cahier_lexicon;

/* File name of a kind: "stopwords.tsv". */
const char *cahier_lexicon_file(cahier_lexicon_kind kind);
/* Columns of a kind, tab separated: "form\tclass". */
const char *cahier_lexicon_columns(cahier_lexicon_kind kind);

/* Column of a kind whose cells are cut into words. */
uint32_t cahier_lexicon_form(cahier_lexicon_kind kind);
/* Column of a kind that holds a number (0: none), and what is stored for 1: 1000 for thousandths. */
int32_t cahier_lexicon_scale(cahier_lexicon_kind kind, uint32_t *column);
/* "-0.25" times scale, without a locale; false when ill-formed. */
bool cahier_lexicon_number(cahier_text cell, int32_t scale, int32_t *out);

/* Parses and checks everything that can be checked in one file: header, UTF-8, NFC, lower case, number of cells,
 * ranges, known values, duplicates. */
cahier_status cahier_lexicon_parse(
        cahier_arena *arena, cahier_text bytes, cahier_lexicon_kind kind, cahier_lexicon *out, cahier_error *error);
/* The kind named in the header ("# lexicon: polarity"). */
cahier_status cahier_lexicon_identify(cahier_text bytes, cahier_lexicon_kind *out, cahier_error *error);

static inline cahier_text cahier_lexicon_cell(const cahier_lexicon *lexicon, uint32_t entry, uint32_t column)
{
    return lexicon->cell[(size_t)entry * lexicon->columns + column];
}

/* Of the versions and cells of all lists together. */
uint64_t cahier_lexicon_fingerprint(const cahier_lexicon file[CAHIER_LEXICON_KINDS]);

/* One way a trie node is an entry: form of row `entry` of lexicon `kind`. */
typedef struct cahier_cue {
    cahier_lexicon_kind kind;
    uint32_t entry;
    uint32_t next; /* further cue of the same node, or CAHIER_NONE */
} cahier_cue;

/* Class tokens of forms are words of the dictionary: a matcher tries them where the token's type has the flag
 * CAHIER_TYPE_INFINITIVE, CAHIER_TYPE_CONDITIONAL, CAHIER_TYPE_PARTICIPLE, CAHIER_TYPE_NUMBER. */
#define CAHIER_WORD_INFINITIVE 0u  /* <inf> */
#define CAHIER_WORD_CONDITIONAL 1u /* <cond> */
#define CAHIER_WORD_PARTICIPLE 2u  /* <ant> */
#define CAHIER_WORD_NUMBER 3u      /* <num> */
#define CAHIER_WORD_CLASSES 4u

typedef struct cahier_lexicons {
    cahier_lexicon file[CAHIER_LEXICON_KINDS];
    /* Numeric cells, parsed once: weight_milli of polarity, stance, taxonomy; factor_percent of intensifiers;
     * window of negations; per cent of nouns and topicality. NULL for kinds without one. */
    const int32_t *number[CAHIER_LEXICON_KINDS];
    const int32_t *verb; /* of each row of nouns.tsv, whose number is the noun's: per cent. NULL: who learns them */
    const cahier_elisions *elisions;            /* how texts and forms are cut */
    const struct cahier_dictionary *dictionary; /* words of all forms; dictionary.h */
    const cahier_cue *cue;
    const struct cahier_background
            *background;  /* associate.h; NULL: the batch's own words alone. Set by who loads it */
    uint64_t fingerprint; /* cahier_lexicon_fingerprint: travels with a batch, so that workers agree */
} cahier_lexicons;

/* All kinds must be present. Compiles dictionary, trie, numbers. */
cahier_status cahier_lexicons_compile(cahier_arena *arena, const cahier_lexicon file[CAHIER_LEXICON_KINDS],
        cahier_lexicons **out, cahier_error *error);

/* Word of the dictionary for a folded surface form: exact form first; else, when `surface` has no accent at all, the
 * only word that becomes `surface` once its accents are removed. CAHIER_NONE when there is none. */
uint32_t cahier_lexicons_word(const cahier_lexicons *lexicons, cahier_text surface);

/* The dictionary's spelling of a word. */
cahier_text cahier_lexicons_surface(const cahier_lexicons *lexicons, uint32_t word);

/* The class token that a type stands for, or CAHIER_NONE. */
uint32_t cahier_lexicons_class(const cahier_lexicons *lexicons, const cahier_type *type);

/* Trie over words, as if it held the lists of `kinds` (CAHIER_KIND bits) alone: child of `node` (0 is the root) by
 * `word`, or CAHIER_NONE. Of ten words in a text nine begin some form, but seldom one of the list that is looked for. */
uint32_t cahier_lexicons_step(const cahier_lexicons *lexicons, uint32_t node, uint32_t word, uint32_t kinds);
/* Fills `begins` and `continues` of a type whose word and flags are known. */
void cahier_lexicons_place(const cahier_lexicons *lexicons, cahier_type *type);
/* False when no child of the node is the type's word or class: most tokens need no step at all. */
static inline bool cahier_may_step(const cahier_type *type, uint32_t node, uint32_t kinds)
{
    return ((node == 0 ? type->begins : type->continues) & kinds) != 0;
}

/* The child by the type's own word, whatever its class; CAHIER_NONE when there is none. */
static inline uint32_t cahier_lexicons_pass(
        const cahier_lexicons *lexicons, uint32_t node, const cahier_type *type, uint32_t kinds)
{
    bool may = type->word != CAHIER_NONE && cahier_may_step(type, node, kinds);
    return may ? cahier_lexicons_step(lexicons, node, type->word, kinds) : CAHIER_NONE;
}

/* False when no form of these kinds goes on from the node: nothing behind needs to be looked at. */
bool cahier_lexicons_grows(const cahier_lexicons *lexicons, uint32_t node, uint32_t kinds);
/* First cue of a node, or CAHIER_NONE; follow lexicons->cue[i].next. */
uint32_t cahier_lexicons_cue(const cahier_lexicons *lexicons, uint32_t node);
/* First cue of kind `kind` of a node, or CAHIER_NONE. */
uint32_t cahier_lexicons_cue_of(const cahier_lexicons *lexicons, uint32_t node, cahier_lexicon_kind kind);

/* Single-word lookup: row of `kind` whose form is exactly this word, or CAHIER_NONE. */
uint32_t cahier_lexicons_find(const cahier_lexicons *lexicons, cahier_lexicon_kind kind, uint32_t word);

/* Row of the polarity lexicon with match=stem whose stem is `stem`, or CAHIER_NONE. */
uint32_t cahier_lexicons_polar_stem(const cahier_lexicons *lexicons, cahier_text stem);
/* True when the word (exact, or by stem) is an identity word: it may never carry polarity. */
bool cahier_lexicons_is_identity(const cahier_lexicons *lexicons, uint32_t word, cahier_text stem);
/* Row of nouns.tsv of a folded surface form, or CAHIER_NONE. */
uint32_t cahier_lexicons_noun(const cahier_lexicons *lexicons, cahier_text surface);
/* Row of labels.tsv of a folded surface form, with its accents or without; CAHIER_NONE: it enters labels as all do. */
uint32_t cahier_lexicons_label(const cahier_lexicons *lexicons, cahier_text surface);
/* How much more (above 1) or less a stem tells of the subject of a text than words on average do; 1 for a stem that is not in
 * topicality.tsv. */
double cahier_lexicons_topicality(const cahier_lexicons *lexicons, cahier_text stem);
/* Override of the stemmer: the stem of row, or an empty text. */
cahier_text cahier_lexicons_stem(const cahier_lexicons *lexicons, uint32_t word);

#endif
