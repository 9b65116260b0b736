/* SPDX-License-Identifier: Apache-2.0 */
/* shown.h -- what the pages of the review show, as plain structs that handlers fill from the edition, the queue, the accounts.
 *
 * Value   what is absent is an empty text, a NULL, a count of 0: the page says so
 * Memory  all borrowed for the time of a page
 * Why     structs of our own, not the edition's: pages are written and tested before and without a server
 */
#ifndef CAHIER_REVIEW_SHOWN_H
#define CAHIER_REVIEW_SHOWN_H

#include "guide.h"
#include "report.h"

#define CAHIER_VIEW_ROWS 50u

typedef struct cahier_viewer {
    cahier_text tenant; /* first part of every path */
    cahier_text town;   /* name shown; empty: the tenant's */
    cahier_text name;   /* empty: nobody is signed in */
    cahier_text csrf;
    bool corrects; /* may decide: agents and administrators */
    bool manages;  /* may manage people and erase: administrators */
    bool by_proxy; /* identity comes from the proxy: no sign-out here */
} cahier_viewer;

/* Sentences that a page may have above its heading; `?avis=` names them by cahier_notice_key. */
typedef enum cahier_notice {
    CAHIER_NOTICE_NOTHING,
    CAHIER_NOTICE_SIGNED_OUT,
    CAHIER_NOTICE_SESSION_OVER,
    CAHIER_NOTICE_WRONG_PASSWORD,
    CAHIER_NOTICE_TOO_MANY_TRIES,
    CAHIER_NOTICE_FORM_TOO_OLD, /* CSRF or nonce of another session */
    CAHIER_NOTICE_NOTHING_CHOSEN,
    CAHIER_NOTICE_EMPTY_NAME,
    CAHIER_NOTICE_ALREADY,
    CAHIER_NOTICE_NO_FILE,
    CAHIER_NOTICE_TOO_LARGE,
    CAHIER_NOTICE_SAVED,
    CAHIER_NOTICE_PERSON_ADDED,
    CAHIER_NOTICE_PERSON_TAKEN,
    CAHIER_NOTICE_PASSWORD_SHORT,
    CAHIER_NOTICE_TOKEN_REVOKED,
    CAHIER_NOTICE_ERASED,
    CAHIER_NOTICE_NOT_FOUND,
    CAHIER_NOTICE_LOT_REMOVED,
    CAHIER_NOTICE_PUBLISHED,
    CAHIER_NOTICE_WITHDRAWN,
    CAHIER_NOTICE_REFITTED,
    CAHIER_NOTICE_MASKED, /* the batch is read again */
    CAHIER_NOTICE_LAST_ADMINISTRATOR,
    CAHIER_NOTICE_MASKED_ONCE, /* the same words are to be read elsewhere */
    CAHIER_NOTICE_SENT_BEFORE, /* the same files: the batch that was there */
    CAHIER_NOTICES
} cahier_notice;

const char *cahier_notice_key(cahier_notice notice); /* "session-finie" */
cahier_notice cahier_notice_named(cahier_text key);  /* NOTHING when unknown */

typedef enum cahier_lot_state {
    CAHIER_LOT_SENDING,
    CAHIER_LOT_READING, /* contributions are analysed one by one */
    CAHIER_LOT_SORTING, /* themes are looked for */
    CAHIER_LOT_READY,
    CAHIER_LOT_FAILED,
    CAHIER_LOT_STATES
} cahier_lot_state;

typedef enum cahier_published {
    CAHIER_PUBLISHED_NOT,
    CAHIER_PUBLISHED_LINK,
    CAHIER_PUBLISHED_ALL
} cahier_published;

typedef struct cahier_shown_lot {
    cahier_text id;        /* batch */
    cahier_text title;     /* given by people; empty: the files' names */
    cahier_text files;     /* « budget.csv, annexe.csv » */
    cahier_text who, when; /* who sent it; "2025-04-12T10:12:03+02:00": shown as written, hence in the town's time */
    cahier_text follows, follows_title; /* the batch from which it goes on, as it was called; empty: none */
    cahier_lot_state state;
    cahier_text why; /* FAILED: a sentence for people */
    uint32_t documents, documents_done, quarantined;
    int64_t left_seconds; /* -1: not known */
    uint32_t themes, signed_off, decisions, conflicts;
    cahier_published published;
} cahier_shown_lot;

