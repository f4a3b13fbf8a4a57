"""What regrun leaves behind, read for pictures: logs, options, what instruments said, candidates, expectations."""
import csv
import json
import os

import pandas as pd

from .errors import refuse, refuse_word

FIXED = ["setting", "seed", "fold", "candidate_of", "choose", "epoch", "step", "lr", "running_loss", "train_loss",
         "test_loss", "gap", "train_acc", "test_acc", "train_rmse", "test_rmse", "val_loss", "val_acc", "val_rmse", "kept_epoch", "kept_epoch_by_test"]
KEYS = ["setting", "candidate_of", "choose"]  # texts
KEPT = FIXED[-2:]  # of settings that stop early: the epoch whose weights a run would end with after this row

SCORES = ("train_rmse_", "test_rmse_", "val_rmse_")  # of one target among several: its name follows


METRICS = ("balanced_acc", "macro_f1", "auc", "brier", "ece", "mae", "r2")  # of each part: test_auc; of a target: test_mae_NAME
# What averages say, in columns such as ema_test_loss.
AVERAGES = {"ema": "EMA", "swa": "SWA", "snapshots": "snapshots", "mc_dropout": "MC dropout"}


def average_of(column):
    """The average that the column is of, and what the same is called of the network; None, and the column."""
    for name in AVERAGES:
        if column.startswith((f"{name}_test_", f"{name}_val_")):
            return name, column[len(name) + 1:]
    return None, column


def is_measure(column):
    _, own = average_of(column)
    part, _, rest = own.partition("_")
    asked = part in ("train", "test", "val") and rest.startswith(METRICS)
    return own in FIXED or own.startswith(SCORES) or asked


def beside(path, name):
    """The file of this name in a results folder, or beside a log."""
    return os.path.join(path if os.path.isdir(path) else os.path.dirname(path), name)


def chosen_runs(path):
    """The (setting, seed) of the candidates that were chosen, as runs.csv says; None where it does not."""
    file = beside(path, "runs.csv")
    if not os.path.exists(file):
        return None
    runs = pd.read_csv(file, keep_default_na=False, dtype=str)
    if "chosen" not in runs.columns:
        return None
    return set(runs.loc[runs["chosen"] == "yes", ["setting", "seed"]].itertuples(index=False, name=None))


def prefix_of(path, several):
    """What settings of several experiments bear before their names."""
    folder = path if os.path.isdir(path) else os.path.dirname(os.path.abspath(path))
    return os.path.basename(os.path.abspath(folder)) + "/" if several else ""


def choose_candidates(log, file, options=None):
    """Of tuned settings the runs that were chosen, as runs.csv beside the log says, under the tuned setting's name;
    where there is no such file every candidate is a setting. `options`: the columns that are; None: all but measures."""
    chosen = chosen_runs(file) if "candidate_of" in log.columns else None
    if chosen is None:
        return log
    keys = zip(log["setting"], log["seed"].astype(str))
    tuned = log["candidate_of"] != ""
    log = log[~tuned | [key in chosen for key in keys]].copy()
    for column in [column for column in log.columns if not is_measure(column)] if options is None else options:
        for name, own in log[log["candidate_of"] != ""].groupby("candidate_of"):
            if own[column].nunique() > 1:  # a setting has one value of an option
                log[column] = log[column].astype(object)
                log.loc[own.index, column] = "tuned"
    log["setting"] = log["setting"].where(log["candidate_of"] == "", log["candidate_of"])
    return log


def read_log(path, several, candidates=False):
    """The log of one results folder (or log.csv). Settings of several experiments bear their folder's name."""
    file = os.path.join(path, "log.csv") if os.path.isdir(path) else path
    numbers = {column: ["", "nan"] for column in pd.read_csv(file, nrows=0).columns if is_measure(column)}
    for key in KEYS:
        numbers.pop(key, None)
    log = pd.read_csv(file, keep_default_na=False, na_values=numbers, dtype={key: str for key in KEYS})
    log = log if candidates else choose_candidates(log, file)
    log["setting"] = prefix_of(path, several) + log["setting"]
    if several and "candidate_of" in log.columns:
        log["candidate_of"] = log["candidate_of"].where(log["candidate_of"] == "", prefix_of(path, several) + log["candidate_of"])
    return log


