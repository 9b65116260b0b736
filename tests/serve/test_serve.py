# SPDX-License-Identifier: Apache-2.0
"""`cahier serve` as browsers meet it, on a loopback port, with its own Redis and worker."""
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import threading
import time
import unittest
import urllib.parse

import town
from town import PASSWORD, Visitor, until

ROLES = {"reader": "Rita", "agent": "Ana", "administrator": "Ada"}
RANK = {"public": 0, "reader": 1, "agent": 2, "administrator": 3}
CSV = ("id;texte\n" + "".join(f"{n};Il faudrait plus de bancs et moins de voitures dans la rue numéro {n}.\n" for n in range(30)))


class Served(unittest.TestCase):
    """One server for a class, with a person a role."""
    options = ()
    people = True  # none where nobody signs in: argon2id is slow on purpose

    @classmethod
    def setUpClass(cls):
        cls.sessions = {}
        cls.server = town.Server(*cls.options, tenants=("metz", "nancy"))
        cls.addClassCleanup(cls.server.remove)
        cls.server.start()
        for role, name in ROLES.items() if cls.people else ():
            assert cls.server.add(name, role).returncode == 0
        assert not cls.people or cls.server.add("Nina", "administrator", tenant="nancy").returncode == 0

    def visitor(self, role="agent", tenant="metz"):
        """Signed in, in the session that the class has for that role: argon2id is slow on purpose."""
        visitor = Visitor(self.server, tenant)
        visitor.cookies = dict(self.sessions.get((role, tenant), {}))
        if not visitor.cookies or visitor.get("/lots").status != 200:
            answer = visitor.sign_in("Nina" if tenant == "nancy" else ROLES[role])
            self.assertEqual((303, f"/{tenant}/lots"), (answer.status, answer.location), answer.text)
            self.sessions[role, tenant] = dict(visitor.cookies)
        return visitor

    def batch(self, visitor, name="avis.csv", content=None):
        path = visitor.send(name, (content or CSV).encode())
        return visitor.analyse(path)

    def ready(self, visitor, lot):
        until("report", lambda: b"done" == self.server.redis("HGET", f"cahier:{{{visitor.tenant}}}:{lot[6:]}:meta", "state"))


class Door(Served):
    def test_who_is_not_signed_in_is_shown_the_door_and_led_back(self):
        visitor = Visitor(self.server)
        answer = visitor.get("/lots?avis=enregistre")
        self.assertEqual((303, "/metz/?suite=%2Fmetz%2Flots%3Favis%3Denregistre"), (answer.status, answer.location))
        answer = visitor.sign_in("Ana", suite="/metz/lots/nouveau")
        self.assertEqual((303, "/metz/lots/nouveau"), (answer.status, answer.location))

    def test_the_way_back_stays_in_the_space(self):
        for suite in ("//evil.fr/metz/", "https://evil.fr", "/nancy/lots", "/metz//evil.fr", "/metz\\evil.fr", "/metz/\r\nX: y", "/metz"):
            visitor = Visitor(self.server)
            answer = visitor.sign_in("Ana", suite=suite)
            self.assertEqual((303, "/metz/lots"), (answer.status, answer.location), suite)
            self.assertIsNone(answer.headers.get("X"))

    def test_a_wrong_name_and_a_wrong_password_are_told_alike(self):
        pages = [re.sub(r'value="[^"]*"', "", Visitor(self.server).sign_in(name, "mauvais mot de passe").text)
                 for name in ("Rita", "Personne")]
        self.assertEqual(pages[0], pages[1])

    def test_a_session_is_new_at_each_sign_in_and_ends_with_it(self):
        visitor = Visitor(self.server)
        visitor.cookies["cahier"] = "f" * 64  # fixed by somebody else
        answer = visitor.sign_in("Rita")
        self.assertEqual(303, answer.status)
        first = visitor.cookies["cahier"]
        self.assertNotEqual("f" * 64, first)
        cookie = [c for c in answer.headers.get_all("Set-Cookie") if c.startswith("cahier=")][0]
        for word in ("HttpOnly", "SameSite=Lax", "Path=/metz"):
            self.assertIn(word, cookie)
        other = Visitor(self.server)
        other.cookies["cahier"] = first
        self.assertEqual(200, other.get("/lots").status)
        answer = visitor.post("/deconnexion", {"csrf": visitor.csrf()})
        self.assertEqual(303, answer.status)
        self.assertEqual(303, other.get("/lots").status)

    def test_many_wrong_passwords_make_wait_even_the_right_one(self):
        self.assertEqual(0, self.server.add("Tom", "reader").returncode)
        visitor = Visitor(self.server)
        statuses = [visitor.sign_in("Tom", "mauvais mot de passe").status for _ in range(7)]
        self.assertEqual([401] * 5, statuses[:5])
        self.assertIn(429, statuses[5:])
        answers = []

        def the_right_one_waits():  # a slow machine may let the wait pass between the two
            if visitor.sign_in("Tom", "mauvais mot de passe").status == 429:
                answers.append(visitor.sign_in("Tom"))
            return answers and answers[-1].status == 429

        until("the right password waits", the_right_one_waits)
        answer = answers[-1]
        self.assertGreaterEqual(int(answer.headers["Retry-After"]), 1)
        self.assertEqual(303, Visitor(self.server).sign_in("Rita").status)

    def test_a_password_is_changed_by_who_knows_it(self):
        self.assertEqual(0, self.server.add("Max", "reader").returncode)
        one, other = Visitor(self.server), Visitor(self.server)
        for visitor in (one, other):
            self.assertEqual(303, visitor.sign_in("Max").status)
        new = "une autre phrase assez longue"
        wrong = one.post("/mot-de-passe", {"csrf": one.csrf(), "ancien": "pas la bonne phrase", "nouveau": new})
        self.assertIn("avis=mot-de-passe", wrong.location)
        self.assertIn("avis=enregistre", one.post("/mot-de-passe", {"csrf": one.csrf(), "ancien": PASSWORD, "nouveau": new}).location)
        self.assertEqual((200, 303), (one.get("/lots").status, other.get("/lots").status))
        self.assertEqual((401, 303), (Visitor(self.server).sign_in("Max").status, Visitor(self.server).sign_in("Max", new).status))

    def test_headers_forbid_what_pages_do_not_need(self):
        for path in ("/", "/lots", "/web/nothing.css", "/nothing"):
            headers = Visitor(self.server).get(path).headers
            policy = headers["Content-Security-Policy"]
            self.assertIn("default-src 'none'", policy)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(("nosniff", "no-referrer", "no-store"), (
                headers["X-Content-Type-Options"], headers["Referrer-Policy"], headers["Cache-Control"]), path)

    def test_style_and_script_are_kept_for_ever(self):
        page = Visitor(self.server).get("/").text
        for name in re.findall(r'/metz(/web/[^"]+)', page):
            answer = Visitor(self.server).get(name)
            self.assertEqual(200, answer.status)
            self.assertIn("immutable", answer.headers["Cache-Control"])


