# SPDX-License-Identifier: Apache-2.0
"""Files sent again: columns refused and chosen, the same file under another title, the next file of a batch with its decisions."""
import html
import pathlib
import re
import subprocess
import tempfile
import unittest

import town
from test_review import Reviewed
from test_serve import CSV, Served
from town import until


class Columns(Served):
    """What cannot be read as it stands is never a dead end."""

    def test_a_text_column_set_to_nothing_can_be_set_again(self):
        visitor = self.visitor("agent")
        path = visitor.send("avis.csv", CSV.encode())
        form = visitor.checked(path).page().form("/colonnes")
        visitor.post(path + "/colonnes", {**form, "role-0-1": "other"})
        page = visitor.checked(path)
        self.assertIn("aucune ligne de ce fichier", page.text)
        self.assertNotIn('id="analyser"', page.text)
        form = page.page().form("/colonnes")
        self.assertIn("/envois/", visitor.post(path + "/analyser", form).location)  # what was refused is not sent
        form = visitor.checked(path).page().form("/colonnes")
        visitor.post(path + "/colonnes", {**form, "role-0-1": "text"})
        self.assertIn('id="analyser"', visitor.checked(path).text)
        self.assertIn("/lots/", visitor.analyse(path))

    def test_a_column_that_nobody_would_take_for_a_text_can_be_chosen(self):
        visitor = self.visitor("agent")
        rows = "code;valeur\n" + "".join(f"{n};{n % 7}\n" for n in range(40))
        path = visitor.send("codes.csv", rows.encode())
        page = visitor.checked(path)
        self.assertNotIn('id="analyser"', page.text)
        self.assertNotIn("--text", page.text)
        self.assertIn("40 lignes lues", page.text.replace("\u202f", " ").replace("\u00a0", " "))
        visitor.post(path + "/colonnes", {**page.page().form("/colonnes"), "role-0-1": "text"})
        self.assertIn('id="analyser"', visitor.checked(path).text)


class Twice(Served):
    def settle(self, visitor, path, wish):
        csrf = visitor.csrf("/lots/nouveau")
        answer = visitor.post(path + "/deja", {"csrf": csrf, "faire": wish})
        if "/envois/" in answer.location:
            answer = until("sending", lambda: (lambda a: a if "/lots/" in a.location else None)(visitor.get(path)))
        return answer.location[len("/metz"):]

    def asked(self, visitor, content, title):
        """To the page that asks what is meant by another title."""
        path = visitor.send("avis.csv", content, title)
        form = visitor.checked(path).page().form("/colonnes")
        visitor.post(path + "/analyser", {**form, "titre": title})
        until("the page that asks", lambda: 'data-page="deja"' in visitor.get(path).text)
        return path

    def test_the_same_file_is_the_same_batch_and_says_so(self):
        visitor, content = self.visitor("agent"), CSV.replace("bancs", "fontaines").encode()
        lot = visitor.analyse(visitor.send("avis.csv", content, "Printemps"), {"titre": "Printemps"})
        for title in ("Printemps", ""):
            path = visitor.send("avis.csv", content, title)
            self.assertEqual(lot, visitor.analyse(path, {"titre": title}))
            self.assertEqual(f"/metz{lot}?avis=deja-envoye", visitor.get(path).location)
        self.assertIn("déjà été envoyé", visitor.get(lot + "?avis=deja-envoye").text)

    def test_under_another_title_it_asks_what_is_meant(self):
        visitor, content = self.visitor("agent"), CSV.replace("bancs", "kiosques").encode()
        lot = visitor.analyse(visitor.send("avis.csv", content), {"titre": "Printemps"})
        path = self.asked(visitor, content, "Été <b>")
        page = visitor.get(path).text
        self.assertIn("Printemps", page)
        self.assertIn("Été &lt;b&gt;", page)
        self.assertNotEqual([], self.server.uploads())  # the file waits for the answer
        self.assertEqual(lot, self.settle(visitor, path, "ouvrir"))
        self.assertIn("Printemps", visitor.get(lot).text)
        path = self.asked(visitor, content, "Été")
        self.assertEqual(lot, self.settle(visitor, path, "renommer"))
        self.assertIn("Été", visitor.get(lot).text)
        path = self.asked(visitor, content, "Automne")
        other = self.settle(visitor, path, "part")
        self.assertNotEqual(lot, other)
        self.assertIn("Automne", visitor.get(other).text)
        self.assertIn("Été", visitor.get(lot).text)
        self.ready(visitor, other)
        path = self.asked(visitor, content, "Automne")  # of its own by that name: said again, it is the same
        self.assertEqual(other, self.settle(visitor, path, "part").split("?")[0])
        until("files removed", lambda: self.server.uploads() == [])

    def test_two_answers_are_one(self):
        visitor, content = self.visitor("agent"), CSV.replace("bancs", "pavés").encode()
        visitor.analyse(visitor.send("avis.csv", content), {"titre": "Printemps"})
        path = self.asked(visitor, content, "Hiver")
        first = self.settle(visitor, path, "part")
        self.assertEqual(first, self.settle(visitor, path, "part"))
        self.assertEqual(first, self.settle(visitor, path, "ouvrir"))


