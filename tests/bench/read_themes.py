#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Labels, terms and summaries of a report folder, to be read by eye: read_themes.py FOLDER"""
import json
import sys

folder = sys.argv[1]
report = json.load(open(f'{folder}/report.json', encoding='utf8'))
for theme in report['themes']:
    terms = ', '.join(term['surface'] for term in theme['terms'][:8])
    print(f"- {theme['label']} ({theme['persons']} persons) : {terms}")
    for quote in theme['summary']:
        print(f"    {'≠' if quote.get('dissent') else '«'} {quote.get('text', '')}")
