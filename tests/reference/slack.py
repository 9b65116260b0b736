#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tests/reference/slack.tsv: how many times fewer false alarms emergence gives than the expectation of its sums allows.

    slack.py > slack.tsv

Things that have a fixed number of persons a week (Poisson, 143 persons a day, 250 days known before) are lived for a year: the sum of
ratios over the starts of 21 days (pipeline/emerge_test.c, rise.h, rewritten here), raised at e^THRESHOLD with five persons and one and a half times
the expected, then at rest for 21 days. The expectation allows one in e^THRESHOLD days. Seeds are fixed; numpy and scipy, a minute or two.
"""
import numpy
from scipy.special import gammaln

LAG, PERSONS, KNOWN_DAYS, THRESHOLD = 21, 143., 250, 5.
RATIOS = [(2, 3), (3, 3), (5, 2), (10, 1)]
SHARES = [.005, .015, .05]


def log_p(count, mean, size):
    return (gammaln(size + count) - gammaln(size) - gammaln(count + 1) - size * numpy.log1p(mean / size)
            + count * (numpy.log(mean) - numpy.log(size + mean)))


def log_ratio(count, mean, size, exposure):
    parts = [count * numpy.log(r) + (size + count) * numpy.log((size + mean) / (size + r * mean)) + numpy.log(w) for r, w in RATIOS]
    weights, usual = numpy.full(count.shape, float(sum(w for _, w in RATIOS))), log_p(count, mean, size)
    for share in SHARES:
        there = share * exposure > 2 * mean
        parts.append(numpy.where(there, log_p(count, share * exposure, 50.) - usual, -600))
        weights += there
    return numpy.logaddexp.reduce(parts, axis=0) - numpy.log(weights)


def raised_today(ring, base):
    """Things of the ring (days, oldest first, by things) whose sum is at the threshold."""
    counted, everything = numpy.zeros(len(base)), ring.sum(0)
    total, best = numpy.full(len(base), -600.), numpy.full(len(base), -600.)
    enough = numpy.zeros(len(base), bool)
    for days in range(1, LAG + 1):
        counted = counted + ring[-days]
        known = base + everything - counted + .5
        mean = known / (PERSONS * (KNOWN_DAYS + LAG - days) + 1) * PERSONS * days
        ratio = log_ratio(counted, mean, known, PERSONS * days)
        starts = ring[-days] > 0
        total = numpy.where(starts, numpy.logaddexp(total, ratio), total)
        enough = numpy.where(starts & (ratio > best), (counted >= 5) & (counted >= 1.5 * mean), enough)
        best = numpy.where(starts, numpy.maximum(best, ratio), best)
    return (total >= THRESHOLD) & enough


def live(a_week, things, days, random):
    base, rest = random.poisson(a_week / 7 * KNOWN_DAYS, things).astype(float), numpy.zeros(things, int)
    ring, hits = random.poisson(a_week / 7, (LAG, things)).astype(float), 0
    for _ in range(days):
        ring = numpy.roll(ring, -1, 0)
        ring[-1] = random.poisson(a_week / 7, things)
        rest -= 1
        today = numpy.nonzero((ring[-1] > 0) & (ring.sum(0) >= 5) & (rest <= 0))[0]
        if len(today):
            raised = today[raised_today(ring[:, today], base[today])]
            hits += len(raised)
            rest[raised] = LAG
    return hits


def main():
    random = numpy.random.default_rng(1)
    print("# tests/reference/slack.py: persons expected a week, false alarms, times fewer than allowed")
    for a_week, things in ((.1, 40000), (.3, 20000), (1, 6000), (3, 3000), (10, 2000), (30, 2000)):
        hits = live(a_week, things, 365, random)
        print(f"{a_week}\t{hits}\t{things * 365 * numpy.exp(-THRESHOLD) / max(1, hits):.2f}", flush=True)


if __name__ == "__main__":
    main()
