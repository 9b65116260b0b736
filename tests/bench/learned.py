#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Weights learned without a set, measured on it, beside the weights written by hand.

    learned.py --cahier PROGRAM DATA

Each set of DATA/polarity is left out in turn: scripts/learn-polarity learns from the others, cahier reads the set with
what was learned. AUC, balanced: as in opinions.py; changed: how many weights.
"""
import argparse
import os
import pathlib
import subprocess
import tempfile

from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from reports import analyse, evaluate, rows_of

HERE = pathlib.Path(__file__).resolve().parent.parent.parent
LEARNED = 'polarity-learned.tsv'


def measure(cahier, path, learned):
    """(accuracy, macro-F1, AUC, balanced accuracy) with `learned` in place of the shipped list."""
    with tempfile.TemporaryDirectory() as folder:
        lists = pathlib.Path(folder) / 'lexicons'
        lists.mkdir()
        for file in (HERE / 'lexicons').glob('*.tsv'):
            if file.name != LEARNED:
                (lists / file.name).symlink_to(file)
        (lists / LEARNED).write_text(learned, encoding='utf8')
        os.environ['CAHIER_LEXICONS'] = str(lists)
        report = analyse(cahier, path, f'{folder}/report', adapt=False)
        said = evaluate(cahier, report, path)['polarity']
        del os.environ['CAHIER_LEXICONS']
        found = report.contributions()
    polar = [row for row in rows_of(path) if row['label'] in ('positive', 'negative') and row['id'] in found]
    gold = [row['label'] == 'positive' for row in polar]
    scores = [found[row['id']]['polarity']['score'] for row in polar]
    return (said['accuracy'], said['macro_f1'], roc_auc_score(gold, scores),
            balanced_accuracy_score(gold, [score > 0 for score in scores]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cahier', required=True)
    parser.add_argument('data', type=pathlib.Path)
    options = parser.parse_args()
    table = []
    print(f'{"":20}{"accuracy":>18}{"macro-F1":>18}{"AUC":>18}{"balanced":>18}')
    print(f'{"set":14}{"changed":>6}' + f'{"written":>10}{"learned":>8}' * 4, flush=True)
    for path in sorted((options.data / 'polarity').glob('*.jsonl')):
        with tempfile.NamedTemporaryFile('r', suffix='.tsv', encoding='utf8') as out:
            subprocess.run([HERE / 'scripts' / 'learn-polarity', '--leave-out', path.stem, '-o', out.name, options.data],
                           check=True, stderr=subprocess.DEVNULL, env=dict(os.environ, CAHIER=options.cahier))
            learned = out.read()
        header = ''.join(line for line in learned.splitlines(True) if line.startswith('#'))
        before, after = measure(options.cahier, path, header), measure(options.cahier, path, learned)
        table.append(sum(zip(before, after), ()))
        print(f'{path.stem:14}{learned.count(chr(10)) - header.count(chr(10)):6}' +
              ''.join(f'{a:10.3f}{b:8.3f}' for a, b in zip(before, after)), flush=True)
    means = [sum(column) / len(table) for column in zip(*table)]
    print(f'{"mean":20}' + ''.join(f'{a:10.3f}{b:8.3f}' for a, b in zip(means[::2], means[1::2])))


main()
