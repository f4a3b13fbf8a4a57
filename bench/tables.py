#!/usr/bin/python3
"""The defaults of regrun against those of scikit-learn's MLPClassifier and MLPRegressor, on small tables.

    bench/tables.py [--data DIR] [--regrun PROGRAM] [--seeds N] [--first SEED] [--set KEY=VALUE ...] [TABLE ...]

Prints a table in Markdown: mean test accuracy or RMSE over the seeds, with the standard error, of both, and the mean
of their paired differences. Both see the same splits: for seed s a fifth of the rows is drawn for testing (stratified
for classes) and both parts are written to CSV files, with their categories and gaps. regrun gets a config that names
the files, and data.impute median where cells are missing, and nothing else. scikit-learn knows neither categories nor
gaps and scales nothing by itself, so it gets medians and StandardScaler for the numbers and OneHotEncoder for the
categories in front, fitted on the training part alone, and random_state s.

Needs python3-sklearn and python3-pandas: scripts/setup.sh --bench. --set goes to regrun, to try other defaults.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, mean_squared_error
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# Which task a table is, and the quote around its cells. The label is the last column.
TABLES = {
    "abalone": ("regression", '"'),
    "auto_imports": ("regression", '"'),
    "breast-cancer": ("classification", "'"),
    "housing": ("regression", '"'),
    "ionosphere": ("classification", '"'),
    "iris": ("classification", '"'),
    "pima-indians-diabetes": ("classification", '"'),
    "sonar": ("classification", '"'),
    "wine": ("classification", '"'),
    "winequality-red": ("classification", '"'),
    # The same table once more: its marks are also a number to predict.
    "winequality-red as regression": ("regression", '"'),
}


def read_table(folder, name):
    """The inputs and labels of a table, without the rows that have no label."""
    path = os.path.join(folder, name.split(" ")[0] + ".csv")
    table = pd.read_csv(path, header=None, na_values=["?"], quotechar=TABLES[name][1], skipinitialspace=True)
    table = table[table.iloc[:, -1].notna()]
    return table.iloc[:, :-1], table.iloc[:, -1]


def split(x, y, task, seed):
    stratify = y if task == "classification" else None
    return train_test_split(x, y, test_size=0.2, random_state=seed, stratify=stratify)


def score_sklearn(parts, task, seed):
    x_train, x_test, y_train, y_test = parts
    numbers = [c for c in x_train if pd.api.types.is_numeric_dtype(x_train[c])]
    others = [c for c in x_train if c not in numbers]
    encoder = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), others))
    network = (MLPClassifier if task == "classification" else MLPRegressor)(random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that 200 passes were not enough: so the defaults are
        guess = make_pipeline(encoder, network).fit(x_train, y_train).predict(x_test)
    return accuracy_score(y_test, guess) if task == "classification" else mean_squared_error(y_test, guess) ** 0.5


def score_regrun(parts, task, seed, folder, options):
    """The last test score of a run on the split, and whether it learned anything (exit code 0)."""
    for name, x, y in (("train", parts[0], parts[2]), ("test", parts[1], parts[3])):
        pd.concat([x, y], axis=1).to_csv(os.path.join(folder, name + ".csv"), header=False, index=False, na_rep="?")
    config = {"data.source": "csv", "data.file": "train.csv", "data.test_file": "test.csv", "seeds": [seed],
              "settings": [{"name": "defaults"}]}
    if parts[0].isna().any(axis=None) or parts[1].isna().any(axis=None):
        config["data.impute"] = "median"
    # A whole number with few values is a class to regrun, unless it is told.
    if task == "regression":
        config["data.task"] = "regression"
    with open(os.path.join(folder, "config.json"), "w", encoding="utf-8") as file:
        json.dump(config, file)
    out = os.path.join(folder, "results")
    command = [options.regrun, "--config", os.path.join(folder, "config.json"), "--out", out, "--restart", "--quiet"]
    for item in options.set:
        command += ["--set", item]
    ended = subprocess.run(command, check=False).returncode
    if ended not in (0, 1):
        sys.exit(f"tables.py: regrun ended with {ended}")
    with open(os.path.join(out, "log.csv"), encoding="utf-8", newline="") as file:
        last = list(csv.DictReader(file))[-1]
    return float(last["test_acc" if task == "classification" else "test_rmse"]), ended == 0


def standard_error(values):
    return np.std(values, ddof=1) / len(values) ** 0.5


def row(name, folder, scratch, options):
    task = TABLES[name][0]
    x, y = read_table(folder, name)
    ours, theirs, learned = [], [], 0
    for seed in range(options.first, options.first + options.seeds):
        parts = split(x, y, task, seed)
        score, good = score_regrun(parts, task, seed, scratch, options)
        ours.append(score)
        learned += good
        theirs.append(score_sklearn(parts, task, seed))
    better = np.array(ours) - np.array(theirs) if task == "classification" else np.array(theirs) - np.array(ours)
    error = standard_error(better)
    scale, digits, unit = (100, 1, "accuracy, %") if task == "classification" else (1, 3, "RMSE")
    if task == "regression" and np.mean(ours) >= 100:
        digits = 0

    def cell(values):
        return f"{scale * np.mean(values):.{digits}f} ± {scale * standard_error(values):.{digits}f}"

    beyond = error + 1e-6  # where one seed alone differs, the mean is one standard error but for the float32 of a log
    verdict = "worse" if better.mean() < -beyond else "better" if better.mean() > beyond else "same"
    difference = f"{round(scale * better.mean(), digits) + 0.0:+.{digits}f} ± {scale * error:.{digits}f}"
    cells = [name, len(x), unit, cell(ours), cell(theirs), difference, verdict, f"{learned}/{options.seeds}"]
    return "| " + " | ".join(str(c) for c in cells) + " |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default=os.path.join(os.environ.get("REGRUN_DATA", "../shared/data"), "tabular"))
    parser.add_argument("--regrun", default="./regrun")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("table", nargs="*", default=list(TABLES), metavar="TABLE")
    options = parser.parse_args()
    for name in options.table:
        if name not in TABLES:
            sys.exit(f"tables.py: no table {name}; there are {', '.join(TABLES)}")
    print("| table | rows | test score | regrun | scikit-learn | regrun better by | to one standard error | learned |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.table:
            print(row(name, options.data, scratch, options), flush=True)


if __name__ == "__main__":
    main()
