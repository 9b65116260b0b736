#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Themes of cahier and of the usual open methods, on the same labelled texts, run on the spot.

    peers.py --cahier PROGRAM FILE.jsonl…

Adjusted mutual information (AMI) with the labels people gave; every peer reads the same tokens: lower case, elisions split,
the stop words of lexicons/, French Snowball stems, no accents, terms of two texts or more.
  auto       nothing told: cahier (--themes auto); KMeans on TF-IDF, k of the best cosine silhouette of thirteen from 2 to 30
  true k     told the number of labels: KMeans, NMF, LSA (100) + KMeans, LDA (gensim)
  ratio      cahier's AMI over the peer's
  |log2|     how far the number of themes is from that of labels, in doublings
A text with no theme, or with no term left, is of a class of its own («unclassified») for cahier and peers alike, and stays in
the measure. Seeds are fixed, nothing is kept from one run to the next. cahier's AMI is that of `cahier evaluate`, and must be
what scikit-learn finds from contributions.jsonl. Debian: python3-sklearn python3-stemmer python3-gensim.
"""
import argparse
import math
import pathlib
import re
import statistics
import sys
import tempfile
import unicodedata

import Stemmer
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, silhouette_score
from sklearn.preprocessing import normalize

from reports import UNCLASSIFIED, analyse, evaluate, rows_of

try:
    from gensim.models import LdaModel
except ImportError:
    LdaModel = None

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CANDIDATES = (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30)
WORD = re.compile(r'[^\W\d_]{2,}')


def unaccented(text):
    return ''.join(c for c in unicodedata.normalize('NFD', text) if not unicodedata.combining(c))


def tokeniser():
    """text → stems. Apostrophes end a word, so that «l'école» gives «école»; one letter is no word."""
    lines = (ROOT / 'lexicons' / 'stopwords.tsv').read_text(encoding='utf8').splitlines()
    stop = {line.split('\t')[0] for line in lines if not line.startswith('#')} | {'qu', 'jusqu', 'lorsqu', 'puisqu', 'quoiqu'}
    stop |= {unaccented(word) for word in stop}
    stemmer = Stemmer.Stemmer('french')

    def stems(text):
        words = [word for word in WORD.findall(unicodedata.normalize('NFC', text).lower()) if word not in stop]
        return [unaccented(stem) for stem in stemmer.stemWords(words)]
    return stems


def kmeans(matrix, k, starts=10):
    return KMeans(k, n_init=starts, random_state=0).fit_predict(matrix)


def best_silhouette(matrix):
    """Labels of the k whose partition has the best cosine silhouette."""
    best = (-2, None)
    for k in CANDIDATES:
        if k < matrix.shape[0]:
            labels = kmeans(matrix, k, starts=3)
            if len(set(labels)) > 1:
                score = silhouette_score(matrix, labels, metric='cosine', sample_size=min(2000, matrix.shape[0]), random_state=0)
                best = max(best, (score, labels), key=lambda one: one[0])
    return best[1]


def nmf(matrix, k):
    return NMF(k, init='nndsvd', max_iter=400, random_state=0).fit_transform(matrix).argmax(axis=1)


def lsa(matrix, k):
    wanted = min(100, min(matrix.shape) - 1)
    return kmeans(normalize(TruncatedSVD(wanted, random_state=0).fit_transform(matrix)), k)


def lda(texts, names, k):
    """gensim, twenty passes, no tuning; `texts` are lists of stems already of the vocabulary."""
    number = {name: place for place, name in enumerate(names)}
    bags = []
    for text in texts:
        bag = {}
        for stem in text:
            if stem in number:
                bag[number[stem]] = bag.get(number[stem], 0) + 1
        bags.append(sorted(bag.items()))
    model = LdaModel(bags, num_topics=k, id2word=dict(enumerate(names)), passes=20, random_state=0)
    return [max(model.get_document_topics(bag, minimum_probability=0), key=lambda one: one[1])[0] for bag in bags]


