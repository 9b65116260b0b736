# SPDX-License-Identifier: Apache-2.0
"""A town's own list of themes, and people's decisions, on the sample commune: applied, explained, said when they are not."""
import json
import pathlib
import tempfile
import unittest

from folder import DATA, run

LIST = "thème\tmot\nVélo & trottinettes\tVélo\nVélo & trottinettes\tpiste cyclable\nCantine\tcantine\nPlage\tsable fin\n"


class Guided(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.root = pathlib.Path(self.place.name)

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")
        return str(self.root / name)

    def analyse(self, name, *options):
        folder = self.root / name
        done = run("analyse", DATA / "commune.csv", "-o", folder, "-q", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        lines = (folder / "contributions.jsonl").read_text(encoding="utf-8").splitlines()
        return report, {line["id"]: line for line in map(json.loads, lines)}

    def journal(self, *decisions):
        lines = [json.dumps({"who": "Mme Petit", "when": "2025-04-12", **d}, ensure_ascii=False) for d in decisions]
        return self.write("journal.jsonl", "\n".join(lines) + "\n")

    def test_a_list_guides(self):
        path = self.write("list.tsv", LIST)
        report, documents = self.analyse("r", "--taxonomy", path)
        labels = {theme["label"]: theme for theme in report["themes"]}
        self.assertTrue(labels["Vélo & trottinettes"]["from_taxonomy"])
        self.assertTrue(labels["Cantine"]["from_taxonomy"])
        self.assertTrue(any(not theme["from_taxonomy"] for theme in report["themes"]))
        self.assertEqual([(l["name"], l["documents"]) for l in report["guidance"]["listed"] if l["theme"] is None],
                         [("Plage", 0)])
        self.assertEqual(report["manifest"]["taxonomy"]["name"], "list.tsv")
        self.assertTrue(any("Plage" in line for line in report["method"]))
        said = [d for d in documents.values() if "cantine" in d["text"].lower() and d["themes"]]
        inside = [d for d in said if d["themes"][0]["id"] == labels["Cantine"]["id"]]
        self.assertGreater(len(inside), 0.8 * len(said))

    def test_no_list(self):
        report, _ = self.analyse("r", "--taxonomy", "none")
        self.assertIsNone(report["guidance"])
        self.assertFalse(any(theme["from_taxonomy"] for theme in report["themes"]))

    def test_decisions_of_each_kind(self):
        plain, documents = self.analyse("plain", "--taxonomy", "none")
        a, b, c, d = (theme["id"] for theme in plain["themes"][:4])
        of = {theme: [i for i, x in documents.items() if x["themes"] and x["themes"][0]["id"] == theme] for theme in (a, b, c, d)}
        path = self.journal(
            {"do": "rename", "theme": a, "label": "Un nom choisi"},
            {"do": "merge", "themes": [{"theme": b}, {"theme": "t-gone", "members": of[c]}]},
            {"do": "move", "contribution": of[a][0], "theme": d, "note": "mal placée"},
            {"do": "pin", "contributions": [of[a][1]], "theme": a},
            {"do": "exclude", "contributions": [of[d][0], "nobody"]},
            {"do": "split", "theme": d, "contributions": of[d][1:4], "label": "À part"},
            {"do": "apart", "contributions": of[a][2:4]},
            {"do": "move", "contribution": of[b][0], "theme": "t-none"},
            {"do": "polarity", "contribution": of[b][0], "label": "negative"},
            {"do": "move", "contribution": of[d][4], "theme": a},
            {"do": "move", "contribution": of[d][4], "theme": d},
            {"id": "x", "do": "exclude", "contribution": of[a][4]},
            {"do": "undo", "of": "x"})
        report, after = self.analyse("r", "--taxonomy", "none", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]],
                         ["applied"] * 7 + ["no_theme", "outside", "replaced", "applied", "undone", "undone"])
        main = {i: x["themes"][0]["id"] if x["themes"] else None for i, x in after.items()}
        labels = {theme["id"]: theme["label"] for theme in report["themes"]}
        self.assertEqual(labels[a], "Un nom choisi")
        self.assertNotIn(c, labels)
        self.assertEqual({main[i] for i in of[b] + of[c]}, {b})
        self.assertEqual((main[of[a][0]], main[of[a][1]], main[of[d][0]]), (d, a, None))
        self.assertEqual({labels[main[i]] for i in of[d][1:4]}, {"À part"})
        self.assertNotEqual(main[of[a][2]], main[of[a][3]])
        self.assertIsNotNone(main[of[a][4]])
        self.assertEqual(after[of[a][0]]["decision"]["who"], "Mme Petit")
        self.assertEqual(report["guidance"]["decisions"][4]["missing"], 1)
        said = run("explain", str(self.root / "r"), of[a][0]).stdout
        for words in ("Déplacée dans ce thème par Mme Petit", "mal placée", "prévaut", "vérifiés"):
            self.assertIn(words, said)
        for i in of[b] + of[c]:
            self.assertEqual(run("explain", self.root / "r", i).returncode, 0)
        self.analyse("seven", "--taxonomy", "none", "--decisions", path, "--jobs", "7")
        for name in ("report.json", "contributions.jsonl", "report.html", "manifest.json"):
            self.assertEqual((self.root / "r" / name).read_bytes(), (self.root / "seven" / name).read_bytes(), name)

    def test_apart_holds_against_a_later_merge(self):
        plain, _ = self.analyse("plain")
        themes = [{"theme": theme["id"]} for theme in plain["themes"][:2]]
        path = self.journal({"do": "apart", "themes": themes}, {"do": "merge", "themes": themes})
        report, _ = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]], ["applied", "contradicted"])

    def test_a_broken_journal_is_refused(self):
        for text, words in (("{\"do\":\"rename\"", "ligne 1 : ce n"), ("\n{}\n", "ligne 2 : « do » manque"),
                            ("{\"do\":\"move\",\"contribution\":1}", "« theme »"),
                            ("{\"do\":\"apart\",\"contributions\":[\"1\"]}", "« contribution »"),
                            ("{\"do\":\"rename\",\"theme\":\"t-1\"}", "« label »"),
                            ("{\"do\":\"split\",\"theme\":\"t-1\"}", "« term »"),
                            ("{\"do\":\"undo\",\"of\":\"z\"}", "« of »")):
            path = self.write("bad.jsonl", text)
            done = run("analyse", DATA / "commune.csv", "-o", self.root / "bad", "--decisions", path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stderr.replace("\u00a0", " ").replace("\u202f", " "))
            self.assertFalse((self.root / "bad").exists())


if __name__ == "__main__":
    unittest.main()
