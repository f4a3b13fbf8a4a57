#!/usr/bin/python3
"""Writes tests/fixtures/torch_*.txt: small networks trained by PyTorch, which tests/unit/torch_fixtures.c holds regrun
against. Needs Debian's python3-torch; the fixtures are committed, so only who changes a case runs this.

A fixture gives the model, the data and the initial parameters, and what PyTorch makes of them: the running loss of
every epoch, the trained parameters, the running statistics, the outputs and loss in evaluation mode. It is computed in
double precision, and again in float: a case where the two differ by more than FLOAT_TOLERANCE (because an input of a
ReLU came too near 0, say) is refused here, so that the test's tolerance is about regrun alone.

What is random in regrun's training and cannot be handed to it, the batch order and the dropout masks, is drawn here
as regrun promises to draw it (src/base/rng.h, src/nn/draws.h): this is a second, independent implementation.
"""
import copy
import pathlib
from statistics import NormalDist

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent / "fixtures"
FLOAT_TOLERANCE = 1e-6  # relative to the largest number of an array, at least 1
MASK64, MASK32 = 2**64 - 1, 2**32 - 1

DEFAULTS = dict(seed=1, features=5, hidden=[7, 6], outputs=3, activation="relu", batch_norm=0, placement="before",
                affine=1, stat_decay=0.9, eps=1e-5, input_dropout=0.0, dropout=[0.0], samples=25, batch_size=8,
                last_batch="keep", epochs=3, learning_rate=0.05, momentum=0.9, weight_decay=0.0, regression=0)

# What a fixture says only where its case gives it.
SILENT = dict(norm="", groups=2, optimizer="sgd", beta1=0.9, beta2=0.999, alpha=0.99, optimizer_eps=1e-8, norm_rate=1.0,
              weight_norm=0, virtual_batch=0, evaluate_with="running", dropout_placement="after_activation", gaussian_dropout=[0.0],
              alpha_dropout=[0.0], drop_connect=[0.0], hidden_noise=[0.0], input_noise=0.0, ema=0.0, ema_warmup=0, swa=0.0,
              skip=0, stochastic_depth=0.0, shake_drop=0.0, shake_shake=0)

