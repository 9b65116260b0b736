# SPDX-License-Identifier: Apache-2.0
"""The pages of the watch over HTTP, on messages that a watcher heard: alerts with their evidence, messages by service, settings tried."""
import csv
import html
import json
import pathlib
import re
import subprocess
import sys
import unittest
import urllib.parse

import town
from test_api import Api
from test_serve import Served
from town import until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "queue"))
from test_live import stream  # noqa: E402 messages of eleven weeks, with two events and a campaign

DANGER = {"id": "danger-1", "date": "2024-03-15", "person": "voisin", "place": "Nord",
          "text": "Une forte odeur de gaz dans la rue Haute devant l'école, venez vite."}


def plain(text):
    return html.unescape(re.sub("<[^>]*>", "", text)).replace("\u202f", " ").replace("\u00a0", " ")


class Veille(Served):
    """All messages heard, their days told, before the first test."""
    fields = {"taux": "1", "personnes": "5", "refaire": "30", "garder": "400", "retard": "0"}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rows = [*stream(), DANGER]
        words = [town.PROGRAM, "watch", "--redis", f"unix://{cls.server.folder}/redis/redis.sock", "--tenant", "metz", "--clock",
                 "messages", "--refit", "30", "--quiet", "-j", "1", "--person-key", str(cls.server.folder / "cle-auteurs")]
        cls.watcher = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        cls.addClassCleanup(lambda: (cls.watcher.kill(), cls.watcher.wait()))
        until("the watch", lambda: cls.server.redis("HGET", "cahier:{metz}:watch", "on") == b"1")
        lines = [json.dumps(row, ensure_ascii=False).encode() for row in rows]
        for first in range(0, len(lines), 200):
            cls.server.redis("RPUSH", "cahier:{metz}:inbox", *lines[first:first + 200])
        until("all filed", lambda: cls.server.redis("HLEN", "cahier:{metz}:filed") == len(rows), 120)
        days = sorted({row["date"] for row in rows})
        until("all told", lambda: cls.server.redis("HGET", "cahier:{metz}:watch", "told") == days[-2].replace("-", "").encode(), 120)

    def shown(self, path, role="agent", status=200):
        answer = self.visitor(role).get("/veille" + path)
        self.assertEqual(status, answer.status, answer.text[:3000])
        return answer.text

    def alert(self):
        return re.findall(r'data-alert="(\d+)"', self.shown(""))[0]

    def say(self, path, fields, role="agent"):
        visitor = self.visitor(role)
        page = visitor.get("/veille" + path).text
        form = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("csrf", "nonce")}
        return visitor.post("/veille" + path, {**form, **fields})

    def test_the_week_says_what_is_new_what_grows_and_what_waits(self):
        page = plain(self.shown(""))
        for part in ("Ce qui est nouveau", "Ce qui monte", "Ce qui retombe", "Ce qui attend", "Ce qui a reçu une réponse"):
            self.assertIn(part, page)
        self.assertIn("messages entendus", page)
        self.assertIn("rats musqués", page)

    def test_an_alert_shows_its_evidence_in_plain_words(self):
        page = self.shown("/alertes/" + self.alert())
        text = plain(page)
        self.assertRegex(text, r"\d+ personnes? depuis le|textes recopiés par")
        self.assertTrue("Sans aucun événement, le hasard" in text or "campagne" in text)
        self.assertIn("<blockquote>", page)
        self.assertNotIn("NaN", page)
        self.shown("/alertes/99999", status=404)
        self.shown("/alertes/abc", status=404)

    def test_it_is_seen_put_off_dismissed_and_reopened_and_that_is_remembered(self):
        path = "/alertes/" + self.alert()
        nonces = []
        for fields, words in (({"faire": "acknowledged"}, "Vue par Ana"),
                              ({"faire": "snoozed", "jusqu-au": "2024-06-30", "raison": "travaux <b>connus</b>"}, "jusqu'au 30 juin 2024"),
                              ({"faire": "dismissed"}, "Écartée par Ana"), ({"faire": "open"}, "Rouverte par Ana")):
            answer = self.say(path, fields)
            self.assertEqual(303, answer.status, answer.text[:2000])
            self.assertIn(words, plain(self.shown(path)).replace("’", "'"))
            self.assertNotIn("<b>connus", self.shown(path))
            nonces.append(fields)
        lines = [json.loads(line) for line in self.server.redis("LRANGE", "cahier:{metz}:alerts:journal", 0, -1)]
        self.assertEqual([fields["faire"] for fields in nonces], [line["state"] for line in lines[-len(nonces):]])
        for fields in ({"faire": "snoozed"}, {"faire": "snoozed", "jusqu-au": "demain"}, {"faire": "x"}, {}):
            self.assertEqual(400, self.say(path, fields).status, fields)

    def test_the_same_form_twice_is_one_line(self):
        visitor, path = self.visitor(), "/veille/alertes/" + self.alert()
        page = visitor.get(path).text
        form = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("csrf", "nonce")}
        before = self.server.redis("LLEN", "cahier:{metz}:alerts:journal")
        for _ in range(3):
            self.assertEqual(303, visitor.post(path, {**form, "faire": "acknowledged"}).status)
        self.assertEqual(before + 1, self.server.redis("LLEN", "cahier:{metz}:alerts:journal"))

    def test_curves_have_their_table(self):
        page = self.shown("/series")
        self.assertIn("<svg", page)
        self.assertIn("Par lieu", plain(page))
        self.assertGreater(len(re.findall("<td class=\"number\">", page)), 26)

    def test_files_open_in_a_spreadsheet(self):
        visitor = self.visitor("reader")
        alerts = visitor.get("/veille/alertes.csv")
        self.assertTrue(alerts.bytes.startswith(b"\xef\xbb\xbfnumero;date"))
        self.assertGreater(len(alerts.text.splitlines()), 1)
        self.assertEqual({len(next(csv.reader([line], delimiter=";"))) for line in alerts.text.lstrip("\ufeff").splitlines()}, {13})

    def test_the_file_of_a_desk_is_that_of_the_command(self):
        lines = 0
        for service in ("", *self.services()[:3]):
            said = subprocess.run([town.PROGRAM, "watch", "--redis", f"unix://{self.server.folder}/redis/redis.sock", "--tenant", "metz",
                                   "--desk", service or "-"], capture_output=True, check=True).stdout
            page = self.visitor("reader").get("/veille/messages.csv?service=" + urllib.parse.quote(service))
            self.assertEqual(page.bytes, said)
            lines = max(lines, said.count(b"\r\n"))
        self.assertGreater(lines, 100)

    def test_a_program_reads_alerts_and_says_what_people_say(self):
        machine, reader, path = Api.machine(self, "agent"), Api.machine(self, "reader"), "/veille/alertes"
        every = reader.json("GET", path, pattern=path)
        self.assertEqual(every["total"], len(every["alerts"]))
        self.assertEqual(every["alerts"][1:], machine.json("GET", path + "?depuis=1", pattern=path)["alerts"])
        pattern, path = path + "/{alert}", f"{path}/{every['alerts'][-1]['number']}"
        one = reader.json("GET", path, pattern=pattern)
        self.assertEqual(every["alerts"][-1], {name: one[name] for name in every["alerts"][-1]})
        self.assertTrue(one["sentences"] and one["contributions"] and one["words"], one)
        ended = next(alert for alert in every["alerts"] if alert["closed"])
        self.assertEqual("over", ended["followed"][-1]["phase"])
        page = self.shown(f"/alertes/{ended['number']}")
        self.assertEqual(len(ended["followed"]), page.count("data-suite="))
        self.assertIn("fin : c'est retombé", plain(page).replace("’", "'"))
        closed = {str(alert["number"]): alert for alert in every["alerts"] if alert["closed"]}
        rows = {number: plain(row) for number, row in re.findall(r'data-alert="(\d+)"(.*?)</li>', self.shown(""), re.S)}
        self.assertTrue(closed.keys() & rows.keys())
        for number, row in rows.items():
            self.assertEqual(number in closed, " fin : " in row, row)
        before = self.server.redis("LLEN", "cahier:{metz}:alerts:journal")
        snooze = {"id": "programme-1", "say": "snooze", "until": "2099-01-31", "reason": "travaux annoncés"}
        for _ in range(2):
            self.assertEqual("enregistre", machine.json("POST", path, snooze, pattern=pattern)["code"])
        self.assertEqual(before + 1, self.server.redis("LLEN", "cahier:{metz}:alerts:journal"))
        said = reader.json("GET", path, pattern=pattern)
        self.assertEqual(("snoozed", "2099-01-31", "travaux annoncés", "Plateforme agent"),
                         tuple(said[name] for name in ("state", "until", "reason", "who")))
        for say, state in (("acknowledge", "acknowledged"), ("dismiss", "dismissed"), ("reopen", "open")):
            machine.json("POST", path, {"id": "programme-" + say, "say": say}, pattern=pattern)
            self.assertEqual(state, reader.json("GET", path, pattern=pattern)["state"])
        for wrong in ({"id": "programme-2", "say": "snooze"}, {"say": "dismiss"}, {"id": "é", "say": "dismiss"}, {"id": "programme-3"}):
            machine.json("POST", path, wrong, pattern=pattern, status=400)
        reader.json("POST", path, snooze, pattern=pattern, status=403)
        for missing in ("/veille/alertes/999999", "/veille/alertes/x"):
            reader.json("GET", missing, pattern=pattern, status=404)
            machine.json("POST", missing, snooze, pattern=pattern, status=404)

    def test_a_program_reads_a_desk_gives_a_message_away_and_answers_it(self):
        machine, reader, path = Api.machine(self, "agent"), Api.machine(self, "reader"), "/veille/messages"
        desk = reader.json("GET", path, pattern=path)
        waiting = {each["service"]: each["waiting"] for each in desk["services"]}
        self.assertEqual(waiting[""], desk["total"])
        here, there = sorted((name for name in waiting if name), key=waiting.get)[:-3:-1]

        def at(service, first=0):
            return reader.json("GET", f"{path}?service={urllib.parse.quote(service)}&depuis={first}", pattern=path)

        every = at(here)
        self.assertEqual((waiting[here], min(waiting[here], 100)), (every["total"], len(every["messages"])))
        self.assertEqual(every["messages"][1:], at(here, 1)["messages"][:len(every["messages"]) - 1])
        urgent = [message["urgent"] for message in every["messages"]]
        self.assertEqual(sorted(urgent, reverse=True), urgent)
        message = every["messages"][-1]
        self.assertEqual((here, False), (message["service"], message["answered"]))
        self.assertIn(html.escape(message["text"], quote=False), self.shown(f"/messages?service={urllib.parse.quote(here)}"
                                                                           f"&depuis={len(every['messages']) - 1}"))
        pattern, one = path + "/{message}", f"{path}/{message['number']}"
        self.assertEqual(message, reader.json("GET", one, pattern=pattern))
        lines = self.server.redis("LLEN", "cahier:{metz}:routes")
        route = {"id": "programme-route-1", "say": "route", "service": there}
        reader.json("POST", one, route, pattern=pattern, status=403)
        for _ in range(2):
            done = machine.json("POST", one, route, pattern=pattern)
            self.assertEqual(("/metz/api/v1" + one, "enregistre"), (done["href"], done["code"]))
        said = reader.json("GET", one, pattern=pattern)
        self.assertEqual((there, "Plateforme agent", False), tuple(said[name] for name in ("service", "who", "answered")))
        self.assertEqual((waiting[here] - 1, waiting[there] + 1), (at(here)["total"], at(there)["total"]))
        machine.json("POST", one, {"id": "programme-route-2", "say": "answer"}, pattern=pattern)
        said = reader.json("GET", one, pattern=pattern)
        self.assertEqual((there, True, waiting[there]), (said["service"], said["answered"], at(there)["total"]))
        told = [json.loads(line) for line in self.server.redis("LRANGE", "cahier:{metz}:routes", lines, -1)]
        self.assertEqual([("route", there, message["id"]), ("answer", there, message["id"])],
                         [(line["do"], line["service"], line["contribution"]) for line in told])
        for wrong in ({"id": "programme-route-3", "say": "route"}, {"say": "answer"}, {"id": "é", "say": "answer"},
                      {"id": "programme-route-3"}, {"id": "programme-route-3", "say": "snooze"},
                      {"id": "programme-route-3", "say": "route", "service": "x" * 201}):
            machine.json("POST", one, wrong, pattern=pattern, status=400)
        for missing in (path + "/999999", path + "/x"):
            reader.json("GET", missing, pattern=pattern, status=404)
            machine.json("POST", missing, route, pattern=pattern, status=404)

    def test_a_reader_changes_nothing(self):
        for path in ("", "/series", "/messages", "/alertes/" + self.alert()):
            self.assertLessEqual(set(re.findall(r'method="post" action="([^"]*)"', self.shown(path, "reader"))), {"/metz/deconnexion"})
        self.assertEqual(403, self.say("/alertes/" + self.alert(), {"faire": "acknowledged"}, "reader").status)

    def services(self):
        return [html.unescape(name) for name in re.findall(r'veille/messages\?service=([^"&]*)"', self.shown("/messages"))]

    def test_what_is_urgent_comes_first(self):
        page = self.shown("/messages")
        urgent = re.search(r'href="/metz/veille/messages\?service=([^"]*)"[^>]*>(?:(?!</li>).)*dont\s1\surgent', page, re.S)
        first = re.search(r'data-message=.*?</li>', self.shown("/messages?service=" + urgent.group(1)), re.S).group()
        self.assertIn("odeur de gaz", plain(first))
        self.assertIn("Urgent", plain(first))

    def test_a_message_is_given_to_another_service_then_answered(self):
        services = [name for name in self.services() if name]
        here, there = services[0], services[1]
        page = self.shown("/messages?service=" + here)
        position = re.search(r'data-message="(\d+)"', page).group(1)
        text = plain(re.search(r'data-message="\d+".*?</p>.*?<p class="text"[^>]*>(.*?)</p>', page, re.S).group(1))
        form = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1) for name in ("csrf", "nonce")}
        name = plain(urllib.parse.unquote(there))
        fields = {**form, "faire": "orienter", "service": name, "retour": here}
        visitor, before = self.visitor(), self.server.redis("LLEN", "cahier:{metz}:routes")
        for _ in range(2):
            self.assertEqual(303, visitor.post("/veille/messages/" + position, fields).status)
        self.assertNotIn(f'data-message="{position}"', self.shown("/messages?service=" + here))
        moved = self.shown("/messages?service=" + there)
        while f'data-message="{position}"' not in moved:
            moved = visitor.ask("GET", html.unescape(re.search(r'href="([^"]*depuis=[^"]*)"', moved).group(1))).text
        self.assertIn(text, plain(moved))
        self.assertIn("Orienté par Ana", plain(moved))
        lines = [json.loads(line) for line in self.server.redis("LRANGE", "cahier:{metz}:routes", before, -1)]
        self.assertEqual([("route", name)], [(line["do"], line["service"]) for line in lines])
        form["nonce"] = form["nonce"] + "x"
        self.assertEqual(303, visitor.post("/veille/messages/" + position, {**form, "faire": "repondu", "retour": there}).status)
        self.assertNotIn(f'data-message="{position}"', self.shown("/messages?service=" + there))
        self.assertIn("Ana a noté une réponse", plain(self.shown("")))

    def test_forms_that_are_not_ours_say_nothing(self):
        visitor = self.visitor()
        csrf = visitor.csrf("/veille/reglages")
        for path, fields in (("/messages/999999", {"faire": "repondu", "nonce": "a"}), ("/messages/x", {"faire": "repondu", "nonce": "a"})):
            self.assertEqual(404, visitor.post("/veille" + path, {"csrf": csrf, **fields}).status)
        for fields in ({"faire": "orienter", "nonce": "a"}, {"faire": "x", "nonce": "a"}, {"faire": "repondu", "nonce": "é"}, {"faire": "repondu"}):
            self.assertEqual(400, visitor.post("/veille/messages/0", {"csrf": csrf, **fields}).status, fields)

    def test_a_setting_is_tried_on_the_past_before_it_is_kept(self):
        answer = self.say("/reglages", {**self.fields, "faire": "essayer"})
        self.assertEqual(200, answer.status, answer.text[:2000])
        tried = int(re.search(r"Avec ce réglage, (\d+) alertes? dans la dernière année", plain(answer.text)).group(1))
        self.assertGreater(tried, 0)
        many = self.say("/reglages", {**self.fields, "personnes": "500", "faire": "essayer"})
        self.assertLess(int((re.search(r"Avec ce réglage, (\d+)", plain(many.text)) or ["", "0"])[1]), tried)
        self.assertIsNone(self.server.redis("HGET", "cahier:{metz}:watch:settings", "settings"))
        self.assertEqual([], self.server.uploads())

    def test_only_an_administrator_keeps_it(self):
        self.assertEqual(403, self.say("/reglages", {**self.fields, "faire": "enregistrer"}).status)
        answer = self.say("/reglages", {**self.fields, "taux": "0,3", "faire": "enregistrer"}, "administrator")
        self.assertIn("avis=enregistre", answer.location)
        self.assertIn('value="0.300"', self.shown("/reglages"))
        for right in ({"taux": "100", "personnes": "10000"}, {"refaire": "3650", "garder": "30", "retard": "31"}):
            self.assertEqual(303, self.say("/reglages", {**self.fields, **right, "faire": "enregistrer"}, "administrator").status, right)
        for wrong in ({"taux": "0"}, {"taux": "x"}, {"taux": ""}, {"personnes": "1"}, {"garder": "29"}, {"garder": "36501"}, {"retard": "1,5"},
                      {"retard": "32"}, {"taux": "100,1"}, {"personnes": "10001"}, {"refaire": "3651"}):
            self.assertEqual(400, self.say("/reglages", {**self.fields, **wrong, "faire": "enregistrer"}, "administrator").status, wrong)
        self.assertEqual(303, self.say("/reglages", {**self.fields, "faire": "enregistrer"}, "administrator").status)


class Silent(Served):
    def test_a_space_that_heard_nothing_says_what_to_do(self):
        for path in ("", "/series", "/messages", "/reglages"):
            self.assertEqual(200, self.visitor().get("/veille" + path).status, path)
        self.assertIn("--watch", self.visitor().get("/veille").text)
        form = {"csrf": self.visitor().csrf("/veille/reglages"), "faire": "essayer", **Veille.fields}
        self.assertIn("aucun message", plain(self.visitor().post("/veille/reglages", form).text))


if __name__ == "__main__":
    unittest.main()