def peers(texts, k, stems):
    """name → label of each text; the texts with no term left are unclassified."""
    words = [stems(text) for text in texts]
    vectoriser = TfidfVectorizer(analyzer=lambda text: text, min_df=2, sublinear_tf=True)
    matrix = vectoriser.fit_transform(words)
    kept = [place for place in range(len(texts)) if matrix[place].nnz]
    matrix = matrix[kept]
    found = {'auto': best_silhouette(matrix), 'KMeans': kmeans(matrix, k), 'NMF': nmf(matrix, k), 'LSA': lsa(matrix, k)}
    if LdaModel:
        found['LDA'] = lda([words[place] for place in kept], vectoriser.get_feature_names_out(), k)
    spread = {}
    for name, labels in found.items():
        spread[name] = [UNCLASSIFIED] * len(texts)
        for place, label in zip(kept, labels):
            spread[name][place] = label
    return spread


def ours(cahier, path, rows):
    """(gold rows that cahier read, AMI by `cahier evaluate`, number of themes); the AMI is checked against scikit-learn's."""
    with tempfile.TemporaryDirectory() as folder:
        report = analyse(cahier, path, folder)
        said = evaluate(cahier, report, path)['themes']
        themes = report.themes()
    rows = [row for row in rows if row['id'] in themes]
    found = [themes[row['id']] for row in rows]
    ami = adjusted_mutual_info_score([row['label'] for row in rows], found)
    if abs(ami - said['ami']) > 1e-6 or said['themes'] != len(set(found) - {UNCLASSIFIED}):
        sys.exit(f"peers.py: {path}: cahier evaluate says AMI {said['ami']:.6f}, scikit-learn {ami:.6f}")
    return rows, said['ami'], said['themes']


def measure(cahier, path, stems):
    """One line of the table: set, texts, labels, themes of cahier and of the silhouette, AMI by method."""
    rows, ami, themes = ours(cahier, path, rows_of(path))
    gold = [row['label'] for row in rows]
    partitions = peers([row['text'] for row in rows], len(set(gold)), stems)
    scores = {name: adjusted_mutual_info_score(gold, labels) for name, labels in partitions.items()}
    chosen = len(set(partitions['auto']) - {UNCLASSIFIED})
    return {'n': len(rows), 'k': len(set(gold)), 'themes': themes, 'silhouette': chosen, 'cahier': ami, **scores}


def show(name, line):
    cells = ''.join(f'{line[one]:8.3f}' for one in ('KMeans', 'NMF', 'LSA')) + (f"{line['LDA']:8.3f}" if 'LDA' in line else f'{"–":>8}')
    counts = ''.join(f'{line.get(one, "")!s:>6}' for one in ('n', 'k', 'themes', 'silhouette'))
    best = max(line[one] for one in ('KMeans', 'NMF', 'LSA', 'LDA') if one in line)
    print(f"{name:22}{counts}  {line['cahier']:8.3f}{line['auto']:8.3f}{line['cahier'] / line['auto']:7.2f}  {cells}"
          f"{line['cahier'] / best:7.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--cahier', required=True)
    parser.add_argument('files', nargs='+')
    options = parser.parse_args()
    if not LdaModel:
        print('peers.py: no gensim here (Debian: python3-gensim): the LDA column stays empty', file=sys.stderr)
    stems = tokeniser()
    print(f'{"":22}{"":6}{"themes":>17} {"AMI, auto":>19}{"":9}  AMI, told the true k')
    print(f'{"set":22}{"n":>6}{"true":>6}{"cahi.":>6}{"silh.":>6}  {"cahier":>8}{"KM+sil":>8}{"ratio":>7}  '
          f'{"KMeans":>8}{"NMF":>8}{"LSA+KM":>8}{"LDA":>8}{"ratio":>7}', flush=True)
    table = []
    for path in options.files:
        table.append(measure(options.cahier, path, stems))
        show(pathlib.Path(path).stem, table[-1])
    scores = [name for name in ('cahier', 'auto', 'KMeans', 'NMF', 'LSA', 'LDA') if name in table[0]]
    show('mean', {name: statistics.mean(line[name] for line in table) for name in scores})
    off = {name: statistics.mean(abs(math.log2(line[name] / line['k'])) for line in table) for name in ('themes', 'silhouette')}
    print(f"mean |log2 themes / labels|: cahier {off['themes']:.2f}, silhouette {off['silhouette']:.2f}")


if __name__ == '__main__':
    main()
