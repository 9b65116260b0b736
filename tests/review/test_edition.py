# SPDX-License-Identifier: Apache-2.0
"""A batch that workers analysed, as people correct it: what the pages show is what `cahier analyse --decisions` writes."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "queue"))
import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM, EDIT = os.environ["CAHIER"], os.environ["CAHIER_EDIT"]
FILES = ("report.html", "report.json", "contributions.jsonl", "contributions.csv", "themes.csv", "report.xlsx",
         "set-aside.csv", "manifest.json")


class Editor:
    """The pages of one agent: a process with a shelf of its own."""

    def __init__(self, url, batch, *budget):
        self.process = subprocess.Popen([EDIT, url, "t1", batch, *map(str, budget)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.number = 0

    def say(self, **command):
        self.process.stdin.write(json.dumps(command) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().split()

    def take(self):
        return self.say(take=True)

    def decide(self, seen=None, insist=False, who="Mme Petit", **decision):
        self.number += 1
        decision.setdefault("id", f"n-{self.process.pid}-{self.number}")
        command = {"decision": {"who": who, "when": "2025-04-12T10:12:00", **decision}, "insist": insist}
        if seen is not None:
            command["seen"] = seen
        return self.say(**command)

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        return self.process.wait(timeout=60)


class Edition(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name)
        self.server = resp.Server()
        self.addCleanup(self.server.remove)
        self.link = self.server.link()
        self.addCleanup(self.link.close)
        self.link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_text())
        self.url = f"unix://{self.server.socket}"

    def program(self, *arguments):
        done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout

    def work(self):
        self.program("worker", "--redis", self.url, "--tenant", "t1", "--jobs", "1", "--once")

    def submit(self, *options):
        batch = self.program("submit", tenant.DATA / "commune.csv", "--redis", self.url, "--tenant", "t1", "--quiet", *options)
        self.work()
        return batch.split()[0]

    def editor(self, batch, *budget):
        editor = Editor(self.url, batch, *budget)
        self.addCleanup(lambda: self.assertEqual(0, editor.close()))
        return editor

    def documents(self, folder):
        lines = (folder / "contributions.jsonl").read_text(encoding="utf-8").splitlines()
        return {line["id"]: line for line in map(json.loads, lines)}

    def write(self, editor, name):
        folder = self.root / name
        self.assertEqual(["written"], editor.say(write=str(folder)))
        return json.loads((folder / "report.json").read_text(encoding="utf-8")), self.documents(folder)

    def same(self, editor, *options, journal="decisions.jsonl"):
        """Byte for byte the report of the file with the journal."""
        shown = self.root / "shown"
        self.assertEqual(["written"], editor.say(write=str(shown)))
        place = self.root / "alone"
        place.mkdir(exist_ok=True)
        (place / journal).write_bytes((self.root / "shown.jsonl").read_bytes())
        decided = (place / journal).stat().st_size > 0
        self.program("analyse", tenant.DATA / "commune.csv", "-q", "-o", place / "report", *options,
                     *(["--decisions", place / journal] if decided else []))
        for name in FILES:
            self.assertEqual((shown / name).read_bytes(), (place / "report" / name).read_bytes(), name)

    def test_what_is_shown_is_what_analyse_writes(self):
        batch = self.submit()
        editor = self.editor(batch)
        self.assertEqual(["done", "0"], editor.take()[:2])
        self.same(editor)
        report, documents = self.write(editor, "plain")
        a, b, c = [theme["id"] for theme in report["themes"][:3]]
        of = [i for i, x in documents.items() if x["themes"] and x["themes"][0]["id"] == a]
        group = max(report["duplicates"], key=lambda g: g["texts"])["contributions"]
        text = documents[of[3]]["text"].encode()
        hidden = text.split(maxsplit=1)[0] # of the title, when there is one: a mask does not reach from there into the body
        for step, decision in enumerate([
                {"do": "rename", "theme": a, "label": "Un nom « choisi »"},
                {"do": "merge", "themes": [{"theme": b}, {"theme": c}]},
                {"do": "move", "contributions": of[:3], "theme": b},
                {"do": "polarity", "contribution": of[4], "label": "mixed"},
                {"do": "duplicate", "contributions": group, "accepted": False},
                {"do": "sign", "theme": a},
                {"do": "note", "theme": a, "note": "à revoir"},
                {"do": "undo", "of": "first"}]):
            answer = editor.decide(**decision, id="first" if step == 0 else f"s-{step}")
            self.assertEqual(["done", str(step + 1)], answer[:2], answer)
        self.same(editor)
        report, after = self.write(editor, "after")
        self.assertEqual([d["outcome"] for d in report["guidance"]["decisions"]],
                         ["undone"] + ["applied"] * 4 + ["applied", "applied", "undone"])
        journal = (self.root / "after.jsonl").read_text(encoding="utf-8").splitlines()
        self.assertLessEqual(len(json.loads(journal[0])["members"]), 24)
        answer = editor.decide(do="redact", contribution=of[3], start=0, end=len(hidden), kind="person", id="mask")
        self.assertEqual("done", answer[0], answer)
        self.assertEqual("busy", editor.take()[0])
        self.assertEqual("busy", editor.decide(do="rename", theme=a, label="Trop tôt")[0])
        self.work()
        self.assertEqual(["done", "9"], editor.take()[:2])
        self.same(editor)
        _, masked = self.write(editor, "masked")
        self.assertEqual(masked[of[3]]["text"].encode(), b"[personne]" + text[len(hidden):])
        self.assertEqual([], tenant.faults(self.link, batch))
        self.assertEqual("wrong", editor.decide(do="undo", of="mask")[0])

    def test_themes_learned_again_are_shown_before_they_replace_anything(self):
        batch = self.submit()
        editor = self.editor(batch)
        editor.take()
        report, _ = self.write(editor, "plain")
        a, b = [theme["id"] for theme in report["themes"][:2]]
        self.assertEqual("done", editor.decide(do="merge", themes=[{"theme": a}, {"theme": b}])[0])
        told = dict(zip(*[iter(editor.say(refit=True)[3:])] * 2))
        self.assertEqual(len(report["themes"]) - 1, int(told["themes"]))
        self.assertEqual("0", told["lost"])
        self.assertEqual(["done", "1"], editor.take()[:2], "nothing was said")
        self.same(editor)
        self.assertEqual(["done", "2"], editor.decide(do="refit", id="again")[:2])
        refitted, _ = self.write(editor, "refitted")
        self.assertEqual(int(told["then"]), len(refitted["themes"]))
        kept = [theme["id"] for theme in refitted["themes"] if theme["id"] in {theme["id"] for theme in report["themes"]}]
        self.assertGreater(len(kept), len(refitted["themes"]) / 2)
        self.same(editor)
        self.assertEqual(["done", "3"], editor.decide(do="rename", theme=kept[0], label="Après")[:2])
        self.same(editor)
        self.assertEqual(["done", "4"], editor.decide(do="undo", of="again")[:2])
        self.same(editor)
        self.assertEqual("read", editor.say(read=True)[0])

    def test_a_journal_that_came_with_the_file_comes_first(self):
        journal = self.root / "avant.jsonl"
        self.program("analyse", tenant.DATA / "commune.csv", "-q", "-o", self.root / "r")
        report = json.loads((self.root / "r" / "report.json").read_text(encoding="utf-8"))
        a, b = [theme["id"] for theme in report["themes"][:2]]
        journal.write_text('\n{"id":"f","do":"rename","theme":"%s","label":"Avant"}' % a, encoding="utf-8")
        batch = self.submit("--decisions", journal)
        editor = self.editor(batch)
        self.assertEqual(["done", "0"], editor.take()[:2])
        self.same(editor, journal="avant.jsonl")
        self.assertEqual(["done", "1"], editor.decide(do="rename", theme=b, label="Après")[:2])
        self.assertEqual(["done", "2"], editor.decide(do="undo", of="f")[:2])
        self.same(editor)

    def test_two_agents(self):
        batch = self.submit()
        one, two = self.editor(batch), self.editor(batch)
        one.take(), two.take()
        report, documents = self.write(one, "plain")
        a, b, c = [theme["id"] for theme in report["themes"][:3]]
        of = [i for i, x in documents.items() if x["themes"] and x["themes"][0]["id"] == a]
        self.assertEqual(["done", "1"], one.decide(do="rename", theme=a, label="Un", who="Mme Petit")[:2])
        answer = two.decide(do="rename", theme=a, label="Deux", who="M. Roux", seen=0)
        self.assertEqual(["conflict", "1"], answer[:2])
        self.assertEqual(["rename", "Mme", "Petit"], answer[4:7])
        self.assertEqual(["done", "2"], two.decide(do="rename", theme=a, label="Deux", who="M. Roux", seen=1)[:2])
        self.assertEqual(["done", "3"], one.decide(do="rename", theme=b, label="Trois", who="Mme Petit", seen=0)[:2])
        self.assertEqual(["done", "4"], two.decide(do="move", contribution=of[0], theme=b, who="M. Roux", seen=0)[:2])
        self.assertEqual(["done", "5"], one.decide(do="polarity", contribution=of[0], label="mixed", seen=0)[:2])
        self.assertEqual("conflict", one.decide(do="exclude", contribution=of[0], seen=0)[0])
        self.assertEqual("conflict", one.decide(do="sign", theme=b, seen=3)[0])
        self.assertEqual(["done", "6"], one.decide(do="exclude", contribution=of[0], seen=0, insist=True)[:2])
        self.assertEqual(["done", "7"], one.decide(do="verdict", theme=a, contribution=of[1], right=True, seen=6)[:2])
        self.assertEqual(["done", "8"], two.decide(do="verdict", theme=a, contribution=of[1], right=False, seen=0, who="M. Roux")[:2])
        self.assertEqual(["done", "9"], one.decide(do="note", theme=c, note="x", id="same")[:2])
        self.assertEqual(["already", "9"], two.decide(do="note", theme=c, note="x", id="same")[:2])
        self.assertEqual(["already", "9"], one.decide(do="note", theme=c, note="x", id="same")[:2])
        self.assertEqual(["done", "9"], one.take()[:2])
        self.assertEqual(["done", "9"], two.take()[:2])
        first, second = self.write(one, "one"), self.write(two, "two")
        self.assertEqual(first, second)
        self.same(one)

    def test_many_at_once(self):
        batch = self.submit()
        editor = self.editor(batch)
        self.assertEqual(["said", "24", "of", "24", "changed", "0"], editor.say(storm=4))
        self.assertEqual(["done", "24"], editor.take()[:2])
        self.assertEqual(24, self.link.call("LLEN", tenant.key("journal", batch)))
        self.same(editor)

    def test_who_reads_does_not_wait_for_who_decides(self):
        editor = self.editor(self.submit())
        editor.take()
        late = threading.Timer(60, editor.process.kill)
        late.start()
        self.assertEqual(["done", "done"], editor.say(beside=True))
        late.cancel()

    def test_the_batch_used_longest_ago_leaves_the_shelf(self):
        batches = [self.submit("--themes", n) for n in (4, 5, 6)]
        one = self.editor(batches[0])
        bytes_each = int(one.take()[14])
        self.assertGreater(bytes_each, 1 << 20)
        editor = self.editor(batches[0], 5 * bytes_each // 2)
        facts = [editor.say(batch=batch) for batch in (*batches, batches[2], batches[1], batches[0])]
        self.assertEqual(["done"] * 6, [answer[0] for answer in facts])
        self.assertEqual([("1", "0"), ("2", "0"), ("3", "1"), ("3", "1"), ("3", "1"), ("4", "2")],
                         [(answer[4], answer[8]) for answer in facts], "loads, dropped")
        self.assertLessEqual(int(editor.take()[14]), 5 * bytes_each // 2)
        self.assertEqual(["done", "1"], editor.decide(do="note", note="x")[:2])

    def test_what_would_do_nothing_is_not_said(self):
        batch = self.submit()
        editor = self.editor(batch)
        editor.take()
        report, documents = self.write(editor, "plain")
        a = report["themes"][0]["id"]
        known = next(iter(documents))
        for outcome, decision in (
                ("no_theme", {"do": "rename", "theme": "t-zzzz", "label": "Rien"}),
                ("no_contribution", {"do": "exclude", "contribution": "personne"}),
                ("no_contribution", {"do": "redact", "contribution": "personne", "start": 0, "end": 1, "kind": "person"}),
                ("text_changed", {"do": "redact", "contribution": known, "start": 0, "end": 1, "kind": "person", "length": 3}),
                ("text_changed", {"do": "redact", "contribution": known, "start": 0, "end": 10 ** 6, "kind": "person"}),
                ("no_mask", {"do": "unredact", "contribution": known, "start": 0, "end": 1}),
                ("one_theme", {"do": "merge", "themes": [{"theme": a}, {"theme": a}]}),
                ("applied", {"do": "undo", "of": "nothing"}),
                ("applied", {"do": "note", "theme": a, "note": "x", "id": "with space"})):
            answer = editor.decide(**decision)
            self.assertEqual("wrong", answer[0], decision)
            self.assertEqual(outcome, answer[3], decision)
        self.assertEqual(0, self.link.call("LLEN", tenant.key("journal", batch)))
        self.assertEqual(["done", "0"], editor.take()[:2])

    def test_a_batch_that_is_not_there_or_not_yet(self):
        editor = self.editor("0" * 26)
        self.assertEqual("no_batch", editor.take()[0])
        batch = self.program("submit", tenant.DATA / "commune.csv", "--redis", self.url, "--tenant", "t1", "--quiet").split()[0]
        editor = self.editor(batch)
        self.assertEqual("busy", editor.take()[0])
        self.work()
        self.assertEqual(["done", "0", "loads", "1"], [x for x in editor.take()[:5] if "." not in x])
        self.assertEqual("1", editor.take()[4], "read once")
        self.program("forget", "--redis", self.url, "--tenant", "t1", "--batch", batch)
        self.assertEqual("no_batch", editor.take()[0])

    def test_an_erasure_is_seen(self):
        batch = self.submit()
        editor = self.editor(batch)
        editor.take()
        _, documents = self.write(editor, "plain")
        erased = next(i for i, x in documents.items() if len(x["text"]) > 60)
        self.assertEqual(["done", "1"], editor.decide(do="polarity", contribution=erased, label="mixed")[:2])
        self.program("forget", "--redis", self.url, "--tenant", "t1", "--contribution", erased)
        self.assertEqual("busy", editor.take()[0])
        self.work()
        self.assertEqual(["done", "1"], editor.take()[:2])
        _, after = self.write(editor, "after")
        self.assertEqual("", after[erased]["text"])


if __name__ == "__main__":
    unittest.main()
