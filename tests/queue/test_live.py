# SPDX-License-Identifier: Apache-2.0
"""« cahier watch --redis » on a real server: the alerts of a live watch are those of a replay of the same messages, each once,
whoever is killed meanwhile; messages come by inbox, folder, growing file; people's corrections are learned from."""
import collections
import csv
import datetime
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM = os.environ["CAHIER"]
LONG = "LONG" in os.environ
WAIT = 1800 if LONG else 120
DAYS = 140 if LONG else 75
LEASE = 300
KILLS = 60 if LONG else 8
FIRST = datetime.date(2024, 1, 1)
COMPLAINTS = json.loads((pathlib.Path(__file__).resolve().parents[1] / "data" / "complaints.json").read_text(encoding="utf-8"))
THINGS, FAULTS, STREETS = (COMPLAINTS[part] for part in ("things", "faults", "streets"))
EVENTS = [(50, "frelons asiatiques"), (60, "rats musqués")]
key = tenant.key
GUARDS = {  # of a day's commit: as it stands, open
    "place": (b"stand_in_the_way(keys[2], argv[1], number_of(keys[1], 'told'), from, to)", b"nil"),
    "count": (b"if redis.call('ZCOUNT', keys[3], '(' .. argv[2], argv[3]) ~= tonumber(argv[4]) then", b"if false then"),
    "once": (b"redis.call('HSETNX', at.alerts, number, record) == 0", b"redis.call('HSET', at.alerts, number, record) == 9"),
}


def stream(days=DAYS):
    """Messages, the early days first: everyday complaints, two events, a campaign."""
    chance, rows = random.Random(4), []

    def add(day, name, author, place, text):
        date = (FIRST + datetime.timedelta(days=day)).isoformat()
        rows.append({"id": name, "date": date, "person": author, "place": place, "text": text})

    for day in range(days):
        for _ in range(18 if day % 7 < 5 else 9):
            n = len(rows)
            add(day, f"u{n:05d}", f"a{n}", chance.choice(["Nord", "Sud"]),
                f"{chance.choice(THINGS)} {chance.choice(FAULTS)} {chance.choice(STREETS)}")
        for start, words in EVENTS:
            if start <= day < start + 5:
                for i in range(4):
                    add(day, f"e{day}-{i}", f"e{day}-{i}", "Nord", f"{words} {chance.choice(STREETS)}")
        if 45 <= day < 48:
            for i in range(12):
                add(day, f"c{day}-{i}", f"c{i % 3}", "Sud",
                    "Nous refusons la suppression du terrain de pétanque et demandons son maintien au parc.")
    return rows


def where_now(said, after):
    """The themes in which what one of them held is said since then."""
    where = collections.Counter()
    for what, times in said.items():
        for theme, again in after[what].items():
            where[theme] += times * again / after[what].total()
    return where


def pairs(flat):
    return zip(flat[::2], flat[1::2])


