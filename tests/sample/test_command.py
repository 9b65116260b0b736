# SPDX-License-Identifier: Apache-2.0
"""The command that a report names gives its bytes again."""
import json
import pathlib
import shlex
import shutil
import subprocess
import tempfile
import unittest

from folder import DATA, FILES, PROGRAM


class Command(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.here = pathlib.Path(temporary.name)

    def analyse(self, *words):
        subprocess.run([PROGRAM, *words[1:], "--quiet"], cwd=self.here, check=True)

    def again(self, *words):
        """Analyses, then runs what the manifest says in the same folder; the command."""
        self.analyse("cahier", "analyse", *words, "-o", "one")
        command = json.loads((self.here / "one" / "manifest.json").read_text(encoding="utf-8"))["command"]
        self.analyse(*shlex.split(command), "-o", "two")
        for name in FILES:
            if name != "run.json":
                self.assertEqual((self.here / "one" / name).read_bytes(), (self.here / "two" / name).read_bytes(), name)
        return command

    def test_options_of_analysis_and_names_that_a_shell_would_cut(self):
        shutil.copy(DATA / "hameau.csv", self.here / "l'avis du $hameau.csv")
        command = self.again("l'avis du $hameau.csv", "--themes", "4", "--top", "3", "--taxonomy", "none", "--redact", "strict")
        self.assertIn("--themes 4", command)

    def test_columns_encoding_and_delimiter(self):
        rows = ["n°|Votre avis|Âge|Le reste", "1|Plus de bancs à l'ombre|18-25|Rien d'autre à dire ici, merci beaucoup",
                "2|Moins de bruit le soir|26-40|Un long propos qui n'est pas l'avis mais qui lui ressemble"]
        (self.here / "a.csv").write_bytes("\r\n".join(rows * 12).encode("cp1252"))
        command = self.again("a.csv", "--text", "Votre avis", "--group", "Âge", "--encoding", "WINDOWS-1252", "--delimiter", "|",
                             "--keep-columns")
        for option in ("--text 'Votre avis'", "--group Âge", "--encoding WINDOWS-1252", "--delimiter '|'", "--keep-columns"):
            self.assertIn(option, command)


if __name__ == "__main__":
    unittest.main()
