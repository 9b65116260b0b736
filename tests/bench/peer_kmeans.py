#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One line: k and AMI of cahier (from `cahier evaluate --json`), k and AMI of scikit-learn on the same texts.

    peer_kmeans.py GOLD.jsonl EVALUATION.json

The peer: French Snowball stems, TF-IDF, KMeans, k of the best cosine silhouette of thirteen between 2 and 30. Seed 0.
"""
import json
import re
import sys

import Stemmer
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_mutual_info_score, silhouette_score

STOP = set('''à au aux avec ce ces cette dans de des du elle en et eux il ils je la le les leur lui ma mais me même mes moi mon ne
nos notre nous on ou où par pas pour plus qu que qui sa se ses si son sur ta te tes toi ton tu un une vos votre vous d j l m n s
t y est sont été être avoir ont a ai as avons avez'''.split())


def numbers(tree, name):
    """The first number called `name`, wherever it stands in the evaluation."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key == name and isinstance(value, (int, float)):
                return value
            found = numbers(value, name)
            if found is not None:
                return found
    return None


def main():
    rows = [json.loads(line) for line in open(sys.argv[1], encoding='utf8')]
    evaluation = json.load(open(sys.argv[2], encoding='utf8'))
    stemmer = Stemmer.Stemmer('french')
    word = re.compile(r'[^\W\d_]{2,}')

    def analyse(text):
        return stemmer.stemWords([w for w in word.findall(text.lower()) if w not in STOP])

    x = TfidfVectorizer(analyzer=analyse, min_df=2, sublinear_tf=True).fit_transform([row['text'] for row in rows])
    best = None
    for k in [k for k in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 25, 30) if k < x.shape[0]]:
        labels = KMeans(k, n_init=3, random_state=0).fit_predict(x)
        if len(set(labels)) > 1:
            score = silhouette_score(x, labels, metric='cosine', sample_size=min(1500, x.shape[0]), random_state=0)
            if best is None or score > best[0]:
                best = (score, k, labels)
    ami = adjusted_mutual_info_score([row['label'] for row in rows], best[2])
    themes = numbers(evaluation, 'themes')
    print(f"{themes}\t{numbers(evaluation, 'ami'):.3f}\t{best[1]}\t{ami:.3f}")


main()
