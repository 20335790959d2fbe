"""What a compose file cannot be made of, whoever is to blame: the file, this machine, or nobody."""

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from contract_harness.compose.interpolation import RequiredVariable
from contract_harness.compose.replay import Replay
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.stack import Stack
from contract_harness.errors import BadTarget, Blocked, ContractBreach, HarnessError, NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.loading import Deploy
from contract_harness.targets.target import Target


def shipped(folder: Path, text: str, **deploy: Any) -> Shipped:
    """A deploy folder with this compose file."""
    (folder / "compose.yaml").write_text(text, "utf-8")
    return Shipped(folder, Deploy(folder, **deploy))


def test_nobody_is_blamed_for_a_stack_that_the_harness_cannot_put_up(tmp_path: Path) -> None:
    """Void for who asked first, blocked for all who come after; nothing answers, and no breach says so."""
    gateway = {
        "entrypoint": ["python", "-c", "import time; time.sleep(60)"],
        "ports": ["80:8000"],
        "healthcheck": {"test": ["CMD", "no_such_check"]},
    }
    found = shipped(tmp_path, json.dumps({"services": {"gateway": gateway}}), programs={"python": "{python}"})
    (tmp_path / "config.yaml").write_text("", "utf-8")
    target = Target(name="small", driver="process", about="x", here=tmp_path, deploy=found.deploy)
    with closing(Stack(target, found, Patience(gateway_ready_s=4.0))) as stack:
        with pytest.raises(BadTarget, match="has nothing for 'no_such_check'"):
            stack.up(Evidence())
        for _ in range(2):
            with pytest.raises(
                Blocked, match=r"the stack could not be put up for an earlier example: .*no_such"
            ):
                stack.up(Evidence())


def test_a_server_of_ours_that_ends_is_no_breach(tmp_path: Path) -> None:
    """The file is not to blame for the PostgreSQL of this machine."""
    folder = tmp_path / "deploy"
    folder.mkdir()
    database = {
        "image": "postgres:17",
        "environment": {"POSTGRES_PASSWORD": "${SECRET:?is needed}"},
        "volumes": ["data:/var/lib/postgresql/data"],
        "healthcheck": {"test": ["CMD-SHELL", "exit 0"]},
    }
    found = shipped(folder, json.dumps({"services": {"postgres": database}}))
    target = Target(name="small", driver="process", about="x", here=tmp_path, deploy=found.deploy)
    with closing(Replay(target, found, Patience(gateway_ready_s=20.0))) as replay:
        data = replay.folder / "volumes" / "data"
        data.mkdir(parents=True)
        (data / "PG_VERSION").write_text("3\n", "utf-8")
        with pytest.raises(HarnessError, match="the program that stands for postgres here ended") as told:
            replay.up()
        assert not isinstance(told.value, ContractBreach)


def test_a_check_finds_the_programs_of_the_servers_installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`pg_isready` lies beside `postgres`, whatever PATH says."""
    monkeypatch.setenv("PATH", "/usr/bin/nowhere")
    check = "{test: [CMD, pg_isready, --username=gateway, --dbname=gateway]}"
    environment = "{POSTGRES_USER: gateway, POSTGRES_PASSWORD: secret-of-this-test}"
    it = shipped(
        tmp_path, f"services: {{db: {{image: postgres, environment: {environment}, healthcheck: {check}}}}}"
    )
    target = Target(name="small", driver="process", about="A small one.", here=tmp_path, deploy=it.deploy)
    replay = Replay(target, it, Patience())
    try:
        replay.up()
        assert replay.containers["db"].is_healthy()
    finally:
        replay.close()


@pytest.mark.parametrize(
    ("text", "promised"),
    [
        ("services: [", "compose.yaml is YAML"),
        ("[]", "compose.yaml lists services"),
        ("services: {a: {ports: [x]}}", "compose.yaml is written as its specification has it"),
        ("services: {a: {build: .}}", "what compose.yaml needs is there"),
        ("services: {a: [1]}", "compose.yaml is written as its specification has it"),
    ],
)
def test_a_file_nobody_could_deploy_with_is_a_breach(tmp_path: Path, text: str, promised: str) -> None:
    """One sentence about the file, never a traceback."""
    with pytest.raises(ContractBreach) as caught:
        shipped(tmp_path, text).services({})
    assert promised == caught.value.promised


def test_a_dockerfile_outside_the_folder_is_found(tmp_path: Path) -> None:
    """A build context is often the root of the repository, which is not copied."""
    root, copy = tmp_path / "root", tmp_path / "copy" / "deploy"
    (root / "deploy").mkdir(parents=True)
    copy.mkdir(parents=True)
    (root / "Dockerfile").write_text("FROM a:1.0\nUSER 7\n", "utf-8")
    (copy / "compose.yaml").write_text("services: {a: {build: ..}}\n", "utf-8")

    assert "7" == Shipped(copy, Deploy(root / "deploy")).images()["a"].user


def test_a_missing_secret_refuses_the_whole_file(tmp_path: Path) -> None:
    """Nothing is started without it."""
    with pytest.raises(RequiredVariable, match="SECRET is missing a value: say it"):
        shipped(tmp_path, "services: {a: {environment: {X: '${SECRET:?say it}'}}}").services({})


def test_files_the_target_does_not_name_are_not_observable(tmp_path: Path) -> None:
    """Not everybody ships a build matrix or manifests; the remedy says where to name them."""
    it = shipped(tmp_path, "services: {}")

    with pytest.raises(NotObservable, match=r"no build matrix is named: .* \[deploy\] platforms"):
        it.platforms()
    with pytest.raises(NotObservable, match=r"no Kubernetes manifests are named"):
        _ = it.manifests


def test_an_alteration_that_fails_is_the_harness_own_fault(tmp_path: Path) -> None:
    """A mutant that spoils nothing would survive for no reason."""
    with pytest.raises(HarnessError, match=r"`false` left the deploy folder as it is"):
        shipped(tmp_path, "services: {}").alter(["false"])
