"""Replaying a small compose file: order, health, ports, what is mounted, and every way it can fail."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from contract_harness.compose.containers import Container
from contract_harness.compose.images import Image
from contract_harness.compose.programs import words_of
from contract_harness.compose.replay import Replay
from contract_harness.compose.services import service
from contract_harness.compose.shipped import Shipped
from contract_harness.compose.waiting import wait_until_healthy
from contract_harness.errors import BadTarget, ContractBreach, NotObservable
from contract_harness.evidence.recorder import Evidence
from contract_harness.patience import Patience
from contract_harness.targets.loading import Deploy
from contract_harness.targets.target import Target

SERVE = """
import http.server, os, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = (open(sys.argv[2]).read() + os.environ.get("SECRET", "")).encode()
        self.send_response(200); self.end_headers(); self.wfile.write(body)
    def log_message(self, *_): print("asked", os.environ.get("SECRET"), flush=True)
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
ASK = "import urllib.request as ask; ask.urlopen('http://127.0.0.1:8000/')"
COMPOSE = {
    "services": {
        "gateway": {
            "entrypoint": ["python", "-c", SERVE, "8000", "/etc/config.yaml"],
            "environment": {"SECRET": "${SECRET:?is needed}"},
            "ports": ["80:8000"],
            "volumes": ["./config.yaml:/etc/config.yaml:ro"],
            "healthcheck": {"test": ["CMD", "python", "-c", ASK]},
        }
    }
}
Make = Callable[..., Replay]


@pytest.fixture
def replays(tmp_path: Path) -> Iterator[Make]:
    """Makes a replay of the compose file with the gateway's service changed; all are ended."""
    made: list[Replay] = []

    def make(**changes: object) -> Replay:
        import yaml

        folder = tmp_path / f"deploy{len(made)}"
        folder.mkdir()
        gateway = {
            key: one for key, one in {**COMPOSE["services"]["gateway"], **changes}.items() if one is not None
        }
        (folder / "compose.yaml").write_text(yaml.safe_dump({"services": {"gateway": gateway}}), "utf-8")
        (folder / "config.yaml").write_text("here: http://gateway:8000\n", "utf-8")
        deploy = Deploy(folder, programs={"python": "{python}"})
        target = Target(name="small", driver="process", about="A small one.", here=tmp_path, deploy=deploy)
        made.append(Replay(target, Shipped(folder, deploy), Patience(gateway_ready_s=4.0)))
        return made[-1]

    yield make
    for replay in made:
        replay.close()


def test_a_stack_comes_up_answers_and_goes(replays: Make) -> None:
    """It answers at the published port, with the addresses in its config made those of this machine."""
    replay = replays()
    replay.up()
    said = requests.get(replay.url, timeout=5).text

    assert f"here: {replay.url}\n{replay.secrets.environment['SECRET']}" == said
    replay.close()
    assert not replay.folder.exists()
    assert [False] == [one.is_running for one in replay.containers.values()]


def test_a_stack_may_be_taken_down_and_up(replays: Make) -> None:
    """At the same address."""
    replay = replays()
    for _ in range(2):
        replay.up()
        assert 200 == requests.get(replay.url, timeout=5).status_code
        replay.down()


def test_what_a_service_writes_into_its_root_is_noticed(replays: Make) -> None:
    """A read-only file system would have refused it."""
    replay = replays(
        command=None, entrypoint=["python", "-c", f"open('left', 'w')\n{SERVE}", "8000", "/etc/config.yaml"]
    )
    replay.up()

    assert ["left"] == replay.containers["gateway"].written()


def test_a_service_that_ends_is_a_breach_without_its_secrets(replays: Make) -> None:
    """Exit code and last words are shown; a secret in them is not."""
    words = "import os, sys; print(os.environ['SECRET']); sys.exit(7)"
    replay = replays(entrypoint=["python", "-c", words])

    with pytest.raises(ContractBreach, match="it ended with exit code 7") as caught:
        replay.up()
    assert "$SECRET" in caught.value.detail
    assert replay.secrets.environment["SECRET"] not in str(caught.value)


def test_a_service_that_never_is_well_is_a_breach(replays: Make) -> None:
    """It is given its time and then ended."""
    replay = replays(healthcheck={"test": ["CMD-SHELL", "exit 1"]})

    with pytest.raises(ContractBreach, match="gateway becomes healthy"):
        replay.up()
    assert not replay.containers["gateway"].is_running


