# SPDX-License-Identifier: Apache-2.0
"""What people ask of the queue: doctor, status, forget, and the roles of scripts/redis-acl, on a real server.
test_people.py PROGRAM [unittest options]"""
import json
import socket
import subprocess
import sys
import time
import unittest

import resp

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

import test_functions as functions  # after: it leaves too when there is no server

PROGRAM = sys.argv.pop(1)
FIRST, SECOND = "0" * 25 + "1", "0" * 25 + "2"
WAIT_SECONDS = 30


def until(what, condition):
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("not in time: " + what)
        resp.select_wait()


def cahier(*words, url=None, tenant="t1"):
    command = [PROGRAM, *map(str, words), *(["--redis", url] if url else [])]
    if words[0] != "doctor":
        command += ["--tenant", tenant]
    return subprocess.run(command, text=True, capture_output=True, timeout=120)


class OnServer(functions.OnServer):
    def cahier(self, *words):
        return cahier(*words, url=f"unix://{self.server.socket}")

    def fill(self, batch, chunks=3, count=2):
        self.queue.open(batch, "digest of " + batch)
        for i in range(chunks):
            self.queue.ingest(batch, f"{i:06}", count, f"text {i}")
        self.queue.seal(batch, chunks, chunks * count)


class Doctor(unittest.TestCase):
    def server(self, *options):
        server = resp.Server(*options)
        self.addCleanup(server.remove)
        return server

    def ask(self, server, *options):
        asked = cahier("doctor", "--json", *options, url=f"unix://{server.socket}")
        points = json.loads(asked.stdout)["servers"][0]["points"]
        return asked.returncode, {point["point"]: (point["verdict"], point["value"]) for point in points}

    def test_a_fit_server_gets_the_functions(self):
        server = self.server("--maxmemory", "1gb")
        self.assertEqual((1, ("refused", "absentes")), self.only(self.ask(server, "--check"), "functions"))
        link = server.link()
        self.addCleanup(link.close)
        self.assertEqual([], link.call("FUNCTION", "LIST"))
        code, points = self.ask(server)
        self.assertEqual(0, code)
        self.assertEqual(("good", "cahier1, chargées"), points["functions"])
        for name in ("version", "role", "maxmemory-policy", "appendonly", "appendfsync", "maxmemory"):
            self.assertEqual("good", points[name][0], name)
        self.assertEqual((0, ("good", "cahier1, déjà là")), self.only(self.ask(server), "functions"))
        self.assertEqual((0, ("good", "cahier1, déjà là")), self.only(self.ask(server, "--check"), "functions"))

    def only(self, answer, name):
        return answer[0], answer[1][name]

    def test_another_version_of_the_functions_is_replaced(self):
        server = self.server()
        link = server.link()
        self.addCleanup(link.close)
        link.call("FUNCTION", "LOAD", "#!lua name=cahier1\nredis.register_function('cahier1_x', function() end)")
        self.assertEqual((1, ("refused", "d'une autre version")), self.only(self.ask(server, "--check"), "functions"))
        self.assertEqual((0, ("good", "cahier1, remplacées")), self.only(self.ask(server), "functions"))
        self.assertEqual(b"cahier1_open",
                         next(f[1] for f in link.call("FUNCTION", "LIST")[0][5] if f[1] == b"cahier1_open"))

    def test_what_loses_or_evicts_is_refused(self):
        for options, name in ((("--maxmemory-policy", "allkeys-lru"), "maxmemory-policy"),
                              (("--appendonly", "no"), "appendonly"), (("--replicaof", "127.0.0.1 1"), "role")):
            with self.subTest(name):
                code, points = self.ask(self.server(*options))
                self.assertEqual(1, code)
                self.assertEqual("refused", points[name][0])

    def test_what_costs_is_said(self):
        code, points = self.ask(self.server("--appendfsync", "everysec", "--no-appendfsync-on-rewrite", "yes",
                                            "--aof-load-truncated", "no", "--save", "60 1"))
        self.assertEqual(0, code)
        for name in ("appendfsync", "no-appendfsync-on-rewrite", "aof-load-truncated", "maxmemory"):
            self.assertEqual("warning", points[name][0], name)
        self.assertEqual("note", points["save"][0])

    def test_nobody_there_is_code_3(self):
        asked = cahier("doctor", url="unix:///nowhere/redis.sock")
        self.assertEqual(3, asked.returncode)
        self.assertIn("cahier doctor :", asked.stderr)
        self.assertEqual(2, cahier("doctor", url="http://here").returncode)

    def test_every_master_of_a_cluster_gets_the_functions(self):
        ports = free_ports(3)
        servers = [self.server("--port", port, "--cluster-enabled", "yes", "--bind", "127.0.0.1") for port in ports]
        links = [server.link() for server in servers]
        for link in links:
            self.addCleanup(link.close)
        bounds = [(0, 5460), (5461, 10922), (10923, 16383)]
        for link, (first, last), port in zip(links, bounds, ports):
            link.call("CLUSTER", "ADDSLOTSRANGE", first, last)
            link.call("CLUSTER", "MEET", "127.0.0.1", ports[0])
        until("cluster", lambda: all(b"cluster_state:ok" in link.call("CLUSTER", "INFO") and
                                     b"cluster_known_nodes:3" in link.call("CLUSTER", "INFO") for link in links))
        asked = cahier("doctor", "--json", url=f"redis://127.0.0.1:{ports[1]}")
        self.assertEqual(0, asked.returncode, asked.stdout + asked.stderr)
        self.assertEqual(sorted(f"127.0.0.1:{port}" for port in ports),
                         sorted(server["server"] for server in json.loads(asked.stdout)["servers"]))
        for link in links:
            self.assertEqual(b"cahier1", link.call("FUNCTION", "LIST")[0][1])


