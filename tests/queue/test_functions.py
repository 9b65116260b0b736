# SPDX-License-Identifier: Apache-2.0
"""The function library on a real server: each promise alone, seeded interleavings against a model, and the append-only
file cut anywhere. SEED and STEPS in the environment change the interleavings; a failure prints its seed."""
import json
import os
import random
import sys
import threading
import time
import unittest

import resp

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

T = "{t1}"
TENANT = {name: f"cahier:{T}:{name}" for name in
          ("work", "retry", "batches", "files", "inbox", "taken", "since", "seen", "lots", "people", "sessions",
           "erased", "authors", "events:told", "events", "events:due:route")}


def key(batch, name):
    return f"cahier:{T}:{batch}:{name}"


def load(link):
    link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_bytes())


class Queue:
    """The functions as their callers use them."""

    def __init__(self, link):
        self.link = link

    def f(self, name, keys, *arguments):
        return self.link.call("FCALL", "cahier1_" + name, len(keys), *keys, *arguments)

    def open(self, batch, digest="", quota=0, files=""):
        keys = [key(batch, "meta"), key(batch, "head"), TENANT["batches"], TENANT["files"], TENANT["work"], TENANT["erased"]]
        return self.f("open", keys, batch, digest, "lexicons", 1, "envelope", quota, files).decode()

    def ingest(self, batch, chunk, count, blob, most=100):
        return self.f("ingest", [key(batch, "meta"), key(batch, "in"), key(batch, "iv"), TENANT["work"]],
                      batch, chunk, count, blob, most)

    def seal(self, batch, chunks, docs):
        return self.f("seal", [key(batch, "meta"), TENANT["work"]], batch, chunks, docs)

    def commit(self, batch, entry, chunk, count, blob, version=1, aside=0):
        keys = [key(batch, "meta"), key(batch, "iv"), key(batch, "out"), TENANT["work"]]
        return self.f("commit", keys, batch, entry, chunk, count, version, aside, blob)

    def fail(self, batch, entry, kind, chunk, count, delay=0, limit=0):
        keys = [key(batch, "meta"), TENANT["work"], TENANT["retry"], key(batch, "att"), key(batch, "dead")]
        return self.f("fail", keys, batch, entry, kind, chunk, count, delay, limit, "reason")

    def promote(self):
        return self.f("promote", [TENANT["work"], TENANT["retry"]], 100)

    def replace(self, batch, chunk, version, count, blob, documents="", files=""):
        keys = [key(batch, name) for name in ("meta", "in", "iv", "out")] + [TENANT["work"]]
        keys += [key(batch, name) for name in ("report", "published", "quar", "att")] + [TENANT["erased"]]
        return self.f("replace", keys, batch, chunk, version, count, blob, documents, files)

    def amend(self, batch, revision, envelope):
        keys = [key(batch, "meta"), key(batch, "head"), TENANT["work"], key(batch, "report"), key(batch, "published")]
        return self.f("amend", keys, batch, revision, envelope)

    def finish(self, batch, entry, revision, pieces=1):
        keys = [key(batch, "meta")] + [TENANT[name] for name in ("work", "events:told", "events", "events:due:route")]
        return self.f("finish", keys, batch, entry, revision, pieces, f"{batch}-{revision}", "{}")

    def purge(self, batch):
        keys = [TENANT["batches"], TENANT["files"], TENANT["lots"]] + [
            key(batch, name) for name in ("meta", "head", "in", "iv", "out", "report", "att", "quar", "dead", "journal", "said",
                                          "published")]
        return self.f("purge", keys, batch)

    def decide(self, batch, nonce, expected, line, chunk="000000", version=1, count=0, blob=""):
        keys = [key(batch, name) for name in ("meta", "in", "iv", "out", "report", "published", "journal", "said")]
        return self.f("decide", keys + [TENANT["work"], key(batch, "quar")], batch, nonce, expected, line, chunk, version, count, blob)

    def journal(self, batch):
        return [line.decode() for line in self.link.call("LRANGE", key(batch, "journal"), 0, -1)]

    def person(self, name, how, role, disabled=False, kept=""):
        record = json.dumps({"role": role, "disabled": disabled})
        return self.f("person", [TENANT["people"], TENANT["sessions"]], name, record, how, kept)

    def session_open(self, digest, name, idle=3600000, life=3600000):
        return self.f("session_open", [TENANT["sessions"], TENANT["people"]], digest, idle, life, name)

    def session_see(self, digest, idle=3600000, life=3600000):
        return self.f("session_see", [TENANT["sessions"], TENANT["people"]], digest, idle, life)

    def check(self, batch):
        keys = [key(batch, name) for name in ("meta", "in", "out")] + [TENANT["work"], TENANT["retry"], key(batch, "dead")]
        return [fault.decode() for fault in self.f("check", keys, batch)]

    def meta(self, batch):
        flat = self.link.call("HGETALL", key(batch, "meta"))
        return {name.decode(): value.decode() for name, value in zip(flat[::2], flat[1::2])}

    def read(self, consumer, count=1):
        """References newly given to this consumer: (entry, batch, kind, chunk, count)."""
        answer = self.link.call("XREADGROUP", "GROUP", "w", consumer, "COUNT", count, "STREAMS", TENANT["work"], ">")
        return [reference(entry) for entry in answer[0][1]] if answer else []

    def claim(self, consumer):
        """One reference of whoever holds it, as when its lease is over."""
        answer = self.link.call("XAUTOCLAIM", TENANT["work"], "w", consumer, 0, "0-0", "COUNT", 1)
        return [reference(entry) for entry in answer[1] if entry[1]]


