/* SPDX-License-Identifier: Apache-2.0 */
#include "facts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "out.h"

/* Borrowed texts are equal as bytes; most often they are the same pointer. */
static bool same_text(cahier_text a, cahier_text b)
{
    return a.len == b.len && (a.at == b.at || a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static int by_count(const void *left, const void *right)
{
    const cahier_reason *a = left, *b = right;
    if (a->count != b->count) {
        return a->count < b->count ? 1 : -1;
    }
    uint32_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = len > 0 ? memcmp(a->text.at, b->text.at, len) : 0;
    return order != 0 ? order : (a->text.len > b->text.len) - (a->text.len < b->text.len);
}

/* Reasons are few (about ten): a linear search is the right table. */
static void count_reasons(const cahier_report_input *input, cahier_facts *facts)
{
    for (uint32_t i = 0; i < input->set_aside_count; i++) {
        cahier_text text = input->set_aside[i].reason;
        uint32_t r = 0;
        while (r < facts->reason_count && !same_text(facts->reasons[r].text, text)) {
            r++;
        }
        if (r == facts->reason_count) {
            facts->reasons = cahier_report_alloc(facts->reasons, r + 1, sizeof *facts->reasons);
            facts->reasons[facts->reason_count++] = (cahier_reason){text, 0};
        }
        facts->reasons[r].count++;
    }
    if (facts->reason_count > 1) {
        qsort(facts->reasons, facts->reason_count, sizeof *facts->reasons, by_count);
    }
}

static void count_document(const cahier_result *result, uint32_t d, cahier_facts *facts)
{
    const cahier_contribution *received = &result->corpus.received[d];
    cahier_duplicate_kind kind;
    uint32_t of;
    if (received->date != 0) {
        facts->first_date =
                facts->first_date == 0 || received->date < facts->first_date ? received->date : facts->first_date;
        facts->last_date = received->date > facts->last_date ? received->date : facts->last_date;
    }
    facts->undated += received->date == 0;
    facts->unplaced += received->place.len == 0;
    facts->classified += result->assignments[d].count > 0;
    facts->copies += cahier_is_copy(result, d, &kind, &of);
    facts->redactions += result->corpus.analysed[d]->redactions.count;
    facts->polar += result->corpus.analysed[d]->polarity.label != CAHIER_NEUTRAL;
}

/* Documents of one contribution follow each other. */
static void count_contributions(const cahier_corpus *corpus, cahier_facts *facts)
{
    for (uint32_t d = 0; d < corpus->count; d++) {
        bool first = d == 0 || corpus->received[d].contribution != corpus->received[d - 1].contribution;
        facts->unknown_authors += first && !corpus->received[d].person_known;
    }
    facts->answers = corpus->contributions < corpus->count;
    facts->nobody_known = facts->unknown_authors == corpus->contributions;
}

#define QUESTIONS_MAX 64 /* a questionnaire of more open questions is answered by nobody */

static void count_questions(const cahier_corpus *corpus, cahier_facts *facts)
{
    cahier_text seen[QUESTIONS_MAX];
    for (uint32_t d = 0; d < corpus->count && facts->questions < QUESTIONS_MAX; d++) {
        cahier_text question = corpus->received[d].question;
        uint32_t q = 0;
        while (q < facts->questions && !same_text(seen[q], question)) {
            q++;
        }
        if (question.len > 0 && q == facts->questions) {
            seen[facts->questions++] = question;
        }
    }
}

static void average_coverage(const cahier_result *result, cahier_facts *facts)
{
    int64_t own = 0, random = 0, documents = 0;
    for (uint32_t k = 0; k < result->theme_count; k++) {
        const cahier_theme *theme = &result->themes[k];
        own += (int64_t)theme->coverage_milli * theme->document_count;
        random += (int64_t)theme->random_coverage_milli * theme->document_count;
        documents += theme->document_count;
    }
    if (documents > 0) {
        facts->coverage_milli = (int32_t)(own / documents);
        facts->random_coverage_milli = (int32_t)(random / documents);
    }
}

static void count_campaigns(const cahier_result *result, cahier_facts *facts)
{
    bool *seen = cahier_report_alloc(NULL, (size_t)result->corpus.persons + 1, sizeof *seen);
    memset(seen, 0, ((size_t)result->corpus.persons + 1) * sizeof *seen);
    for (uint32_t g = 0; g < result->duplicate_count; g++) {
        const cahier_duplicate_group *group = &result->duplicates[g];
        for (uint32_t i = 0; i < group->document_count && group->campaign; i++) {
            uint32_t person = result->corpus.received[group->documents[i]].person;
            facts->campaign_persons += !seen[person];
            seen[person] = true;
        }
        facts->campaigns += group->campaign;
        facts->campaign_texts += group->campaign ? group->document_count : 0;
    }
    free(seen);
}

void cahier_facts_open(const cahier_report_input *input, cahier_facts *facts)
{
    const cahier_result *result = input->result;
    *facts = (cahier_facts){0};
    for (uint32_t d = 0; d < result->corpus.count; d++) {
        count_document(result, d, facts);
    }
    count_campaigns(result, facts);
    count_contributions(&result->corpus, facts);
    count_questions(&result->corpus, facts);
    count_reasons(input, facts);
    average_coverage(result, facts);
}

void cahier_facts_close(cahier_facts *facts)
{
    free(facts->reasons);
    *facts = (cahier_facts){0};
}

static void write_key(char *key, const char *prefix, uint32_t n, uint32_t digits_min)
{
    char digits[10];
    uint32_t count = 0;
    size_t len = strlen(prefix);
    do {
        digits[count++] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0 || count < digits_min);
    memcpy(key, prefix, len);
    while (count > 0) {
        key[len++] = digits[--count];
    }
    key[len] = '\0';
}

void cahier_person_key(const cahier_report_input *input, uint32_t person, char key[CAHIER_PERSON_KEY_MAX])
{
    if (input->person_key != NULL) {
        input->person_key(input->person_key_self, person, key);
        return;
    }
    write_key(key, "p-", person, 1);
}

void cahier_duplicate_key(uint32_t group, char key[16])
{
    write_key(key, "d-", group + 1, 2);
}

void cahier_block_key(uint32_t block, char key[16])
{
    write_key(key, "b-", block + 1, 2);
}

cahier_text cahier_passage_text(const cahier_result *result, const cahier_passage *passage)
{
    return cahier_slice(result->corpus.analysed[passage->document]->text, passage->start, passage->end);
}

bool cahier_is_copy(const cahier_result *result, uint32_t d, cahier_duplicate_kind *kind, uint32_t *of)
{
    if (result->duplicate_of[d] == CAHIER_NONE) {
        return false;
    }
    const cahier_duplicate_group *group = &result->duplicates[result->duplicate_of[d]];
    *of = group->documents[0];
    if (*of == d) {
        return false;
    }
    bool identical = group->kind == CAHIER_DUPLICATE_IDENTICAL ||
                     result->corpus.analysed[d]->fingerprint == result->corpus.analysed[*of]->fingerprint;
    *kind = identical ? CAHIER_DUPLICATE_IDENTICAL : CAHIER_DUPLICATE_NEAR;
    return true;
}

const char *cahier_rule_key(cahier_rule rule)
{
    static const char *const keys[CAHIER_RULES] = {"negation", "intensifier", "downtoner", "excess", "contrast",
            "concession", "wish", "diminish", "emphasis", "question", "relay"};
    assert(rule < CAHIER_RULES);
    return keys[rule];
}

const char *cahier_duplicate_kind_key(cahier_duplicate_kind kind)
{
    return kind == CAHIER_DUPLICATE_IDENTICAL ? "identical" : "near";
}

cahier_text cahier_document_title(const cahier_document *document)
{
    return cahier_slice(document->text, 0, document->title_len);
}

cahier_text cahier_document_body(const cahier_document *document)
{
    uint32_t start = document->title_len;
    if (start > 0 && start < document->text.len && document->text.at[start] == '\n') {
        start++;
    }
    return cahier_slice(document->text, start, document->text.len);
}

bool cahier_is_unclassified(const cahier_result *result, uint32_t d)
{
    return result->assignments[d].count == 0 && (result->corpus.analysed[d]->notes & CAHIER_NOTE_NO_ANSWER) == 0;
}
