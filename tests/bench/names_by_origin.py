#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Are the names of all origins hidden equally well?

    tests/bench/names_by_origin.py [PROGRAM] [--redact balanced|strict] [--show]

First names and surnames of several origins, each put into the same sentences: with a title, after "je m'appelle", as a
signature, alone beside kin, in capitals, in lower case. One line a group: how many names were hidden whole, by shape of
sentence and in all. Groups must not differ: the last line is the largest gap between two of them. Names and sentences are
written for this bench; the seed is fixed.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unicodedata

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SEED = 20251
NAMES = {  # origin: first names; surnames
    "français": ("Bernard Chantal Didier Martine Thierry Nathalie Sébastien Élodie Maxime Océane Gérard Josette Mathis "
                 "Manon Léo", "Tartempion Duchemineau Lavergnolle Pichonnat Grandclaude Bousquetier"),
    "breton": ("Gwenaëlle Yannick Ronan Maëlle Erwan Loïc Nolwenn Tanguy Soizic Goulven Enora Ewen Rozenn Corentin Gaël",
               "Le Goffic Kervadec Quéméneur Le Floch Guillouzic Kerbrat"),
    "corse": ("Ange-Toussaint Ghjulia Petru Laetitia Dumè Lisandru Saveria Orso Andria Letizia Battista Vannina Pasquale "
              "Santu Maria-Stella", "Casabianchi Mattei Ottaviani Luccioni Pieraggi Giacobbini"),
    "alsacien": ("Jean-Georges Liesel Wendelin Odile Hansi Marlène Jürgen Gretel Sepp Mathilda Fritz Ottilie Heinrich Lothar "
                 "Edwige", "Muckensturm Oberlé Schaffhauser Klingelhofer Wurtzelmann Zimmerlin"),
    "basque et occitan": ("Maïté Xabi Amaia Iban Eneko Ainhoa Peio Jordi Magali Mireille Frédéri Guilhem Estelle Oihana Bixente",
                          "Etcheverrigaray Bordagaray Puigrenier Cazaubon Ithurralde Lasserrette"),
    "maghreb": ("Mohamed Fatima Karim Aïcha Rachid Samira Mehdi Nadia Abdelkader Khadija Yacine Leïla Sofiane Zohra Bilal",
                "Benhaddou Bouazzaoui Ait Ouali Belkacemi Zerroukhi Cherifaoui"),
    "afrique": ("Mamadou Aminata Ousmane Fatoumata Ibrahima Mariam Koffi Awa Moussa Aya Cheikh Bintou Kouamé Adjoa Souleymane",
                "Diarrassouba Kouyatéba Ndiayelle Mbongolo Traorévic Ngassamba"),
    "asie": ("Thi Minh Linh Wei Xiu Hoang Thuy Kim-Anh Srey Sokha Priya Rajesh Arun Lakshmi Duc",
             "Nguyenhuu Tranhvan Zhangli Soukhavong Kanagaratnam Phommachanh"),
    "antilles": ("Marie-Ange Gladys Jocelyn Rosemonde Euzhan Guy-Albert Murielle Ketty Fabiola Gustave Myrtha Judes Lucette "
                 "Steeve Mano", "Zami Bellegarrigue Jean-Louisy Montlouiset Ventadoury Sainte-Rosette"),
    "portugais et espagnol": ("Manuel Conceição Joaquim Fernanda Paulo Inês Pilar Ramón Dolorès Rui Teresa Agostinho Lurdes Diego "
                              "Catarina", "Vasconcelinho Rodrigueiro Carvalhaes Etxebarrez Figueirinha Mendizabes"),
    "europe de l'Est": ("Zbigniew Agnieszka Ivana Dragan Svetlana Bogdan Milena Vesna Piotr Oksana Radu Andreea Goran Yuri "
                        "Ludmila", "Kowalczykiak Petrovitchin Ionescovici Dragomiresca Szymanskowa Jovanovicki"),
    "turc et kurde": ("Mehmet Ayşe Emre Elif Mustafa Zeynep Yusuf Fatma Hakan Gül Serkan Rojin Murat Sevda Ahmet",
                      "Yildirimoglu Karabulutlu Demirtasan Özgürel Akbulutan Sahinkaya"),
    "juif": ("Moshe Rivka Shlomo Esther Avraham Yaël Ilan Déborah Menahem Sarah Haïm Noémie Eliezer Myriam Shimon",
             "Benzaquenne Toledanovitch Rozenbluman Abitbolin Lévyssohn Zylbersteinel"),
}
SENTENCES = {  # shape: sentences; F first name, N surname
    "title": ("J'ai vu Mme {N} à la mairie.", "M. {N} ne répond jamais au téléphone.", "Le chien de monsieur {N} aboie."),
    "title and first name": ("Madame {F} {N} bloque le passage.", "Le docteur {F} {N} part à la retraite."),
    "introduction": ("Je m'appelle {F} {N} et je demande un banc.", "Bonjour, je suis {F} {N}, riveraine."),
    "full name": ("Hier {F} {N} a garé sa voiture sur le trottoir.", "Le terrain appartient à {F} {N} depuis dix ans."),
    "inverted": ("Dossier suivi par {NN} {F} à ce jour.", "Demandé par {NN} {F} en mai."),
    "signature": ("Il faut plus de bus.\nCordialement,\n{F} {N}", "Réparez la rue.\nMerci d'avance\n{F} {N}"),
    "first name signature": ("Il faut plus de bus.\nCordialement,\n{F}", "Réparez la rue.\n{F}"),
    "kin": ("Mon voisin {F} fait du bruit.", "Ma fille {F} ne trouve pas de crèche."),
    "lower case": ("je m'appelle {f} {n} et je veux un banc", "mme {n} crie toute la nuit"),
    "capitals": ("JE M'APPELLE {FF} {NN} ET JE VEUX UN BANC", "MME {NN} CRIE TOUTE LA NUIT"),
}


