"""What a feature says of the services of a compose file, and which compose file breaks it."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from contract_harness.compose.composition import Composition
from contract_harness.compose.shipped import Shipped
from contract_harness.errors import ContractBreach
from contract_harness.expect.services import expect_services
from contract_harness.targets.sections import Deploy

CONFINED = {"user": "10", "read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"]}
CONFIG = {"server": {}, "key": "env.FIRST_KEY"}
Change = Callable[[dict], None]


def services() -> dict:
    """What keeps every row."""
    health = {"healthcheck": {"test": ["CMD", "true"]}}
    return {
        "gateway": {
            **CONFINED,
            **health,
            "image": "gateway:1.0",
            "environment": {
                "UI": "http://admin-ui:3000",
                "POSTGRES_URL": "postgresql://x:${DB_PASSWORD:?}@postgres/x",
                "FIRST_KEY": "${FIRST_KEY:?}",
            },
            "ports": ["80:8080"],
            "volumes": ["./gateway.yaml:/etc/gateway.yaml:ro"],
            "depends_on": {"postgres": {"condition": "service_healthy"}},
            "networks": ["outside", "inside"],
        },
        "admin-ui": {**CONFINED, **health, "image": "ui:1.0", "expose": ["3000"], "networks": ["inside"]},
        "postgres": {
            **CONFINED,
            **health,
            "image": "postgres:17.1",
            "environment": {"POSTGRES_PASSWORD": "${DB_PASSWORD:?}"},
            "expose": ["5432"],
            "networks": ["inside"],
        },
    }


def composition(home: Path, change: Change = lambda _: None, config: object = CONFIG) -> Composition:
    """A compose file, changed, as an operator reads it; beside it the gateway's config."""
    written = services()
    change(written)
    networks = {"outside": {}, "inside": {"internal": True}}
    (home / "compose.yaml").write_text(yaml.safe_dump({"services": written, "networks": networks}), "utf-8")
    (home / "gateway.yaml").write_text(yaml.safe_dump(config), "utf-8")
    return Composition.read(Shipped(home, Deploy(home)))


def set_in(service: str, **members: object) -> Change:
    """Changes members of one service."""
    return lambda written: written[service].update(members)


def environment(service: str, **variables: str) -> Change:
    """Changes variables of one service."""
    return lambda written: written[service].setdefault("environment", {}).update(variables)


BROKEN = [
    ("the database", "a PostgreSQL", set_in("postgres", image="mysql:9.1"), "postgres: its image is"),
    ("the gateway", "told where the admin UI is", environment("gateway", UI="http://admin-ui"), "at 3000"),
    ("the gateway", "told where the database is", environment("gateway", POSTGRES_URL=""), "at 5432"),
    ("the gateway", "published", set_in("gateway", ports=[]), "gateway: it is not"),
    ("any service but the gateway", "not published", set_in("postgres", ports=["5432"]), "postgres: it is"),
    ("the database", "on internal networks alone", set_in("postgres", networks=["outside"]), "on outside"),
    ("any collector", "not started", set_in("admin-ui", image="otel/x:1.0"), "admin-ui: it is started"),
    (
        "every service",
        "told of no collector",
        environment("admin-ui", OTEL_EXPORTER_OTLP_ENDPOINT="x"),
        "OTEL",
    ),
    (
        "every service",
        "checked for its health",
        set_in("postgres", healthcheck={"disable": True}),
        "postgres",
    ),
    (
        "the gateway",
        "started once the database is healthy",
        set_in("gateway", depends_on=["postgres"]),
        "waits",
    ),
    ("every service", "run by a user other than root", set_in("admin-ui", user="0:0"), "it runs as 0:0"),
    ("every service", "read-only at its root", set_in("gateway", read_only=False), "can be written"),
    ("every service", "without capabilities", set_in("gateway", cap_drop=["NET_RAW"]), "it drops NET_RAW"),
    ("every service", "without capabilities", set_in("gateway", cap_add=["SYS_ADMIN"]), "it has cap_add"),
    ("every service", "unable to gain privileges", set_in("gateway", security_opt=[]), "no-new-privileges"),
    (
        "the gateway",
        "given every variable of its config",
        lambda w: w["gateway"]["environment"].pop("FIRST_KEY"),
        "FIRST_KEY is not passed on",
    ),
    (
        "every service",
        "given its secrets at deploy time",
        environment("postgres", POSTGRES_PASSWORD="x"),
        "POSTGRES_PASSWORD stands in the file",
    ),
]


@pytest.mark.parametrize(("who", "what", "change", "said"), BROKEN)
def test_each_row_can_be_kept_and_broken(
    tmp_path: Path, who: str, what: str, change: Change, said: str
) -> None:
    """It names the service at fault and what is wrong with it."""
    expect_services(composition(tmp_path), [(who, what)])

    with pytest.raises(ContractBreach) as caught:
        expect_services(composition(tmp_path, change), [(who, what)])
    assert f"{who} is {what}" == caught.value.promised
    assert said in caught.value.observed


def test_a_service_that_is_not_there_is_not_started(tmp_path: Path) -> None:
    """Whatever a row says of it."""
    read = composition(tmp_path, lambda written: written.pop("admin-ui"))

    with pytest.raises(ContractBreach, match=r"admin-ui is started\nobserved: it is not: gateway, postgres"):
        expect_services(read, [("the admin UI", "on internal networks alone")])


@pytest.mark.parametrize(
    ("what", "config", "said"),
    [
        (
            "configured without a collector",
            {"server": {"otel_endpoint": "http://x:4317"}},
            "names http://x:4317",
        ),
        ("configured without a literal secret", {"keys": [{"value": "literal.x"}]}, "its config holds 1"),
    ],
)
def test_what_a_config_must_not_hold(tmp_path: Path, what: str, config: object, said: str) -> None:
    """It is read from the file that is mounted into the gateway."""
    expect_services(composition(tmp_path), [("the gateway", what)])

    with pytest.raises(ContractBreach, match=f"the gateway is {what}\nobserved: gateway: .*{said}"):
        expect_services(composition(tmp_path, config=config), [("the gateway", what)])


def test_the_telemetry_config_is_the_one_that_sends_to_the_collector(tmp_path: Path) -> None:
    """Its variables are passed on like those of the gateway's own config."""
    read = composition(tmp_path, lambda w: w.update(collector={"image": "otel/x:1.0", "expose": ["4317"]}))
    row = [("the gateway", "given every variable of the telemetry config")]
    with pytest.raises(ContractBreach, match=r"a shipped config sends to http://collector:4317"):
        expect_services(read, row)

    telemetry = {"server": {"otel_endpoint": "http://collector:4317"}, "key": "env.OTHER"}
    (tmp_path / "gateway.telemetry.yaml").write_text(yaml.safe_dump(telemetry), "utf-8")
    with pytest.raises(ContractBreach, match=r"gateway: OTHER is not passed on"):
        expect_services(read, row)


def test_the_collector_is_the_only_one(tmp_path: Path) -> None:
    """None is too few, two are too many."""
    with pytest.raises(ContractBreach, match=r"one collector is started\nobserved: none"):
        expect_services(composition(tmp_path), [("the collector", "started")])
