"""Gateways whose images say too little of themselves, or hold too much."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit
from reference_gateway.mutants.deployment._dockerfiles import ADMIN_UI, GATEWAY, rebase


@deploy_mutant(breaks="deployment.images-are-built-in-stages")
def ships_what_builds_it(deploy: Path) -> None:
    """Builds the admin UI's image in one stage, build tools included."""
    rebase(deploy / ADMIN_UI, "")


@deploy_mutant(breaks="deployment.bases-are-pinned")
def follows_the_latest_base(deploy: Path) -> None:
    """Builds on whatever the newest base is that day."""
    rebase(deploy / GATEWAY, "FROM python:slim\n")


@deploy_mutant(breaks="deployment.images-check-their-health")
def checks_another_port(deploy: Path) -> None:
    """Checks the health of the gateway at a port it does not have."""
    edit(deploy / GATEWAY, "http://127.0.0.1:8080/readyz", "http://127.0.0.1:8081/readyz")


@deploy_mutant(breaks="deployment.images-are-labelled")
def does_not_say_its_version(deploy: Path) -> None:
    """Leaves the version out of the labels."""
    edit(deploy / ADMIN_UI, '      org.opencontainers.image.version="${VERSION}" \\\n', "")


@deploy_mutant(breaks="deployment.image-platforms")
def builds_the_ui_for_one_platform(deploy: Path) -> None:
    """Builds the admin UI for amd64 alone."""
    edit(deploy / "images" / "platforms.json", '["linux/amd64", "linux/arm64"]', '["linux/amd64"]')
