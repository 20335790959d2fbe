"""What a gateway says of itself to an operator who asks."""

from __future__ import annotations

import re

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.installations.installation import Outcome
from contract_harness.scenes.scenario_gateway import ScenarioGateway

_VERSION = re.compile(r"(?<!\d)\d+\.\d+(\.\d+)?")


def expect_version(outcome: Outcome) -> None:
    """One line on standard output with a number in it that is a version's."""
    __tracebackhide__ = True
    lines = outcome.stdout.strip().splitlines()
    if len(lines) != 1 or not _VERSION.search(lines[0]):
        raise ContractBreach("one line with a version number", octets(outcome.stdout.encode(), 200))


def expect_line(outcome: Outcome, number: int) -> None:
    """What it wrote to stderr names this line; the number of another that begins alike is no sign."""
    __tracebackhide__ = True
    if not re.search(rf"\bline {number}\b", outcome.stderr):
        raise ContractBreach(f"the refusal names `line {number}`", "it does not", outcome.shown)


def expect_no_file(subject: ScenarioGateway) -> None:
    """Where the command ran lies its config and nothing else, and no database came to be."""
    __tracebackhide__ = True
    place, known = subject.installation.directory, subject.installation.config_path
    written = [str(file.relative_to(place)) for file in place.rglob("*") if file.is_file() and file != known]
    if subject.database.exists() and not subject.state.exists:
        written.append("a database")
    if written:
        raise ContractBreach("no file is written", ", ".join(sorted(written)))
