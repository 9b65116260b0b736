#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes associate.tsv: word vectors of small random corpora, by numpy's full eigendecomposition of their PPMI matrix.

    /usr/bin/python3 tests/reference/associate.py > tests/reference/associate.tsv      Debian: python3-numpy

Tab separated: "case" documents terms; "document" and its terms; "member" term field: a list says so, each common field adds 3 to
PPMI, divided by the root of either word's fields; "cosine" i j value: inner product of the unit vectors of terms
i <= j, rows of U sqrt|L| where PPMI = U L U'. All dimensions kept, so nothing depends on the basis. Committed: tests need no Python.
"""
import numpy as np

random = np.random.default_rng(20250314)
print(f'# numpy {np.__version__}; made by associate.py, do not edit')
for D, V, fill, fields in ((12, 8, .35, 0), (40, 20, .2, 0), (60, 30, .12, 0), (12, 8, .35, 2), (60, 30, .12, 4)):
    has = (random.random((D, V)) < fill).astype(int)
    has[:, 0] = 1  # a word found everywhere is associated with none
    has[:, 1] = 0
    has[3, 1] = 1  # one document is too few to learn from: no vector
    print('case', D, V, sep='\t')
    for row in has:
        print('document', *row.nonzero()[0], sep='\t')
    member = random.random((V, fields)) < .25 if fields else np.zeros((V, 0), bool)
    for j, f in zip(*member.nonzero()):
        print('member', j, f, sep='\t')
    learner = (has.sum(axis=0) >= 2) | member.any(axis=1)
    together = has.T @ has * np.outer(learner, learner)
    np.fill_diagonal(together, 0)
    n, N = together.sum(axis=1), together.sum()
    with np.errstate(divide='ignore', invalid='ignore'):
        ppmi = np.nan_to_num(np.maximum(np.log(together * N / np.outer(n, n)), 0), nan=0, posinf=0, neginf=0)
    told = member / np.sqrt(np.maximum(member.sum(axis=1, keepdims=True), 1))
    told = 3 * told @ told.T
    np.fill_diagonal(told, 0)
    value, vector = np.linalg.eigh(ppmi + told)
    rows = vector * np.sqrt(np.abs(value))
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.where(length > 1e-5, rows / np.maximum(length, 1e-5), 0)
    for i in range(V):
        for j in range(i, V):
            print('cosine', i, j, f'{rows[i] @ rows[j]:.7f}', sep='\t')
