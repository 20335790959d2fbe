"""For which platforms images are built: our own JSON, a workflow, or a bake file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_harness.errors import NotObservable


@dataclass(frozen=True, slots=True)
class Product:
    """One image that is asked about.

    Attributes:
        known: what a build may call it: its service, its image.
        dockerfile: the end of the path of its Dockerfile; empty when none is known.
    """

    name: str
    known: frozenset[str]
    dockerfile: str = ""


@dataclass(frozen=True, slots=True)
class Build:
    """One build that a file describes.

    Attributes:
        images: the names of what it makes, without registry and version.
        called: what the job, step or target is called.
    """

    images: frozenset[str]
    called: frozenset[str]
    dockerfile: str
    platforms: tuple[str, ...]

    def makes(self, product: Product) -> bool:
        """It makes this image: by the Dockerfile, the image's name, or what job or target are called."""
        if product.dockerfile and f"/{self.dockerfile}".endswith(f"/{product.dockerfile}"):
            return True
        return any(
            name == known or name.endswith((f"-{known}", f"_{known}"))
            for name in self.images or self.called
            for known in product.known
        )


def read_platforms(file: Path, products: Sequence[Product]) -> Mapping[str, list[str]]:
    """The platforms of each product, by its name.

    Raises:
        NotObservable: the file does not say what is built, or by a name that is not one of ours.
    """
    # Imported here: each kind of file has a reader of its own, and one is read.
    if file.suffix in (".yaml", ".yml"):
        from contract_harness.compose.reading.workflows import builds_of_workflow as read
    elif file.suffix == ".hcl":
        from contract_harness.compose.reading.bake import builds_of_hcl as read
    else:
        document = json.loads(file.read_text("utf-8"))
        if "target" not in document:
            return {name: list(one["platforms"]) for name, one in document.items()}
        from contract_harness.compose.reading.bake import builds_of_json as read
    builds = read(file)
    return {one.name: _platforms(file, builds, one) for one in products}


def _platforms(file: Path, builds: Sequence[Build], product: Product) -> list[str]:
    found = [build for build in builds if build.makes(product)]
    platforms = [platform for build in found for platform in build.platforms]
    if not found or any("$" in platform for platform in platforms):
        known = ", ".join(sorted({name for build in builds for name in (*build.images, *build.called)}))
        raise NotObservable(
            f"{file.name} does not say for which platforms {product.name} is built "
            f"(it builds {known or 'nothing'}): name its image or its Dockerfile as the compose file does, "
            "or name a JSON file in [deploy] platforms"
        )
    return list(dict.fromkeys(platforms))
