"""Gateways whose stack comes up almost as promised."""

from __future__ import annotations

from pathlib import Path

from reference_gateway.mutants import deploy_mutant, edit


@deploy_mutant(breaks="deployment.boots-as-shipped")
def looks_for_its_config_elsewhere(deploy: Path) -> None:
    """Tells the gateway of a config file that is not there."""
    edit(
        deploy / "compose.yaml",
        "GATEWAY_CONFIG: /etc/gateway/gateway.yaml",
        "GATEWAY_CONFIG: /etc/gateway.yaml",
    )


@deploy_mutant(breaks="deployment.boots-as-shipped")
def ships_a_config_with_a_mistyped_key(deploy: Path) -> None:
    """Ships a config with a key that nobody knows."""
    edit(deploy / "config" / "gateway.yaml", "  log_format: json", "  log_fromat: json")


@deploy_mutant(breaks="deployment.admin-ui-is-reached-through-the-gateway")
def looks_for_the_ui_on_another_host(deploy: Path) -> None:
    """Sends the gateway to a host that the admin UI is not."""
    edit(deploy / "compose.yaml", "http://admin-ui:3000", "http://adminui:3000")


@deploy_mutant(breaks="deployment.admin-ui-is-reached-through-the-gateway")
def keeps_the_ui_at_another_path(deploy: Path) -> None:
    """Has the admin UI at a path where nobody looks for it."""
    edit(
        deploy / "compose.yaml",
        "      ADMIN_UI_UPSTREAM: ",
        "      ADMIN_UI_BASE_PATH: /ui\n      ADMIN_UI_UPSTREAM: ",
    )


@deploy_mutant(breaks="deployment.first-admin-has-the-deploy-time-password")
def makes_no_first_admin(deploy: Path) -> None:
    """Ships a config that makes no first admin."""
    edit(
        deploy / "config" / "gateway.yaml",
        "    enabled: true\n    email: admin@local",
        "    enabled: false\n    email: admin@local",
    )


@deploy_mutant(breaks="deployment.first-admin-has-the-deploy-time-password")
def calls_the_first_admin_otherwise(deploy: Path) -> None:
    """Makes a first admin under an email that nobody is told of."""
    edit(deploy / "config" / "gateway.yaml", "email: admin@local", "email: root@local")


@deploy_mutant(breaks="deployment.first-admin-must-choose-a-password")
def does_not_say_whether_a_password_must_change(deploy: Path) -> None:
    """Leaves out of the config that the first password must be changed."""
    edit(deploy / "config" / "gateway.yaml", "    require_password_change: true\n", "")


@deploy_mutant(breaks="deployment.first-admin-must-choose-a-password")
def starts_with_another_config(deploy: Path) -> None:
    """Starts with a config of another name, in which the first password may stay."""
    own, other = deploy / "config" / "gateway.yaml", deploy / "config" / "first.yaml"
    other.write_text(own.read_text("utf-8"), "utf-8")
    edit(other, "require_password_change: true", "require_password_change: false")
    edit(deploy / "compose.yaml", ":-./config/gateway.yaml}", ":-./config/first.yaml}")


@deploy_mutant(breaks="deployment.deploy-time-key-calls-models")
def seeds_nothing(deploy: Path) -> None:
    """Starts the gateway with seeding switched off."""
    edit(
        deploy / "compose.yaml",
        "      ADMIN_UI_UPSTREAM: ",
        '      GATEWAY_SEED_CONFIG: "false"\n      ADMIN_UI_UPSTREAM: ',
    )


@deploy_mutant(breaks="deployment.deploy-time-key-calls-models")
def seeds_no_key(deploy: Path) -> None:
    """Ships a config that lists no key."""
    edit(
        deploy / "config" / "gateway.yaml",
        "  seed_api_keys:\n    - name: Deployment\n      value: env.GATEWAY_API_KEY\n"
        "      allowed_models: [fast, reasoning]\n",
        "",
    )


@deploy_mutant(breaks="deployment.admin-ui-calls-the-gateway-inside")
def sends_the_ui_to_the_host(deploy: Path) -> None:
    """Has the admin UI call the gateway as a browser on the host would."""
    edit(deploy / "compose.yaml", "http://gateway:8080\n", "http://localhost:8080\n")


@deploy_mutant(breaks="deployment.admin-ui-calls-the-gateway-inside")
def sends_the_ui_to_another_port(deploy: Path) -> None:
    """Has the admin UI call the gateway at a port that it does not have."""
    edit(deploy / "compose.yaml", "http://gateway:8080\n", "http://gateway:8081\n")


@deploy_mutant(breaks="deployment.state-is-in-postgresql")
def keeps_state_in_another_database(deploy: Path) -> None:
    """Keeps its state in another database of the same server."""
    edit(deploy / "compose.yaml", "@postgres:5432/gateway", "@postgres:5432/postgres")


@deploy_mutant(breaks="deployment.state-is-in-postgresql")
def keeps_state_in_its_tmpfs(deploy: Path) -> None:
    """Keeps its state in memory."""
    edit(
        deploy / "config" / "gateway.yaml",
        "kind: postgres\n  url: env.POSTGRES_URL\n  max_connections: 10",
        "kind: libsql\n  path: /tmp/gateway.db",
    )


@deploy_mutant(breaks="deployment.state-outlives-containers")
def keeps_the_data_in_memory(deploy: Path) -> None:
    """Keeps the data of the database in memory."""
    edit(
        deploy / "compose.yaml",
        "    volumes:\n      - postgres-data:/var/lib/postgresql/data\n    tmpfs: [",
        "    tmpfs: [/var/lib/postgresql/data, ",
    )


@deploy_mutant(breaks="deployment.state-outlives-containers")
def mounts_the_volume_beside_the_data(deploy: Path) -> None:
    """Mounts the volume of the database where it keeps nothing."""
    edit(
        deploy / "compose.yaml",
        "postgres-data:/var/lib/postgresql/data",
        "postgres-data:/var/lib/postgresql/backup",
    )
