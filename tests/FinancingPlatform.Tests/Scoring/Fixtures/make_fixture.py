"""Makes xgboost-1.7.json and xgboost-1.7.ubj: an invented model with XGBoost's own predictions and contributions.

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
