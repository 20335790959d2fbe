"""Metamorphic: what is spoilt in a compose file is caught, however it is spelled."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.given.shipping.compose_changes import (
    Change,
    Folder,
    as_list,
    both,
    config,
    edit,
    everywhere,
    out_of_line,
    spelled,
    text,
    variables,
)


def passed_on(_: Folder, document: dict[str, Any]) -> None:
    document["services"]["gateway"]["environment"]["OPENAI_API_KEY"] = None


def shipped_secret(_: Folder, document: dict[str, Any]) -> None:
    (_ / "gateway.env").write_text("GATEWAY_IDENTITY_TOKEN_SECRET=everybody-knows-it\n", "utf-8")
    gateway = document["services"]["gateway"]
    gateway["env_file"] = "gateway.env"
    del gateway["environment"]["GATEWAY_IDENTITY_TOKEN_SECRET"]


def spoilt_base(**members: object) -> Change:
    """Spoils a service through what it extends."""

    def change(folder: Folder, document: dict[str, Any]) -> None:
        base = {"services": {"confined": {"image": "x:1.0", **members}}}
        (folder / "base.yaml").write_text(yaml.safe_dump(base), "utf-8")
        document["services"]["admin-ui"]["extends"] = {"file": "base.yaml", "service": "confined"}

    return change


def collector_included(folder: Folder, document: dict[str, Any]) -> None:
    collector = document["services"].pop("otel-collector")
    del collector["profiles"]
    (folder / "more.yaml").write_text(yaml.safe_dump({"services": {"otel-collector": collector}}), "utf-8")
    document["include"] = ["more.yaml"]


def literal(folder: Folder, document: dict[str, Any]) -> None:
    config(content=...)(folder, document)
    content = document["configs"]["gateway"]["content"]
    document["configs"]["gateway"]["content"] = content.replace("env.OPENAI_API_KEY", "literal.abc")


SPOILT: dict[str, tuple[str, Change]] = {
    "an env file that leads to another port": (
        "compose-runs-the-topology",
        both(
            out_of_line("gateway.env", "ADMIN_UI_UPSTREAM"),
            text("gateway.env", ("admin-ui:3000", "admin-ui:3001")),
        ),
    ),
    "a list that leaves the UI out": (
        "compose-runs-the-topology",
        both(lambda _, d: d["services"]["gateway"]["environment"].pop("ADMIN_UI_UPSTREAM") and None, as_list),
    ),
    "a database at the port of the host": (
        "compose-runs-the-topology",
        variables(
            "gateway", POSTGRES_URL="postgresql://gateway:${POSTGRES_PASSWORD:?}@postgres:15432/gateway"
        ),
    ),
    "another database": ("compose-runs-the-topology", edit("postgres", image="mysql:9.1.0")),
    "a UI published in the long form": (
        "only-the-gateway-is-published",
        edit("admin-ui", ports=[{"target": 3000, "published": 3000}]),
    ),
    "a range of ports": ("only-the-gateway-is-published", edit("postgres", ports=["5432-5433:5432-5433"])),
    "a port published by what is extended": (
        "only-the-gateway-is-published",
        spoilt_base(ports=["3000:3000"]),
    ),
    "networks in a mapping": (
        "no-way-around-the-gateway",
        edit("postgres", networks={"inside": None, "outside": None}),
    ),
    "a network that is internal by name only": (
        "no-way-around-the-gateway",
        lambda _, document: document["networks"].update(inside={"internal": "false"}),
    ),
    "a truth that is none": ("root-file-systems-are-read-only", everywhere(read_only="false")),
    "a capability through what is extended": ("privileges-are-dropped", spoilt_base(cap_add=["SYS_ADMIN"])),
    "a privileged service by a variable": (
        "privileges-are-dropped",
        edit("postgres", privileged="${P:-true}"),
    ),
    "new privileges after all": (
        "privileges-are-dropped",
        edit("gateway", security_opt=["no-new-privileges=false"]),
    ),
    "root by number": ("nothing-runs-as-root", edit("gateway", user=0)),
    "root by a group": ("nothing-runs-as-root", edit("admin-ui", user="root:65532")),
    "a check that is disabled by a word": (
        "health-is-checked",
        edit("admin-ui", healthcheck={"disable": "true"}),
    ),
    "a check that is none": ("health-is-checked", edit("postgres", healthcheck={"test": ["NONE"]})),
    "a gateway that waits for nobody": ("health-is-checked", edit("gateway", depends_on=["postgres"])),
    "a secret in an env file": ("no-secret-is-shipped", shipped_secret),
    "a secret in a list": (
        "no-secret-is-shipped",
        edit("postgres", environment=["POSTGRES_USER=gateway", "POSTGRES_PASSWORD=gateway"]),
    ),
    "a key under a harmless name": (
        "no-secret-is-shipped",
        variables("gateway", FIRST_CALLER="gwk_deploy.d2f1c0ffee5ec2e7"),
    ),
    "a literal in a config of compose": ("no-secret-is-shipped", literal),
    "a default": (
        "missing-secret-is-named",
        variables("gateway", OPENAI_API_KEY="${OPENAI_API_KEY:-sk-none}"),
    ),
    "a secret that is passed on whether or not it is there": ("missing-secret-is-named", passed_on),
    "a file that fills in what is missing": (
        "missing-secret-is-named",
        both(
            lambda folder, _: (folder / ".env.example").unlink(),
            text(".env", ("", "GATEWAY_API_KEY=gwk_deploy.replace-me\n")),
        ),
    ),
    "a variable of the config that nobody gives": (
        "config-and-environment-agree",
        lambda _, document: document["services"]["gateway"]["environment"].pop("GATEWAY_API_KEY") and None,
    ),
    "an example that lacks what the config needs": (
        "example-environment-is-complete",
        both(passed_on, text(".env.example", ("OPENAI_API_KEY=\n", ""))),
    ),
    "an example with a value in quotes": (
        "example-environment-is-complete",
        text(".env.example", ("POSTGRES_PASSWORD=", "POSTGRES_PASSWORD='gateway'")),
    ),
    "an example with a key under a harmless name": (
        "example-environment-is-complete",
        text(".env.example", ("# GATEWAY_PORT=8080", "CALLER=sk-live4f3a8d7e6b5c4f3a8d7e")),
    ),
    "a collector that is included": ("no-collector-by-default", collector_included),
    "an exporter in an env file": (
        "no-collector-by-default",
        both(
            out_of_line("gateway.env", "GATEWAY_CONFIG"),
            text("gateway.env", ("# the gateway", "OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317")),
        ),
    ),
    "the newest of everything by a variable": (
        "bases-are-pinned",
        edit("postgres", image="${PG:-postgres:latest}"),
    ),
}


@pytest.mark.parametrize("name", SPOILT)
def test_what_is_spoilt_is_caught_in_any_spelling(name: str, tmp_path: Path) -> None:
    """By the clause that promises it."""
    clause, change = SPOILT[name]

    assert spelled(change, tmp_path)[f"deployment.{clause}"].startswith("broken: ")


def test_there_are_enough() -> None:
    """A reader of every form is tried on every form."""
    assert len(SPOILT) >= 20