def read_options(path):
    """The options of an experiment by dotted key, from the config.json beside its log; none where that is missing."""
    file = beside(path, "config.json")
    if not os.path.exists(file):
        return {}
    with open(file, encoding="utf-8") as config:
        groups = json.load(config)
    options = {f"{group}.{key}": value for group in ("data", "model", "train", "regularize")
               for key, value in groups.get(group, {}).items()}
    # Batch norm is on or off in a log, and a list is one value.
    return {key: value.get("on") if isinstance(value, dict) else json.dumps(value) if isinstance(value, list) else value
            for key, value in options.items()}


def add_options(logs, options):
    """Gives every log the options that vary in another one, or from one experiment to the next."""
    keys = {column: None for log in logs for column in log.columns if not is_measure(column)}
    for key in options[0]:
        if len({str(own.get(key)) for own in options}) > 1:
            keys[key] = None
    for log, own in zip(logs, options):
        for key in keys:
            if key not in log.columns:
                log[key] = own.get(key)


def read_logs(paths, candidates=False):
    """All rows of all logs, without the runs that diverged, and these, as (setting, seed)."""
    try:
        logs = [read_log(path, len(paths) > 1, candidates) for path in paths]
        if len(logs) > 1:
            add_options(logs, [read_options(path) for path in paths])
        log = pd.concat(logs, ignore_index=True)
        lost = log["train_loss"].isna() | log["test_loss"].isna() | (log["running_loss"].isna() & (log["epoch"] > 0))
    except KeyError as error:
        refuse(f"{listed_paths(paths)}: there is no column {error}; a log of regrun's has it (regrun help logs)")
    except OSError as error:
        refuse(f"{error.filename or listed_paths(paths)}: {error.strerror}; a results folder or a log.csv is wanted")
    except ValueError as error:
        refuse(f"{listed_paths(paths)}: {error}; a results folder or a log.csv of regrun's is wanted")
    lost = lost.groupby([log["setting"], log["seed"]]).transform("any")
    runs = log.loc[lost, ["setting", "seed"]].drop_duplicates().itertuples(index=False, name=None)
    return log[~lost], list(runs)


def listed_paths(paths):
    return ", ".join(paths)


def place_layers(rows):
    """Gives each row of probe.csv its layer's kind, and its number among those of this kind in the setting's stack, from 1 on; the
    whole network has the kind "whole network" and the number 0."""
    layers = rows[["setting", "layer"]].drop_duplicates()
    parts = layers["layer"].str.partition(".")
    layers = layers.assign(place=pd.to_numeric(parts[0]).fillna(-1), kind=parts[2].where(parts[2] != "", "whole network"))
    nth = layers.sort_values("place").groupby(["setting", "kind"]).cumcount() + 1
    layers["nth"] = nth.where(layers["layer"] != "", 0)
    return rows.merge(layers, on=["setting", "layer"])


def read_probes(paths, value, log, candidates=False):
    """What instruments said of one value in the runs of the log, layer by layer."""
    parts, names = [], {}
    for path in paths:
        file = beside(path, "probe.csv")
        if not os.path.exists(file):
            continue
        rows = pd.read_csv(file, keep_default_na=False, na_values={"value": [""]}, dtype={"layer": str, **{key: str for key in KEYS}})
        names.update(dict.fromkeys(rows["probe"]))
        rows = rows if candidates else choose_candidates(rows, file, options=[])
        rows["setting"] = prefix_of(path, len(paths) > 1) + rows["setting"]
        parts.append(rows)
    if not parts:
        refuse('--probe: there is no probe.csv; add "probe": "all" to the config and run again')
    if not value:
        refuse(f"--kind probe: say which value by --probe; instruments said {', '.join(names)}")
    if value not in names:
        refuse_word("no value", value, names, there="instruments said")
    rows = place_layers(pd.concat(parts, ignore_index=True))
    runs = log[["setting", "seed"]].drop_duplicates()
    return rows[rows["probe"] == value].dropna(subset=["value"]).merge(runs, on=["setting", "seed"])


def read_expectations(paths):
    """The rows of expectations.csv, numbers as floats or None."""
    rows = []
    for path in paths:
        file = beside(path, "expectations.csv")
        if not os.path.exists(file):
            continue
        with open(file, encoding="utf-8", newline="") as text:
            for row in csv.DictReader(text):
                row["say"] = prefix_of(path, len(paths) > 1) + row["say"]
                for key in ("seeds", "mean", "low", "high", "p", "p_holm", "seeds_needed"):
                    row[key] = float(row[key]) if row.get(key) else None
                rows.append(row)
    return rows
