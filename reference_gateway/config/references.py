"""Secrets by reference: `env.NAME` is looked up when needed, `literal.TEXT` is the text itself."""

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Struct

from reference_gateway.domain.faults import Fault
from reference_gateway.domain.secrets import Secret

_LINE_BREAK = re.compile(r"[\r\n]")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_LOOKS = re.compile(r"env\.[A-Za-z_][A-Za-z0-9_]*\Z|.*\$\{[^{}]*\}", re.DOTALL)
MAY_REFER = "a text or a reference to one"
"""Noted at a text in which `env.NAME` and `literal.TEXT` are read."""


class ReferenceUnresolved(Fault):
    """A variable a reference names is missing or empty; the message names it, never a value."""


class Reference(Struct, frozen=True):
    """Where a secret comes from. The repr shows a variable's name and hides a literal."""

    kind: Literal["env", "literal"]
    _text: str

    @property
    def variable(self) -> str | None:
        """The environment variable named; None for a literal."""
        return self._text if self.kind == "env" else None

    def resolve(self, env: Mapping[str, str]) -> Secret:
        """The secret itself.

        Raises:
            ReferenceUnresolved: the variable is missing, or what it holds cannot be a secret: it is blank, or
                has a line break in it. One at its end, as a file has, is no part of it.
        """
        if self.kind == "literal":
            if not self._text:
                raise ReferenceUnresolved("`literal.` is followed by nothing; write the value after it")
            return Secret(self._text)
        value = env.get(self._text)
        if value is None:
            raise ReferenceUnresolved(f"required environment variable `{self._text}` is not set")
        if not value.strip():
            how = "blank" if value else "empty"
            raise ReferenceUnresolved(f"required environment variable `{self._text}` is {how}")
        secret = value.rstrip("\r\n")
        if _LINE_BREAK.search(secret):
            raise ReferenceUnresolved(f"required environment variable `{self._text}` has a line break in it")
        return Secret(secret)

    def at_rest(self) -> str:
        """What may be stored: a reference to a variable, or a mark that the file holds a literal."""
        return f"env.{self._text}" if self.kind == "env" else "literal"

    def __repr__(self) -> str:
        return f"Reference({'env.' + self._text if self.kind == 'env' else 'literal.…'})"


def parse(text: object) -> Reference:
    """The reference written as *text*.

    Raises:
        ValueError: neither form; the message never repeats the text, which may be a secret written bare.
    """
    if isinstance(text, Reference):
        return text
    if isinstance(text, str):
        if text.startswith("literal."):
            return Reference("literal", text.removeprefix("literal."))
        if text.startswith("env.") and _NAME.match(text.removeprefix("env.")):
            return Reference("env", text.removeprefix("env."))
    raise ValueError("must be `env.NAME` (an environment variable) or `literal.TEXT`")


def parse_env(text: object) -> Reference:
    """Like `parse`, for the places where a secret must not stand in the file at all.

    Raises:
        ValueError: not an `env.NAME`.
    """
    try:
        reference = parse(text)
    except ValueError:
        reference = None
    if reference is None or reference.kind != "env":
        raise ValueError("must be an environment reference, `env.NAME`")
    return reference


def looks_like_a_reference(text: str) -> bool:
    """Whether somebody who writes *text* expects it to be looked up somewhere."""
    return _LOOKS.match(text) is not None


def text_or_reference(text: str) -> Reference:
    """A text as it stands, unless it begins with `env.NAME` or `literal.`."""
    try:
        return parse(text)
    except ValueError:
        return Reference("literal", text)


SecretReference = Annotated[Reference, parse]
EnvReference = Annotated[Reference, parse_env]