def reference(entry):
    fields = [field.decode() for field in entry[1]]
    return entry[0].decode(), fields[1], fields[3], fields[5], int(fields[7])


class OnServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = resp.Server()
        cls.addClassCleanup(cls.server.remove)

    def setUp(self):
        self.link = self.server.link()
        self.addCleanup(self.link.close)
        self.link.call("FLUSHALL")
        load(self.link)
        self.queue = Queue(self.link)

    def token_of(self, call, *arguments):
        with self.assertRaises(resp.RedisError) as caught:
            call(*arguments)
        return caught.exception.token


class Promises(OnServer):
    def test_the_same_file_opens_the_same_batch(self):
        self.assertEqual("j1", self.queue.open("j1", "sha"))
        self.assertEqual("j1", self.queue.open("j2", "sha"))
        self.assertEqual("j3", self.queue.open("j3", "other"))
        self.assertEqual("ECONFLICT", self.token_of(self.queue.open, "j1", "third"))

    def test_a_chunk_said_twice_is_there_once(self):
        self.queue.open("j1")
        self.assertEqual(1, self.queue.ingest("j1", "0001", 2, "ab"))
        self.assertEqual(0, self.queue.ingest("j1", "0001", 2, "ab"))
        self.assertEqual("ECONFLICT", self.token_of(self.queue.ingest, "j1", "0001", 2, "ac"))
        self.assertEqual("ENOBATCH", self.token_of(self.queue.ingest, "j9", "0001", 2, "ab"))
        self.assertEqual("EFULL", self.token_of(self.queue.ingest, "j1", "0002", 2, "ab", 1))
        self.assertEqual("EINCOMPLETE", self.token_of(self.queue.seal, "j1", 2, 4))
        self.assertEqual(1, self.queue.seal("j1", 1, 2))
        self.assertEqual(1, self.queue.seal("j1", 1, 2))
        self.assertEqual("ECLOSED", self.token_of(self.queue.ingest, "j1", "0002", 2, "ab"))
        self.assertEqual(0, self.queue.ingest("j1", "0001", 2, "ab"))

    def test_a_quota_is_kept(self):
        self.queue.open("j1", "", 3)
        self.assertEqual(1, self.queue.ingest("j1", "0001", 1, "ab"))
        self.assertEqual("EQUOTA", self.token_of(self.queue.ingest, "j1", "0002", 1, "ab"))

    def test_the_last_commit_calls_the_corpus_step_once(self):
        self.queue.open("j1")
        for chunk in ("0001", "0002"):
            self.queue.ingest("j1", chunk, 2, chunk)
        first, second = self.queue.read("a", 2)
        self.assertEqual(1, self.queue.commit("j1", first[0], "0001", 2, "r1"))
        self.queue.seal("j1", 2, 4)
        self.assertEqual("sealed", self.queue.meta("j1")["state"])
        self.assertEqual(1, self.queue.commit("j1", second[0], "0002", 2, "r2"))
        self.assertEqual(0, self.queue.commit("j1", second[0], "0002", 2, "r2"))
        corpus = self.queue.read("a", 5)
        self.assertEqual([("j1", "corpus", "-")], [task[1:4] for task in corpus])
        self.assertEqual(1, self.queue.finish("j1", corpus[0][0], 0))
        self.assertEqual(0, self.queue.finish("j1", corpus[0][0], 0))
        self.assertEqual([b"j1-0"], self.link.call("ZRANGE", TENANT["events:told"], 0, -1))  # told with it, once
        meta = self.queue.meta("j1")
        self.assertEqual(("done", "4", "2"), (meta["state"], meta["done"], meta["donec"]))
        self.assertEqual(0, self.link.call("XLEN", TENANT["work"]))
        self.assertEqual([], self.queue.check("j1"))

    def test_two_holders_count_once(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x")
        slow = self.queue.read("slow")[0]
        quick = self.queue.claim("quick")[0]
        self.assertEqual(slow[0], quick[0])
        self.assertEqual(1, self.queue.commit("j1", quick[0], "0001", 2, "r"))
        self.assertEqual(0, self.queue.commit("j1", slow[0], "0001", 2, "r"))
        self.assertEqual("2", self.queue.meta("j1")["done"])
        self.assertEqual("1", self.queue.meta("j1")["late"])

    def test_an_erasure_lowers_what_was_set_aside(self):
        self.queue.open("j1")
        for chunk in ("0001", "0002"):
            self.queue.ingest("j1", chunk, 9, chunk)
            self.link.call("HSET", key("j1", "att"), chunk + ":3", 3, chunk + ":5", 3)
            self.link.call("HSET", key("j1", "quar"), chunk + ":3", "why", chunk + ":5", "why")
        for entry, _, _, chunk, count in self.queue.read("a", 2):
            self.assertEqual(1, self.queue.commit("j1", entry, chunk, count, "r", 1, 2))
        self.assertEqual("4", self.queue.meta("j1")["quar"])
        self.assertEqual(1, self.queue.replace("j1", "0001", 1, 9, "erased", "3 4"))
        self.assertEqual("2", self.queue.meta("j1")["quar"])
        left = [b"0001:5", b"0002:3", b"0002:5"]
        self.assertEqual((left, left), tuple(sorted(self.link.call("HKEYS", key("j1", name))) for name in ("att", "quar")))
        self.assertEqual(1, self.queue.replace("j1", "0001", 2, 9, "erased again", "5"))
        self.assertEqual("2", self.queue.meta("j1")["quar"])
        self.assertEqual([], self.queue.check("j1"))

    def test_a_file_from_which_something_was_erased_opens_no_other_batch(self):
        self.assertEqual("j1", self.queue.open("j1", "d1", 0, "f1 f2 "))
        self.queue.ingest("j1", "0001", 2, "Solène")
        self.queue.ingest("j1", "0002", 2, "x")
        self.assertEqual(1, self.queue.replace("j1", "0001", 1, 2, "erased", "0", "f1 f2 "))
        self.assertEqual("j1", self.queue.open("j2", "d1", 0, "f1 f2 "))
        self.assertEqual(-1, self.queue.ingest("j1", "0001", 2, "Solène"))
        self.assertEqual(0, self.queue.ingest("j1", "0001", 2, "erased"))
        self.assertEqual("ECONFLICT", self.token_of(self.queue.ingest, "j1", "0002", 2, "y"))
        self.assertEqual("EERASED", self.token_of(self.queue.open, "j2", "d2", 0, "f0 f2 "))
        self.queue.purge("j1")
        self.assertEqual("EERASED", self.token_of(self.queue.open, "j2", "d1", 0, "f1 f2 "))
        self.assertEqual("j2", self.queue.open("j2", "d3", 0, "f3"))

    def test_an_envelope_is_amended_at_the_revision_that_was_read(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x")
        self.queue.seal("j1", 1, 2)
        held = self.queue.read("a")[0]
        self.queue.commit("j1", held[0], "0001", 2, "r")
        corpus = self.queue.read("a")[0]
        self.assertEqual(0, self.queue.amend("j1", 5, "without Solène"))
        self.assertEqual(b"envelope", self.link.call("GET", key("j1", "head")))
        self.assertEqual(1, self.queue.amend("j1", 0, "without Solène"))
        self.assertEqual("without Solène".encode(), self.link.call("GET", key("j1", "head")))
        self.assertEqual(-1, self.queue.finish("j1", corpus[0], 0))
        self.assertEqual(0, self.link.call("ZCARD", TENANT["events:told"]))
        again = self.queue.read("a")[0]
        self.assertEqual(("j1", "corpus"), again[1:3])
        self.assertEqual(1, self.queue.finish("j1", again[0], 1))
        self.assertEqual("ENOBATCH", self.token_of(self.queue.amend, "j9", 0, "x"))

    def test_authors_of_an_inbox_have_one_key(self):
        self.queue.open("j1")
        boxes = [TENANT["inbox"], TENANT["taken"], TENANT["since"]]
        keys = [key("j1", name) for name in ("meta", "in", "iv")]
        keys += [TENANT[name] for name in ("work", "taken", "since", "seen", "authors")]

        def append(n, mark):
            self.link.call("RPUSH", TENANT["inbox"], f"{n}")
            token = self.queue.f("take", boxes, 1, f"w{n}")[0]
            return self.queue.f("append", keys, "j1", f"{n:04}", 1, "blob", "0 0 0 0 0", token, f"d{n}", mark)

        self.assertEqual(1, append(0, ""))
        self.assertEqual(1, append(1, "k1"))
        self.assertEqual(1, append(2, "k1"))
        self.assertEqual("EKEY", self.token_of(append, 3, "k2"))
        self.assertEqual("EKEY", self.token_of(append, 4, ""))
        self.assertEqual(("3", 2), (self.queue.meta("j1")["docs"], self.link.call("HLEN", TENANT["taken"])))

    def test_a_result_of_the_old_payload_is_refused_after_an_erasure(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "Solène")
        held = self.queue.read("a")[0]
        self.assertEqual(1, self.queue.replace("j1", "0001", 1, 2, "erased"))
        self.assertEqual(0, self.queue.replace("j1", "0001", 1, 2, "erased"))
        self.assertEqual(-1, self.queue.commit("j1", held[0], "0001", 2, "of Solène"))
        self.assertEqual(1, self.queue.commit("j1", held[0], "0001", 2, "of erased", 2))
        self.assertEqual([], self.queue.check("j1"))

    def test_an_erasure_undoes_what_was_finished(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "Solène")
        self.queue.seal("j1", 1, 2)
        self.queue.commit("j1", self.queue.read("a")[0][0], "0001", 2, "of Solène")
        corpus = self.queue.read("a")[0]
        self.assertEqual(1, self.queue.f("put", [key("j1", "meta"), key("j1", "report")], 0, "report.html#1", "Solène"))
        self.assertEqual(1, self.queue.replace("j1", "0001", 1, 2, "erased"))
        self.assertEqual(-1, self.queue.finish("j1", corpus[0], 0))
        self.assertEqual("ECLOSED", self.token_of(
            self.queue.f, "put", [key("j1", "meta"), key("j1", "report")], 0, "report.html#1", "Solène"))
        self.assertEqual(1, self.queue.f("drop", [TENANT["work"]], corpus[0]))
        self.assertEqual([], self.queue.check("j1"))
        again = self.queue.read("a")[0]
        self.assertEqual(1, self.queue.commit("j1", again[0], "0001", 2, "of erased", 2))
        self.assertEqual(1, self.queue.finish("j1", self.queue.read("a")[0][0], 1))
        self.assertEqual("done", self.queue.meta("j1")["state"])

    def test_failures_wait_then_go_to_people(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x")
        for _ in range(2):
            self.assertEqual(1, self.queue.fail("j1", self.queue.read("a")[0][0], "chunk", "0001", 2, 1, 2))
            while self.queue.promote() == 0:
                resp.select_wait()
        held = self.queue.read("a")[0]
        self.assertEqual(2, self.queue.fail("j1", held[0], "chunk", "0001", 2, 1, 2))
        self.assertEqual(0, self.queue.fail("j1", held[0], "chunk", "0001", 2, 1, 2))
        self.assertEqual([], self.queue.check("j1"))
        self.assertEqual("1", self.queue.meta("j1")["dead"])
        keys = [key("j1", "meta"), TENANT["work"], key("j1", "att"), key("j1", "dead")]
        self.assertEqual(1, self.queue.f("revive", keys, "j1"))
        self.assertEqual(1, self.queue.commit("j1", self.queue.read("a")[0][0], "0001", 2, "r"))
        self.assertEqual([], self.queue.check("j1"))

    def test_a_lease_is_renewed_by_its_holder_only(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x")
        held = self.queue.read("a")[0][0]
        self.assertEqual([], self.queue.f("renew", [TENANT["work"]], "a", held))
        self.assertEqual([held.encode()], self.queue.f("renew", [TENANT["work"]], "b", held))
        self.queue.claim("b")
        self.assertEqual([held.encode()], self.queue.f("renew", [TENANT["work"]], "a", held))

    def test_a_name_that_holds_something_is_not_forgotten(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x")
        held = self.queue.read("busy")[0]
        self.link.call("XGROUP", "CREATECONSUMER", TENANT["work"], "w", "gone")
        while self.queue.f("gc", [TENANT["work"]], 0) == 0:
            resp.select_wait()
        self.assertEqual(1, self.queue.commit("j1", held[0], "0001", 2, "r"))

    def test_the_inbox_counts_each_id_once_and_keeps_no_raw_text(self):
        raw = [b'{"id":"1","text":"Je suis Sol\xc3\xa8ne"}', b'{"id":"2","text":"x"}']
        self.link.call("RPUSH", TENANT["inbox"], *raw)
        self.queue.open("j1")
        boxes = [TENANT["inbox"], TENANT["taken"], TENANT["since"]]
        taken = self.queue.f("take", boxes, 10, "w1")
        self.assertEqual(raw, taken[1::2])
        keys = [key("j1", "meta"), key("j1", "in"), key("j1", "iv"), TENANT["work"], TENANT["taken"], TENANT["since"],
                TENANT["seen"]]
        said = ["j1", "0001", 2, "redacted", "0 0 1 0 0", b" ".join(taken[::2]), "d1 d2"]
        self.assertEqual(1, self.queue.f("append", keys, *said))
        self.assertEqual(0, self.queue.f("append", keys, *said))
        self.assertEqual(0, self.link.call("HLEN", TENANT["taken"]))
        self.assertEqual("2", self.queue.meta("j1")["docs"])
        self.link.call("RPUSH", TENANT["inbox"], raw[0])
        again = self.queue.f("take", boxes, 10, "w2")
        self.assertEqual("ESTALE", self.token_of(
            self.queue.f, "append", keys, "j1", "0002", 1, "redacted", "0 0 0 0 0", again[0], "d1"))
        self.assertEqual("ESTALE", self.token_of(
            self.queue.f, "append", keys, "j1", "0001", 1, "other", "0 0 0 0 0", again[0], "d3"))
        self.assertEqual(1, self.queue.f("append", keys, "j1", "0002", 0, "", "0 0 0 1 0", again[0], ""))
        self.assertEqual(("1", "1"), (self.queue.meta("j1")["aside2"], self.queue.meta("j1")["aside3"]))
        self.assertEqual([], self.queue.check("j1"))

    def test_what_a_dead_worker_took_goes_back(self):
        self.link.call("RPUSH", TENANT["inbox"], "a", "b")
        boxes = [TENANT["inbox"], TENANT["taken"], TENANT["since"]]
        self.assertEqual(b"a", self.queue.f("take", boxes, 1, "w1")[1])
        self.assertEqual(2, self.queue.f("left", boxes[:2]))
        self.assertEqual(0, self.queue.f("give_back", boxes, 3600000, 10))
        while self.queue.f("give_back", boxes, 0, 10) == 0:
            resp.select_wait()
        self.assertEqual([b"a", b"b"], self.link.call("LRANGE", TENANT["inbox"], 0, -1))
        self.assertEqual(2, self.queue.f("left", boxes[:2]))

    def test_a_purged_batch_leaves_no_key(self):
        self.queue.open("j1", "sha")
        self.queue.ingest("j1", "0001", 2, "x")
        held = self.queue.read("a")[0]
        self.queue.decide("j1", "d1", 0, "{}")
        self.queue.f("lot", [key("j1", "meta"), TENANT["lots"]], "j1", "{}")
        self.queue.f("publish", [key("j1", "meta"), key("j1", "published")], "<p>", "who", "when", "", 1)
        self.queue.purge("j1")
        self.assertEqual("ENOBATCH", self.token_of(self.queue.commit, "j1", held[0], "0001", 2, "r"))
        self.assertEqual(1, self.queue.f("drop", [TENANT["work"]], held[0]))
        left = {name.decode() for name in self.link.call("KEYS", "*")}
        self.assertEqual({TENANT["work"]}, left)

    def test_with_a_full_memory_what_is_there_can_be_finished(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "0001", 2, "x" * 1000)
        self.link.call("CONFIG", "SET", "maxmemory", 1)
        try:
            self.assertEqual("OOM", self.token_of(self.queue.ingest, "j1", "0002", 2, "y"))
            held = self.queue.read("a")[0]
            self.assertEqual(1, self.queue.commit("j1", held[0], "0001", 2, "r"))
            self.assertEqual(1, self.queue.seal("j1", 1, 2))
        finally:
            self.link.call("CONFIG", "SET", "maxmemory", 0)


class Review(OnServer):
    """What people decide, who they are, what they publish."""

    def test_a_decision_said_twice_is_one(self):
        self.queue.open("j1")
        self.assertEqual([1, 1], self.queue.decide("j1", "d1", 0, "one"))
        self.assertEqual([0, 1], self.queue.decide("j1", "d1", 0, "one"))
        self.assertEqual([1, 2], self.queue.decide("j1", "d2", 1, "two"))
        self.assertEqual([0, 1], self.queue.decide("j1", "d1", 2, "one"))
        self.assertEqual(["one", "two"], self.queue.journal("j1"))
        self.assertEqual("ENOBATCH", self.token_of(self.queue.decide, "j2", "d1", 0, "one"))

    def test_a_decision_on_an_older_journal_changes_nothing(self):
        self.queue.open("j1")
        self.queue.decide("j1", "d1", 0, "one")
        for expected in (0, 2):
            self.assertEqual([-1, 1], self.queue.decide("j1", "d2", expected, "two"))
        self.assertEqual(["one"], self.queue.journal("j1"))

    def test_a_mask_and_its_line_are_one_unit(self):
        self.queue.open("j1", "sha")
        self.queue.ingest("j1", "000000", 2, "Solène")
        self.queue.seal("j1", 1, 2)
        self.assertEqual(1, self.queue.commit("j1", self.queue.read("a")[0][0], "000000", 2, "of Solène"))
        self.queue.f("publish", [key("j1", "meta"), key("j1", "published")], "Solène", "who", "when", "", 0)
        self.assertEqual([-2, 0], self.queue.decide("j1", "d1", 0, "hidden", version=2, count=2, blob="[personne]"))
        self.assertEqual([], self.queue.journal("j1"))
        self.assertEqual([-1, 0], self.queue.decide("j1", "d1", 3, "hidden", count=2, blob="[personne]"))
        self.assertEqual("Solène".encode(), self.link.call("HGET", key("j1", "in"), "000000"))
        self.assertEqual([1, 1], self.queue.decide("j1", "d1", 0, "hidden", count=2, blob="[personne]"))
        self.assertEqual([0, 1], self.queue.decide("j1", "d1", 0, "hidden", count=2, blob="[personne]"))
        self.assertEqual((b"[personne]", b"2"), tuple(
            self.link.call("HGET", key("j1", name), "000000") for name in ("in", "iv")))
        self.assertEqual(0, self.link.call("EXISTS", key("j1", "published")))
        self.assertEqual(["sealed", "0"], [self.queue.meta("j1")[name] for name in ("state", "done")])
        self.assertEqual([], self.queue.check("j1"))

    def test_an_erasure_withdraws_the_published_page(self):
        self.queue.open("j1")
        self.queue.ingest("j1", "000000", 2, "Solène")
        self.queue.f("publish", [key("j1", "meta"), key("j1", "published")], "Solène", "who", "when", "", 0)
        self.assertEqual(1, self.queue.replace("j1", "000000", 1, 2, "erased"))
        self.assertEqual(0, self.link.call("EXISTS", key("j1", "published")))

    def test_nothing_is_kept_of_a_batch_that_is_no_more(self):
        self.assertEqual("ENOBATCH", self.token_of(self.queue.f, "lot", [key("j9", "meta"), TENANT["lots"]], "j9", "{}"))
        self.assertEqual("ENOBATCH", self.token_of(
            self.queue.f, "publish", [key("j9", "meta"), key("j9", "published")], "<p>", "who", "when", "", 1))
        self.assertEqual([], self.link.call("KEYS", "*"))

    def test_a_session_is_its_persons_and_ends(self):
        self.assertEqual(0, self.queue.session_open("s1", "Zoé"))
        self.queue.person("Zoé", "add", "agent")
        self.assertEqual(0, self.queue.person("Zoé", "add", "reader"))
        self.assertEqual(0, self.queue.person("Noé", "change", "reader"))
        self.assertEqual(1, self.queue.session_open("s1", "Zoé"))
        name, record = self.queue.session_see("s1")
        self.assertEqual(("Zoé", "agent"), (name.decode(), json.loads(record)["role"]))
        self.assertEqual([], self.queue.session_see("s2"))
        while self.queue.session_see("s1", idle=0):
            resp.select_wait()
        self.assertEqual([], self.queue.session_see("s1"))
        self.queue.session_open("s3", "Zoé")
        while self.queue.session_see("s3", life=0):
            resp.select_wait()
        self.assertEqual(0, self.link.call("HLEN", TENANT["sessions"]))

    def test_a_change_of_role_ends_sessions_but_the_one_it_comes_from(self):
        self.queue.person("Zoé", "add", "administrator")
        self.queue.person("Ana", "add", "administrator")
        for digest, name in (("s1", "Zoé"), ("s2", "Zoé"), ("s3", "Ana")):
            self.queue.session_open(digest, name)
        self.assertEqual(1, self.queue.person("Zoé", "change", "reader", kept="s2"))
        self.assertEqual([False, True, True], [self.queue.session_see(digest) != [] for digest in ("s1", "s2", "s3")])
        self.assertEqual(1, self.queue.person("Zoé", "change", "reader", disabled=True, kept="s2"))
        self.assertEqual([], self.queue.session_see("s2"))
        self.assertEqual(0, self.queue.session_open("s4", "Zoé"))

    def test_the_last_administrator_stays_one(self):
        self.queue.person("Ana", "add", "administrator")
        self.queue.person("Zoé", "add", "administrator", disabled=True)
        self.assertEqual("ECONFLICT", self.token_of(self.queue.person, "Ana", "change", "agent"))
        self.assertEqual("ECONFLICT", self.token_of(self.queue.person, "Ana", "change", "administrator", True))
        self.queue.person("Zoé", "change", "administrator")
        self.assertEqual(1, self.queue.person("Ana", "change", "agent"))


class Interleavings(OnServer):
    """What several submitters, workers and erasures do in any order keeps the law and ends with every text counted once."""

    def test_any_order(self):
        for seed in range(int(os.environ.get("SEED", 1)), int(os.environ.get("SEED", 1)) + 5):
            with self.subTest(seed=seed):
                self.link.call("FLUSHALL")
                load(self.link)
                self.walk(random.Random(seed), int(os.environ.get("STEPS", 400)))

    def walk(self, dice, steps):
        chunks = {f"{n:04}": dice.randint(1, 5) for n in range(20)}
        held, versions = {"a": [], "b": [], "c": []}, dict.fromkeys(chunks, 1)
        self.queue.open("j1", "sha")
        for _ in range(steps):
            self.step(dice, chunks, held, versions)
            self.assertEqual([], self.queue.check("j1"))
        for chunk, count in chunks.items():
            self.queue.ingest("j1", chunk, count, f"{chunk} v1") if versions[chunk] == 1 else None
        self.queue.seal("j1", len(chunks), sum(chunks.values()))
        self.drain(chunks, versions)
        meta = self.queue.meta("j1")
        self.assertEqual(("done", str(sum(chunks.values()))), (meta["state"], meta["done"]))
        out = self.link.call("HGETALL", key("j1", "out"))
        self.assertEqual({chunk: f"result of {chunk} v{versions[chunk]}" for chunk in chunks},
                         {name.decode(): value.decode() for name, value in zip(out[::2], out[1::2])})

    def step(self, dice, chunks, held, versions):
        who = dice.choice(list(held))
        act = dice.choice(["ingest", "ingest", "read", "read", "claim", "commit", "commit", "late", "fail", "promote",
                           "die", "replace", "mask", "gc"])
        if act == "ingest":
            chunk = dice.choice(list(chunks))
            if versions[chunk] == 1:
                self.queue.ingest("j1", chunk, chunks[chunk], f"{chunk} v1")
        elif act == "read":
            held[who] += self.queue.read(who)
        elif act == "claim":
            held[who] += self.queue.claim(who)
        elif act in ("commit", "late") and held[who]:
            task = held[who][0] if act == "late" else held[who].pop(0)
            self.commit(task, versions if act == "commit" or dice.random() < .5 else dict.fromkeys(chunks, 1))
        elif act == "fail" and held[who]:
            task = held[who].pop()
            self.queue.fail("j1", task[0], task[2], task[3], task[4], dice.choice([0, 1]), 0)
        elif act == "promote":
            self.queue.promote()
        elif act == "die":
            held[who] = []
        elif act == "replace":
            chunk = dice.choice(list(chunks))
            versions[chunk] += self.queue.replace("j1", chunk, versions[chunk], chunks[chunk],
                                                  f"{chunk} v{versions[chunk] + 1}") == 1
        elif act == "mask":
            chunk = dice.choice(list(chunks))
            length = self.link.call("LLEN", key("j1", "journal"))
            versions[chunk] += self.queue.decide(
                "j1", f"d{length}", length, "hidden", chunk, versions[chunk], chunks[chunk],
                f"{chunk} v{versions[chunk] + 1}")[0] == 1
        elif act == "gc" and self.link.call("EXISTS", TENANT["work"]):
            self.queue.f("gc", [TENANT["work"]], 0)

    def commit(self, task, versions):
        version = versions[task[3]]
        self.queue.commit("j1", task[0], task[3], task[4], f"result of {task[3]} v{version}", version)

    def drain(self, chunks, versions):
        for _ in range(1000):
            self.queue.promote()
            for task in self.queue.claim("z") or self.queue.read("z"):
                if task[2] == "corpus":
                    if self.queue.finish("j1", task[0], self.queue.meta("j1")["rev"]) == 1:
                        return
                else:
                    self.commit(task, versions)
        self.fail("the batch never ended")


class Killed(unittest.TestCase):
    """Decisions said to a server that dies by kill -9, said again until it answers: each is there once, in its order."""

    def test_no_decision_is_lost_or_said_twice(self):
        server = resp.Server()
        self.addCleanup(server.remove)
        link = server.link()
        load(link)
        Queue(link).open("j1")
        stop, said, dice = threading.Event(), [], random.Random(3)

        def decide():
            link = None
            for n in range(100000):
                while not stop.is_set():
                    try:
                        link = link or server.link()
                        queue = Queue(link)
                        answer = queue.decide("j1", f"d{n}", link.call("LLEN", key("j1", "journal")), f"line {n}")
                        self.assertIn(answer[0], (0, 1))  # 0: it was there, the answer was lost
                        said.append(f"line {n}")
                        break
                    except (OSError, ValueError, resp.RedisError):
                        link = None
                        resp.select_wait()

        thread = threading.Thread(target=decide)
        thread.start()
        for _ in range(5):
            before = len(said)
            deadline = time.monotonic() + 20
            while len(said) < before + dice.randint(5, 60) and time.monotonic() < deadline:
                resp.select_wait()
            server.kill()
            server.start()
        stop.set()
        thread.join()
        journal = Queue(server.link()).journal("j1")
        self.assertEqual(len(set(journal)), len(journal))
        self.assertEqual(said, journal[:len(said)])
        self.assertGreater(len(said), 20)


class CutAnywhere(unittest.TestCase):
    """A server that lost any end of its append-only file holds a state that the functions could have left."""

    def test_the_law_holds_on_every_prefix(self):
        server = resp.Server()
        self.addCleanup(server.remove)
        link = server.link()
        load(link)
        queue = Queue(link)
        queue.open("j1", "sha")
        for n in range(30):
            queue.ingest("j1", f"{n:04}", 3, "x" * 50)
            for task in queue.read("a") if n % 2 else queue.claim("b"):
                queue.commit("j1", task[0], task[3], task[4], "r" * 20)
            if n % 7 == 3:
                queue.replace("j1", f"{n - 1:04}", 1, 3, "erased")
        link.close()
        server.kill()
        whole = server.log().read_bytes()
        start = whole.index(b"cahier1_open") if b"cahier1_open" in whole else whole.index(b"HSET")
        dice = random.Random(7)
        for cut in sorted(dice.sample(range(start, len(whole)), 40)):
            with self.subTest(cut=cut):
                server.log().write_bytes(whole[:cut])
                server.start()
                link = server.link()
                load(link)
                if link.call("EXISTS", key("j1", "meta")):
                    self.assertEqual([], Queue(link).check("j1"))
                link.close()
                server.kill()


if __name__ == "__main__":
    unittest.main()
