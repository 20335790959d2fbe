"""The `configs` and `secrets` of a service, as the files they are inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_PLACES = {"configs": "/{0}", "secrets": "/run/secrets/{0}"}


def attached(
    document: Mapping[str, Any], service: Mapping[str, Any], folder: Path, given: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Each as a volume in the long form; `text` holds what is in it when it is no file that is shipped.

    Args:
        document: the compose file, filled in.
        given: the deploy-time environment.

    Raises:
        KeyError: the compose file does not declare it.
    """
    for kind, place in _PLACES.items():
        for one in service.get(kind) or ():
            form = one if isinstance(one, Mapping) else {"source": one}
            source = str(form["source"])
            target = str(form.get("target") or source)
            yield {
                "target": target if target.startswith("/") else place.format(target),
                "read_only": True,
                **_content(source, document[kind][source] or {}, folder, given),
            }


def handed_over(document: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """By their name, the variables that hold the secrets which whoever deploys hands over."""
    found = {}
    for name, one in (document.get("secrets") or {}).items():
        if "environment" in (one or {}):
            found[name] = str(one["environment"])
        elif "file" in (one or {}) and not (folder / str(one["file"])).is_file():
            found[name] = variable(name)
    return found


def variable(secret: str) -> str:
    """A secret without a variable of its own is told as this one."""
    return secret.upper().replace("-", "_").replace(".", "_")


def _content(
    source: str, declared: Mapping[str, Any], folder: Path, given: Mapping[str, str]
) -> dict[str, Any]:
    if "content" in declared:
        return {"type": "text", "text": str(declared["content"])}
    if "environment" in declared:
        return {"type": "text", "text": given.get(str(declared["environment"]), "")}
    file = declared.get("file")
    if file is not None and (folder / str(file)).is_file():
        return {"type": "bind", "source": str(file)}
    if file is not None and variable(source) in given:
        return {"type": "text", "text": given[variable(source)]}
    return {"type": "unknown", "source": str(file or source)}
