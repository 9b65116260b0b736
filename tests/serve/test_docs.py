# SPDX-License-Identifier: Apache-2.0
"""What the documents promise is there: links and pictures lead somewhere, the commands of the README open the server."""
import pathlib
import re
import shlex
import subprocess
import tempfile
import unittest

import town
from town import Visitor

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PICTURE_MOST = 150_000


def anchor(heading):
    """As the forges make them."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


class Links(unittest.TestCase):
    def links(self, document):
        text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
        return re.findall(r"\]\(([^)\s]+)\)", text)

    def test_links_lead_somewhere(self):
        seen = 0
        for document in DOCUMENTS:
            for link in self.links(document):
                if re.match(r"[a-z]+:", link):
                    continue
                seen += 1
                path, _, part = link.partition("#")
                target = document.parent / path if path else document
                with self.subTest(f"{document.name}: {link}"):
                    self.assertTrue(target.exists())
                    if part:
                        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.M)
                        self.assertIn(part, [anchor(heading) for heading in headings])
        self.assertGreater(seen, 10)

    def test_pictures_are_small_shown_and_described(self):
        text = (ROOT / "docs" / "guide.md").read_text(encoding="utf-8")
        shown = re.findall(r"!\[([^\]]*)\]\((images/[^)]+)\)", text)
        self.assertGreater(len(shown), 8)
        for words, name in shown:
            self.assertGreater(len(words), 10, name)
            picture = ROOT / "docs" / name
            self.assertTrue(picture.read_bytes().startswith(b"\x89PNG"), name)
            self.assertLess(picture.stat().st_size, PICTURE_MOST, name)
        self.assertEqual({name for _, name in shown}, {f"images/{path.name}" for path in (ROOT / "docs" / "images").iterdir()})


class Readme(unittest.TestCase):
    def test_its_two_commands_open_the_review(self):
        lines = re.findall(r"^cahier serve .*$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M)
        words = [shlex.split(re.split(r"\s{3,}", line)[0]) for line in lines]
        self.assertEqual(["--add-person" in line for line in words], [True, False])
        with tempfile.TemporaryDirectory(prefix="cahier-readme-") as folder:
            there = [[folder if word.startswith("/srv/") else word for word in line[1:]] for line in words]
            name = words[0][words[0].index("--add-person") + 1]
            added = subprocess.run([town.PROGRAM, *there[0]], input=town.PASSWORD + "\n", text=True, capture_output=True, timeout=60)
            self.assertEqual(0, added.returncode, added.stderr)
            server = town.Server(tenants=())
            self.addCleanup(server.remove)
            server.folder.rmdir()
            server.folder = pathlib.Path(folder)
            server.start()
            visitor = Visitor(server, "commune")
            self.assertEqual(303, visitor.sign_in(name).status)
            self.assertEqual(200, visitor.get("/reglages").status)
            server.stop()


if __name__ == "__main__":
    unittest.main()
