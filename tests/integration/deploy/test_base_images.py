"""Base images and their digests: asked of a registry, written in every place, and refused when in doubt."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_harness.compose.images import read_image
from deploy.release.base_images import base_images, pin, unpinned
from deploy.release.places import ReleaseError
from deploy.release.registry import INDEX_FIRST, Tagged, digest_of
from reference_gateway.mutants.deployment import images as mutants
from tests.given.fake_registry import Registry, index, registry
from tests.given.tools import ROOT, run

NAMES = sorted({name for _, name, _ in base_images(ROOT)})


@pytest.fixture
def asked() -> Iterator[Registry]:
    """A registry that holds what the files of this tree name."""
    tags = {f"{one.repository}:{one.tag}": index("amd64", one.tag) for one in map(Tagged.read, NAMES)}
    with registry(tags) as held:
        yield held


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What is shipped, and what pins it, in a folder of its own."""
    shutil.copytree(
        ROOT / "deploy", tmp_path / "deploy", ignore=shutil.ignore_patterns("node_modules", ".env")
    )
    return tmp_path


def renewed(tree: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, in the tree."""
    command = [sys.executable, "-m", "deploy.release", "renew-images", *words]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("python:3.12.12-slim", Tagged("docker.io", "library/python", "3.12.12-slim")),
        (
            "otel/opentelemetry-collector:0.138.0",
            Tagged("docker.io", "otel/opentelemetry-collector", "0.138.0"),
        ),
        ("ghcr.io/owner/image:1", Tagged("ghcr.io", "owner/image", "1")),
        ("localhost:5000/image:1", Tagged("localhost:5000", "image", "1")),
    ],
)
def test_a_name_is_read_as_an_engine_reads_it(name: str, read: Tagged) -> None:
    """Host, official images, tag."""
    assert read == Tagged.read(name)


@pytest.mark.parametrize("name", ["python", "localhost:5000/python"])
def test_a_name_without_a_tag_is_refused(name: str) -> None:
    """A port is no tag."""
    with pytest.raises(ReleaseError, match=f"{name}.* has no tag: give it one"):
        Tagged.read(name)


def test_every_base_image_is_found() -> None:
    """Of both images, of the harness and of compose; ours, which a variable names, are not among them."""
    assert {file for file, _, _ in base_images(ROOT)} == {
        "deploy/compose.yaml",
        "deploy/harness/Dockerfile",
        "deploy/images/admin-ui/Dockerfile",
        "deploy/images/gateway/Dockerfile",
    }
    assert {"otel/opentelemetry-collector", "postgres", "python"} == {
        name.partition(":")[0] for name in NAMES
    }


def test_one_command_pins_all_of_them(asked: Registry, tree: Path) -> None:
    """The second run renews what the first one wrote, once the tag has moved."""
    first = renewed(tree, "--mirror", asked.url)
    before = {name: digest for _, name, digest in base_images(tree)}
    asked.tags["library/postgres:17.6-alpine"] = index("arm64")
    second = renewed(tree, "--mirror", asked.url)
    after = {name: digest for _, name, digest in base_images(tree)}

    assert [0, 0] == [first.returncode, second.returncode], first.stderr + second.stderr
    assert [] == unpinned(tree)
    assert {name: digest.removeprefix("@") for name, digest in before.items()} == {
        line.partition("@")[0]: line.partition("@")[2] for line in first.stdout.splitlines()
    }
    assert ["postgres:17.6-alpine"] == [name for name in after if after[name] != before[name]]
    assert after["postgres:17.6-alpine"] == asked.digest("library/postgres:17.6-alpine")
    assert "repository:library/python:pull" in asked.asked
    assert all(one.startswith(INDEX_FIRST) for one in asked.asked if "manifest" in one)


def test_what_is_pinned_is_read_linted_and_spoilt_as_before(asked: Registry, tree: Path) -> None:
    """By hadolint, by the harness, and by the mutants that change a base."""
    pin(tree, lambda image: digest_of(image, asked.url))
    dockerfile = tree / "deploy" / "images" / "gateway" / "Dockerfile"
    image = read_image(dockerfile)
    run("hadolint", "--failure-threshold", "info", dockerfile)
    mutants.follows_the_latest_base(tree / "deploy")
    mutants.ships_what_builds_it(tree / "deploy")

    assert [
        f"python:3.12.12-slim-bookworm@{asked.digest('library/python:3.12.12-slim-bookworm')}"
    ] * 2 == image.bases
    assert "python:slim" == read_image(dockerfile).bases[-1]
    assert 1 == read_image(tree / "deploy" / "images" / "admin-ui" / "Dockerfile").stages


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        ("gone", "/v2/library/postgres/manifests/17.6-alpine answers 404: correct the image"),
        ("lies", "answers with bytes of another digest than it names: do not use it"),
        ("silent", "cannot be asked (ConnectionError): try again, or give a --mirror"),
    ],
)
def test_in_doubt_nothing_is_written(trouble: str, said: str, asked: Registry, tree: Path) -> None:
    """One sentence, and the files are as they were."""
    mirror = asked.url
    if trouble == "gone":
        del asked.tags["library/postgres:17.6-alpine"]
    elif trouble == "lies":
        asked.lies = True
    else:
        mirror = "http://127.0.0.1:9"
    done = renewed(tree, "--mirror", mirror)

    assert 1 == done.returncode
    assert said in done.stderr
    assert 1 == len(done.stderr.splitlines())
    assert list(base_images(ROOT)) == list(base_images(tree))


def test_a_registry_without_tokens_is_asked_once(asked: Registry) -> None:
    """A mirror of one's own may let everybody in."""
    asked.wants_token = False

    assert asked.digest("library/postgres:17.6-alpine") == digest_of(
        Tagged.read("postgres:17.6-alpine"), asked.url
    )
    assert 1 == len(asked.asked)
