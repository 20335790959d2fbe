"""What a start with a collector costs: nothing is imported before the first request is answered."""

import subprocess
import sys

PROGRAM = """
import sys
from reference_gateway.config.document import GatewayConfig
from reference_gateway.config.server import Server
from reference_gateway.wiring.graph import Graph
from reference_gateway.wiring.parts import Parts
config = GatewayConfig(server=Server(otel_endpoint="http://127.0.0.1:4317"))
Graph(config, {}, Parts()).app()
print(sorted(name for name in sys.modules if name.split(".")[0] in ("opentelemetry", "grpc", "google")))
"""


def test_a_configured_collector_imports_nothing_at_boot():
    """OpenTelemetry takes longer to import than the whole boot."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)

    assert ("", "[]") == (done.stderr, done.stdout.strip())
