# SPDX-License-Identifier: Apache-2.0
"""What is hidden is nowhere: no file of the report, no message, no command shows a datum that the file held."""
import csv
import itertools
import json
import pathlib
import re
import tempfile
import unicodedata
import unittest
import zipfile

from folder import run

# One of each kind, invented: the datum as it is written, and the parts that may never come through.
PLANTED = {
    "e-mail": ("écrivez à solenn.quiberoche@exemple.fr", ["quiberoche", "exemple.fr"]),
    "telephone": ("appelez le 06 98 71 42 35", ["06 98 71 42 35", "0698714235"]),
    "IBAN": ("RIB : FR76 3000 6000 0112 3456 7890 189", ["3000 6000", "30006000"]),
    "NIR": ("mon numéro de sécu 1 85 05 78 006 084 91", ["1 85 05 78", "185057800608491"]),
    "card": ("ma carte 4970 1012 3456 7893", ["4970 1012", "4970101234567893"]),
    "plate": ("la voiture GK-731-QZ", ["GK-731-QZ", "GK731QZ"]),
    "address": ("j'habite 47 ter rue des Bleuets", ["47 ter"]),
    "postcode": ("29870 Lannilis", ["29870"]),
    "birth date": ("née le 14 février 1971", ["14 février 1971"]),
    "IP": ("adresse 82.64.12.217", ["82.64.12.217"]),
    "link": ("https://www.facebook.com/quentin.morvanezec", ["morvanezec"]),
    "handle": ("suivez @lutin_breizhou29 sur Instagram", ["lutin_breizhou29"]),
    "file number": ("dossier n° 2024-77881-B", ["77881"]),
    "title and name": ("Mme Lagadoche crie", ["lagadoche"]),
    "introduction": ("je m'appelle gwendal krampouzec", ["gwendal", "krampouzec"]),
    "kin": ("mon voisin Youssoufa Diarrabé", ["youssoufa", "diarrabé"]),
    "capitals": ("M. PENNARBEDEC EXAGÈRE", ["pennarbedec"]),
}
SUBJECTS = ("il faut des pistes cyclables au centre", "la cantine de l'école est trop chère", "les lampadaires sont éteints",
            "il n'y a plus de médecin au bourg", "le bus ne passe qu'une fois")
PARTS = [part for _, parts in PLANTED.values() for part in parts]
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


# Of run.json: what the machine took, whose digits may be those of a number by chance.
MEASURED = re.compile(r'"(duration_ms|cpu_ms|peak_bytes)":\s*\d+')


def plain(text):
    text = unicodedata.normalize("NFC", text).translate(INVISIBLE).casefold()
    return re.sub(r"[\u00a0\u202f]", " ", text)


def texts_under(folder):
    """Everything a folder holds, names included; workbooks part by part."""
    for path in sorted(folder.rglob("*")):
        yield path.name, path.name
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    yield f"{path.name}/{name}", book.read(name).decode("utf-8", "replace")
        elif path.is_file():
            yield path.name, MEASURED.sub("", path.read_text(encoding="utf-8", errors="replace"))


