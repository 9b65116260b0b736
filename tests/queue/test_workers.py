# SPDX-License-Identifier: Apache-2.0
"""cahier worker on a real server: the report of one process, whoever is killed, frozen or poisoned on the way."""
import atexit
import filecmp
import json
import os
import pathlib
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request

import proxy
import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM = os.environ["CAHIER"]
POISON = os.environ["CAHIER_POISON"]
DATA = tenant.DATA
LONG = "LONG" in os.environ  # 100,000 contributions
WAIT = 1800 if LONG else 90
SEED = int(os.environ.get("SEED", 1))
ROWS = 2000  # eight chunks
GATE = "if redis.call('XACK', work, GROUP, entry) ~= 1 then"
LEASE = 1000


def key(batch, name):
    return tenant.key(name, batch)


def write_corpus(path, count, poison=()):
    return tenant.write_corpus(path, count, SEED, poison)


class Temporary(unittest.TestCase):
    """One corpus for all classes: what one process makes of it is made once."""
    kept = tempfile.TemporaryDirectory()
    atexit.register(kept.cleanup)
    folder = pathlib.Path(kept.name)
    corpus = write_corpus(folder / "corpus.csv", 100000 if LONG else ROWS)
    reference = {}

    @classmethod
    def analysed(cls, file):
        """What one process makes of it."""
        if file not in cls.reference:
            cls.reference[file] = cls.folder / f"reference-{len(cls.reference)}"
            subprocess.run([PROGRAM, "analyse", str(file), "-o", str(cls.reference[file]), "--quiet"], check=True)
        return cls.reference[file]

    def setUp(self):
        self.dice = random.Random(SEED)
        self.workers = {}
        self.said = {}
        self.link = None
        self.checks = 0
        self.faults = []
        self.here = pathlib.Path(tempfile.mkdtemp(dir=self.folder))

    def serve(self, *options, library=None, environment=None):
        self.server = resp.Server(*options, environment=environment)
        self.addCleanup(self.server.remove)
        if self.link is not None:
            self.link.close()
        self.link = self.server.link()
        self.addCleanup(lambda: self.link.close())
        self.link.call("FUNCTION", "LOAD", "REPLACE", library or resp.LIBRARY.read_text())
        self.url = f"unix://{self.server.socket}"

    def start(self, *options, poison=False, who="t1"):
        environment = dict(os.environ, TMPDIR=str(self.here))
        if poison:
            environment |= {"LD_PRELOAD": POISON, "ASAN_OPTIONS": "verify_asan_link_order=0"}
        with open(self.here / f"said-{len(self.said)}", "w+b") as said:
            process = subprocess.Popen([PROGRAM, "worker", "--redis", self.url, "--tenant", who, "--jobs", "1",
                                        "--lease", str(LEASE), *options], stderr=said, env=environment)
            self.said[process.pid] = said.name
        self.workers[process.pid] = process
        self.addCleanup(self.end, process)
        return process

    def end(self, process):
        if process.poll() is None:
            process.kill()
            process.send_signal(signal.SIGCONT)
        process.wait()
        self.workers.pop(process.pid, None)

    def heard(self, process):
        return pathlib.Path(self.said[process.pid]).read_text(encoding="utf-8")

    def submit(self, file, *options):
        done = subprocess.run([PROGRAM, "submit", str(file), "--redis", self.url, "--tenant", "t1", "--quiet", *options],
                              capture_output=True, text=True, timeout=WAIT)
        self.assertEqual(0, done.returncode, done.stderr)
        return done.stdout.split()[0]

    def meta(self, batch):
        return tenant.meta(self.link, batch)

    def check(self, batch):
        self.faults += tenant.faults(self.link, batch)
        self.checks += 1

    def until(self, seen, what, batch=None):
        """Polls, the law too; a minute and a half is for ever."""
        deadline = time.monotonic() + WAIT
        while not seen():
            if batch is not None:
                self.check(batch)
            if time.monotonic() > deadline:
                self.fail(f"never seen: {what}; {self.meta(batch) if batch else ''}")
            resp.select_wait()

    def is_done(self, batch):
        return self.meta(batch).get("state") == "done"

    def held(self):
        """The task that each process holds, by its pid."""
        tasks = self.link.call("XPENDING", tenant.key("work"), "w", "-", "+", 10)
        return {int(entry[1].decode().split(":")[-2]): entry[0] for entry in tasks}

    def holders(self):
        """Those of ours that live."""
        return {self.workers[pid]: entry for pid, entry in self.held().items()
                if pid in self.workers and self.workers[pid].poll() is None}

    def fetched(self, batch):
        return tenant.report(self.link, batch)

    def same(self, batch, file):
        """The report is that of one process; all was counted once; nothing is left behind."""
        meta, files = self.meta(batch), self.fetched(batch)
        reference = self.analysed(file)
        self.assertEqual(sorted(path.name for path in reference.iterdir()), sorted(files))
        for name, bytes_read in files.items():
            if name != "run.json":
                self.assertEqual((reference / name).read_bytes(), bytes_read, name)
        self.assertEqual((meta["docs"], meta["chunks"], "0", "0"),
                         (meta["done"], meta["donec"], meta["dup"], meta["quar"]))
        self.check(batch)
        self.assertEqual([], self.faults)
        self.assertEqual(0, self.link.call("XLEN", "cahier:{t1}:work"))
        self.assertEqual(0, self.link.call("XPENDING", "cahier:{t1}:work", "w")[0])


