# SPDX-License-Identifier: Apache-2.0
"""« cahier watch --replay » on invented messages: what is raised, what is not, and the same bytes whatever the order."""
import datetime
import json
import pathlib
import random
import tempfile
import unittest

from folder import run

FIRST = datetime.date(2024, 1, 1)
COMPLAINTS = json.loads((pathlib.Path(__file__).resolve().parents[1] / "data" / "complaints.json").read_text(encoding="utf-8"))
THINGS, FAULTS, STREETS = (COMPLAINTS[part] for part in ("things", "faults", "streets"))
COLUMNS = ("--text", "texte", "--id", "id", "--date", "date", "--person", "auteur", "--place", "quartier")
EVENT = 100  # day


def usual(chance, day, number):
    text = f"{chance.choice(THINGS)} {chance.choice(FAULTS)} {chance.choice(STREETS)}"
    return (day, f"u{number:05d}", f"a{number}", chance.choice(["Nord", "Sud"]), text)


def stream(days=130, seed=4):
    chance, rows = random.Random(seed), []
    for day in range(days):
        for _ in range(30 if day % 7 < 5 else 12):
            rows.append(usual(chance, day, len(rows)))
        if EVENT <= day < EVENT + 7:
            for i in range(3):
                rows.append((day, f"e{day}{i}", f"e{day}{i}", "Nord", f"frelons asiatiques {chance.choice(STREETS)}"))
        if EVENT - 20 <= day < EVENT - 16:
            for i in range(50):
                rows.append((day, f"c{day}{i}", f"c{i % 3}", "Sud",
                             "Nous refusons la suppression du terrain de pétanque et demandons son maintien au parc."))
    return rows


def firsts(told):
    return [one for one in told if one["phase"] == "first"]


