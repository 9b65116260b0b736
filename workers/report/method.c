/* SPDX-License-Identifier: Apache-2.0 */
#include "method.h"

#include "continuity.h"
#include "french.h"
#include "guidance.h"

void cahier_say_line(const cahier_speaker *speaker, const char *sentence, const cahier_arg *args, size_t count)
{
    cahier_out line;
    cahier_out_open_memory(&line);
    cahier_say_list(&line, speaker->dress, sentence, args, count);
    speaker->listener.line(speaker->listener.self, cahier_out_text(&line));
    cahier_out_close(&line);
}

void cahier_say_method(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener)
{
    const cahier_result *result = input->result;
    const cahier_speaker s = {dress, listener};
    CAHIER_SAY_LINE(&s, cahier_fr.method_read, CAHIER_N(input->rows), CAHIER_N(input->set_aside_count));
    CAHIER_SAY_LINE(&s, cahier_fr.method_redact, CAHIER_N(facts->redactions));
    CAHIER_SAY_LINE(&s, cahier_fr.method_words, CAHIER_N(result->vocabulary.count));
    CAHIER_SAY_LINE(&s, cahier_fr.method_themes, CAHIER_N(result->theme_count));
    CAHIER_SAY_LINE(&s, cahier_fr.method_labels, CAHIER_N(0));
    cahier_say_guidance(result, &s);
    cahier_say_continuity(result, &s);
    CAHIER_SAY_LINE(&s, cahier_fr.method_quotes, CAHIER_N(0));
    CAHIER_SAY_LINE(&s, cahier_fr.method_polarity, CAHIER_N(0));
    if (result->lesson.count > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.method_learned, CAHIER_N(result->lesson.praising + result->lesson.blaming),
                CAHIER_N(result->lesson.count), CAHIER_N(result->lesson.turned));
    }
    CAHIER_SAY_LINE(&s, cahier_fr.method_stance, CAHIER_N(0));
    CAHIER_SAY_LINE(&s, cahier_fr.method_copies, CAHIER_N(0));
    if (result->place_count > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.method_intervals, CAHIER_N(CAHIER_PLACE_PERSONS));
    }
    CAHIER_SAY_LINE(
            &s, cahier_fr.method_stability, CAHIER_P(result->stability_milli > 0 ? result->stability_milli : 0));
    CAHIER_SAY_LINE(&s, cahier_fr.method_same_bytes, CAHIER_N(0));
}

void cahier_say_limits(
        const cahier_report_input *input, const cahier_facts *facts, cahier_dress dress, cahier_listener listener)
{
    const cahier_counts *counts = &input->result->counts;
    const cahier_speaker s = {dress, listener};
    CAHIER_SAY_LINE(&s, cahier_fr.limit_irony, CAHIER_N(0));
    CAHIER_SAY_LINE(&s, cahier_fr.limit_words, CAHIER_N(0));
    CAHIER_SAY_LINE(&s, cahier_fr.limit_silent, CAHIER_N(counts->persons));
    if (counts->few_cues > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.limit_few_cues, CAHIER_N(counts->few_cues), CAHIER_N(facts->polar));
    }
    CAHIER_SAY_LINE(&s, cahier_fr.limit_coverage, CAHIER_P(facts->coverage_milli > 0 ? facts->coverage_milli : 0),
            CAHIER_P(facts->random_coverage_milli > 0 ? facts->random_coverage_milli : 0));
    if (facts->unknown_authors > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.limit_unknown_authors, CAHIER_N(facts->unknown_authors));
    }
    if (counts->not_french > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.limit_not_french, CAHIER_N(counts->not_french));
    }
    if (facts->unplaced > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.limit_unplaced, CAHIER_N(facts->unplaced));
    }
    if (facts->undated > 0) {
        CAHIER_SAY_LINE(&s, cahier_fr.limit_undated, CAHIER_N(facts->undated));
    }
    CAHIER_SAY_LINE(&s, cahier_fr.limit_redaction, CAHIER_N(0));
}