CASES = {
    "relu": dict(),
    "wide": dict(features=33, hidden=[34, 35], outputs=10, samples=20, learning_rate=0.03, batch_norm=1),
    "bn_before": dict(batch_norm=1, eps=1e-3),
    "bn_after_tanh": dict(batch_norm=1, placement="after", activation="tanh", stat_decay=0.75),
    "bn_not_affine": dict(batch_norm=1, affine=0, activation="sigmoid"),
    "dropout": dict(hidden=[20, 16], input_dropout=0.1, dropout=[0.5, 0.2], seed=3),
    "dropout_before_activation": dict(hidden=[20, 16], dropout=[0.3], dropout_placement="before_activation", seed=4,
                                      batch_norm=1, activation="sigmoid"),
    "dropout_before_norm": dict(hidden=[20, 16], dropout=[0.3, 0.0], dropout_placement="before_norm", seed=5,
                                batch_norm=1, activation="tanh"),
    "gaussian_dropout": dict(hidden=[20, 16], gaussian_dropout=[0.2, 0.1], activation="tanh", seed=6),
    "alpha_dropout": dict(hidden=[20, 16], alpha_dropout=[0.2, 0.1], activation="tanh", seed=8),
    "drop_connect": dict(hidden=[20, 16], drop_connect=[0.2, 0.4], activation="tanh", seed=9),
    "noise": dict(hidden=[20, 16], input_noise=0.3, hidden_noise=[0.1, 0.2], activation="tanh", dropout=[0.2], seed=7),
    "weight_decay": dict(weight_decay=0.02, momentum=0.5),
    "regression": dict(activation="sigmoid", outputs=1, regression=1, learning_rate=0.1),
    "targets": dict(activation="tanh", outputs=34, regression=1, learning_rate=0.1, weight_decay=0.01),
    "all": dict(hidden=[20, 16], batch_norm=1, dropout=[0.4], weight_decay=0.01, samples=29),
    "drop_last": dict(samples=21, last_batch="drop", momentum=0.0, batch_norm=1),
    "bn_cumulative": dict(batch_norm=1, stat_decay="cumulative", samples=29),
    "bn_virtual": dict(batch_norm=1, virtual_batch=4, batch_size=13, samples=40, affine=1, activation="tanh"),
    "bn_population": dict(batch_norm=1, evaluate_with="population", samples=24, affine=0),
    "averages": dict(batch_norm=1, samples=24, epochs=4, ema=0.8, ema_warmup=1, swa=0.5),
    "averages_regression": dict(samples=24, ema=0.7, swa=0.3, regression=1, outputs=1, activation="tanh"),
    "weight_norm": dict(weight_norm=1, weight_decay=0.02, hidden=[34, 9]),
    "weight_norm_bn": dict(weight_norm=1, batch_norm=1, activation="tanh"),
    "layer_norm": dict(norm="layer", eps=1e-3),
    "layer_norm_after": dict(norm="layer", placement="after", affine=0, activation="tanh", hidden=[34, 9]),
    "group_norm": dict(norm="group", hidden=[36, 16], groups=4, activation="sigmoid"),
    "rms_norm": dict(norm="rms", eps=1e-3, activation="tanh", hidden=[9, 34]),
    "gelu": dict(activation="gelu"),
    "elu": dict(activation="elu"),
    "selu": dict(activation="selu"),
    "leaky_relu": dict(activation="leaky_relu"),
    "silu": dict(activation="silu", batch_norm=1, placement="after", dropout=[0.3]),
    "nesterov": dict(optimizer="nesterov", activation="tanh", weight_decay=0.02),
    "rmsprop": dict(optimizer="rmsprop", activation="tanh", learning_rate=0.005, alpha=0.9, optimizer_eps=1e-4,
                    weight_decay=0.02),
    "adam": dict(optimizer="adam", activation="tanh", learning_rate=0.01),
    "adam_decay": dict(optimizer="adam", batch_norm=1, learning_rate=0.02, weight_decay=0.02, beta1=0.8, beta2=0.95,
                       optimizer_eps=1e-3, norm_rate=0.5),
    "adamw": dict(optimizer="adamw", activation="sigmoid", learning_rate=0.01, weight_decay=0.5),
    "adamw_regression": dict(optimizer="adamw", activation="tanh", outputs=2, regression=1, learning_rate=0.01,
                             weight_decay=0.1, beta1=0.5),
    "norm_rate": dict(batch_norm=1, norm_rate=3.0, weight_decay=0.02),
    "label_smoothing": dict(label_smoothing=0.15, batch_norm=1),
    "class_weights": dict(class_weights="balanced", outputs=4, samples=27),
    "class_weights_given": dict(class_weights=[1, 0.25, 3, 0], outputs=4, samples=27),
    "class_weights_sigmoid": dict(class_weights="balanced", loss="sigmoid_cross_entropy", batch_norm=1),
    "adversarial": dict(adversarial=0.1, activation="tanh"),
    "adversarial_all": dict(adversarial=0.05, batch_norm=1, hidden=[20, 16], dropout=[0.3], input_dropout=0.2,
                            activation="tanh", label_smoothing=0.1),
    "adversarial_regression": dict(adversarial=0.2, activation="sigmoid", outputs=2, regression=1),
    "sigmoid_loss": dict(loss="sigmoid_cross_entropy", outputs=4),
    "sigmoid_loss_smoothed": dict(loss="sigmoid_cross_entropy", label_smoothing=0.2, activation="tanh"),
    "squared_loss": dict(loss="squared_error", outputs=9, learning_rate=0.2),
    "skip": dict(skip=1, hidden=[7, 7, 7], activation="tanh"),
    "skip_bn": dict(skip=2, hidden=[9, 34, 9], batch_norm=1, dropout=[0.2]),
    "skip_norm_after": dict(skip=2, hidden=[8, 5, 8, 6, 8], norm="layer", placement="after", activation="silu"),
    "stochastic_depth": dict(skip=2, hidden=[8, 6, 8, 7, 8], stochastic_depth=0.6, batch_norm=1, activation="tanh"),
    "shake_drop": dict(skip=1, hidden=[7, 7, 7], shake_drop=0.8, activation="tanh", adversarial=0.05),
    "shake_shake": dict(skip=2, hidden=[9, 20, 9, 12, 9], shake_shake=1, activation="sigmoid", dropout=[0.2]),
    "shake_shake_bn": dict(skip=1, hidden=[9, 9, 9], shake_shake=1, activation="tanh", batch_norm=1, dropout=[0.3],
                           dropout_placement="before_norm", drop_connect=[0.2]),
    "squared_loss_smoothed": dict(loss="squared_error", label_smoothing=0.3, activation="sigmoid", learning_rate=0.3),
}


