"""One run of the program: words in, exit code out."""

import os
import sys
from collections.abc import Sequence

from reference_gateway.cli.failures import explain
from reference_gateway.cli.parser import build_parser
from reference_gateway.domain.errors import GatewayError
from reference_gateway.domain.faults import Fault
from reference_gateway.services.toggles import ToggleInvalid
from reference_gateway.wiring.parts import Parts


def run(argv: Sequence[str] | None, parts: Parts | None) -> int:
    """See `reference_gateway.cli.main`."""
    parser = build_parser(parts or Parts())
    try:
        args = parser.parse_args(argv)
        if args.config is None:
            args.config = os.environ.get("GATEWAY_CONFIG") or None
        args.env = os.environ
        code: int = args.run(args)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    except ToggleInvalid as error:
        print(f"{parser.prog}: error: {error}", file=sys.stderr)
        return 2
    except (Fault, GatewayError) as failure:
        print(explain(failure), file=sys.stderr)
        return failure.exit_code if isinstance(failure, Fault) else 1
    except KeyboardInterrupt:
        return 130
    return code
