"""A server for batches, and the same calls through Google's own Python client and through ours.

Its arguments are the Discovery document of tasks.v1, the program to compare with, and a seed. The server takes requests apart with
Python's own parser of MIME, and puts answers together with it, in any order. Both clients must have asked for the same, and
must have understood the same.
"""

import email
import email.policy
import json
import random
import subprocess
import sys
import threading
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

import httplib2
from googleapiclient.discovery import build_from_document
from googleapiclient.errors import HttpError
from googleapiclient.http import BatchHttpRequest, HttpMock

TEXTS = ["plain", "a b", "ü/日本", "100%", "%2F", "?#&=+", "\r\n--x\r\n", "\"q\"\\", "\u2028", "x" * 2000, "--", "\r\n\r\n"]
METHODS = ["get", "insert", "patch", "list", "delete"]


def sample(chance):
    def text(start):
        return start + chance.choice(TEXTS) + str(chance.randrange(1000))

    call = {"method": chance.choice(METHODS), "tasklist": text("l")}
    if call["method"] in ("get", "patch", "delete"):
        call["task"] = text(chance.choice(["t", "missing"]))
    if call["method"] in ("insert", "patch"):
        call["title"] = text("")
    if call["method"] == "patch":
        call["etag"] = f'"{chance.randrange(10**6)}"'
    if call["method"] == "list":
        call["pageToken"] = text("p")
    return call


class Server(BaseHTTPRequestHandler):
    """What arrived is kept in `seen`, one list of requests a batch."""

    seen = []
    chance = random.Random()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
        assert message.is_multipart() and not message.defects, message.defects
        assert self.path == "/batch", self.path
        parts = message.get_payload()
        requests = [self.request_in(part) for part in parts]
        self.seen.append(requests)
        self.answer([(part["Content-ID"], *reply(request)) for part, request in zip(parts, requests)])

    def request_in(self, part):
        assert part.get_content_type() == "application/http" and not part.defects, part.as_bytes()
        payload = part.get_payload(decode=True)
        line, rest = payload.replace(b"\r\n", b"\n", 1).split(b"\n", 1)
        method, target, version = line.decode("ascii").split(" ")
        assert version == "HTTP/1.1" and target.startswith("/"), line
        headers = email.message_from_bytes(rest, policy=email.policy.HTTP)
        assert not headers.defects, headers.defects
        content = headers.get_payload(decode=True)
        length = int(headers.get("Content-Length", 0))
        # A line end or more may stand before the next part.
        assert content[length:].strip() == b"", content
        content = content[:length]
        url = urlsplit(target)
        # The Python client leaves out `alt` where there is no response to read.
        query = sorted(pair for pair in parse_qsl(url.query, keep_blank_values=True) if pair[0] != "alt")
        assert "authorization" not in headers
        return {
            "method": method,
            "path": [unquote(segment) for segment in url.path.split("/")],
            "query": query,
            "if-match": headers.get("If-Match"),
            "type": headers.get_content_type() if content else None,
            "body": json.loads(content) if content else None,
        }

    def answer(self, replies):
        self.chance.shuffle(replies)
        message = MIMEMultipart("mixed", boundary=self.chance.choice(["batch_x-1", "a b", "(=)"]))
        message._write_headers = lambda _: None
        for content_id, status, content in replies:
            part = MIMENonMultipart("application", "http")
            part["Content-ID"] = content_id.replace("<", "<response-", 1)
            content = content.replace("\n", "\r\n")  # As the generator below would: lengths count.
            length = f"Content-Length: {len(content.encode())}\r\n" if self.chance.random() < 0.5 else ""
            part.set_payload(f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=UTF-8\r\n{length}\r\n{content}")
            message.attach(part)
        body = message.as_bytes(policy=email.policy.HTTP.clone(max_line_length=None))
        self.send_response(200)
        self.send_header("Content-Type", f'multipart/mixed; boundary="{message.get_boundary()}"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def reply(request):
    """All of the request, so that an answer to another call is noticed."""
    if any(segment.startswith("missing") for segment in request["path"]):
        error = {"code": 404, "message": f"No {request['path'][-1]}.", "status": "NOT_FOUND"}
        return "404 Not Found", json.dumps({"error": error})
    if request["method"] == "DELETE":
        return "204 No Content", ""
    return "200 OK", json.dumps({"kind": "tasks#some", "etag": json.dumps(request, sort_keys=True)}, indent=1)


def theirs(document, url, calls):
    service = build_from_document(document, http=HttpMock(headers={"status": "200"}))
    outcomes = {}

    def done(request_id, value, error):
        if isinstance(error, HttpError):
            outcomes[request_id] = {"status": error.resp.status, "body": error.content.decode()}
        else:
            assert error is None, error
            outcomes[request_id] = {"value": value or None}

    batch = BatchHttpRequest(callback=done, batch_uri=url + "batch")
    for number, call in enumerate(calls):
        given = {name: call[name] for name in ("tasklist", "task", "pageToken") if name in call}
        if "title" in call:
            given["body"] = {"title": call["title"]}
        request = getattr(service.tasks(), call["method"])(**given)
        if "etag" in call:
            request.headers["If-Match"] = call["etag"]
        batch.add(request, request_id=str(number))
    batch.execute(http=httplib2.Http())
    return [outcomes[str(number)] for number in range(len(calls))]


def ours(program, url, calls):
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    done = subprocess.run([program, url], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def compare(what, calls, a, b):
    assert len(a) == len(b) == len(calls), (what, len(a), len(b), len(calls))
    for call, a, b in zip(calls, a, b):
        if a != b:
            sys.exit(f"{what} differs\n  call:   {json.dumps(call)}\n  ours:   {json.dumps(a)}\n  Python: {json.dumps(b)}")


def main():
    document, program, seed = sys.argv[1:]
    with open(document, encoding="utf-8") as file:
        document = json.load(file)
    chance = random.Random(int(seed))
    Server.chance = random.Random(int(seed) + 1)
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    count = 0
    for size in [1, 2, 30, 300, 1000]:
        calls = [sample(chance) for _ in range(size)]
        mine, other = ours(program, url, calls), theirs(document, url, calls)
        compare("a request", calls, *Server.seen[-2:])
        for outcome in mine:
            outcome.pop("said", None)
        compare("a result", calls, mine, other)
        count += size
    print(f"batch: {count} calls in 5 batches, and all as Google's Python client has them")


if __name__ == "__main__":
    main()
