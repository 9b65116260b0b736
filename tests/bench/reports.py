# SPDX-License-Identifier: Apache-2.0
"""What the gauges of this folder share: a run of cahier, and its report read back."""
import json
import pathlib
import subprocess
import sys
import tempfile

UNCLASSIFIED = 'unclassified'


def rows_of(path):
    """The labelled rows of a JSONL file, in order."""
    with open(path, encoding='utf8') as lines:
        return [json.loads(line) for line in lines]


class Report:
    """A report folder of `cahier analyse --format json`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def contributions(self):
        with open(self.folder / 'contributions.jsonl', encoding='utf8') as lines:
            return {row['id']: row for row in map(json.loads, lines)}

    def themes(self):
        """id → main theme; the unclassified are one class of their own, as people count them."""
        return {key: row['themes'][0]['id'] if row['themes'] else UNCLASSIFIED
                for key, row in self.contributions().items()}

    def said(self):
        """report.json"""
        return json.loads((self.folder / 'report.json').read_text(encoding='utf8'))


def printed_by(command):
    """What a program prints; its own message says why it stopped, then so do we."""
    done = subprocess.run(command, stdout=subprocess.PIPE)
    if done.returncode != 0:
        sys.exit(f"{command[0]} {command[1]} ended with {done.returncode}")
    return done.stdout


def analyse(cahier, source, folder, previous=None, adapt=True):
    """Run cahier with no option that a user would not give; `source` is a file or rows to write first; `previous`, an
    earlier report; `adapt`, whether the batch may teach its own words."""
    if not isinstance(source, (str, pathlib.Path)):
        with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf8') as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + '\n' for row in source)
            out.flush()
            return analyse(cahier, out.name, folder, previous, adapt)
    options = ['--previous', str(previous.folder)] if previous else []
    options += [] if adapt else ['--no-adapt']
    printed_by([cahier, 'analyse', str(source), '-o', str(folder), '--format', 'json', '--quiet', '--jobs', '1', *options])
    return Report(folder)


def evaluate(cahier, report, gold):
    """`cahier evaluate --json`"""
    return json.loads(printed_by([cahier, 'evaluate', str(report.folder), '--gold', str(gold), '--json']))
