"""`python -m tests.gateways.observed`, or the path of its folder: the gateway's own command line."""

import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from reference_gateway.cli import main
from reference_gateway.wiring import Parts
from tests.gateways.observed.gateway import observed

if __name__ == "__main__":
    # It has no handler for SIGTERM, so it ends of it (1.1).
    set_handler = signal.signal
    signal.signal = lambda number, handler: (  # type: ignore[assignment]
        handler if number == signal.SIGTERM else set_handler(number, handler)
    )
    # There is no flag for its version (7.1).
    words = ["--no-such-flag" if word in ("-V", "--version") else word for word in sys.argv[1:]]
    sys.exit(main(words, observed(Parts())))
