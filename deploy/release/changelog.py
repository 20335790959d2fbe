"""The changelog: whether a version has its section, and what that says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from deploy.release.places import ReleaseError

_HEADING = re.compile(r"^## (?P<version>\S+), (?P<date>.+)$", re.MULTILINE)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Section:
    """What changed in one version.

    Attributes:
        date: `2026-11-28`, or `unreleased`.
    """

    version: str
    date: str
    text: str

    @property
    def is_dated(self) -> bool:
        """It says when the version was released."""
        return bool(_DATE.fullmatch(self.date))


def section_of(root: Path, version: str) -> Section:
    """The section of this version.

    Raises:
        ReleaseError: there is none.
    """
    text = (root / "CHANGELOG.md").read_text("utf-8")
    headings = list(_HEADING.finditer(text))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        if heading["version"] == version:
            end = following.start() if following else len(text)
            return Section(version, heading["date"].strip(), text[heading.end() : end].strip() + "\n")
    raise ReleaseError(f"CHANGELOG.md has no section `## {version}, …`: write what changed.")
