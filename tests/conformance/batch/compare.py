"""Sends the same batches with Google's Python client and with the generated crate, and compares requests and results.

The arguments are the Discovery document of tasks.v1, the program built from `src/main.rs`, and a seed. The server parses
requests with Python's MIME parser, and builds its responses with it, in random order.
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


def random_call(rng):
    def text(start):
        return start + rng.choice(TEXTS) + str(rng.randrange(1000))

    call = {"method": rng.choice(METHODS), "tasklist": text("l")}
    if call["method"] in ("get", "patch", "delete"):
        call["task"] = text(rng.choice(["t", "missing"]))
    if call["method"] in ("insert", "patch"):
        call["title"] = text("")
    if call["method"] == "patch":
        call["etag"] = f'"{rng.randrange(10**6)}"'
    if call["method"] == "list":
        call["pageToken"] = text("p")
    return call


class Server(BaseHTTPRequestHandler):
    """Records the received requests in `received`, one list per batch."""

    received = []
    rng = random.Random()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        message = email.message_from_bytes(head + body, policy=email.policy.HTTP)
        assert message.is_multipart() and not message.defects, message.defects
        assert self.path == "/batch", self.path
        parts = message.get_payload()
        requests = [self.parse_part(part) for part in parts]
        self.received.append(requests)
        self.respond([(part["Content-ID"], *reply(request)) for part, request in zip(parts, requests)])

    def parse_part(self, part):
        assert part.get_content_type() == "application/http" and not part.defects, part.as_bytes()
        payload = part.get_payload(decode=True)
        line, rest = payload.replace(b"\r\n", b"\n", 1).split(b"\n", 1)
        method, target, version = line.decode("ascii").split(" ")
        assert version == "HTTP/1.1" and target.startswith("/"), line
        headers = email.message_from_bytes(rest, policy=email.policy.HTTP)
        assert not headers.defects, headers.defects
        content = headers.get_payload(decode=True)
        length = int(headers.get("Content-Length", 0))
        # Line endings may precede the next part.
        assert content[length:].strip() == b"", content
        content = content[:length]
        url = urlsplit(target)
        # The Python client omits `alt` when the method has no response.
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

    def respond(self, replies):
        self.rng.shuffle(replies)
        message = MIMEMultipart("mixed", boundary=self.rng.choice(["batch_x-1", "a b", "(=)"]))
        message._write_headers = lambda _: None
        for content_id, status, content in replies:
            part = MIMENonMultipart("application", "http")
            part["Content-ID"] = content_id.replace("<", "<response-", 1)
            content = content.replace("\n", "\r\n")  # The generator below does the same; do it here so that the length is right.
            length = f"Content-Length: {len(content.encode())}\r\n" if self.rng.random() < 0.5 else ""
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
    """Echoes the whole request, so that a response assigned to the wrong call is detected."""
    if any(segment.startswith("missing") for segment in request["path"]):
        error = {"code": 404, "message": f"No {request['path'][-1]}.", "status": "NOT_FOUND"}
        return "404 Not Found", json.dumps({"error": error})
    if request["method"] == "DELETE":
        return "204 No Content", ""
    return "200 OK", json.dumps({"kind": "tasks#some", "etag": json.dumps(request, sort_keys=True)}, indent=1)


def send_with_python(document, url, calls):
    service = build_from_document(document, http=HttpMock(headers={"status": "200"}))
    results = {}

    def record(request_id, value, error):
        if isinstance(error, HttpError):
            results[request_id] = {"status": error.resp.status, "body": error.content.decode()}
        else:
            assert error is None, error
            results[request_id] = {"value": value or None}

    batch = BatchHttpRequest(callback=record, batch_uri=url + "batch")
    for number, call in enumerate(calls):
        arguments = {name: call[name] for name in ("tasklist", "task", "pageToken") if name in call}
        if "title" in call:
            arguments["body"] = {"title": call["title"]}
        request = getattr(service.tasks(), call["method"])(**arguments)
        if "etag" in call:
            request.headers["If-Match"] = call["etag"]
        batch.add(request, request_id=str(number))
    batch.execute(http=httplib2.Http())
    return [results[str(number)] for number in range(len(calls))]


def send_with_rust(program, url, calls):
    lines = "".join(json.dumps(call) + "\n" for call in calls)
    output = subprocess.run([program, url], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in output.stdout.splitlines()]


def compare(what, calls, rust, python):
    assert len(rust) == len(python) == len(calls), (what, len(rust), len(python), len(calls))
    for call, rust, python in zip(calls, rust, python):
        if rust != python:
            values = f"  call:   {json.dumps(call)}\n  Rust:   {json.dumps(rust)}\n  Python: {json.dumps(python)}"
            sys.exit(f"{what} differs\n{values}")


def main():
    document, program, seed = sys.argv[1:]
    with open(document, encoding="utf-8") as file:
        document = json.load(file)
    rng = random.Random(int(seed))
    Server.rng = random.Random(int(seed) + 1)
    server = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/"
    count = 0
    for size in [1, 2, 30, 300, 1000]:
        calls = [random_call(rng) for _ in range(size)]
        rust, python = send_with_rust(program, url, calls), send_with_python(document, url, calls)
        compare("request", calls, *Server.received[-2:])
        for result in rust:
            result.pop("message", None)
        compare("result", calls, rust, python)
        count += size
    print(f"batch: {count} calls in 5 batches, all equal to those of Google's Python client")


if __name__ == "__main__":
    main()
