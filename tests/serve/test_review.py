# SPDX-License-Identifier: Apache-2.0
"""A batch reviewed over HTTP: decisions said in forms, told, undone; two agents; masks; publication; exports."""
import html
import json
import re
import unittest
import urllib.parse

import town
from test_serve import Served
from town import Visitor, until

HOSTILE = "id;texte\n" + "".join(
    f'"{name}";Il faudrait plus de bancs dans la rue, <script>alert({rank})</script> et moins de voitures place {rank}.\n'
    for rank, name in enumerate(['a/b', "é ?&#'", '""><script>alert(0)</script>', '%2e%2e', '..', *map(str, range(30))]))


class Reviewed(Served):
    """One batch for all tests of the class: each looks at what it changes itself."""
    content = (town.DATA / "commune.csv").read_text(encoding="utf-8")
    lots = {}

    def setUp(self):
        self.agent = self.visitor("agent")
        if type(self) not in self.lots:
            lot = self.batch(self.agent, "commune.csv", self.content)
            self.ready(self.agent, lot)
            self.lots[type(self)] = lot
        self.lot = self.lots[type(self)]

    def shown(self, path, visitor=None, status=200):
        answer = (visitor or self.agent).get(self.lot + path)
        self.assertEqual(status, answer.status, path)
        return answer.text

    def themes(self):
        """Id and name of each, in the order of the page."""
        return [(theme, html.unescape(re.sub("<[^>]*>", "", name))) for theme, name in re.findall(
            r'<li class="row" id="(t-[0-9a-f]{4})".*?<h2>(.*?)</h2>', self.shown("/themes"), re.S)]

    def texts(self, theme):
        """Ids of the contributions that its page lists."""
        return [html.unescape(name) for name in
                re.findall(r'data-contribution="([^"]*)"', self.shown(f"/themes/{theme}?ordre=arrivee"))]

    def words(self, text):
        """Those of a contribution that may be masked; none where a name is masked already, whose mark would look like ours."""
        page = self.shown(f"/contributions/{urllib.parse.quote(text, safe='')}")
        body = re.search(r'<p class="text"[^>]*>(.*?)</p>', page, re.S).group(1)
        said = html.unescape(re.sub(r'<span class="tip".*?</span>|<[^>]*>', "", body))
        return [] if "[personne" in said else [word for word in said.split() if len(word) > 5 and word.isalpha()]

    def replacements(self, theme):
        """What its page offers to say of its summary, a form each: sentences that may come, contributions whose sentence may go."""
        forms = re.findall(r'<form[^>]*decisions"[^>]*>(?:(?!</form>).)*?value="sentence".*?</form>', self.shown("/themes/" + theme), re.S)
        return [tuple([html.unescape(value) for value in re.findall(f'name="{name}" value="([^"]*)"', form)]
                      for name in ("phrase", "replaces")) for form in forms]

    def themes_with(self, texts, sentence=False):
        """Those of as many texts; `sentence`: whose page offers another sentence for its summary."""
        return [theme for theme, _ in self.themes()
                if len(self.texts(theme)) >= texts and (not sentence or self.replacements(theme))]

    def form(self, page="/themes", visitor=None):
        text = self.shown(page, visitor)
        return {name: re.search(f'name="{name}" value="([^"]*)"', text).group(1) for name in ("csrf", "seen")} | {
            "nonce": re.findall(r'name="nonce" value="([^"]*)"', text)[-1], "retour": "themes"}

    def say(self, fields, visitor=None, page="/themes"):
        return (visitor or self.agent).post(self.lot + "/decisions", {**self.form(page, visitor), **fields})

    def said(self, fields, **more):
        """The page that follows."""
        answer = self.say(fields, **more)
        self.assertEqual(303, answer.status, answer.text[:3000])
        self.assertIn("fait=", answer.location)
        return self.agent.ask("GET", answer.location).text

    def journal(self):
        return [json.loads(line) for line in self.shown("/exports/decisions.jsonl").splitlines()]


