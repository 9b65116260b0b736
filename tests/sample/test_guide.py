# SPDX-License-Identifier: Apache-2.0
"""A town's own list of themes, and people's decisions, on the sample commune: applied, explained, said when they are not."""
import json
import pathlib
import tempfile
import unittest

from folder import DATA, run

LIST = "thème\tmot\nVélo & trottinettes\tVélo\nVélo & trottinettes\tpiste cyclable\nCantine\tcantine\nPlage\tsable fin\n"

JOBS = ("Pôle emploi ne me propose aucune offre d'emploi.", "Mon conseiller de Pôle emploi change tous les mois.",
        "Au chômage depuis deux ans, Pôle emploi ne répond pas.", "Le recrutement passe par l'intérim, jamais par Pôle emploi.",
        "Une formation professionnelle promise par Pôle emploi, puis annulée.", "Demandeur d'emploi, je suis radié pour un courrier.",
        "La mission locale aide les jeunes à trouver une embauche.", "Les offres d'emploi de Pôle emploi sont périmées.",
        "Trouver un emploi à cinquante ans, sans Pôle emploi.", "Chômage et insertion professionnelle : peu d'offres d'emploi ici.",
        "Pôle emploi demande dix fois le même dossier aux chômeurs.", "Un entretien d'embauche obtenu sans Pôle emploi.")


