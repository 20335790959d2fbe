"""The list of replaceable parts: what its types say is what its names lead to."""

import ast
import re
from dataclasses import Field, fields
from pathlib import Path

import pytest

from reference_gateway.wiring import Parts, parts
from reference_gateway.wiring.lazy import Lazy, part

LISTED = [field for field in fields(Parts) if isinstance(field.default, Lazy)]
CLASSES = [field for field in LISTED if field.type.startswith("type[")]


def imported_for_the_type_checker() -> dict[str, str]:
    """Where each name that only the type checker imports comes from."""
    (block,) = (
        one for one in ast.parse(Path(parts.__file__).read_text("utf-8")).body if isinstance(one, ast.If)
    )
    return {
        name.name: f"{statement.module}:{name.name}"
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for name in statement.names
    }


def test_nearly_every_part_is_a_class() -> None:
    """What may be any function is the exception, and is checked in `wiring.signatures`."""
    assert len(CLASSES) > 4 * (len(LISTED) - len(CLASSES))


@pytest.mark.parametrize("field", CLASSES, ids=lambda field: field.name)
def test_a_part_is_what_its_type_says(field: Field[object]) -> None:
    """The type checker believes the field; the gateway loads the name."""
    (name,) = re.findall(r"^type\[(\w+)\]$", field.type)

    assert imported_for_the_type_checker()[name] == f"reference_gateway.{field.default.where}"


@pytest.mark.parametrize("field", LISTED, ids=lambda field: field.name)
def test_a_part_is_loaded_by_its_name(field: Field[object]) -> None:
    """No name is misspelt, not even one that few commands use."""
    loaded = part(getattr(Parts(), field.name))

    assert callable(loaded)
    assert not isinstance(loaded, Lazy)


def test_a_replacement_is_its_own_part() -> None:
    """Only a name has to be looked up."""
    assert part(dict) is dict
