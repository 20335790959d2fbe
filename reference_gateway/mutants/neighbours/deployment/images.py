"""Gateways of whose images one holds too much, or says almost what it should."""

from __future__ import annotations

import re
from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit
from reference_gateway.mutants.deployment._dockerfiles import ADMIN_UI, GATEWAY, rebase


@deploy_mutant(breaks="deployment.images-are-built-in-stages")
def continues_the_stage_that_builds_it(deploy: Path) -> None:
    """Makes the gateway's image of the stage that builds it."""
    rebase(deploy / GATEWAY, "FROM build\n")


@deploy_mutant(breaks="deployment.images-are-built-in-stages")
def has_a_stage_that_nothing_is_taken_from(deploy: Path) -> None:
    """Builds the admin UI in its last stage, behind one from which nothing is taken."""
    edit(deploy / ADMIN_UI, "COPY --from=build /opt/admin-ui /opt/admin-ui\n", "COPY . .\n")


@deploy_mutant(breaks="deployment.bases-are-pinned")
def follows_a_major_version(deploy: Path) -> None:
    """Pulls whatever is the newest PostgreSQL 17 that day."""
    file = deploy / "compose.yaml"
    file.write_text(
        re.sub(r"image: postgres:\S+", "image: postgres:17-alpine", file.read_text("utf-8")), "utf-8"
    )


@deploy_mutant(breaks="deployment.bases-are-pinned")
def pulls_a_collector_without_a_version(deploy: Path) -> None:
    """Pulls whatever is the newest collector that day."""
    edit(deploy / "compose.yaml", "otel/opentelemetry-collector:0.138.0", "otel/opentelemetry-collector")


@deploy_mutant(breaks="deployment.images-check-their-health")
def exposes_another_port(deploy: Path) -> None:
    """Checks the health of the admin UI at a port that its image does not say it has."""
    edit(deploy / ADMIN_UI, "EXPOSE 3000", "EXPOSE 8080")


@deploy_mutant(breaks="deployment.images-check-their-health")
def ships_an_image_without_a_check(deploy: Path) -> None:
    """Has no health check in the image of the admin UI."""
    edit(
        deploy / ADMIN_UI,
        "--start-period=30s --start-interval=1s --retries=6 \\\n  CMD [",
        "\\\n  NONE\n# [",
    )


@deploy_mutant(breaks="deployment.images-are-labelled")
def names_another_base(deploy: Path) -> None:
    """Names another base than the gateway's image has."""
    edit(deploy / GATEWAY, 'base.name="docker.io/library/python:', 'base.name="docker.io/library/debian:')


@deploy_mutant(breaks="deployment.images-are-labelled")
def leaves_its_revision_empty(deploy: Path) -> None:
    """Has a label for the revision with nothing in it."""
    edit(deploy / GATEWAY, 'revision="${REVISION}"', 'revision=""')


@deploy_mutant(breaks="deployment.image-platforms")
def builds_the_gateway_for_two_platforms(deploy: Path) -> None:
    """Builds the gateway for arm64 as well."""
    edit(deploy / "images" / "platforms.json", '["linux/amd64"]', '["linux/amd64", "linux/arm64"]')


@deploy_mutant(breaks="deployment.image-platforms")
def builds_the_ui_for_another_arm(deploy: Path) -> None:
    """Builds the admin UI for an older kind of arm."""
    edit(deploy / "images" / "platforms.json", '"linux/arm64"', '"linux/arm/v7"')
