"""What a gateway says of itself to an operator who asks."""

from __future__ import annotations

import re

from contract_harness.errors import ContractBreach
from contract_harness.evidence.wording import octets
from contract_harness.installations.installation import Outcome

_VERSION = re.compile(r"(?<!\d)\d+\.\d+(\.\d+)?")


def expect_version(outcome: Outcome) -> None:
    """One line on standard output with a number in it that is a version's."""
    __tracebackhide__ = True
    lines = outcome.stdout.strip().splitlines()
    if len(lines) != 1 or not _VERSION.search(lines[0]):
        raise ContractBreach("one line with a version number", octets(outcome.stdout.encode(), 200))
