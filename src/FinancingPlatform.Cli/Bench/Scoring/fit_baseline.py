"""The baseline of train_x: the same library, driven from Python as its users drive it.

Arguments: a folder with values.bin and labels.bin (little-endian float32), rows, columns, rounds, threads, parameters as JSON.
Prints the seconds from the arrays in memory to the model's JSON in memory.
"""
import json
import sys
import time

import numpy
import xgboost

folder, rows, columns, rounds, threads, parameters = sys.argv[1:]
values = numpy.fromfile(f"{folder}/values.bin", dtype="<f4").reshape(int(rows), int(columns))
labels = numpy.fromfile(f"{folder}/labels.bin", dtype="<f4")
started = time.perf_counter()
matrix = xgboost.DMatrix(values, label=labels, nthread=int(threads))
booster = xgboost.train(json.loads(parameters), matrix, int(rounds))
booster.save_raw("json")
print(time.perf_counter() - started)
