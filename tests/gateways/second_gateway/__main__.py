"""`python -m tests.gateways.second_gateway --config FILE [--fault NAME] serve`, or `faults` lists them."""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path

from tests.gateways.second_gateway.app import serve
from tests.gateways.second_gateway.faults import FAULTS
from tests.gateways.second_gateway.proxy import Proxy
from tests.gateways.second_gateway.settings import Settings


def main() -> None:
    """Serve, or list the faults."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", type=Path)
    parser.add_argument("--fault", choices=FAULTS)
    parser.add_argument("command", choices=["serve", "faults"])
    given = parser.parse_args()
    if given.command == "faults":
        listed = [
            {"name": name, "breaks": fault.breaks, "sentence": (fault.__doc__ or "").strip()}
            for name, fault in FAULTS.items()
        ]
        print(json.dumps(listed))
    else:
        make_proxy = FAULTS.get(given.fault, Proxy)
        asyncio.run(serve(Settings.read(given.config), make_proxy))


if __name__ == "__main__":
    main()
