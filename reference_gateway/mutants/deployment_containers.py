"""Gateways whose containers may do more than they need, and images that say too little."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit

_GATEWAY = Path("images") / "gateway" / "Dockerfile"
_ADMIN_UI = Path("images") / "admin-ui" / "Dockerfile"


@deploy_mutant(breaks="deployment.health-is-checked")
def starts_before_the_database_is_well(deploy: Path) -> None:
    """Starts the gateway as soon as the database process exists."""
    edit(
        deploy / "compose.yaml",
        "postgres: {condition: service_healthy}",
        "postgres: {condition: service_started}",
    )


@deploy_mutant(breaks="deployment.nothing-runs-as-root")
def runs_the_image_as_root(deploy: Path) -> None:
    """Leaves the user of the gateway's image to the default, which is root."""
    edit(deploy / _GATEWAY, "USER 65532:65532\n", "")


@deploy_mutant(breaks="deployment.root-file-systems-are-read-only")
def leaves_roots_writable(deploy: Path) -> None:
    """Lets containers write anywhere."""
    edit(deploy / "compose.yaml", "  read_only: true\n", "")


@deploy_mutant(breaks="deployment.root-file-systems-are-read-only")
def has_no_room_for_temporary_files(deploy: Path) -> None:
    """Keeps its temporary files in the root file system of the admin UI."""
    edit(
        deploy / "compose.yaml",
        '    tmpfs: [/tmp]\n    expose: ["3000"]',
        "    command: [\"-c\", \"import pathlib, runpy, sys; pathlib.Path('scratch').write_text(''); "
        "sys.argv[1:] = ['--host', '0.0.0.0']; runpy.run_module('reference_gateway.admin_ui', "
        'run_name=\'__main__\')"]\n    entrypoint: [python]\n    expose: ["3000"]',
    )


@deploy_mutant(breaks="deployment.privileges-are-dropped")
def keeps_its_capabilities(deploy: Path) -> None:
    """Drops no capability."""
    edit(deploy / "compose.yaml", "  cap_drop: [ALL]\n", "")


@deploy_mutant(breaks="deployment.images-are-built-in-stages")
def ships_what_builds_it(deploy: Path) -> None:
    """Builds the admin UI's image in one stage, build tools included."""
    edit(deploy / _ADMIN_UI, "FROM python:3.12.12-slim-bookworm\nARG", "ARG")


@deploy_mutant(breaks="deployment.bases-are-pinned")
def follows_the_latest_base(deploy: Path) -> None:
    """Builds on whatever the newest base is that day."""
    edit(deploy / _GATEWAY, "FROM python:3.12.12-slim-bookworm\nARG", "FROM python:slim\nARG")


@deploy_mutant(breaks="deployment.images-check-their-health")
def checks_another_port(deploy: Path) -> None:
    """Checks the health of the gateway at a port it does not have."""
    edit(deploy / _GATEWAY, "http://127.0.0.1:8080/readyz", "http://127.0.0.1:8081/readyz")


@deploy_mutant(breaks="deployment.images-are-labelled")
def does_not_say_its_version(deploy: Path) -> None:
    """Leaves the version out of the labels."""
    edit(deploy / _ADMIN_UI, '      org.opencontainers.image.version="${VERSION}" \\\n', "")
