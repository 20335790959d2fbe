"""A target that extends another one: what it does not say itself is as there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from contract_harness import resources
from contract_harness.errors import BadTarget

Document = dict[str, Any]

_LEFT_THERE = frozenset({"extends", "keeps"})


def extended(path: Path, document: Document, parse: Callable[[Path], Document]) -> Document:
    """*document* on top of what it extends, and that on top of what it extends in turn.

    Tables are merged key by key. What a file names relative to its own folder stays where it is.

    Args:
        path: the file the document was read from.
        parse: reads a file.

    Raises:
        BadTarget: there is no such target, one extends itself, or one keeps what nobody deviates from.
    """
    return _extended(path, document, parse, (path,))


def _extended(
    path: Path, document: Document, parse: Callable[[Path], Document], line: tuple[Path, ...]
) -> Document:
    if "extends" not in document:
        if "keeps" in document:
            raise BadTarget(
                path, "keeps", problem="is for a target that extends another", remedy="take it out"
            )
        return document
    base = _base_of(path, document["extends"])
    if base in line:
        names = " extends ".join(one.name for one in (*line, base))
        raise BadTarget(path, "extends", problem=f"goes in a circle ({names})", remedy="extend another one")
    found = _anchored(base, _extended(base, parse(base), parse, (*line, base)))
    deviations = dict(found.get("deviations", {}))
    for clause in document.get("keeps", ()):
        if deviations.pop(clause, None) is None:
            problem = f"names {clause!r}, from which {base.name} does not deviate"
            raise BadTarget(path, "keeps", problem=problem, remedy="take it out")
    merged = _merged({**found, **({"deviations": deviations} if deviations else {})}, document)
    if not deviations and "deviations" not in document:
        merged.pop("deviations", None)
    return {key: value for key, value in merged.items() if key not in _LEFT_THERE}


def _base_of(path: Path, named: Any) -> Path:
    if not isinstance(named, str):
        raise BadTarget(path, "extends", problem=f"is {named!r}", remedy="write a name or a path in quotes")
    is_path = named.endswith(".toml") or "/" in named
    base = path.parent / named if is_path else resources.contracts("targets") / f"{named}.toml"
    if not base.is_file():
        remedy = (
            "correct the path" if is_path else "name a packaged target, or give a path that ends in .toml"
        )
        raise BadTarget(path, "extends", problem=f"names {named!r}, which is not there", remedy=remedy)
    return base.resolve()


def _anchored(base: Path, document: Document) -> Document:
    """The document with everything that is relative to the folder of *base* written out."""
    here = str(base.parent)
    found = _filled(document, here)
    if "config_template" in found:
        found["config_template"] = str(base.parent / found["config_template"])
    if isinstance(found.get("deploy"), dict) and "folder" in found["deploy"]:
        found["deploy"] = {**found["deploy"], "folder": str(base.parent / found["deploy"]["folder"])}
    if isinstance(found.get("tls"), dict):
        found["tls"] = {key: str(base.parent / file) for key, file in found["tls"].items()}
    return found


def _filled(document: Mapping[str, Any], here: str) -> Document:
    """Commands may stand in any table; in a list they do not."""
    return {
        key: _filled(value, here)
        if isinstance(value, dict)
        else value.replace("{here}", here)
        if isinstance(value, str)
        else value
        for key, value in document.items()
    }


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> Document:
    merged = dict(below)
    for key, value in above.items():
        old = merged.get(key)
        merged[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged
