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

# Options that came later: a fixture has them where they are not as here, so that the older ones stay as they are.
LATER = dict(dropout_placement="after_activation", gaussian_dropout=[0.0], alpha_dropout=[0.0], drop_connect=[0.0],
             hidden_noise=[0.0], input_noise=0.0)

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


def noises(case, i):
    """What stands last in hidden layer i before dropout."""
    sd, rate = (case[key][i % len(case[key])] for key in ("hidden_noise", "gaussian_dropout"))
    found = [FixedNormal("noise", sd, case["seed"], 1 + i)] if sd else []
    alpha = case["alpha_dropout"][i % len(case["alpha_dropout"])]
    found += [FixedAlphaDropout(alpha, case["seed"], 1 + i)] if alpha else []
    return found + ([FixedNormal("gaussian dropout", (rate / (1 - rate)) ** 0.5, case["seed"], 1 + i)] if rate else [])


ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def network(case):
    layers, width = [], case["features"]
    before = case["batch_norm"] and case["placement"] == "before"
    if case["input_noise"]:
        layers.append(FixedNormal("noise", case["input_noise"], case["seed"], 0))
    if case["input_dropout"]:
        layers.append(FixedDropout(case["input_dropout"], case["seed"], 0))
    for i, out in enumerate(case["hidden"]):
        norm = [nn.BatchNorm1d(out, eps=case["eps"], momentum=1 - case["stat_decay"], affine=bool(case["affine"]))]
        rate = case["dropout"][i % len(case["dropout"])]
        drop = {case["dropout_placement"]: [FixedDropout(rate, case["seed"], 1 + i)] if rate else []}
        bias = not before or bool(drop.get("before_norm"))
        layers.append(FixedDropConnect(width, out, bias, case["drop_connect"][i % len(case["drop_connect"])],
                                       case["seed"], 1 + i))
        layers += drop.get("before_norm", [])
        layers += norm if before else []
        layers += drop.get("before_activation", [])
        layers.append(ACTIVATIONS[case["activation"]]())
        layers += norm if case["batch_norm"] and not before else []
        layers += noises(case, i) + drop.get("after_activation", [])
        width = out
    return nn.Sequential(*layers, nn.Linear(width, case["outputs"]))


def parameters(net):
    """(name, array) in regrun's order; weights as [in x out]."""
    found = []
    for layer in net:
        if isinstance(layer, nn.Linear):
            found.append(("weight", layer.weight.detach().T))
            if layer.bias is not None:
                found.append(("bias", layer.bias.detach()[None]))
        elif isinstance(layer, nn.BatchNorm1d) and layer.affine:
            found += [("gamma", layer.weight.detach()[None]), ("beta", layer.bias.detach()[None])]
    return [(name, array.clone().numpy()) for name, array in found]


def statistics(net):
    norms = [layer for layer in net if isinstance(layer, nn.BatchNorm1d)]
    return [(name, value[None].clone().numpy()) for n in norms
            for name, value in (("running_mean", n.running_mean), ("running_var", n.running_var))]


def make_start(case):
    """Initial parameters and data, as numbers that are short in decimal: the same float for PyTorch and regrun."""
    random = np.random.default_rng(case["seed"])
    start = []
    for name, array in parameters(network(case)):
        spread, centre = (1 / np.sqrt(array.shape[0]), 0.0) if name == "weight" else (0.2, float(name == "gamma"))
        start.append((name, np.round(centre + spread * random.standard_normal(array.shape), 3)))
    inputs = np.round(random.standard_normal((case["samples"], case["features"])), 2)
    if case["regression"]:
        shape = (1, case["samples"]) if case["outputs"] == 1 else (case["samples"], case["outputs"])
        return start, inputs, np.round(random.standard_normal(shape), 2)
    return start, inputs, random.integers(case["outputs"], size=(1, case["samples"]))


def set_parameters(net, start):
    values = iter(array.astype(np.float32) for _, array in start)
    for layer in net:
        if isinstance(layer, (nn.Linear, nn.BatchNorm1d)) and layer.weight is not None:
            layer.weight.data = torch.tensor(next(values)).to(layer.weight.dtype)
            if isinstance(layer, nn.Linear):
                layer.weight.data = layer.weight.data.T.contiguous()
            else:
                layer.weight.data = layer.weight.data[0]
            if layer.bias is not None:
                layer.bias.data = torch.tensor(next(values))[0].to(layer.bias.dtype)


def loss_of(case, outputs, wanted):
    return F.mse_loss(outputs, wanted) if case["regression"] else F.cross_entropy(outputs, wanted)


def optimizer_of(case, net):
    """Weight decay touches weights only."""
    weights = [layer.weight for layer in net if isinstance(layer, nn.Linear)]
    others = [p for p in net.parameters() if all(p is not w for w in weights)]
    groups = [dict(params=weights, weight_decay=case["weight_decay"]), dict(params=others, weight_decay=0.0)]
    return torch.optim.SGD([g for g in groups if g["params"]], lr=case["learning_rate"], momentum=case["momentum"])


def train(case, start, inputs, wanted, dtype):
    """What the case leaves behind, as (name, array)."""
    torch.set_default_dtype(dtype)
    net = network(case)
    set_parameters(net, start)
    x = torch.tensor(inputs.astype(np.float32)).to(dtype)
    y = torch.tensor(wanted.reshape(len(x), -1)).to(dtype) if case["regression"] else torch.tensor(wanted[0])
    optimizer, running = optimizer_of(case, net), []
    for epoch in range(case["epochs"]):
        net.train()
        total = seen = 0.0
        for rows in batches(case, epoch_order(case, epoch)):
            optimizer.zero_grad()
            loss = loss_of(case, net(x[rows]), y[rows])
            loss.backward()
            optimizer.step()
            total, seen = total + loss.item() * len(rows), seen + len(rows)
        running.append(total / seen)
    net.eval()
    with torch.no_grad():
        outputs = net(x)
        loss = loss_of(case, outputs, y).item()
        several = case["regression"] and case["outputs"] > 1
        rmse = [("rmse", ((outputs - y) ** 2).mean(0).sqrt()[None].numpy())] if several else []
    return ([("running_loss", np.array([running]))] + parameters(net) + statistics(net)
            + [("outputs", outputs.numpy()), ("loss", np.array([[loss]]))] + rmse)


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
        if value == LATER.get(key):
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
        case = {**DEFAULTS, **LATER, **options}
        start, inputs, wanted = make_start(case)
        exact = train(case, start, inputs, wanted, torch.float64)
        check_float(name, exact, train(case, start, inputs, wanted, torch.float32))
        write(name, case, start, inputs, wanted, exact)


if __name__ == "__main__":
    main()
