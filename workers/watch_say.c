/* SPDX-License-Identifier: Apache-2.0 */
/* Alerts in French for people, as JSON for programs. */
#include <stdio.h>

#include "say.h"
#include "segment.h"
#include "text.h"
#include "watch_parts.h"

#define QUOTES 3u
#define QUOTE_BYTES 240u
#define WORDS_SAID 6u

static const char *const heading[CAHIER_EMERGE_KINDS] = {[CAHIER_EMERGE_TERM] = "{0} — mot qui monte : « {1} »",
        [CAHIER_EMERGE_THEME] = "{0} — thème qui monte : « {1} »",
        [CAHIER_EMERGE_NEW] = "{0} — sujet nouveau : « {1} »",
        [CAHIER_EMERGE_PLACE] = "{0} — lieu dont viennent plus de messages : « {1} »",
        [CAHIER_EMERGE_POLARITY] = "{0} — reproches qui montent dans le thème « {1} »",
        [CAHIER_EMERGE_CAMPAIGN] = "{0} — campagne (textes recopiés), pas un besoin : « {1} »"};
static const char praise[] = "{0} — satisfaction qui monte dans le thème « {1} »";
static const char grown[] = "{0} — suite de l'alerte du {2}, elle grandit : « {1} »",
                  over[] = "{0} — fin de l'alerte du {2} : « {1} »";
static const char *const ends[CAHIER_ENDS] = {[CAHIER_END_FADED] = "\n  c'est retombé",
        [CAHIER_END_USUAL] = "\n  c'est devenu l'habitude",
        [CAHIER_END_GONE] = "\n  les thèmes ont été refaits : elle n'est plus suivie",
        [CAHIER_END_CROWDED] = "\n  trop de textes sont recopiés à la fois : elle n'est plus suivie"};
static const char counted[] = "\n  {0} {0|personne|personnes} depuis le {1}, {2} attendues ; q = {3}";
static const char copied[] = "\n  {0} {0|texte|textes} de {1} {1|personne|personnes} depuis le {2}";
static const char words_said[] = "\n  avec : ", places_said[] = "\n  où : ", messages_said[] = "\n  messages : ";
static const char quoted[] = "\n  « {0} »";

static int64_t to_milli(double value)
{
    return (int64_t)(value * 1000 + .5);
}

/* Three figures after the point say nothing of a small q: as many as it takes, rounded up to a power of ten beyond 1e-9. */
static void put_small(cahier_out *out, double value)
{
    char text[32];
    (void)snprintf(text, sizeof text, "%.3g", value > 1e-9 ? value : 1e-9);
    cahier_put(out, text);
}

/* Sentence s of a message that is still remembered; empty when it is not. */
static cahier_status find_sentence(cahier_watch_voice *v, const cahier_finding_text *from, cahier_text *out)
{
    const cahier_recent_text *text = cahier_recent_find(v->recent, from->id);
    cahier_sentences sentences;
    *out = (cahier_text){NULL, 0};
    if (text == NULL) {
        return CAHIER_OK;
    }
    cahier_text words = cahier_recent_words(text);
    CAHIER_TRY(cahier_segment(v->scratch, words, 0, &sentences));
    if (from->sentence < sentences.count) {
        const cahier_sentence *s = &sentences.at[from->sentence];
        *out = cahier_shorten(cahier_slice(words, s->start, s->end), QUOTE_BYTES);
    }
    return CAHIER_OK;
}

/* --- French -------------------------------------------------------------------------------------------------------- */

static void say_words(cahier_out *out, const cahier_finding *f)
{
    for (uint32_t i = 0; i < f->word_count && i < WORDS_SAID; i++) {
        cahier_put(out, i == 0 ? words_said : ", ");
        cahier_put_text(out, f->words[i].surface);
        CAHIER_SAY_PLAIN(out, " ({0})", CAHIER_N(f->words[i].persons));
    }
    for (uint32_t i = 0; i < f->place_count && i < WORDS_SAID; i++) {
        cahier_put(out, i == 0 ? places_said : ", ");
        cahier_put_text(out, f->places[i].name);
        CAHIER_SAY_PLAIN(out, " ({0})", CAHIER_N(f->places[i].persons));
    }
    for (uint32_t i = 0; i < f->text_count && i < 2 * WORDS_SAID; i++) {
        cahier_put(out, i == 0 ? messages_said : ", ");
        cahier_put_text(out, f->texts[i].id);
    }
}

