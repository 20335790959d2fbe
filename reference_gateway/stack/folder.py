"""The one folder in which a stack keeps its files, and the config it serves there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reference_gateway.config import ConfigReader
from reference_gateway.domain.faults import Fault
from reference_gateway.stack.ports import Ports
from reference_gateway.stack.shapes import Chosen, Shape


class NoFolder(Fault):
    """The folder cannot be made; the message names it and the flag that names another."""


def make(data: Path) -> None:
    """Make *data* unless it is there; a new one keeps itself out of version control.

    Raises:
        NoFolder: it cannot be made.
    """
    if data.is_dir():
        return
    try:
        data.mkdir(parents=True)
        (data / ".gitignore").write_text("*\n", "ascii")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise NoFolder(f"the folder {data} cannot be made: {reason}; name another with --data") from None


def database_of(chosen: Chosen, data: Path) -> Path:
    """The SQLite file that is served: in *data*, or where the user's own config has it."""
    return data / "gateway.db" if chosen.is_shipped else Path(chosen.config.database.path)


@contextmanager
def served(chosen: Chosen, ports: Ports, data: Path) -> Iterator[Path]:
    """The config to serve: the file that was chosen, or a copy that differs in the port or the database.

    The gateway takes both from its config only. The copy may hold secrets: it is readable by its owner only,
    and gone when the stack stops.
    """
    changes: dict[str, dict[str, Any]] = {}
    if ports.gateway != chosen.config.server.port:
        host = f"[{ports.host}]" if ":" in ports.host else ports.host
        changes["server"] = {"bind": f"{host}:{ports.gateway}"}
    database = chosen.config.database
    if database.backend != "postgres" and database_of(chosen, data) != Path(database.path):
        changes["database"] = {"path": str(database_of(chosen, data))}
    if not changes:
        yield chosen.path
        return
    import yaml  # only a stack that differs from its file pays for it

    document = ConfigReader(chosen.path, {}).document()
    for section, values in changes.items():
        document[section] = {**(document.get(section) or {}), **values}
    path = data / f"serving-on-port-{ports.gateway}.yaml"
    path.touch(0o600)
    try:
        path.write_text(yaml.safe_dump(document, sort_keys=False), "utf-8")
        yield path
    finally:
        path.unlink(missing_ok=True)


def left_by_an_earlier_version(shape: Shape, chosen: Chosen, data: Path) -> list[str]:
    """A line for who had files of this stack loose in the current folder."""
    left = shape.earlier
    if not chosen.is_shipped or next(Path.cwd().glob(left), None) is None:
        return []
    return [f"Note       {left} of an earlier version is unused; to go on with it: mv {left} {data}/"]
