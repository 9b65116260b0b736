# SPDX-License-Identifier: Apache-2.0
"""A review server in a folder of its own, and visitors: http.client with a jar of cookies, forms found in pages."""
import html.parser
import http.client
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "queue"))
from resp import Link, available, until  # noqa: E402

PROGRAM = os.environ["CAHIER"]
DATA = pathlib.Path(__file__).resolve().parents[1] / "data"
PASSWORD = "une phrase assez longue"

if not available("redis-server"):  # the one that cahier serve starts
    print("redis-server is not installed")
    sys.exit(77)


class Server:
    """`cahier serve --data` on a loopback port of its own; start() again after kill() serves the same folder."""

    def __init__(self, *options, tenants=("metz",)):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cahier-serve-"))
        self.options = [word for name in tenants for word in ("--tenant", name)] + list(map(str, options))
        self.process = None
        self.port = 0

    def add(self, name, role, tenant="metz", password=PASSWORD):
        """Before or while it runs."""
        return subprocess.run([PROGRAM, "serve", "--data", self.folder, "--tenant", tenant, "--add-person", name, "--role",
                               role], input=password + "\n", text=True, capture_output=True, timeout=60)

    def start(self):
        with open(self.folder / "said.txt", "ab") as said:
            self.process = subprocess.Popen([PROGRAM, "serve", "--data", self.folder, "--port", str(self.port), "--jobs", "1",
                                             *self.options], stdout=subprocess.PIPE, stderr=said, text=True)
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.process.stdout.close()
            raise AssertionError("it did not start: " + self.said()[-2000:])
        self.port = int(urllib.parse.urlsplit(line.strip()).port)
        return self

    def said(self):
        return (self.folder / "said.txt").read_text(encoding="utf-8")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code

    def kill(self):
        """-9: its children end with it, told by the kernel."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def redis_pid(self):
        """Of the redis-server that serves the folder now."""
        return int(self.redis("INFO", "server").split(b"process_id:")[1].split(b"\r")[0])

    def redis(self, *words):
        link = Link(self.folder / "redis" / "redis.sock")
        try:
            return link.call(*words)
        finally:
            link.close()

    def uploads(self):
        return [path for path in (self.folder / "envois").rglob("*") if path.is_file()]

    def remove(self):
        if self.process is not None and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Page(html.parser.HTMLParser):
    """Forms of a page, by the end of their action: names and values."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.links, self.open, self.select = {}, [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.open = self.forms.setdefault(attrs.get("action", ""), {})
        elif tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif tag == "input" and self.open is not None and "name" in attrs and attrs.get("type") not in ("file", "checkbox"):
            self.open.setdefault(attrs["name"], attrs.get("value", ""))
        elif tag == "select" and self.open is not None:
            self.select = attrs.get("name")
        elif tag == "option" and self.open is not None and self.select:
            if "selected" in attrs or self.select not in self.open:
                self.open[self.select] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = None
        elif tag == "select":
            self.select = None

    def form(self, end):
        """The fields of the form whose action ends so."""
        return next(dict(fields) for action, fields in self.forms.items() if action.endswith(end))


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.bytes = response.read()
        self.text = self.bytes.decode("utf-8", "replace")
        self.location = response.headers.get("Location", "")

    def page(self):
        return Page(self.text)


class Visitor:
    def __init__(self, server, tenant="metz", headers=None):
        self.server, self.tenant, self.headers, self.cookies = server, tenant, dict(headers or {}), {}

    def ask(self, method, path, body=None, headers=None, timeout=60):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=timeout)
        try:
            sent = {**self.headers, **(headers or {})}
            if self.cookies:
                sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            connection.putrequest(method, path, skip_accept_encoding=True)
            for name, value in sent.items():
                connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";")[0].split("=", 1)
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)
        return answer

    def get(self, path, **more):
        return self.ask("GET", f"/{self.tenant}{path}", **more)

    def post(self, path, fields, **more):
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded", **more.pop("headers", {})}
        return self.ask("POST", f"/{self.tenant}{path}", body, headers=headers, **more)

    def send_files(self, path, fields, files, **more):
        body, boundary = multipart(fields, files)
        headers = {"Content-Type": "multipart/form-data; boundary=" + boundary}
        return self.ask("POST", f"/{self.tenant}{path}", body, headers=headers, **more)

    def csrf(self, path="/lots"):
        return next(fields["csrf"] for fields in self.get(path).page().forms.values() if "csrf" in fields)

    def sign_in(self, name, password=PASSWORD, suite=""):
        form = self.get("/").page().form("/connexion")
        return self.post("/connexion", {**form, "nom": name, "mot-de-passe": password, "suite": suite})

    def send(self, name, content, title=""):
        """To its pre-flight: the path of the upload within the space."""
        answer = self.send_files("/lots", {"csrf": self.csrf("/lots/nouveau"), "titre": title}, [("fichier", name, content)])
        assert answer.status == 303, (answer.status, answer.text[:500])
        return answer.location[len(self.tenant) + 1:]

    def checked(self, path):
        """The page of an upload, once its check has ended."""
        def look():
            answer = self.get(path)
            return None if "data-reload" in answer.text else answer
        return until("check", look)

    def analyse(self, path, fields=None):
        """From the pre-flight to the batch: its path."""
        form = {**self.checked(path).page().form("/colonnes"), **(fields or {})}
        answer = self.post(path + "/analyser", form)
        if "/envois/" in answer.location:
            answer = until("sending", lambda: (lambda a: a if "/lots/" in a.location else None)(self.get(path)))
        assert "/lots/" in answer.location, (answer.status, answer.location, answer.text[:500])
        return answer.location[len(self.tenant) + 1:].split("?")[0]


def multipart(fields, files, boundary="frontiere-7a1"):
    parts = []
    for name, value in fields.items():
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    for field, name, content in files:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     f"Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), boundary
