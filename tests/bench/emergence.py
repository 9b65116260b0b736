#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""False alerts and detection of `cahier watch --replay`, beside EWMA, Kleinberg's bursts and fixed thresholds.

    emergence.py CAHIER SHARED [--years N] [--streams N] [--events N] [--seed N]

Streams are those of emergence_streams.py, 143 messages a day (1,000 a week), of texts whose theme is the one that a report of
`cahier analyse --themes 60` on them gives: all methods know these themes, cahier by --themes. Without event: false alerts a
month, with the exact interval of a Poisson count. With events (each stream holds one of each, drawn anew): a theme's share grows
from 1 % to 2, 3 and 5 % over 7 days and stays for 21 more; 15 texts that hold a word of which report and stream were emptied, by 15
persons in 7 days; 200 copies by 3 persons. Found: raised within 28 days of the start, with evidence of which half at least is the event's.

The others see persons a day of each stem and of each theme. Their thresholds are set on the streams without event, to give there as
many days with an alert as said in the table; a day on which they raise several things counts once. Their alerts need five
persons in 7 days, as cahier's.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import tempfile

import numpy
import Stemmer
from scipy.stats import chi2

import emergence_streams as streams

A_DAY = 143
LEARN = 42
REFRACTORY = 21
KINDS = [("x2", 110), ("x3", 150), ("x5", 190), ("word", 230), ("copies", 270)]
LAST_DAY = 305
TEXTS = 30000 # of the report: a text comes again after 200 days, when it is no copy any more
THEMES = 60
stemmer = Stemmer.Stemmer("french")


