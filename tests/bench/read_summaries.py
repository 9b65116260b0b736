#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the summaries of report folders are worth, one line a folder:  read_summaries.py [--worst] FOLDER...

coverage and random  of the report, means over themes by size; below: themes whose coverage is under random's
sentences  a theme; short (< 8 words), long (> 40), lower (begins in lower case), open (no end, and its text goes on)
leans  begins as the sequel of something (« Mais », « Cela »); repeats  shares half of its long words with another
author  two sentences of one person; marks  redacted; insults  of lexicons/insult.tsv; dissent  themes that have one
"""
import json
import os
import re
import sys

LEANS = set("et mais ou donc car qui dont or ni puis ensuite alors cependant toutefois pourtant cela ça ceci ils elles "
            "celui celle ceux celles c'est".split())
HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = "themes below coverage random sentences short long lower open leans repeats author marks insults dissent".split()


def insults():
    path = os.path.join(HERE, '../../lexicons/insult.tsv')
    forms = [line.split('\t')[0] for line in open(path, encoding='utf8') if line.strip() and line[0] != '#']
    return re.compile(r"(?<!\w)(" + '|'.join(map(re.escape, forms)) + r")(?!\w)", re.I)


def long_words(text):
    return {word[:6] for word in re.findall(r"\w{4,}", text.lower())}


def faults(quote, others, source, insult):
    text = quote['text']
    words = re.findall(r"[^\W\d_][\w'’-]*", text)
    mine = long_words(text)
    found = []
    found += ['short'] * (len(words) < 8) + ['long'] * (len(words) > 40) + ['lower'] * text[0].islower()
    goes_on = quote['end'] < len(source['text'].encode())
    found += ['open'] * (goes_on and text.rstrip('»”") ')[-1:] not in '.!?…')
    found += ['leans'] * (bool(words) and words[0].lower().replace('’', "'") in LEANS)
    repeats = any(len(mine & long_words(o['text'])) * 2 >= len(mine | long_words(o['text'])) > 0 for o in others)
    found += ['repeats'] * repeats + ['marks'] * ('[' in text and ']' in text)
    return found + ['insults'] * bool(insult.search(text))


def read(folder, insult):
    report = json.load(open(f'{folder}/report.json', encoding='utf8'))
    texts = {}
    for line in open(f'{folder}/contributions.jsonl', encoding='utf8'):
        row = json.loads(line)
        texts[row['id']] = row
    count = dict.fromkeys(COLUMNS, 0)
    worst, size = [], 0
    for theme in report['themes']:
        count['themes'] += 1
        count['below'] += theme['coverage'] < theme['random_coverage']
        count['coverage'] += theme['coverage'] * theme['size']
        count['random'] += theme['random_coverage'] * theme['size']
        size += theme['size']
        count['dissent'] += any(quote['dissent'] for quote in theme['summary'])
        persons = [texts[quote['contribution']].get('person') for quote in theme['summary']]
        count['author'] += len(persons) - len(set(persons)) if None not in persons else 0
        for i, quote in enumerate(theme['summary']):
            found = faults(quote, theme['summary'][:i], texts[quote['contribution']], insult)
            count['sentences'] += 1
            for fault in found:
                count[fault] += 1
            if found:
                worst.append((len(found), theme['label'], quote['text'], found))
    for name in ('coverage', 'random'):
        count[name] = f'{count[name] / max(size, 1):.3f}'
    return count, sorted(worst, key=lambda row: -row[0])


def main():
    folders = [name for name in sys.argv[1:] if name != '--worst']
    insult = insults()
    print('set'.ljust(26) + ' '.join(name.rjust(8) for name in COLUMNS))
    for folder in folders:
        count, worst = read(folder, insult)
        print(os.path.basename(folder.rstrip('/')).ljust(26) + ' '.join(str(count[name]).rjust(8) for name in COLUMNS))
        for _, label, text, found in worst if '--worst' in sys.argv else []:
            print(f"    {','.join(found)} | {label} | {text}")


main()
