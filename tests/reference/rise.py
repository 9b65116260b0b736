#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes rise.tsv: log probabilities of the negative binomial and log gamma, from scipy.

    /usr/bin/python3 tests/reference/rise.py > tests/reference/rise.tsv      Debian: python3-scipy

One line a value, tab separated: count, mean, size, ln p, ln Gamma(size). The file is committed: tests need no Python.
"""
import scipy
from scipy.special import gammaln
from scipy.stats import nbinom

print(f"# scipy {scipy.__version__}; made by rise.py, do not edit")
for mean in (.004, .3, 2.5, 40, 900):
    for size in (.5, 2.5, 17.25, 1000):
        for count in (0, 1, 4, 15, 120, 1500):
            print(count, mean, size, f"{nbinom.logpmf(count, size, size / (size + mean)):.12g}", f"{gammaln(size):.12g}", sep="\t")
