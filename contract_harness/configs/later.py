"""The config of a later boot: what a feature shows of it, beside the config it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contract_harness.configs.builder import Document, keys
from contract_harness.errors import HarnessError

_IDENTITIES = {"teams": "key", "users": "email", "models": "id", "keys": "name"}
"""The sections an entry can be taken out of, and what tells their entries apart."""


@dataclass(slots=True)
class LaterConfig:
    """What was changed between two boots.

    Attributes:
        fragment: YAML that is merged into the config.
        unlisted: section and entry that are in the config no more.
        variables: of the environment, with the values they are shown to have.
        found: what a day's work has left in between, and how, by the words of a feature.
    """

    fragment: str = ""
    unlisted: Sequence[tuple[str, str]] = ()
    variables: Sequence[tuple[str, str]] = ()
    found: Sequence[tuple[str, str]] = ()


def unlist(document: Document, entries: Sequence[tuple[str, str]]) -> None:
    """Take the entries, each a section and what its entry is called, out of the document.

    Raises:
        HarnessError: the feature names one that is not there.
    """
    for section, name in entries:
        listed = keys(document) if section == "keys" else document[section]
        found = [entry for entry in listed if entry[_IDENTITIES[section]] == name]
        if not found:
            raise HarnessError(f"a feature takes away what is not there: no entry {name!r} in {section}")
        listed.remove(found[0])
