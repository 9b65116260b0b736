#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes agreement.tsv: partitions and labels with the scores that scikit-learn gives them.

    /usr/bin/python3 tests/reference/agreement.py > tests/reference/agreement.tsv      Debian: python3-sklearn

One line a case, tab separated: name, kind, gold, found, then the scores with 17 digits.
  partition  ami ari v homogeneity completeness
  labels     accuracy macro-F1 (over the labels of gold)
gold and found are classes separated by commas; "CLASSxTIMES" stands for a run. The file is committed: tests need no Python.
"""
import itertools
import random

import sklearn
from sklearn.metrics import (accuracy_score, adjusted_mutual_info_score, adjusted_rand_score, f1_score,
                             homogeneity_completeness_v_measure)

random.seed(20250314)


def runs(classes):
    return ','.join(f'{k}x{n}' if n > 1 else str(k) for k, n in ((k, len(list(g))) for k, g in itertools.groupby(classes)))


def line(name, kind, gold, found, scores):
    print('\t'.join([name, kind, runs(gold), runs(found)] + [f'{s:.17g}' for s in scores]))


def partition(name, gold, found, ami=None):
    h, c, v = homogeneity_completeness_v_measure(gold, found)
    a = adjusted_mutual_info_score(gold, found) if ami is None else ami
    line(name, 'partition', gold, found, [a, adjusted_rand_score(gold, found), v, h, c])


def labels(name, gold, found):
    line(name, 'labels', gold, found, [accuracy_score(gold, found),
                                       f1_score(gold, found, labels=sorted(set(gold)), average='macro', zero_division=0)])


def sizes(n, k, skew):
    """n documents in at most k classes; skew 0: even, larger: a few large classes."""
    weight = [(i + 1) ** -skew for i in range(k)]
    return random.choices(range(k), weight, k=n)


def blur(gold, k, noise):
    """gold merged into k classes, a share of the documents moved at random."""
    return [random.randrange(k) if random.random() < noise else g % k for g in gold]


print(f'# scikit-learn {sklearn.__version__}; made by agreement.py, do not edit')
# Degenerate ones.
partition('one document', [0], [0])
partition('one class each', [0] * 9, [0] * 9)
partition('gold is one class', [0] * 9, [0, 0, 0, 1, 1, 1, 2, 2, 2])
partition('found is one class', [0, 0, 0, 1, 1, 1, 2, 2, 2], [0] * 9)
partition('gold all alone', list(range(9)), [0] * 9)
partition('all alone against threes', list(range(9)), [0, 0, 0, 1, 1, 1, 2, 2, 2])
# scikit-learn divides rounding errors here; the same partition is 1 by definition
partition('all alone, both', list(range(9)), list(range(9)), ami=1.0)
partition('two documents apart, both', [0, 1], [0, 1], ami=1.0)
partition('two documents, apart and together', [0, 1], [0, 0])
partition('same, renamed', [0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1])
partition('independent', [0, 0, 1, 1], [0, 1, 0, 1])
partition('less than chance', [0, 0, 1, 1, 2, 2], [0, 1, 2, 0, 1, 2])
partition('one document out of place', [0] * 50 + [1] * 50, [0] * 49 + [1] * 51)
partition('one document alone', [0] * 99 + [1], [0] * 99 + [1])
partition('one alone, elsewhere', [0] * 99 + [1], [1] + [0] * 99)
# Random ones.
for n in (5, 12, 40, 150, 700):
    for k in (2, 7, 20):
        k = min(k, n)
        gold = sizes(n, k, random.choice([0, 1, 2]))
        partition(f'chance, {n} in {k}', gold, sizes(n, k + 3, random.choice([0, 1, 2])))
        partition(f'blurred, {n} in {k}', gold, blur(gold, max(2, k - 2), random.choice([.05, .3, .8])))
for n, k in ((3000, 12), (8000, 20)):
    gold = sorted(sizes(n, k, 1))
    partition(f'many, {n} in {k}', gold, [min(g // 2 + (i % 97 == 0), k) for i, g in enumerate(gold)])
# Labels.
labels('all right', [0, 1, 2], [0, 1, 2])
labels('all wrong', [0, 1], [1, 0])
labels('a label found that gold has not', [0, 0, 1, 1], [0, 2, 1, 1])
labels('a label never found', [0, 0, 1, 1, 2], [0, 0, 1, 1, 1])
labels('one label in gold', [0, 0, 0], [0, 1, 2])
for n, k in ((10, 2), (30, 3), (100, 4), (300, 5), (1000, 4), (500, 5)):
    gold = sizes(n, k, 1)
    labels(f'labels, {n} in {k}', gold, blur(gold, k, .4))
