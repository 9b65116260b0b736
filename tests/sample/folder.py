# SPDX-License-Identifier: Apache-2.0
"""Runs the program and reads back the folder that it leaves."""
import csv
import io
import json
import os
import pathlib
import subprocess
import tempfile
import zipfile

PROGRAM = os.environ["CAHIER"]
DATA = pathlib.Path(__file__).resolve().parent.parent / "data"
FILES = ("report.html", "report.json", "contributions.jsonl", "contributions.csv", "themes.csv", "report.xlsx",
         "set-aside.csv", "manifest.json", "run.json")


def run(*arguments, given=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], input=given, capture_output=True, text=True, encoding="utf-8")


def rows_of(name):
    """The data rows of a file of tests/data, as a spreadsheet shows them."""
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


class Folder:
    """What « cahier analyse » left for one file of tests/data, or for any path."""

    def __init__(self, source, *options):
        self.temporary = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.temporary.name) / "rapport"
        self.done = run("analyse", DATA / source, "-o", self.path, *options)
        if self.done.returncode != 0:
            raise AssertionError(f"analyse {source} ended with {self.done.returncode}: {self.done.stderr}")

    def remove(self):
        self.temporary.cleanup()

    def bytes_of(self, name):
        return (self.path / name).read_bytes()

    def text_of(self, name):
        return self.bytes_of(name).decode("utf-8")

    def report(self):
        return json.loads(self.text_of("report.json"))

    def contributions(self):
        return [json.loads(line) for line in self.text_of("contributions.jsonl").split("\n") if line]

    def table(self, name):
        """A CSV of the folder, header included; its byte order mark is for Excel."""
        text = io.StringIO(self.bytes_of(name).decode("utf-8-sig"), newline="")
        return list(csv.reader(text, delimiter=";"))

    def sheets(self):
        """The XML of the workbook, part by part."""
        with zipfile.ZipFile(self.path / "report.xlsx") as book:
            return {name: book.read(name).decode("utf-8") for name in book.namelist() if name.endswith(".xml")}
