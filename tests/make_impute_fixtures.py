#!/usr/bin/python3
"""Writes tests/fixtures/impute.h: a table with missing cells, and what scikit-learn's SimpleImputer makes of it.

Run by hand where python3-sklearn is installed; the tests read the file that is committed.
"""
import numpy as np
import sklearn
from sklearn.impute import SimpleImputer

ROWS, COLUMNS, TRAIN = 24, 5, 16

random = np.random.default_rng(7)
table = random.normal(size=(ROWS, COLUMNS)) * [1, 100, 1e-3, 1, 1]
table[:, 3] = random.integers(0, 4, ROWS)  # values that repeat
table[:, 4] = random.integers(0, 2, ROWS)
table = table.astype(np.float32)
table[random.random(table.shape) < 0.2] = np.nan


def number(x):
    return "NAN" if np.isnan(x) else f"{np.float32(x):.9g}"


def array(name, values):
    rows = [", ".join(number(x) for x in row) for row in values]
    return f"static const float {name}[] = {{\n" + "".join(f"    {row}, //\n" for row in rows) + "};\n"


with open("tests/fixtures/impute.h", "w") as out:
    out.write(f"// Made by tests/make_impute_fixtures.py with scikit-learn {sklearn.__version__}.\n")
    out.write("#include <math.h>\n\n// clang-format off\n")
    out.write(f"enum {{ IMPUTE_ROWS = {ROWS}, IMPUTE_COLUMNS = {COLUMNS}, IMPUTE_TRAIN = {TRAIN} }};\n")
    out.write(array("impute_table", table))
    for method in ("mean", "median", "most_frequent"):
        imputer = SimpleImputer(strategy=method).fit(table[:TRAIN].astype(np.float64))
        out.write(array(f"impute_{method}", imputer.transform(table.astype(np.float64))))
    out.write("// clang-format on\n")
