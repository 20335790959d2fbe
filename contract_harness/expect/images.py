"""What each image that is built here is: the rows of `the images are:`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contract_harness.compose.images import Image
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import NotObservable
from contract_harness.expect.deployment.containers import runs_as_root
from contract_harness.expect.rows import Is, Who, expect_rows
from contract_harness.tables import Pairs

Images = Mapping[str, Image]


@dataclass(frozen=True, slots=True)
class Built:
    """The images that the Dockerfiles build, by the name of their service, and what two are called."""

    images: Images
    gateway: str
    admin_ui: str

    @classmethod
    def read(cls, shipped: Shipped) -> Built:
        """Read the Dockerfiles."""
        return cls(shipped.images(), shipped.deploy.gateway, shipped.deploy.admin_ui)


def expect_images(built: Built, rows: Pairs) -> None:
    """Each image that a row speaks of is what the row says."""
    __tracebackhide__ = True
    expect_rows(built, rows, who=_WHO, what=_IS)


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
    return "" if one.stages > 1 else "it has one stage"


def _run_by_another_than_root(_: Built, one: Image) -> str:
    return runs_as_root(one)


def _checked_at_its_port(_: Built, one: Image) -> str:
    asked = " ".join(one.health.test) if one.health else ""
    return "" if any(re.search(rf":{port}\b", asked) for port in one.exposes) else asked or "no check"


_WHO: Who[Built, Image] = {"every image": _every, "the gateway": _gateway, "the admin UI": _admin_ui}

_IS: Is[Built, Image] = {
    "built here": _built_here,
    "built in stages": _built_in_stages,
    "run by a user other than root": _run_by_another_than_root,
    "checked for its health at a port it exposes": _checked_at_its_port,
}
