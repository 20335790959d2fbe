"""The schema of the Compose specification, as check-jsonschema keeps it up to date."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import jsonschema

from contract_harness.errors import ContractBreach, NotObservable

_UNKNOWN_KEY = ("additionalProperties", "unevaluatedProperties")


def check_compose(document: Mapping[str, Any], name: str) -> None:
    """Every key of *document* is one of the specification, with a value of its type.

    Raises:
        ContractBreach: a value has another type, which no engine takes.
        NotObservable: a key is not known; a later specification may have it.
    """
    errors = list(_judge().iter_errors(document))
    if not errors:
        return
    # What is wrong inside makes everything around it look unknown, so the innermost is told.
    error = max((_innermost(one) for one in errors), key=lambda one: len(one.absolute_path))
    place = ".".join(str(word) for word in error.absolute_path)
    if error.validator in _UNKNOWN_KEY:
        keys = ", ".join(f"{place}.{key}".lstrip(".") for key in _unknown(error))
        raise NotObservable(
            f"{name} uses {keys}, which the Compose specification that is read here does not know: "
            "correct it, or leave it out if a later one has it"
        )
    raise ContractBreach(
        f"{name} is written as its specification has it", f"{place or 'it'}: {error.message}"[:300]
    )


@cache
def _judge() -> jsonschema.Draft202012Validator:
    # Imported here: only who ships a compose file needs it.
    from check_jsonschema.builtin_schemas import get_builtin_schema

    return jsonschema.Draft202012Validator(get_builtin_schema("vendor.compose-spec"))


def _innermost(error: jsonschema.ValidationError) -> jsonschema.ValidationError:
    """Of the forms a value may have, the one that it comes closest to."""
    fitting = [one for one in error.context or () if one.validator != "type"]
    return max((_innermost(one) for one in fitting), key=lambda one: len(one.absolute_path), default=error)


def _unknown(error: jsonschema.ValidationError) -> list[str]:
    """The keys that the message quotes."""
    keys = error.instance if isinstance(error.instance, Mapping) else ()
    return [str(key) for key in keys if f"'{key}'" in error.message]
