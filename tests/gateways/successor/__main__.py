"""`python -m tests.gateways.successor`: the gateway's own command line, on another config."""

import sys

from reference_gateway.cli import main
from reference_gateway.wiring import Parts
from tests.gateways.successor.gateway import successor

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], successor(Parts())))
