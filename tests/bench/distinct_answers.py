#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers that are not the same word for word: which of them are called near copies is to be read by eye (judge_duplicates.py).

    distinct_answers.py ANSWERS.jsonl.gz OUT.csv

Each is its own author's; those of fewer than 40 letters, which are not compared, are left out.
"""
import csv
import gzip
import json
import sys

from judge_duplicates import LEAST, folded


def main():
    seen = set()
    with gzip.open(sys.argv[1], 'rt', encoding='utf8') as lines, open(sys.argv[2], 'w', encoding='utf8', newline='') as out:
        table = csv.writer(out, delimiter=';')
        table.writerow(('id', 'texte', 'auteur'))
        for line in map(json.loads, lines):
            words = folded(line['text'])
            if len(words) >= LEAST and words not in seen:
                seen.add(words)
                table.writerow((line['id'], ' '.join(line['text'].split()), line['id']))


if __name__ == '__main__':
    main()
