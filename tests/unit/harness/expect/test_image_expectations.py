"""What a feature says of the images that are built, and which image breaks it."""

from dataclasses import replace

import pytest

from contract_harness.compose.images import HealthCheck, Image
from contract_harness.errors import ContractBreach, NotObservable
from contract_harness.expect.images import Built, expect_images

HEALTH = HealthCheck(("curl", "http://127.0.0.1:8080/readyz"))
BASE = "org.opencontainers.image.base.name"
IMAGE = Image(
    bases=["python:3.12"],
    stages=2,
    copied=frozenset({"build"}),
    base="python:3.12@sha256:5e1f",
    user="10",
    exposes=[8080],
    health=HEALTH,
    labels={BASE: "docker.io/library/python:3.12"},
)


def built(**changes: object) -> Built:
    """Two images, that of the admin UI changed."""
    return Built({"gateway": IMAGE, "ui": replace(IMAGE, **changes)}, gateway="gateway", admin_ui="ui")


@pytest.mark.parametrize(
    ("what", "changes", "said"),
    [
        ("built in stages", {"stages": 1}, "ui: it has one stage"),
        ("built in stages", {"copied": frozenset()}, "ui: its last stage takes nothing from another"),
        (
            "built in stages",
            {"above": frozenset({"build", "base"})},
            "ui: its last stage continues build, which builds it",
        ),
        (f"labelled with {BASE}", {"labels": {}}, f"ui: {BASE} is missing"),
        (
            f"labelled with {BASE}",
            {"labels": {BASE: "debian:12"}},
            f"ui: {BASE} is debian:12, and it is built on python:3.12",
        ),
        ("run by a user other than root", {"user": "root:10"}, "ui: it runs as root:10"),
        ("run by a user other than root", {"user": ""}, "ui: it does not say as whom it runs, which is root"),
        ("checked for its health at a port it exposes", {"health": None}, "ui: no check"),
        ("checked for its health at a port it exposes", {"exposes": [80]}, f"ui: {' '.join(HEALTH.test)}"),
    ],
)
def test_each_row_can_be_kept_and_broken(what: str, changes: dict[str, object], said: str) -> None:
    """It names the image at fault and what is wrong with it."""
    expect_images(built(), [("every image", what)])

    with pytest.raises(ContractBreach) as caught:
        expect_images(built(**changes), [("every image", what)])
    assert (f"every image is {what}", said) == (caught.value.promised, caught.value.observed)


def test_an_image_without_a_dockerfile_is_not_built_here() -> None:
    """It is named as its service is."""
    alone = Built({"gateway": IMAGE}, gateway="gateway", admin_ui="ui")

    expect_images(alone, [("the gateway", "built here")])
    with pytest.raises(NotObservable, match="there is no Dockerfile for ui: name a compose file"):
        expect_images(alone, [("the admin UI", "built here")])
