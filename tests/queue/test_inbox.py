# SPDX-License-Identifier: Apache-2.0
"""The inbox on a real server: a platform pushes JSON with one command, those who drain it are killed: each id counts once."""
import json
import os
import random
import signal
import subprocess
import sys
import time
import unittest

import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM = os.environ["CAHIER"]
LONG = "LONG" in os.environ
COUNT = 100_000 if LONG else 2_000
WAIT = 1800 if LONG else 60
LEASE = 300
PERSONAL = ["0612345678", "solene.marchandeau@example.org", "usr-lemoigne"]
BROKEN = [b'{"id":"b1","text":"cut', b"not json", b'["a list"]', b'{"id":"b2","text":"\xe9t\xe9"}', b'{"id":"b3"} {}']


inbox = tenant.key


def contribution(n):
    return json.dumps({"id": f"c-{n}", "title": f"Rue {n}", "text": "Il faut réparer les trottoirs et planter des arbres. "
                       f"Appelez-moi au {PERSONAL[0]} ou {PERSONAL[1]}.", "date": "2026-11-22", "place": "Centre",
                       "person": f"{PERSONAL[2]}-{n % 97}"}, ensure_ascii=False, indent=n % 2 or None).encode()


class Inbox(unittest.TestCase):
    def setUp(self):
        self.server = resp.Server()
        self.addCleanup(self.server.remove)
        self.link = self.server.link()
        self.addCleanup(lambda: self.link.close())
        self.link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_bytes())
        self.dice = random.Random(int(os.environ.get("SEED", 1)))

    def start(self, *options):
        process = subprocess.Popen([PROGRAM, "submit", "--inbox", "--redis", f"unix://{self.server.socket}", "--tenant",
                                    "t1", "--lease", str(LEASE), "--quiet", *options],
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        return process

    def push(self, contributions):
        for first in range(0, len(contributions), 500):
            self.link.call("RPUSH", inbox("inbox"), *contributions[first:first + 500])

    def metas(self):
        return [(batch, tenant.meta(self.link, batch)) for batch in tenant.batches(self.link)]

    def check(self):
        for batch, _ in self.metas():
            self.assertEqual([], tenant.faults(self.link, batch))
            chunks = sorted(self.link.call("HKEYS", inbox("in", batch)))
            self.assertEqual([b"%06d" % n for n in range(len(chunks))], chunks)

    def left(self):
        return self.link.call("FCALL_RO", "cahier1_left", 2, inbox("inbox"), inbox("taken"))

    def total(self, field):
        return sum(int(meta.get(field, 0)) for _, meta in self.metas())

    def blobs(self):
        return b"".join(b"".join(self.link.call("HVALS", inbox("in", batch))) for batch, _ in self.metas())

    def no_raw_text(self):
        self.link.call("BGREWRITEAOF")
        deadline = time.monotonic() + WAIT
        while b"aof_rewrite_in_progress:1" in (info := self.link.call("INFO", "persistence")) or \
                b"aof_rewrite_scheduled:1" in info:
            self.assertLess(time.monotonic(), deadline)
            resp.select_wait()
        files = [path for path in self.server.folder.rglob("*") if path.is_file()]
        self.assertTrue(files)
        for path in files:
            for planted in PERSONAL:
                self.assertNotIn(planted.encode(), path.read_bytes(), path)

    def test_who_drains_is_killed_and_each_id_counts_once(self):
        pushed = [contribution(n) for n in range(COUNT)] + [contribution(n) for n in range(0, COUNT, 10)] + BROKEN
        self.dice.shuffle(pushed)
        half = len(pushed) // 2
        self.push(pushed[:half])
        running, killed, pushed_all = [self.start(), self.start()], 0, False
        deadline = time.monotonic() + WAIT
        while running:
            self.assertLess(time.monotonic(), deadline)
            victim = self.dice.choice(running)
            if killed < 12 and self.link.call("HLEN", inbox("taken")) > 0:
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                killed += 1
                running.append(self.start())
            if not pushed_all and self.link.call("LLEN", inbox("inbox")) < half // 2:
                self.push(pushed[half:])
                pushed_all = True
            self.check()
            running = [process for process in running if process.poll() is None]
            if not running and self.left() > 0:
                running.append(self.start())
        self.assertGreater(killed, 3)
        self.assertTrue(pushed_all)
        self.check()
        self.assertEqual(COUNT, self.total("docs"))
        self.assertEqual(COUNT, self.link.call("SCARD", inbox("seen")))
        self.assertEqual((len(BROKEN), COUNT // 10), (self.total("aside4"), self.total("aside2")))
        blobs = self.blobs()
        for n in range(0, COUNT, 97):
            self.assertEqual(1, blobs.count(b"Rue %d\n" % n), n)
        self.no_raw_text()

    def work(self):
        process = subprocess.Popen([PROGRAM, "worker", "--redis", f"unix://{self.server.socket}", "--tenant", "t1", "--jobs",
                                    "1", "--lease", str(LEASE), "--quiet"], stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        return process

    def test_workers_that_are_killed_drain_it(self):
        self.push([contribution(n % 900) for n in range(1000)])
        running, killed = [self.work(), self.work()], 0
        deadline = time.monotonic() + WAIT
        while self.left() > 0:
            self.assertLess(time.monotonic(), deadline)
            if killed < 4 and self.link.call("HLEN", inbox("taken")) > 0:
                victim = running.pop(0)
                victim.kill()
                victim.wait()
                killed += 1
                running.append(self.work())
            self.check()
        self.assertGreater(killed, 0)
        self.assertEqual((900, 100), (self.total("docs"), self.total("aside2")))
        done = self.start("--wait")
        self.assertEqual(0, done.wait(WAIT), done.stderr.read())
        self.check()
        self.assertEqual(["done"], [meta["state"] for _, meta in self.metas()])
        self.assertEqual(self.total("docs"), self.total("done"))

    def test_a_sealed_batch_is_followed_by_another(self):
        self.push([contribution(1), contribution(2), b'{"text":"Sans identifiant, des bancs"}', b'{"id":7,"text":"Des haies"}'])
        first = self.start()
        self.assertEqual(0, first.wait(WAIT), first.stderr.read())
        self.push([contribution(2), contribution(3), b'{"id":"7","text":"Des haies"}'])
        second = self.start()
        self.assertEqual(0, second.wait(WAIT), second.stderr.read())
        metas = self.metas()
        self.assertEqual([("sealed", "4"), ("sealed", "1")], [(meta["state"], meta["docs"]) for _, meta in metas])
        self.assertEqual("2", metas[1][1]["aside2"])
        self.assertEqual([first.stdout.read().strip(), second.stdout.read().strip()], [batch for batch, _ in metas])
        third = self.start()
        self.assertEqual(1, third.wait(WAIT))
        self.no_raw_text()

    def ask(self, *words):
        return subprocess.run([PROGRAM, *words, "--redis", f"unix://{self.server.socket}", "--tenant", "t1"],
                              capture_output=True, text=True, timeout=WAIT)

    def key(self, byte):
        path = self.server.folder / f"key-{byte}"
        path.write_bytes(byte.encode() * 32)
        return str(path)

    def sealed(self, key):
        """What is in the inbox, as a batch that workers with this key have finished; its rows."""
        worker = self.ask("worker", "--once", "--quiet", "--person-key", key)
        self.assertEqual((0, ""), (worker.returncode, worker.stderr))
        submitted = self.ask("submit", "--inbox", "--quiet", "--person-key", key)
        self.assertEqual(0, submitted.returncode, submitted.stderr)
        self.assertEqual(0, self.ask("worker", "--once", "--quiet", "--person-key", key).returncode)
        return submitted.stdout.strip(), self.rows(submitted.stdout.strip())

    def rows(self, batch):
        return [json.loads(line) for line in tenant.report(self.link, batch)["contributions.jsonl"].splitlines()]

    def test_an_author_is_the_same_in_every_chunk_and_batch(self):
        key = self.key("a")
        self.push([contribution(n) for n in range(300)])
        first, rows = self.sealed(key)
        self.push([contribution(n) for n in range(300, 400)])
        second, more = self.sealed(key)
        self.assertGreater(self.link.call("HLEN", inbox("in", first)), 1)
        of = {n: row["person"] for rows_read, start in ((rows, 0), (more, 300)) for n, row in enumerate(rows_read, start)}
        self.assertEqual(97, len(set(of.values())))
        for n in range(97, 400):
            self.assertEqual(of[n % 97], of[n], n)
        self.assertRegex(of[0], "^p-[0-9a-f]{16}$")
        refused = self.ask("submit", "--inbox", "--quiet", "--person-key", self.key("b"))
        self.assertEqual(1, refused.returncode)  # nothing was there, and no batch is open
        self.push([contribution(1000)])
        for options in (["--person-key", self.key("b")], []):
            other = self.ask("worker", "--once", "--quiet", "--lease", str(LEASE), *options)
            self.assertEqual(1, other.returncode)
            self.assertIn("autre clé", other.stderr)
            deadline = time.monotonic() + WAIT
            while self.link.call("LLEN", inbox("inbox")) == 0:
                self.assertLess(time.monotonic(), deadline)
                self.link.call("FCALL", "cahier1_give_back", 3, inbox("inbox"), inbox("taken"), inbox("since"), 0, 10)
        self.assertEqual(1, self.ask("worker", "--once", "--person-key", "/nowhere").returncode)
        self.assertEqual(1, len(self.sealed(key)[1]))

    def test_a_person_is_erased_from_every_batch(self):
        key = self.key("a")
        self.push([contribution(n) for n in range(300)])
        first, rows = self.sealed(key)
        self.push([contribution(n) for n in range(300, 400)])
        second, _ = self.sealed(key)
        person, before = rows[5]["person"], rows
        asked = self.ask("forget", "--person", person)
        self.assertEqual(0, asked.returncode, asked.stderr)
        self.assertEqual([f"lot={first} effaces=4", f"lot={second} effaces=1"],
                         [" ".join(word for word in line.split() if word.startswith(("lot=", "effaces=")))
                          for line in asked.stdout.splitlines()])
        self.check()
        self.assertEqual(0, self.blobs().count(person[2:].encode()))
        self.assertEqual(0, self.ask("worker", "--once", "--quiet", "--person-key", key).returncode)
        for n, row in enumerate(self.rows(first)):
            erased = n % 97 == 5
            self.assertEqual(("", "p-6") if erased else (before[n]["text"], before[n]["person"]), (row["text"], row["person"]), n)
        facts = json.loads(tenant.report(self.link, first)["report.json"])
        self.assertEqual(97, facts["counts"]["persons"])
        self.assertEqual(1, self.ask("forget", "--person", person).returncode)
        self.push([contribution(5)])
        self.assertEqual(1, self.ask("submit", "--inbox", "--quiet", "--person-key", key).returncode)

    def test_unknown_authors_are_erased_by_their_rank(self):
        self.push([contribution(n) for n in range(20)])
        batch = self.start()
        self.assertEqual(0, batch.wait(WAIT))
        name = batch.stdout.read().strip()
        asked = self.ask("forget", "--person", "p-7", "--batch", name)
        self.assertEqual(0, asked.returncode, asked.stderr)
        self.assertEqual(1, self.ask("forget", "--person", "p-21", "--batch", name).returncode)
        self.assertEqual(0, self.ask("worker", "--once", "--quiet").returncode)
        rows = self.rows(name)
        self.assertEqual([6], [n for n, row in enumerate(rows) if row["text"] == ""])
        self.assertEqual([f"p-{n + 1}" for n in range(20)], [row["person"] for row in rows])

    def test_what_was_set_aside_is_shown_by_reason(self):
        self.push([contribution(1), contribution(2), contribution(1), *BROKEN, b'{"id":"e","text":""}'])
        self.assertEqual(0, self.start().wait(WAIT))
        shown = json.loads(self.ask("status", "--json").stdout)["batches"][0]["inbox_set_aside"]
        counted = {reason: count for reason, count in shown.items() if count}
        self.assertEqual({"empty_text": 1, "repeated": 1, "unreadable": 5}, counted)
        line = next(line for line in self.ask("status").stdout.splitlines() if "écartées de la boîte" in line)
        self.assertEqual([1, 1, 5], [int(part.rsplit(" ", 1)[1]) for part in line.split(" ; ")])

    def test_an_id_that_says_who_is_not_shown(self):
        self.push([b'{"id":"solene.marchandeau@example.org","text":"Des arbres pour notre rue"}'])
        process = self.start()
        self.assertEqual(0, process.wait(WAIT), process.stderr.read())
        self.no_raw_text()


if __name__ == "__main__":
    unittest.main()