static cahier_status say_french(cahier_watch_voice *v, const cahier_finding *f)
{
    bool campaign = f->kind == CAHIER_EMERGE_CAMPAIGN;
    const char *title = f->change == CAHIER_FINDING_GROWN    ? grown
                        : f->change == CAHIER_FINDING_CLOSED ? over
                        : f->praise                          ? praise
                                                             : heading[f->kind];
    CAHIER_SAY_PLAIN(&v->out, title, CAHIER_D(f->date), CAHIER_T(f->what), CAHIER_D(f->raised));
    if (campaign) {
        CAHIER_SAY_PLAIN(&v->out, copied, CAHIER_N(f->messages), CAHIER_N(f->persons), CAHIER_D(f->since));
    } else {
        CAHIER_SAY_PLAIN(&v->out, counted, CAHIER_N(f->persons), CAHIER_D(f->since), CAHIER_F(to_milli(f->expected)),
                CAHIER_F(to_milli(f->q)));
    }
    if (f->change == CAHIER_FINDING_CLOSED) {
        CAHIER_SAY_PLAIN(&v->out, ends[f->end]);
        cahier_put(&v->out, "\n\n");
        return CAHIER_OK;
    }
    say_words(&v->out, f);
    for (uint32_t i = 0; i < f->text_count && i < (campaign ? 1 : QUOTES); i++) {
        cahier_text sentence;
        CAHIER_TRY(find_sentence(v, &f->texts[i], &sentence));
        if (sentence.len > 0) {
            CAHIER_SAY_PLAIN(&v->out, quoted, CAHIER_T(sentence));
        }
    }
    cahier_put(&v->out, "\n\n");
    return CAHIER_OK;
}

/* --- JSON ---------------------------------------------------------------------------------------------------------- */

static void put_numbers(cahier_out *out, const cahier_finding *f)
{
    cahier_put_key(out, "persons");
    cahier_put_uint(out, f->persons);
    cahier_put_key(out, "messages");
    cahier_put_uint(out, f->messages);
    cahier_put_key(out, "expected");
    cahier_put_milli(out, to_milli(f->expected), '.');
    cahier_put_key(out, "ratio");
    cahier_put_milli(out, to_milli(f->ratio), '.');
    cahier_put_key(out, "q");
    if (f->kind == CAHIER_EMERGE_CAMPAIGN) {
        cahier_put(out, "null");
    } else {
        put_small(out, f->q);
    }
}

/* What of the alert this is: its first telling, one more since it has grown, its end; and which of them. */
static void put_phase(cahier_out *out, const cahier_finding *f)
{
    static const char *const phases[] = {[CAHIER_FINDING_RAISED] = "first",
            [CAHIER_FINDING_CONTINUED] = NULL,
            [CAHIER_FINDING_GROWN] = "more",
            [CAHIER_FINDING_CLOSED] = "over"};
    static const char *const reasons[CAHIER_ENDS] = {[CAHIER_END_FADED] = "faded",
            [CAHIER_END_USUAL] = "usual",
            [CAHIER_END_GONE] = "gone",
            [CAHIER_END_CROWDED] = "crowded"};
    if (phases[f->change] == NULL) {
        return;
    }
    cahier_put_member(out, "phase", cahier_string(phases[f->change]));
    cahier_put_key(out, "sequence");
    cahier_put_uint(out, f->sequence);
    if (f->change == CAHIER_FINDING_CLOSED) {
        cahier_put_member(out, "end", cahier_string(reasons[f->end]));
    }
}

static void put_words(cahier_out *out, const cahier_finding *f)
{
    cahier_put_key(out, "words");
    cahier_put(out, "[");
    for (uint32_t i = 0; i < f->word_count; i++) {
        cahier_put(out, i > 0 ? ",{\"kind\":\"" : "{\"kind\":\"");
        cahier_put(out, cahier_emerge_name(f->words[i].kind));
        cahier_put(out, "\",\"surface\":");
        cahier_put_json(out, f->words[i].surface);
        cahier_put_key(out, "persons");
        cahier_put_uint(out, f->words[i].persons);
        cahier_put_key(out, "expected");
        cahier_put_milli(out, to_milli(f->words[i].expected), '.');
        cahier_put(out, "}");
    }
    cahier_put(out, "]");
    cahier_put_key(out, "places");
    cahier_put(out, "[");
    for (uint32_t i = 0; i < f->place_count; i++) {
        cahier_put(out, i > 0 ? ",{\"name\":" : "{\"name\":");
        cahier_put_json(out, f->places[i].name);
        cahier_put_key(out, "persons");
        cahier_put_uint(out, f->places[i].persons);
        cahier_put(out, "}");
    }
    cahier_put(out, "]");
}

