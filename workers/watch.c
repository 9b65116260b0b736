/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* sigaction */
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "corpus_run.h"
#include "interrupt.h"
#include "previous.h"
#include "text.h"
#include "watch_parts.h"

#define BLOCK 4000u       /* messages heard before their days are told, or one day when it has more */
#define LEARN_DAYS 28     /* the first themes are made of four weeks, */
#define LEARN_LEAST 400u  /* longer when these hold fewer messages, */
#define LEARN_MOST 20000u /* and of no more than that */
#define SAMPLE 4000u      /* messages that themes are made of again: CAHIER_FIT_MOST */
#define SAMPLE_A_DAY 22u  /* half a year fills the sample */
#define GAP_MOST 400      /* days: what lies further away than a year is a mistyped date */

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_INTERRUPTED = 130
};

typedef struct watch {
    cahier_watch_options options;
    cahier_arena lasting, file, scratch, kept; /* lexicons; one file; a stage; the state */
    cahier_batch_input input;                  /* lexicons */
    cahier_hearers hearers;
    cahier_watch_themes themes;
    cahier_emerge *state;
    cahier_recent recent, sample;
    cahier_watch_voice voice;
    cahier_progress progress;
    const volatile sig_atomic_t *stop;
    int32_t fitted;                        /* day number of the latest fit; 0: none */
    uint64_t undated, misplaced, messages; /* without date; too far, or before a day that is over */
} watch;

static bool is_english(const watch *w)
{
    return w->options.analyse.intake.options.english;
}

static int complain(watch *w, const char *french, const char *english)
{
    cahier_progress_close(&w->progress);
    (void)fprintf(stderr, "cahier watch%s %s\n", is_english(w) ? ":" : " :", is_english(w) ? english : french);
    return EXIT_REFUSED;
}

/* --- messages in order --------------------------------------------------------------------------------------------- */

static int by_date_and_id(const void *a, const void *b)
{
    const cahier_contribution *x = a, *y = b;
    return x->date != y->date ? (x->date > y->date) - (x->date < y->date) : cahier_text_order(x->id, y->id);
}

/* Dates that follow one another: of runs with no gap longer than a year, the one with most messages. */
static void drop_misplaced(watch *w, cahier_intake *intake)
{
    uint32_t best = 0, best_count = 0, start = 0;
    for (uint32_t d = 1; d <= intake->count; d++) {
        bool gap = d == intake->count ||
                   cahier_day_number(intake->at[d].date) - cahier_day_number(intake->at[d - 1].date) > GAP_MOST;
        if (gap && d - start > best_count) {
            best = start;
            best_count = d - start;
        }
        start = gap ? d : start;
    }
    cahier_emerge_facts facts;
    cahier_emerge_tell(w->state, &facts);
    uint32_t end = best + best_count;
    while (best < end && facts.last != 0 && intake->at[best].date <= facts.last) {
        best++;
    }
    w->misplaced += intake->count - (end - best);
    intake->at += best;
    intake->count = end - best;
}

/* Dated messages of the file, by date then id, up to --to. */
static void put_in_order(watch *w, cahier_intake *intake)
{
    uint32_t kept = 0;
    for (uint32_t d = 0; d < intake->count; d++) {
        bool dated = cahier_is_date(intake->at[d].date);
        w->undated += !dated;
        if (dated && (w->options.to == 0 || intake->at[d].date <= w->options.to)) {
            intake->at[kept++] = intake->at[d];
        }
    }
    intake->count = kept;
    qsort(intake->at, kept, sizeof *intake->at, by_date_and_id);
    drop_misplaced(w, intake);
}

/* --- themes -------------------------------------------------------------------------------------------------------- */

/* How many messages the first themes are made of. */
static uint32_t choose_first(const cahier_intake *intake)
{
    uint32_t count = 0;
    while (count < intake->count && count < LEARN_MOST &&
            (count < LEARN_LEAST ||
                    cahier_day_number(intake->at[count].date) - cahier_day_number(intake->at[0].date) < LEARN_DAYS)) {
        count++;
    }
    return count;
}

static uint32_t count_shown(const cahier_previous *previous)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < previous->theme_count; k++) {
        count += previous->themes[k].shown;
    }
    return count;
}

