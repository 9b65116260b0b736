# SPDX-License-Identifier: Apache-2.0
"""The page as a browser shows it: on a phone, on a screen, on paper. Exits 77 (skipped) without chromium."""
import html
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

from folder import Folder

BROWSER = shutil.which("chromium")
A4 = (595, 842)  # points


# A browser window has at least 500 pixels: a phone is a frame in it. The frame says how wide the page wants to be.
FRAME = """<!doctype html><meta charset="utf-8"><body style="margin:0">
<iframe id="frame" style="border:0;width:{width}px;height:{height}px" srcdoc="{page}"></iframe>
<script>frame.onload = () => document.body.dataset.wide = frame.contentDocument.documentElement.scrollWidth</script>"""


def framed(page, width, height, place):
    path = place / f"{width}.html"
    path.write_text(FRAME.format(width=width, height=height, page=html.escape(page)), encoding="utf-8")
    return path


def browse(page, profile, *options):
    command = [BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
               "--no-first-run", f"--user-data-dir={profile}", *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=300)


def picture(path):
    """Width, height, and how many different lines of pixels there are: a blank page has one."""
    data = path.read_bytes()
    width, height = struct.unpack(">II", data[16:24])
    packed, at = b"", 8
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at:at + 8])
        if kind == b"IDAT":
            packed += data[at + 8:at + 8 + length]
        at += 12 + length
    pixels = zlib.decompress(packed)
    stride = len(pixels) // height
    return width, height, len({pixels[i * stride:(i + 1) * stride] for i in range(height)})


def words(text):
    return " ".join(re.sub("[\u00a0\u202f]", " ", text).split()).casefold()


class Pages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Folder("commune.csv")
        cls.temporary = tempfile.TemporaryDirectory()
        cls.place = pathlib.Path(cls.temporary.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.remove()
        cls.temporary.cleanup()

    def test_the_page_fits_a_phone_and_a_screen(self):
        for width, height in ((390, 844), (1280, 900)):
            with self.subTest(width=width):
                page = framed(self.folder.text_of("report.html"), width, height, self.place)
                shot = self.place / f"{width}.png"
                done = browse(page, self.place / "profile", f"--window-size={width},{height}", f"--screenshot={shot}")
                self.assertTrue(shot.exists(), done.stderr)
                wide, _, lines = picture(shot)
                self.assertEqual(width, wide)
                self.assertGreater(lines, 100)
                shown = browse(page, self.place / "profile", "--dump-dom").stdout
                self.assertLessEqual(int(re.search(r'data-wide="(\d+)"', shown).group(1)), width)

    def test_the_page_prints_on_a4_with_its_themes(self):
        paper = self.place / "rapport.pdf"
        done = browse(self.folder.path / "report.html", self.place / "profile", "--no-pdf-header-footer", f"--print-to-pdf={paper}")
        self.assertTrue(paper.exists(), done.stderr)
        facts = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
        wide, high = map(float, re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", facts).groups())
        self.assertAlmostEqual(A4[0], wide, delta=2)
        self.assertAlmostEqual(A4[1], high, delta=2)
        text = words(subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout)
        for theme in self.folder.report()["themes"][:3]:
            self.assertIn(words(theme["label"]), text)

    def test_the_tree_has_a_leaf_a_theme_and_its_subthemes(self):
        page, themes = self.folder.text_of("report.html"), self.folder.report()["themes"]
        tree = re.search(r'<div class="dendrogram">.*?</div>', page, re.S).group(0)
        self.assertEqual(len(themes) - 1, len(re.findall(r"<path ", tree)))
        self.assertEqual({theme["id"] for theme in themes}, set(re.findall(r'href="#(t-[0-9a-f]{4})"', tree)))
        self.assertIn("<title", tree)
        text = words(html.unescape(re.sub(r"<[^>]+>", " ", page)))
        for theme in themes:
            for sub in theme["subthemes"]:
                self.assertIn(words(sub["label"]), text)

    def test_the_themes_are_in_the_page_without_script(self):
        page = words(html.unescape(re.sub(r"<[^>]+>", " ", self.folder.text_of("report.html"))))
        for theme in self.folder.report()["themes"]:
            self.assertTrue(words(theme["label"]) in page, theme["label"])


if __name__ == "__main__":
    if BROWSER is None:
        print("skipped: chromium is not installed (scripts/setup --tests)")
        sys.exit(77)
    unittest.main()