def texts():
    order = random.Random(SEED)
    for group, (firsts, surnames) in NAMES.items():
        surnames = surnames.replace("Le ", "Le_").replace("Ait ", "Ait_").split()
        for first in firsts.split():
            for shape, sentences in SENTENCES.items():
                name = order.choice(surnames).replace("_", " ")
                sentence = order.choice(sentences)
                yield group, shape, sentence.format(F=first, N=name, f=first.lower(), n=name.lower(), FF=first.upper(),
                                                    NN=name.upper()), [w for w, mark in ((first, "{F"), (first, "{f"),
                                                    (name, "{N"), (name, "{n")) if mark in sentence]


def bare(text):
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def shown(options, rows):
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "noms.jsonl"
        with source.open("w", encoding="utf-8") as out:
            for number, row in enumerate(rows):
                out.write(json.dumps({"id": f"n{number}", "text": row[2]}, ensure_ascii=False) + "\n")
        subprocess.run([options.cahier, "analyse", source, "--text", "text", "--id", "id", "--format", "json", "--quiet",
                        "--redact", options.redact, "-o", f"{folder}/report"], check=True)
        with open(f"{folder}/report/contributions.jsonl", encoding="utf-8") as lines:
            found = {row["id"]: row["text"] for row in map(json.loads, lines)}
    return [found[f"n{number}"] for number in range(len(rows))]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cahier", nargs="?", default=str(ROOT / "build/release/workers/cahier"))
    parser.add_argument("--redact", choices=("balanced", "strict"), default="balanced")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    rows = list(texts())
    total, hidden = collections.Counter(), collections.Counter()
    for (group, shape, text, names), after in zip(rows, shown(options, rows)):
        left = [name for name in names if re.search(rf"\b{re.escape(bare(name))}\b", bare(after))]
        total[group, shape] += 1
        hidden[group, shape] += not left
        if left and options.show:
            print(f"left\t{group}\t{shape}\t{after!r}")
    shares = {}
    for group in NAMES:
        shares[group] = sum(hidden[group, s] for s in SENTENCES) / sum(total[group, s] for s in SENTENCES)
        parts = " ".join(f"{shape} {hidden[group, shape]}/{total[group, shape]};" for shape in SENTENCES)
        print(f"{group}\trecall {shares[group]:.3f}\t{parts}")
    print(f"largest gap\t{max(shares.values()) - min(shares.values()):.3f}")
    return 0


sys.exit(main())
