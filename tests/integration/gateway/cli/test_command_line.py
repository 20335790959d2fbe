"""The command line: words, streams, exit codes."""

import socket
import sqlite3

import pytest

from reference_gateway.cli import main


@pytest.fixture
def gateway(tmp_path, monkeypatch, capsys):
    """Runs the command line in a directory of its own; exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONFIG", "BIND", "RUN_MIGRATIONS", "BOOTSTRAP_ADMIN", "SEED_CONFIG"):
        monkeypatch.delenv(f"GATEWAY_{name}", raising=False)
    (tmp_path / "gateway.yaml").write_text("server: {bind: '127.0.0.1:0'}\n")

    def run(*words):
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def tables(path="gateway.db"):
    """How many tables the SQLite file has."""
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT count(*) FROM sqlite_schema WHERE type = 'table'").fetchone()[0]
    finally:
        connection.close()


def test_migrate_lists_on_stdout(gateway):
    """Pending, applied, applied."""
    pending = (0, "backend: libsql\nv17 baseline [pending]\n", "")
    applied = (0, "backend: libsql\nv17 baseline [applied]\n", "")

    assert [pending, applied, applied] == [
        gateway("migrate", "--status"),
        gateway("migrate", "--apply"),
        gateway("migrate", "--check"),
    ]


def test_a_failed_check_says_how_many_on_stderr(gateway):
    """And nothing on stdout."""
    code, out, err = gateway("migrate", "--check")

    assert (1, "") == (code, out)
    assert err.startswith("Error: database migration check failed")
    assert "Caused by:\n    0: 1 pending migrations remain for libsql" in err


@pytest.mark.parametrize("flags", [(), ("--status", "--check"), ("--status", "--check", "--apply")])
def test_migrate_needs_exactly_one_action(gateway, flags):
    """Not a usage error but a refusal, as observed."""
    code, out, err = gateway("migrate", *flags)

    assert (1, "") == (code, out)
    assert "Error: choose exactly one of --status, --check and --apply\n" == err


def test_config_is_named_before_or_after_the_command_or_by_the_environment(gateway, tmp_path, monkeypatch):
    """All four ways reach the same file; the flag beats the environment."""
    (tmp_path / "other.yaml").write_text("database: {path: other.db}\n")

    assert 0 == gateway("--config", "other.yaml", "migrate", "--apply")[0]
    assert "[applied]" in gateway("migrate", "--status", "--config", "other.yaml")[1]
    assert "[pending]" in gateway("migrate", "--status")[1]
    monkeypatch.setenv("GATEWAY_CONFIG", "other.yaml")
    assert "[applied]" in gateway("migrate", "--status")[1]
    assert "[pending]" in gateway("--config", "gateway.yaml", "migrate", "--status")[1]


def test_every_config_problem_is_a_numbered_cause(gateway, tmp_path):
    """Also for a command that would not use the wrong part."""
    (tmp_path / "gateway.yaml").write_text("server: {bnd: x}\nmodels: [{id: a}]\n")
    code, _, err = gateway("migrate", "--status")

    assert 1 == code
    assert "gateway.yaml has 2 problems\n\nCaused by:\n    0: models[0] (line 2): must have" in err
    assert "    1: server.bnd (line 1): unknown key; did you mean `bind`?" in err


@pytest.mark.parametrize(
    "words",
    [
        ("unknown",),
        ("serve", "--run-migrations"),
        ("serve", "--run-migrations", "yes"),
        ("--seed-config", "1"),
        ("serve", "--run-migrat", "true"),
        ("migrate", "--all"),
    ],
)
def test_wrong_words_are_a_usage_error(gateway, words):
    """Exit code 2, said on stderr; nothing was done."""
    code, out, err = gateway(*words)

    assert (2, "") == (code, out)
    assert "error:" in err


@pytest.mark.parametrize("words", [(), ("serve",)])
@pytest.mark.parametrize("name", ["GATEWAY_RUN_MIGRATIONS", "GATEWAY_BOOTSTRAP_ADMIN", "GATEWAY_SEED_CONFIG"])
def test_a_toggle_that_is_neither_true_nor_false_is_named(gateway, monkeypatch, words, name):
    """However the gateway is started."""
    monkeypatch.setenv(name, "yes")
    code, _, err = gateway(*words)

    assert 2 == code
    assert f"{name} must be `true` or `false`, not `yes`" in err


def test_a_platform_gives_the_port(gateway, monkeypatch):
    """By the environment; a value that is no address is named, and an empty one says nothing."""
    monkeypatch.setenv("GATEWAY_BIND", "127.0.0.1:10001")
    code, out, _ = gateway("config", "validate")
    assert (0, True) == (code, "at 127.0.0.1:10001;" in out)
    monkeypatch.setenv("GATEWAY_BIND", "localhost:80")
    code, _, err = gateway("config", "validate")
    assert (1, True) == (code, "GATEWAY_BIND: must be `IP:port`" in err)
    monkeypatch.setenv("GATEWAY_BIND", "")
    assert 0 == gateway("config", "validate")[0]


def test_a_flag_that_is_no_address_is_a_usage_error(gateway):
    """Before the configuration is looked at."""
    code, _, err = gateway("serve", "--bind", "host:80")

    assert 2 == code
    assert "--bind: must be `IP:port`, as in `127.0.0.1:8080`" in err


def test_a_gateway_listens_where_the_flag_says(gateway, monkeypatch):
    """Whatever the environment and the configuration say; here somebody is there already."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("GATEWAY_BIND", "127.0.0.1:0")
        code, _, err = gateway("serve", "--bind", f"127.0.0.1:{port}")

    assert 1 == code
    assert f"127.0.0.1:{port}" in err


