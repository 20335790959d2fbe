"""Ways to write the shipped compose file otherwise."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tests.given.shipping.verdicts import Verdicts, copy_of_what_is_shipped, verdicts

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
