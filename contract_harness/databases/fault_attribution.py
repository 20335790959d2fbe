"""
Whose fault it is when a scenario's database does not do as it is asked: the gateway's.

Nobody else has used it since it was made. So what an engine says of such a database is an observation about
the gateway, and not a fault of the harness.
"""

from __future__ import annotations

from contract_harness.errors import ContractBreach


def stayed_locked(within_s: float) -> ContractBreach:
    """Somebody holds what was asked for, and does not let go."""
    return ContractBreach(f"the database can be used within {within_s:g} s", "it stayed locked")


def is_not_as_promised(said: object) -> ContractBreach:
    """A table or column is missing, or all of it is no database."""
    return ContractBreach("the database holds the tables of the contract", _one_line(said))


def is_gone() -> ContractBreach:
    """It was there when the gateway was given it."""
    return ContractBreach("the gateway leaves its database where it is", "the database is gone")


def _one_line(said: object) -> str:
    return str(said).strip().partition("\n")[0] or "the engine gives no reason"
