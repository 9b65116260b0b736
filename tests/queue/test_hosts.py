# SPDX-License-Identifier: Apache-2.0
"""Redis on bad hosts: a clock that jumps, a full disk, a slow one, a cluster that moves the tenant elsewhere while workers work.
Whatever the host does, the report is that of one process."""
import os
import pathlib
import struct
import subprocess
import sys
import unittest

import resp
import tenant

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

import test_workers as workers  # after: it leaves too when there is no server

LIBRARY = os.environ["CAHIER_BAD_HOST"]
HOUR = 3600


class BadHost(workers.Temporary):
    def serve_badly(self, *options):
        """With the library before libc; the host is well until `say`."""
        self.faults_file = self.here / "host"
        self.say()
        environment = dict(os.environ, LD_PRELOAD=LIBRARY, CAHIER_BAD_HOST=str(self.faults_file))
        self.serve(*options, environment=environment)

    def say(self, ahead_s=0, full=0, sync_ms=0):
        with open(self.faults_file, "r+b" if self.faults_file.exists() else "w+b") as file:
            file.write(struct.pack("=qqq", ahead_s, full, sync_ms))

    def more_chunks(self, batch, more=1):
        done = int(self.meta(batch)["donec"])
        self.until(lambda: int(self.meta(batch)["donec"]) >= done + more or self.is_done(batch), "more chunks done", batch)

    def time(self):
        return int(self.link.call("TIME")[0])


class Clock(BadHost):
    def test_an_hour_ahead_and_back(self):
        self.serve_badly()
        batch = self.submit(self.corpus)
        before = self.time()
        self.start()
        self.start()
        for ahead in (HOUR, -HOUR, 0):
            self.more_chunks(batch)
            self.say(ahead_s=ahead)
            self.assertAlmostEqual(before + ahead, self.time(), delta=workers.WAIT)
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)

    def test_a_jump_ahead_takes_the_lease_of_who_is_working(self):
        """An execution more, an effect once."""
        self.serve_badly()
        batch = self.submit(self.corpus)
        self.start()
        self.start()
        for n in range(1, 6):
            self.more_chunks(batch)
            self.say(ahead_s=n * HOUR)
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)

    def test_a_jump_back_makes_who_takes_over_wait_as_long(self):
        """Late, not lost: what a dead worker held is idle since a moment that has not come yet."""
        back = 4
        self.serve_badly()
        batch = self.submit(self.corpus)
        self.start()
        self.until(lambda: self.holders(), "a worker with a task", batch)
        for process in list(self.workers.values()):
            process.send_signal(workers.signal.SIGSTOP)
        held = self.holders()
        for process in list(self.workers.values()):
            self.end(process)
        self.say(ahead_s=-back)
        jumped = workers.time.monotonic()
        self.start()
        self.until(lambda: self.is_done(batch), "done", batch)
        if held:
            self.assertGreater(workers.time.monotonic() - jumped, back)
        self.same(batch, self.corpus)

    def test_a_server_that_is_frozen_past_the_lease(self):
        self.serve_badly()
        batch = self.submit(self.corpus)
        self.start()
        self.start()
        self.more_chunks(batch)
        self.server.process.send_signal(workers.signal.SIGSTOP)
        frozen = workers.time.monotonic()
        while workers.time.monotonic() < frozen + 2 * workers.LEASE / 1000:
            resp.select_wait()
        self.server.process.send_signal(workers.signal.SIGCONT)
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)


