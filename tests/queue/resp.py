# SPDX-License-Identifier: Apache-2.0
"""A private redis-server in a temporary folder, and its protocol spoken over a unix socket: no client library needed."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ.get("REDIS_SERVER", "redis-server")  # another version, or Valkey
ROOT = pathlib.Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "workers" / "queue" / "functions.lua"


class RedisError(Exception):
    """An error reply; `token` is its whole first word."""

    def __init__(self, message):
        super().__init__(message)
        self.token = message.split(" ", 1)[0]


class Link:
    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise
        self.file = self.socket.makefile("rb")

    def close(self):
        self.file.close()
        self.socket.close()

    def call(self, *words):
        parts = [word if isinstance(word, bytes) else str(word).encode() for word in words]
        self.socket.sendall(b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%s\r\n" % (len(part), part) for part in parts))
        return self.read()

    def read(self):
        line = self.file.readline()
        if not line:
            raise ConnectionError("the server is gone")
        kind, rest = line[:1], line[1:-2]
        if kind == b"+":
            return rest
        if kind == b"-":
            raise RedisError(rest.decode())
        if kind == b":":
            return int(rest)
        if kind == b"$":
            length = int(rest)
            return None if length < 0 else self.file.read(length + 2)[:-2]
        if kind == b"*":
            count = int(rest)
            return None if count < 0 else [self.read() for _ in range(count)]
        raise ValueError(line)


class Server:
    """Its append-only file survives kill(); start() again reads it."""

    def __init__(self, *options, environment=None):
        self.environment = environment
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cahier-redis-"))
        self.socket = self.folder / "redis.sock"
        self.options = ["--port", "0", "--unixsocket", self.socket, "--dir", self.folder, "--appendonly", "yes",
                        "--appendfsync", "always", "--save", "", "--auto-aof-rewrite-percentage", "0",
                        "--maxmemory-policy", "noeviction", *options]
        self.process = None
        self.start()

    def start(self):
        self.socket.unlink(missing_ok=True)
        self.process = subprocess.Popen([PROGRAM, *map(str, self.options)], stdout=subprocess.DEVNULL,
                                        env=self.environment)
        deadline = time.monotonic() + 20
        while True:
            try:
                link = Link(self.socket)
                try:
                    link.call("PING")
                finally:
                    link.close()
                return
            except (OSError, RedisError):
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise
                select_wait()

    def link(self):
        return Link(self.socket)

    def add_roles(self, folder, *tenants):
        """As scripts/redis-acl makes them; their passwords are in the folder."""
        link = self.link()
        for tenant in tenants:
            made = subprocess.run([sys.executable, ROOT / "scripts" / "redis-acl", tenant, folder], capture_output=True,
                                  text=True, check=True)
            for line in made.stdout.splitlines():
                link.call("ACL", "SETUSER", *line.split()[1:])
        link.close()

    def url_of(self, role, folder, tenant="t1"):
        """For --redis, after add_roles."""
        return f"unix://{self.socket}?user={tenant}-{role}&password-file={folder}/{tenant}-{role}.password"

    def kill(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def remove(self):
        if self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder)

    def log(self):
        """The increments of the append-only file."""
        return next((self.folder / "appendonlydir").glob("*.incr.aof"))


def select_wait():
    """Between two looks at something that has a deadline."""
    time.sleep(0.01)


def until(what, condition, wait=60):
    """What the condition gives once it is true; `wait` seconds at most."""
    deadline = time.monotonic() + wait
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError("not in time: " + what)
        select_wait()


def available(program=PROGRAM):
    return shutil.which(program) is not None


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
