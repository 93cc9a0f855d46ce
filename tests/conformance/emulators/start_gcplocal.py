"""Starts gcplocal, an emulator of several Google services. The argument is a port.

gcplocal completes the operations of Compute Engine in the request that starts them. Here they take
as many polls as Google's have states, so that there is something to wait for. gcplocal contains
Cloud DNS, but does not serve it. Here it is served, with responses that are those of Google. The
resources, and the operations of all other services, are those of gcplocal.
"""

import sys
import uuid

from flask import jsonify

from gcplocal.server import create_app
from gcplocal.services.dns import DnsService
from gcplocal.state import StateStore
from gcplocal.utils import error_response

# Compute Engine refuses resources with this prefix, but only after it has accepted the request.
FAILING = "failing-"


class PatientState(StateStore):
    """The state of the emulator, with operations that are pending and running before they are done."""

    def create_operation(self, *args, **kwargs):
        operation = super().create_operation(*args, **kwargs)
        # Google documents the ID as an unsigned number of 64 bits. gcplocal's is hexadecimal.
        operation["id"] = str(uuid.uuid4().int % 2**64)
        operation.update(status="PENDING", progress=0)
        return operation

    def get_operation(self, service, project, operation_name, zone=None, region=None):
        key = f"{service}/{project}/operations/{zone or region or 'global'}/{operation_name}"
        with self._lock:
            operation = self._operations.get(key)
            if operation is not None:
                advance(operation)
        return super().get_operation(service, project, operation_name, zone, region)


def advance(operation):
    if operation["status"] == "PENDING":
        operation.update(status="RUNNING", progress=50)
    elif operation["status"] == "RUNNING":
        operation.update(status="DONE", progress=100)
        if operation["targetLink"].rsplit("/", 1)[-1].startswith(FAILING):
            # The form of errors that Google documents for Compute Engine.
            operation["error"] = {"errors": [{"code": "QUOTA_EXCEEDED", "message": "Quota 'DISKS' exceeded."}]}
            operation.update(httpErrorStatusCode=403, httpErrorMessage="FORBIDDEN")


class Dns(DnsService):
    """Cloud DNS of gcplocal, with the zone as the response of `create`, and operations of its form."""

    def create_managedZones(self, project):
        operation = super().create_managedZones(project)
        zones = self.state.list(self.service_name, project, "managedZones")
        return jsonify(zones[-1]) if zones else operation

    def delete_managedZones(self, project, managedZone):
        response = super().delete_managedZones(project, managedZone)
        return response if isinstance(response, tuple) else ("", 204)

    def patch_managedZones(self, project, managedZone):
        response = super().patch_managedZones(project, managedZone)
        return response if isinstance(response, tuple) else jsonify(dns_operation(response.get_json()))

    def get_managedZoneOperations(self, project, managedZone, operation):
        found = self.state.get_operation(self.service_name, project, operation)
        if found is None:
            return error_response(404, f"operation {operation} not found")
        return jsonify(dns_operation(found))


def dns_operation(operation):
    """Returns the fields of an operation that Google documents for Cloud DNS."""
    return {
        "kind": "dns#operation",
        "id": operation["name"],
        "startTime": operation["startTime"],
        "status": "done" if operation["status"] == "DONE" else "pending",
        "type": operation["operationType"],
    }


state = PatientState()
app = create_app(state)
app.register_blueprint(Dns(state).create_blueprint())
app.run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)
