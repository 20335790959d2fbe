"""Installations: what reaches a gateway, how it is started and how it ends."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
import yaml

from contract_harness.errors import ContractBreach, DeadUrl, NotObservable, TargetNeverReady
from contract_harness.evidence.recorder import Evidence
from contract_harness.installations.installation import Installation
from contract_harness.installations.pool import Installations, Pool
from contract_harness.patience import eventually
from contract_harness.report import failure_text
from contract_harness.targets.loading import url_target
from contract_harness.targets.target import Target
from contract_harness.upstreams.http_server import Upstream
from tests.integration.harness.conftest import QUICK


@pytest.fixture
def installations(fake_pool: Pool, seen: Evidence) -> Iterator[Installations]:
    """Makes installations of the fake gateway."""
    installations = Installations(fake_pool, seen)
    yield installations
    installations.close()


@pytest.fixture
def installation(installations: Installations) -> Installation:
    """One of them."""
    return installations.new()


def test_a_gateway_is_served_and_stopped(installation: Installation) -> None:
    """Its exit tells of the SIGTERM."""
    gateway = installation.serve()

    assert 200 == gateway.http.get("/hello").status
    assert "served /hello" in gateway.log
    assert -15 == gateway.stop().exit_code
    assert not gateway.is_running


@pytest.mark.parametrize("left", ["a pipe", "a link", "a directory", "no folder"])
def test_what_a_gateway_leaves_in_the_place_of_its_config_is_no_obstacle(
    installation: Installation, left: str
) -> None:
    """The next start has a config, and nobody waits at a pipe."""
    installation.serve().kill()
    path = installation.config_path
    path.unlink()
    {
        "a pipe": lambda: os.mkfifo(path),
        "a link": lambda: path.symlink_to("/dev/zero"),
        "a directory": path.mkdir,
        "no folder": lambda: shutil.rmtree(path.parent),
    }[left]()

    assert 200 == installation.serve().http.get("/hello").status


def test_only_the_documented_environment_reaches_it(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ours stays ours; a run may add to it and take away."""
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ours")
    gateway = installation.serve(env={"EXTRA": "1", "COLOUR": None})
    environment = json.loads(gateway.http.get("/").body)["env"]

    expected = {
        "PATH",
        "HOME",
        "LANG",
        "ADMIN_UI_UPSTREAM",
        "GATEWAY_IDENTITY_TOKEN_SECRET",
        "GATEWAY_API_KEY",
    }
    assert expected | {"EXTRA"} == set(environment) - {"LC_CTYPE"}
    assert str(installation.directory) == environment["HOME"]


