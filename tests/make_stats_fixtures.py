#!/usr/bin/python3
"""Writes tests/fixtures/stats_*.txt with scipy (Debian's python3-scipy). The fixtures are committed; the tests that
read them need no Python. Run again only to change the cases:  tests/make_stats_fixtures.py"""

import itertools
import pathlib

import numpy
from scipy import optimize, special, stats

FOLDER = pathlib.Path(__file__).resolve().parent / "fixtures"


def write(name, about, rows):
    lines = [f"# {about}; made by tests/make_stats_fixtures.py"]
    lines += [" ".join(repr(float(x)) if isinstance(x, float) else str(x) for x in row) for row in rows]
    (FOLDER / name).write_text("\n".join(lines) + "\n")


def student():
    """df, t, cdf, two-sided p"""
    for df in (1, 2, 3, 4, 5, 6.5, 9, 19, 29, 99, 999):
        for t in (-40.0, -4.5, -1.0, -1e-3, 0.0, 0.3, 1.0, 2.0, 2.776445105197793, 12.0, 300.0):
            yield df, t, float(stats.t.cdf(t, df)), float(2 * stats.t.sf(abs(t), df))


def quantiles():
    """df, probability, quantile"""
    for df in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 19, 24, 29, 30, 60, 99, 499, 999):
        for p in (0.001, 0.025, 0.1, 0.5, 0.6, 0.9, 0.95, 0.975, 0.99, 0.995, 0.9995):
            # ppf of scipy 1.10 is off by up to 1e-8 (cot(pi / 2000) tells for df 1): its cdf, inverted, is not.
            near = stats.t.ppf(p, df)
            if p != 0.5:
                tail = (lambda t: stats.t.cdf(t, df) - p) if p < 0.5 else (lambda t: (1 - p) - stats.t.sf(t, df))
                near = optimize.brentq(tail, near * 0.999, near * 1.001, xtol=1e-15, rtol=1e-15)
            yield df, p, float(near)


def betas():
    """a, b, x, I_x(a, b)"""
    for a in (0.5, 1.0, 2.5, 10.0, 150.0):
        for b in (0.5, 1.0, 4.0, 60.0):
            for x in (0.0, 1e-6, 0.1, 0.5, 0.77, 0.999, 1.0):
                yield a, b, x, float(special.betainc(a, b, x))


def paired():
    """n, mean, sd, low, high, p, exact sign-flip p (nan above 12), Hedges' factor, then the n differences"""
    rng = numpy.random.default_rng(2024)
    for n in (2, 3, 4, 5, 6, 8, 10, 12, 20):
        for shift in (0.0, 0.5, 2.0):
            d = numpy.round(rng.normal(shift, 1, n), 4)
            low, high = stats.t.interval(0.95, n - 1, d.mean(), stats.sem(d))
            flips = float("nan")
            if n <= 12:
                flips = stats.permutation_test((d, numpy.zeros(n)), lambda x, y, axis: (x - y).mean(axis=axis),
                                               permutation_type="samples", vectorized=True, n_resamples=numpy.inf).pvalue
            df = n - 1
            factor = special.gamma(df / 2) / (numpy.sqrt(df / 2) * special.gamma((df - 1) / 2)) if n > 2 else 0.0
            yield (n, float(d.mean()), float(d.std(ddof=1)), float(low), float(high),
                   float(stats.ttest_rel(d, numpy.zeros(n)).pvalue), float(flips), float(factor), *map(float, d))


def holm():
    """n, the n p values, the n adjusted ones. By the definition of the procedure rather than by a formula for adjusted
    values: the smallest level at which stepping down rejects, found by bisection."""
    rng = numpy.random.default_rng(7)

    def rejects(p, level):
        rejected = [False] * len(p)
        for rank, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
            if p[i] > level / (len(p) - rank):
                break
            rejected[i] = True
        return rejected

    for n in (1, 2, 3, 5, 12):
        p = [float(x) for x in numpy.round(rng.uniform(0, 1, n) ** 3, 5)]
        adjusted = []
        for i in range(n):
            low, high = 0.0, 1.0
            if not rejects(p, 1.0)[i]:
                low = 1.0
            while high - low > 1e-15:
                middle = (low + high) / 2
                low, high = (low, middle) if rejects(p, middle)[i] else (middle, high)
            adjusted.append(high)
        yield (n, *p, *adjusted)


def max_t():
    """comparisons, seeds, the differences comparison by comparison, the p values of step-down max-T. Straight from the
    definition: scipy's t of every comparison under every joint choice of signs, then successive maxima."""
    rng = numpy.random.default_rng(12)
    for count, seeds, shift in ((1, 6, 0.5), (2, 6, 0.8), (3, 8, 0.6), (5, 9, 0.4), (4, 10, 0.0), (8, 6, 1.0)):
        base = rng.normal(0, 1, seeds)  # what all differences from one baseline share
        d = numpy.round(rng.normal(0, 1, (count, seeds)) - base + shift * numpy.arange(count)[:, None], 4)
        flips = numpy.array(list(itertools.product((1, -1), repeat=seeds)))
        t = numpy.abs(stats.ttest_1samp(d[None] * flips[:, None], 0, axis=2).statistic)  # [flip][comparison]
        order = numpy.argsort(-t[0])
        p, above = [0.0] * count, 0.0
        for rank, i in enumerate(order):
            largest = t[:, order[rank:]].max(axis=1)
            above = max(above, float((largest >= t[0, i] * (1 - 1e-9)).mean()))
            p[i] = above
        yield (count, seeds, *map(float, d.ravel()), *p)


write("stats_t.txt", student.__doc__, student())
write("stats_quantile.txt", quantiles.__doc__, quantiles())
write("stats_beta.txt", betas.__doc__, betas())
write("stats_paired.txt", paired.__doc__, paired())
write("stats_holm.txt", "n, the n p values, the n values that Holm's procedure gives", holm())
write("stats_max_t.txt", "comparisons, seeds, their differences, their step-down max-T p values", max_t())
