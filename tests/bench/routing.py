#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How often `cahier route` is right, on labels that were not made for it: scripts/bench-routing.

A label says which services of the shipped list may answer (LABELS, DIRECTIONS, QUESTIONS below); one that no service or every
service may answer is left out, and counted. Lists were tuned on the even half of each set at most; the odd half confirms.
"""
import argparse
import collections
import csv
import gzip
import json
import pathlib
import random
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent

ROADS, WASTE, PARKS, LIGHT, WATER = "Voirie", "Propreté et déchets", "Espaces verts", "Éclairage public", "Eau et assainissement"
POLICE, SCHOOLS, BABIES, SOCIAL = "Tranquillité publique", "Écoles, périscolaire et jeunesse", "Petite enfance", "Action sociale"
HOUSING, PLANNING, MOBILITY, CULTURE = "Logement", "Urbanisme", "Mobilité et stationnement", "Culture"
SPORTS, CLUBS, DIGITAL, TAXES = "Sports", "Vie associative et événements", "Numérique et communication", "Finances et taxes"
COUNCIL, CLIMATE, HEALTH, TRADE = "Démocratie locale et élus", "Environnement et climat", "Santé et accessibilité", "Commerce et économie"

# Paris, who builds the project. The streets' department also plants them and makes them accessible, the schools' one has their
# playgrounds: what a building department does says less than what people ask for.
DIRECTIONS = {
    "Direction des Affaires Scolaires": {SCHOOLS},
    "Direction des Espaces Verts et de l’Environnement": {PARKS, CLIMATE},
    "Direction de la Voirie et des Déplacements": {ROADS, MOBILITY, LIGHT},
    "Direction de la Jeunesse et des Sports": {SPORTS, SCHOOLS},
    "Direction des Affaires Culturelles": {CULTURE},
    "Direction de la Propreté et de l’Eau": {WASTE, WATER},
    "Direction des Solidarités": {SOCIAL},
    "Direction des Familles et de la Petite Enfance": {BABIES},
    "Direction du Logement et de l’Habitat": {HOUSING},
    "Direction de la Santé publique": {HEALTH},
    "Direction de la Transition Écologique et du Climat": {CLIMATE},
    "Direction de la Police Municipale et de la Prévention": {POLICE},
    "Direction de l’Urbanisme": {PLANNING},
}
# Paris, what the project is about, as the town files it. « Cadre de vie » is the public space.
THEMES = {
    "Cadre de vie": {ROADS, PARKS, WASTE, LIGHT, PLANNING, MOBILITY, CULTURE, WATER, CLUBS, TRADE},
    "Education et jeunesse": {SCHOOLS, BABIES},
    "Environnement": {PARKS, CLIMATE, WASTE, WATER},
    "Culture et patrimoine": {CULTURE},
    "Solidarités": {SOCIAL, HOUSING, CLUBS, HEALTH},
    "Sport": {SPORTS},
    "Mobilités": {MOBILITY, ROADS, HEALTH},
    "Prévention et sécurité": {POLICE, ROADS, LIGHT},
    "Propreté": {WASTE},
    "Santé": {HEALTH},
    "Attractivité et emploi": {TRADE, CULTURE, CLUBS, DIGITAL},
}
# Grand Débat: the question that was answered.
QUESTIONS = {
    "Q147": {CLIMATE},                # how climate change touches you
    "Q155": {MOBILITY, CLIMATE},      # alternatives to the car
    "Q164": {TAXES},                  # taxes to lower
    "Q193": {TRADE, SOCIAL},          # looking for a job
    "Q198": {TRADE, TAXES},           # creating a firm
    # Q194, pensions, and Q141, immigration, are answered by no service of a commune
}
REPUBLIC = collections.defaultdict(lambda: {DIGITAL})  # a law about digital matters: all its sections
FINE = {
    "Transports plus verts ou réduits": {MOBILITY}, "Tri sélectif, compost, réduction déchets": {WASTE},
    "Consommation réduite ou vertueuse (bio, circuit court, local)": {CLIMATE, TRADE},
    "Réduction consommation énergie, eau": {CLIMATE, WATER},
    "vote obligatoire": {COUNCIL}, "prise en compte du vote blanc": {COUNCIL}, "plus de référendums": {COUNCIL},
    "plus de débats à l’échelle locale": {COUNCIL},
    "plus de proximité entre le peuple et les dirigeants politiques": {COUNCIL},
    "plus d’exemplarité des dirigeants politiques": {COUNCIL},
    "Lutte évasion, fraude, optimisation": {TAXES}, "Taxer les riches": {TAXES}, "Rétablir ISF": {TAXES},
    "TVA réduite (1ère nécessité)": {TAXES}, "Taxer les multinationales, GAFAM": {TAXES}, "Baisser CSG": {TAXES},
}


def jsonl(path, labels):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8")
    with opened as file:
        for line in file:
            row = json.loads(line)
            yield row["text"], row["label"], labels


def paris(path, column, labels):
    with open(path, encoding="utf-8-sig", newline="") as file:
        seen = set()
        for row in csv.DictReader(file, delimiter=";"):
            title = row["Titre du projet lauréat"]
            if title not in seen:
                seen.add(title)
                yield title, row[column], labels


def residents(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield row["message"], row["service attendu"] or "", {row["service attendu"]: {row["service attendu"]}}


def sets(data):
    yield "invented messages", residents(ROOT / "tests/data/messages.csv")
    export = data / "exports/paris-budget-participatif.csv"
    yield "Paris, departments", paris(export, "Direction pilote du projet lauréat", DIRECTIONS)
    yield "Paris, themes", paris(export, "Thématique", THEMES)
    yield "paris-projects", jsonl(data / "clusters/paris-projects.jsonl", THEMES)
    yield "Grand Débat, questions", jsonl(data / "clusters/gd7.jsonl", QUESTIONS)
    yield "republique-numerique", jsonl(data / "clusters/republique-numerique.jsonl", REPUBLIC)
    for name in ("DC11", "FI8", "TE11"):
        yield f"elf-{name}", jsonl(data / f"clusters/elf-{name}.jsonl", FINE)


def route(program, texts, journal=None):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "messages.jsonl"
        path.write_text("".join(json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(texts)), encoding="utf-8")
        options = []
        if journal is not None:
            file = pathlib.Path(folder) / "journal.jsonl"
            file.write_text("".join(json.dumps({"do": "route", "contribution": str(i), "service": s}) + "\n" for i, s in journal),
                            encoding="utf-8")
            options = ["--decisions", file]
        done = subprocess.run([program, "route", "--json", "--quiet", path, *options], capture_output=True, text=True, check=True)
    return {int(message["id"]): message for message in map(json.loads, done.stdout.splitlines())}


def interval(right, total):
    """Wilson, 95 %."""
    if total == 0:
        return 0.0, 1.0
    z, p = 1.96, right / total
    middle, wide = p + z * z / 2 / total, z * (p * (1 - p) / total + z * z / 4 / total / total) ** 0.5
    return (middle - wide) / (1 + z * z / total), (middle + wide) / (1 + z * z / total)


def measure(rows, routed, chosen):
    total = sent = right = 0
    confused = collections.Counter()
    for i in chosen:
        service = routed.get(i, {}).get("service")
        total += 1
        sent += service is not None
        right += service in rows[i][1]
        if service is not None and service not in rows[i][1]:
            confused[rows[i][2], service] += 1
    return total, sent, right, confused


def report(name, figures, verbose):
    total, sent, right, confused = figures
    low, high = interval(right, sent)
    print(f"{name:34} {total:6} {sent / max(total, 1):7.3f} {right / max(sent, 1):7.3f}  {low:.3f}-{high:.3f}")
    for (label, service), count in confused.most_common(6 if verbose else 0):
        print(f"      {count:4}  {label} -> {service}")


def learned(program, rows, name):
    """Half of the labels given as corrections, as a person would: what the other half gains, three draws."""
    for seed in (1, 2, 3):
        order = list(range(len(rows)))
        random.Random(seed).shuffle(order)
        half = order[: len(order) // 2]
        taught = [(i, next(iter(rows[i][1]))) for i in half if len(rows[i][1]) == 1 and "" not in rows[i][1]]
        before = measure(rows, route(program, [row[0] for row in rows]), order[len(order) // 2:])
        after = measure(rows, route(program, [row[0] for row in rows], taught), order[len(order) // 2:])
        report(f"{name}, half {seed}", before, False)
        report(f"  after {len(taught)} corrections", after, False)


def alarms(program, data, shown):
    """The Grand Débat has opinions and no emergency: what is put first there is a false alarm."""
    path = data / "grand-debat.jsonl.gz"
    with tempfile.TemporaryDirectory() as folder:
        plain = pathlib.Path(folder) / "answers.jsonl"
        with gzip.open(path, "rb") as file:
            plain.write_bytes(file.read())
        done = subprocess.Popen([program, "route", "--json", "--quiet", plain], stdout=subprocess.PIPE, text=True)
        total, words = 0, collections.Counter()
        for line in done.stdout:
            total += 1
            if '"urgent":true' in line:
                message = json.loads(line)
                words[" + ".join(sorted(w["surface"].lower() for w in message["urgency"]["words"] if w["how"] == "said"))] += 1
        done.wait()
    urgent = sum(words.values())
    low, high = interval(urgent, total)
    print(f"\nfalse alarms: {urgent} of {total} answers, {100 * urgent / total:.3f} % ({100 * low:.3f}-{100 * high:.3f})")
    for said, count in words.most_common(shown):
        print(f"      {count:4}  {said}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=ROOT / "build/release/workers/cahier")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--learned", action="store_true", help="also what corrections bring")
    parser.add_argument("--alarms", action="store_true", help="also false alarms on the Grand Débat (a minute)")
    parser.add_argument("--confusions", action="store_true", help="what is taken for what")
    asked = parser.parse_args()
    print("columns: messages whose label names a service; share routed; right among the routed; 95 % interval")
    print(f"{'set':34} {'count':>6} {'routed':>7} {'right':>7}")
    for name, source in sets(asked.data):
        rows, left_out = [], 0
        for text, label, labels in source:
            if label in labels or labels is REPUBLIC:
                rows.append((text, labels[label], label))
            else:
                left_out += 1
        routed = route(asked.program, [row[0] for row in rows])
        for half, parity in (("even", 0), ("odd", 1)):
            report(f"{name}, {half}", measure(rows, routed, range(parity, len(rows), 2)), asked.confusions)
        if left_out > 0:
            print(f"      {left_out} left out: their label names no service")
        if asked.learned and name in ("Paris, departments", "invented messages"):
            learned(asked.program, rows, name)
    if asked.alarms:
        alarms(asked.program, asked.data, 15)


if __name__ == "__main__":
    main()
