"""Starts bqemulator, an emulator of BigQuery. The argument is a port.

bqemulator requires an extension of DuckDB for geography, which it downloads from DuckDB's server
when it starts. Nothing is downloaded here but packages from registries, and no flow uses
geography.
"""

import os
import sys

# Another extension, without which it only refuses Avro files.
os.environ["BQEMU_ENABLE_FORMAT_EXTENSIONS"] = "false"

from bqemulator.cli import main
from bqemulator.storage.engine import DuckDBEngine

DuckDBEngine._load_spatial = lambda engine: None

main(["start", "--rest-host", "127.0.0.1", "--rest-port", sys.argv[1], "--grpc-port", "0"])
