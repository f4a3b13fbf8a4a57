#!/usr/bin/python3
"""The peer in PyTorch, as a good user would write it: the samples as tensors in memory (no DataLoader), one index per
batch, one thread. Reads cells on stdin and answers as bench/cells.h describes."""
import os
import random

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch  # noqa: E402  (after the thread counts)
from torch import nn  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from cells import serve  # noqa: E402

LEARNING_RATE, MOMENTUM, DROPOUT = 0.01, 0.9, 0.5
ADAM_RATE, ADAMW_DECAY, MAX_NORM, EMA = 0.001, 0.01, 3.0, 0.999
SMOOTHING, MIXUP, ADVERSARIAL = 0.1, 0.2, 0.1


def network(widths, setting):
    batch_norm = "bn" in setting
    layers = []
    for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
        hidden = i + 2 < len(widths)
        layers.append(nn.Linear(fan_in, fan_out, bias=not (hidden and batch_norm)))
        if hidden:
            layers += [nn.BatchNorm1d(fan_out)] if batch_norm else []
            layers += [nn.LayerNorm(fan_out)] if "layer_norm" in setting else []
            layers += [nn.ReLU(inplace=True)]
            layers += [nn.Dropout(DROPOUT)] if "dropout" in setting else []
    return nn.Sequential(*layers)


def optimizer_of(net, setting):
    if "adam" in setting:
        return torch.optim.Adam(net.parameters(), lr=ADAM_RATE, foreach=True)
    if "adamw" in setting:
        return torch.optim.AdamW(net.parameters(), lr=ADAM_RATE, weight_decay=ADAMW_DECAY, foreach=True)
    return torch.optim.SGD(net.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM, foreach=True)


def loss_of(net, setting, x, y):
    smoothing = SMOOTHING if "smoothing" in setting else 0.0
    if "adversarial" in setting:
        x.requires_grad_(True)
        gradient, = torch.autograd.grad(F.cross_entropy(net(x), y), x)
        x = x.detach().add_(gradient.sign_(), alpha=ADVERSARIAL)
    if "mixup" not in setting:
        return F.cross_entropy(net(x), y, label_smoothing=smoothing)
    own, other = random.betavariate(MIXUP, MIXUP), torch.randperm(len(x))
    outputs = net(torch.lerp(x[other], x, own))
    return own * F.cross_entropy(outputs, y) + (1 - own) * F.cross_entropy(outputs, y[other])


@torch.no_grad()
def bound_norms(weights):
    for w in weights:
        w.copy_(torch.renorm(w, 2, 0, MAX_NORM))


def follow(average, weights, decay):
    torch._foreach_mul_(average, decay)
    torch._foreach_add_(average, weights, alpha=1 - decay)


def epoch(net, optimizer, setting, inputs, labels, batch):
    net.train()
    weights = [p for p in net.parameters() if p.dim() == 2]
    average = [p.detach().clone() for p in net.parameters()] if "ema" in setting else None
    order = torch.randperm(len(inputs))
    for step, rows in enumerate(order.split(batch)):
        optimizer.zero_grad(set_to_none=True)
        loss_of(net, setting, inputs[rows], labels[rows]).backward()
        optimizer.step()
        if "max_norm" in setting:
            bound_norms(weights)
        if average:
            follow(average, [p.detach() for p in net.parameters()], min(EMA, (1 + step) / (10 + step)))


@torch.no_grad()
def evaluate(net, inputs, labels, batch):
    net.eval()
    total = 0.0
    for x, y in zip(inputs.split(batch), labels.split(batch)):
        total += F.cross_entropy(net(x), y, reduction="sum").item()
    return total / len(inputs)


def open_cell(kind, sizes, batch, words, samples):
    torch.manual_seed(1)
    net = network(sizes, words)
    optimizer = optimizer_of(net, words)
    inputs = torch.randn(samples, sizes[0])
    labels = torch.randint(sizes[-1], (samples,))
    if kind == "train":
        return lambda: epoch(net, optimizer, words, inputs, labels, batch)
    return lambda: evaluate(net, inputs, labels, batch)


if __name__ == "__main__":
    torch.set_num_threads(1)
    serve(open_cell)