class Pcg32:
    """PCG32 (XSH RR 64/32), seeded as src/base/rng.c does for a named stream of a run."""

    def __init__(self, seed, name, index):
        key = splitmix64(splitmix64(splitmix64(seed) ^ fnv1a(name)) ^ index)
        start, sequence = splitmix64(key), splitmix64((key + 0x9E3779B97F4A7C15) & MASK64)
        self.inc = (sequence << 1 | 1) & MASK64
        self.state = 0
        self.next()
        self.state = (self.state + start) & MASK64
        self.next()

    def next(self):
        old = self.state
        self.state = (old * 6364136223846793005 + self.inc) & MASK64
        word, turn = ((old >> 18 ^ old) >> 27) & MASK32, old >> 59
        return (word >> turn | word << (-turn & 31)) & MASK32

    def below(self, bound):
        while True:
            draw = self.next()
            if draw >= 2**32 % bound:
                return draw % bound


def splitmix64(x):
    x = (x + 0x9E3779B97F4A7C15) & MASK64
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & MASK64
    x = (x ^ x >> 27) * 0x94D049BB133111EB & MASK64
    return x ^ x >> 31


def fnv1a(text):
    h = 0xCBF29CE484222325
    for byte in text.encode():
        h = (h ^ byte) * 0x100000001B3 & MASK64
    return h


def epoch_order(case, epoch):
    rng, order = Pcg32(case["seed"], "shuffle", epoch), list(range(case["samples"]))
    for i in range(len(order) - 1, 0, -1):
        j = rng.below(i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def batches(case, order):
    """The rows of each step. A single sample that would be left over joins the batch before it, or goes."""
    size = case["batch_size"]
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    if case["last_batch"] == "drop":
        return [rows for rows in cut if len(rows) == size]
    if len(cut[-1]) == 1:
        cut[-2:] = [cut[-2] + cut[-1]]
    return cut


class FixedDropout(nn.Module):
    """Dropout whose masks come from the run's stream: unit f of the n-th sample takes draw n * features + f."""

    def __init__(self, rate, seed, index):
        super().__init__()
        self.rate, self.rng = rate, Pcg32(seed, "dropout", index)

    def forward(self, x):
        if not self.training:
            return x
        kept = [self.rng.next() >= int(self.rate * 2**32) for _ in range(x.numel())]
        return x * torch.tensor(kept, dtype=x.dtype).reshape(x.shape) / (1 - self.rate)


class VirtualBatchNorm(nn.BatchNorm1d):
    """Each part of the batch is a batch of its own; a last part of one sample joins the one before."""

    def __init__(self, size, *args, **options):
        super().__init__(*args, **options)
        self.size = size

    def forward(self, x):
        if not self.training or not self.size:
            return super().forward(x)
        parts = list(torch.split(x, self.size))
        if len(parts) > 1 and len(parts[-1]) == 1:
            parts[-2:] = [torch.cat(parts[-2:])]
        return torch.cat([super(VirtualBatchNorm, self).forward(part) for part in parts])


class RmsNorm(nn.Module):
    """Zhang & Sennrich 2019, equation 4, with eps under the root."""

    def __init__(self, features, eps):
        super().__init__()
        self.weight, self.eps = nn.Parameter(torch.ones(features)), eps

    def forward(self, x):
        return x / torch.sqrt((x * x).mean(1, keepdim=True) + self.eps) * self.weight


NORMS = (nn.BatchNorm1d, nn.LayerNorm, nn.GroupNorm, RmsNorm)
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "gelu": nn.GELU, "elu": nn.ELU, "selu": nn.SELU,
               "leaky_relu": nn.LeakyReLU, "silu": nn.SiLU}


