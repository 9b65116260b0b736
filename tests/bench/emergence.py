#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What `cahier watch` raises: false alerts and planted events, beside EWMA, Kleinberg's bursts and fixed thresholds.

    emergence.py LIVE SHARED [--data FILE] [--part N] [--years N] [--streams N] [--events N] [--skip N] [--rate R]
                 [--seed N] [--a-day N] [--shape N] [--alone] [--verbose]

LIVE is tests/bench/emergence_live.c: the library of `cahier watch` on streams of emergence_streams.py. All methods see the
same counts: of each word, phrase, theme, place, and of blame and praise in each theme, the persons of each day, once in 21 days.

Without event: false alerts a month, with the exact interval of a Poisson count. With events, each stream of two years has three of each, one
every 34 days, drawn anew: a theme that has 1 % of the messages grows to 2, 3 and 5 % over 7 days and stays for 21 more; 15 texts of a
subject of which stream and themes were emptied, by 15 persons in 7 days; the same with texts that have one new word in common; 200
copies by 3 persons. Found: raised within 28 days of the start, with evidence of which half at least is the event's; the mean delay
counts 28 days for what is not. The thresholds of the others are set on the first streams without event, to give there as many
alerts a month as cahier gives; of what they raise on one day all counts as one. Their alerts need five persons in 7 days, as cahier's.
"""
import argparse
import collections
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy
from scipy.stats import chi2

import emergence_streams as streams

LEARN = 42
REFRACTORY = 21
MONTH = 30.44
KINDS = ["x2", "x3", "x5", "topic", "word", "copies"] # labels from 1
GROWN = {"x2": 2, "x3": 3, "x5": 5}
FIRST, APART, TIMES, LAST_DAY = 110, 34, 3, 730 # each stream has each event three times, one every 34 days
TEXTS = 30000 # a text comes again after 200 days, when it is no copy any more
FITTED = 10000 # of them, those that themes are made of: as many as a town has after some weeks
THEMES, TOPICS = 60, 120
HELD = 20 # subjects, and words, of which the streams are emptied
ROW = numpy.dtype([("day", "<i4"), ("family", "<u4"), ("key", "<u8"), ("count", "<u4"), ("marked", "<u2", 6)])
EXPOSURE, CLUSTERS = 0xffffffff, 3


class Living:
    """emergence_live at work on some texts; `label` is the theme of each."""

    def __init__(self, live, texts, fitted, themes, rows=False):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name)
        (path / "texts").write_text("".join(f"{t}\n" for t in texts), encoding="utf-8")
        self.rows = path / "rows" if rows else None
        self.run = subprocess.Popen([live, path / "texts", str(fitted), str(themes)] + ([self.rows] if rows else []),
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        pairs = [self.run.stdout.readline().split() for _ in texts]
        self.label = numpy.array([int(p[0]) for p in pairs])
        self.listened = numpy.array([int(p[1]) for p in pairs])

    def live(self, messages, rate):
        """(alerts, rows). An alert: day, kind, since, persons, expected, q, texts, marked by label, what."""
        self.run.stdin.write(f"{len(messages)} {rate}\n".encode())
        self.run.stdin.write(messages.tobytes())
        self.run.stdin.flush()
        alerts = []
        for line in iter(self.run.stdout.readline, b""):
            parts = line.decode("utf-8", "replace").split(maxsplit=14)
            if parts[0] == "end":
                break
            day, kind, since, count, expected, q, texts, *marked = parts[1:14]
            alerts.append({"day": int(day), "kind": kind, "since": int(since), "persons": int(count), "expected": float(expected),
                           "q": float(q), "texts": int(texts), "marked": [int(m) for m in marked],
                           "what": parts[14].strip() if len(parts) > 14 else ""})
        else:
            sys.exit("emergence_live ended")
        if self.rows is None:
            return alerts, None
        rows = numpy.fromfile(self.rows, ROW)
        os.truncate(self.rows, 0)
        return alerts, rows

    def close(self):
        self.run.stdin.close()
        self.run.wait()
        self.folder.cleanup()


# --- the others ------------------------------------------------------------------------------------------------------

class Counts:
    """Persons a day of each thing that ever has five in a week (rows), and of all; what part of them is an event's."""

    def __init__(self, rows, days):
        self.persons = numpy.ones(days)
        everybody = rows[rows["family"] == EXPOSURE]
        self.persons[everybody["day"]] = numpy.maximum(1, everybody["count"])
        rows = rows[(rows["family"] != EXPOSURE) & (rows["family"] != CLUSTERS)]
        _, thing = numpy.unique(rows["key"], return_inverse=True)
        order = numpy.lexsort((rows["day"], thing))
        rows, thing = rows[order], thing[order]
        at = thing.astype(numpy.int64) * (days + 8) + rows["day"]
        sums = numpy.concatenate([[0], numpy.cumsum(rows["count"].astype(numpy.int64))])
        often = sums[1:] - sums[numpy.searchsorted(at, at - 6)] >= 5
        kept, place = numpy.unique(thing[often]), numpy.full(thing.max() + 1, -1)
        place[kept] = numpy.arange(len(kept))
        self.count = numpy.zeros((len(kept), days))
        self.marked = numpy.zeros((6, len(kept), days), "u2") if rows["marked"].any() else None
        inside = place[thing] >= 0
        where = place[thing][inside], rows["day"][inside]
        self.count[where] = rows["count"][inside]
        for label in range(6 if self.marked is not None else 0):
            self.marked[label][where] = rows["marked"][inside][:, label]

    def share_of_event(self, row, day, label):
        days = slice(max(0, day - 6), day + 1)
        return self.marked[label][row, days].sum() / max(1, self.count[row, days].sum())


