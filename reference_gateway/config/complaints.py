"""What pydantic found wrong, in sentences that never repeat the value found."""

import difflib
from typing import Any

from pydantic import BaseModel

from reference_gateway.config.document import GatewayConfig
from reference_gateway.config.relations import Problem

_UNION_FIELDS = {"providers", "transport"}
"""Where pydantic adds the chosen tag to the path; an operator's path has no such step."""


def said(entry: Any) -> Problem:
    """One entry of `ValidationError.errors()` as a dotted path and a sentence."""
    path = _without_tags(entry["loc"])
    match entry["type"]:
        case "extra_forbidden":
            return _dotted(path), _unknown_key(entry["loc"])
        case "missing":
            return _dotted(path), "is required"
        case "union_tag_not_found":
            return _dotted([*path, _tag(entry)]), "is required"
        case "union_tag_invalid":
            return _dotted([*path, _tag(entry)]), f"must be one of {entry['ctx']['expected_tags']}"
        case "value_error":
            return _dotted(path), str(entry["ctx"]["error"])
        case _:
            message: str = entry["msg"]
            return _dotted(path), message[0].lower() + message[1:]


def _without_tags(location: tuple[Any, ...]) -> list[Any]:
    path: list[Any] = []
    owner = ""
    for part in location:
        if owner in _UNION_FIELDS and isinstance(part, str):
            owner = ""
            continue
        path.append(part)
        owner = part if isinstance(part, str) else owner
    return path


def _tag(entry: Any) -> str:
    return str(entry["ctx"]["discriminator"]).strip("'")


def _dotted(location: list[Any]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _unknown_key(location: tuple[Any, ...]) -> str:
    known = _known_keys(location[:-1])
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    hint = f"; did you mean `{near[0]}`?" if near else ""
    return f"unknown key{hint} (known here: {', '.join(known)})" if known else "unknown key"


def _known_keys(location: tuple[Any, ...]) -> list[str]:
    """The keys of the section at *location*, found by walking the models' annotations."""
    section: Any = GatewayConfig
    for part in location:
        if isinstance(part, int):
            continue
        candidates = _sections(section)
        named = [model.model_fields[part].annotation for model in candidates if part in model.model_fields]
        tagged = [model for model in candidates if _is_tagged(model, part)]
        section = named[0] if named else tagged[0] if tagged else None
        if section is None:
            return []
    return sorted({name for model in _sections(section) for name in model.model_fields})


def _is_tagged(model: type[BaseModel], tag: str) -> bool:
    return any(
        tag in getattr(field.annotation, "__args__", ())
        for name, field in model.model_fields.items()
        if name in {"type", "kind"}
    )


def _sections(annotation: Any) -> list[type[BaseModel]]:
    """Every section class inside an annotation such as `list[A | B]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _sections(part)]
