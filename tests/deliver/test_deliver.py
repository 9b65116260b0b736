# SPDX-License-Identifier: Apache-2.0
"""`cahier deliver` against receivers that refuse, hang, hang up, answer late, or die with the answer: nothing is lost, the same event
always has the same id and the same bytes, and twice happens only where the answer was lost. Pauses are a few milliseconds, asked
for by options; nothing here waits but for a deadline."""
import base64
import email
import email.header
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "queue"))
import resp  # noqa: E402
from resp import until  # noqa: E402

if not resp.available():
    print("redis-server is not installed")
    sys.exit(77)

PROGRAM = os.environ["CAHIER"]
SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
WAIT = 60


class Receiver:
    """Answers each request as the next of `plan` says, then 200: a status, "hang up", "hang" or "answer and die"."""

    def __init__(self, plan=()):
        self.plan, self.heard, self.released = list(plan), [], threading.Event()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                step = outer.plan.pop(0) if outer.plan else 200
                outer.heard.append((step, dict(self.headers), body))
                if step == "hang up":
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                if step == "hang":
                    outer.released.wait(WAIT)
                    step = 200
                self.send_response(step)
                if step == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # whom we kill does not read our answer
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def url(self):
        return f"http://127.0.0.1:{self.port}/hook"

    def close(self):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


class Postmaster(socketserver.ThreadingTCPServer):
    """Enough of SMTP to take a mail; refuses the addresses that hold "nobody"."""
    allow_reuse_address = daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line):
            self.wfile.write(line.encode() + b"\r\n")

        def handle(self):
            self.say("220 stub")
            to = []
            for line in iter(self.rfile.readline, b""):
                word = line.decode().strip()
                verb = word.upper()
                if verb.startswith("RCPT"):
                    to.append(word)
                    self.say("550 nobody" if "nobody" in word else "250 ok")
                elif verb == "DATA":
                    self.say("354 go on")
                    text = b""
                    for part in iter(self.rfile.readline, b".\r\n"):
                        text += part
                    if self.server.broken:
                        self.server.broken -= 1
                        self.say("451 later")
                    else:
                        self.server.taken.append((to, text))
                        self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.taken, self.broken = [], 0
        self.handle_error = lambda *_: None  # whom we kill hangs up
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class Delivering(unittest.TestCase):
    def setUp(self):
        self.redis = resp.Server()
        self.addCleanup(self.redis.remove)
        self.link = self.redis.link()
        self.addCleanup(self.link.close)
        self.link.call("FUNCTION", "LOAD", "REPLACE", resp.LIBRARY.read_bytes())
        self.children = []
        self.addCleanup(self.end)

    def end(self):
        for child in self.children:
            if child.poll() is None:
                child.kill()
            child.communicate()

    def key(self, name):
        return f"cahier:{{t1}}:{name}"

    def set(self, **settings):
        for name, value in settings.items():
            self.link.call("HSET", self.key("settings"), name.replace("_", "-"), value)

    def receiver(self, plan=()):
        receiver = Receiver(plan)
        self.addCleanup(receiver.close)
        self.set(webhook=receiver.url(), webhook_secret=SECRET)
        return receiver

    def tell(self, name, channels=2**32 - 1):
        record = {"channels": channels, "kind": "lot.pret", "title": "Un lot « été » est prêt.", "summary": "", "path": "/lots/x",
                  "facts": {"lot": name}}
        keys = [self.key(end) for end in ("events:told", "events", "events:due:route")]
        return self.link.call("FCALL", "cahier1_event_tell", 3, *keys, name, json.dumps(record))

    def start(self, *options, inside=True, redis=None, **environment):
        words = [PROGRAM, "deliver", "--redis", redis or f"unix://{self.redis.socket}", "--tenant", "t1", "--first-delay", "5", "--most-delay", "50",
                 *(["--private-receivers"] if inside else []), *options]
        child = subprocess.Popen(words, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment})
        self.children.append(child)
        return child

    def once(self, *options, **more):
        child = self.start("--once", *options, **more)
        self.assertEqual((0, ""), (child.wait(WAIT), child.stderr.read()))

    def fact(self, channel, name):
        return (self.link.call("HGET", self.key("events:at:" + channel), name) or b"").decode()

    def waiting(self, channel):
        return self.link.call("ZCARD", self.key("events:due:" + channel))


