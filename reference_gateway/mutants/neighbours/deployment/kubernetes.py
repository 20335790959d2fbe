"""Gateways in whose manifests one pod, one job or one number is not what it must be."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit

_GATEWAY = Path("kubernetes") / "gateway.yaml"
_ADMIN_UI = Path("kubernetes") / "admin-ui.yaml"
_JOBS = Path("kubernetes") / "jobs.yaml"
_NETWORK = Path("kubernetes") / "network.yaml"


@deploy_mutant(breaks="deployment.a-job-migrates-and-pods-do-not")
def seeds_in_every_pod(deploy: Path) -> None:
    """Leaves seeding to every pod of the gateway."""
    edit(deploy / _GATEWAY, 'GATEWAY_SEED_CONFIG, value: "false"', 'GATEWAY_SEED_CONFIG, value: "true"')


@deploy_mutant(breaks="deployment.a-job-migrates-and-pods-do-not")
def waits_with_its_migrations(deploy: Path) -> None:
    """Has a job that migrates when somebody enables it."""
    edit(deploy / _JOBS, "suspend: false", "suspend: true")


@deploy_mutant(breaks="deployment.bootstrap-and-seed-are-off")
def seeds_unasked(deploy: Path) -> None:
    """Seeds the config whether or not somebody asked for it."""
    file = deploy / _JOBS
    edit(
        file,
        "# Off: it resets what the config lists to what the config says.\n  suspend: true",
        "suspend: false",
    )


@deploy_mutant(breaks="deployment.bootstrap-and-seed-are-off")
def does_not_say_that_a_job_waits(deploy: Path) -> None:
    """Leaves out of the bootstrap job that it is to wait."""
    file = deploy / _JOBS
    edit(file, "enables it. It does nothing once there is one.\n  suspend: true", "enables it.")


@deploy_mutant(breaks="deployment.jobs-lead-to-the-first-call")
def seeds_where_it_should_bootstrap(deploy: Path) -> None:
    """Seeds twice and makes no first admin."""
    edit(deploy / _JOBS, "args: [bootstrap-admin]", "args: [seed-config]")


@deploy_mutant(breaks="deployment.jobs-lead-to-the-first-call")
def migrates_where_it_should_seed(deploy: Path) -> None:
    """Migrates twice and seeds nothing."""
    edit(deploy / _JOBS, "args: [seed-config]", "args: [migrate, --apply]")


@deploy_mutant(breaks="deployment.pods-are-probed")
def ends_pods_whose_database_is_lost(deploy: Path) -> None:
    """Takes a pod whose database is lost for one that has died."""
    edit(
        deploy / _GATEWAY,
        "livenessProbe:\n            httpGet: {path: /healthz",
        "livenessProbe:\n            httpGet: {path: /readyz",
    )


@deploy_mutant(breaks="deployment.pods-are-probed")
def probes_another_port(deploy: Path) -> None:
    """Probes the admin UI at a port that it does not have."""
    edit(
        deploy / _ADMIN_UI,
        "livenessProbe:\n            httpGet: {path: /healthz, port: http}",
        "livenessProbe:\n            httpGet: {path: /healthz, port: 8080}",
    )


@deploy_mutant(breaks="deployment.pods-are-confined")
def lets_a_job_make_any_system_call(deploy: Path) -> None:
    """Takes the seccomp profile of one job away."""
    edit(deploy / _JOBS, "seccompProfile: {type: RuntimeDefault}", "seccompProfile: {type: Unconfined}")


@deploy_mutant(breaks="deployment.pods-are-confined")
def gives_the_admin_ui_a_token(deploy: Path) -> None:
    """Gives the admin UI a token of the cluster."""
    edit(deploy / _ADMIN_UI, "automountServiceAccountToken: false", "automountServiceAccountToken: true")


@deploy_mutant(breaks="deployment.ingress-leads-to-the-gateway")
def opens_a_balancer(deploy: Path) -> None:
    """Opens the gateway to the outside beside its ingress."""
    edit(deploy / _GATEWAY, "spec:\n  selector: {app", "spec:\n  type: LoadBalancer\n  selector: {app")


@deploy_mutant(breaks="deployment.ingress-leads-to-the-gateway")
def opens_the_admin_ui_to_a_namespace(deploy: Path) -> None:
    """Lets a whole namespace reach the admin UI beside the gateway."""
    edit(
        deploy / _NETWORK,
        "from: [{podSelector: {matchLabels: {app.kubernetes.io/name: gateway}}}]",
        "from: [{podSelector: {matchLabels: {app.kubernetes.io/name: gateway}}}, {namespaceSelector: {}}]",
    )


@deploy_mutant(breaks="deployment.cluster-secrets-are-referenced")
def ships_its_secret(deploy: Path) -> None:
    """Ships the secret that its pods refer to, with a value in it."""
    shipped = "apiVersion: v1\nkind: Secret\nmetadata: {name: gateway-tls}\nstringData: {tls.key: made-up}\n"
    with (deploy / _NETWORK).open("a", encoding="utf-8") as file:
        file.write(f"---\n{shipped}")


@deploy_mutant(breaks="deployment.cluster-secrets-are-referenced")
def writes_a_secret_into_a_job(deploy: Path) -> None:
    """Writes the first key into a job."""
    reference = "valueFrom: {secretKeyRef: {name: gateway-secrets, key: GATEWAY_API_KEY}}"
    edit(deploy / _JOBS, reference, "value: gwk_first.made-up-once-and-for-all")


@deploy_mutant(breaks="deployment.pods-outlast-their-calls")
def ends_containers_with_their_calls(deploy: Path) -> None:
    """Gives the gateway's container as long as the gateway gives its calls."""
    edit(deploy / "compose.yaml", "stop_grace_period: 1m\n    ports", "stop_grace_period: 10s\n    ports")