class Parity(Temporary):
    def test_any_number_of_workers_writes_the_report_of_one_process(self):
        for count in (1, 3, 8):
            with self.subTest(workers=count):
                self.serve()
                batch = self.submit(DATA / "commune.csv" if count == 8 else self.corpus)
                for _ in range(count):
                    self.start()
                self.until(lambda: self.is_done(batch), "done", batch)
                self.same(batch, DATA / "commune.csv" if count == 8 else self.corpus)
                for process in list(self.workers.values()):
                    self.end(process)

    def test_several_processes_of_one_worker_and_a_list_of_the_town(self):
        self.serve()
        themes = self.here / "themes.tsv"
        themes.write_text("Propreté\tpoubelle\nPropreté\tdéchets\nCirculation\tvitesse\nCirculation\ttrottoir\n")
        batch = self.submit(self.corpus, "--taxonomy", themes)
        plain = self.submit(DATA / "commune.csv")
        process = self.start("--jobs", "3", "--once")
        self.assertEqual(0, process.wait(timeout=WAIT))
        self.same(plain, DATA / "commune.csv")
        alone = self.here / "alone"
        subprocess.run([PROGRAM, "analyse", str(self.corpus), "--taxonomy", str(themes), "-o", str(alone), "--quiet"],
                       check=True)
        for name, bytes_read in self.fetched(batch).items():
            if name != "run.json":
                self.assertEqual((alone / name).read_bytes(), bytes_read, name)
        self.assertEqual([], [path for path in self.here.iterdir() if path.name.startswith("cahier-worker-")])