@pytest.mark.parametrize("words", [(), ("serve",)])
def test_serve_does_not_start_on_a_schema_that_is_behind(gateway, words):
    """With the migrations switched off; the remedy is named and no file appears."""
    code, _, err = gateway(*words, "--run-migrations", "false")

    assert 1 == code
    assert "run `migrate --apply` first" in err


def test_a_flag_beats_the_environment(gateway, monkeypatch):
    """`--run-migrations false` although the environment says true."""
    monkeypatch.setenv("GATEWAY_RUN_MIGRATIONS", "true")

    assert 1 == gateway("serve", "--run-migrations", "false")[0]


def test_a_taken_port_is_found_before_the_database_is_touched(gateway, tmp_path):
    """The address is named and there is no database."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = "{}:{}".format(*taken.getsockname())
        (tmp_path / "gateway.yaml").write_text(f"server: {{bind: '{address}'}}\n")
        code, _, err = gateway("serve")

    assert 1 == code
    assert address in err
    assert not (tmp_path / "gateway.db").exists()


def test_bootstrap_and_seed_migrate_first_and_say_what_they_did(gateway):
    """Explicit commands on a database that does not exist yet."""
    assert (0, "The bootstrap admin admin@local is made.\n", "") == gateway("bootstrap-admin")
    assert (0, "Nothing to do: there is an admin already.\n", "") == gateway("bootstrap-admin")
    code, out, err = gateway("seed-config")
    assert (0, "") == (code, err)
    assert out.startswith("The database has what the config lists: 0 providers, 0 models")
    assert 30 <= tables()


def test_the_demo_prints_what_is_needed_to_play(gateway):
    """Password and raw keys; this machine only."""
    code, out, _ = gateway("seed-local-demo")

    assert 0 == code
    assert ["password: localdemo123", "Demo key: gwk_locdemo1.local-demo-secret"] == out.splitlines()[2:]


def test_the_demo_refuses_a_database_elsewhere(gateway, tmp_path):
    """Known passwords are for a local database."""
    (tmp_path / "gateway.yaml").write_text(
        "database: {url: 'literal.postgresql://u:hunter2@db.example.test/x'}\n"
    )
    code, _, err = gateway("seed-local-demo")

    assert 1 == code
    assert "refuses the database on db.example.test" in err
    assert "hunter2" not in err


def test_the_version_is_told(gateway):
    """One line."""
    code, out, _ = gateway("--version")

    assert (0, "reference-gateway") == (code, out.split()[0])
