"""
The command line (observed gateway, 7): what was asked, done, and how it ended.

Exit codes: 0 done, 1 it could not be done (`Error: …` and its causes on stderr), 2 it was asked wrongly.
"""

import os
import sys
from collections.abc import Sequence

from reference_gateway.cli.failures import explain
from reference_gateway.cli.parser import build_parser
from reference_gateway.domain.errors import GatewayError
from reference_gateway.domain.faults import Fault
from reference_gateway.services.toggles import ToggleInvalid
from reference_gateway.wiring.parts import Parts

__all__ = ["main"]


def main(argv: Sequence[str] | None = None, parts: Parts | None = None) -> int:
    """Run one command and return its exit code; without a command, `serve`.

    Args:
        argv: the words after the program's name; the process's own when absent.
        parts: what the gateway is made of; the real one when absent.
    """
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
        if args.config is None:
            args.config = os.environ.get("GATEWAY_CONFIG") or None
        args.parts = parts or Parts()
        args.env = os.environ
        code: int = args.run(args)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    except ToggleInvalid as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 2
    except (Fault, GatewayError) as failure:
        print(explain(failure), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
