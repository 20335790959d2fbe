"""The two documents of the API: `data` with `meta`, and `error` (observed gateway, 1.4 and 1.5)."""

import json
from datetime import UTC, datetime
from typing import Any

from reference_gateway.domain.errors import GatewayError

DOCUMENT_HEADERS = (("content-type", "application/json"), ("x-content-type-options", "nosniff"))
"""What goes with a document; no browser is to take it for another type than it says."""


def error_document(error: GatewayError) -> dict[str, Any]:
    """The one shape of a refusal; `param` is always null."""
    return {"error": {"message": str(error), "type": error.kind, "code": error.code, "param": None}}


def error_bytes(error: GatewayError) -> bytes:
    """`error_document` as JSON."""
    return json.dumps(error_document(error)).encode()


def data_document(data: Any) -> dict[str, Any]:
    """*data* with the moment it was produced."""
    return {"data": data, "meta": {"generated_at": moment(datetime.now(UTC))}}


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with `Z`; sub-second digits only when there are any."""
    text = at.astimezone(UTC).replace(tzinfo=None).isoformat()
    return (text.rstrip("0") if "." in text else text) + "Z"