/* A line of the journal, replayed. */
typedef struct cahier_said {
    cahier_text id, what, who, when, note; /* what: "rename", "verdict", as docs/decisions.md writes it */
    const cahier_text *themes;             /* ids, as written; the first is the one that stays */
    uint32_t theme_count;
    const cahier_text *contributions;
    uint32_t contribution_count;
    cahier_text was;         /* label of the first theme when it was said; may be empty */
    cahier_text label, term; /* rename, merge, split */
    cahier_text value;       /* "negative", "proposal", "refused", "right", "wrong", a kind of mark */
    cahier_text of;          /* undo */
    cahier_outcome outcome;  /* OUTSIDE: of what is beside themes, and applied */
    bool undone;             /* by a later line */
} cahier_said;

typedef struct cahier_standing {   /* of a theme, beside the result */
    const cahier_said *signed_off; /* NULL: not */
    bool changed_since;            /* signed off, then changed */
    cahier_interval right;         /* verdicts that it is right, of those given */
} cahier_standing;

typedef struct cahier_shown_draw { /* one text to read */
    uint32_t document, theme;
    bool uncertain;         /* drawn because the program hesitated; else by chance */
    const cahier_said *own; /* this person's verdict, or NULL */
} cahier_shown_draw;

typedef struct cahier_shown_reading {
    const cahier_shown_draw *draws;
    uint32_t draw_count, own_count; /* of them, read by this person */
    cahier_interval right;          /* verdicts over all themes; low, high: of right_milli */
    int32_t right_milli;            /* share that is right, each theme weighing as many texts as it holds */
    cahier_text second;             /* another reader, with whom kappa is; empty: none */
    uint32_t common;                /* texts that both read */
    int32_t kappa_milli;
} cahier_shown_reading;

typedef struct cahier_shown_proposal { /* a near neighbour of contributions moved by hand */
    uint32_t document, theme;          /* proposed */
    uint32_t like;                     /* the document moved by hand that it resembles */
    int32_t near_milli;
} cahier_shown_proposal;

typedef struct cahier_shown_filter { /* which contributions a list shows */
    cahier_text place, value, words;
    uint32_t group;                    /* column of `value` */
    cahier_polarity_label polarity;    /* CAHIER_POLARITY_LABELS: any */
    cahier_stance_label stance;        /* CAHIER_STANCES: any */
    int32_t from, to;                  /* yyyymmdd, 0: none */
    bool doubtful_first, surest_first; /* neither: order of arrival */
    cahier_text context;               /* a word to show in its sentences; empty: none */
    uint32_t page;                     /* from 0 */
} cahier_shown_filter;

/* Nothing chosen, first page, the doubtful first. */
#define CAHIER_FILTER_ALL                                                                                              \
    ((cahier_shown_filter){.polarity = CAHIER_POLARITY_LABELS, .stance = CAHIER_STANCES, .doubtful_first = true})

typedef struct cahier_view {
    const cahier_viewer *viewer;
    cahier_text nonce; /* fresh for each page: "b3Jk"; forms append their rank */
    cahier_notice notice;
    cahier_text done;            /* id of the decision just said: told, with its undo */
    const cahier_shown_lot *lot; /* NULL: the page is of no batch */
    /* the edition; NULL while the batch is not ready */
    const cahier_report_input *input;
    const cahier_said *said; /* the journal, oldest first, lines that came with the files included */
    uint32_t said_count;
    uint64_t revision;               /* of the journal, as the queue counts it: what forms have seen */
    const cahier_standing *standing; /* K */
    const cahier_shown_reading *reading;
    const cahier_shown_proposal *proposals;
    uint32_t proposal_count;
    cahier_shown_filter filter;
} cahier_view;

/* --- before a batch is there --- */

typedef struct cahier_shown_sign_in {
    cahier_text name, next; /* as typed; the path wanted, inside the tenant */
    bool nobody_yet;        /* no account: the page says which command makes the first */
} cahier_shown_sign_in;

