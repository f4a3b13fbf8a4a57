#!/usr/bin/python3
"""Writes tests/fixtures/metrics.txt with scikit-learn (Debian's python3-sklearn). The fixture is committed; the test that
reads it needs no Python. Run again only to change the cases:  tests/make_metric_fixtures.py"""

import pathlib

import numpy
from sklearn import metrics

FILE = pathlib.Path(__file__).resolve().parent / "fixtures" / "metrics.txt"
rng = numpy.random.default_rng(8)
lines = ["# A row for a case, then a row for each of its samples; made by tests/make_metric_fixtures.py",
         "# classes samples balanced_acc macro_f1 auc brier ece: label and the probabilities of the classes",
         "# 0 samples targets, shift and scale of each, mae and r2 of each: targets, then outputs in the scaled unit"]


def write(*row):
    lines.append(" ".join(repr(float(x)) if isinstance(x, (float, numpy.floating)) else str(int(x)) for x in row))


def calibration_error(right, top):
    """scikit-learn has none: 15 bins, closed above."""
    bins = numpy.clip(numpy.ceil(top * 15).astype(int), 1, 15)
    return sum((bins == m).mean() * abs(right[bins == m].mean() - top[bins == m].mean()) for m in set(bins))


def classification(p, label):
    classes = p.shape[1]
    p = p.astype(numpy.float32).astype(float)
    best = p.argmax(axis=1)
    one_hot = numpy.eye(classes)[label]
    counted = [k for k in range(classes) if 0 < (label == k).sum() < len(label)]
    auc = numpy.mean([metrics.roc_auc_score(label == k, p[:, k]) for k in (counted if classes > 2 else [1])])
    if len(counted) == classes > 2:
        assert abs(auc - metrics.roc_auc_score(label, p, multi_class="ovr", average="macro")) < 1e-12
    brier = sum(metrics.brier_score_loss(one_hot[:, k], p[:, k], pos_label=1) for k in range(classes))
    write(classes, len(label), metrics.balanced_accuracy_score(label, best), metrics.f1_score(label, best, average="macro"),
          auc, brier, calibration_error(best == label, p.max(axis=1)))
    for i in range(len(label)):
        write(label[i], *p[i].astype(numpy.float32))


def regression(target, z, shift, scale):
    target, z = target.astype(numpy.float32).astype(float), z.astype(numpy.float32).astype(float)
    said = z / scale + shift
    targets = target.shape[1]
    write(0, len(target), targets, *shift, *scale,
          *metrics.mean_absolute_error(target, said, multioutput="raw_values").reshape(targets),
          *metrics.r2_score(target, said, multioutput="raw_values").reshape(targets))
    for i in range(len(target)):
        write(*target[i].astype(numpy.float32), *z[i].astype(numpy.float32))


def softmax(z):
    e = numpy.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def drawn(classes, samples, spread, shares=None):
    """Probabilities that know something, and labels."""
    label = rng.choice(classes, samples, p=shares)
    return softmax(spread * (rng.normal(size=(samples, classes)) + numpy.eye(classes)[label])), label


p, label = drawn(2, 40, 1)
classification(p, label)
classification(numpy.round(p[:30] * 8) / 8, label[:30])  # ties
classification(*drawn(2, 25, 60))  # probabilities of 0 and 1
p, label = drawn(4, 60, 1.5, [0.6, 0.3, 0.1, 0])  # no sample of the last class
classification(p, label)
classification(numpy.minimum(p, [1, 1, 0, 1]), label)  # and one that is never said, its probabilities all tied
classification(*drawn(3, 50, 1))
classification(*drawn(7, 40, 0.5))
target = rng.normal(5, 3, (30, 1))
regression(target, (target - 5) / 3 + rng.normal(0, 0.4, (30, 1)), numpy.array([5.0]), numpy.array([0.25]))
target = rng.normal([1000, -2, 0.001], [50, 1, 0.0004], (20, 3))
regression(target, rng.normal(size=(20, 3)), numpy.array([1000.0, -2.0, 0.0]), numpy.array([0.03125, 1.0, 2048.0]))
FILE.write_text("\n".join(lines) + "\n")