class Webhooks(Delivering):
    def test_an_event_is_posted_once_signed_and_under_its_id(self):
        receiver = self.receiver()
        self.assertEqual((1, 0), (self.tell("lot-a-0"), self.tell("lot-a-0")))
        self.once("--public-url", "https://cahier.exemple.fr")
        self.once()
        self.assertEqual(1, len(receiver.heard))
        _, headers, body = receiver.heard[0]
        said = json.loads(body)
        self.assertEqual(("lot-a-0", "lot.pret", "t1", {"lot": "lot-a-0"}, "https://cahier.exemple.fr/t1/lots/x"),
                         tuple(said[name] for name in ("id", "type", "tenant", "data", "url")))
        self.assertEqual(("lot-a-0", "lot-a-0"), (headers["Idempotency-Key"], headers["webhook-id"]))
        self.assertLess(abs(time.time() - int(headers["webhook-timestamp"])), WAIT)
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        right = base64.b64encode(hmac.new(b"k" * 32, signed, hashlib.sha256).digest()).decode()
        self.assertEqual("v1," + right, headers["webhook-signature"])
        self.assertEqual(("1", "lot-a-0", ""), tuple(self.fact("webhook", name) for name in ("sent", "sent_id", "error")))

    def test_what_fails_in_any_way_comes_again_until_it_is_taken(self):
        receiver = self.receiver([500, "hang up", 302, 404, 429, 503])
        for n in range(3):
            self.tell(f"e-{n}")
        self.start()
        until("all taken", lambda: self.fact("webhook", "sent") == "3")
        taken = [json.loads(body)["id"] for step, _, body in receiver.heard if step == 200]
        self.assertEqual(["e-0", "e-1", "e-2"], sorted(taken))
        bodies = {}
        for _, headers, body in receiver.heard:
            bodies.setdefault(headers["webhook-id"], set()).add(body)
        self.assertEqual([1, 1, 1], [len(same) for same in bodies.values()])
        self.assertEqual(9, len(receiver.heard))

    def test_a_receiver_that_is_down_gets_all_of_it_later(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.set(webhook=f"http://127.0.0.1:{free.getsockname()[1]}/", webhook_secret=SECRET)
        for n in range(5):
            self.tell(f"e-{n}")
        self.start()
        until("an error", lambda: "connexion" in self.fact("webhook", "error"))
        self.assertEqual(5, self.waiting("webhook") + self.waiting("route"))
        receiver = self.receiver()
        until("all taken", lambda: self.fact("webhook", "sent") == "5")
        self.assertEqual(5, len({headers["webhook-id"] for _, headers, _ in receiver.heard}))
        self.assertEqual("", self.fact("webhook", "error"))

    def test_killed_between_sending_and_saying_so_it_is_sent_again_under_the_same_id(self):
        receiver = self.receiver(["hang"])
        self.tell("e-1")
        child = self.start("--lease", "50")
        until("heard", lambda: receiver.heard)
        child.kill()  # the receiver has it, nobody knows
        child.wait()
        self.assertEqual(1, self.waiting("webhook"))
        receiver.released.set()
        self.start("--lease", "50")
        until("taken", lambda: self.fact("webhook", "sent") == "1")
        self.assertEqual([("e-1", receiver.heard[0][2])] * 2, [(headers["Idempotency-Key"], body) for _, headers, body in receiver.heard])

    def test_killed_at_any_moment_nothing_is_lost(self):
        receiver = self.receiver()
        for n in range(40):
            self.tell(f"e-{n}")
        for n in range(6):
            before = len(receiver.heard)
            child = self.start("--lease", "30")
            until("moved", lambda: len(receiver.heard) > before or self.fact("webhook", "sent") == "40")
            child.kill()
            child.wait()
        self.start("--lease", "30")
        until("all taken", lambda: self.fact("webhook", "sent") == "40")
        counts = [headers["webhook-id"] for _, headers, _ in receiver.heard]
        self.assertEqual(40, len(set(counts)))
        self.assertLessEqual(len(counts), 46)  # a kill, at most one twice

    def test_two_deliverers_send_once(self):
        receiver = self.receiver()
        self.start()
        self.start()
        for n in range(60):
            self.tell(f"e-{n}")
        until("all taken", lambda: self.fact("webhook", "sent") == "60")
        self.assertEqual(60, len(receiver.heard))

    def test_redis_killed_meanwhile_is_waited_for(self):
        receiver = self.receiver()
        child = self.start()
        self.tell("e-1")
        until("taken", lambda: self.fact("webhook", "sent") == "1")
        self.redis.kill()
        self.redis.start()
        self.link = self.redis.link()
        self.addCleanup(self.link.close)
        self.tell("e-2")
        until("taken", lambda: self.fact("webhook", "sent") == "2")
        self.assertEqual(2, len(receiver.heard))
        child.send_signal(signal.SIGTERM)
        self.assertEqual(0, child.wait(WAIT))

    def test_private_addresses_need_the_operators_leave(self):
        receiver = self.receiver()
        for number, url in enumerate((receiver.url(), f"http://localhost:{receiver.port}/", f"http://[::ffff:127.0.0.1]:{receiver.port}/",
                                      f"http://2130706433:{receiver.port}/")):
            self.set(webhook=url)
            self.tell(f"private-{number}")
            self.once(inside=False)
            self.assertIn("--private-receivers", self.fact("webhook", "error"), url)
        self.assertEqual([], receiver.heard)

    def test_other_schemes_go_nowhere(self):
        for number, url in enumerate(("file:///etc/passwd", "gopher://127.0.0.1/", "ftp://127.0.0.1/", "dict://127.0.0.1/x", "http://", "x")):
            self.set(webhook=url, webhook_secret=SECRET)
            self.tell(f"scheme-{number}")
            self.once()
            self.assertTrue(self.fact("webhook", "error"), url)
            self.assertEqual("", self.fact("webhook", "sent"))

    def test_an_unverified_certificate_is_refused(self):
        self.set(webhook="https://127.0.0.1:%d/" % self.receiver().port, webhook_secret=SECRET)
        self.tell("e-1")
        self.once()
        self.assertIn("chiffrée", self.fact("webhook", "error"))

    def test_an_address_taken_away_is_told_no_more(self):
        receiver = self.receiver([500] * 1000)
        self.tell("e-1")
        self.once()
        self.assertEqual(1, self.waiting("webhook"))
        heard = len(receiver.heard)
        self.set(webhook="")
        until("dropped", lambda: self.once() or self.waiting("webhook") == 0)
        self.assertEqual(heard, len(receiver.heard))

    def test_only_the_channels_that_it_names_are_told(self):
        receiver = self.receiver()
        self.set(mail="ana@ville.fr")
        self.tell("e-1", channels=4)
        self.once()
        self.assertEqual([], receiver.heard)


class Others(Delivering):
    def post(self):
        postmaster = Postmaster()
        self.addCleanup(postmaster.server_close)
        self.addCleanup(postmaster.shutdown)
        return postmaster, ("--smtp", f"smtp://127.0.0.1:{postmaster.server_address[1]}", "--mail-from", "cahier@ville.fr")

    def test_a_mail_reaches_all_addresses_in_french(self):
        postmaster, options = self.post()
        self.set(mail="ana@ville.fr, bob@ville.fr")
        self.tell("e-1")
        self.once(*options, "--public-url", "https://x.fr", inside=False)
        (to, text), = postmaster.taken
        message = email.message_from_bytes(text)
        self.assertEqual(["RCPT TO:<ana@ville.fr>", "RCPT TO:<bob@ville.fr>"], [line.split(" SIZE")[0] for line in to])
        self.assertEqual("Un lot « été » est prêt.", str(email.header.make_header(email.header.decode_header(message["Subject"]))))
        self.assertEqual("<e-1.t1@ville.fr>", message["Message-ID"])
        self.assertIn("https://x.fr/t1/lots/x", message.get_payload(decode=True).decode())

    def test_a_server_that_refuses_gets_it_later(self):
        postmaster, options = self.post()
        postmaster.broken = 2
        self.set(mail="ana@ville.fr")
        self.tell("e-1")
        self.start(*options)
        until("taken", lambda: self.fact("mail", "sent") == "1")
        self.assertEqual(1, len(postmaster.taken))
        self.set(mail="nobody@ville.fr")
        self.tell("e-2")
        until("an error", lambda: "550" in self.fact("mail", "error"))
        self.assertEqual(1, len(postmaster.taken))

    def test_mails_of_a_day_are_one(self):
        postmaster, options = self.post()
        self.set(mail="ana@ville.fr", mail_daily="1")
        for n in range(3):
            self.tell(f"e-{n}")
        self.once(*options)
        self.assertEqual(([], 3), (postmaster.taken, self.waiting("mail")))
        for n in range(3):  # it is eight
            self.link.call("ZADD", self.key("events:due:mail"), 0, f"e-{n}")
        self.once(*options)
        (_, text), = postmaster.taken
        body = email.message_from_bytes(text).get_payload(decode=True).decode()
        self.assertEqual((3, 0, "3"), (body.count("Un lot"), self.waiting("mail"), self.fact("mail", "sent")))

    def test_a_slow_webhook_keeps_no_mail_waiting(self):
        self.receiver(["hang"])
        postmaster, options = self.post()
        self.set(mail="ana@ville.fr")
        self.tell("e-1")
        self.start(*options)
        until("mail", lambda: postmaster.taken)

    def test_lines_of_a_file_are_written_once(self):
        for n in range(3):
            self.tell(f"e-{n}")
        self.once("--events-folder", self.redis.folder)
        file = self.redis.folder / "t1.jsonl"
        self.link.call("ZADD", self.key("events:due:file"), 0, "e-1")  # as if killed before it said so
        self.once("--events-folder", self.redis.folder)
        self.assertEqual(["e-0", "e-1", "e-2"], [json.loads(line)["id"] for line in file.read_text(encoding="utf-8").splitlines()])

    def test_alerts_of_the_watch_are_told_once(self):
        alert = {"kind": "term", "what": "compteur", "since": "2026-03-10", "persons": 17, "expected": 2.5, "contributions": ["m-42"],
                 "sentences": [{"id": "m-42", "text": "Le compteur de ma rue"}]}
        for number in (1, 2):
            self.link.call("HSET", self.key("alerts"), number, json.dumps(alert))
            self.link.call("RPUSH", self.key("outbox"), number)
        followed = [{"sequence": 2, "phase": "more", "persons": 40}, {"sequence": 3, "phase": "over", "persons": 50, "end": "faded"}]
        self.link.call("HSET", self.key("alerts:last"), 1, json.dumps({"persons": 50, "followed": followed}))
        self.link.call("RPUSH", self.key("outbox"), "1-2", "1-3")
        receiver = self.receiver()
        self.once()
        self.once()
        told = [json.loads(body) for _, _, body in receiver.heard]
        self.assertEqual([("alerte-1", "alerte.nouvelle", 1, 17), ("alerte-1-2", "alerte.suite", 1, 40), ("alerte-1-3", "alerte.fin", 1, 50),
                          ("alerte-2", "alerte.nouvelle", 2, 17)],
                         sorted((one["id"], one["type"], one["data"]["alerte"], one["data"]["persons"]) for one in told))
        self.assertNotIn(b"m-42", receiver.heard[0][2])
        self.assertNotIn(b"rue", receiver.heard[0][2])
        self.link.call("HDEL", self.key("events:at:route"), "alerts")  # as if killed before it said how far it was
        self.once()
        self.assertEqual(4, len(receiver.heard))

    def test_the_role_of_serve_suffices(self):
        folder = self.redis.folder / "roles"
        self.redis.add_roles(folder, "t1")
        receiver = self.receiver([500])
        self.link.call("HSET", self.key("alerts"), 1, json.dumps({"kind": "term", "what": "compteur", "persons": 17}))
        self.link.call("RPUSH", self.key("outbox"), 1)
        self.tell("e-1")
        child = self.start(redis=self.redis.url_of("serve", folder))
        until("taken", lambda: self.fact("webhook", "sent") == "2")
        self.assertEqual({"e-1", "alerte-1"}, {headers["webhook-id"] for _, headers, _ in receiver.heard})
        child.send_signal(signal.SIGTERM)
        self.assertEqual((0, ""), (child.wait(WAIT), child.stderr.read()))
        other = self.redis.link()
        self.addCleanup(other.close)
        other.call("AUTH", "t1-serve", (folder / "t1-serve.password").read_text().strip())
        keys = [self.key("events:told"), self.key("events")]
        self.assertEqual(0, other.call("FCALL", "cahier1_event_tidy", 2, *keys, 86400000, 86400000))

    def test_wrong_use_is_code_2(self):
        for words in ([], ["--tenant", "t1"], ["--redis", "unix:///x", "--tenant", "t1", "--smtp", "http://x", "--mail-from", "a@b.fr"],
                      ["--redis", "unix:///x", "--tenant", "t1", "--smtp", "smtp://x"],
                      ["--redis", "unix:///x", "--tenant", "t1", "--public-url", "ftp://x"],
                      ["--redis", "unix:///x", "--tenant", "t1", "--smtp", "smtp://x", "--mail-from", "a@b.fr>\r\nX: y"]):
            clean = {name: value for name, value in os.environ.items() if name != "CAHIER_REDIS"}
            done = subprocess.run([PROGRAM, "deliver", *words], capture_output=True, text=True, timeout=WAIT, env=clean)
            self.assertEqual(2, done.returncode, words)
        for lang, word in (("fr", "prévient"), ("en", "tells")):
            done = subprocess.run([PROGRAM, "deliver", "--help", "--lang", lang], capture_output=True, text=True, timeout=WAIT)
            self.assertIn(word, done.stdout)


if __name__ == "__main__":
    unittest.main()
