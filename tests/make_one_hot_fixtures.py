#!/usr/bin/python3
"""Writes tests/fixtures/one_hot.csv, a table, and one_hot_encoded.csv, the same as pandas.get_dummies encodes it.

tests/unit/data_encode.c reads the first with `grade` as a categorical column and compares it with the second, name by
name and number by number. Needs pandas (python3-pandas); what it wrote is committed."""

import os
import random

import pandas

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fixtures")
ROWS = 60
KINDS = {
    "colour": ["red", "green", "Blue", "\u00e9carlate", "a, b", 'quo"te', "10 red"],
    "width": None,
    "grade": [1, 2, 3, 10, 20, -5],
    "fine": [True, False],  # true and false alone are the numbers 1 and 0
    "shape": ["round", "square"],
    "height": None,
}


def draw(rng, values):
    return rng.choice(values) if values else round(rng.gauss(0, 10), 3)


def main():
    rng = random.Random(6)
    table = pandas.DataFrame([{name: draw(rng, values) for name, values in KINDS.items()} for _ in range(ROWS)])
    label = [rng.choice("xy") for _ in range(ROWS)]

    parts = []
    for name in KINDS:
        if name in ("colour", "grade", "shape"):
            parts.append(pandas.get_dummies(table[[name]], columns=[name], prefix_sep="=", dtype=int))
        else:
            parts.append(table[[name]].astype(float))
    encoded = pandas.concat(parts, axis=1)

    table["label"] = encoded["label"] = label
    table["fine"] = table["fine"].map({True: "true", False: "false"})
    table.to_csv(os.path.join(FOLDER, "one_hot.csv"), index=False)
    encoded.to_csv(os.path.join(FOLDER, "one_hot_encoded.csv"), index=False)


if __name__ == "__main__":
    main()
