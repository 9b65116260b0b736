#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers and copies of them with a share of the words edited: what a person does who pastes a text and touches it up.

    edit_copies.py ANSWERS.jsonl.gz OUT.csv SEED

2,000 distinct answers of 60 letters or more, 500 for each rate (3, 8, 15, 25 % of the words), and one copy of each. An
edited word is, one in four each: left out, preceded by a word of the corpus, exchanged with the next, or mistyped. One copy in five begins with a greeting. Same answers and seed, same bytes.
"""
import csv
import gzip
import json
import random
import sys

RATES = (3, 8, 15, 25)
EACH = 500
GREETINGS = ('Bonjour,', 'Madame, Monsieur,', 'Monsieur le Maire,')


def mistype(word, rnd):
    at = rnd.randrange(len(word))
    return rnd.choice((word[:at] + word[at + 1:], word[:at] + word[at] + word[at:], word[:at] + 'e' + word[at + 1:]))


def edit(words, rate, common, rnd):
    out, i = [], 0
    while i < len(words):
        word, kind = words[i], rnd.randrange(4) if rnd.random() * 100 < rate else None
        if kind == 1:
            out += [rnd.choice(common), word]
        elif kind == 2 and i + 1 < len(words):
            out += [words[i + 1], word]
            i += 1
        elif kind == 3:
            out.append(mistype(word, rnd))
        elif kind != 0:
            out.append(word)
        i += 1
    return ([rnd.choice(GREETINGS)] if rnd.random() < .2 else []) + out


def main():
    rnd = random.Random(int(sys.argv[3]))
    with gzip.open(sys.argv[1], 'rt', encoding='utf8') as lines:
        answers = sorted({' '.join(json.loads(line)['text'].split()) for line in lines})
    answers = rnd.sample([a for a in answers if len(a) >= 60], EACH * len(RATES))
    common = [word for answer in answers for word in answer.split()]
    rows = []
    for n, answer in enumerate(answers):
        rate = RATES[n % len(RATES)]
        rows.append((f'{rate}-{n}-a', answer))
        rows.append((f'{rate}-{n}-b', ' '.join(edit(answer.split(), rate, common, rnd))))
    rnd.shuffle(rows)
    with open(sys.argv[2], 'w', encoding='utf8', newline='') as out:
        table = csv.writer(out, delimiter=';')
        table.writerow(('id', 'texte', 'auteur'))
        table.writerows((name, text, f'p{i}') for i, (name, text) in enumerate(rows))


if __name__ == '__main__':
    main()
