#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often both subjects of a text of two subjects are found: two answers of different labels, joined.

    two_subjects.py CAHIER FILE.jsonl... [--seed 1]

FILE: one object a line with id, text, label (as scripts/bench-quality reads). A fifth of the answers are joined two by two, of
different labels; the others stay alone. A theme stands for the label that most of the answers that stay alone have in it.

    both     pairs whose two labels are among the labels of their themes
    wrong    pairs with a theme of neither label
    extra    answers alone with more than one theme
    off      answers alone with a further theme of another label
"""
import argparse
import collections
import json
import random
import subprocess
import tempfile


def join(first, second):
    first = first.rstrip()
    stop = "" if first[-1:] in ".!?…" else "."
    second = second.lstrip()
    return first + stop + " " + second[:1].upper() + second[1:]


def mix(rows, seed):
    rows = [r for r in rows if r["text"].strip()]
    chance = random.Random(seed)
    chance.shuffle(rows)
    held, alone = rows[: len(rows) // 5], rows[len(rows) // 5 :]
    pairs = []
    while held:
        first = held.pop()
        other = next((i for i, r in enumerate(held) if r["label"] != first["label"]), None)
        if other is None:
            alone.append(first)
            continue
        pairs.append((first, held.pop(other)))
    return alone, pairs


def analyse(program, texts):
    with tempfile.TemporaryDirectory() as folder:
        source = folder + "/in.jsonl"
        with open(source, "w", encoding="utf-8") as out:
            for key, text in texts:
                out.write(json.dumps({"id": key, "text": text}, ensure_ascii=False) + "\n")
        subprocess.run([program, "analyse", source, "-o", folder + "/out", "-q", "--format", "json", "--jobs", "1"], check=True)
        with open(folder + "/out/contributions.jsonl", encoding="utf-8") as lines:
            return {r["id"]: r for r in map(json.loads, lines)}


def measure(program, path, seed):
    with open(path, encoding="utf-8") as lines:
        alone, pairs = mix([json.loads(line) for line in lines], seed)
    texts = [("a%d" % i, r["text"]) for i, r in enumerate(alone)]
    texts += [("p%d" % i, join(a["text"], b["text"])) for i, (a, b) in enumerate(pairs)]
    found = analyse(program, texts)
    votes = collections.defaultdict(collections.Counter)
    for i, r in enumerate(alone):
        for theme in found["a%d" % i]["themes"][:1]:
            votes[theme["id"]][r["label"]] += 1
    label = {theme: count.most_common(1)[0][0] for theme, count in votes.items()}
    both = wrong = extra = off = several = one = added = right = 0
    for i, (a, b) in enumerate(pairs):
        themes = found["p%d" % i]["themes"]
        asked, had = {a["label"], b["label"]}, {label.get(t["id"]) for t in themes}
        both += asked <= had
        one += bool(asked & had)
        wrong += not had <= asked
        several += len(themes) > 1
        for t in themes[1:]:
            if "sentence" in t:
                added += 1
                right += label.get(t["id"]) in asked
    for i, r in enumerate(alone):
        further = found["a%d" % i]["themes"][1:]
        extra += bool(further)
        off += any(label.get(t["id"]) != r["label"] for t in further)
    n, m = max(len(pairs), 1), len(alone)
    print("%-24s pairs %4d  both %5.1f %%  one %5.1f %%  wrong %5.1f %%  several %5.1f %%  by a sentence %4d, right %5.1f %%"
          "  | alone %5d  extra %4.1f %%  off %4.1f %%" % (path.rsplit("/", 1)[-1], len(pairs), 100 * both / n, 100 * one / n,
          100 * wrong / n, 100 * several / n, added, 100 * right / max(added, 1), m, 100 * extra / m, 100 * off / m), flush=True)
    return both / n, wrong / n, off / m


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    rows = [measure(asked.program, path, asked.seed) for path in asked.files]
    print("mean: both %.3f  wrong %.3f  off %.3f" % tuple(sum(column) / len(rows) for column in zip(*rows)))


if __name__ == "__main__":
    main()