class Followed(Reviewed):
    """A second file of the same consultation: what was decided is decided still, and what no longer applies is said."""

    def second(self, theme):
        """The same rows but for those that a theme held, and one more."""
        gone = set(self.texts(theme))
        rows = [row for row in self.content.splitlines() if row.split(";")[0] not in gone]
        return "\n".join(rows) + "\nVSA-9001;03/03/2025;Centre-bourg;40-59;usr-1;;La piste cyclable s'arrête au rond-point, merci de la finir.\n"

    def test_decisions_go_on_with_the_next_file(self):
        themes = self.themes()
        self.said({"faire": "rename", "theme": themes[0][0], "label": "Un nom choisi par l'équipe"})
        self.said({"faire": "rename", "theme": themes[1][0], "label": "Un thème qui s'en va"})
        moved = self.texts(themes[0][0])[0]
        self.said({"faire": "move", "theme": themes[0][0], "vers": themes[2][0], "contribution": moved})
        first, lines = self.lot, self.journal()
        self.sent = self.second(themes[1][0])
        path = self.agent.send("avril.csv", self.sent.encode(), "Avril")
        self.assertIn("suite", self.agent.checked(path).page().form("/colonnes"))
        lot = self.agent.analyse(path, {"titre": "Avril", "suite": first[6:]})
        self.assertNotEqual(first, lot)
        self.ready(self.agent, lot)
        try:
            self.lot = lot
            self.follow(first, themes, moved, lines)
        finally:
            self.lot = first

    def follow(self, first, themes, moved, lines):
        self.assertIn("suite de", self.shown(""))
        self.assertIn(f'href="/metz{first}"', self.shown(""))
        self.assertIn((themes[0][0], "Un nom choisi par l’équipe"), [(theme, name.replace("'", "’")) for theme, name in self.themes()])
        self.assertIn(moved, self.texts(themes[2][0]))
        self.assertEqual(lines, self.journal())
        lost = re.search(r'id="perdues".*?</section>', self.shown("/journal"), re.S).group()
        self.assertIn("Un thème qui s’en va", html.unescape(lost).replace("'", "’"))
        self.assertIn("1 décision sur", html.unescape(self.shown("/themes")).replace("\u202f", " ").replace("\u00a0", " "))
        self.said({"faire": "rename", "theme": self.themes()[-1][0], "label": "Après la suite"})
        journal = self.shown("/exports/decisions.jsonl")
        self.assertEqual(len(lines) + 1, len(journal.splitlines()))
        self.agrees(first, journal)
        undone = next(line["id"] for line in lines if line["do"] == "move")
        self.said({"faire": "undo", "of": undone})
        self.assertNotIn(moved, self.texts(themes[2][0]))

    def agrees(self, first, journal):
        """`cahier analyse` with the exported journal makes the report that the pages export."""
        with tempfile.TemporaryDirectory() as folder:
            earlier = pathlib.Path(folder) / "precedent"
            earlier.mkdir()
            for name in ("report.json", "contributions.jsonl", "manifest.json"):
                (earlier / name).write_bytes(self.agent.get(f"{first}/exports/{name}").bytes)
            with open(f"{folder}/avril.csv", "w", encoding="utf-8") as file:
                file.write(self.sent)
            with open(f"{folder}/decisions.jsonl", "w", encoding="utf-8") as file:
                file.write(journal)
            subprocess.run([town.PROGRAM, "analyse", f"{folder}/avril.csv", "--previous", earlier, "--decisions",
                            f"{folder}/decisions.jsonl", "-o", f"{folder}/rapport", "--where-found", "--quiet"], check=True)
            for name in ("report.json", "contributions.jsonl"):
                with open(f"{folder}/rapport/{name}", "rb") as file:
                    self.assertEqual(file.read(), self.agent.get(f"{self.lot}/exports/{name}").bytes, name)


if __name__ == "__main__":
    unittest.main()
