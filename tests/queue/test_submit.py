# SPDX-License-Identifier: Apache-2.0
"""cahier submit on a real server: redacted before it leaves, sent once however often it is said, whatever fails on the way."""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM = os.environ["CAHIER"]
DATA = tenant.DATA
PERSONAL = ["0612345678", "06 12 34 56 78", "marchandeau", "lemoigne", "Tavernier", "Lacaze", "usr-", "GH-482-KL"]
WAIT = 60


class Submit(unittest.TestCase):
    def setUp(self):
        self.server = resp.Server()
        self.addCleanup(self.server.remove)
        self.library()
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)

    def library(self):
        link = self.server.link()
        link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_bytes())
        link.close()

    def command(self, file, *options):
        return [PROGRAM, "submit", str(file), "--redis", f"unix://{self.server.socket}", "--tenant", "t1", *options]

    def submit(self, file, *options):
        return subprocess.run(self.command(file, *options), capture_output=True, text=True, timeout=WAIT)

    def start(self, file):
        process = subprocess.Popen(self.command(file), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (process.poll() is None and process.kill(), process.communicate()))
        return process

    def meta(self, batch):
        link = self.server.link()
        flat = link.call("HGETALL", f"cahier:{{t1}}:{batch}:meta")
        link.close()
        return {name.decode(): value.decode() for name, value in zip(flat[::2], flat[1::2])}

    def only_batch(self):
        link = self.server.link()
        batches = link.call("ZRANGE", "cahier:{t1}:batches", 0, -1)
        link.close()
        return batches[0].decode() if batches else None

    def large(self, rows=60_000):
        path = pathlib.Path(self.temporary.name) / "grand.csv"
        with open(path, "w", encoding="utf-8") as out:
            out.write("id;texte\n")
            out.writelines(f"{n};Il faut réparer la rue numéro {n} et planter {n % 97} arbres près de l'école\n"
                           for n in range(rows))
        return path

    def test_the_same_file_is_the_same_batch_and_adds_nothing(self):
        first = self.submit(DATA / "commune.csv")
        self.assertEqual(0, first.returncode, first.stderr)
        before = self.meta(first.stdout.strip())
        again = self.submit(DATA / "commune.csv")
        self.assertEqual(first.stdout, again.stdout)
        self.assertEqual(before, self.meta(first.stdout.strip()))
        self.assertEqual(("sealed", "297"), (before["state"], before["docs"]))
        other = self.submit(DATA / "commune.csv", "--themes", "5")
        self.assertNotEqual(first.stdout, other.stdout)

    def memory(self):
        link = self.server.link()
        used = int(link.call("INFO", "memory").split(b"used_memory:")[1].split(b"\r")[0])
        link.close()
        return used

    def forget(self, batch):
        done = subprocess.run([PROGRAM, "forget", "--batch", batch, "--redis", f"unix://{self.server.socket}", "--tenant", "t1"],
                              capture_output=True, text=True, timeout=WAIT)
        self.assertEqual(0, done.returncode, done.stderr)

    def test_redis_holds_little_more_than_the_payload_and_gives_it_back(self):
        folder = pathlib.Path(self.temporary.name)
        self.forget(self.submit(DATA / "commune.csv").stdout.strip())  # what a server takes once, it keeps
        before = self.memory()
        sent = self.submit(tenant.write_corpus(folder / "lot.csv", 10_000))
        self.assertEqual(0, sent.returncode, sent.stderr)
        meta, held = self.meta(sent.stdout.strip()), self.memory() - before
        self.assertEqual(("10000", "sealed"), (meta["docs"], meta["state"]))
        self.assertLess(held, 1.3 * int(meta["bytes"]))
        self.forget(sent.stdout.strip())
        resp.until("the memory given back", lambda: self.memory() - before < held / 50)

    def test_nothing_that_was_hidden_leaves(self):
        self.assertEqual(0, self.submit(DATA / "commune.csv").returncode)
        self.server.kill()
        held = b"".join(path.read_bytes() for path in self.server.folder.rglob("*") if path.is_file())
        self.assertIn("Beauregard".encode(), held)
        for name in PERSONAL:
            self.assertNotIn(name.encode(), held, name)

    def await_chunks(self, count):
        """Until so many of the only batch were added."""
        resp.until(f"{count} chunks", lambda: self.only_batch() and int(self.meta(self.only_batch()).get("chunks", 0)) >= count)

    def test_a_submitter_that_is_killed_is_continued(self):
        file = self.large()
        process = self.start(file)
        self.await_chunks(4)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        done = self.submit(file)
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual(self.only_batch(), done.stdout.strip())
        self.assertEqual("60000", self.meta(done.stdout.strip())["docs"])

    def test_two_submitters_of_one_file_add_each_chunk_once(self):
        file = self.large()
        killed, other = self.start(file), self.start(file)
        self.await_chunks(4)
        killed.kill()
        again = self.submit(file)
        out, errors = other.communicate(timeout=WAIT)
        self.assertEqual((0, 0), (again.returncode, other.returncode), again.stderr + errors)
        self.assertEqual({self.only_batch()}, {again.stdout.strip(), out.strip()})
        link = self.server.link()
        self.addCleanup(link.close)
        meta, names = self.meta(out.strip()), link.call("HKEYS", tenant.key("in", out.strip()))
        self.assertEqual(("60000", "sealed", len(names)), (meta["docs"], meta["state"], int(meta["chunks"])))
        self.assertEqual(len(names), link.call("XLEN", tenant.key("work")))
        self.assertEqual([], tenant.faults(link, out.strip()))

    def test_a_server_that_is_killed_meanwhile_is_waited_for(self):
        process = self.start(self.large())
        self.await_chunks(4)
        self.server.kill()
        self.server.start()
        out, errors = process.communicate(timeout=WAIT)
        self.assertEqual(0, process.returncode, errors)
        self.assertEqual(("sealed", "60000"), tuple(self.meta(out.strip())[name] for name in ("state", "docs")))

    def set(self, *settings):
        link = self.server.link()
        link.call("CONFIG", "SET", *settings)
        link.close()

    def seconds_after_the_seal(self, *command):
        """On the server's clock, from the seal to the end of the command."""
        done = subprocess.run(command, capture_output=True, text=True, timeout=WAIT)
        self.assertEqual(0, done.returncode, done.stderr)
        link = self.server.link()
        seconds, micro = (int(part) for part in link.call("TIME"))
        link.close()
        sealed = int(self.meta(done.stdout.strip())["sealed"])
        return seconds + micro / 1e6 - sealed / 1000

    def test_only_a_server_that_may_lose_the_seal_is_waited_for(self):
        """The wait is 2.2 s. A server that writes before it answers has nothing more to show then."""
        sure = "appendfsync", "always", "no-appendfsync-on-rewrite", "no"
        waits = [("appendfsync", "everysec"), ("no-appendfsync-on-rewrite", "yes"), ("appendonly", "no")]
        durations = []
        for row, settings in enumerate([()] + waits):
            self.set("appendonly", "yes", *sure)
            if settings:
                self.set(*settings)
            file = pathlib.Path(self.temporary.name) / f"{row}.csv"
            file.write_text(f"id;texte\n1;Des bancs à l'ombre, allée {row}\n", encoding="utf-8")
            durations.append(self.seconds_after_the_seal(*self.command(file)))
        self.assertTrue(all(waited >= 2.2 for waited in durations[1:]), durations)
        self.assertLess(durations[0], min(durations[1:]))

    def test_a_role_that_may_not_ask_waits_and_leaves_no_trace(self):
        self.server.add_roles(self.temporary.name, "t1")
        url = self.server.url_of("submit", self.temporary.name)
        waited = self.seconds_after_the_seal(PROGRAM, "submit", str(DATA / "hameau.csv"), "--redis", url, "--tenant", "t1")
        self.assertGreaterEqual(waited, 2.2)
        link = self.server.link()
        self.assertEqual([], link.call("ACL", "LOG"))
        link.close()

    def test_what_a_power_cut_took_after_the_seal_is_sent_again(self):
        self.set("appendfsync", "everysec")  # else it does not stay to look
        log = self.server.log()
        functions = log.stat().st_size
        process = self.start(DATA / "commune.csv")
        # a server whose disk is slow answers before it writes: what is taken here is the end of the batch, not the functions
        resp.until("the seal on disk", lambda: b"sealed" in log.read_bytes()[functions:])
        self.server.kill()
        log.write_bytes(log.read_bytes()[:-3000])
        self.server.start()
        out, errors = process.communicate(timeout=WAIT)
        self.assertEqual(0, process.returncode, errors)
        self.assertEqual(("sealed", "297"), tuple(self.meta(out.strip())[name] for name in ("state", "docs")))

    def test_what_a_power_cut_took_while_sending_is_sent_again(self):
        process = self.start(self.large())
        self.await_chunks(31)
        self.server.kill()
        log = self.server.log()
        log.write_bytes(log.read_bytes()[:-600_000])
        self.server.start()
        out, errors = process.communicate(timeout=WAIT)
        self.assertEqual(0, process.returncode, errors)
        self.assertEqual(("sealed", "60000"), tuple(self.meta(out.strip())[name] for name in ("state", "docs")))

    def test_a_full_server_is_waited_for(self):
        link = self.server.link()
        self.addCleanup(link.close)
        link.call("CONFIG", "SET", "maxmemory", link.call("MEMORY", "STATS")[3] + 2_000_000)
        process = self.start(self.large())
        resp.until("a refusal for want of memory", lambda: b"errorstat_OOM" in link.call("INFO", "errorstats"))
        self.assertIsNone(process.poll())
        link.call("CONFIG", "SET", "maxmemory", 0)
        out, errors = process.communicate(timeout=WAIT)
        self.assertEqual(0, process.returncode, errors)
        self.assertEqual("60000", self.meta(out.strip())["docs"])

    def test_codes(self):
        for code, arguments in ((2, ["submit", "x.csv"]),
                                (2, ["submit", "x.csv", "--redis", "unix:///x", "--tenant", "Majuscule"]),
                                (1, self.command(DATA / "absent.csv")[1:]),
                                (3, ["submit", str(DATA / "hameau.csv"), "--redis", "unix:///nowhere/s", "--tenant", "t"]),
                                (0, ["submit", "--help"])):
            done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=WAIT,
                                  env={**os.environ, "CAHIER_REDIS": "", "CAHIER_TENANT": ""})
            self.assertEqual(code, done.returncode, (arguments, done.stderr))

    def test_a_server_without_the_functions_says_what_to_run(self):
        link = self.server.link()
        link.call("FUNCTION", "FLUSH")
        link.close()
        done = self.submit(DATA / "hameau.csv")
        self.assertEqual(3, done.returncode)
        self.assertIn("cahier doctor", done.stderr)


if __name__ == "__main__":
    unittest.main()