def free_ports(count):
    """Whose cluster bus, 10,000 above, is a port too."""
    found = []
    while len(found) < count:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in found and port < 55000:
            found.append(port)
        elif port >= 55000 and port - 20000 not in found:
            found.append(port - 20000)
    return found


class Status(OnServer):
    def state(self, *options):
        asked = self.cahier("status", "--json", *options)
        return asked.returncode, json.loads(asked.stdout)

    def test_an_empty_tenant_has_nothing(self):
        code, state = self.state("--check")
        self.assertEqual(0, code)
        self.assertEqual([], state["batches"] + state["workers"])
        self.assertIn("aucun lot", self.cahier("status").stdout)

    def test_counts_are_those_of_the_server(self):
        self.fill(FIRST)
        self.fill(SECOND)
        entry, batch, _, chunk, count = self.queue.read("w:1")[0]
        self.assertEqual(1, self.queue.commit(batch, entry, chunk, count, "result"))
        self.queue.read("w:2")
        self.link.call("LPUSH", functions.TENANT["inbox"], "{}")
        code, state = self.state("--check")
        self.assertEqual(0, code)
        self.assertEqual([FIRST, SECOND], [batch["batch"] for batch in state["batches"]])
        first = state["batches"][0]
        self.assertEqual(("sealed", 2, 6, 1, 3, []), tuple(first[name] for name in (
            "state", "contributions_done", "contributions", "chunks_done", "chunks", "faults")))
        self.assertEqual({"tasks": 5, "pending": 1, "retry": 0, "inbox": 1, "taken": 0}, state["queue"])
        self.assertEqual([("w:1", 0), ("w:2", 1)], [(w["name"], w["pending"]) for w in state["workers"]])
        self.assertEqual([SECOND], [batch["batch"] for batch in self.state("--batch", SECOND)[1]["batches"]])
        table = self.cahier("status").stdout
        self.assertIn("2/6", table)
        self.assertIn("4 à prendre, 1 en main", table)

    def test_a_broken_law_is_told_and_is_code_1(self):
        self.fill(FIRST)
        self.link.call("HSET", functions.key(FIRST, "out"), "000000", "forged")
        code, state = self.state("--check")
        self.assertEqual(1, code)
        self.assertTrue(state["batches"][0]["faults"])
        self.assertIn("la loi est rompue", self.cahier("status", "--check").stdout)
        self.assertEqual(0, self.state()[0])

    def test_what_was_set_aside_is_tried_again(self):
        self.fill(FIRST, 1)
        entry, batch, kind, chunk, count = self.queue.read("w:1")[0]
        self.assertEqual(1, self.queue.fail(batch, entry, kind, chunk, count, 0, 1))
        entry, batch, kind, chunk, count = self.queue.read("w:1")[0]
        self.assertEqual(2, self.queue.fail(batch, entry, kind, chunk, count, 0, 1))
        self.assertEqual(1, self.state()[1]["batches"][0]["set_aside"])
        self.assertIn("attention", self.cahier("status").stdout)
        revived = self.cahier("status", "--revive", FIRST)
        self.assertEqual((0, True), (revived.returncode, revived.stdout.startswith("1 ")))
        self.assertEqual(0, self.state("--check")[1]["batches"][0]["set_aside"])
        self.assertEqual(1, len(self.queue.read("w:1")))

    def test_a_report_is_written_where_it_is_asked_for(self):
        self.fill(FIRST, 1)
        entry, batch, _, chunk, count = self.queue.read("w:1")[0]
        self.queue.commit(batch, entry, chunk, count, "result")
        folder = self.server.folder / "report"
        asked = self.cahier("status", "--fetch", folder, "--batch", FIRST)
        self.assertEqual((1, False), (asked.returncode, folder.exists()))
        for name, piece in (("report.html#00000", "<ht"), ("report.html#00001", "ml>"), ("themes.csv#00000", "a;b")):
            self.link.call("FCALL", "cahier1_put", 2, functions.key(FIRST, "meta"), functions.key(FIRST, "report"), 0,
                           name, piece)
        entry = self.queue.read("w:1")[0][0]
        self.assertEqual(1, self.queue.finish(FIRST, entry, 0, 3))
        asked = self.cahier("status", "--fetch", folder, "--batch", FIRST)
        self.assertEqual((0, ""), (asked.returncode, asked.stderr))
        self.assertEqual("<html>", (folder / "report.html").read_text())
        self.assertEqual("a;b", (folder / "themes.csv").read_text())

    def test_wrong_use_is_code_2_and_nobody_there_3(self):
        self.assertEqual(2, self.cahier("status", "--batch", "x" * 200).returncode)
        self.assertEqual(2, self.cahier("status", "--fetch", "there").returncode)
        self.assertEqual(2, self.cahier("status", "--unknown").returncode)
        self.assertEqual(1, self.cahier("status", "--batch", SECOND).returncode)
        self.assertEqual(1, self.cahier("status", "--revive", SECOND).returncode)
        self.assertEqual(2, cahier("status", url="redis://here", tenant="T{1}").returncode)
        self.assertEqual(3, cahier("status", url="unix:///nowhere").returncode)
        self.assertIn("--revive", self.cahier("status", "--help").stdout)


if __name__ == "__main__":
    unittest.main()
