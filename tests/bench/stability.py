#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do themes keep their identity when the file changes a little?

    stability.py --cahier PROGRAM [--draws N] FILE.jsonl…

Each file is analysed whole, then with 2 % of its rows left out (N disjoint seeded draws), then with each tenth of its rows left out.
Three changes are read from these runs, before → after:
  removed   whole file → draw left out
  added     draw left out → whole file
  replaced  draw i left out → draw i + 1 left out: 2 % of the rows go, as many others come
Columns, means over the draws, for contributions that stand on both sides:
  ids       themes before whose id exists after
  same      contributions under the same theme id (unclassified on both sides counts as the same)
  matched   the same once themes are paired as well as can be (Hungarian): 1 − matched is clustering, matched − same identity
  worst     the lowest `same` of the draws
  ARI-10    adjusted Rand index between the whole file and 90 % of it, mean of the ten
  said      quality.stability, as the report of the whole file gives it
Then the same changes once more, with the report before given to the run after (--previous); AMI and AMI-p: agreement of the
98 % with people's labels, without and with it.
"""
import argparse
import pathlib
import random
import statistics
import tempfile

import numpy
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

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


def agreement(themes, labels):
    return adjusted_mutual_info_score([labels[key] for key in themes], list(themes.values()))


def measure(cahier, path, count):
    """What one file gives: figures by change, plain and with --previous; the whole file's ARI, AMI, themes, stability said."""
    rows = rows_of(path)
    labels = {str(row['id']): row['label'] for row in rows}
    with tempfile.TemporaryDirectory() as place:
        whole = analyse(cahier, rows, f'{place}/whole')
        parts = [without(rows, draw) for draw in draws(rows, .02, count)]
        less = [analyse(cahier, part, f'{place}/less-{number}') for number, part in enumerate(parts)]

        def after(part, previous):
            return analyse(cahier, part, f'{place}/after', previous).themes()

        all_themes, less_themes = whole.themes(), [one.themes() for one in less]
        following = less_themes[1:] + less_themes[:1]
        kept = [after(part, whole) for part in parts]
        plain = {'removed': [(all_themes, one) for one in less_themes], 'added': [(one, all_themes) for one in less_themes],
                 'replaced': list(zip(less_themes, following))}
        again = {'removed': [(all_themes, one) for one in kept],
                 'added': [(one.themes(), after(rows, one)) for one in less],
                 'replaced': [(one.themes(), after(part, one)) for one, part in zip(less, parts[1:] + parts[:1])]}
        tenth = [analyse(cahier, without(rows, draw), f'{place}/tenth').themes() for draw in draws(rows, .10, 10)]
        said = whole.said()['quality']['stability']
    return {'plain': figures(plain), 'again': figures(again), 'themes': len(set(all_themes.values()) - {UNCLASSIFIED}),
            'rand': statistics.mean(adjusted_rand_score([all_themes[key] for key in one], list(one.values())) for one in tenth),
            'said': said, 'ami': [statistics.mean(agreement(one, labels) for one in runs) for runs in (less_themes, kept)]}


def figures(runs):
    """ids, same, matched, worst of each change, in a row."""
    row = []
    for change in CHANGES:
        compared = [compare(a, b) for a, b in runs[change]]
        row += [statistics.mean(column) for column in zip(*compared)] + [min(one[1] for one in compared)]
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cahier', required=True)
    parser.add_argument('--draws', type=int, default=5)
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    measured = {}
    for path in options.files:
        measured[pathlib.Path(path).stem] = measure(options.cahier, path, options.draws)
        print(f'{pathlib.Path(path).stem}: {measured[pathlib.Path(path).stem]["themes"]} themes', flush=True)
    show('each file alone', {name: one['plain'] + [one['rand'], one['said']] for name, one in measured.items()},
         f'{"ARI-10":>8}{"said":>8}')
    print('to reach (THEMES 12) ARI-10 ≥ 0.850')
    show('--previous: the report before', {name: one['again'] + one['ami'] for name, one in measured.items()},
         f'{"AMI":>8}{"AMI-p":>8}')
    print('to reach, means (issue: 2 % of the rows)   ids ≥ 0.900   same ≥ 0.950   AMI-p no lower than AMI')


def show(title, rows, last):
    print(f'\n{title:29}' + ''.join(f'  {change:^27}' for change in CHANGES))
    print(f'{"set":29}' + f'  {"ids":>6}{"same":>7}{"matched":>8}{"worst":>6}' * 3 + last)
    for name, row in {**rows, 'mean': [statistics.mean(column) for column in zip(*rows.values())]}.items():
        cells = ''.join('  {:6.3f}{:7.3f}{:8.3f}{:6.3f}'.format(*row[start:start + 4]) for start in (0, 4, 8))
        print(f'{name:29}{cells}{row[12]:8.3f}{row[13]:8.3f}')


main()