class Disk(BadHost):
    def is_refusing(self):
        try:
            self.link.call("SET", "cahier:{t2}:probe", "1")
            return False
        except resp.RedisError as error:
            self.assertEqual("MISCONF", error.token)
            return True

    def test_a_full_disk_is_waited_for(self):
        self.serve_badly("--appendfsync", "everysec")
        batch = self.submit(self.corpus)
        processes = [self.start(), self.start()]
        self.more_chunks(batch)
        self.say(full=1)
        self.until(self.is_refusing, "writes refused", batch)
        done = self.meta(batch)["donec"]
        asked = subprocess.Popen([workers.PROGRAM, "submit", str(tenant.DATA / "hameau.csv"), "--redis", self.url, "--tenant", "t1",
                                  "--quiet"], stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (asked.poll() is None and asked.kill(), asked.communicate()))
        until = workers.time.monotonic() + 2 * workers.LEASE / 1000
        while workers.time.monotonic() < until:
            self.check(batch)
            resp.select_wait()
        self.assertEqual(done, self.meta(batch)["donec"])
        self.assertIsNone(asked.poll())
        self.say()
        self.until(lambda: self.is_done(batch), "done", batch)
        other = asked.communicate(timeout=workers.WAIT)[0].strip()
        self.assertEqual(0, asked.returncode)
        self.until(lambda: self.is_done(other), "the other done", other)
        self.same(batch, self.corpus)
        self.assertTrue(all(process.poll() is None for process in processes))

    def test_a_full_disk_ends_a_server_that_always_writes(self):
        """Redis leaves rather than say that it wrote; nothing that it said is lost."""
        self.serve_badly("--appendfsync", "always")
        batch = self.submit(self.corpus)
        self.start()
        self.start()
        self.more_chunks(batch)
        self.say(full=1)
        self.server.process.wait(timeout=workers.WAIT)
        self.say()
        self.link.close()
        self.server.start()
        self.link = self.server.link()
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)

    def test_a_slow_disk_slows(self):
        for fsync in ("always", "everysec"):
            with self.subTest(appendfsync=fsync):
                self.serve_badly("--appendfsync", fsync)
                batch = self.submit(self.corpus)
                self.start()
                self.more_chunks(batch)
                self.say(sync_ms=1500)
                self.more_chunks(batch)
                self.say()
                self.until(lambda: self.is_done(batch), "done", batch)
                self.same(batch, self.corpus)


class Resharding(workers.Temporary):
    def test_the_tenant_moves_to_another_node_while_workers_work(self):
        ports = resp.free_ports(2)
        nodes = [resp.Server("--port", port, "--cluster-enabled", "yes", "--bind", "127.0.0.1") for port in ports]
        links = [node.link() for node in nodes]
        for node, link in zip(nodes, links):
            self.addCleanup(node.remove)
            self.addCleanup(link.close)
        slot = links[0].call("CLUSTER", "KEYSLOT", tenant.key("work"))
        links[0].call("CLUSTER", "ADDSLOTSRANGE", 0, 16383)
        links[0].call("CLUSTER", "MEET", "127.0.0.1", ports[1])
        self.until(lambda: all(b"cluster_state:ok" in link.call("CLUSTER", "INFO") and
                               b"cluster_known_nodes:2" in link.call("CLUSTER", "INFO") for link in links), "a cluster")
        names = [link.call("CLUSTER", "MYID") for link in links]
        for link in links:
            link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_text())
        self.link, self.url = links[0], f"redis://127.0.0.1:{ports[0]}"
        batch = self.submit(self.corpus)
        processes = [self.start(), self.start()]
        self.until(lambda: int(self.meta(batch)["donec"]) > 0, "a chunk done", batch)
        self.move(slot, links, names, ports)
        self.link = links[1]
        self.until(lambda: self.is_done(batch), "done", batch)
        self.same(batch, self.corpus)
        self.assertTrue(all(process.poll() is None for process in processes))
        self.submit(tenant.DATA / "hameau.csv")

    def move(self, slot, links, names, ports):
        """Key by key, as redis-cli --cluster reshard does; meanwhile calls that need both halves are told to try again."""
        links[1].call("CLUSTER", "SETSLOT", slot, "IMPORTING", names[0])
        links[0].call("CLUSTER", "SETSLOT", slot, "MIGRATING", names[1])
        for _ in range(100):
            keys = links[0].call("CLUSTER", "GETKEYSINSLOT", slot, 100)
            if not keys:
                break
            for key in keys:
                links[0].call("MIGRATE", "127.0.0.1", ports[1], key, 0, 20000)
        for link in reversed(links):
            link.call("CLUSTER", "SETSLOT", slot, "NODE", names[1])


if __name__ == "__main__":
    unittest.main()
