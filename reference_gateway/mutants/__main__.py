"""`python -m reference_gateway.mutants list` and `… run NAME ARGUMENTS…`: a wrong gateway by name.

`list` prints a JSON array of {name, breaks, sentence}. `run` behaves as the gateway's own command line
does with the same arguments, apart from the one thing that is wrong with it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from reference_gateway.mutants import MutantError, every_mutant, find_mutant

USAGE = "usage: python -m reference_gateway.mutants list | run NAME [ARGUMENTS…]"


def main(argv: Sequence[str]) -> int:
    """Do what *argv* says; 2 when it says nothing that can be done."""
    try:
        match list(argv):
            case ["list"]:
                return _list()
            case ["run", name, *arguments]:
                return _run(name, arguments)
    except MutantError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    sys.stderr.write(f"{USAGE}\n")
    return 2


def _list() -> int:
    described = [
        {"name": mutant.name, "breaks": mutant.breaks, "sentence": mutant.sentence}
        for mutant in every_mutant().values()
    ]
    sys.stdout.write(json.dumps(described, indent=2, ensure_ascii=False) + "\n")
    return 0


def _run(name: str, arguments: Sequence[str]) -> int:
    # Imported here so that `list` and a wrong name answer without a gateway.
    from reference_gateway.cli import main as gateway
    from reference_gateway.wiring import Parts

    return gateway(arguments, find_mutant(name).parts(Parts()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
