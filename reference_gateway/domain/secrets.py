"""A secret that cannot be shown by accident."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that only `reveal` hands out; repr, str and format all hide it."""

    _value: str

    def reveal(self) -> str:
        """The text itself; for hashing, comparing in constant time, or sending to whom it belongs."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__
