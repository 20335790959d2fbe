"""Addresses and folders of one run, which have gone with it: in a command line they are variables."""

from __future__ import annotations

import re

from contract_harness.evidence.redaction import numbered


class Places:
    """What the gateways, simulators and folders of one scenario are called in a command line.

    Args:
        variables: where a name is added as soon as it is used.
    """

    def __init__(self, variables: set[str]) -> None:
        self._variables = variables
        self._names: dict[str, str] = {}
        self.values: dict[str, str] = {}
        """What each name stands for."""

    def add(self, name: str, place: str, *, written: str = "") -> None:
        """Write *place* as `$name`, or with a number behind it when that is another place; a second name
        of the same place is not used.

        Args:
            written: how it stands in text whose secrets were taken out; as it is, unless given.
        """
        written = written or place
        if written not in self._names:
            # A new mapping: another thread may be reading the old one.
            self._names = {**self._names, written: numbered(self.values, name, place)}

    def add_origin(self, name: str, origin: str) -> None:
        """Write *origin* as `$name`, and its host and port alone as `$name_HOST`."""
        self.add(name, origin)
        self.add(f"{name}_HOST", origin.partition("//")[2])

    def named_in(self, text: str) -> str:
        """*text* with a variable for each place in it."""
        names = self._names
        if not any(place in text for place in names):
            return text
        longest_first = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
        return re.sub(rf"({longest_first})(?!\d)", lambda match: self._variable(names, match), text)

    def _variable(self, names: dict[str, str], match: re.Match[str]) -> str:
        name = names[match[0]]
        self._variables.add(name)
        after = match.string[match.end() : match.end() + 1]
        return f"${{{name}}}" if after.isalnum() or after == "_" else f"${name}"
