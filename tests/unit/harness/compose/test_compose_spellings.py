"""Metamorphic: other spellings of the shipped compose file get the same verdicts."""

from pathlib import Path

import pytest

from tests.given.shipping.compose_changes import (
    Change,
    as_list,
    both,
    config,
    edit,
    everywhere,
    extended,
    included,
    out_of_line,
    spelled,
    text,
    variables,
)

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
    "an environment that the operator has filled in": text(".env", ("", "GATEWAY_API_KEY=gwk_mine.5ec2e7\n")),
    "words that YAML 1.1 takes for truths": variables("admin-ui", FEATURE="on", ANSWER="no"),
}


@pytest.mark.parametrize("name", EQUAL)
def test_equal_spellings_get_equal_verdicts(name: str, tmp_path: Path) -> None:
    """Whoever writes the same stack otherwise is told the same."""
    found = spelled(EQUAL[name], tmp_path)

    assert {} == {clause: said for clause, said in found.items() if said != "kept"}


def test_there_are_enough() -> None:
    """A reader of every form is tried on every form."""
    assert len(EQUAL) >= 20
