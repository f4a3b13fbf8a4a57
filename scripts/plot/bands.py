"""Intervals around means, and what a caption says of them (docs/statistics.md)."""
import functools
import math

import numpy as np
import pandas as pd


@functools.lru_cache(maxsize=None)
def t_quantile(n):
    """The 97.5 % quantile of Student's t with n - 1 degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4)."""
    df = n - 1

    def within(t):  # the probability of -t to t
        angle = math.atan(t / math.sqrt(df))
        cos2, term, total = math.cos(angle) ** 2, 1.0, 0.0
        if df % 2 == 0:
            for k in range(df // 2):
                total += term
                term *= cos2 * (2 * k + 1) / (2 * k + 2)
            return math.sin(angle) * total
        term = math.cos(angle)
        for k in range((df - 1) // 2):
            total += term
            term *= cos2 * (2 * k + 2) / (2 * k + 3)
        return 2 / math.pi * (angle + math.sin(angle) * total)

    low, high = 0.0, 1000.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        low, high = (middle, high) if within(middle) < 0.95 else (low, middle)
    return low


def overlap_of(log):
    """What folds share, a test part by a training part: 1 / (folds - 1); 0 without folds (docs/statistics.md)."""
    last = log["fold"].max() if "fold" in log.columns else 0
    return 1 / last if last > 0 else 0.0


def half_of(n, sd, band, overlap):
    """Half of the band around the mean of n values; 0 where there is none."""
    if n < 2 or band == "none":
        return 0.0
    return sd if band == "sd" else t_quantile(int(n)) * sd * math.sqrt(1 / n + overlap)


def half_width(values, band, overlap):
    n = len(values)
    return half_of(n, float(np.std(values, ddof=1)) if n > 1 else 0.0, band, overlap)


def mean_and_half(groups, band, overlap):
    """The mean of each group of values, and half of the band around it."""
    table = groups.agg(["mean", "std", "count"])
    table = table[table["count"] > 0]
    return table["mean"], pd.Series([half_of(n, sd, band, overlap) for n, sd in zip(table["count"], table["std"])],
                                    index=table.index, dtype=float)


def seed_counts(log):
    """The least and the largest number of seeds that a setting has."""
    counts = log.groupby("setting")["seed"].nunique()
    return int(counts.min()), int(counts.max())


def count_words(low, high, what="seed"):
    if low != high:
        return f"{low} to {high} {what}s"
    return f"{high} {what}" + ("" if high == 1 else "s")


def band_words(log, band, noun="band"):
    """What the lines or markers are, and what is around them."""
    low, high = seed_counts(log)
    if high == 1:
        return f"1 seed: there is no {noun}" if band != "none" else "1 seed"
    mean = f"mean over {count_words(low, high)}"
    if low != high:
        mean += ", as each setting has"
    folds = ", widened for folds" if overlap_of(log) else ""
    own, verdicts = ("its own", " (verdicts go by differences paired by seed)") if log["setting"].nunique() > 1 else ("its", "")
    around = {"ci": f"{own} 95 % interval{folds}{verdicts}", "sd": "the standard deviation of the seeds to either side"}
    return f"{mean}; {noun}: {around[band]}" if band in around else mean
