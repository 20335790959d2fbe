"""Gateways whose manifests let the wrong pods do the work, or the wrong people in."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit

_GATEWAY = Path("kubernetes") / "gateway.yaml"
_ADMIN_UI = Path("kubernetes") / "admin-ui.yaml"
_JOBS = Path("kubernetes") / "jobs.yaml"
_NETWORK = Path("kubernetes") / "network.yaml"


@deploy_mutant(breaks="deployment.a-job-migrates-and-pods-do-not")
def migrates_in_every_pod(deploy: Path) -> None:
    """Leaves migrations to every pod of the gateway."""
    edit(deploy / _GATEWAY, 'GATEWAY_RUN_MIGRATIONS, value: "false"', 'GATEWAY_RUN_MIGRATIONS, value: "true"')


@deploy_mutant(breaks="deployment.bootstrap-and-seed-are-off")
def bootstraps_unasked(deploy: Path) -> None:
    """Makes the first admin whether or not somebody asked for one."""
    edit(deploy / _JOBS, "suspend: true", "suspend: false")


@deploy_mutant(breaks="deployment.jobs-lead-to-the-first-call")
def only_looks_at_the_migrations(deploy: Path) -> None:
    """Has the migration job list what is pending instead of applying it."""
    edit(deploy / _JOBS, "args: [migrate, --apply]", "args: [migrate, --status]")


@deploy_mutant(breaks="deployment.pods-are-probed")
def is_ready_as_soon_as_it_lives(deploy: Path) -> None:
    """Takes a process that lives for one that is ready."""
    file = deploy / _GATEWAY
    edit(
        file,
        "readinessProbe:\n            httpGet: {path: /readyz",
        "readinessProbe:\n            httpGet: {path: /healthz",
    )


@deploy_mutant(breaks="deployment.pods-are-confined")
def lets_a_job_gain_privileges(deploy: Path) -> None:
    """Lets the migration job gain privileges."""
    edit(deploy / _JOBS, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true")


@deploy_mutant(breaks="deployment.ingress-leads-to-the-gateway")
def leads_past_the_gateway(deploy: Path) -> None:
    """Leads visitors of the admin UI past the gateway."""
    backend = "backend: {service: {name: gateway, port: {name: http}}}"
    past = "          - path: /admin\n            pathType: Prefix\n            " + backend.replace(
        "gateway", "admin-ui"
    )
    edit(deploy / _NETWORK, f"{backend}\n", f"{backend}\n{past}\n")


@deploy_mutant(breaks="deployment.ingress-leads-to-the-gateway")
def opens_the_admin_ui_to_every_pod(deploy: Path) -> None:
    """Lets every pod of the cluster reach the admin UI."""
    caller = "from: [{podSelector: {matchLabels: {app.kubernetes.io/name: gateway}}}]\n      ports"
    edit(deploy / _NETWORK, caller, "ports")


@deploy_mutant(breaks="deployment.ingress-leads-to-the-gateway")
def opens_a_port_of_every_node(deploy: Path) -> None:
    """Opens the admin UI at a port of every node."""
    edit(deploy / _ADMIN_UI, "spec:\n  selector: {app", "spec:\n  type: NodePort\n  selector: {app")


@deploy_mutant(breaks="deployment.cluster-secrets-are-referenced")
def writes_a_secret_down(deploy: Path) -> None:
    """Writes the identity secret into the manifest."""
    reference = "valueFrom: {secretKeyRef: {name: gateway-secrets, key: GATEWAY_IDENTITY_TOKEN_SECRET}}"
    edit(deploy / _GATEWAY, reference, "value: local-dev-identity-secret")


@deploy_mutant(breaks="deployment.pods-outlast-their-calls")
def ends_pods_before_their_calls(deploy: Path) -> None:
    """Gives the gateway's pods five seconds to end."""
    edit(deploy / _GATEWAY, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 5")


@deploy_mutant(breaks="deployment.jobs-run-the-version-of-the-pods")
def migrates_with_another_version(deploy: Path) -> None:
    """Migrates with another version than its pods run."""
    edit(deploy / _JOBS, "gateway:0.1.0", "gateway:0.0.9")


@deploy_mutant(breaks="deployment.what-crashes-is-restarted")
def leaves_the_crashed_where_it_lies(deploy: Path) -> None:
    """Does not restart a service that crashed."""
    edit(deploy / "compose.yaml", "restart: unless-stopped", 'restart: "no"')


@deploy_mutant(breaks="deployment.roll-outs-wait-for-successors")
def takes_a_pod_away_first(deploy: Path) -> None:
    """Takes one of two pods away before its successor is ready."""
    edit(deploy / _GATEWAY, "maxUnavailable: 0", "maxUnavailable: 1")
