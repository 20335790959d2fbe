"""The tables of a step: as they are written, and what stands below their heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Table = Sequence[Sequence[str]]
Pairs = list[tuple[str, str]]
Records = Sequence[Mapping[str, str]]


def aligned(table: Table) -> list[str]:
    """The rows as a feature file writes them, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*table, strict=False)]
    return [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=False)) + " |"
        for row in table
    ]


def pairs(table: Table) -> Pairs:
    """The rows of a table of two columns."""
    return [(row[0], row[1]) for row in table[1:]]


def column(table: Table) -> list[str]:
    """The cells of a table of one column."""
    return [row[0] for row in table[1:]]


def by_name(rows: Pairs) -> dict[str, list[str]]:
    """The second cells of the rows with the same first one, in order."""
    grouped: dict[str, list[str]] = {}
    for name, value in rows:
        grouped.setdefault(name, []).append(value)
    return grouped


def records(table: Table) -> Records:
    """The rows by the names of their columns, which the first row gives."""
    names, *rows = table
    return [dict(zip(names, row, strict=True)) for row in rows]


def values(table: Table) -> dict[str, object]:
    """The rows of a table of two columns; `true`, `false` and whole numbers are what they look like."""
    return {name: _value(text) for name, text in pairs(table)}


def _value(text: str) -> object:
    if text in ("true", "false"):
        return text == "true"
    return int(text) if text.isdigit() else text
