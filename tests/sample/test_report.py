# SPDX-License-Identifier: Apache-2.0
"""The report of the sample commune and hamlet: nothing lost, nothing hidden that shows, the same bytes each time."""
import collections
import hashlib
import pathlib
import re
import subprocess
import tempfile
import unicodedata
import unittest

from folder import DATA, FILES, Folder, rows_of, run

# What commune.csv holds of people, in the forms in which it could come through.
PERSONAL = {
    "first name": ["Solène", "Huguette", "Éléonore"],
    "name": ["Tavernier", "Lacaze", "Vasseur", "Brissaud"],
    "address": ["14 bis"],
    "e-mail": ["marchandeau", "lemoigne", "exemple.fr"],
    "phone": ["06 12 34 56 78", "0612345678", "02.99.11.22.33", "0299112233", "98 76 54 32", "98765432", "0645678901"],
    "plate": ["GH-482-KL", "GH482KL"],
    "iban": ["FR14", "1010 0505", "3M02"],
    "author key": ["usr-"],
}
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def plain(text):
    return unicodedata.normalize("NFC", text).translate(INVISIBLE).casefold()


class Commune(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder("commune.csv")
        cls.report = cls.folder.report()
        cls.contributions = cls.folder.contributions()
        cls.rows = rows_of("commune.csv")

    @classmethod
    def tearDownClass(cls):
        cls.folder.remove()

    def test_every_file_of_the_folder_is_there(self):
        self.assertEqual(sorted(FILES), sorted(path.name for path in self.folder.path.iterdir()))

    def test_each_row_is_analysed_or_set_aside(self):
        counts = self.report["counts"]
        self.assertEqual(len(self.rows), counts["rows"])
        self.assertEqual(counts["rows"], counts["contributions"] + counts["set_aside"]["total"])
        self.assertEqual(counts["documents"], len(self.contributions))
        self.assertEqual(counts["set_aside"]["total"], len(self.folder.table("set-aside.csv")) - 1)
        self.assertEqual(counts["set_aside"]["total"], sum(r["rows"] for r in counts["set_aside"]["reasons"]))
        self.assertEqual(counts["documents"], counts["classified"] + counts["unclassified"] + counts["no_answer"])

    def test_each_written_row_is_found_again_under_its_id(self):
        found = {contribution["id"]: contribution for contribution in self.contributions}
        self.assertEqual(len(self.contributions), len(found))
        for number, row in enumerate(self.rows, 1):
            if row["contribution"]:
                self.assertEqual(number, found[row["id"]]["row"], row["id"])

    def test_set_aside_rows_have_a_line_and_a_reason(self):
        header, *rows = self.folder.table("set-aside.csv")
        self.assertEqual(["fichier", "ligne", "raison"], header)
        lines = (DATA / "commune.csv").read_text(encoding="utf-8").split("\n")
        for file, line, reason in rows:
            self.assertEqual("commune.csv", file)
            self.assertTrue(reason)
            self.assertTrue(lines[int(line) - 1].endswith(";"), f"line {line} is not an empty text")

    def test_themes_are_few_enough_to_read_and_many_enough_to_tell(self):
        self.assertGreaterEqual(len(self.report["themes"]), 5)
        self.assertLessEqual(len(self.report["themes"]), 20)

    def test_the_number_of_themes_asked_for_is_given(self):
        for wanted in (1, 2, 5, 12, 30):
            with self.subTest(themes=wanted):
                folder = Folder("commune.csv", "--themes", wanted, "--format", "json")
                self.addCleanup(folder.remove)
                report = folder.report()
                self.assertEqual(wanted, len(report["themes"]))
                self.assertTrue(wanted <= 12 or 5 <= len(report["families"]) <= 12)
                if wanted == 1:
                    self.assertLessEqual(report["counts"]["unclassified"], 1)  # words that nobody else writes

    def test_more_themes_than_texts_is_said(self):
        folder = Folder("hameau.csv", "--themes", 60)
        self.addCleanup(folder.remove)
        report = folder.report()
        self.assertLess(len(report["themes"]), 60)
        self.assertIn(f"ces textes n’en donnent que {len(report['themes'])}", folder.text_of("report.html"))

    def test_other_numbers_of_themes_are_shown_beside_the_chosen_one(self):
        choice = self.report["quality"]["choice"]
        numbers = [number["themes"] for number in choice]
        self.assertEqual(sorted(set(numbers)), numbers)
        self.assertIn(len(self.report["themes"]), numbers)
        self.assertGreater(len(numbers), 5)

    def test_subthemes_are_parts_of_their_theme(self):
        folder = Folder("commune.csv", "--themes", 6, "--format", "json") # themes of fifty texts: left alone, they are of thirty
        self.addCleanup(folder.remove)
        report, main_themes = folder.report(), [c["themes"][0] for c in folder.contributions() if c["themes"]]
        sizes = collections.Counter(theme["sub"] for theme in main_themes if "sub" in theme)
        main = {theme["sub"]: theme["id"] for theme in main_themes if "sub" in theme}
        subs = [sub for theme in report["themes"] for sub in theme["subthemes"]]
        self.assertGreater(len(subs), 3)
        self.assertEqual({sub["id"]: sub["size"] for sub in subs}, dict(sizes))
        self.assertEqual({sub["id"]: sub["parent"] for sub in subs}, main)
        for theme in report["themes"]:
            labels = {sub["label"].casefold() for sub in theme["subthemes"]}
            self.assertEqual(len(theme["subthemes"]), len(labels), theme["label"])
            self.assertNotEqual(1, len(labels), theme["label"])
            self.assertEqual(len(labels) > 0, theme["division"] >= 0.6, theme["label"])

    def test_themes_have_distinct_names_and_stable_ids(self):
        labels = [theme["label"] for theme in self.report["themes"]]
        self.assertEqual(len(labels), len({label.casefold() for label in labels}))
        for theme in self.report["themes"]:
            self.assertRegex(theme["id"], r"^t-[0-9a-f]{4}")
            self.assertTrue(theme["label"].strip())

    def test_theme_sizes_add_up_to_what_is_classified(self):
        main = collections.Counter(c["themes"][0]["id"] for c in self.contributions if c["themes"])
        self.assertEqual(self.report["counts"]["classified"], sum(main.values()))
        for theme in self.report["themes"]:
            self.assertEqual(main[theme["id"]], theme["size"], theme["label"])
            self.assertEqual(theme["size"], sum(theme["polarity"].values()), theme["label"])
            self.assertEqual(theme["size"], sum(theme["stance"].values()), theme["label"])
            self.assertLessEqual(theme["persons"], theme["size"])

    def test_most_contributions_are_classified(self):
        counts = self.report["counts"]
        self.assertGreater(counts["classified"], 0.75 * counts["documents"])

    def test_a_theme_score_is_the_sum_of_its_words(self):
        for contribution in self.contributions:
            for theme in contribution["themes"]:
                parts = sum(round(1000 * term["weight"]) for term in theme["terms"])
                self.assertEqual(round(1000 * theme["score"]), parts, contribution["id"])

    def test_a_sentence_that_shows_a_theme_holds_its_words(self):
        found = 0
        for contribution in self.contributions:
            text = contribution["text"].encode("utf-8")
            self.assertNotIn("sentence", (contribution["themes"] or [{}])[0], contribution["id"])
            for theme in contribution["themes"][1:]:
                if "sentence" not in theme:
                    continue
                found += 1
                sentence = text[theme["sentence"]["start"] : theme["sentence"]["end"]].decode("utf-8")
                self.assertLess(len(sentence), len(contribution["text"]), contribution["id"])
                self.assertGreaterEqual(theme["score"], 0.25, contribution["id"])
        self.assertGreater(found, 0)

    def test_offsets_point_at_the_words_they_name(self):
        for contribution in self.contributions:
            text = contribution["text"].encode("utf-8")
            for evidence in contribution["polarity"]["evidence"]:
                self.assertEqual(evidence["surface"], text[evidence["start"]:evidence["end"]].decode("utf-8"))
                for rule in evidence["rules"]:
                    self.assertEqual(rule["cue"], text[rule["start"]:rule["end"]].decode("utf-8"))
            for redaction in contribution["redactions"]:
                self.assertRegex(text[redaction["start"]:redaction["end"]].decode("utf-8"), r"^\[.+\]$")

    def test_quotes_are_citizens_own_words(self):
        texts = {contribution["id"]: contribution["text"] for contribution in self.contributions}
        for theme in self.report["themes"]:
            self.assertTrue(theme["summary"], theme["label"])
            for quote in theme["summary"]:
                self.assertIn(quote["text"], texts[quote["contribution"]])

    def test_each_summary_has_its_coverage_beside_chance(self):
        for theme in self.report["themes"]:
            self.assertGreaterEqual(theme["coverage"], theme["random_coverage"], theme["label"])
        quoted = sum(len(theme["summary"]) > 1 for theme in self.report["themes"])
        self.assertEqual(quoted, self.folder.text_of("report.html").count("phrases tirées au hasard, à"))

    def test_non_answers_are_counted_and_have_no_theme(self):
        silent = [row["id"] for row in self.rows if row["contribution"].casefold().strip(".") in
                  ("ras", "rien à signaler", "sans avis")]
        self.assertEqual(4, len(silent))
        for contribution in self.contributions:
            if contribution["id"] in silent:
                self.assertEqual([], contribution["themes"], contribution["text"])
                self.assertIn("no_answer", contribution["notes"])

    def test_the_campaign_of_six_is_found_whole(self):
        sent = {row["id"] for row in self.rows if "contournement par le bois" in plain(row["contribution"])}
        self.assertEqual(6, len(sent))
        campaigns = [set(group["contributions"]) for group in self.report["duplicates"] if group["campaign"]]
        self.assertEqual([sent], campaigns)

    def test_texts_sent_twice_are_found(self):
        same = collections.defaultdict(set)
        for row in self.rows:
            if len(row["contribution"]) >= 40:
                same[row["contribution"]].add(row["id"])
        sent = [ids for ids in same.values() if len(ids) > 1]
        self.assertEqual(4, len(sent))
        groups = [set(group["contributions"]) for group in self.report["duplicates"] if group["kind"] == "identical"]
        for ids in sent:
            self.assertIn(ids, groups)

    def test_a_person_writing_twice_is_one_person(self):
        keys = {row["id"]: row["auteur"] for row in self.rows if row["auteur"]}
        shown = collections.defaultdict(set)
        for contribution in self.contributions:
            if contribution["id"] in keys:
                shown[keys[contribution["id"]]].add(contribution["person"])
        self.assertTrue(all(len(persons) == 1 for persons in shown.values()))
        self.assertEqual(len(shown), len({next(iter(persons)) for persons in shown.values()}))

    def test_no_personal_datum_is_left_in_any_file(self):
        parts = {name: self.folder.text_of(name) for name in FILES if not name.endswith(".xlsx")}
        parts.update(self.folder.sheets())
        for name, text in parts.items():
            text = plain(text)
            for kind, values in PERSONAL.items():
                for value in values:
                    self.assertFalse(plain(value) in text, f"{kind} «{value}» is in {name}")

    def test_what_was_hidden_is_marked_and_counted(self):
        kinds = collections.Counter(r["kind"] for c in self.contributions for r in c["redactions"])
        shown = {kind: count for kind, count in self.report["counts"]["redactions"].items() if count > 0}
        self.assertEqual(shown, dict(kinds))
        self.assertLessEqual({"email", "phone", "iban", "plate", "person", "address"}, set(kinds))

    def test_no_cell_starts_a_formula(self):
        for name in ("contributions.csv", "themes.csv", "set-aside.csv"):
            for row in self.folder.table(name):
                for cell in row:
                    number = re.fullmatch(r"-?\d+(,\d+)?", cell)
                    self.assertTrue(number or not cell.startswith(("=", "+", "-", "@", "\t", "\r")), f"{name}: {cell[:40]}")
        for name, text in self.folder.sheets().items():
            self.assertNotRegex(text, r"<f[ >/]", f"{name} holds a formula")

    def test_csv_and_workbook_say_the_same(self):
        self.assertEqual(len(self.contributions), len(self.folder.table("contributions.csv")) - 1)
        self.assertEqual(len(self.report["themes"]), len(self.folder.table("themes.csv")) - 1)
        for sheet in ("Thèmes", "Contributions", "Quartiers", "Doublons", "Écartées", "Méthode"):
            self.assertIn(f'name="{sheet}"', self.folder.sheets()["xl/workbook.xml"])

    def test_the_page_is_well_formed_and_needs_nothing_from_outside(self):
        checked = subprocess.run(["xmllint", "--html", "--noout", self.folder.path / "report.html"],
                                 capture_output=True, text=True, encoding="utf-8", errors="replace")
        # libxml2 knows HTML 4: it calls <main> and <svg> invalid tags, which is no fault of form
        faults = [line for line in checked.stderr.splitlines()
                  if "error :" in line and not re.search(r"Tag [\w-]+ invalid", line)]
        self.assertEqual([], faults)
        page = self.folder.text_of("report.html")
        self.assertNotRegex(page, r"""(src|href)=["']?(https?:)?//""")
        self.assertNotRegex(page, r"@import|url\((?!['\"]?(data:|#))")
        self.assertNotIn("<script>alert", page)
        self.assertRegex(page, r'<html[^>]* lang="fr"')

    def test_the_manifest_names_the_input_and_no_path(self):
        manifest = self.report["manifest"]
        digest = hashlib.sha256((DATA / "commune.csv").read_bytes()).hexdigest()
        self.assertEqual(["commune.csv"], [given["name"] for given in manifest["inputs"]])
        self.assertEqual(digest, manifest["inputs"][0]["sha256"])
        for name in FILES:
            if not name.endswith(".xlsx"):
                self.assertNotIn(str(DATA), self.folder.text_of(name), name)
                self.assertNotIn(str(self.folder.path), self.folder.text_of(name), name)

    def test_each_contribution_can_be_explained(self):
        for contribution in self.contributions:
            done = run("explain", self.folder.path, contribution["id"])
            self.assertEqual(0, done.returncode, f"{contribution['id']}: {done.stderr}")
            self.assertTrue(done.stdout.strip(), contribution["id"])
            for theme in contribution["themes"][:1]:
                self.assertTrue(theme["id"] in done.stdout or theme["terms"][0]["surface"] in done.stdout, contribution["id"])


class Determinism(unittest.TestCase):
    def test_the_same_bytes_with_one_two_and_seven_threads(self):
        first = Folder("commune.csv", "--jobs", "1")
        self.addCleanup(first.remove)
        for jobs in (1, 2, 2, 7, 7):
            again = Folder("commune.csv", "--jobs", str(jobs))
            for name in FILES:
                if name != "run.json":
                    self.assertEqual(first.bytes_of(name), again.bytes_of(name), f"{name} with --jobs {jobs}")
            again.remove()


class Hamlet(unittest.TestCase):
    def test_sixty_texts_without_a_date_give_a_few_themes(self):
        folder = Folder("hameau.csv")
        self.addCleanup(folder.remove)
        report = folder.report()
        self.assertEqual(60, report["counts"]["rows"])
        self.assertEqual(60, report["counts"]["contributions"] + report["counts"]["set_aside"]["total"])
        self.assertGreaterEqual(len(report["themes"]), 3)
        self.assertLessEqual(len(report["themes"]), 12)


class VeryLarge(unittest.TestCase):
    """The sheet Contributions of more than 100,000 is in contributions.csv; asked alone, the workbook has it all."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.file = pathlib.Path(cls.temporary.name) / "grand.csv"
        subjects = ("pistes cyclables", "cantine scolaire", "éclairage des rues", "médecin généraliste")
        with open(cls.file, "w", encoding="utf-8") as out:
            out.write("id;texte\n")
            out.writelines(f"{n};Il faut penser à {subjects[n % 4]}\n" for n in range(100_001))

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def rows_in_sheet(self, *options):
        folder = Folder(self.file, *options)
        self.addCleanup(folder.remove)
        return folder, folder.sheets()["xl/worksheets/sheet2.xml"].count("<row ")

    def test_the_rows_are_in_the_csv_and_the_sheet_says_so(self):
        folder, rows = self.rows_in_sheet("--format", "csv,xlsx")
        self.assertEqual(1, rows)
        self.assertIn("contributions.csv", folder.sheets()["xl/worksheets/sheet2.xml"])
        self.assertEqual(100_002, len(folder.table("contributions.csv")))

    def test_the_workbook_alone_has_every_row(self):
        self.assertEqual(100_002, self.rows_in_sheet("--format", "xlsx")[1])


if __name__ == "__main__":
    unittest.main()