class Faults(Temporary):
    def kill_holders(self, batch, times):
        """kill -9 of who holds a task, every 200 ms, and another in his place."""
        killed, last = 0, 0
        def go_on():
            nonlocal killed, last
            if killed < times and time.monotonic() - last > .2:
                for process in self.holders():
                    process.kill()
                    self.end(process)
                    self.start()
                    killed, last = killed + 1, time.monotonic()
                    break
            return self.is_done(batch)
        self.until(go_on, "done", batch)
        return killed

    def test_workers_killed_every_200_ms(self):
        self.serve()
        batch = self.submit(self.corpus)
        for _ in range(4):
            self.start()
        killed = self.kill_holders(batch, 300 if LONG else 8)
        self.same(batch, self.corpus)
        self.assertGreater(killed, 3)
        print(f"\n{killed} workers killed, {self.checks} checks, seed {SEED}", file=sys.stderr)

    def is_chunk(self, entry):
        found = self.link.call("XRANGE", "cahier:{t1}:work", entry, entry)
        return bool(found) and b"chunk" in found[0][1]

    def freeze(self, batch):
        """A worker frozen with a chunk in his hands until somebody else has done it; None when he was too fast."""
        frozen = None
        def caught():
            nonlocal frozen
            for process, entry in self.holders().items():
                process.send_signal(signal.SIGSTOP)
                if self.holders().get(process) == entry and self.is_chunk(entry):
                    frozen = process
                    self.until(lambda: not self.is_chunk(entry), "the chunk done", batch)
                process.send_signal(signal.SIGCONT)
                return frozen is not None
            return self.is_done(batch)
        self.start()
        self.start()
        self.until(caught, "a worker with a chunk", batch)
        return frozen

    def zombie(self, library=None):
        """Until one wakes up with a result: he may also be told first, when he renews, that the chunk is another's."""
        self.serve(library=library)
        for attempt in range(10):
            file = write_corpus(self.here / f"corpus-{attempt}.csv", ROWS + attempt)
            batch = self.submit(file)
            frozen = self.freeze(batch)
            self.until(lambda: self.is_done(batch), "done", batch)
            def told():
                return self.meta(batch)["late"] != "0" or self.meta(batch)["dup"] != "0"
            self.until(lambda: frozen is None or told() or "reprise" in self.heard(frozen), "an answer", batch)
            for process in list(self.workers.values()):
                self.end(process)
            if told():
                return batch, file
        self.fail("no frozen worker came back with a result")

    def test_a_worker_frozen_past_its_lease_changes_nothing(self):
        self.same(*self.zombie())

    def test_without_the_gate_these_tests_see_it(self):
        source = resp.LIBRARY.read_text()
        self.assertIn(GATE, source)
        batch, _ = self.zombie(source.replace(GATE, GATE.replace("~= 1", "< 0")))
        self.check(batch)
        self.assertNotEqual([], self.faults)

    def restarts(self, fsync, times):
        self.serve("--appendfsync", fsync)
        batch = self.submit(self.corpus)
        for _ in range(2):
            self.start()
        for _ in range(times):
            done = int(self.meta(batch)["donec"])
            self.until(lambda: int(self.meta(batch)["donec"]) > done or self.is_done(batch), "a chunk done", batch)
            self.link.close()
            self.server.kill()
            self.server.start()
            self.link = self.server.link()
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)
        self.assertTrue(all(process.poll() is None for process in self.workers.values()))

    def test_redis_killed_three_times_always(self):
        self.restarts("always", 3)

    def test_redis_killed_three_times_everysec(self):
        self.restarts("everysec", 3)

    def test_a_report_is_fetched_through_a_bad_network(self):
        self.serve()
        batch = self.submit(self.corpus)
        self.assertEqual(0, self.start("--once").wait(timeout=WAIT))
        size = sum(len(file) for file in self.fetched(batch).values())
        network = proxy.Proxy(self.here / "network.sock", self.server.socket, self.dice, size / 3, swallows=0)
        self.addCleanup(network.close)
        self.url = f"unix://{network.path}"
        self.submit(self.corpus, "--fetch", str(self.here / "report"))
        self.assertGreater(network.cut, 0)
        reference = self.analysed(self.corpus)
        names = sorted(path.name for path in reference.iterdir())
        self.assertEqual(names, sorted(path.name for path in (self.here / "report").iterdir()))
        self.assertEqual((["run.json"], []), filecmp.cmpfiles(reference, self.here / "report", names, shallow=False)[1:])


class Poison(Temporary):
    def test_a_text_that_kills_or_hangs_is_set_aside_alone(self):
        file = write_corpus(self.here / "poison.csv", 450, {7: "poisonquiplante", 8: "poisonquitourne", 444: "poisonquiplante"})
        self.serve()
        batch = self.submit(file)
        self.start("--stall", "700", poison=True)
        self.until(lambda: self.is_done(batch), "done", batch)
        strikes = self.link.call("HGETALL", key(batch, "att"))
        self.assertEqual([b"3"] * 3, strikes[1::2])
        self.assertEqual({b"000000:7", b"000000:8", b"000001:166"}, set(strikes[::2]))
        self.assertEqual(set(strikes[::2]), set(self.link.call("HKEYS", key(batch, "quar"))))
        self.assertEqual(("450", "3"), (self.meta(batch)["done"], self.meta(batch)["quar"]))
        rows = [json.loads(line) for line in self.fetched(batch)["contributions.jsonl"].decode().splitlines()]
        self.assertEqual(["c-7", "c-8", "c-444"], [row["id"] for row in rows if "set_aside" in row["notes"]])
        self.assertEqual(450, len(rows))
        self.assertEqual([], self.faults)

    def test_a_strike_outlives_the_worker(self):
        file = write_corpus(self.here / "poison.csv", 20, {7: "poisonquitourne"})
        self.serve()
        batch = self.submit(file)
        self.link.call("HSET", key(batch, "att"), "000000:7", "2")
        self.start("--stall", "700", poison=True)
        self.until(lambda: self.is_done(batch), "done", batch)
        self.assertEqual(b"3", self.link.call("HGET", key(batch, "att"), "000000:7"))