def baseline(counts):
    """Share of each thing over all days but the last seven."""
    known = numpy.cumsum(counts.count, axis=1) + .5
    persons = numpy.cumsum(counts.persons) + 1
    share = numpy.full(counts.count.shape, .5)
    share[:, 7:] = known[:, :-7] / persons[:-7]
    return share


def week(counts):
    sums = numpy.cumsum(counts.count, axis=1)
    sums[:, 7:] = sums[:, 7:] - sums[:, :-7].copy()
    return sums


def ewma(counts):
    expected = baseline(counts) * counts.persons
    z, score, weight = (counts.count - expected) / numpy.sqrt(expected + .1), numpy.zeros(counts.count.shape), .2
    for day in range(1, z.shape[1]):
        score[:, day] = weight * z[:, day] + (1 - weight) * score[:, day - 1]
    return score / numpy.sqrt(weight / (2 - weight))


def kleinberg(counts, ratio=3):
    """Cost saved by the second of two states, run on line; what it costs to enter it is the threshold."""
    usual = numpy.minimum(baseline(counts), .3)
    gain = counts.count * numpy.log(ratio) + (counts.persons - counts.count) * numpy.log((1 - ratio * usual) / (1 - usual))
    score = numpy.zeros(counts.count.shape)
    for day in range(1, gain.shape[1]):
        score[:, day] = numpy.maximum(0, score[:, day - 1] + gain[:, day])
    return score


def fixed(counts):
    sums, persons = week(counts), numpy.cumsum(counts.persons)
    persons[7:] = persons[7:] - persons[:-7].copy()
    return numpy.where(sums >= 2 * baseline(counts) * persons, sums, 0)


METHODS = {"EWMA": ewma, "Kleinberg s=2": lambda counts: kleinberg(counts, 2), "Kleinberg s=3": kleinberg,
           "fixed threshold": fixed}
ENOUGH = 8 # streams without event to set thresholds on
AT_MOST = 8 # candidates kept for each month and stream without event: more than any threshold lets through


class Raised:
    """Days on which a method may raise something, highest scores only: thresholds are tried on them."""

    def __init__(self, counts, score, every=False):
        over = (score > 0) & (week(counts) >= 5)
        over[:, :LEARN] = False
        if not every:
            most = int(score.shape[1] / MONTH * AT_MOST) * 25
            top = numpy.sort(score[over])[-most:]
            over &= score >= (top[0] if len(top) else 0)
        self.row, self.day = numpy.nonzero(over)
        self.score = score[over]
        order = numpy.lexsort((self.row, self.day))
        self.row, self.day, self.score = self.row[order], self.day[order], self.score[order]

    def alarms(self, threshold):
        """(day, row), with a rest of three weeks for each thing."""
        found, last, over = [], {}, self.score > threshold
        for row, day in zip(self.row[over].tolist(), self.day[over].tolist()):
            if day - last.get(row, -REFRACTORY) >= REFRACTORY:
                found.append((day, row))
            last[row] = day
        return found

    def days(self, threshold):
        return len({day for day, _ in self.alarms(threshold)})


def calibrate(raised, allowed):
    """The lowest threshold that gives no more days with an alert than allowed, over all streams without event."""
    low, high = 0., max(float(r.score.max()) for r in raised) + 1
    for _ in range(30):
        middle = (low + high) / 2
        many = sum(int((r.score > middle).sum()) for r in raised) > 400 * (allowed + 1)
        days = allowed + 1 if many else sum(r.days(middle) for r in raised)
        low, high = (low, middle) if days <= allowed else (middle, high)
    return high


# --- streams with events ---------------------------------------------------------------------------------------------

EVENTS = [(kind, label + 1, FIRST + APART * (len(KINDS) * i + label)) for i in range(TIMES) for label, kind in enumerate(KINDS)]


