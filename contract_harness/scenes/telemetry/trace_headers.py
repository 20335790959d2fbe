"""
Trace headers as callers send them: good ones, and ones that break the rules.

Source: W3C Trace Context, 3.2 and 3.3.
"""

from __future__ import annotations

import secrets
import uuid

from contract_harness.clients.http import Reply
from contract_harness.configs.default_config import MODEL
from contract_harness.configs.patch import fill
from contract_harness.drivers.gateway import Gateway
from contract_harness.scenes.visitor import Visitor
from contract_harness.tables import Pairs

Headers = list[tuple[str, str]]

NONE = "(none)"
"""How a feature says that a header is not there."""
REQUEST_ID = "x-request-id"
_LONG = {"8 KiB of x": "x" * 8192}


def new_request_id() -> str:
    """What tells a traced call from all others."""
    return f"traced-{uuid.uuid4()}"


def headers_shown(shown: Pairs) -> Headers:
    """What a table of headers stands for: without those that are `(none)`, and `{8 KiB of x}` written out."""
    return [(name, fill(value, _LONG)) for name, value in shown if value != NONE]


def complete(
    gateway: Gateway, key: str | None, request_id: str, shown: Pairs, *, model: str = MODEL
) -> Reply:
    """A completion with the headers of a table."""
    headers = [(REQUEST_ID, request_id), *headers_shown(shown)]
    return gateway.public().complete(key, model, headers=headers)


def complete_sampled(gateway: Gateway, key: str | None) -> str:
    """A completion within a new trace that its caller samples; its request id."""
    request_id = new_request_id()
    traceparent = f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    complete(gateway, key, request_id, [("traceparent", traceparent)])
    return request_id


def ask_ui(gateway: Gateway, base_path: str, request_id: str, shown: Pairs, *, method: str) -> Reply:
    """A request for the admin UI, with the headers of a table."""
    headers = [(REQUEST_ID, request_id), *headers_shown(shown)]
    return Visitor(gateway.http, base_path=base_path).open("/traced", method=method, headers=headers)
