# SPDX-License-Identifier: Apache-2.0
"""What people ask of the queue: doctor, status, forget, and the roles of scripts/redis-acl, on a real server.
test_people.py PROGRAM [unittest options]"""
import csv
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

import test_functions as functions  # after: it leaves too when there is no server

PROGRAM = sys.argv.pop(1)
FIRST, SECOND = "0" * 25 + "1", "0" * 25 + "2"
WAIT_SECONDS = 30


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
        ports = resp.free_ports(3)
        servers = [self.server("--port", port, "--cluster-enabled", "yes", "--bind", "127.0.0.1") for port in ports]
        links = [server.link() for server in servers]
        for link in links:
            self.addCleanup(link.close)
        bounds = [(0, 5460), (5461, 10922), (10923, 16383)]
        for link, (first, last), port in zip(links, bounds, ports):
            link.call("CLUSTER", "ADDSLOTSRANGE", first, last)
            link.call("CLUSTER", "MEET", "127.0.0.1", ports[0])
        resp.until("cluster", lambda: all(b"cluster_state:ok" in link.call("CLUSTER", "INFO") and
                                     b"cluster_known_nodes:3" in link.call("CLUSTER", "INFO") for link in links), WAIT_SECONDS)
        asked = cahier("doctor", "--json", url=f"redis://127.0.0.1:{ports[1]}")
        self.assertEqual(0, asked.returncode, asked.stdout + asked.stderr)
        self.assertEqual(sorted(f"127.0.0.1:{port}" for port in ports),
                         sorted(server["server"] for server in json.loads(asked.stdout)["servers"]))
        for link in links:
            self.assertEqual(b"cahier1", link.call("FUNCTION", "LIST")[0][1])


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