class Watch(unittest.TestCase):
    usual_told = None

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.root = pathlib.Path(self.place.name)

    def write(self, rows, name="messages.csv"):
        path = self.root / name
        lines = ["id;date;auteur;quartier;texte"]
        for day, key, author, quarter, text in rows:
            date = day if isinstance(day, str) else (FIRST + datetime.timedelta(days=day)).isoformat()
            lines.append(";".join((key, date, author, quarter, text)))
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    def replay(self, *paths, options=()):
        done = run("watch", "--replay", *paths, *COLUMNS, "--quiet", *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def told(self, *paths, options=()):
        return [json.loads(line) for line in self.replay(*paths, options=("--json", *options)).splitlines()]

    def told_of_event(self):
        """Of the usual stream: replayed once for all who only read what was told."""
        if Watch.usual_told is None:
            Watch.usual_told = self.told(self.write(stream()))
        return Watch.usual_told

    def alerts(self, *paths, options=()):
        return firsts(self.told(*paths, options=options))

    def test_an_event_is_raised_once_with_its_evidence(self):
        alerts = firsts(self.told_of_event())
        event = [a for a in alerts if "frelons" in a["what"]]
        self.assertEqual(len(event), 1, alerts)
        event = event[0]
        start = FIRST + datetime.timedelta(days=EVENT)
        self.assertIn(event["kind"], ("term", "new"))
        self.assertLessEqual((datetime.date.fromisoformat(event["date"]) - start).days, 4)
        self.assertEqual(event["since"], start.isoformat())
        self.assertGreaterEqual(event["persons"], 5)
        self.assertLessEqual(event["q"], 1)
        self.assertTrue(all(key.startswith("e") for key in event["contributions"]))
        self.assertEqual(event["places"], [{"name": "Nord", "persons": event["persons"]}])
        self.assertIn("frelons asiatiques", event["sentences"][0]["text"])

    def test_what_is_alerted_is_told_again_when_it_grows_and_when_it_is_over(self):
        told = self.told_of_event()
        for number in {one["number"] for one in told}:
            life = [one for one in told if one["number"] == number]
            self.assertEqual(list(range(1, len(life) + 1)), [one["sequence"] for one in life])
            self.assertEqual("first", life[0]["phase"])
            self.assertFalse([one for one in life[1:-1] if one["phase"] != "more"], life)
            for before, after in zip(life, life[1:]):
                days = datetime.date.fromisoformat(after["date"]) - datetime.date.fromisoformat(before["date"])
                counted = "messages" if after["kind"] == "campaign" else "persons"
                self.assertTrue(after["phase"] == "over" or (days.days >= 7 and after[counted] >= 2 * before[counted]), (before, after))
        event = [one for one in told if one["number"] == next(a["number"] for a in told if "frelons" in a["what"])]
        self.assertEqual(["first", "more", "over"], [one["phase"] for one in event])
        self.assertEqual(("faded", 20), (event[-1]["end"], event[-1]["persons"]))
        self.assertNotIn("end", event[1])
        campaign = [one for one in told if one["kind"] == "campaign"]
        self.assertEqual(["first", "over"], [one["phase"] for one in campaign if one["phase"] != "more"])

    def test_copies_are_a_campaign_and_nothing_else(self):
        alerts = firsts(self.told_of_event())
        campaign = [a for a in alerts if a["kind"] == "campaign"]
        self.assertEqual(len(campaign), 1)
        self.assertEqual((campaign[0]["persons"], campaign[0]["q"]), (3, None))
        self.assertFalse([a for a in alerts if a["kind"] != "campaign" and "pétanque" in a["what"]])

    def test_same_bytes_in_any_order_and_on_any_number_of_threads(self):
        rows = stream()
        first = self.replay(self.write(rows), options=("--json", "-j", "1"))
        self.assertEqual(first, self.replay(self.write(rows), options=("--json", "-j", "2")))
        random.Random(1).shuffle(rows)
        self.assertEqual(first, self.replay(self.write(rows), options=("--json", "-j", "2")))

    def test_a_file_cut_between_days_is_the_same_stream(self):
        rows = stream()
        whole = self.replay(self.write(rows), options=("--json", "--refit", "0"))
        parts = [self.write([r for r in rows if low <= r[0] < high], f"{low}.csv") for low, high in ((0, 60), (60, 130))]
        self.assertEqual(whole, self.replay(*parts, options=("--json", "--refit", "0")))

    def test_bounds_tell_only_their_days(self):
        path = self.write(stream())
        self.assertFalse(self.alerts(path, options=("--to", "2024-03-01")))
        self.assertFalse([a for a in self.told(path, options=("--from", "2024-04-01")) if a["kind"] == "campaign"])

    def test_people_read_french(self):
        said = self.replay(self.write(stream()))
        self.assertIn("frelons", said)
        self.assertIn("personnes depuis le", said)
        self.assertIn("campagne", said)
        self.assertIn("suite de l’alerte du", said)
        self.assertIn("c’est retombé", said)

    def test_dates_that_cannot_be_are_left_aside_and_said(self):
        rows = stream(60) + [("2042-01-02", "x1", "x1", "Nord", "banc cassé"), ("", "x2", "x2", "Sud", "banc cassé")]
        done = run("watch", "--replay", self.write(rows), *COLUMNS)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("1 sans date, 1 de date hors d'ordre", done.stderr)

    def test_no_date_at_all_is_refused(self):
        done = run("watch", "--replay", self.write([("", f"x{i}", f"x{i}", "Nord", "banc cassé") for i in range(9)]), *COLUMNS)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--date", done.stderr)

    def test_a_gap_of_months_raises_nothing(self):
        calm = stream(EVENT - 20, seed=5) # in which chance raises nothing
        self.assertFalse(self.alerts(self.write(calm, "calm.csv")))
        rows = [(day if day < 70 else day + 200, *rest) for day, *rest in calm]
        self.assertFalse(self.alerts(self.write(rows)))

    def test_themes_of_an_earlier_report(self):
        path = self.write(stream())
        done = run("analyse", path, "-o", self.root / "rapport", "-q", "--text", "texte", "--id", "id", "--date", "date", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        alerts = self.alerts(path, options=("--themes", self.root / "rapport"))
        self.assertTrue([a for a in alerts if "frelons" in a["what"]])

    def test_wrong_options_are_refused(self):
        path = self.write(stream(3))
        for wrong in (("--rate", "0"), ("--rate", "beaucoup"), ("--from", "2024-02-30"), ("--persons", "1"),
                      ("--from", "2024-03-01", "--to", "2024-02-01"), ("--holidays", self.root / "rien.tsv")):
            done = run("watch", "--replay", path, *wrong)
            self.assertEqual(done.returncode, 2, wrong)
        self.assertEqual(run("watch", path).returncode, 2)
        self.assertEqual(run("watch", "--replay").returncode, 2)
        self.assertEqual(run("watch", "--help").returncode, 0)
        self.assertIn("false alerts", run("watch", "--help", "--lang", "en").stdout)


if __name__ == "__main__":
    unittest.main()
