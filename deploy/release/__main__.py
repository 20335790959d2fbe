"""`python -m deploy.release COMMAND`: see docs/releasing.md."""

from __future__ import annotations

import argparse
import json
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.release import artefacts, base_images
from deploy.release.changelog import section_of
from deploy.release.places import ReleaseError, disagreements, set_version, version_of
from deploy.release.readiness import obstacles, push_tag, tag_of
from deploy.release.registry import digest_of

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


def main(argv: Sequence[str]) -> int:
    """Do one step; 1 with one sentence when it cannot be done, 2 for a wrong call."""
    given = _parser().parse_args(argv)
    try:
        code: int = given.run(given)
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return code


def _check(_given: argparse.Namespace) -> int:
    """Say everything that is wrong at once."""
    wrong = [*disagreements(ROOT), *obstacles(ROOT)]
    for sentence in wrong:
        print(f"release: {sentence}", file=sys.stderr)
    return 1 if wrong else 0


def _version(given: argparse.Namespace) -> int:
    set_version(ROOT, given.version)
    return 0


def _wheel(_given: argparse.Namespace) -> int:
    for file in artefacts.build_wheels(ROOT, DIST):
        print(file.relative_to(ROOT))
    return 0


def _sbom(_given: argparse.Namespace) -> int:
    for file in (*artefacts.write_sboms(ROOT, DIST), artefacts.write_checksums(DIST)):
        print(file.relative_to(ROOT))
    return 0


def _notes(_given: argparse.Namespace) -> int:
    """On stdout, and into dist/ when there is one."""
    text = section_of(ROOT, version_of(ROOT)).text
    if DIST.is_dir():
        (DIST / "NOTES.md").write_text(text, "utf-8")
    print(text, end="")
    return 0


def _matrix(_given: argparse.Namespace) -> int:
    print(json.dumps({"image": list(artefacts.matrix(ROOT))}))
    return 0


def _image(given: argparse.Namespace) -> int:
    if given.dry_run:
        print(shlex.join(artefacts.image_command(ROOT, given.name, push=given.push)))
    else:
        artefacts.build_image(ROOT, given.name, push=given.push)
    return 0


def _renew(given: argparse.Namespace) -> int:
    """Pin each base image to what its tag is now."""
    for name, digest in base_images.pin(ROOT, lambda image: digest_of(image, given.mirror)).items():
        print(f"{name}@{digest}")
    return 0


def _publish(given: argparse.Namespace) -> int:
    if given.dry_run:
        for command in artefacts.publish_commands(ROOT, DIST):
            print(shlex.join(command))
    else:
        artefacts.publish(ROOT, DIST)
    return 0


def _all(given: argparse.Namespace) -> int:
    """The whole release; a dry run makes every file of it, and nothing leaves this machine."""
    version = version_of(ROOT)
    wrong = list(disagreements(ROOT))
    first = list(obstacles(ROOT))
    if wrong or (first and not given.dry_run):
        return _check(given)
    if not given.dry_run:
        push_tag(ROOT, version)
        print(f"{tag_of(version)} is pushed; the workflow of a release does the rest")
        return 0
    _wheel(given)
    _sbom(given)
    for name in artefacts.matrix(ROOT):
        print(f"would run   {shlex.join(artefacts.image_command(ROOT, name, push=True))}")
    print(f"would push  {tag_of(version)}, with the notes of CHANGELOG.md:\n")
    _notes(given)
    for command in artefacts.publish_commands(ROOT, DIST):
        print(f"would run   {shlex.join(command)}")
    for sentence in first:
        print(f"a real release would be refused: {sentence}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m deploy.release", description="Steps of a release.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, run, about in (
        ("check", _check, "fail unless this tree can be released as it is"),
        ("wheel", _wheel, "build wheels and source distributions into dist/"),
        ("sbom", _sbom, "write the bills of materials and the checksums into dist/"),
        ("notes", _notes, "print what the changelog says about this version"),
        ("matrix", _matrix, "print the images as the matrix of a workflow"),
    ):
        commands.add_parser(name, help=about).set_defaults(run=run)
    version = commands.add_parser("version", help="write a version in every place that names it")
    version.add_argument("version")
    version.set_defaults(run=_version)
    image = commands.add_parser("image", help="build one image for all its platforms")
    image.add_argument("name")
    image.add_argument("--push", action="store_true", help="push it to the registry")
    image.add_argument("--dry-run", action="store_true", help="print the command instead")
    image.set_defaults(run=_image)
    renew = commands.add_parser("renew-images", help="pin the base images to what their tags are now")
    renew.add_argument("--mirror", metavar="URL", help="ask this registry, and not the one of each image")
    renew.set_defaults(run=_renew)
    publish = commands.add_parser("publish", help="publish what is in dist/")
    publish.add_argument("--dry-run", action="store_true", help="print the commands instead")
    publish.set_defaults(run=_publish)
    whole = commands.add_parser("all", help="check, then tag and push the tag")
    whole.add_argument(
        "--dry-run", action="store_true", help="make every file of it; nothing leaves this machine"
    )
    whole.set_defaults(run=_all)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