def test_a_gateway_without_a_check_is_well_once_it_is_ready(replays: Make) -> None:
    """It listens late, and whoever calls next is answered."""
    late = f"import time; time.sleep(1.5)\n{SERVE}"
    replay = replays(healthcheck=None, entrypoint=["python", "-c", late, "8000", "/etc/config.yaml"])
    replay.up()

    assert 200 == requests.get(replay.url, timeout=5).status_code


def test_a_gateway_that_is_not_ready_is_not_well(replays: Make) -> None:
    """A check of its own that holds says nothing of the port that is published."""
    replay = replays(
        healthcheck={"test": ["CMD-SHELL", "true"]},
        entrypoint=[
            "python",
            "-c",
            SERVE.replace("send_response(200)", "send_response(503)"),
            "8000",
            "/etc/config.yaml",
        ],
    )

    with pytest.raises(ContractBreach, match=r"gateway becomes healthy\nobserved: it did not in time"):
        replay.up()


def test_a_gateway_that_dies_a_moment_later_is_not_well(replays: Make) -> None:
    """Nothing checked it, and it ran when it was looked at first."""
    words = "import time; time.sleep(0.5); raise SystemExit('no bootstrap password')"
    replay = replays(healthcheck=None, entrypoint=["python", "-c", words])

    with pytest.raises(ContractBreach, match=r"it ended with exit code 1") as caught:
        replay.up()
    assert "no bootstrap password" in caught.value.detail


def test_another_service_without_a_check_has_time_to_listen(replays: Make) -> None:
    """What is asked through the gateway next would come too early otherwise."""
    replay = replays(healthcheck=None)
    late = Container(replay.gateway.service, replay.gateway.world)
    try:
        late.start()
        assert not late.is_healthy()
        wait_until_healthy(late, "becomes healthy", Evidence())
    finally:
        late.stop()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"network_mode": "host"}, "gateway has network_mode, which is not played here"),
        ({"deploy": {"replicas": 0}}, "gateway has deploy.replicas: 0"),
        (
            {"healthcheck": {"test": "no-such-probe || exit 1"}},
            "of gateway runs `no-such-probe`, which is not",
        ),
        ({"volumes": ["/opt/of/somebody/else:/etc/x:ro"]}, None),
    ],
)
def test_what_is_not_played_is_named(replays: Make, changes: dict[str, object], said: str | None) -> None:
    """Before anything is started, and nobody is blamed."""
    with pytest.raises(
        NotObservable, match=said or r"mounts /opt/of/somebody/else of its host, which is not"
    ):
        replays(**changes).up()


def test_a_program_may_be_given_by_service_or_image(tmp_path: Path) -> None:
    """For all that a published image runs; the command of the file follows."""
    known = service("gateway", {"image": "ghcr.io/x/llm-gateway:1", "command": ["serve", "--all"]}, Image())
    for name in ("gateway", "llm-gateway"):
        deploy = Deploy(tmp_path, programs={name: "/opt/own --here"})
        target = Target(name="it", driver="process", about="One.", here=tmp_path, deploy=deploy)

        assert (["/opt/own"], ("--here", "serve", "--all")) == words_of(known, target)


def test_a_mounted_file_that_is_not_shipped_is_a_breach(replays: Make) -> None:
    """The engine would make a folder of that name, which serves nobody."""
    with pytest.raises(ContractBreach, match=r"other\.yaml is not there"):
        replays(volumes=["./other.yaml:/etc/config.yaml:ro"]).up()


def test_a_program_nothing_stands_for_is_the_target_files_fault(replays: Make, tmp_path: Path) -> None:
    """The message names the program, the service and where to say it."""
    (tmp_path / "Dockerfile").write_text('FROM a:1.0\nENTRYPOINT ["no-such-gateway"]\n', "utf-8")
    with pytest.raises(BadTarget, match=r"deploy\.programs has nothing for 'no-such-gateway', which service"):
        replays(entrypoint=None, build=str(tmp_path))


@pytest.mark.parametrize("entrypoint", [None, ["no-such-gateway"]])
def test_a_published_image_is_not_observable(replays: Make, entrypoint: object) -> None:
    """What it runs lies in the image; the remedy is named, and nothing is blamed."""
    with pytest.raises(NotObservable, match=r"is pulled .* `build`, or what to run for .gateway. in"):
        replays(entrypoint=entrypoint, image="ghcr.io/x/gateway:1.0")
