#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_pages.py SHOW_REVIEW: the pages of the review, as a browser reads them: nothing that citizens or people typed becomes
markup, every control has a name, every id is unique, every link and form goes to a route, nothing is inline."""
import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SHOW = sys.argv.pop(1)
VOID = {"meta", "link", "input", "br", "img", "hr"}
TAGS = set("""html head meta title link script body a div p span header footer nav main ul ol li h1 h2 h3 h4 section article form
input select option label button fieldset legend details summary table caption thead tbody tr th td svg defs pattern rect text
title desc path circle polyline g bdi strong em small mark time code pre dl dt dd progress blockquote kbd""".split())
SVG = {"svg", "defs", "pattern", "rect", "text", "title", "desc", "path", "circle", "polyline", "g"}
PHRASING_ONLY = {"p", "h1", "h2", "h3", "h4", "button", "label", "legend", "summary", "option", "title"}
BLOCKS = {"p", "div", "ul", "ol", "li", "form", "section", "article", "table", "h1", "h2", "h3", "h4", "fieldset", "details", "pre", "dl"}
CONTROLS = {"input", "select", "textarea", "button", "progress"}
LOT = "/val-brenne/lots/[0-9a-z]{26}"
GET = [re.compile(path + r"(\?[^#]*)?(#[\w-]+)?$") for path in (
    "/val-brenne/lots", "/val-brenne/lots/nouveau", "/val-brenne/veille", "/val-brenne/envois/[0-9a-f]+", "/val-brenne/reglages", "/val-brenne/alertes.atom",
    "/val-brenne/web/(report|review)-[0-9a-f]{12}\\.(css|js)", "/val-brenne/publie/[0-9a-z]{26}", LOT,
    LOT + "/(themes|non-classees|copies|donnees-personnelles|relecture|journal|publication|methode|propositions|apprendre|apercu)",
    LOT + "/themes/t-[0-9a-f]{4}", LOT + "/contributions/[^/?#]+", LOT + "/exports/[\\w.-]+", LOT + "/evenements")]
POST = [re.compile(path + "$") for path in (
    "/val-brenne/(connexion|deconnexion|mot-de-passe|lots)", "/val-brenne/envois/[0-9a-f]+/(colonnes|analyser|abandonner|deja)",
    LOT + "/(decisions|titre|supprimer|relancer|apprendre|publication)",
    "/val-brenne/reglages/(commune|personnes|personnes/modifier|jetons|jetons/retirer|effacement|envois|secret|flux)")]
TEXTS = {}


class Page(html.parser.HTMLParser):
    """Reads a page and keeps what is wrong with it."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.open, self.wrong, self.ids, self.labelled, self.names = [], [], [], set(), []
        self.links, self.forms, self.controls, self.headings, self.text = [], [], [], [], []
        self.references = []
        self.feed(source)
        self.close()
        if self.open:
            self.wrong.append(f"left open: {self.open}")

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if len(given) != len(attributes):
            self.wrong.append(f"attribute twice: {attributes}")
        if tag not in TAGS:
            self.wrong.append(f"tag {tag}")
        for name in given:
            if name.startswith("on") or name == "style" or (name == "src" and tag != "script"):
                self.wrong.append(f"{tag} {name}")
        if tag in BLOCKS and any(parent in PHRASING_ONLY for parent, _ in self.open):
            self.wrong.append(f"{tag} inside {[parent for parent, _ in self.open]}")
        if tag == "form" and any(parent == "form" for parent, _ in self.open):
            self.wrong.append("form inside form")
        self.keep(tag, given)
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def keep(self, tag, given):
        if "id" in given:
            self.ids.append(given["id"])
        if "for" in given:
            self.labelled.add(given["for"])
        for name in ("for", "aria-labelledby", "aria-describedby", "form"):
            self.references += given.get(name, "").split()
        if tag in ("a", "link") and "href" in given:
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append((given, []))
        if "formaction" in given:
            self.forms.append(({"action": given["formaction"], "method": "post", "part": "1"}, []))
        if tag == "input" and self.forms and any(parent == "form" for parent, _ in self.open):
            self.forms[-1][1].append(given.get("name"))
        if tag in CONTROLS and given.get("type") != "hidden":
            inside_label = any(parent == "label" for parent, _ in self.open)
            self.controls.append((tag, given, inside_label))
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.wrong.append(f"</{tag}> closes {self.open[-1:]}")
            return
        if tag == "button" and not self.text[-1:]:
            self.wrong.append("empty button")
        self.open.pop()

    def handle_data(self, text):
        if text.strip():
            self.text.append("" if any(parent == "bdi" for parent, _ in self.open) else text)
        if any(parent == "script" for parent, _ in self.open) and text.strip():
            self.wrong.append(f"inline script {text[:40]}")