class Town(unittest.TestCase):
    def setUp(self):
        self.server = resp.Server()
        self.addCleanup(self.server.remove)
        self.install()
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.root = pathlib.Path(place.name)
        self.secret = self.root / "key"
        self.secret.write_bytes(b"0123456789abcdef0123456789abcdef")
        self.dice = random.Random(int(os.environ.get("SEED", 1)))

    def install(self):
        link = self.server.link()
        link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_bytes())
        link.close()

    def ask(self, *words):
        """An answer, whatever happens to the server meanwhile."""
        deadline = time.monotonic() + WAIT
        while True:
            try:
                link = self.server.link()
                try:
                    return link.call(*words)
                finally:
                    link.close()
            except (OSError, resp.RedisError):
                if time.monotonic() > deadline:
                    raise
                resp.select_wait()

    def command(self, name, *options, key_file=True):
        words = [PROGRAM, name, "--redis", f"unix://{self.server.socket}", "--tenant", "t1", *map(str, options)]
        if key_file:
            words += ["--person-key", str(self.secret)]
        return words

    def start(self, name, *options, **rest):
        process = subprocess.Popen(self.command(name, *options), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                   **rest)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        return process

    def watch(self, *options):
        return self.start("watch", "--clock", "messages", "--lease", str(LEASE), "--refit", "30", "-j", "1", *options)

    def worker(self):
        return self.start("worker", "--quiet", "--jobs", "1", "--lease", str(LEASE))

    def push(self, rows):
        lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
        for first in range(0, len(lines), 200):
            self.ask("RPUSH", key("inbox"), *lines[first:first + 200])

    def fact(self, name):
        return int(self.ask("HGET", key("watch"), name) or 0)

    def until(self, what, *processes):
        deadline = time.monotonic() + WAIT
        while not what():
            self.assertLess(time.monotonic(), deadline, "too long")
            for process in processes:
                if process.poll() is not None:
                    self.fail((process.args[1], process.returncode, process.communicate()[1]))
            resp.select_wait()

    def sent(self, name):
        """What an entry of the outbox stands for, as a replay prints it."""
        number, _, sequence = name.partition("-")
        alert = json.loads(self.ask("HGET", key("alerts"), number))
        if not sequence:
            return alert
        followed = json.loads(self.ask("HGET", key("alerts:last"), number))["followed"]
        return {"number": int(number), **next(one for one in followed if one["sequence"] == int(sequence))}

    def alerts(self):
        return [self.sent(name.decode()) for name in self.ask("LRANGE", key("outbox"), 0, -1)]

    def replay(self, rows):
        path = self.root / "messages.csv"
        with open(path, "w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, ["id", "date", "person", "place", "text"])
            table.writeheader()
            table.writerows(rows)
        done = subprocess.run([PROGRAM, "watch", "--replay", path, "--json", "--refit", "30", "--quiet", "-j", "1",
                               "--text", "text", "--id", "id", "--date", "date", "--place", "place", "--person", "person",
                               "--person-key", self.secret], capture_output=True, text=True, check=True)
        return [self.kept(json.loads(line)) for line in done.stdout.splitlines()]

    def kept(self, told):
        """Of a follow-up, its figures alone are kept."""
        if told["phase"] == "first":
            return told
        names = ("number", "date", "phase", "sequence", "end", "persons", "messages", "expected", "ratio", "q")
        return {**{name: told[name] for name in names if name in told}, **({"closed": True} if told["phase"] == "over" else {})}

    def last_told(self, rows):
        """The day before the last one: nothing says that the last is over."""
        days = sorted({row["date"] for row in rows})
        return int(days[-2].replace("-", ""))

    def closed(self, rows, alerts):
        last = max(row["date"] for row in rows)
        return [alert for alert in alerts if alert["date"] < last]

    def everything(self, rows):
        """What the watch left: alerts as sent, days told, messages filed, each at one desk."""
        alerts = {int(n): json.loads(v) for n, v in pairs(self.ask("HGETALL", key("alerts")))}
        desk = sorted(int(member[-15:]) for member in self.ask("ZRANGE", key("desk"), 0, -1))
        return {"alerts": self.alerts(), "all": alerts, "desk": desk, "heard": self.fact("heard"),
                "filed": len(self.ask("HKEYS", key("filed"))), "told": self.fact("told")}

    def whole(self, rows):
        return self.fact("told") == self.last_told(rows) and self.fact("filed") == len(rows)

    def killed_at_random(self, rows):
        """Feeds day by day; watcher, worker and Redis are killed and started again meanwhile."""
        processes = {"watch": self.watch(), "worker": self.worker()}
        kills = dict.fromkeys([*processes, "redis"], 0)
        self.until(lambda: self.fact("on") == 1)
        deadline, sent, next_kill = time.monotonic() + WAIT, 0, 0
        while sent < len(rows) or not self.whole(rows):
            self.assertLess(time.monotonic(), deadline, self.everything(rows))
            if sent < len(rows):
                count = self.dice.randrange(20, 160)
                self.push(rows[max(0, sent - 30):sent + count])  # at least once: some come again
                sent += count
            if time.monotonic() > next_kill and sum(kills.values()) < KILLS:
                next_kill = time.monotonic() + self.dice.uniform(.05, .6)
                name = self.dice.choice(["watch", "watch", "worker", "redis"])
                kills[name] += 1
                if name == "redis":
                    self.server.kill()
                    self.server.start()
                else:
                    processes[name].kill()
                    processes[name].communicate()
                    processes[name] = getattr(self, name)()
            for name, process in processes.items():
                if process.poll() is not None:
                    self.fail((name, process.returncode, process.communicate()[1]))
            resp.select_wait()
        return kills


class Killed(Town):
    def test_whoever_is_killed_the_alerts_are_those_of_a_replay_each_once(self):
        rows = stream()
        expected = self.closed(rows, self.replay(rows))
        kills = self.killed_at_random(rows)
        left = self.everything(rows)
        self.assertEqual(expected, left["alerts"], kills)
        self.assertEqual([one for one in expected if one["phase"] == "first"], [left["all"][n] for n in sorted(left["all"])])
        self.assertEqual({"first", "more", "over"}, {one["phase"] for one in expected})
        self.assertEqual(list(range(len(rows))), left["desk"])
        self.assertEqual((len(rows), len(rows)), (left["heard"], left["filed"]))
        if LONG:
            print(kills)

    def without(self, guard):
        """The functions of Redis, one of GUARDS open."""
        library, (shut, opened) = resp.LIBRARY.read_bytes(), GUARDS[guard]
        self.assertEqual(1, library.count(shut), guard)
        link = self.server.link()
        link.call("FUNCTION", "LOAD", "REPLACE", library.replace(shut, opened))
        link.close()

    def tell(self, messages, number):
        """The second of January is told, with an alert, by who believes that the first was told last."""
        record = b'{"number":%d}' % number
        frames = b"r%010d20240102%04d%s%08d%s" % (number, 4, b"rats", len(record), record)
        names = ("watch", "watch:lease", "heard:days", "watch:state", "watch:themes", "alerts", "alerts:last",
                 "alerts:days", "outbox", "quiet")
        return self.ask("FCALL", "cahier1_watch_tell", len(names), *map(key, names), "me", 20240101, 20240102, messages,
                        "state", "", "", frames)

    def told_by(self, *calls):
        """Answers of calls of `tell`, one after the other, and what was sent."""
        self.ask("FLUSHALL")
        self.ask("SET", key("watch:lease"), "me")
        self.ask("HSET", key("watch"), "told", 20240101)
        self.ask("ZADD", key("heard:days"), 20240102, 0)
        answers = []
        for anew, messages, number in calls:
            if anew:
                self.ask("HSET", key("watch"), "told", 20240101)
            answers.append(self.tell(messages, number))
        return answers, [int(n) for n in self.ask("LRANGE", key("outbox"), 0, -1)]

    def test_each_guard_alone_holds_what_no_other_does(self):
        """Negative controls: each guard of a day's commit, and what gets through when it alone is open."""
        cases = {
            "place": ([(False, 1, 1), (False, 1, 2)], ([1, 0], [1]), ([1, 1], [1, 2])),  # the slower of two, by its own numbers
            "count": ([(False, 0, 1)], ([-1], []), ([1], [1])),  # a message came meanwhile
            "once": ([(False, 1, 1), (True, 1, 1)], ([1, 1], [1]), ([1, 1], [1, 1])),  # who learns anew finds it again
        }
        for guard, (calls, held, let_through) in cases.items():
            with self.subTest(guard):
                self.install()
                self.assertEqual(held, self.told_by(*calls))
                self.without(guard)
                self.assertEqual(let_through, self.told_by(*calls))

    def test_who_learns_anew_without_the_guard_tells_alerts_twice(self):
        """Negative control: the whole watch, when an alert's number is not held."""
        self.without("once")
        rows = stream()
        expected = self.closed(rows, self.replay(rows))
        self.ask("HSET", key("watch"), "on", "1")
        self.push(rows)
        worker = self.worker()
        self.until(lambda: self.fact("heard") == len(rows), worker)
        first = self.watch("--once")
        self.assertEqual(first.wait(WAIT), 0, first.communicate()[1])
        self.ask("HSET", key("watch"), "told", "0")
        self.ask("UNLINK", key("watch:state"), key("watch:themes"))
        second = self.watch("--once")
        self.assertEqual(second.wait(WAIT), 0, second.communicate()[1])
        alerts = [one for one in expected if one["phase"] == "first"]  # a follow-up has a guard of its own
        self.assertEqual(alerts, self.alerts()[len(expected):])
        self.assertEqual(expected, self.alerts()[:len(expected)])

    def test_what_is_remembered_is_made_anew(self):
        rows = stream()
        cut = next(i for i, row in enumerate(rows) if row["date"] >= "2024-02-27")
        worker = self.worker()
        self.ask("HSET", key("watch"), "on", "1")
        self.push(rows[:cut])
        self.until(lambda: self.fact("heard") == cut, worker)
        self.assertEqual(self.watch("--once").wait(WAIT), 0)
        before = self.alerts()
        self.assertTrue([one for one in before if one["phase"] == "more"])
        self.ask("SET", key("watch:state"), "of another version")
        refused = self.watch("--once")
        self.assertEqual(refused.wait(WAIT), 1)
        self.assertIn("--relearn", refused.communicate()[1])
        self.assertEqual(self.watch("--once", "--relearn").wait(WAIT), 0)
        self.assertEqual(before, self.alerts())
        self.push(rows[cut:])
        self.until(lambda: self.fact("heard") == len(rows), worker)
        self.assertEqual(self.watch("--once").wait(WAIT), 0)
        alerts = [alert for alert in self.alerts() if alert["phase"] == "first"]
        self.assertEqual(1, len([alert for alert in alerts if "rats" in alert["what"]]), alerts)
        self.assertEqual(len({alert["number"] for alert in alerts}), len(alerts))
        told = [(alert["number"], alert["sequence"]) for alert in self.alerts()]
        self.assertEqual(len(set(told)), len(told))


class Live(Town):
    def test_alerts_are_those_of_a_replay(self):
        rows = stream()
        expected = self.closed(rows, self.replay(rows))
        self.assertGreaterEqual(len(expected), 3, expected)
        watch, worker = self.watch(), self.worker()
        self.until(lambda: self.fact("on") == 1, watch)
        for days in (35, 56, 63, DAYS):  # themes are made, heard, made again, heard
            part = [row for row in rows if row["date"] < (FIRST + datetime.timedelta(days=days)).isoformat()]
            self.push(part[self.fact("heard"):])
            self.until(lambda: self.fact("told") == self.last_told(part) and self.fact("filed") == len(part), watch, worker)
        self.assertEqual(expected, self.alerts())
        self.check_identities(rows)

    def check_identities(self, rows):
        """Themes made again keep their ids: what was said in a theme is said in the theme of its id. One that keeps its id keeps more than
        a third of its texts (pipeline/previous.h), and may take in as many others: its words may be more like another's than its own of before."""
        before, after = (collections.defaultdict(collections.Counter) for _ in range(2))
        for n, row in enumerate(rows):
            theme = json.loads(self.ask("HGET", key("filed"), n))["theme"]
            day = (datetime.date.fromisoformat(row["date"]) - FIRST).days
            said = next(((row["text"].split()[0], street) for street in STREETS if row["text"].endswith(street)), None)
            if theme and said and 35 <= day < 56:
                before[theme][said] += 1
            elif theme and said and day >= 63:
                after[said][theme] += 1
        now = {theme: where_now(said, after) for theme, said in before.items() if theme in set().union(*after.values())}
        judged = [theme for theme in now if before[theme].total() >= 10]
        self.assertGreaterEqual(len(judged), 6, (before, after))
        for theme in judged:
            self.assertGreater(now[theme][theme] * 3, now[theme].total(), (theme, before, after))
        self.assertGreater(sum(now[theme][theme] for theme in now) * 5, sum(where.total() for where in now.values()) * 4, now)

    def person_hashes(self):
        return b"".join(self.ask("HVALS", key("heard")))

    def test_a_growing_file_is_heard_from_where_it_was(self):
        path = self.root / "feed.jsonl"
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in stream(20)]
        path.write_text("".join(lines[:100]) + lines[100][:40], encoding="utf-8")  # the last one is being written
        feed = self.start("submit", "--continuous", path)
        self.until(lambda: self.fact("heard") == 100, feed)
        with open(path, "a", encoding="utf-8") as file:
            file.write(lines[100][40:] + "".join(lines[101:150]) + "not json\n")
        self.until(lambda: self.fact("heard") == 150, feed)
        feed.kill()
        feed.communicate()
        with open(path, "a", encoding="utf-8") as file:
            file.write("".join(lines[150:]))
        again = self.start("submit", "--continuous", path, "--once")
        said = again.communicate(timeout=WAIT)[1]
        self.assertEqual(0, again.returncode, said)
        self.assertIn(f"{len(lines) - 150} messages entendus, 0 déjà connus", said)  # the place is kept
        self.assertEqual(len(lines), self.fact("heard"))
        path.rename(self.root / "feed.1")
        path.write_text("".join(lines[:10]) + json.dumps({"id": "new", "text": "un banc public de plus"}), encoding="utf-8")
        said = self.start("submit", "--continuous", path, "--once").communicate(timeout=WAIT)[1]
        self.assertIn("1 messages entendus, 10 déjà connus", said)

    def test_lines_of_standard_input_are_redacted_before_they_are_stored(self):
        feed = self.start("submit", "--continuous", "-", stdin=subprocess.PIPE)
        row = {"id": "42", "text": "Appelez-moi au 0612345678, ou solene@example.org : le banc est cassé.", "person": "solene"}
        said = feed.communicate(json.dumps(row) + "\n" + json.dumps(row), timeout=WAIT)[1]
        self.assertIn("1 messages entendus, 1 déjà connus, 0 écartés", said)
        blob = self.person_hashes()
        self.assertIn("le banc est cassé".encode(), blob)
        for secret in (b"0612345678", b"solene"):
            self.assertNotIn(secret, blob)

    def children(self, pid):
        """pid → its command, of the processes that `pid` started."""
        found = {}
        for path in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                parent = int((path / "stat").read_text().rsplit(")", 1)[1].split()[1])
                words = (path / "cmdline").read_bytes().split(b"\0")
            except (OSError, IndexError):
                continue
            if parent == pid and len(words) > 1:
                found[int(path.name)] = words[1].decode()
        return found

    def test_a_server_keeps_a_watcher_and_one_key_of_authors(self):
        data = self.root / "data"
        serve = subprocess.Popen([PROGRAM, "serve", "--data", data, "--port", "0", "--tenant", "t1", "--watch", "--quiet", "-j", "1"],
                                 stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(lambda: (serve.poll() is None and serve.kill(), serve.communicate()))
        self.assertIn("http://", serve.stdout.readline())
        self.server.kill()
        self.server.socket = data / "redis" / "redis.sock"  # from here on, that of the server
        self.until(lambda: self.fact("on") == 1, serve)
        self.assertEqual(0o600, (data / "cle-auteurs").stat().st_mode & 0o777)
        rows = stream(2)
        self.push(rows)
        self.until(lambda: self.fact("filed") == len(rows), serve)
        watcher = next(pid for pid, name in self.children(serve.pid).items() if name == "watch")
        os.kill(watcher, signal.SIGKILL)
        self.push([{"id": "one-more", "text": "Un banc de plus, s'il vous plaît.", "person": "a1"}])
        self.until(lambda: self.fact("filed") == len(rows) + 1, serve)
        self.assertNotIn(watcher, self.children(serve.pid))
        serve.terminate()
        self.assertEqual(0, serve.wait(WAIT))

    def files(self):
        return b"".join(path.read_bytes() for path in self.server.folder.rglob("*") if path.is_file())

    def forget(self, *options):
        done = subprocess.run([PROGRAM, "forget", "--redis", f"unix://{self.server.socket}", "--tenant", "t1", *options],
                              capture_output=True, text=True, timeout=WAIT)
        return done.returncode, done.stdout + done.stderr

    def test_what_is_erased_is_nowhere_and_does_not_come_back(self):
        rows = stream(58)
        path = self.root / "feed.jsonl"
        secret = next(row for row in rows if row["id"] == "e50-1")
        secret["text"] = "frelons asiatiques dans le zyxvuque du jardin"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        feed = self.start("submit", "--continuous", path, "--once", "--quiet")
        self.assertEqual(0, feed.wait(WAIT))
        self.assertEqual(0, self.watch("--once").wait(WAIT))
        quoting = [alert for alert in self.alerts() if "zyxvuque" in json.dumps(alert)]
        self.assertTrue(quoting, self.alerts())
        code, said = self.forget("--contribution", "e50-1")
        self.assertEqual(3, code, said)  # nobody watches: its memory still holds the words
        self.assertIn("veille", said)
        watch = self.watch()
        self.until(lambda: self.ask("GET", key("watch:lease")), watch)
        code, said = self.forget("--contribution", "e50-1")
        self.assertEqual(1, code, said)  # nothing more to erase; what was begun is ended
        self.assertFalse([alert for alert in self.alerts() if "zyxvuque" in json.dumps(alert)])
        self.assertEqual([], self.ask("HGETALL", key("watch:erasing")))
        author = self.author_of("e51-1")
        code, said = self.forget("--person", f"p-{author}")
        self.assertEqual(0, code, said)
        self.assertEqual(len(rows) - 2, len(self.ask("HKEYS", key("heard"))))
        self.assertNotIn(author.encode(), self.person_hashes())
        self.assertNotIn(b"zyxvuque", self.files())
        again = self.start("submit", "--continuous", "-", stdin=subprocess.PIPE)
        self.assertIn("0 messages entendus, 1 déjà connus", again.communicate(json.dumps(secret), timeout=WAIT)[1])
        self.assertIsNone(watch.poll())

    def author_of(self, name):
        """The keyed hash in its blob: sixteen hexadecimal digits behind their length."""
        blob = next(blob for blob in self.ask("HVALS", key("heard")) if name.encode() in blob)
        return re.search(rb"\x10([0-9a-f]{16})", blob).group(1).decode()

    def test_what_waits_at_a_service_is_written_as_csv(self):
        watch = self.watch("--services", self.services())
        texts = ["Un banc cassé rue Haute", "=1+1 Odeur de gaz, un banc brûle"]
        feed = self.start("submit", "--continuous", "-", stdin=subprocess.PIPE)
        feed.communicate("".join(json.dumps({"id": f"m{i}", "date": "2024-03-01", "text": text}) + "\n"
                                 for i, text in enumerate(texts)), timeout=WAIT)
        self.until(lambda: self.fact("filed") == 2, watch)
        desk = subprocess.run(self.command("watch", "--desk", "Cadre de vie", key_file=False), capture_output=True, timeout=WAIT)
        self.assertEqual(0, desk.returncode, desk.stderr)
        lines = list(csv.DictReader(desk.stdout.decode("utf-8-sig").splitlines(), delimiter=";"))
        self.assertEqual(["m1", "m0"], [line["identifiant"] for line in lines])  # the urgent one first
        self.assertEqual(["oui", ""], [line["urgent"] for line in lines])
        self.assertTrue(lines[0]["message"].startswith("'="))
        self.assertEqual("banc 1", lines[1]["mots qui décident"])

    def test_the_roles_of_redis_acl_suffice(self):
        roles = self.root / "roles"
        self.server.add_roles(roles, "t1")

        def run(name, role, *options):
            url = self.server.url_of(role, roles)
            done = subprocess.run([PROGRAM, name, "--redis", url, "--tenant", "t1", "--person-key", self.secret, *options],
                                  capture_output=True, text=True, timeout=WAIT)
            self.assertEqual(0, done.returncode, done.stderr)

        rows = stream(50)
        path = self.root / "feed.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        run("submit", "submit", "--continuous", path, "--once", "--quiet")
        run("watch", "worker", "--once", "--clock", "messages", "--keep", "30", "-j", "1")  # tells, purges, reads journals
        self.assertEqual(len(rows), self.fact("filed"))
        self.assertGreater(self.fact("told"), 0)
        self.push([{"id": "one-more", "text": "Un banc de plus, s'il vous plaît."}])
        run("submit", "worker", "--inbox", "--quiet")
        self.assertEqual(len(rows) + 1, self.fact("heard"))

    def letters(self):
        return {
            "plain.eml": b"From: =?utf-8?q?Sol=C3=A8ne?= <solene@example.org>\r\nMessage-ID: <m1@x>\r\n"
                         b"Date: Mon, 4 Mar 2024 23:50:00 +0100\r\nSubject: =?iso-8859-1?Q?Rue_d=E9fonc=E9e?=\r\n"
                         b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                         b"La chauss=E9e est cass=E9e =\r\ndepuis juin.\r\n> texte cit=E9\r\n-- \r\nSol=E8ne 0612345678\r\n",
            "parts.eml": b"From: b@example.org\r\nMessage-ID: <m2@x>\r\nDate: Tue, 5 Mar 2024 10:00:00 +0000\r\n"
                         b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n"
                         b"--B\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                         + b"PHA+TGUgZ3ltbmFzZSBlc3QgPGI+ZmVybcOpPC9iPiBsZSBzb2lyLjwvcD4=" + b"\r\n--B--\r\n",
            "nothing.eml": b"From: c@example.org\r\nMessage-ID: <m3@x>\r\nContent-Type: image/png\r\n\r\n\x89PNG",
        }

    def test_files_of_a_folder_are_heard_once_and_moved(self):
        folder = self.root / "arrivee"
        folder.mkdir()
        for name, content in self.letters().items():
            (folder / name).write_bytes(content)
        (folder / "mot.txt").write_text("Il manque un banc devant l'école.", encoding="utf-8")
        rows = stream(3)
        (folder / "export.csv").write_text("id;date;texte\n" + "".join(
            f"{row['id']};{row['date']};{row['text']}\n" for row in rows), encoding="utf-8")
        (folder / "notes.pdf").write_bytes(b"%PDF")
        (folder / "copie.txt").write_text("Il manque un banc devant l'école.", encoding="utf-8")
        for path in folder.iterdir():
            os.utime(path, (0, 1709560000))
        watch = self.watch("--folder", folder, "--once")
        said = watch.communicate(timeout=WAIT)[1]
        self.assertEqual(0, watch.returncode, said)
        self.assertEqual(len(rows) + 3, self.fact("heard"), said)
        self.assertEqual(["copie.txt", "export.csv", "mot.txt", "parts.eml", "plain.eml"],
                         sorted(path.name for path in (folder / "lus").iterdir()))
        self.assertEqual(["nothing.eml"], [path.name for path in (folder / "ecartes").iterdir()])
        self.assertTrue((folder / "notes.pdf").exists())
        self.assertNotIn("nothing", said)
        texts = self.person_hashes().decode("utf-8", "replace")
        self.assertIn("La chaussée est cassée depuis juin.", texts)
        self.assertIn("Rue défoncée", texts)
        self.assertIn("Le gymnase est fermé le soir.", texts)
        for secret in ("0612345678", "solene@", "texte cité", "<b>"):
            self.assertNotIn(secret, texts)
        days = dict(pairs(self.ask("ZRANGE", key("heard:days"), 0, -1, "WITHSCORES")))
        self.assertIn(b"20240304", days.values())  # the day where it was written, not that of Greenwich

    def test_a_maildir_is_read_as_mail_readers_do(self):
        for name in ("new", "cur", "tmp"):
            (self.root / "mail" / name).mkdir(parents=True)
        (self.root / "mail" / "new" / "1709560000.M1.host").write_bytes(self.letters()["plain.eml"])
        (self.root / "mail" / "cur" / "1709560001.M2.host:2,S").write_bytes(self.letters()["parts.eml"])
        watch = self.watch("--folder", self.root / "mail", "--once")
        self.assertEqual(0, watch.wait(WAIT), watch.communicate()[1])
        self.assertEqual(1, self.fact("heard"))  # what was read by somebody else is not new
        self.assertTrue((self.root / "mail" / "cur" / "1709560000.M1.host:2,").exists())

    def services(self):
        services = self.root / "services.tsv"
        services.write_text("# lexicon: services\n# version: 1\n# licence: -\n# source: ville d'Exemple\n"
                            "# columns: service\tkind\tform\tweight\taddress\tdelay\n"
                            "Cadre de vie\tterm\tbanc\t1\tcadre@ville.example\t15\n"
                            "Eau\tterm\tfontaine\t1\teau@ville.example\t5\n", encoding="utf-8")
        return services

    def test_messages_get_a_service_and_corrections_teach(self):
        watch = self.watch("--services", self.services())
        texts = ["Le kiosque est rouillé", "Ce kiosque menace ruine", "Un kiosque tagué hier", "Quel beau kiosque abandonné",
                 "Kiosque sans lumière", "La fontaine coule", "Odeur de gaz, un banc brûle"]
        texts += [f"La fontaine {where} ne coule plus" for where in THINGS]
        feed = self.start("submit", "--continuous", "-", stdin=subprocess.PIPE)
        feed.communicate("".join(json.dumps({"id": f"m{i}", "date": "2024-03-01", "text": text}) + "\n"
                                 for i, text in enumerate(texts)), timeout=WAIT)
        self.until(lambda: self.fact("filed") == len(texts), watch)
        filed = [json.loads(self.ask("HGET", key("filed"), n)) for n in range(len(texts))]
        self.assertEqual([None] * 5 + ["Eau", "Cadre de vie"], [record["service"] for record in filed[:7]])
        self.assertEqual((True, False), (filed[6]["urgent"], filed[5]["urgent"]))
        self.assertEqual("fontaine", filed[5]["best"]["words"][0]["surface"])
        self.assertIn(b"Cadre de vie\x1f0" + b"%015d" % 6, self.ask("ZRANGE", key("desk"), 0, -1))
        for n in range(4):  # « kiosque » : Cadre de vie
            line = json.dumps({"do": "route", "contribution": f"m{n}", "service": "Cadre de vie"})
            self.ask("FCALL", "cahier1_watch_route", 5, *map(key, ("filed", "routed", "desk", "routes", "routes:ids")),
                     f"nonce-{n}", n, json.dumps({"service": "Cadre de vie"}), line, "Cadre de vie", "0")
        self.until(lambda: b"kiosque" in (self.ask("GET", key("watch:learned")) or b""), watch)
        self.until(lambda: self.proposed_for("Un autre kiosque est tagué") == "Cadre de vie", watch)

    def proposed_for(self, text):
        """The service that the words of one more message say best."""
        count = self.fact("heard")
        feed = self.start("submit", "--continuous", "-", stdin=subprocess.PIPE)
        feed.communicate(json.dumps({"id": f"more-{count}", "date": "2024-03-01", "text": text}), timeout=WAIT)
        self.until(lambda: self.fact("filed") > count)
        return (json.loads(self.ask("HGET", key("filed"), count))["best"] or {}).get("service")


if __name__ == "__main__":
    unittest.main()
