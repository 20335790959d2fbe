"""
Kubernetes objects as they would be applied: files, folders, lists, or a kustomization of the simplest kind.

Of a kustomization its `resources` and its `configMapGenerator` are read. What does more than that, a chart
among it, is rendered first, and the target file names what was rendered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from contract_harness.compose.reading.env_files import assignments
from contract_harness.errors import NotObservable

Object = Mapping[str, Any]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As safe, and ten times as fast where libyaml is."""
_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_SUFFIXES = (".yaml", ".yml", ".json")
_FOLLOWED = ("resources", "configMapGenerator")
_OF_NO_ACCOUNT = ("apiVersion", "kind", "metadata", "namespace", "generatorOptions", "commonAnnotations")
"""Keys of a kustomization that change nothing of what is asked."""


def read_manifests(place: Path) -> list[Object]:
    """Every object below *place*, without members that are null, which are as good as absent.

    Raises:
        NotObservable: it must be rendered first; the message says by what.
        OSError: a file that is named is not there.
        yaml.YAMLError: one is no YAML.
    """
    if (place / "Chart.yaml").is_file():
        raise NotObservable(f"{place.name} is a Helm chart: name the file that `helm template` prints")
    if place.is_dir():
        named = [place / name for name in _KUSTOMIZATIONS if (place / name).is_file()]
        files = named or sorted(one for one in place.rglob("*") if one.suffix in _SUFFIXES)
        return [one for file in files for one in read_manifests(file)]
    return [one for document in _documents(place) for one in _objects(document, place)]


def _objects(document: Object, file: Path) -> Iterator[Object]:
    kind = str(document.get("kind", ""))
    if kind == "Kustomization" or (not kind and file.name in _KUSTOMIZATIONS):
        yield from _expanded(document, file.parent)
    elif kind.endswith("List") and isinstance(document.get("items"), list):
        for one in document["items"]:
            yield from _objects(one, file)
    elif kind and "kustomize" not in str(document.get("apiVersion")):
        yield {"metadata": {}, **document}


def _expanded(kustomization: Object, folder: Path) -> Iterator[Object]:
    unread = sorted(set(kustomization) - {*_FOLLOWED, *_OF_NO_ACCOUNT})
    if unread:
        raise NotObservable(
            f"the kustomization has {', '.join(unread)}, which is not read here: "
            "name the file that `kubectl kustomize` prints"
        )
    for resource in kustomization.get("resources", ()):
        if "://" in str(resource):
            raise NotObservable(
                f"the kustomization takes {resource}: name the file that `kubectl kustomize` prints"
            )
        yield from read_manifests(folder / resource)
    for one in kustomization.get("configMapGenerator", ()):
        data = dict(_generated(one, folder))
        yield {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": one["name"]}, "data": data}


def _generated(one: Object, folder: Path) -> Iterator[tuple[str, str]]:
    for text in one.get("files", ()):
        key, equals, file = str(text).partition("=")
        yield (key if equals else Path(key).name), (folder / (file if equals else key)).read_text("utf-8")
    for text in one.get("literals", ()):
        key, _, value = str(text).partition("=")
        yield key, value.strip("\"'")
    for name in [*one.get("envs", ()), *([one["env"]] if "env" in one else [])]:
        yield from ((key, value or "") for key, value in assignments(folder / name).items())


def _documents(file: Path) -> list[Object]:
    text = file.read_text("utf-8")
    try:
        found = [json.loads(text)] if file.suffix == ".json" else list(yaml.load_all(text, _LOADER))
    except yaml.YAMLError:
        if "{{" in text:
            raise NotObservable(
                f"{file.name} is a template of a chart: name the file that `helm template` prints"
            ) from None
        raise
    return [_without_null(one) for one in found if isinstance(one, dict)]


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(one) for key, one in value.items() if one is not None}
    return [_without_null(one) for one in value] if isinstance(value, list) else value