class Refusals(Temporary):
    def test_a_damaged_chunk_goes_to_people_and_the_worker_goes_on(self):
        self.serve()
        file = write_corpus(self.here / "deux.csv", 400)
        batch = self.submit(file)
        blob = self.link.call("HGET", key(batch, "in"), "000000")
        for damaged in (blob[:-1] + bytes([blob[-1] ^ 1]), b"", b"x" * 200):
            with self.subTest(damaged=len(damaged)):
                self.link.call("FLUSHALL")
                batch = self.submit(file)
                self.link.call("HSET", key(batch, "in"), "000000", damaged)
                process = self.start()
                self.until(lambda: self.meta(batch)["dead"] == "1", "dead", batch)
                self.until(lambda: self.meta(batch)["donec"] == "1", "the other chunk done", batch)
                self.assertIn("illisibles", self.meta(batch)["attention"])
                self.assertIsNone(process.poll())
                self.end(process)
        self.assertEqual([], self.faults)

    def test_a_batch_of_other_word_lists_waits(self):
        self.serve()
        batch = self.submit(DATA / "hameau.csv")
        self.link.call("HSET", key(batch, "meta"), "lexicons", "0" * 64)
        process = self.start()
        self.until(lambda: self.link.call("ZCARD", "cahier:{t1}:retry") > 0, "handed back", batch)
        self.assertIsNone(process.poll())
        self.assertEqual("0", self.meta(batch)["dead"])
        process.terminate()
        self.assertEqual(0, process.wait(timeout=WAIT))
        self.assertIn("lexiques", self.heard(process))

    def test_told_to_stop_it_gives_back_what_it_holds(self):
        """TERM and INT: to others at once. What does not let it speak: to who claims it, as after a kill -9."""
        self.serve()
        batch = self.submit(self.corpus)
        for signals in ([signal.SIGTERM], [signal.SIGINT], [signal.SIGHUP], [signal.SIGQUIT], [signal.SIGTERM, signal.SIGKILL]):
            with self.subTest(signals=signals):
                process = self.start()
                self.until(lambda: process.pid in self.held() or self.is_done(batch), "a worker with a task", batch)
                for number in signals:
                    process.send_signal(number)
                code = process.wait(timeout=10)
                if signals in ([signal.SIGTERM], [signal.SIGINT]):
                    self.assertEqual((0, False), (code, process.pid in self.held()))
                else:
                    self.assertIn(code, (-signals[-1], 0 if len(signals) == 2 else None))
        self.start()
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)

    def test_configuration_errors_end_it(self):
        self.serve(library="#!lua name=other\nredis.register_function('other', function() return 1 end)")
        process = self.start()
        self.assertEqual(1, process.wait(timeout=WAIT))
        self.assertIn("doctor", self.heard(process))
        self.url = "http://localhost"
        self.assertEqual(1, self.start().wait(timeout=WAIT))
        self.url = f"unix://{self.server.socket}"
        self.assertEqual(1, self.start(who="É").wait(timeout=WAIT))
        self.link.call("ACL", "SETUSER", "default", "on", ">secret", "~*", "+@all")
        self.assertEqual(1, self.start().wait(timeout=WAIT))

    def test_old_batches_are_erased(self):
        self.serve()
        batch = self.submit(DATA / "hameau.csv")
        self.assertEqual(0, self.start("--once").wait(timeout=WAIT))
        self.assertTrue(self.is_done(batch))
        self.start("--keep-days", "1")
        self.start("--keep-days", "0")
        self.until(lambda: self.meta(batch) == {}, "erased")
        left = {name.decode() for name in self.link.call("KEYS", "*")}
        told = {"cahier:{t1}:" + name for name in ("events", "events:told", "events:due:route")}  # that it was ready: no text
        self.assertEqual({"cahier:{t1}:work"}, left - told)

    def test_figures_for_prometheus(self):
        self.serve()
        batch = self.submit(DATA / "hameau.csv")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.start("--metrics", f"127.0.0.1:{port}")
        self.until(lambda: self.is_done(batch), "done", batch)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=WAIT) as answer:
            said = answer.read().decode().splitlines()
        for line in ("cahier_worker_chunks_total 1", 'cahier_queue_tasks{tenant="t1"} 0', 'cahier_queue_batches{tenant="t1"} 0'):
            self.assertIn(line, said)
        self.assertEqual(1, self.start("--metrics", f"127.0.0.1:{port}").wait(timeout=WAIT))


if __name__ == "__main__":
    unittest.main()
