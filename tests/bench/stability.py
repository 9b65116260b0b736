#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do themes keep their identity when the file changes a little?

    stability.py --cahier PROGRAM [--draws N] FILE.jsonl…

Each file is analysed whole, then with 2 % of its rows left out (N disjoint seeded draws), then with 10 % left out (3 draws).
Three changes are read from these runs, before → after:
  removed   whole file → draw left out
  added     draw left out → whole file
  replaced  draw i left out → draw i + 1 left out: 2 % of the rows go, as many others come
Columns, means over the draws, for contributions that stand on both sides:
  ids       themes before whose id exists after
  same      contributions under the same theme id (unclassified on both sides counts as the same)
  matched   the same once themes are paired as well as can be (Hungarian): 1 − matched is clustering, matched − same identity
  worst     the lowest `same` of the draws
  ARI-10    adjusted Rand index between the whole file and 90 % of it
  said      quality.stability, as the report of the whole file gives it
"""
import argparse
import pathlib
import random
import statistics
import tempfile

import numpy
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from reports import UNCLASSIFIED, analyse, rows_of

CHANGES = ('removed', 'added', 'replaced')


def without(rows, left_out):
    return [row for number, row in enumerate(rows) if number not in left_out]


def draws(rows, share, count):
    """`count` sets of row numbers, disjoint while rows last."""
    order = list(range(len(rows)))
    random.Random(len(rows)).shuffle(order)
    size = max(1, round(share * len(rows)))
    return [set(order[start * size:(start + 1) * size]) for start in range(count)]


def matched(before, after):
    """Share of pairs that agree under the best pairing of themes; unclassified is paired with itself."""
    rows = sorted(set(before) - {UNCLASSIFIED})
    columns = sorted(set(after) - {UNCLASSIFIED})
    counts = numpy.zeros((len(rows), len(columns)), int)
    both_unclassified = 0
    for a, b in zip(before, after):
        if a != UNCLASSIFIED and b != UNCLASSIFIED:
            counts[rows.index(a), columns.index(b)] += 1
        both_unclassified += a == b == UNCLASSIFIED
    best = linear_sum_assignment(-counts)
    return (int(counts[best].sum()) + both_unclassified) / len(before)


def compare(before, after):
    """(ids kept, same id, same theme after pairing) of two runs, each id → theme."""
    common = sorted(set(before) & set(after))
    a, b = [before[key] for key in common], [after[key] for key in common]
    had, has = set(before.values()) - {UNCLASSIFIED}, set(after.values()) - {UNCLASSIFIED}
    same = sum(x == y for x, y in zip(a, b)) / len(common)
    return len(had & has) / max(1, len(had)), same, matched(a, b)


def measure(cahier, path, count):
    """(figures by change, ARI at 10 %, themes, stability said)"""
    rows = rows_of(path)
    with tempfile.TemporaryDirectory() as folder:
        report = analyse(cahier, rows, f'{folder}/whole')
        whole = report.themes()
        less = [analyse(cahier, without(rows, draw), f'{folder}/less').themes() for draw in draws(rows, .02, count)]
        tenth = [analyse(cahier, without(rows, draw), f'{folder}/less').themes() for draw in draws(rows, .10, 3)]
        said = report.said()['quality']['stability']
    runs = {'removed': [(whole, one) for one in less], 'added': [(one, whole) for one in less],
            'replaced': list(zip(less, less[1:] + less[:1]))}
    figures = {change: [compare(a, b) for a, b in pairs] for change, pairs in runs.items()}
    rand = statistics.mean(adjusted_rand_score([whole[key] for key in one], list(one.values())) for one in tenth)
    return figures, rand, len(set(whole.values()) - {UNCLASSIFIED}), said


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cahier', required=True)
    parser.add_argument('--draws', type=int, default=5)
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    print(f'{"":22}{"":>7}' + ''.join(f'  {change:^27}' for change in CHANGES))
    print(f'{"set":22}{"themes":>7}' + f'  {"ids":>6}{"same":>7}{"matched":>8}{"worst":>6}' * 3 + f'{"ARI-10":>8}{"said":>7}', flush=True)
    table = []
    for path in options.files:
        figures, rand, themes, said = measure(options.cahier, path, options.draws)
        line = []
        for change in CHANGES:
            line += [statistics.mean(column) for column in zip(*figures[change])] + [min(one[1] for one in figures[change])]
        line += [rand, said]
        table.append(line)
        show(pathlib.Path(path).stem, themes, line)
    show('mean', '', [statistics.mean(column) for column in zip(*table)])
    print('to reach (issue: 2 % of the rows)   ids ≥ 0.900   same ≥ 0.950   (THEMES 12) ARI-10 ≥ 0.850')


def show(name, themes, line):
    cells = ''.join('  {:6.3f}{:7.3f}{:8.3f}{:6.3f}'.format(*line[start:start + 4]) for start in (0, 4, 8))
    print(f'{name:22}{themes!s:>7}{cells}{line[12]:8.3f}{line[13]:7.3f}', flush=True)


main()
