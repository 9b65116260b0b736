#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Terms and labels on groups that people made, against what they called them: label_groups.py PROGRAM FILE.jsonl…

Only labels are judged here, not clusters: PROGRAM (tests/bench/label_groups.c) gives the label stage the people's own groups.
For each group of twelve texts or more, the stems of its name (function words left out):
  R@5     share of them among the first five terms        hit@3   groups with one of them in the first three
  label   groups with one of them in the label            words   mean number of words of a label
"""
import collections
import json
import subprocess
import sys

from peers import tokeniser

SMALLEST = 12


def name_groups(program, rows):
    """names, largest group first, with the label and terms PROGRAM gives each"""
    names = [name for name, _ in collections.Counter(row['label'] for row in rows).most_common()]
    number = {name: place for place, name in enumerate(names)}
    lines = ''.join(f"{number[row['label']]}\t{' '.join(row['text'].split())}\n" for row in rows)
    out = subprocess.run([program], input=lines, capture_output=True, text=True, check=True).stdout
    return [(name, *line.split('\t')) for name, line in zip(names, out.splitlines())]


def judge(wanted, label, terms, stems):
    first = [set(stems(term)) for term in terms[:5]]
    found = wanted & set().union(*first)
    return len(found) / len(wanted), bool(wanted & set().union(*first[:3])), bool(wanted & set(stems(label)))


def show(name, table):
    means = [sum(column) / len(table) for column in zip(*table)]
    print(f'{name:22}{len(table):8}' + ''.join(f'{value:8.3f}' for value in means))


def main():
    stems = tokeniser()
    whole = []
    print(f'{"set":22}{"groups":>8}{"R@5":>8}{"hit@3":>8}{"label":>8}{"words":>8}')
    for path in sys.argv[2:]:
        rows = [json.loads(line) for line in open(path, encoding='utf8')]
        sizes = collections.Counter(row['label'] for row in rows)
        table = []
        for name, label, *terms in name_groups(sys.argv[1], rows):
            wanted = set(stems(name))
            if sizes[name] >= SMALLEST and wanted:
                table.append((*judge(wanted, label, terms, stems), len(label.replace('-', ' ').split())))
        show(path.split('/')[-1].removesuffix('.jsonl'), table)
        whole += table
    show('all groups', whole)
    print('anchor (THEMES.md 5.1, 249 groups): G² R@5 .424, hit@3 .699; to reach .43, .70')


main()
