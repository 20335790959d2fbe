"""Gateways of whose containers one may do more than it needs, or one is looked at less closely."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.health-is-checked")
def does_not_check_the_admin_ui(deploy: Path) -> None:
    """Switches the health check of the admin UI off."""
    edit(
        deploy / "compose.yaml",
        "    networks: [inside]\n    healthcheck:\n",
        "    networks: [inside]\n    healthcheck:\n      disable: true\n",
    )


@deploy_mutant(breaks="deployment.health-is-checked")
def starts_before_the_ui_is_well(deploy: Path) -> None:
    """Starts the gateway as soon as the process of the admin UI exists."""
    edit(
        deploy / "compose.yaml",
        "admin-ui: {condition: service_healthy}",
        "admin-ui: {condition: service_started}",
    )


@deploy_mutant(breaks="deployment.check-asks-for-readiness")
def checks_its_front_page(deploy: Path) -> None:
    """Checks the gateway's health by asking for a page."""
    edit(deploy / "compose.yaml", "http://127.0.0.1:8080/readyz", "http://127.0.0.1:8080/")


@deploy_mutant(breaks="deployment.check-asks-for-readiness")
def checks_its_api_alone(deploy: Path) -> None:
    """Checks the gateway's health by asking its API, which does not ask the database."""
    edit(deploy / "compose.yaml", "http://127.0.0.1:8080/readyz", "http://127.0.0.1:8080/api/v1/health")


@deploy_mutant(breaks="deployment.nothing-runs-as-root")
def runs_the_admin_ui_as_root(deploy: Path) -> None:
    """Runs the admin UI as root, by number and group."""
    edit(
        deploy / "compose.yaml",
        "  admin-ui:\n    <<: *confined\n",
        '  admin-ui:\n    <<: *confined\n    group_add: ["65532"]\n',
    )
    edit(
        deploy / "compose.yaml",
        '/admin-ui/Dockerfile}\n    user: "65532:65532"',
        '/admin-ui/Dockerfile}\n    user: "0:65532"',
    )


@deploy_mutant(breaks="deployment.nothing-runs-as-root")
def runs_the_collector_as_root(deploy: Path) -> None:
    """Runs the collector as root."""
    edit(deploy / "compose.yaml", 'user: "10001:10001"', "user: root")


@deploy_mutant(breaks="deployment.root-file-systems-are-read-only")
def leaves_the_collectors_root_writable(deploy: Path) -> None:
    """Lets the collector write anywhere."""
    edit(
        deploy / "compose.yaml",
        "    profiles: [telemetry]\n",
        "    profiles: [telemetry]\n    read_only: false\n",
    )


@deploy_mutant(breaks="deployment.root-file-systems-are-read-only")
def leaves_the_databases_root_writable(deploy: Path) -> None:
    """Lets the database write anywhere."""
    edit(deploy / "compose.yaml", "    user: postgres\n", "    user: postgres\n    read_only: false\n")


@deploy_mutant(breaks="deployment.privileges-are-dropped")
def gives_one_capability_back(deploy: Path) -> None:
    """Gives the gateway a capability back that it does not need."""
    edit(deploy / "compose.yaml", "    tmpfs: [/tmp]\n", "    tmpfs: [/tmp]\n    cap_add: [NET_ADMIN]\n")


@deploy_mutant(breaks="deployment.privileges-are-dropped")
def lets_processes_gain_privileges(deploy: Path) -> None:
    """Says of new privileges that they may be gained."""
    edit(deploy / "compose.yaml", "no-new-privileges:true", "no-new-privileges:false")
