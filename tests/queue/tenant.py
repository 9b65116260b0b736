# SPDX-License-Identifier: Apache-2.0
"""A tenant seen from outside: its keys, what they say, whether the law holds, and files to submit."""
import csv
import pathlib
import random

DATA = pathlib.Path(__file__).resolve().parent.parent / "data"


def key(name, batch=None):
    return f"cahier:{{t1}}:{batch}:{name}" if batch else f"cahier:{{t1}}:{name}"


def batches(link):
    return [name.decode() for name in link.call("ZRANGE", key("batches"), 0, -1)]


def meta(link, batch):
    flat = [value.decode() for value in link.call("HGETALL", key("meta", batch))]
    return dict(zip(flat[::2], flat[1::2]))


def faults(link, batch):
    """Of the law of conservation (PROTOCOL.md)."""
    names = [key("meta", batch), key("in", batch), key("out", batch), key("work"), key("retry"), key("dead", batch)]
    return link.call("FCALL_RO", "cahier1_check", len(names), *names, batch)


def report(link, batch):
    """The files that workers left, put together."""
    flat = link.call("HGETALL", key("report", batch))
    files = {}
    for field, piece in sorted(zip(flat[::2], flat[1::2])):
        name = field.decode().split("#")[0]
        files[name] = files.get(name, b"") + piece
    return files


def texts():
    with open(DATA / "commune.csv", encoding="utf-8", newline="") as file:
        return [row["contribution"] for row in csv.DictReader(file, delimiter=";") if len(row["contribution"]) > 40]


def write_corpus(path, count, seed=1, poison=()):
    """Two texts of the commune a row; `poison` is (row, word)."""
    dice, known, poison = random.Random(seed), texts(), dict(poison)
    with open(path, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(["id", "auteur", "contribution"])
        for n in range(count):
            rows.writerow([f"c-{n}", f"usr-{n % 997}", f"{dice.choice(known)} {dice.choice(known)} {poison.get(n, '')}"])
    return path
