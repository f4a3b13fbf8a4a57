"""Metrics, settings and options: which there are, and how they are called."""
import fnmatch

import numpy as np
import pandas as pd

from .errors import refuse_word
from .logs import AVERAGES, FIXED, KEPT, METRICS, SCORES, average_of, is_measure

TITLES = {"test_acc": "test accuracy", "train_acc": "train accuracy", "val_acc": "validation accuracy",
          "test_rmse": "test RMSE", "train_rmse": "train RMSE", "val_rmse": "validation RMSE", "val_loss": "validation loss"}
OWN = {"balanced_acc": "balanced accuracy", "macro_f1": "macro F1", "auc": "AUC", "brier": "Brier score", "ece": "calibration error",
       "mae": "MAE", "r2": "R²"}
HIGHER_IS_BETTER = ("acc", "balanced_acc", "macro_f1", "auc", "r2")


def title_of(column):
    average, own = average_of(column)
    if average:
        return f"{AVERAGES[average]} {title_of(own)}"
    for score in SCORES:
        if column.startswith(score):
            return f"{title_of(score[:-1])} of {column[len(score):]}"
    if column in TITLES:
        return TITLES[column]
    part, _, rest = column.partition("_")
    name = next((name for name in METRICS if rest == name or rest.startswith(f"{name}_")), None)
    if name and part in ("train", "test", "val"):
        target = rest[len(name) + 1:]
        return f"{'validation' if part == 'val' else part} {OWN[name]}" + (f" of {target}" if target else "")
    return column.replace("_", " ")


def metrics_of(log):
    """The columns that a picture may be of."""
    aside = FIXED[:FIXED.index("running_loss")] + KEPT
    return [column for column in log.columns if is_measure(column) and column not in aside and log[column].notna().any()]


def check_metric(metric, log):
    if metric not in metrics_of(log):
        refuse_word("no metric", metric, metrics_of(log), there="the log has")


def other_part(column, log, part):
    """The same metric of another part ("train", "test"), or None where the log has none."""
    for own in ("test", "train", "val"):
        if column.startswith(f"{own}_"):
            other = f"{part}_{column[len(own) + 1:]}"
            return other if other in metrics_of(log) else None
    return None


def is_better_higher(column):
    own = average_of(column)[1].partition("_")[2]
    return own in HIGHER_IS_BETTER or own.startswith("r2_")


def wanted_settings(texts, known):
    """The settings that --settings names: names or patterns, separated by commas, which names may hold themselves."""
    wanted = []
    for text in texts:
        parts, i = text.split(","), 0
        while i < len(parts):
            for end in range(len(parts), i, -1):  # the longest that is a name or pattern of one
                word = ",".join(parts[i:end]).strip()
                found = [name for name in known if name == word] or [name for name in known if fnmatch.fnmatchcase(name, word)]
                if found:
                    wanted, i = wanted + found, end
                    break
            else:
                refuse_word("no setting", parts[i].strip(), known)
    return list(dict.fromkeys(wanted))


def option_text(value):
    """An option's value as text; 0.0 and 0 are one, as on the axes."""
    if pd.isna(value) or isinstance(value, (bool, np.bool_)):
        return "–" if pd.isna(value) else str(value).lower()
    try:
        return f"{float(value):g}"
    except ValueError:
        return str(value)


def short_keys(keys):
    """Options by the last part of their keys, as far as that tells them apart."""
    last = [key.rsplit(".", 1)[-1] for key in keys]
    return {key: short if last.count(short) == 1 else key for key, short in zip(keys, last)}
