"""What Google's own Python client makes of calls.

Its argument is a Discovery document. Each line of stdin is a call: where the method is, and its arguments by wire name.
Each line of stdout is the request that the client would send, or why it would not. Nothing is sent.
"""

import json
import sys

from googleapiclient.discovery import build_from_document, createMethod, fix_method_name, key2param
from googleapiclient.http import HttpMock


class Service:
    """The client of one API. It makes its resources anew at each call, which is slow, so they are kept."""

    def __init__(self, document):
        client = build_from_document(document, http=HttpMock(headers={"status": "200"}))
        self.resources = {(): client}

    def resource(self, names):
        if names not in self.resources:
            parent = self.resource(names[:-1])
            self.resources[names] = getattr(parent, fix_method_name(names[-1]))()
        return self.resources[names]

    def method(self, *names, name):
        resource = self.resource(names)
        description = resource._resourceDesc
        if name not in description.get("resources", {}):
            return getattr(resource, fix_method_name(name))
        # A resource hides the method of its name. This is how the client makes it before that.
        _, method = createMethod(name, description["methods"][name], resource._rootDesc, resource._schema)
        return method.__get__(resource)

    def request(self, call):
        *names, name = call["place"]
        given = call["parameters"] | call["common"]
        arguments = {key2param(parameter): value for parameter, value in given.items()}
        if "body" in call:
            arguments["body"] = call["body"]
        return self.method(*names, name=name)(**arguments)


def answer(service, call):
    try:
        request = service.request(call)
    except Exception as error:  # Whatever it is, it is the answer.
        return {"refused": f"{type(error).__name__}: {error}"}
    body = request.body
    return {"method": request.method, "url": request.uri, "body": json.loads(body) if body else None}


def main():
    # Not what the system takes for its text encoding, and no line ends but our own.
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    with open(sys.argv[1], encoding="utf-8") as file:
        service = Service(json.load(file))
    for line in sys.stdin:
        print(json.dumps(answer(service, json.loads(line))))


if __name__ == "__main__":
    main()
