#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judges the groups of copies of reports: FOLDER/made (of synthesise.py), FOLDER/edited-SEED (of edit_copies.py), FOLDER/real
(of distinct_answers.py).

    judge_duplicates.py FOLDER [PAIRS]

A known pair: two rows that come of one row by `dup_of`, directly or not. synthesise.py draws its answers with
replacement, so that rows which it calls unrelated may say the same word for word. Hence four lines:
  all rows        known pairs, short texts included, which by design are not compared (« plus de bus »)
  by dup_of       known pairs of texts that have 40 letters or more once case, accents and signs are folded away
  word for word   a pair is right when it is known or when its folded texts are equal; both kinds are looked for
  for a reader    a found pair is right too when its sets of 5-letter shingles, computed here, resemble by .8 or more
The best F1 that `by dup_of` can have is printed too: of who finds all that is known or equal, and nothing else.
Edited copies: recall by share of words edited, and the pairs in one group that are no copy of one another.
Real answers: how many pairs are in one group; PAIRS of them, drawn, are printed, to be read: the same text, or the same wish?
"""
import collections
import csv
import json
import itertools
import pathlib
import random
import re
import sys
import unicodedata

csv.field_size_limit(1 << 24)
LEAST = 40


def folded(text):
    text = unicodedata.normalize('NFKD', text.lower().replace('œ', 'oe').replace('æ', 'ae'))
    return ' '.join(re.findall('[a-z0-9]+', ''.join(c for c in text if not unicodedata.combining(c))))


def resemblance(a, b):
    a, b = ({text[i:i + 5] for i in range(len(text) - 4)} for text in (a, b))
    return len(a & b) / len(a | b)


def read(folder, name):
    with open(folder / f'{name}.csv', encoding='utf8', newline='') as rows:
        source = {row['id']: row for row in csv.DictReader(rows, delimiter=';')}
    groups = collections.defaultdict(list)
    with open(folder / name / 'contributions.jsonl', encoding='utf8') as lines:
        for line in map(json.loads, lines):
            if line['duplicate']:
                groups[line['duplicate']['group']].append(line['id'])
    return source, list(groups.values())


def pairs_of(labels):
    return sum(n * (n - 1) // 2 for n in collections.Counter(labels).values())


def say(name, right, found, truth):
    recall, precision = right / truth, right / found
    print(f'{name:14}  recall {recall:.4f}  precision {precision:.4f}  F1 {2 * recall * precision / (recall + precision):.4f}'
          f'  ({right} right of {found} found, {truth} to find)')


def judge_made(folder):
    source, groups = read(folder, 'made')
    text = {name: folded(row['texte']) for name, row in source.items()}
    root = {}
    for name, row in source.items():  # a copied row stands before its copies
        root[name] = root[row['dup_of']] if row['dup_of'] else name
    long = [name for name in source if len(text[name]) >= LEAST]
    known = pairs_of(root[name] for name in long)
    equal = known + pairs_of(text[name] for name in long) - pairs_of((root[name], text[name]) for name in long)
    found = sum(len(group) * (len(group) - 1) // 2 for group in groups)
    right = collections.Counter()
    for group in groups:
        for i, a in enumerate(group):
            for b in group[:i]:
                same = root[a] == root[b]
                word = same or text[a] == text[b]
                right.update(known=same, word=word, reader=word or resemblance(text[a], text[b]) >= .8)
    say('all rows', right['known'], found, pairs_of(root.values()))
    say('by dup_of', right['known'], found, known)
    print(f'{"":14}  at best F1 {2 * known / (known + equal):.4f}: {equal - known} pairs are equal word for word, and not known')
    say('word for word', right['word'], found, equal)
    say('for a reader', right['reader'], found, equal + right['reader'] - right['word'])


def judge_edited(folder):
    made, together, wrong = collections.Counter(), collections.Counter(), 0
    for table in sorted(folder.glob('edited-*.csv')):
        source, groups = read(folder, table.stem)
        for name in source:
            rate, number, which = name.split('-')
            made[int(rate)] += which == 'b' and len(folded(source[f'{rate}-{number}-a']['texte'])) >= LEAST
        for a, b in (pair for group in groups for pair in itertools.combinations(group, 2)):
            if a[:-1] == b[:-1]:
                together[int(a.split('-')[0])] += 1
            else:
                wrong += resemblance(folded(source[a]['texte']), folded(source[b]['texte'])) < .5
    for rate in sorted(made):
        print(f'{rate:2} % of words edited: recall {together[rate] / made[rate]:.3f} ({together[rate]} of {made[rate]})')
    print(f'pairs in one group whose texts resemble by less than a half: {wrong}')


def judge_real(folder, count):
    source, groups = read(folder, 'real')
    pairs = [pair for group in groups for pair in itertools.combinations(group, 2)]
    print(f'{len(source)} distinct real answers: {len(pairs)} pairs in {len(groups)} groups')
    for a, b in random.Random(1).sample(pairs, min(count, len(pairs))):
        print('-', folded(source[a]['texte']), '\n ', folded(source[b]['texte']))


def main():
    folder = pathlib.Path(sys.argv[1])
    judge_made(folder)
    judge_edited(folder)
    judge_real(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 0)


if __name__ == '__main__':
    main()