def read_stops(lexicons):
    words = set()
    for line in (lexicons / "stopwords.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            words.add(streams.plain(line.split("\t")[0]))
    return words


def report(cahier, texts, folder):
    """Theme -> texts, of a report that is left in the folder."""
    path = pathlib.Path(folder) / "texts.jsonl"
    path.write_text("".join(json.dumps({"id": f"t{i}", "texte": t}, ensure_ascii=False) + "\n" for i, t in enumerate(texts)),
                    encoding="utf-8")
    subprocess.run([cahier, "analyse", path, "-o", pathlib.Path(folder) / "report", "--text", "texte", "--id", "id", "--themes",
                    str(THEMES), "--taxonomy", "none", "--format", "json", "--quiet"], check=True)
    pool = collections.defaultdict(list)
    with open(pathlib.Path(folder) / "report" / "contributions.jsonl", encoding="utf-8") as lines:
        for line, text in zip(lines, texts):
            themes = json.loads(line)["themes"]
            pool[themes[0]["id"] if themes else "none"].append(text)
    return dict(pool)


def replay(cahier, messages, themes):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "messages.jsonl"
        streams.write(messages, path)
        done = subprocess.run([cahier, "watch", "--replay", path, "--text", "texte", "--id", "id", "--date", "date", "--person",
                               "auteur", "--place", "quartier", "--json", "--quiet", "--themes", themes],
                              capture_output=True, text=True, encoding="utf-8", check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


# --- the others ------------------------------------------------------------------------------------------------------

class Counts:
    """Persons a day: of each item (rows) and in all; who of them belongs to an event."""

    def __init__(self, messages, days, stops):
        seen, marked, people = collections.defaultdict(set), collections.defaultdict(set), [set() for _ in range(days)]
        for day, _, author, _, text, label in messages:
            people[day].add(author)
            items = {("stem", stemmer.stemWord(w)) for w in streams.words_of(text) if w not in stops}
            if not label.startswith("planted") and label != "none":
                items.add(("theme", label))
            for item in items:
                seen[item, day].add(author)
                marked[item, day, label].add(author)
        totals = collections.Counter()
        for (item, _), authors in seen.items():
            totals[item] += len(authors)
        self.items = sorted((item for item, n in totals.items() if n >= 5), key=str)
        self.row = {item: i for i, item in enumerate(self.items)}
        self.count = numpy.zeros((len(self.items), days))
        for (item, day), authors in seen.items():
            if item in self.row:
                self.count[self.row[item], day] = len(authors)
        self.persons = numpy.array([max(1, len(p)) for p in people], float)
        self.marked = marked

    def share_of_event(self, row, day, label):
        item = self.items[row]
        if item == ("theme", label):
            return 1
        mine = sum(len(self.marked.get((item, d, label), ())) for d in range(max(0, day - 6), day + 1))
        return mine / max(1, self.count[row, max(0, day - 6):day + 1].sum())


def baseline(counts):
    """Share of each item over all days but the last seven."""
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


METHODS = {"EWMA": ewma, "Kleinberg s=3": kleinberg, "fixed threshold": fixed}


def alarms(counts, score, threshold):
    """(day, row), with a rest of three weeks for each item."""
    over = (score > threshold) & (week(counts) >= 5)
    over[:, :LEARN] = False
    found, last = [], {}
    for row, day in sorted(zip(*numpy.nonzero(over)), key=lambda a: (a[1], a[0])):
        if day - last.get(row, -REFRACTORY) >= REFRACTORY:
            found.append((day, row))
        last[row] = day
    return found


def calibrate(nulls, method, allowed):
    """The lowest threshold that gives no more days with an alert than allowed, over all streams without event."""
    scored = [(counts, METHODS[method](counts)) for counts in nulls]
    low, high = 0., max(float(score.max()) for _, score in scored) + 1
    for _ in range(30):
        middle = (low + high) / 2
        many = any((score[:, LEARN:] > middle).sum() > 300 * (allowed + 1) for _, score in scored)
        days = allowed + 1 if many else sum(len({day for day, _ in alarms(counts, score, middle)}) for counts, score in scored)
        low, high = (low, middle) if days <= allowed else (middle, high)
    return high


# --- streams with events ---------------------------------------------------------------------------------------------

def choose_words(texts, count, random):
    """Words of some length by which a subject can be told, each said by 40 to 200 texts."""
    said = collections.Counter()
    for text in texts:
        said.update({w for w in streams.words_of(text) if len(w) >= 6})
    words = sorted(w for w, n in said.items() if 40 <= n <= 200)
    return [words[i] for i in random.permutation(len(words))[:count]]


def with_events(pool, held, seed):
    random = numpy.random.default_rng(seed)
    large = sorted(theme for theme in pool if theme != "none" and len(pool[theme]) >= 300)
    grown = [large[i] for i in random.permutation(len(large))[:3]]
    stream, start = streams.Stream(pool, seed), dict(KINDS)
    letter = ("Nous demandons le maintien de la trésorerie et du bureau de poste dans notre commune, et nous refusons leur "
              "transfert au chef-lieu décidé sans les habitants.")
    messages = []
    for day in range(LAST_DAY):
        share = {}
        for question, (kind, ratio) in zip(grown, (("x2", 2), ("x3", 3), ("x5", 5))):
            into = day - start[kind]
            rise = (ratio - 1) * min(1, (into + 1) / 7) if 0 <= into < 28 else 0
            share[question] = .01 * (1 + rise)
        messages += stream.day(day, A_DAY, share)
        for i in range(15):
            if day == start["word"] + i * 7 // 15:
                messages.append(stream.message(day, None, "planted word", held[i], f"pw{i}"))
        if start["copies"] <= day < start["copies"] + 4:
            messages += [stream.message(day, None, "planted copies", letter, f"pc{i % 3}") for i in range(50)]
    labels = {"x2": grown[0], "x3": grown[1], "x5": grown[2], "word": "planted word",
              "copies": "planted copies"}
    return messages, labels


def found_by_cahier(alerts, label_of, kind, label, start):
    """Day of the first alert of an event, and the kind that it was given."""
    for alert in sorted(alerts, key=lambda a: a["date"]):
        day = streams.day_of(alert["date"])
        mine = sum(label_of[c] == label for c in alert["contributions"])
        if start <= day < start + 28 and 2 * mine >= len(alert["contributions"]) > 0:
            if (alert["kind"] == "campaign") == (kind == "copies"):
                return day - start
    return None


def found_by(counts, found, label, start):
    for day, row in found:
        if start <= day < start + 28 and counts.share_of_event(row, day, label) >= .5:
            return day - start
    return None


def show(name, delays):
    row = [f"{name:34}"]
    for kind, _ in KINDS[:4]:
        hits = [d for d in delays[kind] if d is not None]
        middle = f"{numpy.median(hits):4.0f} d" if hits else "     -"
        row.append(f"{len(hits):3}/{len(delays[kind])} {middle}")
    print("  ".join(row), flush=True)


def interval(count, months):
    low = chi2.ppf(.025, 2 * count) / 2 if count else 0
    return low / months, chi2.ppf(.975, 2 * count + 2) / 2 / months


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cahier")
    parser.add_argument("shared", type=pathlib.Path)
    parser.add_argument("--years", type=float, default=2)
    parser.add_argument("--streams", type=int, default=2)
    parser.add_argument("--events", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    stops = read_stops(pathlib.Path(__file__).resolve().parents[2] / "lexicons")
    random = numpy.random.default_rng(asked.seed)
    answers = streams.read_pool(asked.shared / "data" / "grand-debat.jsonl.gz")
    texts = [text for q in sorted(answers) for text in answers[q]]
    texts = [texts[i] for i in random.permutation(len(texts))[:TEXTS]]
    words = choose_words(texts, asked.events, random)
    held = [[t for t in texts if word in streams.words_of(t)][:15] for word in words]
    with tempfile.TemporaryDirectory() as folder:
        pool = report(asked.cahier, [t for t in texts if not set(words) & set(streams.words_of(t))], folder)
        asked.themes = pathlib.Path(folder) / "report"
        nulls, rate = without_events(asked, pool, stops)
        compare(asked, (pool, held, stops), nulls, rate)


def without_events(asked, pool, stops):
    nulls, given, days = [], collections.Counter(), int(asked.years * 365)
    for s in range(asked.streams):
        stream = streams.Stream(pool, asked.seed + s)
        messages = [m for day in range(days) for m in stream.day(day, A_DAY)]
        alerts = replay(asked.cahier, messages, asked.themes)
        given.update(a["kind"] for a in alerts)
        if s < 4: # enough to set thresholds on
            nulls.append(Counts(messages, days, stops))
        print(f"# stream {s}: {len(messages)} messages, {len(alerts)} alerts", flush=True)
    months = asked.streams * (days - LEARN) / 30.44
    false = sum(n for kind, n in given.items() if kind != "campaign")
    low, high = interval(false, months)
    print(f"false alerts, rate asked 1 a month: {false} in {months:.0f} months, {false / months:.2f} a month "
          f"[{low:.2f}, {high:.2f}]; {dict(given)}", flush=True)
    return nulls, false / months


def compare(asked, material, nulls, rate):
    pool, held, stops = material
    months = len(nulls) * (nulls[0].count.shape[1] - LEARN) / 30.44
    allowed = {f"at {rate:.2f} a month": max(1, round(rate * months)), "at 1 a month": round(months)}
    thresholds = {(m, at): calibrate(nulls, m, n) for m in METHODS for at, n in allowed.items()}
    delays = collections.defaultdict(lambda: collections.defaultdict(list))
    copies = collections.Counter()
    for s in range(asked.events):
        messages, labels = with_events(pool, held[s], 1000 + asked.seed + s)
        label_of = {m[1]: m[5] for m in messages}
        alerts = replay(asked.cahier, messages, asked.themes)
        counts = Counts(messages, LAST_DAY, stops)
        scores = {m: METHODS[m](counts) for m in METHODS}
        raised = {key: alarms(counts, scores[key[0]], t) for key, t in thresholds.items()}
        for kind, start in KINDS:
            delays["cahier"][kind].append(found_by_cahier(alerts, label_of, kind, labels[kind], start))
            for key, found in raised.items():
                delays[key][kind].append(found_by(counts, found, labels[kind], start))
        copies["campaign"] += delays["cahier"]["copies"][-1] is not None
        copies["need"] += any(a["kind"] != "campaign" and a["contributions"] and 2 * sum(
            label_of[c] == "planted copies" for c in a["contributions"]) >= len(a["contributions"]) for a in alerts)
    print(f"{'found, median delay':34}  " + "  ".join(f"{kind:>11}" for kind, _ in KINDS[:4]))
    show(f"cahier, rate 1 asked ({rate:.2f} given)", delays["cahier"])
    for key in thresholds:
        show(f"{key[0]}, {key[1]}", delays[key])
    print(f"200 copies by 3 persons: a campaign in {copies['campaign']} of {asked.events}, a need in {copies['need']}")


if __name__ == "__main__":
    main()
