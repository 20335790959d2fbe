"""How a `url` target is reached: certificates for TLS, and headers that a server in front of it asks for."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from contract_harness.errors import BadTarget

_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{2,}")
_NOT_OURS = frozenset(
    {"connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade"}
)
"""Each request has its own of these, and what some of them say is what clauses are about."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Files in PEM.

    Attributes:
        ca: authorities, instead of those of this machine.
        cert, key: the client's own certificate and its private key; `cert` may hold both.
    """

    ca: Path | None = None
    cert: Path | None = None
    key: Path | None = None

    def check(self, told: Callable[[str], tuple[str, str]]) -> None:
        """Refuse what cannot be used; *told* gives the file and the key that said ca, cert or key.

        Raises:
            BadTarget: a file is not there, or a key has no certificate.
        """
        for name, path in (("ca", self.ca), ("cert", self.cert), ("key", self.key)):
            if path is not None and not path.is_file():
                problem = f"names {str(path)!r}, which is no file"
                raise BadTarget(*told(name), problem=problem, remedy="correct the path")
        if self.key is not None and self.cert is None:
            remedy = f"give the certificate too, as {told('cert')[1] or told('cert')[0]}"
            raise BadTarget(*told("key"), problem="has no certificate", remedy=remedy)


@dataclass(frozen=True, slots=True)
class Header:
    """A header that every request to the target carries.

    Attributes:
        reference: its value, as `env.NAME` or `literal.value`.
    """

    name: str
    reference: str = field(repr=False)

    @property
    def variable(self) -> str:
        """What the value is called where it is shown: by its own variable, if a shell would take that."""
        kind, _, name = self.reference.partition(".")
        if kind == "env" and _VARIABLE.fullmatch(name):
            return name
        return "HEADER_" + re.sub("[^A-Z0-9]+", "_", self.name.upper()).strip("_")

    @property
    def value(self) -> str:
        """The value itself.

        Raises:
            BadTarget: its variable is not set, or it cannot be sent.
        """
        kind, _, rest = self.reference.partition(".")
        value = os.environ.get(rest, "") if kind == "env" else rest
        if not value:
            raise _bad(self.name, f"takes its value from {rest}, which is not set", f"export {rest}")
        if not _VALUE.fullmatch(value):
            # Not repeated: it may be a secret.
            raise _bad(self.name, "has a value that is no line of plain ASCII", "encode it")
        return value


def header(name: str, reference: str) -> Header:
    """A header of this name.

    Raises:
        BadTarget: no server could take it for one, or it is not for somebody else to set.
    """
    if not _NAME.fullmatch(name):
        raise _bad(name, "is no name of a header", "write letters, digits and hyphens")
    if name.lower() in _NOT_OURS:
        raise _bad(name, "belongs to each request", "leave it out")
    return Header(name, reference)


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything it takes to get to a `url` target; false when nothing special does."""

    tls: Tls = field(default_factory=Tls)
    headers: tuple[Header, ...] = ()

    def __bool__(self) -> bool:
        return self != Reach()

    @classmethod
    def from_flags(cls, ca: Path | None, cert: Path | None, key: Path | None, headers: Sequence[str]) -> Self:
        """What `--ca`, `--cert`, `--key` and `--header NAME:VALUE` say; a value may be `env.NAME`.

        Raises:
            BadTarget: a file is not there, or a header is none.
        """
        tls = Tls(*(None if path is None else path.expanduser().absolute() for path in (ca, cert, key)))
        tls.check(lambda name: (f"--{name}", ""))
        return cls(tls, tuple(_from_flag(one) for one in headers))

    @classmethod
    def from_file(cls, file: Path, document: Mapping[str, Any]) -> Self:
        """What [tls] and [headers] of a target file say; paths are relative to it.

        Raises:
            BadTarget: a file is not there, or a header is none.
        """
        tls = Tls(
            **{name: file.parent / Path(path).expanduser() for name, path in document.get("tls", {}).items()}
        )
        tls.check(lambda name: (str(file), f"tls.{name}"))
        return cls(tls, tuple(header(*pair) for pair in document.get("headers", {}).items()))

    def over(self, other: Reach) -> Reach:
        """These, and those of *other* that are not given here."""
        own = {one.name.lower() for one in self.headers}
        files = {name: getattr(self.tls, name) or getattr(other.tls, name) for name in ("ca", "cert", "key")}
        kept = tuple(one for one in other.headers if one.name.lower() not in own)
        return Reach(Tls(**files), (*self.headers, *kept))


def _from_flag(text: str) -> Header:
    name, colon, value = (part.strip() for part in text.partition(":"))
    if not colon or not value:
        raise BadTarget("--header", "", problem="has no value behind a colon", remedy="write NAME:VALUE")
    return header(name, value if value.startswith("env.") else f"literal.{value}")


def _bad(name: str, problem: str, remedy: str) -> BadTarget:
    return BadTarget(f"header {name}", "", problem=problem, remedy=remedy)
