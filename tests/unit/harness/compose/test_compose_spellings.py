"""Metamorphic: other spellings of the shipped compose file get the same verdicts, spoilt ones are caught."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.given.shipped_verdicts import Verdicts, copy_of_what_is_shipped, verdicts

Folder = Path
Change = Callable[[Folder, dict[str, Any]], None]


def spelled(change: Change, home: Path) -> Verdicts:
    """The verdicts on what is shipped once its compose file is changed and written anew, anchors resolved."""
    folder = copy_of_what_is_shipped(home)
    file = folder / "compose.yaml"
    document = yaml.safe_load(file.read_text("utf-8"))
    change(folder, document)
    file.write_text(yaml.safe_dump(json.loads(json.dumps(document)), sort_keys=False), "utf-8")
    return verdicts(folder, of="else")


def edit(service: str, **members: object) -> Change:
    """Sets members of one service; None takes one away."""

    def change(_: Folder, document: dict[str, Any]) -> None:
        changed = {**document["services"][service], **members}
        document["services"][service] = {key: one for key, one in changed.items() if one is not None}

    return change


def variables(service: str, **values: object) -> Change:
    """Sets variables of one service."""
    return lambda _, document: document["services"][service].setdefault("environment", {}).update(values)


def everywhere(**members: object) -> Change:
    """Sets members of every service."""
    return lambda _, document: [one.update(members) for one in document["services"].values()] and None


def text(name: str, *replaced: tuple[str, str]) -> Change:
    """Replaces words in a file beside the compose file."""

    def change(folder: Folder, _: object) -> None:
        file = folder / name
        words = file.read_text("utf-8") if file.exists() else ""
        for old, new in replaced:
            assert old in words
            words = words.replace(old, new) if old else new
        file.write_text(words, "utf-8")

    return change


def both(*changes: Change) -> Change:
    """One after the other."""
    return lambda folder, document: [one(folder, document) for one in changes] and None


def as_list(_: Folder, document: dict[str, Any]) -> None:
    for one in document["services"].values():
        if "environment" in one:
            one["environment"] = [f"{name}={value}" for name, value in one["environment"].items()]


def out_of_line(form: object, *names: str) -> Change:
    """Moves variables of the gateway into an env file."""

    def change(folder: Folder, document: dict[str, Any]) -> None:
        gateway = document["services"]["gateway"]
        moved = {name: gateway["environment"].pop(name) for name in names}
        lines = "".join(f'{name}="{value}"\n' for name, value in moved.items())
        (folder / "gateway.env").write_text(f"# the gateway\n{lines}", "utf-8")
        gateway["env_file"] = form

    return change


def extended(folder: Folder, document: dict[str, Any]) -> None:
    gateway = document["services"]["gateway"]
    shared = {key: gateway[key] for key in ("read_only", "cap_drop", "security_opt")}
    for one in document["services"].values():
        one["extends"] = {"service": "confined", "file": "base.yaml"}
        for key in shared:
            del one[key]
    base = {"services": {"confined": {"image": "x:1.0", **shared}}}
    (folder / "base.yaml").write_text(yaml.safe_dump(base), "utf-8")


def included(folder: Folder, document: dict[str, Any]) -> None:
    database = {"services": {"postgres": document["services"].pop("postgres")}}
    (folder / "database.yaml").write_text(yaml.safe_dump(database), "utf-8")
    document["include"] = ["database.yaml"]


def config(**declared: object) -> Change:
    """Hands the gateway its config as a config of compose."""

    def change(folder: Folder, document: dict[str, Any]) -> None:
        shipped = (folder / "config" / "gateway.yaml").read_text("utf-8")
        document["configs"] = {
            "gateway": {key: shipped if one is ... else one for key, one in declared.items()}
        }
        gateway = document["services"]["gateway"]
        gateway["volumes"] = []
        gateway["configs"] = [{"source": "gateway", "target": "/etc/gateway/gateway.yaml"}]

    return change


SHELL = "python -c 'import urllib.request as ask; ask.urlopen(\"http://127.0.0.1:8080/readyz\")'"
NOISE = {
    "logging": {"driver": "local"},
    "labels": ["a=b"],
    "develop": {"watch": [{"action": "rebuild", "path": "."}]},
    "deploy": {"resources": {"limits": {"memory": "512M"}}},
    "init": True,
    "ulimits": {"nofile": 1024},
    "x-ours": {"any": "thing"},
}
EQUAL: dict[str, Change] = {
    "anchors are resolved": lambda *_: None,
    "an environment is a list": as_list,
    "an env file": out_of_line("gateway.env", "GATEWAY_CONFIG", "ADMIN_UI_UPSTREAM"),
    "a list of env files": out_of_line(["gateway.env"], "GATEWAY_CONFIG", "ADMIN_UI_UPSTREAM"),
    "an env file in the long form": out_of_line(
        [{"path": "none.env", "required": False}, {"path": "./gateway.env"}], "ADMIN_UI_UPSTREAM"
    ),
    "a service extends one of another file": extended,
    "the database is included": included,
    "a port in the long form": edit(
        "gateway", ports=[{"target": 8080, "published": "8080", "protocol": "tcp"}]
    ),
    "a port at an address": edit("gateway", ports=["0.0.0.0:${GATEWAY_PORT:-8080}:8080/tcp"]),
    "exposed ports are numbers": edit("admin-ui", expose=[3000]),
    "exposed ports have a protocol": edit("postgres", expose=["5432/tcp"]),
    "a database exposes nothing": edit("postgres", expose=None),
    "an image exposes for its service": edit("admin-ui", expose=None),
    "dependencies in every detail": edit(
        "gateway",
        depends_on={
            "postgres": {"condition": "service_healthy", "restart": True, "required": True},
            "otel-collector": {"condition": "service_started", "required": False},
        },
    ),
    "a health check in one line": edit("gateway", healthcheck={"test": SHELL}),
    "a health check for a shell": edit("gateway", healthcheck={"test": ["CMD-SHELL", SHELL]}),
    "a health check of the image, at other times": edit("gateway", healthcheck={"interval": "5s"}),
    "a health check that is not disabled": edit("gateway", healthcheck={"test": SHELL, "disable": "false"}),
    "a mount in the long form": edit(
        "gateway",
        volumes=[
            {
                "type": "bind",
                "source": "./config/gateway.yaml",
                "target": "/etc/gateway/gateway.yaml",
                "read_only": True,
            }
        ],
    ),
    "the folder of the config is mounted": edit("gateway", volumes=["./config:/etc/gateway:ro"]),
    "the config is one of compose": config(file="./config/gateway.yaml"),
    "the config stands in the compose file": config(content=...),
    "a tmpfs in one word": edit("gateway", tmpfs="/tmp:size=64m"),
    "a tmpfs among the volumes": both(
        edit("admin-ui", tmpfs=None), edit("admin-ui", volumes=[{"type": "tmpfs", "target": "/tmp"}])
    ),
    "networks with options": edit("gateway", networks={"outside": None, "inside": {"aliases": ["api"]}}),
    "a database by its other name": both(
        edit("postgres", networks={"inside": {"aliases": ["db"]}}),
        variables(
            "gateway", POSTGRES_URL="postgresql://gateway:${POSTGRES_PASSWORD:?is needed}@db:5432/gateway"
        ),
    ),
    "a database called like its container": both(
        edit("postgres", container_name="llm-db"),
        variables(
            "gateway", POSTGRES_URL="postgresql://gateway:${POSTGRES_PASSWORD:?is needed}@llm-db/gateway"
        ),
    ),
    "privileges with an equals sign": everywhere(security_opt=["no-new-privileges=true"]),
    "privileges in one word": everywhere(security_opt=["no-new-privileges"]),
    "capabilities in small letters": everywhere(cap_drop=["all"]),
    "truths from variables": everywhere(read_only="${READ_ONLY:-true}"),
    "keys that change nothing": everywhere(**NOISE),
    "a version nobody needs": lambda _, document: document.update(version="3.8"),
    "networks that are internal by a variable": lambda _, document: document["networks"].update(
        inside={"internal": "${INTERNAL:-true}", "driver": "bridge"}
    ),
    "the password of the database in a file": both(
        lambda _, document: document.update(secrets={"db": {"environment": "POSTGRES_PASSWORD"}}),
        lambda _, document: document["services"]["postgres"]["environment"].pop("POSTGRES_PASSWORD") and None,
        variables("postgres", POSTGRES_PASSWORD_FILE="/run/secrets/db"),
        edit("postgres", secrets=["db"]),
    ),
    "an example with quotes and exports": text(
        ".env.example",
        ("GATEWAY_API_KEY=", "export GATEWAY_API_KEY=''"),
        ("OPENAI_API_KEY=", 'OPENAI_API_KEY=""'),
    ),
    "words that YAML 1.1 takes for truths": variables("admin-ui", FEATURE="on", ANSWER="no"),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_spellings_get_equal_verdicts(name: str, tmp_path: Path) -> None:
    """Whoever writes the same stack otherwise is told the same."""
    found = spelled(EQUAL[name], tmp_path)

    assert {} == {clause: said for clause, said in found.items() if said != "kept"}


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
        text(".env", ("", "GATEWAY_API_KEY=gwk_deploy.replace-me\n")),
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


def test_there_are_enough_of_both() -> None:
    """Twenty at least, as was promised."""
    assert min(len(EQUAL), len(SPOILT)) >= 20
