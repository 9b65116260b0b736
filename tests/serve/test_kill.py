# SPDX-License-Identifier: Apache-2.0
"""kill -9 of the server, or of its Redis, in the middle of every kind of action: what was answered is kept, and nothing is done
twice when the same form is sent again. LONG=1: many rounds, every action with both victims."""
import http.client
import itertools
import json
import os
import random
import re
import signal
import threading
import unittest
import urllib.parse

import town
from test_review import Reviewed
from town import PASSWORD, until

ROUNDS = 12 if "LONG" in os.environ else 1
VICTIMS = ("redis", "server") if "LONG" in os.environ else (None,)  # None: they take turns
MOMENTS = ("sent", "during", "kept", "answered")


class Said(threading.Thread):
    """A form on its way: `sent` once its last byte left, `answer` when one came."""

    def __init__(self, visitor, path, fields):
        super().__init__()
        self.visitor, self.path, self.answer = visitor, path, None
        self.body = urllib.parse.urlencode(fields, doseq=True).encode()
        self.sent = threading.Event()

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.visitor.server.port, timeout=60)
        try:
            connection.request("POST", f"/{self.visitor.tenant}{self.path}", self.body, {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.visitor.cookies.items())})
            self.sent.set()
            self.answer = town.Answer(connection.getresponse())
        except (OSError, http.client.HTTPException):
            self.answer = None
        finally:
            self.sent.set()
            connection.close()


