# SPDX-License-Identifier: Apache-2.0
"""A bad network before a server's unix socket: relays bytes, cuts each connection at a random byte, and swallows all that some
say for a while, to reset them then."""
import os
import selectors
import socket
import threading
import time

ROOM = 65536


class Connection:
    def __init__(self, client, server, lives_for):
        self.ends = {client: server, server: client}
        self.left = lives_for
        self.swallowed_until = None


class Proxy:
    """Its thread ends with close(); `cut` and `swallowed` count what it did."""

    def __init__(self, path, target, dice, mean_bytes, swallows=.15):
        self.path, self.target, self.dice = str(path), str(target), dice
        self.mean_bytes, self.swallows = mean_bytes, swallows
        self.cut = self.swallowed = 0
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(self.path)
        self.listening.listen(64)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listening, selectors.EVENT_READ)
        self.awake, self.wake = os.pipe()
        self.selector.register(self.awake, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self.run)
        self.thread.start()

    def close(self):
        os.write(self.wake, b"x")
        self.thread.join()
        for registered in list(self.selector.get_map().values()):
            if registered.fileobj is not self.awake:
                registered.fileobj.close()
        self.selector.close()
        os.close(self.awake)
        os.close(self.wake)

    def run(self):
        while True:
            for chosen, _ in self.selector.select():
                if chosen.fileobj is self.awake:
                    return
                if chosen.fileobj is self.listening:
                    self.accept()
                elif chosen.fileobj.fileno() >= 0:
                    self.relay(chosen.fileobj, chosen.data)

    def accept(self):
        client, _ = self.listening.accept()
        server = socket.socket(socket.AF_UNIX)
        try:
            server.connect(self.target)
        except OSError:
            client.close()
            server.close()
            return
        connection = Connection(client, server, int(self.dice.expovariate(1 / self.mean_bytes)))
        if self.dice.random() < self.swallows:
            connection.swallowed_until = time.monotonic() + self.dice.uniform(.5, 3)
            self.swallowed += 1
        for end in connection.ends:
            end.settimeout(20)
            self.selector.register(end, selectors.EVENT_READ, connection)

    def end(self, connection):
        for end in connection.ends:
            self.selector.unregister(end)
            end.close()

    def relay(self, source, connection):
        try:
            data = source.recv(ROOM)
            allowed = data[:connection.left]
            if connection.swallowed_until is None:
                connection.left -= len(allowed)
                connection.ends[source].sendall(allowed)
            elif time.monotonic() > connection.swallowed_until:
                data = b""
        except OSError:
            data = b""
        if not data:
            self.end(connection)
        elif connection.left == 0:
            self.cut += 1
            self.end(connection)
