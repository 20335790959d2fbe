"""Gateways whose containers may do more than they need."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit
from reference_gateway.mutants.deployment._dockerfiles import GATEWAY


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
    edit(deploy / GATEWAY, "USER 65532:65532\n", "")


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


@deploy_mutant(breaks="deployment.check-asks-for-readiness")
def is_well_as_soon_as_it_lives(deploy: Path) -> None:
    """Checks the gateway's health by asking whether it lives."""
    edit(deploy / "compose.yaml", "http://127.0.0.1:8080/readyz", "http://127.0.0.1:8080/healthz")
