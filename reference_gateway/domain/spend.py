"""Budgets: how much an owner may spend in a window."""

from decimal import Decimal, InvalidOperation
from enum import StrEnum

from msgspec import Struct


class Cadence(StrEnum):
    """The length of a budget window; windows are UTC (observed gateway, 4.10)."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Budget(Struct, frozen=True):
    """What an owner may spend per window."""

    cadence: Cadence
    amount_usd_1e4: int
    """Ten-thousandths of a US dollar."""
    hard_limit: bool
    timezone: str


MAX_USD_1E4 = 2**63 - 1
"""What a database integer can hold."""


def usd_1e4(text: str) -> int:
    """*text*, a plain decimal amount in dollars, as ten-thousandths.

    Raises:
        ValueError: not a decimal, negative, over four fraction digits, or too large; the message says which.
    """
    try:
        amount = Decimal(text.strip())
    except InvalidOperation:
        raise ValueError("is not a decimal amount") from None
    if not amount.is_finite():
        raise ValueError("is not a decimal amount")
    if amount < 0:
        raise ValueError("is negative")
    if amount > MAX_USD_1E4 // 10_000:
        raise ValueError("is too large")
    scaled = amount.scaleb(4)
    if scaled != scaled.to_integral_value():
        raise ValueError("has more than four digits after the point")
    return int(scaled)