def write(folder, *arguments):
    subprocess.run([SHOW, folder, *arguments], check=True, timeout=300)
    return {str(path.relative_to(folder))[:-5]: path.read_text(encoding="utf-8")
            for path in pathlib.Path(folder).rglob("*.html")}


class Pages(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def each(self, look, *arguments):
        for name, source in sorted(write(self.folder.name, *arguments).items()):
            with self.subTest(name):
                look(name, source, Page(source))

    def check(self, _, source, page):
        self.assertEqual(page.wrong, [])
        self.assertEqual(sorted(page.ids), sorted(set(page.ids)))
        self.assertEqual([reference for reference in page.references if reference not in page.ids], [])
        self.assertEqual(page.headings.count(1), 1)
        self.assertTrue(all(after <= before + 1 for before, after in zip(page.headings, page.headings[1:])), page.headings)
        for link in page.links:
            if link.startswith("#"):
                self.assertIn(link[1:], page.ids)
            elif link != "data:,":
                self.assertTrue(any(route.match(link) for route in GET), link)
        for tag, given, inside_label in page.controls:
            named = inside_label or given.get("id") in page.labelled or tag == "button" or "aria-labelledby" in given
            self.assertTrue(named, (tag, given))
        self.check_forms(source, page)

    def check_forms(self, source, page):
        nonces = re.findall(r'name="nonce" value="([^"]*)"', source)
        self.assertEqual(len(nonces), len(set(nonces)))
        for given, names in page.forms:
            if given.get("method") == "post":
                self.assertTrue(any(route.match(given["action"]) for route in POST), given)
                if "part" not in given:
                    self.assertLessEqual({"csrf", "nonce"}, set(names), given)
            else:
                self.assertTrue(any(route.match(given["action"]) for route in GET), given)

    def test_pages_of_plain_french_are_whole(self):
        self.each(self.check, "administrator")

    def test_nothing_typed_becomes_markup(self):
        def look(name, source, page):
            self.check(name, source, page)
            self.assertNotIn("<script>", source)
            self.assertNotIn("<img", source)
        self.each(look, "administrator", "412", "hostile")

    def test_an_empty_batch_has_pages_that_say_so(self):
        self.each(self.check, "administrator", "0")

    def test_the_largest_batch_has_pages_of_the_same_size(self):
        small = write(self.folder.name, "agent", "412")
        for name, source in write(self.folder.name, "agent", "20000").items():
            if name in small:
                self.assertLess(len(source), 2 * len(small[name]) + 100_000, name)

    def test_who_may_only_read_has_no_form_but_her_own(self):
        def look(name, source, page):
            self.check(name, source, page)
            posts = {given["action"] for given, _ in page.forms if given.get("method") == "post"}
            if name.startswith("val-brenne/lots/0") and not name.endswith("rencontre"):
                self.assertLessEqual(posts, {"/val-brenne/deconnexion"})
        self.each(look, "reader")

    def test_an_agent_neither_removes_nor_manages(self):
        def look(_, source, page):
            actions = [given["action"] for given, _ in page.forms]
            self.assertFalse([action for action in actions if action.endswith(("/supprimer", "/personnes", "/effacement"))])
        self.each(look, "agent")

    def test_french_is_set_as_a_printer_would(self):
        def look(_, source, page):
            for text in page.text:
                self.assertIsNone(re.search(r"\w [;!?»%]|« | :|\w'\w", text.strip("\n")), text)
        self.each(look, "administrator", "0")


if __name__ == "__main__":
    unittest.main()