/* An earlier report is read as it was written: its texts, and which theme each had. */
static int fit_from_report(watch *w)
{
    char path[4096], message[CAHIER_SENTENCE_MAX];
    char *const file[] = {path};
    cahier_previous_report previous;
    cahier_options options = w->options.analyse.analysis;
    const cahier_intake_options *asked = &w->options.analyse.intake.options;
    cahier_intake_options reading = {
            .english = asked->english, .person_key = asked->person_key, .person_key_len = asked->person_key_len};
    cahier_intake intake;
    cahier_intake_error error;
    (void)snprintf(path, sizeof path, "%s/contributions.jsonl", w->options.themes);
    if (!cahier_previous_report_read(&w->lasting, w->options.themes, is_english(w), &previous)) {
        return complain(w, previous.message, previous.message);
    }
    options.previous = &previous.previous;
    options.themes = count_shown(&previous.previous);
    w->options.analyse.analysis.themes = options.themes; /* of later fits too: as fine as the report */
    if (cahier_intake_read(&w->file, &w->scratch, &reading, file, 1, &intake, &error) != CAHIER_OK) {
        (void)snprintf(message, sizeof message, "%s", error.sentence);
        return complain(w, message, message);
    }
    cahier_status status = cahier_watch_fit(&w->hearers, &w->input, &options, &intake, &w->themes);
    cahier_arena_reset(&w->file, 0);
    return status == CAHIER_OK ? EXIT_DONE
                               : complain(w, "ce rapport ne donne pas de thèmes.", "that report gives no themes.");
}

static cahier_status fit_first(watch *w, const cahier_intake *intake)
{
    cahier_intake first = *intake;
    first.count = choose_first(intake);
    cahier_status status =
            first.count > 0 ? cahier_watch_fit(&w->hearers, &w->input, &w->options.analyse.analysis, &first, &w->themes)
                            : CAHIER_ERROR_EMPTY;
    return status == CAHIER_ERROR_EMPTY ? CAHIER_OK : status;
}

static void say_refit(watch *w, int32_t date)
{
    const uint32_t *fates = w->themes.fates;
    if (!w->options.analyse.quiet) {
        cahier_progress_close(&w->progress);
        (void)fprintf(stderr,
                is_english(w)
                        ? "%04d-%02d-%02d, themes made again: %u kept, %u merged, %u split off, %u new, %u gone.\n"
                        : "%04d-%02d-%02d, thèmes refaits : %u gardés, %u fondus, %u détachés, %u nouveaux, %u "
                          "disparus.\n",
                date / 10000, date / 100 % 100, date % 100, fates[CAHIER_KEPT], fates[CAHIER_MERGED],
                fates[CAHIER_SPLIT_OFF], fates[CAHIER_NEW_THEME], fates[CAHIER_GONE]);
    }
}

/* Between two blocks: themes made again when they are old. */
static cahier_status refit_when_due(watch *w, int32_t date)
{
    int32_t today = cahier_day_number(date);
    w->fitted = w->fitted == 0 ? today : w->fitted;
    if (w->options.refit == 0 || today - w->fitted < (int32_t)w->options.refit || w->sample.count < LEARN_LEAST) {
        return CAHIER_OK;
    }
    w->fitted = today;
    cahier_status status =
            cahier_watch_refit(&w->hearers, &w->input, &w->options.analyse.analysis, &w->sample, &w->themes);
    if (status != CAHIER_OK) {
        return status == CAHIER_ERROR_EMPTY ? CAHIER_OK : status;
    }
    const cahier_listener *listener = &w->themes.listener;
    cahier_emerge_refit(w->state, listener->themes, listener->theme_count, listener->texts);
    say_refit(w, date);
    return CAHIER_OK;
}

/* --- days ---------------------------------------------------------------------------------------------------------- */

static const char *theme_of(const watch *w, const cahier_heard *heard)
{
    for (uint32_t k = 0; w->themes.known && k < w->themes.listener.theme_count; k++) {
        if (cahier_text_equal(heard->theme, cahier_string(w->themes.listener.themes[k].id))) {
            return w->themes.listener.themes[k].id;
        }
    }
    return NULL;
}

