"""Bodies of a call that no gateway should read, by the names that features call them."""

from __future__ import annotations

import json
from collections.abc import Mapping

from contract_harness.configs.default_config import MODEL
from contract_harness.scenes.wording import meant

_JSON = "application/json"
_MESSAGE = {"role": "user", "content": "ping"}
_WHOLE: Mapping[str, object] = {"model": MODEL, "messages": [_MESSAGE]}


def _document(**members: object) -> bytes:
    return json.dumps({**_WHOLE, **members}).encode()


_BODIES: Mapping[str, tuple[bytes, str]] = {
    "what is not JSON": (b"model: fast", _JSON),
    "nothing": (b"", _JSON),
    "half a document": (_document()[:40], _JSON),
    "two documents": (_document() * 2, _JSON),
    "bytes that are not UTF-8": (_document()[:-1] + b', "user": "\xe4"}', _JSON),
    "a number that is none": (_document()[:-1] + b', "temperature": NaN}', _JSON),
    "nesting without end": (_document()[:-1] + b', "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", _JSON),
    "a list": (b"[" + _document() + b"]", _JSON),
    "no model": (json.dumps({"messages": [_MESSAGE]}).encode(), _JSON),
    "a model that is a number": (_document(model=4), _JSON),
    "messages that are text": (_document(messages="ping"), _JSON),
    "a message that is text": (_document(messages=["ping"]), _JSON),
    "a message without a role": (_document(messages=[{"content": "ping"}]), _JSON),
    "a stream that is text": (_document(stream="yes"), _JSON),
    "a form": (b"model=fast&messages=ping", "application/x-www-form-urlencoded"),
}


def body_called(name: str) -> tuple[bytes, str]:
    """The bytes, and what they are said to be."""
    return meant(_BODIES, name)