class Town:
    """Texts, those of a few subjects and words held back, and the themes of the others."""

    def __init__(self, asked):
        random = numpy.random.default_rng(1)
        rows = streams.read_texts(asked.shared / "data" / asked.data)
        order = random.permutation(len(rows))[asked.part * TEXTS:(asked.part + 1) * TEXTS]
        texts = [rows[i][1] for i in order]
        first = Living(asked.live, texts, FITTED, TOPICS)
        first.close()
        topics = self.hold_topics(first.listened, random)
        held = set(numpy.concatenate(topics).tolist())
        words = self.hold_words([t for i, t in enumerate(texts) if i not in held], random)
        said = [set(streams.words_of(t)) for t in texts]
        starts = {w[:6] for w in words}
        emptied = {i for i, s in enumerate(said) if any(w[:6] in starts for w in s)}
        with_word = [[i for i in range(len(texts)) if word in said[i] and i not in held] for word in words]
        fitted = [i for i in range(len(texts)) if i not in held and i not in emptied]
        rest = sorted((held | emptied) - set(fitted))
        place = {text: rank for rank, text in enumerate(fitted + rest)}
        self.topics = [[place[i] for i in t] for t in topics]
        self.words = [[place[i] for i in w] for w in with_word]
        self.texts = [texts[i] for i in fitted + rest] + ["Nous demandons le maintien de la trésorerie et du bureau de poste dans "
            "notre commune, et nous refusons leur transfert au chef-lieu décidé sans les habitants."]
        self.living = Living(asked.live, self.texts, FITTED, THEMES, rows=not asked.alone)
        self.pool = {}
        for theme in set(self.living.listened[:len(fitted)].tolist()):
            self.pool[theme] = numpy.nonzero(self.living.listened[:len(fitted)] == theme)[0]

    @staticmethod
    def hold_topics(label, random):
        sizes = collections.Counter(label[label >= 0].tolist())
        small = sorted(topic for topic, n in sizes.items() if 40 <= n <= 400)
        return [numpy.nonzero(label == small[i])[0] for i in random.permutation(len(small))[:HELD]]

    @staticmethod
    def hold_words(texts, random):
        """Words by which a subject can be told, each said by 40 to 150 texts."""
        said, stops = collections.Counter(), set()
        for line in (pathlib.Path(__file__).resolve().parents[2] / "lexicons" / "stopwords.tsv").open(encoding="utf-8"):
            stops.add(streams.plain(line.split("\t")[0]))
        for text in texts:
            said.update({w for w in streams.words_of(text) if len(w) >= 7})
        words = sorted(w for w, n in said.items() if 40 <= n <= 150 and w not in stops)
        return [words[i] for i in random.permutation(len(words))[:HELD]]