/* Of a day, those whose ids hash lowest are kept to make themes again, whatever the order. */
static void sample_day(watch *w, const cahier_heard_block *block, uint32_t first, uint32_t count)
{
    uint64_t limit = count > SAMPLE_A_DAY ? UINT64_MAX / count * SAMPLE_A_DAY : UINT64_MAX;
    for (uint32_t d = first; d < first + count; d++) {
        const cahier_contribution *received = &block->received[d];
        const cahier_document *document = &block->chunk[d / CAHIER_WATCH_CHUNK].at[d % CAHIER_WATCH_CHUNK];
        cahier_recent_add(&w->recent, received->id, document->text, received->date, NULL);
        if (cahier_text_hash(received->id) <= limit) {
            cahier_recent_add(&w->sample, received->id, document->text, received->date, theme_of(w, &block->heard[d]));
        }
    }
}

static cahier_status tell_day(watch *w, const cahier_heard_block *block, uint32_t first, uint32_t count)
{
    cahier_findings findings;
    int32_t date = block->received[first].date;
    sample_day(w, block, first, count);
    CAHIER_TRY(cahier_emerge_day(w->state, &w->options.emerge, &(cahier_heard_day){date, block->heard + first, count},
            &w->scratch, &w->hearers.arena[1], &findings));
    for (uint32_t i = 0; i < findings.count; i++) {
        if (findings.at[i].change == CAHIER_FINDING_RAISED && date >= w->options.from) {
            CAHIER_TRY(cahier_watch_say(&w->voice, &findings.at[i]));
        }
    }
    return CAHIER_OK;
}

static cahier_status tell_days(watch *w, const cahier_heard_block *block)
{
    for (uint32_t first = 0, end; first < block->count && *w->stop == 0; first = end) {
        size_t mark = cahier_arena_mark(&w->scratch);
        for (end = first; end < block->count && block->received[end].date == block->received[first].date;) {
            end++;
        }
        cahier_status status = tell_day(w, block, first, end - first);
        cahier_arena_reset(&w->scratch, mark);
        CAHIER_TRY(status);
    }
    return CAHIER_OK;
}

/* Whole days of about BLOCK messages from `first` on. */
static uint32_t end_of_block(const cahier_intake *intake, uint32_t first)
{
    uint32_t end = first, whole = first;
    while (end < intake->count && (end - first < BLOCK || whole == first)) {
        end++;
        whole = end == intake->count || intake->at[end].date != intake->at[end - 1].date ? end : whole;
    }
    return whole;
}

static cahier_status replay_block(watch *w, const cahier_intake *intake, uint32_t first, uint32_t end)
{
    size_t mark = cahier_arena_mark(&w->file);
    cahier_heard_block block = {.received = intake->at + first,
            .count = end - first,
            .listener = w->themes.known ? &w->themes.listener : NULL,
            .person_hash = intake->person_hash};
    CAHIER_TRY(refit_when_due(w, intake->at[first].date));
    block.listener = w->themes.known ? &w->themes.listener : NULL;
    if (!cahier_hearers_open(
                &w->hearers, w->hearers.crew.threads, w->input.lexicon_files.lexicons, &w->options.analyse.analysis)) {
        return CAHIER_ERROR_NOMEM;
    }
    CAHIER_TRY(cahier_hear_block(&w->hearers, &w->file, &block));
    CAHIER_TRY(tell_days(w, &block));
    w->messages += block.count;
    cahier_progress_add(&w->progress, block.count);
    cahier_arena_reset(&w->file, mark);
    return CAHIER_OK;
}

static cahier_status replay(watch *w, cahier_intake *intake)
{
    put_in_order(w, intake);
    if (intake->count > 0 && !w->themes.known && w->options.themes == NULL) {
        CAHIER_TRY(fit_first(w, intake));
    }
    cahier_progress_phase(&w->progress, "Messages", intake->count);
    for (uint32_t first = 0, end; first < intake->count && *w->stop == 0; first = end) {
        end = end_of_block(intake, first);
        CAHIER_TRY(replay_block(w, intake, first, end));
    }
    return CAHIER_OK;
}

/* --- files --------------------------------------------------------------------------------------------------------- */

static int replay_file(watch *w, char *const *path)
{
    cahier_batch_input *input = &w->input;
    cahier_progress_phase(&w->progress, is_english(w) ? "Reading" : "Lecture", 0);
    cahier_arena_reset(&w->file, 0);
    if (!cahier_batch_files_read(&w->file, &w->scratch, &w->options.analyse, path, 1, input)) {
        return complain(w, input->message, input->message);
    }
    cahier_status status = replay(w, &input->intake);
    if (*w->stop != 0) {
        (void)complain(w, "interrompu.", "interrupted.");
        return EXIT_INTERRUPTED;
    }
    return status == CAHIER_OK ? EXIT_DONE : complain(w, "mémoire insuffisante.", "not enough memory.");
}