static cahier_status put_texts(cahier_watch_voice *v, const cahier_finding *f)
{
    cahier_put_key(&v->out, "contributions");
    cahier_put(&v->out, "[");
    for (uint32_t i = 0; i < f->text_count; i++) {
        cahier_put(&v->out, i > 0 ? "," : "");
        cahier_put_json(&v->out, f->texts[i].id);
    }
    cahier_put(&v->out, "]");
    cahier_put_key(&v->out, "sentences");
    cahier_put(&v->out, "[");
    for (uint32_t i = 0, said = 0; i < f->text_count && said < QUOTES; i++) {
        cahier_text sentence;
        CAHIER_TRY(find_sentence(v, &f->texts[i], &sentence));
        if (sentence.len > 0) {
            cahier_put(&v->out, said++ > 0 ? ",{\"id\":" : "{\"id\":");
            cahier_put_json(&v->out, f->texts[i].id);
            cahier_put_key(&v->out, "text");
            cahier_put_json(&v->out, sentence);
            cahier_put(&v->out, "}");
        }
    }
    cahier_put(&v->out, "]");
    return CAHIER_OK;
}

/* What the alert is about, as long as people may know of it: silence on it is silence on this. */
static void put_subject(cahier_out *out, const cahier_finding *f)
{
    cahier_put(out, cahier_emerge_name(f->kind));
    cahier_put(out, ":");
    cahier_put_text(out, f->theme.len > 0 ? f->theme : f->what);
    if (f->kind == CAHIER_EMERGE_POLARITY) {
        cahier_put(out, f->praise ? ":positive" : ":negative");
    }
}

static cahier_status put_object(cahier_watch_voice *v, const cahier_finding *f)
{
    cahier_out *out = &v->out;
    cahier_put(out, "{\"date\":\"");
    cahier_put_iso_date(out, f->date);
    cahier_put(out, "\",\"kind\":\"");
    cahier_put(out, cahier_emerge_name(f->kind));
    cahier_put(out, "\",\"what\":");
    cahier_put_json(out, f->what);
    if (f->theme.len > 0) {
        cahier_put_key(out, "theme");
        cahier_put_json(out, f->theme);
    }
    if (f->kind == CAHIER_EMERGE_POLARITY) {
        cahier_put_key(out, "polarity");
        cahier_put(out, f->praise ? "\"positive\"" : "\"negative\"");
    }
    cahier_out subject;
    cahier_out_open_memory(&subject);
    put_subject(&subject, f);
    cahier_put_key(out, "subject");
    cahier_put_json(out, cahier_out_text(&subject));
    (void)cahier_out_close(&subject);
    cahier_put_key(out, "since");
    cahier_put(out, "\"");
    cahier_put_iso_date(out, f->since);
    cahier_put(out, "\"");
    cahier_put_key(out, "number");
    cahier_put_uint(out, f->number);
    put_phase(out, f);
    put_numbers(out, f);
    put_words(out, f);
    CAHIER_TRY(put_texts(v, f));
    cahier_put(out, "}");
    return CAHIER_OK;
}

cahier_status cahier_watch_record(cahier_watch_voice *voice, const cahier_finding *finding, cahier_out *subject)
{
    size_t mark = cahier_arena_mark(voice->scratch);
    voice->out.len = 0;
    subject->len = 0;
    put_subject(subject, finding);
    cahier_status status = put_object(voice, finding);
    cahier_arena_reset(voice->scratch, mark);
    return status;
}

void cahier_watch_figures(cahier_watch_voice *voice, const cahier_finding *finding)
{
    cahier_out *out = &voice->out;
    out->len = 0;
    cahier_put(out, "{\"date\":\"");
    cahier_put_iso_date(out, finding->date);
    cahier_put(out, "\"");
    put_numbers(out, finding);
    put_phase(out, finding);
    cahier_put(out, finding->change == CAHIER_FINDING_CLOSED ? ",\"closed\":true}" : "}");
}

cahier_status cahier_watch_say(cahier_watch_voice *voice, const cahier_finding *finding)
{
    size_t mark = cahier_arena_mark(voice->scratch);
    voice->out.len = 0;
    voice->told += finding->change == CAHIER_FINDING_RAISED;
    cahier_status status = voice->options->json ? put_object(voice, finding) : say_french(voice, finding);
    cahier_arena_reset(voice->scratch, mark);
    if (status == CAHIER_OK) {
        cahier_put(&voice->out, voice->options->json ? "\n" : "");
        cahier_text said = cahier_out_text(&voice->out);
        (void)fwrite(said.at, 1, said.len, stdout);
        (void)fflush(stdout);
    }
    return status;
}
