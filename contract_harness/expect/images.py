"""What each image that is built here is: the rows of `the images are:`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from contract_harness.compose.images import Image
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import NotObservable
from contract_harness.expect.deployment.containers import runs_as_root
from contract_harness.expect.deployment.images import BY_PREFIX, bases, named_exactly
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

Images = Mapping[str, Image]


@dataclass(frozen=True, slots=True)
class Built:
    """The images that the Dockerfiles build, by the name of their service, and what two are called.

    Attributes:
        pulled: reads the names of the images that are pulled, by the name of their service.
        matrix: the platforms of each image of the build matrix.
    """

    images: Images
    gateway: str
    admin_ui: str
    pulled: Callable[[], Mapping[str, str]] = dict
    matrix: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def read(cls, shipped: Shipped) -> Built:
        """Read the Dockerfiles."""
        return cls(shipped.images(), shipped.deploy.gateway, shipped.deploy.admin_ui, shipped.pulled)

    @classmethod
    def planned(cls, shipped: Shipped) -> Built:
        """Read the build matrix."""
        return cls({}, shipped.deploy.gateway, shipped.deploy.admin_ui, matrix=shipped.platforms())


def expect_images(built: Built, rows: Pairs) -> None:
    """Each image that a row speaks of is what the row says."""
    __tracebackhide__ = True
    further: Is[Built, Any] = {
        promise: partial(look, promise)
        for _, promise in rows
        for prefix, look in BY_PREFIX.items()
        if promise.startswith(prefix)
    }
    expect_rows(built, rows, who=_WHO, what={**_IS, **further})


def _every(built: Built) -> Images:
    return built.images


def _gateway(built: Built) -> Images:
    return _only(built, built.gateway)


def _admin_ui(built: Built) -> Images:
    return _only(built, built.admin_ui)


def _only(built: Built, name: str) -> Images:
    __tracebackhide__ = True
    if name not in built.images:
        raise NotObservable(
            f"there is no Dockerfile for {name}: name a compose file with `build` in [deploy] compose"
        )
    return {name: built.images[name]}


def _built_here(_: Built, __: Image) -> str:
    """Nothing is left to ask of one that was found."""
    return ""


def _built_in_stages(_: Built, one: Image) -> str:
    """Its last stage takes what another one made, and does not continue that one."""
    if one.stages < 2:
        return "it has one stage"
    if not one.copied:
        return "its last stage takes nothing from another"
    kept = one.above & one.copied
    return f"its last stage continues {', '.join(sorted(kept))}, which builds it" if kept else ""


def _run_by_another_than_root(_: Built, one: Image) -> str:
    return runs_as_root(one)


def _checked_at_its_port(_: Built, one: Image) -> str:
    asked = " ".join(one.health.test) if one.health else ""
    return "" if any(re.search(rf":{port}\b", asked) for port in one.exposes) else asked or "no check"


def _bases(built: Built) -> Mapping[str, str]:
    return bases(built.images)


def _pulled(built: Built) -> Mapping[str, str]:
    return built.pulled()


def _in_the_matrix(name: str, built: Built) -> Mapping[str, Sequence[str]]:
    return {name: built.matrix.get(name, ())}


_WHO: Who[Built, Any] = {
    "every image": _every,
    "the gateway": _gateway,
    "the admin UI": _admin_ui,
    "every base image": _bases,
    "every pulled image": _pulled,
    "gateway": partial(_in_the_matrix, "gateway"),
    "admin-ui": partial(_in_the_matrix, "admin-ui"),
}

_IS: Is[Built, Any] = {
    "named with an exact version": named_exactly,
    "built here": _built_here,
    "built in stages": _built_in_stages,
    "run by a user other than root": _run_by_another_than_root,
    "checked for its health at a port it exposes": _checked_at_its_port,
}
