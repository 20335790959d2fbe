"""Digests of what a migration is called, which are no digests of the migration."""

from __future__ import annotations

import hashlib
from itertools import product

from contract_harness.databases.model import Row

_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")


def of_names(row: Row) -> frozenset[str]:
    """In hexadecimal: of nothing, the version, the name, the file's name and what a listing says."""
    version, name = row["version"], row["name"]
    texts = (
        "",
        version,
        name,
        f"v{version}",
        f"v{version} {name}",
        f"{version}{name}",
        f"V{version}__{name}",
    )
    files = (f"V{version}__{name}.sql", f"{version}_{name}", f"{version}_{name}.sql")
    said = product(_ALGORITHMS, (*texts, *files), ("", "\n"))
    return frozenset(
        hashlib.new(algorithm, f"{text}{end}".encode(), usedforsecurity=False).hexdigest()
        for algorithm, text, end in said
    )
