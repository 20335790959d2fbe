"""The `Forwarded` header (RFC 7239, section 4): what each proxy on the way says of its client."""

import re
from collections.abc import Iterable, Mapping

Element = Mapping[str, str]
"""What one proxy says: `for`, `by`, `host`, `proto`; the names in lower case."""

# Outside of quotes a colon is not allowed, and most proxies that write a port write it so.
_PAIR = re.compile(
    r"""[ \t]*+(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)=("(?:[^"\\]|\\.)*"|[^\s",;=\\]+))?[ \t]*+([;,]|\Z)"""
)
_ESCAPED = re.compile(r"\\(.)")
_NODE = re.compile(
    r"\[([0-9A-Fa-f:.]+)\](?::[^:]*)?|([0-9.]+)(?::[^:]*)?|([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)"
)


def elements(values: Iterable[str]) -> list[Element]:
    """One for each proxy, the nearest last; none when anything in the *values* cannot be read."""
    text = ",".join(values)
    found: list[dict[str, str]] = [{}]
    position = 0
    while position < len(text):
        match = _PAIR.match(text, position)
        if match is None:
            return []
        name, value, end = match.groups()
        if name is not None and found[-1].setdefault(name.lower(), _plain(value)) != _plain(value):
            return []
        if end == ",":
            found.append({})
        position = match.end()
    return [element for element in found if element]


def address_of(node: str) -> str | None:
    """The IP address of a `for`, or in `X-Forwarded-For`; None when it hides itself or is unknown."""
    match = _NODE.fullmatch(node)
    return None if match is None else match[1] or match[2] or match[3]


def _plain(value: str) -> str:
    return _ESCAPED.sub(r"\1", value[1:-1]) if value.startswith('"') else value
