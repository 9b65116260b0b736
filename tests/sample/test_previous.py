# SPDX-License-Identifier: Apache-2.0
"""An earlier report on the sample commune: themes keep their ids and texts when the file changes a little."""
import hashlib
import json
import pathlib
import tempfile
import unittest

from folder import DATA, run


class Previous(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.root = pathlib.Path(self.place.name)
        lines = (DATA / "commune.csv").read_text(encoding="utf-8").splitlines(keepends=True)
        self.header, self.rows = lines[0], lines[1:]

    def write(self, name, rows, header=None):
        path = self.root / name
        path.write_text((header or self.header) + "".join(rows), encoding="utf-8", newline="")
        return path

    def less(self):
        """One row in fifty is left out."""
        return [row for number, row in enumerate(self.rows) if number % 50 != 7]

    def analyse(self, source, name, *options):
        done = run("analyse", source, "-o", self.root / name, "-q", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return self.read(name)

    def read(self, name):
        report = json.loads((self.root / name / "report.json").read_text(encoding="utf-8"))
        lines = (self.root / name / "contributions.jsonl").read_text(encoding="utf-8").splitlines()
        return report, {line["id"]: line for line in map(json.loads, lines)}

    def main(self, line):
        return line["themes"][0]["id"] if line["themes"] else None

    def test_ids_and_texts_are_kept(self):
        before, old = self.analyse(DATA / "commune.csv", "before")
        after, new = self.analyse(self.write("less.csv", self.less()), "after", "--previous", self.root / "before")
        self.assertEqual({theme["id"] for theme in before["themes"]}, {theme["id"] for theme in after["themes"]})
        same = sum(self.main(line) == self.main(old[key]) for key, line in new.items())
        self.assertGreaterEqual(same, .95 * len(new))
        continuity = after["continuity"]
        self.assertEqual((continuity["documents"], continuity["same"]), (len(new), same))
        self.assertEqual({row["fate"] for row in continuity["themes"]}, {"kept"})
        self.assertIn("rapport précédent", " ".join(after["method"]))
        self.assertIsNone(before["continuity"])
        for source in after["manifest"]["previous"]:
            read = (self.root / "before" / source["name"]).read_bytes()
            self.assertEqual(source["sha256"], hashlib.sha256(read).hexdigest())

    def test_the_same_folder_is_read_before_it_is_replaced(self):
        before, _ = self.analyse(DATA / "commune.csv", "r")
        after, _ = self.analyse(self.write("less.csv", self.less()), "r", "--previous", self.root / "r")
        self.assertEqual({theme["id"] for theme in before["themes"]}, {theme["id"] for theme in after["themes"]})

    def test_rows_without_id_are_known_by_their_text(self):
        """Without a column of ids, removing a row moves the rank of all that follow."""
        names = self.header.split(";")
        self.assertIn("contribution", self.header)
        plain = [name for name in names if name.strip().lower() not in ("id", "référence", "numéro", "ref")]
        at = names.index(next(name for name in plain if "contribution" in name))
        text = [row.rstrip("\r\n").split(";")[at] + "\n" for row in self.rows if row.count(";") == self.header.count(";")]
        before, _ = self.analyse(self.write("all.csv", text, "contribution\n"), "before")
        for first in (0, 150, 240): # rows before keep their rank: most ids are true, those behind are not
            less = self.write("less.csv", text[:first] + text[first + 9:], "contribution\n")
            after, _ = self.analyse(less, "after", "--previous", self.root / "before")
            self.assertGreater(after["continuity"]["same"], .85 * after["continuity"]["documents"], first)
            self.assertGreater(after["continuity"]["documents"], .95 * after["counts"]["documents"], first)

    def test_texts_are_explained_after_an_earlier_report(self):
        self.analyse(self.write("part.csv", self.rows[::3]), "before")
        _, new = self.analyse(DATA / "commune.csv", "after", "--previous", self.root / "before")
        for key in list(new)[::5]:
            done = run("explain", self.root / "after", key)
            self.assertEqual(done.returncode, 0, f"{key}: {done.stdout}{done.stderr}")

    def test_decisions_apply_again(self):
        before, old = self.analyse(DATA / "commune.csv", "before")
        first, second, third = (theme["id"] for theme in before["themes"][:3])
        moved = next(key for key, line in old.items() if self.main(line) == third)
        decisions = [{"do": "rename", "theme": first, "label": "Notre nom"}, {"do": "merge", "themes": [{"theme": first}, {"theme": second}]},
                     {"do": "pin", "contribution": moved, "theme": first}]
        journal = self.root / "journal.jsonl"
        journal.write_text("".join(json.dumps({"who": "Mme Petit", "when": "2025-04-12", **d}) + "\n" for d in decisions),
                           encoding="utf-8")
        self.analyse(DATA / "commune.csv", "decided", "--decisions", journal)
        path = self.write("less.csv", self.less())
        after, new = self.analyse(path, "after", "--decisions", journal, "--previous", self.root / "decided")
        self.assertEqual({row["outcome"] for row in after["guidance"]["decisions"]}, {"applied"})
        self.assertEqual({"Notre nom"}, {theme["label"] for theme in after["themes"] if theme["id"] == first})
        self.assertEqual(self.main(new[moved]), first)
        self.assertEqual({row["fate"] for row in after["continuity"]["themes"]}, {"kept"})

    def test_what_is_no_report_is_refused(self):
        (self.root / "empty").mkdir()
        done = run("analyse", DATA / "commune.csv", "-o", self.root / "r", "--previous", self.root / "empty")
        self.assertEqual(done.returncode, 1)
        self.assertIn("pas un dossier de rapport", done.stderr)
        self.analyse(DATA / "commune.csv", "before")
        report = self.root / "before" / "report.json"
        text = report.read_text(encoding="utf-8")
        report.write_text(text.replace("cahier.report/1", "cahier.report/9"), encoding="utf-8")
        done = run("analyse", DATA / "commune.csv", "-o", self.root / "r", "--previous", self.root / "before")
        self.assertEqual(done.returncode, 1)
        self.assertIn("cahier.report/1", done.stderr)
        report.write_text(text, encoding="utf-8")
        with open(self.root / "before" / "contributions.jsonl", "a", encoding="utf-8") as lines:
            lines.write('{"id":"x","themes":[{"id":"t-zzzz"}]}\n')
        done = run("analyse", DATA / "commune.csv", "-o", self.root / "r", "--previous", self.root / "before")
        self.assertEqual(done.returncode, 1)
        self.assertIn("ligne", done.stderr)
        self.assertFalse((self.root / "r").exists())


if __name__ == "__main__":
    unittest.main()
