"""The migrations of a backend, read from files named `V<version>__<name>.sql`."""

import re
from functools import cache
from pathlib import Path
from typing import Literal

from reference_gateway.domain.migrations import Migration

Engine = Literal["sqlite", "postgres"]

_FILE = re.compile(r"V([1-9][0-9]*)__([a-z0-9_]+)\.sql\Z")


@cache
def registry(engine: Engine) -> tuple[Migration, ...]:
    """Every migration of *engine*, ascending by version.

    Raises:
        RuntimeError: a file's name is not of the form, a version stands twice, or there are no files.
    """
    found: dict[int, Migration] = {}
    for path in sorted(_directory(engine).glob("*.sql")):
        match = _FILE.match(path.name)
        if match is None or int(match[1]) in found:
            raise RuntimeError(f"{path.name} is not the one V<version>__<name>.sql of its version")
        # Tools change line ends on the way; the identity of a migration must not depend on them.
        sql = path.read_bytes().decode().replace("\r\n", "\n")
        found[int(match[1])] = Migration(int(match[1]), match[2], sql)
    if not found:
        raise RuntimeError(f"no migrations for {engine}: the installation is incomplete, install it again")
    return tuple(found[version] for version in sorted(found))


def _directory(engine: Engine) -> Path:
    """Inside the package when installed from a wheel, beside it in a clone."""
    package = Path(__file__).parent.parent
    installed = package / "migrations" / engine
    return installed if installed.is_dir() else package.parent / "migrations" / engine
