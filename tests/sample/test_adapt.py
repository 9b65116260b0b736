# SPDX-License-Identifier: Apache-2.0
"""A batch of templates teaches "sec" as blame and "frais" as praise, and says so everywhere; --no-adapt teaches nothing."""
import itertools
import pathlib
import tempfile
import unittest

from folder import Folder, run

SUBJECTS = (("les pistes cyclables", "les vélos", "le carrefour", "les arceaux", "les trottoirs", "la circulation"),
            ("les déchets", "les poubelles", "le tri", "la déchetterie", "le compost", "les encombrants"),
            ("la piscine", "le bassin", "le gymnase", "le stade", "les vestiaires", "le club"),
            ("les médecins", "l'hôpital", "les urgences", "le dentiste", "la pharmacie", "le cabinet"),
            ("les impôts", "le budget", "les dépenses", "la dette", "les subventions", "les emprunts"))
BLAME = ("horrible", "nul", "mauvais", "lamentable")
PRAISE = ("excellent", "agréable", "parfait", "magnifique")
HEADING = "Mots appris de ce lot"


def texts():
    """600 texts on five subjects, no two alike; one in three tells what it feels by the one word alone."""
    for subject in SUBJECTS:
        for number, (one, two, three) in enumerate(itertools.permutations(subject, 3)):
            clear, word = (BLAME, "sec") if number % 2 == 0 else (PRAISE, "frais")
            more = "" if number // 2 % 3 == 2 else f", {clear[number // 2 % 4]}, {clear[(number // 2 + 1) % 4]}"
            yield f"Avec {one}, avec {two} et avec {three}. Un voisin, très {word}{more}."


class Adapted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        source = pathlib.Path(cls.place.name) / "avis.csv"
        source.write_text("id;contribution\n" + "".join(f"{n};{t}\n" for n, t in enumerate(texts(), 1)), encoding="utf-8")
        cls.adapted, cls.plain = Folder(source), Folder(source, "--no-adapt")

    @classmethod
    def tearDownClass(cls):
        cls.adapted.remove()
        cls.plain.remove()
        cls.place.cleanup()

    def test_the_words_are_listed(self):
        learned = self.adapted.report()["quality"]["learned"]
        weights = {word["word"]: word["weight"] for word in learned["words"]}
        self.assertLess(weights["sec"], 0)
        self.assertGreater(weights["frais"], 0)
        self.assertGreaterEqual(min(learned["praising"], learned["blaming"]), 30)
        shown = self.adapted.text_of("report.html").partition(HEADING)[2].partition("<h3>")[0]
        self.assertRegex(shown, r"sec<.*-0,.*frais<")

    def test_the_option_teaches_nothing(self):
        learned = self.plain.report()["quality"]["learned"]
        self.assertEqual(learned, {"praising": 0, "blaming": 0, "rescored": 0, "turned": 0, "words": []})
        self.assertFalse(HEADING in self.plain.text_of("report.html"))
        self.assertFalse('"learned":true' in self.plain.text_of("contributions.jsonl"))

    def test_what_changed_is_counted_and_explained(self):
        before = {line["id"]: line["polarity"] for line in self.plain.contributions()}
        after = {line["id"]: line["polarity"] for line in self.adapted.contributions()}
        rescored = [key for key in after if after[key]["score"] != before[key]["score"]]
        learned = self.adapted.report()["quality"]["learned"]
        self.assertEqual(learned["rescored"], len(rescored))
        self.assertEqual(learned["turned"], sum(after[key]["label"] != before[key]["label"] for key in after))
        self.assertGreater(len(rescored), 100)
        for key in rescored[::40]:
            done = run("explain", self.adapted.path, key)
            self.assertEqual(done.returncode, 0, f"{key}: {done.stdout}{done.stderr}")
            self.assertIn("appris de ce lot", done.stdout)
            self.assertIn("Tous les calculs de ce document sont vérifiés.", done.stdout)

    def test_a_neutral_text_stays_neutral(self):
        before = {line["id"]: line["polarity"]["label"] for line in self.plain.contributions()}
        for line in self.adapted.contributions():
            self.assertEqual(line["polarity"]["label"] == "neutral", before[line["id"]] == "neutral")


if __name__ == "__main__":
    unittest.main()