class Decisions(Reviewed):
    def test_every_page_is_read_by_a_reader_who_changes_nothing(self):
        reader, (theme, _) = self.visitor("reader"), self.themes()[0]
        contribution = self.texts(theme)[0]
        for path in ("", "/themes", f"/themes/{theme}", f"/themes/{theme}?mots=rue&avis-est=negative&page=2&contexte=rue",
                     "/non-classees", "/copies", "/donnees-personnelles", f"/contributions/{contribution}", "/relecture",
                     "/propositions", "/journal", "/publication", "/methode", "/apercu"):
            with self.subTest(path):
                text = self.shown(path, reader)
                self.assertEqual(1, len(re.findall("<h1", text)))
                self.assertLessEqual(set(re.findall(r'method="post" action="([^"]*)"', text)), {"/metz/deconnexion"})

    def test_a_theme_is_renamed_and_gets_its_name_back(self):
        theme, before = self.themes()[0]
        page = self.said({"faire": "rename", "theme": theme, "label": "Rues <b>& trottoirs</b>"})
        self.assertIn((theme, "Rues <b>& trottoirs</b>"), self.themes())
        self.assertNotIn("<b>&amp;", page)
        self.assertIn("Ana", re.search(r'id="fait".*?</div>', page, re.S).group())
        undo = re.search(r'id="fait".*?name="of" value="([^"]*)"', page, re.S).group(1)
        self.said({"faire": "undo", "of": undo})
        self.assertIn((theme, before), self.themes())

    def test_two_themes_are_merged_and_parted_again(self):
        before = self.themes()
        page = self.said({"faire": "merge", "theme": [before[-1][0], before[-2][0]], "label": "Réunis"})
        self.assertIn((before[-1][0], "Réunis"), self.themes())
        self.assertEqual(len(before) - 1, len(self.themes()))
        self.shown(f"/themes/{before[-2][0]}", status=404)
        self.said({"faire": "undo", "of": re.search(r'name="of" value="([^"]*)"', page).group(1)})
        self.assertEqual(before, self.themes())

    def test_five_contributions_move_at_once(self):
        here = self.themes_with(6)[0]
        there = next(theme for theme, _ in self.themes() if theme != here)
        chosen = self.texts(here)[:5]
        page = self.said({"faire": "move", "theme": here, "vers": there, "contribution": chosen, "retour": "themes/" + here})
        self.assertFalse(set(chosen) & set(self.texts(here)))
        self.assertLessEqual(set(chosen), set(self.texts(there)))
        self.assertIn("/propositions", page)
        self.said({"faire": "exclude", "theme": there, "contribution": chosen[0]})
        self.assertIn(chosen[0], self.shown("/non-classees"))
        self.said({"faire": "split", "theme": there, "contribution": chosen[1:], "label": "Quatre textes"})
        new = next(theme for theme, name in self.themes() if name == "Quatre textes")
        self.assertLessEqual(set(chosen[1:]), set(self.texts(new)))

    def test_nothing_chosen_says_nothing(self):
        theme, before = self.themes()[0][0], len(self.journal())
        for fields in ({"faire": "move", "theme": theme, "contribution": self.texts(theme)[:1]},
                       {"faire": "move", "vers": theme}, {"faire": "merge", "theme": theme}, {"faire": "exclude"},
                       {"faire": "rename", "theme": theme, "label": ""},
                       {"faire": "sentence", "theme": theme, "phrase": "x"},
                       {"faire": "redact", "contribution": self.texts(theme)[0], "passage": "ce qui n'y est pas", "kind": "person"}):
            with self.subTest(fields):
                answer = self.say(fields)
                self.assertEqual(303, answer.status)
                self.assertIn("avis=", answer.location)
        self.assertEqual(before, len(self.journal()))

    def test_what_would_do_nothing_is_refused_with_its_reason(self):
        before = len(self.journal())
        answer = self.say({"faire": "rename", "theme": "t-zzzz", "label": "Nulle part"})
        self.assertEqual(409, answer.status)
        self.assertIn("Rien n’a été changé", answer.text)
        self.assertEqual(before, len(self.journal()))

    def test_the_same_form_twice_is_one_decision(self):
        theme = self.themes()[0][0]
        fields = {**self.form(), "faire": "note", "theme": theme, "note": "une fois"}
        locations = {self.agent.post(self.lot + "/decisions", fields).location for _ in range(3)}
        self.assertEqual(1, len(locations))
        self.assertEqual(1, sum(line.get("note") == "une fois" for line in self.journal()))

    def test_forms_that_are_not_ours_say_nothing(self):
        theme, before = self.themes()[0][0], len(self.journal())
        for fields in ({"retour": "//ailleurs.exemple/"}, {"retour": "/metz/lots"}, {"retour": "../../ailleurs"},
                       {"retour": "themes\r\nSet-Cookie: a=b"}, {"retour": "x" * 3000}, {"nonce": ""}, {"nonce": "é"},
                       {"nonce": "x" * 200}, {"nonce": 'a"b'}, {"faire": "publish"}, {"faire": "toString"}, {"faire": ""}):
            with self.subTest(fields):
                answer = self.say({"faire": "note", "theme": theme, "note": "à tort", **fields})
                self.assertEqual(400, answer.status)
                self.assertNotIn("a", answer.headers.get_all("Set-Cookie") or [])
        self.assertEqual(before, len(self.journal()))

    def test_who_comes_second_is_told_and_may_insist(self):
        theme, other = self.themes()[0][0], self.visitor("administrator")
        mine = {**self.form(), "faire": "rename", "theme": theme, "label": "Le mien"}
        self.said({"faire": "rename", "theme": theme, "label": "Le sien"}, visitor=other)
        answer = self.agent.post(self.lot + "/decisions", mine)
        self.assertEqual(409, answer.status)
        self.assertIn("Ada", answer.text)
        self.assertIn((theme, "Le sien"), self.themes())
        again = answer.page().form("/decisions")
        self.assertNotEqual(mine["nonce"], again["nonce"])
        self.assertEqual(303, self.agent.post(self.lot + "/decisions", again).status)
        self.assertIn((theme, "Le mien"), self.themes())

    def test_opinions_copies_sentences_signatures_and_verdicts_are_told(self):
        theme = self.themes_with(1, sentence=True)[0]
        text = self.texts(theme)[0]
        polarity = "positive" if ">négatif<" in self.shown(f"/contributions/{text}") else "negative"
        self.said({"faire": "polarity", "contribution": text, "value": polarity})
        self.assertIn({"positive": "positif", "negative": "négatif"}[polarity],
                      re.search(r'class="tag">.*?</span>', self.shown(f"/contributions/{text}"), re.S).group())
        self.said({"faire": "stance", "contribution": text, "value": "question"})
        copies = re.search(r'id="groupe-1".*?</form>', self.shown("/copies"), re.S).group()
        self.said({"faire": "duplicate", "value": "refused",
                   "contribution": re.findall(r'name="contribution" value="([^"]*)"', copies)})
        phrases, replaced = self.replacements(theme)[0]
        self.said({"faire": "sentence", "theme": theme, "phrase": phrases[0], "replaces": replaced[0]})
        self.said({"faire": "verdict", "theme": theme, "contribution": text, "value": "right"})
        self.said({"faire": "sign", "theme": theme})
        self.assertIn('data-standing="signed"', self.shown("/themes"))
        self.said({"faire": "rename", "theme": theme, "label": "Un autre nom"})
        self.assertIn('data-standing="changed"', self.shown("/themes"))
        self.assertLessEqual({"polarity", "stance", "duplicate", "sentence", "verdict", "sign"},
                             {line["do"] for line in self.journal()})
        self.assertIn("Ana", self.shown("/journal"))

    def test_every_sentence_that_a_page_offers_may_replace_one_that_it_offers(self):
        """A summary quotes nobody twice: what else she wrote is offered in the place of her own sentence alone."""
        person = {line["id"]: line.get("person") or line["id"] for line in
                  map(json.loads, self.shown("/exports/contributions.jsonl").splitlines())}
        own, others = [], []
        for theme, _ in self.themes():
            for phrases, replaced in self.replacements(theme):
                writers, gone = {person[phrase.split(" ", 1)[1]] for phrase in phrases}, {person[name] for name in replaced}
                (own if writers == gone else others).append((theme, phrases, replaced))
                self.assertTrue(writers == gone or not writers & gone, (theme, phrases, replaced))
        self.assertTrue(own and others)
        for theme, phrases, replaced in own[:2] + others[:2]:
            for phrase, gone in {(phrases[0], replaced[0]), (phrases[-1], replaced[-1])}:
                with self.subTest(theme=theme, phrase=phrase, replaces=gone):
                    page = self.said({"faire": "sentence", "theme": theme, "phrase": phrase, "replaces": gone})
                    self.said({"faire": "undo", "of": re.search(r'id="fait".*?name="of" value="([^"]*)"', page, re.S).group(1)})

    def test_verdicts_count_in_what_is_said_of_the_themes(self):
        page = self.shown("/relecture")
        first = re.search(r'id="a-lire".*?</form>', page, re.S).group()
        fields = {name: re.search(f'name="{name}" value="([^"]*)"', first).group(1) for name in ("contribution", "theme")}
        after = self.said({"faire": "verdict", **fields, "value": "right", "retour": "relecture"})
        self.assertRegex(after, "Vous avez jugé [1-9]")
        self.assertIn("Justesse", re.search(r'id="justesse".*?</div>', after, re.S).group())
        other = self.visitor("administrator")
        self.said({"faire": "verdict", **fields, "value": "wrong", "retour": "relecture"}, visitor=other)
        self.assertIn("Ada", re.search(r'id="justesse".*?</div>', self.shown("/relecture"), re.S).group())

    def test_learning_anew_shows_what_would_change_before_it_does(self):
        before = self.themes()
        page = self.shown("/apprendre")
        self.assertEqual(before, self.themes())
        self.assertIn("Remplacer les thèmes", page)
        self.assertEqual(403, self.visitor("reader").get(self.lot + "/apprendre").status)
        after = self.said({"faire": "refit"})
        self.assertIn("chercher les thèmes à nouveau", after)
        self.said({"faire": "undo", "of": re.search(r'name="of" value="([^"]*)"', after).group(1)})
        self.assertEqual(before, self.themes())

    def test_files_are_taken_away(self):
        for name, start in (("report.html", b"<!DOCTYPE"), ("report.xlsx", b"PK"), ("contributions.csv", b"\xef\xbb\xbf"),
                            ("themes.csv", b"\xef\xbb\xbf"), ("set-aside.csv", b"\xef\xbb\xbf"), ("report.json", b"{"),
                            ("contributions.jsonl", b"{"), ("manifest.json", b"{"), ("decisions.jsonl", b"")):
            with self.subTest(name):
                answer = self.agent.get(f"{self.lot}/exports/{name}")
                self.assertEqual(200, answer.status)
                self.assertTrue(answer.bytes.startswith(start))
                self.assertIn(name, answer.headers["Content-Disposition"])
        for name in ("run.json", "..%2f..%2fenvois", "report.html%00", ""):
            self.assertIn(self.agent.get(f"{self.lot}/exports/{name}").status, (400, 404), name)

    def test_what_is_not_there_says_so(self):
        self.shown("/themes/t-zzzz", status=404)
        self.shown("/contributions/rien", status=404)
        self.assertEqual(404, self.agent.get("/lots/" + "0" * 26 + "/themes").status)


