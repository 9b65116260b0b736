#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Opinions of cahier against those of people, beside anchors measured elsewhere.

    opinions.py --cahier PROGRAM FILE.jsonl…

  accuracy, macro-F1   of `cahier evaluate`, on all labels of the file (the sign of the score where there are two)
  AUC, balanced        positive against negative texts only, by polarity.score: area under the ROC curve; mean of the two
                       recalls when a score above 0 says positive
  stance               accuracy and macro-F1, where the file has a stance
Anchors: best public French lexicons with all rules, and what supervision on the same domain reaches.
"""
import argparse
import pathlib
import tempfile

from sklearn.metrics import balanced_accuracy_score, roc_auc_score

from reports import analyse, evaluate, rows_of

ANCHORS = {
    'allocine': 'AUC: lexicon + rules .854, adapted .920, supervised .948; balanced to reach .80',
    'civic': 'to reach: accuracy .80, macro-F1 .70; stance accuracy .80',
    'deft2017': 'AUC: lexicon + rules .739, adapted .843, supervised .889; to reach: accuracy .60, macro-F1 .50 (in-domain NB .66, .57)',
    'restaurants': 'AUC: lexicon + rules .935, adapted .978, supervised .985; balanced to reach .90',
    'semeval': 'AUC: lexicon + rules .879, adapted .915, supervised .902; balanced to reach .80',
}
MEAN = 'eight sets: best public lexicon .773, union + rules .842, adapted .902, supervised .926; balanced: .721, adapted .823, supervised .853'


def signs(report, rows):
    """(AUC, balanced accuracy) over the rows that people call positive or negative."""
    found = report.contributions()
    polar = [row for row in rows if row['label'] in ('positive', 'negative') and row['id'] in found]
    gold = [row['label'] == 'positive' for row in polar]
    scores = [found[row['id']]['polarity']['score'] for row in polar]
    return roc_auc_score(gold, scores), balanced_accuracy_score(gold, [score > 0 for score in scores])


def measure(cahier, path):
    with tempfile.TemporaryDirectory() as folder:
        report = analyse(cahier, path, folder)
        return evaluate(cahier, report, path), *signs(report, rows_of(path))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cahier', required=True)
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    print(f'{"set":14}{"n":>6}{"labels":>8}{"accuracy":>10}{"macro-F1":>10}{"AUC":>8}{"balanced":>10}  anchor', flush=True)
    table = []
    for path in options.files:
        name = pathlib.Path(path).stem
        said, auc, balanced = measure(options.cahier, path)
        polarity = said['polarity']
        table.append((auc, balanced))
        print(f"{name:14}{polarity['n']:6}{len(polarity['labels']):8}{polarity['accuracy']:10.3f}{polarity['macro_f1']:10.3f}"
              f"{auc:8.3f}{balanced:10.3f}  {ANCHORS.get(name, '')}", flush=True)
        if 'stance' in said:
            print(f"{'  stance':14}{said['stance']['n']:6}{len(said['stance']['labels']):8}"
                  f"{said['stance']['accuracy']:10.3f}{said['stance']['macro_f1']:10.3f}", flush=True)
    means = [sum(column) / len(table) for column in zip(*table)]
    print(f'{"mean":48}{means[0]:8.3f}{means[1]:10.3f}  {MEAN}')


main()
