"""
Changing `gateway.yaml` as a feature shows it: a fragment in YAML, merged into the document.

A mapping is merged member by member, and null takes a member away, as in a JSON merge patch (RFC 7396). In a
list an entry is merged into the one that has the same id, key, email or name, and appended where there is
none; a list whose entries have none of these, or that is empty, takes the place of what was there.
`{the configured key}` stands for a value the harness knows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from contract_harness.configs.builder import Document
from contract_harness.errors import HarnessError

# The C implementation is some ten times faster; a build without it still works.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMED = re.compile(r"\{([^{}]+)\}")
_IDENTITIES = ("id", "key", "email", "name")


def patch(document: Document, fragment: str, named: Mapping[str, str]) -> None:
    """Merge *fragment* into *document*, in place; *named* is what the words in braces stand for.

    Raises:
        HarnessError: the fragment is no mapping, or names something nobody knows.
    """
    change = yaml.load(fill(fragment, named), _LOADER)  # noqa: S506 - a safe one
    if not isinstance(change, dict):
        raise HarnessError(f"a feature shows a config that is no mapping: {fragment!r}; correct the feature.")
    _merge(document, change)


def fill(text: str, named: Mapping[str, str]) -> str:
    """*text* with the words in braces replaced by what they stand for.

    Raises:
        HarnessError: a feature names something nobody knows.
    """

    def value(match: re.Match[str]) -> str:
        if match[1] not in named:
            known = ", ".join(sorted(named))
            raise HarnessError(f"a feature speaks of {match[0]}; known are: {known}. Correct the feature.")
        return named[match[1]]

    return _NAMED.sub(value, text)


def _merge(document: Document, change: Mapping[str, Any]) -> None:
    for name, value in change.items():
        if value is None:
            document.pop(name, None)
        elif isinstance(value, dict) and isinstance(document.get(name), dict):
            _merge(document[name], value)
        elif isinstance(value, list) and any(map(_identity, value)):
            _merge_entries(document.setdefault(name, []), value)
        else:
            document[name] = value


def _merge_entries(entries: list[Document], changes: list[Document]) -> None:
    for change in changes:
        same = next((entry for entry in entries if _is_about(entry, change)), None)
        if same is None:
            entries.append(change)
        else:
            _merge(same, change)


def _is_about(entry: Document, change: Document) -> bool:
    member = _identity(change)
    return member is not None and entry.get(member) == change[member]


def _identity(entry: object) -> str | None:
    """The member that tells an entry from its like."""
    return next((name for name in _IDENTITIES if name in entry), None) if isinstance(entry, dict) else None
