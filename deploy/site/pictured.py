"""Pictures in pages: one for light and one for dark, and drawings that take the colours of the page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

_KINDS = (".svg", ".webp", ".png")
_LIGHT = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)-light\.(\w+)\)")
_DRAWING = re.compile(r"!\[[^\]]*\]\((?:\.\./)*([^()\s]+\.svg)\)")


def files(docs: Path) -> Iterator[Path]:
    """Every picture below *docs*."""
    return (file for file in sorted(docs.rglob("*")) if file.suffix in _KINDS)


def shown(text: str, docs: Path) -> str:
    """*text* with a dark twin behind each `…-light` picture, and drawings as a part of the page."""
    text = _LIGHT.sub(
        r"![\1](\2-light.\3#only-light){ loading=lazy }\n![\1](\2-dark.\3#only-dark){ loading=lazy }", text
    )
    return _DRAWING.sub(lambda found: _drawing(docs, found), text)


def _drawing(docs: Path, found: re.Match[str]) -> str:
    file = docs / posixpath.normpath(found[1])
    return f"<div>\n{file.read_text('utf-8').strip()}\n</div>" if file.is_file() else found[0]
