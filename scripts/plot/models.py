"""Saved networks and what regrun says of them (docs/models.md): their metadata, their data's samples, their predictions."""
import csv
import glob
import io
import json
import os
import shutil
import subprocess
import tempfile

import numpy as np
import pandas as pd

from .errors import DATA, IO, refuse, why

CODES = (2, 3, 4, 5)  # of regrun's that say what was wrong
HERE = os.path.dirname(os.path.abspath(__file__))


def find_regrun(given):
    """The program: --regrun, that of the checkout or installation which the script is of, or what PATH has."""
    if given:
        found = shutil.which(given)
        return os.path.abspath(found) if found else refuse(f"--regrun {given}: there is no such program", IO)
    near = [os.path.join(HERE, *up, "regrun") for up in ([".."], ["..", ".."], ["..", "..", "..", "..", "bin"])]
    for program in near:
        if os.path.isfile(program) and os.access(program, os.X_OK):
            return os.path.normpath(program)
    return shutil.which("regrun") or refuse("--kind boundary asks regrun what the networks say, and there is no regrun beside the "
                                            "script or in PATH; name the program by --regrun PATH", IO)


def call(command, text=None):
    """What a call of regrun prints; what it says where it fails is told."""
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=False)
    except OSError as error:
        refuse(f"cannot run {command[0]}: {why(error)}; name another program by --regrun PATH", IO)
    if done.returncode:
        refuse(f"regrun {command[1]} failed: {done.stderr.strip() or done.returncode}", done.returncode if done.returncode in CODES else IO)
    return done.stdout


class Model:
    """What model.safetensors says of its network."""

    def __init__(self, file):
        self.file = file
        try:
            with open(file, "rb") as model:
                length = int.from_bytes(model.read(8), "little")  # of the head, which what is no network does not have
                head = json.loads(model.read(min(length, os.path.getsize(file))))["__metadata__"]
            self.setting, self.seed, self.epoch = head["setting"], int(head["seed"]), int(head["epoch"])
            self.features, self.classes = int(head["features"]), int(head["classes"])
            self.data = json.loads(head["config"])["data"]
            self.columns = json.loads(head["columns"]) if "columns" in head else None
            self.class_names = json.loads(head.get("class_names", "null")) or [str(i) for i in range(self.classes)]
        except OSError as error:
            refuse(f"{file}: {why(error)}", IO)
        except (ValueError, KeyError, OverflowError) as error:
            refuse(f"{file}: this is no network of regrun's ({type(error).__name__}: {error})", DATA)

    def name_of(self, i):
        name = self.columns["features"][i].get("name") if self.columns else None
        return name or f"column {self.columns['features'][i]['column'] if self.columns else i + 1}"

    def samples(self, regrun):
        """Those that the run was trained and tested on, in their own units: part, two features, label (texts)."""
        what = self.data["source"]
        if what in ("csv", "idx"):
            what = self.find_data(self.data["file"]) if what == "csv" else what
        options = {key: value for key, value in self.data.items() if key not in ("source", "file") and value not in (None, "", [])}
        if options.get("test_file"):
            options["test_file"] = self.find_data(options["test_file"])
        words = [f"data.{key}={value if isinstance(value, str) else json.dumps(value)}" for key, value in options.items()]
        with tempfile.TemporaryDirectory() as folder:
            table = os.path.join(folder, "samples.csv")
            call([regrun, "data", "write", what, "--part", "all", "--seed", str(self.seed), "--out", table] +
                 [word for option in words for word in ("--set", option)])
            rows = pd.read_csv(table, dtype=str, keep_default_na=False).to_numpy()
        return pd.DataFrame({"part": rows[:, 0], "x": rows[:, 1].astype(float), "y": rows[:, 2].astype(float), "label": rows[:, -1]})

    def find_data(self, file):
        """A table of the config: as named, or below the folder that the results' folder stands in, as regrun looks for it."""
        results = os.path.abspath(self.file).split(os.sep + "runs" + os.sep)[0]
        below = os.path.join(os.path.dirname(os.path.dirname(results)), file)
        return file if os.path.exists(file) or not os.path.exists(below) else below

    def probabilities(self, regrun, x, y):
        """Of each class at each of the points: what the network says, made to add up to 1."""
        table = io.StringIO()
        rows = csv.writer(table, lineterminator="\n")
        numbers = np.column_stack([x.ravel(), y.ravel()]).astype(np.float32)
        if self.columns["header"]:
            rows.writerow([self.name_of(0), self.name_of(1)])
            rows.writerows([f"{a:.9g}", f"{b:.9g}"] for a, b in numbers)
        else:
            first, second = (self.columns["features"][i]["column"] - 1 for i in (0, 1))
            for a, b in numbers:
                row = ["0"] * (max(first, second) + 1)
                row[first], row[second] = f"{a:.9g}", f"{b:.9g}"
                rows.writerow(row)
        header = "true" if self.columns["header"] else "false"
        said = call([regrun, "predict", "--model", self.file, "-", "--set", "data.separator=,", "--set", "data.decimal=.",
                     "--set", f"data.header={header}", "--set", 'data.quote="'], table.getvalue())
        p = pd.read_csv(io.StringIO(said), keep_default_na=False, dtype={0: str}).to_numpy()[:, -self.classes:].astype(float)
        p = np.maximum(p, 1e-12)
        return (p / p.sum(axis=1, keepdims=True)).reshape(*x.shape, self.classes)


def measured(regrun, models):
    """The row of the log at each network's epoch, measured anew."""
    return pd.read_csv(io.StringIO(call([regrun, "eval", "--format", "csv"] + [model.file for model in models])), keep_default_na=False,
                       na_values={column: ["", "nan"] for column in ("train_loss", "test_loss")})


def find_models(path, seed):
    """The networks of one seed that a results folder holds, by the setting's name."""
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    files = sorted(glob.glob(os.path.join(glob.escape(folder), "runs", "*", f"seed-{seed}", "model.safetensors")))
    return {model.setting: model for model in map(Model, files)}