@deploy_mutant(breaks="deployment.pods-outlast-their-calls")
def gives_its_calls_two_minutes(deploy: Path) -> None:
    """Gives its calls longer than its pods are given to end."""
    edit(
        deploy / "config" / "gateway.yaml",
        "  log_format: json\n",
        "  log_format: json\n  shutdown_grace_secs: 120\n",
    )


@deploy_mutant(breaks="deployment.jobs-run-the-version-of-the-pods")
def seeds_with_the_latest_version(deploy: Path) -> None:
    """Seeds with whatever is the latest version."""
    text = (deploy / _JOBS).read_text("utf-8")
    head, _, tail = text.rpartition("gateway:0.1.0")
    (deploy / _JOBS).write_text(f"{head}gateway:latest{tail}", "utf-8")


@deploy_mutant(breaks="deployment.jobs-run-the-version-of-the-pods")
def runs_a_newer_version_than_its_jobs(deploy: Path) -> None:
    """Runs pods of a version that no job has prepared the database for."""
    edit(deploy / _GATEWAY, "gateway-contracts/gateway:0.1.0", "gateway-contracts/gateway:0.1.1")


@deploy_mutant(breaks="deployment.what-crashes-is-restarted")
def tries_its_migrations_once(deploy: Path) -> None:
    """Does not try a migration again that failed."""
    edit(deploy / _JOBS, "backoffLimit: 6", "backoffLimit: 0")


@deploy_mutant(breaks="deployment.what-crashes-is-restarted")
def leaves_the_crashed_database_down(deploy: Path) -> None:
    """Does not restart the database when it crashes."""
    edit(deploy / "compose.yaml", "    user: postgres\n", '    user: postgres\n    restart: "no"\n')


@deploy_mutant(breaks="deployment.roll-outs-wait-for-successors")
def takes_every_pod_away_first(deploy: Path) -> None:
    """Takes the one pod of the admin UI away before its successor is there."""
    edit(deploy / _ADMIN_UI, "  replicas: 1\n", "  replicas: 1\n  strategy: {type: Recreate}\n")


@deploy_mutant(breaks="deployment.roll-outs-wait-for-successors")
def may_lack_half_of_its_pods(deploy: Path) -> None:
    """Lets half of two pods be missing while it rolls out."""
    edit(deploy / _GATEWAY, "maxUnavailable: 0", "maxUnavailable: 50%")
