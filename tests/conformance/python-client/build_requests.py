"""Prints the HTTP requests that Google's Python client builds for calls, without sending them.

The argument is a Discovery document. Each line of stdin is a call: the path of the method through the resources, and its
arguments by wire name. Each line of stdout is the request, or the reason why the client refused to build it.
"""

import json
import sys

from googleapiclient.discovery import build_from_document, createMethod, fix_method_name, key2param
from googleapiclient.http import HttpMock


class Service:
    """The client of one API. Caches resources because the client creates them for every call, which is slow."""

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
        # A resource hides a method of the same name, so create the method the way the client does.
        _, method = createMethod(name, description["methods"][name], resource._rootDesc, resource._schema)
        return method.__get__(resource)

    def request(self, call):
        *names, name = call["path"]
        parameters = call["parameters"] | call["common"]
        arguments = {key2param(parameter): value for parameter, value in parameters.items()}
        if "body" in call:
            arguments["body"] = call["body"]
        return self.method(*names, name=name)(**arguments)


def build(service, call):
    try:
        request = service.request(call)
    except Exception as error:  # Any error means that the client refused the call.
        return {"refused": f"{type(error).__name__}: {error}"}
    body = request.body
    return {"method": request.method, "url": request.uri, "body": json.loads(body) if body else None}


def main():
    # The default encoding and line endings depend on the system.
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    with open(sys.argv[1], encoding="utf-8") as file:
        service = Service(json.load(file))
    for line in sys.stdin:
        print(json.dumps(build(service, json.loads(line))))


if __name__ == "__main__":
    main()
