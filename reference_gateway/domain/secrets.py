"""A secret that cannot be shown by accident."""

from msgspec import Struct


class Secret(Struct, frozen=True):
    """Text that only `reveal` hands out; repr, str and format all hide it."""

    _value: str

    def reveal(self) -> str:
        """The text itself; for hashing, comparing in constant time, or sending to whom it belongs."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__
