#!/usr/bin/python3
"""The peer in PyTorch, as a good user would write it: the samples as tensors in memory (no DataLoader), one index per
batch, one thread. Reads cells on stdin and answers as bench/cells.h describes."""
import os
import sys
import time

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (after the thread counts)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

LEARNING_RATE, MOMENTUM, DROPOUT = 0.01, 0.9, 0.5


def network(widths, batch_norm, dropout):
    layers = []
    for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
        hidden = i + 2 < len(widths)
        layers.append(nn.Linear(fan_in, fan_out, bias=not (hidden and batch_norm)))
        if hidden:
            layers += [nn.BatchNorm1d(fan_out)] if batch_norm else []
            layers += [nn.ReLU(inplace=True)]
            layers += [nn.Dropout(DROPOUT)] if dropout else []
    return nn.Sequential(*layers)


def epoch(net, optimizer, inputs, labels, batch):
    net.train()
    order = torch.randperm(len(inputs))
    for rows in order.split(batch):
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(net(inputs[rows]), labels[rows])
        loss.backward()
        optimizer.step()


@torch.no_grad()
def evaluate(net, inputs, labels, batch):
    net.eval()
    total = 0.0
    for x, y in zip(inputs.split(batch), labels.split(batch)):
        total += F.cross_entropy(net(x), y, reduction="sum").item()
    return total / len(inputs)


def timed(passes, seconds):
    """Best and mean seconds of a pass; one goes before the clock starts."""
    passes()
    took = []
    while not took or sum(took) < seconds:
        start = time.perf_counter()
        passes()
        took.append(time.perf_counter() - start)
    return min(took), sum(took) / len(took)


def answer(line):
    kind, widths, batch, setting, samples, seconds = line.split()
    samples, batch = int(samples), int(batch)
    sizes = [int(w) for w in widths.split("-")]
    torch.manual_seed(1)
    net = network(sizes, "bn" in setting, "dropout" in setting)
    optimizer = torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM, foreach=True)
    inputs = torch.randn(samples, sizes[0])
    labels = torch.randint(sizes[-1], (samples,))
    if kind == "train":
        best, mean = timed(lambda: epoch(net, optimizer, inputs, labels, batch), float(seconds))
    else:
        best, mean = timed(lambda: evaluate(net, inputs, labels, batch), float(seconds))
    print(kind, widths, batch, setting, samples, f"{best:.9f} {mean:.9f}", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    for cell in sys.stdin:
        answer(cell)
