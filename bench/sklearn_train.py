#!/usr/bin/python3
"""The peer in scikit-learn: MLPClassifier under plain SGD with momentum, which is all that it has of the settings. An
epoch is a partial_fit, an evaluation the log_loss of predict_proba. Reads cells on stdin and answers as bench/cells.h
describes."""
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np  # noqa: E402  (after the thread counts)
from sklearn.metrics import log_loss  # noqa: E402
from sklearn.neural_network import MLPClassifier  # noqa: E402

from cells import serve  # noqa: E402

LEARNING_RATE, MOMENTUM = 0.01, 0.9


def classifier(hidden, batch, seed):
    return MLPClassifier(hidden, solver="sgd", learning_rate_init=LEARNING_RATE, momentum=MOMENTUM,
                         nesterovs_momentum=False, alpha=0, batch_size=batch, random_state=seed)


def epoch(net, inputs, labels, classes):
    net.partial_fit(inputs, labels, classes)


def evaluate(net, inputs, labels, classes):
    return log_loss(labels, net.predict_proba(inputs), labels=classes)


def open_cell(kind, sizes, batch, _, samples):
    draw = np.random.default_rng(1)
    inputs = draw.standard_normal((samples, sizes[0]), dtype=np.float32)
    labels, classes = draw.integers(sizes[-1], size=samples), np.arange(sizes[-1])
    net = classifier(sizes[1:-1], batch, 1)
    epoch(net, inputs, labels, classes)
    one = epoch if kind == "train" else evaluate
    return lambda: one(net, inputs, labels, classes)


if __name__ == "__main__":
    serve(open_cell)
