/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* sigaction */
#include "watch.h"

#include <stdio.h>
#include <stdlib.h>

#include "interrupt.h"
#include "previous.h"
#include "text.h"
#include "watch_live.h"

enum {
    EXIT_DONE = 0,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_INTERRUPTED = 130
};

typedef struct watch {
    cahier_watch_options options;
    cahier_arena lasting, file, scratch; /* lexicons; one file; a stage */
    cahier_batch_input input;            /* lexicons */
    cahier_watch_mind mind;
    cahier_watch_voice voice;
    cahier_progress progress;
    const volatile sig_atomic_t *stop;
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

/* Dates that follow one another: of runs with no gap longer than a year, the one with most messages. */
static void drop_misplaced(watch *w, cahier_intake *intake)
{
    uint32_t best = 0, best_count = 0, start = 0;
    for (uint32_t d = 1; d <= intake->count; d++) {
        bool gap = d == intake->count ||
                   cahier_day_number(intake->at[d].date) - cahier_day_number(intake->at[d - 1].date) > CAHIER_WATCH_GAP;
        if (gap && d - start > best_count) {
            best = start;
            best_count = d - start;
        }
        start = gap ? d : start;
    }
    cahier_emerge_facts facts;
    cahier_emerge_tell(w->mind.state, &facts);
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
    qsort(intake->at, kept, sizeof *intake->at, cahier_by_date_and_id);
    drop_misplaced(w, intake);
}

/* --- themes -------------------------------------------------------------------------------------------------------- */

static void say_refit(void *self, int32_t date)
{
    watch *w = self;
    const uint32_t *fates = w->mind.themes.fates;
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

/* --- days ---------------------------------------------------------------------------------------------------------- */

static cahier_status say_day(void *self, const cahier_findings *findings, int32_t date)
{
    watch *w = self;
    (void)date;
    for (uint32_t i = 0; i < findings->count; i++) {
        const cahier_finding *finding = &findings->at[i];
        if (finding->change != CAHIER_FINDING_CONTINUED && finding->raised >= w->options.from) {
            CAHIER_TRY(cahier_watch_say(&w->voice, finding));
        }
    }
    return CAHIER_OK;
}

static void count_heard(void *self, uint32_t count)
{
    watch *w = self;
    w->messages += count;
    cahier_progress_add(&w->progress, count);
}

static cahier_status replay(watch *w, cahier_intake *intake)
{
    put_in_order(w, intake);
    cahier_watch_messages messages = {
            .received = intake->at, .count = intake->count, .person_hash = intake->person_hash};
    if (intake->count > 0 && !w->mind.themes.known && w->options.themes == NULL) {
        cahier_watch_messages first = messages;
        first.count = cahier_mind_first(&messages, true);
        CAHIER_TRY(cahier_mind_fit(&w->mind, &first));
    }
    cahier_progress_phase(&w->progress, "Messages", intake->count);
    return cahier_mind_hear(&w->mind, &w->file, &messages);
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
    cahier_emerge_tell(w->mind.state, &facts);
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
    char message[CAHIER_SENTENCE_MAX];
    uint32_t threads = w->options.analyse.jobs > 0 ? w->options.analyse.jobs : cahier_crew_processors();
    if (!cahier_arena_reserve(&w->lasting) || !cahier_arena_reserve(&w->file) || !cahier_arena_reserve(&w->scratch)) {
        return complain(w, "mémoire insuffisante.", "not enough memory.");
    }
    if (!cahier_batch_input_read(&w->lasting, &w->scratch, &w->options.analyse, NULL, 0, &w->progress, &w->input)) {
        return complain(w, w->input.message, w->input.message);
    }
    if (intake->person_key == NULL) {
        intake->person_key = key;
        intake->person_key_len = sizeof key - 1;
    }
    w->mind.options = &w->options;
    w->mind.input = &w->input;
    w->mind.stop = w->stop;
    w->mind.ears = (cahier_watch_ears){w, say_day, say_refit, count_heard};
    if (!cahier_mind_open(&w->mind, threads)) {
        return complain(w, "mémoire insuffisante.", "not enough memory.");
    }
    cahier_out_open_memory(&w->voice.out);
    w->voice = (cahier_watch_voice){
            .options = &w->options, .recent = &w->mind.recent, .scratch = &w->scratch, .out = w->voice.out};
    int code = EXIT_DONE;
    if (w->options.themes != NULL &&
            !cahier_mind_fit_report(&w->mind, &w->lasting, &w->file, message, sizeof message)) {
        code = complain(w, message, message);
    }
    for (uint32_t i = 0; code == EXIT_DONE && i < w->options.file_count; i++) {
        code = replay_file(w, w->options.files + i);
    }
    code = code == EXIT_DONE ? sum_up(w) : code;
    cahier_out_close(&w->voice.out);
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
    return w->options.redis != NULL ? cahier_watch_live(&w->options) : run_all(w);
}

int cahier_watch_main(int argc, char **argv)
{
    watch *w = calloc(1, sizeof *w);
    if (w == NULL) {
        return EXIT_REFUSED;
    }
    int code = parse_and_run(w, argc, argv);
    cahier_mind_close(&w->mind);
    cahier_arena *const arena[] = {&w->scratch, &w->file, &w->lasting};
    for (size_t i = 0; i < sizeof arena / sizeof *arena; i++) {
        cahier_arena_close(arena[i]);
    }
    free(w);
    return code;
}
