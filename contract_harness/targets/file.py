"""Reading a target file: the schema judges it, this module says what is wrong in one sentence."""

from __future__ import annotations

import difflib
import json
import shlex
import tomllib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, relevance

from contract_harness import resources
from contract_harness.errors import BadTarget
from contract_harness.targets.access import Reach
from contract_harness.targets.inheritance import extended

_ONLY_FOR = {
    "url": ("url", "credentials", "tls", "headers"),
    "process": (
        "commands",
        "gateway",
        "install",
        "mutants",
        "database",
        "config_template",
        "deploy",
        "preload",
        "tables",
    ),
}


@cache
def validator() -> Draft202012Validator:
    """A validator of `contracts/schemas/target.schema.json`."""
    schema = json.loads(resources.contracts("schemas", "target.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def read(path: Path) -> dict[str, Any]:
    """The document in the file at *path*, which a target can be made of.

    Raises:
        BadTarget: it is not; the first thing that is wrong, with the file, the key and the remedy.
    """
    document = _dates_written_out(extended(path, _parsed(path), _parsed))
    _check_schema(path, document)
    for clause, one in document.get("deviations", {}).items():
        _check_expiry(path, clause, one.get("expires"))
        if "database" in one and document["driver"] == "url":
            key, problem = f"deviations.{clause}.database", "is for a gateway whose database is seen"
            raise BadTarget(path, key, problem=problem, remedy="take it out")
    gateway = document.get("gateway", "")
    for name, template in {**document.get("commands", {}), "gateway": gateway}.items():
        _check_template(path, name, template, has_gateway=bool(gateway) and name != "gateway")
    if document["driver"] == "url":
        check_url(path, document["url"], key="url")
        Reach.from_file(path, document)
    template = document.get("config_template")
    if template and not (path.parent / template).is_file():
        raise BadTarget(
            path,
            "config_template",
            problem=f"names {template!r}, which is no file",
            remedy="put it beside this file",
        )
    _check_deploy(path, document.get("deploy"), has_gateway=bool(gateway))
    if "deployment" in document.get("claims", ()) and "deploy" not in document:
        raise BadTarget(
            path,
            "claims",
            problem="names 'deployment', and nothing here says what is shipped",
            remedy="add a [deploy] table, or take the profile out of the list",
        )
    return document


def today() -> date:
    """The day by which deviations expire, in UTC: the same for everybody who shares a file."""
    return datetime.now(UTC).date()


def _dates_written_out(document: dict[str, Any]) -> dict[str, Any]:
    """A date may be written with quotes or without; the schema knows text."""
    deviations = document.get("deviations")
    for one in deviations.values() if isinstance(deviations, dict) else ():
        # A moment is a date too, to Python; here it is none.
        if isinstance(one, dict) and type(one.get("expires")) is date:
            one["expires"] = one["expires"].isoformat()
    return document


def _check_expiry(path: Path, clause: str, expires: str | None) -> None:
    if expires is None:
        return
    key = f"deviations.{clause}.expires"
    try:
        last = date.fromisoformat(expires)
    except ValueError:
        raise BadTarget(
            path, key, problem=f"is {expires!r}, which is no day", remedy="write a day, such as 2027-03-31"
        ) from None
    if last < today():
        raise BadTarget(
            path,
            key,
            problem=f"is {expires}, which has passed",
            remedy="fix the gateway, or give a later date until which it stays broken",
        )


def check_url(file: Path | str, url: str, *, key: str = "") -> None:
    """Refuse what is no address of a gateway.

    Raises:
        BadTarget: it is no http:// or https:// URL.
    """
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid:
        raise BadTarget(
            file,
            key,
            problem=f"{url!r} is not an http:// or https:// URL",
            remedy="write it like http://127.0.0.1:8080",
        )
    if "@" in urlsplit(url).netloc:
        # Not repeated: what stands before the @ may be a password.
        raise BadTarget(file, key, problem="has credentials in it", remedy="leave out what ends with @")


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise BadTarget(
            path, "", problem="is not UTF-8 text", remedy=f"save it as UTF-8 ({error.reason})"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise BadTarget(path, "", problem="is not TOML", remedy=f"correct it there: {error}") from None
    except RecursionError:
        raise BadTarget(path, "", problem="is nested too deeply", remedy="write it flat") from None
    except OSError as error:
        raise BadTarget(
            path, "", problem="cannot be read", remedy=f"make it readable ({error.strerror})"
        ) from None


def _check_deploy(path: Path, deploy: Mapping[str, Any] | None, *, has_gateway: bool) -> None:
    if deploy is None:
        return
    folder = path.parent / deploy["folder"]
    if not folder.is_dir():
        raise BadTarget(
            path,
            "deploy.folder",
            problem=f"names {deploy['folder']!r}, which is no folder",
            remedy="correct it",
        )
    for key, name in {"compose": "compose.yaml", **deploy}.items():
        if key in ("compose", "platforms", "manifests") and not (folder / name).exists():
            raise BadTarget(
                path,
                f"deploy.{key}",
                problem=f"names {name!r}, which is not in {folder}",
                remedy="correct it",
            )
    for name, template in deploy.get("programs", {}).items():
        _check_template(path, f"deploy.programs.{name}", template, has_gateway=has_gateway)


def _check_schema(path: Path, document: Mapping[str, Any]) -> None:
    errors = sorted(
        validator().iter_errors(document),
        key=lambda one: (len(one.path), one.validator != "additionalProperties"),
    )
    _check_driver(path, document)
    if not errors:
        return
    error = errors[0]
    while error.context:
        error = max(error.context, key=relevance)
    raise _in_words(path, error)


def _check_driver(path: Path, document: Mapping[str, Any]) -> None:
    """What belongs to the other driver is said as that, which no schema message does."""
    driver = document.get("driver")
    for owner, keys in _ONLY_FOR.items():
        misplaced = [key for key in keys if key in document]
        if driver in _ONLY_FOR and driver != owner and misplaced:
            raise BadTarget(
                path,
                misplaced[0],
                problem=f'belongs to driver = "{owner}", and this file says driver = "{driver}"',
                remedy="remove it or change the driver",
            )


def _check_template(path: Path, key: str, template: str, *, has_gateway: bool) -> None:
    where = key if key == "gateway" or "." in key else f"commands.{key}"
    try:
        words = shlex.split(template)
    except ValueError as error:
        raise BadTarget(
            path, where, problem=f"cannot be split into words ({error})", remedy="close the quote"
        ) from None
    if "{gateway}" in words and not has_gateway:
        raise BadTarget(
            path,
            where,
            problem="uses {gateway}, which is not set",
            remedy="add a `gateway` line above [commands]",
        )


def _in_words(path: Path, error: ValidationError) -> BadTarget:
    schema: Any = error.schema
    rule: Any = error.validator_value
    instance: Any = error.instance
    key = ".".join(str(part) for part in error.absolute_path)
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = next(name for name in instance if name not in known)
        return _unknown_key(path, f"{key}.{unknown}".lstrip("."), unknown, known)
    if error.validator == "required":
        missing = next(name for name in rule if name not in instance)
        about = _description(missing)
        return BadTarget(
            path, f"{key}.{missing}".lstrip("."), problem="is missing", remedy=f"add it: {about}"
        )
    if error.validator == "enum":
        choices = " or ".join(f'"{choice}"' for choice in rule)
        return BadTarget(path, key, problem=f"is {instance!r}", remedy=f"write {choices}")
    if error.validator == "type":
        return BadTarget(
            path,
            key,
            problem=f"is {instance!r}",
            remedy=f"write a value of type {rule}",
        )
    about = str(schema.get("description", "see contracts/targets/README.md")).rstrip(".")
    return BadTarget(path, key, problem=f"is {instance!r}", remedy=f"correct it: {about}")


def _unknown_key(path: Path, key: str, unknown: str, known: Iterable[str]) -> BadTarget:
    near = difflib.get_close_matches(unknown, list(known), n=1)
    remedy = f"did you mean {near[0]!r}" if near else f"use one of {', '.join(sorted(known))}"
    return BadTarget(path, key, problem="is not a known key", remedy=remedy)


def _description(key: str) -> str:
    schema: Any = validator().schema
    tables = (
        schema,
        schema["properties"]["commands"],
        schema["properties"]["deviations"]["additionalProperties"],
    )
    for properties in (table["properties"] for table in tables):
        if key in properties:
            return str(properties[key]["description"]).partition(". ")[0].rstrip(".")
    return "see contracts/targets/README.md"
