#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes weigh.tsv: weights of random counts, from scikit-learn's tf-idf, its idf taken to the root.

    /usr/bin/python3 tests/reference/weigh.py > tests/reference/weigh.tsv      Debian: python3-sklearn

One line a stored value, tab separated: case, documents, row, term, tf, df, weight. scikit-learn gives (1 + ln tf)(1 + ln(D / df));
dividing by its idf_ and multiplying by sqrt(idf_ - 1) gives ours. The file is committed: tests need no Python.
"""
import numpy as np
import sklearn
from sklearn.feature_extraction.text import TfidfTransformer

random = np.random.default_rng(20250314)
print(f'# scikit-learn {sklearn.__version__}; made by weigh.py, do not edit')
for case, (D, V) in enumerate([(1, 3), (2, 2), (7, 5), (40, 12)]):
    counts = random.integers(1, 30, (D, V)) * (random.random((D, V)) < .4)
    counts[0] = 1  # no empty term
    counts[:, 0] = random.integers(1, 9, D)  # one found everywhere
    model = TfidfTransformer(norm=None, sublinear_tf=True, smooth_idf=False).fit(counts)
    weights = model.transform(counts).toarray() / model.idf_ * np.sqrt(model.idf_ - 1)
    df = (counts > 0).sum(axis=0)
    for d, j in zip(*counts.nonzero()):
        print(case, D, d, j, counts[d, j], df[j], f'{weights[d, j]:.9g}', sep='\t')