class Published(Reviewed):
    def publish(self, state):
        form = self.form("/publication")
        answer = self.agent.post(self.lot + "/publication", {"csrf": form["csrf"], "etat": state})
        self.assertEqual(303, answer.status, answer.text[:2000])
        found = re.search(r'id="adresse" href="([^"]*)"', self.shown("/publication"))
        return html.unescape(found.group(1)) if found else None

    def test_the_council_reads_what_was_published_and_no_more(self):
        nobody = Visitor(self.server)
        first = self.publish("lien")
        page = nobody.ask("GET", first)
        self.assertEqual(200, page.status)
        self.assertIn("frame-ancestors 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(404, nobody.ask("GET", first.split("?")[0]).status)
        self.said({"faire": "rename", "theme": self.themes()[0][0], "label": "Un nom de plus"})
        self.assertNotIn("Un nom de plus", nobody.ask("GET", first).text)
        self.assertIn("1 décision", self.shown("/publication").replace("\u00a0", " "))
        second = self.publish("lien")
        self.assertEqual(404, nobody.ask("GET", first).status)
        self.assertIn("Un nom de plus", nobody.ask("GET", second).text.replace("\u2019", "'"))
        everybody = self.publish("public")
        self.assertEqual(200, nobody.ask("GET", everybody).status)
        self.assertIsNone(self.publish("non"))
        self.assertEqual(404, nobody.ask("GET", everybody).status)
        form = self.form("/publication")
        self.assertEqual(400, self.agent.post(self.lot + "/publication", {"csrf": form["csrf"], "etat": "x"}).status)

    def test_a_word_is_masked_for_ever(self):
        everywhere = "\n".join(json.loads(line)["text"] for line in self.shown("/exports/contributions.jsonl").splitlines())
        text, word, again = next(
            (text, alone[0], shared[0]) for theme, _ in self.themes() for text in self.texts(theme) for words in [self.words(text)]
            for alone in [[word for word in words if everywhere.count(word) == 1]]
            for shared in [[word for word in words if everywhere.count(word) > 1]] if alone and shared)
        answer = self.say({"faire": "redact", "contribution": text, "passage": word, "kind": "person",
                           "retour": f"contributions/{text}"})
        self.assertEqual((303, f"/metz{self.lot}?avis=masque"), (answer.status, answer.location), answer.text[:2000])
        self.ready(self.agent, self.lot)
        until("edition", lambda: self.agent.get(f"{self.lot}/contributions/{text}").status == 200)
        answer = self.say({"faire": "redact", "contribution": text, "passage": again, "kind": "person",
                           "retour": f"contributions/{text}"})
        self.assertEqual((303, f"/metz{self.lot}?avis=masque-reste"), (answer.status, answer.location), answer.text[:2000])
        self.ready(self.agent, self.lot)
        after = until("edition", lambda: (lambda a: a.text if a.status == 200 else None)(
            self.agent.get(f"{self.lot}/contributions/{text}")))
        self.assertIn("[personne", after)
        history = re.search(r'id="histoire".*?</section>', after, re.S).group()
        self.assertIn("masqué", history)
        self.assertNotIn("undo", history)


class Hostile(Reviewed):
    content = HOSTILE

    def test_ids_of_any_kind_have_a_page_and_stay_texts(self):
        pages = self.shown("/themes") + self.shown("/non-classees")
        for theme, _ in self.themes():
            pages += self.shown(f"/themes/{theme}?ordre=arrivee")
        self.assertNotIn("<script>", pages)
        links = set(re.findall(r'href="(/metz/lots/[^"]*/contributions?[/?][^"]*)"', pages))
        self.assertIn(f"/metz{self.lot}/contributions/a%2Fb", links)
        self.assertIn(f"/metz{self.lot}/contribution?id=..", links)
        for link in links:
            with self.subTest(link):
                answer = self.agent.ask("GET", link)
                self.assertEqual(200, answer.status)
                self.assertNotIn("<script>", answer.text)

    def test_an_id_with_a_slash_is_decided_upon(self):
        self.said({"faire": "polarity", "contribution": "a/b", "value": "positive",
                   "retour": "contributions/" + urllib.parse.quote("a/b", safe="")})
        self.assertIn("positif", self.shown("/contributions/a%2Fb"))


if __name__ == "__main__":
    unittest.main()
