# SPDX-License-Identifier: Apache-2.0
"""Exit codes, and what is said to people: in French, about their file, without leaving anything behind."""
import pathlib
import re
import socket
import tempfile
import unittest

from folder import DATA, FILES, Folder, run

FRENCH = re.compile(r"\b(le|la|les|un|une|des|du|est|ce|cette|aucun|aucune|fichier|lignes?|dossier|pas|option|inconnue?)\b", re.I)


class Messages(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    def assert_refused(self, done, code, *words):
        self.assertEqual(code, done.returncode, done.stderr)
        self.assertEqual("", done.stdout)
        self.assertRegex(done.stderr, FRENCH)
        self.assertLess(done.stderr.count("\n"), 3 if code == 1 else 30, done.stderr)
        self.assertNotRegex(done.stderr, r"unrecognized|requires an argument|ambiguous|No such file")
        for word in words:
            self.assertIn(word, done.stderr)

    def analyse(self, *arguments):
        done = run("analyse", *arguments, "-o", self.folder / "rapport")
        if done.returncode != 0:
            left = [path.name for path in self.folder.iterdir() if path.name.startswith("rapport")]
            self.assertEqual([], left)
        return done

    def test_usage(self):
        for arguments in ([], ["inconnue"], ["analyse"], ["analyse", "--inconnue", DATA / "hameau.csv"],
                          ["analyse", DATA / "hameau.csv", "--themes", "beaucoup"], ["explain"], ["lexicon", "verify"]):
            with self.subTest(arguments):
                self.assert_refused(run(*arguments), 2)

    def test_a_file_that_is_not_there(self):
        self.assert_refused(self.analyse(self.folder / "absent.csv"), 1, "absent.csv")

    def test_what_the_system_refuses_is_said_in_french(self):
        end = socket.socket(socket.AF_UNIX)
        self.addCleanup(end.close)
        end.bind(str(self.folder / "prise"))
        for option in ("--decisions", "--taxonomy", "--lexicons"):
            absent = self.analyse(DATA / "hameau.csv", option, self.folder / "absent")
            self.assert_refused(absent, 1, "fichier ou dossier introuvable")
            if option != "--lexicons":
                self.assert_refused(self.analyse(DATA / "hameau.csv", option, self.folder), 1, "c'est un dossier")
                for special in ("/dev/null", self.folder / "prise"):
                    self.assert_refused(self.analyse(DATA / "hameau.csv", option, special), 1, "ce n'est pas un fichier ordinaire")
        self.assert_refused(self.analyse(self.folder), 1, "est un dossier")

    def test_files_that_cannot_be_read(self):
        cases = {
            "vide.csv": b"",
            "entete.csv": "id;texte\n",
            "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
            "livre.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n" + bytes(200),
            "archive.gz": b"\x1f\x8b\x08" + bytes(range(256)),
            "zeros.csv": bytes(5000),
            "casse.json": '{"texte": "un avis", ',
        }
        for name, content in cases.items():
            with self.subTest(name):
                self.assert_refused(self.analyse(self.file(name, content)), 1, name)

    def test_nothing_to_analyse(self):
        self.assert_refused(self.analyse(self.file("blancs.csv", "id;texte\n1;\n2;  \n")), 1)

    def test_a_column_that_is_not_there(self):
        self.assert_refused(self.analyse(DATA / "hameau.csv", "--text", "description"), 1, "description")

    def test_a_folder_that_holds_something_else_is_left_alone(self):
        kept = self.folder / "mes-documents"
        kept.mkdir()
        (kept / "lettre.txt").write_text("à garder", encoding="utf-8")
        self.assert_refused(run("analyse", DATA / "hameau.csv", "-o", kept), 1, "mes-documents")
        self.assertEqual(["lettre.txt"], [path.name for path in kept.iterdir()])

    def test_a_report_is_replaced_by_the_next(self):
        self.assertEqual(0, self.analyse(DATA / "hameau.csv").returncode)
        self.assertEqual(0, self.analyse(DATA / "commune.csv").returncode)
        names = sorted(path.name for path in (self.folder / "rapport").iterdir())
        self.assertEqual(sorted(FILES), names)
        self.assertEqual(["rapport"], [path.name for path in self.folder.iterdir()])

    def test_formats_are_chosen(self):
        self.assertEqual(0, self.analyse(DATA / "hameau.csv", "--format", "json,csv").returncode)
        names = {path.name for path in (self.folder / "rapport").iterdir()}
        self.assertIn("report.json", names)
        self.assertNotIn("report.html", names)
        self.assertNotIn("report.xlsx", names)

    def test_an_unknown_contribution_is_not_explained(self):
        folder = Folder("hameau.csv")
        self.addCleanup(folder.remove)
        self.assert_refused(run("explain", folder.path, "999"), 1, "999")
        self.assert_refused(run("explain", self.folder / "nulle-part", "1"), 1)

    def test_check_says_what_will_be_read(self):
        done = run("check", DATA / "commune.csv")
        self.assertEqual(0, done.returncode, done.stderr)
        for word in ("contribution", "quartier", "301", "UTF-8"):
            self.assertIn(word, done.stdout + done.stderr)
        self.assertNotIn("usr-", done.stdout + done.stderr)

    def test_standard_input_is_a_file_too(self):
        text = (DATA / "hameau.csv").read_text(encoding="utf-8")
        done = run("analyse", "-", "-o", self.folder / "rapport", given=text)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertTrue((self.folder / "rapport" / "report.html").exists())

    def test_help_and_version_are_results(self):
        for command in ("analyse", "check", "explain", "evaluate", "lexicon"):
            done = run(command, "--help")
            self.assertEqual(0, done.returncode, command)
            self.assertIn(f"cahier {command}", done.stdout)
        version = run("--version")
        self.assertEqual(0, version.returncode)
        self.assertRegex(version.stdout, r"(?is)cahier 0\..*utf8proc.*snowball")

    def test_english_is_there_for_who_asks(self):
        french = run("analyse", self.folder / "absent.csv")
        english = run("analyse", self.folder / "absent.csv", "--lang", "en")
        self.assertEqual(1, english.returncode)
        self.assertNotEqual(french.stderr, english.stderr)

    def test_quiet_is_quiet(self):
        done = self.analyse(DATA / "hameau.csv", "--quiet")
        self.assertEqual((0, "", ""), (done.returncode, done.stdout, done.stderr))


if __name__ == "__main__":
    unittest.main()
