# SPDX-License-Identifier: Apache-2.0
"""What the queue costs, on a redis-server of its own (unix socket, append-only file, appendfsync everysec).

Runs of one and of two workers (--jobs 1) are interleaved; least of N is kept. Processor seconds are those of the kernel for each
process, to the nanosecond where it counts them (/proc/PID/schedstat); on a machine with other work believe them, not the clock.
  submit    contributions a second from the batch's opening to its seal, on the server's clock: redaction, encoding, sending; and
            processor seconds of the whole command, reading of the file included. `server`: those of redis-server meanwhile
  memory    used_memory of Redis above what it was, once all is sent and nothing done; over the bytes of the payloads. `after`:
            what is left of it above the start when the batch is erased
  protocol  processor seconds of the worker itself (it talks) and of redis-server, over those of its child (it analyses), while
            chunks are done; each the least of N
  chunks    a second, one worker, on the server's clock; `empty` is what the server gives when nobody analyses: the chunks are read
            and committed as they are, by a loop of this script
  two       seconds of one worker over those of two, chunks only; and, for a busy machine, the most that processor seconds
            allow: 2 x those of one over those of two
  corpus    seconds and processor seconds from the last chunk to the report, workbook included
"""
import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "queue"))

import resp  # noqa: E402 (after the path)
import tenant  # noqa: E402

LOOK = .05  # seconds: looking costs the server something too
LAST, LOOK_LAST = 8, .002  # chunks: what follows the last is not theirs
TICK = os.sysconf("SC_CLK_TCK")


