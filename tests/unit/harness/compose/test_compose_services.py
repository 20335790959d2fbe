"""Services and images: every form the specifications allow, read as one."""

from pathlib import Path

import pytest

from contract_harness.compose.images import HealthCheck, Image, read_image
from contract_harness.compose.replay import in_order
from contract_harness.compose.services import Mount, service
from contract_harness.errors import ContractBreach

IMAGE = Image(
    entrypoint=("gateway",),
    command=("serve",),
    user="65532",
    exposes=[8080],
    environment={"PORT": "8080"},
    health=HealthCheck(("gateway", "health")),
)


def test_a_service_without_words_has_those_of_its_image() -> None:
    """Entry point, command, user, ports, environment and health check."""
    found = service("it", {}, IMAGE)

    assert ("gateway", "serve") == found.argv
    assert ("65532", (8080,), {"PORT": "8080"}) == (found.user, found.ports, found.environment)
    assert HealthCheck(("gateway", "health")) == found.health


def test_a_command_replaces_the_command_of_the_image() -> None:
    """The entry point stays."""
    assert ("gateway", "migrate", "--apply") == service("it", {"command": "migrate --apply"}, IMAGE).argv


def test_an_entry_point_replaces_both() -> None:
    """A command of the image means nothing to another program."""
    assert ("sh", "-c", "true") == service("it", {"entrypoint": ["sh", "-c", "true"]}, IMAGE).argv


@pytest.mark.parametrize(
    "environment", [{"A": 1, "B": True, "C": None}, ["A=1", "B=true", "C"]], ids=["mapping", "list"]
)
def test_both_forms_of_an_environment_are_read(environment: object) -> None:
    """A variable without a value is passed on from outside, where there is none."""
    assert {"PORT": "8080", "A": "1", "B": "true"} == service(
        "it", {"environment": environment}, IMAGE
    ).environment


@pytest.mark.parametrize(
    "port", ["80:8080", "127.0.0.1:80:8080/tcp", {"target": 8080, "published": 80}, "8080"]
)
def test_every_form_of_a_published_port_is_read(port: object) -> None:
    """The container's port is what stands last."""
    assert (8080,) == service("it", {"ports": [port]}, Image()).published


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        ("./a.yaml:/a.yaml:ro", Mount("./a.yaml", "/a.yaml", is_volume=False, read_only=True)),
        ("data:/data", Mount("data", "/data", is_volume=True, read_only=False)),
        (
            {"type": "bind", "source": "./a", "target": "/a", "read_only": True},
            Mount("./a", "/a", is_volume=False, read_only=True),
        ),
    ],
)
def test_every_form_of_a_mount_is_read(volume: object, expected: Mount) -> None:
    """Files of the host begin with a dot, a slash or a tilde; anything else is a volume."""
    assert (expected,) == service("it", {"volumes": [volume]}, Image()).mounts


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"test": ["CMD", "a", "b"]}, HealthCheck(("a", "b"))),
        ({"test": ["CMD-SHELL", "a || b"]}, HealthCheck(("a || b",), in_shell=True)),
        ({"test": "a || b"}, HealthCheck(("a || b",), in_shell=True)),
        ({"test": ["NONE"]}, None),
        ({"disable": True}, None),
    ],
)
def test_every_form_of_a_health_check_is_read(given: dict[str, object], expected: HealthCheck | None) -> None:
    """A disabled one takes the image's away."""
    assert expected == service("it", {"healthcheck": given}, IMAGE).health


def test_services_are_started_after_what_they_need() -> None:
    """Whatever the order in the file."""
    found = {
        "a": service("a", {"depends_on": ["b", "c"]}, Image()),
        "b": service("b", {"depends_on": {"c": {"condition": "service_healthy"}}}, Image()),
        "c": service("c", {}, Image()),
    }

    assert ["c", "b", "a"] == in_order(found)


@pytest.mark.parametrize(("needs", "said"), [(["a"], "a → b → a"), (["x"], "x is not")])
def test_services_that_cannot_be_ordered_are_a_breach(needs: list[str], said: str) -> None:
    """A circle, or a service that is not there."""
    found = {
        "a": service("a", {"depends_on": ["b"]}, Image()),
        "b": service("b", {"depends_on": needs}, Image()),
    }

    with pytest.raises(ContractBreach, match=said):
        in_order(found)


def test_a_dockerfile_is_read_as_its_last_stage(tmp_path: Path) -> None:
    """Continued lines, comments, arguments, quoted labels; what an earlier stage says does not count."""
    file = tmp_path / "Dockerfile"
    file.write_text(
        """
        # syntax=docker/dockerfile:1
        ARG TAG=3.12
        FROM python:${TAG} AS build
        USER builder
        EXPOSE 1
        FROM build AS more
        FROM --platform=linux/amd64 debian:12.11-slim
        ARG VERSION=1.2
        LABEL a="${VERSION}" \\
              b="two words"
        ENV PORT=8080 PATH=/opt/bin:$PATH
        EXPOSE ${PORT} 9090/tcp
        USER 65532:65532
        HEALTHCHECK --interval=1s --retries=2 \\
          CMD ["probe", "http://127.0.0.1:8080"]
        ENTRYPOINT ["gateway"]
        CMD ["serve"]
        """,
        "utf-8",
    )
    found = read_image(file)

    assert (["python:3.12", "debian:12.11-slim"], 3) == (found.bases, found.stages)
    assert ({"a": "1.2", "b": "two words"}, "65532:65532") == (found.labels, found.user)
    assert ([8080, 9090], "8080") == (found.exposes, found.environment["PORT"])
    assert HealthCheck(("probe", "http://127.0.0.1:8080")) == found.health
    assert (("gateway",), ("serve",)) == (found.entrypoint, found.command)


def test_shell_forms_run_in_a_shell(tmp_path: Path) -> None:
    """As the engine has it."""
    file = tmp_path / "Dockerfile"
    file.write_text(
        "FROM a:1.0\nCMD gateway serve\nHEALTHCHECK CMD curl -f http://127.0.0.1 || exit 1\n", "utf-8"
    )
    found = read_image(file)

    assert ("/bin/sh", "-c", "gateway serve") == found.command
    assert HealthCheck(("curl -f http://127.0.0.1 || exit 1",), in_shell=True) == found.health
