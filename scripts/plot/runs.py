"""The rows that count: where runs ended, and how those that stopped early go into means."""
import numpy as np
import pandas as pd

from .logs import KEPT


def final_rows(log):
    """The row of the weights that each run ended with: the last, or where early stopping kept the best an earlier one."""
    last = log.loc[log.groupby(["setting", "seed"], sort=False)["epoch"].idxmax()]
    kept = last["epoch"]
    for column in KEPT:
        if column in log.columns:
            kept = last[column].fillna(kept)
    kept = last.assign(epoch=kept.astype(log["epoch"].dtype))[["setting", "seed", "epoch"]]
    return kept.merge(log, on=["setting", "seed", "epoch"], how="left")


def stops(rows):
    """Whether these rows are of a setting that stops early."""
    return any(column in rows.columns and rows[column].notna().any() for column in KEPT)


def carried_on(rows):
    """The rows of a setting for means over its seeds: a run that stopped early counts on by what it kept."""
    if not stops(rows):
        return rows
    epochs, parts = np.sort(rows["epoch"].unique()), [rows]
    ends = rows.groupby("seed")["epoch"].max()
    for _, kept in final_rows(rows).iterrows():
        later = epochs[epochs > ends[kept["seed"]]]
        parts.append(pd.DataFrame([kept] * len(later), columns=rows.columns).assign(epoch=later))
    return pd.concat([part for part in parts if len(part)], ignore_index=True)


def selection_of(log):
    """What must stand below a picture of epochs that were chosen by test losses; nothing for others."""
    if KEPT[1] not in log.columns:
        return ""
    names = list(dict.fromkeys(log.loc[log[KEPT[1]].notna(), "setting"]))
    whose = " of " + ", ".join(names) if len(names) < len(set(log["setting"])) else ""
    return f"Epochs{whose} were selected on the test data: test losses are optimistic." if names else ""
