"""The published contract as one OpenAPI document: the files of contracts/openapi, bundled when asked for."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOTS = ("public.yaml", "admin.yaml")

INFO = {
    "title": "Same-origin LLM gateway",
    "summary": "Data plane, admin APIs, health routes and admin UI on one origin.",
    "description": (
        "A caller needs a gateway key, an admin a session: who signs in to the admin UI in another tab makes "
        "the calls of this page as that admin. A refusal always has the one shape of `ErrorEnvelope`."
    ),
}

_SECTIONS = {"headers.yaml": "headers", "parameters.yaml": "parameters", "responses.yaml": "responses"}
"""What a file of shared parts becomes in `components`; every other one holds schemas."""


@cache
def contract() -> Mapping[str, Any]:
    """Data plane and admin APIs in one document, which names this very origin as its server."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "openapi"
    return Bundle(installed if installed.exists() else package.parent / "contracts" / "openapi").document()


class Bundle:
    """Several files as one: what a reference names moves into `components`, once, under its own name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, Any] = {}
        self._components: dict[str, dict[str, Any]] = {}

    def document(self) -> Mapping[str, Any]:
        """The roots as one document."""
        first, *others = (self._moved(self._file(self._folder / root), self._folder / root) for root in ROOTS)
        tags = {tag["name"]: tag for root in (*others, first) for tag in root["tags"]}
        order = dict.fromkeys(tag["name"] for root in (first, *others) for tag in root["tags"])
        schemes = [root["components"]["securitySchemes"] for root in (first, *others)]
        return {
            "openapi": first["openapi"],
            "info": {**INFO, "version": first["info"]["version"]},
            "servers": [{"url": "/", "description": "The gateway that this document comes from."}],
            "tags": [tags[name] for name in order],
            "paths": {path: item for root in (first, *others) for path, item in root["paths"].items()},
            "components": {
                "securitySchemes": {name: one for found in schemes for name, one in found.items()},
                **self._components,
            },
        }

    def _moved(self, node: Any, file: Path) -> Any:
        if isinstance(node, list):
            return [self._moved(item, file) for item in node]
        if not isinstance(node, dict):
            return node
        if "$ref" not in node:
            return {key: self._moved(value, file) for key, value in node.items()}
        named, _, pointer = node["$ref"].partition("#/")
        there = (file.parent / named).resolve() if named else file
        if not pointer:
            return self._moved(self._file(there), there)
        section = _SECTIONS.get(there.name, "schemas")
        held = self._components.setdefault(section, {})
        if pointer not in held:
            # Taken before it is filled: a schema may lead back to itself.
            held[pointer] = {}
            held[pointer] = self._moved(self._file(there)[pointer], there)
        beside = {key: self._moved(value, file) for key, value in node.items() if key != "$ref"}
        return {"$ref": f"#/components/{section}/{pointer}", **beside}

    def _file(self, path: Path) -> Any:
        if path not in self._read:
            import yaml  # whoever asks for the document pays for it, and not every start

            loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
            self._read[path] = yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 - a safe one
        return self._read[path]
