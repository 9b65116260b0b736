# SPDX-License-Identifier: Apache-2.0
"""Streams of real answers in random order, with or without an event: what scripts/bench-emergence replays.

A message is (day, id, author, place, text, label): label is the question that the text answered, or "planted".
Volume has weekdays; the mix of questions has weekdays of its own and is over-dispersed from day to day (gamma, shape
MIX_SHAPE: a question's share varies by 30 %). Authors are drawn so that one message in ten is by somebody who has written before.
Same seed, same stream.
"""
import datetime
import gzip
import json
import re
import unicodedata

import numpy

WEEKDAYS = numpy.array([1.2, 1.1, 1.1, 1.0, 1.0, .5, .4])
WEEKDAYS = WEEKDAYS / WEEKDAYS.mean()
MIX_SHAPE = 10
FIRST = datetime.date(2015, 1, 5)
PLACES = ["Centre", "Saint-Michel", "Les Lilas", "La Gare", "Bellevue", "Grand Pré", "Le Port", "Montplaisir"]


def plain(text):
    text = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def words_of(text):
    return re.findall(r"[a-z]{3,}", plain(text))


def read_pool(path):
    """question -> distinct texts; an answer of few words says nothing."""
    pool, seen = {}, set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = " ".join(row["text"].split())
            key = plain(text)
            if len(text) >= 25 and key not in seen:
                seen.add(key)
                pool.setdefault(row["question_id"], []).append(text)
    return {q: texts for q, texts in pool.items() if len(texts) >= 1000}


class Stream:
    """Texts are drawn without repetition until a question's pool is used up, then anew in another order."""

    def __init__(self, pool, seed, shape=MIX_SHAPE):
        self.random = numpy.random.default_rng(seed)
        self.pool, self.shape = pool, shape
        self.questions = sorted(pool)
        self.order = {q: [] for q in self.questions}
        size = numpy.array([len(pool[q]) for q in self.questions], float)
        self.mix = size / size.sum()
        self.weekly = numpy.exp(self.random.normal(0, .15, (len(self.questions), 7)))
        self.count = 0

    def text(self, question):
        if not self.order[question]:
            self.order[question] = list(self.random.permutation(len(self.pool[question])))
        return self.pool[question][self.order[question].pop()]

    def author(self):
        if self.count > 50 and self.random.random() < .1:
            return f"a{self.random.integers(max(0, self.count - 5000), self.count)}"
        return f"a{self.count}"

    def message(self, day, question, label=None, text=None, author=None):
        self.count += 1
        return (day, f"m{self.count:08d}", author or self.author(), PLACES[self.random.integers(len(PLACES))],
                text or self.text(question), label or question)

    def day(self, day, a_day, share_of=None):
        """share_of: {question: share} that holds whatever the mix of the day."""
        weekday = day % 7
        mix = self.mix * self.weekly[:, weekday]
        if self.shape:
            mix = mix * self.random.gamma(self.shape, 1 / self.shape, len(mix))
        for question, share in (share_of or {}).items():
            at = self.questions.index(question)
            mix[at] = 0
            mix[at] = mix.sum() * share / (1 - share)
        count = self.random.poisson(a_day * WEEKDAYS[weekday])
        drawn = self.random.choice(len(mix), count, p=mix / mix.sum())
        return [self.message(day, self.questions[q]) for q in drawn]


def write(messages, path):
    with open(path, "w", encoding="utf-8") as out:
        for day, key, author, place, text, _ in messages:
            date = (FIRST + datetime.timedelta(days=int(day))).isoformat()
            out.write(json.dumps({"id": key, "date": date, "auteur": author, "quartier": place, "texte": text},
                                 ensure_ascii=False) + "\n")


def day_of(date):
    return (datetime.date.fromisoformat(date) - FIRST).days