def norm_of(case, features):
    """The layer, as a list of one or none."""
    eps, affine = case["eps"], bool(case["affine"])
    if case["batch_norm"]:
        momentum = None if case["stat_decay"] == "cumulative" else 1 - case["stat_decay"]
        return [VirtualBatchNorm(case["virtual_batch"], features, eps=eps, momentum=momentum, affine=affine)]
    return {"": [],
            "layer": [nn.LayerNorm(features, eps=eps, elementwise_affine=affine)],
            "group": [nn.GroupNorm(case["groups"] if case["norm"] == "group" else 1, features, eps=eps, affine=affine)],
            "rms": [RmsNorm(features, eps)]}[case["norm"]]


def linear(case, *args, **options):
    layer = nn.Linear(*args, **options)
    return nn.utils.weight_norm(layer, dim=0) if case["weight_norm"] else layer


def stored_weight(layer):
    return getattr(layer, "weight_v", layer.weight)


class FixedNormal(nn.Module):
    """Gaussian dropout and noise with standard normal numbers from the run's stream, as FixedDropout."""

    def __init__(self, stream, sd, seed, index):
        super().__init__()
        self.stream, self.sd, self.rng = stream, sd, Pcg32(seed, stream, index)

    def forward(self, x):
        if not self.training:
            return x
        z = [NormalDist().inv_cdf((self.rng.next() + 0.5) / 2**32) for _ in range(x.numel())]
        z = torch.tensor(z, dtype=x.dtype).reshape(x.shape) * self.sd
        return x * (1 + z) if self.stream == "gaussian dropout" else x + z


class FixedDropConnect(nn.Linear):
    """A layer some of whose weights are dropped: (r, c) of [in x out] takes draw n * in * out + r * out + c, n being the
    number of the batch's first sample."""

    def __init__(self, width, out, bias, rate, seed, index):
        super().__init__(width, out, bias)
        self.rate, self.rng = rate, Pcg32(seed, "drop connect", index)

    def forward(self, x):
        if not self.training or not self.rate:
            return super().forward(x)
        draws = [self.rng.next() for _ in range(len(x) * self.weight.numel())][: self.weight.numel()]
        kept = torch.tensor([draw >= int(self.rate * 2**32) for draw in draws], dtype=x.dtype)
        return F.linear(x, self.weight * kept.reshape(self.weight.T.shape).T / (1 - self.rate), self.bias)


class FixedAlphaDropout(nn.Module):
    """nn.AlphaDropout with the masks of FixedDropout."""

    def __init__(self, rate, seed, index):
        super().__init__()
        self.rate, self.rng = rate, Pcg32(seed, "dropout", index)
        self.low = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717
        self.a = ((1 - rate) * (1 + rate * self.low**2)) ** -0.5

    def forward(self, x):
        if not self.training:
            return x
        kept = [self.rng.next() >= int(self.rate * 2**32) for _ in range(x.numel())]
        kept = torch.tensor(kept).reshape(x.shape)
        return self.a * torch.where(kept, x, torch.full_like(x, self.low)) - self.a * self.rate * self.low


def check_alpha_dropout():
    """The values that PyTorch's own gives, whatever it drops."""
    x, rate = torch.full((1, 100), 2.0, dtype=torch.float64), 0.3
    ours, theirs = (sorted(set(np.round(layer(x).numpy().ravel(), 12)))
                    for layer in (FixedAlphaDropout(rate, 1, 1), nn.AlphaDropout(rate)))
    if len(ours) != 2 or not np.allclose(ours, theirs, rtol=0, atol=1e-7):
        raise SystemExit(f"alpha dropout gives {ours}, PyTorch's {theirs}")