class Nowhere(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.parts = PARTS

    def write(self, name, header, rows):
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, delimiter=";").writerows([header, *rows])
        return path

    def assert_nothing_in(self, where, text):
        text = plain(text)
        for part in self.parts:
            self.assertFalse(plain(part) in text, f"«{part}» is in {where}: "
                             f"…{text[max(0, text.find(plain(part)) - 60):text.find(plain(part)) + 60]}…")

    def assert_nowhere(self, source, *options, code=0):
        """Runs everything there is to run on the file; reads everything it says and leaves."""
        output = self.folder / "rapport"
        for language, mode in itertools.product(("fr", "en"), ("balanced", "strict")):
            done = run("analyse", source, "-o", output, "--redact", mode, "--lang", language, *options)
            self.assertEqual(code, done.returncode, done.stderr)
            self.assert_nothing_in("the messages of analyse", done.stdout + done.stderr)
            for name, text in texts_under(output):
                self.assert_nothing_in(name, text)
        for command in (["check"], ["check", "--json"], ["check", "--lang", "en"]):
            done = run(*command, source, *options)
            self.assert_nothing_in(" ".join(command), done.stdout + done.stderr)
        return output

    def rows(self):
        for number, ((sentence, _), subject) in enumerate(zip(itertools.cycle(PLANTED.values()), SUBJECTS * 24), 1):
            yield number, subject, sentence

    def test_texts(self):
        rows = [[n, f"{subject}, {sentence}. {subject.capitalize()} !"] for n, subject, sentence in self.rows()]
        output = self.assert_nowhere(self.write("avis.csv", ["id", "avis"], rows))
        kinds = json.loads((output / "report.json").read_text(encoding="utf-8"))["counts"]["redactions"]
        self.assertEqual([], [kind for kind, count in kinds.items() if count == 0])
        for number in range(1, len(PLANTED) + 1):
            done = run("explain", output, str(number))
            self.assertEqual(0, done.returncode, done.stderr)
            self.assert_nothing_in(f"explain {number}", done.stdout + done.stderr)

    def test_the_whole_vocabulary_is_personal(self):
        rows = [[n, sentence] for n, _, sentence in self.rows()]  # nothing else to name a theme with
        self.assert_nowhere(self.write("avis.csv", ["id", "avis"], rows))

    def test_titles(self):
        rows = [[n, sentence, subject] for n, subject, sentence in self.rows()]
        self.assert_nowhere(self.write("avis.csv", ["id", "titre", "avis"], rows))

    def test_columns_beside_the_text(self):
        self.parts = [part for part in PARTS if part != "29870"]  # a postcode may say the place
        header = ["id", "date", "quartier", "tranche d'âge", "auteur", "remarque", "avis"]
        rows = [[n, "" if "1971" in sentence else sentence, sentence, sentence, sentence, sentence, subject]
                for n, subject, sentence in self.rows()]  # a date in the column of dates is the date
        source = self.write("avis.csv", header, rows)
        named = ["--text", "avis", "--date", "date", "--place", "quartier", "--person", "auteur"]
        self.assert_nowhere(source, *named, "--group", "tranche d'âge")
        self.assert_nowhere(source, *named, "--group", "tranche d'âge", "--keep-columns")

    def test_ids(self):
        rows = [[f"{sentence} {n}", subject] for n, subject, sentence in self.rows()]
        self.assert_nowhere(self.write("avis.csv", ["id", "avis"], rows), "--id", "id", "--text", "avis")

    def test_headers(self):
        sentences = [sentence for sentence, _ in PLANTED.values()]
        rows = [[n, subject, *["oui"] * len(sentences)] for n, subject, _ in self.rows()]
        source = self.write("avis.csv", ["id", "avis", *sentences], rows)
        self.assert_nowhere(source, "--text", "avis", "--keep-columns")
        for command in (["analyse", "-o", self.folder / "refus"], ["check"], ["check", "--lang", "en"]):
            refused = run(*command, source, "--text", "absente")
            self.assertEqual(1, refused.returncode)
            self.assert_nothing_in("a refusal", refused.stdout + refused.stderr)

    def test_rows_set_aside(self):
        rows = [[n, f"{subject}, {sentence}"] for n, subject, sentence in self.rows()]
        for number, (sentence, _) in enumerate(PLANTED.values()):
            rows.insert(number * 3, [sentence, "", sentence, sentence])  # too many cells, no text
        self.assert_nowhere(self.write("avis.csv", ["id", "avis"], rows))

    def test_a_file_that_is_broken(self):
        sentences = [sentence for sentence, _ in PLANTED.values()]
        broken = {
            "casse.json": '[{"avis": "' + '"}, {"avis": "'.join(sentences) + '"}, {"avis": "' + sentences[0],
            "casse.jsonl": "\n".join(f'{{"avis": "{sentence}"' for sentence in sentences),
            "guillemet.csv": "id;avis\n" + "".join(f'{n};"{s}\n' for n, s in enumerate(sentences)),
        }
        for name, content in broken.items():
            with self.subTest(name):
                path = self.folder / name
                path.write_text(content, encoding="utf-8")
                for command in (["analyse", "-o", self.folder / f"rapport-{name}"], ["check"], ["check", "--lang", "en"]):
                    done = run(*command, path)
                    self.assert_nothing_in(f"{command[0]} {name}", done.stdout + done.stderr)
                for where, text in texts_under(self.folder / f"rapport-{name}"):
                    self.assert_nothing_in(where, text)


if __name__ == "__main__":
    unittest.main()
