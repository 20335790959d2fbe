"""The contracts that are data: here, the table of refusals (`contracts/refusals.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import yaml

from contract_harness import resources
from contract_harness.errors import HarnessError


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a wire code implies: its one status and its type."""

    code: str
    status: int
    type: str


@cache
def refusals() -> Mapping[str, Refusal]:
    """Every refusal a client can meet, by its wire code."""
    document = yaml.safe_load(resources.contracts("refusals.yaml").read_text("utf-8"))
    return MappingProxyType(
        {code: Refusal(code, int(entry["status"]), str(entry["type"])) for code, entry in document.items()}
    )


def refusal(code: str) -> Refusal:
    """The refusal with this wire code.

    Raises:
        HarnessError: a feature names a code the contracts do not know.
    """
    try:
        return refusals()[code]
    except KeyError:
        raise HarnessError(
            f"the code {code!r} is not in contracts/refusals.yaml: add it or correct the feature."
        ) from None