def seconds(pid):
    """Processor seconds of a process, its children not counted."""
    threads = [path.read_text().split() for path in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat")]
    if threads:
        return sum(int(fields[0]) for fields in threads) / 1e9
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


class Bench:
    def __init__(self, options, more):
        self.options, self.more = options, more
        self.server = resp.Server("--appendfsync", "everysec")
        self.link = self.server.link()
        self.link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_text())
        self.queue = ["--redis", f"unix://{self.server.socket}", "--tenant", "t1", "--quiet"]

    def close(self):
        self.link.close()
        self.server.remove()

    def memory(self):
        return int(self.link.call("INFO", "memory").split(b"used_memory:")[1].split(b"\r")[0])

    def meta(self, batch):
        return {name: int(value) if value.isdigit() else value for name, value in tenant.meta(self.link, batch).items()}

    def submit(self):
        """The batch, and what it took."""
        before, server = self.memory(), seconds(self.server.process.pid)
        command = [self.options.cahier, "submit", self.options.file, *self.queue, *self.more]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        batch = process.stdout.read().strip()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            sys.exit(f"bench: submit ended with {process.returncode}")
        meta = self.meta(batch)
        return batch, {"docs": meta["docs"], "bytes": meta["bytes"], "chunks": meta["chunks"],
                       "sealed": (meta["sealed"] - meta["created"]) / 1000, "CPU": used.ru_utime + used.ru_stime,
                       "server": seconds(self.server.process.pid) - server,
                       "held": self.memory() - before, "before": before}

    def start(self):
        """A worker that has read its word lists and asked for work, stopped until there is some."""
        process = subprocess.Popen([self.options.cahier, "worker", "--jobs", "1", *self.queue])
        while not any(f":{process.pid}:".encode() in fields[1] for fields in
                      self.link.call("XINFO", "CONSUMERS", tenant.key("work"), "w")):
            resp.select_wait()
        process.send_signal(signal.SIGSTOP)
        return process

    def work(self, count):
        """The chunks by `count` workers, then the report."""
        workers = [self.start() for _ in range(count)]
        batch, figures = self.submit()
        server = seconds(self.server.process.pid)
        talk, analysis = -sum(seconds(worker.pid) for worker in workers), 0.0
        began = time.perf_counter()
        for worker in workers:
            worker.send_signal(signal.SIGCONT)
        self.wait_for_chunks(batch, figures["chunks"])
        figures["chunk seconds"] = time.perf_counter() - began
        figures["talk server"] = seconds(self.server.process.pid) - server
        for worker in workers:
            talk += seconds(worker.pid)
            analysis += sum(seconds(child) for child in children(worker.pid))
        figures["talk"], figures["analysis"] = talk, analysis
        while self.meta(batch)["state"] != "done":
            time.sleep(LOOK)
        meta = self.meta(batch)
        figures["corpus seconds"] = time.perf_counter() - began - figures["chunk seconds"]
        figures["corpus CPU"] = self.run_of(batch)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            worker.wait()
        subprocess.run([self.options.cahier, "forget", "--batch", batch, *self.queue[:-1]], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        figures["after"] = self.memory() - figures["before"]
        assert meta["done"] == meta["docs"]
        return figures

    def wait_for_chunks(self, batch, chunks):
        left = chunks
        while left > 0:
            time.sleep(LOOK if left > LAST else LOOK_LAST)
            left = chunks - int(self.link.call("HGET", tenant.key("meta", batch), "donec"))

    def run_of(self, batch):
        """Processor seconds that the report says it took."""
        return json.loads(tenant.report(self.link, batch)["run.json"])["cpu_ms"] / 1000

    def empty(self):
        """Chunks a second that are read and committed by one connection that does nothing with them."""
        batch, figures = self.submit()
        keys = [tenant.key(name, batch) for name in ("meta", "iv", "out")] + [tenant.key("work")]
        began = time.perf_counter()
        for _ in range(figures["chunks"]):
            answer = self.link.call("XREADGROUP", "GROUP", "w", "bench", "COUNT", 1, "STREAMS", tenant.key("work"), ">")
            entry, fields = answer[0][1][0]
            payload, version = self.link.call("HGET", keys[1].replace(":iv", ":in"), fields[5]), b"1"
            self.link.call("FCALL", "cahier1_commit", len(keys), *keys, batch, entry, fields[5], fields[7], version, 0, payload)
        rate = figures["chunks"] / (time.perf_counter() - began)
        subprocess.run([self.options.cahier, "forget", "--batch", batch, *self.queue[:-1]], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)
        return rate


def least(runs, name):
    return min(run[name] for run in runs)


def show(one, two, empty):
    docs, chunks = one[0]["docs"], one[0]["chunks"]
    payload = one[0]["bytes"] / docs
    sealed, held = least(one + two, "sealed"), least(one + two, "held") / docs
    print(f"{docs} contributions in {chunks} chunks, {payload:.0f} bytes each once encoded")
    print(f"submit    {docs / sealed:9.0f} contributions/s   CPU {least(one + two, 'CPU'):.2f} s   server {least(one + two, 'server'):.2f} s")
    print(f"memory    {held:9.0f} bytes each   {held / payload:.2f} x the payload   after {max(run['after'] for run in one + two) / 1e6:.2f} MB")
    talk, server, analysis = (least(one, name) for name in ("talk", "talk server", "analysis"))
    print(f"protocol  {100 * talk / analysis:9.2f} % worker   {100 * server / analysis:.1f} % server   "
          f"analysis {analysis:.2f} s, {1e6 * analysis / docs:.0f} µs each")
    print(f"chunks    {chunks / least(one, 'chunk seconds'):9.1f} /s   empty {empty:.0f} /s")
    cpu = [least(runs, "talk") + least(runs, "analysis") for runs in (one, two)]
    print(f"two       {least(one, 'chunk seconds') / least(two, 'chunk seconds'):9.2f} x by the clock   {2 * cpu[0] / cpu[1]:.2f} x by processor seconds")
    print(f"corpus    {least(one, 'corpus seconds'):9.1f} s   CPU {least(one, 'corpus CPU'):.1f} s   "
          f"{least(one, 'corpus CPU') * 100_000 / docs:.1f} s for 100,000")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cahier", type=pathlib.Path,
                        default=os.environ.get("CAHIER", ROOT / "build" / "release" / "workers" / "cahier"))
    options, more = parser.parse_known_args()
    if not resp.available():
        sys.exit("redis-server is not installed")
    bench = Bench(options, more)
    try:
        empty = bench.empty()
        one, two = [], []
        for _ in range(options.runs):
            one.append(bench.work(1))
            two.append(bench.work(2))
        show(one, two, empty)
    finally:
        bench.close()


if __name__ == "__main__":
    main()
