"""Names and ports of containers, as plain processes of one machine must read them."""

import pytest

from contract_harness.compose.addresses import Addresses
from contract_harness.compose.images import Image
from contract_harness.compose.services import service

SERVICES = {
    "gateway": service("gateway", {"ports": ["80:8080"], "networks": ["in", "out"]}, Image()),
    "db": service("db", {"expose": ["5432"], "networks": ["in"]}, Image()),
    "db-replica": service("db-replica", {"expose": ["5432"], "networks": ["in"]}, Image()),
    "outsider": service("outsider", {"expose": [80], "networks": ["out"]}, Image()),
}
PORTS = {("gateway", 8080): 20001, ("db", 5432): 20002, ("db-replica", 5432): 20003, ("outsider", 80): 20004}


@pytest.fixture
def addresses() -> Addresses:
    """Container ports with known ports of this machine."""
    return Addresses(SERVICES, dict(PORTS))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.0.0.0:8080", "127.0.0.1:20001"),
        ("bind: 0.0.0.0:8080\n", "bind: 127.0.0.1:20001\n"),
        ("[::]:8080", "127.0.0.1:20001"),
        ("http://127.0.0.1:8080/readyz", "http://127.0.0.1:20001/readyz"),
        ("http://localhost:8080", "http://127.0.0.1:20001"),
        ("8080", "20001"),
        ("--port=8080", "--port=20001"),
        ("0.0.0.0", "127.0.0.1"),
        ("db:5432", "127.0.0.1:20002"),
        ("postgresql://u:p@db:5432/x", "postgresql://u:p@127.0.0.1:20002/x"),
        ("postgresql://u:p@db-replica/x", "postgresql://u:p@127.0.0.1:20003/x"),
        ("http://outsider/x", "http://127.0.0.1:20004/x"),
        ("/etc/gateway/gateway.yaml", "/here/gateway.yaml"),
    ],
)
def test_an_address_becomes_one_of_this_machine(addresses: Addresses, text: str, expected: str) -> None:
    """Own ports, other services with or without a port, and mounted paths."""
    paths = {"/etc/gateway/gateway.yaml": "/here/gateway.yaml"}

    assert expected == addresses.seen_by(SERVICES["gateway"], text, paths)


@pytest.mark.parametrize(
    "text",
    [
        "18080",
        "KEY=8080",
        "mydb:5432",
        "db.example.com:5432",
        "https://api.openai.com/v1",
        "gateway",
        "/etc/gateway/gateway.yaml.bak",
        "/other/etc/gateway/gateway.yaml",
        "postgresql://gateway:8080123abc@elsewhere:1/x",
        "postgresql://gateway@elsewhere:1/x",
    ],
)
def test_everything_else_stays_as_it_is(addresses: Addresses, text: str) -> None:
    """A name inside another, a user called like a service, a password that begins like a port."""
    paths = {"/etc/gateway/gateway.yaml": "/here/gateway.yaml"}

    assert text == addresses.seen_by(SERVICES["gateway"], text, paths)


def test_a_port_that_only_a_caller_names_is_one_of_the_service() -> None:
    """A published image may declare none; what it is told to listen at is then found by who calls it."""
    called = {"UI": "http://ui:3000", "HOST_OF": "x-ui:3001", "USER": "http://ui:4000@other/"}
    both = {
        "gateway": service("gateway", {"environment": called}, Image()),
        "ui": service("ui", {"image": "ui:1.0"}, Image()),
    }
    found = Addresses.of(both)

    assert [("ui", 3000)] == list(found.ports)
    assert str(found.ports["ui", 3000]) == found.seen_by(both["ui"], "3000", {})


def test_a_service_on_no_common_network_is_out_of_reach(addresses: Addresses) -> None:
    """Its address leads to a port nobody listens at."""
    seen = addresses.seen_by(SERVICES["outsider"], "db:5432", {})

    assert seen.startswith("127.0.0.1:")
    assert "127.0.0.1:20002" != seen


def test_a_port_a_service_does_not_have_is_nobodys(addresses: Addresses) -> None:
    """A wrong port fails here as it would there, and always the same way."""
    first = addresses.seen_by(SERVICES["gateway"], "http://db:5433", {})

    assert first == addresses.seen_by(SERVICES["gateway"], "http://db:5433", {})
    assert first.rpartition(":")[2] not in {str(port) for port in PORTS.values()}
