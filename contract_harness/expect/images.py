"""What images are built for, and what a container starts from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from contract_harness.errors import ContractBreach


def expect_platforms(matrix: Mapping[str, Sequence[str]], promised: Mapping[str, Sequence[str]]) -> None:
    """Each image is built for these platforms and no other."""
    __tracebackhide__ = True
    for name, platforms in promised.items():
        if sorted(matrix.get(name, ())) != sorted(platforms):
            raise ContractBreach(
                f"{name} is built for {', '.join(platforms)}",
                f"for {', '.join(matrix.get(name, ())) or 'nothing'}",
            )
