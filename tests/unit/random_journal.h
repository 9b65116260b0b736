/* SPDX-License-Identifier: Apache-2.0 */
/* random_journal.h -- decisions drawn over a result: of all kinds, some of them impossible, some contrary to others. */
#ifndef CAHIER_TESTS_RANDOM_JOURNAL_H
#define CAHIER_TESTS_RANDOM_JOURNAL_H

#include "guide.h"
#include "random.h"
#include "small_corpus.h"

static inline cahier_text random_id(const cahier_result *over, cahier_random *random)
{
    uint32_t d = cahier_random_below(random, over->corpus.count + 1); /* now and then one that is not there */
    return d == over->corpus.count ? small_text("personne") : over->corpus.received[d].id;
}

static inline const cahier_theme_named *random_themes(
        cahier_arena *arena, const cahier_result *over, cahier_random *random, uint32_t count)
{
    cahier_theme_named *named = CAHIER_NEW(arena, cahier_theme_named, count);
    for (uint32_t t = 0; t < count; t++) {
        uint32_t k = cahier_random_below(random, over->theme_count + 1);
        const char *id = k == over->theme_count ? "t-zzzz" : over->themes[k].id;
        named[t] = (cahier_theme_named){.id = small_text(id)};
        if (k < over->theme_count && cahier_random_below(random, 2) == 0) {
            cahier_text *members = CAHIER_NEW(arena, cahier_text, over->themes[k].document_count);
            for (uint32_t i = 0; i < over->themes[k].document_count; i++) {
                members[i] = over->corpus.received[over->themes[k].documents[i]].id;
            }
            named[t].members = members;
            named[t].member_count = over->themes[k].document_count;
        }
    }
    return named;
}

/* How many themes and contributions a deed names. */
static inline void random_counts(cahier_decision *d, cahier_random *random)
{
    bool two = d->deed == CAHIER_MERGE || (d->deed == CAHIER_APART && cahier_random_below(random, 2) == 0);
    bool themeless = d->deed == CAHIER_EXCLUDE || (d->deed == CAHIER_APART && !two) || d->deed == CAHIER_PUBLISH ||
                     d->deed == CAHIER_REFIT || (d->deed >= CAHIER_SAY_POLARITY && d->deed <= CAHIER_UNMASK) ||
                     d->deed >= CAHIER_ELSEWHERE;
    bool one = d->deed == CAHIER_MASK || d->deed == CAHIER_UNMASK || d->deed == CAHIER_SENTENCE ||
               d->deed == CAHIER_VERDICT;
    bool none = (d->deed == CAHIER_APART && two) || (d->deed == CAHIER_SPLIT && cahier_random_below(random, 2) == 0);
    d->theme_count = two ? 2 : !themeless;
    d->contribution_count = none ? 0 : d->deed == CAHIER_APART ? 2 : one ? 1 : 1 + cahier_random_below(random, 4);
}

static inline cahier_decision random_decision(cahier_arena *arena, const cahier_result *over, cahier_random *random)
{
    static const char *const words[] = {"gare", "piscine", "déchets", "médecin", "introuvable"};
    static const char *const labels[] = {"Un nom", "Un autre nom", "Le vélo"};
    cahier_decision d = {.deed = (cahier_deed)cahier_random_below(random, CAHIER_DEEDS)};
    random_counts(&d, random);
    d.themes = random_themes(arena, over, random, d.theme_count);
    cahier_text *ids = CAHIER_NEW(arena, cahier_text, d.contribution_count);
    for (uint32_t c = 0; c < d.contribution_count; c++) {
        ids[c] = random_id(over, random);
    }
    d.contributions = ids;
    if (d.deed == CAHIER_SPLIT && d.contribution_count == 0) {
        d.term = small_text(words[cahier_random_below(random, 5)]);
    }
    if (d.deed == CAHIER_RENAME || cahier_random_below(random, 3) == 0) {
        d.label = small_text(labels[cahier_random_below(random, 3)]);
    }
    d.polarity = (cahier_polarity_label)cahier_random_below(random, CAHIER_POLARITY_LABELS);
    d.stance = (cahier_stance_label)cahier_random_below(random, CAHIER_STANCES);
    d.kind = (cahier_redaction_kind)cahier_random_below(random, CAHIER_REDACTION_KINDS);
    d.start = cahier_random_below(random, 40);
    d.end = d.start + 1 + cahier_random_below(random, 8);
    d.sentence = 1 + cahier_random_below(random, 2);
    d.replaces = random_id(over, random);
    d.documents = cahier_random_below(random, 20);
    d.service = small_text("Voirie");
    d.yes = cahier_random_below(random, 2) == 0;
    return d;
}

/* `count` decisions, the same for the same seed. */
static inline cahier_decisions *random_journal(
        cahier_arena *arena, const cahier_result *over, uint64_t seed, uint32_t count)
{
    cahier_random random = {seed};
    cahier_decisions *out = CAHIER_NEW(arena, cahier_decisions, 1);
    cahier_decision *at = CAHIER_NEW(arena, cahier_decision, count);
    assert_true(out != NULL && at != NULL);
    for (uint32_t i = 0; i < count; i++) {
        at[i] = random_decision(arena, over, &random);
        at[i].line = i + 1;
    }
    *out = (cahier_decisions){at, count};
    return out;
}

#endif
