"""`python -m tests.bare`: both commands of the README on a minimal Debian 12, as three newcomers type them.

Makes the machine with debootstrap, which takes root; what is committed here is what runs there.
Exit 1 when a command failed, 2 when the machine cannot be made.
"""

import argparse
import shlex
import sys
import time
from pathlib import Path

from tests.bare.machine import NEWCOMERS, BareMachine, NoMachine, commands
from tests.given.places import ROOT

FOLDER = ROOT / ".local" / "bare"


def main() -> int:
    """See the module."""
    parser = argparse.ArgumentParser(prog="python -m tests.bare", description=__doc__)
    parser.add_argument("who", nargs="*", metavar="WHO", help=f"{', '.join(NEWCOMERS)}; default: all three")
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help="where the machines lie (default: .local/bare)"
    )
    parser.add_argument("--again", action="store_true", help="on the machine that is there, with what it has")
    parser.add_argument("--only", type=int, choices=(1, 2), help="one of the two commands")
    parser.add_argument("--pytest", default="", metavar="WORDS", help="what to add to the second command")
    parser.add_argument("--shell", metavar="COMMAND", help="run this there instead of the two commands")
    options = parser.parse_args()
    wrong = [name for name in options.who if name not in NEWCOMERS]
    if wrong:
        parser.error(f"{wrong[0]!r} is none of {', '.join(NEWCOMERS)}")
    try:
        codes = [_trial(name, options) for name in options.who or NEWCOMERS]
    except NoMachine as reason:
        print(f"No bare machine: {reason}", file=sys.stderr)
        return 2
    return 1 if any(codes) else 0


def _trial(name: str, options: argparse.Namespace) -> int:
    machine = BareMachine(options.folder.resolve(), name)
    if not (options.again and machine.root.exists()):
        machine.make()
    machine.bring_tree()
    if options.shell:
        return machine.run(options.shell)
    failed = 0
    for number, command in enumerate(commands((ROOT / "README.md").read_text("utf-8")), 1):
        if options.only in (None, number):
            more = shlex.join(shlex.split(options.pytest)) if number == 2 else ""
            failed += _timed(machine, f"{command} {more}".strip(), f"{name}: command {number}")
    return failed


def _timed(machine: BareMachine, command: str, what: str) -> int:
    print(f"── {what}: {command}", flush=True)
    began = time.monotonic()
    code = machine.run(command)
    print(f"── {what}: exit code {code} after {time.monotonic() - began:.0f} s", flush=True)
    return int(code != 0)


if __name__ == "__main__":
    sys.exit(main())