def noises(case, i, branch):
    """What stands last in hidden layer i before dropout."""
    sd, rate = (case[key][i % len(case[key])] for key in ("hidden_noise", "gaussian_dropout"))
    index = stream_index(i, branch)
    found = [FixedNormal("noise", sd, case["seed"], index)] if sd else []
    alpha = case["alpha_dropout"][i % len(case["alpha_dropout"])]
    found += [FixedAlphaDropout(alpha, case["seed"], index)] if alpha else []
    return found + ([FixedNormal("gaussian dropout", (rate / (1 - rate)) ** 0.5, case["seed"], index)] if rate else [])


class Share(torch.autograd.Function):
    """A branch times a share of each sample, whose gradient takes another share."""

    @staticmethod
    def forward(ctx, f, forward, backward):
        ctx.save_for_backward(backward)
        return f * forward

    @staticmethod
    def backward(ctx, slope):
        return slope * ctx.saved_tensors[0], None, None


class Block:
    """Residual block `number` of `count`, which ends with hidden layer `last`: x + F(x), or what a rule makes of F."""

    def __init__(self, case, number, count, last):
        self.depth, self.drop, self.shake = case["stochastic_depth"], case["shake_drop"], case["shake_shake"]
        stream = "stochastic depth" if self.depth else "shake drop" if self.drop else "shake shake"
        self.rng, self.rate = Pcg32(case["seed"], stream, stream_index(last, 0)), (self.depth or self.drop) * number / count

    def uniform(self):
        return (self.rng.next() >> 8) / 2**24

    def share(self):
        """Of the (first) branch of the next sample, forward and backward."""
        if self.depth:
            return [float(self.uniform() >= self.rate)] * 2
        if self.shake:
            return [self.uniform(), self.uniform()]
        kept, alpha, beta = self.uniform() >= self.rate, 2 * self.uniform() - 1, self.uniform()
        return [1.0, 1.0] if kept else [alpha, beta]

    def sum(self, x, branches, training):
        if not (self.depth or self.drop or self.shake):
            return x + branches[0]
        if not training:
            return x + sum(branches) / 2 if self.shake else x + (1 - self.rate) * branches[0]
        shares = torch.tensor([self.share() for _ in range(len(x))], dtype=x.dtype)
        forward, backward = shares[:, :1], shares[:, 1:]
        x = x + Share.apply(branches[0], forward, backward)
        return x + Share.apply(branches[1], 1 - forward, 1 - backward) if self.shake else x


class Residual(nn.Sequential):
    """Layers one after the other, of which those named by `blocks` are residual blocks: (block, start, ends), where
    ends says where each branch ends; the first begins at start, the next where the last one ends."""

    def __init__(self, layers, blocks):
        super().__init__(*layers)
        self.blocks = blocks

    def forward(self, x):
        layers, at = list(self), 0
        for block, start, ends in self.blocks + [(None, len(layers), [])]:
            for layer in layers[at:start]:
                x = layer(x)
            at, made = start, []
            for end in ends:
                f = x
                for layer in layers[at:end]:
                    f = layer(f)
                at = end
                made.append(f)
            x = block.sum(x, made, self.training) if block else x
        return x


def stream_index(i, branch):
    """The index of hidden layer i's streams; the second branch of a block has its own."""
    return 1 + i + branch * 2**32


def hidden_layer(case, width, i, branch):
    """The layers of hidden layer i: those before the activation, and those from it on."""
    out, before = case["hidden"][i], case["placement"] == "before"
    norm, index = norm_of(case, out), stream_index(i, branch)
    rate = case["dropout"][i % len(case["dropout"])]
    drop = {case["dropout_placement"]: [FixedDropout(rate, case["seed"], index)] if rate else []}
    bias = not (case["batch_norm"] and before) or bool(drop.get("before_norm"))
    dropped = case["drop_connect"][i % len(case["drop_connect"])]
    first = [FixedDropConnect(width, out, bias, dropped, case["seed"], index) if dropped
             else linear(case, width, out, bias=bias)]
    first += drop.get("before_norm", []) + (norm if before else []) + drop.get("before_activation", [])
    then = [ACTIVATIONS[case["activation"]]()] + (norm if not before else [])
    return first, then + noises(case, i, branch) + drop.get("after_activation", [])