class Guided(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.root = pathlib.Path(self.place.name)

    def write(self, name, text):
        (self.root / name).write_text(text, encoding="utf-8")
        return str(self.root / name)

    def analyse(self, name, *options, file=DATA / "commune.csv"):
        folder = self.root / name
        done = run("analyse", file, "-o", folder, "-q", *options)
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

    def test_jobs_are_no_shops(self):
        rows = (DATA / "commune.csv").read_text(encoding="utf-8")
        rows += "".join(f"J{number};03/02/2025;La Gare;;j{number};;\"{text}\"\n" for number, text in enumerate(JOBS))
        report, documents = self.analyse("r", file=self.write("jobs.csv", rows))
        theme = documents["J0"]["themes"][0]["id"]
        self.assertEqual([t["label"] for t in report["themes"] if t["id"] == theme], ["Emploi et insertion"])

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
                         ["applied"] * 7 + ["no_theme", "applied", "replaced", "applied", "undone", "undone"])
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

    def test_what_a_person_reads_counts(self):
        plain, documents = self.analyse("plain")
        a = plain["themes"][0]
        neutral = [i for i, x in documents.items() if x["polarity"]["label"] == "neutral" and x["duplicate"] is None
                   and x["themes"] and x["themes"][0]["id"] == a["id"]]
        stated = next(i for i in neutral if documents[i]["stance"]["label"] == "statement")
        path = self.journal(
            {"do": "polarity", "contribution": neutral[0], "label": "positive"},
            {"do": "polarity", "contributions": [neutral[0], neutral[1]], "label": "negative", "note": "« ça suffit »"},
            {"do": "stance", "contribution": stated, "label": "complaint"},
            {"do": "polarity", "contribution": "personne", "label": "mixed"},
            {"do": "sign-off", "by": "Mme Petit"})
        report, after = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]],
                         ["replaced", "applied", "applied", "no_contribution", "outside"])
        theme = next(theme for theme in report["themes"] if theme["id"] == a["id"])
        self.assertEqual(theme["polarity"]["negative"], a["polarity"]["negative"] + 2)
        self.assertEqual(theme["stance"]["complaint"], a["stance"]["complaint"] + 1)
        polarity = after[neutral[1]]["polarity"]
        self.assertEqual((polarity["label"], polarity["heard"], polarity["decision"]["who"]),
                         ("negative", "neutral", "Mme Petit"))
        self.assertEqual(polarity["score"], documents[neutral[1]]["polarity"]["score"])
        self.assertEqual((after[stated]["stance"]["label"], after[stated]["stance"]["heard"]), ("complaint", "statement"))
        self.assertTrue(any("2 avis, 1 nature de texte" in line.replace("\u00a0", " ") for line in report["method"]))
        said = run("explain", self.root / "r", neutral[1]).stdout
        for words in ("négatif, d’après Mme Petit", "ça suffit", "neutre, note", "vérifiés"):
            self.assertIn(words, said)
        told = json.loads(run("explain", self.root / "r", stated, "--json").stdout)["documents"][0]
        self.assertEqual((told["stance"]["label"], told["stance"]["heard"]), ("complaint", "statement"))

    def test_a_text_that_is_no_copy_counts_for_itself(self):
        plain, documents = self.analyse("plain")
        group = max(plain["duplicates"], key=lambda g: g["texts"])
        members = group["contributions"]
        other = next(i for i, x in documents.items() if x["duplicate"] is None)
        path = self.journal(
            {"do": "duplicate", "contributions": members, "accepted": True},
            {"do": "duplicate", "contribution": members[0], "accepted": False},
            {"do": "duplicate", "contribution": other, "accepted": False},
            {"do": "duplicate", "contributions": [members[1]], "accepted": False},
            {"do": "duplicate", "contributions": [members[1]], "accepted": True})
        report, after = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]],
                         ["applied", "applied", "no_copy", "replaced", "applied"])
        self.assertIsNone(after[members[0]]["duplicate"])
        self.assertEqual(after[members[0]]["no_copy"]["who"], "Mme Petit")
        self.assertEqual(after[members[1]]["duplicate"]["of"], None)
        left = next(g for g in report["duplicates"] if members[1] in g["contributions"])
        self.assertEqual(left["contributions"], members[1:])
        copied = sum(report["counts"]["duplicates"].values()) if "duplicates" in report["counts"] else None
        self.assertTrue(copied is None or copied < sum(plain["counts"]["duplicates"].values()))
        self.assertIn("compte pour elle-même", run("explain", self.root / "r", members[0]).stdout)
        path = self.journal({"do": "duplicate", "contributions": members, "accepted": False})
        report, after = self.analyse("r", "--decisions", path)
        self.assertFalse(any(set(members) & set(g["contributions"]) for g in report["duplicates"]))

    def test_a_name_that_the_program_missed_is_nowhere(self):
        plain, documents = self.analyse("plain")
        word = "commune"
        asked = next(i for i, x in documents.items() if word in x["text"] and not x["redactions"])
        text = documents[asked]["text"].encode()
        start = text.index(word.encode())
        mask = {"id": "m", "do": "redact", "contribution": asked, "start": start, "end": start + len(word), "kind": "person",
                "length": len(text)}
        path = self.journal(
            mask, {"do": "undo", "of": "m"}, {"do": "unredact", "contribution": asked, "start": start, "end": start + 10},
            {"do": "redact", "contribution": "personne", "start": 0, "end": 2, "kind": "phone"})
        report, after = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]],
                         ["applied", "kept_hidden", "applied", "no_contribution"])
        self.assertEqual(after[asked]["text"], documents[asked]["text"].replace(word, "[personne]", 1))
        self.assertEqual(after[asked]["redactions"], [{"kind": "person", "start": start, "end": start + 10}])
        self.assertEqual(run("explain", self.root / "r", asked).returncode, 0)
        path = self.journal(dict(mask, length=len(text) + 1))
        report, after = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]], ["text_changed"])
        self.assertEqual((after[asked]["text"], after[asked]["notes"]), (documents[asked]["text"], ["mask_lost"]))

    def test_what_is_said_of_a_theme(self):
        plain, documents = self.analyse("plain")
        a, b, c = plain["themes"][:3]
        of = [i for i, x in documents.items() if x["themes"] and x["themes"][0]["id"] == a["id"]]
        quoted = [q["contribution"] for q in a["summary"]]
        fresh = next(i for i in of if documents[i]["person"] not in {documents[q]["person"] for q in quoted})
        other = next(i for i in of if i != fresh and documents[i]["person"] not in
                     {documents[q]["person"] for q in quoted + [fresh]})
        elsewhere = next(i for i, x in documents.items() if not x["themes"])
        path = self.journal(
            {"do": "sign", "theme": b["id"], "documents": b["size"]},
            {"do": "sentence", "theme": a["id"], "replaces": quoted[0], "contribution": fresh, "sentence": 1},
            {"do": "sentence", "theme": a["id"], "replaces": fresh, "contribution": other, "sentence": 1},
            {"do": "sentence", "theme": a["id"], "replaces": quoted[0], "contribution": fresh, "sentence": 1},
            {"do": "sentence", "theme": a["id"], "replaces": quoted[1], "contribution": elsewhere, "sentence": 1},
            {"do": "verdict", "theme": a["id"], "contribution": of[0], "right": True},
            {"do": "sign", "theme": c["id"], "documents": c["size"]},
            {"do": "rename", "theme": c["id"], "label": "Autre nom"},
            {"do": "sign", "theme": a["id"], "documents": 2 * a["size"]},
            {"do": "note", "theme": a["id"], "note": "à relire"},
            {"do": "publish"},
            {"do": "sign", "theme": "t-none"})
        report, after = self.analyse("r", "--decisions", path)
        self.assertEqual([x["outcome"] for x in report["guidance"]["decisions"]],
                         ["applied", "replaced", "applied", "no_sentence", "no_sentence", "applied", "theme_changed",
                          "applied", "theme_changed", "applied", "applied", "no_theme"])
        self.assertEqual([s["theme"] for s in report["guidance"]["signed"]], [b["id"]])
        theme = next(theme for theme in report["themes"] if theme["id"] == a["id"])
        self.assertEqual([q["contribution"] for q in theme["summary"]], [other] + quoted[1:])
        self.assertNotEqual(theme["coverage"], a["coverage"])
        self.assertEqual(theme["random_coverage"], a["random_coverage"])
        page = (self.root / "r" / "report.html").read_text(encoding="utf-8")
        self.assertEqual(page.count("Thème relu et signé"), 1)

    def test_a_broken_journal_is_refused(self):
        for text, words in (("{\"do\":\"rename\"", "ligne 1 : ce n"), ("\n{}\n", "ligne 2 : « do » manque"),
                            ("{\"do\":\"move\",\"contribution\":1}", "« theme »"),
                            ("{\"do\":\"apart\",\"contributions\":[\"1\"]}", "« contribution »"),
                            ("{\"do\":\"rename\",\"theme\":\"t-1\"}", "« label »"),
                            ("{\"do\":\"split\",\"theme\":\"t-1\"}", "« term »"),
                            ("{\"do\":\"polarity\",\"contribution\":1,\"label\":\"bof\"}", "polarité"),
                            ("{\"do\":\"stance\",\"contribution\":1}", "« label »"),
                            ("{\"do\":\"duplicate\",\"contribution\":1}", "« accepted »"),
                            ("{\"do\":\"redact\",\"contribution\":1,\"start\":2,\"end\":2,\"kind\":\"person\"}", "« start »"),
                            ("{\"do\":\"redact\",\"contribution\":1,\"start\":-1,\"end\":2,\"kind\":\"person\"}", "« start »"),
                            ("{\"do\":\"redact\",\"contributions\":[1,2],\"start\":1,\"end\":2,\"kind\":\"person\"}", "« contribution »"),
                            ("{\"do\":\"sentence\",\"theme\":\"t-1\",\"contribution\":1,\"sentence\":0}", "« sentence »"),
                            ("{\"do\":\"verdict\",\"theme\":\"t-1\",\"contribution\":1}", "« right »"),
                            ("{\"do\":\"note\",\"theme\":\"t-1\"}", "« note »"),
                            ("{\"do\":\"undo\",\"of\":\"z\"}", "« of »")):
            path = self.write("bad.jsonl", text)
            done = run("analyse", DATA / "commune.csv", "-o", self.root / "bad", "--decisions", path)
            self.assertEqual(done.returncode, 1)
            self.assertIn(words, done.stderr.replace("\u00a0", " ").replace("\u202f", " "))
            self.assertFalse((self.root / "bad").exists())


if __name__ == "__main__":
    unittest.main()
