#!/usr/bin/python3
"""Writes tests/fixtures/schedules.h: learning rates of PyTorch's schedulers, epoch by epoch from a rate of 1, which
tests/unit/schedules.c holds src/train/*_schedule.c against.

Run by hand where python3-torch is installed; the tests read the file that is committed.
"""
import math

import torch
from torch.optim import lr_scheduler as lr

EPOCHS = 12
# As a ScheduleSpec is written in C, and the scheduler that it is to be.
CASES = [
    (".kind = SCHEDULE_STEP, .drop = 0.3, .every = 4", lambda o: lr.StepLR(o, step_size=4, gamma=0.3)),
    (".kind = SCHEDULE_EXPONENTIAL, .decay = 0.9", lambda o: lr.ExponentialLR(o, gamma=0.9)),
    (".kind = SCHEDULE_INVERSE_TIME, .slowing = 0.3", lambda o: lr.LambdaLR(o, lambda epoch: 1 / (1 + 0.3 * epoch))),
    (".kind = SCHEDULE_LINEAR, .last = 0.1",
     lambda o: lr.LinearLR(o, start_factor=1, end_factor=0.1, total_iters=EPOCHS)),
    (".kind = SCHEDULE_COSINE, .last = 0.05, .stretch = 1", lambda o: lr.CosineAnnealingLR(o, EPOCHS, eta_min=0.05)),
    (".kind = SCHEDULE_COSINE, .restart = 5, .stretch = 1",
     lambda o: lr.CosineAnnealingWarmRestarts(o, T_0=5, T_mult=1)),
    (".kind = SCHEDULE_COSINE, .last = 0.01, .restart = 3, .stretch = 2",
     lambda o: lr.CosineAnnealingWarmRestarts(o, T_0=3, T_mult=2, eta_min=0.01)),
]
LOSSES = [2, 1.5, 1.48, 1.52, math.nan, 1.2, 1.19, 1.21, 1.2, 1.1, 1.3, 1.05, 1.04, 1.03, 1.02, 1.06, 0.9, 0.89, 0.88,
          0.87, 0.86, 0.85, 0.84, 0.83]
PLATEAUS = [dict(factor=0.5, patience=2, threshold=0.05), dict(factor=0.1, patience=0, threshold=1e-4),
            dict(factor=0.7, patience=1, threshold=0)]


def optimizer():
    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)


def rates(make):
    """The rate in each epoch."""
    o, out = optimizer(), []
    scheduler = make(o)
    for _ in range(EPOCHS):
        out.append(o.param_groups[0]["lr"])
        o.step()
        scheduler.step()
    return out


def plateau_rates(options):
    """The rate after each loss. PyTorch leaves a rate that would move by less than eps; here none is."""
    o, out = optimizer(), []
    scheduler = lr.ReduceLROnPlateau(o, mode="min", threshold_mode="rel", eps=0, **options)
    for loss in LOSSES:
        scheduler.step(loss)
        out.append(o.param_groups[0]["lr"])
    return out


def listed(values):
    return ", ".join("NAN" if math.isnan(v) else repr(float(v)) for v in values)


with open("tests/fixtures/schedules.h", "w") as out:
    out.write(f"// Made by tests/make_schedule_fixtures.py with PyTorch {torch.__version__.split('+')[0]}.\n")
    out.write('#include <math.h>\n\n#include "train/schedule.h"\n\n// clang-format off\n')
    out.write(f"enum {{ SCHEDULE_EPOCHS = {EPOCHS}, SCHEDULE_LOSSES = {len(LOSSES)} }};\n")
    out.write("static const struct {\n    ScheduleSpec spec;\n    double rate[SCHEDULE_EPOCHS];\n} schedule_rates[] = {\n")
    for spec, make in CASES:
        out.write(f"    {{{{{spec}}}, {{{listed(rates(make))}}}}},\n")
    out.write(f"}};\nstatic const double schedule_losses[SCHEDULE_LOSSES] = {{{listed(LOSSES)}}};\n")
    out.write("static const struct {\n    ScheduleSpec spec;\n    double rate[SCHEDULE_LOSSES];\n} plateau_rates[] = {\n")
    for options in PLATEAUS:
        spec = (f".kind = SCHEDULE_PLATEAU, .drop = {options['factor']}, .patience = {options['patience']}, "
                f".least = {options['threshold']}")
        out.write(f"    {{{{{spec}}}, {{{listed(plateau_rates(options))}}}}},\n")
    out.write("};\n// clang-format on\n")
