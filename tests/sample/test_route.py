#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`cahier route`: from a file to one list a service; corrections; what must never be lost, shown or run."""
import csv
import io
import json
import pathlib
import tempfile
import unittest

from folder import DATA, run

TOWN = """# lexicon: services
# version: 1
# licence: -
# source: test
# columns: service\tkind\tform\tweight\taddress\tdelay
Voirie\tterm\ttrottoir\t1\tvoirie@ville.example\t15
Propreté\tterm\tpoubelle\t1\tproprete@ville.example\t7
"""
MESSAGES = [("1", "Le trottoir est cassé"), ("2", "La poubelle est pleine"), ("3", "La poubelle sur le trottoir"),
            ("4", "Rien de tout cela"), ("5", "Odeur de gaz sur le trottoir, appelez le 06 12 34 56 78"),
            ("6", "=1+1 trottoir")]


def table(path):
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), delimiter=";"))


class Route(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.services = self.write("services.tsv", TOWN)
        self.messages = self.write("messages.jsonl", "".join(
            json.dumps({"id": i, "text": text}, ensure_ascii=False) + "\n" for i, text in MESSAGES))

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    def route(self, *options, code=0):
        done = run("route", self.messages, "--services", self.services, *options)
        self.assertEqual(done.returncode, code, done.stderr)
        return done

    def test_every_message_is_in_one_list(self):
        out = self.folder / "tri"
        self.route("-o", out)
        lists = {path.name: table(path) for path in out.glob("*.csv")}
        held = [row["identifiant"] for name, rows in lists.items() if name not in ("urgences.csv", "bilan.csv") for row in rows]
        self.assertEqual(sorted(held), [i for i, _ in MESSAGES])
        self.assertEqual([row["identifiant"] for row in lists["service-01-voirie.csv"]], ["5", "1", "6"])  # urgent first
        self.assertEqual([row["identifiant"] for row in lists["urgences.csv"]], ["5"])
        person = {row["identifiant"]: row for row in lists["a-orienter.csv"]}
        self.assertEqual((person["3"]["service"], person["3"]["autre service"]), ("Propreté", "Voirie"))
        self.assertEqual(person["3"]["pourquoi"], "deux services sont proches")
        self.assertEqual(sum(int(row["messages"]) for row in lists["bilan.csv"]), len(MESSAGES))
        self.assertEqual(lists["bilan.csv"][0]["adresse"], "voirie@ville.example")

    def test_nothing_personal_and_no_formula(self):
        out = self.folder / "tri"
        self.route("-o", out)
        for path in out.iterdir():
            self.assertNotIn("06 12 34 56 78", path.read_text(encoding="utf-8-sig"), path.name)
        self.assertTrue(any(row["message"].startswith("'=") for row in table(out / "service-01-voirie.csv")))

    def test_parts_add_up(self):
        for line in self.route("--json", "--quiet").stdout.splitlines():
            message = json.loads(line)
            for candidate in (message["best"], message["next"]):
                if candidate is not None:
                    self.assertAlmostEqual(candidate["score"], sum(word["weight"] for word in candidate["words"]))
                    for word in candidate["words"]:
                        said = message["text"].encode()[word["start"]:word["end"]].decode()
                        self.assertEqual(said, word["surface"])

    def test_same_input_same_bytes_and_an_older_folder_is_replaced(self):
        first, again = self.folder / "a", self.folder / "b"
        self.route("-o", first)
        self.route("-o", again)
        (again / "note-de-l-agent.txt").write_text("à garder")
        (again / "service-99-ancien.csv").write_text("")
        self.route("-o", again)
        self.assertEqual({p.name: p.read_bytes() for p in first.iterdir()},
                         {p.name: p.read_bytes() for p in again.iterdir() if p.suffix != ".txt"})
        self.assertTrue((again / "note-de-l-agent.txt").exists())
        other = self.folder / "photos"
        other.mkdir()
        (other / "vacances.jpg").write_text("")
        self.route("-o", other, code=1)
        self.assertEqual([p.name for p in other.iterdir()], ["vacances.jpg"])

    def test_corrections_hold_are_learned_and_can_be_kept(self):
        texts = [f"Le compost du quartier numéro {word}" for word in ("un", "deux", "trois", "quatre", "cinq")]
        self.messages = self.write("messages.jsonl", "".join(
            json.dumps({"id": str(i), "text": text}) + "\n" for i, text in enumerate(
                texts + ["Un compost encore", "Trottoir", "Un trottoir mouillé", "trottoir et pluie"])))
        journal = self.write("journal.jsonl", "".join(json.dumps(
            {"do": "route", "contribution": i, "service": "Propreté", "who": "Mme Petit", "when": "2025-04-12"}) + "\n"
            for i in range(5)) + '{"do":"route","contribution":"99","service":"Voirie"}\n'
            '{"do":"route","contribution":"6","service":"Ailleurs"}\n')
        out = self.folder / "tri"
        said = self.route("-o", out, "--decisions", journal).stderr.replace("\u00a0", " ")
        self.assertIn("décision de la ligne 6 : message absent", said)
        self.assertIn("décision de la ligne 7 : service inconnu", said)
        rows = {row["identifiant"]: row for row in table(out / "service-02-proprete.csv")}
        self.assertEqual(rows["0"]["décidé par"], "Mme Petit")
        learned = (out / "appris.tsv").read_text(encoding="utf-8")
        self.assertIn("Propreté\tterm\tcompost\t", learned)
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        self.assertEqual([r["outcome"] for r in manifest["decisions"]["routes"]],
                         ["applied"] * 5 + ["no_message", "no_service"])
        # next month, without the journal: what was learned is a list like another
        kept = self.route("--services", out / "appris.tsv", "--json", "--quiet").stdout.splitlines()
        self.assertEqual(json.loads(kept[5])["best"]["service"], "Propreté")

    def test_a_wrong_list_is_refused_with_its_place(self):
        for row, said in (("Voirie\tterm\tTrou\t1\t\t\n", "services.tsv:8:13"),
                          ("Voirie\tterm\ttrou\t1\tpas une adresse\t\n", "services.tsv:8:20"),
                          ("Voirie\tterm\ttrou\t1\tautre@ville.example\t\n", "services.tsv:8:20"),
                          ("Voirie\tterm\tde la\t1\t\t\n", "services.tsv:8:13")):
            self.services = self.write("services.tsv", TOWN + row)
            self.assertIn(said, self.route(code=1).stderr)
            check = run("lexicon", "check", self.services)
            self.assertEqual(check.returncode, 1)
            self.assertIn(said, check.stdout)

    def test_usage(self):
        self.assertEqual(run("route").returncode, 2)
        self.assertEqual(run("route", "--services").returncode, 2)
        self.assertIn("cahier route FICHIER", run("route", "--help").stdout)
        self.assertIn("cahier route FILE", run("route", "--help", "--lang", "en").stdout)
        self.assertEqual(run("route", self.folder / "absent.csv").returncode, 1)

    def test_invented_messages_reach_their_service(self):
        """The floor under the shipped list; scripts/bench-routing says more."""
        with open(DATA / "messages.csv", encoding="utf-8", newline="") as file:
            wanted = {row["id"]: row["service attendu"] for row in csv.DictReader(file, delimiter=";")}
        done = run("route", DATA / "messages.csv", "--json", "--quiet", "--text", "message", "--id", "id")
        routed = [m for m in map(json.loads, done.stdout.splitlines()) if m["service"] is not None]
        right = sum(m["service"] == wanted[m["id"]] for m in routed)
        self.assertGreaterEqual(len(routed), 0.75 * len(wanted))
        self.assertGreaterEqual(right, 0.95 * len(routed))


if __name__ == "__main__":
    unittest.main()