def with_events(town, number, seed, **options):
    stream = streams.Stream(town.pool, seed, **options)
    random = numpy.random.default_rng(seed + 500000)
    large = sorted(theme for theme in town.pool if theme >= 0 and len(town.pool[theme]) >= 450)
    grown = [large[i] for i in random.permutation(len(large))[:3 * TIMES]]
    planted = [[random.permutation(held[(TIMES * number + i) % HELD])[:15] for i in range(TIMES)]
               for held in (town.topics, town.words)]
    for day in range(LAST_DAY):
        share, label_of = {theme: .01 for theme in grown}, {}
        for event, (kind, label, start) in enumerate(EVENTS):
            into = day - start
            if not 0 <= into < 28:
                continue
            if kind in GROWN:
                theme = grown[event // 6 * 3 + label - 1]
                share[theme] *= 1 + (GROWN[kind] - 1) * min(1, (into + 1) / 7)
                label_of[theme] = label
            elif kind == "copies" and into < 4:
                stream.add(day, [len(town.texts) - 1] * 50, 10 ** 8 + event * 100 + numpy.arange(50) % 3, 6)
            elif kind != "copies":
                came = [i for i in range(15) if into == i * 7 // 15]
                stream.add(day, planted[label - 4][event // 6][came], [10 ** 8 + event * 100 + i for i in came], label)
        stream.live(day, share, label_of)
    messages = stream.messages()
    return messages[numpy.argsort(messages["day"], kind="stable")]


def found_by_cahier(alerts, kind, label, start):
    for alert in alerts:
        if start <= alert["day"] < start + 28 and 2 * alert["marked"][label - 1] >= alert["texts"] > 0:
            if (alert["kind"] == "campaign") == (kind == "copies"):
                return alert["day"] - start
    return None


def found_by(counts, alarms, label, start):
    for day, row in alarms:
        if start <= day < start + 28 and counts.share_of_event(row, day, label - 1) >= .5:
            return day - start
    return None


def show(name, delays):
    """Share found; mean of the delay, what is never found at 28 days; median of those found."""
    cells = []
    for kind in KINDS[:5]:
        hits = [d for d in delays[kind] if d is not None]
        middle = f"{numpy.median(hits):4.0f}" if hits else "   -"
        mean = numpy.mean([28 if d is None else d for d in delays[kind]])
        cells.append(f"{len(hits):3}/{len(delays[kind])}{middle} d{mean:5.1f}")
    print(f"{name:30}" + "  ".join(cells), flush=True)


def interval(count, months):
    low = chi2.ppf(.025, 2 * count) / 2 if count else 0
    return low / months, chi2.ppf(.975, 2 * count + 2) / 2 / months


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("live")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--data", default="grand-debat.jsonl.gz")
    parser.add_argument("--part", type=int, default=1)
    parser.add_argument("--years", type=float, default=2)
    parser.add_argument("--streams", type=int, default=2)
    parser.add_argument("--skip", type=int, default=0, help="streams without event that another run has lived")
    parser.add_argument("--events", type=int, default=14, help="streams with events")
    parser.add_argument("--rate", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--a-day", type=float, default=143)
    parser.add_argument("--shape", type=float, default=10)
    parser.add_argument("--alone", action="store_true", help="without the others")
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    town = Town(asked)
    agreed = (town.living.label >= 0) & (town.living.label == town.living.listened)
    print(f"# {len(town.texts)} texts, {len(town.pool)} themes; listening gives {agreed.sum() / (town.living.label >= 0).sum():.0%} "
          "of texts the theme of the fit", flush=True)
    nulls, false, months = without_events(asked, town)
    compare(asked, town, nulls, false, months)
    town.living.close()


def without_events(asked, town):
    nulls, given, days = collections.defaultdict(list), collections.Counter(), int(asked.years * 365)
    every = []
    for s in range(asked.skip, asked.skip + asked.streams):
        messages = streams.without_event(town.pool, days, 100 * asked.seed + s, a_day=asked.a_day, shape=asked.shape)
        alerts, rows = town.living.live(messages, asked.rate)
        given.update(a["kind"] for a in alerts)
        every += alerts
        for alert in alerts if asked.verbose else []:
            print("#", alert, flush=True)
        if rows is not None and s < asked.skip + ENOUGH:
            counts = Counts(rows, days)
            for name, method in METHODS.items():
                nulls[name].append(Raised(counts, method(counts)))
    months = asked.streams * (days - LEARN) / MONTH
    false = sum(n for kind, n in given.items() if kind != "campaign")
    if months:
        low, high = interval(false, months)
        print(f"false alerts, {asked.rate:g} a month asked: {false} in {months:.0f} months, {false / months:.2f} a month "
              f"[{low:.2f}, {high:.2f}]; {dict(given)}", flush=True)
        for kind in sorted(set(given) - {"campaign"}):
            levels = [asked.rate * part for part in (1, .5, .2, .1, .05, .02, .01)]
            print(f"#   {kind:9} a month, by q: " + "  ".join(
                f"{level:g}: {sum(a['kind'] == kind and a['q'] <= level for a in every) / months:.3f}" for level in levels))
    return nulls, false, months


def compare(asked, town, nulls, false, months):
    thresholds = {}
    for method, raised in nulls.items():
        allowed = max(1, round(false / asked.streams * len(raised)))
        thresholds[method, f"{false / months:.2f}"] = calibrate(raised, allowed)
    delays = collections.defaultdict(lambda: collections.defaultdict(list))
    copies = collections.Counter()
    for s in range(asked.events):
        messages = with_events(town, s, 100000 + 100 * asked.seed + s, a_day=asked.a_day, shape=asked.shape)
        alerts, rows = town.living.live(messages, asked.rate)
        raised, counts = {}, None
        if rows is not None:
            counts = Counts(rows, LAST_DAY)
            scores = {m: Raised(counts, METHODS[m](counts), every=True) for m in METHODS}
            raised = {key: scores[key[0]].alarms(t) for key, t in thresholds.items()}
        for kind, label, start in EVENTS:
            delays["cahier"][kind].append(found_by_cahier(alerts, kind, label, start))
            for key, alarms in raised.items():
                delays[key][kind].append(found_by(counts, alarms, label, start))
        copies["need"] += sum(a["kind"] != "campaign" and 2 * a["marked"][5] >= a["texts"] > 0 for a in alerts)
        for alert in alerts if asked.verbose else []:
            print("#", s, alert, flush=True)
    if asked.events:
        print(f"{'found, median, mean delay':30}" + "  ".join(f"{kind:>16}" for kind in KINDS[:5]))
        show(f"cahier, rate {asked.rate:g}", delays["cahier"])
        for key in thresholds:
            show(f"{key[0]}, {key[1]} a month", delays[key])
        print(f"200 copies by 3 persons: a campaign in {sum(d is not None for d in delays['cahier']['copies'])} of "
              f"{len(delays['cahier']['copies'])}, a need in {copies['need']}")


if __name__ == "__main__":
    main()
