"""A wrong gateway by name: `python -m reference_gateway.mutants list | run NAME … | alter NAME FOLDER`.

`list` prints a JSON array of {name, breaks, sentence}, with `neighbour` where it is one, one of them with
`canary`, and refuses to when one of them is the gateway itself under another name. `run` behaves as the
gateway's own command line does with the same arguments, apart from the one thing that is wrong with it.
`alter` spoils a copy of the deploy folder when that is what is wrong, and does nothing otherwise.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from reference_gateway.mutants import MutantError, every_mutant, find_mutant

USAGE = "usage: python -m reference_gateway.mutants list | run NAME [ARGUMENTS…] | alter NAME FOLDER"


def main(argv: Sequence[str]) -> int:
    """Do what *argv* says; 2 when it says nothing that can be done."""
    try:
        match list(argv):
            case ["list"]:
                return _list()
            case ["run", name, *arguments]:
                return _run(name, arguments)
            case ["alter", name, folder]:
                return _alter(name, Path(folder))
    except MutantError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    sys.stderr.write(f"{USAGE}\n")
    return 2


def _list() -> int:
    from reference_gateway.wiring import Parts

    real = Parts()
    described: list[dict[str, object]] = []
    for mutant in every_mutant().values():
        mutant.parts(real)
        one: dict[str, object] = {"name": mutant.name, "breaks": mutant.breaks, "sentence": mutant.sentence}
        marks = {"canary": mutant.canary, "neighbour": mutant.neighbour}
        described.append({**one, **{name: True for name, has in marks.items() if has}})
    sys.stdout.write(json.dumps(described, indent=2, ensure_ascii=False) + "\n")
    return 0


def _run(name: str, arguments: Sequence[str]) -> int:
    # Imported here so that `list` and a wrong name answer without a gateway.
    from reference_gateway.cli import main as gateway
    from reference_gateway.wiring import Parts

    return gateway(arguments, find_mutant(name).parts(Parts()))


def _alter(name: str, folder: Path) -> int:
    alter = find_mutant(name).alter
    if alter is not None:
        before = _contents(folder)
        alter(folder)
        if _contents(folder) == before:
            raise MutantError(f"mutant {name!r} leaves the deploy folder as it is: have it change a file.")
    return 0


def _contents(folder: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
