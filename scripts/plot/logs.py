"""What regrun leaves behind, read for pictures: logs, options, what instruments said, candidates, expectations."""
import csv
import glob
import json
import os

import pandas as pd

from .errors import DATA, IO, listed, refuse, refuse_word, why

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


def text_error(error):
    """What is wrong with a file that is no table, or no JSON."""
    if isinstance(error, UnicodeDecodeError):
        return "this is no text (UTF-8)"
    return "this file is empty" if isinstance(error, pd.errors.EmptyDataError) else str(error)


def read_table(file, **more):
    """A table that regrun has written. Cells without a value are none where `na_values` says so."""
    try:
        return pd.read_csv(file, keep_default_na=False, **more)
    except OSError as error:
        refuse(f"{file}: {why(error)}", IO)
    except ValueError as error:
        refuse(f"{file}: {text_error(error)}; a {os.path.basename(file)} of regrun's is wanted (regrun help logs)", DATA)


def chosen_runs(path):
    """The (setting, seed) of the candidates that were chosen, as runs.csv says; None where it does not."""
    file = beside(path, "runs.csv")
    if not os.path.exists(file):
        return None
    runs = read_table(file, dtype=str)
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


def find_log(path):
    """The log of a results folder, or that which was named."""
    if not os.path.exists(path):
        refuse(f"{path}: no such results folder or log.csv", IO)
    file = os.path.join(path, "log.csv")
    if not os.path.isdir(path):
        return path
    if not os.path.exists(file):
        inside = sorted(map(os.path.dirname, glob.glob(os.path.join(glob.escape(path), "*", "log.csv"))))
        refuse(f"{path}: there is no log.csv in this folder" + (f", but in folders in it; name these: {listed(inside, 5)}" if inside else
                                                               "; a results folder or a log.csv is wanted"), IO)
    return file


def check_log(log, file):
    """The columns that every log has, and numbers where numbers stand."""
    for column in ("setting", "seed", "epoch", "running_loss", "train_loss", "test_loss"):
        if column not in log.columns:
            refuse(f"{file}: there is no column {column}; a log of regrun's has it (regrun help logs)", DATA)
    for column in (column for column in log.columns if is_measure(column) and column not in KEYS):
        words = log.loc[pd.to_numeric(log[column], errors="coerce").isna() & log[column].notna(), column]
        if len(words):
            refuse(f"{file}: column {column}: {words.iloc[0]} is no number", DATA)


def read_log(path, several, candidates=False):
    """The log of one results folder (or log.csv). Settings of several experiments bear their folder's name."""
    file = find_log(path)
    numbers = {column: ["", "nan"] for column in read_table(file, nrows=0).columns if is_measure(column) and column not in KEYS}
    log = read_table(file, na_values=numbers, dtype={key: str for key in KEYS})
    check_log(log, file)
    log = log if candidates else choose_candidates(log, file)
    log["setting"] = prefix_of(path, several) + log["setting"]
    if several and "candidate_of" in log.columns:
        log["candidate_of"] = log["candidate_of"].where(log["candidate_of"] == "", prefix_of(path, several) + log["candidate_of"])
    return log


def read_config(path):
    """The config.json beside a log; none where that is missing."""
    file = beside(path, "config.json")
    if not os.path.exists(file):
        return {}
    try:
        with open(file, encoding="utf-8") as config:
            groups = json.load(config)
    except OSError as error:
        refuse(f"{file}: {why(error)}", IO)
    except ValueError as error:
        refuse(f"{file}: {text_error(error)}", DATA)
    return groups if isinstance(groups, dict) else {}


def read_primary(paths):
    """The column of the metric that all these experiments are about (`primary`); None where they name none, or several."""
    named = {read_config(path).get("primary") for path in paths}
    return (named.pop() or "").removeprefix("best_") or None if len(named) == 1 else None


def read_options(path):
    """The options of an experiment by dotted key; none where its config is missing."""
    groups = read_config(path)
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
    logs = [read_log(path, len(paths) > 1, candidates) for path in paths]
    if len(logs) > 1:
        add_options(logs, [read_options(path) for path in paths])
    log = pd.concat(logs, ignore_index=True)
    lost = log["train_loss"].isna() | log["test_loss"].isna() | (log["running_loss"].isna() & (log["epoch"] > 0))
    lost = lost.groupby([log["setting"], log["seed"]]).transform("any")
    runs = log.loc[lost, ["setting", "seed"]].drop_duplicates().itertuples(index=False, name=None)
    return log[~lost], list(runs)


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
        rows = read_table(file, na_values={"value": [""]}, dtype={"layer": str, **{key: str for key in KEYS}})
        names.update(dict.fromkeys(rows["probe"]))
        rows = rows if candidates else choose_candidates(rows, file, options=[])
        rows["setting"] = prefix_of(path, len(paths) > 1) + rows["setting"]
        parts.append(rows)
    if not parts:
        refuse('--probe: there is no probe.csv; run the config again with --set probe=all, into another folder (--out) or anew (--restart)')
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
