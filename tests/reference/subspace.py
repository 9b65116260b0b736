#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes subspace.tsv: leading eigenpairs of sparse symmetric matrices, by numpy.

    /usr/bin/python3 tests/reference/subspace.py > tests/reference/subspace.tsv      Debian: python3-numpy

Tab separated: "case" name rows rank; "value" i j x for the stored values, i <= j; "eigen" l, then its unit vector: the `rank`
largest by absolute value, each apart from the next. Committed: tests need no Python.
"""
import numpy as np

random = np.random.default_rng(20250314)
print(f'# numpy {np.__version__}; made by subspace.py, do not edit')


def case(name, matrix, rank):
    matrix = np.round((matrix + matrix.T) / 2, 5)
    n = len(matrix)
    print('case', name, n, rank, sep='\t')
    for i in range(n):
        for j in range(i, n):
            if matrix[i, j] != 0:
                print('value', i, j, f'{matrix[i, j]:.5f}', sep='\t')
    value, vector = np.linalg.eigh(matrix)
    for e in np.argsort(-np.abs(value))[:rank]:
        print('eigen', f'{value[e]:.8f}', *(f'{x:.7f}' for x in vector[:, e]), sep='\t')


case('diagonal', np.diag([3., -9, 1, .5, 7]), 3)
case('of rank one', np.outer([1., 2, 0, 2], [1, 2, 0, 2]), 2 - 1)
basis = np.linalg.qr(random.standard_normal((40, 40)))[0]
case('falling fast, both signs', basis @ np.diag([(-.6) ** i * 10 for i in range(40)]) @ basis.T, 6)
group = np.repeat(np.arange(4), [20, 15, 10, 5])
block = np.where(group[:, None] == group, 2., 0) * (random.random((50, 50)) < .6) + (random.random((50, 50)) < .05)
case('four groups and noise', np.maximum(block, block.T), 4)