static int sum_up(watch *w)
{
    cahier_emerge_facts facts;
    cahier_emerge_tell(w->state, &facts);
    if (w->messages == 0) {
        return complain(w, "aucun message daté : indiquez la colonne de la date par --date.",
                "no dated message: name the column of dates with --date.");
    }
    cahier_progress_close(&w->progress);
    if (!w->options.analyse.quiet) {
        (void)fprintf(stderr,
                is_english(w)
                        ? "%llu messages over %u days, %u alerts; left out: %llu without date, %llu with a date out of "
                          "order.\n"
                        : "%llu messages sur %u jours, %u alertes ; laissés de côté : %llu sans date, %llu de date "
                          "hors d'ordre.\n",
                (unsigned long long)w->messages, facts.days, w->voice.told, (unsigned long long)w->undated,
                (unsigned long long)w->misplaced);
        if (facts.learning) {
            (void)complain(w, "l'histoire est trop courte pour une alerte : il faut six semaines de messages.",
                    "the history is too short for an alert: six weeks of messages are needed.");
        }
    }
    return EXIT_DONE;
}

static int run_all(watch *w)
{
    static const unsigned char key[] = "cahier watch --replay"; /* within one run: no more is needed */
    cahier_intake_options *intake = &w->options.analyse.intake.options;
    uint32_t threads = w->options.analyse.jobs > 0 ? w->options.analyse.jobs : cahier_crew_processors();
    if (!cahier_arena_reserve(&w->lasting) || !cahier_arena_reserve(&w->file) || !cahier_arena_reserve(&w->scratch) ||
            !cahier_arena_reserve(&w->kept) || !cahier_arena_reserve(&w->themes.arena)) {
        return complain(w, "mémoire insuffisante.", "not enough memory.");
    }
    if (!cahier_batch_input_read(&w->lasting, &w->scratch, &w->options.analyse, NULL, 0, &w->progress, &w->input)) {
        return complain(w, w->input.message, w->input.message);
    }
    if (intake->person_key == NULL) {
        intake->person_key = key;
        intake->person_key_len = sizeof key - 1;
    }
    if (cahier_emerge_new(&w->kept, &w->options.emerge, &w->state) != CAHIER_OK ||
            !cahier_hearers_open(&w->hearers, threads, w->input.lexicon_files.lexicons, &w->options.analyse.analysis)) {
        return complain(w, "mémoire insuffisante.", "not enough memory.");
    }
    cahier_recent_open(&w->recent, w->options.emerge.texts);
    cahier_recent_open(&w->sample, SAMPLE);
    cahier_out_open_memory(&w->voice.out);
    w->voice = (cahier_watch_voice){
            .options = &w->options, .recent = &w->recent, .scratch = &w->scratch, .out = w->voice.out};
    int code = w->options.themes != NULL ? fit_from_report(w) : EXIT_DONE;
    for (uint32_t i = 0; code == EXIT_DONE && i < w->options.file_count; i++) {
        code = replay_file(w, w->options.files + i);
    }
    code = code == EXIT_DONE ? sum_up(w) : code;
    cahier_out_close(&w->voice.out);
    cahier_recent_close(&w->recent);
    cahier_recent_close(&w->sample);
    return code;
}

static int parse_and_run(watch *w, int argc, char **argv)
{
    cahier_parsed parsed = cahier_watch_parse(argc, argv, &w->options);
    if (parsed == CAHIER_PARSED_WRONG) {
        return EXIT_USAGE;
    }
    if (parsed == CAHIER_PARSED_HELP) {
        (void)fputs(cahier_watch_help(is_english(w)), stdout);
        return EXIT_DONE;
    }
    w->stop = cahier_catch_interrupts();
    cahier_progress_open(&w->progress, w->options.analyse.quiet, is_english(w));
    return run_all(w);
}

int cahier_watch_main(int argc, char **argv)
{
    watch *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return EXIT_REFUSED;
    }
    int code = parse_and_run(w, argc, argv);
    cahier_hearers_close(&w->hearers);
    cahier_arena *const arena[] = {&w->themes.arena, &w->kept, &w->scratch, &w->file, &w->lasting};
    for (size_t i = 0; i < sizeof arena / sizeof *arena; i++) {
        cahier_arena_close(arena[i]);
    }
    free(w);
    return code;
}