class Forget(OnServer):
    """A word planted in one contribution; its chunk analysed and its report written, by a worker that is this test."""
    PLANTED = "zanzibarique"
    AROUND = "Le matin, les enfants du quartier vont à l'école à pied, par des rues sans trottoir. " * 4  # three chunks in all

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.file = pathlib.Path(cls.temporary.name) / "avis.csv"
        with open(cls.file, "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(["id", "auteur", "date", "quartier", "texte"])
            for i in range(450):
                planted = cls.PLANTED if i == 203 else "calme"
                rows.writerow([f"VSA-{i}", f"personne {i // 3}", "2025-03-01", "Centre",
                               f"{cls.AROUND}Je voudrais plus de bancs {planted} et moins de voitures dans la rue numéro {i}."])

    def submit(self, *options):
        sent = self.cahier("submit", self.file, "--person", "auteur", *options)
        self.assertEqual(0, sent.returncode, sent.stderr)
        return sent.stdout.strip()

    def finish(self, batch):
        """Every chunk, then the report: derived from the payload, so they hold its words."""
        for entry, of, kind, chunk, count in iter(lambda: next(iter(self.queue.read("w:1")), None), None):
            if kind == "chunk":
                version = self.link.call("HGET", functions.key(of, "iv"), chunk)
                self.assertEqual(1, self.queue.commit(of, entry, chunk, count, self.payload(of, chunk), version))
            else:
                revision = self.queue.meta(of)["rev"]
                everything = b"".join(self.link.call("HVALS", functions.key(of, "in")))
                self.link.call("FCALL", "cahier1_put", 2, functions.key(of, "meta"), functions.key(of, "report"), revision,
                               "report.html#00000", everything)
                self.assertEqual(1, self.queue.finish(of, entry, revision))
        self.assertEqual("done", self.queue.meta(batch)["state"])

    def payload(self, batch, chunk):
        return self.link.call("HGET", functions.key(batch, "in"), chunk)

    def planted(self):
        """How often the word is in all files of the server."""
        return sum(path.read_bytes().count(self.PLANTED.encode())
                   for path in self.server.folder.rglob("*") if path.is_file())

    def only_proof(self, asked, what):
        self.assertEqual(0, asked.returncode, asked.stderr)
        proof = dict(part.split("=", 1) for part in asked.stdout.strip().split(" "))
        self.assertEqual("sha256:" + hashlib.sha256((what + proof["sel"]).encode()).hexdigest(), proof["empreinte"])
        self.assertRegex(proof["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        return proof["espace"], proof["lot"], int(proof["effaces"])

    def test_a_contribution_is_gone_from_everywhere(self):
        batch = self.submit()
        self.finish(batch)
        before = {name: self.payload(batch, name) for name in ("000000", "000001", "000002")}
        self.assertGreaterEqual(self.planted(), 3)
        asked = self.cahier("forget", "--contribution", "VSA-203")
        self.assertEqual(("t1", batch, 1), self.only_proof(asked, "VSA-203"))
        self.assertNotIn("VSA-203", asked.stdout + asked.stderr)
        self.assertNotIn(self.PLANTED, asked.stdout + asked.stderr)
        resp.until("the old file is removed", lambda: self.planted() == 0, WAIT_SECONDS)
        for name, payload in before.items():
            self.assertEqual(name != "000001", payload == self.payload(batch, name), name)
        meta = self.queue.meta(batch)
        self.assertEqual(("sealed", "2", "1"), (meta["state"], meta["donec"], meta["rev"]))
        self.assertEqual(0, self.link.call("EXISTS", functions.key(batch, "report")))
        self.assertEqual([], self.queue.check(batch))
        self.finish(batch)
        self.assertEqual(0, self.planted())
        again = self.cahier("forget", "--contribution", "VSA-203")
        self.assertEqual((1, ""), (again.returncode, again.stdout))

    def test_neighbours_keep_every_byte(self):
        batch = self.submit()
        before = self.payload(batch, "000001")
        self.cahier("forget", "--contribution", "VSA-203")
        after = self.payload(batch, "000001")
        start, end = before.index(b"VSA-203"), before.index(b"VSA-204")
        self.assertEqual(before[128:start], after[128:start])
        self.assertEqual(before[end:], after[len(after) - (len(before) - end):])
        rest = after[start:len(after) - (len(before) - end)]
        for word in (b"bancs", b"Centre", self.PLANTED.encode()):
            self.assertNotIn(word, rest)

    def test_what_is_being_computed_from_the_old_text_is_refused(self):
        batch = self.submit()
        held = {task[3]: task for task in self.queue.read("w:1", 3)}
        entry, _, _, chunk, count = held["000001"]
        self.cahier("forget", "--contribution", "VSA-203")
        self.assertEqual(-1, self.queue.commit(batch, entry, chunk, count, "from the old text", 1))
        self.assertEqual(1, self.queue.commit(batch, entry, chunk, count, "from the new text", 2))

    def test_a_person_is_gone_from_a_batch(self):
        batch = self.submit()
        self.assertEqual(2, self.cahier("forget", "--person", "p-68").returncode)
        asked = self.cahier("forget", "--person", "p-68", "--batch", batch)
        self.assertEqual(("t1", batch, 3), self.only_proof(asked, "p-68"))
        chunk = self.payload(batch, "000001")
        self.assertNotIn(self.PLANTED.encode(), chunk)
        for i, there in ((200, True), (201, False), (202, False), (203, False), (204, True)):
            self.assertEqual(there, f"rue numéro {i}.".encode() in chunk, i)
        self.assertEqual(1, self.cahier("forget", "--person", "p-9999", "--batch", batch).returncode)

    def test_a_keyed_person_is_gone_from_every_batch(self):
        key = pathlib.Path(self.temporary.name) / "key"
        key.write_bytes(b"k" * 32)
        first = self.submit("--person-key", key)
        second = self.submit("--person-key", key, "--no-adapt")
        self.assertNotEqual(first, second)
        digest = self.hash_of(first, 68)
        asked = self.cahier("forget", "--person", "p-" + digest)
        self.assertEqual(0, asked.returncode, asked.stderr)
        self.assertEqual({first, second}, set(re.findall(r"lot=(\S+)", asked.stdout)))
        self.assertEqual({"3"}, set(re.findall(r"effaces=(\d+)", asked.stdout)))
        self.assertEqual(0, sum(value.count(self.PLANTED.encode())
                                for batch in {first, second} for value in self.link.call("HVALS", functions.key(batch, "in"))))

    def test_a_hash_goes_with_the_last_words_of_its_person(self):
        key = pathlib.Path(self.temporary.name) / "key"
        key.write_bytes(b"k" * 32)
        batch = self.submit("--person-key", key)
        digest, neighbour = self.hash_of(batch, 68).encode(), self.hash_of(batch, 69).encode()
        head = functions.key(batch, "head")
        for id in ("VSA-201", "VSA-202"):
            self.only_proof(self.cahier("forget", "--contribution", id), id)
            self.assertIn(digest, self.link.call("GET", head))
        self.work()
        self.assertIn(b'"p-' + digest, self.report(batch, "last")["contributions.jsonl"])
        self.only_proof(self.cahier("forget", "--contribution", "VSA-203"), "VSA-203")
        self.assertNotIn(digest, self.link.call("GET", head))
        self.assertIn(neighbour, self.link.call("GET", head))
        self.work()
        rows = self.report(batch, "gone")["contributions.jsonl"]
        self.assertEqual((0, 3), (rows.count(digest), rows.count(b'"p-68"')))
        self.assertIn(b'"p-' + neighbour, rows)
        self.assertEqual([], self.queue.check(batch))
        self.assertEqual(1, self.cahier("forget", "--person", "p-" + digest.decode()).returncode)

    def test_what_an_earlier_report_remembers_goes_too(self):
        first = self.submit()
        self.work()
        self.report(first, "earlier")
        second = self.submit("--previous", pathlib.Path(self.temporary.name) / "earlier")
        remembered = lambda id: re.search(rb"\x07%s(.{8})" % id, self.link.call("GET", functions.key(second, "head")), re.S)[1]
        before = remembered(b"VSA-203"), remembered(b"VSA-204")
        self.assertNotIn(bytes(8), before)
        self.only_proof(self.cahier("forget", "--contribution", "VSA-203", "--batch", second), "VSA-203")
        self.assertEqual((bytes(8), before[1]), (remembered(b"VSA-203"), remembered(b"VSA-204")))
        self.work()
        self.assertNotIn(self.PLANTED.encode(), self.report(second, "after")["contributions.jsonl"])

    def test_the_same_file_again_brings_nothing_back(self):
        batch = self.submit()
        self.work()
        self.only_proof(self.cahier("forget", "--contribution", "VSA-203"), "VSA-203")
        again = self.cahier("submit", self.file, "--person", "auteur")
        self.assertEqual((0, batch), (again.returncode, again.stdout.strip()), again.stderr)
        self.assertIn("effacées", again.stderr)
        self.work()
        refused = self.cahier("submit", self.file, "--person", "auteur", "--themes", "3")
        self.assertEqual((1, ""), (refused.returncode, refused.stdout))
        self.assertIn("retirez-la du fichier", refused.stderr)
        self.assertEqual(0, self.cahier("forget", "--batch", batch).returncode)
        self.assertEqual(1, self.cahier("submit", self.file, "--person", "auteur").returncode)
        self.assertEqual(0, sum(value.count(self.PLANTED.encode()) for of in tenant.batches(self.link)
                                for value in self.link.call("HVALS", functions.key(of, "in"))))
        without = pathlib.Path(self.temporary.name) / "sans.csv"
        without.write_text("".join(line for line in self.file.read_text().splitlines(True) if self.PLANTED not in line))
        self.assertEqual(0, self.cahier("submit", without, "--person", "auteur").returncode)

    def hash_of(self, batch, rank):
        """Digests end the envelope, each behind its length."""
        digests = re.findall(rb"\x10([0-9a-f]{16})", self.link.call("GET", functions.key(batch, "head")))
        return digests[-150:][rank - 1].decode()

    def test_a_batch_is_gone(self):
        batch = self.submit()
        kept = FIRST
        self.fill(kept)
        asked = self.cahier("forget", "--batch", batch)
        self.assertEqual(("t1", batch, 450), self.only_proof(asked, batch))
        resp.until("the old file is removed", lambda: self.planted() == 0, WAIT_SECONDS)
        self.assertEqual([], self.link.call("KEYS", f"*{batch}*"))
        self.assertEqual([], self.queue.check(kept))
        self.assertEqual(1, self.cahier("forget", "--batch", batch).returncode)

    def test_a_damaged_chunk_is_told(self):
        batch = self.submit()
        self.link.call("HSET", functions.key(batch, "in"), "000002", "damaged")
        asked = self.cahier("forget", "--contribution", "VSA-203")
        self.assertEqual(1, asked.returncode)
        self.assertIn("illisible", asked.stderr)
        self.assertIn("effaces=1", asked.stdout)

    def work(self):
        worked = self.cahier("worker", "--once", "--quiet")
        self.assertEqual((0, ""), (worked.returncode, worked.stderr))

    def report(self, batch, name):
        folder = pathlib.Path(self.temporary.name) / name
        asked = self.cahier("status", "--fetch", folder, "--batch", batch)
        self.assertEqual(0, asked.returncode, asked.stderr)
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in ("run.json", "manifest.json")}

    def test_the_report_is_that_of_a_corpus_where_it_is_empty(self):
        """Erased after the report, and erased before anybody computed anything: the same bytes."""
        batch = self.submit()
        self.work()
        self.assertIn(self.PLANTED.encode(), self.report(batch, "whole")["contributions.jsonl"])
        self.only_proof(self.cahier("forget", "--contribution", "VSA-203"), "VSA-203")
        self.assertEqual(1, self.cahier("status", "--fetch", "nothing", "--batch", batch).returncode)
        self.work()
        later = self.report(batch, "later")
        self.cahier("forget", "--batch", batch)
        self.link.call("UNLINK", functions.TENANT["erased"])
        batch = self.submit()
        self.only_proof(self.cahier("forget", "--contribution", "VSA-203"), "VSA-203")
        self.work()
        sooner = self.report(batch, "sooner")
        self.assertEqual(sorted(sooner), sorted(later))
        for name in sooner:
            self.assertEqual(sooner[name], later[name], name)
            self.assertNotIn(self.PLANTED.encode(), later[name], name)
        erased = next(json.loads(line) for line in later["contributions.jsonl"].splitlines() if b'"VSA-203"' in line)
        self.assertEqual((450, ""), (later["contributions.jsonl"].count(b"\n"), erased["text"]))

    def test_wrong_use_is_code_2(self):
        for words in ((), ("--person", "p-1"), ("--contribution", "1", "--person", "p-1"), ("--contribution", ""),
                      ("--batch", "*"), ("--contribution", "x" * 600)):
            self.assertEqual(2, self.cahier("forget", *words).returncode, words)


class Roles(OnServer):
    """Users of two tenants, as scripts/redis-acl makes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name) / "passwords"
        cls.server.add_roles(cls.folder, "t1", "t11")

    def setUp(self):
        super().setUp()
        self.fill(FIRST)

    def user(self, role, tenant="t1"):
        link = self.server.link()
        self.addCleanup(link.close)
        link.call("AUTH", f"{tenant}-{role}", self.password(role, tenant))
        return link

    def password(self, role, tenant="t1"):
        return (self.folder / f"{tenant}-{role}.password").read_text().strip()

    def url(self, role):
        return self.server.url_of(role, self.folder)

    def refused(self, link, *words):
        self.assertEqual("NOPERM", self.token_of(link.call, *words), words)

    def test_passwords_are_for_their_owner_and_stay(self):
        for path in self.folder.glob("*.password"):
            self.assertEqual(0o600, path.stat().st_mode & 0o777)
            self.assertEqual(64, len(path.read_text().strip()))
        self.assertEqual(12, len(list(self.folder.glob("*.password"))))

    def test_no_role_touches_another_tenant(self):
        work, meta = functions.TENANT["work"], functions.key(FIRST, "meta")
        for role in ("submit", "worker", "serve", "read", "ops"):
            link = self.user(role, "t11")
            self.refused(link, "HGET", meta, "state")
            self.refused(link, "XLEN", work)
            self.refused(link, "FCALL_RO", "cahier1_check", 6, *(functions.key(FIRST, name) for name in ("meta", "in", "out")),
                         work, functions.TENANT["retry"], functions.key(FIRST, "dead"), FIRST)
            if role != "read":
                self.refused(link, "FCALL", "cahier1_seal", 2, meta, work, FIRST, 3, 6)
        self.refused(self.user("inbox", "t11"), "RPUSH", functions.TENANT["inbox"], "{}")

    def test_no_role_destroys_or_programs(self):
        key = functions.TENANT["work"]
        for role in ("submit", "worker", "serve", "read", "inbox", "ops"):
            link = self.user(role)
            for words in (("DEL", key), ("EVAL", "return 1", 0), ("KEYS", "*"), ("SCAN", 0), ("FLUSHALL",), ("MONITOR",),
                          ("CONFIG", "SET", "appendonly", "no"), ("FUNCTION", "DELETE", "cahier1"), ("ACL", "LIST"),
                          ("SHUTDOWN",), ("RENAME", key, key)):
                self.refused(link, *words)
            if role != "ops":
                for words in (("FUNCTION", "LOAD", "x"), ("CONFIG", "GET", "*")):
                    self.refused(link, *words)
            if role not in ("ops", "serve"):
                for words in (("INFO",), ("BGREWRITEAOF",)):
                    self.refused(link, *words)

    def test_a_submitter_submits_and_cannot_take_results_away(self):
        link = self.user("submit")
        queue = functions.Queue(link)
        queue.open(SECOND, "d")
        self.assertEqual(1, queue.ingest(SECOND, "000000", 1, "blob"))
        self.assertEqual(1, queue.seal(SECOND, 1, 1))
        self.assertEqual("sealed", queue.meta(SECOND)["state"])
        for words in (("XREADGROUP", "GROUP", "w", "me", "STREAMS", functions.TENANT["work"], ">"),
                      ("XDEL", functions.TENANT["work"], "0-1"), ("UNLINK", functions.TENANT["work"]),
                      ("HDEL", functions.key(FIRST, "in"), "000000"), ("LPOP", functions.TENANT["inbox"])):
            self.refused(link, *words)

    def test_a_worker_works(self):
        queue = functions.Queue(self.user("worker"))
        self.fill(SECOND, 1)
        for entry, batch, kind, chunk, count in iter(lambda: next(iter(queue.read("w:1")), None), None):
            if kind == "chunk" and (batch, chunk) == (FIRST, "000000") and not self.link.call("HGET", "handed", entry[0]):
                self.link.call("HSET", "handed", entry[0], 1)
                self.assertEqual(1, queue.fail(batch, entry, kind, chunk, count, 1, 3))
                resp.until("due", lambda: queue.promote() == 1, WAIT_SECONDS)
            elif kind == "chunk":
                queue.link.call("FCALL", "cahier1_renew", 1, functions.TENANT["work"], "w:1", entry)
                self.assertEqual(1, queue.commit(batch, entry, chunk, count, "result"))
            else:
                queue.link.call("FCALL", "cahier1_put", 2, functions.key(batch, "meta"), functions.key(batch, "report"), 0,
                                "report.html#00000", "x")
                self.assertEqual(1, queue.finish(batch, entry, 0))
        self.assertEqual(["done", "done"], [self.queue.meta(batch)["state"] for batch in (FIRST, SECOND)])
        self.assertEqual([], queue.claim("w:2"))
        inbox = [functions.TENANT[name] for name in ("inbox", "taken", "since")]
        self.user("inbox").call("RPUSH", inbox[0], "{}")
        self.assertEqual(2, len(queue.f("take", inbox, 10, "token")))
        self.assertEqual(1, queue.f("give_back", inbox, -1000, 10))
        token = queue.f("take", inbox, 10, "token")[0]
        queue.open(SECOND[:-1] + "3")
        keys = [functions.key(SECOND[:-1] + "3", name) for name in ("meta", "in", "iv")]
        keys += [functions.TENANT[name] for name in ("work", "taken", "since", "seen")]
        self.assertEqual(1, queue.f("append", keys, SECOND[:-1] + "3", "000000", 1, "blob", 1, token, "digest"))
        queue.f("gc", [functions.TENANT["work"]], 3600000)
        self.assertGreater(queue.purge(SECOND), 0)

    def test_the_pages_decide_and_keep_people(self):
        queue = functions.Queue(self.user("serve"))
        self.assertEqual([1, 1], queue.decide(FIRST, "d1", 0, "{}", "000000", 1, 2, "masked"))
        self.assertEqual(["{}"], queue.journal(FIRST))
        self.assertEqual(1, queue.person("Zoé", "add", "administrator"))
        self.assertEqual(1, queue.session_open("s", "Zoé"))
        self.assertEqual(2, len(queue.session_see("s")))
        queue.f("publish", [functions.key(FIRST, "meta"), functions.key(FIRST, "published")], "<p>", "Zoé", "now", "", 1)
        queue.f("lot", [functions.key(FIRST, "meta"), functions.TENANT["lots"]], FIRST, "{}")
        self.assertGreater(queue.purge(FIRST), 0)

    def test_a_reader_reads(self):
        asked = cahier("status", "--check", "--json", url=self.url("read"))
        self.assertEqual((0, FIRST), (asked.returncode, json.loads(asked.stdout)["batches"][0]["batch"]), asked.stderr)
        link = self.user("read")
        self.refused(link, "HSET", functions.key(FIRST, "meta"), "state", "done")
        self.refused(link, "FCALL", "cahier1_seal", 2, functions.key(FIRST, "meta"), functions.TENANT["work"], FIRST, 3, 6)

    def test_the_inbox_is_written_and_not_read(self):
        link = self.user("inbox")
        self.assertEqual(1, link.call("LPUSH", functions.TENANT["inbox"], "{}"))
        self.refused(link, "LRANGE", functions.TENANT["inbox"], 0, -1)
        self.refused(link, "RPUSH", functions.TENANT["work"], "{}")

    def test_the_commands_themselves_work_under_their_role(self):
        self.queue.purge(FIRST)
        inbox = self.user("inbox")
        for i in range(5):
            inbox.call("RPUSH", functions.TENANT["inbox"],
                       json.dumps({"id": f"W-{i}", "text": f"Je voudrais plus de bancs et moins de voitures rue {i}."}))
        for words, role in ((("worker", "--once", "--quiet", "--keep-days", 1), "worker"),
                            (("submit", "--inbox", "--quiet"), "worker"),
                            (("submit", self.file(), "--quiet"), "submit"),
                            (("worker", "--once", "--quiet"), "worker"),
                            (("submit", self.file(), "--quiet", "--fetch", self.folder / "report"), "submit")):
            asked = cahier(*words, url=self.url(role))
            self.assertEqual((0, ""), (asked.returncode, asked.stderr), words)
        self.assertTrue((self.folder / "report" / "report.html").exists())
        state = json.loads(cahier("status", "--json", "--check", url=self.url("read")).stdout)
        self.assertEqual([(5, "done"), (4, "done")],
                         sorted(((b["contributions"], b["state"]) for b in state["batches"]), reverse=True))

    def file(self):
        path = self.folder / "avis.csv"
        path.write_text("id,texte\n" + "".join(f"{i},Je voudrais plus de bancs et moins de bruit rue {i}.\n" for i in range(4)))
        return path

    def test_people_of_operations_have_what_they_need(self):
        self.link.call("FUNCTION", "FLUSH")
        self.assertEqual(0, cahier("doctor", url=self.url("ops")).returncode)
        self.assertEqual(0, cahier("status", "--revive", FIRST, url=self.url("ops")).returncode)
        asked = cahier("forget", "--batch", FIRST, url=self.url("ops"))
        self.assertEqual((0, True), (asked.returncode, "réécrit" in asked.stderr), asked.stderr)

    def test_doctor_without_rights_refuses(self):
        asked = cahier("doctor", "--json", url=self.url("worker"))
        points = {point["point"]: point["verdict"] for point in json.loads(asked.stdout)["servers"][0]["points"]}
        self.assertEqual((1, "refused", "refused"), (asked.returncode, points["maxmemory-policy"], points["functions"]))

    def test_forget_without_the_right_to_rewrite_says_so(self):
        asked = cahier("forget", "--batch", FIRST, url=self.url("worker"))
        self.assertEqual(3, asked.returncode)
        self.assertIn("BGREWRITEAOF", asked.stderr)
        self.assertIn("effaces=6", asked.stdout)


if __name__ == "__main__":
    unittest.main()
