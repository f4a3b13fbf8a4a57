#!/usr/bin/python3
"""Loads each model.safetensors into the torch.nn.Sequential of its layers, by the names that it has, and prints its loss
on samples as `regrun data write --scaled` writes them: tests/cli/models.sh compares that with what regrun says.

    torch_models.py MODEL SAMPLES [MODEL SAMPLES ...]
"""
import csv
import json
import struct
import sys

import torch
from torch import nn

TYPES = {"F32": torch.float32, "I64": torch.int64}


class RMSNorm(nn.Module):
    """Newer releases of PyTorch have it."""

    def __init__(self, features, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(features))
        self.eps = eps

    def forward(self, x):
        return self.weight * x / torch.sqrt((x * x).mean(-1, keepdim=True) + self.eps)


def read(path):
    """The tensors by name, and the metadata: what safetensors.torch.load_file does."""
    with open(path, "rb") as file:
        raw = file.read()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, about in header.items():
        begin, end = (8 + length + offset for offset in about["data_offsets"])
        tensors[name] = torch.frombuffer(bytearray(raw[begin:end]), dtype=TYPES[about["dtype"]]).reshape(about["shape"])
    return tensors, metadata


def layer(kind, place, tensors, width, options):
    """The layer of that kind; width: of what comes in."""
    norm = options.get(kind)
    if kind == "linear":
        weight_norm = f"{place}.weight_v" in tensors
        shape = tensors[f"{place}.weight_v" if weight_norm else f"{place}.weight"].shape
        made = nn.Linear(shape[1], shape[0], bias=f"{place}.bias" in tensors)
        return nn.utils.weight_norm(made) if weight_norm else made
    if kind == "batch_norm":
        return nn.BatchNorm1d(width, eps=norm["eps"], affine=norm["affine"])
    if kind == "layer_norm":
        return nn.LayerNorm(width, eps=norm["eps"], elementwise_affine=norm["affine"])
    if kind == "group_norm":
        return nn.GroupNorm(norm["groups"], width, eps=norm["eps"], affine=norm["affine"])
    if kind == "rms_norm":
        return RMSNorm(width, norm["eps"])
    return {
        "relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "gelu": nn.GELU, "elu": nn.ELU, "selu": nn.SELU,
        "leaky_relu": nn.LeakyReLU, "silu": nn.SiLU, "dropout": nn.Dropout,
    }.get(kind, nn.Identity)()  # fmt: skip


class Residual(nn.Sequential):
    """A sequence in which residual blocks stand between "fork" and "join", a second branch behind "turn"."""

    def __init__(self, layers, kinds, rate):
        super().__init__(*layers)
        self.kinds, self.rate = kinds, rate

    def forward(self, x):
        block, blocks, first = 0, self.kinds.count("join"), None
        for kind, module in zip(self.kinds, self):
            if kind == "fork":
                block, given, first = block + 1, x, None
            elif kind == "turn":
                x, first = given, x
            elif kind == "join":
                x = given + (x * (1 - self.rate * block / blocks) if first is None else (first + x) / 2)
            x = module(x)
        return x


def network(tensors, metadata):
    options = json.loads(metadata["config"])["regularize"]
    layers, kinds, width = [], json.loads(metadata["layers"]), int(metadata["features"])
    for place, kind in enumerate(kinds):
        layers.append(layer(kind, place, tensors, width, options))
        width = getattr(layers[-1], "out_features", width)
    net = Residual(layers, kinds, options["stochastic_depth"] or options["shake_drop"])
    net.load_state_dict(tensors, strict=True)
    return net.eval()


def loss(model, samples):
    tensors, metadata = read(model)
    with open(samples, encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    features = int(metadata["features"])
    x = torch.tensor([[float(cell) for cell in row[:features]] for row in rows])
    with torch.no_grad():
        y = network(tensors, metadata)(x)
    if "class_names" in metadata:
        names = json.loads(metadata["class_names"])
        return nn.functional.cross_entropy(y, torch.tensor([names.index(row[-1]) for row in rows]))
    return nn.functional.mse_loss(y, torch.tensor([[float(cell) for cell in row[features:]] for row in rows]))


for model, samples in zip(sys.argv[1::2], sys.argv[2::2]):
    print(float(loss(model, samples)))