def network(case):
    layers, blocks, hidden, skip = [], [], case["hidden"], case["skip"]
    if case["input_noise"]:
        layers.append(FixedNormal("noise", case["input_noise"], case["seed"], 0))
    if case["input_dropout"]:
        layers.append(FixedDropout(case["input_dropout"], case["seed"], 0))
    widths = [case["features"]] + hidden
    plain = 1 if skip else len(hidden)
    for i in range(plain):
        layers += sum(hidden_layer(case, widths[i], i, 0), [])
    for first in range(plain, len(hidden), skip or 1):
        start, ends, last = len(layers), [], first + skip - 1
        for branch in range(1 + case["shake_shake"]):
            for i in range(first, last + 1):
                before, after = hidden_layer(case, widths[i], i, branch)
                layers += before + (after if i < last else [])
            ends.append(len(layers))
        layers += hidden_layer(case, widths[last], last, 0)[1]
        blocks.append((Block(case, len(blocks) + 1, (len(hidden) - 1) // skip, last), start, ends))
    return Residual([*layers, linear(case, widths[-1], case["outputs"])], blocks)


def parameters(net):
    """(name, array) in regrun's order; weights as [in x out]."""
    found = []
    for layer in net:
        if isinstance(layer, nn.Linear):
            found.append(("weight", stored_weight(layer).detach().T))
            if layer.bias is not None:
                found.append(("bias", layer.bias.detach()[None]))
            if hasattr(layer, "weight_g"):
                found.append(("weight_g", layer.weight_g.detach().T))
        elif isinstance(layer, NORMS) and layer.weight is not None:
            found.append(("gamma", layer.weight.detach()[None]))
            if not isinstance(layer, RmsNorm):
                found.append(("beta", layer.bias.detach()[None]))
    return [(name, array.clone().numpy()) for name, array in found]


def statistics(net):
    norms = [layer for layer in net if isinstance(layer, nn.BatchNorm1d)]
    found = []
    for n in norms:
        found += [("running_mean", n.running_mean[None]), ("running_var", n.running_var[None])]
        found += [("batches", n.num_batches_tracked.reshape(1, 1))] if n.momentum is None else []
    return [(name, value.clone().numpy()) for name, value in found]


def make_start(case):
    """Initial parameters and data, as numbers that are short in decimal: the same float for PyTorch and regrun."""
    random = np.random.default_rng(case["seed"])
    start = []
    for name, array in parameters(network(case)):
        spread, centre = (1 / np.sqrt(array.shape[0]), 0.0) if name == "weight" else (0.2, float(name in ("gamma", "weight_g")))
        start.append((name, np.round(centre + spread * random.standard_normal(array.shape), 3)))
    inputs = np.round(random.standard_normal((case["samples"], case["features"])), 2)
    if case["regression"]:
        shape = (1, case["samples"]) if case["outputs"] == 1 else (case["samples"], case["outputs"])
        return start, inputs, np.round(random.standard_normal(shape), 2)
    return start, inputs, random.integers(case["outputs"], size=(1, case["samples"]))


def set_parameters(net, start):
    values = iter(array.astype(np.float32) for _, array in start)
    for layer in net:
        if isinstance(layer, (nn.Linear, *NORMS)) and layer.weight is not None:
            weight = stored_weight(layer)
            weight.data = torch.tensor(next(values)).to(weight.dtype)
            weight.data = weight.data.T.contiguous() if isinstance(layer, nn.Linear) else weight.data[0]
            if getattr(layer, "bias", None) is not None:
                layer.bias.data = torch.tensor(next(values))[0].to(layer.bias.dtype)
            if hasattr(layer, "weight_g"):
                layer.weight_g.data = torch.tensor(next(values)).T.contiguous().to(layer.weight_g.dtype)


def loss_of(case, outputs, wanted, training=False):
    """What is measured; in training what a step reports."""
    if case["regression"]:
        return F.mse_loss(outputs, wanted)
    smoothing = case.get("label_smoothing", 0.0) if training else 0.0
    kind, classes = case.get("loss", "cross_entropy"), case["outputs"]
    if kind == "cross_entropy":
        return F.cross_entropy(outputs, wanted, label_smoothing=smoothing)
    shares = (1 - smoothing) * F.one_hot(wanted, classes).to(outputs.dtype) + smoothing / classes
    if kind == "sigmoid_cross_entropy":
        return F.binary_cross_entropy_with_logits(outputs, shares, reduction="sum") / len(outputs)
    return F.mse_loss(outputs, shares)


def weighted_loss(case, outputs, wanted, weight):
    """What a step is taken on where classes are weighted: w_k = n / (K n_k), over the sum of the batch's weights."""
    if case.get("loss", "cross_entropy") == "cross_entropy":
        return F.cross_entropy(outputs, wanted, weight=weight)
    each = F.binary_cross_entropy_with_logits(outputs, F.one_hot(wanted, case["outputs"]).to(outputs.dtype),
                                              reduction="none").sum(1)
    return (each * weight[wanted]).sum() / weight[wanted].sum()


def moved(case, net, x, y):
    """Each sample a step of the fast gradient sign method away; asked of a copy, so that nothing else moves."""
    if "adversarial" not in case:
        return x
    x = x.clone().requires_grad_(True)
    slope, = torch.autograd.grad(loss_of(case, copy.deepcopy(net)(x), y, training=True), x)
    return (x + case["adversarial"] * slope.sign()).detach()


def optimizer_of(case, net):
    """Weight decay touches weights only, and the normalizations' scales and shifts have a learning rate of their own."""
    weights = [stored_weight(layer) for layer in net if isinstance(layer, nn.Linear)]
    norms = [p for layer in net if isinstance(layer, NORMS) for p in layer.parameters()]
    others = [p for p in net.parameters() if all(p is not q for q in weights + norms)]
    rate = case["learning_rate"]
    groups = [dict(params=weights, weight_decay=case["weight_decay"]),
              dict(params=others, weight_decay=0.0),
              dict(params=norms, weight_decay=0.0, lr=rate * case["norm_rate"])]
    adam = dict(betas=(case["beta1"], case["beta2"]), eps=case["optimizer_eps"])
    make, own = {
        "sgd": (torch.optim.SGD, dict(momentum=case["momentum"])),
        "nesterov": (torch.optim.SGD, dict(momentum=case["momentum"], nesterov=True)),
        "rmsprop": (torch.optim.RMSprop, dict(alpha=case["alpha"], eps=case["optimizer_eps"])),
        "adam": (torch.optim.Adam, adam),
        "adamw": (torch.optim.AdamW, adam),
    }[case["optimizer"]]
    return make([g for g in groups if g["params"]], lr=rate, **own)


class Averages:
    """torch.optim.swa_utils, fed as regrun feeds its averages. The batches are all of one size, for update_bn weighs them
    alike."""

    def __init__(self, case, net):
        def follow(mean, new, steps):
            decay = min(case["ema"], (1 + steps) / (10 + steps)) if case["ema_warmup"] else case["ema"]
            return mean + (1 - decay) * (new - mean)
        averaged = torch.optim.swa_utils.AveragedModel
        self.ema = averaged(net, avg_fn=follow, use_buffers=True) if case["ema"] else None
        self.swa = averaged(net) if case["swa"] else None
        self.first = max(1, int(np.ceil(case["swa"] * case["epochs"])))
        self.step(net)  # the first network is taken as it is

    def step(self, net):
        if self.ema:
            self.ema.update_parameters(net)

    def epoch(self, net, done):
        if self.swa and done >= self.first:
            self.swa.update_parameters(net)

    def results(self, case, x, y):
        found = []
        if self.swa:
            torch.optim.swa_utils.update_bn([x[rows] for rows in batches(case, list(range(len(x))))], self.swa)
        for name, model in (("ema", self.ema), ("swa", self.swa)):
            if model:
                outputs = model.eval()(x)
                loss = np.array([[loss_of(case, outputs, y).item()]])
                found += [(f"{name}_outputs", outputs.detach().numpy()), (f"{name}_loss", loss)]
        return found


def train(case, start, inputs, wanted, dtype):
    """What the case leaves behind, as (name, array)."""
    torch.set_default_dtype(dtype)
    net = network(case)
    set_parameters(net, start)
    x = torch.tensor(inputs.astype(np.float32)).to(dtype)
    y = torch.tensor(wanted.reshape(len(x), -1)).to(dtype) if case["regression"] else torch.tensor(wanted[0])
    optimizer, running = optimizer_of(case, net), []
    weight = case.get("class_weights")
    if weight == "balanced":
        weight = len(y) / (case["outputs"] * torch.bincount(y, minlength=case["outputs"]).to(dtype))
    elif weight is not None:
        weight = torch.tensor(weight).to(dtype)
    averages = Averages(case, net)
    for epoch in range(case["epochs"]):
        net.train()
        total = seen = 0.0
        for rows in batches(case, epoch_order(case, epoch)):
            optimizer.zero_grad()
            made = net(moved(case, net, x[rows], y[rows]))
            loss = loss_of(case, made, y[rows], training=True)
            (loss if weight is None else weighted_loss(case, made, y[rows], weight)).backward()
            optimizer.step()
            averages.step(net)
            total, seen = total + loss.item() * len(rows), seen + len(rows)
        averages.epoch(net, epoch + 1)
        running.append(total / seen)
    if case["evaluate_with"] == "population":  # whose batches are all of one size, for update_bn weighs them alike
        torch.optim.swa_utils.update_bn([x[rows] for rows in batches(case, list(range(len(x))))], net)
    net.eval()
    with torch.no_grad():
        outputs = net(x)
        loss = loss_of(case, outputs, y).item()
        several = case["regression"] and case["outputs"] > 1
        rmse = [("rmse", ((outputs - y) ** 2).mean(0).sqrt()[None].numpy())] if several else []
    return ([("running_loss", np.array([running]))] + parameters(net) + statistics(net)
            + [("outputs", outputs.numpy()), ("loss", np.array([[loss]]))] + rmse + averages.results(case, x, y))


def check_float(name, exact, rough):
    for (key, a), (_, b) in zip(exact, rough):
        off = np.abs(a - b).max() / max(1.0, np.abs(a).max())
        if off > FLOAT_TOLERANCE:
            raise SystemExit(f"{name}: {key} differs by {off:.2g} between float and double: choose another seed")


def number(value):
    return f"{value:.8g}"


def write(name, case, start, inputs, wanted, result):
    lines = [f"# PyTorch {torch.__version__.split('+')[0]}, tests/make_fixtures.py: case {name}. Above the dashes",
             "# options; below them arrays: name, rows, columns, then the numbers, a row a line. First the parameters",
             "# to start from and the data, then what training leaves behind."]
    for key, value in case.items():
        if key in SILENT and key not in CASES[name]:
            continue
        lines.append(f"{key} {' '.join(map(str, value)) if isinstance(value, list) else value}")
    lines.append("---")
    orders = np.array([epoch_order(case, e) for e in range(case["epochs"])])
    given = [(f"start_{key}", array) for key, array in start]
    for key, array in given + [("inputs", inputs), ("wanted", wanted), ("order", orders)] + result:
        lines.append(f"{key} {array.shape[0]} {array.shape[1]}")
        lines += [" ".join(number(v) for v in row) for row in array]
    (FOLDER / f"torch_{name}.txt").write_text("\n".join(lines) + "\n")


def main():
    FOLDER.mkdir(exist_ok=True)
    check_alpha_dropout()
    for name, options in CASES.items():
        case = {**DEFAULTS, **SILENT, **options}
        start, inputs, wanted = make_start(case)
        exact = train(case, start, inputs, wanted, torch.float64)
        check_float(name, exact, train(case, start, inputs, wanted, torch.float32))
        write(name, case, start, inputs, wanted, exact)


if __name__ == "__main__":
    main()
