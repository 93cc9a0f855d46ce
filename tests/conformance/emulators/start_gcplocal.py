"""Starts gcplocal, an emulator of several Google services. The argument is a port.

gcplocal completes the operations of Compute Engine in the request that starts them. Here they take
as many polls as Google's have states, so that there is something to wait for. The resources, and
the operations of all other services, are those of gcplocal.
"""

import sys
import uuid

from gcplocal.server import create_app
from gcplocal.state import StateStore

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


create_app(PatientState()).run(host="127.0.0.1", port=int(sys.argv[1]), threaded=True)
