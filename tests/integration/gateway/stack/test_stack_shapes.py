"""Which config a stack runs, what it makes up, and which ports it may have."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from reference_gateway.config import ConfigError, load
from reference_gateway.stack.ports import PortTaken, free_ports
from reference_gateway.stack.shapes import (
    DEV,
    DEV_API_KEY,
    PROD,
    Chosen,
    choose,
    environment,
    how_to_call,
    how_to_sign_in,
    shipped,
)

DATA = Path("kept")
DEPLOYED = {
    "POSTGRES_URL": "postgresql://u@h/d",
    "GATEWAY_BOOTSTRAP_ADMIN_PASSWORD": "from-the-environment",
    "GATEWAY_API_KEY": "gwk_a.b",
    "OPENAI_API_KEY": "t",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def test_the_local_shape_needs_nothing(folder: Path) -> None:
    """SQLite, no rotation, and no variable that would have to be set first but the key dev-stack sets."""
    chosen = choose(DEV, None, {})
    admin = chosen.config.auth.bootstrap_admin

    assert chosen.is_shipped
    assert not chosen.needs_postgres
    assert (chosen.config.database.backend, admin.require_password_change) == ("libsql", False)
    secrets = [secret for provider in chosen.config.providers for secret in provider.secrets().values()]
    assert [secret.variable for secret in secrets] == [None]


def test_the_production_shape_rotates_on_postgres(folder: Path) -> None:
    """It starts a server of its own exactly when no URL is given."""
    own, given = choose(PROD, None, {}), choose(PROD, None, {"POSTGRES_URL": "postgresql://h/d"})

    assert (own.needs_postgres, given.needs_postgres) == (True, False)
    assert own.config.database.backend == "postgres"
    assert own.config.auth.bootstrap_admin.require_password_change


def test_the_deployed_shape_takes_every_secret_from_the_environment() -> None:
    """Password, key, provider token and database URL: references, no literals."""
    config = load(shipped("gateway.yaml"), DEPLOYED)
    tokens = [secret for provider in config.providers for secret in provider.secrets().values()]
    keys = [key.value for key in config.auth.seed_api_keys]

    assert config.auth.bootstrap_admin.require_password_change
    assert config.database.url is not None
    references = [config.auth.bootstrap_admin.password, config.database.url, *keys, *tokens]
    assert {reference.variable for reference in references} == set(DEPLOYED)
    assert "literal." not in shipped("gateway.yaml").read_text("utf-8")


def test_a_config_beside_the_command_wins_and_a_named_one_wins_over_it(folder: Path) -> None:
    """--config, then ./gateway.yaml, then the shipped shape."""
    beside = written(folder / "gateway.yaml", "server: {bind: '127.0.0.1:9001'}")
    named = written(folder / "mine.yaml", "server: {bind: '127.0.0.1:9002'}")

    assert choose(DEV, None, {}).config.server.port == 9001
    chosen = choose(DEV, named, {})
    assert (chosen.config.server.port, chosen.is_shipped) == (9002, False)
    beside.unlink()
    assert choose(DEV, None, {}).is_shipped


def test_a_broken_config_is_refused_before_anything_starts(folder: Path) -> None:
    """With every problem, as `serve` says them."""
    written(folder / "gateway.yaml", "servr: {}\ndatabase: {kind: oracle}")

    with pytest.raises(ConfigError) as caught:
        choose(DEV, None, {})
    assert len(caught.value.problems) == 2


def test_made_up_secrets_are_private_and_lasting(folder: Path) -> None:
    """Random, kept for the next run, readable by their owner only, never in place of the user's own."""
    first, second = environment(PROD, {}, DATA), environment(PROD, {}, DATA)

    assert first == second
    assert first["GATEWAY_API_KEY"].startswith("gwk_prodstack.")
    assert len(first["GATEWAY_IDENTITY_TOKEN_SECRET"]) >= 32
    for file in (folder / DATA / "prod-stack").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    own = {"GATEWAY_API_KEY": "gwk_mine.x", "GATEWAY_IDENTITY_TOKEN_SECRET": "mine"}
    assert own.items() <= environment(PROD, own, DATA).items()
    assert environment(DEV, {}, DATA)["GATEWAY_API_KEY"] == DEV_API_KEY


def test_what_is_said_about_signing_in(folder: Path) -> None:
    """Shipped defaults are shown; a password of the user's own is not, and neither is a made-up key."""
    mine = written(folder / "mine.yaml", "auth: {bootstrap_admin: {password: literal.my-own-secret}}")
    shown = "\n".join(how_to_sign_in(choose(PROD, None, {}), "http://x/admin"))
    hidden = "\n".join(how_to_sign_in(choose(DEV, mine, {}), "http://x/admin"))

    assert "admin@local, first password (a new one is asked for): admin" in shown
    assert "my-own-secret" not in hidden
    assert "the one" in hidden
    assert how_to_call(DEV, choose(DEV, None, {}), {}, DATA) == [f"API key    {DEV_API_KEY}"]
    assert how_to_call(PROD, choose(PROD, None, {}), {}, DATA) == ["API key    in kept/prod-stack/api-key"]
    assert how_to_call(DEV, choose(DEV, mine, {}), {}, DATA) == []


@pytest.fixture
def chosen(folder: Path) -> Chosen:
    return choose(DEV, written(folder / "any.yaml", "server: {bind: '127.0.0.1:0'}"), dict(os.environ))


def test_a_taken_port_is_named_with_its_flag(chosen: Chosen) -> None:
    """Both at once when both are taken."""
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as two:
        gateway, ui = one.getsockname()[1], two.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            free_ports(chosen, gateway, ui)

    message = str(caught.value)
    assert (
        f"port {gateway} on 127.0.0.1 is taken, and the gateway needs it; choose another with --port"
        in message
    )
    assert (
        f"port {ui} on 127.0.0.1 is taken, and the admin UI needs it; choose another with --ui-port"
        in message
    )


def test_any_free_port(chosen: Chosen) -> None:
    """Zero means any, for each of the two; one port cannot serve both."""
    ports = free_ports(chosen, None, 0)

    assert 0 not in (ports.gateway, ports.ui)
    assert ports.gateway != ports.ui
    with pytest.raises(PortTaken, match="cannot both have port 4444"):
        free_ports(chosen, 4444, 4444)
