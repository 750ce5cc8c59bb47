"""Makes xgboost-1.7.json, xgboost-1.7.ubj and xgboost-1.7-categories.json: invented models with XGBoost's own predictions and contributions.

Run with a Python that has xgboost 1.7 and numpy (Debian: /usr/bin/python3 with python3-xgboost). The rows are random
numbers from a fixed seed and mean nothing.
"""
import json
import numpy
import xgboost

random = numpy.random.default_rng(20260101)
width, rows = 8, 3000
names = [f"c{i}" for i in range(width)]
values = random.normal(size=(rows, width)).astype(numpy.float32)
values[random.random(values.shape) < 0.15] = numpy.nan
known = numpy.nan_to_num(values)
label = (known[:, 0] - known[:, 1] * known[:, 2] + 0.5 * known[:, 3] ** 2 + random.normal(size=rows) > 0.8).astype(int)
matrix = xgboost.DMatrix(values, label, feature_names=names)
booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 5, "eta": 0.3, "tree_method": "hist", "base_score": 0.3, "nthread": 1, "seed": 1},
    matrix, 25)
ask = values[:60].copy()
# Values that lie exactly on thresholds: "below" must mean strictly below.
model = json.loads(booster.save_raw("json").decode())
splits = [(t["split_indices"][n], t["split_conditions"][n])
          for t in model["learner"]["gradient_booster"]["model"]["trees"]
          for n in range(len(t["left_children"])) if t["left_children"][n] >= 0]
for row in range(30, 60):
    column, threshold = splits[row * 7 % len(splits)]
    ask[row, column] = numpy.float32(threshold)
asked = xgboost.DMatrix(ask, feature_names=names)


def numbers(array):
    return [None if numpy.isnan(x) else float(x) for x in numpy.asarray(array, dtype=numpy.float64).ravel()]


fixture = {
    "note": "invented numbers", "xgboost": xgboost.__version__, "width": width, "model": model,
    "rows": numbers(ask),
    "margins": numbers(booster.predict(asked, output_margin=True)),
    "probabilities": numbers(booster.predict(asked)),
    "contributions": numbers(booster.predict(asked, pred_contribs=True)),
}
with open("xgboost-1.7.json", "w") as out:
    json.dump(fixture, out, separators=(",", ":"))
    out.write("\n")

# The same model in the library's binary JSON.
with open("xgboost-1.7.ubj", "wb") as out:
    out.write(booster.save_raw("ubj"))

# A model with a column that is split by categories, and asked about unseen, negative, broken and unknown ones.
kind = random.integers(0, 40, rows).astype(numpy.float32)
kind[random.random(rows) < 0.1] = numpy.nan
other = random.normal(size=(rows, 2)).astype(numpy.float32)
risk = numpy.where(numpy.isnan(kind), 0.9, numpy.where(numpy.nan_to_num(kind) % 3 == 0, 0.8, 0.2)) + 0.1 * other[:, 0]
table = numpy.c_[kind, other]
types = ["c", "q", "q"]
matrix = xgboost.DMatrix(table, (random.random(rows) < risk).astype(int), feature_types=types, enable_categorical=True)
booster = xgboost.train(
    {"objective": "binary:logistic", "max_depth": 4, "eta": 0.3, "tree_method": "hist", "max_cat_to_onehot": 4, "nthread": 1, "seed": 1},
    matrix, 8)
asked_kinds = [0, 1, 2, 3, 38, 39, 40, 41, 63, 64, 100, 70000, -1, -0.5, 2.5, 3.9, 1e9, numpy.nan] + list(range(4, 36))
ask = numpy.c_[numpy.array(asked_kinds, dtype=numpy.float32), other[:len(asked_kinds)]]
asked = xgboost.DMatrix(ask, feature_types=types, enable_categorical=True)
fixture = {
    "note": "invented numbers", "xgboost": xgboost.__version__, "width": 3, "model": booster.save_raw("json").decode(),
    "rows": numbers(ask),
    "margins": numbers(booster.predict(asked, output_margin=True)),
    "probabilities": numbers(booster.predict(asked)),
    "contributions": numbers(booster.predict(asked, pred_contribs=True)),
}
with open("xgboost-1.7-categories.json", "w") as out:
    json.dump(fixture, out, separators=(",", ":"))
    out.write("\n")