class Rights(Served):
    """Every route, for every role, for nobody, for another space, without the token of the form."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        listed = subprocess.run([town.PROGRAM, "serve", "--routes"], text=True, capture_output=True, check=True).stdout
        cls.routes = [line.split() for line in listed.splitlines() if " /:tenant/api/" not in line]  # test_api.py walks these

    def path(self, pattern):
        return re.sub(r":\w+", "0" * 26, pattern[len("/:tenant"):]) or "/"

    def ask(self, visitor, method, pattern, csrf=None):
        path = self.path(pattern)
        if method == "GET":
            return visitor.get(path)
        return visitor.post(path, {"csrf": csrf} if csrf else {})

    def test_the_table_is_not_empty(self):
        self.assertGreater(len(self.routes), 20)

    def test_nobody_reaches_what_is_not_public(self):
        for method, pattern, least in self.routes:
            answer = self.ask(Visitor(self.server), method, pattern)
            with self.subTest(method=method, pattern=pattern):
                if least != "public":
                    self.assertEqual(303, answer.status)
                    self.assertRegex(answer.location, r"^/metz/\?(suite|avis)=")
                elif method == "POST":
                    self.assertEqual(403, answer.status)

    def test_a_role_reaches_what_it_may_and_no_more(self):
        for role in ROLES:
            visitor = self.visitor(role)
            csrf = self.token(visitor)
            for method, pattern, least in self.routes:
                if pattern.endswith(("/deconnexion", "/connexion")):
                    continue
                answer = self.ask(visitor, method, pattern, csrf)
                with self.subTest(role=role, method=method, pattern=pattern):
                    if RANK[role] < RANK[least]:
                        self.assertEqual(403, answer.status)
                    else:
                        self.assertNotIn(answer.status, (401, 403, 500))

    def token(self, visitor):
        """Of the form that every page of who is signed in has."""
        return re.search(r'name="csrf" value="([0-9a-f]{64})"', visitor.get("/lots").text).group(1)

    def test_no_form_without_its_token(self):
        visitor, stranger = self.visitor("administrator"), self.visitor("reader")
        for method, pattern, _ in self.routes:
            if method == "POST":
                for csrf in (None, "", "0" * 64, self.token(stranger)):
                    with self.subTest(pattern=pattern, csrf=csrf):
                        self.assertEqual(403, self.ask(visitor, method, pattern, csrf).status)

    def test_a_form_of_another_site_is_refused_whatever_it_knows(self):
        visitor = self.visitor("administrator")
        answer = visitor.post("/reglages/commune", {"csrf": self.token(visitor), "ville": "X"},
                              headers={"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(403, answer.status)

    def test_a_session_of_another_space_opens_nothing(self):
        visitor = self.visitor("administrator")
        visitor.tenant = "nancy"
        for method, pattern, least in self.routes:
            if least != "public":
                with self.subTest(pattern=pattern):
                    self.assertEqual(303, self.ask(visitor, method, pattern).status)

    def test_a_batch_of_another_space_is_not_there(self):
        lot = self.batch(self.visitor("agent"))
        other = self.visitor(tenant="nancy")
        self.assertEqual(404, other.get(lot).status)
        self.assertEqual(404, other.get(lot + "/evenements").status)
        self.assertEqual(404, other.post(lot + "/titre", {"csrf": self.token(other), "titre": "pris"}).status)
        self.assertEqual(404, other.post(lot + "/supprimer", {"csrf": self.token(other), "confirmer": "oui"}).status)
        self.assertNotIn(lot[6:], other.get("/lots").text)

    def test_other_methods_are_told_apart(self):
        visitor = self.visitor("reader")
        self.assertEqual(405, visitor.ask("DELETE", "/metz/lots").status)
        self.assertEqual(405, visitor.ask("POST", "/metz/reglages").status)
        self.assertEqual(200, visitor.ask("HEAD", "/metz/lots").status)
        self.assertEqual(404, visitor.get("/nothing").status)


class Border(Served):
    """What no browser sends."""

    def raw(self, data, wait=20):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=wait) as link:
            link.sendall(data)
            said = b""
            try:
                while True:
                    piece = link.recv(65536)
                    if not piece:
                        return said
                    said += piece
            except TimeoutError:
                return said

    def status(self, data):
        said = self.raw(data + b"Host: x\r\nConnection: close\r\n\r\n")
        return int(said.split(b" ")[1]) if said else 0

    def test_paths_lead_nowhere_else(self):
        for path in (b"/metz/web/..%2f..%2fetc%2fpasswd", b"/metz/web/%2e%2e/x", b"/metz/../etc/passwd", b"//metz/lots", b"/metz/%00",
                     b"/metz/lots/%ff", b"/metz/%0d%0aX:y", b"/metz/lots/" + b"a/" * 30, b"/metz/web/%c0%ae%c0%ae", b"/nowhere/lots",
                     b"/metz/lots/" + b"x" * 5000):
            status = self.status(b"GET " + path + b" HTTP/1.1\r\n")
            self.assertIn(status, (303, 400, 404), path)

    def test_nonsense_does_not_hurt(self):
        for data in (b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"GET /metz/ HTTP/1.1\r\nCookie: " + b"x" * 100000 + b"\r\n\r\n",
                     b"POST /metz/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                     b"POST /metz/connexion HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                     b"GET /metz/?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"):
            self.raw(data, wait=1)
        self.assertEqual(200, Visitor(self.server).get("/").status)

    def test_a_form_that_is_too_long_is_refused_before_it_is_read(self):
        for length in (3 << 20, 1 << 62, 10 ** 30):
            head = f"POST /metz/connexion HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" \
                   f"Content-Length: {length}\r\n\r\n"
            self.assertIn(self.raw(head.encode())[9:12], (b"413", b"400", b""), length)

    def test_malformed_forms_change_nothing(self):
        visitor = self.visitor("agent")
        csrf = visitor.csrf("/lots/nouveau")
        body, boundary = town.multipart({"csrf": csrf}, [("fichier", "a.csv", b"id;texte\n1;oui\n")])
        kind = "multipart/form-data; boundary="
        for content_type, sent in ((kind + boundary, body[:-30]), (kind + "autre", body), (kind + '""', body), ("text/plain", b"x"),
                                   (kind + boundary, body.replace(b"form-data", b"attachment;x")[:200]),
                                   (kind + boundary, body.replace(b'name="csrf"', b'name="csrf')),
                                   (kind + "x" * 200, body)):
            answer = visitor.ask("POST", "/metz/lots", sent, headers={"Content-Type": content_type})
            self.assertIn(answer.status, (400, 403, 415), (content_type, sent[:60], answer.text[:200]))
        self.assertEqual([], [kept.name for kept in self.server.uploads() if kept.name == "a.csv"])

    def test_a_slow_header_is_cut(self):
        if not os.environ.get("CAHIER_SLOW"):
            self.skipTest("CAHIER_SLOW: it takes fifteen seconds")
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=40) as link:
            start = time.monotonic()
            link.sendall(b"GET /metz/ HTTP/1.1\r\n")
            while time.monotonic() - start < 35:
                try:
                    link.sendall(b"X-A: b\r\n")
                    link.settimeout(0.5)
                    if link.recv(1) == b"":
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            self.assertLess(time.monotonic() - start, 30)

    def test_slow_visitors_do_not_keep_others_out(self):
        held = [socket.create_connection(("127.0.0.1", self.server.port)) for _ in range(40)]
        try:
            for link in held:
                link.sendall(b"POST /metz/connexion HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"
                             b"Content-Type: application/x-www-form-urlencoded\r\n\r\nnom=")
            self.assertEqual(200, Visitor(self.server).get("/").status)
        finally:
            for link in held:
                link.close()

    def test_no_text_or_name_is_in_the_log(self):
        visitor = self.visitor("agent")
        visitor.get("/lots?avis=Solene-Durand")
        visitor.get("/lots/Solene-Durand")
        Visitor(self.server).sign_in("Solene Durand", "mot de passe de Solene")
        lot = self.batch(visitor, "Solene.csv", CSV + "99;Je suis Solene Durand et je veux des bancs.\n")
        self.ready(visitor, lot)
        self.assertNotIn("Solene", self.server.said())
        self.assertIn("GET /:tenant/lots/:batch 404", self.server.said())


class Files(Served):
    def test_a_file_goes_from_its_check_to_its_report(self):
        visitor = self.visitor("agent")
        path = visitor.send("avis de mars.csv", CSV.encode(), "Bancs")
        page = visitor.checked(path)
        self.assertIn("avis de mars.csv", page.text)
        self.assertIn("30", page.text)
        lot = visitor.analyse(path, {"titre": "Les bancs"})
        self.ready(visitor, lot)
        shown = visitor.get(lot).text
        self.assertIn("Les bancs", visitor.get("/lots").text)
        self.assertIn("avis de mars.csv", shown)
        self.assertIn("Ana", shown)
        until("raw file removed", lambda: not any(kept.name == "avis de mars.csv" for kept in self.server.uploads()))
        self.assertEqual(lot, visitor.get(path).location[len("/metz"):])
        self.assertEqual(303, visitor.post(lot + "/titre", {"csrf": visitor.csrf(lot), "titre": "Bancs <b>& co</b>"}).status)
        self.assertIn("Bancs &lt;b&gt;&amp; co&lt;/b&gt;", visitor.get("/lots").text)

    def test_a_wrong_column_is_corrected(self):
        rows = "id;remarque;suite\n" + "".join(
            f"{n};Bonjour à toutes et à tous, merci de votre travail numéro {n}.;Il faut des arbres place {n}, beaucoup d'arbres.\n"
            for n in range(20))
        visitor = self.visitor("agent")
        path = visitor.send("deux.csv", rows.encode())
        form = visitor.checked(path).page().form("/colonnes")
        self.assertEqual("text", form["role-0-1"])
        form.update({"role-0-1": "other", "role-0-2": "text"})
        self.assertEqual(303, visitor.post(path + "/colonnes", form).status)
        again = visitor.checked(path).page().form("/colonnes")
        self.assertEqual(("other", "text"), (again["role-0-1"], again["role-0-2"]))
        lot = visitor.analyse(path, again)
        self.ready(visitor, lot)
        report = self.report(lot)
        self.assertIn("arbres", report)
        self.assertNotIn("merci de votre travail", report)

    def report(self, lot):
        flat = self.server.redis("HGETALL", f"cahier:{{metz}}:{lot[6:]}:report")
        return b"".join(piece for name, piece in sorted(zip(flat[::2], flat[1::2]))
                        if name.startswith(b"contributions.jsonl")).decode()

    def test_names_of_files_are_text_and_nothing_else(self):
        visitor = self.visitor("agent")
        for name, shown in (("../../../etc/passwd", "passwd"), ("C:\\\\avis\\\\mars.csv", "mars.csv"), ("-o.csv", "-o.csv"),
                            ("<img src=x onerror=alert(1)>.csv", "&lt;img src=x onerror=alert(1)&gt;.csv"),
                            ("é" * 120 + ".csv", "é.csv"), ("..", "fichier"), ("", "fichier"), (".htaccess", "fichier"),
                            ("a;b|c$(reboot)`x`.csv", "a;b|c$(reboot)`x`.csv")):
            with self.subTest(name):
                before = self.server.uploads()
                path = visitor.send(name, CSV.encode())
                self.assertIn(shown, visitor.checked(path).text)
                self.assertIn("onerror=alert", visitor.checked(path).text) if "img" in name else None
                self.assertNotIn("<img src=x", visitor.checked(path).text)
                kept = [path for path in self.server.uploads() if path not in before]
                self.assertEqual(1, len(kept))
                self.assertNotIn("\\", kept[0].name)
                self.assertEqual(0o600, kept[0].stat().st_mode & 0o777)
                self.assertIn(self.server.folder / "envois", kept[0].parents)
                self.assertEqual(303, visitor.post(path + "/abandonner", {"csrf": visitor.csrf("/lots/nouveau")}).status)
                until("removed", lambda: not kept[0].exists())
                self.assertEqual(404, visitor.get(path).status)

    def test_a_file_that_cannot_be_read_says_so(self):
        visitor = self.visitor("agent")
        for content in (b"", b"\x00\x01\x02\x03" * 50, b"%PDF-1.4 \xff\xfe nothing", b"id;nombre\n1;2\n"):
            page = visitor.checked(visitor.send("x.csv", content))
            self.assertEqual(200, page.status)
            self.assertNotIn('id="analyser"', page.text, content)
            self.assertIn("warning", page.text)

    def test_several_files_are_one_batch(self):
        visitor = self.visitor("agent")
        answer = visitor.send_files("/lots", {"csrf": visitor.csrf("/lots/nouveau"), "titre": ""}, [
            ("fichier", "un.csv", CSV.encode()),
            ("fichier", "un.csv", b"numero;opinion\n" + b"".join(b"%d;Je voudrais plus de trains le soir, le %d.\n" % (n, n) for n in range(100, 120)))])
        path = answer.location[len("/metz"):]
        form = visitor.checked(path).page().form("/colonnes")
        lot = visitor.analyse(path, {**form, "role-1-0": "other"})
        self.ready(visitor, lot)
        self.assertIn("50", visitor.get(lot).text + visitor.get("/lots").text)

    def test_nothing_chosen_is_told(self):
        visitor = self.visitor("agent")
        answer = visitor.send_files("/lots", {"csrf": visitor.csrf("/lots/nouveau")}, [("fichier", "", b"")])
        self.assertEqual((303, "/metz/lots/nouveau?avis=sans-fichier"), (answer.status, answer.location))

    def test_an_upload_is_of_its_space(self):
        path = self.visitor("agent").send("avis.csv", CSV.encode())
        self.assertEqual(404, self.visitor(tenant="nancy").get(path).status)

    def test_progress_comes_as_events_and_ends(self):
        visitor = self.visitor("agent")
        lot = self.batch(visitor, content=CSV.replace("bancs", "lampadaires"))
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        connection.request("GET", "/metz" + lot + "/evenements", headers={"Cookie": "cahier=" + visitor.cookies["cahier"]})
        response = connection.getresponse()
        self.assertEqual((200, "text/event-stream"), (response.status, response.headers["Content-Type"]))
        events = [json.loads(line[6:]) for line in response.read().decode().splitlines() if line.startswith("data: ")]
        connection.close()
        self.assertEqual(3, events[-1]["state"])
        self.assertEqual(sorted(event["state"] for event in events), [event["state"] for event in events])

    def test_the_journal_is_a_file(self):
        visitor = self.visitor("reader")
        lot = self.batch(self.visitor("agent"), content=CSV.replace("bancs", "abris"))
        self.assertEqual("", visitor.get(lot + "/exports/decisions.jsonl").text)
        keys = [f"cahier:{{metz}}:{lot[6:]}:{name}" for name in ("meta", "in", "iv", "out", "report", "published", "journal", "said")]
        self.server.redis("FCALL", "cahier1_decide", 9, *keys, "cahier:{metz}:work", lot[6:], "d1", 0, '{"id":"d1"}', "000000", 1, 0, "")
        answer = visitor.get(lot + "/exports/decisions.jsonl")
        self.assertEqual('{"id":"d1"}\n', answer.text)
        self.assertIn('filename="decisions.jsonl"', answer.headers["Content-Disposition"])

    def test_a_page_is_published_to_everybody_or_by_its_link(self):
        nobody, lot = Visitor(self.server), self.batch(self.visitor("agent"), content=CSV.replace("bancs", "jeux"))[6:]
        self.assertEqual(404, nobody.get("/publie/" + lot).status)

        def publish(html, when, link):
            self.server.redis("FCALL", "cahier1_publish", 2, f"cahier:{{metz}}:{lot}:meta", f"cahier:{{metz}}:{lot}:published", html, "Ana",
                              when, link, 3)

        publish("<p>une", "1", "")
        answer = nobody.get("/publie/" + lot)
        self.assertEqual((200, "<p>une"), (answer.status, answer.text))
        self.assertNotIn("unsafe", answer.headers["Content-Security-Policy"])
        tag = answer.headers["ETag"]
        again = nobody.get("/publie/" + lot, headers={"If-None-Match": tag})
        self.assertEqual((304, b""), (again.status, again.bytes))
        publish("<p>deux", "2", "k" * 64)
        self.assertEqual(404, nobody.get("/publie/" + lot).status)
        self.assertEqual(404, nobody.get("/publie/" + lot + "?lien=" + "j" * 64).status)
        self.assertEqual("<p>deux", nobody.get("/publie/" + lot + "?lien=" + "k" * 64).text)
        self.server.redis("UNLINK", f"cahier:{{metz}}:{lot}:published")
        self.assertEqual(404, nobody.get("/publie/" + lot + "?lien=" + "k" * 64).status)
        self.assertEqual(404, Visitor(self.server, "nancy").get("/publie/" + lot).status)

    def test_a_batch_is_removed_by_who_may(self):
        agent, ada = self.visitor("agent"), self.visitor("administrator")
        lot = self.batch(agent, content=CSV.replace("bancs", "fontaines"))
        self.ready(agent, lot)
        self.assertEqual(403, agent.post(lot + "/supprimer", {"csrf": agent.csrf(lot), "confirmer": "oui"}).status)
        self.assertIn("avis=rien-choisi", ada.post(lot + "/supprimer", {"csrf": ada.csrf(lot)}).location)
        self.assertIn("avis=lot-supprime", ada.post(lot + "/supprimer", {"csrf": ada.csrf(lot), "confirmer": "oui"}).location)
        self.assertEqual(404, ada.get(lot).status)
        self.assertEqual([], [key for key in self.server.redis("KEYS", f"*{lot[6:]}*")])


class Large(Served):
    options = ("--max-upload", 1)

    def test_a_file_over_the_limit_leaves_nothing(self):
        visitor = self.visitor("agent")
        csrf = visitor.csrf("/lots/nouveau")
        body, boundary = town.multipart({"csrf": csrf}, [("fichier", "a.csv", b"x" * (4 << 20))])
        try:
            answer = visitor.ask("POST", "/metz/lots", body, headers={"Content-Type": "multipart/form-data; boundary=" + boundary})
            self.assertEqual(413, answer.status)
        except (ConnectionError, http.client.HTTPException):
            pass  # it was cut before it was all sent
        self.assertEqual([], self.server.uploads())
        # without a length the bytes are counted
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=20) as link:
            try:
                link.sendall(f"POST /metz/lots HTTP/1.1\r\nHost: x\r\nCookie: cahier={visitor.cookies['cahier']}\r\nTransfer-Encoding: "
                             f"chunked\r\nContent-Type: multipart/form-data; boundary={boundary}\r\n\r\n".encode())
                for start in range(0, len(body), 65536):
                    piece = body[start:start + 65536]
                    link.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                link.sendall(b"0\r\n\r\n")
                self.assertNotIn(b" 303 ", link.recv(100))
            except ConnectionError:
                pass
        until("removed", lambda: self.server.uploads() == [])
        self.assertEqual(303, visitor.send_files("/lots", {"csrf": csrf}, [("fichier", "a.csv", CSV.encode())]).status)


class Administration(Served):
    def act(self, visitor, path, **fields):
        return visitor.post("/reglages" + path, {"csrf": visitor.csrf("/reglages"), **{k.replace("_", "-"): v for k, v in fields.items()}})

    def test_people_are_added_changed_and_suspended(self):
        ada = self.visitor("administrator")
        self.assertIn("avis=personne-ajoutee", self.act(ada, "/personnes", nom="Léo <b>", role="agent", mot_de_passe=PASSWORD).location)
        self.assertIn("avis=nom-pris", self.act(ada, "/personnes", nom="Léo <b>", role="reader", mot_de_passe=PASSWORD).location)
        self.assertIn("court", self.act(ada, "/personnes", nom="Lia", role="agent", mot_de_passe="court").location)
        self.assertEqual(400, self.act(ada, "/personnes", nom="Lia", role="king", mot_de_passe=PASSWORD).status)
        self.assertIn("avis=nom-vide", self.act(ada, "/personnes", nom=" ", role="agent", mot_de_passe=PASSWORD).location)
        page = ada.get("/reglages").text
        self.assertIn("Léo &lt;b&gt;", page)
        self.assertNotIn("argon2", page)
        leo = Visitor(self.server)
        leo.sign_in("Léo <b>")
        self.assertEqual(200, leo.get("/lots/nouveau").status)
        self.act(ada, "/personnes/modifier", nom="Léo <b>", role="reader", etat="actif")
        self.assertEqual(303, leo.get("/lots").status)
        leo.sign_in("Léo <b>")
        self.assertEqual((200, 403), (leo.get("/lots").status, leo.get("/lots/nouveau").status))
        self.act(ada, "/personnes/modifier", nom="Léo <b>", role="reader", etat="suspendu")
        self.assertEqual((303, 401), (leo.get("/lots").status, Visitor(self.server).sign_in("Léo <b>").status))

    def test_passwords_are_kept_as_argon2id(self):
        self.assertIn(b"$argon2id$v=19$m=65536", self.server.redis("HGET", "cahier:{metz}:people", "Ana"))
        self.assertNotIn(PASSWORD.encode(), b"".join(path.read_bytes() for path in self.server.folder.rglob("*.aof")))

    def test_the_last_administrator_stays_one(self):
        ada = self.visitor("administrator")
        answer = self.act(ada, "/personnes/modifier", nom="Ada", role="reader", etat="actif")
        self.assertIn("avis=derniere-administration", answer.location)
        self.assertEqual(200, ada.get("/reglages").status)

    def test_the_town_has_its_name(self):
        ada = self.visitor("administrator")
        self.assertIn("avis=enregistre", self.act(ada, "/commune", ville="Metz & <i>", conservation="90", webhook="").location)
        self.assertIn("Metz &amp; &lt;i&gt;", ada.get("/lots").text)
        self.assertIn('value="90"', ada.get("/reglages").text)
        for fields in ({"conservation": "-1"}, {"conservation": "x"}, {"webhook": "javascript:alert(1)"}):
            self.assertEqual(400, self.act(ada, "/commune", **fields).status, fields)

    def test_a_token_is_shown_once_and_removed(self):
        ada = self.visitor("administrator")
        page = self.act(ada, "/jetons", nom="Plateforme", role="agent").text
        token = re.search(r'id="nouveau-jeton">([0-9a-f]{64})<', page).group(1)
        self.assertNotIn(token, ada.get("/reglages").text)
        self.assertIn("Plateforme", ada.get("/reglages").text)
        self.assertNotIn(token.encode(), b"".join(self.server.redis("HGETALL", "cahier:{metz}:tokens")))
        identity = re.search(r'name="jeton" value="([0-9a-f]{64})"', ada.get("/reglages").text).group(1)
        self.assertIn("avis=jeton", self.act(ada, "/jetons/retirer", jeton=identity).location)
        self.assertNotIn("Plateforme", ada.get("/reglages").text)

    def test_an_erasure_gives_its_proof(self):
        ada = self.visitor("administrator")
        lot = self.batch(ada, content=CSV.replace("id;", "id;").replace("bancs", "kiosques"))
        self.ready(ada, lot)
        self.assertIn("avis=rien-choisi", self.act(ada, "/effacement", contribution="7").location)
        answer = self.act(ada, "/effacement", contribution="7", confirmer="oui")
        self.assertEqual(200, answer.status)
        self.assertIn("empreinte=sha256:", answer.text)
        answer = self.act(ada, "/effacement", contribution="--batch", confirmer="oui")
        self.assertNotIn("empreinte=", answer.text)
        answer = self.act(ada, "/effacement", auteur="p-1", confirmer="oui")
        self.assertIn("id=\"preuve\"", answer.text)

    def test_old_batches_leave_by_themselves(self):
        ada = self.visitor("administrator")
        lot = self.batch(ada, content=CSV.replace("bancs", "marchés"))
        self.ready(ada, lot)
        self.act(ada, "/commune", ville="", conservation="1", webhook="")
        self.server.redis("HSET", f"cahier:{{metz}}:{lot[6:]}:meta", "finished", "1")
        self.server.stop()
        self.server.start()  # it looks when it starts, then every ten minutes
        until("removed", lambda: self.server.redis("EXISTS", f"cahier:{{metz}}:{lot[6:]}:meta") == 0)
        self.act(self.visitor("administrator"), "/commune", ville="", conservation="", webhook="")


class Proxy(Served):
    options = ("--trust-proxy-from", "127.0.0.1", "--trust-proxy-header", "X-Remote-User")

    def test_who_the_proxy_names_is_who_it_is(self):
        ana = Visitor(self.server, headers={"X-Remote-User": "Ana"})
        self.assertEqual(200, ana.get("/lots/nouveau").status)
        town = {"csrf": ana.csrf("/lots/nouveau"), "ville": "Ana", "conservation": "", "webhook": ""}
        self.assertEqual(403, ana.post("/reglages/commune", town).status)  # an agent, as she was added: no administrator
        self.assertEqual(303, ana.send_files("/lots", {"csrf": ana.csrf("/lots/nouveau")}, [("fichier", "a.csv", CSV.encode())]).status)
        self.assertEqual(403, ana.send_files("/lots", {"csrf": "0" * 64}, [("fichier", "a.csv", CSV.encode())]).status)
        other = Visitor(self.server, headers={"X-Remote-User": "Ada"})
        self.assertEqual(403, other.send_files("/lots", {"csrf": ana.csrf("/lots/nouveau")}, [("fichier", "a.csv", b"x")]).status)

    def test_who_was_not_added_does_not_enter(self):
        self.assertEqual(303, Visitor(self.server, headers={"X-Remote-User": "Personne"}).get("/lots").status)

    def test_cookies_are_secure_behind_a_proxy(self):
        answer = Visitor(self.server).get("/")
        self.assertIn("; Secure", answer.headers["Set-Cookie"])
        self.assertIn("max-age", answer.headers["Strict-Transport-Security"])


class NoProxy(Served):
    options = ("--trust-proxy-from", "127.0.0.2", "--trust-proxy-header", "X-Remote-User")

    def test_the_header_of_anybody_else_is_nothing(self):
        self.assertEqual(303, Visitor(self.server, headers={"X-Remote-User": "Ada"}).get("/lots").status)


class Killed(Served):
    """-9 in the middle of things: what was answered is there, once."""

    def test_redis_dies_and_pages_wait_for_the_next(self):
        visitor = self.visitor("agent")
        path = visitor.send("avis.csv", CSV.replace("bancs", "ponts").encode())
        visitor.checked(path)
        os.kill(self.server.redis_pid(), signal.SIGKILL)
        self.assertEqual(200, visitor.get("/lots").status)
        lot = visitor.analyse(path)
        os.kill(self.server.redis_pid(), signal.SIGKILL)
        self.ready_again(visitor, lot)
        self.assertEqual(200, visitor.get(lot).status)

    def ready_again(self, visitor, lot):
        def done():
            try:
                return self.server.redis("HGET", f"cahier:{{metz}}:{lot[6:]}:meta", "state") == b"done"
            except OSError:
                return False
            except Exception as error:  # LOADING
                return "LOADING" not in str(error) and (_ for _ in ()).throw(error)
        until("report", done)

    def test_the_server_dies_and_what_it_answered_stays(self):
        ada = self.visitor("administrator")
        done, stop, trouble = [], threading.Event(), []

        def work():
            n = 0
            while not stop.is_set():
                n += 1
                try:
                    answer = ada.post("/reglages/personnes", {"csrf": csrf, "nom": f"p-{n}", "role": "reader", "mot-de-passe": PASSWORD})
                    if answer.status == 303 and "avis=personne-ajoutee" in answer.location:
                        done.append(f"p-{n}")
                    else:
                        trouble.append((answer.status, answer.location))
                except (OSError, http.client.HTTPException):
                    pass

        csrf = ada.csrf("/reglages")
        for _ in range(2):
            before = len(done)
            thread = threading.Thread(target=work)
            thread.start()
            until("some were added", lambda: len(done) > before + 1)
            self.server.kill()
            stop.set()
            thread.join()
            stop.clear()
            self.server.start()
            known = {name.decode() for name in self.server.redis("HKEYS", "cahier:{metz}:people")}
            self.assertEqual(set(), set(done) - known)
            done.extend(name for name in known if name.startswith("p-") and name not in done)
            self.assertEqual(200, ada.get("/reglages").status)  # the session too
        self.assertEqual([], [t for t in trouble if t[0] != 303])

    def test_an_upload_ends_with_the_server_and_is_sent_again(self):
        visitor = self.visitor("agent")
        content = CSV.replace("bancs", "quais").encode()
        path = visitor.send("avis.csv", content)
        visitor.checked(path)
        self.assertIn("avis.csv", [kept.name for kept in self.server.uploads()])
        self.server.kill()
        self.server.start()
        self.assertEqual([], self.server.uploads())
        self.assertEqual(404, visitor.get(path).status)
        first = visitor.analyse(visitor.send("avis.csv", content))
        self.assertEqual(first, visitor.analyse(visitor.send("avis.csv", content)))
        self.ready(visitor, first)

    def test_it_stops_when_told_and_leaves_nobody(self):
        pid = self.server.redis_pid()
        self.assertEqual(0, self.server.stop())
        with self.assertRaises(ProcessLookupError):
            os.kill(pid, 0)
        self.server.start()


class Cut(Served):
    def test_a_batch_cut_while_it_was_sent_says_so_and_is_mended(self):
        visitor = self.visitor("agent")
        many = "id;texte\n" + "".join(f"{n};Il faudrait {n} lampes et {n % 7} bancs dans la rue {n % 91}, le soir.\n" for n in range(20000))
        path = visitor.send("beaucoup.csv", many.encode())
        form = visitor.checked(path).page().form("/colonnes")
        lot = visitor.post(path + "/analyser", form, timeout=120).location[len("/metz"):]
        self.assertIn("/lots/", lot)
        self.server.kill()
        self.server.start()
        page = visitor.get(lot)
        state = self.server.redis("HGET", f"cahier:{{metz}}:{lot[6:]}:meta", "state")
        if state != b"open":
            self.skipTest("it was sent before the server died")
        self.assertIn("l’envoi a été interrompu", page.text)
        self.assertEqual(lot, visitor.analyse(visitor.send("beaucoup.csv", many.encode())))
        until("sent", lambda: self.server.redis("HGET", f"cahier:{{metz}}:{lot[6:]}:meta", "state") != b"open", 120)
        self.assertEqual(b"20000", self.server.redis("HGET", f"cahier:{{metz}}:{lot[6:]}:meta", "docs"))


class Command(unittest.TestCase):
    def run_serve(self, *words, said=""):
        return subprocess.run([town.PROGRAM, "serve", *map(str, words)], input=said, text=True, capture_output=True, timeout=60)

    def test_wrong_use_is_code_2(self):
        for words in ((), ("--data", "x", "--redis", "unix:///y"), ("--data", "x", "--port", "70000"), ("--data", "x", "--tenant", "A b"),
                      ("--data", "x", "--tls-cert", "y"), ("--data", "x", "--trust-proxy-header", "H"), ("--data", "x", "--role", "king"),
                      ("--data", "x", "--bogus"), ("--data", "x", "y"), ("--data", "x", "--add-person", "")):
            self.assertEqual(2, self.run_serve(*words).returncode, words)

    def test_help_is_in_both_languages(self):
        self.assertIn("les pages où une équipe", self.run_serve("--help").stdout)
        self.assertIn("the pages on which a team", self.run_serve("--help", "--lang", "en").stdout)

    def test_people_are_added_without_a_server(self):
        server = town.Server()
        self.addCleanup(server.remove)
        self.assertEqual(1, server.add("Ana", "agent", password="court").returncode)
        self.assertEqual(0, server.add("Ana", "agent").returncode)
        self.assertEqual(1, server.add("Ana", "agent").returncode)
        server.start()
        self.assertEqual(303, Visitor(server).sign_in("Ana").status)

    def test_who_is_not_there_yet_is_told_what_to_type(self):
        server = town.Server()
        self.addCleanup(server.remove)
        server.start()
        self.assertIn("--add-person", Visitor(server).get("/").text)
        self.assertIn("--add-person NOM --role administrator", server.said())

    def test_a_port_that_is_taken_is_code_1(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            server = town.Server()
            self.addCleanup(server.remove)
            asked = self.run_serve("--data", server.folder, "--port", taken.getsockname()[1])
            self.assertEqual(1, asked.returncode, asked.stderr)

    def test_a_redis_that_is_away_is_code_3(self):
        self.assertEqual(3, self.run_serve("--redis", "unix:///nowhere/redis.sock").returncode)

    def test_https(self):
        server = town.Server()
        self.addCleanup(server.remove)
        cert, key = server.folder / "cert.pem", server.folder / "key.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key,
                        "-out", cert, "-days", "2", "-subj", "/CN=localhost"], check=True, capture_output=True)
        server.options += ["--tls-cert", str(cert), "--tls-key", str(key)]
        server.start()
        import ssl
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=context, timeout=20)
        connection.request("GET", "/metz/")
        response = connection.getresponse()
        self.assertEqual(200, response.status)
        self.assertIn("; Secure", response.headers["Set-Cookie"])
        connection.close()
        server.options[server.options.index(str(key))] = str(cert)
        server.stop()
        with self.assertRaises(AssertionError):
            server.start()
        server.process = None


if __name__ == "__main__":
    unittest.main()
