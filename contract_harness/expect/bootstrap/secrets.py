"""Where a secret must not stand, in whatever form, and how the gateway keeps the ones that it has to know."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import quote

from contract_harness.databases import Database
from contract_harness.databases.snapshot import rows_of
from contract_harness.errors import ContractBreach
from contract_harness.expect.rows import expect_some

_DIGESTS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s")
_PROOFS = {"the admin's password": "user_password_auth", "a key's secret": "api_keys"}
"""The tables that say whether a secret is the right one. Source: observed gateway, 2.6 and 3.1."""
_SHORTEST_PROOF = 20
"""Characters: a digest has more, in every notation; names and words for a state have fewer."""
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def expect_unsaid(text: str, secrets: Mapping[str, str], *, where: str) -> None:
    """None of these secrets, given by what they are, stands in the text, as it is or in another notation."""
    __tracebackhide__ = True
    shown = [what for what, secret in secrets.items() if any(form in text for form in notations(secret))]
    if shown:
        raise ContractBreach(f"no secret stands in {where}", f"found there: {', '.join(sorted(shown))}")


def expect_no_row_tells(database: Database, secrets: Mapping[str, str]) -> None:
    """No row of any table holds one of these secrets, nor a digest of one that everybody can make."""
    __tracebackhide__ = True
    rows = list(database.contents())
    expect_some(rows, "rows of a gateway that was started")
    text = "\n".join(rows)
    expect_unsaid(text, secrets, where="any row of the database")
    digested = [what for what, secret in secrets.items() if any(one in text for one in digests(secret))]
    if digested:
        raise ContractBreach(
            "what is stored of a secret is a salted digest",
            f"a digest without a salt is stored of {', '.join(sorted(digested))}",
        )


def expect_salted(database: Database, other: Database) -> None:
    """What two databases keep of the same secrets is not the same, so that equal ones cannot be told."""
    __tracebackhide__ = True
    for what, table in _PROOFS.items():
        here, there = set(_proofs(database, table)), set(_proofs(other, table))
        if not here - there:
            raise ContractBreach(
                f"{what} is stored as a salted digest, which is another one each time",
                f"two databases hold the same of it in {table}",
            )


def notations(secret: str) -> set[str]:
    """The secret, and what stands for it where it was encoded first; a part of it is not looked for."""
    raw = secret.encode()
    plain = base64.b64encode(raw).decode().rstrip("=")
    return {secret, quote(secret, safe=""), raw.hex(), plain, plain.replace("+", "-").replace("/", "_")}


def digests(secret: str) -> Iterator[str]:
    """Every digest of the secret that needs nothing but the secret, in hexadecimal and in base64."""
    for name in _DIGESTS:
        digest = hashlib.new(name, secret.encode(), usedforsecurity=False).digest()
        yield digest.hex()
        yield base64.b64encode(digest).decode().rstrip("=")


def _proofs(database: Database, table: str) -> Iterator[str]:
    """Whatever in the table may be a digest: long text that is no id."""
    rows: Iterable[Mapping[str, object]] = rows_of(database, table)
    for value in (value for row in rows for value in row.values()):
        text = value.hex() if isinstance(value, bytes) else value
        if isinstance(text, str) and len(text) >= _SHORTEST_PROOF and not _UUID.fullmatch(text):
            yield text