class Kills(Reviewed):
    def setUp(self):
        super().setUp()
        self.chance = random.Random(len(self.id()))
        # a server that comes back reads the batch again: Redis dies twice as often
        self.turns = zip(itertools.cycle(("redis", "redis", "server")), itertools.cycle(MOMENTS))
        self.answered = self.struck = 0

    # --- what is kept

    def key(self, name):
        return f"cahier:{{metz}}:{name}"

    def asked(self, *words):
        """Redis, or None while it is away."""
        try:
            return self.server.redis(*words)
        except (OSError, RuntimeError, ValueError):
            return None
        except Exception as error:  # it reads its file
            if "LOADING" in str(error):
                return None
            raise

    def lines(self, nonce):
        lines = until("journal", lambda: self.asked("LRANGE", self.key(self.lot[6:] + ":journal"), 0, -1) or None)
        return sum(json.loads(line)["id"] == nonce for line in lines)

    # --- killing

    def wait_for(self, moment, said, kept):
        said.sent.wait(60)
        if moment == "during":
            for _ in range(self.chance.randrange(200)):
                self.asked("PING")
        elif moment == "kept":
            until("kept", lambda: not said.is_alive() or kept())
        elif moment == "answered":
            said.join()

    def strike(self, victim):
        if victim == "server":
            self.server.kill()
            self.server.start()
        else:
            os.kill(self.server.redis_pid(), signal.SIGKILL)
        until("Redis", lambda: self.asked("PING") == b"PONG")

    def act(self, victim, path, fields, kept, done):
        """Says a form, kills, looks whether what was answered is kept; says it again; once, in the end. `kept`: seen in Redis, how
        often; `done`: an answer that says yes."""
        turn, moment = next(self.turns)
        said = Said(self.agent, path, fields)
        said.start()
        self.wait_for(moment, said, lambda: kept() > 0)
        self.strike(victim or turn)
        said.join()
        self.struck += 1
        if said.answer is not None and done(said.answer):
            self.answered += 1
            self.assertEqual(1, kept(), (path, fields, moment))
        again = until("answer", lambda: self.again(path, fields, done))
        self.assertTrue(done(again), (path, fields, moment, again.status, again.text[:2000]))
        self.assertEqual(1, kept(), (path, fields, moment))

    def again(self, path, fields, done):
        """None while the server, or what it needs, is not ready."""
        try:
            answer = self.agent.post(path, fields)
        except (OSError, http.client.HTTPException):
            return None
        return answer if done(answer) or answer.status not in (303, 503) else None

    # --- decisions

    def decide(self, victim, fields, page="/themes", done=lambda answer: answer.status == 303 and "fait=" in answer.location):
        form = {**self.form(page), **fields}
        with self.subTest(fields["faire"]):
            self.act(victim, self.lot + "/decisions", form, lambda: self.lines(form["nonce"]), done)
        return form["nonce"]

    def deeds(self, victim):
        first = self.themes_with(7, sentence=True)[0]  # six are decided upon
        second = next(theme for theme in self.themes_with(5) if theme != first)  # four leave
        third = next(theme for theme, _ in self.themes() if theme not in (first, second))
        chosen = self.texts(first)
        self.decide(victim, {"faire": "rename", "theme": first, "label": "Le nom choisi"})
        self.decide(victim, {"faire": "note", "theme": first, "note": "à revoir"})
        self.decide(victim, {"faire": "polarity", "contribution": chosen[0], "value": "mixed"})
        self.decide(victim, {"faire": "stance", "contribution": chosen[0], "value": "question"})
        self.decide(victim, {"faire": "verdict", "theme": first, "contribution": chosen[1], "value": "right"})
        phrases, replaced = self.replacements(first)[0]
        self.decide(victim, {"faire": "sentence", "theme": first, "phrase": phrases[0], "replaces": replaced[0]})
        copies = re.search(r'id="groupe-1".*?</form>', self.shown("/copies"), re.S).group()
        self.decide(victim, {"faire": "duplicate", "value": "refused",
                             "contribution": re.findall(r'name="contribution" value="([^"]*)"', copies)})
        marks = re.search(r'<form[^>]*decisions"[^>]*>(?:(?!</form>).)*value="unredact".*?</form>', self.shown("/donnees-personnelles"), re.S)
        self.decide(victim, {"faire": "unredact", **dict(re.findall(r'name="(contribution|start|end|value)" value="([^"]*)"', marks.group()))})
        self.decide(victim, {"faire": "pin", "theme": first, "contribution": chosen[2]})
        self.decide(victim, {"faire": "move", "theme": first, "vers": second, "contribution": chosen[3:5]})
        self.decide(victim, {"faire": "exclude", "theme": first, "contribution": chosen[5]})
        self.decide(victim, {"faire": "sign", "theme": second})
        self.decide(victim, {"faire": "split", "theme": second, "contribution": self.texts(second)[:4], "label": "Quatre textes"})
        self.decide(victim, {"faire": "apart", "theme": [first, third]})
        merged = self.decide(victim, {"faire": "merge", "theme": [second, third]})
        self.decide(victim, {"faire": "undo", "of": merged})
        self.decide(victim, {"faire": "refit"})

    def mask(self, victim):
        """The page comes back once a worker has read the text again."""
        text, word = next((text, words[0]) for theme, _ in self.themes() for text in self.texts(theme)
                          for words in [self.words(text)] if words)
        self.decide(victim, {"faire": "redact", "contribution": text, "passage": word, "kind": "person"},
                    done=lambda answer: answer.status == 303 and ("avis=masque" in answer.location or "fait=" in answer.location))
        self.ready(self.agent, self.lot)
        after = until("edition", lambda: (lambda a: a.text if a.status == 200 else None)(
            self.agent.get(f"{self.lot}/contributions/{text}")))
        self.assertIn("[personne", after)

    # --- the other actions

    def publish(self, victim):
        form = {"csrf": self.form("/publication")["csrf"], "etat": "public"}
        with self.subTest("publish"):
            self.act(victim, self.lot + "/publication", form,
                     lambda: self.asked("EXISTS", self.key(self.lot[6:] + ":published")) or 0,
                     lambda answer: answer.status == 303 and "avis=publie" in answer.location)
        self.assertEqual(200, town.Visitor(self.server).get("/publie/" + self.lot[6:]).status)

    def settings(self, victim, n):
        ada = self.visitor("administrator")
        csrf, name = ada.csrf("/reglages"), f"Ville {n}"
        self.agent, agent = ada, self.agent
        try:
            with self.subTest("commune"):
                self.act(victim, "/reglages/commune", {"csrf": csrf, "ville": name, "conservation": "", "webhook": ""},
                         lambda: int(self.asked("HGET", self.key("settings"), "town") == name.encode()),
                         lambda answer: answer.status == 303 and "avis=enregistre" in answer.location)
            with self.subTest("person"):
                self.act(victim, "/reglages/personnes", {"csrf": csrf, "nom": f"p-{n}", "role": "reader", "mot-de-passe": PASSWORD},
                         lambda: int(self.asked("HEXISTS", self.key("people"), f"p-{n}") or 0),
                         lambda answer: "avis=personne-ajoutee" in answer.location or "avis=nom-pris" in answer.location)
        finally:
            self.agent = agent
        with self.subTest("title"):
            record = lambda: json.loads(self.asked("HGET", self.key("lots"), self.lot[6:]) or "{}")
            self.act(victim, self.lot + "/titre", {"csrf": self.agent.csrf(self.lot), "titre": f"Lot {n}"},
                     lambda: int(record().get("title") == f"Lot {n}"),
                     lambda answer: answer.status == 303 and "avis=enregistre" in answer.location)

    def send(self, victim, n):
        """A file is sent to the queue once, however often it is sent; what a dead server had of it is gone with it."""
        content = (self.content + f"VSA-9{n:03};01/03/2025;Centre-bourg;40-59;usr-9;;Un banc de plus devant la mairie, merci.\n").encode()
        batches = lambda: len(until("batches", lambda: self.asked("KEYS", self.key("*:meta")) or None))
        before, victim = batches(), victim or self.chance.choice(("redis", "server"))
        path = self.agent.send("avis.csv", content)
        form = self.agent.checked(path).page().form("/colonnes")
        said = Said(self.agent, path + "/analyser", form)
        said.start()
        self.wait_for(self.chance.choice(MOMENTS), said, lambda: batches() > before)
        self.strike(victim)
        said.join()
        if said.answer is not None and "/lots/" in said.answer.location:
            self.assertEqual(before + 1, batches())
        lot = self.agent.analyse(self.agent.send("avis.csv", content))
        self.assertEqual(before + 1, batches())
        self.ready(self.agent, lot)
        self.lot = lot

    def ready(self, visitor, lot):
        until("report", lambda: self.asked("HGET", self.key(lot[6:] + ":meta"), "state") == b"done")

    def test_nothing_that_was_answered_is_lost_and_nothing_is_done_twice(self):
        for n, victim in itertools.product(range(ROUNDS), VICTIMS):
            self.send(victim, 2 * n + (victim == "server"))
            self.deeds(victim)
            self.publish(victim)
            self.settings(victim, 2 * n + (victim == "server"))
            self.mask(victim)
        self.assertGreater(self.struck, 20)
        self.assertGreater(self.answered, 0)


if __name__ == "__main__":
    unittest.main()
