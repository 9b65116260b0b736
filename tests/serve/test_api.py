# SPDX-License-Identifier: Apache-2.0
"""The API: every answer is what docs/openapi.json says; tokens open what their role may and nothing else; what docs/api.md
shows works."""
import base64
import hashlib
import hmac
import html
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import unittest
import urllib.parse
import xml.etree.ElementTree

import jsonschema

import town
from test_serve import RANK, ROLES, Served
from town import Visitor, multipart, until

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "deliver"))
from test_deliver import Receiver  # noqa: E402

DOCS = pathlib.Path(__file__).resolve().parents[2] / "docs"
DESCRIPTION = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
COMMUNE = (town.DATA / "commune.csv").read_bytes()


def described(pattern):
    """The path of the description that a route is."""
    return re.sub(r":(\w+)", r"{\1}", pattern[len("/:tenant"):])


def resolve(schema):
    """A schema whose references are within the description."""
    return {**schema, "components": DESCRIPTION["components"]}


def check(answer, method, path):
    """The body is one of those that the description has for this status."""
    operation = DESCRIPTION["paths"][path][method.lower()]
    response = operation["responses"].get(str(answer.status))
    if response is None:
        raise AssertionError(f"{method} {path} answers {answer.status}, which is not described: {answer.text[:300]}")
    if "$ref" in response:
        response = DESCRIPTION["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    for kind, content in response.get("content", {}).items():
        if kind.endswith("json"):
            assert answer.headers["Content-Type"].startswith(kind), (kind, answer.headers["Content-Type"])
            jsonschema.validate(json.loads(answer.text), resolve(content["schema"]),
                                cls=jsonschema.Draft202012Validator)


class Machine(Visitor):
    """Who has a token and no cookie. Answers are checked against the description."""

    def __init__(self, server, token, tenant="metz"):
        super().__init__(server, tenant, {"Authorization": "Bearer " + token} if token else {})

    def call(self, method, path, body=None, kind="application/json", pattern=None, headers=None):
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        headers = {**({"Content-Type": kind} if body is not None else {}), **(headers or {})}
        if method == "POST" and body is None:
            body = b""
        answer = self.ask(method, f"/{self.tenant}/api/v1{path}", body, headers=headers)
        if pattern:
            check(answer, method, "/api/v1" + pattern)
        return answer

    def json(self, method, path, body=None, pattern=None, status=200, **more):
        answer = self.call(method, path, body, pattern=pattern, **more)
        assert answer.status == status, (method, path, answer.status, answer.text[:500])
        return json.loads(answer.text)


class Api(Served):
    tokens = {}

    def machine(self, role="agent", tenant="metz"):
        """By a token written where the settings write it."""
        token = hashlib.sha256(f"{role}{tenant}".encode()).hexdigest()
        record = json.dumps({"name": "Plateforme " + role, "role": role, "created": "2026-01-01T00:00:00+01:00"})
        self.server.redis("HSET", f"cahier:{{{tenant}}}:tokens", hashlib.sha256(token.encode()).hexdigest(), record)
        return Machine(self.server, token, tenant)

    def sent(self, machine, content=COMMUNE, kind="text/csv", **query):
        """From bytes to a batch that is ready: its path."""
        query = urllib.parse.urlencode({"nom": "commune.csv", **query})
        done = machine.json("POST", "/lots?" + query, content, kind=kind, pattern="/lots")
        upload = done["href"][len(f"/{machine.tenant}/api/v1"):]
        until("check", lambda: machine.json("GET", upload, pattern="/envois/{upload}")["state"] != "checking")
        done = machine.json("POST", upload + "/analyser", {}, pattern="/envois/{upload}/analyser")
        if "/lots/" not in done["href"]:
            until("sending", lambda: "batch" in machine.json("GET", upload, pattern="/envois/{upload}"))
        lot = "/lots/" + machine.json("GET", upload, pattern="/envois/{upload}")["batch"]
        until("ready", lambda: machine.json("GET", lot, pattern="/lots/{batch}")["state"] == "ready")
        return lot


class Description(unittest.TestCase):
    def test_it_and_the_table_of_routes_say_the_same(self):
        listed = subprocess.run([town.PROGRAM, "serve", "--routes"], text=True, capture_output=True, check=True).stdout
        table = {(method, described(pattern), least) for method, pattern, least in map(str.split, listed.splitlines())
                 if pattern.startswith("/:tenant/api/")}
        said = {(method.upper(), path, operation["x-least-role"]) for path, methods in DESCRIPTION["paths"].items()
                for method, operation in methods.items()}
        self.assertEqual(table, said)

    def test_its_schemas_are_schemas(self):
        for name, schema in DESCRIPTION["components"]["schemas"].items():
            with self.subTest(name):
                jsonschema.Draft202012Validator.check_schema(schema)

    def test_what_a_path_names_is_described(self):
        for path, methods in DESCRIPTION["paths"].items():
            for operation in methods.values():
                named = [p["name"] for p in operation.get("parameters", []) if p["in"] == "path"]
                self.assertEqual(re.findall(r"\{(\w+)\}", path), named)


class Reading(Api):
    people = False

    def test_a_platform_sends_reads_decides_and_publishes(self):
        agent = self.machine()
        lot = self.sent(agent, titre="Budget participatif")
        shown = agent.json("GET", lot)
        self.assertEqual(("Budget participatif", "Plateforme agent"), (shown["title"], shown["who"]))
        self.assertIn(shown, agent.json("GET", "/lots", pattern="/lots")["batches"])
        themes = agent.json("GET", lot + "/themes", pattern="/lots/{batch}/themes")
        self.assertEqual(shown["themes"], len(themes["themes"]))
        self.themes_are_read(agent, lot, themes)
        self.decisions_are_said(agent, lot, themes)
        self.pages_are_published(agent, lot)
        self.files_are_taken(agent, lot)
        self.batches_are_kept_in_order(agent, lot)

    def themes_are_read(self, agent, lot, themes):
        first = themes["themes"][0]
        theme = agent.json("GET", f"{lot}/themes/{first['id']}", pattern="/lots/{batch}/themes/{theme}")["theme"]
        self.assertEqual((first["label"], first["size"]), (theme["label"], theme["size"]))
        page = agent.json("GET", f"{lot}/contributions?theme={first['id']}", pattern="/lots/{batch}/contributions")
        self.assertEqual(first["size"], page["total"])
        every = agent.json("GET", f"{lot}/contributions", pattern="/lots/{batch}/contributions")
        self.assertEqual(themes["documents"], every["total"])
        self.assertEqual(50, len(every["contributions"]))
        last = agent.json("GET", f"{lot}/contributions?page={every['pages']}")["contributions"]
        self.assertEqual(every["total"] - 50 * (every["pages"] - 1), len(last))
        lines = agent.call("GET", lot + "/exports/contributions.jsonl").text.splitlines()
        self.assertEqual(every["contributions"], [json.loads(line) for line in lines[:50]])
        blamed = agent.json("GET", f"{lot}/contributions?avis-est=negative")
        self.assertTrue(0 < blamed["total"] < every["total"])
        self.assertTrue(all(c["polarity"]["label"] == "negative" for c in blamed["contributions"]))
        self.assertEqual(404, agent.call("GET", f"{lot}/contributions?theme=t-none").status)
        one = every["contributions"][0]
        answer = agent.json("GET", f"{lot}/contributions/{urllib.parse.quote(one['id'], safe='')}",
                            pattern="/lots/{batch}/contributions/{contribution}")
        self.assertEqual(one, answer["contribution"])
        self.assertTrue(all(theme["verified"] for theme in answer["explanation"]["themes"]))

    def decisions_are_said(self, agent, lot, themes):
        pattern, theme, other = "/lots/{batch}/decisions", themes["themes"][0]["id"], themes["themes"][1]["id"]
        rename = {"id": "api-1", "seen": themes["revision"], "do": "rename", "theme": theme, "label": "Voirie d'ici"}
        said = agent.json("POST", lot + "/decisions", rename, pattern=pattern, status=201)
        self.assertEqual((False, themes["revision"] + 1), (said["already"], said["revision"]))
        again = agent.json("POST", lot + "/decisions", rename, pattern=pattern, status=200)
        self.assertTrue(again["already"])
        self.assertEqual("Voirie d'ici", agent.json("GET", lot + "/themes")["themes"][0]["label"])
        # somebody else, who had not seen it
        boss = self.machine("administrator")
        clash = boss.json("POST", lot + "/decisions", {**rename, "id": "api-2", "label": "Rues"}, pattern=pattern, status=409)
        self.assertEqual(("conflict", "Plateforme agent", "rename", "theme"),
                         tuple(clash[name] for name in ("code", "who", "do", "about")))
        insisting = {**rename, "id": "api-2", "label": "Rues", "seen": clash["revision"]}
        boss.json("POST", lot + "/decisions", insisting, pattern=pattern, status=201)
        undo = {"id": "api-3", "seen": clash["revision"] + 1, "do": "undo", "of": "api-2"}
        boss.json("POST", lot + "/decisions", undo, pattern=pattern, status=201)
        journal = agent.json("GET", lot + "/decisions", pattern=pattern)
        self.assertEqual(["api-1", "api-2", "api-3"], [line["decision"]["id"] for line in journal["decisions"]])
        since = agent.json("GET", lot + "/decisions?depuis=2", pattern=pattern)
        self.assertEqual(["api-3"], [line["decision"]["id"] for line in since["decisions"]])
        for wrong, code in (({"do": "rename"}, "no_decision"), ({"id": "x", "do": "rename", "seen": 3}, "no_decision"),
                            ({"id": "x", "do": "dance", "seen": 3}, "no_decision"), ({"id": "x", "do": "undo", "seen": 3}, "no_decision"),
                            ({"id": "é", "do": "rename", "theme": theme, "label": "A", "seen": 3}, "no_decision"),
                            ({"id": "x", "do": "merge", "seen": 3, "themes": [{"theme": "t-0000"}, {"theme": other}]}, "no_theme")):
            answer = agent.json("POST", lot + "/decisions", wrong, pattern=pattern, status=422)
            self.assertEqual(code, answer["code"], wrong)
        self.assertEqual(3, agent.json("GET", lot + "/decisions")["revision"])

    def pages_are_published(self, agent, lot):
        pattern = "/lots/{batch}/publication"
        self.assertEqual("none", agent.json("GET", lot + "/publication", pattern=pattern)["state"])
        agent.json("POST", lot + "/publication", {"state": "link"}, pattern=pattern)
        shown = agent.json("GET", lot + "/publication", pattern=pattern)
        self.assertEqual("link", shown["state"])
        self.assertEqual(200, Visitor(self.server).ask("GET", shown["href"]).status)
        agent.json("POST", lot + "/publication", {"state": "none"}, pattern=pattern)
        self.assertEqual(404, Visitor(self.server).ask("GET", shown["href"]).status)
        self.assertEqual(400, agent.call("POST", lot + "/publication", {"state": "moon"}, pattern=pattern).status)

    def files_are_taken(self, agent, lot):
        report = json.loads(agent.call("GET", lot + "/exports/report.json").text)
        self.assertEqual(agent.json("GET", lot + "/themes")["themes"][0]["label"], report["themes"][0]["label"])
        self.assertEqual(3, len(agent.call("GET", lot + "/exports/decisions.jsonl").text.splitlines()))
        answer = agent.call("GET", lot + "/exports/nothing", pattern="/lots/{batch}/exports/{file}")
        self.assertEqual((404, "not_found"), (answer.status, json.loads(answer.text)["code"]))

    def batches_are_kept_in_order(self, agent, lot):
        agent.json("POST", lot + "/titre", {"title": "Autre titre"}, pattern="/lots/{batch}/titre")
        self.assertEqual("Autre titre", agent.json("GET", lot)["title"])
        agent.json("POST", lot + "/relancer", pattern="/lots/{batch}/relancer")
        first = agent.call("GET", lot + "/themes")
        self.assertEqual(304, agent.call("GET", lot + "/themes", headers={"If-None-Match": first.headers["ETag"]}).status)
        boss = self.machine("administrator")
        one = agent.json("GET", lot + "/contributions")["contributions"][0]["id"]
        self.assertEqual(422, boss.call("POST", "/effacement", {"contribution": one}, pattern="/effacement").status)
        proof = boss.json("POST", "/effacement", {"contribution": one, "confirm": True}, pattern="/effacement")["proof"]
        self.assertIn("empreinte=sha256:", proof)
        answer = agent.call("GET", lot + "/themes", pattern="/lots/{batch}/themes")  # read again, or just done
        self.assertIn(answer.status, (200, 409))
        self.assertEqual(422, boss.call("POST", lot + "/supprimer", {}, pattern="/lots/{batch}/supprimer").status)
        boss.json("POST", lot + "/supprimer", {"confirm": True}, pattern="/lots/{batch}/supprimer")
        self.assertEqual(404, agent.call("GET", lot, pattern="/lots/{batch}").status)

    def test_contributions_of_a_platform_are_a_file(self):
        agent = self.machine()
        texts = [{"id": f"p-{n}", "text": f"Il faudrait plus de bancs et moins de voitures dans la rue numéro {n}."} for n in range(30)]
        done = agent.json("POST", "/lots?titre=Pl%C3%A9ni%C3%A8re", texts, pattern="/lots")
        path = done["href"][len("/metz/api/v1"):]
        shown = until("check", lambda: (lambda a: a if a["state"] != "checking" else None)(agent.json("GET", path)))
        self.assertEqual(("checked", 30, "Plénière"), (shown["state"], shown["documents"], shown["title"]))
        roles = {column["name"]: column for column in shown["files"][0]["columns"]}
        self.assertEqual("text", roles["text"]["role"])
        agent.json("POST", path + "/colonnes", {roles["text"]["field"]: "other"}, pattern="/envois/{upload}/colonnes")
        until("check again", lambda: agent.json("GET", path, pattern="/envois/{upload}")["state"] != "checking")
        agent.json("POST", path + "/abandonner", pattern="/envois/{upload}/abandonner")
        self.assertEqual(404, agent.call("GET", path, pattern="/envois/{upload}").status)

    def test_files_sent_again_under_another_title_ask_what_is_meant(self):
        agent = self.machine()
        content = COMMUNE.replace(b"VSA-", b"VSB-")
        lot = self.sent(agent, content, titre="Premier")
        done = agent.json("POST", "/lots?nom=commune.csv&titre=Second", content, kind="text/csv")
        path = done["href"][len("/metz/api/v1"):]
        until("check", lambda: agent.json("GET", path)["state"] == "checked")
        agent.json("POST", path + "/analyser", {})
        shown = until("asked", lambda: (lambda a: a if a["state"] == "asked" else None)(agent.json("GET", path, pattern="/envois/{upload}")))
        self.assertEqual(lot, "/lots/" + shown["batch"])
        agent.json("POST", path + "/deja", {"choice": "rename"}, pattern="/envois/{upload}/deja")
        self.assertEqual("Second", agent.json("GET", lot)["title"])

    def test_a_form_with_files_is_taken_too(self):
        agent = self.machine()
        body, boundary = multipart({"titre": "Formulaire"}, [("fichier", "avis.csv", COMMUNE)])
        done = agent.json("POST", "/lots", body, kind="multipart/form-data; boundary=" + boundary, pattern="/lots")
        self.assertIn("/api/v1/envois/", done["href"])
        answer = agent.call("POST", "/lots", pattern="/lots")
        self.assertEqual((422, "sans-fichier"), (answer.status, json.loads(answer.text)["code"]))

    def test_a_file_that_cannot_be_read_says_so(self):
        agent = self.machine()
        done = agent.json("POST", "/lots?nom=x.xlsx", b"PK\x03\x04 no workbook", kind="application/octet-stream", pattern="/lots")
        path = done["href"][len("/metz/api/v1"):]
        shown = until("check", lambda: (lambda a: a if a["state"] != "checking" else None)(agent.json("GET", path)))
        self.assertEqual("refused", shown["state"])
        self.assertTrue(shown["why"])

    def test_messages_are_heard_once_and_redacted(self):
        agent = self.machine()
        first = {"id": "m-1", "text": "Appelez Ana Dupont au 06 12 34 56 78 pour le compteur.", "date": "2026-03-14", "person": "u-1"}
        self.assertEqual(1, agent.json("POST", "/messages", first, pattern="/messages", status=201)["added"])
        several = [first, {"id": "m-2", "text": "Le compteur est en panne.", "date": "2026-03-14"}, {"id": "m-3", "text": " "}]
        told = agent.json("POST", "/messages", several, pattern="/messages", status=201)
        self.assertEqual((1, 1, 1), (told["added"], told["repeated"], told["aside"]["empty_text"]))
        self.assertEqual(0, agent.json("POST", "/messages", first, pattern="/messages")["added"])
        kept = b"".join(path.read_bytes() for path in (self.server.folder / "redis").rglob("*.aof"))
        self.assertNotIn(b"06 12 34 56 78", kept)
        for body in (b"", b"[]", b"3", b"{", b'"a"', b"\xff"):
            answer = agent.call("POST", "/messages", body, pattern="/messages")
            self.assertEqual(400, answer.status, (body, answer.text))
        self.assertEqual(403, self.machine("reader").call("POST", "/messages", first, pattern="/messages").status)

    def test_the_description_is_served(self):
        answer = Machine(self.server, None).call("GET", "/openapi.json")
        self.assertEqual((200, DESCRIPTION), (answer.status, json.loads(answer.text)))


class Tokens(Api):
    def test_a_token_of_the_settings_opens_the_api_until_it_is_removed(self):
        ada = self.visitor("administrator")
        page = ada.post("/reglages/jetons", {"csrf": ada.csrf("/reglages"), "nom": "Plateforme", "role": "reader"}).text
        token = re.search(r'id="nouveau-jeton">([0-9a-f]{64})<', page).group(1)
        machine = Machine(self.server, token)
        self.assertEqual(200, machine.call("GET", "/lots", pattern="/lots").status)
        identity = hashlib.sha256(token.encode()).hexdigest()
        ada.post("/reglages/jetons/retirer", {"csrf": ada.csrf("/reglages"), "jeton": identity})
        answer = machine.call("GET", "/lots", pattern="/lots")
        self.assertEqual((401, "Bearer", "no_token"),
                         (answer.status, answer.headers["WWW-Authenticate"], json.loads(answer.text)["code"]))

    def test_wrong_tokens_open_nothing(self):
        right = self.machine().headers["Authorization"]
        for header in ("", "Bearer", "Bearer ", "Basic " + right[7:], "Bearer " + "0" * 64, right[:-1], right + "0", right.upper(),
                       right + " ", "Bearer " + "é" * 32, "bearer\t" + right[7:]):
            machine = Machine(self.server, None)
            machine.headers = {"Authorization": header.encode().decode("latin-1")} if header else {}
            with self.subTest(header=header):
                self.assertIn(machine.call("GET", "/lots").status, (400, 401))

    def test_a_token_is_of_its_space(self):
        machine = self.machine()
        machine.tenant = "nancy"
        self.assertEqual(401, machine.call("GET", "/lots", pattern="/lots").status)
        self.assertEqual(404, self.machine(tenant="nancy").call("GET", "/lots/" + "0" * 26, pattern="/lots/{batch}").status)

    def test_pages_know_no_token_and_the_api_no_cookie(self):
        self.assertEqual(303, self.machine("administrator").get("/lots").status)
        visitor = self.visitor("administrator")
        self.assertEqual(200, visitor.get("/lots").status)
        self.assertEqual(401, visitor.get("/api/v1/lots").status)
        answer = visitor.post("/api/v1/effacement", {"csrf": visitor.csrf("/reglages"), "contribution": "1", "confirmer": "oui"})
        self.assertEqual(401, answer.status)

    def test_what_is_not_there_is_said_in_json(self):
        machine = self.machine("administrator")
        for method, path, status, code in (("GET", "/nothing", 404, "not_found"), ("DELETE", "/lots", 405, "wrong_method"),
                                           ("GET", "/lots/x", 404, "not_found")):
            answer = machine.call(method, path)
            self.assertEqual((status, "application/problem+json", code),
                             (answer.status, answer.headers["Content-Type"], json.loads(answer.text)["code"]))


class Hostile(Api):
    people = False
    BODIES = ["", "{", "[]", "null", "1", '"a"', "{}x", "{} {}", '{"a":1}\0', "\ufeff{}", '{"\\u0000":1}', '{"seen":1e999}',
              "[" * 5000, '{"a":' * 3000 + "1" + "}" * 3000, '{"do":"rename","seen":-1,"id":"a"}', '{"id":"\\ud800"}',
              '{"id":"a\\nb","do":"note","seen":0,"note":"x"}', '{"do":{"a":1},"id":[1],"seen":"0"}']

    def test_malformed_bodies_change_nothing(self):
        boss = self.machine("administrator")
        lot = self.sent(boss)
        dice = random.Random(7)
        bodies = [body.encode("utf-8", "surrogatepass") for body in self.BODIES] + [b"\xff\xfe{}", b'{"a":"\xc3"}']
        right = json.dumps({"id": "a", "seen": 0, "do": "note", "note": "x"}).encode()
        for _ in range(int(os.environ.get("CAHIER_FUZZ_BODIES", "20"))):
            cut = bytearray(right)
            for _ in range(dice.randint(1, 4)):
                cut[dice.randrange(len(cut))] = dice.randrange(256)
            bodies.append(bytes(cut[:dice.randint(0, len(cut))]))
        for path in ("/decisions", "/publication", "/titre", "/supprimer"):
            for body in bodies:
                answer = boss.call("POST", lot + path, body)
                with self.subTest(path=path, body=body[:80]):
                    self.assertIn(answer.status, (200, 201, 400, 409, 415, 422), answer.text[:300])
                    if answer.status >= 400:
                        jsonschema.validate(json.loads(answer.text), resolve(DESCRIPTION["components"]["schemas"]["Problem"]))
        self.assertEqual(200, boss.call("GET", lot).status)

    def test_a_body_over_the_limit_is_refused(self):
        agent = self.machine()
        answer = agent.ask("POST", "/metz/api/v1/lots/" + "0" * 26 + "/decisions",
                           headers={"Content-Type": "application/json", "Content-Length": str(1 << 30)})
        self.assertEqual((413, "too_large"), (answer.status, json.loads(answer.text)["code"]))
        answer = agent.call("POST", "/lots/" + "0" * 26 + "/titre", b"title=x", kind="text/plain")
        self.assertEqual((415, "wrong_type"), (answer.status, json.loads(answer.text)["code"]))

    def test_no_token_and_no_text_is_in_the_log(self):
        agent = self.machine()
        secret = agent.headers["Authorization"][7:]
        agent.call("GET", "/lots?mots=confidentiel")
        agent.call("POST", "/lots?titre=confidentiel&nom=confidentiel.csv", b"id;texte\n1;confidentiel\n", kind="text/csv")
        said = self.server.said()
        self.assertIn("/:tenant/api/v1/lots 200", said)
        self.assertNotIn(secret, said)
        self.assertNotIn("confidentiel", said)


class Walk(Api):
    """Every route of the API, for every role, for nobody."""
    people = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = [(path, method.upper(), operation["x-least-role"]) for path, methods in DESCRIPTION["paths"].items()
                      for method, operation in methods.items()]

    def walk(self, machine):
        for path, method, least in self.routes:
            answer = machine.call(method, re.sub(r"\{\w+\}", "0" * 26, path[len("/api/v1"):]), {} if method == "POST" else None,
                                  pattern=path[len("/api/v1"):])
            yield path, method, least, answer

    def test_a_role_reaches_what_it_may_and_no_more(self):
        for role in ROLES:
            for path, method, least, answer in self.walk(self.machine(role)):
                with self.subTest(role=role, method=method, path=path):
                    if RANK[role] < RANK[least]:
                        self.assertEqual((403, "no_right"), (answer.status, json.loads(answer.text)["code"]))
                    else:
                        self.assertNotIn(answer.status, (401, 403, 500))

    def test_nobody_reaches_what_is_not_public(self):
        for path, method, least, answer in self.walk(Machine(self.server, None)):
            with self.subTest(method=method, path=path):
                self.assertEqual(200 if least == "public" else 401, answer.status)


class Told(Api):
    """What the settings of a space ask to be told, by the deliverer that runs with the server."""
    options = ("--private-receivers", "--public-url", "https://cahier.exemple.fr")

    def act(self, path, **fields):
        ada = self.visitor("administrator")
        return ada.post("/reglages" + path, {"csrf": ada.csrf("/reglages"), **fields})

    def settings(self):
        return html.unescape(self.visitor("administrator").get("/reglages").text)

    def test_a_platform_is_told_that_a_batch_is_ready(self):
        for wrong in ({"webhook": "file:///etc/passwd"}, {"webhook": "javascript:alert(1)"}, {"courriels": "Ana <a@b.fr>"},
                      {"courriels": "a@b.fr\nBcc: c@d.fr x"}):
            self.assertEqual(400, self.act("/commune", **{"ville": "", "conservation": "", "webhook": "", **wrong}).status, wrong)
        receiver = Receiver([500])
        self.addCleanup(receiver.close)
        self.assertEqual(303, self.act("/commune", ville="Metz", conservation="", webhook=receiver.url(), courriels="ana@ville.fr").status)
        secret = re.search(r'id="secret">(whsec_[^<]+)<', self.settings()).group(1)
        self.act("/flux", etat="nouveau")
        lot = self.sent(self.machine())
        until("told", lambda: len(receiver.heard) == 2)  # refused once
        _, headers, body = receiver.heard[1]
        told = json.loads(body)
        self.assertEqual(("lot.pret", lot, "https://cahier.exemple.fr/metz" + lot, lot[6:]),
                         (told["type"], told["path"], told["url"], told["data"]["lot"]))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        key = base64.b64decode(secret[len("whsec_"):])
        self.assertEqual("v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode(), headers["webhook-signature"])
        until("said", lambda: "1 envoi, le dernier" in re.sub("[\u00a0\u202f]", " ", self.settings()))
        self.the_feed_has_it(told)
        self.who_is_down_is_shown_and_tried_again(receiver)
        self.act("/secret")
        self.assertNotIn(secret, self.settings())
        self.act("/commune", ville="", conservation="", webhook="", courriels="")

    def the_feed_has_it(self, told):
        link = re.search(r'href="(/metz/alertes\.atom\?cle=[0-9a-f]{32})"', self.settings()).group(1)
        stranger = Visitor(self.server)
        answer = stranger.ask("GET", link)
        self.assertEqual((200, "application/atom+xml; charset=utf-8"), (answer.status, answer.headers["Content-Type"]))
        feed = xml.etree.ElementTree.fromstring(answer.text)
        entry = feed.find("{http://www.w3.org/2005/Atom}entry")
        self.assertEqual("urn:cahier:metz:" + told["id"], entry.find("{http://www.w3.org/2005/Atom}id").text)
        self.assertEqual(304, stranger.ask("GET", link, headers={"If-None-Match": answer.headers["ETag"]}).status)
        for wrong in ("/metz/alertes.atom", link[:-1], link[:-32] + "0" * 32, "/metz/alertes.atom?cle=", link.replace("metz", "nancy")):
            self.assertEqual(404, stranger.ask("GET", wrong).status, wrong)
        self.act("/flux", etat="aucun")
        self.assertEqual(404, stranger.ask("GET", link).status)

    def who_is_down_is_shown_and_tried_again(self, receiver):
        receiver.plan = [503] * 50
        self.server.redis("FCALL", "cahier1_event_tell", "3", *(f"cahier:{{metz}}:{end}" for end in ("events:told", "events", "events:due:route")),
                          "test-1", json.dumps({"channels": 2, "kind": "lot.pret", "title": "x", "summary": "", "path": "", "facts": {}}))
        until("shown", lambda: "réponse 503" in self.settings())
        self.assertEqual(400, self.act("/envois", canal="moon").status)
        receiver.plan = []
        self.act("/envois", canal="webhook")
        until("sent", lambda: self.server.redis("HGET", "cahier:{metz}:events:at:webhook", "sent_id") == b"test-1")
        self.assertNotIn("réponse 503", self.settings())

    def test_the_deliverer_is_started_again(self):
        receiver = Receiver()
        self.addCleanup(receiver.close)
        self.act("/commune", ville="", conservation="", webhook=receiver.url(), courriels="")
        children = subprocess.run(["ps", "--ppid", str(self.server.process.pid), "-o", "pid=,args="], text=True, capture_output=True).stdout
        pid, = [int(line.split()[0]) for line in children.splitlines() if line.split()[2] == "deliver"]
        os.kill(pid, signal.SIGKILL)
        self.server.redis("FCALL", "cahier1_event_tell", "3", *(f"cahier:{{metz}}:{end}" for end in ("events:told", "events", "events:due:route")),
                          "test-2", json.dumps({"channels": 2, "kind": "lot.pret", "title": "x", "summary": "", "path": "", "facts": {}}))
        until("told", lambda: receiver.heard)


class Documented(Api):
    people = False

    def test_the_examples_of_the_documentation_run_as_they_are_written(self):
        text = (DOCS / "api.md").read_text(encoding="utf-8")
        script = "set -euo pipefail\n" + "\n".join(re.findall(r"^```sh\n(.*?)^```$", text, re.S | re.M))
        folder = pathlib.Path(self.server.folder)
        (folder / "contributions.csv").write_bytes(COMMUNE)
        machine = self.machine("administrator")
        ran = subprocess.run(["bash", "-c", script], cwd=folder, text=True, capture_output=True, timeout=120, env={
            **os.environ, "CAHIER": f"http://127.0.0.1:{self.server.port}/metz", "JETON": machine.headers["Authorization"][7:]})
        self.assertEqual((0, ""), (ran.returncode, ran.stderr), ran.stdout[-2000:])
        self.assertIn("empreinte=sha256:", ran.stdout)
        self.assertTrue((folder / "contributions.jsonl").read_text(encoding="utf-8").startswith("{"))

    def test_every_code_that_is_told_is_documented(self):
        text = (DOCS / "api.md").read_text(encoding="utf-8")
        for code in ("no_token", "no_right", "not_found", "no_theme", "not_ready", "conflict", "too_large", "wrong_type", "no_decision",
                     "rien-choisi", "sans-fichier", "malformed"):
            self.assertIn(f"`{code}`", text)


if __name__ == "__main__":
    unittest.main()
