"""Headers as they came: names in any case, repeated ones repeated, in order."""

from __future__ import annotations

from collections.abc import Iterable

Headers = tuple[tuple[str, str], ...]


def values_of(name: str, headers: Iterable[tuple[str, str]]) -> list[str]:
    """Every value that *headers* have for *name*, in order; the case of a name does not count."""
    return [value for key, value in headers if key.lower() == name.lower()]


class Headed:
    """A message with headers, whichever way it went."""

    __slots__ = ()
    headers: Headers

    def header(self, name: str) -> str | None:
        """The first value of header *name*, None when absent."""
        return next(iter(self.headers_named(name)), None)

    def headers_named(self, name: str) -> list[str]:
        """Every value of header *name*, in order."""
        return values_of(name, self.headers)