typedef enum cahier_review_trouble {
    CAHIER_TROUBLE_NO_RIGHT,
    CAHIER_TROUBLE_NOT_FOUND,
    CAHIER_TROUBLE_GONE,     /* the batch was removed */
    CAHIER_TROUBLE_NO_THEME, /* merged or split since: the journal says where */
    CAHIER_TROUBLE_NO_LINK,  /* the published page's link is no more */
    CAHIER_TROUBLE_TOO_LARGE,
    CAHIER_TROUBLE_BAD_FORM, /* without token, or malformed */
    CAHIER_TROUBLE_BUSY,     /* too many connections */
    CAHIER_TROUBLE_QUEUE,    /* Redis is away: nothing is lost */
    CAHIER_TROUBLE_FAILED,
    CAHIER_TROUBLES
} cahier_review_trouble;

typedef struct cahier_shown_column { /* of a file before it is read, as `cahier check --json` says it */
    cahier_text name, role;          /* role: a key of cahier_role_key */
    const char *why;                 /* of cahier_role_reason, in French */
} cahier_shown_column;

typedef struct cahier_checked_file {
    cahier_text name, format, encoding, platform;
    const cahier_shown_column *columns;
    uint32_t column_count;
    uint32_t rows, documents, empty, repeated, other_kind, unreadable, bad_dates;
    int32_t first_date, last_date;
} cahier_checked_file;

typedef struct cahier_preflight {
    cahier_text id, title, follows; /* follows: the batch from which it would go on */
    bool running;                   /* the check has not ended yet */
    cahier_text refusal;            /* its sentence; empty: it can be read; with files, their columns may be changed */
    const cahier_checked_file *files;
    uint32_t file_count;
    const cahier_shown_lot *lots; /* from which it may go on */
    uint32_t lot_count;
    uint32_t rows, documents, persons, persons_known;
} cahier_preflight;

/* --- administration --- */

typedef struct cahier_shown_person {
    cahier_text name, role, created, seen; /* role: "administrator", "agent", "reader" */
    bool disabled;
} cahier_shown_person;

typedef struct cahier_shown_token {
    cahier_text id, name, role, created, seen;
} cahier_shown_token;

typedef struct cahier_shown_channel { /* how it goes with one receiver */
    const char *key;                  /* "webhook", "mail" */
    uint32_t waiting, sent, lost;
    cahier_text sent_when, error_when, error; /* of the last; empty: none */
} cahier_shown_channel;

#define CAHIER_SHOWN_CHANNELS 2u

typedef struct cahier_shown_telling { /* whom events are told to */
    cahier_text webhook, mail, secret, feed;
    bool daily;             /* one mail a day */
    bool can_mail;          /* the server has a server of mail */
    const char *public_url; /* NULL: links cannot be written */
    cahier_shown_channel channel[CAHIER_SHOWN_CHANNELS];
} cahier_shown_telling;

typedef struct cahier_shown_settings {
    cahier_text town;
    cahier_shown_telling telling;
    uint32_t retention_days; /* 0: kept until someone removes it */
    const cahier_shown_person *people;
    uint32_t person_count;
    const cahier_shown_token *tokens;
    uint32_t token_count;
    cahier_text new_token; /* shown once */
    cahier_text erased;    /* what the last erasure did: a proof line */
} cahier_shown_settings;

/* --- what stands in the way of a decision --- */

typedef struct cahier_shown_field { /* of the form as it was sent */
    cahier_text name, value;
} cahier_shown_field;

typedef struct cahier_shown_clash {
    const cahier_said *said; /* by others, since the page was shown */
    uint32_t said_count;
    const cahier_shown_field *fields; /* said again on a click, with the new revision and a new nonce */
    uint32_t field_count;
    cahier_text back; /* page to return to */
} cahier_shown_clash;

typedef struct cahier_shown_refit_theme {
    cahier_text before, after; /* its name; empty: it comes, it goes */
    uint32_t size_before, size_after;
} cahier_shown_refit_theme;

typedef struct cahier_shown_refit { /* what learning anew from the corrections would change */
    const cahier_shown_refit_theme *themes;
    uint32_t count;
    uint32_t moved, kept, lost; /* contributions that change theme, that do not; decisions that would not apply */
} cahier_shown_refit;

typedef struct cahier_shown_publication {
    cahier_published state;
    cahier_text who, when, link; /* link: the token of the address */
    uint64_t revision;           /* of the journal when it was published */
} cahier_shown_publication;

#endif
