# SPDX-License-Identifier: Apache-2.0
"""Streams of real texts in random order, with or without events: what scripts/bench-emergence replays.

A stream is an array of messages, in order of day: day, text (rank in the pool), person, place, label (0: of no event).
Volume has weekdays; the mix of themes has weekdays of its own and is over-dispersed from day to day (gamma of this shape: at 10 a
theme's share varies by 30 %). One message in ten is by somebody who has written before. Same seed, same stream.
"""
import gzip
import json
import re
import unicodedata

import numpy

WEEKDAYS = numpy.array([1.2, 1.1, 1.1, 1.0, 1.0, .5, .4])
WEEKDAYS = WEEKDAYS / WEEKDAYS.mean()
MESSAGE = numpy.dtype([("day", "<i4"), ("text", "<u4"), ("person", "<u4"), ("place", "u1"), ("label", "u1"), ("unused", "<u2")])
PLACES = 8


def plain(text):
    text = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in text if not unicodedata.combining(c))


def words_of(text):
    return re.findall(r"[a-z]{3,}", plain(text))


def read_texts(path):
    """(question, text), distinct; an answer of few words says nothing. Of news, the title and the first sentence."""
    rows, seen = [], set()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row["text"]
            if "title" in row:
                text = row["title"] + ". " + re.split(r"(?<=[.!?])\s*(?=[A-ZÀÉÈÊ«])", text)[0][:200]
            text = " ".join(text.split())
            key = plain(text)
            if len(text) >= 25 and key not in seen:
                seen.add(key)
                rows.append((row.get("question_id", ""), text))
    return rows


class Stream:
    """Texts of a theme are drawn without repetition until its pool is used up, then again in the same order: in another one, many
    would come back within days, as copies, which count for nothing; each theme would fall and rise once a turn, with no event."""

    def __init__(self, pool, seed, a_day=143, shape=10):
        self.random = numpy.random.default_rng(seed)
        self.themes = sorted(pool)
        self.pool = [pool[t] for t in self.themes]
        self.order = [self.random.permutation(texts) for texts in self.pool]
        self.left = [[] for _ in self.themes]
        self.a_day, self.shape, self.count = a_day, shape, 0
        size = numpy.array([len(p) for p in self.pool], float)
        self.mix = size / size.sum()
        self.weekly = numpy.exp(self.random.normal(0, .15, (len(size), 7)))
        self.parts = []

    def draw(self, theme):
        if not self.left[theme]:
            self.left[theme] = list(self.order[theme])
        return self.left[theme].pop()

    def add(self, day, texts, persons, labels):
        part = numpy.zeros(len(texts), MESSAGE)
        part["day"], part["text"], part["person"], part["label"] = day, texts, persons, labels
        part["place"] = self.random.integers(PLACES, size=len(texts))
        self.parts.append(part)

    def live(self, day, share_of=None, label_of=None):
        """A usual day. share_of: {theme: share} that holds whatever the mix of the day; label_of: {theme: label}."""
        mix = self.mix * self.weekly[:, day % 7]
        if self.shape:
            mix = mix * self.random.gamma(self.shape, 1 / self.shape, len(mix))
        for theme, share in (share_of or {}).items():
            at = self.themes.index(theme)
            mix[at] = 0
            mix[at] = mix.sum() * share / (1 - share)
        drawn = self.random.choice(len(mix), self.random.poisson(self.a_day * WEEKDAYS[day % 7]), p=mix / mix.sum())
        persons = self.count + 1 + numpy.arange(len(drawn))
        again = (self.random.random(len(drawn)) < .1) & (persons > 50)
        earlier = self.random.integers(numpy.maximum(0, persons - 5000), persons)
        self.count += len(drawn)
        labels = [(label_of or {}).get(self.themes[k], 0) for k in drawn]
        self.add(day, [self.draw(k) for k in drawn], numpy.where(again, earlier, persons), labels)

    def messages(self):
        return numpy.concatenate(self.parts)


def without_event(pool, days, seed, **options):
    stream = Stream(pool, seed, **options)
    for day in range(days):
        stream.live(day)
    return stream.messages()