def test_one_that_serves_on_defaults_is_seen_where_it_listens(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At once, and it is ended: an address of its own choosing may be everybody's."""
    monkeypatch.setenv("FAKE", "on-defaults")
    installation.env["FAKE"] = "on-defaults"

    with pytest.raises(ContractBreach) as breach:
        installation.serve_until_exit()
    port = installation.all_output().split()[2]

    assert f"it became ready at 127.0.0.1:{port}, which nobody configured" == breach.value.observed


def test_the_config_file_is_the_document(installation: Installation) -> None:
    """As changed, private, and simulators are where it says."""
    installation.config["server"]["log_format"] = "json"
    installation.write_config()
    document = yaml.safe_load(installation.config_path.read_text("utf-8"))

    assert installation.config == document
    assert 0o600 == installation.config_path.stat().st_mode & 0o777
    assert installation.provider.api_url == document["providers"][0]["base_url"]


def test_the_config_file_can_be_anything_or_nothing(installation: Installation) -> None:
    """For clauses about broken and missing ones."""
    installation.config_text = "]["
    installation.run("migrate")
    text = installation.config_path.read_text("utf-8")
    installation.config_text = None
    installation.omit_config()
    installation.run("migrate")

    assert ("][", False) == (text, installation.config_path.exists())


def test_a_command_is_run_to_its_end(
    installation: Installation, seen: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its output raw for the clause, redacted for the report."""
    outcome = installation.run("migrate", "--status", env={"FAKE": "fails"})

    assert (3, "did migrate --status\n") == (outcome.exit_code, outcome.stdout)
    assert f"secret {installation.credentials.api_key}\n" == outcome.stderr
    assert (3, "secret $API_KEY\n") == (seen.commands[0].exit_code, seen.commands[0].stderr)
    assert outcome.stderr in installation.all_output()


def test_a_command_that_does_not_end_is_a_breach(installation: Installation) -> None:
    """It is killed."""
    with pytest.raises(ContractBreach, match="it was still running"):
        installation.run("migrate", env={"FAKE": "hang"}, within_s=0.2)


def test_an_early_exit_is_noticed_and_told(installation: Installation) -> None:
    """With its last words; where starting is the promise, it is the gateway's fault."""
    with pytest.raises(TargetNeverReady, match=r"exited with code 1(.|\n)*it cannot be") as caught:
        installation.serve(env={"FAKE": "exits"})
    with pytest.raises(ContractBreach, match="it exited with code 1"):
        installation.serve_as_promised(env={"FAKE": "exits"})

    assert caught.value.waited_s < QUICK.gateway_ready_s
    assert 1 == installation.serve_until_exit(env={"FAKE": "exits"}).exit_code


def test_a_start_that_should_fail_and_does_not_is_a_breach(
    installation: Installation, seen: Evidence
) -> None:
    """It is ended at once, and nobody takes the end for the gateway's own."""
    with pytest.raises(ContractBreach, match="it became ready") as caught:
        installation.serve_until_exit()

    assert caught.value.detail.startswith("ended by the harness after")
    (command,) = seen.as_dict()["commands"]
    assert "ended by the harness" == failure_text.ending(command)


def test_one_that_never_gets_ready_is_killed(installation: Installation) -> None:
    """When its time is over."""
    installation.patience = replace(QUICK, gateway_ready_s=0.3)
    command = installation.start("serve", env={"FAKE": "never-ready"})
    with pytest.raises(TargetNeverReady, match="was not ready"):
        command.wait_until_ready()

    assert not command.is_running


def test_one_that_ignores_sigterm_is_killed(installation: Installation) -> None:
    """Its children go with it."""
    installation.patience = replace(QUICK, gateway_stop_s=0.3)
    gateway = installation.serve(env={"FAKE": "deaf"})
    assert -9 == gateway.stop().exit_code

    spawner = installation.serve(env={"FAKE": "spawns"})
    assert 2 == len(spawner.pids())
    spawner.stop()
    assert eventually(lambda: not spawner.pids(), within_s=2, what="their end")


def test_a_port_taken_meanwhile_is_replaced_once(installation: Installation) -> None:
    """Unless a clause chose it."""
    with socket.create_server(("127.0.0.1", int(installation.base_url.rpartition(":")[2]))):
        before = installation.base_url
        gateway = installation.serve()
        assert before != gateway.base_url

    with socket.create_server(("127.0.0.1", 0)) as taken:
        installation.config["server"]["bind"] = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(TargetNeverReady, match="Address already in use"):
            installation.serve()


def test_a_replica_differs_in_port_and_folder_only(installation: Installation) -> None:
    """It ends with the first."""
    installation.config["server"]["log_format"] = "json"
    replica = installation.replica()
    first, second = installation.serve(), replica.serve()

    assert first.base_url != second.base_url
    assert (installation.database, "json") == (replica.database, replica.config["server"]["log_format"])
    assert installation.env.keys() == replica.env.keys()
    installation.close()
    assert (False, False) == (first.is_running, second.is_running)


def test_a_template_is_prepared_once(installations: Installations) -> None:
    """Each scenario gets a copy of its own."""
    prepared = []

    def prepare(installation: Installation) -> None:
        prepared.append(installation)
        installation.database.execute("CREATE TABLE t (i INTEGER)")

    first, second = (installations.from_template("t", prepare) for _ in range(2))
    first.database.execute("INSERT INTO t VALUES (1)")

    assert 1 == len(prepared)
    assert (1, 0) == tuple(len(one.database.rows("SELECT * FROM t")) for one in (first, second))


def test_a_standing_gateway_is_shared_until_it_is_changed(fake_pool: Pool) -> None:
    """Dead, spoilt and reconfigured ones are replaced; exchanges go to the scenario's own evidence."""

    def stand() -> tuple[str, Installation]:
        evidence = Evidence()
        standing = fake_pool.standing("default", None, evidence)
        standing.gateway.http.get("/")
        assert 1 == len(evidence.exchanges)
        assert "served /" in evidence.logs.popitem()[1]
        return standing.gateway.base_url, standing.installation

    first, again = stand(), stand()
    again[1].config["x"] = 1
    changed = stand()
    fake_pool.standing("default", None, Evidence()).gateway.kill()
    killed = stand()
    fake_pool.standing("default", None, Evidence()).spoil()
    spoilt = stand()

    assert first == again
    assert 4 == len({first, changed, killed, spoilt})


def test_a_gateway_by_url_shows_nothing_of_its_process(upstream: Upstream) -> None:
    """It can be talked to, and every reason is a sentence."""
    pool = Pool(url_target(upstream.base_url), QUICK)
    installations = Installations(pool, Evidence())
    standing = installations.standing("default")

    assert 200 == standing.gateway.http.get("/").status
    for look in (
        installations.new,
        lambda: standing.installation,
        lambda: pool.databases,
        lambda: pool.shared,
        lambda: standing.gateway.log,
        standing.gateway.stop,
        lambda: installations.standing("other", lambda it: None),
    ):
        with pytest.raises(NotObservable, match="given by URL does not show"):
            look()


def test_a_dead_url_is_told(upstream: Upstream, fake_target: Target) -> None:
    """Before any clause is judged."""
    from contract_harness.drivers.url import check_alive

    check_alive(url_target(upstream.base_url), QUICK)
    upstream.stop()
    with pytest.raises(DeadUrl, match=r"no gateway answers at .*start it, or correct the URL"):
        check_alive(url_target(upstream.base_url), QUICK)


def test_a_gateway_that_never_starts_is_tried_once(fake_target: Target) -> None:
    """Whoever asks for the same standing one gets the same error; another name is another try."""
    with closing(Pool(replace(fake_target, env={"FAKE": "exits"}), QUICK)) as pool:
        attempts = [Evidence(), Evidence(), Evidence()]
        errors = []
        for evidence, name in zip(attempts, ("default", "default", "other"), strict=True):
            with pytest.raises(TargetNeverReady) as caught:
                pool.standing(name, None, evidence)
            errors.append(caught.value)

        assert errors[0] is errors[1]
        assert errors[0] is not errors[2]
        assert str(errors[0]) == str(errors[2])
        assert "serve` said 'Error: it cannot be'" in str(errors[0])
        assert "gateway.yaml serve" in errors[0].command
        assert "/at1/" not in str(errors[0])
        assert [1, 0, 1] == [len(evidence.commands) for evidence in attempts]
